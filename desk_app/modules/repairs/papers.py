"""Papers of repairs: request F27, work order F28, completion F29, return visit F31, the month's list, the price list."""

import datetime
from collections.abc import Sequence
from typing import Any

from desk_app.kernel.days import add_months
from desk_app.kernel.kind import Draft, Month
from desk_app.kernel.limits import due_by
from desk_app.kernel.paper_values import Values, labels, plain, shown, stored
from desk_app.kernel.papers import Paper, Placeholder, Sheets
from desk_app.kernel.papers.shapes import POSTED
from desk_app.kernel.shares import rate
from desk_app.kernel.words import _, mark
from desk_app.modules.cashier.records import ReceiptLine
from desk_app.modules.reception.records import WAYS
from desk_app.modules.repairs import returns
from desk_app.modules.repairs.records import JUDGEMENTS, URGENCIES, PriceItem
from desk_app.modules.repairs.workers import performance
from desk_app.modules.staff.records import TRADES

JOB = (
    Placeholder("number", "单号", needed=True, sample="WX-202611-0001"),
    Placeholder("room", "房号或公共部位", needed=True, sample="3-1-502"),
    Placeholder("client", "报修人", needed=True, sample="张三"),
    Placeholder("phone", "电话", shape="phone"),
    Placeholder("content", "报修内容", needed=True, sample="厨房水槽下方给水角阀漏水，已关总阀。"),
    Placeholder("appointed_at", "预约上门时间", shape="moment"),
    Placeholder("registered_at", "登记时间", shape="moment"),
)
"""Which job it is."""

REQUEST = (
    *JOB,
    Placeholder("registered_by", "登记人", sample="王芳"),
    Placeholder("way", "报修方式", choices=labels(WAYS)),
    Placeholder("trade", "类别", choices=labels(TRADES)),
    Placeholder("urgency", "紧急程度", choices=labels(URGENCIES)),
    Placeholder("warranty", "保修提示", sample="已过保修期：2023-05-01 交付，保修 2 年至 2025-04-30"),
    Placeholder("due_at", "完成时限", shape="moment"),
    Placeholder("worker", "维修人员", sample="赵工"),
)

ORDER = (
    *JOB,
    Placeholder("dispatched_at", "派工时间", shape="moment"),
    Placeholder("dispatched_by", "派工人", sample="李调度"),
    Placeholder("workers", "维修人员", sample="赵工、钱工"),
    Placeholder("due_at", "要求完成", shape="moment"),
    Placeholder("attempt", "第几次", sample="首次"),
    Placeholder("first", "首次维修单", sample=""),
    Placeholder("arrived_at", "到达时间", shape="moment"),
    Placeholder("finished_at", "完成时间", shape="moment"),
    Placeholder("judgement", "判定", choices=labels(JUDGEMENTS)),
    Placeholder("plan", "维修方案和收费理由", sample="更换角阀一只；已过保修期，收人工和材料费"),
    Placeholder("work_done", "处理情况", sample=""),
    Placeholder(
        "lines",
        "人工与材料",
        (
            Placeholder("no", "序号"),
            Placeholder("sort", "类别", sample=(mark("材料"), mark("人工"))),
            Placeholder("name", "名称", sample=(mark("角阀"), mark("更换角阀"))),
            Placeholder("spec", "规格", sample=("DN15", "")),
            Placeholder("unit", "单位", sample=(mark("只"), mark("次"))),
            Placeholder("quantity", "数量", sample="1"),
            Placeholder("price", "单价", shape="money", sample=(3800, 3000)),
            Placeholder("amount", "金额", shape="money", sample=(3800, 3000)),
        ),
    ),
    Placeholder("labour", "人工费", shape="money", sample=3000),
    Placeholder("materials", "材料费", shape="money", sample=3800),
    Placeholder("charge", "应收合计", shape="money", sample=6800),
    Placeholder("agreed", "业主同意收费", sample="张三 现场签字 11-23 10:20"),
    Placeholder("receipt", "收据号", sample=""),
    Placeholder("opinion", "业主意见", sample=""),
)

COMPLETION = (
    *JOB,
    Placeholder("workers", "维修人员", sample="赵工"),
    Placeholder("started_at", "开始时间", shape="moment"),
    Placeholder("finished_at", "完成时间", shape="moment"),
    Placeholder("hours", "用时", sample="1 小时 20 分"),
    Placeholder("materials", "材料费", shape="money", sample=3800),
    Placeholder("charge", "收费", shape="money", sample=6800),
    Placeholder("work_done", "处理情况", sample="更换角阀，通水试验无渗漏"),
    Placeholder("acceptance", "业主验收", choices=(mark("合格"), mark("不合格"))),
    Placeholder("is_satisfied", "回访结果", choices=(mark("满意"), mark("不满意"))),
    Placeholder("second", "二次维修单", sample=""),
)

VISIT = (
    *JOB,
    Placeholder("finished_at", "完工时间", shape="moment"),
    Placeholder("window", "应回访", sample="11-24 至 11-26"),
    Placeholder("visited_at", "回访时间", shape="moment"),
    Placeholder("visited_by", "回访人", sample=""),
    Placeholder("visited_how", "回访方式", choices=(mark("电话"), mark("上门"))),
    *(
        Placeholder(name, label, sample="")
        for name, label in zip(
            returns.SCORES, (mark("质量"), mark("及时"), mark("态度"), mark("收费")), strict=True
        )
    ),
    Placeholder("is_satisfied", "回访结果", choices=(mark("满意"), mark("不满意"))),
    Placeholder("visit_opinion", "客户意见", sample=""),
    Placeholder("second", "二次维修单", sample=""),
)

REGISTER = (
    Placeholder("month", "月份", sample="2026-11"),
    Placeholder(
        "rows",
        "明细",
        (
            Placeholder("no", "序号"),
            Placeholder("number", "单号", sample=("WX-202611-0001", "WX-202611-0002", "WX-202611-0003")),
            Placeholder("registered_at", "登记", sample=("11-23 09:05", "11-23 10:20", "11-23 11:00")),
            Placeholder("room", "房号", sample=("3-1-502", "3-2-1101", "5-1-301")),
            Placeholder("client", "报修人", sample=(mark("张三"), mark("李四"), mark("王五"))),
            Placeholder("trade", "类别", sample=(mark("给排水"), mark("强电"), mark("门窗"))),
            Placeholder("content", "内容", sample=(mark("角阀漏水"), mark("插座没电"), mark("门锁损坏"))),
            Placeholder("worker", "维修人员", sample=(mark("赵工"), mark("钱工"), mark("赵工"))),
            Placeholder("finished_at", "完工", sample=("11-23 10:30", "11-23 15:00", "")),
            Placeholder("in_time", "及时", sample=(mark("是"), mark("是"), "")),
            Placeholder("charge", "收费", shape="money", sample=(6800, 0, 0)),
            Placeholder("result", "回访", sample=(mark("满意"), mark("满意"), "")),
            Placeholder("state", "状态", sample=(mark("满意立案"), mark("满意立案"), mark("已派工"))),
        ),
    ),
    Placeholder("count", "件数", sample="3"),
    Placeholder("in_time", "及时完成", sample="2"),
    Placeholder("reworked", "二次维修", sample="0"),
)

PRICES = (
    Placeholder("month", "月份", sample="2026-11"),
    Placeholder(
        "rows",
        "价目",
        (
            Placeholder("no", "序号"),
            Placeholder("sort", "类别", sample=(mark("人工"), mark("材料"), mark("材料"))),
            Placeholder("trade", "专业", sample=mark("给排水")),
            Placeholder("name", "名称", sample=(mark("更换角阀"), mark("角阀"), mark("软管"))),
            Placeholder("spec", "规格", sample=("", "DN15", "50 cm")),
            Placeholder("unit", "单位", sample=(mark("次"), mark("只"), mark("根"))),
            Placeholder("price", "单价", shape="money", sample=(3000, 3800, 1500)),
        ),
    ),
)


def job_values(draft: Draft) -> Values:
    """Return the values of `JOB`."""
    repair = draft.record
    return {
        **plain(draft, "number", "client", "phone", "content"),
        **stored(draft, "appointed_at", "registered_at"),
        "room": str(repair.room or "") or " ".join(filter(None, (str(repair.building or ""), repair.place))),
    }


def workers_of(draft: Draft) -> str:
    """Return who works on it: the worker, the others, the firm."""
    repair = draft.record
    names = [repair.worker, *(helper.worker for helper in draft.rows["helpers"]), repair.firm]
    return "、".join(str(name) for name in names if name is not None)


def request_values(draft: Draft) -> Values:
    """Return the values of F27."""
    repair = draft.record
    return {
        **job_values(draft),
        **plain(draft, "registered_by"),
        **shown(draft, "way", "trade", "urgency"),
        "warranty": repair.warranty_hint or "",
        "due_at": due_by("limit_repair", repair.registered_at),
        "worker": str(repair.worker or repair.firm or ""),
    }


def order_values(draft: Draft) -> Values:
    """Return the values of F28; sums stand on it once there are any."""
    repair = draft.record
    agreed = [repair.agreed_by, draft.kind.field("agreed_how").show(repair.agreed_how)]
    agreed.append(f"{repair.agreed_at:%m-%d %H:%M}" if repair.agreed_at else "")
    return {
        **job_values(draft),
        **plain(draft, "dispatched_by", "plan", "work_done", "opinion"),
        **stored(draft, "dispatched_at", "arrived_at", "finished_at"),
        **shown(draft, "judgement"),
        "workers": workers_of(draft),
        "due_at": due_by("limit_repair", repair.registered_at),
        "attempt": _("首次") if repair.attempt == 1 else _("第 {count} 次").format(count=repair.attempt),
        "first": str(repair.first or ""),
        "lines": [_line(place, line) for place, line in enumerate(draft.rows["lines"], 1)],
        **{name: getattr(repair, name) or None for name in ("labour", "materials", "charge")},
        "agreed": " ".join(filter(None, agreed)),
        "receipt": _receipt_of(repair),
    }


def _receipt_of(repair: Any) -> str:
    """Return the number of the receipt the repair was paid with; '' while it is not paid."""
    bill = repair.bill
    if bill is None or not bill.paid:
        return ""
    taken = ReceiptLine.select().where(ReceiptLine.bill == bill.id, ReceiptLine.amount > 0)
    last = taken.order_by(ReceiptLine.id.desc()).first()
    return str(last.receipt.number) if last else ""


def _line(place: int, line: Any) -> Values:
    return {
        "no": str(place),
        **{name: line._meta.fields[name].show(getattr(line, name)) for name in ("sort", "quantity")},
        **{name: getattr(line, name) or "" for name in ("name", "spec", "unit")},
        **{name: getattr(line, name) for name in ("price", "amount")},
    }


def completion_values(draft: Draft) -> Values:
    """Return the values of F29."""
    repair = draft.record
    return {
        **job_values(draft),
        **plain(draft, "work_done"),
        **stored(draft, "started_at", "finished_at", "materials", "charge"),
        **shown(draft, "acceptance", "is_satisfied"),
        "workers": workers_of(draft),
        "hours": _span(repair),
        "second": _second(repair),
    }


def _span(repair: Any) -> str:
    if not repair.started_at or not repair.finished_at:
        return ""
    minutes = int((repair.finished_at - repair.started_at).total_seconds()) // 60
    return _("{hours} 小时 {minutes} 分").format(hours=minutes // 60, minutes=minutes % 60)


def _second(repair: Any) -> str:
    after = returns.second_repair(repair) if repair.state == "rework" else None
    return str(type(repair).get_by_id(after.record_id).number) if after else ""


def visit_values(draft: Draft) -> Values:
    """Return the values of F31."""
    repair = draft.record
    begins, ends = returns.visit_from(repair), returns.visit_until(repair)
    return {
        **job_values(draft),
        **plain(draft, "visited_by", "visit_opinion"),
        **stored(draft, "finished_at", "visited_at"),
        **shown(draft, "visited_how", "is_satisfied"),
        **{name: str(getattr(repair, name) or "") for name in returns.SCORES},
        "window": _("{begins} 至 {ends}").format(begins=f"{begins:%m-%d}", ends=f"{ends:%m-%d}")
        if begins and ends
        else "",
        "second": _second(repair),
    }


def why_not_finished(draft: Draft) -> str | None:
    """Return why completion and visit are not printed: the work is not done."""
    if draft.record.finished_at is None:
        return _("没有打印：{number} 还没有完工。").format(number=draft.record.number)
    return None


def register_values(drafts: Sequence[Draft]) -> Values:
    """Return the month's repairs, a line each, void ones left out; a rework is a line, and no job of its own."""
    kept = [draft for draft in drafts if draft.record.state != "void"]
    firsts = [draft.record for draft in kept if draft.record.attempt == 1]
    return {
        "rows": [_register_row(place, draft) for place, draft in enumerate(kept, 1)],
        "count": str(len(firsts)),
        "in_time": str(sum(is_in_time(repair) for repair in firsts)),
        "reworked": str(sum(draft.record.attempt > 1 for draft in kept)),
    }


def is_in_time(repair: Any) -> bool:
    """Say whether the repair was done within its 24 hours (T01)."""
    return bool(repair.finished_at and repair.finished_at <= due_by("limit_repair", repair.registered_at))


def _register_row(place: int, draft: Draft) -> Values:
    repair = draft.record
    finished = repair.finished_at
    return {
        "no": str(place),
        **{
            name: value
            for name, value in job_values(draft).items()
            if name in ("number", "room", "client", "content")
        },
        **shown(draft, "trade", "state"),
        "registered_at": f"{repair.registered_at:%m-%d %H:%M}",
        "worker": workers_of(draft),
        "finished_at": f"{finished:%m-%d %H:%M}" if finished else "",
        "in_time": "" if not finished else _("是") if is_in_time(repair) else _("否"),
        "charge": repair.charge or None,
        "result": draft.kind.field("is_satisfied").show(repair.is_satisfied),
    }


def price_values(month: Month) -> Values:
    """Return the price list as it is on the day."""
    in_use = PriceItem.stopped_on.is_null() | (PriceItem.stopped_on > month.day)
    items = PriceItem.select().where(in_use).order_by(PriceItem.sort.desc(), PriceItem.trade, PriceItem.name)
    return {
        "rows": [
            {
                "no": str(place),
                **{name: item._meta.fields[name].show(getattr(item, name)) for name in ("sort", "trade")},
                **{name: getattr(item, name) or "" for name in ("name", "spec", "unit")},
                "price": item.price,
            }
            for place, item in enumerate(items, 1)
        ]
    }


WORKLOAD = (
    Placeholder("month", "月份", sample="2026-11"),
    Placeholder(
        "rows",
        "工作量",
        (
            Placeholder("no", "序号"),
            Placeholder("worker", "维修人员", sample=(mark("赵工"), mark("钱工"))),
            Placeholder("finished", "完成", sample=("18", "12")),
            Placeholder("in_time", "及时", sample=("17", "12")),
            Placeholder("rate", "及时率", sample=("94.44%", "100.00%")),
            Placeholder("reworked", "二次维修", sample=("1", "0")),
            Placeholder("score", "评分", sample=("4.60", "4.85")),
            Placeholder("open_jobs", "在手", sample=("3", "1")),
        ),
    ),
)


def workload_values(month: Month) -> Values:
    """Return what each worker did in the month, up to the day it is looked at, and has in hand."""
    ends = min(add_months(month.first_on, 1) - datetime.timedelta(days=1), month.day)
    return {
        "rows": [
            {
                "no": str(place),
                "worker": one.worker,
                **{
                    name: str(getattr(one, name)) for name in ("finished", "in_time", "reworked", "open_jobs")
                },
                "rate": rate(one.in_time, one.finished),
                "score": f"{one.score // 100}.{one.score % 100:02d}" if one.score else "",
            }
            for place, one in enumerate(performance(month.first_on, ends), 1)
        ]
    }


REQUEST_PAPER = Paper(
    "repair_request",
    "客户（业主）维修登记表",
    "F27",
    "repairs/repair_request.docx",
    REQUEST,
    request_values,
    copies=(mark("① 客服联"), mark("② 维修部联")),
    pages=1,
    page_size="A5",
    signatures=(mark("接收人"),),
)
WORK_ORDER_PAPER = Paper(
    "work_order",
    "维修派工单",
    "F28",
    "repairs/work_order.docx",
    ORDER,
    order_values,
    copies=(mark("① 客服存根"), mark("② 维修联"), mark("③ 财务联"), mark("④ 客户联")),
    pages=4,
    page_size="A5 landscape",
    sheets=Sheets("lines", first=5, rest=5, widths={"name": 30, "spec": 18}),
    signatures=(mark("业主"), mark("维修人员")),
)
COMPLETION_PAPER = Paper(
    "repair_completion",
    "维修完毕登记表",
    "F29",
    "repairs/repair_completion.docx",
    COMPLETION,
    completion_values,
    pages=1,
    page_size="A5",
    signatures=(mark("移交人"), mark("客服部主管")),
    may_print=why_not_finished,
)
VISIT_PAPER = Paper(
    "repair_visit",
    "维修回访记录表",
    "F31",
    "repairs/repair_visit.docx",
    VISIT,
    visit_values,
    pages=1,
    page_size="A5",
    may_print=why_not_finished,
)
REGISTER_PAPER = Paper(
    "repair_register", "维修登记台账", "F29-2", "repairs/repair_register.docx", REGISTER, register_values
)
PRICE_LIST_PAPER = Paper(
    "repair_prices",
    "有偿维修价目表",
    "F29-3",
    "repairs/repair_prices.docx",
    PRICES,
    price_values,
    seen_by=POSTED,
)
WORKLOAD_PAPER = Paper(
    "repair_workload",
    "维修工作量与及时率",
    "F29-4",
    "repairs/repair_workload.docx",
    WORKLOAD,
    workload_values,
)
