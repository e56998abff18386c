"""The first page of the day (今日): what waits, how much of it, what can be started, what was done lately."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.kernel.words import _, inside, listed
from desk_app.screens import today
from desk_app.screens.reminders import Owed, Reminder
from desk_app.screens.today import Load, Recent, Today, Waiting
from ui import theme
from ui.pages import BEHIND
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import StatusChip
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import label, picture
from ui.widgets.layouts import box, column, row
from ui.widgets.page_header import PageHeader
from ui.widgets.record_list import Entry, RecordList

URGENCY_TONES = {"overdue": "bad", "today": "waiting", "later": "muted", "none": "muted"}
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
        self._clock = QTimer(self, interval=MINUTE_MS)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self.refresh()

    def refresh(self) -> None:
        """Read what waits now, and show it where it changed."""
        seen = today.look(self._shell.desk)
        if seen != self._seen:
            self._seen = seen
            self._show(seen)

    def retranslate(self) -> None:
        """Show it in the language and look in use."""
        self._seen = None
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
        made: list[QWidget] = [find]
        for place, kind in enumerate(kind for kind in today.kinds_to_start() if kind.name not in BEHIND):
            made.append(
                button(
                    _("新开{kind}").format(kind=inside(_(kind.one))),
                    lambda name=kind.name: self._shell.new_record(name),
                    icon="add",
                    look="main" if place == 0 else "",
                    shortcut="Ctrl+N" if place == 0 else "",
                    name=f"today-new-{kind.name}",
                )
            )
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
        for load in seen.loads:
            if load.count or load.kind_name not in BEHIND:
                loads.addWidget(self._load_card(load))
        if seen.owed is not None:
            loads.addWidget(self._owed_card(seen.owed))
        if seen.reminders:
            loads.addWidget(self._reminders_card(seen.reminders))
        waiting, recent = self._waiting_card(seen), self._recent_card(seen)
        recent.setMaximumWidth(theme.px(340))
        recent.setObjectName("recent")
        lists = QHBoxLayout()
        lists.setSpacing(theme.px(16))
        lists.addWidget(waiting, 7)
        lists.addWidget(recent, 3)
        page = column(self._header(seen), box(loads, "clear"), lists, gap=16, margins=(24, 20, 24, 16))
        page.setStretch(2, 1)
        return box(page)

    def _load_card(self, load: Load) -> QWidget:
        card = Card(padding=12)
        count = label(str(load.count), "figure", "" if load.count else "muted")
        words = column(label(load.label), self._states(load), gap=4)
        go = button(_("全部"), lambda: self._shell.open_page(load.kind_name), icon="forward", look="link")
        card.body.addLayout(row(picture(load.icon, "accent", 28), count, words, 8, go, gap=14))
        return card

    def _reminders_card(self, reminders: tuple[Reminder, ...]) -> QWidget:
        card = Card(padding=12, gap=4)
        for each in reminders:
            go = button(
                _("查看"),
                lambda each=each: self._show_reminded(each),
                icon="forward",
                look="link",
                name=f"today-{each.page or each.command}",
            )
            count = label(str(each.count), "heading", each.tone)
            card.body.addLayout(row(picture(each.icon, each.tone, 18), count, label(each.label), None, 8, go))
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

    def _states(self, load: Load) -> QHBoxLayout:
        chips = [StatusChip(f"{state.label} {state.count}", state.tone) for state in load.states]
        if load.overdue:
            chips.insert(0, StatusChip(_("超时 {count}").format(count=load.overdue), "bad"))
        return row(*chips, None, gap=6) if chips else row(label(_("没有等着处理的"), "small", "muted"), None)

    def _waiting_card(self, seen: Today) -> QWidget:
        card = Card(_("等着处理"), padding=12)
        if not seen.waiting:
            card.body.addWidget(_nothing_waits(seen.reminders))
            return card
        shown = RecordList(_("等着处理"))
        shown.setObjectName("waiting")
        shown.put([_waiting_entry(entry) for entry in seen.waiting])
        shown.choose_first()
        shown.chosen.connect(lambda key: self._shell.open_record(*key))
        card.body.addWidget(shown, 1)
        if seen.total > len(seen.waiting):
            rest = _("只列出前 {shown} 件，其余在各自的页面里。").format(shown=len(seen.waiting))
            card.body.addWidget(label(rest, "small", "muted"))
        return card

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


def _nothing_waits(reminders: tuple[Reminder, ...]) -> EmptyState:
    """Return what stands where no record waits: all is done only where no paper waits either."""
    text = _("新开的单据和到时限的事会出现在这里。")
    if not reminders:
        return EmptyState("done", _("都处理完了"), text)
    papers = listed(f"{each.count} {each.label}" for each in reminders)
    return EmptyState("info", _("没有等着处理的单据"), _("但还有 {papers}，见上面。").format(papers=papers))


def _waiting_entry(waiting: Waiting) -> Entry:
    return Entry(
        (waiting.kind_name, waiting.record_id),
        waiting.icon,
        waiting.title,
        waiting.detail,
        waiting.state,
        waiting.tone,
        waiting.due,
        URGENCY_TONES[waiting.urgency],
    )


def _recent_entry(recent: Recent) -> Entry:
    return Entry((recent.kind_name, recent.record_id), recent.icon, recent.title, recent.what)
