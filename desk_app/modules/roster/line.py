"""One line of a roster under the reader's hand (一行): its cells by meaning, and the findings about them."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from desk_app.kernel.masking import mask_text
from desk_app.kernel.sheets import Cell
from desk_app.kernel.words import _
from desk_app.modules.roster.cell_text import CellProblem, narrow_text, text_of
from desk_app.modules.roster.meanings import MEANING
from desk_app.modules.roster.plan_types import DOUBT, NOTE, REFUSE, Finding
from desk_app.modules.roster.sheet_text import SheetText
from desk_app.modules.roster.tables import FoundTable
from desk_app.modules.roster.vocabulary import is_blank

LONGEST_FOUND = 60
ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"))


@dataclass(slots=True)
class Tally:
    """Findings that would repeat on every line of a column, told once with their number."""

    first: dict[tuple[str, int, str], Finding] = field(default_factory=dict)
    counts: dict[tuple[str, int, str], int] = field(default_factory=lambda: defaultdict(int))

    def add(self, finding: Finding, key: str = "") -> None:
        """Count a finding; the first of its code, column and `key` gives the place and the words."""
        place = (finding.code, finding.column if finding.column is not None else -1, key)
        self.first.setdefault(place, finding)
        self.counts[place] += 1

    def findings(self) -> list[Finding]:
        """Return one finding for each of the kinds counted."""
        told = []
        for place, finding in self.first.items():
            count = self.counts[place]
            message = finding.message + (
                _("（这一列共 {count} 处）").format(count=count) if count > 1 else ""
            )
            told.append(
                Finding(
                    finding.sheet,
                    finding.row,
                    finding.column,
                    finding.severity,
                    message,
                    finding.found,
                    finding.field,
                    finding.code,
                )
            )
        return told


@dataclass(slots=True)
class Line:
    """A line with its columns by meaning. Problems are gathered in `findings` as the line is read."""

    sheet: SheetText
    table: FoundTable
    row: int
    columns: Mapping[str, list[int]]
    tally: Tally
    today: datetime.date | None = None
    findings: list[Finding] = field(default_factory=list)

    def has(self, code: str) -> bool:
        """Does the table have a column of this meaning?"""
        return code in self.columns

    def cell(self, column: int, fill_down: bool = True) -> Cell:
        """Return the cell's value, that of a block merged over several lines for each of its lines.

        Error cells and formulas without a result are told and empty.
        """
        row = self.row
        span = self.sheet.spans.get((row, column)) if fill_down else None
        if span and span.top < row and span.left == column:
            row = span.top
            code = next((code for code, numbers in self.columns.items() if column in numbers), "")
            if self.sheet.rows[row][column]:
                told = _("合并的单元格，每一行都按同样的内容读")
                self.tally.add(self._finding(column, NOTE, told, "", code, "merged_down"))
        if shown := self.sheet.grid.padded.get((row, column)):
            return shown
        return self.sheet.grid.value(row, column)

    def text(self, code: str) -> str:
        """Return the text of the first column of this meaning, '' where it is empty or says there is none."""
        for column in self.columns.get(code, ()):
            text = self.text_in(column)
            if not is_blank(narrow_text(text)):
                return text
        return ""

    def text_in(self, column: int) -> str:
        """Return the cell as text; a cell that shows an error is told and ''."""
        if self._is_broken(column):
            return ""
        value = self.cell(column)
        if isinstance(value, str) and value.strip() in ERRORS:
            message = _("这一格显示 {error}，是出错的公式，没有导入").format(error=value.strip())
            self.refuse(column, "cell_error", message)
            return ""
        if isinstance(value, bool):
            self.refuse(column, "cell_is_bool", _("这一格是 TRUE 或 FALSE，不是文字"))
            return ""
        return text_of(value)

    def short(self, code: str, longest: int) -> str:
        """Return the text of the first column of this meaning on one line; a longer one is refused and ''."""
        text = narrow_text(self.text(code))
        if len(text) > longest:
            message = _("{label}太长，最多 {longest} 个字，没有导入").format(
                label=label_of(code), longest=longest
            )
            self.refuse(self.columns[code][0], "text_too_long", message)
            return ""
        return text

    def _is_broken(self, column: int) -> bool:
        place = (self.row, column)
        if error := self.sheet.grid.errors.get(place):
            self.refuse(
                column, "cell_error", _("这一格显示 {error}，是出错的公式，没有导入").format(error=error)
            )
            return True
        if place in self.sheet.grid.uncalculated:
            message = _("这一格的公式没有保存结果，请在表格程序里打开文件、保存一次再导入")
            self.refuse(column, "formula_uncalculated", message)
            return True
        return False

    def is_broken(self, column: int) -> bool:
        """Does the cell show an error or lack its result? Tells it."""
        return self._is_broken(column)

    def refuse(self, column: int | None, code: str, message: str, found: str | None = None) -> None:
        """Tell that a cell (None: the line) is not imported."""
        self._tell(column, REFUSE, code, message, found)

    def doubt(self, column: int | None, code: str, message: str, found: str | None = None) -> None:
        """Tell that a person should look at a cell."""
        self._tell(column, DOUBT, code, message, found)

    def note(self, column: int | None, code: str, message: str, found: str | None = None) -> None:
        """Tell a change of form."""
        self._tell(column, NOTE, code, message, found)

    def problem(self, column: int, problem: CellProblem) -> None:
        """Tell why a cell is refused."""
        self.refuse(column, problem.code, problem.message)

    def count(self, column: int, severity: str, code: str, message: str, key: str = "") -> None:
        """Tell something that may repeat all down the column; it is told once with its number."""
        meaning = self._meaning(column)
        self.tally.add(self._finding(column, severity, message, self._found(column), meaning, code), key)

    def _tell(self, column: int | None, severity: str, code: str, message: str, found: str | None) -> None:
        shown = mask_text(found) if found is not None else self._found(column) if column is not None else ""
        meaning = self._meaning(column) if column is not None else ""
        finding = self._finding(column, severity, message, shown[:LONGEST_FOUND], meaning, code)
        if finding not in self.findings:
            self.findings.append(finding)

    def _finding(
        self, column: int | None, severity: str, message: str, found: str, meaning: str, code: str
    ) -> Finding:
        return Finding(self.sheet.grid.sheet, self.row + 1, column, severity, message, found, meaning, code)

    def _meaning(self, column: int) -> str:
        return next((code for code, numbers in self.columns.items() if column in numbers), "")

    def _found(self, column: int) -> str:
        return mask_text(narrow_text(self.sheet.rows[self.row][column]))[:LONGEST_FOUND]


def label_of(code: str) -> str:
    """Return a meaning's name."""
    return _(MEANING[code].label)
