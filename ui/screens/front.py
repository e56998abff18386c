"""What every page before the book is open has in common (封面): one column in the middle of the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk_app.kernel.words import _
from ui import theme
from ui.widgets.labels import label, picture
from ui.widgets.layouts import Part, box, column, row, scrolling


def middle(*parts: Part, width: int = 720, gap: int = 16) -> QWidget:
    """Return the parts as one column, at most `width` wide, in the middle; it scrolls where it is too tall."""
    inside = box(column(*parts, gap=gap))
    inside.setMaximumWidth(theme.px(width))
    across = row(None, inside, None, gap=0)
    across.setStretch(1, 1000)
    page = box(column(None, across, None, None, margins=(24, 24, 24, 24)))
    outer = QWidget()
    outer.setLayout(column(scrolling(page)))
    theme.dress(outer, ground="window")
    return outer


def brand() -> QWidget:
    """Return the program's name and what it is for."""
    name = label(_("物业前台"), "figure")
    line = label(
        _("物业服务中心的离线办公程序：房屋、住户、放行条，资料只存在这台电脑上。"), tone="muted", wrap=True
    )
    mark = picture("community", "accent", 44)
    made = row(mark, column(name, line, gap=2), gap=14)
    made.setStretch(1, 1)
    made.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    return box(made)
