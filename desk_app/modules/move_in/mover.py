"""A move-in as the papers of holdings take it (入住登记的表单): who moves, as what, from when until when.

Before the day there is no holding yet, so one is made up of what was registered; it is never stored.
"""

from collections.abc import Callable

from desk_app.kernel.kind import Draft
from desk_app.kernel.words import _
from desk_app.modules.owner_file.parties import Values
from desk_app.modules.people.kinds import HOLDINGS
from desk_app.modules.people.records import Holding

MOVED = ("moved_in", "updated")


def as_holding(draft: Draft) -> Draft:
    """Return what the person of a move-in holds, or will hold, as a draft on the same day; nothing of it is stored."""
    record = draft.record
    is_tenant = record.role == "tenant"
    begins = record.moved_in_on or record.planned_on
    holding = Holding(
        room=record.room,
        person=record.person,
        role=record.role,
        from_on=(record.lease_from or begins) if is_tenant else begins,
        until_on=record.lease_until if is_tenant else None,
    )
    return Draft(HOLDINGS, holding, {}, draft.day)


def of_holding(values: Callable[[Draft], Values]) -> Callable[[Draft], Values]:
    """Return `values` of a holding's paper as values of a move-in's."""
    return lambda draft: values(as_holding(draft))


def why_void(draft: Draft) -> str | None:
    """Return why nothing is printed of a move-in that came to nothing."""
    return _("没有打印：这次入住已作废。") if draft.record.state == "void" else None


def may_print(why_not: Callable[[Draft], str | None]) -> Callable[[Draft], str | None]:
    """Return the rule of a holding's paper as that of a move-in's; a lease that ran out is no move-out."""
    return lambda draft: why_void(draft) or why_not(lives_there(draft))


def lives_there(draft: Draft) -> Draft:
    """Return the holding of somebody who has moved in, from the very day; of others as it is planned."""
    made = as_holding(draft)
    made.record.from_on, made.record.until_on = draft.record.moved_in_on or draft.record.planned_on, None
    return made
