"""What a call becomes (来电转单): which slip a category leads to, and what of the call is carried over.

The modules of those slips stand above this one and register themselves; a category nobody registered cannot be turned.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft, find_kind
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Next


@dataclass(frozen=True)
class Turn:
    """A category leads to a record of `kind_name`, made at once from `values(call)`, or to a form that holds them.

    `page` names a page instead of a kind.
    """

    kind_name: str = ""
    values: Callable[[Any], dict[str, Any]] = lambda call: {}
    is_form: bool = False
    page: str = ""


_TURNS: dict[str, Turn] = {}


def turns(category: str, turn: Turn) -> None:
    """Let calls of `category` become what `turn` says."""
    assert category not in _TURNS, category
    _TURNS[category] = turn


def why_not_turned(draft: Draft, desk: Desk) -> str | None:
    """Return why the call becomes nothing else: its category is one that is answered at the desk."""
    if draft.record.category in _TURNS:
        return None
    return _("没有转单：“{category}”在这里答复，不转成别的单据。").format(
        category=draft.kind.field("category").show(draft.record.category)
    )


def turn(draft: Draft, desk: Desk) -> None:
    """Make the slip, where it is one that can be made at once, and note what the call became."""
    call = draft.record
    found = _TURNS[call.category]
    call.passed_on_at = desk.now()
    call.became_kind = found.kind_name or found.page
    if found.kind_name and not found.is_form:
        made = store.save(store.new(find_kind(found.kind_name), **found.values(call)), desk)
        call.became_id = made.record.id


def what_follows(call: Any) -> Next | None:
    """Return what is opened after a call was turned."""
    found = _TURNS[call.category]
    if found.page:
        return Next(page=found.page, values=(("room", call.room_id),))
    if call.became_id:
        return Next(found.kind_name, call.became_id)
    return Next(found.kind_name, values=tuple(found.values(call).items()))
