"""What the cover of a room's file lists (业主档案目录, F71): papers printed, files attached, and what else belongs in it."""

import re
from collections.abc import Iterable
from typing import Any

from desk_app.kernel import signed_copies
from desk_app.kernel.attachments import Attachment, attached
from desk_app.kernel.days import show_day
from desk_app.kernel.kind import Draft
from desk_app.kernel.pack_cover import find_printable, tell_copies
from desk_app.kernel.papers import Placeholder
from desk_app.kernel.printed import PrintedPaper, given_out
from desk_app.kernel.signed_copies import SignedState
from desk_app.kernel.snapshots import values_of
from desk_app.kernel.words import _, listed, mark
from desk_app.modules.owner_file.parameters import worded
from desk_app.modules.owner_file.parties import NUMBER, ROOM_BLOCK, Values, room_block
from desk_app.modules.people.records import Holding, Vehicle

CONTENTS = (
    Placeholder("no", "序号"),
    Placeholder(
        "name", "资料名称", sample=(mark("业主资料登记表"), mark("管理规约承诺书"), mark("身份证复印件"))
    ),
    Placeholder("number", "编号或归属", sample=("DJ-202611-0001", "CN-202611-0001", mark("张三"))),
    Placeholder("copies", "份数", sample="1"),
    Placeholder("pages", "页数", sample="1"),
    Placeholder("day", "日期", shape="day"),
    Placeholder("kept_as", "形式", sample=(mark("有扫描件"), mark("打印件"), mark("电子件"))),
    Placeholder("signed", "签字", sample=("2026-11-23", mark("缺签字件"), "—")),
)
EXPECTED = (
    Placeholder("no", "序号"),
    Placeholder(
        "name", "应有资料", sample=(mark("身份证复印件"), mark("业主委托书"), mark("管理规约承诺书"))
    ),
)
FILE_INDEX = (
    NUMBER,
    *ROOM_BLOCK,
    Placeholder("handed_over_on", "交付日期", shape="day"),
    Placeholder("contents", "账本里已有的资料", CONTENTS),
    Placeholder("expected", "应有的纸质资料", EXPECTED),
)


def index_values(draft: Draft) -> Values:
    """Return what the book holds of a room, the oldest first, and the list of papers to check by hand."""
    room = draft.record
    prints = _last_of_each(given_out("rooms", room.id))
    states = signed_copies.states(prints)
    scans = {scan for state in states.values() for scan in state.attachments}
    rows = [_printed_row(row, states[signed_copies.key_of(row)]) for row in prints]
    rows += [_file_row(file, about) for file, about in _files_of(room) if file.id not in scans]
    rows.sort(key=lambda row: row["day"])
    wanted = [name.strip() for name in re.split(r"[、,，;；\n]", worded("file_contents")) if name.strip()]
    return {
        **room_block(room, draft.day),
        "handed_over_on": room.handed_over_on,
        "contents": [{"no": str(place), **row} for place, row in enumerate(rows, 1)],
        "expected": [{"no": str(place), "name": name} for place, name in enumerate(wanted, 1)],
    }


def _last_of_each(rows: Iterable[PrintedPaper]) -> list[PrintedPaper]:
    """Return the last printing of every paper, the oldest first; `rows` begin with the latest.

    The index does not list itself.
    """
    last: dict[tuple[str, int, str, str], PrintedPaper] = {}
    for row in rows:
        if row.paper != "owner_file_index":
            last.setdefault((row.kind, row.record_id, row.paper, row.number), row)
    return list(reversed(last.values()))


def _printed_row(row: PrintedPaper, state: SignedState) -> Values:
    return {
        "name": _label(row),
        "number": row.number,
        "copies": _tell_copies(row),
        "pages": str(row.pages or _promised_pages(row) or ""),
        "day": row.at.date(),
        "kept_as": _("有扫描件") if state.attachments else _("打印件"),
        "signed": _tell_signed(state),
    }


def _tell_copies(row: PrintedPaper) -> str:
    """Return how many were printed, as the list of a pack says it; of a paper of several copies (联次) those too."""
    paper = find_printable(row.kind, row.paper)
    if paper is None or not paper.copies:
        return str(row.copies)
    return tell_copies(row.copies, paper, values_of(row))


def _tell_signed(state: SignedState) -> str:
    """Return the day the last one signed, who has not yet, or a stroke for what nobody signs."""
    if state.is_complete or (state.signed and not state.is_awaited):
        return show_day(state.signed_on) if state.signed_on else _("已签")
    if not state.is_awaited:
        return "—"
    return _("还缺{names}").format(names=listed(map(_, state.missing))) if state.signed else _("缺签字件")


def _label(row: PrintedPaper) -> str:
    """Return the paper's name; of a paper this version no longer has, its form number."""
    paper = find_printable(row.kind, row.paper)
    return _(paper.label) if paper else str(row.form)


def _promised_pages(row: PrintedPaper) -> int | None:
    """Return the pages the paper promises to need, for one whose pages were not counted when it was printed."""
    paper = find_printable(row.kind, row.paper)
    return paper.pages if paper else None


def _files_of(room: Any) -> list[tuple[Attachment, str]]:
    """Return the files attached to the room, its holdings and vehicles, and to those who hold it, with whose they are."""
    holdings = list(Holding.select().where(Holding.room == room.id).order_by(Holding.id))
    records = [("rooms", room.id, str(room))]
    records += [("holdings", holding.id, str(holding.person)) for holding in holdings]
    records += [("people", holding.person_id, str(holding.person)) for holding in holdings]
    records += [("vehicles", car.id, str(car)) for car in Vehicle.select().where(Vehicle.room == room.id)]
    return [(file, about) for kind, ident, about in dict.fromkeys(records) for file in attached(kind, ident)]


def _file_row(file: Attachment, about: str) -> Values:
    return {
        "name": str(file.name),
        "number": about,
        "copies": "1",
        "pages": "",
        "day": file.added_at.date(),
        "kept_as": _("电子件"),
        "signed": "—",
    }
