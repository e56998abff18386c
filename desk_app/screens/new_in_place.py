"""Making the record a link lacks (就地新建): a short form of its kind, holding what was typed to find it."""

from dataclasses import dataclass
from typing import Any

from desk_app.kernel import fields
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import RecordKind
from desk_app.kernel.words import _, inside
from desk_app.screens.record_form import RecordForm
from desk_app.screens.record_links import kind_of

MOST_ASKED = 7
"""Fields of its first section a short form asks for; the whole form has the others."""


@dataclass(frozen=True)
class Asked:
    """A field of the short form: its own name, or that of the first cell in the first line of child rows."""

    name: str
    label: str
    field: Any
    child: str = ""
    required: bool = False

    @property
    def key(self) -> str:
        """Return where the form keeps what is wrong with it."""
        return f"{self.child}.0.{self.name}" if self.child else self.name


class NewInPlace:
    """A short form of `kind`; `save` stores the record, or leaves what is wrong in `form.problems`."""

    def __init__(self, kind: RecordKind, desk: Desk, typed: str) -> None:
        self.kind = kind
        self.form = RecordForm.start(kind, desk)
        self.asked = _asked(kind)
        first = next((each for each in self.asked if isinstance(each.field, fields.Text)), None)
        if first is not None and not first.child:
            self.form.enter(first.name, typed.strip())

    @property
    def title(self) -> str:
        """Return what is being done."""
        return _("新建{kind}").format(kind=inside(_(self.kind.one)))

    def text(self, asked: Asked) -> str:
        """Return what a field holds."""
        if asked.child:
            return self.form.rows[asked.child].rows[0].text(asked.name)
        return self.form.text(asked.name)

    def enter(self, asked: Asked, text: str) -> None:
        """Take what was typed into a field."""
        if asked.child:
            self.form.enter_row(asked.child, 0, asked.name, text)
        else:
            self.form.enter(asked.name, text)

    def other_problems(self) -> list[str]:
        """Return what is wrong beyond the fields asked for."""
        shown = {each.key for each in self.asked}
        return [why for key, why in self.form.problems.items() if key not in shown]

    def save(self) -> int | None:
        """Store the record and return its id; None where something is wrong."""
        return int(self.form.record.id) if self.form.save() else None


def why_not(field: Any, desk: Desk) -> str:
    """Return why what the link `field` points to cannot be made in place; nothing if it can."""
    return kind_of(field).refusal(desk)


def start(field: Any, desk: Desk, typed: str) -> NewInPlace:
    """Return the short form of what the link `field` points to."""
    return NewInPlace(kind_of(field), desk, typed)


def _asked(kind: RecordKind) -> list[Asked]:
    """Return what is asked for: the first section, what else must be filled in, the first cell of rows (a phone)."""
    found: list[Asked] = []
    for place, section in enumerate(kind.sections):
        for count, name in enumerate(section.fields):
            field = kind.field(name)
            is_needed = field.required and field.default is None
            if not field.stamped and (is_needed or (place == 0 and count < MOST_ASKED)):
                found.append(Asked(name, field.label, field, required=field.required))
    for child in kind.children:
        field = child.model._meta.fields[child.fields[0]]
        if not child.stamped and isinstance(field, fields.Text) and field.required:
            found.append(Asked(child.fields[0], _(child.label), field, child.name))
    return found
