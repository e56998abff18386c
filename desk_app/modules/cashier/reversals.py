"""Reversal requests (冲红申请, F57): asked, approved by another, then carried out by a red receipt."""

from typing import Any

from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft, Finding, RecordKind, Section, register
from desk_app.kernel.text import fold
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Transition, Workflow
from desk_app.modules.cashier import undoing
from desk_app.modules.cashier.applications import REVERSAL_STATES, ReversalRequest
from desk_app.modules.cashier.records import Receipt

ASKING = ("clerk", "cashier", "accountant", "supervisor", "manager")
APPROVING = ("accountant", "supervisor", "manager")
DOING = ("cashier", "accountant", "manager")


def why_not(asked: Any) -> str | None:
    """Return why the receipt cannot be reversed, or None."""
    return undoing.why_not_reverse(asked.receipt_id) or None


def _may_ask(draft: Draft, desk: Desk) -> str | None:
    waiting = ReversalRequest.select().where(
        ReversalRequest.receipt == draft.record.receipt_id, ReversalRequest.state.in_(("asked", "approved"))
    )
    if waiting.exists():
        return _("没有提交：这张收据已有一张冲红申请在办理。")
    return why_not(draft.record)


def _ask(draft: Draft, desk: Desk) -> None:
    draft.record.asked_by, draft.record.asked_at = desk.actor.name, desk.now()


def _may_approve(draft: Draft, desk: Desk) -> str | None:
    if fold(draft.record.asked_by or "") == fold(desk.actor.name):
        return _("没有批准：申请人不能审核自己的冲红，请由另一人办理。")
    return why_not(draft.record)


def _approve(draft: Draft, desk: Desk) -> None:
    draft.record.approved_by, draft.record.approved_at = desk.actor.name, desk.now()


def _may_carry_out(draft: Draft, desk: Desk) -> str | None:
    asked = draft.record
    if fold(asked.approved_by or "") == fold(desk.actor.name):
        return _("没有冲红：审核人不能自己冲红，请由经办人办理。")
    if not asked.copies_back:
        return _("没有冲红：请先收回原收据各联。")
    return why_not(asked)


def _carry_out(draft: Draft, desk: Desk) -> None:
    asked = draft.record
    asked.red = undoing.reverse_receipt(
        asked.receipt_id,
        f"{asked.number} {asked.cause}",
        desk,
        asked.approved_by,
        request=f"reversal-request-{asked.id}",
    )


def _may_name(draft: Draft, desk: Desk) -> str | None:
    """The receipt written anew must be one that stands, of the same room, written after the wrong one."""
    asked = draft.record
    new: Any = asked.reissued
    if new is None or new.id <= asked.receipt_id or new.room_id != asked.receipt.room_id:
        return _("没有登记：重开收据应是同一房号、在原收据之后开的。")
    return None


LIFE = Workflow(
    states=REVERSAL_STATES,
    editable=("draft",),
    open_states=("draft", "asked", "approved"),
    transitions=(
        Transition("ask", "提交申请", ("draft",), "asked", ASKING, _may_ask, _ask, numbered=True, main=True),
        Transition("approve", "批准", ("asked",), "approved", APPROVING, _may_approve, _approve, main=True),
        Transition(
            "carry_out", "冲红", ("approved",), "done", DOING, _may_carry_out, _carry_out,
            asks=("copies_back",), main=True,
        ),
        Transition("name_new", "登记重开收据", ("done",), "done", DOING, _may_name, asks=("reissued",)),
        Transition("refuse", "不批准", ("asked", "approved"), "refused", APPROVING, needs_reason=True),
        Transition("withdraw", "撤回申请", ("draft", "asked"), "void", ASKING, needs_reason=True),
    ),
    tones=(
        ("draft", "waiting"),
        ("asked", "waiting"),
        ("approved", "waiting"),
        ("done", "good"),
        ("refused", "bad"),
    ),
)  # fmt: skip


def _find(draft: Draft) -> Finding:
    asked = draft.record
    receipt: Receipt = asked.receipt
    return Finding(
        " ".join(filter(None, (asked.number, str(receipt)))),
        asked.cause,
        numbers=tuple(filter(None, (asked.number, str(receipt)))),
    )


REVERSAL_REQUESTS = register(
    RecordKind(
        name="reversal_requests",
        model=ReversalRequest,
        label="冲红申请",
        columns=("number", "receipt", "cause", "asked_by", "approved_by", "red", "reissued", "state"),
        sections=(
            Section("冲红", ("receipt", "cause", "copies_back", "note")),
            Section("办理", ("number", "asked_by", "asked_at", "approved_by", "approved_at")),
            Section("结果", ("red", "reissued")),
        ),
        title=lambda asked: " ".join(
            filter(None, (asked.number or _("冲红申请（未提交）"), str(asked.receipt or "")))
        ),
        workflow=LIFE,
        checks=(),
        find=_find,
        about=("receipt",),
        prefix="CH",
        newest_first=True,
        icon="undo",
    )
)
