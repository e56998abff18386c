"""Lists of banks and payment services: read as they come, taken in once, each line claimed for one room."""

import datetime

import pytest
import xlsxwriter

from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier import bank_lines, bank_sheets, prepaid, undoing
from desk_app.modules.cashier.bank_lines import Matching
from desk_app.modules.cashier.checking import find_faults
from desk_app.modules.cashier.records import BankLine, Receipt, ReceiptMethod

WECHAT = """微信支付账单明细,,,,,,,,
微信昵称：[翠湖花园],,,,,,,,
起始时间：[2026-11-01 00:00:00] 终止时间：[2026-11-22 23:59:59],,,,,,,,
----------------------微信支付账单明细列表--------------------,,,,,,,,
交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注
2026-11-20 09:12:33,二维码收款,张伟,"收款方备注:二维码收款付款方留言:3-1-502物业费",收入,¥453.92,零钱,已收钱,1000107301202611200001\t,/,"/"
2026-11-20 10:00:00,二维码收款,过路人,"/",收入,¥20.00,零钱,已收钱,1000107301202611200002\t,/,"/"
2026-11-20 11:00:00,商户消费,超市,"/",支出,¥35.00,零钱,支付成功,1000107301202611200003\t,/,"/"
2026-11-21 11:00:00,转账,李梅,"/",收入,¥100.00,零钱,已全额退款,1000107301202611200004\t,/,"/"
"""

ALIPAY = """支付宝（中国）网络技术有限公司  电子客户回单
交易时间,交易对方,商品说明,收/支,金额,交易状态,交易号
2026-11-19 08:30,李梅,三栋物业,收入,226.96,交易成功,2026111922001
合计,,,,226.96,,
"""


@pytest.fixture
def owing(desk, room, items):
    """3-1-502 of 张伟 owes 453.92, 3-1-503 of 李梅 226.96."""
    for month, last in ((9, 30), (10, 31)):
        until = datetime.date(2026, month, last)
        ledger.post_bill(room.id, items["WY"].id, 22_696, until.replace(day=1), until, until, desk)
    return room


@pytest.fixture
def neighbour(desk, make_room, make_person, hold, items):
    made = make_room("3-1-503")
    hold(made, make_person("李梅", "13800001111"))
    until = datetime.date(2026, 10, 31)
    ledger.post_bill(made.id, items["WY"].id, 22_696, until.replace(day=1), until, until, desk)
    return made


def taken_in(tmp_path, text, desk, encoding="utf-8", name="微信账单.csv"):
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    sheet = bank_sheets.read_bank_sheet(path)
    bank_sheets.accept(sheet, desk)
    return sheet


def line_of(amount):
    return BankLine.get(BankLine.amount == amount)


def test_a_wechat_list_is_read_below_its_preamble(tmp_path, cashier, owing):
    sheet = taken_in(tmp_path, WECHAT, cashier)
    assert sheet.source == "wechat"
    assert [line.outcome for line in sheet.lines] == ["new", "new", "out", "out"]
    line = line_of(45_392)
    assert (line.reference, line.payer) == ("1000107301202611200001", "张伟")
    assert line.came_at == datetime.datetime(2026, 11, 20, 9, 12)


def test_an_alipay_list_in_gb18030_is_read_without_its_sum(tmp_path, cashier, neighbour):
    sheet = taken_in(tmp_path, ALIPAY, cashier, "gb18030", "支付宝.csv")
    assert (sheet.source, [line.outcome for line in sheet.lines]) == ("alipay", ["new"])


def test_a_banks_workbook_is_read_by_its_credit_column(tmp_path, cashier, owing):
    path = tmp_path / "网银明细.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for row, cells in enumerate(
        [
            ("账户明细查询",),
            ("交易日期", "借方发生额", "贷方发生额", "对方户名", "摘要"),
            ("20261118", "", "453.92", "张伟", "转账"),
            ("20261119", "88.00", "", "供电局", "电费"),
        ]
    ):
        sheet.write_row(row, 0, cells)
    book.close()
    read = bank_sheets.read_bank_sheet(path)
    assert (read.source, [line.outcome for line in read.lines]) == ("bank", ["new", "out"])
    assert read.lines[0].reference.startswith("#")
    assert bank_sheets.accept(read, cashier) == 1
    again = bank_sheets.read_bank_sheet(path)
    assert [line.outcome for line in again.lines] == ["known", "out"]


def test_the_same_list_twice_brings_nothing_the_second_time(tmp_path, cashier, owing):
    taken_in(tmp_path, WECHAT, cashier)
    again = taken_in(tmp_path, WECHAT, cashier)
    assert [line.outcome for line in again.lines] == ["known", "known", "out", "out"]
    assert BankLine.select().count() == 2


def test_a_file_without_payments_is_refused_with_a_sentence(tmp_path, cashier):
    path = tmp_path / "名册.csv"
    path.write_text("房号,业主\n3-1-502,张伟\n", encoding="utf-8")
    with pytest.raises(DeskError, match="找不到“交易时间”“金额”两列"):
        bank_sheets.read_bank_sheet(path)


def test_number_name_and_sum_propose_a_room(tmp_path, cashier, owing, neighbour):
    taken_in(tmp_path, WECHAT, cashier)
    (proposal,) = Matching(cashier).propose(line_of(45_392))
    assert (proposal.room_id, proposal.due, proposal.is_sure) == (owing.id, 45_392, True)
    assert proposal.why == "备注里有房号、户名是住户、金额等于欠费"
    assert Matching(cashier).propose(line_of(2_000)) == []


def test_a_name_alone_is_not_sure(tmp_path, cashier, owing, neighbour):
    taken_in(tmp_path, WECHAT.replace("3-1-502物业费", "你好").replace("453.92", "400.00"), cashier)
    (proposal,) = Matching(cashier).propose(line_of(40_000))
    assert (proposal.room_id, proposal.is_sure) == (owing.id, False)


@pytest.mark.parametrize("written", ["3-1-502", "3栋1单元502室", "3#1-502", "3－1－502"])
def test_a_room_is_known_however_it_is_written(tmp_path, cashier, owing, written):
    taken_in(tmp_path, WECHAT.replace("3-1-502", written).replace("张伟", "某人"), cashier)
    assert Matching(cashier).propose(line_of(45_392))[0].room_id == owing.id


def test_claiming_pays_the_debts_and_names_the_reference(tmp_path, cashier, owing):
    taken_in(tmp_path, WECHAT, cashier)
    line = line_of(45_392)
    receipt = bank_lines.claim(line.id, owing.id, cashier)
    assert (receipt.total, receipt.payer_name) == (45_392, "张伟")
    way = ReceiptMethod.get(ReceiptMethod.receipt == receipt.id)
    assert (way.method, way.reference) == ("wechat", line.reference)
    assert ledger.open_bills(owing.id) == []
    assert bank_lines.unclaimed() == (1, 2_000)
    assert find_faults() == []


def test_claiming_twice_is_one_receipt_and_another_room_is_refused(tmp_path, cashier, owing, neighbour):
    taken_in(tmp_path, WECHAT, cashier)
    line = line_of(45_392)
    first = bank_lines.claim(line.id, owing.id, cashier)
    assert bank_lines.claim(line.id, owing.id, cashier).id == first.id
    with pytest.raises(DeskError, match="已经处理过"):
        bank_lines.claim(line.id, neighbour.id, cashier)
    assert Receipt.select().count() == 1


def test_what_no_debt_takes_is_prepaid(tmp_path, cashier, neighbour):
    taken_in(tmp_path, WECHAT, cashier)
    bank_lines.claim(line_of(45_392).id, neighbour.id, cashier)
    assert prepaid.balance(neighbour.id) == 22_696


def test_a_line_set_aside_can_wait_again(tmp_path, cashier, owing):
    taken_in(tmp_path, WECHAT, cashier)
    line = line_of(2_000)
    with pytest.raises(DeskError):
        bank_lines.set_aside(line.id, "  ", cashier)
    bank_lines.set_aside(line.id, "捡到的", cashier)
    assert bank_lines.unclaimed() == (1, 45_392)
    bank_lines.wait_again(line.id, cashier)
    assert bank_lines.unclaimed() == (2, 47_392)


def test_a_voided_receipt_frees_its_line_and_a_valid_one_does_not(tmp_path, cashier, owing, neighbour):
    taken_in(tmp_path, WECHAT, cashier)
    line = line_of(45_392)
    receipt = bank_lines.claim(line.id, neighbour.id, cashier)
    with pytest.raises(DeskError, match=receipt.number):
        bank_lines.wait_again(line.id, cashier)
    undoing.void_receipt(receipt.id, "认错房号", cashier)
    bank_lines.wait_again(line.id, cashier)
    right = bank_lines.claim(line.id, owing.id, cashier)
    assert right.id != receipt.id
    assert ledger.open_bills(owing.id) == []
    assert find_faults() == []


def test_a_clerk_without_the_right_claims_nothing(tmp_path, cashier, sit, owing):
    taken_in(tmp_path, WECHAT, cashier)
    with pytest.raises(DeskError, match="收款须由"):
        bank_lines.claim(line_of(45_392).id, owing.id, sit("小李", "clerk"))
    assert Receipt.select().count() == 0


def test_money_the_desk_gave_a_receipt_for_gets_no_second_one(tmp_path, cashier, owing, neighbour, pay):
    taken_in(tmp_path, WECHAT, cashier)
    line = line_of(45_392)
    typed = pay(45_392, cashier, method="wechat", reference=line.reference)
    with pytest.raises(DeskError, match=f"已开收据 {typed.number}（.*453.92 元）"):
        bank_lines.claim(line.id, neighbour.id, cashier)
    assert bank_lines.claim(line.id, owing.id, cashier).id == typed.id
    assert (Receipt.select().count(), bank_lines.unclaimed()) == (1, (1, 2_000))


def test_a_receipt_of_another_sum_with_the_lines_reference_is_told(tmp_path, cashier, owing, pay):
    taken_in(tmp_path, WECHAT, cashier)
    line = line_of(45_392)
    typed = pay(45_390, cashier, method="wechat", reference=line.reference)
    with pytest.raises(DeskError, match="没有认领"):
        bank_lines.claim(line.id, owing.id, cashier)
    undoing.void_receipt(typed.id, "金额打错", cashier)
    assert bank_lines.claim(line.id, owing.id, cashier).total == 45_392


@pytest.mark.parametrize("undo", ["void", "reverse"])
def test_a_line_whose_receipt_is_undone_waits_by_itself(undo, tmp_path, cashier, owing, neighbour):
    taken_in(tmp_path, WECHAT, cashier)
    line = line_of(45_392)
    receipt = bank_lines.claim(line.id, neighbour.id, cashier)
    if undo == "void":
        undoing.void_receipt(receipt.id, "认错房号", cashier)
    else:
        undoing.reverse_receipt(receipt.id, "认错房号", cashier, "孙经理")
    assert bank_lines.unclaimed() == (2, 47_392)
    assert line.id in [each.id for each in bank_lines.lines_of()]
    assert bank_lines.lines_of(("claimed", "set_aside")) == []
    right = bank_lines.claim(line.id, owing.id, cashier)
    assert (right.total, ledger.open_bills(owing.id)) == (45_392, [])
    assert bank_lines.unclaimed() == (1, 2_000)


@pytest.mark.parametrize(("came", "late"), [("2026-03-31", []), ("2026-04-10", [340])])
def test_late_fees_run_to_the_day_the_money_came(came, late, owe, rate, room, sit):
    owe(68_088, "2026-03")
    rate("0.5")
    line = BankLine.create(
        source="bank",
        reference="T1",
        came_at=datetime.datetime.fromisoformat(f"{came}T10:00"),
        amount=68_088,
        payer="张伟",
    )
    receipt = bank_lines.claim(line.id, room.id, sit(on="2026-06-30"))
    assert str(receipt.business_on) == "2026-06-30"
    assert [bill.amount for bill in Bill.select().where(Bill.late_for.is_null(False))] == late


def test_a_renamed_list_without_its_title_is_known_by_its_columns(tmp_path):
    path = tmp_path / "11.csv"
    path.write_text(
        "交易时间,交易对方,商品,收/支,金额(元),当前状态,交易单号\n"
        "2026-11-20 09:12:33,张伟,/,收入,¥226.96,已收钱,1001\n",
        encoding="utf-8",
    )
    assert bank_sheets.read_bank_sheet(path).source == "wechat"


BANK = """账号,6222000011112222,户名,安居物业
交易日期,摘要,收入金额,支出金额,余额,对方户名,附言,流水号
2026-11-23,转账,"453.92",,"10,453.92",某某公司,3-1-502物业费,B0001
2026-11-23,手续费,,"5.00","10,448.92",,,B0002
"""

SHOP = """交易时间,商户号,微信订单号,商户订单号,交易状态,应结订单金额,商品名称,订单金额
`2026-11-20 09:12:33,`100,`4200001001,`A1,`SUCCESS,`453.92,`物业费3-1-502,`453.92
`2026-11-20 10:12:33,`100,`4200001002,`A2,`REFUND,`50.00,`物业费,`50.00
总交易单数,应结订单总金额,,,,,,
`2,`453.92,,,,,,
"""


def test_what_the_payer_wrote_is_read_beside_the_banks_own_word(tmp_path, cashier, owing):
    taken_in(tmp_path, BANK, cashier, "gb18030", "网银.csv")
    line = line_of(45_392)
    assert line.remark == "转账 3-1-502物业费"
    assert Matching(cashier).propose(line)[0].room_id == owing.id


def test_the_list_wechat_gives_to_shops_is_read(tmp_path, cashier, owing):
    sheet = taken_in(tmp_path, SHOP, cashier, "utf-8-sig", "交易账单.csv")
    assert (sheet.source, [line.outcome for line in sheet.lines][:2]) == ("wechat", ["new", "out"])
    line = line_of(45_392)
    assert (line.reference, line.remark) == ("4200001001", "物业费3-1-502")
    assert line.came_at == datetime.datetime(2026, 11, 20, 9, 12)
