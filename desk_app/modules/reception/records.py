"""Calls and visits (来电来访, F21) and the register of visitors (来访登记, F69)."""

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record
from desk_app.modules.estate.records import Room
from desk_app.modules.people.records import Person, read_phone
from desk_app.modules.staff.records import Department

WAYS = (
    Option("call", "来电"),
    Option("visit", "来访"),
    Option("wechat", "微信"),
    Option("letter", "书面"),
)
CATEGORIES = (
    Option("question", "咨询"),
    Option("request", "需求"),
    Option("suggestion", "建议"),
    Option("repair", "报修"),
    Option("complaint", "投诉"),
    Option("release", "放行"),
    Option("renovation", "装修"),
    Option("payment", "缴费"),
    Option("other", "其他"),
)
STATES = (
    Option("open", "待答复"),
    Option("passed_on", "已转办"),
    Option("turned", "已转单"),
    Option("answered", "已答复"),
    Option("void", "已作废"),
)
"""A call passed on to a department waits for the reply to the caller; one turned into a slip goes on there."""


class Call(Record):
    """来电来访: one line of the diary; a call not answered at once is passed on within ten minutes (T04)."""

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    at = fields.Moment("时间")
    way = fields.Choice("方式", WAYS, default="call", width=6)
    caller_number = fields.Phone("来电号码", required=False, reads=read_phone, hint="来电时必填")
    room = fields.Link("房号", Room, required=False, backref="calls")
    person = fields.Link("住户", Person, required=False)
    caller = fields.Text("客户姓名", required=False, width=10)
    call_back_number = fields.Phone("回电号码", required=False, reads=read_phone)
    category = fields.Choice("类别", CATEGORIES, default="question", width=6)
    content = fields.Note("内容")
    is_urgent = fields.Flag("紧急或重大")
    reported_to = fields.Text("上报对象", required=False)
    reported_at = fields.Moment("上报时间", required=False)
    answer = fields.Note("处理或答复意见", required=False)
    passed_to = fields.Link("转办部门", Department, required=False)
    passed_on_at = fields.Moment("转办时间", stamped=True)
    received_by = fields.Text("接收人", required=False)
    became_kind = fields.Text("转为", stamped=True)
    became_id = fields.Whole("转为单据", stamped=True)
    replied_at = fields.Moment("回复时间", stamped=True)
    reply = fields.Note("回复结果", required=False)
    is_satisfied = fields.Choice(
        "客户是否满意", (Option("yes", "满意"), Option("no", "不满意")), required=False
    )
    recorded_by = fields.Text("记录人", stamped=True)
    holder = fields.Text("跟进人", required=False)
    state = fields.Choice("状态", STATES, default="open", width=8)


class Visitor(Record):
    """来访登记: who came into the community, to whom, when in and out (F69)."""

    at = fields.Moment("进入时间")
    name = fields.Text("来访人")
    id_tail = fields.Text("证件后 4 位", required=False, hint="如 123X")
    phone = fields.Phone("电话", required=False, reads=read_phone)
    plate = fields.Text("车牌号", required=False)
    room = fields.Link("被访房号", Room, required=False, backref="visitors")
    reason = fields.Text("事由")
    left_at = fields.Moment("离开时间", required=False)
    on_duty = fields.Text("值班人", required=False)
    note = fields.Text("备注", required=False)
