"""Looking through an .xlsx before it is parsed (预查 xlsx): size, hidden rows and columns, merged cells, errors.

A stream of bytes searched with patterns, not an XML parser: it must be fast, hold one block at a time and survive
anything. What it misses by odd spelling, the child's memory limit still catches.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from desk_app.kernel.sheets.facts import SheetFacts, check_size, padded_form
from desk_app.kernel.sheets.file_type import damaged
from desk_app.kernel.sheets.grid import Span
from desk_app.kernel.sheets.limits import Limits
from desk_app.kernel.sheets.refusal import SheetRefused
from desk_app.kernel.words import _

_BLOCK = 1 << 20
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
"""Excel's own bounds; a reference beyond them is no real file's."""

_ROW = re.compile(rb"<row\b[^>]*>")
_ROW_NUMBER = re.compile(rb'\br="(\d{1,12})"')
_COLUMN = re.compile(rb"<col\b[^>]*>")
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*\bt="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v[^>]*>([^<]*)</v>'
)
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*)>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)(?:<v(?: [^>]*)?>([^<]*)</v>|<v ?/>)?'
)
_ANY_FORMULA = re.compile(rb"<f\b")
_CONTENTS = re.compile(rb"<(?:v|is|f)\b")
_DIMENSION = re.compile(rb'<dimension[^>]*\bref="([^"]{1,60})"')
_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")


def scan_xlsx(path: Path, name: str, limits: Limits) -> tuple[dict[str, SheetFacts], list[str]]:
    """Return the facts by sheet name, and sentences about the whole file. Raise `SheetRefused`."""
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(archive, name, limits)
            workbook = _workbook_part(archive, name)
            parts = _sheet_parts(archive, workbook, name)
            forms = _padded_styles(archive, posixpath.join(posixpath.dirname(workbook), "styles.xml"), name)
            facts = {
                sheet: _scan_part(archive, part, name, sheet, forms, limits) for sheet, part in parts.items()
            }
            return facts, remarks_on(archive)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError, KeyError):
        raise damaged(name) from None
    except Exception as error:
        if type(error).__name__ == "error" and type(error).__module__ == "zlib":
            raise damaged(name) from None
        raise


def check_archive(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    """Refuse a zipped workbook that is too large unpacked, packed too well to be honest, or in too many parts."""
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    blown_up = any(
        part.file_size > limits.ratio_from_bytes
        and part.file_size > limits.ratio * max(part.compress_size, 1)
        for part in parts
    )
    if total > limits.unpacked_bytes or blown_up or len(parts) > limits.parts:
        message = _(
            "没有读取「{name}」：文件解开后有 {size} MB、{parts} 个部分，不像一份普通的表格。"
            "请在表格程序里打开它，只把要导入的内容复制到一份新表格里再导入。"
        )
        size = total // 2**20
        raise SheetRefused("unpacks_too_large", message.format(name=name, size=size, parts=len(parts)))
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            refuse_definitions(archive, part, name)


def refuse_definitions(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """Refuse XML that defines its own entities: no spreadsheet program writes any."""
    with archive.open(part) as stream:
        start = stream.read(2048)
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        message = _("没有读取「{name}」：文件里有表格程序不会写的内容（DOCTYPE）。请另存为 .xlsx 再导入。")
        raise SheetRefused("definitions", message.format(name=name))


def remarks_on(archive: zipfile.ZipFile) -> list[str]:
    """Return sentences about macros and links to other files."""
    names = archive.namelist()
    remarks = []
    if any(part.endswith("vbaProject.bin") for part in names):
        remarks.append(_("文件里有宏：没有运行，只读取了表格内容。"))
    if any("externalLinks/" in part for part in names):
        remarks.append(_("文件里有引用其他文件的公式：没有打开那些文件，只读取了上次算好的结果。"))
    return remarks


def _workbook_part(archive: zipfile.ZipFile, name: str) -> str:
    """Return the path of the part the whole package begins with."""
    if "_rels/.rels" in archive.namelist():
        for relation in parse_part(archive, "_rels/.rels", name):
            if relation.get("Type", "").endswith("/officeDocument"):
                return posixpath.normpath(relation.get("Target", "").lstrip("/"))
    return "xl/workbook.xml"


def _sheet_parts(archive: zipfile.ZipFile, workbook: str, name: str) -> dict[str, str]:
    """Return sheet name to the path of its part."""
    rels = read_relations(archive, workbook, name)
    root = parse_part(archive, workbook, name)
    found = {}
    for node in root.iter():
        if node.tag.rpartition("}")[2] == "sheet":
            relation = next((value for key, value in node.items() if key.endswith("}id")), "")
            if relation in rels:
                found[node.get("name", "")] = rels[relation]
    return found


def read_relations(archive: zipfile.ZipFile, part: str, name: str) -> dict[str, str]:
    """Return relation id to the path of the part it points to."""
    folder, file = posixpath.split(part)
    root = parse_part(archive, f"{folder}/_rels/{file}.rels", name)
    found = {}
    for node in root:
        target = node.get("Target", "").replace("\\", "/")
        full = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
        found[node.get("Id", "")] = full
    return found


def parse_part(archive: zipfile.ZipFile, part: str, name: str) -> ElementTree.Element:
    """Return a small XML part as a tree; its definitions were refused before."""
    known = {entry.casefold().replace("\\", "/").lstrip("/"): entry for entry in archive.namelist()}
    entry = known.get(part.casefold())
    if entry is None or archive.getinfo(entry).file_size > 20 * 2**20:
        raise damaged(name)
    try:
        return ElementTree.fromstring(archive.read(entry))
    except ElementTree.ParseError:
        raise damaged(name) from None


def _padded_styles(archive: zipfile.ZipFile, part: str, name: str) -> dict[bytes, str]:
    """Return style number to the `%`-template of formats that show leading zeros or letters."""
    if not any(entry.casefold() == part.casefold() for entry in archive.namelist()):
        return {}
    formats: dict[str, str] = {}
    styles: dict[bytes, str] = {}
    for node in parse_part(archive, part, name):
        kind = node.tag.rpartition("}")[2]
        if kind == "numFmts":
            formats = {item.get("numFmtId", ""): padded_form(item.get("formatCode", "")) for item in node}
        elif kind == "cellXfs":
            for number, item in enumerate(node):
                if form := formats.get(item.get("numFmtId", "")):
                    styles[str(number).encode()] = form
    return styles


def _scan_part(
    archive: zipfile.ZipFile, part: str, name: str, sheet: str, forms: dict[bytes, str], limits: Limits
) -> SheetFacts:
    facts = SheetFacts()
    known = {entry.casefold().replace("\\", "/").lstrip("/"): entry for entry in archive.namelist()}
    entry = known.get(part.casefold())
    if entry is None:
        return facts
    scan = _PartScan(facts, name, sheet, forms, limits)
    with archive.open(entry) as stream:
        for number, block in enumerate(_blocks(stream)):
            if number == 0:
                scan.look_at_head(block)
            scan.look_at(block)
    return facts


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the part in blocks cut between rows, any namespace prefix of the main elements taken away."""
    rest, prefix = b"", b""
    while data := stream.read(_BLOCK):
        if not rest and not prefix and (found := re.search(rb"<(\w+:)worksheet\b", data[:4096])):
            prefix = found[1]
        block = rest + data
        cut = block.rfind(b"<" + prefix + b"row ")
        if cut <= 0 and len(block) < 64 * _BLOCK:
            cut = -1 if len(rest) < 8 * _BLOCK else block.rfind(b"<" + prefix + b"c ")
        if cut <= 0:
            rest = block
            continue
        yield _without_prefix(block[:cut], prefix)
        rest = block[cut:]
    if rest:
        yield _without_prefix(rest, prefix)


def _without_prefix(block: bytes, prefix: bytes) -> bytes:
    return block.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</") if prefix else block


def column_number(letters: str) -> int:
    """Return 0 for 'A', 26 for 'AA'."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _far_columns(limits: Limits) -> re.Pattern[bytes]:
    """Return a pattern of cells beyond the last column: group 1 letters, 2 row, 3 attributes, 4 contents.

    It must fail fast on the cells of an ordinary sheet, so it begins with what their first letters can't be.
    """
    first, second = divmod(limits.columns - 1 - 26, 26)
    after = chr(65 + first + 1)
    same = f"{chr(65 + first)}[{chr(65 + second + 1)}-Z]|" if second < 25 else ""
    letters = f"(?:[A-Z]{{3}}|{same}[{after}-Z][A-Z])[A-Z]*"
    return re.compile(f' r="({letters})(\\d+)"([^>]*)>(<[vif])?'.encode())


class _PartScan:
    """The patterns at work on one sheet."""

    def __init__(
        self, facts: SheetFacts, name: str, sheet: str, forms: dict[bytes, str], limits: Limits
    ) -> None:
        self._facts, self._name, self._sheet, self._forms, self._limits = facts, name, sheet, forms, limits
        self._far_columns = _far_columns(limits)
        styles = b"|".join(forms)
        self._padded = re.compile(
            rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]* s="('
            + styles
            + rb')"(?: t="n")?>(?:<f[^>]*>[^<]*</f>)?<v>(\d{1,15})</v>'
        )

    def look_at_head(self, block: bytes) -> None:
        """Read what stands before the rows: the claimed size, hidden columns."""
        if found := _DIMENSION.search(block):
            for letters, digits in _REFERENCE.findall(found[1].decode("ascii", "replace")):
                row, column = int(digits[:15]), column_number(letters[:8])
                if row > _LAST_ROW or column >= _LAST_COLUMN:
                    check_size(self._name, self._sheet, row - 1, column, self._limits)
        head = block[: max(block.find(b"<sheetData"), 0)]
        for tag in _COLUMN.findall(head):
            if b'hidden="1"' in tag or b'hidden="true"' in tag:
                first, last = (int(_attribute(tag, key) or 0) for key in (b"min", b"max"))
                self._facts.hide_columns(first - 1, last - 1, self._limits)

    def look_at(self, block: bytes) -> None:
        """Gather the facts of one block of whole rows."""
        self._look_for_far_cells(block)
        self._look_at_rows(block)
        if b't="e"' in block:
            for letters, row, shown in _ERROR.findall(block):
                self._facts.errors[_place(letters, row)] = shown.decode("utf-8", "replace")
        if _ANY_FORMULA.search(block):
            self._look_at_formulas(block)
        if self._forms:
            for letters, row, style, value in self._padded.findall(block):
                self._facts.padded[_place(letters, row)] = self._forms[style] % int(value)
        end = block.rfind(b"</sheetData>")
        if end >= 0:
            self._look_at_tail(block[end:])

    def _look_at_tail(self, tail: bytes) -> None:
        """Read what stands behind the rows: merged cells, filters."""
        for left, top, right, bottom in _MERGED.findall(tail):
            (first, left_column), (last, right_column) = _place(left, top), _place(right, bottom)
            self._facts.merge(Span(first, left_column, last, right_column))
        if b"<filterColumn" in tail:
            self._facts.filtered = True

    def _look_for_far_cells(self, block: bytes) -> None:
        """Refuse cells with contents beyond the limits; cells that are only coloured don't count."""
        far = [
            (int(found[2][:15]) - 1, column_number(found[1].decode()[:8]))
            for found in self._far_columns.finditer(block)
            if found[4] and not found[3].endswith(b"/")
        ]
        far += [(row, 0) for row in self._far_row(block)]
        if far:
            row, column = max(row for row, _column in far), max(column for _row, column in far)
            check_size(self._name, self._sheet, row, column, self._limits)

    def _far_row(self, block: bytes) -> list[int]:
        """Return the numbers (from 0) of rows with contents beyond the last. Rows count up, so the last one tells."""
        last = _ROW_NUMBER.search(block, max(block.rfind(b"<row"), 0))
        if not last or int(last[1]) <= self._limits.rows:
            return []
        rows = []
        for found in _ROW.finditer(block):
            number = _ROW_NUMBER.search(found[0])
            if number and int(number[1]) > self._limits.rows and not found[0].endswith(b"/>"):
                end = block.find(b"</row>", found.end())
                if _CONTENTS.search(block, found.end(), end if end >= 0 else len(block)):
                    rows.append(int(number[1]) - 1)
        return rows

    def _look_at_rows(self, block: bytes) -> None:
        if b" hidden=" not in block:
            return
        for tag in _ROW.findall(block):
            if b' hidden="1"' in tag or b' hidden="true"' in tag:
                number = _ROW_NUMBER.search(tag)
                if number and int(number[1]) <= self._limits.rows:
                    self._facts.hidden_rows.add(int(number[1]) - 1)

    def _look_at_formulas(self, block: bytes) -> None:
        for letters, row, attributes, value in _FORMULA.findall(block):
            if not value and b't="str"' not in attributes:
                self._facts.uncalculated.add(_place(letters, row))


def _place(letters: bytes, row: bytes) -> tuple[int, int]:
    return int(row) - 1, column_number(letters.decode())


def _attribute(tag: bytes, key: bytes) -> str:
    found = re.search(rb"\b" + key + rb'="(\d{1,9})"', tag)
    return found[1].decode() if found else ""
