"""Requests and suggestions (需求与建议, P6; forms F22, F23)."""

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record, Row
from desk_app.modules.estate.records import Room
from desk_app.modules.people.records import Person, read_phone
from desk_app.modules.reception.records import WAYS
from desk_app.modules.staff.records import DUTIES, Department

ANSWER_WAYS = (
    Option("hand", "面交"),
    Option("phone", "电话"),
    Option("letter", "书面"),
    Option("email", "邮箱"),
)
OPINIONS = (
    Option("satisfied", "满意"),
    Option("fairly", "基本满意"),
    Option("unsatisfied", "不满意"),
)
SORTS = (Option("request", "需求"), Option("suggestion", "建议"))
STATES = (
    Option("received", "受理"),
    Option("forwarded", "已转办"),
    Option("handled", "已反馈"),
    Option("agreed", "经理同意"),
    Option("answered", "已答复"),
    Option("archived", "已归档"),
    Option("void", "已作废"),
)


class Request(Record):
    """需求或建议: answered at once, or forwarded within ten minutes (T04) and followed to the answer."""

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    received_at = fields.Moment("受理时间")
    received_by = fields.Text("受理人", stamped=True)
    way = fields.Choice("方式", WAYS, default="call", width=6)
    sort = fields.Choice("类别", SORTS, default="request", width=6)
    subject = fields.Choice("专业", DUTIES, default="front_desk", width=8)
    room = fields.Link("房号", Room, required=False, backref="requests")
    person = fields.Link("住户", Person, required=False)
    client = fields.Text("客户姓名", width=10)
    phone = fields.Phone("电话", required=False, reads=read_phone)
    content = fields.Note("内容")
    is_urgent = fields.Flag("紧急或重大")
    reported_to = fields.Text("上报对象", required=False)
    reported_at = fields.Moment("上报时间", required=False)
    department = fields.Link("责任部门", Department, required=False)
    forwarded_at = fields.Moment("转办时间", stamped=True)
    received_there_by = fields.Text("接收人", required=False)
    next_reply_at = fields.Moment("下次回复时间", required=False)
    result = fields.Note("处理结果", required=False)
    agreed_by = fields.Text("客户经理", stamped=True)
    agreed_at = fields.Moment("同意时间", stamped=True)
    answer = fields.Note("答复内容", required=False)
    answered_at = fields.Moment("答复时间", stamped=True)
    answered_by = fields.Text("答复人", stamped=True)
    answer_way = fields.Choice("回复方式", ANSWER_WAYS, required=False, width=6)
    satisfaction = fields.Choice("客户意见", OPINIONS, required=False, width=8)
    all_signed = fields.Flag("客户已签署意见")
    holder = fields.Text("跟进人", required=False)
    state = fields.Choice("状态", STATES, default="received", width=8)


class RequestStep(Row):
    """A line of the process log (处理过程)."""

    request = fields.Link("单号", Request, backref="steps", on_delete="CASCADE")
    at = fields.Moment("时间")
    by = fields.Text("处理人")
    what = fields.Text("措施", width=30)
