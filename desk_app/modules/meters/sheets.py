"""A round as a workbook to fill in (抄表表格): written for the walk, read back line by line before anything is stored."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.days import parse_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.periods import show_period
from desk_app.kernel.sheets import Grid, read_sheets
from desk_app.kernel.sheets.grid import Cell
from desk_app.kernel.sheets_out import SheetColumn, write_sheet
from desk_app.kernel.text import one_line
from desk_app.kernel.words import _
from desk_app.modules.meters import odd, readings, scale, sheet_words
from desk_app.modules.meters.kinds import METERS
from desk_app.modules.meters.odd import Measured
from desk_app.modules.meters.reading_periods import refuse_period
from desk_app.modules.meters.records import Meter, MeterReading
from desk_app.modules.meters.rounds import RoundLine, line_of, own_reading
from desk_app.modules.meters.sheet_lookup import Lookup

HEADING_ROWS = 20
"""Headings stand in one of the first rows of a sheet; above them there may be a title."""
Step = Callable[[int, int], None]


@dataclass(frozen=True)
class PlannedReading:
    """What one line of the file would bring: `outcome` is enter, held, new (a meter to be made), skip or refuse.

    `row` counts from 1 as the spreadsheet shows it; `told` says in a sentence what is odd, or why nothing comes of it.
    """

    row: int
    number: str
    place: str
    shown: str
    outcome: str
    told: str = ""
    value: int = 0
    read_on: datetime.date | None = None
    meter_id: int | None = None
    room_id: int | None = None
    kind: str = ""
    multiplier: int = 1
    note: str = ""
    read_by: str = ""


@dataclass
class SheetPlan:
    """A file looked at: nothing is written until it is accepted."""

    file_name: str
    period: int
    lines: list[PlannedReading] = field(default_factory=list)

    def count(self, *outcomes: str) -> int:
        """Return how many lines have one of the outcomes."""
        return sum(line.outcome in outcomes for line in self.lines)


def write_round(path: Path, period: int, lines: Sequence[RoundLine]) -> int:
    """Write a round as a workbook, what was read already filled in; return how many meters. DeskError as `write_sheet`."""
    widths = (8, 16, 18, 8, 6, 10, 12, 10, 12, 12, 24)
    formats = ("number", "text", "text", "text", "number", "number", "day", "number", "number", "day", "text")
    columns = [
        SheetColumn(label, width, cell)
        for label, width, cell in zip(sheet_words.HEADINGS, widths, formats, strict=True)
    ]
    title = _("抄表 {period}").format(period=show_period(period))
    return write_sheet(path, title, columns, (_cells(period, line) for line in lines))


def plan_readings(
    path: Path,
    period: int,
    desk: Desk,
    *,
    progress: Step | None = None,
    stopped: Callable[[], bool] | None = None,
) -> SheetPlan:
    """Read a file of readings and say of every line what it would bring.

    `SheetRefused` where the file cannot or should not be read, DeskError where no sheet of it holds readings.
    """
    grids = read_sheets(path, progress=progress, stopped=stopped)
    plan = SheetPlan(path.name, period)
    found = [(grid, head) for grid in grids if not grid.hidden and (head := _find_head(grid))]
    tables = [(grid, head) for grid, head in found if "value" in head[1]]
    if not tables:
        raise DeskError(_why_no_table(path.name, bool(found)))
    lookup, taken = Lookup(), set[int | str]()
    for grid, (head_row, columns) in tables:
        rows = list(_rows(grid, head_row, columns))
        for done, (row, cells) in enumerate(rows, 1):
            plan.lines.append(_planned(row, cells, period, desk, lookup, taken))
            if progress:
                progress(done, len(rows))
    return plan


def accept(plan: SheetPlan, desk: Desk, progress: Step | None = None) -> int:
    """Write down every reading of the plan that was neither skipped nor refused; return how many. All of them or none.

    DeskError naming the line if one no longer holds, because somebody read the meter meanwhile.
    """
    wanted = [line for line in plan.lines if line.outcome in ("enter", "held", "new")]
    with transaction():
        batch = store.Batch(desk, plan.file_name)
        for done, line in enumerate(wanted, 1):
            try:
                _enter(line, plan.period, desk, batch)
            except DeskError as error:
                told = _("全部没有导入。第 {row} 行：{why}").format(row=line.row, why=error)
                raise DeskError(told) from error
            if progress:
                progress(done, len(wanted))
        batch.finish()
        store.note_event(
            "meter_readings", None, desk, "import", plan.file_name, {"rows": ["", str(len(wanted))]}
        )
    return len(wanted)


def _cells(period: int, line: RoundLine) -> list[Any]:
    """Return one line of the workbook."""
    meter, reading = line.meter, line.reading
    return [
        period,
        str(meter.number),
        line.place,
        Meter._meta.fields["kind"].show(meter.kind),
        int(meter.multiplier),
        _decimal(line.before),
        line.before_on,
        _decimal(scale.about(line.usual)),
        _decimal(line.value),
        reading.read_on if reading is not None else None,
        odd.words_of(reading, is_corrected=bool(line.corrections)) if reading is not None else "",
    ]


def _decimal(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value) / scale.UNIT


def _find_head(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """Return the row of headings and {meaning: column}; None where no row names a meter or a room and one thing more."""
    for number, cells in enumerate(grid.rows[:HEADING_ROWS]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(cells):
            meaning = sheet_words.meaning_of(cell) if isinstance(cell, str) else ""
            if meaning and meaning not in columns:
                columns[meaning] = column
        if len(columns) >= 2 and {"number", "place"} & columns.keys():
            return number, columns
    return None


def _why_no_table(name: str, has_meters: bool) -> str:
    if has_meters:
        return _(
            "没有读取“{name}”：表里有仪表，但没有“本期读数”一列，像是仪表档案。请加上一列“本期读数”（新表填底数）再导入。"
        ).format(name=name)
    return _(
        "没有读取“{name}”：找不到“表号”和“本期读数”两列。请用“导出 Excel”得到的抄表表格来填，不要改动第一行的列名。"
    ).format(name=name)


def _rows(grid: Grid, head_row: int, columns: Mapping[str, int]) -> Iterator[tuple[int, dict[str, Cell]]]:
    """Yield (row from 1, cells by meaning) of the lines below the headings that name a meter or a room."""
    for number in range(head_row + 1, len(grid.rows)):
        cells = {meaning: grid.value(number, column) for meaning, column in columns.items()}
        if cells.get("number") not in (None, "") or cells.get("place") not in (None, ""):
            yield number + 1, cells


def _planned(
    row: int, cells: Mapping[str, Cell], period: int, desk: Desk, lookup: Lookup, taken: set[int | str]
) -> PlannedReading:
    """Return what one line would bring; whatever is wrong with it is told, and the others go on."""
    number, place = _text(cells.get("number")), _text(cells.get("place"))
    shown = _text(cells.get("value"))

    def told(outcome: str, why: str = "", **values: Any) -> PlannedReading:
        return PlannedReading(row, number, place, shown, outcome, why, **values)

    if not shown:
        return told("skip", _("没有填本期读数"))
    try:
        _refuse_line(cells, period)
        kind = sheet_words.kind_of(_text(cells.get("kind")))
        meter = lookup.meter(number, place, kind)
        key = meter.id if meter is not None else number
        if key in taken:
            raise DeskError(_("同一块表在文件里有两行，只取第一行"))
        planned = _judged(told, meter, number, place, kind, cells, period, desk, lookup)
        taken.add(key)
        return planned
    except (DeskError, ValueError) as error:
        return told("refuse", str(error))


def _judged(
    told: Callable[..., PlannedReading], meter: Meter | None, number: str, place: str, kind: str,
    cells: Mapping[str, Cell], period: int, desk: Desk, lookup: Lookup,
) -> PlannedReading:  # fmt: skip
    value, read_on = _value(cells["value"]), _day(cells.get("read_on"), desk)
    common = {
        "value": value,
        "read_on": read_on,
        "note": _text(cells.get("note"))[:200],
        "read_by": _text(cells.get("read_by"))[:200],
    }
    if meter is None:
        refuse_period(period, read_on, is_first=True)
        room = lookup.room_for_new(number, place, kind)
        times = _multiplier(cells.get("multiplier"))
        why = _("新表：在 {room} 建档，读数作为底数").format(room=room)
        return told("new", why, room_id=room.id, kind=kind, multiplier=times, **common)
    there = own_reading(meter.id, period)
    if there is not None and (there.value == value or line_of(meter.id, period).value == value):
        return told("skip", _("本期已经录入，读数相同"))
    reading = readings.judge(meter, value, read_on, period, desk).record
    codes = tuple(str(reading.odd or "").split())
    measured = Measured(value, reading.before, reading.used, reading.swapped)
    why = odd.tell(codes, measured, scale.usual_use(meter.id))
    first = _("首次抄表，作为底数") if reading.kind == "first" else ""
    return told("held" if codes else "enter", why or first, meter_id=meter.id, **common)


def _refuse_line(cells: Mapping[str, Cell], period: int) -> None:
    told = _text(cells.get("period")).replace("-", "").replace(".", "")
    if told and told != str(period):
        text = _("这一行是 {told} 的，现在录入的是 {period}")
        raise DeskError(text.format(told=told[:10], period=show_period(period)))
    if _text(cells.get("further")):
        raise DeskError(_("一行有几个读数（峰谷分时）：请按每个费率建一块表，分行填写"))


def _value(cell: Cell) -> int:
    """Return the reading in 1/1,000; ValueError with a sentence for what is none."""
    reading: int = MeterReading._meta.fields["value"].read(_text(cell), None)
    return reading


def _day(cell: Cell, desk: Desk) -> datetime.date:
    """Return the day of the line, today where none is given."""
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    text = _text(cell)
    return parse_day(text.split(" ")[0], desk.today) if text else desk.today


def _multiplier(cell: Cell) -> int:
    times: int = Meter._meta.fields["multiplier"].read(_text(cell) or "1", None)
    return times


def _text(cell: Cell) -> str:
    """Return a cell as a line of text; numbers without a false '.0'."""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, datetime.datetime):
        return f"{cell:%Y-%m-%d}"
    return "" if cell is None else one_line(str(cell))


def _enter(line: PlannedReading, period: int, desk: Desk, batch: store.Batch) -> None:
    assert line.read_on is not None
    meter_id = line.meter_id
    if meter_id is None:
        draft = store.new(
            METERS, number=line.number, kind=line.kind, room=line.room_id, multiplier=line.multiplier
        )
        meter_id = batch.create(draft).id
    kind = "first" if line.outcome == "new" else "read"
    readings.record_reading(
        meter_id,
        line.value,
        line.read_on,
        period,
        desk,
        kind,
        read_by=line.read_by,
        note=line.note,
        batch=batch,
    )
