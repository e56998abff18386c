"""What stands on a filled paper (内容预览), as HTML: for computers without an office program that could lay it out.

Every text, table and picture is there, with its width, lines and letters; where a line breaks exactly only Word knows.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from desk_app.screens.paper_styles import SIDES, PageSetup, W, WordFile, is_on, number, pixels, says_something

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_EMU_PER_PIXEL = 9525
_TAG = re.compile("<[^>]*>")
_COLOR = re.compile("[0-9A-Fa-f]{6}")
_ALIGN = {"center": "center", "right": "right", "end": "right", "both": "justify", "distribute": "justify"}


PAGE_BREAK = '<p style="page-break-before:always;margin:0;font-size:1px;line-height:1px;-qt-line-height-type:fixed"></p>'
"""Stands where a page is sure to end."""
_BETWEEN_PAGES = "<!-- page -->"


@dataclass(frozen=True)
class _Piece:
    """Some HTML and how tall it is, in pixels, as far as can be told without laying it out."""

    html: str
    height: int


def page_setup(content: bytes) -> PageSetup:
    """Return the paper and margins of a Word file."""
    return WordFile(content).setup()


def as_html(content: bytes) -> str:
    """Return the Word file's header, text, tables, pictures and footer as one HTML page."""
    file = WordFile(content)
    setup = file.setup()
    writer = _Writer(file, setup.height - setup.top - setup.bottom)
    width = setup.width - setup.left - setup.right
    parts = [writer.blocks(edge, width) for edge in file.edges("header") if says_something(edge)]
    parts.append(writer.blocks(file.body, width, on_page=True))
    parts += [writer.blocks(edge, width) for edge in file.edges("footer") if says_something(edge)]
    return f"<html><body>{''.join(part.html for part in parts)}</body></html>"


class _Writer:
    """Writes the parts of one Word file whose pages have `room` pixels from top to bottom."""

    def __init__(self, file: WordFile, room: int) -> None:
        self._file = file
        self._room = room
        self._used = 0

    def blocks(self, element: Any, width: int, *, on_page: bool = False) -> _Piece:
        """Return the paragraphs and tables inside `element`, `width` pixels wide, straight `on_page` or in a cell."""
        pieces = []
        for child in element.iterchildren():
            if child.tag == W + "p":
                found = [self._paragraph(child, width), *(self.blocks(box, width) for box in _boxes(child))]
            elif child.tag == W + "tbl":
                found = [self._table(child, on_page)]
            elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml"):
                found = [self.blocks(child, width, on_page=on_page)]
            else:
                found = []
            pieces += found
            if on_page and child.tag == W + "p":
                self._used += sum(piece.height for piece in found)
                if _breaks_page(child):
                    self._used = 0
                    pieces.append(_Piece(PAGE_BREAK, 0))
        return _Piece("".join(piece.html for piece in pieces), sum(piece.height for piece in pieces))

    # -- paragraphs ----------------------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Any, width: int) -> _Piece:
        runs = list(_runs(paragraph))
        size = max((self._size(run, paragraph) for run in runs), default=self._size(None, paragraph))
        spacing = self._file.value(paragraph, "p", "spacing")
        line, is_fixed = _line_height(spacing, size)
        pictures = max((_picture_size(drawing)[1] for run in runs for drawing in _drawings(run)), default=0)
        segments = self._segments(runs, paragraph)
        before, after = max(0, pixels(spacing, "before")), max(0, pixels(spacing, "after"))
        tabs = _tab_stops(paragraph)
        align = self._file.value(paragraph, "p", "jc")
        style = _style(
            margin_top=f"{before}px",
            margin_bottom=f"{after}px",
            margin_left=f"{max(0, pixels(self._file.value(paragraph, 'p', 'ind'), 'left'))}px",
            text_indent=f"{max(0, pixels(self._file.value(paragraph, 'p', 'ind'), 'firstLine'))}px",
            page_break_before="always" if is_on(paragraph.find(f"{W}pPr/{W}pageBreakBefore")) else "",
            font_size=f"{size}px",
            white_space="pre-wrap",
            **_line_style(line, is_fixed and not pictures),
        )
        lines = _count_lines("".join(_text(run) for run in runs), size, width)
        height = before + after + max(line * lines, pictures)
        if len(segments) > 1 and len(tabs) >= len(segments) - 1:
            return _Piece(_in_columns(segments, tabs, width, style), height)
        named = _ALIGN.get(align.get(W + "val"), "left") if align is not None else "left"
        return _Piece(f'<p align="{named}" style="{style}">{"&emsp;".join(segments) or "&nbsp;"}</p>', height)

    def _size(self, run: Any, paragraph: Any) -> int:
        """Return the size of letters in pixels: two half points are 4/3 of one."""
        return max(1, self._file.half_points(run, paragraph) * 2 // 3)

    def _segments(self, runs: list[Any], paragraph: Any) -> list[str]:
        """Return the text between tabs, with its letters and pictures."""
        segments = [""]
        for run in runs:
            words: list[str] = [""]
            for child in run.iterchildren():
                if child.tag == W + "tab":
                    words.append("")
                else:
                    words[-1] += self._inline(child)
            dressed = [self._dressed(run, word, self._size(run, paragraph)) if word else "" for word in words]
            segments[-1] += dressed[0]
            segments += dressed[1:]
        return segments

    def _inline(self, child: Any) -> str:
        if child.tag in (W + "t", W + "noBreakHyphen"):
            return escape(child.text or "") if child.tag == W + "t" else "‑"
        if child.tag in (W + "br", W + "cr"):
            return "" if child.get(W + "type") == "page" else "<br>"
        if child.tag in (W + "drawing", W + "pict"):
            return "".join(self._picture(child, blip) for blip in child.iter(_A + "blip"))
        return ""

    def _dressed(self, run: Any, text: str, size: int) -> str:
        value = self._file.value
        lines = [
            name
            for name, tag in (("underline", "u"), ("line-through", "strike"))
            if is_on(value(run, "r", tag))
        ]
        style = _style(
            font_family=self._file.face(run),
            font_size=f"{size}px",
            font_weight="bold" if is_on(value(run, "r", "b")) else "",
            font_style="italic" if is_on(value(run, "r", "i")) else "",
            text_decoration=" ".join(lines),
            color=_color(value(run, "r", "color"), "val"),
        )
        return f'<span style="{style}">{text}</span>'

    def _picture(self, drawing: Any, blip: Any) -> str:
        kind, content = self._file.picture(blip.get(_EMBED) or "")
        if not content:
            return ""
        width, height = _picture_size(drawing)
        source = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
        return f'<img width="{width}" height="{height}" src="{source}">'

    # -- tables --------------------------------------------------------------------------------------------------

    def _table(self, table: Any, on_page: bool) -> _Piece:
        columns = [pixels(column, "w") for column in table.findall(f"{W}tblGrid/{W}gridCol")]
        lines = self._file.value(table, "tbl", "tblBorders")
        margins = self._file.value(table, "tbl", "tblCellMar")
        grid = [list(_cells(row)) for row in table.findall(W + "tr")]
        rows, height = [_measure(columns)], 1
        for place, row in enumerate(table.findall(W + "tr")):
            cells = [_Cell(self, *each, columns, lines, margins) for each in grid[place]]
            cells = [cell for cell in cells if not cell.is_continued]
            wished = pixels(row.find(f"{W}trPr/{W}trHeight"), "val")
            tall = max([wished, *(cell.height for cell in cells if not _spans(grid, place, cell.column))])
            inner = "".join(cell.write(tall, 1 + _spans(grid, place, cell.column)) for cell in cells)
            if on_page and self._begins_page(tall):
                rows += [_BETWEEN_PAGES, _measure(columns)]
            rows.append(f"<tr>{inner}</tr>")
            height += tall
        align = table.find(f"{W}tblPr/{W}jc")
        named = _ALIGN.get(align.get(W + "val"), "left") if align is not None else "left"
        style = f'width="{sum(columns)}" align="{named}" cellspacing="0" cellpadding="0"'
        opening = f'<table {style} style="border-collapse:collapse">'
        written = "".join(rows).replace(_BETWEEN_PAGES, f"</table>{PAGE_BREAK}{opening}")
        return _Piece(f"{opening}{written}</table>", height)

    def _begins_page(self, height: int) -> bool:
        """Say whether a row has to begin a new page, as a slip of half a page does; small rows run on."""
        is_slip = height > self._room // 4
        if is_slip and self._used and self._used + height > self._room:
            self._used = height
            return True
        self._used = (self._used + height) % max(self._room, 1)
        return False


def _measure(columns: list[int]) -> str:
    """Return a row without height that gives each column its width; cells over several would not."""
    empty = '<p style="margin:0;font-size:1px;line-height:1px;-qt-line-height-type:fixed"></p>'
    return "<tr>" + "".join(f'<td width="{width}">{empty}</td>' for width in columns) + "</tr>"


class _Cell:
    """One cell of a table at a grid column, before its row's height is known."""

    def __init__(
        self,
        writer: _Writer,
        element: Any,
        column: int,
        span: int,
        columns: list[int],
        lines: Any,
        margins: Any,
    ) -> None:
        self._element, self.column, self._span, self._lines = element, column, span, lines
        self.is_continued = _is_continued(element)
        own = element.find(f"{W}tcPr/{W}tcMar")
        self._margins = {side: _margin(side, own, margins) for side in SIDES}
        self._width = sum(columns[column : column + span]) or pixels(element.find(f"{W}tcPr/{W}tcW"), "w")
        inside = self._width - self._margins["left"] - self._margins["right"]
        self._piece = writer.blocks(element, max(inside, 1))
        direction = element.find(f"{W}tcPr/{W}textDirection")
        if direction is not None and (direction.get(W + "val") or "").startswith("tb"):
            text = "".join(each.text or "" for each in element.iter(W + "t"))
            upright = "<br>".join(map(escape, text))
            self._piece = _Piece(
                f'<p align="center" style="margin:0;font-size:12px">{upright}</p>', 16 * len(text)
            )
        self.height = self._piece.height + self._margins["top"] + self._margins["bottom"]

    def write(self, height: int, rows: int) -> str:
        """Return the cell as tall as its row, its text placed as it says."""
        spare = max(0, height - self.height - 1) if rows == 1 else 0  # 1 for the line below
        align = self._element.find(f"{W}tcPr/{W}vAlign")
        place = align.get(W + "val") if align is not None else "top"
        above = {"center": spare // 2, "bottom": spare}.get(place, 0)
        paddings = dict(self._margins)
        paddings["top"] += above
        paddings["bottom"] += spare - above
        shade = self._element.find(f"{W}tcPr/{W}shd")
        style = _style(
            background_color=_color(shade, "fill"),
            vertical_align={"center": "middle", "bottom": "bottom"}.get(place, "top") if rows > 1 else "top",
            **{f"padding_{side}": f"{length}px" for side, length in paddings.items()},
            **{f"border_{side}": self._line(side) for side in SIDES},
        )
        return f'<td width="{self._width}" colspan="{self._span}" rowspan="{rows}" style="{style}">{self._piece.html}</td>'

    def _line(self, side: str) -> str:
        """Return the line at a side: the cell's own, else the table's."""
        own = self._element.find(f"{W}tcPr/{W}tcBorders/{W}{side}")
        inner = "insideH" if side in ("top", "bottom") else "insideV"
        line = own if own is not None else _first(self._lines, inner, side)
        if line is None or line.get(W + "val") in (None, "nil", "none"):
            return ""
        return f"{max(1, number(line, 'sz') // 6)}px solid {_color(line, 'color') or '#000000'}"


def _cells(row: Any) -> Iterator[tuple[Any, int, int]]:
    """Yield each cell of a row with its grid column and how many columns it takes."""
    column = number(row.find(f"{W}trPr/{W}gridBefore"), "val")
    for cell in row.findall(W + "tc"):
        span = max(1, number(cell.find(f"{W}tcPr/{W}gridSpan"), "val"))
        yield cell, column, span
        column += span


def _spans(grid: list[list[tuple[Any, int, int]]], place: int, column: int) -> int:
    """Return how many rows below continue the cell at `column`."""
    count = 0
    for row in grid[place + 1 :]:
        if not any(at == column and _is_continued(cell) for cell, at, _span in row):
            break
        count += 1
    return count


def _is_continued(cell: Any) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(W + "val") != "restart"


def _margin(side: str, own: Any, usual: Any) -> int:
    """Return a cell's margin in pixels; Word's own is 0.19 cm at the sides."""
    names = {"left": ("left", "start"), "right": ("right", "end")}.get(side, (side,))
    for margins in (own, usual):
        found = _first(margins, *names)
        if found is not None:
            return pixels(found, "w")
    return 7 if side in ("left", "right") else 0


def _first(element: Any, *names: str) -> Any:
    """Return the first child of one of these names; None without."""
    found = (element.find(W + name) for name in names) if element is not None else ()
    return next((each for each in found if each is not None), None)


def _runs(paragraph: Any) -> Iterator[Any]:
    """Yield the runs of a paragraph, in links and fields too, but not those of a text box in it."""
    for run in paragraph.iter(W + "r"):
        owner = next(run.iterancestors(W + "p"))
        if owner is paragraph and not is_on(run.find(f"{W}rPr/{W}vanish")):
            yield run


def _breaks_page(paragraph: Any) -> bool:
    """Say whether a paragraph ends its page: by a break in it, or as the last of a section."""
    section = paragraph.find(f"{W}pPr/{W}sectPr")
    if section is not None:
        kind = section.find(W + "type")
        return kind is None or kind.get(W + "val") != "continuous"
    return any(each.get(W + "type") == "page" for each in paragraph.iter(W + "br"))


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the text boxes of a paragraph, each once."""
    for box in paragraph.iter(W + "txbxContent"):
        if next(box.iterancestors(_FALLBACK), None) is None and next(box.iterancestors(W + "p")) is paragraph:
            yield box


def _drawings(run: Any) -> Iterator[Any]:
    yield from (
        drawing for drawing in run.iterchildren(W + "drawing") if drawing.find(f".//{_A}blip") is not None
    )


def _picture_size(drawing: Any) -> tuple[int, int]:
    """Return width and height in pixels."""
    extent = next(drawing.iter(_WP + "extent"), None)
    if extent is None:
        return 200, 60
    return int(extent.get("cx") or 0) // _EMU_PER_PIXEL, int(extent.get("cy") or 0) // _EMU_PER_PIXEL


def _text(run: Any) -> str:
    return "".join(each.text or "" for each in run.iterchildren(W + "t"))


def _count_lines(text: str, size: int, width: int) -> int:
    """Return about how many lines a text takes: a Chinese letter is square, another half as wide."""
    long = sum(size if ord(letter) > 0x2E7F else size * 11 // 20 for letter in text)
    return max(1, -(-long // max(width, 1)))


def _line_height(spacing: Any, size: int) -> tuple[int, bool]:
    """Return the height of a line in pixels, and whether it is fixed."""
    line = number(spacing, "line")
    rule = spacing.get(W + "lineRule") if spacing is not None else None
    if line and rule in ("exact", "atLeast"):
        return max(1, (line + 7) // 15), rule == "exact"
    return max(1, size * 13 * (line or 240) // 2400), False


def _line_style(line: int, is_fixed: bool) -> dict[str, str]:
    if not is_fixed:
        return {}
    return {"line_height": f"{line}px", "_qt_line_height_type": "fixed"}


def _tab_stops(paragraph: Any) -> list[tuple[int, bool]]:
    """Return the tab stops in pixels, each with whether text ends there."""
    stops = paragraph.findall(f"{W}pPr/{W}tabs/{W}tab")
    return sorted((pixels(stop, "pos"), stop.get(W + "val") == "right") for stop in stops)


def _in_columns(segments: list[str], tabs: list[tuple[int, bool]], width: int, style: str) -> str:
    """Return the parts of a line at its tab stops, as a table without lines."""
    starts, longs = [0], [len(_TAG.sub("", segment)) + 1 for segment in segments]
    for place, (position, ends_there) in enumerate(tabs[: len(segments) - 1]):
        room = position - starts[place]
        share = room * longs[place] // (longs[place] + longs[place + 1])
        starts.append(starts[place] + share if ends_there else position)
    ends = [*starts[1:], max(width, starts[-1] + 1)]
    cells = [
        f'<td width="{end - start}"><p align="{"right" if place and tabs[place - 1][1] else "left"}" '
        f'style="{style}">{segment or "&nbsp;"}</p></td>'
        for place, (segment, start, end) in enumerate(zip(segments, starts, ends, strict=True))
    ]
    return f'<table width="{width}" cellspacing="0" cellpadding="0"><tr>{"".join(cells)}</tr></table>'


def _color(element: Any, name: str) -> str:
    """Return a colour as HTML has it; nothing for none, or one that Word chooses."""
    written = (element.get(W + name) or "") if element is not None else ""
    return f"#{written}" if _COLOR.fullmatch(written) else ""


def _style(**parts: str) -> str:
    """Return a style for HTML: underscores are hyphens, empty parts are left out."""
    return ";".join(f"{name.replace('_', '-')}:{value}" for name, value in parts.items() if value)
