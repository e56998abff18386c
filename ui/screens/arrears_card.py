"""The card beside the debts (欠费侧栏): the chosen room's bills, what was done, and what can be done now."""

from typing import TYPE_CHECKING

from desk_app.kernel.words import _
from desk_app.screens import arrears_room
from desk_app.screens.arrears_room import RoomDebts
from ui import theme
from ui.screens.arrears_dialogs import ask_event
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import StatusChip
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, clear, column, row, scrolling

if TYPE_CHECKING:
    from ui.screens.arrears import ArrearsPage


class ArrearsCard(Card):
    """Shows one room; its buttons act on it."""

    def __init__(self, page: "ArrearsPage") -> None:
        super().__init__(gap=8, padding=16)
        self.page = page
        self.room_id: int | None = None
        self.case_id: int | None = None
        self.setFixedWidth(theme.px(300))
        self.where = ElidedLabel("", "heading")
        self.chip = StatusChip()
        self.who = ElidedLabel("", tone="muted")
        self.lapses = label("", "small", "muted", wrap=True)
        self.inside = column(gap=3)
        self.acts = [
            button(_("记电话"), lambda: self.note("call"), icon="phone", shortcut="F7", name="arrears-call"),
            button(_("记承诺"), lambda: self.note("promise"), icon="flag", shortcut="F8", name="arrears-promise"),
            button(_("登记送达"), lambda: self.note("delivery"), icon="done", shortcut="F9", name="arrears-delivery"),
            button(_("催缴案"), self.open_case, icon="document", name="arrears-case"),
        ]  # fmt: skip
        self.open_ = button(_("打开房屋档案"), self.open_room, icon="room", look="link", name="arrears-room")
        self.body.addLayout(row(self.where, self.chip))
        self.body.addWidget(self.who)
        self.body.addWidget(self.lapses)
        self.body.addLayout(column(row(self.acts[0], self.acts[1]), row(self.acts[2], self.acts[3])))
        self.body.addWidget(scrolling(box(self.inside)), 1)
        self.body.addWidget(self.open_)

    def show_room(self, room_id: int | None, code: str = "") -> None:
        """Show a room; nothing for None."""
        self.room_id = room_id
        clear(self.inside)
        for act in (*self.acts, self.open_):
            act.setEnabled(room_id is not None)
        if room_id is None:
            self._head("", "", "", "quiet", "")
            return
        found = arrears_room.look(room_id, self.page.shell.desk)
        self.case_id = found.case_id
        self.acts[3].setEnabled(found.case_id is not None)
        self._head(code, found.owners, found.state, found.tone, self._lapse_words(found))
        theme.dress(self.lapses, tone="bad" if found.lapses_soon else "muted")
        self._fill(found)

    def note(self, sort: str) -> None:
        """Ask for an entry about the room."""
        if self.room_id is None:
            return
        desk = self.page.shell.desk
        ask_event(self, sort, self.where.text(), self.room_id, desk, self.page.after_entry).open()

    def offset(self) -> None:
        """Set the room's prepaid money against its debts."""
        if self.room_id is not None:
            self.page.offset([self.room_id])

    def open_case(self) -> None:
        """Open the room's case."""
        if self.case_id is not None:
            self.page.shell.open_record("dunning_cases", self.case_id)

    def open_room(self) -> None:
        """Open the room's own card."""
        if self.room_id is not None:
            self.page.shell.open_record("rooms", self.room_id)

    def _head(self, where: str, who: str, state: str, tone: str, lapses: str) -> None:
        self.where.setText(where)
        self.who.setText(who)
        self.chip.show_state(state, tone)
        self.lapses.setText(lapses)
        self.lapses.setVisible(bool(lapses))

    def _lapse_words(self, found: RoomDebts) -> str:
        return _("诉讼时效最早 {day} 届满").format(day=found.lapses) if found.lapses else ""

    def _fill(self, found: RoomDebts) -> None:
        sums = _("逾期 {total} 元").format(total=found.total)
        if found.late_fee:
            sums += _("，另计违约金 {late} 元").format(late=found.late_fee)
        self.inside.addWidget(label(sums, tone="bad", wrap=True))
        if found.prepaid:
            words = _("预存款可抵 {prepaid} 元，抵后应缴 {left} 元")
            words = words.format(prepaid=found.prepaid, left=found.left)
            self.inside.addWidget(label(words, tone="good", wrap=True))
            use = button(_("用预存款冲抵"), self.offset, icon="money", look="link", name="arrears-offset")
            use.setEnabled(self.page.arrears.may_offset())
            self.inside.addLayout(row(use, None))
        for bill in found.bills:
            words = _("{text}（挂起）").format(text=bill.text) if bill.held else bill.text
            tone = "muted" if bill.held else ""
            line = row(ElidedLabel(words, "small", tone), label(bill.open, "small", tone))
            line.setStretch(0, 1)
            self.inside.addLayout(line)
        if found.more:
            self.inside.addWidget(label(_("还有 {count} 笔").format(count=found.more), "small", "muted"))
        self.inside.addWidget(label(_("历次催缴"), "small", "accent"))
        for line in found.done or (_("还没有催缴过"),):
            self.inside.addWidget(label(line, "small", "muted", wrap=True))
        self.inside.addStretch(1)
