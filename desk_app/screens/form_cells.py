"""What is typed into the fields of one record or row (填写): values where the text could be read, else the text itself."""

import datetime
from dataclasses import dataclass, field
from typing import Any

import peewee

from desk_app.kernel.words import _


@dataclass(frozen=True)
class CellsBefore:
    """A copy of everything typed, to go back to."""

    values: dict[str, Any]
    unread: dict[str, str]
    wrong: dict[str, str]
    typed_secrets: frozenset[str]


@dataclass
class Cells:
    """The fields of `record` (or of one child row) as they are being filled in.

    `unread` keeps text that is not a value yet, `wrong` says why. A secret typed here is shown whole until it is
    saved; one that comes from the book is shown masked and stays unless something new was typed.
    """

    record: Any
    unread: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    typed_secrets: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Remember what a new row holds by itself: some defaults are words, which change with the language."""
        self._fresh = dict(type(self.record)().__data__)

    def field(self, name: str) -> Any:
        """Return the model's field `name`."""
        return self.record._meta.fields[name]

    def value(self, name: str) -> Any:
        """Return the value as stored: an id for a link."""
        return self.record.__data__.get(name)

    def text(self, name: str) -> str:
        """Return what the field shows: the text typed, or its value as people read it."""
        if name in self.unread:
            return self.unread[name]
        if name in self.typed_secrets:
            return str(self.value(name) or "")
        return shown(self.record, name)

    def enter(self, name: str, text: str, today: datetime.date) -> None:
        """Take what was typed; text that is no value is kept as typed with the reason in `wrong`."""
        typed = self.field(name)
        if typed.secret and name not in self.typed_secrets and text == shown(self.record, name):
            self._settle(name)
            return
        try:
            if typed.secret and "*" in text:
                raise ValueError(_("请删去星号，重新输入完整的{label}").format(label=typed.label))
            value = typed.parse(text, today)
        except ValueError as error:
            self.unread[name], self.wrong[name] = text, str(error)
            return
        self.put(name, value)

    def refuse(self, name: str, text: str, why: str) -> None:
        """Keep `text`, which is no value of the field for the reason `why`."""
        self.unread[name], self.wrong[name] = text, why

    def put(self, name: str, value: Any) -> None:
        """Take a value that needs no reading."""
        self._settle(name)
        setattr(self.record, name, value)
        if self.field(name).secret:
            self.typed_secrets.add(name)

    def fill(self, name: str, value: Any) -> None:
        """Take a value the program filled in from the book: nobody typed it, so that a secret stays masked."""
        self._settle(name)
        setattr(self.record, name, value)
        self.typed_secrets.discard(name)

    def is_blank(self, names: tuple[str, ...]) -> bool:
        """Say whether nothing was typed that a new row does not hold by itself."""
        if self.unread:
            return False
        fresh = {} if self.record.id is not None else self._fresh
        return all(
            self.value(name) in (None, "", False) or (name in fresh and self.value(name) == fresh[name])
            for name in names
        )

    def freeze(self) -> CellsBefore:
        """Return a copy of everything typed."""
        return CellsBefore(
            dict(self.record.__data__), dict(self.unread), dict(self.wrong), frozenset(self.typed_secrets)
        )

    @classmethod
    def thaw(cls, model: Any, before: CellsBefore) -> "Cells":
        """Return cells holding what `freeze` copied, over a new record of `model`."""
        return cls(model(**before.values), dict(before.unread), dict(before.wrong), set(before.typed_secrets))

    def _settle(self, name: str) -> None:
        self.unread.pop(name, None)
        self.wrong.pop(name, None)


def shown(record: Any, name: str) -> str:
    """Return the stored value of `name` as people read it: secrets masked, links by their title."""
    typed = record._meta.fields[name]
    value = record.__data__.get(name)
    if value is not None and isinstance(typed, peewee.ForeignKeyField):
        value = getattr(record, name)
    return str(typed.show(value))
