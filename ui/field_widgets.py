"""Which widget edits which sort of field (字段控件): the one table to change."""

from collections.abc import Callable
from typing import Any

from desk_app.kernel import fields
from ui.choice_editors import choice_editor
from ui.field_editors import FieldEditor, FieldHooks, FlagEditor, LineEditor, NoteEditor, NumberEditor
from ui.link_picker import LinkEditor
from ui.secret_editor import SecretEditor
from ui.time_editors import DayEditor, MomentEditor

Maker = Callable[[Any, FieldHooks], FieldEditor]

EDITORS: dict[type, Maker] = {
    fields.Text: LineEditor,
    fields.Note: NoteEditor,
    fields.Whole: NumberEditor,
    fields.Scaled: NumberEditor,
    fields.Share: LineEditor,
    fields.Money: NumberEditor,
    fields.Day: DayEditor,
    fields.Moment: MomentEditor,
    fields.Choice: choice_editor,
    fields.Flag: FlagEditor,
    fields.Secret: SecretEditor,
    fields.Link: LinkEditor,
}
"""The editor of each sort of field; a sort not listed is edited as the one it is derived from."""

SPECIAL: dict[tuple[str, str], Maker] = {}
"""Editors made by hand for one field of one kind, by (kind name, field name)."""


def make(kind_name: str, name: str, field: Any, hooks: FieldHooks) -> FieldEditor:
    """Return the editor of a field; KeyError for a sort of field nobody made an editor for is a bug."""
    if (kind_name, name) in SPECIAL:
        return SPECIAL[kind_name, name](field, hooks)
    for sort in type(field).__mro__:
        if sort in EDITORS:
            return EDITORS[sort](field, hooks)
    raise KeyError(type(field).__name__)
