"""What is asked for on paper before money goes back or a receipt is reversed (退款申请 F56、冲红申请 F57)."""

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier.records import METHODS, NOT_MONEY, Deposit, Receipt
from desk_app.modules.estate.records import Room

REFUND_SORTS = (
    Option("prepaid", "退预存款"),
    Option("overpayment", "退多收款"),
    Option("deposit", "退押金"),
)
"""Overpaid money lies in the room's prepaid account, and goes back from there."""

ORIGINALS = (
    Option("back", "原收据已收回"),
    Option("lost", "遗失，已写声明"),
    Option("none", "没有开过收据"),
)

PAYING_OUT = tuple(option for option in METHODS if option.stored not in NOT_MONEY)

REFUND_STATES = (
    Option("draft", "草稿"),
    Option("asked", "已申请"),
    Option("checked", "已复核"),
    Option("approved", "已批准"),
    Option("paid", "已付款"),
    Option("refused", "未批准"),
    Option("void", "已撤回"),
)

REVERSAL_STATES = (
    Option("draft", "草稿"),
    Option("asked", "已申请"),
    Option("approved", "已批准"),
    Option("done", "已冲红"),
    Option("refused", "未批准"),
    Option("void", "已撤回"),
)


class RefundRequest(Record):
    """退款申请 (F56): money a payer gets back, asked, checked and approved by different people, then paid out."""

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    room = fields.Link("房号", Room, backref="refund_requests")
    sort = fields.Choice("退款类别", REFUND_SORTS, default="prepaid", width=9)
    item = fields.Link("专项预存", FeeItem, required=False, index=False, hint="只退某一收费项目的预存款时填")
    deposit = fields.Link("押金单", Deposit, required=False, index=False)
    receipt = fields.Link("原收据", Receipt, required=False, index=False, backref="+")
    amount = fields.Money("退款金额")
    workings = fields.Text("应退计算", required=False, width=24)
    cause = fields.Text("退款原因", width=24)
    applicant = fields.Text("申请人")
    is_payer = fields.Flag("是原交款人", default=True)
    proxy = fields.Text("委托书", required=False, hint="不是原交款人来办时填")
    original = fields.Choice("原收据交回", ORIGINALS, default="back", width=10)
    method = fields.Choice("退款方式", PAYING_OUT, default="cash", width=9)
    account = fields.Secret("收款账户", required=False)
    asked_by = fields.Text("经办人", stamped=True)
    asked_at = fields.Moment("申请时间", stamped=True)
    checked_by = fields.Text("复核人", stamped=True)
    checked_at = fields.Moment("复核时间", stamped=True)
    approved_by = fields.Text("批准人", stamped=True)
    approved_at = fields.Moment("批准时间", stamped=True)
    all_signed = fields.Flag("三方已签字")
    reference = fields.Text("付款流水号", required=False, hint="现金不填")
    paid_by = fields.Text("付款人", stamped=True)
    paid_on = fields.Day("付款日期", stamped=True)
    refund = fields.Link("退款收据", Receipt, stamped=True, index=False, backref="+")
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", REFUND_STATES, default="draft", width=7)

    def __str__(self) -> str:
        return str(self.number or self.cause)


class ReversalRequest(Record):
    """冲红申请 (F57): a wrong receipt to be reversed by a red one, which another person approves first."""

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    receipt = fields.Link("原收据", Receipt, backref="+")
    cause = fields.Text("冲红原因", width=24)
    copies_back = fields.Flag("各联已收回")
    asked_by = fields.Text("申请人", stamped=True)
    asked_at = fields.Moment("申请时间", stamped=True)
    approved_by = fields.Text("审核人", stamped=True)
    approved_at = fields.Moment("审核时间", stamped=True)
    red = fields.Link("红字收据", Receipt, stamped=True, index=False, backref="+")
    reissued = fields.Link("重开收据", Receipt, required=False, index=False, backref="+")
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", REVERSAL_STATES, default="draft", width=7)

    def __str__(self) -> str:
        return str(self.number or self.cause)
