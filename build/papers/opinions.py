"""Papers of requests and suggestions (需求与建议): intake F22, reply F23 (domain.md 2.4)."""

from collections.abc import Callable

from layout import Say, form, gap, grid, heading, or_struck, remarks, signatures, table, ticks

STEPS = (
    (3, "时间", "Time", "at"),
    (2.2, "处理人", "By", "by"),
    (10, "措施", "Measure", "what", "left"),
)


def intake(say: Say) -> bytes:
    """Return F22 of a request or suggestion: what is wanted, who deals with it, what was done, and the client's opinion."""
    return form(
        say,
        ("业主意见受理表", "Record of an Owner’s Opinion"),
        grid(
            say,
            [("客户", "Client", "client"), ("房号", "Room", "room"), ("电话", "Phone", "phone")],
            [("受理时间", "Received", "received_at"), ("受理人", "By", "received_by"), ("类别", "Kind", ticks("sort", "　"))],
            [("方式", "Way", ticks("way", "　"))],
            [("专业", "Concerns", ticks("subject", " "))],
        ),
        remarks(say, "内容", "Content", "content", height=34),
        heading(say, "办理", "Handling"),
        grid(
            say,
            [("责任部门", "Department", or_struck("department")), ("接收人", "Taken by", "received_there_by"), ("转办时间", "Passed on", "forwarded_at")],
            [("下次回复", "Next reply", "next_reply_at")],
        ),
        table(say, STEPS, "steps", least=4, pen=0, height=7, repeat_head=True),
        remarks(say, "处理结果", "Result", "result", height=22),
        grid(say, [("客户意见", "Opinion", ticks("satisfaction"))]),
        remarks(say, "客户说明", "Remarks", "", height=18),
        signatures(say, ("客户签名", "Client’s signature"), ("经理签名　{{ agreed_by }}", "Manager　{{ agreed_by }}"), ("归档人", "Filed by"), room=9),
    )  # fmt: skip


def reply(say: Say) -> bytes:
    """Return F23: the answer, agreed by the manager, and the client's receipt of it."""
    return form(
        say,
        ("客户建议/意见受理回复表", "Reply to a Client"),
        grid(
            say,
            [("客户", "Client", "client"), ("房号", "Room", "room"), ("受理日期", "Received", "received_at")],
        ),
        remarks(say, "事项", "Matter", "content", height=26),
        remarks(say, "处理结果和答复", "Result and answer", "answer", height=60),
        grid(
            say,
            [("客户经理", "Manager", "agreed_by"), ("审核时间", "Agreed at", "agreed_at")],
            [("回复方式", "Way", ticks("answer_way", "　"))],
            [("回复时间", "Replied at", "answered_at"), ("回复人", "By", "answered_by")],
            [("客户意见", "Opinion", ticks("satisfaction"))],
        ),
        signatures(say, ("客户经理签名", "Manager’s signature"), ("客户签收", "Received by the client"), room=12),
        gap(2),
    )  # fmt: skip


FORMS: dict[str, Callable[[Say], bytes]] = {
    "requests/request_intake.docx": intake,
    "requests/request_reply.docx": reply,
}
"""The file below `templates_docx` and what makes it."""
