"""Prepaid money: set against bills by hand and in batches, kept for one item, paid back with a second person."""

import pytest

from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import holds
from desk_app.modules.cashier import journal, prepaid, undoing
from desk_app.modules.cashier.records import PrepaidMove, Receipt
from desk_app.modules.cashier.tenders import Tender


def refund(room, fen, desk, second="孙经理", request="退", **more):
    asked = {"approved_by": second, "reason": "搬走", "payer_name": "张伟", "request": request}
    return prepaid.refund_prepaid(
        room.id, fen, more.pop("tenders", [Tender("cash", fen)]), desk, **(asked | more)
    )


def test_prepaid_money_pays_the_oldest_debts(owe, pay, cashier, room, opened):
    pay(30000, cashier)
    owe(20000, "2026-08")
    owe(20000, "2026-09")
    receipt = prepaid.offset_room(room.id, cashier)
    assert (receipt.number, receipt.kind, receipt.total) == ("DK2026-000001", "offset", 30000)
    assert journal.methods_of(receipt) == [Tender("prepaid", 30000)]
    assert opened() == [("WY", 202609, 10000)]
    assert prepaid.balance(room.id) == 0
    assert prepaid.offset_room(room.id, cashier) is None


def test_money_kept_for_an_item_pays_only_that(owe, pay, cashier, room, items, opened):
    pay(10000, cashier, prepaid_item=items["SF"].id)
    owe(8000, "2026-08")
    assert prepaid.offset_room(room.id, cashier) is None
    owe(3000, "2026-09", item="SF")
    receipt = prepaid.offset_room(room.id, cashier)
    assert receipt.total == 3000
    assert prepaid.purses(room.id) == {items["SF"].id: 7000}
    assert opened() == [("WY", 202608, 8000)]


def test_both_purses_together_pay_one_bill(owe, pay, cashier, room, items, opened):
    pay(2000, cashier, prepaid_item=items["SF"].id)
    pay(2000, cashier)
    owe(3500, item="SF")
    assert prepaid.offset_room(room.id, cashier).total == 3500
    assert prepaid.purses(room.id) == {None: 500}
    assert opened() == []


def test_the_late_fee_is_posted_and_paid_from_free_money(owe, rate, pay, sit, room, opened):
    desk = sit(on="2025-05-15")
    pay(100000, desk)
    owe(68088, "2025-03")
    rate("0.5")
    assert prepaid.offset_room(room.id, desk).total == 68088 + 1532
    assert opened() == []


def test_money_kept_for_an_item_pays_no_late_fee(owe, rate, pay, sit, room, opened, items):
    desk = sit(on="2025-05-15")
    pay(100000, desk, prepaid_item=items["WY"].id)
    owe(68088, "2025-03")
    rate("0.5")
    assert prepaid.offset_room(room.id, desk).total == 68088
    assert opened() == [("WYJ", 202504, 1532)]
    assert prepaid.purses(room.id) == {items["WY"].id: 31912}


def test_held_bills_are_left_alone(owe, pay, cashier, room, desk):
    pay(30000, cashier)
    holds.hold_bill(owe(20000).id, desk, "有争议")
    assert prepaid.offset_room(room.id, cashier) is None


def test_a_batch_tells_how_far_it_is_and_does_nothing_twice(owe, pay, cashier, room, make_room):
    pay(30000, cashier)
    owe(20000)
    empty = make_room("4-1-101")
    seen = []
    rooms = [*prepaid.rooms_with_money(), empty.id]
    done = prepaid.offset_many(rooms, cashier, lambda *count: seen.append(count))
    assert (done.total, len(done.receipts), done.refused, seen) == (20000, 1, (), [(1, 2), (2, 2)])
    assert prepaid.offset_many(rooms, cashier).receipts == ()


def test_one_room_that_cannot_be_done_does_not_stop_the_batch(owe, pay, cashier, room, sit, rate, items):
    """No item to post a late fee under: that room is told, the others go on."""
    desk = sit(on="2025-05-15")
    pay(100000, desk)
    owe(68088, "2025-03")
    rate("0.5")
    type(items["WYJ"]).update(code="旧").where(type(items["WYJ"]).code == "WYJ").execute()
    done = prepaid.offset_many([room.id], desk)
    assert done.receipts == () and "收费项目里没有代码为 WYJ 的一项" in done.refused[0][1]
    assert Receipt.select().where(Receipt.kind == "offset").count() == 0


def test_an_offset_is_undone_exactly(owe, pay, cashier, room, items, opened):
    pay(2000, cashier, prepaid_item=items["SF"].id)
    pay(2000, cashier)
    owe(3500, item="SF")
    before = opened(), prepaid.purses(room.id)
    receipt = prepaid.offset_room(room.id, cashier)
    undoing.reverse_receipt(receipt.id, "不同意抵扣", cashier, "孙经理")
    assert (opened(), prepaid.purses(room.id)) == before


def test_a_refund_leaves_with_a_second_persons_approval(pay, cashier, room):
    pay(30000, cashier)
    receipt = refund(room, 12000, cashier)
    assert (receipt.number, receipt.total, receipt.approved_by) == ("TK2026-000001", -12000, "孙经理")
    assert prepaid.balance(room.id) == 18000
    assert refund(room, 12000, cashier).id == receipt.id, "the same request"
    undoing.void_receipt(receipt.id, "业主又来缴费", cashier)
    assert prepaid.balance(room.id) == 30000


@pytest.mark.parametrize("fen", [0, -1, 30001])
def test_no_more_is_paid_back_than_there_is(fen, pay, cashier, room):
    """F047."""
    pay(30000, cashier)
    with pytest.raises(DeskError, match=r"预存款有 300.00 元"):
        refund(room, fen, cashier)
    assert PrepaidMove.select().count() == 1


def test_nobody_approves_his_own_refund(pay, cashier, room, sit):
    pay(30000, cashier)
    with pytest.raises(DeskError, match="审核人不能是经办人自己"):
        refund(room, 100, cashier, second="王芳")
    with pytest.raises(DeskError, match="退款须由"):
        refund(room, 100, sit("某人", "clerk"))
    with pytest.raises(DeskError, match="微信要填流水号"):
        refund(room, 100, cashier, tenders=[Tender("wechat", 100)])
