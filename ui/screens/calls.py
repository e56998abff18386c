"""The page of calls and visits (来电来访): the line a call is taken in and the calls of today, or the list of all."""

from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import find_kind
from desk_app.kernel.words import _, several
from desk_app.screens import call_entry
from desk_app.screens.call_entry import KIND, CallLine
from desk_app.screens.record_form import RecordForm
from desk_app.screens.registers import list_registers
from ui.next_steps import open_next
from ui.register_button import register_button
from ui.screens.call_line import CallLine as EntryLine
from ui.shell import Shell
from ui.transition_dialog import TransitionDialog
from ui.two_views import TwoViews
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.layouts import box, clear, column
from ui.widgets.page_header import PageHeader
from ui.widgets.record_list import Entry, RecordList

DESK, LIST = "desk", "list"
TICK_MS = 15_000
STEP_KEYS = {"turn": "F6", "pass_on": "F7", "answer": "F8"}


class CallDeskView(QWidget):
    """Calls are taken above; below, those of today with what is left of their time, and a key for each step."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self._lines: list[CallLine] = []
        self._shown: object = None
        self._outer = column(gap=0)
        self.setLayout(self._outer)
        self._build()
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self.refresh()

    def _build(self) -> None:
        desk = self.shell.desk
        registers = list_registers(find_kind(KIND), desk.today)
        beside = [register_button(registers, self._preview)] if registers else []
        whole = button(
            _("详细登记…"),
            lambda: self.shell.new_record(KIND),
            icon="add",
            shortcut="Ctrl+N",
            tip=_("打开完整的登记表"),
            name="call-whole-form",
        )
        self.header = PageHeader(several(find_kind(KIND).label), "", *beside, whole)
        self.line = EntryLine(self.shell)
        self.line.kept.connect(self._note_kept)
        self.steps: dict[str, QPushButton] = {}
        self.card = Card(_("今天的来电"), *self._step_buttons(), padding=12)
        self.list = RecordList(_("今天的来电"), click_marks=True)
        self.list.setObjectName("calls-today")
        self.list.chosen.connect(lambda key: self.shell.open_record(KIND, key))
        self.list.selectionModel().currentChanged.connect(lambda *_places: self._show_steps())
        self.empty = EmptyState("phone", _("今天还没有来电"), _("接起电话，在上面输入号码，回车。"))
        self.card.body.addWidget(self.list, 1)
        self.card.body.addWidget(self.empty, 1)
        page = column(self.header, self.line, self.card, gap=12, margins=(24, 16, 24, 16))
        page.setStretch(2, 1)
        clear(self._outer)
        self._outer.addWidget(box(page))

    def _step_buttons(self) -> list[QWidget]:
        flow = find_kind(KIND).workflow
        assert flow
        for name, keys in STEP_KEYS.items():
            text = f"{_(flow.transition(name).label)}  {keys}"
            made = button(text, lambda name=name: self.take(name), shortcut=keys, name=f"call-{name}")
            self.steps[name] = made
        return list(self.steps.values())

    # -- what the page asks --------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the calls of today again; the one that is marked stays so."""
        lines = call_entry.todays_calls(self.shell.desk)
        if lines == self._lines and self._shown is not None:
            return
        self._lines, self._shown = lines, True
        marked = self.list.marked_key
        self.list.put([_entry(line) for line in lines])
        if marked is None or not self.list.choose_key(marked):
            self.list.choose_first()
        self.list.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        waits = sum(line.is_open for line in lines)
        over = sum(line.clock is not None and line.clock.is_over for line in lines)
        words = _("{count} 个等着处理").format(count=waits) if waits else _("没有等着处理的来电")
        if over:
            words += _("，其中 {count} 个已超时").format(count=over)
        self.header.show_words(several(find_kind(KIND).label), words)
        self._show_steps()

    def retranslate(self) -> None:
        """Show all words and colours anew; what was typed stays."""
        typed = [each.text() for each in self._boxes()]
        self._shown = None
        self._build()
        for line, text in zip(self._boxes(), typed, strict=True):
            line.setText(text)
        self.refresh()

    def take_focus(self) -> None:
        """Put the cursor where a call begins."""
        self.line.take_focus()

    def _boxes(self) -> tuple[QLineEdit, ...]:
        return (self.line.number, self.line.room, self.line.content)

    # -- what somebody does --------------------------------------------------------------------------------------

    def take(self, name: str) -> None:
        """Take a step of the marked call, asking for what it needs, and open what it leads to."""
        marked = self._marked()
        if why_not := call_entry.why_not(marked, name):
            self.shell.tell(why_not, "waiting")
            return
        assert marked
        try:
            form = RecordForm.open(find_kind(KIND), self.shell.desk, marked.record_id)
            flow = form.kind.workflow
            assert flow
            step = flow.transition(name)
            if not step.asks:
                self._after(form, name, form.press(name))
                return
        except DeskError as error:
            self.shell.show_error(error)
            return
        dialog = TransitionDialog(self, form, step, lambda reason, texts: form.press(name, reason, texts))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda result: self._after(form, name, bool(result)))
        dialog.open()

    def _after(self, form: RecordForm, name: str, is_taken: bool) -> None:
        if not is_taken:
            return
        assert form.kind.workflow
        self.shell.records_changed(KIND)
        self.refresh()
        number = form.record.number or ""
        step = _(form.kind.workflow.transition(name).label)
        self.shell.tell(_("{step}：已完成 {number}").format(step=step, number=number).strip())
        if not open_next(self.shell, form.what_follows(name)):
            self.take_focus()

    def _note_kept(self, record_id: int) -> None:
        self.shell.records_changed(KIND)
        self.refresh()
        self.list.choose_key(record_id)
        self.shell.tell(_("已登记。转单 F6，转办 F7，已答复 F8。"))

    def _preview(self, paper_name: str, month: date) -> None:
        self.shell.preview_register(KIND, paper_name, month)

    # -- keeping in step -----------------------------------------------------------------------------------------

    def _marked(self) -> CallLine | None:
        return next((line for line in self._lines if line.record_id == self.list.marked_key), None)

    def _show_steps(self) -> None:
        marked = self._marked()
        for name, made in self.steps.items():
            made.setEnabled(not call_entry.why_not(marked, name))

    def _tick(self) -> None:
        if self.isVisible():
            self.refresh()


class CallsPage(TwoViews):
    """The calls of today with the line they are taken in, or the list of all."""

    kind_name = KIND
    help_topic = KIND

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        super().__init__("calls/view", _views, self._make_view)

    @property
    def title(self) -> str:
        """Return the text of the tab."""
        return several(find_kind(KIND).label)

    def _make_view(self, name: str) -> QWidget:
        if name == DESK:
            return CallDeskView(self.shell)
        from ui.record_table import RecordTablePage

        return RecordTablePage(self.shell, KIND)


def _views() -> tuple[tuple[str, str, str], ...]:
    return ((DESK, _("接听"), "phone"), (LIST, _("全部"), "list"))


def _entry(line: CallLine) -> Entry:
    clock = line.clock
    title = f"{line.at:%H:%M}  {line.title}".rstrip()
    return Entry(
        line.record_id,
        "warning" if line.is_urgent else "phone",
        title,
        " · ".join(filter(None, (_("紧急") if line.is_urgent else "", line.detail))),
        line.state,
        line.tone,
        f"{clock.label} · {clock.text}" if clock else "",
        clock.tone if clock and clock.tone != "quiet" else "muted",
    )
