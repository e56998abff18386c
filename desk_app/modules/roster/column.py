"""A column on its way to a meaning (待定的列)."""

from dataclasses import dataclass, field

from desk_app.modules.roster.contents import Contents

CHOSEN, SURE, LIKELY, GUESS = "chosen", "sure", "likely", "guess"

NAME_CLASSES = ("name", "company", "latin_name")
"""Classes of contents that are names."""
ROOM_CODES = frozenset(("room", "full_room", "room_code"))
AREA_CODES = ("built_area", "inside_area", "measured_area", "charged_area")
NAME_CODES = ("owner_name", "tenant_name", "family_name", "resident_name", "name_and_phone")

SUBJECT_OF = {
    "owner_name": "owner",
    "tenant_name": "tenant",
    "family_name": "family",
    "resident_name": "resident",
}
"""Columns of names to the prefix of the columns that go with them."""


@dataclass(slots=True)
class Column:
    """A column on its way to a meaning."""

    number: int
    heading: str
    contents: Contents
    allowed: tuple[str, ...]
    meaning: str = ""
    certainty: str = GUESS
    because: str = ""
    doubts: list[tuple[str, str, str]] = field(default_factory=list)
    """Severity, code, sentence."""


def leave_out(column: Column, severity: str, code: str, message: str) -> None:
    column.meaning, column.because = "ignore", message
    column.doubts.append((severity, code, message))
