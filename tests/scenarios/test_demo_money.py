"""The sample community's money: made through the real doors, it stands every check, and is the same each time."""

import datetime

import pytest
from peewee import fn

from desk_app import demo
from desk_app.modules.billing.records import Bill, BillRun, FeeBinding, Tariff
from desk_app.modules.cashier.checking import find_faults
from desk_app.modules.cashier.records import Deposit, PrepaidMove, Receipt
from desk_app.modules.meters.records import MeterReading
from desk_app.screens.bill_run import BillRunDesk
from desk_app.screens.progress import Progress

NOW = datetime.datetime(2026, 11, 23, 9, 5)


@pytest.fixture
def make(tmp_path):
    """Return a function that makes a sample book of 100 flats, closed again after the test."""
    made = []

    def make_(name, now=NOW):
        made.append(demo.make_demo(tmp_path / f"{name}.book", rooms=100, now=lambda: now))
        return made[-1]

    yield make_
    for each in made:
        each.close()


def figures():
    """Return the sums that tell one book from another."""
    return (
        list(Bill.select(Bill.period, fn.SUM(Bill.amount), fn.SUM(Bill.paid)).group_by(Bill.period).tuples()),
        list(
            Receipt.select(Receipt.number, Receipt.total, Receipt.business_on).order_by(Receipt.id).tuples()
        ),
        MeterReading.select(fn.SUM(MeterReading.value)).scalar(),
    )


def test_two_months_are_billed_most_of_it_is_paid_and_nothing_is_at_fault(make):
    make("甲")
    assert find_faults() == []
    assert [(run.period, run.state) for run in BillRun.select()] == [(202609, "posted"), (202610, "posted")]
    asked, paid = Bill.select(fn.SUM(Bill.amount), fn.SUM(Bill.paid)).scalar(as_tuple=True)
    assert 75 <= 100 * paid // asked <= 92
    assert Tariff.select().count() == 4
    assert FeeBinding.select().count() > 250
    assert Deposit.select().where(Deposit.held > 0).count() > 0
    assert PrepaidMove.select(fn.SUM(PrepaidMove.amount)).scalar() > 0


def test_no_receipt_is_dated_ahead_and_numbers_follow_the_days(make):
    make("甲")
    days = [day for (day,) in Receipt.select(Receipt.business_on).where(Receipt.kind == "payment").tuples()]
    assert days == sorted(days)
    assert max(days) < NOW.date()


def test_the_same_book_comes_out_twice(make):
    make("甲")
    first = figures()
    make("乙")
    assert figures() == first


def test_the_month_under_way_is_ready_to_be_billed(make):
    made = make("甲")
    page = BillRunDesk(made.desk)
    assert {group.sort for group in page.findings()} >= {"unbound", "unread", "held"}
    view = page.work_out(Progress())
    assert view.has_before
    assert view.changes


@pytest.mark.parametrize("now", [datetime.datetime(2026, 1, 1, 8), datetime.datetime(2028, 2, 29, 23, 59)])
def test_it_can_be_made_on_any_day(make, now):
    make("甲", now)
    assert find_faults() == []
