"""The button of a table's registers (打印台账): choose the month, see the pages, print."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QMenu, QPushButton

from desk_app.kernel.words import _
from ui import icons
from ui.widgets.buttons import button


def register_button(
    registers: list[tuple[str, str, list[date]]], show: Callable[[str, date], object]
) -> QPushButton:
    """Return a button whose menu calls `show(paper name, month)`; `registers` as `list_registers` gives them."""
    made = button(
        _("打印台账 ▾"), None, icon="print", name="registers", tip=_("按月打印台账"), shortcut="Ctrl+Shift+P"
    )
    menu = QMenu(made)
    for name, text, months in registers:
        place = menu if len(registers) == 1 else menu.addMenu(icons.icon("print"), text)
        for month in months:
            place.addAction(f"{month:%Y-%m}").triggered.connect(
                lambda *_checked, name=name, month=month: show(name, month)
            )
    made.clicked.connect(lambda *_checked: menu.popup(made.mapToGlobal(made.rect().bottomLeft())))
    made.choices = menu
    return made
