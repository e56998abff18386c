"""The file of a room (一户一档): every paper printed about it and every file kept with it, as its card lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import attachments, signed_copies
from desk_app.kernel.days import show_day
from desk_app.kernel.kind import KINDS
from desk_app.kernel.words import _
from desk_app.screens.printed_papers import paper_label, tell_signed

ROOMS = "rooms"
COVER = "F71"
"""The form that is the cover of the file (domain.md section 2)."""
MOST_PAPERS = 300
"""How many papers are listed, the latest."""


@dataclass(frozen=True)
class FileEntry:
    """One paper or file: the day it was last printed or added, what it is called, its number, how it stands, how many.

    `copies` counts printed copies, 1 for a file; `source` says where it comes from. Exactly one of the two ids is set.
    """

    day: str
    label: str
    number: str
    signed: str
    tone: str
    copies: int
    source: str
    printed_id: int | None = None
    attachment_id: int | None = None


def entries(room_id: int) -> list[FileEntry]:
    """Return what the file of a room holds: papers by form, the form used last on top and in it the latest; then files."""
    return [*printed_entries(ROOMS, room_id), *attached_entries(ROOMS, room_id)]


def printed_entries(kind_name: str, record_id: int) -> list[FileEntry]:
    """Return the papers printed about a record, each once, grouped by form."""
    prints = signed_copies.printed_about(kind_name, record_id)
    states = signed_copies.states(prints)
    by_key: dict[signed_copies.Key, list[Any]] = {}
    for row in prints:
        by_key.setdefault(signed_copies.key_of(row), []).append(row)
    groups: dict[tuple[str, str], list[FileEntry]] = {}
    for key, rows in by_key.items():
        signed, tone = tell_signed(states[key])
        last = rows[0]
        entry = FileEntry(
            day=show_day(last.at.date()),
            label=paper_label(last.kind, last.paper),
            number=last.number,
            signed=signed,
            tone=tone,
            copies=sum(row.copies for row in rows),
            source=_("打印"),
            printed_id=last.id,
        )
        groups.setdefault((last.kind, last.paper), []).append(entry)
    return [entry for group in groups.values() for entry in group][:MOST_PAPERS]


def attached_entries(kind_name: str, record_id: int) -> Iterable[FileEntry]:
    """Return the files kept with a record itself, the latest first."""
    return [
        FileEntry(
            show_day(kept.added_at.date()), kept.name, "", "", "quiet", 1, _("附件"), attachment_id=kept.id
        )
        for kept in reversed(attachments.attached(kind_name, record_id))
    ]


def cover() -> str:
    """Return the name of the paper of rooms that is the cover of the file; nothing where there is none."""
    return next((paper.name for paper in KINDS[ROOMS].papers if paper.form == COVER), "")
