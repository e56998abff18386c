"""The sheet of a flat (验房录入): meters and items one below the other; Enter stores a line and goes to the next."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens.handover_day import HandoverDay, SheetLine
from ui import theme
from ui.widgets.roomy_cells import RoomyCells

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
VALUE = 1
"""The column that is typed into."""
ROW_PX = 32
_NOWHERE = QModelIndex()


class SheetModel(QAbstractTableModel):
    """Shows the lines of one flat; `refused` says why a line was not stored, `entered` that one was."""

    refused = Signal(object)
    entered = Signal()

    def __init__(self, day: HandoverDay) -> None:
        super().__init__()
        self.day = day
        self.handover_id: int | None = None
        self.is_open = False
        self.lines: list[SheetLine] = []
        self.typed: dict[int, str] = {}
        """What was typed on a line and refused: it stays in sight until it is right."""

    def show_flat(self, handover_id: int | None) -> None:
        """Show the lines of a flat as they are now; of none without one."""
        self.beginResetModel()
        if handover_id != self.handover_id:
            self.typed = {}
        self.handover_id = handover_id
        self.lines = self.day.sheet(handover_id) if handover_id is not None else []
        self.is_open = handover_id is not None and self.day.is_typed_in(handover_id)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Return a column's heading."""
        if orientation != Qt.Orientation.Horizontal or role != Role.DisplayRole:
            return None
        return (_("仪表或项目"), _("底数或问题"), _("表号或责任单位"))[section]

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return a cell's text or colour."""
        line, column = self.lines[index.row()], index.column()
        if role in (Role.DisplayRole, Role.EditRole):
            if column == VALUE and index.row() in self.typed:
                return self.typed[index.row()]
            if role == Role.EditRole and column == VALUE and not line.is_reading and line.tone == "good":
                return ""
            return (line.name, line.value, line.detail)[column]
        if role == Role.ForegroundRole:
            is_refused = column == VALUE and index.row() in self.typed
            tone = "bad" if is_refused else line.tone if column == VALUE and line.tone else ""
            return theme.color(tone or ("muted" if column == 2 else "text"))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let values be typed while the flat is being inspected."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_typed = self.is_open and index.column() == VALUE
        return flags | Qt.ItemFlag.ItemIsEditable if is_typed else flags

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Store what was typed; a refused text stays in sight."""
        return self.put(index.row(), str(value).strip())

    def put(self, place: int, text: str) -> bool:
        """Store a line, and show it as it is now; say whether it was taken."""
        if self.handover_id is None or (self.lines[place].is_reading and text == self.lines[place].value):
            return True
        try:
            self.day.enter(self.handover_id, place, text)
        except DeskError as error:
            self.typed[place] = text
            self.refused.emit(error)
            return False
        self.typed.pop(place, None)
        self.lines = self.day.sheet(self.handover_id)
        self.dataChanged.emit(self.index(place, 0), self.index(place, 2))
        self.entered.emit()
        return True

    def confirm(self, place: int) -> bool:
        """Take an empty Enter: an item without a result is good; anything else is left as it is."""
        line = self.lines[place]
        if not self.is_open or line.is_reading or line.tone != "waiting" or place in self.typed:
            return True
        return self.put(place, "")


class SheetTable(QTableView):
    """Keyboard first: typing begins anywhere in the row, Enter stores it and goes on; `finished` after the last line."""

    finished = Signal()

    def __init__(self, model: SheetModel) -> None:
        super().__init__()
        self.setModel(model)
        self.sheet = model
        self.setItemDelegate(RoomyCells(self))
        self._was_refused = False
        model.refused.connect(lambda *_what: setattr(self, "_was_refused", True))
        self.setObjectName("handover-sheet")
        self.setAccessibleName(_("验房录入"))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_PX))
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        for column, width in ((0, 118), (2, 130)):
            heads.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, theme.px(width))
        heads.setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Stretch)

    def go_to(self, place: int) -> None:
        """Put the cursor on a line; past the last one the sheet is finished."""
        if 0 <= place < self.sheet.rowCount():
            self.setCurrentIndex(self.sheet.index(place, VALUE))
        elif place >= self.sheet.rowCount() > 0:
            self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type wherever the cursor is in the row; Enter alone means that an item is good, and goes on."""
        if self.state() == QAbstractItemView.State.EditingState:
            event.accept()
            return
        index = self.currentIndex()
        if index.isValid() and index.column() != VALUE:
            self.setCurrentIndex(index.siblingAtColumn(VALUE))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            if self.sheet.confirm(index.row()):
                self.go_to(index.row() + 1)
            self._was_refused = False
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go on to the next line once one was taken; stay where it was refused."""
        hints = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, hints.NoHint)
        was_refused, self._was_refused = self._was_refused, False
        if hint in (hints.SubmitModelCache, hints.EditNextItem) and not was_refused:
            self.go_to(self.currentIndex().row() + 1)
        self.setFocus()
