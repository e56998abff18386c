"""Bills on hold (挂起，暂缓催收): what they bear before, meanwhile and after, who may hold them, and when a hold ends."""

import datetime

import pytest

from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import holds, ledger, overdue
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier import prepaid
from desk_app.screens import arrears_count


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def bill(owe, rate):
    """Return a bill of 680.88, due on 31 March, at 0.5‰ a day."""
    rate("0.5")
    return owe(68088, "2026-03")


@pytest.fixture
def accountant(sit):
    """Return a function that gives the accountant's desk on a day."""
    return lambda on: sit("吴会计", "accountant", on=on)


def late(bill, on):
    """Return the fen of late fee posted, and those run up since, to the day."""
    posted = sum(each.amount for each in Bill.select().where(Bill.late_for == bill.id, Bill.state != "void"))
    return posted, overdue.late_fees_on([Bill.get_by_id(bill.id)], day(on)).get(bill.id, 0)


def test_the_days_before_a_hold_are_posted_and_those_on_hold_are_free(bill, accountant):
    """91 days at 0.34044 are 30.98; held from 30 June to 31 July, it runs again from 1 August: 10 days, 3.40."""
    holds.hold_bill(bill.id, accountant("2026-06-30"), "面积有争议")
    assert late(bill, "2026-07-31") == (3098, 0)
    holds.release_bill(bill.id, accountant("2026-07-31"), "核对无误")
    assert late(bill, "2026-07-31") == (3098, 0)
    assert late(bill, "2026-08-10") == (3098, 340)


def test_a_held_bill_is_paid_with_the_late_fee_of_the_days_before(bill, accountant, pay, sit, opened):
    holds.hold_bill(bill.id, accountant("2026-06-30"), "面积有争议")
    pay(68088, sit(on="2026-07-20"), picks=((bill.id, 68088),), late_picks=(), to_prepaid=0)
    assert opened() == [("WYJ", 202604, 3098)]


def test_a_hold_until_a_day_ends_by_itself_whenever_the_book_is_opened_next(bill, accountant, sit, room):
    """Held on 10 April until 10 May; the program was not opened until the 20th, yet 11 May is the first day again."""
    held = holds.hold_bill(bill.id, accountant("2026-04-10"), "业主申请缓交一个月", day("2026-05-10"))
    assert (held.state, held.held_until) == ("held", day("2026-05-10"))
    assert holds.release_expired(sit(on="2026-05-10")) == 0
    arrears_count.refresh(sit(on="2026-05-20"))
    fresh = Bill.get_by_id(bill.id)
    assert (fresh.state, fresh.held_until, fresh.released_on) == ("open", None, day("2026-05-10"))
    assert late(bill, "2026-05-20") == (340, 340)


def test_money_taken_before_the_book_is_opened_anew_pays_for_the_days_after_the_agreed_one(
    bill, accountant, pay, sit
):
    """Held from 30 June until 31 July; on 10 August ten days more are owed, though nobody has released it yet."""
    holds.hold_bill(bill.id, accountant("2026-06-30"), "承诺七月底付清", day("2026-07-31"))
    assert late(bill, "2026-07-31") == (3098, 0)
    assert late(bill, "2026-08-10") == (3098, 340)
    late_fee = Bill.get(Bill.late_for == bill.id)
    picks = ((bill.id, 68088), (late_fee.id, 3098))
    pay(68088 + 3098, sit(on="2026-08-10"), picks=picks, late_picks=(), to_prepaid=0)
    assert late(bill, "2026-08-10") == (3098 + 340, 0)


def test_only_who_answers_for_the_fees_holds_and_releases_a_bill(bill, sit, accountant):
    for role in ("guard", "dispatcher", "clerk", "cashier"):
        with pytest.raises(DeskError, match="没有挂起账单：需要"):
            holds.hold_bill(bill.id, sit("李保安", role), "有争议")
    holds.hold_bill(bill.id, sit("李主管", "supervisor"), "有争议")
    with pytest.raises(DeskError, match="没有解除挂起：需要"):
        holds.release_bill(bill.id, sit("李保安", "guard"))
    holds.release_bill(bill.id, sit("孙经理", "manager"))
    with pytest.raises(DeskError, match="没有解除挂起：它没有挂起"):
        holds.release_bill(bill.id, sit("孙经理", "manager"))


@pytest.mark.parametrize(
    ("reason", "until", "sentence"),
    [("", None, "请写明原因"), ("有争议", "2026-03-31", "日期已经过了")],
)
def test_a_hold_says_why_and_lasts_till_a_day_to_come(bill, accountant, reason, until, sentence):
    with pytest.raises(DeskError, match=sentence):
        holds.hold_bill(bill.id, accountant("2026-04-01"), reason, until and day(until))
    assert Bill.get_by_id(bill.id).state == "open"


def test_a_paid_bill_is_not_held(bill, accountant, pay, sit):
    pay(68088, sit(on="2026-03-20"))
    with pytest.raises(DeskError, match="已经收清"):
        holds.hold_bill(bill.id, accountant("2026-04-01"), "有争议")


def test_prepaid_money_passes_a_held_bill_over_until_it_is_released(bill, accountant, pay, sit, room):
    pay(1000, sit(on="2026-03-01"), picks=(), late_picks=(), to_prepaid=1000)
    holds.hold_bill(bill.id, accountant("2026-03-10"), "有争议")
    assert prepaid.offset_room(room.id, sit(on="2026-03-20")) is None
    holds.release_bill(bill.id, accountant("2026-03-20"))
    assert prepaid.offset_room(room.id, sit(on="2026-03-21")).total == 1000


# -- bills that become void --------------------------------------------------------------------------------------------


def test_a_bill_that_becomes_void_takes_its_late_fee_with_it(bill, accountant, opened):
    desk = accountant("2026-06-30")
    overdue.post_late_fees([Bill.get_by_id(bill.id)], desk.today, desk)
    ledger.void_bill(bill.id, desk, "重复出账")
    assert opened() == []


def test_a_bill_whose_late_fee_was_paid_does_not_become_void(bill, accountant, pay, sit, opened):
    desk = accountant("2026-06-30")
    (stage,) = overdue.post_late_fees([Bill.get_by_id(bill.id)], desk.today, desk)
    pay(3098, sit(on="2026-06-30"), picks=((stage.id, 3098),), late_picks=(), to_prepaid=0)
    with pytest.raises(DeskError, match="它的违约金已有收款或减免"):
        ledger.void_bill(bill.id, desk, "重复出账")
    assert opened() == [("WY", 202603, 68088)]


def test_who_takes_money_or_guards_the_gate_voids_no_bill(bill, sit):
    for role in ("guard", "clerk", "cashier"):
        with pytest.raises(DeskError, match="没有作废账单：需要"):
            ledger.void_bill(bill.id, sit("李保安", role), "错")


# -- stages posted more than once --------------------------------------------------------------------------------------


def test_settling_every_day_rounds_the_late_fee_once(bill, accountant):
    """30 days of 0.34044 are 10.21, not 30 times 0.34."""
    for n in range(1, 31):
        desk = accountant(f"2026-04-{n:02}")
        overdue.post_late_fees_anew([Bill.get_by_id(bill.id)], desk.today, desk)
    assert late(bill, "2026-04-30") == (1021, 0)
    desk = accountant("2026-04-30")
    overdue.post_late_fees_anew([Bill.get_by_id(bill.id)], day("2026-04-10"), desk)
    assert late(bill, "2026-04-10") == (340, 0), "settled to an earlier day after all"


def test_a_stage_that_was_paid_is_not_posted_anew(bill, accountant, pay, sit):
    desk = accountant("2026-04-10")
    (stage,) = overdue.post_late_fees_anew([Bill.get_by_id(bill.id)], desk.today, desk)
    pay(100, sit(on="2026-04-10"), picks=((stage.id, 100),), late_picks=(), to_prepaid=0)
    later = accountant("2026-04-20")
    overdue.post_late_fees_anew([Bill.get_by_id(bill.id)], later.today, later)
    assert late(bill, "2026-04-20") == (680, 0)


def test_a_rate_that_changed_leaves_what_is_posted(bill, accountant, rate):
    desk = accountant("2026-04-10")
    overdue.post_late_fees_anew([Bill.get_by_id(bill.id)], desk.today, desk)
    rate("0")
    later = accountant("2026-04-20")
    overdue.post_late_fees_anew([Bill.get_by_id(bill.id)], later.today, later)
    assert late(bill, "2026-04-20") == (340, 0)
