"""The blocks of a room's card (房屋档案的版块): its head, lists of records that open, and what was changed."""

import datetime
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desk_app.kernel.clocks import tell_remaining
from desk_app.kernel.words import _, listed
from desk_app.screens.matters import Matter
from desk_app.screens.record_history import HistoryLine
from desk_app.screens.room_card import Fact, OtherRoom, RoomCard, VehicleLine
from ui import theme
from ui.history_panel import HistoryPanel
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import StatusChip
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, column, row
from ui.widgets.record_list import Entry, RecordList

LEAST_WORDS = 300
"""Pixels the number and address need beside the actions."""
MOST_LINES = 8
"""How many lines a list shows before it scrolls."""


class HeadCard(Card):
    """The head: number, state, where it is, what can be done, and the facts; in a narrow place the actions go below."""

    def __init__(self, card: RoomCard, actions: QWidget) -> None:
        super().__init__(padding=20)
        self._actions = actions
        code = label(card.code, "figure", select=True)
        code.setObjectName("room-code")
        former = _("曾用 {numbers}").format(numbers=listed(card.former)) if card.former else ""
        where = " · ".join(filter(None, (card.community, card.address, former)))
        number = row(code, StatusChip(card.state, card.tone), None, gap=12)
        self._words = box(column(number, ElidedLabel(where, tone="muted"), gap=2))
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(theme.px(16))
        self._head.addWidget(self._words, 1)
        self._head.addWidget(actions)
        self.body.addLayout(self._head)
        self.body.addSpacing(theme.px(8))
        self.body.addWidget(_facts(card))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the actions beside the number, or below it where they would not fit."""
        super().resizeEvent(event)
        needed = self._actions.sizeHint().width() + theme.px(LEAST_WORDS)
        is_wide = self.contentsRect().width() >= needed
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._head.setDirection(way)

    def minimumSizeHint(self) -> QSize:
        """Ask for no more than the actions need."""
        return QSize(self._actions.sizeHint().width() + theme.px(40), super().minimumSizeHint().height())


def list_card(
    title: str,
    entries: Sequence[Entry],
    open_entry: Callable[[str, int], object],
    *beside: QWidget,
    empty: str = "",
    name: str = "",
) -> Card:
    """Return a card with a list of records that open on Enter or click, or the sentence `empty`."""
    made = Card(f"{title}  {len(entries)}" if entries else title, *beside)
    if not entries:
        made.body.addWidget(label(empty, tone="muted"))
        return made
    shown = RecordList(title)
    shown.setObjectName(name)
    shown.put(entries)
    shown.setFixedHeight(min(shown.needed_height(), MOST_LINES * shown.sizeHintForRow(0) + theme.px(4)))
    shown.chosen.connect(lambda key: open_entry(*key))
    made.body.addWidget(shown)
    return made


def changes_card(lines: Sequence[HistoryLine]) -> Card:
    """Return what was changed, folded away until somebody asks."""
    panel = HistoryPanel()
    panel.show_lines(list(lines))
    panel.hide()
    fold = button("", icon="history", look="link", name="changes")

    def name_fold() -> None:
        text = _("展开（{count}）") if panel.isHidden() else _("收起（{count}）")
        fold.setText(text.format(count=len(lines)))

    def toggle() -> None:
        panel.setVisible(panel.isHidden())
        name_fold()

    fold.clicked.connect(lambda *_checked: toggle())
    name_fold()
    made = Card(_("资料改动记录"), fold)
    made.body.addWidget(panel)
    return made


def matter_entry(matter: Matter, now: datetime.datetime | None) -> Entry:
    """Return the line of a matter; `now` is given for those still open, whose clock runs."""
    due = tell_remaining(matter.due.at, now) if matter.due and now else ""
    tone = "bad" if matter.due and matter.due.is_over else "waiting"
    title = f"{matter.kind_label}  {matter.number}"
    key = (matter.kind_name, matter.record_id)
    return Entry(key, matter.icon, title, matter.line, matter.state, matter.tone, due, tone)


def vehicle_entry(line: VehicleLine) -> Entry:
    """Return the line of a car."""
    detail = " · ".join(filter(None, (line.detail, line.owner)))
    space = _("车位 {space}").format(space=line.space) if line.space else ""
    return Entry(("vehicles", line.vehicle_id), "car", line.plate, detail, aside=space)


def room_entry(other: OtherRoom, icon: str) -> Entry:
    """Return the line of another room of the same people."""
    key = ("rooms", other.room_id)
    return Entry(key, icon, other.code, f"{other.use} · {other.why}", other.state, other.tone)


def _facts(card: RoomCard) -> QWidget:
    """Return what is known, each fact under its label, the owners first and large."""
    facts = FlowLayout(gap=28)
    owner = Fact(_("业主"), card.owners or _("没有登记"))
    for fact in (owner, *(Fact(area.label, f"{area.text} ㎡") for area in card.areas), *card.facts):
        shown = label(fact.text, "heading" if fact is owner else "body", select=True)
        shown.setMaximumWidth(theme.px(420))
        facts.addWidget(box(column(label(fact.label, "small", "muted"), shown, None, gap=0)))
    return box(facts, "clear")
