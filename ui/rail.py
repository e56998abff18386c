"""The rail at the left (导航栏): the pages there are, with icons and names, or icons alone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from desk_app.kernel.words import _
from ui import icons, theme
from ui.actions import PAGE_KEYS
from ui.shell import PageSpec
from ui.widgets.buttons import with_keys
from ui.widgets.layouts import clear, line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

WIDE, NARROW = 168, 56
WIDEST = 200
"""Pixels; a name of a page that is longer still ends in …, and its tooltip has it whole."""
BESIDE = 64
"""Pixels of a button that its name has not: its icon, and what is left free."""


class Rail(QFrame):
    """Emits `chosen` with a page's name; pages of group `MORE` stand in a menu."""

    chosen = Signal(str)
    MORE = 8
    LAST = 9

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        theme.dress(self, ground="frame")
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._specs: Sequence[PageSpec] = ()
        self._lines: dict[int, list[QWidget]] = {}
        self._has_shelves = False
        self.behind: list[PageSpec] = []
        self._is_narrow = False
        self.setLayout(QVBoxLayout())

    def show_pages(self, specs: Sequence[PageSpec], current: str, *, narrow: bool) -> None:
        """Show the pages; those of group `LAST` stand at the foot."""
        self._specs, self._is_narrow = specs, narrow
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        clear(layout)
        self._buttons = {}
        layout.setSpacing(theme.px(2))
        layout.setContentsMargins(*(theme.px(8) for _side in range(4)))
        self.setFixedWidth(theme.px(NARROW if narrow else WIDE))
        theme.dress(self, narrow="true" if narrow else "false")
        keys = iter(PAGE_KEYS)
        group = None
        self._lines = {}
        foot = [spec for spec in specs if spec.group == self.LAST]
        more = [spec for spec in specs if spec.group == self.MORE]
        self._has_shelves = bool(more)
        for spec in specs:
            if spec.group in (self.LAST, self.MORE):
                continue
            if group not in (None, spec.group):
                self._lines[spec.group] = [gap(6), line(), gap(6)]
                for part in self._lines[spec.group]:
                    layout.addWidget(part)
            group = spec.group
            layout.addWidget(self._button(spec, next(keys, "")))
        self._more_button = self._more(more)
        layout.addWidget(self._more_button)
        layout.addStretch(1)
        for spec in foot:
            layout.addWidget(self._button(spec, spec.shortcut))
        if not narrow:
            self._take_width()
        self.mark(current)
        self._fit()

    def _take_width(self) -> None:
        """Be as wide as the longest name needs, up to the widest."""
        for made in self._buttons.values():
            made.ensurePolished()
        bold = QFontMetrics(theme.font(bold=True))
        names = {name: made.text().strip() for name, made in self._buttons.items()}
        needed = max(bold.horizontalAdvance(text) for text in names.values()) if names else 0
        beside = theme.px(BESIDE + 16)
        width = min(max(theme.px(WIDE), needed + beside), theme.px(WIDEST))
        self.setFixedWidth(width)
        for name, text in names.items():
            if bold.horizontalAdvance(text) > width - beside:
                from PySide6.QtCore import (
                    Qt,  # all of its names at once, which the first paint need not wait for
                )

                shown = bold.elidedText(text, Qt.TextElideMode.ElideRight, width - beside)
                self._buttons[name].setText(f"  {shown}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many pages as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Ask for no height of its own: what has no room goes behind the last button."""
        return QSize(self.width(), 0)

    def _fit(self) -> None:
        """Put the pages needed most seldom behind the last button until the others stand there uncut."""
        layout = self.layout()
        if not self._buttons or not isinstance(layout, QVBoxLayout):
            return
        front = [spec for spec in self._specs if spec.group not in (self.LAST, self.MORE)]
        by_need = sorted(front, key=lambda spec: spec.seldom)
        shown = next((n for n in range(len(front), 1, -1) if self._needed(by_need[:n]) <= self.height()), 1)
        self.behind = [spec for spec in front if spec in by_need[shown:]]
        for spec in front:
            self._buttons[spec.name].setVisible(spec not in self.behind)
        groups = {spec.group for spec in front if spec not in self.behind}
        for group, parts in self._lines.items():
            for part in parts:
                part.setVisible(group in groups)
        self._more_button.setVisible(bool(self.behind) or self._has_shelves)

    def _needed(self, front: Sequence[PageSpec]) -> int:
        """Return the height of these pages with the lines between them, the foot and the last button."""
        layout = self.layout()
        assert layout is not None
        each = max(made.sizeHint().height() for made in self._buttons.values()) + layout.spacing()
        lines = len({spec.group for spec in front}) - 1
        at_foot = sum(spec.group == self.LAST for spec in self._specs) + 1
        between = theme.px(12) + 1 + 3 * layout.spacing()
        return (len(front) + at_foot) * each + lines * between + 2 * theme.px(8)

    def mark(self, name: str) -> None:
        """Show which page is open."""
        self._group.setExclusive(False)
        for spec in self._specs:
            if (made := self._buttons.get(spec.name)) is not None and made.isChecked() != (spec.name == name):
                made.setChecked(spec.name == name)
                made.setIcon(icons.icon(spec.icon, "accent" if spec.name == name else "muted"))
        self._group.setExclusive(True)

    def numbered(self) -> list[str]:
        """Return the names of the pages that `PAGE_KEYS` open, from the top."""
        return [spec.name for spec in self._specs if spec.group not in (self.LAST, self.MORE)]

    def button_of(self, name: str) -> QPushButton:
        """Return the button of a page; KeyError if it has none."""
        return self._buttons[name]

    def _button(self, spec: PageSpec, keys: str) -> QPushButton:
        made = QPushButton("" if self._is_narrow else f"  {spec.label}")
        made.setObjectName(f"page-{spec.name}")
        made.setAccessibleName(spec.label)
        made.setIcon(icons.icon(spec.icon))
        made.setIconSize(icons.icon_size(20))
        made.setCheckable(True)
        made.setToolTip(with_keys(spec.label, keys))
        made.clicked.connect(lambda *_checked, name=spec.name: self._press(name))
        self._group.addButton(made)
        self._buttons[spec.name] = made
        return made

    def _press(self, name: str) -> None:
        """Ask for a page; the mark moves when it is in front."""
        self._buttons[name].setChecked(not self._buttons[name].isChecked())
        self.chosen.emit(name)

    def _more(self, specs: Sequence[PageSpec]) -> QPushButton:
        """Return the button whose menu holds the pages seldom opened."""
        made = QPushButton("" if self._is_narrow else f"  {_('更多')}")
        made.setObjectName("page-more")
        made.setAccessibleName(_("更多页面和档案"))
        made.setToolTip(_("更多页面和档案"))
        made.setIcon(icons.icon("more"))
        made.setIconSize(icons.icon_size(20))
        made.clicked.connect(lambda *_checked: self._open_menu(made, specs))
        return made

    def _open_menu(self, below: QPushButton, specs: Sequence[PageSpec]) -> None:
        from ui.widgets.menus import KeyMenu

        menu = KeyMenu(self)
        menu.setObjectName("more-menu")
        menu.aboutToHide.connect(menu.deleteLater)
        for spec in self.behind:
            self._add_page(menu, spec)
        if self.behind and specs:
            menu.addSeparator()
        shelves: dict[str, QMenu] = {}
        for spec in specs:
            shelf = shelves.get(spec.shelf)
            if shelf is None:
                shelf = shelves[spec.shelf] = menu.addMenu(icons.icon("folder"), spec.shelf)
            self._add_page(shelf, spec)
        menu.popup(below.mapToGlobal(below.rect().topRight()))

    def _add_page(self, menu: "QMenu", spec: PageSpec) -> None:
        action = menu.addAction(icons.icon(spec.icon), spec.label)
        action.triggered.connect(lambda *_checked, name=spec.name: self.chosen.emit(name))


def gap(height: int) -> QWidget:
    """Return an empty stretch of so many pixels, which can be hidden."""
    made = QWidget()
    made.setFixedHeight(theme.px(height))
    return made
