"""Papers of complaints (投诉): intake F22, reply F23, work order F24, incident report F25, monthly list F26 (domain.md 2.4)."""

from collections.abc import Callable

from layout import (
    A5,
    Say,
    form,
    grid,
    heading,
    label,
    line,
    of_month,
    or_struck,
    prepared,
    register,
    remarks,
    signatures,
    table,
    text,
    ticks,
)
from opinions import STEPS, reply


def intake(say: Say) -> bytes:
    """Return F22 of a complaint: what happened, its level and the rule it rests on, what was done, the client's opinion."""
    return form(
        say,
        ("业主意见受理表（投诉）", "Record of a Complaint"),
        grid(
            say,
            [("客户", "Client", "client"), ("房号", "Room", "room"), ("电话", "Phone", "phone")],
            [("受理时间", "Received", "received_at"), ("受理人", "By", "received_by"), ("方式", "Way", ticks("way", " "), 1.5)],
            [("专业", "Concerns", ticks("subject", " "))],
            height=7,
        ),
        remarks(say, "内容", "Content", "content", height=22),
        remarks(say, "客户诉求", "Wanted", "wish", height=9),
        heading(say, "界定（项目主管）", "Judged by the supervisor", 6),
        grid(
            say,
            [("是否有效", "Valid", ticks("is_valid", "　")), ("等级", "Level", ticks("level", "　"), 1.45), ("界定人", "By", "judged_by", 0.85)],
            [("依据", "Ground", "ground", 2.2), ("界定时间", "At", "judged_at")],
            [("无效解释", "Explained", "explanation")],
            [("已上报", "Reported to", or_struck("reported")), ("责任部门", "Department", "department"), ("责任人", "In charge", "responsible")],
            [("要求完成", "Due", "due_at"), ("下次回复", "Next reply", "next_reply_at")],
            height=7,
        ),
        remarks(say, "初步答复", "First reply", "first_reply", height=12),
        table(say, STEPS, "steps", least=3, height=6.5, repeat_head=True),
        remarks(say, "处理结果", "Result", "result", height=18),
        grid(
            say,
            [("超时批准", "Extension", or_struck("extended_by")), ("原因", "Because", or_struck("extended_why"), 2)],
            [("客户意见", "Opinion", ticks("satisfaction"))],
            height=7,
        ),
        remarks(say, "客户说明", "Remarks", "opinion", height=13),
        signatures(say, ("客户签名", "Client’s signature"), ("项目主管", "Supervisor"), ("归档人　{{ archived_by }}", "Filed by　{{ archived_by }}"), room=8),
    )  # fmt: skip


def order(say: Say) -> bytes:
    """Return F24: what a department is to look into and by when; its findings are written by hand or printed."""
    return form(
        say,
        ("投诉处理单", "Complaint Work Order"),
        grid(
            say,
            [("客户", "Client", "client"), ("房号", "Room", "room")],
            [("责任部门", "Department", "department"), ("责任人", "In charge", "responsible")],
            [("等级", "Level", ticks("level", "　")), ("完成时限", "Due", "due_at")],
            height=7,
        ),
        remarks(say, "内容", "Content", "content", height=20),
        remarks(say, "要求", "Wanted", "wish", height=10),
        remarks(say, "调查情况和原因分析", "Findings and cause", "cause", height=22),
        remarks(say, "处理措施", "Measures", "measures", height=18),
        remarks(say, "预防措施", "Prevention", "prevention", height=16),
        remarks(say, "处理结果", "Result", "result", height=14),
        signatures(say, ("责任人签名", "Person in charge"), ("部门负责人签名", "Head of department"), room=7),
        size=A5,
    )


_CLIENTS = (
    (1, "序号", "No.", "no"),
    (3, "房号", "Room", "room", "left"),
    (3, "客户", "Client", "client", "left"),
    (4, "受理时间", "Received", "received_at"),
    (3, "状态", "Status", "state"),
)


def incident_report(say: Say) -> bytes:
    """Return F25: the report to the company, with everybody who complains."""
    return form(
        say,
        ("重大投诉（事件）报告", "Report of a Major Complaint or Incident"),
        grid(
            say,
            [("事件", "Incident", "name", 2), ("发生时间", "Began", "began_at")],
            [("地点", "Place", "place"), ("涉及户数", "Rooms", "rooms"), ("已上报", "Reported to", or_struck("reported"), 2)],
            [("答复期限", "Answer by", "answer_by"), ("解决期限", "Solve by", "solve_by"), ("结案时间", "Closed", "closed_at")],
        ),
        remarks(say, "经过", "Facts", "facts", height=26),
        remarks(say, "影响与损失", "Impact", "impact", height=20),
        remarks(say, "已采取措施", "Measures", "measures", height=20),
        remarks(say, "需协调事项", "Needs", "needs", height=16),
        heading(say, "涉及客户", "Clients"),
        table(say, _CLIENTS, "rows", least=5, height=6.5, repeat_head=True),
        remarks(say, "领导批示", "Instructions", "", height=24),
        signatures(say, ("报告人签名", "Reported by"), ("公司领导签名", "Company leader"), room=9),
        pages=None,
    )  # fmt: skip


def monthly_register(say: Say) -> bytes:
    """Return F26: the complaints of a month, a line for each, and what they come to."""
    columns = (
        (9, "序号", "No.", "no"),
        (31, "编号", "Number", "number"),
        (21, "日期", "Date", "received_on"),
        (24, "房号", "Room", "room", "left"),
        (20, "类别", "Concerns", "subject"),
        (66, "内容", "Content", "content", "left"),
        (13, "等级", "Level", "level"),
        (24, "责任部门", "Department", "department"),
        (21, "完成", "Handled", "handled_on"),
        (12, "超时", "Late", "overdue"),
        (18, "满意度", "Opinion", "satisfaction"),
        (18, "回访", "Visit", "visited_on"),
    )
    figures = line(
        label(say("件数 ", "Complaints ")), text("{{ count }}　"), label(say("有效率 ", "Valid ")), text("{{ valid_rate }}　"),
        label(say("及时率 ", "In time ")), text("{{ on_time_rate }}　"), label(say("满意率 ", "Satisfied ")),
        text("{{ satisfied_rate }}　"), label(say("重复投诉 ", "Repeated ")), text("{{ repeated }}"), height=14, before=8,
    )  # fmt: skip
    causes = line(
        label(say("按等级 ", "By level ")), text("{{ by_level }}　　"), label(say("按专业 ", "By subject ")),
        text("{{ by_subject }}"), height=14,
    )  # fmt: skip
    signed = prepared(say, before=4)
    return register(
        say,
        ("月度投诉清单与统计", "Complaints of the Month"),
        columns,
        aside=of_month(say),
        below=[figures, causes, signed],
        empty=("本月没有投诉", "No complaints this month"),
    )


FORMS: dict[str, Callable[[Say], bytes]] = {
    "complaints/complaint_intake.docx": intake,
    "complaints/complaint_reply.docx": reply,
    "complaints/complaint_order.docx": order,
    "complaints/incident_report.docx": incident_report,
    "complaints/complaint_register.docx": monthly_register,
}
"""The file below `templates_docx` and what makes it."""
