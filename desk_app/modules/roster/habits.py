"""How a table writes its rooms (写法习惯): seen over all its lines, so that a single line can be read rightly."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desk_app.modules.roster.cell_text import CellProblem, narrow_text, without_blanks
from desk_app.modules.roster.headers import is_exact
from desk_app.modules.roster.places import (
    Place,
    canonical_floor,
    floor_of_label,
    read_building_cell,
    read_place,
)
from desk_app.modules.roster.sheet_text import SheetText
from desk_app.modules.roster.tables import FoundTable
from desk_app.modules.roster.vocabulary import is_blank

ROOM_COLUMNS = ("full_room", "room")
"""Meanings of columns that hold room numbers, the fuller first."""


@dataclass(frozen=True, slots=True)
class TableHabits:
    """What the whole table shows about how it writes rooms."""

    first_is_unit: bool = False
    """The part before the dash in '1-502' is the unit, the building being known."""
    regular_labels: bool = False
    """Labels are floor and two digits ('502', '1203')."""
    label_length: int = 0
    """Nearly all labels are text of so many digits with a leading zero; shorter numbers have lost theirs."""
    plain_labels: bool = False
    """Labels are written without building or unit before them."""
    short_labels: bool = False
    """Labels only count the doors of a floor: the floor belongs before them."""
    sparse: frozenset[str] = frozenset()
    """Columns (building, unit, floor) written only where they change."""
    rooms_continue: bool = False
    """Many lines of people have no room number: they belong to the line above."""


def find_habits(
    sheet: SheetText, table: FoundTable, columns: dict[str, list[int]], headed: Callable[[], dict[int, str]]
) -> TableHabits:
    """Look through the table for how it writes rooms; `headed` gives the building that stands above each line."""
    rooms = next((columns[code][0] for code in ROOM_COLUMNS if code in columns), None)
    if rooms is None:
        return TableHabits()
    rows = [
        row
        for row in range(table.first, table.last + 1)
        if row not in table.repeated and sheet.filled(row, table.left, table.right)
    ]
    places = dict(_places(sheet, rows, rooms))
    exact = is_exact(table.heading(rooms))
    return TableHabits(
        first_is_unit=_first_is_unit(sheet, places, columns, headed),
        regular_labels=not exact and _labels_are_regular(sheet, places, columns),
        label_length=_label_length(sheet, rows, rooms),
        plain_labels=sum(bool(place.first or place.building) for place in places.values()) < 0.3 * len(places) and len(places) >= 3,
        short_labels=_labels_are_short(sheet, places, columns),
        sparse=frozenset() if exact else _sparse(sheet, list(places), columns),
        rooms_continue=_rooms_continue(sheet, rows, rooms, columns),
    )  # fmt: skip


def _places(sheet: SheetText, rows: list[int], column: int) -> Iterator[tuple[int, Place]]:
    for row in rows:
        text = sheet.shown(row, column)
        if text and not is_blank(text):
            try:
                yield row, read_place(text)
            except CellProblem:
                continue


def _first_is_unit(
    sheet: SheetText,
    places: dict[int, Place],
    columns: dict[str, list[int]],
    headed: Callable[[], dict[int, str]],
) -> bool:
    """In '1-502' beside a known building, is 1 the unit? Yes where it mostly differs from the building."""
    firsts = [(row, place.first) for row, place in places.items() if place.first]
    if not firsts:
        return False
    if "building" in columns:
        told, known = {}, ""
        for row, _first in firsts:
            text = sheet.shown(row, columns["building"][0])
            known = read_building_cell(text).building if text else known
            told[row] = known
    else:
        told = headed()
    compared = [(first, told.get(row, "")) for row, first in firsts if told.get(row)]
    return bool(compared) and sum(first == building for first, building in compared) < 0.8 * len(compared)


def _labels_are_regular(sheet: SheetText, places: dict[int, Place], columns: dict[str, list[int]]) -> bool:
    """Are nearly all labels a floor and two digits, and does the floor column, if any, agree?"""
    labels = {
        row: place.labels[0]
        for row, place in places.items()
        if len(place.labels) == 1 and place.use in ("", "shop")
    }
    shown = {row: floor for row, label in labels.items() if (floor := floor_of_label(label))}
    if not labels or len(shown) < 0.9 * len(labels):
        return False
    if "floor" not in columns:
        return True
    column = columns["floor"][0]
    told = {row: canonical_floor(text) for row in shown if (text := sheet.shown(row, column))}
    return not told or sum(shown[row] == floor for row, floor in told.items()) >= 0.9 * len(told)


def _labels_are_short(sheet: SheetText, places: dict[int, Place], columns: dict[str, list[int]]) -> bool:
    """Do labels only count the doors of a floor, so that the same one stands on several floors?"""
    if "floor" not in columns or len(places) < 3:
        return False
    labels = [(row, place.labels[0]) for row, place in places.items() if len(place.labels) == 1]
    if any(len(label) > 2 or not label.isdecimal() for _row, label in labels):
        return False
    others = [columns[code][0] for code in ("phase", "building", "unit") if code in columns]
    seen: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row, label in labels:
        seen[(*(sheet.shown(row, column) for column in others), label)].add(
            sheet.shown(row, columns["floor"][0])
        )
    return any(len(floors) > 1 for floors in seen.values())


def _label_length(sheet: SheetText, rows: list[int], column: int) -> int:
    """Return the number of digits where labels are kept as text with a leading zero, else 0."""
    texts = [text for row in rows if (text := without_blanks(sheet.rows[row][column])).isdecimal()]
    lengths = Counter(len(text) for text in texts)
    zeros = [text for text in texts if text.startswith("0")]
    if not zeros:
        return 0
    return lengths.most_common(1)[0][0] if len(zeros[0]) == lengths.most_common(1)[0][0] else 0


def _sparse(sheet: SheetText, rows: list[int], columns: dict[str, list[int]]) -> frozenset[str]:
    codes = ("phase", "building", "unit", "floor")
    return frozenset(code for code in codes if code in columns and _is_sparse(sheet, rows, columns[code][0]))


def _is_sparse(sheet: SheetText, rows: list[int], column: int) -> bool:
    """Is the column written only where it changes: its first line filled, most others empty and not merged?"""
    filled = [bool(sheet.shown(row, column)) for row in rows]
    return len(filled) >= 3 and filled[0] and sum(filled) <= 0.6 * len(filled)


def _rooms_continue(sheet: SheetText, rows: list[int], rooms: int, columns: dict[str, list[int]]) -> bool:
    names = next(
        (columns[code][0] for code in ("owner_name", "resident_name", "name_and_phone") if code in columns),
        None,
    )
    if names is None:
        return False
    people = [row for row in rows if not is_blank(narrow_text(sheet.rows[row][names]))]
    without = [row for row in people if not sheet.shown(row, rooms)]
    return len(without) >= 2 and len(without) >= 0.2 * len(people)
