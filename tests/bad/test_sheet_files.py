"""Spreadsheets that are broken, hostile, huge or something else: each gets a sentence, and the program lives on.

Numbers such as X033 are those of the list of bad input in the reliability notes.
"""

import gzip
import os
import struct
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from desk_app.kernel.errors import DeskError
from desk_app.kernel.sheets import SheetRefused, read_sheets
from desk_app.kernel.sheets.limits import Limits
from desk_app.kernel.sheets.reading import ReadingStopped

HEADER = ["房号", "姓名", "电话"]
ROW = ["1-101", "张三", "13800138000"]
PART = "xl/worksheets/sheet1.xml"


def good(folder: Path, name: str = "好.xlsx") -> Path:
    """Write an ordinary workbook."""
    path = folder / name
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("业主")
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ROW)
    book.close()
    return path


def changed(folder: Path, change: Callable[[str, bytes], bytes | None], name: str = "坏.xlsx") -> Path:
    """Write the ordinary workbook with its parts changed; None leaves a part out."""
    path = folder / name
    with zipfile.ZipFile(good(folder)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = change(part, old.read(part))
            if content is not None:
                new.writestr(part, content)
    return path


def with_rows(folder: Path, rows: bytes) -> Path:
    return changed(
        folder,
        lambda part, old: old.replace(b"</sheetData>", rows + b"</sheetData>") if part == PART else old,
    )


def refused(path: Path) -> SheetRefused:
    """Return the refusal, which must be a Chinese sentence and come in time."""
    began = time.monotonic()
    with pytest.raises(SheetRefused) as caught:
        read_sheets(path)
    assert time.monotonic() - began < 15
    sentence = str(caught.value)
    assert isinstance(caught.value, DeskError)
    assert sentence.startswith("没有读取") and path.name in sentence and sentence.endswith("。")
    return caught.value


def test_a_cell_in_the_last_corner_is_refused_before_it_asks_for_all_memory(tmp_path: Path) -> None:  # X033
    path = with_rows(
        tmp_path, b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    )
    refusal = refused(path)
    assert refusal.code == "too_many_columns" and "XFD" in str(refusal) and "200" in str(refusal)


def test_a_cell_address_no_program_writes_is_refused(tmp_path: Path) -> None:  # X034
    path = changed(
        tmp_path, lambda part, old: old.replace(b'r="A2"', b'r="ZZZZ99999999999"') if part == PART else old
    )
    assert refused(path).code == "too_many_columns"


def test_a_billion_rows_claimed_or_written_are_refused(tmp_path: Path) -> None:
    claimed = changed(
        tmp_path,
        lambda part, old: old.replace(b'ref="A1:C2"', b'ref="A1:C1000000000"') if part == PART else old,
    )
    assert refused(claimed).code == "too_many_rows"
    written = with_rows(tmp_path, b'<row r="1000000000"><c r="A1000000000"><v>1</v></c></row>')
    assert refused(written).code == "too_many_rows"


def test_three_hundred_columns_are_refused_with_the_last_one_named(tmp_path: Path) -> None:  # X035
    path = tmp_path / "宽.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("表").write_row(0, 0, [f"c{number}" for number in range(300)])
    book.close()
    refusal = refused(path)
    assert refusal.code == "too_many_columns" and "KN 列（第 300 列）" in str(refusal)


@pytest.mark.parametrize("kind", ["xls", "csv", "html", "ods"])
def test_three_hundred_columns_are_refused_in_every_format(kind: str, tmp_path: Path) -> None:
    cells = [f"c{number}" for number in range(300)]
    path = tmp_path / f"宽.{kind}"
    if kind == "xls":
        book = xlwt.Workbook()
        sheet = book.add_sheet("表")
        for column in range(250):
            sheet.write(0, column, column)
        book.save(str(path))
    elif kind == "csv":
        path.write_text(",".join(cells), "utf-8")
    elif kind == "html":
        path.write_text(
            "<html><table><tr>" + "".join(f"<td>{cell}" for cell in cells) + "</table></html>", "utf-8"
        )
    else:
        _write_ods(
            path,
            '<table:table-row><table:table-cell office:value-type="string" table:number-columns-repeated="300"><text:p>x</text:p></table:table-cell></table:table-row>',
        )
    assert refused(path).code == "too_many_columns"


def test_a_million_rows_are_refused_before_they_are_parsed(tmp_path: Path) -> None:  # X036
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(3, 120_000))
    assert refused(with_rows(tmp_path, rows)).code == "too_many_rows"


def test_twenty_thousand_empty_styled_rows_are_no_rows(tmp_path: Path) -> None:  # X032
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    for row in range(2, 20_000):
        book.active.cell(row, 1).font = openpyxl.styles.Font(bold=True)
    path = tmp_path / "空行.xlsx"
    book.save(path)
    assert len(read_sheets(path)[0].rows) == 1


def test_empty_styled_cells_far_to_the_right_are_no_columns(tmp_path: Path) -> None:
    path = with_rows(tmp_path, b'<row r="3"><c r="XFD3" s="0"/><c r="XFE3" s="0"></c></row>')
    assert read_sheets(path)[0].width == 3


def test_a_text_of_300_megabytes_in_a_small_file_is_refused(tmp_path: Path) -> None:  # X037
    path = tmp_path / "弹.xlsx"
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'
    with zipfile.ZipFile(good(tmp_path)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != PART:
                new.writestr(part, old.read(part))
        with new.open(PART, "w") as stream:
            stream.write(start)
            for _turn in range(300):
                stream.write(b"A" * 2**20)
            stream.write(b"</t></is></c></row></sheetData></worksheet>")
    assert refused(path).code == "unpacks_too_large"


def test_entities_that_multiply_and_entities_from_files_are_refused(tmp_path: Path) -> None:  # X038 X039
    for entity in (
        b'<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">',
        b'<!ENTITY b SYSTEM "file:///etc/hostname">',
    ):
        head = b'<?xml version="1.0"?><!DOCTYPE l [' + entity + b"]>"
        path = changed(
            tmp_path,
            lambda part, old, head=head: head + old[old.find(b"<worksheet") :] if part == PART else old,
        )  # type: ignore[misc]
        assert refused(path).code == "definitions"


def test_paths_that_climb_out_of_the_archive_are_of_no_account(tmp_path: Path) -> None:  # X040
    path = good(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../outside.txt", "x")
    assert read_sheets(path)[0].rows[1] == ROW
    assert not (tmp_path.parent.parent / "outside.txt").exists()


def test_links_to_other_files_are_told_and_never_followed(tmp_path: Path) -> None:  # X041
    path = good(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    assert "没有打开那些文件" in read_sheets(path)[0].remarks[0]


def test_macros_are_told_and_never_run(tmp_path: Path) -> None:  # X057
    path = good(tmp_path, "宏.xlsm")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert "没有运行" in read_sheets(path)[0].remarks[0]


def test_cut_and_damaged_files_are_refused(tmp_path: Path) -> None:  # X042 X047-X051
    whole = good(tmp_path).read_bytes()
    flipped = bytearray(whole)
    for at in range(100, len(flipped), 397):
        flipped[at] ^= 0x41
    cut = tmp_path / "一半.xlsx"
    cut.write_bytes(whole[: len(whole) // 2])
    bits = tmp_path / "位翻转.xlsx"
    bits.write_bytes(bytes(flipped))
    files = [
        cut,
        bits,
        changed(tmp_path, lambda part, old: b"<x" if part == "xl/styles.xml" else old, "样式.xlsx"),
        changed(tmp_path, lambda part, old: old[: len(old) // 2] if part == PART else old, "半张.xlsx"),
        changed(tmp_path, lambda part, old: None if part == "xl/workbook.xml" else old, "无簿.xlsx"),
        changed(
            tmp_path,
            lambda part, old: old.replace(b"<v>3</v>", b"<v>99999</v>") if part == PART else old,
            "越界.xlsx",
        ),
    ]
    assert {refused(path).code for path in files} == {"damaged"}


def test_an_empty_file_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:  # X043
    empty = tmp_path / "空.xlsx"
    empty.touch()
    assert refused(empty).code == "empty_file"
    assert refused(tmp_path).code in ("folder", "in_use")
    assert refused(tmp_path / "没有.xlsx").code == "not_found"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n" + b"x" * 200, "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "图片"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 200, "图片"),
        (b"{\\rtf1\\ansi hello}", "Word"),
        (b"MZ\x90\0" + b"\0" * 200, "程序"),
        (b"SQLite format 3\0" + b"\0" * 200, "数据库"),
        (gzip.compress(b"x" * 100), "压缩包"),
        (bytes(range(256)) * 20, "看不出"),
    ],
)
def test_files_of_other_kinds_are_named_for_what_they_are(
    content: bytes, said: str, tmp_path: Path
) -> None:  # X044 X045
    path = tmp_path / "名册.xlsx"
    path.write_bytes(content)
    refusal = refused(path)
    assert refusal.code == "wrong_type" and said in str(refusal)


def test_word_documents_and_other_archives_are_named(tmp_path: Path) -> None:  # X045
    for part, said in (
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "演示文稿"),
        ("readme.txt", "压缩包"),
    ):
        path = tmp_path / "名册.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(part, "<x/>")
        assert said in str(refused(path))


def test_rubbish_around_the_workbook_does_not_hide_it(tmp_path: Path) -> None:  # X046
    whole = good(tmp_path).read_bytes()
    for content in (whole + b"junk" * 100, b"junk" * 100 + whole):
        path = tmp_path / "杂.xlsx"
        path.write_bytes(content)
        assert read_sheets(path)[0].rows[1] == ROW


def test_the_name_of_a_file_does_not_decide_what_it_is(tmp_path: Path) -> None:  # X052 X054
    for name in ("旧.xls", "表.et", "名册"):
        path = tmp_path / name
        path.write_bytes(good(tmp_path).read_bytes())
        assert read_sheets(path)[0].rows[1] == ROW


def test_xml_tables_of_2003_and_web_archives_are_to_be_saved_anew(tmp_path: Path) -> None:  # X059
    path = tmp_path / "表.xls"
    path.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
        "utf-8",
    )
    assert refused(path).code == "xml_2003"
    path.write_text("MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>", "utf-8")
    assert refused(path).code == "web_archive"
    path.write_text("<html><body><p>没有表格</p></body></html>", "utf-8")
    assert refused(path).code == "no_table"


def test_a_file_with_a_password_is_told_so(tmp_path: Path) -> None:  # X060
    path = tmp_path / "密.xlsx"
    path.write_bytes(_compound_file("EncryptedPackage"))
    assert refused(path).code == "password"
    path.write_bytes(_compound_file("WordDocument"))
    assert "Word" in str(refused(path))


def test_a_protected_sheet_is_read(tmp_path: Path) -> None:  # X061
    path = tmp_path / "保护.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.protect("secret")
    sheet.write_row(0, 0, HEADER)
    book.close()
    assert read_sheets(path)[0].rows[0] == HEADER


def test_the_lock_file_of_an_open_workbook_is_refused(tmp_path: Path) -> None:  # X066
    path = tmp_path / "~$名册.xlsx"
    path.write_bytes(good(tmp_path).read_bytes())
    assert refused(path).code == "lock_file"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_told_so(tmp_path: Path) -> None:  # X067
    path = good(tmp_path)
    path.chmod(0)
    assert refused(path).code == "in_use"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("房号,姓名\n".encode("gbk") + "1,张三丰李四\n".encode(), "encoding"),  # X101
        (
            "房號,姓名\n".encode("gbk") + "樓棟單元業主\n".encode("euc_jp", "ignore") + b"\x81\xff\xfe\x80",
            "encoding",
        ),
        (b'a,b\n"1,2\n3,4\n', "open_quote"),  # X103
        (b"a,b\n1,\x002\n", "nul"),  # X105
        (b"\n\n,,\n", "empty_file"),
    ],
)
def test_text_tables_that_would_come_out_wrong_are_refused(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_bytes(content)
    refusal = refused(path)
    assert refusal.code == code
    if code == "open_quote":
        assert "第 2 行" in str(refusal)


def test_reading_stops_when_told_and_when_time_is_up(tmp_path: Path) -> None:
    path = good(tmp_path)
    with pytest.raises(ReadingStopped):
        read_sheets(path, stopped=lambda: True)
    with pytest.raises(SheetRefused) as caught:
        read_sheets(path, limits=Limits(seconds=0))
    assert caught.value.code == "time"


def test_a_reading_process_that_dies_is_a_sentence_not_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = good(tmp_path)
    monkeypatch.setenv("PYTHONPATH", "")
    for code, expected in (("import os; os.abort()", "memory"), ("import sys; sys.exit(3)", "damaged")):
        monkeypatch.setattr(
            "desk_app.kernel.sheets.reading._command",
            lambda file, limits, code=code: [sys.executable, "-c", code],
        )
        assert refused(path).code == expected


@pytest.mark.skipif(sys.platform == "win32", reason="address space is limited on POSIX only")
def test_a_file_that_needs_more_memory_than_allowed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    book = xlsxwriter.Workbook(str(path), {"strings_to_urls": False})
    sheet = book.add_worksheet()
    for row in range(1_500):
        sheet.write_string(row, 0, os.urandom(15_000).hex())
    book.close()
    with pytest.raises(SheetRefused) as caught:
        read_sheets(path, limits=Limits(memory_bytes=150 * 2**20))
    assert caught.value.code == "memory"
    assert len(read_sheets(path)[0].rows) == 1_500


def _write_ods(path: Path, rows: str) -> None:
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = f'<office:document-content{spaces}><office:body><office:spreadsheet><table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)


def _compound_file(stream: str) -> bytes:
    """Return the smallest compound file that holds one (empty) stream of that name."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header[76:512] = b"\xff" * 436
    struct.pack_into("<I", header, 76, 0)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *([0xFFFFFFFF] * 126))
    entries = b""
    for name, kind in (("Root Entry", 5), (stream, 2)):
        raw = name.encode("utf-16-le")
        entry = bytearray(128)
        entry[: len(raw)] = raw
        struct.pack_into("<HBB", entry, 64, len(raw) + 2, kind, 1)
        struct.pack_into("<III", entry, 68, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
        struct.pack_into("<II", entry, 116, 0xFFFFFFFE, 0)
        entries += bytes(entry)
    return bytes(header) + table + entries.ljust(512, b"\0")
