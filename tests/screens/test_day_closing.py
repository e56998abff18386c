"""The day's close without a window: whose days are open, what is proposed, and what cannot be read."""

import dataclasses
import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.access import Actor
from desk_app.kernel.errors import DeskError
from desk_app.modules.cashier import close_papers, payments
from desk_app.modules.cashier.day_close import DAY_CLOSES, TillCount, close_day
from desk_app.modules.cashier.tenders import Tender
from desk_app.screens.day_closing import BANKED, FLOAT, LOOSE, DayClosing


def at_desk(desk, name, *roles):
    return dataclasses.replace(desk, actor=Actor(name, frozenset(roles or {"cashier"})))


def take(desk, room, fen):
    payments.take_payment(
        payments.Payment(
            room_id=room.id,
            payer_name="张伟",
            request=payments.new_request(),
            to_prepaid=fen,
            tenders=(Tender("cash", fen),),
        ),
        desk,
    )


@pytest.fixture
def closing(desk, room):
    """Return the close of today, 100.00 taken in cash."""
    take(desk, room, 10_000)
    made = DayClosing(desk)
    made.choose(made.open_days()[-1])
    return made


def test_a_cashier_whose_name_is_typed_another_way_has_one_day_and_the_same_closes(desk, room):
    take(at_desk(desk, "Wang"), room, 10_000)
    page = DayClosing(at_desk(desk, "wang"))
    assert [each.day for each in page.open_days()] == [desk.today]
    close_day("Wang", desk.today, TillCount(counted=10_000), at_desk(desk, "Wang"))
    assert page.open_days() == []
    assert [close.cashier for close in page.last_closes()] == ["Wang"]
    assert DayClosing(at_desk(desk, "赵敏")).last_closes() == []


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"pieces": {10_000: "一张"}}, 10_000),
        ({"loose_text": "五分"}, LOOSE),
        ({"loose_text": "-0.05"}, LOOSE),
        ({"float_text": "x"}, FLOAT),
        ({"banked_text": "0.01"}, BANKED),
        ({"banked_text": "很多"}, BANKED),
    ],
)
def test_what_cannot_be_read_is_told_with_its_box_and_closes_nothing(closing, typed, where):
    for name, text in typed.items():
        setattr(closing, name, text)
    counted = closing.counted()
    assert (bool(counted.problem), counted.where) == (True, where)
    with pytest.raises(DeskError, match="没有日结"):
        closing.close()


def test_what_goes_to_the_bank_is_proposed_and_never_more_than_is_counted(closing):
    closing.float_text = "50"
    for pieces, banked in (("", 0), ("1", 5_000), ("3", 10_000)):
        closing.pieces = {10_000: pieces}
        assert closing.counted().banked == banked
    closing.banked_text = "20"
    assert closing.counted().banked == 2_000


def test_a_float_from_the_last_close_names_its_day(desk, closing):
    assert closing.float_told == ""
    yesterday = desk.today - datetime.timedelta(days=1)
    close_day(desk.actor.name, yesterday, TillCount(counted=500, float_before=500), desk)
    closing.choose(closing.open_days()[0])
    assert (closing.float_told, closing.float_text) == ("2026-11-22 日结留下", "5.00")


def test_the_report_of_a_close_that_was_opened_again_is_not_printed(desk, closing):
    closing.pieces = {10_000: "1"}
    close = closing.close()
    manager = at_desk(desk, "孙经理", "manager")
    store.apply(DAY_CLOSES, "reopen", close.id, close.version, manager, reason="漏收一笔")
    draft = store.load(DAY_CLOSES, close.id)
    assert "已经反结" in close_papers.why_no_day_report(draft)
