"""The page of printed papers (打印记录): every paper that left the program, and what can be done with each."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QVBoxLayout, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import printed_papers
from desk_app.screens.printed_papers import PrintedTable
from ui import icons, theme
from ui.shell import Shell
from ui.table_page import TablePage
from ui.widgets.buttons import button, with_keys
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, row
from ui.widgets.page_header import PageHeader


class PrintedPapersPage(TablePage):
    """Lists prints, the latest first. Enter shows the paper as it was."""

    help_topic = "printed_papers"
    table: PrintedTable

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, PrintedTable(shell.desk))
        self._start()

    @property
    def title(self) -> str:
        """Return the page's name."""
        return _("打印记录")

    # -- what the window asks ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the rows again, and which papers there are; what is chosen and where the list stands is kept."""
        self._fill_papers()
        super().refresh()

    def show_unsigned(self) -> None:
        """Show only papers whose signed copy is missing."""
        self._put_filters("", "", is_unsigned=True)
        self.view.setFocus()

    # -- what somebody does --------------------------------------------------------------------------------------

    def show_paper(self) -> None:
        """Show the paper as it left the program."""
        from ui.preview import show_kept

        self._with_chosen(lambda printed_id: show_kept(self.shell, printed_id))

    def print_again(self) -> None:
        """Fill the paper anew as a reprint, and show it before it is printed."""
        self._with_chosen(lambda printed_id: preview_again(self.shell, printed_id))

    def sign(self) -> None:
        """Ask who signed."""
        from ui.screens.signing import SigningDialog

        self._with_chosen(lambda printed_id: SigningDialog(self, self.shell, printed_id).open())

    def open_record(self) -> None:
        """Open the record the paper was made from."""

        def open_(printed_id: int) -> None:
            found = printed_papers.record_of(printed_id)
            if found is None:
                raise DeskError(_("没有打开单据：这份表单不属于某一条单据（如台账），或单据已被删除。"))
            self.shell.open_record(*found)

        self._with_chosen(open_)

    def file_scans(self) -> None:
        """Open the window in which scans are filed."""
        self.shell.run_command("file_scans")

    def show_runs(self) -> None:
        """Open the list of print runs, those not finished first."""
        self.shell.run_command("show_print_runs")

    def show_all(self) -> None:
        """Take every filter away."""
        self._put_filters("", "", is_unsigned=False)
        self.view.setFocus()

    def _with_chosen(self, do: Callable[[int], object]) -> None:
        """Do something with the print the keyboard is on; say why it cannot be done."""
        place = self.view.currentIndex().row()
        if not 0 <= place < self.table.count:
            self.shell.tell(_("请先在列表里选择一行。"), "waiting")
            return
        try:
            do(self.table.record_id(place))
        except DeskError as error:
            self.shell.show_error(error)

    # -- putting it together -------------------------------------------------------------------------------------

    def _lay_out(self) -> QVBoxLayout:
        scans = button(_("归档扫描件…"), self.file_scans, icon="import", name="file-scans")
        scans.setToolTip(
            with_keys(_("归档扫描件…"), "Ctrl+Shift+F")
        )  # the key is the window's: one owner only
        tip = _("批量打印的批次：没打完的接着打，或撤销")
        runs = button(_("打印批次"), self.show_runs, icon="print", name="show-runs", tip=tip)
        self.header = PageHeader(self.title, "", runs, scans)
        flow = FlowLayout()
        for part in self._filters():
            flow.addWidget(part)
        tools = box(flow)
        self._build_view()
        inside = column(
            self.header, tools, self.problem, self.view, self._actions(), gap=12, margins=(24, 16, 24, 16)
        )
        inside.setStretch(3, 1)
        return inside

    def _filters(self) -> list[QWidget]:
        words, tip = _("编号、房号或姓名"), _("按编号、房号或姓名查找")
        self.search = self._make_search("prints-search", words, tip, self.table.filter.words)
        self.search.setFixedWidth(theme.px(230))
        self.days = QLineEdit(self.table.filter.days)
        self.days.setObjectName("prints-days")
        self.days.setPlaceholderText(_("日期，如 2026-11 或 11-1~11-15"))
        self.days.setAccessibleName(_("打印日期"))
        self.days.setToolTip(_("可以写年、月、某一天、今天，或一段日子，如 11-1~11-15"))
        self.days.setFixedWidth(theme.px(220))
        self.days.setClearButtonEnabled(True)
        self.days.returnPressed.connect(self._leave_search)
        for line in (self.search, self.days):
            line.setAcceptDrops(False)  # a scan dropped here is for the window, not its path for the box
            line.textChanged.connect(lambda _text: self._typing.start())
        self.papers = QComboBox()
        self.papers.setObjectName("prints-paper")
        self.papers.setAccessibleName(_("表单"))
        self.papers.setMinimumWidth(theme.px(170))
        self._fill_papers()
        self.papers.currentIndexChanged.connect(lambda _place: self._follow_typing())
        self.unsigned = button(_("缺签字件"), icon="warning", name="prints-unsigned")
        self.unsigned.setToolTip(_("只列出还没有收回签字件的表单"))
        self.unsigned.setCheckable(True)
        self.unsigned.setChecked(self.table.filter.is_unsigned)
        self.unsigned.toggled.connect(lambda _on: self._follow_typing())
        self.problem = label("", "small", "bad", wrap=True)
        self.problem.hide()
        return [self.search, self.papers, self.days, self.unsigned]

    def _build_view(self) -> None:
        self.view = self._make_view()
        heads = self.view.horizontalHeader()
        heads.setStretchLastSection(True)
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place in range(len(self.table.columns)):
            heads.resizeSection(place, self.view.usual_width(place))

    def _acts(self) -> tuple[tuple[str, str, str, str, Callable[[], object]], ...]:
        """Return icon, words, keys, name and deed of what can be done with a print."""
        return (
            ("show", _("查看当时的样子"), "", "print-show", self.show_paper),
            ("print", _("补打…"), "Ctrl+P", "print-again", self.print_again),
            ("edit", _("登记签字件…"), "Ctrl+D", "print-sign", self.sign),
            ("outside", _("打开单据"), "Ctrl+J", "print-record", self.open_record),
        )

    def _actions(self) -> QWidget:
        bar = QWidget()
        made = [
            button(words, do, icon=icon, shortcut=keys, name=name)
            for icon, words, keys, name, do in self._acts()
        ]
        made[0].setToolTip(with_keys(_("查看当时的样子"), "Return"))
        bar.setLayout(row(*made, None, gap=8))
        return bar

    def _fill_row_menu(self, menu: QMenu, place: int) -> None:
        self.view.choose(place)
        for icon, words, keys, _name, do in self._acts():
            menu.addAction(icons.icon(icon), f"{words}\t{keys or 'Enter'}", do)

    def _fill_papers(self) -> None:
        """Offer every paper ever printed, the chosen one kept."""
        chosen = self.table.filter.paper
        self.papers.blockSignals(True)
        self.papers.clear()
        self.papers.addItem(_("全部表单"), None)
        for kind_name, paper_name, words in printed_papers.papers_printed():
            self.papers.addItem(words, (kind_name, paper_name))
            if (kind_name, paper_name) == chosen:
                self.papers.setCurrentIndex(self.papers.count() - 1)
        self.papers.blockSignals(False)

    # -- filters -------------------------------------------------------------------------------------------------

    def _open(self, _place: int) -> None:
        self.show_paper()

    def _put_filters(self, words: str, days: str, *, is_unsigned: bool) -> None:
        """Write filters into the boxes, all papers shown, and follow them once."""
        for line, text in ((self.search, words), (self.days, days)):
            line.blockSignals(True)
            line.setText(text)
            line.blockSignals(False)
        self.unsigned.blockSignals(True)
        self.unsigned.setChecked(is_unsigned)
        self.unsigned.blockSignals(False)
        self.papers.blockSignals(True)
        self.papers.setCurrentIndex(0)
        self.papers.blockSignals(False)
        self._follow_typing()

    def _follow_typing(self) -> None:
        """Show what fits everything typed and chosen."""
        self._typing.stop()
        wanted = self.table.filter
        wanted.words, wanted.days = self.search.text(), self.days.text()
        wanted.is_unsigned = self.unsigned.isChecked()
        data = self.papers.currentData()
        wanted.paper = tuple(data) if data else None
        self._reload()
        self.problem.setText(wanted.problems.get("days", ""))
        self.problem.setVisible(bool(wanted.problems))

    # -- keeping everything in step ------------------------------------------------------------------------------

    def _count_words(self) -> str:
        return _("符合条件的 {count} 份") if self.table.is_filtered else _("共 {count} 份")

    def _make_empty(self) -> EmptyState:
        only_unsigned = self.table.filter.is_unsigned and not (
            self.table.filter.words or self.table.filter.days or self.table.filter.paper
        )
        if only_unsigned:
            text = _("要签字的表单都收回来了。")
            return EmptyState("done", _("没有缺签字件的表单"), text, _("看全部"), self.show_all)
        if self.table.is_filtered:
            text = _("换个词试试，或清除筛选看全部。")
            return EmptyState("search", _("没有符合条件的打印记录"), text, _("清除筛选"), self.show_all)
        text = _("在单据上按“打印”之后，每一份都会记在这里：什么时候、谁、第几次，当时的内容也能照原样再看。")
        return EmptyState("print", _("还没有打印过表单"), text)


def preview_again(shell: Shell, printed_id: int) -> QWidget:
    """Show the reprint of a paper before it is printed; DeskError if it cannot be made."""
    from desk_app.screens import paper_desk
    from ui.preview import PreviewDialog

    dialog = PreviewDialog(shell, paper_desk.reprint(printed_id, shell.desk), is_reprint=True)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
