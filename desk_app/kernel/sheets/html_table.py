"""Web pages saved as .xls (网页表格), as bank and office systems export them."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from desk_app.kernel.sheets.facts import SheetFacts, check_size
from desk_app.kernel.sheets.grid import Span
from desk_app.kernel.sheets.limits import Limits
from desk_app.kernel.sheets.plain_text import decode
from desk_app.kernel.sheets.refusal import SheetRefused
from desk_app.kernel.words import _

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_CHINESE = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
}
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BREAKS = ("br", "p", "div", "li")


@dataclass(slots=True)
class _Table:
    """A table being read; `waiting` are cells that reach down into later rows."""

    rows: list[list[str]] = field(default_factory=list)
    facts: SheetFacts = field(default_factory=SheetFacts)
    waiting: dict[tuple[int, int], str] = field(default_factory=dict)
    cell: list[str] | None = None
    across: int = 1
    down: int = 1
    column: int = 0


def read_html_tables(data: bytes, name: str, limits: Limits) -> list[tuple[str, list[list[str]], SheetFacts]]:
    """Return (name, rows, facts) of every table that has no other table inside. Raise `SheetRefused`."""
    text = _decode(data, name)
    reader = _Reader(name, limits)
    reader.feed(text)
    reader.close()
    reader.close_all()
    tables = [table for table in reader.finished if any(any(row) for row in table.rows)]
    if not tables:
        message = _("没有读取「{name}」：这是网页，里面没有表格。请在表格程序里打开它，另存为 .xlsx 再导入。")
        raise SheetRefused("no_table", message.format(name=name))
    single = len(tables) == 1
    return [
        (_("网页表格") if single else _("网页表格{number}").format(number=number), table.rows, table.facts)
        for number, table in enumerate(tables, 1)
    ]


def _decode(data: bytes, name: str) -> str:
    found = _CHARSET.search(data[:4096])
    if found and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        claimed = found[1].decode().lower()
        try:
            return data.decode(_CHINESE.get(claimed, claimed))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, name)


class _Reader(HTMLParser):
    """Puts cells where they stand, with rows and columns that others span left empty."""

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self._name, self._limits = name, limits
        self._open: list[_Table] = []
        self.finished: list[_Table] = []
        self._deaf = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag in ("script", "style", "title"):
            self._deaf += 1
        elif tag == "table":
            if self._open:
                self._open[-1].rows.clear()
                self._open[-1].cell = None
            self._open.append(_Table())
        elif self._open and tag == "tr":
            self._end_cell()
            self._start_row(values)
        elif self._open and tag in ("td", "th"):
            self._end_cell()
            self._start_cell(values)
        elif tag in _BREAKS and self._open and self._open[-1].cell:
            self._open[-1].cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "title"):
            self._deaf = max(0, self._deaf - 1)
        elif tag in ("td", "th", "tr") and self._open:
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self.finished.append(self._open.pop())

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].cell is not None and not self._deaf:
            self._open[-1].cell.append(data)

    def close_all(self) -> None:
        """End the tables whose end tag is missing."""
        while self._open:
            self.handle_endtag("table")

    def _start_row(self, values: dict[str, str]) -> None:
        table = self._open[-1]
        table.rows.append([])
        table.column = 0
        if _HIDDEN.search(values.get("style", "")):
            table.facts.hidden_rows.add(len(table.rows) - 1)

    def _start_cell(self, values: dict[str, str]) -> None:
        table = self._open[-1]
        if not table.rows:
            table.rows.append([])
        while (len(table.rows) - 1, table.column) in table.waiting:
            table.column += 1
        table.cell = []
        table.across, table.down = (_count(values.get(key, "1")) for key in ("colspan", "rowspan"))

    def _end_cell(self) -> None:
        if not self._open or (table := self._open[-1]).cell is None:
            return
        assert table.cell is not None
        text = re.sub(
            r"[ \t\r\xa0]*\n[ \t\r\n\xa0]*", "\n", re.sub(r"[ \t\r\xa0]+", " ", "".join(table.cell))
        ).strip()
        row, left = len(table.rows) - 1, table.column
        check_size(self._name, _("网页表格"), row, left if text else 0, self._limits)
        cells = table.rows[row]
        cells.extend([""] * (left - len(cells)))
        cells.append(text)
        if table.across > 1 or table.down > 1:
            table.facts.merge(Span(row, left, row + table.down - 1, left + table.across - 1))
            for below in range(1, table.down):
                table.waiting.update({(row + below, left + across): "" for across in range(table.across)})
        table.column = left + table.across
        table.cell = None


def _count(text: str) -> int:
    return min(max(int(text), 1), 1000) if text.strip().isdecimal() else 1
