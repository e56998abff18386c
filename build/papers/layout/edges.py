"""The edges of a page (页眉页脚): header block and foot of a form, and its watermark."""

from desk_app.kernel.papers.barcode import DOTS_PER_INCH, picture
from layout.drawings import barcode, watermark
from layout.grids import Cell, row, unruled
from layout.letters import Say, Words, is_chinese, label, shown, text
from layout.lines import line, page_of
from layout.sizes import Size

BARCODE = ("rId6", 60, 7)
"""The picture drawn anew as a number: its relation, its width and height in millimetres."""


def pictures() -> dict[str, bytes]:
    """Return what a template shows where a barcode will be."""
    relation, *size = BARCODE
    width, height = (round(side * DOTS_PER_INCH / 25.4) for side in size)
    return {relation: picture("SAMPLE", width, height)}


def header_block(
    say: Say,
    title: Words,
    size: Size,
    number: str | None = "number",
    code: bool = True,
    low: bool | None = None,
) -> str:
    """Return company and project on the left, number and form code on the right, the title below or, if `low`, between."""
    low = size.is_low if low is None else low
    side = min(64.0, size.inside * 0.42)
    numbered = label(say("编号 ", "No. ")) + text(shown(number), 10.5, bold=True) if number else ""
    right = line(barcode(number, *BARCODE), align="right", height=None) if number and code else ""
    right += line(numbered, align="right", height=13) if number else ""
    right += line(text("{{ form_code }}", 8), align="right", height=11)
    top = row(
        9,
        Cell(side, office(), "top", margin=0, above=0),
        Cell(size.inside - 2 * side, title_line(say, title, 16) if low else line(), margin=0, above=0),
        Cell(side, right, "top", margin=0, above=0),
    )
    tall = 20 if size.height > 210 else 17
    return unruled(top) + (
        line(height=3) if low else title_line(say, title, tall, 8 if size.height > 160 else 2)
    )


def office(size: float = 9.5, height: float = 13) -> str:
    """Return the lines of company and project."""
    company, project = text("{{ company }}", size, bold=True), text("{{ project }}", size)
    return line(company, height=height) + line(project, height=height)


def title_line(say: Say, title: Words, size: float, room: float = 0) -> str:
    """Return the title, `room` points free above and below."""
    words = text(title[0], size, "黑体", spacing=3) if is_chinese(say) else text(title[1], size * 0.8, "黑体")
    return line(words, align="center", height=size * 1.4, before=room, after=room)


def running_head(say: Say, title: Words, size: Size, number: str | None) -> str:
    """Return the line on top of every further page."""
    words = text(say(*title), 9) + (text("\t" + say("编号 ", "No. ") + shown(number), 9) if number else "")
    return line(words, tabs=((size.inside, "right"),), height=13)


def foot(say: Say, size: Size) -> str:
    """Return the line at the foot of a page: form code, printed when and by whom, page, which printing."""
    printed = say(
        "{{ form_code }}　打印 {{ printed_at }} {{ printed_by }}",
        "{{ form_code }}　Printed {{ printed_at }} {{ printed_by }}",
    )
    times = (
        say("第 {{ print_count }} 次打印", "Printing no. {{ print_count }}")
        + "{% if watermark %} {{ watermark }}{% endif %}"
    )
    counted = page_of(say("\t第 ", "\tPage "), say(" 页 共 ", " of "), say(" 页", ""))
    tabs = ((size.inside / 2, "center"), (size.inside, "right"))
    return line(text(printed, 8), counted, text("\t" + times, 8), tabs=tabs, height=11, ruled_above=True)


def small_print(say: Say, rule: str, width: float) -> str:
    """Return the foot of a slip, which has no page of its own: a sentence, form code, printed when and by whom."""
    printed = say(
        "{{ form_code }}　{{ printed_at }} {{ printed_by }} 第 {{ print_count }} 次打印{% if watermark %} {{ watermark }}{% endif %}",
        "{{ form_code }}　Printed {{ printed_at }} {{ printed_by }} #{{ print_count }}{% if watermark %} {{ watermark }}{% endif %}",
    )
    return line(text(rule, 7.5), text("\t" + printed, 7.5), tabs=((width, "right"),), height=10, before=2)


def watermarks(size: Size, first: int = 1) -> str:
    """Return the line of a header that draws the watermark in the middle of the page."""
    return line(watermark("watermark", [None], size.width, _mark_size(size, size.height), first), height=1)


def piece_watermark(slot: str, size: Size, high: float, above: float) -> str:
    """Return the first line of a piece of a page, `high` millimetres with `above` free, that draws its own watermark.

    A piece that is not filled has none.
    """
    drawn = watermark(slot, [high / 2 - above], size.width, _mark_size(size, high), down_from="text")
    return line(drawn, height=1)


def _mark_size(size: Size, high: float) -> tuple[float, float]:
    wide = min(min(size.width, size.height) * 0.57, high * 0.61)
    return wide, wide * 0.37
