"""收缴率: rates from rows, with their formulas."""

import datetime

import pytest

from desk_app.modules.arrears import rates
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import Bill


@pytest.fixture
def two_months(owe, room, make_room):
    """October: 100.00 of which 40.00 is paid; November: 300.00 of two rooms, 300.00 − 60.00 let off, 120.00 paid."""
    other = make_room("10-1-101")
    before = datetime.datetime(2026, 10, 1)
    october = owe(100_00, "2026-10-31")
    first, second = owe(120_00, "2026-11-20"), owe(180_00, "2026-11-20", of=other)
    Bill.update(reduced=60_00).where(Bill.id == second.id).execute()
    ledger.settle({october.id: 40_00, first.id: 120_00})
    return before


def test_each_month_has_the_rate_of_its_own_bills(two_months):
    shown = {period: rate.rate for period, rate in rates.by_month(202611)}
    assert len(shown) == 12
    assert (shown[202510 + 2], shown[202610], shown[202611]) == (None, 4000, 5000)


def test_each_building_has_its_rate_with_its_formula(two_months):
    found = rates.by_building(202611, 202611)
    assert [(name, rate.rate) for name, rate in found] == [("3栋", 10000), ("10栋", 0)]
    assert found[1][1].formula == "当期收缴率 = 已收本期 0.00 ÷（本期应收 180.00 − 减免 60.00）= 0.00%"


def test_households_that_owe_nothing_are_counted(two_months):
    rate = rates.households(202611)
    assert (rate.rate, rate.formula) == (5000, "户数收缴率 = 缴清 1 户 ÷ 应缴 2 户 = 50.00%")
    assert rates.households(202601).rate is None


def test_the_months_report_has_four_rates_with_formulas(two_months):
    report = rates.report(202611)
    assert [rate.name for rate in report] == ["当期收缴率", "往期清欠率", "综合收缴率", "户数收缴率"]
    assert all("=" in rate.formula for rate in report)
    assert sum(found.billed for _name, found in rates.by_item(202611)) == rates.of_period(202611).billed
