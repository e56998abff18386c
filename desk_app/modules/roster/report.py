"""The coloured workbook (核对表): every sheet as read, the reason beside each doubtful cell, and what is to be fixed.

The last sheets hold only the lines with refused cells, under their own headings, ready to be put right and read in
again. What the office's file holds is repeated in full; what we say about it is masked.
"""

import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk_app.kernel.sheets import Grid
from desk_app.kernel.words import _
from desk_app.modules.roster.export import NOT_READ, put_file
from desk_app.modules.roster.meanings import MEANING
from desk_app.modules.roster.plan_types import (
    DOUBT,
    IMPORT,
    JOINED,
    NOTE,
    PERSON_ONLY,
    REFUSE,
    REFUSED,
    SKIPPED,
    Finding,
    PlannedRow,
    RosterPlan,
    TableMatch,
)
from desk_app.modules.roster.sheet_text import SheetText

COLOURS = {REFUSE: "#F4B6B0", DOUBT: "#FCE4A8", NOTE: "#CFE5F7", SKIPPED: "#E4E4E4"}
"""Backgrounds of cells."""
_MOST_COMMENTS = 2_000
_LONGEST = 32_000


@dataclass(slots=True)
class _Book:
    """The workbook being written, with its formats."""

    workbook: Any
    formats: dict[str, Any] = field(default_factory=dict)
    comments: int = 0

    def add(self, name: str) -> Any:
        """Return a new sheet, its name made one that Excel takes."""
        taken = {sheet.get_name().casefold() for sheet in self.workbook.worksheets()}
        plain = "".join(letter for letter in name if letter not in "[]:*?/\\").strip("' ")[:28] or "表"
        unique, number = plain, 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{plain[:26]} {number}"
        return self.workbook.add_worksheet(unique)


def write_report(out: Path, grids: Sequence[Grid], plan: RosterPlan) -> None:
    """Write the workbook. DeskError with a sentence if the file can't be written."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = _Book(Workbook(content, options))
    base = {"num_format": "@", "valign": "top", "text_wrap": False}
    book.formats = {
        name: book.workbook.add_format({**base, "bg_color": colour}) for name, colour in COLOURS.items()
    }
    book.formats["plain"] = book.workbook.add_format(base)
    book.formats["bold"] = book.workbook.add_format({**base, "bold": True, "bottom": 1})
    _write_summary(book, plan)
    _write_problems(book, plan)
    for grid in grids:
        if not grid.hidden and len(grid.rows):
            _write_sheet(book, SheetText(grid), plan)
    for grid in grids:
        if not grid.hidden and len(grid.rows):
            _write_to_fix(book, SheetText(grid), plan)
    book.workbook.close()
    put_file(out, content.getvalue())


def outcome_name(outcome: str) -> str:
    """Return how an outcome is called."""
    names = {
        IMPORT: _("导入"), PERSON_ONLY: _("只导入人员"), JOINED: _("并入房屋"), REFUSED: _("没有导入"), SKIPPED: _("跳过"),
    }  # fmt: skip
    return names[outcome]


def severity_name(severity: str) -> str:
    """Return how a severity is called."""
    return {REFUSE: _("没有导入"), DOUBT: _("请核对"), NOTE: _("说明")}[severity]


def _write(sheet: Any, row: int, column: int, text: str, form: Any) -> None:
    if text:
        sheet.write_string(row, column, text[:_LONGEST], form)


def _write_summary(book: _Book, plan: RosterPlan) -> None:
    sheet = book.add(_("概要"))
    sheet.write_string(0, 7, NOT_READ)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 6, 18)
    counts = plan.counts
    lines = (
        (_("读到房屋"), counts.rooms), (_("读到人员"), counts.people), (_("数据行"), counts.lines),
        (_("没有导入的行"), counts.refused_rows), (_("没有导入的单元格"), counts.refused_cells),
        (_("请核对"), counts.doubts), (_("说明"), counts.notes), (_("跳过的行（标题、合计、签字等）"), counts.skipped),
    )  # fmt: skip
    for row, (label, count) in enumerate(lines):
        sheet.write_string(row, 0, label, book.formats["bold"])
        sheet.write_number(row, 1, count)
    row = len(lines) + 1
    for severity in (REFUSE, DOUBT, NOTE):
        sheet.write_string(row, 0, severity_name(severity), book.formats[severity])
        row += 1
    sheet.write_string(row, 0, _("跳过"), book.formats[SKIPPED])
    _write_columns(book, sheet, row + 2, plan)


def _write_columns(book: _Book, sheet: Any, row: int, plan: RosterPlan) -> None:
    """List what every column was taken for."""
    for number, heading in enumerate((_("工作表"), _("列"), _("表头"), _("含义"), _("依据"))):
        sheet.write_string(row, number, heading, book.formats["bold"])
    for table in plan.tables:
        for column in table.columns:
            row += 1
            meaning = _(MEANING[column.meaning].label) if table.kind != "other" else _("不导入")
            for number, text in enumerate(
                (table.sheet, column.letters, column.header, meaning, column.because)
            ):
                _write(sheet, row, number, text, book.formats["plain"])


def _write_problems(book: _Book, plan: RosterPlan) -> None:
    sheet = book.add(_("问题清单"))
    sheet.write_string(0, 5, NOT_READ)
    for number, (heading, width) in enumerate(
        ((_("位置"), 22), (_("处理"), 12), (_("内容"), 30), (_("原因"), 70))
    ):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, heading, book.formats["bold"])
    for row, finding in enumerate(plan.findings, 1):
        form = book.formats[finding.severity]
        cells = (finding.address, severity_name(finding.severity), finding.found, finding.message)
        for number, text in enumerate(cells):
            _write(sheet, row, number, text, form)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(plan.findings), 1), 3)


def _write_sheet(book: _Book, source: SheetText, plan: RosterPlan) -> None:
    """Write a sheet as read, its doubtful cells coloured, what becomes of each line and why beside it."""
    name = source.grid.sheet
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in plan.findings:
        if finding.sheet == name:
            found[finding.row].append(finding)
    outcomes = _outcomes(plan, name)
    sheet = book.add(name)
    beside = source.width
    sheet.set_column(beside, beside, 12)
    sheet.set_column(beside + 1, beside + 1, 80)
    sheet.write_string(0, beside + 3, NOT_READ)
    for number, line in enumerate(source.rows):
        findings = found.get(number + 1, [])
        _write_line(book, sheet, number, line, findings, outcomes.get(number + 1, []))
        reasons = [outcome_name(row.outcome) for row in outcomes.get(number + 1, [])[:1]]
        _write(sheet, number, beside, "".join(reasons), book.formats["plain"])
        said = "；".join(
            dict.fromkeys([*_reasons(outcomes.get(number + 1, [])), *(f.message for f in findings)])
        )
        _write(sheet, number, beside + 1, said, book.formats["plain"])
    sheet.freeze_panes(
        max(
            (table.header_rows[-1] for table in plan.tables if table.sheet == name and table.header_rows),
            default=0,
        ),
        0,
    )


def _outcomes(plan: RosterPlan, name: str) -> dict[int, list[PlannedRow]]:
    outcomes: dict[int, list[PlannedRow]] = defaultdict(list)
    for row in plan.rows:
        if row.sheet == name:
            outcomes[row.row].append(row)
    return outcomes


def _reasons(rows: Sequence[PlannedRow]) -> list[str]:
    return [row.reason for row in rows if row.reason]


def _write_line(
    book: _Book,
    sheet: Any,
    number: int,
    line: Sequence[str],
    findings: Sequence[Finding],
    rows: Sequence[PlannedRow],
) -> None:
    skipped = bool(rows) and all(row.outcome == SKIPPED for row in rows)
    refused = any(row.outcome == REFUSED for row in rows)
    for column, text in enumerate(line):
        told = [finding for finding in findings if finding.column == column]
        name = next(
            (severity for severity in (REFUSE, DOUBT, NOTE) if any(f.severity == severity for f in told)), ""
        )
        name = name or (SKIPPED if skipped else REFUSE if refused else "plain")
        if text:
            _write(sheet, number, column, text, book.formats[name])
        elif name != "plain":
            sheet.write_blank(number, column, None, book.formats[name])
        if told and book.comments < _MOST_COMMENTS:
            book.comments += 1
            sheet.write_comment(number, column, "\n".join(finding.message for finding in told)[:_LONGEST])


def _write_to_fix(book: _Book, source: SheetText, plan: RosterPlan) -> None:
    """Write the lines with refused cells of each table, under its header, on a sheet of their own."""
    name = source.grid.sheet
    bad: dict[str, set[int]] = defaultdict(set)
    reasons: dict[int, list[str]] = defaultdict(list)
    for row in plan.rows:
        refused = [finding.message for finding in row.findings if finding.severity == REFUSE]
        if row.sheet == name and refused:
            bad[row.table].add(row.row - 1)
            reasons[row.row - 1] += refused
    for table in plan.tables:
        if bad.get(table.key) and table.header_rows:
            _write_fix_table(book, source, table, _with_headings(plan, table, bad[table.key]), reasons)


def _with_headings(plan: RosterPlan, table: TableMatch, bad: set[int]) -> list[int]:
    """Return the bad lines and the nearest heading of a building above each, which says where they are."""
    headings = [row.row - 1 for row in plan.rows if row.table == table.key and row.outcome == SKIPPED]
    headings = [row for row in headings if row >= table.first_row - 1]
    kept = set(bad)
    for row in bad:
        above = [heading for heading in headings if heading < row]
        kept.update(above[-1:])
    return sorted(kept)


def _write_fix_table(
    book: _Book, source: SheetText, table: TableMatch, lines: Sequence[int], reasons: dict[int, list[str]]
) -> None:
    sheet = book.add(_("待改 {sheet}").format(sheet=source.grid.sheet))
    columns = range(table.left, table.right + 1)
    for at, row in enumerate(header - 1 for header in table.header_rows):
        for number, column in enumerate(columns):
            sheet.set_column(number, number, 16, book.formats["plain"])
            _write(sheet, at, number, source.shown(row, column), book.formats["bold"])
    beside = len(columns) + 1
    sheet.set_column(beside, beside, 60)
    for at, row in enumerate(lines, len(table.header_rows)):
        for number, column in enumerate(columns):
            _write(sheet, at, number, source.shown(row, column), book.formats["plain"])
        _write(sheet, at, beside, "；".join(dict.fromkeys(reasons.get(row, ()))), book.formats[REFUSE])
