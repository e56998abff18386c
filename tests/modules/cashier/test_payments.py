"""Taking money: domain.md 3.9, 3.12, 3.14 with its test vectors, and what a cashier can do wrong."""

import dataclasses
import datetime
import json

import pytest

from desk_app.kernel import search, settings, store
from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import holds, ledger, overdue
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier import journal, payments, prepaid, undoing
from desk_app.modules.cashier.kinds import RECEIPTS
from desk_app.modules.cashier.payments import Payment
from desk_app.modules.cashier.records import DayClose, MonthClose, Receipt, ReceiptLine
from desk_app.modules.cashier.tenders import Tender


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def quarter(owe):
    """The debts of V10: January to March 2025 at 226.96, each due on its last day."""
    return [owe(22696, month) for month in ("2025-01", "2025-02", "2025-03")]


# -- late fees -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("per_mille", "fen"), [("0.5", 3098), ("1", 6196), ("3", 18588)])
def test_v09_a_quarter_paid_91_days_late_bears_its_late_fee(per_mille, fen, owe, rate, room):
    bill = owe(68088, "2025-03")
    rate(per_mille)
    assert overdue.late_fees_on(ledger.open_bills(room.id), day("2025-06-30")) == {bill.id: fen}


def test_v09b_the_cap_by_lpr_holds(owe, rate, room, desk):
    bill = owe(68088, "2025-03")
    rate("0.5")
    settings.change(
        {"late_fee_cap": "不超过 LPR 的倍数", "late_fee_lpr": "0.03", "late_fee_lpr_multiple": "1.3"}, desk
    )
    assert overdue.late_fees_on(ledger.open_bills(room.id), day("2025-06-30")) == {bill.id: 662}


def test_v10_late_fees_are_worked_out_line_by_line(quarter, rate, room):
    rate("0.5")
    fees = overdue.late_fees_on(ledger.open_bills(room.id), day("2025-06-30"))
    assert [fees[bill.id] for bill in quarter] == [1702, 1384, 1033]
    assert sum(bill.still_open for bill in quarter) + sum(fees.values()) == 72207


def test_v11_a_part_payment_closes_a_stage_of_the_late_fee(owe, rate, sit, pay, opened):
    owe(68088, "2025-03")
    rate("0.5")
    pay(50000, sit(on="2025-05-15"))
    assert opened() == [("WY", 202503, 18088), ("WYJ", 202504, 1532)]
    last = pay(18088 + 1532 + 416, sit(on="2025-06-30"))
    assert opened() == []
    late = list(Bill.select().where(Bill.late_for.is_null(False)).order_by(Bill.id))
    assert [(bill.amount, bill.quantity, bill.paid) for bill in late] == [
        (1532, 68088, 1532),
        (416, 18088, 416),
    ]
    assert [(bill.until_on - bill.from_on).days + 1 for bill in late] == [45, 46]
    assert json.loads(late[0].workings)["principal"] == 68088
    assert last.total == 20036


def test_v12_principal_first_leaves_the_late_fees_open(quarter, rate, sit, pay, opened):
    rate("0.5")
    pay(50000, sit(on="2025-06-30"))
    assert [(code, fen) for code, _period, fen in opened()] == [
        ("WY", 18088),
        ("WYJ", 1702),
        ("WYJ", 1384),
        ("WYJ", 1033),
    ]


def test_v12b_late_fees_first_if_the_setting_says_so(quarter, rate, sit, pay, opened, desk):
    rate("0.5")
    settings.change({"allocation_order": "先费用，再违约金，后本金"}, desk)
    pay(50000, sit(on="2025-06-30"))
    assert opened() == [("WY", 202503, 22207)]


def test_costs_come_before_late_fees_and_principal_in_the_order_of_the_law(
    quarter, owe, rate, sit, pay, opened, desk
):
    rate("0.5")
    owe(5000, "2025-05", item="SF")
    settings.change({"allocation_order": "先费用，再违约金，后本金", "cost_items": "SF"}, desk)
    pay(5000, sit(on="2025-06-30"))
    assert ("SF", 202505, 5000) not in opened()
    assert sum(fen for _code, _period, fen in opened()) == 3 * 22696


def test_no_late_fee_on_what_is_held_or_reduced_or_bears_none(owe, rate, room, desk):
    rate("0.5")
    held = owe(10000, "2025-01")
    owe(10000, "2025-01", item="SF")
    assert overdue.late_fees_on(ledger.open_bills(room.id), day("2025-06-30")) == {held.id: 750}
    holds.hold_bill(held.id, desk, "面积有争议")
    assert overdue.late_fees_on(ledger.open_bills(room.id), day("2027-06-30")) == {}


def test_a_late_fee_bears_none_itself_and_none_before_the_due_day(owe, rate, room, sit, pay):
    bill = owe(68088, "2025-03")
    rate("0.5")
    pay(100, sit(on="2025-05-15"))
    bills = ledger.open_bills(room.id)
    assert overdue.late_fees_on(bills, day("2025-05-15")) == {}
    assert overdue.late_fees_on(bills, day("2025-03-01")) == {}
    assert set(overdue.late_fees_on(bills, day("2026-05-15"))) == {bill.id}


def test_a_rate_of_nothing_or_of_a_hundred_percent_is_reckoned_all_the_same(owe, rate, room):
    """F038."""
    bill = owe(100, "2025-03")
    assert overdue.late_fees_on(ledger.open_bills(room.id), day("2025-06-30")) == {}
    rate("10")
    assert overdue.late_fees_on(ledger.open_bills(room.id), day("2025-04-10")) == {bill.id: 10}


# -- one receipt ------------------------------------------------------------------------------------------------------


def test_one_receipt_takes_many_bills_by_several_methods_with_change_and_prepaid(owe, room, cashier):
    bills = [owe(22696, "2026-09"), owe(15000, "2026-09", item="TC1")]
    receipt = payments.take_payment(
        Payment(
            room_id=room.id,
            payer_name=" 张伟\n",
            request="一",
            picks=((bills[0].id, 22696), (bills[1].id, 15000)),
            to_prepaid=10000,
            tenders=(Tender("cash", 30000), Tender("wechat", 17696, " 42000018 ")),
            tendered=50000,
            note="代父亲缴",
            pad_number="0012345",
        ),
        cashier,
    )
    assert (receipt.number, receipt.total, receipt.change) == ("SJ2026-000001", 47696, 20000)
    assert (receipt.payer_name, receipt.cashier, receipt.business_on) == ("张伟", "王芳", day("2026-11-23"))
    assert [(line.purpose, line.amount) for line in journal.lines_of(receipt)] == [
        ("bill", 22696),
        ("bill", 15000),
        ("prepaid", 10000),
    ]
    assert journal.methods_of(receipt)[1] == Tender("wechat", 17696, "42000018")
    assert prepaid.balance(room.id) == 10000
    assert ledger.open_bills(room.id) == []
    assert [row.action for row in store.history(RECEIPTS, receipt.id)] == ["pay"]


@pytest.mark.parametrize("words", ["SJ2026-000001", "张伟", "3-1-502", "0012345"])
def test_a_receipt_is_found_by_number_payer_room_and_pad(words, owe, pay, cashier):
    owe(22696)
    receipt = pay(22696, cashier, pad_number="0012345")
    assert ("receipts", receipt.id) in [(hit.kind_name, hit.record_id) for hit in search.find(words)]


def test_a_part_payment_leaves_the_rest_open(owe, pay, cashier, opened):
    owe(22696)
    pay(10000, cashier)
    assert opened() == [("WY", 202610, 12696)]


def test_odd_fen_may_be_let_off_within_the_limit(owe, pay, cashier, opened, desk):
    bill = owe(10253)
    receipt = pay(10250, cashier, picks=((bill.id, 10253),), rounding=3)
    assert receipt.total == 10250 and opened() == []
    assert [(line.purpose, line.amount) for line in journal.lines_of(receipt)][-1] == ("rounding", -3)
    other = owe(10253)
    with pytest.raises(DeskError, match=r"超过上限 0.99 元"):
        pay(10153, cashier, picks=((other.id, 10253),), rounding=100)
    settings.change({"rounding_off_limit": "0"}, desk)
    with pytest.raises(DeskError, match="抹零"):
        pay(10250, cashier, picks=((other.id, 10253),), rounding=3)


def test_odd_fen_are_let_off_once_when_the_bill_is_cleared(owe, pay, cashier, opened):
    bill = owe(22696)
    with pytest.raises(DeskError, match="只缴一部分的账单不能抹零"):
        pay(100, cashier, picks=((bill.id, 150),), rounding=50, to_prepaid=0)
    with pytest.raises(DeskError, match=r"多于应收的零头 0.96 元"):
        pay(22597, cashier, picks=((bill.id, 22696),), rounding=99, to_prepaid=0)
    assert opened() == [("WY", 202610, 22696)]
    pay(22600, cashier, picks=((bill.id, 22696),), rounding=96, to_prepaid=0)
    assert opened() == []


def test_an_office_that_lets_off_whole_yuan_lets_off_no_more_than_the_odd_ones(owe, pay, cashier, desk):
    settings.change({"rounding_off_limit": "5"}, desk)
    bill = owe(22396)
    with pytest.raises(DeskError, match=r"多于应收的零头 3.96 元"):
        pay(21996, cashier, picks=((bill.id, 22396),), rounding=400, to_prepaid=0)
    assert pay(22000, cashier, picks=((bill.id, 22396),), rounding=396, to_prepaid=0).total == 22000


def test_what_no_debt_takes_is_kept_as_prepaid_money(owe, pay, cashier, room, items):
    owe(10000)
    pay(30000, cashier)
    assert prepaid.balance(room.id) == 20000
    pay(5000, cashier, prepaid_item=items["WY"].id)
    assert (prepaid.balance(room.id), prepaid.balance(room.id, items["WY"].id)) == (25000, 5000)


def test_the_payers_choice_comes_before_any_order(owe, room, cashier, opened):
    owe(10000, "2026-08")
    chosen = owe(10000, "2026-09")
    picks, late_picks, left = payments.suggest(room.id, 10000, cashier, [chosen.id])
    assert (picks, late_picks, left) == (((chosen.id, 10000),), (), 0)


def test_of_debts_due_on_one_day_the_items_order_decides(owe, room, cashier):
    fee, parking, water = (owe(1000, "2026-09", item=code) for code in ("WY", "TC1", "SF"))
    picks, _late, _left = payments.suggest(room.id, 2500, cashier)
    assert picks == ((water.id, 1000), (fee.id, 1000), (parking.id, 500))


def test_a_held_bill_is_passed_over_but_may_be_paid_by_name(owe, room, pay, cashier, desk, opened):
    held = owe(10000)
    holds.hold_bill(held.id, desk, "有争议")
    assert payments.suggest(room.id, 10000, cashier) == ((), (), 10000)
    pay(10000, cashier, picks=((held.id, 10000),), to_prepaid=0)
    assert opened() == []


def test_another_rooms_bill_is_paid_only_by_the_same_payer(
    owe, make_room, make_person, hold, pay, cashier, room
):
    other = make_room("4-1-101")
    bill = owe(10000, of=other)
    person = make_person("李娜")
    with pytest.raises(DeskError, match="4-1-101 物业服务费 202610 是另一房屋的账单"):
        pay(10000, cashier, picks=((bill.id, 10000),), to_prepaid=0)
    with pytest.raises(DeskError, match="是另一房屋的账单"):
        pay(10000, cashier, picks=((bill.id, 10000),), to_prepaid=0, payer_id=person.id)
    hold(other, person)
    pay(10000, cashier, picks=((bill.id, 10000),), to_prepaid=0, payer_id=person.id)
    assert ledger.open_bills(other.id) == []


# -- older debts first ------------------------------------------------------------------------------------------------


def ahead(bill, room):
    return Payment(
        room_id=room.id,
        payer_name="张伟",
        request=payments.new_request(),
        picks=((bill.id, bill.amount),),
        tenders=(Tender("cash", bill.amount),),
    )


def test_paying_ahead_of_older_debts_warns_or_is_refused_as_the_setting_says(owe, room, cashier, desk):
    owe(10000, "2026-09")
    later = owe(10000, "2027-01")
    owe(10000, "2026-09", item="TC1")
    asked = ahead(later, room)
    assert payments.warnings_before(asked, cashier) == [
        "物业服务费还有到期欠费 100.00 元没有缴，应先清欠费再预缴。"
    ]
    settings.change({"older_debts_first": "不清不收"}, desk)
    with pytest.raises(DeskError, match="应先清欠费再预缴"):
        payments.take_payment(asked, cashier)
    settings.change({"older_debts_first": "不管"}, desk)
    assert payments.warnings_before(asked, cashier) == []
    assert payments.take_payment(asked, cashier).total == 10000


def test_a_reference_used_before_is_told(owe, pay, cashier, room):
    owe(10000)
    first = pay(5000, cashier, method="wechat", reference="4200001")
    again = Payment(
        room_id=room.id, payer_name="张伟", request="r", tenders=(Tender("wechat", 5000, "4200001"),)
    )
    assert payments.warnings_before(again, cashier) == [
        f"微信流水号 4200001 已在收据 {first.number} 上用过，请核对是否重复。"
    ]
    again = dataclasses.replace(again, to_prepaid=5000)
    with pytest.raises(DeskError, match=f"没有收款：微信流水号 4200001 已在收据 {first.number} 上用过"):
        payments.take_payment(again, cashier)
    meant = dataclasses.replace(again, same_reference="一笔转账缴两户")
    assert payments.used_references(meant) == []
    receipt = payments.take_payment(meant, cashier)
    assert "流水号重复：一笔转账缴两户" in store.history(RECEIPTS, receipt.id)[0].reason


def test_the_reference_of_a_receipt_that_was_undone_may_be_used_again(owe, pay, cashier):
    owe(10000)
    wrong = pay(5000, cashier, method="wechat", reference="4200001")
    undoing.reverse_receipt(wrong.id, "收错房号", cashier, "孙经理")
    again = pay(5000, cashier, method="wechat", reference="4200001")
    undoing.void_receipt(again.id, "再开一次", cashier)
    assert pay(5000, cashier, method="wechat", reference="4200001").total == 5000


# -- what is refused, with nothing written ----------------------------------------------------------------------------


WRONG = {
    "nothing (F030)": ({"fen": 0}, "金额不对"),
    "less than nothing (F030)": ({"fen": -1}, "金额不对"),
    "more than any amount (F032)": ({"fen": 10**13}, "金额不对"),
    "no reference": ({"method": "wechat"}, "微信要填流水号"),
    "a blank reference": ({"method": "pos", "reference": " \t"}, "POS 刷卡要填流水号"),
    "a reference without end": ({"method": "pos", "reference": "9" * 65}, "流水号太长"),
    "prepaid money as a way of paying": (
        {"method": "prepaid", "reference": "1"},
        "没有“prepaid”这种收款方式",
    ),
    "a method nobody knows": ({"method": "支付"}, "没有“支付”这种收款方式"),
    "too little cash": ({"tendered": 9999}, "不够 100.00 元"),
    "change without cash": ({"method": "wechat", "reference": "1", "tendered": 20000}, "不能找零"),
    "methods that do not add up": ({"tenders": (Tender("cash", 9999),)}, "合计 99.99 元，应为 100.00 元"),
    "cash twice": ({"tenders": (Tender("cash", 5000), Tender("cash", 5000))}, "现金只能填一行"),
    "a negative way": ({"tenders": (Tender("cash", 15000), Tender("wechat", -5000, "1"))}, "应大于 0"),
    "nobody": ({"payer_name": " "}, "请填写交款人"),
    "a name without end (F061)": ({"payer_name": "张" * 201}, "交款人太长"),
    "a note without end (F061)": ({"note": "说" * 100_000}, "备注太长"),
    "a control character": ({"note": "a\x00b"}, "备注有不能保存的控制字符"),
    "no request": ({"request": " "}, "缺少请求号"),
    "no such room": ({"room_id": 999, "picks": (), "to_prepaid": 10000}, "找不到这个房号"),
    "no such bill": ({"picks": ((999, 10000),), "to_prepaid": 0}, "找不到要收的账单"),
}


@pytest.mark.parametrize(("changes", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_payment_is_refused_with_a_sentence_and_writes_nothing(
    changes, sentence, owe, pay, cashier, opened
):
    owe(10000)
    before = opened()
    with pytest.raises(DeskError, match=sentence):
        pay(changes.get("fen", 10000), cashier, **{k: v for k, v in changes.items() if k != "fen"})
    assert (opened(), Receipt.select().count(), ReceiptLine.select().count()) == (before, 0, 0)
    assert pay(10000, cashier).number == "SJ2026-000001", "a refused payment takes no number"


@pytest.mark.parametrize("fen", [0, -10000, 10001])
def test_a_bill_takes_no_more_than_it_owes_and_no_less_than_a_fen(fen, owe, pay, cashier):
    bill = owe(10000)
    with pytest.raises(DeskError, match=r"只欠 100.00 元|金额不对"):
        pay(max(fen, 1), cashier, picks=((bill.id, fen),), to_prepaid=0)


def test_a_bill_cannot_be_picked_twice_or_when_void(owe, pay, cashier, desk):
    bill = owe(10000)
    with pytest.raises(DeskError, match="同一账单选了两次"):
        pay(10000, cashier, picks=((bill.id, 5000), (bill.id, 5000)), to_prepaid=0)
    ledger.void_bill(bill.id, desk, "出错")
    with pytest.raises(DeskError, match="已作废"):
        pay(10000, cashier, picks=((bill.id, 10000),), to_prepaid=0)


def test_the_same_request_twice_is_one_receipt(owe, pay, cashier, room):
    """F048, F049: a double click, Enter held down, a repeat after a crash."""
    owe(22696)
    first = pay(22696, cashier, request="同一次")
    again = pay(22696, cashier, request="同一次")
    assert first.id == again.id
    assert (Receipt.select().count(), prepaid.balance(room.id)) == (1, 0)
    with pytest.raises(DeskError, match="这一页已经办过另一笔，收据 SJ2026-000001"):
        pay(100, cashier, request="同一次")


def test_a_debt_another_clerk_took_meanwhile_is_refused_by_naming_the_receipt(
    owe, pay, cashier, other_cashier
):
    """F050."""
    bill = owe(22696)
    pay(22696, other_cashier)
    with pytest.raises(DeskError, match=r"只欠 0.00 元，收据 SJ2026-000001 已由 赵敏 收过"):
        pay(22696, cashier, picks=((bill.id, 22696),), to_prepaid=0)


def test_a_form_left_open_over_midnight_cannot_take_another_late_fee(owe, rate, room, sit, pay):
    """F052: what was looked at yesterday is reckoned anew; more than is owed is refused."""
    bill = owe(68088, "2025-03")
    rate("0.5")
    with pytest.raises(DeskError, match="违约金已经变了"):
        pay(
            68088 + 1533,
            sit(on="2025-05-15"),
            picks=((bill.id, 68088),),
            late_picks=((bill.id, 1533),),
            to_prepaid=0,
        )


def close_day(name, on):
    DayClose.create(cashier=name, business_on=day(on), cash_counted=0, closed_at=datetime.datetime.now())


def test_a_closed_day_takes_nothing_more_from_its_cashier(owe, pay, cashier, other_cashier):
    owe(22696)
    close_day("王芳", "2026-11-23")
    with pytest.raises(DeskError, match="王芳 2026-11-23 已经日结"):
        pay(100, cashier)
    assert pay(100, other_cashier).cashier == "赵敏"


@pytest.mark.parametrize("name", ["王 芳", " 王芳", "王芳\u3000"])
def test_a_closed_day_is_closed_however_the_name_is_typed(name, owe, pay, sit):
    owe(22696)
    close_day("王芳", "2026-11-23")
    with pytest.raises(DeskError, match="已经日结"):
        pay(100, sit(name))


def test_a_clock_set_back_before_the_last_close_takes_nothing(owe, pay, sit):
    owe(22696)
    close_day("王芳", "2026-11-23")
    with pytest.raises(DeskError, match="已经日结到 2026-11-23。请核对电脑的日期"):
        pay(100, sit(on="2026-11-20"))
    assert pay(100, sit("赵敏", on="2026-11-20")).total == 100
    assert pay(100, sit(on="2026-11-24")).total == 100


def test_a_clock_set_back_before_a_closed_month_takes_nothing(owe, pay, sit):
    owe(22696)
    MonthClose.create(period=202611, closed_at=datetime.datetime.now(), closed_by="孙经理", snapshot="{}")
    with pytest.raises(DeskError, match="已经月结"):
        pay(100, sit(on="2026-10-20"))
    assert pay(100, sit(on="2026-12-01")).total == 100


def test_a_closed_month_takes_nothing_more(owe, pay, cashier):
    owe(22696)
    MonthClose.create(period=202611, closed_at=datetime.datetime.now(), closed_by="孙经理", snapshot="{}")
    with pytest.raises(DeskError, match="202611 已经月结"):
        pay(100, cashier)


@pytest.mark.parametrize("role", ["clerk", "guard", "dispatcher", "supervisor"])
def test_only_those_trusted_with_money_take_it(role, owe, pay, sit):
    owe(22696)
    with pytest.raises(DeskError, match="收款须由收银员、财务、项目经理办理"):
        pay(100, sit("某人", role))


def test_numbers_go_on_by_year(owe, pay, sit):
    owe(22696)
    numbers = [pay(100, sit(on=on)).number for on in ("2025-12-31", "2026-01-01", "2026-01-01")]
    assert numbers == ["SJ2025-000001", "SJ2026-000001", "SJ2026-000002"]


# -- bills by hand ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fen", "days", "sentence"),
    [
        (0, ("2026-10-01", "2026-10-31", "2026-10-31"), "应大于 0"),
        (-1, ("2026-10-01", "2026-10-31", "2026-10-31"), "应大于 0"),
        (100, ("2026-10-31", "2026-10-01", "2026-10-31"), "结束日期早于开始日期"),
        (100, ("0001-01-01", "2026-10-31", "2026-10-31"), "不在 2000 年到 2100 年"),
        (100, ("2026-10-01", "9999-12-31", "2026-10-31"), "不在 2000 年到 2100 年"),
    ],
)
def test_a_bill_that_cannot_be_right_is_refused(fen, days, sentence, items, room, desk):
    """F030, F039, F041."""
    with pytest.raises(DeskError, match=sentence):
        ledger.post_bill(room.id, items["WY"].id, fen, *map(day, days), desk)
    assert Bill.select().count() == 0


def test_a_hold_needs_a_reason_and_is_told(owe, desk):
    bill = owe(100)
    with pytest.raises(DeskError, match="请写明原因"):
        holds.hold_bill(bill.id, desk, "")
    holds.hold_bill(bill.id, desk, "面积有争议")
    with pytest.raises(DeskError, match="已经收清、挂起或作废"):
        holds.hold_bill(bill.id, desk, "又一次")


def test_a_pad_number_is_used_once(cashier, room, items, desk):
    from desk_app.modules.cashier.records import ReceiptPad

    pad = {
        "kind": "收款收据",
        "prefix": "A",
        "first": 1,
        "last": 50,
        "taken_on": desk.today,
        "taken_by": "王芳",
    }
    ReceiptPad.create(**pad)

    def pay(number):
        return payments.take_payment(
            Payment(
                room_id=room.id,
                payer_name="张伟",
                request=payments.new_request(),
                to_prepaid=1_000,
                tenders=(Tender("cash", 1_000),),
                pad_number=number,
            ),
            cashier,
        )

    assert pay("A7").pad_number == "A7"
    with pytest.raises(DeskError, match="票据号 A7 已经用过"):
        pay("A7")


def test_a_clock_behind_the_last_receipt_is_asked_about_and_does_not_close_the_desk(owe, pay, sit):
    """The clock ran ahead once: until that day comes the cashier is asked, and still takes money."""
    owe(50000)
    ahead = pay(10000, sit(on="2026-11-23"))
    back = sit("赵敏", "cashier", on="2026-11-02")
    payment = Payment(room_id=ahead.room_id, payer_name="张伟", request="乙", tenders=(Tender("cash", 100),))
    assert payments.warnings_before(payment, sit(on="2026-11-23")) == []
    (told,) = payments.warnings_before(payment, back)
    assert told.startswith("今天是 2026-11-02，但收据 SJ2026-000001 的日期是 2026-11-23。请先核对电脑的日期")
    assert pay(100, back).business_on == day("2026-11-02")
