"""What is cut or torn (裁切): slips, counterfoils and cards."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from desk_app.kernel.papers.barcode import png
from layout.drawings import crop_marks, cut_line, photo
from layout.edges import header_block, pictures, piece_watermark, small_print, title_line, watermarks
from layout.grids import Cell, each, row, ruled, unruled
from layout.letters import Say, Words, label, text
from layout.lines import line, thin
from layout.parts import Asked, Part, inside
from layout.sizes import A4, HALF_ROLL, Size, section
from wordfile import pack_file

_STRIP = 8
_ABOVE = 5  # left free above each slip, for the cut


def slips(
    say: Say,
    title: Words,
    *parts: Part,
    name: str = "slip",
    source: str = "together",
    down: int = 2,
    size: Size = A4,
    number: str | None = "slip.number",
    strip: str = "",
) -> bytes:
    """Return slips `down` to a page with cut lines between, one for each `name` of the list `source`.

    With `down` 1 each is a page of its own, such as one for each copy of a form.
    A value of the slip is `slip.room`, one of all of them `company`. `strip` is printed along the right edge, such as
    the name of the copy.
    """

    def content(width: float) -> str:
        low = Size(width, 148, (0, 0, 0, 0))
        return header_block(say, title, low, number) + inside(parts, width) + small_print(say, "", width)

    return pieces(
        say, title, content, name=name, source=source, down=down, size=size, strip=strip, pictures=pictures()
    )


def pieces(
    say: Say,
    title: Words,
    content: Callable[[float], str],
    *,
    name: str,
    source: str,
    down: int = 2,
    size: Size = A4,
    strip: str = "",
    pictures: dict[str, bytes] | None = None,
) -> bytes:
    """Return pages of `down` equal pieces with cut lines between; `content` makes a piece for its width."""
    side = size.margins[1] if size.width == HALF_ROLL.width else 10
    size = replace(size.within(5, side, 4.5, side), head=3)
    high = (size.height - 10) / down
    free = size.inside - (_STRIP if strip else 0)
    slot = f"{name}.watermark" if source == "together" else "watermark"
    mark = piece_watermark(slot, size, high, _ABOVE) if down > 1 else ""
    cells = [Cell(free, mark + content(free), "top", margin=0, above=_ABOVE)]
    if strip:
        copy = line(text(f"{{{{ {strip} }}}}", 9, "黑体", spacing=1), align="center", height=12)
        cells.append(Cell(_STRIP, copy, "center", margin=0, upright="tbRlV"))
    cuts = "".join(cut_line(5 + high * place, size.width) for place in range(1, down))
    return pack_file(
        unruled(each(name, source, row(high, *cells))) + thin() + section(size, header=True),
        title=say(*title),
        header=line(cuts, height=1) + ("" if down > 1 else watermarks(size)),
        pictures=pictures or {},
    )


def counterfoil(stub: Sequence[Part], parts: Sequence[Part], share: float = 0.27, high: float = 10) -> Part:
    """Return `stub` (存根) on the left of a dashed line to tear along, at least `high`, and `parts` on the right."""

    def make(width: float) -> str:
        left, gap = round(width * share, 1), 4.0
        right = width - left
        cells = (
            Cell(left, inside(stub, left - gap), "top", margin=0, above=0),
            Cell(right, inside(parts, right - gap), "top", margin=gap, above=0, edges="tear left"),
        )
        return unruled(row(high, *cells)) + thin()

    return make


def tear(say: Say, chinese: str, english: str) -> Part:
    """Return a dashed line across the page to tear along, with words in it, such as the number under the seal."""
    words = text(f"\t {say(chinese, english)} \t", 9)
    return lambda width: line(
        words, tabs=((width / 2, "center dashed"), (width, "right dashed")), height=14, before=8, after=8
    )


_CARD = (90, 60)
_PHOTO = ("rId9", 25, 35)  # 1 寸


def cards(
    say: Say,
    title: Words,
    asked: Sequence[tuple[Any, ...]],
    *,
    name: str = "card",
    source: str = "cards",
    picture: str = "photo",
    number: str = "number",
    below: Words = ("", ""),
) -> bytes:
    """Return cards of 90 by 60 mm, eight to an A4 page with crop marks, one for each `name` of the list `source`.

    `asked` are captioned lines beside the photo (1 寸); a value is a placeholder of the card. The cards run down the
    first column of the page, then down the second.
    """
    size = A4.within(28.3, 15, 28, 15)
    wide, high = _CARD
    face = (
        line(text("{{ company }}", 8.5, bold=True), align="center", height=11)
        + title_line(say, title, 13)
        + _beside_photo(say, [Asked(*one) for one in asked], name, f"{name}.{picture}", wide - 8)
        + line(
            text(say("编号 ", "No. ") + f"{{{{ {name}.{number} }}}}\t", 8), text(say(*below), 7.5),
            tabs=((wide - 8, "right"),), height=11,
        )
    )  # fmt: skip
    rows = each(name, source, row(high, Cell(wide, face, "top", margin=4, above=3), exact=True))
    across, down = [15 + wide * place for place in range(3)], [28.5 + high * place for place in range(5)]
    return pack_file(
        ruled(rows, frame=2, rule=2, color="7F7F7F") + thin() + section(size, header=True, columns=(2, 0)),
        title=say(*title),
        header=line(crop_marks(across, down, (size.width, size.height)), height=1) + watermarks(size),
        pictures={_PHOTO[0]: png(5, ["10101"] * 7)},
    )


def _beside_photo(say: Say, asked: list[Asked], name: str, picture: str, width: float) -> str:
    """Return the photo, or its place where there is none, and on its right a caption and a value on each line."""
    _relation, wide, high = _PHOTO
    place = (
        text(f"{{% if {picture} %}}", 8)
        + photo(picture, *_PHOTO)
        + text("{% else %}" + say("照片", "Photo") + "{% endif %}", 8)
    )
    box = Cell(wide, line(place, align="center", height=None), margin=0, above=0)
    caption = 15.0
    value = width - wide - 3 - caption
    lines = [
        each_row
        for one in asked
        for each_row in row(
            high / max(5, len(asked)) - 0.5,
            Cell(caption, line(label(say(one.chinese, one.english), 8)), margin=0),
            Cell(value, line(text(f"{{{{ {name}.{one.value} }}}}", 9.5)), margin=0.5, edges="under"),
        )
    ]
    framed = ruled(row(high, box, exact=True), frame=4) + thin()
    beside = Cell(caption + value, unruled(lines) + thin(), "top", margin=0, above=0)
    return unruled(row(high, Cell(wide + 3, framed, "top", margin=0, above=0), beside))
