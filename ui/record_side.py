"""Beside a form (侧栏): what was done to the record, the files kept with it, and the papers given out for it."""

from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens.attachment_list import AttachmentList
from desk_app.screens.paper_desk import GivenPaper, given_papers
from desk_app.screens.printed_papers import signed_words
from desk_app.screens.record_form import RecordForm
from desk_app.screens.record_history import read_history
from ui.attachments_panel import AttachmentsPanel
from ui.history_panel import HistoryPanel
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import StatusChip
from ui.widgets.labels import label
from ui.widgets.layouts import box, clear, column, line, row


class RecordSide(Card):
    """A card with tabs; only for a stored record."""

    def __init__(self, shell: Shell, form: RecordForm) -> None:
        super().__init__()
        self.shell = shell
        self.form = form
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("历史、附件和打印记录"))
        self.history = HistoryPanel()
        self.files: AttachmentsPanel | None = None
        self.papers = QWidget()
        self._papers_list = column(gap=6)
        self.papers.setLayout(column(self._papers_list, None))
        self.panels: list[QWidget] = []
        self.body.addWidget(self.tabs)
        self._holder = column(gap=0)
        self.body.addLayout(self._holder)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.tabs.currentChanged.connect(self._show_panel)
        self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        record_id = self.form.record.id
        if record_id is None:
            return
        if not self.panels:
            self._add_panels(record_id)
        self.history.show_lines(read_history(self.form.kind, record_id))
        if self.files is not None:
            self.files.refresh()
        self._show_papers(given_papers(self.form.kind, record_id))
        self._name_tabs()

    def _add_panels(self, record_id: int) -> None:
        self._add_panel(self.history)
        if self.form.kind.attachable:
            self.files = AttachmentsPanel(
                self.shell, AttachmentList(self.form.kind.name, record_id, self.form.desk)
            )
            self.files.changed.connect(self.refresh)
            self._add_panel(self.files)
        if self.form.kind.papers:
            self._add_panel(self.papers)
        self._show_panel(0)

    def _add_panel(self, panel: QWidget) -> None:
        self.panels.append(panel)
        self._holder.addWidget(panel)
        self.tabs.addTab("")

    def _show_panel(self, place: int) -> None:
        for index, panel in enumerate(self.panels):
            panel.setVisible(index == place)

    def _name_tabs(self) -> None:
        record_id = self.form.record.id
        for index, panel in enumerate(self.panels):
            if panel is self.history:
                text = _("历史")
            elif panel is self.papers:
                text = _with_count(_("打印"), len(given_papers(self.form.kind, record_id)))
            else:
                assert self.files is not None
                text = _with_count(_("附件"), len(self.files.files.lines()))
            self.tabs.setTabText(index, text)

    def _show_kept(self, printed_id: int) -> None:
        from ui.preview import show_kept

        try:
            show_kept(self.shell, printed_id)
        except DeskError as error:
            self.shell.show_error(error)

    def _sign(self, printed_id: int) -> None:
        """Ask who signed a paper."""
        from ui.screens.signing import SigningDialog

        dialog = SigningDialog(self, self.shell, printed_id)
        dialog.accepted.connect(self.refresh)
        dialog.open()

    def _show_papers(self, papers: list[GivenPaper]) -> None:
        clear(self._papers_list)
        signed = signed_words(paper.printed_id for paper in papers)
        for paper in papers:
            chip = StatusChip(*signed.get(paper.printed_id, ("", "quiet")))
            at = label(f"{paper.at:%m-%d %H:%M}", "small", "muted")
            head = row(label(paper.label), chip, None, at, gap=6)
            detail = label(
                " · ".join((paper.action, _("第 {count} 次").format(count=paper.print_count), paper.who)),
                "small",
                "muted",
            )
            show = button(_("查看"), lambda paper=paper: self._show_kept(paper.printed_id), look="link")
            sign = button(_("登记签字件…"), lambda paper=paper: self._sign(paper.printed_id), look="link")
            acts = row(None, *([sign] if chip.text() else []), show, gap=8)
            self._papers_list.addWidget(box(column(head, detail, acts, line(), gap=2)))
        if not papers:
            self._papers_list.addWidget(label(_("还没有打印过"), tone="muted"))


def _with_count(text: str, count: int) -> str:
    return f"{text} {count}" if count else text
