"""The last receipts of the room (最近收据), and what can be done with one now: print, void, reverse, correct."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens.cash_room import ReceiptEntry
from desk_app.screens.record_steps import RecordStep
from ui import theme
from ui.steps_card import fill_menu
from ui.widgets.buttons import tool_button
from ui.widgets.card import Card
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, clear, column, row
from ui.widgets.menus import KeyMenu


class ReceiptsCard(Card):
    """One line for each receipt; its buttons and menu name what is asked for, with the receipt's id."""

    opened = Signal(int)
    print_asked = Signal(int)
    step_asked = Signal(int, str)

    def __init__(self, steps_of: Callable[[int], Sequence[RecordStep]]) -> None:
        super().__init__(_("最近收据"))
        self._steps_of = steps_of
        self.setObjectName("last-receipts")
        self._lines = column(gap=2)
        self.body.addLayout(self._lines)

    def retranslate(self) -> None:
        """Name it in the language in use."""
        self.heading.setText(_("最近收据"))

    def put(self, entries: Sequence[ReceiptEntry]) -> None:
        """Show these receipts, the latest first."""
        clear(self._lines)
        if not entries:
            self._lines.addWidget(label(_("还没有收过款。"), tone="muted"))
        for entry in entries:
            self._lines.addWidget(self._line(entry))

    def _line(self, entry: ReceiptEntry) -> QWidget:
        number = label(entry.number, tone="muted" if entry.is_void else "")
        words = entry.kind if not entry.is_void else _("已作废")
        detail = ElidedLabel(f"{entry.day} · {words} · {entry.payer}", "small", "muted")
        amount = label(show(entry.total), tone="bad" if entry.total < 0 else "muted" if entry.is_void else "")
        printing = tool_button(
            "print",
            _("打印收据 {number}").format(number=entry.number),
            lambda: self.print_asked.emit(entry.receipt_id),
            size=16,
        )
        more = tool_button(
            "more",
            _("收据 {number} 的其他操作").format(number=entry.number),
            lambda: self._menu(entry).popup(more.mapToGlobal(more.rect().bottomLeft())),
            size=16,
        )
        words_column = column(number, detail, gap=0)
        made = row(words_column, amount, printing, more, gap=6)
        made.setStretch(0, 1)
        inside = box(made)
        inside.setMinimumHeight(theme.px(40))
        return inside

    def _menu(self, entry: ReceiptEntry) -> QMenu:
        menu = KeyMenu(self)
        menu.addAction(_("打开收据"), lambda: self.opened.emit(entry.receipt_id))
        fill_menu(
            menu, self._steps_of(entry.receipt_id), lambda name: self.step_asked.emit(entry.receipt_id, name)
        )
        return menu
