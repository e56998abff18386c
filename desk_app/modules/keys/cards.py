"""Access cards, parking cards and remotes (门禁卡、车卡、遥控器, F17): issued, reported lost, replaced, given back."""

from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import TransitionRefused
from desk_app.kernel.kind import Draft, Finding, RecordKind, Section, register
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Next, Transition, Workflow
from desk_app.modules.arrears import guard
from desk_app.modules.billing.ledger import post_bill
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.billing.workings import Typed, to_json
from desk_app.modules.keys.papers import CARD_PAPER
from desk_app.modules.keys.records import CARD_STATES, AccessCard

DESK = ("clerk", "supervisor", "manager")
PASSES = "passes"
ITEM = "MJ"
"""The fee item of cards (门禁卡工本费, domain.md 3.1)."""


def _objection(card: Any, desk: Desk) -> guard.Objection | None:
    return guard.why_not(card.room_id, PASSES, desk) if card.room_id else None


def _may_issue(draft: Draft, desk: Desk) -> str | None:
    objection = _objection(draft.record, desk)
    return objection.sentence if objection and objection.refuses else _why_not_complete(draft.record)


def _why_not_complete(card: Any) -> str | None:
    if card.room_id is None and card.person_id is None:
        return _("没有发放：请选择房号或领用人。")
    if card.sort == "parking" and card.vehicle_id is None:
        return _("没有发放：车位月卡请选择车辆。")
    if card.charge and card.room_id is None:
        return _("没有发放：收工本费的，请选择房号，账单才有归处。")
    if card.replaces_id and card.number == _number_to_come(card.replaces):
        return _("没有发放：请填写新卡的卡号。")
    return None


def _may_issue_despite(draft: Draft, desk: Desk) -> str | None:
    objection = _objection(draft.record, desk)
    if objection is None or not objection.refuses:
        return _("没有特批：没有欠费拦着，请直接发放。")
    return guard.why_not_override(objection, draft.record.arrears_reason or "", desk) or _why_not_complete(
        draft.record
    )


def _issue(draft: Draft, desk: Desk) -> None:
    card, objection = draft.record, _objection(draft.record, desk)
    card.arrears_note = objection.printed() if objection else None
    _hand_out(draft, desk)


def _issue_despite(draft: Draft, desk: Desk) -> None:
    card, objection = draft.record, _objection(draft.record, desk)
    assert objection
    kept = guard.override(objection, draft.kind.name, card.id, card.arrears_reason, desk)
    card.arrears_note = objection.printed(str(kept.reason), desk.actor.name)
    _hand_out(draft, desk)


def _hand_out(draft: Draft, desk: Desk) -> None:
    """Stamp the card and post its cost, due at once, to be paid at the cash desk."""
    card = draft.record
    card.issued_on, card.issued_by = desk.today, desk.actor.name
    if not card.charge or card.room_id is None:
        return
    item = FeeItem.get_or_none(FeeItem.code == ITEM, FeeItem.is_used)
    if item is None:
        raise TransitionRefused(
            _("没有发放：收费项目里没有启用“门禁卡工本费”（{code}），请先启用。").format(code=ITEM)
        )
    why = Typed(
        reason=_("{sort} {number}").format(sort=draft.kind.field("sort").show(card.sort), number=card.number)
    )
    day = desk.today
    card.fee = post_bill(
        card.room_id, item.id, card.charge, day, day, day, desk, card.person_id, to_json(why)
    )


def _number_to_come(card: Any) -> str:
    """Return what stands for the number of the card that takes this one's place."""
    return _("待补 {number}").format(number=card.number)


def _replaced(draft: Draft, desk: Desk) -> None:
    """Make the card that takes the place of a lost one; its number is typed when it is handed out."""
    card = draft.record
    new = store.new(
        CARDS, number=_number_to_come(card), sort=card.sort, room=card.room, person=card.person,
        vehicle=card.vehicle, until_on=card.until_on,
    )  # fmt: skip
    new.record.replaces = card
    store.save(new, desk)


def _replacement(card: Any) -> Next | None:
    found = AccessCard.get_or_none(AccessCard.replaces == card.id)
    return Next("access_cards", found.id) if found else None


CARDS = register(
    RecordKind(
        name="access_cards",
        model=AccessCard,
        label="门禁卡与车卡",
        columns=("number", "sort", "room", "person", "vehicle", "issued_on", "until_on", "state"),
        sections=(
            Section("卡", ("number", "sort", "room", "person", "vehicle", "until_on", "charge", "note")),
            Section(
                "发放", ("issued_on", "issued_by", "fee", "replaces", "arrears_reason", "arrears_note", "signed")
            ),
        ),
        title=lambda card: " ".join(filter(None, (card.number, str(card.room or "")))),
        workflow=Workflow(
            states=CARD_STATES,
            editable=("draft", "issued"),
            open_states=("draft", "lost"),
            transitions=(
                Transition("issue", "发放", ("draft",), "issued", DESK, _may_issue, _issue, asks=("signed",), main=True),
                Transition(
                    "issue_despite", "特批发放", ("draft",), "issued", ("manager",), _may_issue_despite, _issue_despite,
                    asks=("arrears_reason",),
                ),
                Transition("lose", "挂失", ("issued",), "lost", DESK, needs_reason=True),
                Transition("find", "找到，恢复使用", ("lost",), "issued", DESK),
                Transition(
                    "replace", "补办", ("lost",), "replaced", DESK, effect=_replaced, leads_to=_replacement, main=True
                ),
                Transition("give_back", "退回", ("issued",), "returned", DESK),
                Transition("cancel", "注销", ("draft", "issued", "lost"), "cancelled", DESK, needs_reason=True),
            ),
            tones=(("draft", "waiting"), ("issued", "good"), ("lost", "bad")),
        ),
        own_papers=(CARD_PAPER,),
        find=lambda draft: Finding(
            " ".join(filter(None, (draft.record.number, str(draft.record.room or "")))),
            str(draft.record.person or ""),
            names=tuple(filter(None, (str(draft.record.person or ""),))),
            numbers=(draft.record.number,),
            places=tuple(filter(None, (str(draft.record.room or ""),))),
        ),
        about=("room", "person", "vehicle"),
        order=("number",),
        icon="id",
        noun="卡",
    )
)  # fmt: skip
