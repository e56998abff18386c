"""Reading scans (读扫描件) in a worker thread: pages of PDF files and pictures as grey dots, and what their codes say."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from desk_app.kernel import scans
from desk_app.kernel.attachments import safe_name
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens.progress import Cancelled, Progress
from desk_app.screens.scan_filing import ReadScan, open_scan

Draw = Callable[[float], QImage]
"""What draws a page so many times as large as usual, on white."""

PDF_DPI = 200
"""Dots per inch a page of a PDF is drawn with: bars of 0.25 mm are then two dots wide."""
LARGER = (1.5, 2.0)
"""How much a coarse page is enlarged for further looks: bars scanned at 150 dpi are too fine to be told apart."""
MOST_ENLARGED = 12_000_000
"""Dots an enlarged page may have: A4 at 200 dpi is enlarged once; a page without any code costs no more than that."""
MOST_DOTS = 40_000_000
"""Dots of a page that are looked at: an A3 sheet at 400 dpi. A larger picture is made smaller first."""
MOST_STORED = {".png": 60_000_000, ".jpg": 400_000_000}
"""Dots a picture may have as stored; a JPEG is made smaller while it is read, a PNG is read whole."""
SMALLEST_SIDE = 40
SHOWN_WIDTH = 1100
"""Dots of width a page is kept with for looking at."""
SHOWN_QUALITY = 60


@dataclass(frozen=True)
class SeenScan:
    """A file after reading, with its pages as JPEG pictures to look at."""

    read: ReadScan
    pictures: tuple[bytes, ...] = ()


def read_scans(paths: Sequence[Path], progress: Progress) -> list[SeenScan]:
    """Read files one after the other; one that cannot be read comes back with its sentence. For a worker thread.

    When told to stop, return those read so far.
    """
    seen: list[SeenScan] = []
    for done, path in enumerate(paths):
        try:
            progress.step(done, len(paths), safe_name(path.name))
            seen.append(read_scan(path, progress))
        except Cancelled:
            break
        except DeskError as error:
            seen.append(SeenScan(ReadScan(path, problem=str(error))))
    return seen


def read_scan(path: Path, progress: Progress) -> SeenScan:
    """Return what stands on the pages of a file; DeskError with a sentence if it cannot be read."""
    content, suffix = open_scan(path)
    codes, pictures = [], []
    for draw in _pages(path, content, suffix):
        if progress.is_cancelled:
            raise Cancelled
        page = draw(1.0)
        codes.append(tuple(find_codes(page, draw)))
        pictures.append(_small(page))
    read = ReadScan(path, hashlib.sha256(content).hexdigest(), suffix, tuple(codes))
    return SeenScan(read, tuple(pictures))


def find_codes(page: QImage, draw: Draw | None = None) -> list[str]:
    """Return what the codes on a page say; a page that says nothing is looked at again, larger, drawn by `draw`."""
    found = _codes(page)
    for times in LARGER:
        if found or page.width() * page.height() * times * times > MOST_ENLARGED:
            break
        found = _codes(draw(times) if draw else _enlarged(page, times))
    return found


def _enlarged(page: QImage, times: float) -> QImage:
    smooth = Qt.TransformationMode.SmoothTransformation
    return page if times == 1 else page.scaledToWidth(round(page.width() * times), smooth)


def _codes(page: QImage) -> list[str]:
    grey = page.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height, stride = grey.width(), grey.height(), grey.bytesPerLine()
    dots = bytes(grey.constBits())
    if stride != width:  # every row is filled up to four bytes
        dots = b"".join(dots[at : at + width] for at in range(0, height * stride, stride))
    return scans.read_codes(width, height, dots)


def _pages(path: Path, content: bytes, suffix: str) -> Iterator[Draw]:
    if suffix == ".pdf":
        return _pdf_pages(path, content)
    return iter([partial(_enlarged, _picture(path, content, suffix))])


def _pdf_pages(path: Path, content: bytes) -> Iterator[Draw]:
    """Give what draws the pages of a PDF, one by one."""
    from PySide6.QtPdf import QPdfDocument

    document = QPdfDocument()
    held = QBuffer()
    held.setData(QByteArray(content))
    held.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(held)
    problem = document.error()
    name = safe_name(path.name)
    if problem == QPdfDocument.Error.IncorrectPassword:
        raise DeskError(_("没有读取“{name}”：文件有密码。请去掉密码后再拖进来。").format(name=name))
    if problem == QPdfDocument.Error.UnsupportedSecurityScheme:
        raise DeskError(_("没有读取“{name}”：文件加了保护，打不开。请重新扫描。").format(name=name))
    if problem != QPdfDocument.Error.None_ or not document.pageCount():
        raise _damaged(path)
    if document.pageCount() > scans.MOST_PAGES:
        raise DeskError(
            _("没有读取“{name}”：有 {count} 页，一次最多 {most} 页。请拆成几个文件。").format(
                name=name, count=document.pageCount(), most=scans.MOST_PAGES
            )
        )

    def draw(number: int, times: float) -> QImage:
        points = document.pagePointSize(number)
        dots = PDF_DPI * times / 72
        drawn = document.render(
            number, _bounded(QSize(round(points.width() * dots), round(points.height() * dots)))
        )
        if drawn.isNull():
            raise _damaged(path)
        return _on_white(drawn)

    for number in range(document.pageCount()):
        yield partial(draw, number)
    document.close()


def _picture(path: Path, content: bytes, suffix: str) -> QImage:
    """Return a picture, upright as its camera held it, made smaller where it is huge."""
    held = QBuffer()
    held.setData(QByteArray(content))
    held.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(held)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() * size.height() > MOST_STORED[suffix]:
        raise DeskError(
            _("没有读取“{name}”：图片有 {width}×{height} 点，太大。请用 200 dpi 重新扫描。").format(
                name=safe_name(path.name), width=size.width(), height=size.height()
            )
        )
    if size.isValid() and size != _bounded(size):
        reader.setScaledSize(_bounded(size))
    image = reader.read()
    if image.isNull() or min(image.width(), image.height()) < SMALLEST_SIDE:
        raise _damaged(path)
    return _on_white(image)


def _bounded(size: QSize) -> QSize:
    """Return `size`, or the largest one like it that has no more dots than are looked at."""
    dots = max(1, size.width() * size.height())
    if dots <= MOST_DOTS:
        return size.expandedTo(QSize(1, 1))
    share = (MOST_DOTS / dots) ** 0.5
    return QSize(max(1, int(size.width() * share)), max(1, int(size.height() * share)))


def _on_white(image: QImage) -> QImage:
    if not image.hasAlphaChannel():
        return image
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    return paper


def _small(page: QImage) -> bytes:
    """Return a page as a JPEG picture to look at."""
    smooth = Qt.TransformationMode.SmoothTransformation
    shown = page if page.width() <= SHOWN_WIDTH else page.scaledToWidth(SHOWN_WIDTH, smooth)
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    shown.save(held, "JPEG", SHOWN_QUALITY)
    return bytes(held.data().data())


def _damaged(path: Path) -> DeskError:
    return DeskError(
        _("没有读取“{name}”：文件已损坏或没有扫描完。请重新扫描，原文件没有改动。").format(
            name=safe_name(path.name)
        )
    )
