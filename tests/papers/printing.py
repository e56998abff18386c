"""Word files turned into pages by one start of LibreOffice, and what stands on each page."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtPdf import QPdfDocument

from desk_app.kernel.libreoffice import lend_profile
from tests.papers.conftest import LIBREOFFICE

_POINTS = 72 / 25.4


@dataclass(frozen=True)
class Page:
    """A printed page: its text on one line without spaces, its size, and what the text leaves free, in millimetres."""

    text: str
    size: tuple[int, int]
    free_right: float
    free_below: float


def print_pages(files: Mapping[str, bytes], folder: Path) -> dict[str, list[Page]]:
    """Return the pages of each Word file; all are converted in one run, with a profile of its own."""
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    assert LIBREOFFICE
    (folder / "kept").mkdir()
    with lend_profile(folder / "kept") as profile:
        command = [LIBREOFFICE.command, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        command += [
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *(str(folder / f"{n}.docx") for n in files),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: _read(folder / f"{name}.pdf") for name in files}


def _read(path: Path) -> list[Page]:
    pdf = QPdfDocument()
    assert pdf.load(str(path)) == QPdfDocument.Error.None_
    return [_page(pdf, place) for place in range(pdf.pageCount())]


def _page(pdf: QPdfDocument, place: int) -> Page:
    size, text = pdf.pagePointSize(place), pdf.getAllText(place)
    written = text.boundingRectangle()
    return Page(
        "".join(text.text().split()),
        (round(size.width() / _POINTS), round(size.height() / _POINTS)),
        (size.width() - written.right()) / _POINTS,
        (size.height() - written.bottom()) / _POINTS,
    )
