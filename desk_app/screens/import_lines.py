"""The lines of a roster's sheets (名册的行) as the import page shows them: what becomes of each, and its marked cells."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from desk_app.kernel import masking
from desk_app.kernel.words import _, clauses, listed
from desk_app.modules.roster.decide import CREATE, REFUSE, SKIP, UPDATE, Decision
from desk_app.modules.roster.plan_types import IMPORT, JOINED, PERSON_ONLY, Finding, PlannedRow
from desk_app.modules.roster.plan_types import REFUSED as REFUSED_ROW

REFUSED, DOUBT, NOTE = "refuse", "doubt", "note"
"""How much a finding matters: left out, to be looked at, only told."""
SEVERITIES = (REFUSED, DOUBT, NOTE)
IGNORED, PEOPLE, MERGED = "ignored", "people", "merged"
"""What becomes of a line besides `CREATE`, `UPDATE`, `SKIP` and `REFUSE`."""
SHORTEST_NUMBER = 7
"""Digits of a number that is masked."""
LISTED_LINES = (CREATE, UPDATE, SKIP, REFUSE, PEOPLE, MERGED)


@dataclass(frozen=True, slots=True)
class LineView:
    """What becomes of one line of a sheet, in a sentence; `worst` is the worst finding of its cells, or ''."""

    outcome: str
    text: str
    worst: str = ""


@dataclass
class SheetView:
    """One sheet as read, cells counted from 0, personal numbers masked; with marks by cell and by line."""

    name: str
    is_hidden: bool
    rows: Sequence[Sequence[Any]]
    width: int
    lines: dict[int, LineView] = field(default_factory=dict)
    marks: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    padded: Mapping[tuple[int, int], str] = field(default_factory=dict)
    personal: frozenset[int] = frozenset()
    plain: frozenset[int] = frozenset()

    def text(self, row: int, column: int) -> str:
        """Return what a cell shows."""
        held = self.rows[row] if row < len(self.rows) else ()
        value = held[column] if column < len(held) else None
        if value is None:
            return self.errors.get((row, column), "")
        if isinstance(value, str):
            return value if column in self.plain else _mask(value)
        if (row, column) in self.padded:
            return self.padded[row, column]
        return _show(value, is_plain=column in self.plain)

    def problem_rows(self) -> list[int]:
        """Return the lines with something refused or doubtful, in order."""
        found = {row for (row, _column), (severity, _text) in self.marks.items() if severity != NOTE}
        found |= {
            row
            for row, line in self.lines.items()
            if line.outcome == REFUSE or line.worst in (REFUSED, DOUBT)
        }
        return sorted(found)


def put_lines(
    sheets: Sequence[SheetView],
    numbers: dict[str, int],
    rows: Iterable[PlannedRow],
    decisions: Sequence[Decision],
) -> None:
    """Note for each line what becomes of it."""
    told: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    decided = set()
    for decision in decisions:
        for place, row in enumerate(decision.entry.rows):
            outcome, text = decision.action, decision.sentence
            if place:
                outcome, text = MERGED, _("并入 {code}").format(code=decision.code)
            told[row.sheet, row.row].append((outcome, text))
            decided.add((row.sheet, row.row, row.column))
    for row in rows:
        if (row.sheet, row.row, row.column) not in decided:
            told[row.sheet, row.row].append(_tell_row(row))
    for (name, number), outcomes in told.items():
        sheets[numbers[name]].lines[number - 1] = _join(outcomes)


def _tell_row(row: PlannedRow) -> tuple[str, str]:
    if row.outcome == REFUSED_ROW:
        return REFUSE, row.reason
    if row.outcome == PERSON_ONLY:
        names = listed(person.name for person in row.people)
        return PEOPLE, _("新建人员 {names}（还没有房屋）").format(names=names)
    if row.outcome in (IMPORT, JOINED):
        return MERGED, row.reason or _("和另一行是同一套房屋")
    return IGNORED, row.reason


def _join(outcomes: list[tuple[str, str]]) -> LineView:
    """Return one line for a row of the sheet that gives several rooms: the first sentence, and how many more."""
    kinds = [outcome for outcome in LISTED_LINES if any(each == outcome for each, _text in outcomes)]
    outcome = REFUSE if REFUSE in kinds else kinds[0] if kinds else IGNORED
    texts = list(dict.fromkeys(text for _outcome, text in outcomes if text))
    if len(texts) > 2:
        text = _("{first} 等 {count} 套").format(first=texts[0], count=len(texts))
    else:
        text = clauses(texts)
    return LineView(outcome, text)


def put_headers(sheet: SheetView, rows: Iterable[int]) -> None:
    """Say of a table's header lines (numbered from 1) what they are."""
    for row in rows:
        sheet.lines.setdefault(row - 1, LineView(IGNORED, _("表头")))


def put_skipped(sheet: SheetView, rows: Iterable[int]) -> None:
    """Say of the lines (numbered from 1) of a table that is left out that they are."""
    for row in rows:
        sheet.lines.setdefault(row - 1, LineView(IGNORED, _("这张表不导入")))


def put_findings(sheets: Sequence[SheetView], numbers: dict[str, int], findings: Iterable[Finding]) -> None:
    """Mark the cells and lines that something is to be known about; the worst finding gives the colour."""
    order = {severity: place for place, severity in enumerate(SEVERITIES)}
    worst: dict[tuple[int, int], str] = {}
    for finding in findings:
        if finding.sheet not in numbers or not finding.row:
            continue
        number, row = numbers[finding.sheet], finding.row - 1
        sheet = sheets[number]
        if order[finding.severity] < order.get(worst.get((number, row), ""), len(order)):
            worst[number, row] = finding.severity
        if finding.column is None:
            sheet.notes[row] = "\n".join(filter(None, (sheet.notes.get(row, ""), finding.message)))
            continue
        severity, text = sheet.marks.get((row, finding.column), (finding.severity, ""))
        if order[finding.severity] < order[severity]:
            severity = finding.severity
        sheet.marks[row, finding.column] = (severity, "\n".join(filter(None, (text, finding.message))))
    for (number, row), severity in worst.items():
        line = sheets[number].lines.get(row)
        if line is not None:
            sheets[number].lines[row] = LineView(line.outcome, line.text, severity)


def _mask(text: str) -> str:
    """Return the text with personal numbers masked, one by one where they stand apart."""
    parts = text.split()
    long = [sum(letter.isdigit() for letter in part) >= SHORTEST_NUMBER for part in parts]
    if len(parts) > 1 and all(long):
        return " ".join(masking.mask_text(part) for part in parts)
    return masking.mask_text(text)


def _show(value: Any, *, is_plain: bool) -> str:
    """Return a value that is no text as a person reads it."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime.datetime):
        has_time = value.time() != datetime.time()
        return f"{value:%Y-%m-%d %H:%M}" if has_time else f"{value:%Y-%m-%d}"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text if is_plain else masking.mask_text(text)
    if isinstance(value, int):
        return str(value) if is_plain else masking.mask_text(str(value))
    return str(value)
