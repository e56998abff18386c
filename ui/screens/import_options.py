"""What can be decided about one table of a roster, and about the file (读法选项), in a line that wraps."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QMenu, QSpinBox, QToolButton, QWidget

from desk_app.kernel.words import _
from desk_app.screens.import_view import ImportView, TableView
from ui import icons, theme
from ui.widgets.buttons import tool_button
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, row

HIGHEST_ROW = 50_000


class ImportOptions(QWidget):
    """Shows what holds; `table_changed` and `file_changed` carry what somebody wants changed, `filtered` the filter."""

    table_changed = Signal(dict)
    file_changed = Signal(dict)
    filtered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._table: TableView | None = None
        self._community = ""
        self._make_boxes()
        self.hint = label("", "small", "waiting", wrap=True)
        line = FlowLayout(gap=12)
        for part in (
            self.take_in,
            box(row(label(_("表头行"), tone="muted"), self.header_row, gap=6)),
            box(row(label(_("楼栋"), tone="muted"), self.building, gap=6)),
            box(row(label(_("小区"), tone="muted"), self.community, gap=6)),
            self.only_problems,
            self._more(),
        ):
            line.addWidget(part)
        self.setLayout(column(box(line), self.hint, gap=4, margins=(4, 0, 4, 0)))

    def show_choices(self, view: ImportView, table: TableView | None) -> None:
        """Show what was decided about a table, and about the file."""
        self._table, self._community = table, view.community
        self.community.setText(view.community)
        self._offer_communities(view.communities)
        for part in (self.header_row, self.building):
            part.setEnabled(table is not None)
        with QSignalBlocker(self.header_row):
            self.header_row.setValue(table.header_row if table else 0)
        self.take_in.setEnabled(bool(table and (table.is_roster or table.is_skipped)))
        self.take_in.setChecked(bool(table and table.is_roster and not table.is_skipped))
        self.building.setText(table.building if table else "")
        self.building.setToolTip(table.building_why if table else "")
        self.hidden_rows.setChecked(view.hidden_rows)
        self.floors.setChecked(view.floors_from_labels)
        is_roster = table is not None and (table.is_roster or table.is_skipped)
        self.hint.setText("" if is_roster else _tell_why_not(table))
        self.hint.setVisible(not is_roster)

    def commit(self) -> bool:
        """Hand over what is typed in a box and not yet left; say whether that changes anything."""
        row_before = self.header_row.value()
        self.header_row.interpretText()
        is_row_new = self.header_row.value() != row_before
        return is_row_new or self._change_building() or self._change_community()

    def _make_boxes(self) -> None:
        self.take_in = QCheckBox(_("导入这张表"))
        self.take_in.clicked.connect(lambda on: self.table_changed.emit({"skip": not on}))
        self.header_row = QSpinBox()
        self.header_row.setRange(0, HIGHEST_ROW)
        self.header_row.setKeyboardTracking(False)
        self.header_row.setSpecialValueText(_("没有"))
        self.header_row.setAccessibleName(_("表头在第几行"))
        self.header_row.setToolTip(_("表头（写着“房号、业主……”的那一行）在第几行；0 表示没有表头"))
        self.header_row.valueChanged.connect(lambda number: self.table_changed.emit({"header_row": number}))
        self.building = QLineEdit()
        self.building.setPlaceholderText(_("各行自己写明"))
        self.building.setAccessibleName(_("整张表所在的楼栋"))
        self.building.setFixedWidth(theme.px(120))
        self.building.editingFinished.connect(self._change_building)
        self.community = QLineEdit()
        self.community.setAccessibleName(_("小区"))
        self.community.setToolTip(_("没有写明小区的房屋归到这个小区"))
        self.community.setFixedWidth(theme.px(140))
        self.community.editingFinished.connect(self._change_community)
        self.communities = QMenu(self.community)
        self.choose_community = self.community.addAction(
            icons.icon("down"), QLineEdit.ActionPosition.TrailingPosition
        )
        self.choose_community.setToolTip(_("选标题里写的小区"))
        self.choose_community.triggered.connect(self._show_communities)
        self.only_problems = QCheckBox(_("只看有问题的行"))
        self.only_problems.toggled.connect(lambda *_on: self.filtered.emit())

    def _more(self) -> QToolButton:
        made = tool_button("settings", _("更多读法"))
        menu = QMenu(made)
        self.hidden_rows = menu.addAction(_("也读取被隐藏的行"))
        self.floors = menu.addAction(_("没有楼层列时，按房号推算楼层"))
        for action, name in ((self.hidden_rows, "hidden_rows"), (self.floors, "floors_from_labels")):
            action.setCheckable(True)
            action.triggered.connect(lambda on, name=name: self.file_changed.emit({name: on}))
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made

    def _change_building(self) -> bool:
        typed = self.building.text().strip()
        is_new = self._table is not None and typed != self._table.building
        if is_new:
            self.table_changed.emit({"building": typed})
        return is_new

    def _offer_communities(self, names: tuple[str, ...]) -> None:
        """Offer the communities the titles name, where there are several."""
        self.communities.clear()
        for name in names:
            self.communities.addAction(name, lambda name=name: self.file_changed.emit({"community": name}))
        self.choose_community.setVisible(len(names) > 1)

    def _show_communities(self) -> None:
        self.communities.popup(self.community.mapToGlobal(self.community.rect().bottomLeft()))

    def _change_community(self) -> bool:
        typed = self.community.text().strip()
        is_new = typed not in ("", self._community)
        if is_new:
            self.file_changed.emit({"community": typed})
        return is_new


def _tell_why_not(table: TableView | None) -> str:
    if table is None:
        return _("这张表里没有找到名册，不导入。")
    return _("不像名册，不导入。如果是名册，点列头指明哪一列是房号、哪一列是姓名，就会导入。")
