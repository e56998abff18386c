"""Looking through an .ods before it is parsed (预查 ods): size, hidden rows and columns, merged cells, errors."""

import zipfile
import zlib
from pathlib import Path
from typing import Any
from xml.parsers import expat

from desk_app.kernel.sheets.facts import SheetFacts, check_size
from desk_app.kernel.sheets.file_type import damaged, has_password
from desk_app.kernel.sheets.grid import Span
from desk_app.kernel.sheets.limits import Limits
from desk_app.kernel.sheets.scan_xlsx import check_archive

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_ERRORS = ("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "Err:")


def scan_ods(path: Path, name: str, limits: Limits) -> tuple[dict[str, SheetFacts], list[str]]:
    """Return the facts by sheet name. Raise `SheetRefused`."""
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(archive, name, limits)
            if "META-INF/manifest.xml" in archive.namelist():
                manifest = archive.read("META-INF/manifest.xml")
                if b"encryption-data" in manifest:
                    raise has_password(name)
            scan = _ContentScan(name, limits)
            with archive.open("content.xml") as stream:
                scan.run(stream)
            return scan.facts, []
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        KeyError,
        ValueError,
        expat.ExpatError,
    ):
        raise damaged(name) from None


class _ContentScan:
    """Counts rows and cells as they repeat; a run of empty cells at the end of a row or sheet counts nothing."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name, self._limits = name, limits
        self.facts: dict[str, SheetFacts] = {}
        self._sheet = ""
        self._row = self._column = self._row_repeat = self._header_column = 0
        self._hidden_row = False
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []

    def run(self, stream: Any) -> None:
        """Parse content.xml piece by piece."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        while data := stream.read(1 << 18):
            parser.Parse(data, False)
        parser.Parse(b"", True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _TABLE + "table":
            self._sheet = attributes.get(_TABLE + "name", "")
            self.facts[self._sheet] = SheetFacts()
            self._row = self._header_column = 0
        elif tag == _TABLE + "table-column":
            self._note_columns(attributes)
        elif tag == _TABLE + "table-row":
            self._column, self._row_repeat = 0, int(attributes.get(_TABLE + "number-rows-repeated", 1))
            self._hidden_row = attributes.get(_TABLE + "visibility") in ("collapse", "filter")
            if attributes.get(_TABLE + "visibility") == "filter":
                self.facts[self._sheet].filtered = True
        elif tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell") and self._sheet in self.facts:
            self._cell, self._text = attributes, []

    def _end(self, tag: str) -> None:
        if tag == _TABLE + "table-row":
            if self._hidden_row and self._row < self._limits.rows:
                last = min(self._row + self._row_repeat, self._limits.rows)
                self.facts[self._sheet].hidden_rows.update(range(self._row, last))
            self._row += self._row_repeat
        elif tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell") and self._cell is not None:
            self._note_cell(self._cell)
            self._cell = None
        elif tag == _TEXT + "p" and self._cell is not None:
            self._text.append("\n")

    def _characters(self, text: str) -> None:
        if self._cell is not None and len(self._text) < 50:
            self._text.append(text)

    def _note_columns(self, attributes: dict[str, str]) -> None:
        repeat = int(attributes.get(_TABLE + "number-columns-repeated", 1))
        if attributes.get(_TABLE + "visibility") in ("collapse", "filter"):
            self.facts[self._sheet].hide_columns(
                self._header_column, self._header_column + repeat - 1, self._limits
            )
        self._header_column += repeat

    def _note_cell(self, cell: dict[str, str]) -> None:
        facts = self.facts[self._sheet]
        repeat = int(cell.get(_TABLE + "number-columns-repeated", 1))
        place = (self._row, self._column)
        shown = "".join(self._text).strip()
        if shown or cell.get(_OFFICE + "value-type"):
            last_row, last_column = self._row + self._row_repeat - 1, self._column + repeat - 1
            check_size(self._name, self._sheet, last_row, last_column, self._limits)
        if cell.get(_CALCEXT + "value-type") == "error" or (
            shown.startswith(_ERRORS) and cell.get(_TABLE + "formula")
        ):
            facts.errors[place] = shown or "#N/A"
        across = int(cell.get(_TABLE + "number-columns-spanned", 1))
        down = int(cell.get(_TABLE + "number-rows-spanned", 1))
        if across > 1 or down > 1:
            facts.merge(Span(self._row, self._column, self._row + down - 1, self._column + across - 1))
        self._column += repeat
