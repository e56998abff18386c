"""Leaving a room (迁出): settled to the very day (T19), debts cleared (R15), and everything given back."""

from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft
from desk_app.kernel.words import _, listed
from desk_app.modules.arrears import guard
from desk_app.modules.keys.cards import CARDS
from desk_app.modules.keys.records import AccessCard, KeyCustody, KeyLoan
from desk_app.modules.move_in import household, paying
from desk_app.modules.move_in.leases import end_all
from desk_app.modules.move_in.records import GivenBack
from desk_app.modules.people.holdings import current_holdings
from desk_app.modules.transfers.settling import ask_again, settle_to_day

MOVE_OUT = "move_out"
LIVES = ("tenant", "owner", "family", "resident")


def role_of(record: Any) -> str:
    """Return as what the person lives in the room on the day of leaving, or ''."""
    found = [
        one.role
        for one in current_holdings(record.room_id, record.leaves_on, LIVES)
        if one.person_id == record.person_id
    ]
    return "family" if found[:1] == ["resident"] else "".join(found[:1])


def things_of(room_id: int, person_id: int | None) -> list[GivenBack]:
    """Return what the person is to give back: their cards of the room (all of them where nobody is named), and keys."""
    cards = AccessCard.select().where(AccessCard.room == room_id, AccessCard.state == "issued")
    if person_id is not None:
        cards = cards.where(AccessCard.person.is_null() | (AccessCard.person == person_id))
    rows = [
        GivenBack(name=" ".join((AccessCard.sort.show(card.sort), str(card.number))), card=card, count=1)
        for card in cards.order_by(AccessCard.number)
    ]
    for loan in KeyLoan.select().where(KeyLoan.room == room_id, KeyLoan.state == "out").order_by(KeyLoan.id):
        rows.append(GivenBack(name=_("借出的钥匙 {number}").format(number=loan.number), count=loan.count))
    kept = KeyCustody.select().where(KeyCustody.room == room_id, KeyCustody.state == "kept")
    for letter in kept.where(KeyCustody.person == person_id) if person_id is not None else kept:
        rows.append(GivenBack(name=_("留存的钥匙 {number}（取回）").format(number=letter.number), count=1))
    return rows


def why_not_settled(draft: Draft, desk: Desk) -> str | None:
    """Return why the room is not settled yet: the day is still to come, or the person does not live there."""
    record = draft.record
    if record.leaves_on > desk.today:
        return _("没有结算：费用结至迁出当日，请在 {day} 当天或以后结算。").format(day=record.leaves_on)
    if not role_of(record):
        return _("没有结算：{person} 在 {day} 没有登记住在 {room}，请核对房人关系。").format(
            person=record.person, day=record.leaves_on, room=record.room
        )
    return None


def settle(draft: Draft, desk: Desk) -> None:
    """Bill everything to the day, and keep what it comes to (T19); DeskError where a meter is not read."""
    record = draft.record
    record.role = role_of(record)
    result = settle_to_day(record.room_id, record.leaves_on, desk, payer_id=record.person_id)
    record.billed = sum(bill.amount - bill.reduced for bill in result.bills)
    record.owed, record.prepaid, record.due = result.owed, result.prepaid, -result.due_back
    record.settled_at, record.handled_by = desk.now(), desk.actor.name


def put_back(draft: Draft, desk: Desk) -> None:
    """Ask again for what a settlement took back, where nobody leaves after all."""
    if draft.record.settled_at is not None:
        ask_again(draft.record.room_id, draft.record.leaves_on, desk)


def objection_to(record: Any, desk: Desk) -> guard.Objection | None:
    """Return what the room owes where it should owe nothing (R15)."""
    return guard.why_not(record.room_id, MOVE_OUT, desk)


def why_not_left(draft: Draft, desk: Desk) -> str | None:
    """Return why the person may not be checked out yet."""
    objection = objection_to(draft.record, desk)
    if objection is not None and objection.refuses:
        return objection.sentence
    return why_not_given_back(draft)


def why_not_left_despite(draft: Draft, desk: Desk) -> str | None:
    """Return why a manager may not let the person go in spite of arrears."""
    objection = objection_to(draft.record, desk)
    if objection is None or not objection.refuses:
        return _("没有特批：没有欠费拦着，请直接办理迁出。")
    return guard.why_not_override(objection, draft.record.override_reason or "", desk) or why_not_given_back(
        draft
    )


def why_not_given_back(draft: Draft) -> str | None:
    """Everything of the list came back, or it says why not."""
    open_ = [
        row.name
        for row in draft.rows["things"]
        if row.name and not row.is_back and not (row.note or "").strip()
    ]
    if open_:
        return _("没有办理迁出：{things} 没有交还，请勾选已交还，或写明未交还的说明。").format(
            things=listed(open_)
        )
    return None


def leave(draft: Draft, desk: Desk) -> None:
    """Check the person out; what is owed and only reminded of is kept on the record."""
    objection = objection_to(draft.record, desk)
    draft.record.arrears_note = objection.printed() if objection else None
    _check_out(draft, desk)


def leave_despite(draft: Draft, desk: Desk) -> None:
    """Check the person out in spite of arrears: who decided so and why is kept and logged."""
    record, objection = draft.record, objection_to(draft.record, desk)
    assert objection
    kept = guard.override(objection, draft.kind.name, record.id, record.override_reason, desk)
    record.arrears_note = objection.printed(str(kept.reason), desk.actor.name)
    _check_out(draft, desk)


def _check_out(draft: Draft, desk: Desk) -> None:
    """End holdings and leases, take cards back, and let the owner pay again from the day after."""
    record = draft.record
    household.leave(record, desk)
    if record.role == "tenant":
        paying.give_back(record.room_id, record.leaves_on, record.person_id, desk)
        end_all(record.room_id, record.person_id, record.leaves_on, desk)
    for row in draft.rows["things"]:
        card = row.card
        if card is not None and card.state == "issued":
            step, why = ("give_back", "") if row.is_back else ("lose", row.note)
            store.apply(CARDS, step, card.id, card.version, desk, reason=why)
    record.left_at, record.handled_by = desk.now(), desk.actor.name
