"""Looking at a roster before it is taken in (核对名册): counts, tables and columns, every line, and what to look at."""

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QPushButton,
    QTabBar,
    QWidget,
)

from desk_app.kernel.words import _
from desk_app.screens.import_view import (
    FindingView,
    ImportView,
    TableView,
    Tile,
    list_existing,
    list_meanings,
)
from ui import icons, theme
from ui.screens.import_findings import FindingsPanel
from ui.screens.import_grid import SheetGrid
from ui.screens.import_options import ImportOptions
from ui.screens.meaning_picker import MeaningPicker
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import label
from ui.widgets.layouts import box, clear, column, row
from ui.widgets.message_strip import MessageStrip
from ui.widgets.page_header import PageHeader
from ui.widgets.split_view import SplitView

ROOM_FOR_TILES = 480
"""Pixels of height from which the counts stand on tiles."""


class ImportReview(QWidget):
    """Shows an `ImportView`; every change is asked for by a signal, worked out elsewhere and shown again.

    `column_chosen` carries table key, column (from 0) and meaning; `table_changed` table key and the changes;
    `file_changed` the changes for the whole file.
    """

    accepted = Signal()
    left = Signal()
    report_asked = Signal()
    column_chosen = Signal(str, int, str)
    table_changed = Signal(str, dict)
    file_changed = Signal(dict)

    def __init__(self) -> None:
        super().__init__()
        self.view: ImportView | None = None
        self._spots: list[tuple[int, TableView | None]] = []
        self._build()
        for keys, by in (("F8", 1), ("Shift+F8", -1)):
            shortcut = QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            shortcut.activated.connect(lambda by=by: self.findings.step(by))

    @property
    def table(self) -> TableView | None:
        """Return the table in front; None for a sheet without one."""
        place = self.tabs.currentIndex()
        return self._spots[place][1] if 0 <= place < len(self._spots) else None

    def show_view(self, view: ImportView) -> None:
        """Show a roster as it stands now; the table in front and the place in it stay."""
        key = self.table.key if self.table else ""
        self.view = view
        self.header.show_words(view.file_name, _("还没有写入账本。{summary}").format(summary=view.summary))
        self.strip.say(_tell_first(view), "waiting")
        self.accept_button.setEnabled(view.can_accept)
        self._show_tiles(view.tiles)
        self.existing_box.setVisible(view.has_existing)
        self.existing[view.on_existing].setChecked(True)
        self._show_tabs(view, key)
        self.findings.show_findings(view)

    def go_to(self, finding: FindingView) -> None:
        """Show the cell or line a finding is about."""
        if finding.sheet < 0 or not finding.row:
            return
        if self._sheet != finding.sheet:
            places = [place for place, (sheet, _table) in enumerate(self._spots) if sheet == finding.sheet]
            if not places:
                return
            self.tabs.setCurrentIndex(places[0])
        if self.options.only_problems.isChecked() and self.grid.sheet_model.shown_row(finding.row - 1) < 0:
            self.options.only_problems.setChecked(False)
        self.grid.go_to(finding.row - 1, finding.column)

    # -- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.strip = MessageStrip(closable=False)
        self.tiles = FlowLayout(gap=8)
        self.tiles_box = box(self.tiles)
        self.existing = self._existing_buttons()
        self.findings = FindingsPanel()
        self.findings.chosen.connect(self.go_to)
        top = row(self.tiles_box, self.existing_box, gap=12)
        top.setStretch(0, 1)
        split = SplitView("import", self._table_card(), self.findings, (3, 1))
        page = column(self._head(), self.strip, top, split, gap=12, margins=(24, 16, 24, 16))
        page.setStretch(3, 1)
        self.setLayout(page)

    def _head(self) -> PageHeader:
        back = button(_("换一个文件"), self.left.emit, icon="back", name="import-back")
        report = button(
            _("导出核对表"), self.report_asked.emit, icon="export", shortcut="Ctrl+E", name="import-report"
        )
        report.setToolTip(_("存一份 Excel：原表加颜色，每个有问题的单元格旁写明原因  Ctrl+E"))
        self.accept_button = button(
            _("确认导入"),
            self._accept,
            icon="check",
            look="main",
            shortcut="Ctrl+Return",
            name="import-accept",
        )
        self.header = PageHeader("", " ", back, report, self.accept_button)
        return self.header

    def _table_card(self) -> Card:
        self.grid = SheetGrid()
        self.grid.column_asked.connect(self._pick_meaning)
        self.options = ImportOptions()
        self.options.filtered.connect(self._show_table)
        self.options.file_changed.connect(self.file_changed)
        self.options.table_changed.connect(self._change_table)
        self.tabs = QTabBar()
        self.tabs.setIconSize(icons.icon_size(16))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(_("文件里的各张表"))
        self.tabs.currentChanged.connect(lambda *_place: self._show_table())
        card = Card(gap=8, padding=8)
        card.body.addWidget(self.tabs)
        card.body.addWidget(self.options)
        card.body.addWidget(self.grid, 1)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the counts to the sentence at the head where there is little room."""
        super().resizeEvent(event)
        self.tiles_box.setVisible(self.height() >= theme.px(ROOM_FOR_TILES))

    def _existing_buttons(self) -> dict[str, QPushButton]:
        group = QButtonGroup(self)
        made = {}
        for way, text in list_existing():
            made[way] = button(
                text, lambda way=way: self.file_changed.emit({"on_existing": way}), name=f"existing-{way}"
            )
            made[way].setCheckable(True)
            group.addButton(made[way])
        self.existing_box = box(row(label(_("账本里已有的房屋："), tone="muted"), *made.values(), gap=4))
        return made

    # -- showing -------------------------------------------------------------------------------------------------

    def _show_tiles(self, tiles: tuple[Tile, ...]) -> None:
        clear(self.tiles)
        for tile in tiles:
            card = Card(padding=10)
            tone = tile.tone if tile.tone != "quiet" and tile.count else "muted" if not tile.count else ""
            count = label(f"{tile.count:,}", "heading", tone)
            card.body.addLayout(row(count, label(tile.label, tone="muted"), gap=6))
            card.setObjectName(f"tile-{tile.name}")
            card.setAccessibleName(f"{tile.label} {tile.count}")
            self.tiles.addWidget(card)

    def _show_tabs(self, view: ImportView, key: str) -> None:
        """Make a tab for each table, and one for each sheet that holds none."""
        with QSignalBlocker(self.tabs):
            while self.tabs.count():
                self.tabs.removeTab(0)
            self._spots = [(table.sheet, table) for table in view.tables]
            with_table = {table.sheet for table in view.tables}
            others = [
                number for number, sheet in enumerate(view.sheets) if number not in with_table and sheet.rows
            ]
            self._spots += [(number, None) for number in others]
            for sheet, table in self._spots:
                self._add_tab(view, sheet, table)
            keys = [table.key if table else "" for _sheet, table in self._spots]
            rosters = [at for at, (_sheet, table) in enumerate(self._spots) if table and table.is_roster]
            rooms = [at for at in rosters if view.tables[at].sort == "rooms"]
            self.tabs.setCurrentIndex(keys.index(key) if key and key in keys else (rooms + rosters + [0])[0])
        self.tabs.updateGeometry()
        self._show_table()

    def _add_tab(self, view: ImportView, sheet: int, table: TableView | None) -> None:
        is_read = table is not None and table.is_roster and not table.is_skipped
        text = (table.title if table else view.sheets[sheet].name).replace("&", "&&")
        if is_read and table is not None:
            text = _("{sheet} · {lines} 行").format(sheet=text, lines=table.lines)
        sign = icons.icon("check" if is_read else "hide", "good" if is_read else "faint", 16)
        place = self.tabs.addTab(sign, text)
        self.tabs.setTabToolTip(place, table.kind if table else _("没有找到名册，不导入"))

    @property
    def _sheet(self) -> int:
        place = self.tabs.currentIndex()
        return self._spots[place][0] if 0 <= place < len(self._spots) else -1

    def _show_table(self) -> None:
        if self.view is None or self._sheet < 0:
            return
        sheet, table = self.view.sheets[self._sheet], self.table
        self.grid.show_sheet(
            sheet, table, sheet.problem_rows() if self.options.only_problems.isChecked() else None
        )
        self.options.show_choices(self.view, table)

    # -- changing ------------------------------------------------------------------------------------------------

    def _pick_meaning(self, column_number: int) -> None:
        table = self.table
        taken = table.column(column_number) if table else None
        if table is None or taken is None:
            return
        others = {each.meaning: each.letters for each in table.columns}
        picker = MeaningPicker(
            self,
            list_meanings(),
            taken,
            others,
            lambda code: self.column_chosen.emit(table.key, column_number, code),
        )
        head = self.grid.head
        left = head.sectionViewportPosition(column_number)
        picker.open_at(head.viewport().mapToGlobal(QPoint(left, head.height())))

    def _accept(self) -> None:
        """Take the roster in as it is shown; what was typed just now is worked out and looked at first."""
        if not self.options.commit():
            self.accepted.emit()

    def _change_table(self, changes: dict[str, object]) -> None:
        if self.table is not None:
            self.table_changed.emit(self.table.key, changes)


def _tell_first(view: ImportView) -> str:
    """Return what has to be known before anything else: the same file again, or nothing to take in."""
    nothing = ""
    if not view.can_accept and view.has_existing:
        nothing = _("没有新内容可导入：房屋都已在账本里。要补充资料，请在右边选“补充更新”。")
    elif not view.can_accept:
        nothing = _("没有读到房屋或人员。请看列头认得对不对，点列头可以更改；表头行也可以改。")
    return " ".join(filter(None, (view.same_file, nothing)))
