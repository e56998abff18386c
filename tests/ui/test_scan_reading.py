"""Reading scans: a slip from the office's scanner, straight or askew, good or bad; and files that are no scan."""

import hashlib
import struct
import zlib

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPageSize, QPainter, QPdfWriter, QTransform
from PySide6.QtPdf import QPdfDocument

from desk_app.kernel import scans
from desk_app.kernel.papers.barcode import picture
from desk_app.screens.progress import Progress
from ui import scan_reading
from ui.scan_reading import find_codes, read_scan, read_scans

NUMBER = "FX-202611-0001"
OTHER = "FX-202611-0002"


def write_pdf(path, *numbers):
    """Write a PDF of A4 pages, each a form with lines, words and the barcode of its number as papers print it."""
    writer = QPdfWriter(str(path))
    writer.setResolution(203)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(writer)
    for place, number in enumerate(numbers):
        if place:
            writer.newPage()
        painter.setFont(QFont("Noto Sans CJK SC", 14))
        painter.drawText(QRect(100, 60, 700, 80), "物品放行条")
        for line in range(20):
            painter.drawRect(QRect(100, 260 + line * 55, 1300, 55))
            painter.drawText(QRect(120, 268 + line * 55, 900, 40), f"{line} 双门冰箱 海尔 银色 {NUMBER}")
        if number:
            painter.drawImage(1000, 60, QImage.fromData(picture(number, 420, 90)))
    painter.end()


def locked_pdf(password):
    """Return a PDF of one empty page that opens with a password (PDF 1.7, 7.6.3: 40-bit RC4)."""
    filler = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    padded = (password + filler)[:32]
    rights, file_id = 0xFFFFFFC4, b"0123456789abcdef"
    owner = rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + rights.to_bytes(4, "little") + file_id).digest()[:5]
    user = rc4(key, filler)
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        b"<</Filter/Standard/V 1/R 2/P -60/O<%s>/U<%s>>>" % (owner.hex().encode(), user.hex().encode()),
    ]
    made, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        starts.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % start for start in starts)
    hexed = file_id.hex().encode()
    trailer = b"trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<%s><%s>]>>\n" % (hexed, hexed)
    return made + table + trailer + b"startxref\n%d\n%%%%EOF" % len(made)


def rc4(key, text):
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for letter in text:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(letter ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory, qapp):
    path = tmp_path_factory.mktemp("scan") / "放行条.pdf"
    write_pdf(path, NUMBER)
    return path


def scanned(pdf, dpi, angle=0.0, quality=0, grey=False):
    """Return the first page as a scanner sees it: turned by `angle`, pale, and pressed into a JPEG."""
    document = QPdfDocument()
    document.load(str(pdf))
    points = document.pagePointSize(0)
    size = QSize(round(points.width() / 72 * dpi), round(points.height() / 72 * dpi))
    page = on_paper(document.render(0, size).transformed(QTransform().rotate(angle), Qt.SmoothTransformation))
    if grey:
        dull = QImage(page.size(), QImage.Format.Format_RGB32)
        dull.fill(QColor(150, 150, 150))
        painter = QPainter(dull)
        painter.setOpacity(0.6)
        painter.drawImage(0, 0, page)
        painter.end()
        page = dull
    if not quality:
        return page
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    page.save(held, "JPEG", quality)
    return QImage.fromData(held.data())


def on_paper(image):
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    return paper


@pytest.mark.parametrize("dpi", [150, 200])
@pytest.mark.parametrize("angle", [0, 2, -3, 90, 180, 182, 270])
@pytest.mark.parametrize("bad", [{}, {"quality": 60, "grey": True}], ids=["clean", "pale jpeg"])
def test_a_slip_is_read_however_it_lay_in_the_scanner(pdf, dpi, angle, bad):
    assert find_codes(scanned(pdf, dpi, angle, **bad)) == [NUMBER]


def test_a_pdf_is_read_page_by_page_and_kept_to_look_at(tmp_path, qapp):
    write_pdf(tmp_path / "a.pdf", NUMBER, "", OTHER)
    seen = read_scan(tmp_path / "a.pdf", Progress())
    assert seen.read.pages == ((NUMBER,), (), (OTHER,))
    assert seen.read.suffix == ".pdf"
    shown = [QImage.fromData(each) for each in seen.pictures]
    assert [each.width() for each in shown] == [scan_reading.SHOWN_WIDTH] * 3


@pytest.mark.parametrize("angle", [0, 2, 180])
def test_a_pdf_that_holds_a_coarse_pale_picture_is_read(tmp_path, pdf, angle):
    page = scanned(pdf, 150, angle, quality=60, grey=True)
    writer = QPdfWriter(str(tmp_path / "a.pdf"))
    writer.setResolution(150)
    points = QSizeF(page.width() / 150 * 72, page.height() / 150 * 72)
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    painter.drawImage(0, 0, page)
    painter.end()
    assert read_scan(tmp_path / "a.pdf", Progress()).read.pages == ((NUMBER,),)


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_a_picture_is_read(tmp_path, pdf, name):
    scanned(pdf, 200).save(str(tmp_path / name))
    assert read_scan(tmp_path / name, Progress()).read.pages == ((NUMBER,),)


def test_a_huge_picture_is_made_smaller_and_still_read(tmp_path, pdf, monkeypatch):
    scanned(pdf, 600).save(str(tmp_path / "a.jpg"))
    monkeypatch.setattr(scan_reading, "MOST_DOTS", 8_000_000)
    seen = read_scan(tmp_path / "a.jpg", Progress())
    assert seen.read.pages == ((NUMBER,),)


def test_bad_files_come_back_with_a_sentence_and_the_good_ones_are_read(tmp_path, pdf):
    whole = pdf.read_bytes()
    files = {
        "半截.pdf": whole[: len(whole) // 3],
        "乱码.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
        "空.jpg": b"",
        "程序.pdf": b"MZ\x90",
        "好.pdf": whole,
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    seen = read_scans([tmp_path / name for name in files] + [tmp_path / "没有.pdf"], Progress())
    told = {each.read.path.name: each.read.problem for each in seen}
    assert told.pop("好.pdf") == ""
    assert "已损坏或没有扫描完" in told["半截.pdf"]
    assert "已损坏或没有扫描完" in told["乱码.png"]
    assert "文件是空的" in told["空.jpg"]
    assert "不是 PDF、JPG 或 PNG" in told["程序.pdf"]
    assert "文件打不开" in told["没有.pdf"]
    assert {name: (tmp_path / name).read_bytes() for name in files} == files


def test_a_pdf_with_a_password_says_so(tmp_path, qapp):
    (tmp_path / "密.pdf").write_bytes(locked_pdf(b"open"))
    (seen,) = read_scans([tmp_path / "密.pdf"], Progress())
    assert "文件有密码" in seen.read.problem


def test_a_pdf_of_too_many_pages_is_refused(tmp_path, monkeypatch, qapp):
    write_pdf(tmp_path / "a.pdf", "", "", "")
    monkeypatch.setattr(scans, "MOST_PAGES", 2)
    (seen,) = read_scans([tmp_path / "a.pdf"], Progress())
    assert "有 3 页，一次最多 2 页" in seen.read.problem


def test_a_page_as_large_as_a_field_does_not_eat_the_memory(tmp_path, qapp):
    writer = QPdfWriter(str(tmp_path / "a.pdf"))
    writer.setPageSize(QPageSize(QSize(14_000, 14_000), "", QPageSize.SizeMatchPolicy.ExactMatch))
    painter = QPainter(writer)
    painter.drawText(100, 100, "x")
    painter.end()
    assert read_scan(tmp_path / "a.pdf", Progress()).read.pages == ((),)


def test_reading_can_be_stopped_and_what_was_read_is_kept(pdf):
    progress = Progress(lambda done, total, text: progress.cancel() if done else None, every=0)
    seen = read_scans([pdf, pdf, pdf], progress)
    assert [each.read.pages for each in seen] == [((NUMBER,),)]


def test_a_picture_that_claims_to_be_as_large_as_a_wall_is_refused(tmp_path, qapp):
    head = struct.pack(">2L5B", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))
        for kind, content in ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    )
    (tmp_path / "墙.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunks)
    (seen,) = read_scans([tmp_path / "墙.png"], Progress())
    assert "图片有 60000×60000 点，太大" in seen.read.problem
