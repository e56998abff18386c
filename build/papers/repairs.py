"""Papers of repairs (维修): request F27, work order F28, completion F29, return visit F31, lists (domain.md 2.5)."""

from collections.abc import Callable

from layout import (
    A5,
    A5_ACROSS,
    Say,
    form,
    grid,
    label,
    line,
    of_month,
    or_struck,
    prepared,
    register,
    remarks,
    signatures,
    slips,
    table,
    text,
    ticks,
)


def to_write(name: str) -> str:
    """Return a value that is written by hand on the spot while the work is not done; struck where it is done without."""
    return "{% if " + name + " %}{{ " + name + " }}{% elif work_done %}／{% endif %}"


def request(say: Say) -> bytes:
    """Return F27: what is to be repaired, and whether it falls under warranty by the dates."""
    return form(
        say,
        ("客户维修登记表", "Repair Request"),
        grid(
            say,
            [("房号", "Room", "room"), ("报修人", "Client", "client")],
            [("电话", "Phone", "phone"), ("登记时间", "At", "registered_at")],
            [("登记人", "By", "registered_by"), ("方式", "Way", ticks("way", " "), 1.4)],
            [("类别", "Trade", ticks("trade", " "))],
            [("紧急程度", "Urgency", ticks("urgency", "　"))],
        ),
        remarks(say, "报修内容", "What is wrong", "content", height=38),
        grid(
            say,
            [("预约上门", "Appointment", or_struck("appointed_at")), ("完成时限", "Due", "due_at")],
            [("保修提示", "Warranty", "warranty")],
            [("维修人员", "Worker", "worker"), ("转交时间", "Passed on")],
        ),
        signatures(say, ("客服经办", "Service desk"), ("维修部接收人", "Received by"), room=9),
        size=A5,
    )


_LINES = (
    (9, "序号", "No.", "no"),
    (14, "类别", "Kind", "sort"),
    (54, "名称", "Item", "name", "left"),
    (34, "规格", "Spec.", "spec", "left"),
    (14, "单位", "Unit", "unit"),
    (16, "数量", "Qty", "quantity"),
    (20, "单价", "Price", "price", "right"),
    (22, "金额", "Amount", "amount", "right"),
)


def work_order(say: Say) -> bytes:
    """Return F28 on A5: a page for each copy; the owner signs for the price before the work, and for the work after."""
    return slips(
        say,
        ("维修派工单", "Work Order"),
        grid(
            say,
            [("房号", "Room", "room"), ("客户", "Client", "client"), ("电话", "Phone", "phone")],
            [("派工", "Sent at", "dispatched_at"), ("派工人", "By", "dispatched_by"), ("要求完成", "Due", "due_at")],
            [("维修人员", "Workers", "workers"), ("预约", "Appointed", or_struck("appointed_at")), ("第几次", "Attempt", "{{ attempt }} {{ first }}")],
            [("内容", "Job", "content")],
            [("判定", "Judged", ticks("judgement", "　"), 2.2), ("到达", "Arrived", "arrived_at")],
            [("方案", "Plan", "plan", 2.2), ("完成", "Done at", "finished_at")],
            height=5.6, caption=17,
        ),
        table(say, _LINES, "sheet.lines", name="row", least=3, height=5, small=True),
        grid(
            say,
            [
                ("人工费", "Labour", to_write("labour")), ("材料费", "Material", to_write("materials")),
                ("合计", "Total", "{% if charge %}{{ charge }}（{{ charge_capital }}）{% elif work_done %}／{% endif %}", 2),
            ],
            [("同意收费", "Agreed by", to_write("agreed"), 2.2), ("收据号", "Receipt", "receipt")],
            height=5.6, caption=17,
        ),
        remarks(say, "处理情况", "Work done", "work_done", height=9, caption=17),
        signatures(
            say, ("业主同意收费（施工前签）", "Owner agrees to the price (before work)"), ("业主验收意见及签名", "Owner’s acceptance"),
            ("维修人员签名", "Worker"), room=6,
        ),
        name="sheet", source="sheets", number="number", strip="sheet.copy", down=1, size=A5_ACROSS,
    )  # fmt: skip


def completion(say: Say) -> bytes:
    """Return F29: what was done, handed to the service desk to be filed."""
    return form(
        say,
        ("维修完毕登记表", "Repair Completion Record"),
        grid(
            say,
            [("房号", "Room", "room"), ("客户", "Client", "client")],
            [("登记时间", "Asked for", "registered_at"), ("维修人员", "Workers", "workers")],
            [("开始时间", "Begun", "started_at"), ("完成时间", "Done", "finished_at")],
            [
                ("用时", "Took", "hours"),
                ("材料费", "Material", or_struck("materials")),
                ("收费", "Charged", or_struck("charge")),
            ],
        ),
        remarks(say, "报修内容", "What was wrong", "content", height=22),
        remarks(say, "处理情况", "Work done", "work_done", height=28),
        grid(
            say,
            [("业主验收", "Accepted", ticks("acceptance", "　"))],
            [
                ("回访结果", "Return visit", ticks("is_satisfied", "　")),
                ("二次维修", "Second repair", or_struck("second")),
            ],
        ),
        signatures(say, ("移交人签名", "Handed over by"), ("客服部主管签收", "Head of service desk"), room=9),
        grid(say, [("归档日期", "Filed on")]),
        size=A5,
    )


def visit(say: Say) -> bytes:
    """Return F31: the return visit, one to three days after the work."""
    return form(
        say,
        ("维修回访记录表", "Return Visit"),
        grid(
            say,
            [("房号", "Room", "room"), ("客户", "Client", "client")],
            [("电话", "Phone", "phone"), ("完工时间", "Done", "finished_at")],
            [("应回访", "To be visited", "window"), ("回访方式", "Way", ticks("visited_how", "　"))],
            [("回访时间", "Visited at", "visited_at"), ("回访人", "By", "visited_by")],
        ),
        remarks(say, "维修内容", "Job", "content", height=20),
        grid(
            say,
            [("质量 1-5", "Quality", "score_quality"), ("及时 1-5", "In time", "score_time"),
             ("态度 1-5", "Manner", "score_manner"), ("收费 1-5", "Price", "score_charge")],
            [("回访结果", "Result", ticks("is_satisfied", "　"))],
        ),
        remarks(say, "客户意见", "Opinion", "visit_opinion", height=30),
        grid(say, [("二次维修单", "Second repair", or_struck("second"))]),
        signatures(say, ("回访人签名", "Visited by"), ("客户签名（上门回访）", "Client (when visited)"), room=9),
        size=A5,
    )  # fmt: skip


def monthly_register(say: Say) -> bytes:
    """Return the month's repairs, a line each."""
    columns = (
        (9, "序号", "No.", "no"),
        (31, "单号", "Number", "number"),
        (20, "登记", "Asked for", "registered_at"),
        (24, "房号", "Room", "room", "left"),
        (18, "报修人", "Client", "client", "left"),
        (17, "类别", "Trade", "trade"),
        (58, "内容", "Job", "content", "left"),
        (26, "维修人员", "Workers", "worker", "left"),
        (20, "完工", "Done", "finished_at"),
        (11, "及时", "In time", "in_time"),
        (15, "收费", "Charged", "charge", "right"),
        (13, "回访", "Visit", "result"),
        (15, "状态", "Status", "state"),
    )
    figures = line(
        label(say("件数 ", "Jobs ")), text("{{ count }}　　"), label(say("及时完成 ", "In time ")),
        text("{{ in_time }}　　"), label(say("二次维修 ", "Second repairs ")), text("{{ reworked }}"), height=14, before=8,
    )  # fmt: skip
    signed = prepared(say, before=4)
    return register(
        say,
        ("维修登记台账", "Register of Repairs"),
        columns,
        aside=of_month(say),
        below=[figures, signed],
        empty=("本月没有维修", "No repairs this month"),
    )


def price_list(say: Say) -> bytes:
    """Return the price list that hangs at the desk (R29)."""
    columns = (
        (14, "序号", "No.", "no"),
        (24, "类别", "Kind", "sort"),
        (34, "专业", "Trade", "trade"),
        (90, "名称", "Item", "name", "left"),
        (60, "规格", "Spec.", "spec", "left"),
        (24, "单位", "Unit", "unit"),
        (31, "单价（元）", "Price (yuan)", "price", "right"),
    )
    rule = line(
        label(
            say(
                "维修前请核对价目，经您同意后再施工；服务电话 {{ service_phone }}",
                "Please check the price before the work; service phone {{ service_phone }}",
            )
        ),
        height=14,
        before=8,
    )
    return register(
        say,
        ("有偿维修价目表", "Price List of Repairs"),
        columns,
        below=[rule],
        empty=("还没有价目", "No prices yet"),
    )  # fmt: skip


def workload(say: Say) -> bytes:
    """Return what each worker did in a month: jobs, in time, second repairs, scores, and what is in hand."""
    columns = (
        (14, "序号", "No.", "no"),
        (63, "维修人员", "Worker", "worker", "left"),
        (34, "完成", "Done", "finished"),
        (34, "及时", "In time", "in_time"),
        (34, "及时率", "In time, %", "rate"),
        (34, "二次维修", "Second repairs", "reworked"),
        (32, "评分", "Score", "score"),
        (32, "在手", "In hand", "open_jobs"),
    )
    signed = prepared(say)
    return register(
        say,
        ("维修工作量与及时率", "Workload and Timeliness"),
        columns,
        aside=of_month(say),
        below=[signed],
        empty=("还没有接维修单的员工", "Nobody takes repairs yet"),
    )


FORMS: dict[str, Callable[[Say], bytes]] = {
    "repairs/repair_request.docx": request,
    "repairs/work_order.docx": work_order,
    "repairs/repair_completion.docx": completion,
    "repairs/repair_visit.docx": visit,
    "repairs/repair_register.docx": monthly_register,
    "repairs/repair_prices.docx": price_list,
    "repairs/repair_workload.docx": workload,
}
"""The file below `templates_docx` and what makes it."""
