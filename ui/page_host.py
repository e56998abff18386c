"""One page of the window with the records opened from it as tabs beside it (标签页)."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from ui import theme
from ui.shell import PageSpec, ask
from ui.widgets.layouts import column
from ui.widgets.title_tabs import TitleTabs

Make = Callable[[], QWidget]


@dataclass
class Tab:
    """A page or record that is open: how it was made, so that it can be made anew, and whether it is out of date."""

    make: Make
    widget: QWidget
    is_stale: bool = False


class PageHost(QWidget):
    """The tabs of one page; the first is the page itself and stays."""

    moved = Signal()
    emptied = Signal()

    def __init__(self, spec: PageSpec, make: Make) -> None:
        super().__init__()
        self.spec = spec
        self.tabs: list[Tab] = []
        self.bar = TitleTabs()
        self.bar.setAccessibleName(spec.label)
        self.stack = QStackedWidget()
        self.setLayout(column(self.bar, self.stack, gap=0))
        self.bar.currentChanged.connect(self._show)
        self.bar.tabCloseRequested.connect(self.close_at)
        self.add(make)

    @property
    def current(self) -> QWidget:
        """Return the page or record in front."""
        return self.tabs[self.bar.currentIndex()].widget

    def add(self, make: Make) -> QWidget:
        """Open a tab and put it in front; what `make` raises rises, and no tab is left."""
        widget = make()
        self.tabs.append(Tab(make, widget))
        self.stack.addWidget(widget)
        self._listen(widget)
        index = self.bar.addTab("")
        self.bar.setTabsClosable(True)
        for side in (QTabBar.ButtonPosition.LeftSide, QTabBar.ButtonPosition.RightSide):
            self.bar.setTabButton(0, side, None)
        self._name(widget)
        self.bar.setCurrentIndex(index)
        self._show(index)
        return widget

    def find(self, kind_name: str, record_id: int) -> QWidget | None:
        """Return the tab that shows a record, if it is open."""
        for tab in self.tabs[1:]:
            widget = tab.widget
            if (
                getattr(widget, "kind_name", "") == kind_name
                and getattr(widget, "record_id", None) == record_id
            ):
                return widget
        return None

    def show_tab(self, widget: QWidget) -> None:
        """Put an open tab in front."""
        self.bar.setCurrentIndex(self._index(widget))

    def holds(self, widget: QWidget) -> bool:
        """Say whether `widget` is one of the tabs."""
        return any(tab.widget is widget for tab in self.tabs)

    def close_at(self, index: int, *, asking: bool = True) -> bool:
        """Close a tab other than the first; the tab may refuse."""
        if index <= 0:
            return False
        widget = self.tabs[index].widget
        if asking and not ask(widget, "may_close", otherwise=True):
            return False
        ask(widget, "let_go")
        was_in_front = index == self.bar.currentIndex()
        del self.tabs[index]
        self.stack.removeWidget(widget)
        self.bar.blockSignals(True)
        self.bar.removeTab(index)
        if was_in_front:
            self.bar.setCurrentIndex(index - 1)
        self.bar.blockSignals(False)
        widget.hide()
        widget.deleteLater()
        self._show(self.bar.currentIndex())
        return True

    def step(self, by: int) -> None:
        """Go to the next or previous tab, round and round."""
        self.bar.setCurrentIndex((self.bar.currentIndex() + by) % len(self.tabs))

    def refresh(self) -> None:
        """Let every tab read again: now if in front, else when shown. Most show something of other kinds too."""
        for tab in self.tabs:
            tab.is_stale = True
        if self.isVisible():
            self.freshen()

    def freshen(self) -> None:
        """Read the tab in front again if it is out of date; not one that would lose unsaved text by it."""
        tab = self.tabs[self.bar.currentIndex()]
        keeps = getattr(tab.widget, "keeps_typed", False)
        if tab.is_stale and (keeps or not ask(tab.widget, "is_changed", otherwise=False)):
            tab.is_stale = False
            ask(tab.widget, "refresh")

    def retranslate(self, spec: PageSpec) -> None:
        """Show all tabs in the language and look now in use; those that cannot change are made anew."""
        self.spec = spec
        self.bar.setAccessibleName(spec.label)
        for index, tab in enumerate(self.tabs):
            if hasattr(tab.widget, "retranslate"):
                tab.widget.retranslate()
            else:
                self._replace(index, tab)
            self._name(tab.widget)
        self.bar.put_title(0, spec.label)

    def _replace(self, index: int, tab: Tab) -> None:
        old, tab.widget = tab.widget, tab.make()
        self._listen(tab.widget)
        self.stack.insertWidget(index, tab.widget)
        self.stack.removeWidget(old)
        old.deleteLater()
        self.stack.setCurrentIndex(self.bar.currentIndex())

    def _listen(self, widget: QWidget) -> None:
        widget.windowTitleChanged.connect(lambda *_title: self._name(widget))
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the mark of unsaved text when a page sets it."""
        if event.type() == QEvent.Type.ModifiedChange and isinstance(watched, QWidget):
            self._name(watched)
        return False

    def _index(self, widget: QWidget) -> int:
        return next(index for index, tab in enumerate(self.tabs) if tab.widget is widget)

    def _name(self, widget: QWidget) -> None:
        if not self.holds(widget):
            return
        index = self._index(widget)
        title = widget.windowTitle().replace("[*]", "").strip() or getattr(widget, "title", "")
        title = self.spec.label if index == 0 or not isinstance(title, str) else title
        self.bar.put_title(index, title, "● " if widget.isWindowModified() else "")

    def _show(self, index: int) -> None:
        if not 0 <= index < len(self.tabs):
            return
        self.bar.setVisible(len(self.tabs) > 1)
        self.bar.setContentsMargins(theme.px(16), 0, 0, 0)
        self.stack.setCurrentWidget(self.tabs[index].widget)
        if self.isVisible():
            self.freshen()
            ask(self.current, "take_focus")
        self.moved.emit()
