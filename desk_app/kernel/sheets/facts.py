"""What the pre-scan learns about a sheet before it is parsed (预查)."""

import re
from dataclasses import dataclass, field

from desk_app.kernel.sheets.grid import Span, column_letters
from desk_app.kernel.sheets.limits import Limits
from desk_app.kernel.sheets.refusal import SheetRefused
from desk_app.kernel.words import _

ERROR_NAMES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""Error cells of the binary formats."""

_PADDED_FORMAT = re.compile(
    r'(?:"([^"]*)")?(0{2,})(?:"([^"]*)")?(?:;.*)?|"([^"]+)"(0|General)(?:"([^"]*)")?(?:;.*)?'
)


@dataclass(slots=True)
class SheetFacts:
    """Gathered while scanning; the same fields as `Grid` has."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filtered: bool = False
    merged: list[Span] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    padded: dict[tuple[int, int], str] = field(default_factory=dict)

    def hide_columns(self, first: int, last: int, limits: Limits) -> None:
        """Note columns `first` to `last` as hidden, as far as any are read."""
        self.hidden_columns.update(range(first, min(last, limits.columns) + 1))

    def merge(self, span: Span) -> None:
        """Note a merged block; more of them than any real sheet has are not kept."""
        if len(self.merged) < 200_000:
            self.merged.append(span)


def check_size(name: str, sheet: str, row: int, column: int, limits: Limits) -> None:
    """Raise `SheetRefused` when the cell (from 0) lies beyond what is read."""
    if column >= limits.columns:
        message = _(
            "没有读取「{name}」：工作表「{sheet}」用到了 {letters} 列（第 {count} 列），最多读 {limit} 列。"
            "请把用不到的列整列删除，另存后再导入。"
        )
        letters = column_letters(column) if column < 10**6 else "?"
        raise SheetRefused(
            "too_many_columns",
            message.format(name=name, sheet=sheet, letters=letters, count=column + 1, limit=limits.columns),
        )
    if row >= limits.rows:
        message = _(
            "没有读取「{name}」：工作表「{sheet}」用到了第 {count} 行，最多读 {limit} 行。"
            "请把用不到的行整行删除，或分成几个文件，另存后再导入。"
        )
        raise SheetRefused(
            "too_many_rows", message.format(name=name, sheet=sheet, count=row + 1, limit=limits.rows)
        )


def padded_form(number_format: str) -> str:
    """Return a `%`-template ('%04d', 'A-%d室') for formats that show a whole number with zeros or letters before it.

    '' for all other formats: those show the number as it is.
    """
    plain = re.sub(r"\\(.)", r'"\1"', number_format).replace('""', "")
    found = _PADDED_FORMAT.fullmatch(plain)
    if not found:
        return ""
    if found[2]:
        parts = (found[1] or "", f"%0{len(found[2])}d", found[3] or "")
    else:
        parts = (found[4], "%d", found[6] or "")
    return parts[0].replace("%", "%%") + parts[1] + parts[2].replace("%", "%%")
