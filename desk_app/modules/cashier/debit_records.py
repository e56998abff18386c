"""Authorisations for bank collection (托收授权) and what was sent to the bank by them (托收明细)."""

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record
from desk_app.modules.cashier.records import BankLine
from desk_app.modules.estate.records import Room

MANDATE_STATES = (Option("active", "有效"), Option("ended", "已终止"))
DEBIT_STATES = (
    Option("sent", "待回盘"),
    Option("paid", "已扣款"),
    Option("refused", "未扣成"),
    Option("withdrawn", "已撤回"),
)


class DebitMandate(Record):
    """托收授权: an account a room's fees may be collected from; the holder signed for it."""

    room = fields.Link("房号", Room, backref="debit_mandates")
    holder = fields.Text("户名", hint="银行卡或存折上的姓名")
    account = fields.Secret("账号")
    bank = fields.Text("开户行", required=False, width=16)
    agreement = fields.Text("授权书编号", required=False)
    signed_on = fields.Day("签署日期")
    until_on = fields.Day("授权到期", required=False, hint="最后一天；长期有效则不填")
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", MANDATE_STATES, default="active", width=6)

    def __str__(self) -> str:
        return f"{self.room} {self.holder}"


class DebitLine(Record):
    """托收明细: one sum the bank was asked to collect. Whether it did comes back in its return file (回盘)."""

    batch = fields.Text("批次", width=15)
    reference = fields.Text("托收流水号", unique=True, width=16)
    mandate = fields.Link("托收授权", DebitMandate, backref="+", index=False)
    room = fields.Link("房号", Room, backref="+")
    amount = fields.Money("金额")
    sent_on = fields.Day("送盘日期")
    came_on = fields.Day("回盘日期", required=False)
    reason = fields.Text("原因", required=False, width=18)
    line = fields.Link("到账流水", BankLine, required=False, backref="+", index=False)
    state = fields.Choice("状态", DEBIT_STATES, default="sent", width=8)

    class Meta:
        may_change = ("version", "came_on", "reason", "line", "state")

    def __str__(self) -> str:
        return str(self.reference)
