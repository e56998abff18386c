"""Whole pages (整页): forms with header block and foot, and registers."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from layout.cuts import counterfoil
from layout.edges import foot, header_block, office, pictures, running_head, title_line, watermarks
from layout.grids import Cell, row, unruled
from layout.letters import Say, Words, label, shown, text
from layout.lines import line, thin
from layout.parts import Part, lay, table
from layout.sizes import A4, A4_ACROSS, Size, section
from wordfile import pack_file


def form(
    say: Say,
    title: Words,
    *parts: Part,
    size: Size = A4,
    number: str | None = "number",
    pages: int | None = 1,
    code: bool = True,
    stub: Sequence[Part] = (),
) -> bytes:
    """Return a form: the header block, `parts` one below the other, and on every page the foot.

    `number` is the placeholder of the paper's number, also as a barcode unless `code` is false; None has neither.
    `pages` is how many it promises to need; from 2 on (or None: as many as the list needs) every further page
    repeats title and number. `stub` is what the counterfoil on the left side holds besides its number.
    """
    runs_on = pages != 1
    head = partial(header_block, say, title, number=number, code=code)
    whole = (
        _beside_stub(say, title, size, number, head, parts, stub)
        if stub
        else head(size) + lay(parts, size.inside)
    )
    end = thin() if whole.endswith("</w:tbl>") else ""
    return pack_file(
        whole + end + section(size, header=True, footer=True, first=runs_on),
        title=say(*title),
        header=(running_head(say, title, size, number) if runs_on else "") + watermarks(size),
        footer=foot(say, size),
        first_header=watermarks(size, first=2) if runs_on else "",
        pictures=pictures() if number and code else {},
    )


def _beside_stub(
    say: Say, title: Words, size: Size, number: str | None, head: Callable[..., str], parts: Sequence[Part],
    stub: Sequence[Part],
) -> str:  # fmt: skip
    """Return a counterfoil as high as the page beside the form."""
    named = title_line(say, (f"{title[0]}存根", f"{title[1]} — Counterfoil"), 12, 4)
    numbered = line(label(say("编号 ", "No. ")), text(shown(number), bold=True), after=4) if number else ""

    def main(width: float) -> str:
        return head(Size(width, size.height, (0, 0, 0, 0)), low=False)

    high = size.height - size.margins[0] - size.margins[2] - 3
    left = [office(8.5, 12) + named + numbered, *stub]
    return lay([counterfoil(left, [main, *parts], high=high)], size.inside)


def register(
    say: Say,
    title: Words,
    columns: Sequence[tuple[Any, ...]],
    source: str = "rows",
    *,
    aside: str = "",
    below: Sequence[Part] = (),
    size: Size = A4_ACROSS,
    height: float = 7.5,
    empty: Words = ("没有记录", "No entries"),
) -> bytes:
    """Return a register (台账): a line for each row of `source`, its head and the title repeated on every page.

    `aside` is runs at the top right of every page, such as the month; `below` comes after the list.
    """
    end = say(
        f"{{% if {source} %}}以下空白{{% else %}}{empty[0]}{{% endif %}}",
        f"{{% if {source} %}}Nothing below this line{{% else %}}{empty[1]}{{% endif %}}",
    )
    last = row(height, Cell(size.inside, line(text(end, spacing=2), align="center")))
    listed = table(say, columns, source, height=height, small=True, repeat_head=True)
    block = lay([listed, lambda width: last, *below], size.inside)
    return pack_file(
        block + (thin() if block.endswith("</w:tbl>") else "") + section(size, header=True, footer=True),
        title=say(*title),
        header=_register_head(say, title, size, aside) + watermarks(size),
        footer=foot(say, size),
    )


def of_month(say: Say) -> str:
    """Return the month of a register, for its top right."""
    return label(say("月份 ", "Month ")) + text("{{ month }}", 10.5)


def prepared(say: Say, entries: Words = ("", ""), before: float = 8) -> str:
    """Return the line below a register: who prepared it, room for who checked it, and how many `entries` it has."""
    count = say(*entries)
    counted = (label("\t" + say("共 ", "")), text("{{ rows|length }}"), label(f" {count}")) if count else ()
    return line(
        label(say("制表", "Prepared by")), text("　{{ printed_by }}"), label("\t" + say("审核", "Checked by")), *counted,
        tabs=((90, "left"), (A4_ACROSS.inside, "right")), height=14, before=before,
    )  # fmt: skip


def _register_head(say: Say, title: Words, size: Size, aside: str) -> str:
    third = size.inside / 3
    form = line(text("{{ form_code }}", 8), align="right", height=12)
    return unruled(
        row(
            11,
            Cell(third, office(9, 12), margin=0),
            Cell(third, title_line(say, title, 16), margin=0),
            Cell(third, form + (line(aside, align="right", height=12) if aside else ""), margin=0),
        )
    )
