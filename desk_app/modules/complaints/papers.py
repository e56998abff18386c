"""What is told of a complaint on paper: intake F22, reply F23, work order F24, the month's list F26, an incident F25."""

from collections.abc import Sequence
from dataclasses import replace

from desk_app.kernel.clock_changes import changes_of
from desk_app.kernel.kind import Draft
from desk_app.kernel.paper_values import Values, labels, plain, shown
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.words import _, mark
from desk_app.modules.complaints.monthly import count_month, due_of_level, is_overdue
from desk_app.modules.complaints.records import GROUNDS, LEVELS
from desk_app.modules.requests.papers import CLIENT, REPLY, STEPS, client_values, step_values
from desk_app.modules.requests.records import OPINIONS

LEVEL = Placeholder("level", "等级", choices=labels(LEVELS))

SAMPLES = {
    "number": "KS-202611-0001",
    "content": mark("昨晚 7 点电梯突然停运，老人被困二十分钟，打电话没有人接。"),
}

WHO = tuple(replace(one, sample=SAMPLES.get(one.name, one.sample)) for one in CLIENT)
"""Who complains of what."""

INTAKE = (
    *WHO,
    Placeholder("wish", "客户诉求", sample="尽快修复，减免当天电梯费"),
    Placeholder("is_valid", "有效或无效", choices=(mark("有效"), mark("无效"))),
    LEVEL,
    Placeholder("ground", "依据条款", sample=GROUNDS[6].label),
    Placeholder("judged_by", "界定人", sample="陈主管"),
    Placeholder("judged_at", "界定时间", shape="moment"),
    Placeholder("explanation", "无效的解释", sample=""),
    Placeholder("reported", "上报", sample="陈经理 09:12"),
    Placeholder("first_reply", "初步答复", sample="已安排维保单位到场，今晚 20:00 前回复。"),
    Placeholder("next_reply_at", "下次回复时间", shape="moment"),
    Placeholder("department", "责任部门", sample="工程部"),
    Placeholder("responsible", "责任人", sample="赵工"),
    Placeholder("due_at", "要求完成时间", shape="moment"),
    STEPS,
    Placeholder("result", "处理结果", sample="已更换控制板，恢复运行。"),
    Placeholder("extended_by", "超时批准人", sample=""),
    Placeholder("extended_why", "超时原因", sample=""),
    Placeholder("satisfaction", "客户意见", choices=labels(OPINIONS)),
    Placeholder("opinion", "客户说明", sample=""),
    Placeholder("archived_by", "归档人", sample=""),
)

ORDER = (
    *WHO,
    LEVEL,
    Placeholder("due_at", "完成时限", shape="moment", needed=True),
    Placeholder("wish", "要求", sample="查明原因，今日修复"),
    Placeholder("department", "责任部门", needed=True, sample="工程部"),
    Placeholder("responsible", "责任人", sample="赵工"),
    Placeholder("cause", "原因分析", sample=""),
    Placeholder("measures", "处理措施", sample=""),
    Placeholder("prevention", "预防措施", sample=""),
    Placeholder("result", "处理结果", sample=""),
)

ANSWER = tuple(replace(one, sample=SAMPLES.get(one.name, one.sample)) for one in REPLY)

REGISTER = (
    Placeholder("month", "月份", sample="2026-11"),
    Placeholder(
        "rows",
        "明细",
        (
            Placeholder("no", "序号"),
            Placeholder("number", "编号", sample=("KS-202611-0001", "KS-202611-0002", "KS-202611-0003")),
            Placeholder("received_on", "日期", shape="day"),
            Placeholder("room", "房号", sample=("3-1-502", "3-2-1101", "5-1-301")),
            Placeholder("subject", "类别", sample=(mark("工程维修"), mark("保安"), mark("保洁"))),
            Placeholder("content", "内容", sample=(mark("电梯停运"), mark("门岗态度"), mark("楼道未清扫"))),
            Placeholder("level", "等级", sample=(mark("重要"), mark("轻微"), mark("轻微"))),
            Placeholder("department", "责任部门", sample=(mark("工程部"), mark("保安部"), mark("保洁部"))),
            Placeholder("handled_on", "完成", shape="day"),
            Placeholder("overdue", "超时", sample=("", mark("是"), "")),
            Placeholder("satisfaction", "满意度", sample=(mark("满意"), mark("满意"), mark("基本满意"))),
            Placeholder("visited_on", "回访", shape="day"),
        ),
    ),
    Placeholder("count", "件数", sample="3"),
    Placeholder("valid_rate", "有效率", sample="100%"),
    Placeholder("on_time_rate", "及时率", sample="66.67%"),
    Placeholder("satisfied_rate", "满意率", sample="100%"),
    Placeholder("repeated", "重复投诉", sample="0"),
    Placeholder("by_level", "按等级", sample="重要 1、轻微 2"),
    Placeholder("by_subject", "按专业", sample="工程维修 1、保安 1、保洁 1"),
)


def intake_values(draft: Draft) -> Values:
    """Return the values of F22 of a complaint."""
    complaint = draft.record
    extended = [change for change in changes_of(draft.kind, complaint.id or 0) if change.sort == "extend"][
        -1:
    ]
    reported = f"{complaint.reported_at:%m-%d %H:%M}" if complaint.reported_at else ""
    return {
        **client_values(draft),
        **plain(draft, "wish", "judged_by", "explanation", "first_reply", "responsible", "result", "opinion", "archived_by"),
        **shown(draft, "is_valid", "level", "ground", "satisfaction"),
        **{name: getattr(complaint, name) for name in ("judged_at", "next_reply_at")},
        "reported": " ".join(filter(None, (complaint.reported_to, reported))),
        "department": str(complaint.department or ""),
        "due_at": due_of_level(complaint),
        "steps": step_values(draft),
        "extended_by": extended[0].approved_by if extended else "",
        "extended_why": extended[0].reason if extended else "",
    }  # fmt: skip


def reply_values(draft: Draft) -> Values:
    """Return the values of F23 of a complaint; the result stands in for a reply not yet worded."""
    complaint = draft.record
    return {
        **{
            name: value
            for name, value in client_values(draft).items()
            if name in ("number", "room", "client")
        },
        **plain(draft, "content", "agreed_by"),
        **shown(draft, "satisfaction"),
        "answer_way": draft.kind.field("reply_way").show(complaint.reply_way),
        "received_at": complaint.received_at,
        "agreed_at": complaint.agreed_at,
        "answer": complaint.reply or complaint.result or "",
        "answered_at": complaint.replied_at,
        "answered_by": complaint.replied_by or "",
    }


def order_values(draft: Draft) -> Values:
    """Return the values of F24."""
    return {
        **client_values(draft),
        **plain(draft, "wish", "responsible", "cause", "measures", "prevention", "result"),
        **shown(draft, "level"),
        "due_at": due_of_level(draft.record),
        "department": str(draft.record.department or ""),
    }


def register_values(drafts: Sequence[Draft]) -> Values:
    """Return F26: a line for each complaint of the month that was not void, and what they come to."""
    kept = [draft for draft in drafts if draft.record.state != "void"]
    return {
        "rows": [_register_row(place, draft) for place, draft in enumerate(kept, 1)],
        **count_month([draft.record for draft in kept]),
    }


def _register_row(place: int, draft: Draft) -> Values:
    complaint = draft.record
    return {
        "no": str(place),
        **plain(draft, "number", "content"),
        **shown(draft, "subject", "level", "satisfaction"),
        "received_on": complaint.received_at.date(),
        "room": str(complaint.room or ""),
        "department": str(complaint.department or ""),
        "handled_on": complaint.handled_at.date() if complaint.handled_at else None,
        "overdue": _("是") if is_overdue(complaint) else "",
        "visited_on": complaint.visited_at.date() if complaint.visited_at else None,
    }


INTAKE_PAPER = Paper(
    "complaint_intake",
    "业主意见受理表（投诉）",
    "F22-2",
    "complaints/complaint_intake.docx",
    INTAKE,
    intake_values,
    pages=1,
    signatures=(mark("客户"),),
)
REPLY_PAPER = Paper(
    "complaint_reply",
    "客户投诉受理回复表",
    "F23-2",
    "complaints/complaint_reply.docx",
    ANSWER,
    reply_values,
    copies=(mark("① 客户联"), mark("② 存档联")),
    pages=1,
    signatures=(mark("客户经理"), mark("客户")),
)
WORK_ORDER_PAPER = Paper(
    "complaint_order",
    "投诉处理单",
    "F24",
    "complaints/complaint_order.docx",
    ORDER,
    order_values,
    copies=(mark("① 责任部门联"), mark("② 客服联")),
    pages=1,
    page_size="A5",
    signatures=(mark("部门负责人"),),
)
REGISTER_PAPER = Paper(
    "complaint_register",
    "月度投诉清单与统计",
    "F26",
    "complaints/complaint_register.docx",
    REGISTER,
    register_values,
)
