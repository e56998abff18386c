"""The life of a reduction (减免单, F55): asked with a reason, approved by who is entitled to its sum, used, taken back."""

from collections.abc import Callable
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.access import Desk
from desk_app.kernel.fields import Money
from desk_app.kernel.kind import Draft, Finding, RecordKind, Section, register
from desk_app.kernel.money import show
from desk_app.kernel.text import fold
from desk_app.kernel.words import _, mark
from desk_app.kernel.workflow import Transition, Workflow
from desk_app.modules.billing import reductions
from desk_app.modules.billing.records import REDUCTION_STATES, Reduction
from desk_app.modules.billing.reduction_worth import approved_in_month, worth

ASKING = ("clerk", "cashier", "accountant", "supervisor", "manager")
APPROVING = ("accountant", "supervisor", "manager")
HEADS = ("accountant", "manager")

CORRECT_BILL: list[Callable[[Reduction, Desk], int]] = []
"""The module that knows what was paid adds a function here: it carries an approved correction out, returns its fen."""

CORRECTION_TAKEN_BACK: list[Callable[[Reduction, Desk], None]] = []
"""The same module is told here of a reduction that was taken back."""

settings.declare(
    "reduction_limit_supervisor",
    Money("收费主管减免上限（元）"),
    100_00,
    mark("收费"),
    mark("项目主管或财务一次最多批准减免多少；更多须项目经理批准"),
)
settings.declare(
    "reduction_limit_manager",
    Money("项目经理减免上限（元）"),
    1000_00,
    mark("收费"),
    mark("项目经理一次最多批准减免多少；更多须公司批准，填写公司批文号"),
)


def _check_what(draft: Draft) -> dict[str, str] | None:
    """Either a sum or a ratio; a waiver of late fees may have neither and lets off all of them."""
    reduction = draft.record
    if reduction.amount is not None and reduction.ratio is not None:
        return {"ratio": _("减免金额和比例只填一个")}
    if reduction.amount is not None and reduction.amount <= 0:
        return {"amount": _("减免金额应大于 0")}
    if reduction.ratio is not None and reduction.ratio >= reductions.WHOLE:
        return {"ratio": _("比例应小于 1，如 0.7 为收七成，0 为全免")}
    if reduction.amount is None and reduction.ratio is None and reduction.kind != "late_fee":
        return {"amount": _("请填写减免金额，或按多少比例收取")}
    return None


def _check_when(draft: Draft) -> dict[str, str] | None:
    """A ratio is for certain days of one item, so that it ends by itself."""
    reduction = draft.record
    if reduction.from_on and reduction.until_on and reduction.until_on < reduction.from_on:
        return {"until_on": _("结束日期早于开始日期")}
    if reduction.ratio is None or reduction.kind in reductions.OF_WHAT_IS_LEFT:
        return None
    missing = {name: getattr(reduction, name) for name in ("from_on", "until_on")}
    problems = {name: _("按比例减免要填起止日期") for name, day in missing.items() if day is None}
    if reduction.item_id is None:
        problems["item"] = _("按比例减免要填收费项目")
    return problems


def _check_overlap(draft: Draft) -> dict[str, str] | None:
    """Two vacancy approvals for the same days would let the same fee off twice."""
    asked = draft.record
    if asked.kind != "vacancy" or not (asked.from_on and asked.until_on) or asked.room_id is None:
        return None
    others = Reduction.select().where(
        Reduction.room == asked.room_id,
        Reduction.kind == "vacancy",
        Reduction.state.in_(("asked", "approved", "consumed")),
        Reduction.from_on <= asked.until_on,
        Reduction.until_on >= asked.from_on,
    )
    for other in others:
        same_item = asked.item_id is None or other.item_id in (None, asked.item_id)
        if other.id != asked.id and same_item:
            return {"from_on": _("这些日子已有空置房减免 {number}").format(number=other.number or "")}
    return None


def limit_of(desk: Desk) -> int:
    """Return how many fen the person at the desk may let off at once."""
    if "manager" in desk.actor.roles:
        return int(settings.value("reduction_limit_manager"))
    return int(settings.value("reduction_limit_supervisor")) if desk.actor.roles & set(APPROVING) else 0


def _may_approve(draft: Draft, desk: Desk) -> str | None:
    """Whoever asked may not approve; above the limits somebody higher must."""
    asked = draft.record
    if fold(asked.asked_by or "") == fold(desk.actor.name):
        return _("没有批准：申请人不能批准自己的减免，请由另一人办理。")
    fen, limit = worth(asked, desk.today), limit_of(desk)
    before = approved_in_month(asked, desk.today)
    total = None if fen is None else fen + before
    if "manager" not in desk.actor.roles and (total is None or total > limit):
        return _("没有批准：减免 {sum} 元{before}超过了您的权限 {limit} 元，请由项目经理批准。").format(
            sum=show(fen) if fen is not None else _("未知"), before=_told_before(before), limit=show(limit)
        )
    if total is not None and total > limit and not asked.company_approval:
        return _(
            "没有批准：减免 {sum} 元{before}超过项目经理的权限 {limit} 元，请先报公司，并填写公司批文号。"
        ).format(sum=show(fen or 0), before=_told_before(before), limit=show(limit))
    return None


def _told_before(fen: int) -> str:
    return _("（这套房本月已批 {sum} 元，合计）").format(sum=show(fen)) if fen else ""


def _ask(draft: Draft, desk: Desk) -> None:
    draft.record.asked_by = desk.actor.name


def _approve(draft: Draft, desk: Desk) -> None:
    """Stamp who approved it, and set it against what is open now."""
    reduction = draft.record
    reduction.approved_by, reduction.approved_at = desk.actor.name, desk.now()
    if reduction.bill_id is None:
        reduction.used = (reduction.used or 0) + reductions.carry_out(reduction, desk)
    else:
        reduction.amount = reduction.used = sum(correct(reduction, desk) for correct in CORRECT_BILL)


def _take_back(draft: Draft, desk: Desk) -> None:
    draft.record.used = (draft.record.used or 0) - reductions.take_back(draft.record.id, desk)
    for follow in CORRECTION_TAKEN_BACK:
        follow(draft.record, desk)


def _close_used_up(draft: Draft, desk: Desk) -> None:
    """An approval that was used whole at once is used up at once."""
    if draft.record.state == "approved" and reductions.is_used_up(draft.record):
        reductions.note_used(draft.record, 0, desk)
        fresh: Any = Reduction.get_by_id(draft.record.id)
        draft.record.state, draft.record.version = fresh.state, fresh.version


LIFE = Workflow(
    states=REDUCTION_STATES,
    editable=("draft",),
    open_states=("draft", "asked"),
    transitions=(
        Transition("ask", "提交申请", ("draft",), "asked", ASKING, effect=_ask, numbered=True, main=True),
        Transition(
            "approve", "批准", ("asked",), "approved", APPROVING, _may_approve, _approve,
            asks=("company_approval",), main=True,
        ),
        Transition("refuse", "不批准", ("asked",), "refused", APPROVING, needs_reason=True),
        Transition("withdraw", "撤回申请", ("draft", "asked"), "void", ASKING, needs_reason=True),
        Transition("end", "终止使用", ("approved",), "consumed", APPROVING, needs_reason=True),
        Transition(
            "take_back", "撤销减免", ("approved", "consumed"), "void", HEADS, effect=_take_back,
            needs_reason=True,
        ),
    ),
    tones=(
        ("draft", "waiting"),
        ("asked", "waiting"),
        ("approved", "good"),
        ("refused", "bad"),
        ("void", "bad"),
    ),
)  # fmt: skip


def _find(draft: Draft) -> Finding:
    reduction = draft.record
    return Finding(
        " ".join(filter(None, (reduction.number, str(reduction.room)))),
        " · ".join((Reduction.kind.show(reduction.kind), reduction.cause)),
        numbers=(reduction.number,) if reduction.number else (),
        places=(str(reduction.room),),
    )


REDUCTIONS = register(
    RecordKind(
        name="reductions",
        model=Reduction,
        label="减免单",
        columns=("number", "room", "item", "kind", "from_on", "until_on", "amount", "ratio", "used", "state"),
        sections=(
            Section("减免", ("room", "item", "kind", "bill", "amount", "ratio", "from_on", "until_on")),
            Section("原因", ("cause", "evidence", "company_approval", "note")),
            Section("办理", ("number", "asked_by", "approved_by", "approved_at", "used")),
        ),
        title=lambda reduction: " ".join(
            filter(None, (reduction.number or _("减免单（未提交）"), str(reduction.room or "")))
        ),
        workflow=LIFE,
        checks=(_check_what, _check_when, _check_overlap),
        find=_find,
        about=("room",),
        follow=_close_used_up,
        prefix="JM",
        newest_first=True,
        icon="down",
    )
)
