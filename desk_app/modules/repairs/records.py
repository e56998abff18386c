"""Repairs (维修, P8; forms F27-F31), the price list (价目表) and the parts in stock (备件)."""

import peewee

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record, Row
from desk_app.modules.billing.records import Bill
from desk_app.modules.estate.records import Building, Room
from desk_app.modules.people.records import Person, read_phone
from desk_app.modules.reception.records import WAYS
from desk_app.modules.staff.records import TRADES, Firm, StaffMember

URGENCIES = (Option("urgent", "紧急"), Option("usual", "一般"), Option("appointed", "预约"))
JUDGEMENTS = (
    Option("warranty", "保修期内"),
    Option("paid", "收费维修"),
    Option("owner", "业主自修"),
    Option("firm", "外委"),
    Option("public", "公共部位"),
)
STATES = (
    Option("registered", "登记"),
    Option("dispatched", "已派工"),
    Option("on_site", "已上门"),
    Option("judged", "已判定"),
    Option("quoted", "报价待确认"),
    Option("working", "维修中"),
    Option("done", "已完工"),
    Option("accepted", "业主已验收"),
    Option("closed", "满意立案"),
    Option("rework", "已转二次维修"),
    Option("declined", "业主不同意"),
    Option("void", "已作废"),
)


LINE_SORTS = (Option("labour", "人工"), Option("material", "材料"))


class PriceItem(Record):
    """价目: a kind of work or material with its price, shown before charging (R29)."""

    name = fields.Text("名称", width=20)
    spec = fields.Text("规格", required=False)
    sort = fields.Choice("类别", LINE_SORTS, default="material", width=6)
    trade = fields.Choice("专业", TRADES, default="other", width=8)
    unit = fields.Text("单位", width=6)
    price = fields.Money("单价")
    stopped_on = fields.Day("停用日期", required=False)
    note = fields.Text("备注", required=False)

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.spec)))


class Part(Record):
    """备件: a material in stock; `minimum` is when to buy more. The count is the sum of its moves."""

    name = fields.Text("名称", width=20)
    spec = fields.Text("规格", required=False)
    unit = fields.Text("单位", width=6)
    place = fields.Text("库位", required=False)
    price_item = fields.Link("价目", PriceItem, required=False)
    minimum = fields.Quantity("最低库存", required=False)
    in_stock = fields.Quantity("库存", stamped=True, default=0)
    note = fields.Text("备注", required=False)

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.spec)))


class Repair(Record):
    """维修单: one attempt to put one thing right, from the request to the file; `attempt` 2 is a rework of `first`."""

    number = fields.Text("单号", stamped=True, unique=True, width=15)
    registered_at = fields.Moment("登记时间")
    registered_by = fields.Text("登记人", stamped=True)
    way = fields.Choice("报修方式", WAYS, default="call", width=6)
    room = fields.Link("房号", Room, required=False, backref="repairs")
    building = fields.Link("楼栋", Building, required=False)
    place = fields.Text("公共部位", required=False, hint="不是户内时填")
    person = fields.Link("住户", Person, required=False)
    client = fields.Text("报修人", width=10)
    phone = fields.Phone("电话", required=False, reads=read_phone)
    trade = fields.Choice("类别", TRADES, default="water", width=8)
    urgency = fields.Choice("紧急程度", URGENCIES, default="usual", width=6)
    content = fields.Note("报修内容", hint="部位和现象")
    appointed_at = fields.Moment("预约上门", required=False)
    warranty_hint = fields.Text("保修提示", stamped=True, width=30)
    worker = fields.Link("维修人员", StaffMember, required=False, backref="repairs")
    firm = fields.Link("外委单位", Firm, required=False)
    dispatched_at = fields.Moment("派工时间", stamped=True)
    dispatched_by = fields.Text("派工人", stamped=True)
    arrived_at = fields.Moment("到达时间", required=False)
    judgement = fields.Choice("判定", JUDGEMENTS, required=False, width=8)
    judged_why = fields.Text("判定依据", required=False, width=20)
    plan = fields.Note("维修方案", required=False)
    quoted = fields.Money("报价", required=False)
    agreed_charge = fields.Money("业主同意金额", stamped=True)
    agreed_at = fields.Moment("业主同意时间", required=False)
    agreed_by = fields.Text("同意人", required=False)
    agreed_how = fields.Choice(
        "同意方式", (Option("signed", "现场签字"), Option("phone", "电话")), required=False, width=6
    )
    started_at = fields.Moment("开始时间", required=False)
    finished_at = fields.Moment("完成时间", required=False)
    work_done = fields.Note("处理情况", required=False)
    labour = fields.Money("人工费", stamped=True)
    materials = fields.Money("材料费", stamped=True)
    charge = fields.Money("应收合计", stamped=True)
    bill = fields.Link("账单", Bill, stamped=True)
    acceptance = fields.Choice(
        "业主验收", (Option("yes", "合格"), Option("no", "不合格")), required=False, width=6
    )
    accepted_at = fields.Moment("验收时间", required=False)
    opinion = fields.Note("业主意见", required=False)
    visited_at = fields.Moment("回访时间", required=False)
    visited_by = fields.Text("回访人", required=False)
    visited_how = fields.Choice(
        "回访方式", (Option("phone", "电话"), Option("visit", "上门")), required=False
    )
    score_quality = fields.Whole("质量评分", required=False, hint="1-5")
    score_time = fields.Whole("及时评分", required=False, hint="1-5")
    score_manner = fields.Whole("态度评分", required=False, hint="1-5")
    score_charge = fields.Whole("收费评分", required=False, hint="1-5")
    is_satisfied = fields.Choice("回访结果", (Option("yes", "满意"), Option("no", "不满意")), required=False)
    visit_opinion = fields.Note("回访意见", required=False)
    first = fields.Link("首次维修单", "self", required=False, stamped=True)
    attempt = fields.Whole("第几次维修", stamped=True, default=1)
    all_signed = fields.Flag("客户已签字")
    holder = fields.Text("跟进人", required=False)
    state = fields.Choice("状态", STATES, default="registered", width=8)

    def __str__(self) -> str:
        return str(self.number or "")


class Helper(Row):
    """A second worker on a job (协同人员)."""

    repair = fields.Link("单号", Repair, backref="helpers", on_delete="CASCADE")
    worker = fields.Link("维修人员", StaffMember)


class RepairLine(Row):
    """Labour or material of a repair (人工与材料); `amount` is quantity x price, rounded once."""

    repair = fields.Link("单号", Repair, backref="lines", on_delete="CASCADE")
    sort = fields.Choice("类别", LINE_SORTS, default="material", width=6)
    item = fields.Link("价目", PriceItem, required=False)
    part = fields.Link("备件", Part, required=False)
    name = fields.Text("名称", required=False, hint="选了价目可不填")
    spec = fields.Text("规格", required=False)
    unit = fields.Text("单位", required=False, width=6)
    quantity = fields.Quantity("数量", default=10_000)
    price = fields.Money("单价", required=False, hint="不填按价目")
    amount = fields.Money("金额", stamped=True)


STOCK_SORTS = (
    Option("in", "入库"),
    Option("out", "领用"),
    Option("back", "退回"),
    Option("count", "盘点"),
)


class StockEntry(Record):
    """入库单或盘点单: parts bought, or counted; booked once, and then part of the stock."""

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    part = fields.Link("备件", Part, backref="entries")
    sort = fields.Choice("类别", (STOCK_SORTS[0], STOCK_SORTS[3]), default="in", width=6)
    quantity = fields.Quantity("数量", hint="盘点填实有数")
    price = fields.Money("进价", required=False)
    booked_on = fields.Day("入账日期", stamped=True)
    booked_by = fields.Text("经办人", stamped=True)
    note = fields.Text("备注", required=False)
    state = fields.Choice(
        "状态",
        (Option("draft", "草稿"), Option("booked", "已入账"), Option("void", "已作废")),
        default="draft",
        width=8,
    )

    def __str__(self) -> str:
        return str(self.number or "")


class StockMove(Row):
    """出入库: what came in, went out on a repair, or was found by a count; signed, never changed."""

    part = fields.Link("备件", Part, backref="moves")
    moved_on = fields.Day("日期")
    sort = fields.Choice("类别", STOCK_SORTS, default="in")
    quantity = peewee.BigIntegerField()
    repair = fields.Link("维修单", Repair, required=False, backref="moves")
    entry = fields.Link("入库单", StockEntry, required=False, backref="moves")
    by = fields.Text("经办人")

    class Meta:
        append_only = True
