"""The last receipts of the room (最近收据), and what can be done with one: print, void, reverse."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens.cash_room import ReceiptEntry
from ui import theme
from ui.widgets.buttons import tool_button
from ui.widgets.card import Card
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, clear, column, row


class ReceiptsCard(Card):
    """One line for each receipt; its buttons and menu name what is asked for, with the receipt's id."""

    opened = Signal(int)
    print_asked = Signal(int)
    void_asked = Signal(int, str)
    correct_asked = Signal(int, str)

    def __init__(self) -> None:
        super().__init__(_("最近收据"))
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
        menu = QMenu(self)
        menu.addAction(_("打开收据"), lambda: self.opened.emit(entry.receipt_id))
        if not entry.is_void:
            menu.addAction(_("作废…"), lambda: self.void_asked.emit(entry.receipt_id, entry.number))
            menu.addAction(_("更正交款人…"), lambda: self.correct_asked.emit(entry.receipt_id, entry.number))
        return menu
