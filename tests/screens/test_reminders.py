"""What the first page reminds of: readings to check, money that is nobody's yet, days to close, deposits, arrears."""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.access import Actor, Desk
from desk_app.modules.arrears import summary
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier import day_close, payments
from desk_app.modules.cashier.day_close import TillCount
from desk_app.modules.cashier.records import BankLine, Deposit, MonthClose
from desk_app.modules.cashier.tenders import Tender
from desk_app.modules.complaints.life import COMPLAINTS
from desk_app.modules.complaints.proposals import to_judge_again
from desk_app.modules.keys.loans import KEY_LOANS
from desk_app.modules.keys.sets import KEY_SETS
from desk_app.modules.meters.records import Meter, MeterReading
from desk_app.modules.reception.visitors import VISITORS
from desk_app.modules.repairs.stock import PARTS
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


class TestTheFrontDesk:
    """Keys, visitors, complaints and parts are told to those who look after them."""

    def at(self, desk, text, *roles):
        actor = Actor(desk.actor.name, frozenset(roles)) if roles else desk.actor
        return Desk(actor, lambda: datetime.datetime.fromisoformat(text))

    def test_s14_a_key_not_back_by_five_is_told_at_five_past(self, desk):
        key_set = store.save(store.new(KEY_SETS, number="K-1", place="配电间", sort="public", kept=2), desk)
        loan = store.new(
            KEY_LOANS,
            key_set=key_set.record,
            count=1,
            borrower="周师傅",
            phone="13800000000",
            purpose="defects",
        )
        saved = store.save(loan, desk)
        store.apply(KEY_LOANS, "lend", saved.record.id, saved.record.version, desk)
        assert "key_loans" not in told(self.at(desk, "2026-11-23 16:55"))
        assert told(self.at(desk, "2026-11-23 17:05"))["key_loans"] == 1
        assert "key_loans" not in told(self.at(desk, "2026-11-23 17:05", "accountant"))

    def test_a_visitor_who_was_not_seen_to_leave_is_told_on_that_day(self, desk):
        draft = store.new(VISITORS, at=desk.now(), name="赵六", reason="探访")
        visitor = store.save(draft, desk)
        assert told(desk)["visitors"] == 1
        again = store.load(VISITORS, visitor.record.id)
        again.record.left_at = desk.now()
        store.save(again, desk)
        assert "visitors" not in told(desk)

    def test_t08_a_complaint_unsolved_for_a_week_is_told_to_those_who_judge(self, desk, room):
        draft = store.new(
            COMPLAINTS, received_at=desk.now(), room=room, client="张伟", content="噪音", way="call"
        )
        saved = store.save(draft, desk)
        store.apply(
            COMPLAINTS,
            "judge",
            saved.record.id,
            saved.record.version,
            desk,
            entries={"level": "minor", "ground": "minor_1"},
        )
        assert "complaints" not in told(self.at(desk, "2026-11-29 09:00"))
        assert told(self.at(desk, "2026-12-01 09:00"))["complaints"] == 1
        assert "complaints" not in told(self.at(desk, "2026-12-01 09:00", "clerk"))
        assert len(to_judge_again(datetime.datetime(2026, 12, 1, 9))) == 1

    def test_parts_below_their_minimum_are_told_to_who_keeps_them(self, desk):
        store.save(store.new(PARTS, name="角阀", unit="只", minimum=5), desk)
        assert told(self.at(desk, "2026-11-23 09:05", "dispatcher"))["parts"] == 1
        assert "parts" not in told(self.at(desk, "2026-11-23 09:05", "clerk"))
