"""Looking through an .xlsb before it is parsed (预查 xlsb). Record numbers and layouts are those of [MS-XLSB]."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from desk_app.kernel.sheets.facts import ERROR_NAMES, SheetFacts, check_size
from desk_app.kernel.sheets.file_type import damaged
from desk_app.kernel.sheets.grid import Span
from desk_app.kernel.sheets.limits import Limits
from desk_app.kernel.sheets.scan_xlsx import check_archive, read_relations, remarks_on

_ROW, _BLANK, _ERROR, _LAST_CELL, _FORMULA_ERROR = 0, 1, 3, 11, 11
_COLUMNS, _SHEET, _MERGED, _FILTER_COLUMN = 60, 156, 176, 163


def scan_xlsb(path: Path, name: str, limits: Limits) -> tuple[dict[str, SheetFacts], list[str]]:
    """Return the facts by sheet name, and sentences about the whole file. Raise `SheetRefused`."""
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(archive, name, limits)
            relations = read_relations(archive, "xl/workbook.bin", name)
            facts = {}
            for number, body in _records(archive.read("xl/workbook.bin")):
                if number == _SHEET:
                    relation, end = _text(body, 8)
                    sheet, _end = _text(body, end)
                    if relations.get(relation) in archive.namelist():
                        facts[sheet] = _scan_sheet(archive.read(relations[relation]), name, sheet, limits)
            return facts, remarks_on(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        RuntimeError,
        KeyError,
        ValueError,
        IndexError,
    ):
        raise damaged(name) from None


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and contents; both number and size are written seven bits a byte."""
    at = 0
    while at < len(part):
        number = part[at]
        at += 1
        if number & 0x80:
            number = (number & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        size = 0
        for nth in range(4):
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << 7 * nth
            if not byte & 0x80:
                break
        yield number, part[at : at + size]
        at += size


def _text(body: bytes, at: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", body, at)[0]
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _scan_sheet(part: bytes, name: str, sheet: str, limits: Limits) -> SheetFacts:
    facts, row = SheetFacts(), 0
    for number, body in _records(part):
        if number == _ROW:
            row = struct.unpack_from("<I", body)[0]
            if body[11] & 0x10 and row < limits.rows:
                facts.hidden_rows.add(row)
        elif _BLANK < number <= _LAST_CELL:
            column = struct.unpack_from("<I", body)[0]
            check_size(name, sheet, row, column, limits)
            if number in (_ERROR, _FORMULA_ERROR):
                facts.errors[row, column] = ERROR_NAMES.get(body[8], "#N/A")
        elif number == _COLUMNS:
            first, last, _width, _style, options = struct.unpack_from("<4IH", body)
            if options & 1:
                facts.hide_columns(first, last, limits)
        elif number == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            facts.merge(Span(top, left, bottom, right))
        elif number == _FILTER_COLUMN:
            facts.filtered = True
    return facts
