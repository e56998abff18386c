"""The reading process (读表子进程): it alone opens a file from outside, under limits, and may die of it.

Started as `python -m desk_app.kernel.sheets FILE` or, in a frozen program, `program --read-sheet FILE`.
It writes messages with `marshal` to its standard output: ("progress", done, of), ("sheet", name, facts),
("rows", packed rows), and last ("done", remarks) or ("refused", code, sentence).
"""

import contextlib
import zipfile
import zlib
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from desk_app.kernel import words
from desk_app.kernel.child_process import limit_memory, output, send
from desk_app.kernel.sheets.facts import SheetFacts, check_size
from desk_app.kernel.sheets.file_type import HTML, ODS, TEXT, XLSB, XLSX, damaged, find_type, has_password
from desk_app.kernel.sheets.limits import DEFAULT, Limits
from desk_app.kernel.sheets.packing import pack_row, pack_rows
from desk_app.kernel.sheets.refusal import SheetRefused
from desk_app.kernel.words import _

ARGUMENT = "--read-sheet"
"""A frozen program that finds this as its first argument hands the rest to `main`."""

_AT_ONCE = 2_000


def main(arguments: list[str]) -> int:
    """Read the file named by the arguments FILE LANGUAGE [ROWS COLUMNS MEMORY] and write what it holds. Return 0."""
    out = output()
    path, language = Path(arguments[0]), arguments[1] if len(arguments) > 1 else "zh_CN"
    limits = DEFAULT
    if len(arguments) > 4:
        rows, columns, memory = map(int, arguments[2:5])
        limits = Limits(rows=rows, columns=columns, memory_bytes=memory)
    limit_memory(limits.memory_bytes)
    with contextlib.suppress(OSError):
        words.use_language(language)
    try:
        _send_file(path, limits, out)
    except SheetRefused as refusal:
        send(out, ("refused", refusal.code, str(refusal)))
    except MemoryError:
        send(out, ("refused", "memory", str(too_large(path.name))))
    out.flush()
    return 0


def too_large(name: str) -> SheetRefused:
    """Return the refusal of a file that needs more memory than it may have."""
    message = _(
        "没有读取「{name}」：读取时用的内存超过了上限，文件太大或已损坏。"
        "请在表格程序里打开它，只把要导入的内容复制到一份新表格里再导入。"
    )
    return SheetRefused("memory", message.format(name=name))


def _send_file(path: Path, limits: Limits, out: BinaryIO) -> None:
    name = path.name
    data = _read_bytes(path, limits)
    kind = find_type(path, name, data)
    remarks: list[str] = []
    if kind == TEXT:
        from desk_app.kernel.sheets.plain_text import read_text_table

        rows = read_text_table(data, name, limits)
        _send_sheet(out, path.stem, SheetFacts(), False, True)
        _send_rows(out, rows, len(rows))
    elif kind == HTML:
        from desk_app.kernel.sheets.html_table import read_html_tables

        for sheet, rows, facts in read_html_tables(data, name, limits):
            _send_sheet(out, sheet, facts, False, False)
            _send_rows(out, rows, len(rows))
    else:
        facts_of, remarks = _scan(kind, path, name, data, limits)
        _send_workbook(data, name, facts_of, limits, out)
    send(out, ("done", remarks))


def _read_bytes(path: Path, limits: Limits) -> bytes:
    try:
        if path.stat().st_size > limits.file_bytes:
            raise too_large(path.name)
        return path.read_bytes()
    except FileNotFoundError:
        raise SheetRefused(
            "not_found", _("没有读取「{name}」：找不到这个文件。").format(name=path.name)
        ) from None
    except IsADirectoryError:
        message = _("没有读取「{name}」：这是文件夹，请选择里面的表格文件。")
        raise SheetRefused("folder", message.format(name=path.name)) from None
    except PermissionError:
        message = _("没有读取「{name}」：文件正被别的程序（如 Excel、WPS）打开，或没有权限。请关闭它再试。")
        if path.is_dir():
            message = _("没有读取「{name}」：这是文件夹，请选择里面的表格文件。")
        raise SheetRefused("in_use", message.format(name=path.name)) from None
    except OSError:
        message = _("没有读取「{name}」：读文件时出错，磁盘或网络可能断开了。请把文件复制到本机再试。")
        raise SheetRefused("unreadable", message.format(name=path.name)) from None


def _scan(
    kind: str, path: Path, name: str, data: bytes, limits: Limits
) -> tuple[dict[str, SheetFacts], list[str]]:
    if kind == XLSX:
        from desk_app.kernel.sheets.scan_xlsx import scan_xlsx

        return scan_xlsx(path, name, limits)
    if kind == XLSB:
        from desk_app.kernel.sheets.scan_xlsb import scan_xlsb

        return scan_xlsb(path, name, limits)
    if kind == ODS:
        from desk_app.kernel.sheets.scan_ods import scan_ods

        return scan_ods(path, name, limits)
    from desk_app.kernel.sheets.scan_xls import scan_xls

    return scan_xls(data, name, limits)


def _send_workbook(
    data: bytes, name: str, facts_of: dict[str, SheetFacts], limits: Limits, out: BinaryIO
) -> None:
    from python_calamine import PasswordError, SheetTypeEnum, SheetVisibleEnum

    from desk_app.kernel.sheets.workbook import open_workbook, sheet_rows, uncollected

    try:
        with open_workbook(data) as book, uncollected():
            sheets = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
            if len(sheets) > limits.sheets:
                raise too_large(name)
            for meta in sheets:
                hidden = meta.visible != SheetVisibleEnum.Visible
                _send_sheet(out, meta.name, facts_of.get(meta.name, SheetFacts()), hidden, False)
                if hidden:
                    continue
                sheet = book.get_sheet_by_name(meta.name)
                if sheet.end is not None:
                    check_size(name, meta.name, *sheet.end, limits)
                _send_rows(out, sheet_rows(sheet), sheet.total_height)
    except PasswordError:
        raise has_password(name) from None
    except (SheetRefused, MemoryError):
        raise
    except (Exception, zipfile.BadZipFile, zlib.error):
        raise damaged(name) from None
    except BaseException as panic:
        if type(panic).__name__ == "PanicException":
            raise damaged(name) from None
        raise


def _send_sheet(out: BinaryIO, sheet: str, facts: SheetFacts, hidden: bool, delimited: bool) -> None:
    merged = [(span.top, span.left, span.bottom, span.right) for span in facts.merged]
    carried = {
        "hidden_rows": list(facts.hidden_rows), "hidden_columns": list(facts.hidden_columns),
        "filtered": facts.filtered, "merged": merged, "errors": facts.errors,
        "uncalculated": list(facts.uncalculated), "padded": facts.padded, "hidden": hidden, "delimited": delimited,
    }  # fmt: skip
    send(out, ("sheet", sheet, carried))


def _send_rows(out: BinaryIO, rows: Iterable[list[Any]], total: int) -> None:
    source, sent = iter(rows), 0
    while part := pack_rows(list(islice(source, _AT_ONCE))):
        sent += len(part)
        try:
            send(out, ("rows", part))
        except ValueError:  # a day where the others of its column are none
            send(out, ("rows", [pack_row(row) for row in part]))
        send(out, ("progress", sent, total))
