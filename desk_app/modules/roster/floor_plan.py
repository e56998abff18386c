"""Rooms drawn as a building (楼层平面表): floors down, positions across, owners in the cells."""

import itertools
import re
from dataclasses import dataclass, field

from desk_app.kernel.masking import mask_text
from desk_app.kernel.sheets import column_letters
from desk_app.kernel.words import _
from desk_app.modules.roster.areas import read_area
from desk_app.modules.roster.cell_text import CellProblem, is_han, narrow_text, without_blanks
from desk_app.modules.roster.names import is_name, read_names
from desk_app.modules.roster.numbers_in_cells import read_phones
from desk_app.modules.roster.places import (
    canonical_floor,
    canonical_unit,
    floor_of_label,
    read_sheet_building,
)
from desk_app.modules.roster.plan_types import (
    DOUBT,
    IMPORT,
    NOTE,
    OWNER,
    REFUSE,
    ColumnMatch,
    Finding,
    PlannedPerson,
    PlannedPhone,
    PlannedRoom,
    PlannedRow,
    TableMatch,
)
from desk_app.modules.roster.sheet_text import SheetText
from desk_app.modules.roster.table_reader import Context, TableRead

_POSITION = re.compile(r"0?[1-9]\d?(?:室|号房?|户|房)?|[A-H](?:户|座|室|型)?|[东中西南北]{1,2}(?:边?户|室)?")
_FLOOR = re.compile(
    r"-?\d{1,2}(?:层|楼|F)?|[一二三四五六七八九十]{1,3}(?:层|楼)|B\d|负[一二三\d]层?|跃层|顶层", re.IGNORECASE
)
_LABEL = re.compile(r"[A-Za-z]?\d{3,4}[A-Za-z]?(?:室|房)?")
_LABELLED = re.compile(
    r"(?P<label>[A-Za-z]?\d{3,4}[A-Za-z]?)(?:室|房)?(?!\d)[\s:：\-—,，、(（/]*(?P<rest>\D.*|1[3-9]\d{9}.*)?",
    re.DOTALL,
)
_AREA = re.compile(r"\d{2,4}(?:\.\d{1,4})?\s*(?:㎡|m2|m²|平方米|平米|平)")
_TOO_FEW = 4


@dataclass(slots=True)
class _Drawn:
    """A room found in the drawing: where its cell is, which room it is, what is written for it."""

    row: int
    column: int
    label: str
    floor: str
    texts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FloorPlan:
    """A drawing: its rooms and its extent."""

    rooms: list[_Drawn]
    header_row: int | None
    first: int
    last: int
    left: int
    right: int


def find_floor_plan(sheet: SheetText) -> FloorPlan | None:
    """Return the drawing in a sheet that holds no ordinary table, None if there is none."""
    for find in (_by_labels_in_cells, _by_label_rows, _by_floors_and_positions):
        rooms, header = find(sheet)
        if len(rooms) >= _TOO_FEW and sum(bool(room.texts) for room in rooms) * 4 >= len(rooms):
            rows, columns = [room.row for room in rooms], [room.column for room in rooms]
            return FloorPlan(rooms, header, min(rows), max(rows), min(columns), max(columns))
    return None


def read_floor_plan(sheet: SheetText, plan: FloorPlan, context: Context) -> tuple[TableRead, TableMatch]:
    """Return the plans of all rooms of a drawing, and what it was taken for."""
    read = TableRead()
    for room in plan.rooms:
        if room.texts:
            read.rows.append(_row(sheet, plan, room, context))
    empty = sum(not room.texts for room in plan.rooms)
    message = _("这一页像楼层平面表（每格一户），按层和位置读出房号，请核对")
    read.findings.append(Finding(sheet.grid.sheet, plan.first + 1, None, DOUBT, message, code="floor_plan"))
    if empty:
        message = _("有 {count} 个空格没有当作房屋导入").format(count=empty)
        read.findings.append(
            Finding(sheet.grid.sheet, plan.first + 1, None, NOTE, message, code="floor_plan_empty")
        )
    return read, _match(sheet, plan, context)


def _by_floors_and_positions(sheet: SheetText) -> tuple[list[_Drawn], int | None]:
    """Header 01 02 03 …, floors in the column to the left of them, names in the cells."""
    for header in range(min(len(sheet.rows), 15)):
        columns = [
            column for column in sheet.filled(header) if _POSITION.fullmatch(_bare(sheet, header, column))
        ]
        texts = [_bare(sheet, header, column) for column in columns]
        if len(columns) < 2 or len(columns) < 0.6 * len(sheet.filled(header)) or not _is_series(texts):
            continue
        floors = _floor_column(sheet, header, columns[0])
        if floors is None:
            continue
        rooms = []
        for row, floor in floors[1]:
            for column, position in zip(columns, texts, strict=True):
                if column == floors[0]:
                    continue
                text = sheet.rows[row][column]
                rooms.append(_Drawn(row, column, _label(floor, position), floor, [text] if text else []))
        return rooms, header
    return [], None


def _is_series(texts: list[str]) -> bool:
    """Positions count up (01 02 03, again from 01 under the next unit) or are letters and sides."""
    numbers = [int(found[0]) for text in texts if (found := re.match(r"\d+", text))]
    if not numbers:
        return True
    steps = [later - earlier for earlier, later in itertools.pairwise(numbers)]
    return numbers[0] <= 2 and all(
        step == 1 or later == 1 for step, later in zip(steps, numbers[1:], strict=True)
    )


def _floor_column(sheet: SheetText, header: int, first: int) -> tuple[int, list[tuple[int, str]]] | None:
    """Return the column left of the first position that holds floors, and (row, floor) for each."""
    for column in range(first - 1, -1, -1):
        found = [
            (row, canonical_floor(text))
            for row in range(header + 1, len(sheet.rows))
            if (text := _bare(sheet, row, column)) and _FLOOR.fullmatch(text)
        ]
        filled = sum(bool(sheet.rows[row][column]) for row in range(header + 1, len(sheet.rows)))
        floors = [floor for _row, floor in found]
        if len(found) >= 2 and len(found) >= 0.7 * filled and len(set(floors)) == len(floors):
            return column, found
    return None


def _label(floor: str, position: str) -> str:
    bare = re.sub(r"(?:号房?|室|户|房|座|型)$", "", position)
    if bare.isdecimal():
        return f"{floor}{int(bare):02d}"
    return (
        f"{floor}{bare}"
        if bare.isascii()
        else _("{floor}层{position}").format(floor=floor, position=position)
    )


def _by_labels_in_cells(sheet: SheetText) -> tuple[list[_Drawn], int | None]:
    """Cells such as '501 张三' or '501\\n张三\\n138…'."""
    rooms: list[_Drawn] = []
    others = 0
    for row in range(len(sheet.rows)):
        columns = sheet.filled(row)
        found = [(column, _LABELLED.fullmatch(narrow_text(sheet.rows[row][column]))) for column in columns]
        labelled = [(column, match) for column, match in found if match and _is_written(match["rest"])]
        if len(labelled) < 2:
            others += len(columns) > 2
            continue
        for column, match in found:
            if match:
                lines = sheet.rows[row][column].split("\n", 1)
                rest = match["rest"] or (lines[1] if len(lines) > 1 else "")
                rooms.append(_Drawn(row, column, match["label"].upper(), "", [rest] if rest else []))
    return (rooms, None) if others <= len({room.row for room in rooms}) else ([], None)


def _is_written(rest: str | None) -> bool:
    """Is something of a person written behind the number (and not '室' or '栋', as in a list)?"""
    return bool(rest) and any(map(is_han, rest or "")) and not re.match(r"[栋幢楼座单号层]", rest or "")


def _by_label_rows(sheet: SheetText) -> tuple[list[_Drawn], int | None]:
    """Lines of room numbers with lines of names, phones or areas under them."""
    rows = [row for row in range(len(sheet.rows)) if _is_label_row(sheet, row)]
    if len(rows) < 2 or not all(later - earlier >= 2 for earlier, later in itertools.pairwise(rows)):
        return [], None
    rooms = []
    for row, following in zip(rows, [*rows[1:], rows[-1] + min(4, rows[1] - rows[0])], strict=True):
        for column in sheet.filled(row):
            label = _bare(sheet, row, column)
            if _LABEL.fullmatch(label):
                below = range(row + 1, min(following, len(sheet.rows)))
                texts = [sheet.rows[line][column] for line in below if sheet.rows[line][column]]
                rooms.append(_Drawn(row, column, re.sub(r"[室房]$", "", label).upper(), "", texts))
    return rooms, None


def _is_label_row(sheet: SheetText, row: int) -> bool:
    columns = sheet.filled(row)
    texts = [_bare(sheet, row, column) for column in columns]
    labels = [text for text in texts if _LABEL.fullmatch(text)]
    return len(labels) >= 2 and len(labels) >= len(texts) - 1 and len(set(labels)) * 2 >= len(labels)


def _bare(sheet: SheetText, row: int, column: int) -> str:
    return without_blanks(sheet.rows[row][column])


def _row(sheet: SheetText, plan: FloorPlan, room: _Drawn, context: Context) -> PlannedRow:
    building, unit = _above(sheet, plan, room)
    findings: list[Finding] = []
    texts = "\n".join(room.texts)
    area = _area(texts)
    people, status = _people(sheet, room, _AREA.sub("", texts), findings)
    planned = PlannedRoom(
        label=room.label, building=building or context.building, unit=unit or context.unit,
        floor=room.floor or floor_of_label(room.label), community=context.choices.community, built_area=area, status=status,
    )  # fmt: skip
    return PlannedRow(
        sheet.grid.sheet, room.row + 1, IMPORT, column=room.column, table=context.key, room=planned, people=people,
        findings=tuple(findings),
    )  # fmt: skip


def _above(sheet: SheetText, plan: FloorPlan, room: _Drawn) -> tuple[str, str]:
    """Return building and unit of the nearest heading over the cell's column, or in a line of its own."""
    building = unit = ""
    for row in range(room.row - 1, -1, -1):
        text = sheet.shown(row, room.column) or _left_heading(sheet, row, room.column)
        if not text or len(text) > 40:
            continue
        named, numbered = read_sheet_building(text)
        building, unit = building or named, unit or numbered
        if building and unit:
            break
    return building, canonical_unit(unit) if unit else ""


def _left_heading(sheet: SheetText, row: int, column: int) -> str:
    """A heading written in the first of the columns it stands over, or a line of its own."""
    for left in range(column - 1, -1, -1):
        if text := sheet.rows[row][left]:
            return text if re.search(r"单元|栋|幢|号楼|座|#", text) and len(text) <= 30 else ""
    return ""


def _area(text: str) -> int | None:
    found = _AREA.search(text)
    try:
        return read_area(found[0]) if found else None
    except CellProblem:
        return None


def _people(
    sheet: SheetText, room: _Drawn, text: str, findings: list[Finding]
) -> tuple[tuple[PlannedPerson, ...], str]:
    """Return the people written in a cell, as owners unless the cell says otherwise."""

    def tell(severity: str, code: str, message: str, found: str = "") -> None:
        findings.append(
            Finding(
                sheet.grid.sheet,
                room.row + 1,
                room.column,
                severity,
                message,
                mask_text(found)[:60],
                "owner_name",
                code,
            )
        )

    digits = re.findall(r"\d[\d\- ]{5,}\d", narrow_text(text))
    words = re.sub(r"\d[\d\- ]{5,}\d", " ", text).strip()
    words = re.sub(r"\s*\n\s*", "、", words.strip("()（） :："))
    try:
        names = read_names(words)
    except CellProblem as problem:
        tell(REFUSE, problem.code, problem.message, text)
        return (), ""
    phones = read_phones("、".join(digits)) if digits else None
    for part in phones.refused if phones else ():
        tell(REFUSE, part.code, part.message, part.text)
    for code, message in names.warnings:
        tell(NOTE if code == "name_split" else DOUBT, code, message, words)
    for person in names.people:
        if not person.is_company and not is_name(person.name):
            tell(DOUBT, "name_unusual", _("不像姓名，请核对"), person.name)
    numbers = tuple(PlannedPhone(phone.number) for phone in phones.phones) if phones else ()
    people = tuple(
        PlannedPerson(
            person.name,
            person.role or OWNER,
            numbers if not at else (),
            is_company=person.is_company,
            relation=person.relation,
            note=person.note,
        )
        for at, person in enumerate(names.people)
    )
    if numbers and not people:
        tell(REFUSE, "number_without_name", _("没有姓名，这个号码不知道是谁的，没有导入"))
    return people, names.status


def _match(sheet: SheetText, plan: FloorPlan, context: Context) -> TableMatch:
    columns = tuple(
        ColumnMatch(
            column,
            column_letters(column),
            narrow_text(sheet.rows[plan.header_row][column]) if plan.header_row is not None else "",
            "owner_name",
            "guess",
            _("每格一户"),
        )
        for column in range(plan.left, plan.right + 1)
    )
    header = (plan.header_row + 1,) if plan.header_row is not None else ()
    return TableMatch(
        context.key, sheet.grid.sheet, "floor_plan", header, plan.first + 1, plan.last + 1, plan.left, plan.right, columns,
        "", context.building,
    )  # fmt: skip
