"""The plan of an import (导入方案): what the sheets of a file say about rooms and people. Writes nothing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from desk_app.kernel.sheets import Grid
from desk_app.kernel.words import _
from desk_app.modules.roster.column import ROOM_CODES
from desk_app.modules.roster.export import NOT_READ
from desk_app.modules.roster.floor_plan import find_floor_plan, read_floor_plan
from desk_app.modules.roster.matching import Matched, match_columns
from desk_app.modules.roster.merging import compare_people, identify_people, join_owners, merge_rooms
from desk_app.modules.roster.places import read_building_cell, read_sheet_building
from desk_app.modules.roster.plan_types import (
    DOUBT,
    IMPORT,
    JOINED,
    NOTE,
    PERSON_ONLY,
    REFUSE,
    REFUSED,
    SKIPPED,
    Choices,
    ColumnMatch,
    Finding,
    PlanCounts,
    PlannedBuilding,
    PlannedPerson,
    PlannedPhone,
    PlannedRoom,
    PlannedRow,
    PlannedVehicle,
    RoomEntry,
    RosterPlan,
    TableChoice,
    TableMatch,
)
from desk_app.modules.roster.shape import fingerprint
from desk_app.modules.roster.sheet_text import SheetText
from desk_app.modules.roster.table_reader import Context, TableRead, read_table
from desk_app.modules.roster.tables import FoundTable, find_tables, table_at

__all__ = [
    "Choices", "ColumnMatch", "Finding", "PlanCounts", "PlannedBuilding", "PlannedPerson", "PlannedPhone",
    "PlannedRoom", "PlannedRow", "PlannedVehicle", "RoomEntry", "RosterPlan", "TableChoice", "TableMatch",
    "read_roster",
]  # fmt: skip

_PLAIN_NAME = re.compile(r"(?:sheet|工作表|表|book)?\s*\(?\d*\)?|sheet.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Part:
    """One table of the file on its way to a plan."""

    match: TableMatch
    read: TableRead


def read_roster(
    grids: Sequence[Grid], choices: Choices | None = None, step: Callable[[int, int], None] | None = None
) -> RosterPlan:
    """Return what the sheets say about rooms and people. Writes nothing; never raises for a cell's contents.

    `step(lines done, of)` is called now and then; what it raises stops the reading and rises.
    """
    decided = choices or Choices()
    tick = _count_lines(sum(len(grid.rows) for grid in grids), step)
    parts: list[_Part] = []
    told = _about_file(grids)
    for grid in grids:
        if not grid.hidden and grid.sheet not in decided.skipped_sheets:
            found, findings = _read_sheet(grid, decided, _names_are_buildings(grids), tick)
            parts += found
            told += findings
    if not any(part.match.kind != "other" for part in parts):
        name = grids[0].sheet if grids else ""
        message = _("没有找到房号或业主的表格。请选择有房号、姓名等列的表，或指定表头在第几行、每一列是什么")
        told.append(Finding(name, 0, None, REFUSE, message, code="no_table"))
    return _put_together(parts, told, [grid.sheet for grid in grids if grid.hidden])


def _count_lines(total: int, step: Callable[[int, int], None] | None) -> Callable[[], None]:
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if step and done % 100 == 0:
            step(min(done, total), total)

    return tick


def _about_file(grids: Sequence[Grid]) -> list[Finding]:
    """Return what is worth knowing about the file: macros, hidden sheets."""
    told = [
        Finding(grid.sheet, 0, None, NOTE, remark, code="file") for grid in grids for remark in grid.remarks
    ]
    for grid in grids:
        if grid.hidden:
            message = _("隐藏的工作表，没有读取；要导入请先在表格程序里取消隐藏")
            told.append(Finding(grid.sheet, 0, None, DOUBT, message, code="sheet_hidden"))
    return told


def _names_are_buildings(grids: Sequence[Grid]) -> bool:
    """Are the sheets called 1, 2, 3 …? Then they are buildings."""
    names = [grid.sheet.strip() for grid in grids if not grid.hidden]
    return len(names) >= 2 and all(re.fullmatch(r"[A-Za-z]?\d{1,2}", name) for name in names)


def _read_sheet(
    grid: Grid, choices: Choices, numbered: bool, tick: Callable[[], None]
) -> tuple[list[_Part], list[Finding]]:
    sheet = SheetText(grid)
    if not any(any(line) for line in sheet.rows):
        return [], []
    if NOT_READ in sheet.rows[0]:
        message = _("这是核对表里的说明，没有读取；改好的行请放在“待改”表里")
        return [], [Finding(grid.sheet, 0, None, NOTE, message, code="own_report")]
    found = find_tables(sheet)
    useful = any(match_columns(sheet, table).kind != "other" for table in found)
    decided = any(key.rpartition("!")[0] == grid.sheet for key in choices.tables)
    if not useful and not decided:
        alone = _read_without_header(sheet, choices, numbered, tick, headless=not found)
        if alone is not None:
            return [alone[0]], alone[1]
    parts: list[_Part] = []
    told: list[Finding] = []
    for number, table in enumerate(found or [_whole_sheet(sheet)], 1):
        part, findings = _read_table(sheet, table, f"{grid.sheet}!{number}", choices, numbered, tick)
        parts.append(part)
        told += findings
    return parts, told


def _read_without_header(
    sheet: SheetText, choices: Choices, numbered: bool, tick: Callable[[], None], headless: bool
) -> tuple[_Part, list[Finding]] | None:
    """Read a sheet that has no table with a header: as a drawing of floors, or by the contents of its columns."""
    key = f"{sheet.grid.sheet}!1"
    whole = _whole_sheet(sheet)
    matched = match_columns(sheet, whole)
    if headless and matched.kind == "rooms" and _names_people(matched):
        building, unit, because = _building_of(sheet, whole, numbered)
        context = Context(key, building, unit, choices, tick)
        message = _("没有表头，各列按内容判断，请核对每一列")
        told = [
            Finding(sheet.grid.sheet, whole.first + 1, None, DOUBT, message, code="no_header"),
            *matched.findings,
        ]
        return _Part(
            _table_match(sheet, whole, matched, key, building, because),
            read_table(sheet, whole, matched, context),
        ), told
    plan = find_floor_plan(sheet)
    if plan is None:
        return None
    building, unit, _because = _building_of(sheet, whole, numbered)
    read, match = read_floor_plan(sheet, plan, Context(key, building, unit, choices))
    return _Part(match, read), []


def _names_people(matched: Matched) -> bool:
    codes = [column.meaning for column in matched.columns]
    return "owner_name" in codes or "owner_phone" in codes


def _whole_sheet(sheet: SheetText) -> FoundTable:
    """Return all that is filled as one table without header, lines of one cell on top left out."""
    first = next((row for row in range(len(sheet.rows)) if len(sheet.filled(row)) > 1), 0)
    columns = [column for row in range(first, len(sheet.rows)) for column in sheet.filled(row)]
    left, right = min(columns, default=0), max(columns, default=0)
    titles = tuple(row for row in range(first) if sheet.filled(row))
    texts = tuple(" ".join(sheet.rows[row][column] for column in sheet.filled(row)) for row in titles)
    blank = ("",) * (right - left + 1)
    return FoundTable((), first, len(sheet.rows) - 1, left, right, blank, blank, texts, titles)


def _read_table(
    sheet: SheetText, table: FoundTable, key: str, choices: Choices, numbered: bool, tick: Callable[[], None]
) -> tuple[_Part, list[Finding]]:
    choice = choices.tables.get(key) or choices.shapes.get(fingerprint(table)) or TableChoice()
    if choice.header_row is not None:
        table = table_at(sheet, choice.header_row - 1 if choice.header_row else None, table)
    matched = match_columns(sheet, table, choice.columns)
    if choice.skip or (not table.header_rows and choice == TableChoice()):
        matched = replace(matched, kind="other", findings=())
    building, unit, because = _building_of(sheet, table, numbered)
    if choice.building is not None:
        building, unit, because = read_building_cell(choice.building).building, "", _("由您指定")
    if "building" in {column.meaning for column in matched.columns if column.samples}:
        because = ""
    match = _table_match(sheet, table, matched, key, building if because else "", because)
    if matched.kind == "other":
        return _Part(match, TableRead()), _about_left_out(sheet, table, matched, choice)
    read = read_table(sheet, table, matched, Context(key, building, unit, choices, tick))
    read.rows[:0] = [
        PlannedRow(sheet.grid.sheet, row + 1, SKIPPED, _("标题行"), table=key) for row in table.title_rows
    ]
    read.wanted_keys = {at + len(table.title_rows): wanted for at, wanted in read.wanted_keys.items()}
    return _Part(match, read), [*_about_building(sheet, table, matched, building, because), *matched.findings]


def _about_left_out(
    sheet: SheetText, table: FoundTable, matched: Matched, choice: TableChoice
) -> list[Finding]:
    """Say of a table that names rooms why it is no roster all the same."""
    rooms = any(column.meaning in ROOM_CODES for column in matched.columns)
    if choice.skip or not rooms or not table.header_rows:
        return []
    message = _("这张表像收费、抄表或工单记录，没有当名册导入；确要导入请指定每一列是什么")
    return [Finding(sheet.grid.sheet, table.header_rows[-1] + 1, None, NOTE, message, code="not_a_roster")]


def _building_of(sheet: SheetText, table: FoundTable, numbered: bool) -> tuple[str, str, str]:
    """Return building and unit that headings above, a title or the sheet's name put the table in, and which does."""
    name = sheet.grid.sheet.strip()
    groups = list(dict.fromkeys(group for group in table.groups if group))
    places = [(group, _("标题“{title}”")) for group in groups if len(groups) == 1]
    places += [(title, _("标题“{title}”")) for title in reversed(table.titles) if len(title) <= 60]
    places.append((name, _("工作表名“{title}”")))
    building = unit = because = ""
    for text, source in places:
        named, numbered_unit = read_sheet_building(text)
        if text == name and numbered and re.fullmatch(r"[A-Za-z]?\d{1,2}", name):
            named = read_building_cell(name).building
        if named and not building:
            building, because = named, source.format(title=text[:30])
        unit = unit or numbered_unit
    return building, unit, because or (_("标题“{title}”").format(title=_("单元")) if unit else "")


def _about_building(
    sheet: SheetText, table: FoundTable, matched: Matched, building: str, because: str
) -> list[Finding]:
    if not building or not because or matched.kind != "rooms":
        return []
    message = _("没有写楼栋的房号按{because}算作 {building} 栋").format(because=because, building=building)
    return [Finding(sheet.grid.sheet, table.first + 1, None, NOTE, message, code="building_from_name")]


def _table_match(
    sheet: SheetText, table: FoundTable, matched: Matched, key: str, building: str, because: str
) -> TableMatch:
    return TableMatch(
        key, sheet.grid.sheet, matched.kind, tuple(row + 1 for row in table.header_rows), table.first + 1,
        table.last + 1, table.left, table.right, matched.columns, fingerprint(table), building, because,
    )  # fmt: skip


def _put_together(parts: Sequence[_Part], told: list[Finding], hidden: list[str]) -> RosterPlan:
    """Join, identify and merge over all tables of the file."""
    join_owners([part.read for part in parts])
    rows = identify_people([row for part in parts for row in part.read.rows])
    entries, repeats = merge_rooms(rows)
    doubts = compare_people(rows)
    rows = [
        replace(row, findings=(*row.findings, *repeats.get(at, ()), *doubts.get(at, ())))
        if at in repeats or at in doubts
        else row
        for at, row in enumerate(rows)
    ]
    findings = [
        *told,
        *(finding for part in parts for finding in part.read.findings),
        *(finding for row in rows for finding in row.findings),
    ]
    loose = {person.key: person for row in rows if row.outcome == PERSON_ONLY for person in row.people}
    buildings = {
        (told.community, told.building, told.unit): told for part in parts for told in part.read.buildings
    }
    ordered = _in_order(findings, parts)
    return RosterPlan(
        tables=tuple(part.match for part in parts), rows=tuple(rows), entries=tuple(entries),
        people=tuple(loose.values()), buildings=tuple(buildings.values()), findings=ordered,
        counts=_count(rows, entries, loose, ordered), hidden_sheets=tuple(hidden),
    )  # fmt: skip


def _in_order(findings: Sequence[Finding], parts: Sequence[_Part]) -> tuple[Finding, ...]:
    """Return the findings as one meets them going through the file."""
    sheets = {name: at for at, name in enumerate(dict.fromkeys(part.match.sheet for part in parts))}

    def place(finding: Finding) -> tuple[int, int, int]:
        column = -1 if finding.column is None else finding.column
        return (sheets.get(finding.sheet, -1), finding.row, column)

    return tuple(sorted(findings, key=place))


def _count(
    rows: Sequence[PlannedRow],
    entries: Sequence[RoomEntry],
    loose: dict[str, PlannedPerson],
    findings: Sequence[Finding],
) -> PlanCounts:
    people = {person.key for entry in entries for person in entry.people} | set(loose)
    lines = {
        (row.sheet, row.row, row.table)
        for row in rows
        if row.outcome in (IMPORT, PERSON_ONLY, JOINED, REFUSED)
    }
    return PlanCounts(
        rooms=len(entries), people=len(people), lines=len(lines),
        refused_rows=sum(row.outcome == REFUSED for row in rows),
        refused_cells=sum(finding.severity == REFUSE and finding.column is not None for finding in findings),
        doubts=sum(finding.severity == DOUBT for finding in findings),
        notes=sum(finding.severity == NOTE for finding in findings),
        skipped=sum(row.outcome == SKIPPED for row in rows),
    )  # fmt: skip
