"""Whether somebody may move out who owes (搬家迁出的欠费把关): rule R15 on the slip."""

from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft
from desk_app.kernel.words import _
from desk_app.modules.arrears import guard
from desk_app.modules.arrears.guard import Objection

MOVE_OUT = "move_out"


def objection_to(draft: Draft, desk: Desk) -> Objection | None:
    """Return what is owed by the room that moves out; other goods leave whatever is owed."""
    slip = draft.record
    if slip.nature != MOVE_OUT or slip.room_id is None:
        return None
    return guard.why_not(slip.room_id, MOVE_OUT, desk)


def why_not_cleared(draft: Draft, desk: Desk) -> str | None:
    """Return why the slip is not issued because of arrears, or None."""
    objection = objection_to(draft, desk)
    return objection.sentence if objection and objection.refuses else None


def why_not_despite(draft: Draft, desk: Desk) -> str | None:
    """Return why the slip is not issued in spite of arrears, or None."""
    objection = objection_to(draft, desk)
    if objection is None or not objection.refuses:
        return _("没有特批：没有欠费拦着，请直接开条。")
    return guard.why_not_override(objection, draft.record.arrears_reason or "", desk)


def note_debts(draft: Draft, desk: Desk) -> None:
    """When the slip is issued: what is owed and only reminded of is printed on it."""
    slip, objection = draft.record, objection_to(draft, desk)
    slip.arrears_note = objection.printed() if objection else None
    slip.arrears_reason = slip.arrears_by = None


def note_override(draft: Draft, desk: Desk) -> None:
    """When it is issued in spite of arrears: keep, log and print who decided so and why."""
    slip, objection = draft.record, objection_to(draft, desk)
    assert objection
    kept = guard.override(objection, draft.kind.name, slip.id, slip.arrears_reason, desk)
    slip.arrears_by = desk.actor.name
    slip.arrears_note = objection.printed(str(kept.reason), desk.actor.name)
