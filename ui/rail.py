"""The rail at the left (导航栏): the pages there are, with icons and names, or icons alone."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout

from desk_app.kernel.words import _
from ui import icons, theme
from ui.actions import PAGE_KEYS
from ui.shell import PageSpec
from ui.widgets.buttons import with_keys
from ui.widgets.layouts import clear, line

WIDE, NARROW = 168, 56


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
        foot = [spec for spec in specs if spec.group == self.LAST]
        more = [spec for spec in specs if spec.group == self.MORE]
        for spec in specs:
            if spec.group in (self.LAST, self.MORE):
                continue
            if group not in (None, spec.group):
                layout.addSpacing(theme.px(6))
                layout.addWidget(line())
                layout.addSpacing(theme.px(6))
            group = spec.group
            layout.addWidget(self._button(spec, next(keys, "")))
        if more:
            layout.addWidget(self._more(more))
        layout.addStretch(1)
        for spec in foot:
            layout.addWidget(self._button(spec, spec.shortcut))
        self.mark(current)

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
        made = QPushButton("" if self._is_narrow else f"  {_('更多档案')}")
        made.setObjectName("page-more")
        made.setAccessibleName(_("更多档案"))
        made.setToolTip(_("更多档案"))
        made.setIcon(icons.icon("more"))
        made.setIconSize(icons.icon_size(20))
        made.clicked.connect(lambda *_checked: self._open_menu(made, specs))
        return made

    def _open_menu(self, below: QPushButton, specs: Sequence[PageSpec]) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for spec in specs:
            action = menu.addAction(icons.icon(spec.icon), spec.label)
            action.triggered.connect(lambda *_checked, name=spec.name: self.chosen.emit(name))
        menu.popup(below.mapToGlobal(below.rect().topRight()))
