"""Fee items, tariffs, bindings, bills and what lowers them (收费项目、收费标准、收费绑定、应收账单、减免).

Units everywhere: amounts are whole fen (分); prices are 1/10,000 yuan (万分之一元) for one unit and one month;
quantities are 1/10,000 of a unit, so that an area in cm² is a quantity in ㎡ as it stands, one parking space is 10,000
and 12.345 m³ of water are 123,450. A period is the whole number yyyymm of a calendar month.

A posted bill is never changed or deleted but for what follows from other rows: how much of it was reduced and paid,
whether it is void or held. The database itself guards that.
"""

import peewee

from desk_app.kernel import fields
from desk_app.kernel.fields import Option, Price, Quantity
from desk_app.kernel.store import Record, Row
from desk_app.modules.estate.records import Building, Room
from desk_app.modules.meters.records import Meter, Reading
from desk_app.modules.people.records import Person, Vehicle

NATURES = (
    Option("income", "收入"),
    Option("agency", "代收"),
    Option("deposit", "押金"),
    Option("public", "公共收益"),
)
"""性质 (domain.md 3.1). A deposit is never income and never counts in a collection rate."""

CYCLES = (
    Option("1", "每月"),
    Option("2", "双月"),
    Option("3", "每季"),
    Option("6", "每半年"),
    Option("12", "每年"),
    Option("once", "一次"),
)
"""How many months' lines are billed at once."""

ROUNDING_UNITS = (Option("fen", "分"), Option("jiao", "角"), Option("yuan", "元"))
ROUNDING_WAYS = (Option("half_up", "四舍五入"), Option("up", "向上"), Option("down", "向下（抹零）"))

BASES = (
    Option("area", "面积×单价"),
    Option("fixed", "固定金额"),
    Option("lift", "电梯系数×单价"),
    Option("meter", "用量×单价"),
    Option("shared", "公摊"),
    Option("formula", "公式"),
)
"""What a tariff's price is multiplied with."""

TIER_SPANS = (Option("none", "不分阶梯"), Option("month", "按月阶梯"), Option("year", "按年阶梯"))

PRORATIONS = (
    Option("actual", "按实际天数"),
    Option("30", "每月按 30 天"),
    Option("half", "半月制"),
    Option("whole", "整月"),
)
"""Part of a month (domain.md 3.4): real days by default."""

BINDING_STATES = (Option("active", "正常"), Option("paused", "暂停"), Option("ended", "已停"))
BILL_STATES = (Option("open", "有效"), Option("held", "挂起"), Option("void", "作废"))
RUN_STATES = (Option("draft", "草稿"), Option("posted", "已出账"), Option("undone", "已撤销"))

REDUCTION_KINDS = (
    Option("vacancy", "空置房"),
    Option("service", "服务赔偿"),
    Option("hardship", "低保或老旧"),
    Option("staff", "员工"),
    Option("promotion", "促销赠月"),
    Option("rounding", "抹零"),
    Option("late_fee", "违约金减免"),
    Option("correction", "更正"),
    Option("bad_debt", "坏账核销"),
)


class FeeItem(Record):
    """收费项目: what money is asked for."""

    code = fields.Text("代码", unique=True, hint="如 WY", width=6)
    name = fields.Text("收费项目", unique=True)
    nature = fields.Choice("性质", NATURES, default="income", width=8)
    cycle = fields.Choice("计费周期", CYCLES, default="1", width=6)
    rounding_unit = fields.Choice("精确到", ROUNDING_UNITS, default="fen", width=5)
    rounding_way = fields.Choice("舍入", ROUNDING_WAYS, default="half_up", width=8)
    has_late_fee = fields.Flag("计违约金")
    pays_first = fields.Whole("冲抵次序", default=50, hint="同一到期日，数小的先还")
    tax_rate = fields.Ratio("税率", required=False, hint="如 0.06，仅供统计")
    basis_text = fields.Text("收费依据", required=False, hint="印在单据上", width=24)
    is_used = fields.Flag("启用", default=True)
    note = fields.Note("备注", required=False)

    def __str__(self) -> str:
        return str(self.name)


class Tariff(Record):
    """收费标准: how an item is priced for those bound to it; its prices have dates, so a raise keeps old bills."""

    item = fields.Link("收费项目", FeeItem, backref="tariffs")
    name = fields.Text("标准名称", hint="如 高层住宅")
    basis = fields.Choice("计费方式", BASES, default="area", width=10)
    formula = fields.Text("公式", required=False, hint="计费方式为公式时填，如 面积*单价*电梯系数", width=24)
    unit = fields.Text("计量单位", required=False, hint="如 ㎡、户、位、m³", width=6)
    proration = fields.Choice("不足一月", PRORATIONS, default="actual", width=10)
    tiers = fields.Choice("阶梯", TIER_SPANS, default="none", width=8)
    tier_persons = fields.Whole("阶梯含人数", required=False, hint="多于几人才放宽阶梯，如 4；不填则不放宽")
    minimum = Quantity("最低用量", required=False, hint="不足按此计，不填则不设")
    until_on = fields.Day("停用日期", required=False, hint="最后一天；在用则不填")
    note = fields.Note("备注", required=False)

    class Meta:
        indexes = ((("item", "name"), True),)

    def __str__(self) -> str:
        return f"{self.item} {self.name}"


class TariffPrice(Row):
    """单价: from a day on; of a tiered tariff one row per tier, `above` being the quantity where it begins."""

    tariff = fields.Link("收费标准", Tariff, backref="prices", on_delete="CASCADE")
    from_on = fields.Day("生效日期")
    above = Quantity("用量起点", default=0)
    price = Price("单价（元）")
    more = Quantity("每多一人加", default=0)


class HouseholdSize(Record):
    """居住人数: how many live in a room from a day on, as registered with proof; tiers are widened by it."""

    room = fields.Link("房号", Room, backref="household_sizes", index=False)
    persons = fields.Whole("人数", width=6)
    from_on = fields.Day("登记日期", hint="从这一天起按此人数")
    document = fields.Text("凭证", required=False, hint="如 户口簿、居住证")
    note = fields.Note("备注", required=False)

    class Meta:
        indexes = ((("room", "from_on"), True),)

    def __str__(self) -> str:
        return f"{self.room} {self.persons}"


class FeeBinding(Record):
    """收费绑定: this room (its meter, its vehicle) is charged by this tariff, from a day on, and this person pays.

    A change of payer ends one binding and begins another (`follows`), so that a month they share adds up to the whole.
    So does a pause: the binding ends the day before it (`meant_until_on` is when it was to end), and where charging
    goes on another follows, so that the days between are nobody's.
    """

    room = fields.Link("房号", Room, backref="fee_bindings")
    tariff = fields.Link("收费标准", Tariff, backref="bindings", width=18)
    payer = fields.Link("缴费人", Person, required=False, backref="fee_bindings", hint="不填为业主")
    meter = fields.Link("表号", Meter, required=False, index=False)
    vehicle = fields.Link("车辆", Vehicle, required=False, index=False)
    count = fields.Whole("数量", default=1)
    from_on = fields.Day("计费开始")
    until_on = fields.Day("计费结束", required=False, hint="最后一天；还在收则不填")
    cycle = fields.Choice("计费周期", CYCLES, required=False, hint="不填按收费项目", width=6)
    anchor_on = fields.Day("对日起算", required=False, hint="不按自然月的房屋填起算日")
    due_days = fields.Whole("缴费期限（天）", required=False, hint="账期开始后多少天；不填按设置")
    contract = fields.Text("合同号", required=False)
    paused_on = fields.Day("暂停自", required=False, hint="这一天起不收费")
    resumed_on = fields.Day("恢复自", required=False, hint="这一天起接着收费")
    meant_until_on = fields.Day("原定结束", required=False, stamped=True)
    follows = fields.Link("接续", "self", required=False, stamped=True, index=False)
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", BINDING_STATES, default="active", width=6)

    def __str__(self) -> str:
        return f"{self.room} {self.tariff}"


class BillRun(Record):
    """出账批次: one period's bills, worked out, looked at, then posted together; or taken back together."""

    period = fields.Whole("账期", width=8)
    scope = fields.Text("范围", required=False, hint="不填为全部", width=20)
    due_on = fields.Day("缴费截止日", required=False)
    bills = fields.Whole("账单数", stamped=True)
    total = fields.Money("应收合计", stamped=True)
    skipped = fields.Whole("未出账", stamped=True)
    made_at = fields.Moment("生成时间", stamped=True)
    made_by = fields.Text("生成人", stamped=True)
    posted_at = fields.Moment("出账时间", stamped=True)
    posted_by = fields.Text("出账人", stamped=True)
    state = fields.Choice("状态", RUN_STATES, default="draft", width=7)

    def __str__(self) -> str:
        return f"{self.period}"


class BillFacts(Record):
    """What a bill is made of; of drafts and posted bills alike.

    amount + rounding = the product rounded to fen, less `earlier`, what earlier pieces of the same month already asked.
    `parts` of `of_parts` of the month's sum are charged; both are 1 for a whole month. `workings` is JSON that explains
    what the columns cannot: tiers, readings, a formula's quantities, a share's pool.
    """

    period = fields.Whole("账期", width=8)
    room = fields.Link("房号", Room, index=False, backref="+")
    item = fields.Link("收费项目", FeeItem, index=False, backref="+")
    tariff = fields.Link("收费标准", Tariff, required=False, index=False, backref="+")
    binding = fields.Link("收费绑定", FeeBinding, required=False, index=False, backref="+")
    run = fields.Link("出账批次", BillRun, required=False, index=False, backref="+")
    payer = fields.Link("缴费人", Person, required=False, index=False, backref="+")
    from_on = fields.Day("开始日期")
    until_on = fields.Day("结束日期")
    quantity = Quantity("数量", default=0)
    price = Price("单价", default=0)
    parts = fields.Whole("计费天数", default=1)
    of_parts = fields.Whole("当月天数", default=1)
    earlier = fields.Money("前段已计", default=0)
    rounding = fields.Money("抹零", default=0)
    amount = fields.Money("应收")
    due_on = fields.Day("缴费截止日")
    workings = peewee.TextField(null=True)


class DraftBill(BillFacts):
    """草稿账单: worked out by a run that is not posted; may be thrown away."""

    class Meta:
        indexes = ((("run",), False),)


class Bill(BillFacts):
    """应收账单: one charge for one room, one item and one period.

    open = amount − reduced − paid, never below zero. `late_for` names the overdue bill a late fee (违约金) is for.
    `voided_on` is the day it became void: until then it counts in the roll-forward of its months. A held bill counts
    again from the day after `held_until`, if that was agreed; `released_on` is the last day it was held, or on which
    its principal still lay in prepaid money.
    """

    number = fields.Text("账单号", required=False, stamped=True)
    reduced = fields.Money("减免", default=0)
    paid = fields.Money("已收", default=0)
    late_for = fields.Link("逾期账单", "self", required=False, index=False, backref="+")
    posted_at = fields.Moment("出账时间")
    voided_on = fields.Day("作废日期", required=False)
    held_until = fields.Day("挂起到", required=False)
    released_on = fields.Day("挂起结束", required=False)
    state = fields.Choice("状态", BILL_STATES, default="open", width=6)

    class Meta:
        may_change = ("version", "reduced", "paid", "state", "voided_on", "held_until", "released_on")
        constraints = (peewee.Check("amount >= reduced + paid AND reduced >= 0 AND paid >= 0"),)

    def __str__(self) -> str:
        return f"{self.room} {self.item} {self.period}"

    @property
    def still_open(self) -> int:
        """Return the fen that are neither paid nor reduced."""
        return int(self.amount - self.reduced - self.paid)


Bill.add_index(
    peewee.ModelIndex(
        Bill,
        (Bill.period, Bill.room, Bill.item, Bill.binding, Bill.from_on),
        unique=True,
        where=peewee.SQL("state <> 'void'"),
        name="bill_once",
    )
)
Bill.add_index(
    peewee.ModelIndex(
        Bill,
        (Bill.room, Bill.due_on, Bill.amount, Bill.reduced, Bill.paid, Bill.state, Bill.item),
        where=peewee.SQL("amount > reduced + paid AND state <> 'void'"),
        name="bill_open",
    )
)
Bill.add_index(
    peewee.ModelIndex(
        Bill, (Bill.late_for,), where=peewee.SQL("late_for_id IS NOT NULL"), name="bill_late_for"
    )
)
Bill.add_index(peewee.ModelIndex(Bill, (Bill.room,), where=peewee.SQL("state = 'void'"), name="bill_void"))


class SkippedRoom(peewee.Model):
    """未出账: a binding a run made no bill for, and the reason in a sentence."""

    run = peewee.ForeignKeyField(BillRun, backref="skips", on_delete="CASCADE")
    room = peewee.ForeignKeyField(Room, index=False, backref="+")
    item = peewee.ForeignKeyField(FeeItem, index=False, null=True, backref="+")
    reason = peewee.TextField()

    class Meta:
        database = Record._meta.database
        legacy_table_names = False


REDUCTION_STATES = (
    Option("draft", "草稿"),
    Option("asked", "已申请"),
    Option("approved", "已批准"),
    Option("refused", "未批准"),
    Option("consumed", "已用完"),
    Option("void", "已作废"),
)


class Reduction(Record):
    """减免单: asked with a reason, approved by somebody entitled to its amount, then set against bills (F55).

    Either `amount` fen or `ratio` (1/10,000 of the fee that still is asked: 7,000 = 70 %) between two days. A correction
    of bills has the `request` it was made for, which the receipt that freed their money shares; one that was asked for
    has the `bill` it is about.
    """

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    room = fields.Link("房号", Room, backref="reductions")
    item = fields.Link("收费项目", FeeItem, required=False, index=False)
    kind = fields.Choice("类别", REDUCTION_KINDS, default="service", width=10)
    bill = fields.Link("更正账单", Bill, required=False, stamped=True, index=False, backref="+")
    from_on = fields.Day("开始日期", required=False)
    until_on = fields.Day("结束日期", required=False)
    amount = fields.Money("减免金额", required=False, hint="与比例二选一")
    ratio = fields.Ratio("按此比例收取", required=False, hint="如 0.7 为七折")
    cause = fields.Text("原因", width=24)
    evidence = fields.Text("附件", required=False)
    company_approval = fields.Text("公司批文", required=False, hint="超过项目经理权限时填批文号")
    asked_by = fields.Text("申请人", stamped=True)
    approved_by = fields.Text("批准人", stamped=True)
    approved_at = fields.Moment("批准时间", stamped=True)
    used = fields.Money("已减免", default=0, stamped=True)
    note = fields.Note("备注", required=False)
    request = fields.Text("请求号", required=False, stamped=True, unique=True)
    state = fields.Choice("状态", REDUCTION_STATES, default="draft", width=8)

    def __str__(self) -> str:
        return str(self.number or self.cause)


class ReducedBill(peewee.Model):
    """减免明细: what a reduction took off a bill; a wrong one is taken back by its negative. Bill.reduced is their sum."""

    reduction = peewee.ForeignKeyField(Reduction, backref="+")
    bill = peewee.ForeignKeyField(Bill, backref="+")
    amount = peewee.BigIntegerField()
    on = peewee.DateField(column_name="on_day")
    at = peewee.DateTimeField()
    actor = peewee.CharField()

    class Meta:
        database = Record._meta.database
        legacy_table_names = False
        append_only = True


SHARE_METHODS = (
    Option("area", "按面积"),
    Option("households", "按户"),
    Option("coefficient", "按系数"),
    Option("usage", "按用量"),
)
"""What the rooms of a pool share by (domain.md 3.8)."""


class SharedPool(Record):
    """公摊: a cost that rooms share, such as a lobby's power; who shares are the rooms of a building and those listed."""

    item = fields.Link("收费项目", FeeItem, backref="shared_pools", index=False)
    name = fields.Text("公摊名称", hint="如 3 栋大堂照明")
    method = fields.Choice("分摊方式", SHARE_METHODS, default="area", width=8)
    building = fields.Link("分摊楼栋", Building, required=False, backref="+", index=False)
    unit = fields.Text("分摊单元", required=False, hint="不填为整栋", width=6)
    scope = fields.Text("分摊范围", required=False, hint="印在公示表上，如 3 栋全体业主", width=20)
    vacant_shares = fields.Flag("空置房参与", default=True)
    price = Price("单价（元）", required=False, hint="总表每一单位的价格，如 0.5283")
    is_used = fields.Flag("启用", default=True)
    note = fields.Note("备注", required=False)

    class Meta:
        indexes = ((("item", "name"), True),)

    def __str__(self) -> str:
        return str(self.name)


class SharedPoolMeter(Row):
    """公摊仪表: a main meter that is counted, or a sub meter that is taken off."""

    pool = fields.Link("公摊名称", SharedPool, backref="meters", on_delete="CASCADE")
    meter = fields.Link("表号", Meter, index=False, backref="+")
    is_taken_off = fields.Flag("扣减")


class SharedPoolMember(Row):
    """分摊房屋: a room that shares beside those of the building, or with a coefficient of its own; 0 shares nothing."""

    pool = fields.Link("公摊名称", SharedPool, backref="members", on_delete="CASCADE")
    room = fields.Link("房号", Room, index=False, backref="+")
    coefficient = fields.Ratio("系数", default=10_000, hint="1 为照常，0 为不分摊")
    meter = fields.Link("分摊用表", Meter, required=False, index=False, backref="+")


class SharedPeriod(Record):
    """公摊账期: what a pool cost in a period: the amount typed, or the meters' use times the price (F61)."""

    pool = fields.Link("公摊名称", SharedPool, backref="periods")
    period = fields.Whole("账期", hint="如 202601", width=8)
    quantity = Reading("总用量", required=False, hint="不填按总表抄表")
    price = Price("单价（元）", required=False, hint="不填按公摊的单价")
    amount = fields.Money("总金额", required=False, hint="不填按用量×单价")
    note = fields.Note("备注", required=False)

    class Meta:
        indexes = ((("pool", "period"), True), (("period",), False))

    def __str__(self) -> str:
        return f"{self.pool} {self.period}"
