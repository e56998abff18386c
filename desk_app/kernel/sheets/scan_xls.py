"""Looking through an .xls before it is parsed (预查 xls): the records of BIFF8 and BIFF5 that calamine passes over.

Record numbers and layouts are those of Microsoft's [MS-XLS].
"""

import struct
from collections.abc import Iterator

from desk_app.kernel.sheets.facts import ERROR_NAMES, SheetFacts, check_size, padded_form
from desk_app.kernel.sheets.file_type import damaged, has_password
from desk_app.kernel.sheets.grid import Span
from desk_app.kernel.sheets.limits import Limits
from desk_app.kernel.sheets.ole import OleDamaged, OleFile

_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x809, 0x0A, 0x2F, 0x85
_FORMAT, _XF, _ROW, _COLINFO, _MERGED, _FILTER = 0x41E, 0xE0, 0x208, 0x7D, 0xE5, 0x9E
_FORMULA, _BOOLERR, _NUMBER, _RK, _MULRK = 0x06, 0x205, 0x203, 0x27E, 0xBD
_VALUED = frozenset((_FORMULA, _BOOLERR, _NUMBER, _RK, _MULRK, 0xFD, 0x204, 0xD6))

Record = tuple[int, int, bytes]
"""Position, number, contents."""


def scan_xls(data: bytes, name: str, limits: Limits) -> tuple[dict[str, SheetFacts], list[str]]:
    """Return the facts by sheet name. Raise `SheetRefused`. Old files without a container tell nothing."""
    if not data.startswith(b"\xd0\xcf\x11\xe0"):
        return {}, []
    try:
        container = OleFile(data)
        book = container.read("Workbook") or container.read("Book")
    except OleDamaged:
        raise damaged(name) from None
    if not book:
        raise damaged(name)
    try:
        scan = _BookScan(book, name, limits)
        return {sheet: scan.sheet_facts(sheet, start) for sheet, start in scan.sheets.items()}, []
    except (struct.error, IndexError):
        raise damaged(name) from None


def _records(book: bytes, start: int) -> Iterator[Record]:
    """Yield the records of one part of the book, up to its end mark."""
    at, depth = start, 0
    while at + 4 <= len(book):
        number, size = struct.unpack_from("<HH", book, at)
        yield at, number, book[at + 4 : at + 4 + size]
        depth += (number == _BOF) - (number == _EOF)
        at += 4 + size
        if depth <= 0:
            return


class _BookScan:
    def __init__(self, book: bytes, name: str, limits: Limits) -> None:
        self._book, self._name, self._limits = book, name, limits
        self.sheets: dict[str, int] = {}
        self._modern = True
        self._formats: dict[int, str] = {}
        self._styles: list[str] = []
        for _at, number, body in _records(book, 0):
            self._note_global(number, body)

    def _note_global(self, number: int, body: bytes) -> None:
        if number == _FILEPASS:
            raise has_password(self._name)
        if number == _BOF and len(body) >= 2:
            self._modern = struct.unpack_from("<H", body)[0] >= 0x600
        elif number == _BOUNDSHEET:
            start, _state, kind, length = struct.unpack_from("<IBBB", body)
            if kind == 0:
                self.sheets[self._text(body[7:], length)] = start
        elif number == _FORMAT:
            code = struct.unpack_from("<H", body)[0]
            length = struct.unpack_from("<H", body, 2)[0] if self._modern else body[2]
            self._formats[code] = padded_form(self._text(body[4 if self._modern else 3 :], length))
        elif number == _XF:
            self._styles.append(self._formats.get(struct.unpack_from("<H", body, 2)[0], ""))

    def _text(self, body: bytes, length: int) -> str:
        if not self._modern:
            return body[:length].decode("gb18030", "replace")
        if body[:1] == b"\x01":
            return body[1 : 1 + 2 * length].decode("utf-16-le", "replace")
        return body[1 : 1 + length].decode("latin-1")

    def sheet_facts(self, sheet: str, start: int) -> SheetFacts:
        """Return what the records of one sheet say."""
        facts = SheetFacts()
        for _at, number, body in _records(self._book, start):
            if number in _VALUED and len(body) >= 6:
                row, column, style = struct.unpack_from("<HHH", body)
                check_size(self._name, sheet, row, column, self._limits)
                self._note_cell(facts, number, body, row, column, style)
            else:
                self._note_sheet(facts, number, body)
        return facts

    def _note_cell(
        self, facts: SheetFacts, number: int, body: bytes, row: int, column: int, style: int
    ) -> None:
        if number == _BOOLERR and body[7]:
            facts.errors[row, column] = ERROR_NAMES.get(body[6], "#N/A")
        elif number == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
            facts.errors[row, column] = ERROR_NAMES.get(body[8], "#N/A")
        elif number == _NUMBER:
            self._note_padded(facts, row, column, style, struct.unpack_from("<d", body, 6)[0])
        elif number == _RK:
            self._note_padded(facts, row, column, style, _rk_value(struct.unpack_from("<i", body, 6)[0]))
        elif number == _MULRK:
            for nth in range((len(body) - 6) // 6):
                style, value = struct.unpack_from("<Hi", body, 4 + 6 * nth)
                self._note_padded(facts, row, column + nth, style, _rk_value(value))

    def _note_padded(self, facts: SheetFacts, row: int, column: int, style: int, value: float) -> None:
        form = self._styles[style] if style < len(self._styles) else ""
        if form and value >= 0 and value == int(value):
            facts.padded[row, column] = form % int(value)

    def _note_sheet(self, facts: SheetFacts, number: int, body: bytes) -> None:
        if number == _ROW and len(body) >= 16:
            row, options = struct.unpack_from("<H10xI", body)
            if options & 0x20:
                facts.hidden_rows.add(row)
        elif number == _COLINFO and len(body) >= 10:
            first, last, _width, _style, options = struct.unpack_from("<5H", body)
            if options & 1:
                facts.hide_columns(first, last, self._limits)
        elif number == _MERGED:
            for nth in range(struct.unpack_from("<H", body)[0]):
                top, bottom, left, right = struct.unpack_from("<4H", body, 2 + 8 * nth)
                facts.merge(Span(top, left, bottom, right))
        elif number == _FILTER:
            facts.filtered = True


def _rk_value(packed: int) -> float:
    """Return the number of an RK value: a whole number or the upper half of a double, perhaps in hundredths."""
    if packed & 2:
        value = float(packed >> 2)
    else:
        value = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", packed & ~3))[0]
    return value / 100 if packed & 1 else value
