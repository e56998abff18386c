"""The statement of a room's account: it opens with what came before, and closes with what is open."""

import datetime

import pytest

from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import Bill, ReducedBill, Reduction
from desk_app.modules.cashier import prepaid, undoing
from desk_app.modules.cashier.statement import Standing, statement


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def busy_year(owe, pay, sit, room, items):
    """A room's year: bills, a part payment, a void, a reversal, prepaid money, an offset, a reduction, rounding."""
    bill = ledger.post_bill(
        room.id,
        items["WY"].id,
        68088,
        day("2025-01-01"),
        day("2025-03-31"),
        day("2025-03-31"),
        sit(on="2025-01-05"),
    )
    pay(30000, sit(on="2025-02-01"))
    voided = pay(5000, sit(on="2025-03-01"))
    undoing.void_receipt(voided.id, "点错", sit(on="2025-03-01"))
    wrong = pay(38088, sit(on="2025-04-01"))
    undoing.reverse_receipt(wrong.id, "支票退票", sit(on="2025-05-01"), "孙经理")
    now = sit(on="2025-06-01")
    reduction = Reduction.create(
        number="JM-202506-0001", room=room, kind="service", amount=8087, cause="停水三天"
    )
    ReducedBill.create(
        reduction=reduction, bill=bill, amount=8087, on=now.today, at=now.now(), actor="孙经理"
    )
    Bill.update(reduced=8087).where(Bill.id == bill.id).execute()
    pay(30000, sit(on="2025-07-01"), picks=((bill.id, 30001),), rounding=1, to_prepaid=0)
    pay(50000, sit(on="2025-08-01"))
    ledger.post_bill(
        room.id,
        items["WY"].id,
        22696,
        day("2025-09-01"),
        day("2025-09-30"),
        day("2025-09-30"),
        sit(on="2025-09-01"),
    )
    prepaid.offset_room(room.id, sit(on="2025-09-02"))
    return bill


def test_the_account_tells_everything_line_by_line(busy_year, room):
    whole = statement(room.id)
    assert whole.opening == Standing(0, 0)
    told = [(str(each.on)[5:], each.sort, each.charged, each.reduced, each.paid, each.prepaid, each.after.net)
            for each in whole.entries]  # fmt: skip
    assert told == [
        ("01-05", "bill", 68088, 0, 0, 0, 68088),
        ("02-01", "receipt", 0, 0, 30000, 0, 38088),
        ("03-01", "receipt", 0, 0, 5000, 0, 33088),
        ("03-01", "void", 0, 0, -5000, 0, 38088),
        ("04-01", "receipt", 0, 0, 38088, 0, 0),
        ("05-01", "receipt", 0, 0, -38088, 0, 38088),
        ("06-01", "reduction", 0, 8087, 0, 0, 30001),
        ("07-01", "receipt", 0, 1, 30000, 0, 0),
        ("08-01", "receipt", 0, 0, 0, 50000, -50000),
        ("09-01", "bill", 22696, 0, 0, 0, -27304),
        ("09-02", "receipt", 0, 0, 22696, -22696, -27304),
    ]
    assert whole.closing == Standing(0, 27304)
    assert whole.closing == Standing(
        sum(bill.still_open for bill in ledger.open_bills(room.id)), prepaid.balance(room.id)
    )


@pytest.mark.parametrize("cut", ["2025-01-01", "2025-03-01", "2025-05-31", "2025-09-02", "2025-12-31"])
def test_the_closing_of_one_time_is_the_opening_of_the_next(cut, busy_year, room):
    before = statement(room.id, until_on=day(cut) - datetime.timedelta(days=1))
    after = statement(room.id, from_on=day(cut))
    assert before.closing == after.opening
    assert len(before.entries) + len(after.entries) == len(statement(room.id).entries)


def test_a_statement_of_a_month_gone_by_stays_as_it_was_printed(items, sit, room, manager):
    """A bill of October that is voided in November is a charge of October, and a line of November that takes it off."""
    now, last = manager.today, day("2026-10-31")
    bill = ledger.post_bill(
        room.id, items["WY"].id, 10000, day("2026-10-01"), last, last, sit(on="2026-10-05")
    )
    october = (room.id, day("2026-10-01"), day("2026-10-31"))
    printed = statement(*october)
    assert (printed.closing.owed, [entry.charged for entry in printed.entries]) == (10000, [10000])
    ledger.void_bill(bill.id, manager, "重复出账")
    assert statement(*october) == printed
    november = statement(room.id, day("2026-11-01"), day("2026-11-30"))
    assert [(entry.on, entry.sort, entry.charged) for entry in november.entries] == [
        (now, "bill_void", -10000)
    ]
    assert november.entries[0].text == "作废：物业服务费 2026-10-01 至 2026-10-31"
    assert november.closing == Standing(0, 0)


def test_a_time_that_ends_before_it_begins_is_refused(room):
    """F039."""
    with pytest.raises(DeskError, match="结束日期早于开始日期"):
        statement(room.id, day("2025-02-01"), day("2025-01-01"))


def test_a_room_without_any_business_has_an_empty_account(room):
    assert statement(room.id).entries == ()


def test_what_another_room_paid_for_it_stands_on_its_own_account(
    owe, pay, cashier, make_room, make_person, hold, room
):
    other, person = make_room("4-1-101"), make_person("李娜")
    hold(other, person)
    bill = owe(10000, of=other)
    pay(10000, cashier, picks=((bill.id, 10000),), to_prepaid=0, payer_id=person.id)
    assert statement(other.id).closing == Standing(0, 0)
    assert statement(room.id).entries == ()
