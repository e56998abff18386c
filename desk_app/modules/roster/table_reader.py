"""Reading a table line by line (读表行): context of headings, lines that are no records, one plan for each line."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from desk_app.kernel.words import _
from desk_app.modules.roster.habits import ROOM_COLUMNS, find_habits
from desk_app.modules.roster.line import Line, Tally
from desk_app.modules.roster.lines import BLANK, DATA, HEADING, kind_of_line
from desk_app.modules.roster.matching import Matched
from desk_app.modules.roster.places import (
    Place,
    floor_heading,
    floor_of_label,
    read_building_cell,
    read_sheet_building,
)
from desk_app.modules.roster.plan_types import (
    DOUBT,
    IMPORT,
    PERSON_ONLY,
    REFUSED,
    SKIPPED,
    Choices,
    Finding,
    PlannedBuilding,
    PlannedPerson,
    PlannedRow,
)
from desk_app.modules.roster.row_facts import (
    read_building,
    read_room,
    read_spaces,
    read_vehicles,
    space_label,
)
from desk_app.modules.roster.row_people import read_line_people
from desk_app.modules.roster.row_place import Surroundings, read_line_place
from desk_app.modules.roster.sheet_text import SheetText
from desk_app.modules.roster.tables import FoundTable


@dataclass(slots=True)
class TableRead:
    """What a table comes to: a plan for each line, buildings told, keys of owners told in another table."""

    rows: list[PlannedRow] = field(default_factory=list)
    buildings: list[PlannedBuilding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    people_by_key: dict[str, list[PlannedPerson]] = field(default_factory=dict)
    """Owners of a list of people by the list's own number of them."""
    wanted_keys: dict[int, tuple[str, Line]] = field(default_factory=dict)
    """Position in `rows` to the owner number its line refers to."""


@dataclass(frozen=True, slots=True)
class Context:
    """What stands outside the table: the building its sheet is named after, what the clerk decided."""

    key: str
    building: str
    unit: str
    choices: Choices
    tick: Callable[[], None] = lambda: None
    """Called for every line; may raise to stop."""


def read_table(sheet: SheetText, table: FoundTable, matched: Matched, context: Context) -> TableRead:
    """Return the plan of every line of a table of rooms, parking spaces, people or buildings."""
    reader = _TableReader(sheet, table, matched, context)
    for row in range(table.first, table.last + 1):
        context.tick()
        reader.read(row)
    reader.result.findings += reader.tally.findings()
    return reader.result


class _TableReader:
    """Keeps what carries over from line to line."""

    def __init__(self, sheet: SheetText, table: FoundTable, matched: Matched, context: Context) -> None:
        self._sheet, self._table, self._kind, self._context = sheet, table, matched.kind, context
        self.columns: dict[str, list[int]] = defaultdict(list)
        for column in matched.columns:
            self.columns[column.meaning].append(column.column)
        self._rooms = [column for code in ROOM_COLUMNS for column in self.columns.get(code, ())]
        self._idle = set(self.columns.pop("serial", [])) | set(self.columns.pop("ignore", []))
        self.columns = dict(self.columns)
        self._shown = [column for column in range(table.left, table.right + 1) if column not in self._idle]
        self._habits = find_habits(sheet, table, self.columns, self._headed_buildings)
        self._around = Surroundings(context.building, context.unit)
        self.tally = Tally()
        self.result = TableRead()

    def _kind_of(self, row: int) -> tuple[str, str]:
        notes = set(self.columns.get("note", ()))
        return kind_of_line(self._sheet, self._table, row, self._rooms, self._idle, notes)

    def read(self, row: int) -> None:
        """Add the plans of one line."""
        kind, name = self._kind_of(row)
        if kind == BLANK:
            return
        if kind == HEADING:
            self._enter(row)
        if kind != DATA:
            self._skip(row, name)
        elif self._sheet.is_hidden(row) and not self._context.choices.hidden_rows:
            message = _("隐藏的行，没有导入；要导入请先取消隐藏，或勾选“也读取被隐藏的行”")
            self._skip(
                row,
                _("隐藏行"),
                Finding(self._sheet.grid.sheet, row + 1, None, DOUBT, message, code="row_hidden"),
            )
        else:
            self._read_record(row)

    def _headed_buildings(self) -> dict[int, str]:
        """Return, for each line, the building that headings above it or the sheet's name put it in."""
        building, found = self._context.building, {}
        for row in range(self._table.first, self._table.last + 1):
            if self._kind_of(row)[0] == HEADING:
                columns = self._sheet.filled(row, self._table.left, self._table.right)
                building = read_sheet_building(self._sheet.rows[row][columns[0]])[0] or building
            found[row] = building
        return found

    def _skip(self, row: int, name: str, *findings: Finding) -> None:
        self.result.rows.append(
            PlannedRow(
                self._sheet.grid.sheet, row + 1, SKIPPED, name, table=self._context.key, findings=findings
            )
        )

    def _enter(self, row: int) -> None:
        """Take the building of a heading line for the lines below it."""
        text = next(
            self._sheet.rows[row][column]
            for column in self._sheet.filled(row, self._table.left, self._table.right)
        )
        building, unit = read_sheet_building(text)
        if building:
            self._around = Surroundings(building, unit)
        elif unit:
            self._around = Surroundings(self._around.building, unit)
        else:
            self._around = Surroundings(self._around.building, self._around.unit, floor_heading(text))

    def _line(self, row: int) -> Line:
        return Line(self._sheet, self._table, row, self.columns, self.tally, self._context.choices.today)

    def _read_record(self, row: int) -> None:
        line = self._line(row)
        if row in self._sheet.grid.hidden_rows:
            line.doubt(None, "row_filtered", _("这一行被筛选或隐藏，也读取了，请核对"))
        if self._sheet.grid.delimited and self._is_shifted(row):
            line.refuse(
                None, "row_shifted", _("这一行的格数比表头多，可能是文字里有逗号，内容错了位，没有导入")
            )
            self._add(line, REFUSED)
        elif self._kind == "people":
            self._read_person(line)
        elif self._kind == "parking":
            self._read_space(line)
        elif self._kind == "buildings":
            self._read_building(line)
        else:
            self._read_room_line(line)

    def _is_shifted(self, row: int) -> bool:
        header = self._table.header_rows
        cells = self._sheet.grid.rows[row]
        return (
            bool(header)
            and len(cells) > len(self._sheet.grid.rows[header[-1]])
            and any(cell not in (None, "") for cell in cells[len(self._sheet.grid.rows[header[-1]]) :])
        )

    def _add(self, line: Line, outcome: str, reason: str = "", **values: object) -> None:
        if outcome == REFUSED and not reason and line.findings:
            reason = (
                line.findings[-1].message if line.findings[-1].column is None else line.findings[0].message
            )
        told = any(line.text(code) for code in ("role", "relation"))
        row = PlannedRow(
            self._sheet.grid.sheet,
            line.row + 1,
            outcome,
            reason,
            table=self._context.key,
            roles_told=told,
            findings=tuple(line.findings),
        )
        self.result.rows.append(replace(row, **values))  # type: ignore[arg-type]

    def _read_room_line(self, line: Line) -> None:
        place = read_line_place(line, self._habits, self._around)
        if place is None:
            self._add(line, REFUSED)
            return
        self._around.previous, self._around.previous_row = place, line.row
        people = read_line_people(line)
        spaces = read_spaces(line)
        vehicles = read_vehicles(line, spaces)
        place = self._with_community(place)
        if building := read_building(line, place):
            self.result.buildings.append(building)
        rooms = [
            read_room(line, self._with_floor(place, label), label, people.status) for label in place.labels
        ]
        for number, room in enumerate(rooms):
            if len(rooms) > 1 and number and (room.built_area or room.inside_area):
                room = replace(room, built_area=None, inside_area=None, measured_area=None, charged_area=None)
            self._want_owner(line)
            self._add(
                line, IMPORT, room=room, people=people.people, vehicles=vehicles if not number else (),
                spaces=spaces if not number else (), column=None if len(rooms) == 1 else self._rooms[0],
            )  # fmt: skip
            line.findings = []

    def _with_floor(self, place: Place, label: str) -> Place:
        if place.floor or place.use in ("parking", "public"):
            return place
        shown = (
            floor_of_label(label)
            if self._habits.regular_labels and self._context.choices.floors_from_labels
            else ""
        )
        return replace(place, floor=shown or self._around.floor)

    def _with_community(self, place: Place) -> Place:
        return place if place.community else replace(place, community=self._context.choices.community)

    def _want_owner(self, line: Line) -> None:
        key = line.text("owner_key")
        if key:
            self.result.wanted_keys[len(self.result.rows)] = (key, line)

    def _read_person(self, line: Line) -> None:
        people = read_line_people(line).people
        key = line.text("owner_key")
        if not people:
            line.refuse(None, "name_missing", _("没有姓名，这一行没有导入"))
            self._add(line, REFUSED)
            return
        if key:
            if key in self.result.people_by_key:
                line.doubt(line.columns["owner_key"][0], "owner_key_twice", _("业主编号重复，只用第一个"))
            self.result.people_by_key.setdefault(key, list(people))
        self._add(line, PERSON_ONLY, people=people)

    def _read_space(self, line: Line) -> None:
        spaces = read_spaces(line)
        if not spaces:
            line.refuse(None, "room_missing", _("没有车位号，这一行没有导入"))
            self._add(line, REFUSED)
            return
        people = read_line_people(line)
        for number, label in enumerate(spaces):
            room = replace(
                read_room(line, Place(use="parking"), space_label(label), people.status), layout=""
            )
            self._want_owner(line)
            vehicles = read_vehicles(line, (label,)) if not number else ()
            self._add(
                line,
                IMPORT,
                room=room,
                people=people.people,
                vehicles=vehicles,
                column=None if len(spaces) == 1 else line.columns["parking"][0],
            )
            line.findings = []

    def _read_building(self, line: Line) -> None:
        text = line.text("building")
        named = read_building_cell(text) if text else Place()
        unit = read_building_cell(line.text("unit")) if line.text("unit") else Place()
        if not named.building:
            line.refuse(None, "building_missing", _("没有楼栋，这一行没有导入"))
            self._add(line, REFUSED)
            return
        place = replace(named, unit=named.unit or unit.building)
        told = read_building(line, place) or PlannedBuilding(place.building, place.unit, place.community)
        self.result.buildings.append(told)
        self._add(line, SKIPPED, _("楼栋资料"))
