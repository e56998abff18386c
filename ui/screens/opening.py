"""The page that opens the book (期初建账): choose a file, look at its lines, accept, balance against the old book."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFileDialog, QStackedLayout, QTabWidget, QWidget

from desk_app.kernel.days import show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _, headed
from desk_app.screens.opening import Opening, PastRun
from desk_app.screens.opening_words import tell_plan
from desk_app.screens.progress import Progress
from ui import theme
from ui.reason_dialog import ReasonDialog
from ui.screens.import_choose import dropped_file
from ui.screens.opening_balance import FILES, ComparePanel, TrialPanel
from ui.screens.opening_lines import LinesTable
from ui.screens.opening_start import StartPanel
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, grow, row, scrolling
from ui.widgets.message_strip import MessageStrip
from ui.widgets.page_header import PageHeader
from ui.widgets.sum_table import SumTable

CHOOSE, LOOK, ACCEPT, BALANCE = range(4)
KINDS = ("opening_runs", "receipts", "deposits", "meter_readings", "meters")
"""Kinds whose lists an opening changes."""


class OpeningPage(QWidget):
    """Four steps; Ctrl+Enter goes on, Escape goes back. Reading and writing happen in a worker."""

    help_topic = "opening"

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.opening = Opening(shell.desk)
        self.setAcceptDrops(True)
        self.template = button(_("下载空表…"), self.save_template, icon="download", name="opening-template")
        self.steps = [
            button(words, lambda at=at: self._step(at), look="plain", name=f"opening-step-{at}")
            for at, words in enumerate((_("1 选文件"), _("2 看每一行"), _("3 入账"), _("4 与旧账对平")))
        ]
        self.head = PageHeader(
            _("期初建账"),
            _("把旧账的欠费、预存款、押金、历史收款和表底数接过来，再和旧账对平。"),
            self.template,
        )
        self.strip = MessageStrip()
        self._stack = QStackedLayout()
        for stage in (self._choose_stage(), self._look_stage(), self._accept_stage(), self._balance_stage()):
            self._stack.addWidget(stage)
        stages = grow(box(self._stack), down=True)
        bar = row(*self.steps, None, gap=4)
        self.setLayout(column(self.head, bar, self.strip, stages, gap=10, margins=(24, 16, 20, 16)))
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Escape"), self, activated=self.go_back, context=here)
        self.go(CHOOSE)

    # -- what the window asks ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read again what other windows may have changed."""
        self.start.show_past()
        if self.stage == BALANCE:
            self.trial.show_trial()

    def is_changed(self) -> bool:
        """Say whether a file is being looked at that was not taken over."""
        return self.opening.plan is not None

    def take_focus(self) -> None:
        """Put the cursor where the step's work is done."""
        {CHOOSE: self.choose, LOOK: self.lines, ACCEPT: self.yes, BALANCE: self.trial.table}[
            self.stage
        ].setFocus()

    @property
    def stage(self) -> int:
        """Return the step in front."""
        return self._stack.currentIndex()

    # -- the steps -----------------------------------------------------------------------------------------------

    def go(self, stage: int) -> None:
        """Show a step."""
        if stage == CHOOSE:
            self.start.show_past()
        elif stage == ACCEPT:
            self._show_totals()
        elif stage == BALANCE:
            self.trial.show_trial()
        self._stack.setCurrentIndex(stage)
        for at, step in enumerate(self.steps):
            theme.dress(step, look="" if at == stage else "plain")
            step.updateGeometry()  # another look has other margins
            step.setEnabled(at in (CHOOSE, BALANCE) or self.opening.plan is not None)
        if self.isVisible():
            self.take_focus()

    def _step(self, stage: int) -> None:
        self.strip.clear()
        self.go(stage)

    def go_back(self) -> None:
        """Go one step back."""
        if self.stage in (LOOK, ACCEPT):
            self.go(self.stage - 1)

    def ask_for_file(self) -> None:
        """Ask for a file of the old book."""
        name, _kind = QFileDialog.getOpenFileName(
            self, _("选择期初文件"), "", _("表格文件") + f" ({FILES} {FILES.upper()})"
        )
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Read a file in the background and show its lines."""
        try:
            self.opening.set_day(self.day.text())
        except DeskError as error:
            self.strip.say(str(error))
            self.day.setFocus()
            return

        def work(progress: Progress) -> object:
            try:
                return self.opening.read(path, progress)
            except DeskError as error:
                return error

        self.shell.run_task(_("正在读取 {name}").format(name=path.name), work, self._show_plan)

    def accept(self) -> None:
        """Take everything over that is not refused."""

        def work(progress: Progress) -> object:
            try:
                return self.opening.accept(progress)
            except DeskError as error:
                return error

        def done(result: object) -> None:
            if isinstance(result, DeskError):
                self.strip.say(str(result))
                return
            lines = result.lines  # type: ignore[attr-defined]
            self.strip.say(_("已入账 {count} 行。请填旧账数，核对是不是对平。").format(count=lines), "good")
            self._changed()
            self.go(BALANCE)

        self.shell.run_task(_("正在入账"), work, done)

    def save_template(self) -> None:
        """Ask where to, and write the empty sheet."""
        wished = f"{_('期初建账')}.xlsx"
        name, _kind = QFileDialog.getSaveFileName(self, _("下载空表"), wished, "Excel (*.xlsx)")
        if name:
            out = Path(name if name.lower().endswith(".xlsx") else f"{name}.xlsx")
            self.write_template(out)

    def write_template(self, out: Path) -> None:
        """Write the empty sheet with every room."""
        self.shell.run_task(
            _("正在导出"),
            lambda _progress: self.opening.write_template(out),
            lambda rooms: self.shell.tell_saved(
                _("空表已存到 {path}，列好了 {count} 户。").format(path=out, count=rooms), out.parent
            ),
        )

    def undo(self, run: PastRun) -> None:
        """Ask why, and take an opening back."""

        def do(why: str) -> None:
            self.opening.undo(run.run_id, why)
            self.strip.say(_("已撤销 {file}，可以改好再导入。").format(file=run.file_name), "good")
            self.start.show_past()
            self._changed()

        text = _("这次期初的欠费、预存款、押金、历史收款和读数会一起撤销。已经收过款、用过的不能撤销。")
        ReasonDialog(self, _("撤销期初"), text, do).open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file anywhere on the page."""
        if dropped_file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file dropped."""
        if path := dropped_file(event.mimeData()):
            event.acceptProposedAction()
            self.read(path)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _choose_stage(self) -> QWidget:
        self.start = StartPanel(self.opening)
        self.start.wanted.connect(self.ask_for_file)
        self.start.undo_wanted.connect(self.undo)
        self.day, self.choose = self.start.day, self.start.choose
        return scrolling(self.start)

    def _look_stage(self) -> QWidget:
        self.shown = QComboBox()
        self.shown.setAccessibleName(_("显示"))
        self.shown.activated.connect(lambda *_place: self._show_lines())
        self.told = label("", "heading", wrap=True)
        self.remarks = MessageStrip(closable=False)
        self.lines = LinesTable()
        self.next = button(
            _("下一步"), lambda: self.go(ACCEPT), look="main", icon="forward", shortcut="Ctrl+Return", name="opening-next"
        )  # fmt: skip
        head = row(self.told, self.shown, self.next)
        head.setStretch(0, 1)
        return box(column(head, self.remarks, grow(self.lines, down=True), gap=8))

    def _accept_stage(self) -> QWidget:
        self.totals = SumTable(_("要入账的合计"))
        self.sure = label("", wrap=True)
        self.yes = button(_("确认入账"), self.accept, look="main", icon="check", name="opening-accept")
        back = button(_("回去看每一行"), lambda: self.go(LOOK), look="plain", name="opening-back")
        card = Card(_("要入账的合计"))
        card.body.addWidget(self.totals)
        card.body.addWidget(self.sure)
        card.body.addLayout(row(self.yes, back, None))
        return scrolling(box(column(card, None, margins=(0, 4, 8, 8))))

    def _balance_stage(self) -> QWidget:
        self.trial = TrialPanel(self.shell, self.opening)
        self.compare = ComparePanel(self.shell, self.opening)
        tabs = QTabWidget()
        tabs.addTab(self.trial, _("试算平衡"))
        tabs.addTab(self.compare, _("新旧账单对比"))
        self.tabs = tabs
        return tabs

    # -- showing -------------------------------------------------------------------------------------------------

    def _show_plan(self, result: object) -> None:
        if isinstance(result, DeskError):
            self.strip.say(str(result))
            self.go(CHOOSE)
            return
        assert self.opening.plan is not None
        self.strip.clear()
        counts = self.opening.counts()
        self.shown.clear()
        choices = (("", _("全部")), ("new", _("入账")), ("refused", _("不入账")), ("known", _("已有")))
        for outcome, words in choices:
            count = counts[outcome] if outcome else sum(counts.values())
            self.shown.addItem(f"{words} {count}", outcome)
        self.told.setText(headed(self.opening.plan.file_name, tell_plan(counts)))
        self.remarks.say("\n".join(self.opening.plan.remarks), "waiting")
        self.next.setEnabled(bool(counts["new"]))
        self._show_lines()
        self.go(LOOK)

    def _show_lines(self) -> None:
        self.lines.lines.show_lines(self.opening.lines(self.shown.currentData() or ""))
        if self.lines.lines.lines:
            self.lines.selectRow(0)

    def _show_totals(self) -> None:
        totals = self.opening.totals()
        heads = (_("类别"), _("行数"), _("户数"), _("金额（元）"))
        self.totals.put(heads, [(one.sort, str(one.lines), str(one.rooms), one.amount) for one in totals])
        self.totals.setFixedHeight(self.totals.needed_height())
        left = self.opening.counts()["refused"]
        words = _("截止 {day}。一次全部写入，中途出错就什么都不写；没有收过款以前可以整次撤销。").format(
            day=show_day(self.opening.balance_on)
        )
        if left:
            words += _("另有 {count} 行不入账，改好文件后可以再导入，已有的不会重复。").format(count=left)
        self.sure.setText(words)

    def _changed(self) -> None:
        for kind_name in KINDS:
            self.shell.records_changed(kind_name)
