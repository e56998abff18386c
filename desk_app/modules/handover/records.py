"""Handover of flats (交房, P1; forms F01, F03, F04, F05), and the defects found (整改)."""

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record, Row
from desk_app.modules.billing.records import FeeBinding, FeeItem, Tariff
from desk_app.modules.estate.records import Building, Room
from desk_app.modules.keys.records import KeyCustody
from desk_app.modules.meters.records import Meter, MeterReading, Reading
from desk_app.modules.people.records import Person, read_phone
from desk_app.modules.staff.records import Firm

BATCH_STATES = (
    Option("draft", "筹备"),
    Option("open", "办理中"),
    Option("closed", "已结束"),
    Option("void", "已作废"),
)
STATES = (
    Option("planned", "待通知"),
    Option("notified", "已通知"),
    Option("appointed", "已预约"),
    Option("signed_in", "已签到"),
    Option("inspecting", "验房中"),
    Option("inspected", "已验房"),
    Option("billed", "待交费"),
    Option("paid", "已交费"),
    Option("handed_over", "已领匙"),
    Option("archived", "已归档"),
    Option("refused", "拒收"),
    Option("deferred", "延期"),
    Option("deemed", "视为交付"),
    Option("void", "已作废"),
)
"""In the order of P1; the three before the last are its exits."""
RESULTS = (Option("good", "合格"), Option("bad", "不合格"))
PAPER_SORTS = (Option("copy", "复印件"), Option("original", "原件"))
POSTINGS = (
    Option("registered", "挂号"),
    Option("ems", "EMS"),
    Option("in_person", "面交"),
    Option("other", "其他"),
)
DEFECT_STATES = (
    Option("found", "待通知"),
    Option("notified", "整改中"),
    Option("fixed", "待复验"),
    Option("closed", "已合格"),
    Option("void", "已作废"),
)


class HandoverBatch(Record):
    """集中交付: the flats of a building handed over together, with the days, the place and the words of the notice."""

    name = fields.Text("名称", unique=True, hint="如 3 号楼集中交付", width=20)
    building = fields.Link("楼栋", Building, backref="handover_batches")
    unit = fields.Text("单元", required=False, hint="不填为全楼", width=6)
    from_on = fields.Day("开始日期")
    until_on = fields.Day("截止日期")
    hours = fields.Text("每日时段", required=False, hint="不填为 08:30-12:00 13:30-17:00", width=24)
    slot_minutes = fields.Whole("每档分钟", required=False, default=30, hint="不填为 30")
    slot_rooms = fields.Whole("每档户数", default=6)
    place = fields.Text("办理地点", width=20)
    tariff = fields.Link("物业费标准", Tariff, required=False, hint="房屋没有收费绑定时按此收")
    papers = fields.Note("应携带资料", required=False, hint="一行一项；不填按设置")
    consequence = fields.Note("逾期后果", required=False, hint="不填按设置")
    contact = fields.Text("联系人", required=False)
    phone = fields.Text("联系电话", required=False)
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", BATCH_STATES, default="draft", width=8)

    def __str__(self) -> str:
        return str(self.name)


class Handover(Record):
    """交房: one flat from the notice to the filed papers; its day starts the owner's fees (T12, R27)."""

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    batch = fields.Link("批次", HandoverBatch, required=False, backref="handovers")
    room = fields.Link("房号", Room, backref="handovers")
    person = fields.Link("业主", Person, required=False)
    phone = fields.Phone("电话", required=False, reads=read_phone)
    appointed_at = fields.Moment("预约时间", required=False)
    tariff = fields.Link("物业费标准", Tariff, required=False, hint="房屋没有收费绑定时按此收")
    notified_on = fields.Day("通知日期", stamped=True)
    posted_by = fields.Choice("寄送方式", POSTINGS, required=False)
    queue_number = fields.Whole("签到序号", stamped=True)
    signed_in_at = fields.Moment("签到时间", stamped=True)
    agent = fields.Text("代办人", required=False, hint="业主本人来则不填")
    authorisation = fields.Text("委托书编号", required=False)
    identity_checked = fields.Flag("已核对身份和资料")
    inspector = fields.Text("陪同验房", required=False)
    owner_opinion = fields.Note("业主意见", required=False)
    handed_over_on = fields.Day("交接日期", stamped=True)
    fees_from_on = fields.Day("收费起", stamped=True)
    fees_until_on = fields.Day("收费止", stamped=True)
    unpaid_reason = fields.Text("未交费原因", stamped=True, width=20)
    keys_due = fields.Whole("应领钥匙", default=4)
    keys_handed = fields.Whole("实领钥匙", required=False)
    keys_kept = fields.Whole("留整改钥匙", required=False)
    keeps_key = fields.Flag("业主同意留匙并签字")
    keys_at = fields.Moment("领匙时间", stamped=True)
    custody = fields.Link("留匙单", KeyCustody, required=False, stamped=True)
    refused_why = fields.Note("拒收或延期原因", required=False)
    comes_again_on = fields.Day("约定再办日期", required=False)
    deemed_on = fields.Day("视为交付日", required=False)
    deemed_why = fields.Note("视为交付依据", required=False)
    all_signed = fields.Flag("双方已签字")
    archive_note = fields.Note("归档说明", required=False, hint="还有整改没有合格时，写明由谁跟进")
    handled_by = fields.Text("经办人", stamped=True)
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", STATES, default="planned", width=8)

    class Meta:
        indexes = ((("state", "signed_in_at"), False),)

    def __str__(self) -> str:
        return str(self.number or "")


class PaperReceived(Row):
    """A paper the owner brought (收到资料)."""

    handover = fields.Link("编号", Handover, backref="papers_received", on_delete="CASCADE")
    name = fields.Text("资料名称", width=20)
    sort = fields.Choice("原件或复印件", PAPER_SORTS, default="copy")
    is_received = fields.Flag("已收")


class InspectedItem(Row):
    """An item of the inspection (验收项目); a bad one becomes a defect of its firm."""

    handover = fields.Link("编号", Handover, backref="items", on_delete="CASCADE")
    name = fields.Text("项目", width=14)
    result = fields.Choice("结果", RESULTS, required=False)
    problem = fields.Text("问题描述", required=False, width=30)
    firm = fields.Link("责任单位", Firm, required=False)
    due_on = fields.Day("整改期限", required=False)


class BaseReading(Row):
    """A meter's reading on the day of handover (表底数), and the reading it was written down as."""

    handover = fields.Link("编号", Handover, backref="readings", on_delete="CASCADE")
    meter = fields.Link("仪表", Meter)
    value = Reading("底数", required=False)
    reading = fields.Link("抄表记录", MeterReading, required=False, stamped=True, backref="+")


class HandoverFee(Row):
    """A fee that goes over to the owner (收费起止): his binding, whose it was before, and what he prepays of it."""

    handover = fields.Link("编号", Handover, backref="fees", on_delete="CASCADE")
    item = fields.Link("收费项目", FeeItem, required=False, stamped=True, backref="+")
    from_on = fields.Day("自", stamped=True)
    until_on = fields.Day("至", stamped=True)
    amount = fields.Money("金额", stamped=True)
    binding = fields.Link("收费绑定", FeeBinding, required=False, stamped=True, backref="+")
    before = fields.Link("原绑定", FeeBinding, required=False, stamped=True, backref="+")
    before_until_on = fields.Day("原结束", stamped=True)


class HandOut(Row):
    """A thing given to the owner (领取资料和物品, F05)."""

    handover = fields.Link("编号", Handover, backref="hand_outs", on_delete="CASCADE")
    name = fields.Text("名称", width=20)
    unit = fields.Text("单位", required=False, width=6)
    due = fields.Whole("应领", default=1)
    given = fields.Whole("实领", required=False)


class Defect(Record):
    """整改项: what the inspection found, until it is put right and checked again (F04)."""

    number = fields.Text("单号", stamped=True, unique=True, width=15)
    room = fields.Link("房号", Room, backref="defects")
    handover = fields.Link("交房单", Handover, required=False, backref="defects")
    found_on = fields.Day("发现日期", required=False, hint="不填为今天")
    part = fields.Text("部位", hint="如 主卧飘窗")
    problem = fields.Text("问题", width=30)
    firm = fields.Link("责任单位", Firm, required=False, backref="defects")
    due_on = fields.Day("要求完成日期", required=False)
    notified_on = fields.Day("通知日期", stamped=True)
    fixed_on = fields.Day("整改完成日期", required=False)
    fixed_by = fields.Text("整改人", required=False)
    fixed_how = fields.Text("整改情况", required=False, width=24)
    checked_on = fields.Day("复验日期", stamped=True)
    checked_by = fields.Text("复验人", stamped=True)
    rounds = fields.Whole("复验次数", stamped=True, default=0)
    failed_why = fields.Text("复验不合格原因", required=False, width=24)
    all_signed = fields.Flag("业主已确认")
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", DEFECT_STATES, default="found", width=8)

    class Meta:
        indexes = ((("room", "state"), False), (("firm", "state"), False))

    def __str__(self) -> str:
        return str(self.number or "")
