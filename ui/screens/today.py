"""The first page of the day (今日): what waits, how much of it, what can be started, what was done lately."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.kernel.kind import RecordKind
from desk_app.kernel.words import _, inside
from desk_app.screens import remembered, today
from desk_app.screens.reminders import Owed, Reminder
from desk_app.screens.today import Load, Recent, Today
from desk_app.screens.waiting_list import ALL, MINE
from ui import theme
from ui.page_places import place_of
from ui.shell import Shell
from ui.waiting_card import WaitingCard
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import StatusChip
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import label, picture
from ui.widgets.layouts import box, column, row
from ui.widgets.menus import KeyMenu
from ui.widgets.page_header import PageHeader
from ui.widgets.record_list import Entry, RecordList

WHOSE = "today/whose"
"""What is remembered of the page: what waits for me, or for all."""
MOST_CARDS = 4
"""Up to so many kinds of work are shown with their states; more of them by their counts alone."""
MINUTE_MS = 60_000
NARROW = 780
"""Below this width of the page there is no room for what was done lately."""


class TodayPage(QWidget):
    """Reads again when shown, when something changed, and every minute for the deadlines."""

    help_topic = "today"

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._seen: Today | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._body: QWidget | None = None
        self._waits: WaitingCard | None = None
        self._clock = QTimer(self, interval=MINUTE_MS)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self.refresh()

    def refresh(self) -> None:
        """Read what waits now, and show it where it changed."""
        whose = ALL if remembered.get(WHOSE, MINE) == ALL else MINE
        seen = today.look(self._shell.desk, whose)
        if self._waits is not None and self._waits.is_picking and seen.whose == self._whose():
            return  # what is being chosen stays where it is
        if seen != self._seen:
            self._seen = seen
            self._show(seen)

    def show_whose(self, whose: str) -> None:
        """Show what waits for me, or for all; it is so again tomorrow."""
        remembered.put(WHOSE, whose)
        self._show_anew()

    def retranslate(self) -> None:
        """Show it in the language and look in use."""
        self._show_anew()

    def _whose(self) -> str:
        return self._seen.whose if self._seen else ""

    def _show_anew(self) -> None:
        self._seen, self._waits = None, None
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to what waits where there is little."""
        super().resizeEvent(event)
        self._fit()

    def take_focus(self) -> None:
        """Put the cursor on the first thing that waits."""
        waiting = self.findChild(RecordList, "waiting")
        if isinstance(waiting, RecordList):
            waiting.setFocus()

    def _tick(self) -> None:
        if self.isVisible():
            self.refresh()

    def _show(self, seen: Today) -> None:
        fresh = self._blank(seen) if seen.is_blank else self._working(seen)
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = fresh
        self._layout.addWidget(fresh)
        self._fit()

    def _fit(self) -> None:
        recent = self.findChild(Card, "recent")
        if isinstance(recent, Card):
            recent.setVisible(self.width() >= theme.px(NARROW))

    def _header(self, seen: Today) -> PageHeader:
        if seen.total == 0:
            detail = _("没有等着处理的单据。") if seen.reminders else _("没有等着处理的事。")
        elif seen.overdue:
            detail = _("{total} 件事等着处理，其中 {overdue} 件已过时限。").format(
                total=seen.total, overdue=seen.overdue
            )
        else:
            detail = _("{total} 件事等着处理，没有超时的。").format(total=seen.total)
        return PageHeader(seen.day, detail, *self._starters())

    def _starters(self) -> list[QWidget]:
        find = button(
            _("查找房屋"), lambda: self._shell.run_command("find_anything"), icon="search", name="today-find"
        )
        kinds = [kind for kind in today.kinds_to_start() if place_of(kind.name)]
        kinds.sort(key=lambda kind: place_of(kind.name) or ())
        takes_money = today.takes_money(self._shell.desk)
        beside = kinds[: 1 if takes_money else 2]
        made: list[QWidget] = [find]
        if kinds[len(beside) :]:
            made.append(self._more(kinds[len(beside) :]))
        for place, kind in reversed(list(enumerate(beside))):
            made.append(
                button(
                    _("新开{kind}").format(kind=inside(_(kind.one))),
                    lambda name=kind.name: self._shell.new_record(name),
                    icon="add",
                    look="main" if place == 0 and not takes_money else "",
                    shortcut="Ctrl+N" if place == 0 else "",
                    name=f"today-new-{kind.name}",
                )
            )
        if takes_money:
            open_desk = partial(self._shell.open_page, "cash_desk")
            made.append(button(_("收银台"), open_desk, icon="register", look="main", name="today-cash-desk"))
        return made

    def _more(self, kinds: list[RecordKind]) -> QWidget:
        """Return the button that lists what else can be begun."""
        menu = KeyMenu(self)
        for kind in kinds:
            words = _("新开{kind}").format(kind=inside(_(kind.one)))
            menu.addAction(words, partial(self._shell.new_record, kind.name))
        made = button(_("新开其他…"), icon="add", name="today-new-other")
        made.setMenu(menu)
        return made

    def _blank(self, seen: Today) -> QWidget:
        empty = EmptyState(
            "import",
            _("账本还是空的"),
            _("先导入手头的 Excel 名册：房号、业主、电话一次进来，导入前可以逐行检查，不满意可以撤销。"),
            _("导入名册"),
            lambda: self._shell.open_page("import"),
        )
        header = PageHeader(seen.day, _("从名册开始。"))
        return box(column(header, empty, margins=(24, 20, 24, 20)))

    def _working(self, seen: Today) -> QWidget:
        loads = FlowLayout()
        shown = [load for load in seen.loads if load.count]
        for load in shown:
            loads.addWidget(self._load_card(load, with_states=len(shown) <= MOST_CARDS))
        if seen.owed is not None:
            is_roomy = len(shown) <= MOST_CARDS
            loads.addWidget(self._owed_card(seen.owed) if is_roomy else self._owed_in_short(seen.owed))
        for each in seen.reminders:
            loads.addWidget(self._reminder_card(each))
        waiting, recent = WaitingCard(self._shell, seen, self.show_whose), self._recent_card(seen)
        waiting.finished.connect(self._show_anew)
        self._waits = waiting
        recent.setMaximumWidth(theme.px(340))
        recent.setObjectName("recent")
        lists = QHBoxLayout()
        lists.setSpacing(theme.px(16))
        lists.addWidget(waiting, 7)
        lists.addWidget(recent, 3)
        page = column(self._header(seen), box(loads, "clear"), lists, gap=16, margins=(24, 20, 24, 16))
        page.setStretch(2, 1)
        return box(page)

    def _load_card(self, load: Load, *, with_states: bool) -> QWidget:
        card = Card(padding=12 if with_states else 8)
        if not with_states:
            card.body.addLayout(self._short_load(load))
            return card
        count = label(str(load.count), "figure")
        words = column(label(load.label), self._states(load), gap=4)
        go = button(_("全部"), lambda: self._shell.open_page(load.kind_name), icon="forward", look="link")
        card.body.addLayout(row(picture(load.icon, "accent", 28), count, words, 8, go, gap=14))
        return card

    def _short_load(self, load: Load) -> QHBoxLayout:
        """Return a kind of work in one short line: its name, how many wait, how many of them too long."""
        go = button(
            load.label,
            lambda: self._shell.open_page(load.kind_name),
            icon=load.icon,
            look="link",
            name=f"today-load-{load.kind_name}",
        )
        over = [StatusChip(_("超时 {count}").format(count=load.overdue), "bad")] if load.overdue else []
        return row(go, label(str(load.count), "heading"), *over, gap=8)

    def _reminder_card(self, each: Reminder) -> QWidget:
        card = Card(padding=8)
        go = button(
            each.label,
            lambda: self._show_reminded(each),
            look="link",
            name=f"today-{each.page or each.command}",
        )
        count = label(str(each.count), "heading", each.tone)
        card.body.addLayout(row(picture(each.icon, each.tone, 18), count, go, gap=8))
        return card

    def _show_reminded(self, reminder: Reminder) -> None:
        if reminder.page:
            self._shell.open_page(reminder.page)
        else:
            self._shell.run_command(reminder.command)

    def _owed_card(self, owed: Owed) -> QWidget:
        card = Card(padding=12)
        amount = label(_("{amount} 元").format(amount=owed.amount), "figure", owed.tone)
        words = column(label(_("欠费")), label(owed.detail, "small", "muted"), gap=4)
        go = button(
            _("查看"),
            lambda: self._shell.open_page(owed.page),
            icon="forward",
            look="link",
            name="today-owed",
        )
        card.body.addLayout(row(picture("warning", owed.tone, 28), amount, words, 8, go, gap=14))
        return card

    def _owed_in_short(self, owed: Owed) -> QWidget:
        """Return what is owed in one short line; how it was counted is in the tooltip."""
        card = Card(padding=8)
        amount = label(_("{amount} 元").format(amount=owed.amount), "heading", owed.tone)
        go = button(
            _("欠费"),
            lambda: self._shell.open_page(owed.page),
            look="link",
            tip=owed.detail,
            name="today-owed",
        )
        card.body.addLayout(row(picture("wallet", owed.tone, 18), amount, go, gap=8))
        return card

    def _states(self, load: Load) -> QHBoxLayout:
        chips = [StatusChip(f"{state.label} {state.count}", state.tone) for state in load.states]
        if load.overdue:
            chips.insert(0, StatusChip(_("超时 {count}").format(count=load.overdue), "bad"))
        return row(*chips, None, gap=6)

    def _recent_card(self, seen: Today) -> QWidget:
        card = Card(_("我最近办的"), padding=12)
        if not seen.recent:
            card.body.addWidget(
                label(_("还没有。办过的单据、改过的房屋会列在这里。"), tone="muted", wrap=True)
            )
            card.body.addStretch(1)
            return card
        shown = RecordList(_("我最近办的"))
        shown.put([_recent_entry(entry) for entry in seen.recent])
        shown.chosen.connect(lambda key: self._shell.open_record(*key))
        card.body.addWidget(shown, 1)
        return card


def _recent_entry(recent: Recent) -> Entry:
    return Entry((recent.kind_name, recent.record_id), recent.icon, recent.title, recent.what)
