"""The life of a repair (P8): dispatched, judged, quoted and agreed where it is paid, done, accepted, visited, filed."""

import datetime
from typing import Any

from desk_app.kernel import signed_copies
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import ChildRows, Draft, Finding, RecordKind, Register, Section, register
from desk_app.kernel.limits import declare_limit, due_by
from desk_app.kernel.words import _, mark
from desk_app.kernel.workflow import Deadline, Transition, Workflow
from desk_app.modules.reception.callers import fill_client
from desk_app.modules.reception.calls import first_line
from desk_app.modules.reception.turning import Turn, turns
from desk_app.modules.repairs import returns
from desk_app.modules.repairs.charges import (
    bill_repair,
    check_lines,
    complete_lines,
    fill_line,
    sum_lines,
    take_bill_of_repair_back,
    why_not_within_quote,
)
from desk_app.modules.repairs.papers import (
    COMPLETION_PAPER,
    REGISTER_PAPER,
    REQUEST_PAPER,
    VISIT_PAPER,
    WORK_ORDER_PAPER,
)
from desk_app.modules.repairs.records import STATES, Helper, Repair, RepairLine
from desk_app.modules.repairs.stock import put_back, take_parts, why_not_in_stock
from desk_app.modules.repairs.warranty import find_warranty

DESK = ("clerk", "dispatcher", "supervisor", "manager")
DISPATCH = ("dispatcher", "clerk", "manager")
UNDER_WAY = ("registered", "dispatched", "on_site", "judged", "quoted", "working")
HOURS = datetime.timedelta(hours=1)

declare_limit("limit_repair", mark("维修"), "24 hour", mark("客户报修后多久内修好，保修和收费都一样（T01）"))


def _may_dispatch(draft: Draft, desk: Desk) -> str | None:
    repair = draft.record
    if repair.worker_id is None and repair.firm_id is None:
        return _("没有派工：请选择维修人员或外委单位。")
    if repair.worker_id and repair.worker.left_on and repair.worker.left_on < desk.today:
        return _("没有派工：{worker} 已经离职。").format(worker=repair.worker)
    return None


def _dispatch(draft: Draft, desk: Desk) -> None:
    draft.record.dispatched_at, draft.record.dispatched_by = desk.now(), desk.actor.name


def _take_back(draft: Draft, desk: Desk) -> None:
    repair = draft.record
    repair.worker = repair.firm = repair.arrived_at = None
    repair.dispatched_at = repair.dispatched_by = None


def _arrive(draft: Draft, desk: Desk) -> None:
    draft.record.arrived_at = draft.record.arrived_at or desk.now()


def _may_judge(draft: Draft, desk: Desk) -> str | None:
    repair = draft.record
    if not repair.judgement:
        return _("没有判定：请选择保修期内、收费还是其他。")
    if repair.judgement == "paid" and repair.room_id is None:
        return _("没有判定：公共部位的维修不向业主收费。")
    if (repair.judged_why or "").strip():
        return None
    hint = find_warranty(repair.room, repair.trade, repair.registered_at.date())
    if repair.judgement == "paid" and hint.is_covered:
        return _("没有判定为收费：{words}。人为损坏等不在保修内的，请写明判定依据。").format(words=hint.words)
    if repair.judgement == "warranty" and repair.room_id and hint.until_on and not hint.is_covered:
        return _("没有判定为保修：{words}。仍按保修办理的，请写明判定依据。").format(words=hint.words)
    return None


def _judge_again(draft: Draft, desk: Desk) -> None:
    """What was agreed to was another judgement: paid work is quoted and agreed to anew (R24)."""
    _quote(draft, desk)


def _may_start(draft: Draft, desk: Desk) -> str | None:
    """Paid work begins only after the owner accepted reason and amount (R24)."""
    if draft.record.judgement == "paid":
        return _("没有开始维修：收费维修要先阐明理由和金额，经业主同意，请用“报价”。")
    if draft.record.judgement == "owner":
        return _("没有开始维修：判定为业主自修，请用“业主不同意或自修”结束。")
    return None


def _start(draft: Draft, desk: Desk) -> None:
    draft.record.started_at = draft.record.started_at or desk.now()


def _may_quote(draft: Draft, desk: Desk) -> str | None:
    repair = draft.record
    if repair.judgement != "paid":
        return _("没有报价：这次维修不收费。")
    if not repair.quoted:
        return _("没有报价：请填写报价金额。")
    if not (repair.plan or "").strip():
        return _("没有报价：请写明维修方案和收费理由。")
    return None


def _quote(draft: Draft, desk: Desk) -> None:
    """A new quote is agreed to anew, whatever was agreed to before (R24)."""
    repair = draft.record
    repair.agreed_at = repair.agreed_by = repair.agreed_how = repair.agreed_charge = None


def _may_agree(draft: Draft, desk: Desk) -> str | None:
    if not draft.record.agreed_by or not draft.record.agreed_how:
        return _("没有登记同意：请填写谁同意了报价、怎样同意的。")
    return None


def _agree(draft: Draft, desk: Desk) -> None:
    draft.record.agreed_at = draft.record.agreed_at or desk.now()
    draft.record.agreed_charge = draft.record.quoted
    _start(draft, desk)


def _may_finish(draft: Draft, desk: Desk) -> str | None:
    repair = draft.record
    if not (repair.work_done or "").strip():
        return _("没有登记完工：请写下处理情况。")
    finished_at = repair.finished_at or desk.now()
    if finished_at > desk.now():
        return _("没有登记完工：完成时间还没有到。")
    if finished_at < repair.registered_at:
        return _("没有登记完工：完成时间早于登记时间。")
    complete_lines(draft)
    return why_not_within_quote(draft) or why_not_in_stock(draft)


def _finish(draft: Draft, desk: Desk) -> None:
    draft.record.finished_at = draft.record.finished_at or desk.now()
    take_parts(draft, desk)


def _work_again(draft: Draft, desk: Desk) -> None:
    put_back(draft.record, desk)
    draft.record.finished_at = None


def _may_accept(draft: Draft, desk: Desk) -> str | None:
    if draft.record.acceptance != "yes":
        return _("没有登记验收：请与业主共同检查；不合格的用“返工”。")
    return None


def _accept(draft: Draft, desk: Desk) -> None:
    draft.record.accepted_at = draft.record.accepted_at or desk.now()
    draft.record.bill = bill_repair(draft, desk)


def _undo_acceptance(draft: Draft, desk: Desk) -> None:
    repair = draft.record
    take_bill_of_repair_back(repair, desk)
    repair.acceptance = repair.accepted_at = None
    repair.all_signed = False


LIFE = Workflow(
    states=STATES,
    editable=("registered", "dispatched", "on_site", "judged", "quoted", "working"),
    open_states=(*UNDER_WAY, "done", "accepted"),
    transitions=(
        Transition(
            "dispatch", "派工", ("registered",), "dispatched", DISPATCH, _may_dispatch, _dispatch,
            asks=("worker", "firm", "appointed_at"), main=True,
        ),
        Transition(
            "take_back", "改派", ("dispatched", "on_site"), "registered", DISPATCH, effect=_take_back, needs_reason=True
        ),
        Transition(
            "arrive", "已上门", ("dispatched",), "on_site", DESK, effect=_arrive, asks=("arrived_at",), main=True
        ),
        Transition(
            "judge", "判定", ("dispatched", "on_site"), "judged", DESK, _may_judge, _arrive,
            asks=("arrived_at", "judgement", "judged_why", "plan"),
        ),
        Transition("start", "开始维修", ("judged",), "working", DESK, _may_start, _start, asks=("started_at",), main=True),
        Transition(
            "judge_again", "重新判定", ("judged", "quoted", "working"), "judged", DESK, _may_judge, _judge_again,
            asks=("judgement", "judged_why", "plan"), needs_reason=True,
        ),
        Transition("quote", "报价", ("judged", "working"), "quoted", DESK, _may_quote, _quote, asks=("quoted", "plan")),
        Transition(
            "agree", "业主同意报价", ("quoted",), "working", DESK, _may_agree, _agree,
            asks=("agreed_by", "agreed_how", "agreed_at"), main=True,
        ),
        Transition("decline", "业主不同意或自修", ("judged", "quoted"), "declined", DESK, needs_reason=True),
        Transition(
            "finish", "完工", ("working",), "done", DESK, _may_finish, _finish, asks=("finished_at", "work_done"), main=True
        ),
        Transition("work_again", "返工", ("done",), "working", DESK, effect=_work_again, needs_reason=True),
        Transition(
            "accept", "业主验收", ("done",), "accepted", DESK, _may_accept, _accept,
            asks=("acceptance", "accepted_at", "opinion", "all_signed"), main=True,
        ),
        Transition(
            "close", "回访满意，立案", ("accepted",), "closed", DESK, returns.may_close, returns.note_visit,
            asks=("visited_how", "visited_at", "visited_by", *returns.SCORES, "is_satisfied", "visit_opinion"), main=True,
        ),
        Transition(
            "repeat", "不满意，二次维修", ("accepted",), "rework", DESK, returns.may_repeat, returns.repeat,
            asks=("visited_how", "visited_at", "visited_by", "visit_opinion"), leads_to=returns.second_repair,
        ),
        Transition(
            "undo_acceptance", "撤销验收", ("accepted", "closed"), "done", ("supervisor", "manager"),
            effect=_undo_acceptance, needs_reason=True,
        ),
        Transition("void", "作废", ("registered", "dispatched"), "void", DESK, needs_reason=True),
    ),
    deadlines=(
        Deadline(
            "repair", "24 小时内修好", UNDER_WAY, lambda repair: due_by("limit_repair", repair.registered_at),
            since=lambda repair: repair.registered_at, warning=4 * HOURS, role="dispatcher", tells="supervisor",
            extended_by=("supervisor", "manager"),
        ),
        Deadline(
            "appointment", "预约上门", ("registered", "dispatched"), lambda repair: repair.appointed_at,
            warning=HOURS, role="dispatcher",
        ),
        Deadline(
            "visit", "回访（1–3 天）", ("done", "accepted"), returns.visit_until,
            since=lambda repair: repair.finished_at, not_before=returns.visit_from, warning=24 * HOURS, role="clerk",
            tells="supervisor",
        ),
    ),
    tones=(
        ("registered", "waiting"), ("dispatched", "waiting"), ("on_site", "waiting"), ("judged", "waiting"),
        ("quoted", "waiting"), ("working", "waiting"), ("done", "good"), ("accepted", "good"), ("closed", "good"),
        ("rework", "bad"), ("declined", "quiet"),
    ),
    holder="holder",
    pausable=("dispatched", "on_site", "judged", "quoted", "working"),
)  # fmt: skip


def _prepare(draft: Draft) -> None:
    repair = draft.record
    complete_lines(draft)
    if repair.registered_at:
        repair.warranty_hint = find_warranty(repair.room, repair.trade, repair.registered_at.date()).words


def _check(draft: Draft) -> dict[str, str]:
    repair = draft.record
    if repair.room_id is None and not repair.place:
        return {"place": _("请选择房号，或填写公共部位")}
    if repair.judgement == "paid" and repair.room_id is None:
        return {"judgement": _("公共部位的维修不向业主收费")}
    return check_lines(draft)


def _find(draft: Draft) -> Finding:
    repair = draft.record
    return Finding(
        " ".join(filter(None, (repair.number, str(repair.room or repair.place or ""), repair.client))),
        first_line(repair.content),
        names=(repair.client,) if repair.client else (),
        numbers=tuple(filter(None, (repair.number, repair.phone))),
        places=tuple(filter(None, (str(repair.room or ""), repair.place))),
    )


def _from_call(call: Any) -> dict[str, Any]:
    """Return what a repair takes over from the call it began with: the 24 hours begin with the call."""
    return {
        "registered_at": call.at,
        "way": call.way,
        "room": call.room,
        "place": None if call.room_id else _("待定"),
        "person": call.person,
        "client": call.caller or call.caller_number,
        "phone": call.call_back_number or call.caller_number,
        "urgency": "urgent" if call.is_urgent else "usual",
        "content": call.content,
        "holder": call.holder,
    }


def _fill_clerk(draft: Draft, desk: Desk) -> None:
    repair = draft.record
    repair.registered_by = repair.registered_by or desk.actor.name
    repair.registered_at = repair.registered_at or desk.now().replace(second=0, microsecond=0)


REPAIRS = register(
    RecordKind(
        name="repairs",
        model=Repair,
        label="维修",
        columns=(
            "number", "registered_at", "room", "client", "trade", "urgency", "content", "worker", "state", "attempt", "holder",
        ),
        sections=(
            Section(
                "报修",
                ("room", "building", "place", "person", "client", "phone", "way", "registered_at", "trade", "urgency",
                 "content", "appointed_at", "warranty_hint"),
            ),
            Section(
                "派工与判定",
                ("number", "worker", "firm", "dispatched_at", "dispatched_by", "arrived_at", "judgement", "judged_why",
                 "plan", "first", "attempt", "holder"),
            ),
            Section(
                "收费",
                ("quoted", "agreed_by", "agreed_how", "agreed_at", "agreed_charge", "labour", "materials", "charge", "bill"),
            ),
            Section(
                "完工与回访",
                ("started_at", "finished_at", "work_done", "acceptance", "accepted_at", "opinion", "visited_at",
                 "visited_by", "visited_how", "is_satisfied", "visit_opinion", *returns.SCORES, "all_signed",
                 "registered_by"),
            ),
        ),
        title=lambda repair: " ".join(
            filter(None, (repair.number or _("维修单"), str(repair.room or repair.place or ""), repair.client))
        ),
        workflow=LIFE,
        children=(
            ChildRows(
                "lines", "人工与材料", RepairLine, ("sort", "item", "part", "name", "spec", "unit", "quantity", "price", "amount"),
                "repair", most=30,
            ),
            ChildRows("helpers", "协同人员", Helper, ("worker",), "repair", most=8),
        ),
        own_papers=(REQUEST_PAPER, WORK_ORDER_PAPER, COMPLETION_PAPER, VISIT_PAPER),
        own_registers=(Register(REGISTER_PAPER, "registered_at"),),
        checks=(_check,),
        prepare=_prepare,
        find=_find,
        about=("room", "person", "building"),
        on_enter=(("room", fill_client), ("phone", fill_client), ("content", _fill_clerk)),
        on_enter_row=(
            ("lines.item", fill_line),
            ("lines.part", fill_line),
            *((f"lines.{name}", sum_lines) for name in ("sort", "quantity", "price")),
            ("lines", sum_lines),
        ),
        prefix="WX",
        order=("registered_at", "id"),
        newest_first=True,
        icon="edit",
        noun="维修单",
        numbered_at_once=True,
    )
)  # fmt: skip

signed_copies.confirmed_by(REPAIRS.name, "all_signed")
turns("repair", Turn("repairs", _from_call))
