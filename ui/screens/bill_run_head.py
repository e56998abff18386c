"""The head of the bill run page (出账页头): what to bill, and the run in front with what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens.bill_run import BillRunDesk, RunView
from ui import icons, theme
from ui.widgets.buttons import button, with_keys
from ui.widgets.card import Card
from ui.widgets.chip import StatusChip
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, column, row


class ChooseBar(QWidget):
    """Period, building, due day; writes into the `BillRunDesk` what is chosen."""

    chosen = Signal()
    work_out_asked = Signal()
    bind_asked = Signal()

    def __init__(self, run: BillRunDesk) -> None:
        super().__init__()
        self.run = run
        self._make_choosers()
        self._make_due()
        work_out = _("试算")
        self.work_out = button(
            work_out, self.work_out_asked.emit, icon="refresh", look="main", name="work-out"
        )
        self.work_out.setToolTip(with_keys(work_out, "F9"))
        self.bind = button(_("批量绑定…"), self.bind_asked.emit, icon="link", name="bind-rooms")
        title = label(_("出账"), "title")
        chosen = (self.periods, self.buildings, self.due)
        self.setLayout(row(title, 8, *chosen, self.work_out, None, self.bind))

    def show_chosen(self) -> None:
        """Show the period and building the desk is at."""
        at = self.periods.findData(self.run.period)
        if at < 0:
            self.periods.addItem(self.run.period_words, self.run.period)
            at = self.periods.count() - 1
        self.periods.setCurrentIndex(at)
        self.buildings.setCurrentIndex(max(0, self.buildings.findData(self.run.building_id)))

    def show_state(self, view: RunView | None) -> None:
        """Make the trial the main thing to do as long as nothing is worked out."""
        theme.dress(self.work_out, look="main" if view is None else "")
        self.work_out.setIcon(icons.icon("refresh", "on_accent" if view is None else "muted", 18))
        self.work_out.setText(_("试算") if view is None or not view.is_draft else _("重新试算"))

    def _make_choosers(self) -> None:
        self.periods = _chooser("run-period", _("账期"))
        for period, words in self.run.periods():
            self.periods.addItem(words, period)
        self.buildings = _chooser("run-building", _("范围"))
        self.buildings.addItem(_("全部楼栋"), None)
        for building_id, words in self.run.buildings():
            self.buildings.addItem(words, building_id)
        self.show_chosen()
        for chooser in (self.periods, self.buildings):
            chooser.activated.connect(lambda _place: self._choose())

    def _make_due(self) -> None:
        self.due = QLineEdit()
        self.due.setObjectName("run-due")
        self.due.setAccessibleName(_("缴费截止日"))
        self.due.setPlaceholderText(_("缴费截止日，不填按设置"))
        self.due.setToolTip(_("缴费截止日：不填按设置里的缴费期限，没有设置则为账期最后一天"))
        shown = self.due.fontMetrics().horizontalAdvance(self.due.placeholderText())
        self.due.setFixedWidth(max(theme.px(190), shown + theme.px(28)))
        self.due.textEdited.connect(lambda text: setattr(self.run, "due_text", text))
        self.due.returnPressed.connect(self.work_out_asked)

    def _choose(self) -> None:
        self.run.period = int(self.periods.currentData())
        self.run.building_id = self.buildings.currentData()
        self.chosen.emit()


class RunCard(Card):
    """The run in front: its state and figures, and the steps it can take."""

    post_asked = Signal()
    discard_asked = Signal()
    undo_asked = Signal()
    offset_asked = Signal()
    print_asked = Signal()

    def __init__(self) -> None:
        super().__init__(padding=14)
        self.setObjectName("run-card")
        self.title = label("", "heading")
        self.state = StatusChip()
        self.made = ElidedLabel("", "small", "muted")
        self.undone = label("", "small", "bad", wrap=True, select=True)
        self.figures = {name: label("", "heading") for name in ("rooms", "bills", "total", "before")}
        self.names = {name: label("", "small", "muted") for name in self.figures}
        flow = FlowLayout(gap=28)
        for name, shown in self.figures.items():
            flow.addWidget(box(column(self.names[name], shown, gap=0)))
        self._make_steps()
        head = row(self.title, self.state, self.made, gap=10)
        head.setStretch(2, 1)
        steps = row(self.undo, self.offset, self.print, self.discard, self.post, gap=8)
        below = row(box(flow, "clear"), steps, gap=12)
        below.setStretch(0, 1)
        self.body.addLayout(column(head, self.undone, below, gap=8))

    def _make_steps(self) -> None:
        post, notices = _("出账"), _("打印缴费通知单")
        self.post = button(post, self.post_asked.emit, icon="check", look="main", name="post-run")
        self.post.setToolTip(with_keys(post, "Ctrl+Return"))
        self.discard = button(_("放弃草稿"), self.discard_asked.emit, name="discard-run")
        self.undo = button(_("撤销整批…"), self.undo_asked.emit, icon="undo", name="undo-run")
        self.offset = button(_("批量统扣"), self.offset_asked.emit, icon="wallet", name="offset-run")
        self.offset.setToolTip(_("用这些房屋的预存款冲抵账单"))
        self.print = button(notices, self.print_asked.emit, icon="print", name="print-run")
        self.print.setToolTip(with_keys(notices, "Ctrl+P"))

    def put(self, view: RunView | None) -> None:
        """Show a run, or nothing."""
        self.setVisible(view is not None)
        if view is None:
            return
        self.title.setText(view.title)
        self.state.show_state(view.state_label, view.tone)
        self.made.setText(view.made)
        self.undone.setText(view.undone)
        self.undone.setVisible(bool(view.undone))
        self._put_figures(view)
        is_posted = view.state == "posted"
        for step in (self.undo, self.offset, self.print):
            step.setVisible(is_posted)
        for step in (self.discard, self.post):
            step.setVisible(view.is_draft)

    def _put_figures(self, view: RunView) -> None:
        texts = {
            "rooms": (_("户数"), f"{view.rooms:,}"),
            "bills": (_("账单数"), f"{view.bills:,}"),
            "total": (_("合计（元）"), show(view.total)),
            "before": (_("上期（元）"), show(view.before) if view.has_before else _("没有")),
        }
        for name, (words, text) in texts.items():
            self.names[name].setText(words)
            self.figures[name].setText(text)


def _chooser(name: str, words: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setToolTip(words)
    return made
