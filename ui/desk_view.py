"""The working part of the window (工作台): the rail, the open page with its tabs, messages and help beside it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QWidget

from desk_app.kernel.errors import NotFound
from desk_app.kernel.words import _
from desk_app.screens import remembered
from ui import theme
from ui.rail import Rail
from ui.shell import PageSpec, ask
from ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from ui.page_host import Make, PageHost
    from ui.widgets.message_strip import MessageStrip

LONGEST_TRAIL = 50


class DeskView(QFrame):
    """Pages are built on first show; `trail` is where Alt+Left goes back to."""

    moved = Signal()

    def __init__(self, build: "Callable[[PageSpec], Make]") -> None:
        super().__init__()
        self._build = build
        self.specs: Sequence[PageSpec] = ()
        self.hosts: dict[str, PageHost] = {}
        self.trail: list[tuple[str, QWidget]] = []
        self.place = 0
        self.name = ""
        self._is_travelling = False
        self.rail = Rail()
        self.rail.chosen.connect(self.open_page)
        self._strip: MessageStrip | None = None
        self._said_at: tuple[str, QWidget | None] = ("", None)
        self.stack = QStackedWidget()
        sheet = QFrame()
        sheet.setObjectName("sheet")
        self._sheet_layout = column(self.stack, gap=0)
        sheet.setLayout(self._sheet_layout)
        self.split = QSplitter()
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(sheet)
        self.split.setStretchFactor(0, 1)
        self.setLayout(row(self.rail, self.split, gap=0))
        theme.dress(self, ground="frame")

    @property
    def strip(self) -> "MessageStrip":
        """Return the message over the page."""
        if self._strip is None:
            from ui.widgets.message_strip import MessageStrip

            self._strip = MessageStrip(floats=True)
            self._sheet_layout.insertLayout(0, row(self._strip, margins=(16, 0, 16, 0)))
        return self._strip

    def say(
        self, sentence: str, tone: str = "bad", offer: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        """Show a message over the page or tab in front, until it is closed or another one is opened."""
        self._said_at = self._here()
        self.strip.say(sentence, tone, offer)

    def forget_refusal(self) -> None:
        """Take away the sentence of a refusal: what was done since has overtaken it."""
        if self._strip is not None and self._strip.property("tone") == "bad":
            self._strip.clear()

    def _here(self) -> tuple[str, QWidget | None]:
        return self.name, self.current.current if self.current else None

    def show_rail(self, specs: Sequence[PageSpec]) -> None:
        """Show the pages there are, in the language and look in use."""
        self.specs = specs
        self.rail.setEnabled(True)
        self.rail.show_pages(specs, self.name, narrow=bool(remembered.get("rail/narrow", False)))

    def spec(self, name: str) -> PageSpec:
        """Return the page `name`, or the page on which records of the kind `name` are shown; NotFound if none."""
        for spec in self.specs:
            if name == spec.name or name in spec.kinds:
                return spec
        raise NotFound(_("没有名为 {name} 的页面。").format(name=name))

    def host(self, name: str) -> "PageHost":
        """Return the tabs of a page, built now if it was never shown."""
        spec = self.spec(name)
        if spec.name not in self.hosts:
            from ui.page_host import PageHost

            made = PageHost(spec, self._build(spec))
            made.moved.connect(self._note_move)
            self.hosts[spec.name] = made
            self.stack.addWidget(made)
        return self.hosts[spec.name]

    @property
    def current(self) -> "PageHost | None":
        """Return the tabs of the page in front."""
        return self.hosts.get(self.name)

    def open_page(self, name: str, room_id: int | None = None) -> None:
        """Put a page in front; asked for the page already there, or for a room on it, its first tab."""
        host = self.host(name)
        if host.spec.name == self.name or room_id is not None:
            host.show_tab(host.tabs[0].widget)
        self._bring(host)
        if room_id is not None:
            ask(host.current, "open_room", room_id)

    def open_tab(self, name: str, find: tuple[str, int] | None, make: "Make") -> QWidget:
        """Put the record `find` (kind, id) in front on page `name`, opened by `make` if it is not open."""
        host = self.host(name)
        widget = host.find(*find) if find else None
        if widget is not None:
            host.show_tab(widget)
        else:
            widget = host.add(make)
        self._bring(host)
        return widget

    def _bring(self, host: "PageHost") -> None:
        self.name = host.spec.name
        self.stack.setCurrentWidget(host)
        self.rail.mark(self.name)
        host.freshen()
        ask(host.current, "take_focus")
        self._note_move()

    def _note_move(self) -> None:
        """Remember where we are now, so that going back leads here."""
        host = self.current
        if host is None:
            return
        if self._strip is not None and self._here() != self._said_at:
            self._strip.clear()
        if not self._is_travelling and not self._is_at(self.name, host.current):
            self.trail = [*self.trail[: self.place + 1][-LONGEST_TRAIL:], (self.name, host.current)]
            self.place = len(self.trail) - 1
        self.moved.emit()

    def _is_at(self, name: str, widget: QWidget) -> bool:
        return bool(self.trail) and self.trail[self.place][0] == name and self.trail[self.place][1] is widget

    def travel(self, step: int) -> None:
        """Go back (-1) or forward (1) to the nearest place that is still open."""
        place = self.place + step
        while 0 <= place < len(self.trail):
            name, widget = self.trail[place]
            host = self.hosts.get(name)
            if host is not None and host.holds(widget):
                self.place = place
                self._is_travelling = True
                host.show_tab(widget)
                self._bring(host)
                self._is_travelling = False
                return
            place += step

    def close_tab(self, widget: QWidget | None = None, *, asking: bool = True) -> None:
        """Close a tab (the one in front if none is named) and go back to where it was opened from."""
        host = (
            self.current
            if widget is None
            else next((h for h in self.hosts.values() if h.holds(widget)), None)
        )
        if host is None:
            return
        target = widget or host.current
        was_in_front = host is self.current and host.current is target
        index = next(place for place, tab in enumerate(host.tabs) if tab.widget is target)
        self._is_travelling = True
        is_closed = host.close_at(index, asking=asking)
        self._is_travelling = False
        if not is_closed:
            return
        self.trail = [each for each in self.trail[: self.place + 1] if each[1] is not target]
        self.place = len(self.trail)
        if was_in_front:
            self.travel(-1)
        self.place = min(self.place, len(self.trail) - 1)

    def drop(self, name: str) -> None:
        """Forget a page with its tabs, unasked; it is built anew when shown again."""
        host = self.hosts.pop(name, None)
        if host is None:
            return
        for tab in host.tabs:
            ask(tab.widget, "let_go")
        self.stack.removeWidget(host)
        host.deleteLater()

    def may_leave(self) -> bool:
        """Ask every tab that holds unsaved text; False if one refuses to close."""
        for host in self.hosts.values():
            for tab in host.tabs:
                if ask(tab.widget, "is_changed", otherwise=False):
                    self._bring(host)
                    host.show_tab(tab.widget)
                    if not ask(tab.widget, "may_close", otherwise=True):
                        return False
        return True

    def refresh(self) -> None:
        """Let open pages read again what they show."""
        for host in self.hosts.values():
            host.refresh()

    def retranslate(self, specs: Sequence[PageSpec]) -> None:
        """Show everything in the language and look now in use."""
        self.show_rail(specs)
        for name, host in self.hosts.items():
            host.retranslate(self.spec(name))

    def empty(self) -> None:
        """Forget every page; the book is closed."""
        self.trail, self.place, self.name = [], 0, ""
        for name in list(self.hosts):
            self.drop(name)
        if self._strip is not None:
            self._strip.clear()
