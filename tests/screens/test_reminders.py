"""What the first page reminds of: readings to check, money that is nobody's yet, days to close, deposits, arrears."""

import datetime

import pytest

from desk_app.kernel.access import Actor, Desk
from desk_app.modules.arrears import summary
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier import day_close, payments
from desk_app.modules.cashier.day_close import TillCount
from desk_app.modules.cashier.records import BankLine, Deposit, MonthClose
from desk_app.modules.cashier.tenders import Tender
from desk_app.modules.meters.records import Meter, MeterReading
from desk_app.screens import arrears_count, reminders, today


def day(text):
    return datetime.date.fromisoformat(text)


def on(text, desk):
    """Return the same person's desk on another day."""
    return Desk(desk.actor, lambda: datetime.datetime.combine(day(text), datetime.time(9, 5)))


def told(desk):
    return {each.page: each.count for each in reminders.remind(desk) if each.page}


def pay(room, desk):
    payments.take_payment(
        payments.Payment(
            room_id=room.id,
            payer_name="张伟",
            request=payments.new_request(),
            tenders=(Tender("cash", 5_000),),
            to_prepaid=5_000,
        ),
        desk,
    )


def owe(room, desk, fen=22_696):
    item = FeeItem.get(FeeItem.code == "WY")
    ledger.post_bill(room.id, item.id, fen, day("2026-09-01"), day("2026-09-30"), day("2026-09-30"), desk)


def test_an_office_in_which_nothing_waits_is_not_reminded(desk, room):
    assert told(desk) == {}


def test_held_readings_are_told_and_lead_to_the_round(desk, room):
    meter = Meter.create(version=1, number="W-1", room=room, sort_key="1")
    common = {"version": 1, "meter": meter, "period": 202611, "value": 5_000}
    MeterReading.create(**common, read_on=day("2026-11-20"), state="held")
    MeterReading.create(**common, read_on=day("2026-11-21"), state="kept")
    assert told(desk) == {"meter_round": 1}


def test_money_that_is_nobodys_yet_leads_to_where_it_is_claimed(desk, room):
    for place, state in enumerate(("waiting", "waiting", "set_aside")):
        BankLine.create(
            version=1, source="bank", reference=f"R{place}", came_at=desk.now(), amount=10_000, state=state
        )
    assert told(desk) == {"bank_matching": 2}


def test_a_day_before_today_is_told_until_it_is_closed_and_today_is_not(desk, room):
    pay(room, on("2026-11-20", desk))
    pay(room, desk)
    assert told(desk) == {"day_closing": 1}
    day_close.close_day(desk.actor.name, day("2026-11-20"), TillCount(counted=5_000), desk)
    assert told(desk) == {}


def test_days_of_a_closed_month_are_not_looked_at_again(desk, room):
    pay(room, on("2026-10-20", desk))
    assert told(desk) == {"day_closing": 1}
    MonthClose.create(version=1, period=202610, closed_at=desk.now(), closed_by="赵会计")
    assert told(desk) == {}


@pytest.mark.parametrize(("refundable_on", "held", "count"), [("2026-11-23", 1, 1), ("2026-11-24", 1, 0), ("2026-11-01", 0, 0)])  # fmt: skip
def test_deposits_whose_three_months_are_over_are_told(desk, room, refundable_on, held, count):
    Deposit.create(
        version=1,
        room=room,
        item=FeeItem.get(FeeItem.nature == "deposit"),
        payer_name="张伟",
        amount=200_000,
        received_on=day("2026-05-01"),
        refundable_on=day(refundable_on),
        held=held * 200_000,
    )
    assert told(desk).get("deposits", 0) == count


def test_what_is_owed_stands_on_the_page_once_it_was_counted(desk, room):
    owe(room, desk)
    assert today.look(desk).owed is None
    assert arrears_count.refresh(desk)
    assert today.look(desk).owed.amount == "226.96"
    assert "11-23" in today.look(desk).owed.detail
    assert not arrears_count.refresh(desk), "nothing was written since"


def test_the_gate_is_told_nothing_about_money(desk, guard, room):
    owe(room, desk)
    pay(room, on("2026-11-20", desk))
    summary.rebuild(desk)
    assert reminders.owed(guard) is None
    assert told(guard) == {}
    assert told(Desk(Actor("赵敏", frozenset({"cashier"})), desk.now)) == {"day_closing": 1}
