"""Complaints (投诉, P7; forms F22-F26) and the incidents that group them (同一事件)."""

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record, Row
from desk_app.modules.estate.records import Building, Room
from desk_app.modules.people.records import Person, read_phone
from desk_app.modules.reception.records import WAYS
from desk_app.modules.requests.records import ANSWER_WAYS, OPINIONS
from desk_app.modules.staff.records import DUTIES, Department

LEVELS = (
    Option("major", "重大"),
    Option("serious", "重要"),
    Option("minor", "轻微"),
)
"""重大 / 重要 / 轻微 of domain.md P7."""

GROUNDS = (
    Option("major_1", "重大①：承诺或合同的服务没有实施或效果差距明显，经多次提出仍未解决"),
    Option("major_2", "重大②：公司责任造成经济损失、人身伤害或恶劣影响"),
    Option("major_3", "重大③：有效投诉一周内没有合理解决"),
    Option("major_4", "重大④：突然大面积停电、停水或设施停止运行"),
    Option("major_5", "重大⑤：五户以上就同一事件投诉"),
    Option("major_6", "重大⑥：公司认为重大"),
    Option("serious_1", "重要①：合理需求没有及时解决，严重影响办公和房屋使用"),
    Option("serious_2", "重要②：服务过失或态度恶劣，客户怨气很大"),
    Option("serious_3", "重要③：公司认为重要"),
    Option("minor_1", "轻微：轻微不便或影响，可立即或较易改进"),
)
"""The rule a level rests on (依据条款)."""

STATES = (
    Option("received", "受理"),
    Option("judged", "已界定"),
    Option("handling", "处理中"),
    Option("handled", "已反馈"),
    Option("agreed", "经理同意"),
    Option("replied", "已回复"),
    Option("archived", "已归档"),
    Option("invalid", "无效（已解释）"),
    Option("void", "已作废"),
)


INCIDENT_STATES = (
    Option("open", "处理中"),
    Option("agreed", "经理同意统一答复"),
    Option("closed", "已结案"),
    Option("void", "已作废"),
)


class Incident(Record):
    """事件: one matter that several rooms complain of; answered for all with one text."""

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    name = fields.Text("事件", hint="如 2 号楼停电 0612", width=20)
    began_at = fields.Moment("发生时间")
    place = fields.Text("地点", required=False)
    building = fields.Link("楼栋", Building, required=False)
    subject = fields.Choice("专业", DUTIES, default="engineering", width=8)
    facts = fields.Note("经过", required=False)
    impact = fields.Note("影响与损失", required=False)
    measures = fields.Note("已采取措施", required=False)
    needs = fields.Note("需协调事项", required=False)
    reported_to = fields.Text("上报对象", required=False)
    reported_at = fields.Moment("上报时间", required=False)
    reported_way = fields.Text("上报方式", required=False)
    answer = fields.Note("统一答复", required=False)
    reply_way = fields.Choice("回复方式", ANSWER_WAYS, required=False, width=6)
    closed_at = fields.Moment("结案时间", stamped=True)
    holder = fields.Text("负责人", required=False)
    state = fields.Choice("状态", INCIDENT_STATES, default="open", width=8)

    def __str__(self) -> str:
        return str(self.name)


class Complaint(Record):
    """投诉: its level is set by the supervisor with the rule it rests on; its clocks follow the level (T05-T10)."""

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    received_at = fields.Moment("受理时间")
    received_by = fields.Text("受理人", stamped=True)
    way = fields.Choice("方式", WAYS, default="call", width=6)
    room = fields.Link("房号", Room, required=False, backref="complaints")
    person = fields.Link("住户", Person, required=False)
    client = fields.Text("客户姓名", width=10)
    phone = fields.Phone("电话", required=False, reads=read_phone)
    subject = fields.Choice("专业", DUTIES, default="engineering", width=8)
    content = fields.Note("内容")
    wish = fields.Note("客户诉求", required=False)
    incident = fields.Link("事件", Incident, required=False, backref="complaints")
    earlier = fields.Link("上次投诉", "self", required=False, stamped=True, backref="+")
    proposed = fields.Choice("程序建议等级", LEVELS, stamped=True)
    proposed_why = fields.Text("建议理由", stamped=True, width=30)
    is_valid = fields.Choice("是否有效", (Option("yes", "有效"), Option("no", "无效")), required=False)
    level = fields.Choice("等级", LEVELS, required=False, width=6)
    ground = fields.Choice("依据条款", GROUNDS, required=False, width=30)
    judged_by = fields.Text("界定人", stamped=True)
    judged_at = fields.Moment("界定时间", stamped=True)
    became_major_at = fields.Moment("升为重大时间", stamped=True)
    explanation = fields.Note("无效的解释", required=False)
    reported_to = fields.Text("上报对象", required=False)
    reported_at = fields.Moment("上报时间", required=False)
    first_reply = fields.Note("初步答复", required=False)
    first_replied_at = fields.Moment("初步答复时间", stamped=True)
    next_reply_at = fields.Moment("下次回复时间", required=False)
    department = fields.Link("责任部门", Department, required=False)
    responsible = fields.Text("责任人", required=False)
    cause = fields.Note("原因分析", required=False)
    measures = fields.Note("处理措施", required=False)
    prevention = fields.Note("预防措施", required=False)
    result = fields.Note("处理结果", required=False)
    handled_at = fields.Moment("反馈时间", stamped=True)
    agreed_by = fields.Text("客户经理", stamped=True)
    agreed_at = fields.Moment("同意时间", stamped=True)
    reply = fields.Note("回复内容", required=False)
    reply_way = fields.Choice("回复方式", ANSWER_WAYS, required=False, width=6)
    replied_at = fields.Moment("回复时间", stamped=True)
    replied_by = fields.Text("回复人", stamped=True)
    satisfaction = fields.Choice("客户意见", OPINIONS, required=False, width=8)
    opinion = fields.Note("客户意见说明", required=False)
    visited_at = fields.Moment("回访时间", required=False)
    visited_by = fields.Text("回访人", required=False)
    all_signed = fields.Flag("客户已签署意见")
    archived_by = fields.Text("归档人", stamped=True)
    holder = fields.Text("跟进人", required=False)
    state = fields.Choice("状态", STATES, default="received", width=8)


class ComplaintStep(Row):
    """A line of the process log (处理过程)."""

    complaint = fields.Link("单号", Complaint, backref="steps", on_delete="CASCADE")
    at = fields.Moment("时间")
    by = fields.Text("处理人")
    what = fields.Text("措施", width=30)
