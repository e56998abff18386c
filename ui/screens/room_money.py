"""The block of a room's money (费用): what it owes, its fees, its last receipts, and the ways to deal with them."""

from PySide6.QtCore import Signal

from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens.room_money import BindingLine, RoomMoney
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import label
from ui.widgets.layouts import box, column
from ui.widgets.record_list import Entry, RecordList

MOST_LINES = 6


class MoneyCard(Card):
    """`opened` names the kind and id of a line; `pay_asked` leads to the cash desk, `bind_asked` to a new binding."""

    pay_asked = Signal()
    bind_asked = Signal()
    opened = Signal(str, int)

    def __init__(self, money: RoomMoney) -> None:
        bind = button(_("绑定收费"), self._ask_bind, icon="add", look="plain", name="bind-fee")
        pay = button(_("收款"), self._ask_pay, icon="register", look="plain", name="pay-room")
        super().__init__(_("费用"), bind, pay)
        self.setObjectName("room-money")
        self.body.addWidget(_figures(money))
        self._list(_("收费绑定"), [_binding_entry(line) for line in money.bindings], _("还没有绑定收费。"))
        receipts = [
            Entry(
                ("receipts", entry.receipt_id),
                "receipt",
                f"{entry.number}  {show(entry.total)}",
                " · ".join((entry.day, entry.kind, entry.payer)),
                _("已作废") if entry.is_void else "",
            )
            for entry in money.receipts
        ]
        if receipts:
            self.body.addWidget(label(_("最近收据"), "small", "muted"))
            self._list(_("最近收据"), receipts, "")

    def _ask_bind(self) -> None:
        self.bind_asked.emit()

    def _ask_pay(self) -> None:
        self.pay_asked.emit()

    def _list(self, words: str, entries: list[Entry], empty: str) -> None:
        if not entries:
            self.body.addWidget(label(empty, tone="muted"))
            return
        shown = RecordList(words)
        shown.put(entries)
        shown.setFixedHeight(min(shown.needed_height(), MOST_LINES * shown.sizeHintForRow(0) + theme.px(4)))
        shown.chosen.connect(lambda key: self.opened.emit(*key))
        self.body.addWidget(shown)


def _figures(money: RoomMoney):  # type: ignore[no-untyped-def]
    """Return what is owed, large and red where it is, and what was paid ahead."""
    flow = FlowLayout(gap=28)
    due = _("{amount} 元").format(amount=show(money.due))
    note = _("最早 {day} 到期").format(day=money.late_since) if money.late_since else ""
    flow.addWidget(_figure(_("今日应缴"), due, "bad" if money.due else "good", note))
    for words, fen in ((_("未到期"), money.ahead), (_("预存款"), money.prepaid), (_("押金"), money.deposits)):
        if fen:
            flow.addWidget(_figure(words, _("{amount} 元").format(amount=show(fen))))
    return box(flow, "clear")


def _figure(words: str, text: str, tone: str = "", note: str = ""):  # type: ignore[no-untyped-def]
    parts = [label(words, "small", "muted"), label(text, "heading", tone, select=True)]
    if note:
        parts.append(label(note, "small", "muted"))
    return box(column(*parts, None, gap=0))


def _binding_entry(line: BindingLine) -> Entry:
    detail = " · ".join((line.tariff, line.payer))
    return Entry(
        ("fee_bindings", line.binding_id), "link", line.item, detail, line.state, "waiting", line.since
    )
