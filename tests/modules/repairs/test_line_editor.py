"""人工与材料 being typed: choosing a price item or a part fills the line at once, and the sums follow every change."""

import pytest

from desk_app.kernel import store
from desk_app.modules.repairs.life import REPAIRS
from desk_app.modules.repairs.prices import PRICE_ITEMS
from desk_app.screens.record_form import RecordForm


@pytest.fixture
def form(working, desk):
    """Return the form of a paid repair that is under way."""
    return RecordForm.open(REPAIRS, desk, working().record.id)


@pytest.fixture
def labour(desk):
    """Return the price item of changing a valve, 30 yuan."""
    made = store.new(PRICE_ITEMS, name="更换角阀人工", unit="次", sort="labour", price=3000)
    return store.save(made, desk).record


def line(form, place=0):
    return [
        form.rows["lines"].rows[place].text(name)
        for name in ("sort", "name", "unit", "quantity", "price", "amount")
    ]


def sums(form):
    return form.text("labour"), form.text("materials"), form.text("charge")


def test_choosing_a_price_item_fills_the_line_and_the_sums_at_once(form, labour, valve):
    form.choose_row("lines", 0, "item", labour.id)
    form.choose_row("lines", 1, "part", valve.id)
    assert line(form) == ["人工", "更换角阀人工", "次", "1", "30.00", "30.00"]
    assert line(form, 1) == ["材料", "角阀", "只", "1", "38.00", "38.00"]
    assert sums(form) == ("30.00", "38.00", "68.00")


def test_another_price_item_takes_the_place_of_the_first(form, labour, valve):
    form.choose_row("lines", 0, "item", labour.id)
    form.choose_row("lines", 0, "item", valve.price_item_id)
    assert line(form) == ["材料", "角阀", "只", "1", "38.00", "38.00"]


def test_the_sums_follow_quantity_price_and_a_line_taken_away(form, labour, valve):
    form.choose_row("lines", 0, "item", labour.id)
    form.choose_row("lines", 1, "part", valve.id)
    form.enter_row("lines", 1, "quantity", "2")
    assert sums(form) == ("30.00", "76.00", "106.00")
    form.enter_row("lines", 0, "price", "25")
    assert (line(form)[5], sums(form)[2]) == ("25.00", "101.00")
    form.change_rows("lines", lambda rows: rows.remove(1))
    assert sums(form) == ("25.00", "0.00", "25.00")
    assert form.undo() and sums(form)[2] == "101.00"


def test_what_is_typed_by_hand_needs_no_price_item(form):
    form.enter_row("lines", 0, "name", "疏通")
    form.enter_row("lines", 0, "price", "50")
    assert (line(form)[5], form.text("charge")) == ("50.00", "50.00")
    form.enter_row("lines", 0, "quantity", "两个")
    assert form.problems and form.save() is False
