"""What the office keeps about debts (欠费): the count by room for the first page, and everything done to collect them.

Amounts are whole fen. Letters and what was said are append-only: a wrong entry gets a later one, never an eraser.
"""

import peewee

from desk_app.kernel import fields
from desk_app.kernel.database import database
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record
from desk_app.modules.billing.records import Bill
from desk_app.modules.estate.records import Building, Room

STEPS = (
    Option("call", "电话提醒"),
    Option("first", "一催"),
    Option("second", "二催"),
    Option("final", "最后催告"),
    Option("court", "起诉"),
)
"""The ladder (domain.md 3.13), after the payment notice that comes with every bill run."""

REASONS = (
    Option("forgot", "忘记"),
    Option("away", "外地"),
    Option("service", "对服务不满"),
    Option("defects", "房屋质量"),
    Option("vacant", "空置"),
    Option("hardship", "经济困难"),
    Option("disputed", "争议金额"),
    Option("lost", "失联"),
    Option("other", "其他"),
)
"""Why somebody does not pay (domain.md 3.13)."""

STOPS = (
    Option("dispute", "争议挂起"),
    Option("delay", "批准延期"),
    Option("instalments", "分期"),
    Option("complaint", "投诉处理中"),
    Option("vacancy", "空置减免审批中"),
    Option("other", "其他"),
)
"""Why an office does not ask for a while."""

CASE_STATES = (
    Option("open", "催缴中"),
    Option("promised", "已承诺"),
    Option("stopped", "暂停催缴"),
    Option("court", "诉讼中"),
    Option("closed", "已了结"),
)

EVENTS = (
    Option("delivery", "送达"),
    Option("call", "电话"),
    Option("visit", "上门"),
    Option("message", "短信微信"),
    Option("promise", "承诺"),
    Option("other", "其他"),
)

WAYS = (
    Option("in_hand", "面交"),
    Option("posted", "张贴"),
    Option("ems", "EMS"),
    Option("wechat", "微信"),
    Option("sms", "短信"),
    Option("phone", "电话"),
    Option("other", "其他"),
)


class ArrearsSummary(peewee.Model):
    """欠费汇总: what a room owed by age on the day of `ArrearsCount`; rooms that owe nothing have no row.

    The ages are those of `ageing.BUCKETS`; held bills (挂起) are apart and in none of them.
    """

    room = peewee.ForeignKeyField(Room, primary_key=True, on_delete="CASCADE", backref="+")
    building = peewee.ForeignKeyField(Building, null=True, index=False, backref="+")
    days_30 = peewee.BigIntegerField()
    days_90 = peewee.BigIntegerField()
    days_180 = peewee.BigIntegerField()
    days_365 = peewee.BigIntegerField()
    years_2 = peewee.BigIntegerField()
    years_3 = peewee.BigIntegerField()
    older = peewee.BigIntegerField()
    held = peewee.BigIntegerField()
    bills = peewee.IntegerField()
    first_due_on = peewee.DateField()

    class Meta:
        database = database
        legacy_table_names = False
        indexes = (
            (
                (
                    "building", "days_30", "days_90", "days_180", "days_365", "years_2", "years_3", "older", "held",
                    "bills", "first_due_on",
                ),
                False,
            ),
        )  # fmt: skip


class ArrearsCount(peewee.Model):
    """汇总日期: the day the summary is of, and the last entry of the log it has seen; one row."""

    counted_on = peewee.DateField()
    counted_at = peewee.DateTimeField()
    seen = peewee.IntegerField()

    class Meta:
        database = database
        legacy_table_names = False


class DunningCase(Record):
    """催缴案: one room's debts while the office asks for them: why they are not paid, what was promised, what stops it."""

    room = fields.Link("房号", Room, backref="dunning_cases")
    opened_on = fields.Day("立案日期", stamped=True)
    reason = fields.Choice("欠费原因", REASONS, required=False, width=9)
    steward = fields.Text("责任管家", required=False)
    step = fields.Choice("已到级次", STEPS, stamped=True, width=8)
    step_on = fields.Day("末次催缴", stamped=True)
    promised_on = fields.Day("承诺缴费日", required=False, stamped=True)
    promised = fields.Money("承诺金额", required=False, stamped=True)
    promised_by = fields.Text("承诺人", required=False, stamped=True)
    stop = fields.Choice("暂停原因", STOPS, required=False, stamped=True, width=10)
    stopped_until = fields.Day("暂停到", required=False, stamped=True)
    stopped_by = fields.Text("批准人", stamped=True)
    court_number = fields.Text("案号", required=False, stamped=True)
    court_result = fields.Text("诉讼结果", required=False, width=20)
    limitation_on = fields.Day("时效届满", stamped=True)
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", CASE_STATES, default="open", width=8)

    def __str__(self) -> str:
        return str(self.room)


class DunningNotice(Record):
    """催缴文书: a letter that left the office, under its number, with the bills it named and their sums."""

    room = fields.Link("房号", Room, backref="dunning_notices")
    step = fields.Choice("催缴级次", STEPS, width=8)
    number = fields.Text("文书编号", index=True, width=15)
    made_on = fields.Day("出具日期")
    made_by = fields.Text("经办人")
    owed = fields.Money("欠费")
    late_fee = fields.Money("违约金", default=0)
    bills = fields.Whole("账单数")
    run = peewee.IntegerField(null=True)

    class Meta:
        append_only = True

    def __str__(self) -> str:
        return str(self.number)


class NamedBill(peewee.Model):
    """文书所列账单: what a letter asked of one bill, fen."""

    notice = peewee.ForeignKeyField(DunningNotice, backref="named")
    bill = peewee.ForeignKeyField(Bill, backref="+")
    owed = peewee.BigIntegerField()

    class Meta:
        database = database
        legacy_table_names = False
        append_only = True


class DunningEvent(Record):
    """催缴记录: a delivery, a call, a visit, a promise: when, how, with whom, and what came of it."""

    room = fields.Link("房号", Room, backref="dunning_events")
    notice = fields.Link("文书编号", DunningNotice, required=False, backref="+")
    sort = fields.Choice("类别", EVENTS, width=8)
    way = fields.Choice("方式", WAYS, required=False, width=6)
    at = fields.Moment("时间")
    actor = fields.Text("经办人")
    spoken_to = fields.Text("对方", required=False)
    relation = fields.Text("与业主关系", required=False)
    tracking = fields.Text("快递单号", required=False)
    witness = fields.Text("见证人", required=False)
    is_refused = fields.Flag("拒签")
    reason = fields.Choice("欠费原因", REASONS, required=False, width=9)
    promised_on = fields.Day("承诺缴费日", required=False)
    promised = fields.Money("承诺金额", required=False)
    result = fields.Text("结果", required=False, width=24)

    class Meta:
        append_only = True

    def __str__(self) -> str:
        return str(self.result or "")


class ArrearsOverride(peewee.Model):
    """欠费特批: a manager let something pass in spite of arrears (R15); `items` is JSON of [[item, fen], …]."""

    at = peewee.DateTimeField()
    actor = peewee.CharField()
    room = peewee.ForeignKeyField(Room, backref="+")
    what = peewee.CharField()
    kind = peewee.CharField()
    record_id = peewee.IntegerField()
    total = peewee.BigIntegerField()
    items = peewee.TextField()
    reason = peewee.CharField()

    class Meta:
        database = database
        legacy_table_names = False
        append_only = True
