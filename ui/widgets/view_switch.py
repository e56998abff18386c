"""Two ways to look at the same page (视图切换): two buttons at the head of both; the one in front is pressed."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QPushButton, QWidget

from ui.widgets.buttons import button
from ui.widgets.layouts import row

SWITCH_KEY = "Ctrl+G"


class ViewSwitch(QWidget):
    """`views` are (name, text, icon); `show(name)` puts one in front; the key goes to the other one."""

    def __init__(
        self, views: Sequence[tuple[str, str, str]], shown: str, show: Callable[[str], object]
    ) -> None:
        super().__init__()
        group = QButtonGroup(self)
        made: list[QPushButton] = []
        for name, text, icon in views:
            keys = "" if name == shown else SWITCH_KEY
            one = button(text, lambda name=name: show(name), icon=icon, shortcut=keys, name=f"view-{name}")
            one.setCheckable(True)
            one.setChecked(name == shown)
            group.addButton(one)
            made.append(one)
        self.setLayout(row(*made, gap=4))

    def seat(self, bar: QBoxLayout, head: QWidget) -> None:
        """Take the first place at the head of a view; a switch that sat there goes."""
        for old in head.findChildren(ViewSwitch):
            bar.removeWidget(old)
            old.hide()
            old.deleteLater()
        bar.insertWidget(0, self)
