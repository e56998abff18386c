"""What is told of a request on paper: the intake form F22, which the client signs, and the reply F23."""

from desk_app.kernel.kind import Draft
from desk_app.kernel.paper_values import Values, labels
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.words import mark
from desk_app.modules.reception.records import WAYS
from desk_app.modules.requests.records import ANSWER_WAYS, OPINIONS, SORTS
from desk_app.modules.staff.records import DUTIES

CLIENT = (
    Placeholder("number", "编号", needed=True, sample="SL-202611-0001"),
    Placeholder("room", "房号", sample="3-1-502"),
    Placeholder("client", "客户姓名", needed=True, sample="张三"),
    Placeholder("phone", "电话", shape="phone"),
    Placeholder("received_at", "受理时间", shape="moment"),
    Placeholder("received_by", "受理人", sample="王芳"),
    Placeholder("way", "方式", choices=labels(WAYS)),
    Placeholder("subject", "专业", choices=labels(DUTIES)),
    Placeholder("content", "内容", needed=True, sample="建议在 3 号楼门口加装一盏路灯，晚上回家看不清台阶。"),
)
"""Who came with what, of every opinion that is received."""

STEPS = Placeholder(
    "steps",
    "处理过程",
    (
        Placeholder("at", "时间", shape="moment"),
        Placeholder("by", "处理人", sample=mark("赵工")),
        Placeholder("what", "措施", sample=(mark("到现场查看"), mark("联系安装单位"), mark("已安装"))),
    ),
)

INTAKE = (
    *CLIENT,
    Placeholder("sort", "类别", choices=labels(SORTS)),
    Placeholder("department", "责任部门", sample="工程部"),
    Placeholder("received_there_by", "接收人", sample="赵工"),
    Placeholder("forwarded_at", "转办时间", shape="moment"),
    Placeholder("next_reply_at", "下次回复时间", shape="moment"),
    STEPS,
    Placeholder("result", "处理结果", sample="路灯已于 11 月 25 日装好。"),
    Placeholder("satisfaction", "客户意见", choices=labels(OPINIONS)),
    Placeholder("agreed_by", "经理", sample=""),
)

REPLY = (
    *(
        placeholder
        for placeholder in CLIENT
        if placeholder.name in ("number", "room", "client", "received_at")
    ),
    Placeholder("content", "事项", needed=True, sample="建议在 3 号楼门口加装一盏路灯。"),
    Placeholder(
        "answer", "答复内容", needed=True, sample="感谢您的建议，路灯已于 11 月 25 日装好，请您留意。"
    ),
    Placeholder("agreed_by", "客户经理", sample="李经理"),
    Placeholder("agreed_at", "审核时间", shape="moment"),
    Placeholder("answer_way", "回复方式", choices=labels(ANSWER_WAYS)),
    Placeholder("answered_at", "回复时间", shape="moment"),
    Placeholder("answered_by", "回复人", sample="王芳"),
    Placeholder("satisfaction", "客户意见", choices=labels(OPINIONS)),
)


def client_values(draft: Draft) -> Values:
    """Return the values of `CLIENT`."""
    slip = draft.record
    return {
        **{
            name: getattr(slip, name) or ""
            for name in ("number", "client", "received_by", "content", "phone")
        },
        **{name: draft.kind.field(name).show(getattr(slip, name)) for name in ("way", "subject")},
        "room": str(slip.room or ""),
        "received_at": slip.received_at,
    }


def step_values(draft: Draft) -> list[Values]:
    """Return the rows of `STEPS`."""
    return [{"at": step.at, "by": step.by, "what": step.what} for step in draft.rows["steps"]]


def intake_values(draft: Draft) -> Values:
    """Return the values of F22."""
    request = draft.record
    return {
        **client_values(draft),
        **{name: draft.kind.field(name).show(getattr(request, name)) for name in ("sort", "satisfaction")},
        **{name: getattr(request, name) or "" for name in ("received_there_by", "result", "agreed_by")},
        **{name: getattr(request, name) for name in ("forwarded_at", "next_reply_at")},
        "department": str(request.department or ""),
        "steps": step_values(draft),
    }


def reply_values(draft: Draft) -> Values:
    """Return the values of F23; what the manager agreed stands in for an answer not yet worded."""
    request = draft.record
    return {
        **{
            name: value
            for name, value in client_values(draft).items()
            if name in ("number", "room", "client")
        },
        **{name: getattr(request, name) for name in ("received_at", "agreed_at", "answered_at")},
        **{name: getattr(request, name) or "" for name in ("content", "agreed_by", "answered_by")},
        **{
            name: draft.kind.field(name).show(getattr(request, name))
            for name in ("answer_way", "satisfaction")
        },
        "answer": request.answer or request.result or "",
    }


INTAKE_PAPER = Paper(
    "request_intake",
    "业主意见受理表",
    "F22",
    "requests/request_intake.docx",
    INTAKE,
    intake_values,
    pages=1,
    signatures=(mark("客户"),),
)
REPLY_PAPER = Paper(
    "request_reply",
    "客户建议/意见受理回复表",
    "F23",
    "requests/request_reply.docx",
    REPLY,
    reply_values,
    copies=(mark("① 客户联"), mark("② 存档联")),
    pages=1,
    signatures=(mark("客户经理"), mark("客户")),
)
