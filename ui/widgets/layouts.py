"""Layouts (排版): rows and columns in the 8-px rhythm, and pages that scroll."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui import theme

Part = QWidget | QLayout | int | None
"""A widget, a layout, a gap in pixels, or None for a stretch."""


def column(*parts: Part, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Return the parts one under the other."""
    made = QVBoxLayout()
    _fill(made, parts, gap, margins)
    return made


def row(*parts: Part, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Return the parts side by side."""
    made = QHBoxLayout()
    _fill(made, parts, gap, margins)
    return made


def _fill(
    layout: QVBoxLayout | QHBoxLayout, parts: tuple[Part, ...], gap: int, margins: tuple[int, int, int, int]
) -> None:
    layout.setSpacing(theme.px(gap))
    layout.setContentsMargins(*(theme.px(side) for side in margins))
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(theme.px(part))
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)


def box(layout: QLayout, ground: str = "") -> QWidget:
    """Return a widget that holds `layout`; `ground` colours it: window, surface, frame or clear."""
    made = QWidget()
    made.setLayout(layout)
    if ground:
        theme.dress(made, ground=ground)
    return made


def line() -> QFrame:
    """Return a thin line across."""
    made = QFrame()
    theme.dress(made, look="line")
    return made


def scrolling(inside: QWidget) -> QScrollArea:
    """Return `inside` in an area that scrolls up and down and is never wider than the window."""
    from PySide6.QtCore import Qt

    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFrameShape(QFrame.Shape.NoFrame)
    theme.dress(inside, ground="clear")
    made.setWidget(inside)
    made.viewport().setAutoFillBackground(False)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of `layout` and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
            inner.deleteLater()


def grow(widget: QWidget, *, across: bool = True, down: bool = False) -> QWidget:
    """Let `widget` take the room that is left."""
    policy = QSizePolicy.Policy
    widget.setSizePolicy(
        policy.Expanding if across else policy.Preferred, policy.Expanding if down else policy.Preferred
    )
    return widget
