"""What to do when somebody else saved the record first (编辑冲突): who, what, and whose words stay."""

from dataclasses import dataclass
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.kind import Draft
from desk_app.kernel.words import _, clauses
from desk_app.screens.form_cells import shown


@dataclass(frozen=True)
class Difference:
    """A field that is not the same in both copies, as people read it; `clash` when both persons changed it."""

    name: str
    label: str
    before: str
    mine: str
    theirs: str
    clash: bool


@dataclass(frozen=True)
class Conflict:
    """A save that came second: `message` says that `who` came first and when; `theirs` is what is stored now.

    `locked` tells why my copy can no longer be saved at all, when their change took the record that far.
    """

    message: str
    differences: tuple[Difference, ...]
    theirs: Draft
    locked: str = ""
    who: str = ""


def compare(message: str, base: Draft, mine: Draft, theirs: Draft) -> Conflict:
    """Return the conflict between two copies that both started as `base`; `theirs` is what was saved last."""
    kind = base.kind
    found = []
    for name, field in kind.model._meta.fields.items():
        if hasattr(field, "show"):
            values = tuple(draft.record.__data__.get(name) for draft in (base, mine, theirs))
            texts = [shown(draft.record, name) for draft in (base, mine, theirs)]
            found += _difference(name, field.label, values, texts)
    for child in kind.children:
        rows = tuple(rows_as_typed(draft, child.name) for draft in (base, mine, theirs))
        texts = [_rows_text(draft, child.name) for draft in (base, mine, theirs)]
        found += _difference(child.name, _(child.label), rows, texts)
    last = store.history(kind, theirs.record.id)[:1]
    return Conflict(message, tuple(found), theirs, _why_locked(theirs), last[0].actor if last else "")


def rows_as_typed(draft: Draft, child_name: str) -> list[tuple[Any, ...]]:
    """Return the values of the child rows that were typed, without ids and places."""
    names = draft.kind.child(child_name).fields
    return [tuple(row.__data__.get(name) for name in names) for row in draft.rows.get(child_name, [])]


def _difference(name: str, label: str, values: tuple[Any, ...], texts: list[str]) -> list[Difference]:
    base, mine, theirs = values
    if mine == theirs:
        return []
    return [Difference(name, label, texts[0], texts[1], texts[2], clash=mine != base and theirs != base)]


def _rows_text(draft: Draft, child_name: str) -> str:
    names = draft.kind.child(child_name).fields
    return clauses(
        " ".join(filter(None, (shown(row, name) for name in names))) for row in draft.rows.get(child_name, [])
    )


def _why_locked(theirs: Draft) -> str:
    workflow = theirs.kind.workflow
    if workflow is None or theirs.record.state in workflow.editable:
        return ""
    return _("这张单据的状态已变为“{state}”，不能再修改，只能采用对方的内容。").format(
        state=workflow.label(theirs.record.state)
    )
