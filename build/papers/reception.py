"""Papers of the desk (来电来访): the registers F21 of calls and F69 of visitors (domain.md 2.4)."""

from collections.abc import Callable

from layout import Say, of_month, prepared, register


def call_register(say: Say) -> bytes:
    """Return F21: the calls and visits of one month, a line for each."""
    columns = (
        (30, "编号", "Number", "number"),
        (20, "时间", "Time", "at"),
        (12, "方式", "Way", "way"),
        (23, "来电号码", "Caller's number", "caller_number"),
        (18, "客户", "Client", "caller", "left"),
        (22, "房号", "Room", "room", "left"),
        (14, "类别", "Category", "category"),
        (39, "内容摘要", "Content", "content", "left"),
        (18, "紧急上报", "Urgent, reported to", "urgent", "left"),
        (30, "处理或答复", "Answer", "answer", "left"),
        (22, "转办", "Passed on", "passed", "left"),
        (15, "回复", "Reply", "reply"),
        (15, "记录人", "Recorded by", "recorded_by"),
    )
    return register(
        say,
        ("客户来电来访记录表", "Register of Calls and Visits"),
        columns,
        aside=of_month(say),
        below=[_signed(say)],
        empty=("本月没有来电来访", "No calls or visits this month"),
    )


def visitor_register(say: Say) -> bytes:
    """Return F69: the visitors of one month; the last four of their documents only."""
    columns = (
        (10, "序号", "No.", "no"),
        (24, "日期", "Date", "on"),
        (36, "来访人", "Visitor", "name", "left"),
        (24, "证件后 4 位", "Last 4 of ID", "id_tail"),
        (71, "事由", "Reason", "reason", "left"),
        (34, "被访房号", "Room visited", "room", "left"),
        (22, "进入", "In", "in_at"),
        (22, "离开", "Out", "out_at"),
        (34, "值班人", "On duty", "on_duty"),
    )
    return register(
        say,
        ("来访登记表", "Visitor Register"),
        columns,
        aside=of_month(say),
        below=[_signed(say)],
        empty=("本月没有来访登记", "No visitors this month"),
    )


def _signed(say: Say) -> str:
    return prepared(say, ("条", "lines"))


FORMS: dict[str, Callable[[Say], bytes]] = {
    "reception/call_register.docx": call_register,
    "reception/visitor_register.docx": visitor_register,
}
"""The file below `templates_docx` and what makes it."""
