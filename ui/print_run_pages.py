"""The pages of a print run (批次页面): of all its PDF files, in the order the papers are printed."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter

from desk_app.screens import print_run_layout
from desk_app.screens.print_run import RunView
from desk_app.screens.print_run_layout import LaidOut
from ui.pdf_pages import PdfPages
from ui.print_pages import Pages
from ui.text_pages import TextPages


class Sending:
    """Pages on their way to a printer; `sent` are those it was given so far, also when the job broke."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self.sent: set[int] = set()

    @property
    def count(self) -> int:
        """Return how many pages there are."""
        return self._pages.count

    def size(self, page: int) -> QSizeF:
        """Return the size of a page in points."""
        return self._pages.size(page)

    def draw(self, painter: QPainter, page: int, place: QRectF) -> None:
        """Draw a page into `place`, and note it."""
        self.sent.add(page)
        self._pages.draw(painter, page, place)


class RunPages:
    """All pages, paper by paper; `papers` tells the pages of each, empty where a file cannot be divided."""

    def __init__(self, laid_out: LaidOut, view: RunView) -> None:
        """DeskError if a PDF cannot be read."""
        self._files: list[Pages] = []
        self._sheets: list[tuple[int, int]] = []
        self.papers: dict[int, list[int]] = {}
        numbers = {item.place: item.number for item in view.items}
        parts: dict[int, list[tuple[int, int]]] = {}
        for at, file in enumerate(laid_out.files):
            ranges = self._open(at, laid_out, [numbers[place] for place in file.places])
            for place, pages in zip(file.places, ranges, strict=False):
                parts[place] = [(at, page) for page in pages]
        self.is_divided = len(parts) == len(view.items)
        if self.is_divided:
            self._put_in_order(parts)
        else:
            self._sheets = [(at, page) for at, pages in enumerate(self._files) for page in range(pages.count)]

    def _open(self, at: int, laid_out: LaidOut, numbers: list[str]) -> list[range]:
        """Open a file; return the pages of each of its papers, nothing if that cannot be told."""
        if not laid_out.pdfs:
            self._files.append(TextPages(laid_out.files[at].path.read_bytes()))
            whole = range(self._files[-1].count)
            return [whole] if len(numbers) == 1 else []
        pdf = PdfPages(str(laid_out.pdfs[at]))
        self._files.append(pdf)
        firsts = print_run_layout.find_first_pages(
            numbers,
            pdf.count,
            lambda page: pdf.document.getAllText(page).text(),
            together=laid_out.files[at].together,
        )
        return print_run_layout.page_ranges(firsts, pdf.count) if firsts is not None else []

    def _put_in_order(self, parts: dict[int, list[tuple[int, int]]]) -> None:
        """Lay the pages paper by paper; a page shared by slips stands once."""
        seen: dict[tuple[int, int], int] = {}
        for place in sorted(parts):
            for sheet in parts[place]:
                if sheet not in seen:
                    seen[sheet] = len(self._sheets)
                    self._sheets.append(sheet)
            self.papers[place] = [seen[sheet] for sheet in parts[place]]

    def of_papers(self, first: int, last: int) -> list[int]:
        """Return the pages (from 0) of the papers from place `first` to `last`, each once."""
        pages: dict[int, None] = {}
        for place in range(first, last + 1):
            pages |= dict.fromkeys(self.papers[place])
        return list(pages)

    def last_begun(self, first: int, last: int, sent: set[int]) -> int:
        """Return the last of papers `first` to `last` of which a page is among `sent`."""
        begun = [place for place in range(first, last + 1) if sent.intersection(self.papers.get(place, ()))]
        return max(begun, default=last)

    def last_whole(self, first: int, last: int, sent: set[int]) -> int:
        """Return up to which of papers `first` to `last` all pages are among `sent`; 0 where the first is not whole."""
        whole = 0
        for place in range(first, last + 1):
            if not self.papers.get(place) or not sent.issuperset(self.papers[place]):
                break
            whole = place
        return whole

    def paper_at(self, page: int) -> int:
        """Return the place of the first paper on a page; 1 where the pages are not divided."""
        return next((place for place, pages in self.papers.items() if page in pages), 1)

    def page_counts(self) -> Iterable[tuple[int, int]]:
        """Yield (place, how many pages it has) of each paper."""
        return ((place, len(pages)) for place, pages in self.papers.items())

    @property
    def count(self) -> int:
        """Return how many pages there are."""
        return len(self._sheets)

    def size(self, page: int) -> QSizeF:
        """Return the size of a page in points."""
        at, number = self._sheets[page]
        return self._files[at].size(number)

    def draw(self, painter: QPainter, page: int, place: QRectF) -> None:
        """Draw a page into `place`."""
        at, number = self._sheets[page]
        self._files[at].draw(painter, number, place)
