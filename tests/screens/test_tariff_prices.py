"""The list of tariffs tells what each costs today."""

from desk_app.kernel.kind import KINDS
from desk_app.screens.record_table import RecordTable
from desk_app.screens.tariff_prices import price_texts
from tests.billed_rooms import day, make_tariff


def test_the_price_in_force_on_the_day_is_told(desk):
    raised = make_tariff(desk, prices=((day("2019-01-01"), 20_000), (day("2026-11-01"), 23_500)), unit="㎡")
    assert price_texts([raised.id], day("2026-10-31")) == {raised.id: "2.00 元/㎡"}
    assert price_texts([raised.id], day("2026-11-01")) == {raised.id: "2.35 元/㎡"}


def test_tiers_are_told_from_the_lowest_and_a_later_price_by_its_day(desk):
    water = make_tariff(
        desk,
        code="SFX",
        basis="meter",
        tiers="month",
        unit="m³",
        prices=((day("2019-01-01"), 34_500),),
        tier_prices=((day("2019-01-01"), 200_000, 48_300),),
    )
    later = make_tariff(desk, code="NEW", prices=((day("2027-01-01"), 10_000),))
    told = price_texts([water.id, later.id], day("2026-11-23"))
    assert told == {water.id: "3.45 / 4.83 元/m³", later.id: "2027-01-01 起"}


def test_the_list_of_tariffs_has_a_column_for_it_and_that_of_items_repeats_nothing(desk):
    make_tariff(desk, unit="㎡")
    table = RecordTable(KINDS["tariffs"], desk)
    table.refresh()
    labels = [column.label for column in table.columns]
    assert labels[2] == "现行单价"
    assert table.cell(0, 2) == "2.35 元/㎡"
    assert "摘要" not in [column.label for column in RecordTable(KINDS["fee_items"], desk).columns]
