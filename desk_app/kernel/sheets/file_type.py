"""What a file really is (文件真身), told by its first bytes and not by its name."""

import re
import zipfile
from pathlib import Path

from desk_app.kernel.sheets.ole import OleDamaged, OleFile
from desk_app.kernel.sheets.refusal import SheetRefused
from desk_app.kernel.words import _, mark

XLSX, XLSB, ODS, XLS, HTML, TEXT = "xlsx", "xlsb", "ods", "xls", "html", "text"

_SAVE_AS = mark(
    "没有读取「{name}」：这是{kind}，不是表格。请选择 Excel 表格（.xlsx、.xls）、.ods 或 .csv 文件。"
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_WORKBOOK = re.compile(rb"(spreadsheetml\.sheet|ms-excel\.sheet\.macroEnabled)\.main\+xml")
_PROGRAMS = (b"MZ", b"\x7fELF")


def find_type(path: Path, name: str, data: bytes) -> str:
    """Return one of the kinds above. Raise `SheetRefused` for everything that is no table.

    `data` is the whole file; `name` is what the person calls it.
    """
    if name.startswith("~$"):
        message = _("没有读取「{name}」：这是表格程序打开文件时的临时文件。请选择名字里没有 ~$ 的那个文件。")
        raise SheetRefused("lock_file", message.format(name=name))
    if not data:
        raise SheetRefused(
            "empty_file", _("没有读取「{name}」：文件是空的（0 字节）。请换一份文件。").format(name=name)
        )
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _type_of_ole(name, data)
    if data.startswith((b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")):
        return XLS
    _refuse_others(name, data)
    if b"PK\x03\x04" in data[:4096] and zipfile.is_zipfile(path):
        return _type_of_zip(path, name)
    if data.startswith(b"PK"):
        raise damaged(name)
    return _type_of_text(name, data)


def damaged(name: str) -> SheetRefused:
    """Return the refusal of a file that cannot be made out."""
    message = _("没有读取「{name}」：文件已损坏或没有下载完整。请在表格程序里打开它，另存为 .xlsx 再导入。")
    return SheetRefused("damaged", message.format(name=name))


def has_password(name: str) -> SheetRefused:
    """Return the refusal of an encrypted file."""
    message = _("没有读取「{name}」：文件设了打开密码。请在表格程序里输入密码打开，取消密码后另存再导入。")
    return SheetRefused("password", message.format(name=name))


def _is(name: str, kind: str) -> SheetRefused:
    return SheetRefused("wrong_type", _(_SAVE_AS).format(name=name, kind=kind))


def _refuse_others(name: str, data: bytes) -> None:
    if data.lstrip()[:5] == b"%PDF-":
        raise _is(name, _(" PDF 文件"))
    if data.startswith(_PICTURES) or data[4:12] in (b"ftypheic", b"ftypmif1") or data[8:12] == b"WEBP":
        raise _is(name, _("图片"))
    if data.startswith(b"{\\rtf"):
        raise _is(name, _(" Word 文档"))
    if data.startswith(_ARCHIVES):
        raise _is(name, _("压缩包"))
    if data.startswith(_PROGRAMS):
        raise _is(name, _("程序"))
    if data.startswith(b"SQLite format 3"):
        raise _is(name, _("数据库"))


def _type_of_ole(name: str, data: bytes) -> str:
    try:
        streams = {stream.casefold() for stream in OleFile(data).names()}
    except OleDamaged:
        raise damaged(name) from None
    if "encryptedpackage" in streams:
        raise has_password(name)
    if streams & {"workbook", "book"}:
        return XLS
    if "worddocument" in streams:
        raise _is(name, _(" Word 文档"))
    if "powerpoint document" in streams:
        raise _is(name, _("演示文稿"))
    raise damaged(name)


def _type_of_zip(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {part.casefold().replace("\\", "/").lstrip("/") for part in archive.namelist()}
            mimetype = _start_of(archive, "mimetype")
            contents = _start_of(archive, "[Content_Types].xml")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        raise damaged(name) from None
    if any(part.endswith("xl/workbook.bin") for part in names):
        return XLSB
    if any(re.fullmatch(r"xl/workbook\d*\.xml", part) for part in names) or _WORKBOOK.search(contents):
        return XLSX
    if b"opendocument.spreadsheet" in mimetype:
        return ODS
    if "word/document.xml" in names or b"opendocument.text" in mimetype:
        raise _is(name, _(" Word 文档"))
    if "ppt/presentation.xml" in names or b"opendocument" in mimetype:
        raise _is(name, _("演示文稿"))
    if any(part.startswith("xl/") for part in names) or "content.xml" in names:
        raise damaged(name)
    raise _is(name, _("压缩包"))


def _start_of(archive: zipfile.ZipFile, part: str) -> bytes:
    if part not in archive.namelist():
        return b""
    with archive.open(part) as stream:
        return stream.read(100_000)


def _type_of_text(name: str, data: bytes) -> str:
    start = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start and start.startswith(
        (b"<?xml", b"<workbook")
    ):
        message = _(
            "没有读取「{name}」：这是 2003 版的 XML 表格。请在表格程序里打开它，另存为 .xlsx 再导入。"
        )
        raise SheetRefused("xml_2003", message.format(name=name))
    if start.startswith(b"mime-version:") or b"\nmime-version:" in start[:300]:
        message = _("没有读取「{name}」：这是单个文件网页。请在表格程序里打开它，另存为 .xlsx 再导入。")
        raise SheetRefused("web_archive", message.format(name=name))
    if re.search(rb"<(html|table|!doctype html|head|body|frameset|meta)\b", start):
        return HTML
    if start.startswith((b"<?xml", b"<!doctype")):
        raise _is(name, _(" XML 文件"))
    if _looks_binary(data):
        raise SheetRefused(
            "wrong_type",
            _(
                "没有读取「{name}」：看不出是什么文件。请选择 Excel 表格（.xlsx、.xls）、.ods 或 .csv 文件。"
            ).format(name=name),
        )
    return TEXT


def _looks_binary(data: bytes) -> bool:
    """Control bytes that no text holds; UTF-16 is told apart by its mark or by its regular zeros."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    sample = data[:65536]
    controls = sum(sample.count(bytes([byte])) for byte in (*range(1, 9), *range(14, 27), *range(28, 32)))
    return controls > max(2, len(sample) // 200)
