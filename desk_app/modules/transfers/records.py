"""Transfers of ownership (过户): fields of form F64 (domain.md 2.1), and what is handed over with the room."""

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record, Row
from desk_app.modules.cashier.records import Deposit
from desk_app.modules.estate.records import Room
from desk_app.modules.people.records import Person

CAUSES = (
    Option("sale", "买卖"),
    Option("gift", "赠与"),
    Option("inheritance", "继承"),
    Option("court", "法院裁定"),
    Option("other", "其他"),
)
HANDLINGS = (Option("seller", "退原业主"), Option("buyer", "转新业主"))
"""What becomes of prepaid money and of a deposit."""
STATES = (
    Option("draft", "受理"),
    Option("settled", "已结算"),
    Option("completed", "已过户"),
    Option("void", "已作废"),
)


class Transfer(Record):
    """过户登记: one room from its owners to another, settled to a day that is the last one the old owner pays for."""

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    room = fields.Link("房号", Room, backref="transfers")
    seller = fields.Link("原业主", Person, backref="+", index=False)
    buyer = fields.Link("新业主", Person, backref="+", index=False)
    cause = fields.Choice("变更原因", CAUSES, default="sale", width=8)
    changed_on = fields.Day("费用截止日", hint="原业主缴费的最后一天")
    title_number = fields.Text("产权证号", required=False)
    contract_number = fields.Text("合同号", required=False)
    prepaid_handling = fields.Choice("预存款处理", HANDLINGS, default="buyer", width=8)
    approved_by = fields.Text("审核人", required=False, hint="预存款退原业主、又缴过以后月份的，由另一人审核")
    unsettled = fields.Note("未结事项", required=False, hint="未结的工单、投诉、装修")
    override_reason = fields.Text("特批原因", required=False, width=24, hint="有欠费才填：为什么照样办理")
    billed = fields.Money("结算应收", stamped=True)
    owed = fields.Money("结算时欠费", stamped=True)
    prepaid = fields.Money("结算时预存款", stamped=True)
    due = fields.Money("抵扣后应补（负数是应退）", stamped=True)
    settled_at = fields.Moment("结算时间", stamped=True)
    completed_at = fields.Moment("过户时间", stamped=True)
    handled_by = fields.Text("经办人", stamped=True)
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", STATES, default="draft", width=7)

    def __str__(self) -> str:
        return str(self.number or self.room)


class TransferredDeposit(Row):
    """押金处理: what becomes of one deposit that is held for the room."""

    transfer = fields.Link("过户登记", Transfer, backref="deposits", on_delete="CASCADE")
    deposit = fields.Link("押金", Deposit, backref="+", index=False)
    handling = fields.Choice("处理", HANDLINGS, default="seller", width=8)


class TransferredThing(Row):
    """交接物品: keys, cards, papers the new owner gets."""

    transfer = fields.Link("过户登记", Transfer, backref="things", on_delete="CASCADE")
    name = fields.Text("物品或资料", width=16, hint="如 钥匙、门禁卡、装修资料")
    count = fields.Whole("数量", default=1)
    note = fields.Text("说明", required=False, width=20)
