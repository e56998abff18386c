"""Reading the old book's balances from a workbook (期初导入), and the empty one to fill in; nothing is written here."""

import datetime
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import peewee

from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.sheets import Grid, SheetRefused, read_sheets
from desk_app.kernel.sheets_out import SheetColumn, write_sheet
from desk_app.kernel.text import fold
from desk_app.kernel.words import _, clauses, listed
from desk_app.modules.billing.months import period_of
from desk_app.modules.meters import sheets as meter_sheets
from desk_app.modules.opening import sheet_words
from desk_app.modules.opening.cells import read_sum
from desk_app.modules.opening.heads import text_of
from desk_app.modules.opening.lines import read_row
from desk_app.modules.opening.pieces import Pieces
from desk_app.modules.opening.places import Places
from desk_app.modules.opening.plan import OpeningPlan, PlannedLine
from desk_app.modules.opening.records import OpeningEntry, OpeningRun
from desk_app.modules.opening.tables import MoneyTable, find_tables

Step = Callable[[int, int], None]


def plan_opening(
    path: Path,
    balance_on: datetime.date,
    desk: Desk,
    *,
    progress: Step | None = None,
    stopped: Callable[[], bool] | None = None,
) -> OpeningPlan:
    """Read a file and say of every line what it would bring into the book as of the end of `balance_on`.

    `SheetRefused` where the file cannot be read, DeskError where it holds no balances.
    """
    grids = read_sheets(path, progress=progress, stopped=stopped)
    plan = OpeningPlan(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), balance_on)
    tables = find_tables(grids)
    _refuse_charged_only(tables)
    places = Places(balance_on)
    for table in tables:
        _read_table(table, plan, places, progress)
    plan.readings = _plan_readings(path, balance_on, desk)
    if not tables and plan.readings is None:
        raise DeskError(_why_nothing(path.name, grids))
    _judge(plan)
    _add_readings(plan)
    _remark_same_file(plan)
    return plan


def write_template(path: Path, rooms: Iterable[tuple[str, str]]) -> int:
    """Write the empty workbook to fill in, a row for each room (number, owner); return how many rows."""
    widths = (14, 16, 10, 16, 12, 12, 12, 12, 12, 14, 12, 16, 10, 24)
    formats = (
        "text",
        "text",
        "text",
        "text",
        "text",
        "day",
        "day",
        "money",
        "day",
        "text",
        "day",
        "text",
        "text",
        "text",
    )
    columns = [
        SheetColumn(label, width, cell)
        for label, width, cell in zip(sheet_words.HEADINGS, widths, formats, strict=True)
    ]  # fmt: skip
    return write_sheet(path, _("期初建账"), columns, ((number, owner) for number, owner in rooms))


def _read_table(table: MoneyTable, plan: OpeningPlan, places: Places, progress: Step | None) -> None:
    """Add the table's lines, and a remark where the sum printed below differs from theirs."""
    grand: dict[int, int] = {}
    added: dict[int, int] = {}
    for done, raw in enumerate(table.rows, 1):
        if raw.is_total:
            if sheet_words.is_grand_total(raw.first):
                grand = _column_sums(raw.sums)
            continue
        plan.lines += read_row(table, raw, places, plan.balance_on)
        for place, fen in _column_sums(raw.sums).items():
            added[place] = added.get(place, 0) + fen
        if progress:
            progress(done, len(table.rows))
    plan.remarks += _passed_over(table)
    for place, fen in grand.items():
        if added.get(place, 0) != fen:
            told = _("表“{sheet}”合计行写着 {told} 元，各行加起来是 {added} 元，请核对是不是少了行。")
            plan.remarks.append(
                told.format(sheet=table.sheet, told=show(fen), added=show(added.get(place, 0)))
            )


def _passed_over(table: MoneyTable) -> list[str]:
    """Return a sentence for columns that tell only what was asked, beside others that were read."""
    if not table.meanings - {"charged"} or table.meanings & {"arrears", "paid"}:
        return []
    left = [column.heading for column in table.columns if column.meaning == "charged"]
    told = _("没有读取这几列：{columns}。看不出是欠费还是应收；是欠费请把列名写成“物业费欠费”的样子。")
    return [told.format(columns=listed(left))] if left else []


def _column_sums(sums: Iterable[tuple[Any, Any]]) -> dict[int, int]:
    """Return {column: fen} of the cells that hold a sum."""
    found = {}
    for column, cell in sums:
        try:
            fen = read_sum(cell)
        except ValueError:
            continue
        if fen:
            found[column.place] = fen
    return found


def _judge(plan: OpeningPlan) -> None:
    """Mark what an earlier opening brought already as known, and what the file says twice as refused."""
    total = peewee.fn.SUM(OpeningEntry.amount)
    entries = OpeningEntry.select(OpeningEntry.key, total).join(OpeningRun)
    known = dict(entries.where(OpeningRun.state == "kept").group_by(OpeningEntry.key).tuples())
    pieces = Pieces()
    seen: dict[str, PlannedLine] = {}
    for place, line in enumerate(plan.lines):
        if line.outcome != "new":
            continue
        if line.key in known:
            plan.lines[place] = _known(line, known[line.key])
        elif line.key in seen:
            plan.lines[place] = _doubled(line, seen[line.key])
        else:
            seen[line.key] = line
            plan.lines[place] = _warned(line, plan.balance_on, pieces)


def _warned(line: PlannedLine, balance_on: datetime.date, pieces: Pieces) -> PlannedLine:
    """Return the line, with a warning where a bill run would ask again for what the old book asked ahead."""
    if line.until_on is None or line.until_on <= balance_on or pieces.is_covered(line, balance_on):
        return line
    told = _("费用期到 {day}，晚于旧账截止日：先绑定收费标准再导入，出账才不会重复").format(day=line.until_on)
    return replace(line, told=clauses([line.told, told]))


def _known(line: PlannedLine, amount: int) -> PlannedLine:
    if amount == line.amount:
        return replace(line, outcome="known", told=_("已经导入过"))
    told = _("已经导入过 {amount} 元，金额不同；要改请先撤销那一次期初").format(amount=show(amount))
    return replace(line, outcome="refused", told=told)


def _doubled(line: PlannedLine, first: PlannedLine) -> PlannedLine:
    if first.amount == line.amount:
        told = _("与第 {row} 行相同，只取那一行").format(row=first.row)
    else:
        told = _("第 {row} 行已有同一户同一项 {amount} 元，金额不同，请核对").format(
            row=first.row, amount=show(first.amount)
        )
    return replace(line, outcome="refused", told=told)


def _plan_readings(path: Path, balance_on: datetime.date, desk: Desk) -> meter_sheets.SheetPlan | None:
    """Return the meters' own plan of the file, if a sheet of it holds readings."""
    try:
        plan = meter_sheets.plan_readings(path, period_of(balance_on), desk)
    except SheetRefused:
        raise
    except DeskError:
        return None
    return plan if plan.lines else None


def _add_readings(plan: OpeningPlan) -> None:
    """List the readings among the lines, as the meters' plan judged them."""
    outcomes = {"enter": "new", "held": "new", "new": "new", "skip": "known", "refuse": "refused"}
    for line in plan.readings.lines if plan.readings else ():
        if line.outcome == "skip" and not line.shown:
            continue
        plan.lines.append(
            PlannedLine(
                row=line.row,
                sort="reading",
                shown=line.place or line.number,
                outcome=outcomes[line.outcome],
                told=line.told,
                room=line.place,
                item=line.number,
                amount=line.value,
                on=line.read_on,
            )
        )


def _remark_same_file(plan: OpeningPlan) -> None:
    run = OpeningRun.get_or_none(OpeningRun.file_sha256 == plan.sha256, OpeningRun.state == "kept")
    if run is not None:
        told = _("这个文件已于 {at} 由 {who} 导入过，再导入不会重复记账。")
        plan.remarks.append(told.format(at=f"{run.made_at:%Y-%m-%d %H:%M}", who=run.made_by))


def _refuse_charged_only(tables: list[MoneyTable]) -> None:
    """Raise DeskError where a sheet tells only what was asked, not whether it was paid."""
    for table in tables:
        is_clear = "status" in table.places or sheet_words.sort_in(table.title) == "arrears"
        if table.meanings == {"charged"} and not is_clear:
            raise DeskError(
                _("没有读取表“{sheet}”：只有“应收金额”，不知道收了没有。请把列名改成“欠费金额”或“实收金额”。").format(
                    sheet=table.sheet
                )
            )  # fmt: skip


def _why_nothing(name: str, grids: Iterable[Grid]) -> str:
    """Return the sentence why a file holds no balances; where it is a roster, where that goes."""
    words = {fold(text_of(cell)) for grid in grids for row in grid.rows[:5] for cell in row}
    if words & {fold(word) for word in sheet_words.ROSTER}:
        return _(
            "没有读取“{name}”：里面是房屋、业主或收费设置，没有欠费、预存款、押金或收款的金额。房屋和业主请在“名册导入”里导入。"
        ).format(name=name)
    return _(
        "没有读取“{name}”：找不到“房号”和金额两列。请用“下载空表”得到的表来填，或把列名写成 房号、收费项目、账期、欠费金额。"
    ).format(name=name)
