"""Notices (通知公告); fields of form F66."""

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record

CATEGORIES = (
    Option("outage", "停水停电"),
    Option("works", "施工维修"),
    Option("pest_control", "消杀"),
    Option("fees", "收费"),
    Option("safety", "安全提示"),
    Option("activity", "活动"),
    Option("other", "其他"),
)

STATES = (
    Option("draft", "起草"),
    Option("posted", "已张贴"),
    Option("taken_down", "已撤除"),
    Option("void", "已作废"),
)


class Notice(Record):
    """通知公告: one text, posted in public until its day of taking down."""

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    category = fields.Choice("类别", CATEGORIES, default="other", width=8)
    title = fields.Text("标题", width=24)
    addressed_to = fields.Text("致", required=False, hint="不填则印“各位业主、住户”", width=16)
    body = fields.Note("正文", hint="每段一行")
    scope = fields.Text("影响范围", required=False, hint="如 3 号楼全部住户", width=20)
    begins_at = fields.Moment("影响开始", required=False)
    ends_at = fields.Moment("影响结束", required=False)
    places = fields.Text("张贴地点", required=False, hint="如 各单元公告栏", width=20)
    take_down_on = fields.Day("撤除日期", required=False)
    posted_on = fields.Day("张贴日期", stamped=True)
    posted_by = fields.Text("张贴人", stamped=True)
    taken_down_on = fields.Day("实际撤除日期", stamped=True)
    state = fields.Choice("状态", STATES, default="draft", width=8)

    def __str__(self) -> str:
        return str(self.title)
