"""The page of a day of handovers (交房现场, S02): counts by state, the flats in the order of the queue, quick entry."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QPushButton, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens.handover_day import HandoverDay
from ui import icons, theme
from ui.handover_sheet import SheetModel, SheetTable
from ui.shell import Shell
from ui.widgets.buttons import button, with_keys
from ui.widgets.card import Card
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, column, row
from ui.widgets.message_strip import MessageStrip
from ui.widgets.page_header import PageHeader
from ui.widgets.sum_table import SumTable

SIDE_PX = 520


class HandoverDayPage(QWidget):
    """The list at the left, the flat the cursor is on at the right; everything typed is stored at once."""

    help_topic = "handover_day"

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.handovers = HandoverDay(shell.desk)
        self._is_telling = False
        self._build()
        for keys, do in (("Ctrl+F", self.enter_search), ("F6", self.enter_sheet), ("F5", self.refresh)):
            QShortcut(QKeySequence(keys), self, do).setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.refresh()

    # -- what the window asks ------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Return the page's name."""
        return _("交房现场")

    def refresh(self) -> None:
        """Read the day again; the cursor stays on its flat, and nothing is read while a line is being typed."""
        if self._is_telling or self.table.state() == SheetTable.State.EditingState:
            return
        there = self.current()
        self.handovers.read()
        self._show_list(there)

    def take_focus(self) -> None:
        """Put the cursor where a number or a room is typed."""
        self.search.setFocus()

    # -- what somebody does --------------------------------------------------------------------------------------

    def enter_search(self) -> None:
        """Put the cursor into the box that finds a flat."""
        self.search.setFocus()
        self.search.selectAll()

    def enter_sheet(self) -> None:
        """Put the cursor on the first line that is still lacking."""
        lacking = [at for at, line in enumerate(self.sheet.lines) if line.tone == "waiting"]
        self.table.go_to(lacking[0] if lacking else 0)
        self.table.setFocus()

    def find(self) -> None:
        """Go to the flat whose queue number, room or owner was typed."""
        place = self.handovers.find(self.search.text())
        if place is None:
            self.strip.say(_("没有找到“{words}”。").format(words=self.search.text()), "waiting")
            return
        self.strip.hide()
        self.list.setCurrentCell(place, 0)
        self.enter_sheet()

    def take_step(self) -> None:
        """Take the next step of the flat, or open its form where the step asks something."""
        handover_id = self.current()
        step = self.handovers.next_step(handover_id) if handover_id is not None else None
        if handover_id is None or step is None:
            return
        if step.asks:
            self.shell.open_record("handovers", handover_id)
            return
        try:
            self.handovers.take(handover_id, step.name)
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.strip.hide()
        self._changed()
        if step.name == "inspect":
            self.enter_sheet()

    def current(self) -> int | None:
        """Return the handover the cursor is on."""
        place = self.list.currentRow()
        rows = self.handovers.rows
        return rows[place].id if 0 <= place < len(rows) else None

    # -- putting it together -------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.strip = MessageStrip()
        self.strip.hide()
        self.list = SumTable(_("交房名单"), words=tuple(range(6)))
        self.list.setObjectName("handover-list")
        self.list.currentCellChanged.connect(lambda place, _column, old, _was: self._show_flat(place, old))
        self.list.doubleClicked.connect(lambda _index: self._open())
        self.totals = label("", "small", "muted", wrap=True)
        left = column(self.list, self.totals, gap=6)
        body = row(box(left), self._side(), gap=12)
        body.setStretch(0, 1)
        made = (
            button(_("打印汇总表"), self._print, icon="print", shortcut="Ctrl+P", name="handover-print"),
            button(_("交房批次"), lambda: self.shell.open_page("handover_batches"), icon="community"),
        )
        self.header = PageHeader(
            self.title, _("输签到号或房号回车；读数、问题打完回车到下一行，合格直接回车"), *made
        )
        inside = column(self.header, self._filters(), body, gap=10, margins=(24, 16, 24, 16))
        inside.setStretch(2, 1)
        self.setLayout(inside)

    def _filters(self) -> QWidget:
        """Return the choice of batch and day, the search, and the counts as buttons that filter."""
        self.batches = QComboBox()
        self.batches.setObjectName("handover-batch")
        self.batches.setAccessibleName(_("批次"))
        self.batches.activated.connect(lambda _place: self._choose_batch())
        self.day = QLineEdit(f"{self.handovers.day:%Y-%m-%d}")
        self.day.setObjectName("handover-day")
        self.day.setAccessibleName(_("日期"))
        self.day.setFixedWidth(theme.px(116))
        self.day.editingFinished.connect(self._choose_day)
        self.search = QLineEdit()
        self.search.setObjectName("handover-search")
        self.search.setPlaceholderText(_("签到号、房号或业主"))
        self.search.setAccessibleName(_("签到号、房号或业主"))
        self.search.setToolTip(with_keys(_("签到号、房号或业主"), "Ctrl+F"))
        self.search.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setFixedWidth(theme.px(210))
        self.search.returnPressed.connect(self.find)
        flow = FlowLayout(gap=8)
        self.stages: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for name, _words, _count in self.handovers.stages():
            made = button("", partial(self._choose_stage, name), name=f"handover-{name}")
            made.setCheckable(True)
            made.setChecked(name == self.handovers.stage)
            group.addButton(made)
            self.stages[name] = made
            flow.addWidget(made)
        line = row(self.batches, self.day, self.search, self.strip, gap=8)
        line.setStretch(3, 1)
        return box(column(line, box(flow), gap=8))

    def _side(self) -> QWidget:
        """Return the card of one flat: who it is, its sheet, and what comes next."""
        card = Card(gap=8, padding=14)
        card.setFixedWidth(theme.px(SIDE_PX))
        self.who = ElidedLabel("", "heading")
        self.how = ElidedLabel("", tone="muted")
        self.sheet = SheetModel(self.handovers)
        later = Qt.ConnectionType.QueuedConnection  # the box that was typed into closes first
        self.sheet.refused.connect(lambda error: self.strip.say(str(error)), later)
        self.sheet.entered.connect(self._entered, later)
        self.table = SheetTable(self.sheet)
        self.table.finished.connect(lambda: self.step.setFocus())
        self.step = button("", self.take_step, look="main", name="handover-step", shortcut="F8")
        self.cash = button(
            _("到收银台"), self._open_cash, icon="register", name="handover-cash", shortcut="F9"
        )
        self.form = button(_("打开交房单"), self._open, icon="forward", name="handover-open")
        for part in (self.who, self.how, self.table, box(row(self.form, self.cash, None, self.step))):
            card.body.addWidget(part)
        card.body.setStretch(2, 1)
        return card

    # -- keeping everything in step ------------------------------------------------------------------------------

    def _show_list(self, there: int | None) -> None:
        self._show_counts()
        heads = (_("签到"), _("预约"), _("房号"), _("业主"), _("状态"), _("说明"))
        rows = self.handovers.rows
        cells = [(one.queue, one.appointed, one.room, one.owner, one.state, one.note) for one in rows]
        self.list.blockSignals(True)
        self.list.put(heads, cells, stretch=(5,))
        for place, one in enumerate(rows):
            item = self.list.item(place, 4)
            if item is not None and one.tone in ("good", "waiting", "bad"):
                item.setForeground(theme.color(one.tone))
        ids = [one.id for one in rows]
        place = ids.index(there) if there in ids else 0
        if rows:
            self.list.setCurrentCell(place, 0)
        self.list.blockSignals(False)
        self._show_flat(place if rows else -1)

    def _show_counts(self) -> None:
        for name, words, count in self.handovers.stages():
            self.stages[name].setText(f"{words}  {count}")
        self.totals.setText(self.handovers.summary())
        chosen = self.handovers.batch_id
        self.batches.clear()
        for batch_id, words in self.handovers.batches():
            self.batches.addItem(words, batch_id)
        self.batches.setCurrentIndex(max(0, self.batches.findData(chosen)))

    def _show_flat(self, place: int, old: int | None = None) -> None:
        if place == old:
            return
        rows = self.handovers.rows
        shown = rows[place] if 0 <= place < len(rows) else None
        line = self.table.currentIndex().row() if shown and shown.id == self.sheet.handover_id else -1
        self.sheet.show_flat(shown.id if shown else None)
        if line >= 0:
            self.table.go_to(line)
        step = self.handovers.next_step(shown.id) if shown else None
        self.who.setText(f"{shown.room}　{shown.owner}" if shown else self._told_of_none())
        due = self.handovers.due(shown.id) if shown else ""
        self.how.setText("　".join(filter(None, (shown.state, due))) if shown else "")
        self.step.setVisible(step is not None)
        if step is not None:
            self.step.setText(step.label)
            self.step.setToolTip(with_keys(step.label, "F8"))
        self.cash.setVisible(shown is not None and shown.stage == "billed")
        self.form.setVisible(shown is not None)

    def _told_of_none(self) -> str:
        return _("这一天没有交房") if self.handovers.stage == "all" else _("没有在这一步的房屋")

    def _entered(self) -> None:
        """Count anew after a line was stored; the list and the cursor stay."""
        self.strip.hide()
        self.handovers.read()
        self._show_counts()
        self._tell_others()

    def _changed(self) -> None:
        self.refresh()
        self._tell_others()

    def _tell_others(self) -> None:
        self._is_telling = True
        self.shell.records_changed("handovers")
        self._is_telling = False

    def _choose_batch(self) -> None:
        self.handovers.batch_id = self.batches.currentData()
        self.refresh()

    def _choose_day(self) -> None:
        try:
            self.handovers.choose_day(self.day.text())
        except ValueError as error:
            self.strip.say(str(error))
            return
        self.day.setText(f"{self.handovers.day:%Y-%m-%d}")
        self.refresh()

    def _choose_stage(self, name: str) -> None:
        self.handovers.stage = name
        self.refresh()

    def _open(self) -> None:
        handover_id = self.current()
        if handover_id is not None:
            self.shell.open_record("handovers", handover_id)

    def _open_cash(self) -> None:
        handover_id = self.current()
        if handover_id is not None:
            self.shell.open_page("cash_desk", self.handovers.room_of(handover_id))

    def _print(self) -> None:
        day = self.shell.desk.today.replace(day=1)
        self.shell.preview_register("handovers", "handover_summary", day)
