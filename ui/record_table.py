"""The page of any kind of record (列表页): its table with search, filters, states, and what to do with many at once."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QVBoxLayout, QWidget

from desk_app.kernel.kind import find_kind
from desk_app.kernel.words import _, inside, several
from desk_app.screens import print_here, remembered, table_output
from desk_app.screens.record_table import RecordTable
from desk_app.screens.registers import list_registers
from ui import icons, theme
from ui.bulk_bar import MOST_RECORDS, BulkBar
from ui.filter_header import FilterHeader
from ui.register_button import register_button
from ui.shell import Shell
from ui.state_chips import StateChips
from ui.table_columns import ColumnMenu, KeptColumns
from ui.table_page import TablePage
from ui.widgets.buttons import button, tool_button
from ui.widgets.empty_state import EmptyState
from ui.widgets.layouts import column, row
from ui.widgets.page_header import PageHeader

CHOOSING_MS = 60
EXPORT_FOLDER = "export/folder"


class RecordTablePage(TablePage):
    """Lists the records of one kind: filters by column and state, columns to choose, steps for many rows at once."""

    table: RecordTable

    def __init__(self, shell: Shell, kind_name: str) -> None:
        table = RecordTable(find_kind(kind_name), shell.desk)
        kept = KeptColumns(kind_name)
        kept.apply_to(table)
        super().__init__(shell, table)
        self.kind_name = kind_name
        self.kept = kept
        self._typed: dict[str, str] = {}
        self._start()

    @property
    def title(self) -> str:
        """Return the page's name."""
        return several(self.table.kind.label)

    # -- building ------------------------------------------------------------------------------------------------

    def _lay_out(self) -> QVBoxLayout:
        self.header = PageHeader(self.title, "", *self._make_buttons())
        self._build_search()
        self.chips = StateChips(self.table) if self.table.kind.workflow else None
        tools = row(self.search, self.chips or None, gap=16)
        tools.setStretch(0, 1)
        tools.setStretch(1, 3)
        if self.chips:
            self.chips.chosen.connect(self._show_states)
            tools.setAlignment(self.search, Qt.AlignmentFlag.AlignTop)
        self._build_view()
        self.bulk = BulkBar(self.shell, self.table)
        self.bulk.copy.connect(self.copy)
        self.bulk.let_go.connect(self._let_go)
        self.bulk.print_many.connect(self.print_many)
        inside = column(self.header, tools, self.view, self.bulk, gap=12, margins=(24, 16, 24, 16))
        inside.setStretch(2, 1)
        return inside

    def _build_search(self) -> None:
        words = _("在{kind}中查找").format(kind=inside(self.title))
        self.search = self._make_search("table-search", words, words, self.table.searched)
        self.search.setMinimumWidth(theme.px(180))
        self.search.setMaximumWidth(theme.px(280))
        self.search.textEdited.connect(lambda _text: self._typing.start())
        self.search.textChanged.connect(lambda text: None if text else self._typing.start())

    def _make_buttons(self) -> list[QWidget]:
        label = _("按列筛选")
        self.filter_button = tool_button("filter", label, self._toggle_filters, shortcut="Ctrl+Shift+L")
        self.filter_button.setCheckable(True)
        self.filter_button.setChecked(self.kept.are_filters_open)
        self.columns_button = tool_button("columns", _("选择显示哪些列"), self._show_column_menu)
        self.export_button = button(
            _("导出 Excel"),
            self.export,
            icon="export",
            shortcut="Ctrl+E",
            tip=_("导出列表中的全部行"),
            name="export",
        )
        registers = list_registers(self.table.kind, self.shell.desk.today)
        printing = [register_button(registers, self._preview_register)] if registers else []
        shown = [self.filter_button, self.columns_button, *printing, self.export_button]
        return [*shown, self._new_button()] if self.table.can_create else shown

    def _new_button(self) -> QWidget:
        words = _("新建{kind}").format(kind=inside(_(self.table.kind.one)))
        return button(words, self.make_new, icon="add", look="main", shortcut="Ctrl+N", name="new")

    def _preview_register(self, paper_name: str, month: date) -> None:
        self.shell.preview_register(self.kind_name, paper_name, month)

    def _build_view(self) -> None:
        self.view = self._make_view()
        self.view.selectionModel().selectionChanged.connect(lambda *_changed: self._choosing.start())
        self._choosing = QTimer(self.view, singleShot=True, interval=CHOOSING_MS)
        self._choosing.timeout.connect(self._show_chosen)
        self.heads = FilterHeader(self.view, lambda: self.table.columns)
        self.view.setHorizontalHeader(self.heads)
        self.heads.setSortIndicatorShown(True)
        self.heads.typed.connect(self._note_filter)
        self.heads.sectionClicked.connect(self._sort_by)
        self.heads.sectionResized.connect(self._note_width)
        self.heads.sectionMoved.connect(lambda *_moved: self._note_order())
        self.heads.customContextMenuRequested.connect(lambda _at: self._show_column_menu())
        self.heads.open_boxes(self.kept.are_filters_open)
        self.heads.show_columns(self.table.typed)
        self._lay_out_columns()

    # -- what somebody does --------------------------------------------------------------------------------------

    def make_new(self) -> None:
        """Open an empty form."""
        self.shell.new_record(self.kind_name)

    def print_many(self) -> None:
        """Ask which paper to print for the chosen rows."""
        from ui.print_run_start import start_run

        start_run(self.shell, self.kind_name, [self.table.record_id(at) for at in self.view.chosen_places()])

    def print_here(self) -> None:
        """Print the chosen row, if such records have papers; else say where the papers are."""
        if print_here.is_printed(self.table.kind) and self.view.chosen_count():
            self.print_many()
        else:
            self.shell.tell(print_here.choose_first(self.table.kind), "waiting")

    def export(self) -> None:
        """Ask for a place and write all rows, as filtered and sorted, to an Excel file."""
        folder = remembered.get(EXPORT_FOLDER, "") or str(Path.home())
        name = f"{self.title} {self.shell.desk.today:%Y-%m-%d}.xlsx"
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("导出 Excel"), str(Path(folder) / name), _("Excel 工作簿 (*.xlsx)")
        )
        if chosen:
            path = Path(chosen)
            self.export_to(path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx"))

    def export_to(self, path: Path) -> None:
        """Write all rows to `path`."""
        remembered.put(EXPORT_FOLDER, str(path.parent))

        def done(count: int) -> None:
            text = _("已导出 {count} 行到“{name}”。").format(count=f"{count:,}", name=path.name)
            self.shell.tell_saved(text, path.parent)

        self.shell.run_task(
            _("导出 Excel"), lambda progress: table_output.export(self.table, path, progress), done
        )

    def _open(self, place: int) -> None:
        self.shell.open_record(self.kind_name, self.table.record_id(place))

    def _text_of(self, places: Sequence[int]) -> str:
        return table_output.copy_text(self.table, places)

    def _step_back(self) -> None:
        """Undo one thing at a time: the choice of rows, what was searched, the filters."""
        if len(self.view.chosen_places()) > 1:
            self._let_go()
        elif self.search.text():
            self.search.clear()
            self._follow_typing()
        elif self.table.is_filtered:
            self.show_all()
        self.view.setFocus()

    def show_all(self) -> None:
        """Take every filter away."""
        self.table.show_all()
        self._typed = {}
        self.search.clear()
        self._typing.stop()
        for name in self.heads.boxes:
            self.heads.show_text(name, "")
        self.heads.show_problems({})
        self._reload()

    def _let_go(self) -> None:
        self.view.clearSelection()
        self.view.setFocus()

    def _show_states(self, states: frozenset[str]) -> None:
        self.table.show_states(states)
        self._reload()

    def _note_filter(self, name: str, text: str) -> None:
        self._typed[name] = text
        self._typing.start()

    def _follow_typing(self) -> None:
        """Show what fits everything typed."""
        self._typing.stop()
        self.table.search(self.search.text())
        for name, text in self._typed.items():
            self.table.filter(name, text)
        self._typed = {}
        self.heads.show_problems(self.table.problems)
        self._reload()

    def _toggle_filters(self) -> None:
        is_open = not self.heads.is_open
        self.kept.keep(filters=is_open)
        self.filter_button.setChecked(is_open)
        self.heads.open_boxes(is_open)
        self.heads.show_columns(self.table.typed)
        first = self.heads.boxes.get(self.table.columns[0].name)
        if is_open and first is not None:
            first.setFocus()

    def _sort_by(self, place: int) -> None:
        """Sort by a column: upwards, then downwards, then no more; with Shift among rows equal so far."""
        name = self.table.columns[place].name
        if self.table.columns[place].is_sortable:
            also = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
            now = dict(self.table.sorting).get(name)
            if now:
                self.table.sorting = tuple(each for each in self.table.sorting if also and each[0] != name)
            else:
                self.table.sort(name, descending=now is not None, also=also)
            self.kept.keep(sorting=[list(each) for each in self.table.sorting])
            self._reload()
        self._show_sorting()

    # -- columns -------------------------------------------------------------------------------------------------

    def _choose_columns(self, names: list[str]) -> None:
        self._typing.stop()
        self.model.reload(lambda: self.table.choose_columns(names))
        self.kept.keep(columns=names)
        self.heads.show_columns(self.table.typed)
        self._lay_out_columns()
        self._show_count()

    def _reset_columns(self) -> None:
        self.kept.forget()
        self.table.sort("")
        self._choose_columns([])
        self.heads.open_boxes(False)
        self.filter_button.setChecked(False)
        self.kept.forget()

    def _lay_out_columns(self) -> None:
        """Put the columns side by side as the table names them, each as wide as it was left or needs to be."""
        with QSignalBlocker(self.heads):
            for place in range(self.heads.count()):
                self.heads.moveSection(self.heads.visualIndex(place), place)
            for place, each in enumerate(self.table.columns):
                self.heads.resizeSection(place, self.kept.width(each.name) or self.view.usual_width(place))
        self._show_sorting()
        self.heads.show_columns({})

    def _show_sorting(self) -> None:
        names = [each.name for each in self.table.columns]
        if self.table.sorting and self.table.sorting[0][0] in names:
            name, descending = self.table.sorting[0]
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            self.heads.setSortIndicator(names.index(name), order)
        else:
            self.heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def _note_width(self, place: int, _before: int, width: int) -> None:
        is_last = self.heads.visualIndex(place) == self.heads.count() - 1  # it takes the room that is left
        if self.heads.isVisible() and not is_last and place < len(self.table.columns):
            self.kept.keep_width(self.table.columns[place].name, width)

    def _note_order(self) -> None:
        places = [self.heads.logicalIndex(place) for place in range(self.heads.count())]
        QTimer.singleShot(
            0, self.heads, lambda: self._choose_columns([self.table.columns[p].name for p in places])
        )

    def _show_column_menu(self) -> None:
        menu = ColumnMenu(self, self.table, self._choose_columns, self._reset_columns)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        button_foot = self.columns_button.mapToGlobal(QPoint(0, self.columns_button.height()))
        menu.popup(button_foot)

    # -- keeping everything in step ------------------------------------------------------------------------------

    def _count_words(self) -> str:
        if self.table.count == 0 and not self.table.is_complete:
            return _("正在查找…")
        return _("符合条件的 {count} 条") if self.table.is_filtered else _("共 {count} 条")

    def _show_count(self) -> None:
        """Say how many rows there are, and how many in each state."""
        super()._show_count()
        if self.chips:
            self.chips.show_counts()

    def _make_empty(self) -> EmptyState:
        kind = self.table.kind
        one, many = inside(_(kind.one)), inside(several(kind.label))
        if self.table.is_filtered:
            text = _("换个词试试，或清除筛选看全部。")
            return EmptyState(
                "search", _("没有符合条件的{kind}").format(kind=many), text, _("清除筛选"), self.show_all
            )
        if not self.table.can_create:
            why = self.table.kind.refusal(self.shell.desk)
            return EmptyState(kind.icon, _("还没有{kind}").format(kind=many), why)
        text = _("点“新建{kind}”，或按 Ctrl+N。").format(kind=one)
        return EmptyState(
            kind.icon,
            _("还没有{kind}").format(kind=many),
            text,
            _("新建{kind}").format(kind=one),
            self.make_new,
        )

    def _show_chosen(self) -> None:
        count = self.view.chosen_count()
        ids = (
            [self.table.record_id(place) for place in self.view.chosen_places()]
            if 1 < count <= MOST_RECORDS
            else []
        )
        self.bulk.show_chosen(count, ids)

    def _fill_row_menu(self, menu: QMenu, place: int) -> None:
        menu.addAction(icons.icon("edit"), _("打开") + "\tEnter", lambda: self._open(place))
