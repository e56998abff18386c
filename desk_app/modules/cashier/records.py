"""Receipts and what hangs on them: lines, ways of payment, prepaid money, deposits, day and month closes.

Everything here is append-only, guarded by the database: a wrong receipt gets a void (作废) or a reversal (冲红), a wrong
word on it a correction (更正). Amounts are whole fen; money that leaves is negative.
"""

import peewee

from desk_app.kernel import fields
from desk_app.kernel.database import database
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record
from desk_app.modules.billing.records import Bill, FeeItem
from desk_app.modules.estate.records import Room
from desk_app.modules.people.records import Person

RECEIPT_KINDS = (
    Option("payment", "收款"),
    Option("deposit", "押金"),
    Option("offset", "预存抵扣"),
    Option("refund", "退款"),
    Option("deposit_refund", "退押金"),
    Option("reversal", "冲红"),
    Option("transfer", "结转"),
    Option("imported", "历史收款"),
)
"""A receipt's series follows from its kind: SJ payment and reversal, YJ deposit, DK offset, TK refunds, JZ transfer."""

METHODS = (
    Option("cash", "现金"),
    Option("wechat", "微信"),
    Option("alipay", "支付宝"),
    Option("pos", "POS 刷卡"),
    Option("transfer", "银行转账"),
    Option("direct_debit", "银行代扣"),
    Option("cheque", "支票"),
    Option("prepaid", "预存抵扣"),
    Option("deposit", "押金转抵"),
    Option("other", "其他"),
)
NOT_MONEY = ("prepaid", "deposit")
"""Methods by which no money comes in."""

PURPOSES = (
    Option("bill", "账单"),
    Option("prepaid", "预存"),
    Option("deposit", "押金"),
    Option("rounding", "抹零"),
)


class Receipt(Record):
    """收据: money taken or given back on a business day by one cashier, under a number without gaps."""

    number = fields.Text("收据号", unique=True, width=14)
    kind = fields.Choice("类别", RECEIPT_KINDS, width=8)
    room = fields.Link("房号", Room, required=False, backref="receipts")
    payer = fields.Link("缴费人", Person, required=False, backref="receipts", index=False)
    payer_name = fields.Text("交款人")
    total = fields.Money("金额")
    business_on = fields.Day("收款日期", index=True)
    at = fields.Moment("收款时间")
    cashier = fields.Text("收款人")
    tendered = fields.Money("实收现金", required=False)
    change = fields.Money("找零", default=0)
    request = fields.Text("请求号", stamped=True, unique=True)
    reverses = fields.Link("原收据", "self", required=False, stamped=True, unique=True, backref="+")
    pad_number = fields.Text("票据号", required=False, hint="预印收据本上的号")
    note = fields.Text("备注", required=False)
    approved_by = fields.Text("审核人", required=False)

    class Meta:
        append_only = True

    def __str__(self) -> str:
        return str(self.number)


class ReceiptLine(peewee.Model):
    """收据明细: what part of the receipt went where; their sum is the receipt's total."""

    receipt = peewee.ForeignKeyField(Receipt, backref="lines")
    place = peewee.IntegerField()
    purpose = peewee.CharField()
    bill = peewee.ForeignKeyField(Bill, null=True, backref="receipt_lines")
    item = peewee.ForeignKeyField(FeeItem, null=True, index=False, backref="+")
    room = peewee.ForeignKeyField(Room, null=True, index=False, backref="+")
    deposit = peewee.IntegerField(null=True)
    amount = peewee.BigIntegerField()

    class Meta:
        database = database
        legacy_table_names = False
        append_only = True


class ReceiptMethod(peewee.Model):
    """收款方式: how much of the receipt came how; a correction adds a pair that moves an amount from one to another."""

    receipt = peewee.ForeignKeyField(Receipt, backref="methods")
    method = peewee.CharField()
    amount = peewee.BigIntegerField()
    reference = peewee.CharField(default="", index=True)
    business_on = peewee.DateField(index=True)
    correction = peewee.IntegerField(null=True)

    class Meta:
        database = database
        legacy_table_names = False
        append_only = True


class ReceiptVoid(peewee.Model):
    """作废: the receipt's effects are undone; same day, before the day's close, all copies got back. Its number stays."""

    receipt = peewee.ForeignKeyField(Receipt, unique=True, backref="voids")
    at = peewee.DateTimeField()
    actor = peewee.CharField()
    reason = peewee.CharField()

    class Meta:
        database = database
        legacy_table_names = False
        append_only = True


class ReceiptCorrection(peewee.Model):
    """票据更正: another method, payer name or reference; the sum and what it paid stay."""

    receipt = peewee.ForeignKeyField(Receipt, backref="corrections")
    what = peewee.CharField()
    before = peewee.CharField()
    after = peewee.CharField()
    at = peewee.DateTimeField()
    actor = peewee.CharField()
    reason = peewee.CharField()

    class Meta:
        database = database
        legacy_table_names = False
        append_only = True


class PrepaidMove(peewee.Model):
    """预存款流水: money put into a room's prepaid account (positive) or taken out of it.

    With `item` the money may pay only that item. The balance of a room is the sum of its moves, never below zero.
    """

    room = peewee.ForeignKeyField(Room, backref="prepaid_moves")
    item = peewee.ForeignKeyField(FeeItem, null=True, index=False, backref="+")
    person = peewee.ForeignKeyField(Person, null=True, index=False, backref="+")
    amount = peewee.BigIntegerField()
    receipt = peewee.ForeignKeyField(Receipt, null=True, backref="prepaid_moves")
    at = peewee.DateTimeField()
    business_on = peewee.DateField()
    actor = peewee.CharField()
    note = peewee.CharField(default="")

    class Meta:
        database = database
        legacy_table_names = False
        append_only = True


class Deposit(Record):
    """押金: one deposit, who paid it, for what, and when it can be given back; what is held is the sum of its moves."""

    room = fields.Link("房号", Room, backref="deposits")
    item = fields.Link("押金类型", FeeItem, index=False)
    payer = fields.Link("交款人（住户）", Person, required=False, index=False)
    payer_name = fields.Text("交款人")
    amount = fields.Money("收取金额")
    received_on = fields.Day("收取日期")
    receipt = fields.Link("押金收据", Receipt, required=False, index=True)
    refundable_on = fields.Day("可退日期", required=False)
    terms = fields.Text("退还条件", required=False, width=24)
    note = fields.Note("备注", required=False)
    held = fields.Money("在押", default=0, stamped=True)

    def __str__(self) -> str:
        return f"{self.room} {self.item}"


DEPOSIT_MOVES = (
    Option("received", "收取"),
    Option("deducted", "扣款"),
    Option("transferred", "转抵欠费"),
    Option("refunded", "退还"),
    Option("reversed", "冲回"),
    Option("opening", "期初"),
)


class DepositMove(peewee.Model):
    """押金流水: with the document it rests on; money that is no longer held is negative."""

    deposit = peewee.ForeignKeyField(Deposit, backref="moves")
    kind = peewee.CharField()
    amount = peewee.BigIntegerField()
    document = peewee.CharField(default="")
    receipt = peewee.ForeignKeyField(Receipt, null=True, backref="deposit_moves")
    at = peewee.DateTimeField()
    business_on = peewee.DateField()
    actor = peewee.CharField()

    class Meta:
        database = database
        legacy_table_names = False
        append_only = True


CLOSE_STATES = (Option("closed", "已日结"), Option("reopened", "已反结"))


class DayClose(Record):
    """收费日结 (F58): one cashier's day, counted and locked; over and short are recorded, never hidden."""

    cashier = fields.Text("收费员")
    business_on = fields.Day("日期", index=True)
    float_before = fields.Money("期初备用金", default=0)
    cash_expected = fields.Money("应有现金", stamped=True)
    cash_counted = fields.Money("实盘现金")
    difference = fields.Money("长短款", stamped=True)
    banked = fields.Money("缴存银行", default=0)
    bank_slip = fields.Text("存款单号", required=False)
    banked_on = fields.Day("缴存日期", required=False)
    counted = peewee.TextField(default="{}")
    snapshot = peewee.TextField(default="{}")
    closed_at = fields.Moment("日结时间", stamped=True)
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", CLOSE_STATES, default="closed", width=7)

    class Meta:
        may_change = ("version", "bank_slip", "banked_on", "state")
        only_save_dirty = True

    def __str__(self) -> str:
        return f"{self.cashier} {self.business_on}"


MONTH_STATES = (Option("closed", "已月结"), Option("reopened", "已反结"))


class MonthClose(Record):
    """收费月结 (F63): a month's roll-forwards, balanced to 0.00 and locked; reopened by two persons."""

    period = fields.Whole("账期", width=8)
    closed_at = fields.Moment("月结时间")
    closed_by = fields.Text("月结人")
    snapshot = peewee.TextField(default="{}")
    reopened_at = fields.Moment("反结时间", required=False)
    reopened_by = fields.Text("反结申请人", required=False)
    agreed_by = fields.Text("同意人", required=False)
    reason = fields.Text("反结原因", required=False)
    state = fields.Choice("状态", MONTH_STATES, default="closed", width=7)

    class Meta:
        may_change = ("version", "reopened_at", "reopened_by", "agreed_by", "reason", "state")
        only_save_dirty = True

    def __str__(self) -> str:
        return str(self.period)


class ReceiptPad(Record):
    """票据领用 (F62): a pre-printed receipt book, its numbers, who has it, what is left."""

    kind = fields.Text("票种", hint="如 收款收据")
    prefix = fields.Text("字头", required=False, width=6)
    first = fields.Whole("起号", width=9)
    last = fields.Whole("止号", width=9)
    taken_on = fields.Day("领用日期")
    taken_by = fields.Text("领用人")
    cancelled_on = fields.Day("核销日期", required=False)
    cancelled_by = fields.Text("核销人", required=False)
    note = fields.Note("备注", required=False)

    def __str__(self) -> str:
        return f"{self.kind} {self.prefix or ''}{self.first}-{self.last}"


BANK_SOURCES = (
    Option("bank", "银行"),
    Option("wechat", "微信"),
    Option("alipay", "支付宝"),
    Option("debit", "托收"),
)
BANK_LINE_STATES = (
    Option("waiting", "未认领"),
    Option("claimed", "已认领"),
    Option("set_aside", "不是收费"),
)


class BankLine(Record):
    """对账单流水: money that came in, as the bank or a payment service lists it; unclaimed until a clerk says whose.

    What the list says is never changed; only whose it is.
    """

    source = fields.Choice("来源", BANK_SOURCES, width=7)
    reference = fields.Text("流水号", width=20)
    came_at = fields.Moment("到账时间")
    amount = fields.Money("金额")
    payer = fields.Text("对方户名", required=False)
    remark = fields.Text("摘要或备注", required=False, width=24)
    room = fields.Link("房号", Room, required=False, backref="+")
    receipt = fields.Link("收据", Receipt, required=False, backref="+", index=False)
    reason = fields.Text("说明", required=False)
    state = fields.Choice("状态", BANK_LINE_STATES, default="waiting", width=8)

    class Meta:
        may_change = ("version", "room", "receipt", "reason", "state")
        indexes = ((("source", "reference"), True),)

    def __str__(self) -> str:
        return str(self.reference)
