"""The page of repairs (维修): the dispatcher's board, where a digit sends a worker and prints F28, or the list of all."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import find_kind
from desk_app.kernel.words import _, inside, several
from desk_app.screens import repair_board
from desk_app.screens.registers import list_registers
from desk_app.screens.repair_board import KIND, Choice, Job, RepairBoard
from ui import theme
from ui.reason_dialog import ReasonDialog
from ui.register_button import register_button
from ui.shell import Shell
from ui.two_views import TwoViews
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, clear, column, row
from ui.widgets.page_header import PageHeader
from ui.widgets.record_list import Entry, RecordList

BOARD, LIST = "board", "list"
TICK_MS = 30_000
BESIDE_WIDTH = 380
FREE_TONES = {True: "good", False: "quiet"}


class RepairBoardView(QWidget):
    """At the left what is open, the overdue on top; at the right who could go, and what that worker has in hand."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.board = RepairBoard(shell.desk)
        self._choices: list[Choice] = []
        self._outer = column(gap=0)
        self.setLayout(self._outer)
        self._build()
        for digit in range(1, repair_board.MOST_CHOICES + 1):
            keys = QShortcut(
                QKeySequence(str(digit)), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            keys.activated.connect(partial(self.send, digit))
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self.refresh()

    # -- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        kind = find_kind(KIND)
        registers = list_registers(kind, self.shell.desk.today)
        printing = (
            [register_button(registers, partial(self.shell.preview_register, KIND))] if registers else []
        )
        words = _("新建{kind}").format(kind=inside(_(kind.one)))
        new = button(
            words,
            partial(self.shell.new_record, KIND),
            icon="add",
            look="main",
            shortcut="Ctrl+N",
            name="board-new",
        )
        self.header = PageHeader(_("维修派工"), "", *printing, new)
        self.list = RecordList(_("没有办结的维修"), click_marks=True)
        self.list.setObjectName("repair-jobs")
        self.list.chosen.connect(partial(self.shell.open_record, KIND))
        self.list.selectionModel().currentChanged.connect(lambda *_places: self._show_job())
        self.empty = EmptyState(
            "done", _("没有等着处理的维修"), _("有报修时按 Ctrl+N 登记，或在来电里转单。")
        )
        jobs = Card(padding=12)
        jobs.body.addWidget(self.list, 1)
        jobs.body.addWidget(self.empty, 1)
        self.beside = box(column(self._build_choices(), self._build_day(), gap=12))
        self.beside.setFixedWidth(theme.px(BESIDE_WIDTH))
        body = row(jobs, self.beside, gap=12)
        body.setStretch(0, 1)
        page = column(self.header, body, gap=12, margins=(24, 16, 24, 16))
        page.setStretch(1, 1)
        clear(self._outer)
        self._outer.addWidget(box(page))

    def _build_choices(self) -> Card:
        self.open_button = button(
            _("打开"), self.open_marked, look="link", name="board-open", tip=_("打开  Enter")
        )
        self.print_button = button(
            _("打印派工单"), self.print_here, icon="print", look="link", name="board-print"
        )
        card = Card(_("派给谁"), self.print_button, self.open_button, padding=12)
        self.job_title = ElidedLabel("", "heading")
        self.job_detail = label("", "small", "muted", wrap=True)
        self.choice_list = RecordList(_("派给谁"), click_marks=True)
        self.choice_list.setObjectName("repair-choices")
        self.choice_list.chosen.connect(self.send)
        self.choice_list.selectionModel().currentChanged.connect(lambda *_places: self._show_day())
        self.choice_hint = label("", "small", "muted", wrap=True)
        self.job_warranty = label("", "small", "muted", wrap=True)
        for part in (self.job_title, self.job_detail, self.job_warranty, self.choice_hint):
            card.body.addWidget(part)
        card.body.addWidget(self.choice_list, 100)
        card.body.addStretch(1)
        return card

    def _build_day(self) -> Card:
        self.day_card = Card(_("手上的活"), padding=12)
        self.day_list = RecordList(_("手上的活"), click_marks=True)
        self.day_list.setObjectName("repair-day")
        self.day_list.chosen.connect(partial(self.shell.open_record, KIND))
        self.day_none = label(_("手上没有活"), tone="muted")
        self.day_card.body.addWidget(self.day_none)
        self.day_card.body.addWidget(self.day_list, 100)
        self.day_card.body.addStretch(1)
        return self.day_card

    # -- what the page asks --------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read again what is open; the job that is marked stays so."""
        self.board.refresh()
        self._show_jobs(self.list.marked_key)

    def retranslate(self) -> None:
        """Show all words and colours anew."""
        marked = self.list.marked_key
        self._build()
        self._show_jobs(marked)

    def take_focus(self) -> None:
        """Put the cursor on the first job."""
        self.list.setFocus()

    def print_here(self) -> None:
        """Show the work order of the marked job, to be printed."""
        job = self._marked()
        if job is None:
            self.shell.tell(_("请先选一张维修单。"), "waiting")
        else:
            self.shell.preview_paper(KIND, job.record_id, repair_board.WORK_ORDER)

    # -- what somebody does --------------------------------------------------------------------------------------

    def open_marked(self) -> None:
        """Open the marked job's form."""
        if job := self._marked():
            self.shell.open_record(KIND, job.record_id)

    def send(self, key: int) -> None:
        """Send who has this key to the marked job and show the work order; somebody else instead, for a reason."""
        job = self._marked()
        choice = next((each for each in self._choices if each.key == key), None)
        if job is None or choice is None:
            return
        if job.stored_state in repair_board.SENDABLE:
            try:
                self._send(job, choice)
            except DeskError as error:
                self.shell.show_error(error)
            return
        text = _("{job} 已派给 {who}，改派给 {name}。").format(job=job.title, who=job.who, name=choice.name)
        dialog = ReasonDialog(self, _("改派"), text, lambda reason: self._send(job, choice, reason))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _send(self, job: Job, choice: Choice, reason: str = "") -> None:
        said = self.board.send(job.record_id, choice, reason)
        self._show_jobs(job.record_id)
        self.shell.records_changed(KIND)
        self.shell.tell(said)
        self.shell.preview_paper(KIND, job.record_id, repair_board.WORK_ORDER)

    # -- showing -------------------------------------------------------------------------------------------------

    def _marked(self) -> Job | None:
        return self.board.jobs.get(self.list.marked_key)  # type: ignore[call-overload, no-any-return]

    def _show_jobs(self, marked: object) -> None:
        entries: list[Entry] = []
        for lane in self.board.lanes():
            entries.append(Entry(lane.name, "", f"{lane.label}  {len(lane.jobs)}", heading=True))
            entries += [_entry(job) for job in lane.jobs]
        self.list.put(entries)
        if marked is None or not self.list.choose_key(marked):
            self._mark_first()
        self.header.show_words(_("维修派工"), self.board.count_words())
        for part in (self.list, self.beside):
            part.setVisible(bool(entries))
        self.empty.setVisible(not entries)
        self._show_job()

    def _mark_first(self) -> None:
        """Mark what somebody is to be sent to; where nothing is, what stands on top."""
        first = self.board.first_to_send()
        if first is None or not self.list.choose_key(first):
            self.list.choose_first()

    def _show_job(self) -> None:
        job = self._marked()
        can_be_sent = job is not None and job.can_be_sent
        self._choices = self.board.choices(job.record_id) if job and can_be_sent else []
        self.job_title.setText(job.title if job else "")
        self.job_detail.setText(job.detail if job else "")
        self.job_warranty.setText(job.warranty if job else "")
        self.job_warranty.setVisible(bool(job and job.warranty))
        self.choice_list.put([_choice_entry(choice) for choice in self._choices])
        self.choice_list.setVisible(bool(self._choices))
        self.choice_hint.setText(self._hint(job))
        self._show_day()

    def _hint(self, job: Job | None) -> str:
        if job is None:
            return ""
        if not job.can_be_sent:
            return _("这一单是“{state}”，不用派工；按 Enter 打开办下一步。").format(state=job.state)
        if not self._choices:
            return _("没有接维修单的员工，请先在“员工”里勾选“接维修单”。")
        if job.who:
            return _("已派给 {who}。按数字键或双击改派（要写原因）。").format(who=job.who)
        return _("按数字键或双击派工，随即打印派工单。")

    def _show_day(self) -> None:
        """Show what the marked worker has in hand; without one, the worker the job was given to."""
        job = self._marked()
        marked = next((each for each in self._choices if each.key == self.choice_list.marked_key), None)
        if marked is None and self._choices and not (job and job.worker_id):
            marked = self._choices[0]
        worker_id = job.worker_id if job else None
        name = job.who if job else ""
        if marked is not None:
            worker_id = marked.record_id if marked.sort == repair_board.WORKER else None
            name = marked.name
        self.day_card.setVisible(worker_id is not None)
        if worker_id is None:
            return
        jobs = self.board.day_of(worker_id)
        self.day_card.heading.setText(_("{name} 手上的活").format(name=name))
        self.day_list.put([_day_entry(each) for each in jobs])
        self.day_list.setVisible(bool(jobs))
        self.day_none.setVisible(not jobs)

    def _tick(self) -> None:
        if self.isVisible():
            self.refresh()


class RepairsPage(TwoViews):
    """The board, or the list of all repairs."""

    kind_name = KIND
    help_topic = KIND

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        super().__init__("repairs/view", _views, self._make_view)

    @property
    def title(self) -> str:
        """Return the text of the tab."""
        return several(find_kind(KIND).label)

    def _make_view(self, name: str) -> QWidget:
        if name == BOARD:
            return RepairBoardView(self.shell)
        from ui.record_table import RecordTablePage

        return RecordTablePage(self.shell, KIND)


def _views() -> tuple[tuple[str, str, str], ...]:
    return ((BOARD, _("派工"), "grid"), (LIST, _("全部"), "list"))


def _entry(job: Job) -> Entry:
    clock = job.clock
    return Entry(
        job.record_id,
        "warning" if job.is_urgent or job.is_over else "edit",
        job.title,
        job.detail,
        job.state,
        job.tone,
        f"{clock.label} · {clock.text}" if clock else "",
        clock.tone if clock and clock.tone != "quiet" else "muted",
    )


def _day_entry(job: Job) -> Entry:
    """Return a line of a worker's day: little room, so only what is left of the time stands beside it."""
    clock = job.clock
    aside = f"{job.appointed_at:%H:%M}" if job.appointed_at else clock.text if clock else ""
    tone = clock.tone if clock and clock.tone != "quiet" else "muted"
    icon = "warning" if job.is_urgent or job.is_over else "edit"
    return Entry(job.record_id, icon, job.title, job.detail, aside=aside, aside_tone=tone)


def _choice_entry(choice: Choice) -> Entry:
    return Entry(
        choice.key,
        "company" if choice.sort == repair_board.FIRM else "id",
        f"{choice.key}  {choice.name}",
        choice.detail,
        _("空闲") if choice.sort == repair_board.WORKER and not choice.jobs else "",
        FREE_TONES[choice.is_skilled],
    )
