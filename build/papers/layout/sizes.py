"""Paper sizes (纸张) and the page set up on them."""

from dataclasses import dataclass, replace

from layout.letters import twips


@dataclass(frozen=True)
class Size:
    """A sheet of paper: millimetres wide and high, its margins (top, right, bottom, left), header and footer from the edge."""

    width: float
    height: float
    margins: tuple[float, float, float, float]
    head: float = 5
    foot: float = 7

    @property
    def inside(self) -> float:
        """The width between the margins."""
        return self.width - self.margins[1] - self.margins[3]

    @property
    def is_low(self) -> bool:
        """Whether the title must stand beside the company, for want of height."""
        return self.height < 160

    def within(self, *margins: float) -> "Size":
        """Return the same paper with other margins: top, right, bottom, left."""
        top, right, bottom, left = margins
        return replace(self, margins=(top, right, bottom, left))


A4 = Size(210, 297, (15, 16, 16, 18), head=5, foot=8)
A4_ACROSS = Size(297, 210, (26, 10, 16, 10), head=9, foot=7)
A5 = Size(148, 210, (10, 10, 13, 10), head=4, foot=6)
A5_ACROSS = Size(210, 148, (8, 10, 12, 10), head=4, foot=6)
HALF_ROLL = Size(241, 140, (6, 18, 10, 18), head=3, foot=5)
"""241 mm continuous paper, two forms to eleven inches; the sprocket holes take 12.7 mm on both sides."""
THIRD_ROLL = Size(241, 93, (5, 18, 9, 18), head=2, foot=4)
"""241 mm continuous paper, three forms to eleven inches."""


def section(
    size: Size,
    *,
    header: bool = False,
    footer: bool = False,
    first: bool = False,
    columns: tuple[int, float] = (1, 7.5),
) -> str:
    """Return the page; `first` gives its first page a header of its own; `columns` are how many and millimetres between."""
    width, height = twips(size.width), twips(size.height)
    top, right, bottom, left = (twips(margin) for margin in size.margins)
    turned = ' w:orient="landscape"' if width > height else ""
    many, between = columns
    number = f' w:num="{many}"' if many > 1 else ""
    return (
        "<w:sectPr>"
        + ('<w:headerReference w:type="default" r:id="rId4"/>' if header else "")
        + ('<w:headerReference w:type="first" r:id="rId7"/>' if first else "")
        + ('<w:footerReference w:type="default" r:id="rId5"/>' if footer else "")
        + ('<w:footerReference w:type="first" r:id="rId8"/>' if first and footer else "")
        + f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        + f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        + f'w:header="{twips(size.head)}" w:footer="{twips(size.foot)}" w:gutter="0"/>'
        + f'<w:cols{number} w:space="{twips(between)}"/>'
        + ("<w:titlePg/>" if first else "")
        + "</w:sectPr>"
    )
