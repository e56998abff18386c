"""The life of a goods release slip (P4): received, verified by phone, issued, past the gate, filed."""

import datetime
from typing import Any

from desk_app.kernel import signed_copies
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import ChildRows, Draft, Finding, RecordKind, Register, Section, register
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Deadline, Transition, Workflow
from desk_app.modules.goods_release import arrears_check, consent, frequency
from desk_app.modules.goods_release.filling import complete_calls, fill_from_carrier, fill_from_room
from desk_app.modules.goods_release.papers import REGISTER_PAPER, SLIP_PAPER
from desk_app.modules.goods_release.records import STATES, ConsentCall, GoodsReleaseSlip, ReleasedGoods
from desk_app.modules.people.holdings import owner_names
from desk_app.modules.reception.turning import Turn, turns

CLERK = ("clerk", "manager")
GATE = ("guard", "clerk", "manager")


def _may_issue(draft: Draft, desk: Desk) -> str | None:
    return consent.why_not_issued(draft, desk.today) or arrears_check.why_not_cleared(draft, desk)


def _may_issue_despite(draft: Draft, desk: Desk) -> str | None:
    return consent.why_not_issued(draft, desk.today) or arrears_check.why_not_despite(draft, desk)


def _issue(draft: Draft, desk: Desk) -> None:
    """Stamp who issued it and when, the owners of that day, and the flag of rule R20."""
    arrears_check.note_debts(draft, desk)
    _stamp(draft, desk)


def _issue_despite(draft: Draft, desk: Desk) -> None:
    arrears_check.note_override(draft, desk)
    _stamp(draft, desk)


def _stamp(draft: Draft, desk: Desk) -> None:
    slip = draft.record
    complete_calls(draft, desk)
    slip.issued_at = desk.now()
    slip.handled_by = desk.actor.name
    slip.owner_name = owner_names(slip.room_id, desk.today) or slip.owner_name
    slip.attention = frequency.find_attention(slip, desk.today)


def _may_hold(draft: Draft, desk: Desk) -> str | None:
    if consent.last_answer(draft) != "no_answer":
        return _("没有转为暂不放行：请先记下一次未接通的电话。")
    return None


def _may_refuse(draft: Draft, desk: Desk) -> str | None:
    if consent.last_answer(draft) != "disagree":
        return _("没有登记不同意：请先记下业主不同意的那次电话。")
    return None


def _may_release(draft: Draft, desk: Desk) -> str | None:
    """The slip is good for its day only; the gate's own time counts when it is entered the next morning."""
    slip = draft.record
    leaving_on = slip.released_at.date() if slip.released_at else desk.today
    if leaving_on != slip.valid_on:
        return _("没有放行：放行条只在 {day} 当日有效，请作废后重新开条。").format(day=slip.valid_on)
    if slip.released_at and slip.released_at > desk.now():
        return _("没有放行：放行时间还没有到。")
    if slip.gate_match == "no":
        return _("没有放行：货单不符，请用“门岗退回”。")
    return None


def _release(draft: Draft, desk: Desk) -> None:
    slip = draft.record
    slip.released_at = slip.released_at or desk.now()
    if "clerk" not in desk.actor.roles:  # the desk enters what the gate did; only a guard speaks for himself
        slip.gate_guard = slip.gate_guard or desk.actor.name
    slip.gate_match = "yes"


def _return(draft: Draft, desk: Desk) -> None:
    draft.record.gate_match = "no"
    draft.record.gate_guard = draft.record.gate_guard or desk.actor.name


def _may_archive(draft: Draft, desk: Desk) -> str | None:
    if not draft.record.all_signed:
        return _("没有存档：请确认经办人、业主、携带人三方都已签字。")
    return None


def _valid_until(slip: Any) -> datetime.datetime:
    return datetime.datetime.combine(slip.valid_on, datetime.time(23, 59))


LIFE = Workflow(
    states=STATES,
    editable=("draft", "held", "returned"),
    open_states=("draft", "held", "issued", "returned", "released"),
    transitions=(
        Transition(
            "issue", "开条", ("draft", "held", "returned"), "issued", CLERK, _may_issue, _issue, numbered=True, main=True
        ),
        Transition(
            "issue_despite", "特批开条", ("draft", "held", "returned"), "issued", ("manager",), _may_issue_despite,
            _issue_despite, asks=("arrears_reason",), numbered=True,
        ),
        Transition("hold", "暂不放行", ("draft",), "held", CLERK, _may_hold, complete_calls),
        Transition("refuse", "业主不同意", ("draft", "held"), "refused", CLERK, _may_refuse, complete_calls),
        Transition(
            "release", "门岗放行", ("issued",), "released", GATE, _may_release, _release,
            asks=("released_at", "gate_guard"), main=True,
        ),
        Transition("return", "门岗退回", ("issued",), "returned", GATE, effect=_return, asks=("gate_guard",), needs_reason=True),
        Transition("archive", "存档", ("released",), "archived", CLERK, _may_archive, asks=("all_signed",), main=True),
        Transition("void", "作废", ("draft", "held", "issued", "returned"), "void", CLERK, needs_reason=True),
    ),
    deadlines=(
        Deadline("gate", "当日出门有效", ("issued",), _valid_until),
    ),
    tones=(
        ("draft", "waiting"),
        ("held", "waiting"),
        ("refused", "bad"),
        ("issued", "good"),
        ("returned", "bad"),
        ("released", "good"),
    ),
)  # fmt: skip


def _check_goods(draft: Draft) -> dict[str, str]:
    for index, row in enumerate(draft.rows.get("goods", [])):
        if row.quantity is not None and row.quantity <= 0:
            return {f"goods.{index}.quantity": _("数量应大于 0")}
    return {}


def _find(draft: Draft) -> Finding:
    slip = draft.record
    goods = "、".join(row.name for row in draft.rows["goods"][:3])
    return Finding(
        " ".join(filter(None, (slip.number, str(slip.room)))),
        " · ".join(filter(None, (slip.carrier, goods))),
        names=(slip.carrier,),
        numbers=tuple(filter(None, (slip.number, slip.vehicle))),
        places=(str(slip.room),),
    )


def _from_call(call: Any) -> dict[str, Any]:
    """Return what a slip takes over from the call it began with; the goods are asked for then."""
    return {"room": call.room, "carrier": call.caller, "note": call.content}


SLIPS = register(
    RecordKind(
        name="goods_release_slips",
        model=GoodsReleaseSlip,
        label="物品放行条",
        columns=(
            "number",
            "room",
            "carrier",
            "carrier_relation",
            "nature",
            "valid_on",
            "state",
            "handled_by",
            "attention",
        ),
        sections=(
            Section(
                "携带人",
                (
                    "room",
                    "owner_name",
                    "owner_phone",
                    "carrier",
                    "carrier_relation",
                    "carrier_phone",
                    "carrier_id",
                    "company_head",
                ),
            ),
            Section("放行", ("nature", "cause", "vehicle", "valid_on", "authorisation", "note")),
            Section(
                "办理",
                (
                    "number",
                    "issued_at",
                    "handled_by",
                    "attention",
                    "arrears_note",
                    "arrears_reason",
                    "arrears_by",
                    "released_at",
                    "gate_guard",
                    "gate_match",
                    "all_signed",
                ),
            ),
        ),
        title=lambda slip: " ".join(
            filter(None, (slip.number or _("放行条（未开）"), str(slip.room or ""), slip.carrier))
        ),
        workflow=LIFE,
        children=(
            ChildRows(
                "goods",
                "物品清单",
                ReleasedGoods,
                ("name", "spec", "unit", "quantity"),
                "slip",
                most=40,
                starts_with=3,
            ),
            ChildRows(
                "calls",
                "业主核实",
                ConsentCall,
                ("called_at", "phone", "spoken_to", "answer", "called_by"),
                "slip",
                most=20,
            ),
        ),
        own_papers=(SLIP_PAPER,),
        own_registers=(Register(REGISTER_PAPER, "valid_on"),),
        checks=(_check_goods,),
        find=_find,
        about=("room",),
        on_enter=(("room", fill_from_room), ("carrier", fill_from_carrier)),
        prefix="FX",
        order=("valid_on", "id"),
        newest_first=True,
        icon="goods",
    )
)

signed_copies.confirmed_by(SLIPS.name, "all_signed")
turns("release", Turn(SLIPS.name, _from_call, is_form=True))
