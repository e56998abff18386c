"""The list of what waits (等着处理) on the first page: mine or everybody's, each opened by a click, many handed over."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from desk_app.kernel.kind import find_kind
from desk_app.kernel.words import _, listed
from desk_app.screens.hand_over import Key, can_be_given
from desk_app.screens.reminders import Reminder
from desk_app.screens.today import Today
from desk_app.screens.waiting_list import ALL, MINE, WaitingEntry
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label
from ui.widgets.layouts import box, row
from ui.widgets.record_list import Entry, RecordList

URGENCY_TONES = {"overdue": "bad", "today": "waiting", "later": "muted", "none": "muted"}


class WaitingCard(Card):
    """While matters are picked for a colleague, a click picks instead of opening; `finished` is told afterwards."""

    finished = Signal()

    def __init__(self, shell: Shell, seen: Today, show_whose: Callable[[str], object]) -> None:
        self._mine = _choice(_("我的"), "waiting-mine", seen.whose == MINE, lambda: show_whose(MINE))
        others = _("全部") if seen.whose == ALL or not seen.others else f"{_('全部')} +{seen.others}"
        self._all = _choice(others, "waiting-all", seen.whose == ALL, lambda: show_whose(ALL))
        self._pick = button(_("交接…"), self._begin, icon="forward", look="link", name="waiting-hand-over")
        super().__init__(_("等着处理"), self._pick, self._mine, self._all, padding=12)
        self._shell, self._seen = shell, seen
        self._chosen: list[Key] = []
        self.is_picking = False
        self._pick.setVisible(any(_is_givable(entry) for entry in seen.waiting))
        if not seen.waiting:
            self.body.addWidget(self._nothing_waits(show_whose))
            return
        self._list = RecordList(_("等着处理"))
        self._list.setObjectName("waiting")
        self._list.chosen.connect(self._take)
        self._show_entries()
        self._list.choose_first()
        self.body.addWidget(self._list, 1)
        self._foot = label("", "small", "muted")
        self.body.addWidget(self._foot)
        self._bar = box(self._make_bar())
        self._bar.hide()
        self.body.addWidget(self._bar)
        if seen.total > len(seen.waiting):
            rest = _("只列出前 {shown} 件，其余在各自的页面里。").format(shown=len(seen.waiting))
            self._foot.setText(rest)
        self._foot.setVisible(bool(self._foot.text()))

    # -- handing over ----------------------------------------------------------------------------------------

    def _make_bar(self) -> QHBoxLayout:
        self._count = label("", "heading")
        every = button(_("全选"), self._choose_all, name="waiting-choose-all")
        self._give = button(_("交给…"), self._ask, look="main", name="waiting-give")
        stop = button(_("取消"), self.finished.emit, look="plain", name="waiting-stop")
        return row(self._count, None, every, stop, self._give)

    def _begin(self) -> None:
        self.is_picking = True
        self._pick.setEnabled(False)
        self._bar.show()
        self._show_entries()
        self._list.choose_first()
        self._list.setFocus()

    def _choose_all(self) -> None:
        self._chosen = [_key(entry) for entry in self._seen.waiting if _is_givable(entry)]
        self._show_entries()

    def _take(self, key: Key) -> None:
        if not self.is_picking:
            self._shell.open_record(*key)
            return
        place = self._list.currentIndex().row()
        if key in self._chosen:
            self._chosen.remove(key)
        elif any(_key(entry) == key and _is_givable(entry) for entry in self._seen.waiting):
            self._chosen.append(key)
        else:
            self._shell.tell(_("这种单据不记跟进人，不用交接。"), "waiting")
        self._show_entries()
        self._list.setCurrentIndex(self._list.entries.index(place))

    def _ask(self) -> None:
        from ui.hand_over import HandOverDialog

        dialog = HandOverDialog(self, self._shell, self._chosen)
        dialog.accepted.connect(self.finished.emit)
        dialog.open()

    def _show_entries(self) -> None:
        picked = set(self._chosen)
        self._list.put([self._entry(entry, _key(entry) in picked) for entry in self._seen.waiting])
        if self.is_picking:
            self._count.setText(_("已选 {count} 件，点一行选中或取消").format(count=len(picked)))
            self._give.setEnabled(bool(picked))

    def _entry(self, entry: WaitingEntry, is_picked: bool) -> Entry:
        icon = ("done" if is_picked else "add") if self.is_picking and _is_givable(entry) else entry.icon
        return Entry(
            _key(entry),
            icon,
            entry.title,
            " · ".join(filter(None, (entry.detail, entry.holder))),
            entry.state,
            entry.tone,
            entry.due,
            URGENCY_TONES[entry.urgency],
        )

    # -- where nothing waits ---------------------------------------------------------------------------------

    def _nothing_waits(self, show_whose: Callable[[str], object]) -> EmptyState:
        """Return what stands where no record waits: all is done only where no paper and nobody else waits either."""
        if self._seen.others:
            text = _("别人还有 {count} 件在办。").format(count=self._seen.others)
            return EmptyState("done", _("没有等着您的事"), text, _("看全部"), lambda: show_whose(ALL))
        return _all_done(self._seen.reminders)


def _all_done(reminders: tuple[Reminder, ...]) -> EmptyState:
    text = _("新开的单据和到时限的事会出现在这里。")
    if not reminders:
        return EmptyState("done", _("都处理完了"), text)
    papers = listed(f"{each.count} {each.label}" for each in reminders)
    return EmptyState("info", _("没有等着处理的单据"), _("但还有 {papers}，见上面。").format(papers=papers))


def _choice(text: str, name: str, is_on: bool, do: Callable[[], object]) -> QPushButton:
    made = button(text, do, name=name)
    made.setCheckable(True)
    made.setChecked(is_on)
    return made


def _key(entry: WaitingEntry) -> Key:
    return (entry.kind_name, entry.record_id)


def _is_givable(entry: WaitingEntry) -> bool:
    return can_be_given(find_kind(entry.kind_name))
