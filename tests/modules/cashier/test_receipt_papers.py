"""Printed receipts: what each line says, that everything adds up, how months and late fees are joined, marks and copies."""

import dataclasses
import datetime
import itertools

import pytest

from desk_app.kernel import money, store
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import find_kind
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier import (
    close_papers,
    day_close,
    deposits,
    papers,
    prepaid,
    receipt_paper,
    undoing,
)
from desk_app.modules.cashier.day_close import TillCount
from desk_app.modules.cashier.deposits import DepositPart, DepositTaken
from desk_app.modules.cashier.tenders import Tender
from desk_app.screens import paper_desk


def values_of(receipt, values=receipt_paper.receipt_values):
    return values(store.load(find_kind("receipts"), receipt.id))


@pytest.fixture
def monthly(owe):
    """Return a function that posts bills of the fee for months of 2026, all of one price."""
    return lambda *months, due="2026-12-31": [owe(22696, f"2026-{month:02d}", due) for month in months]


@pytest.fixture
def print_paper(cashier):
    """Return a function that fills a receipt's paper as the counter does."""
    return lambda receipt, name="receipt", **more: paper_desk.make(
        "receipts", receipt.id, name, cashier, **more
    )


def test_months_of_one_price_that_follow_each_other_are_one_line(monthly, pay, cashier):
    monthly(8, 9, 10)
    receipt = pay(3 * 22696, cashier)
    (line,) = values_of(receipt)["lines"]
    assert line["item"] == "物业服务费"
    assert line["period"] == "2026-08-01 至 2026-10-31"
    assert (line["due"], line["received"]) == (3 * 22696, 3 * 22696)


def test_a_month_left_out_begins_a_new_line(monthly, pay, cashier):
    monthly(7, 9)
    lines = values_of(pay(2 * 22696, cashier))["lines"]
    assert [line["period"] for line in lines] == ["2026-07-01 至 2026-07-31", "2026-09-01 至 2026-09-30"]


def test_a_bill_paid_in_part_says_so_and_joins_no_other(monthly, pay, cashier):
    monthly(8, 9)
    lines = values_of(pay(22696 + 100_00, cashier))["lines"]
    assert [line["item"] for line in lines] == ["物业服务费", "物业服务费（部分）"]
    assert lines[1]["received"] == 100_00


def test_the_late_fee_stands_beside_the_bill_it_is_for(monthly, pay, rate, cashier):
    rate("0.5")
    monthly(8, due="2026-08-31")
    receipt = pay(22696 + 953, cashier)  # 84 days at 0.5 ‰
    (line,) = values_of(receipt)["lines"]
    assert (line["due"], line["late_fee"], line["received"]) == (22696, 953, 22696 + 953)


@pytest.mark.parametrize("fen", [1, 22696, 3 * 22696 + 5, 100_000_00])
def test_every_line_of_a_receipt_adds_up_and_the_words_say_the_same_sum(
    monthly, pay, cashier, fen, print_paper
):
    monthly(8, 9, 10)
    receipt = pay(fen, cashier)
    raw = values_of(receipt)
    assert sum(line["received"] for line in raw["lines"]) == raw["total"] == fen
    assert sum(one["amount"] for one in raw["methods"]) == fen
    filled = print_paper(receipt).values
    assert filled["total_capital"] == money.in_capitals(fen)
    shown = [money.parse(line["received"]) for line in filled["lines"]]
    assert sum(shown) == money.parse(filled["total"]) == fen


def test_prepaid_money_and_what_was_handed_over_are_told(monthly, pay, cashier):
    monthly(10)
    receipt = pay(300_00, cashier, tendered=350_00)
    values = values_of(receipt)
    assert [line["item"] for line in values["lines"]] == ["物业服务费", "预存款"]
    assert (values["tendered"], values["change"], values["prepaid_balance"]) == (
        350_00,
        50_00,
        300_00 - 22696,
    )


def test_a_receipt_printed_again_tells_the_balance_of_its_own_moment(pay, room, owe, sit):
    receipt = pay(300_00, sit("王芳", "cashier", on="2026-11-20"))
    today = sit("王芳", "cashier")
    pay(50_00, today)
    owe(100_00)
    offset = prepaid.offset_room(room.id, today)
    assert values_of(receipt)["prepaid_balance"] == 300_00
    assert (values_of(offset)["prepaid_balance"], values_of(offset)["offset"]) == (250_00, 100_00)
    assert values_of(offset)["kind_note"] == "（预存抵扣）"


def test_ways_that_are_not_cash_are_told_with_their_reference(monthly, pay, cashier):
    monthly(10)
    values = values_of(pay(22696, cashier, method="wechat", reference="4200001234"))
    assert values["methods_text"] == "微信 226.96（流水号 4200001234）"


def test_thirty_lines_go_on_to_further_sheets_and_only_the_last_has_the_total(
    owe, items, pay, cashier, print_paper
):
    for place in range(30):
        item = FeeItem.create(code=f"Q{place}", name=f"其他收费{place:02d}")
        items[f"Q{place}"] = item
        owe(10_00 + place, item=f"Q{place}")
    receipt = pay(sum(10_00 + place for place in range(30)), cashier)
    filled = print_paper(receipt, copies=["② 客户联"])
    sheets = filled.values["sheets"]
    assert [len(sheet["lines"]) for sheet in sheets] == [8, 8, 8, 6]
    assert {sheet["copy"] for sheet in sheets} == {"② 客户联"}
    told = [line["item"] for sheet in sheets for line in sheet["lines"]]
    assert sorted(told) == [f"其他收费{place:02d}" for place in range(30)]


def test_a_void_receipt_is_marked_void_however_often_it_is_printed(
    monthly, pay, cashier, print_paper, tmp_path
):
    monthly(10)
    receipt = pay(22696, cashier)
    assert print_paper(receipt).values["watermark"] == ""
    undoing.void_receipt(receipt.id, "收错了", cashier)
    assert print_paper(receipt).values["watermark"] == "作废"
    print_paper(receipt, out=tmp_path / "作废.docx")
    assert print_paper(receipt).values["watermark"] == "作废"


def test_a_second_print_is_marked_as_one(monthly, pay, cashier, print_paper, tmp_path):
    monthly(10)
    receipt = pay(22696, cashier)
    print_paper(receipt, out=tmp_path / "一.docx")
    again = print_paper(receipt)
    assert again.values["watermark"] == "补打"
    assert again.number == receipt.number


def test_a_red_receipt_names_the_one_it_reverses_and_says_minus_in_words(
    monthly, pay, sit, cashier, print_paper
):
    monthly(10)
    receipt = pay(22696, cashier)
    red = undoing.reverse_receipt(receipt.id, "收错房号", cashier, "孙经理")
    values = print_paper(red).values
    assert values["kind_note"] == "（红字）"
    assert str(receipt.number) in values["original"]
    assert values["total"] == "-226.96"
    assert values["total_capital"] == "负贰佰贰拾陆元玖角陆分"
    assert [line["received"] for line in values["lines"]] == ["-226.96"]


@pytest.fixture
def deposit_receipt(room, items, cashier):
    for code, name in (("ZX3", "装修押金"), ("ZX4", "出入证押金")):
        FeeItem.get_or_create(code=code, defaults={"name": name, "nature": "deposit"})
    kinds = {item.code: item for item in FeeItem.select().where(FeeItem.nature == "deposit")}
    taken = DepositTaken(
        room_id=room.id,
        item_id=kinds["ZX3"].id,
        amount=2000_00,
        payer_name="示例装修工程有限公司",
        request="deposit-1",
        tenders=(Tender("cash", 2030_00, ""),),
        terms="竣工验收合格满三个月",
        refundable_on=datetime.date(2027, 5, 1),
        also=(DepositPart(kinds["ZX4"].id, 30_00),),
    )
    return deposits.take_deposit(taken, cashier)


def test_a_deposit_has_a_receipt_of_its_own(deposit_receipt, print_paper):
    values = print_paper(deposit_receipt, "deposit_receipt").values
    assert values["number"].startswith("YJ")
    assert [line["item"] for line in values["lines"]] == ["装修押金", "出入证押金"]
    assert [line["received"] for line in values["lines"]] == ["2,000.00", "30.00"]
    assert values["lines"][0]["refundable_on"] == "2027-05-01"
    assert "竣工验收" in values["terms"]
    assert values["total_capital"] == "贰仟零叁拾元整"


def test_neither_receipt_is_printed_on_the_other_ones_paper(
    deposit_receipt, monthly, pay, cashier, print_paper
):
    with pytest.raises(DeskError, match="押金收据"):
        print_paper(deposit_receipt)
    monthly(10)
    with pytest.raises(DeskError, match="不是押金"):
        print_paper(pay(22696, cashier), "deposit_receipt")


def test_a_receipt_that_does_not_add_up_is_not_printed(monthly, pay, cashier):
    monthly(10)
    values = values_of(pay(22696, cashier))
    one_fen_less = values | {"lines": [line | {"received": line["received"] - 1} for line in values["lines"]]}
    paper = dataclasses.replace(papers.RECEIPT_PAPER, values=lambda given: given)
    assert paper.fill_in(values)["total"] == "226.96"
    with pytest.raises(DeskError, match="不一致"):
        paper.fill_in(one_fen_less)


def test_the_day_report_keeps_what_the_cashier_closed(monthly, pay, cashier, deposit_receipt):
    monthly(9, 10)
    pay(22696, cashier)
    pay(22696, cashier, method="wechat", reference="42")
    pieces = {100_00: 22, 50_00: 1, 10_00: 6, 5_00: 0, 1_00: 5, 50: 0, 10: 0}
    till = TillCount(pieces=pieces, loose=5, banked=2000_00, note="多收待查")
    close = day_close.close_day("王芳", cashier.today, till, cashier)
    draft = store.load(find_kind("day_closes"), close.id)
    assert close_papers.why_no_day_report(draft) is None
    values = close_papers.day_values(draft)
    rows = {row["name"]: row for row in values["rows"]}
    assert rows["物业服务费"]["cash"] == rows["物业服务费"]["wechat"] == 22696
    assert values["sum_total"] == 2 * 22696 + 2030_00
    assert values["sum_total"] == sum(values[f"sum_{name}"] for name in close_papers.COLUMNS)
    assert values["pieces_10000"] == "22"
    assert (values["loose"], values["difference"], values["note"]) == ("0.05", "长款 58.09", "多收待查")
    assert values["receipts"] == "3"


def test_cash_paid_to_the_fen_is_told_as_received_and_money_of_other_ways_is_not(owe, pay, cashier):
    owe(22696)
    assert values_of(pay(22696, cashier))["tendered"] == 22696
    owe(22696, "2026-11")
    by_phone = pay(22696, cashier, method="wechat", reference="4200001")
    assert values_of(by_phone)["tendered"] is None
    red = undoing.reverse_receipt(by_phone.id, "收错", cashier, "孙经理")
    assert values_of(red)["tendered"] is None


def test_the_balance_printed_is_what_is_left_after_the_receipt_though_the_clock_runs_on(pay, room, owe, sit):
    begun = sit("王芳", "cashier")
    seconds = itertools.count()
    running = Desk(begun.actor, lambda: begun.now() + datetime.timedelta(seconds=next(seconds)))
    taken = pay(300_00, running)
    owe(100_00)
    offset = prepaid.offset_room(room.id, running)
    assert values_of(taken)["prepaid_balance"] == 300_00
    assert values_of(offset)["prepaid_balance"] == 200_00
