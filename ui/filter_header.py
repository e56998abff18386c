"""The heading of a table (表头) with a box to filter each column under its name, as in a spreadsheet."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHeaderView, QLineEdit, QTableView, QWidget

from desk_app.kernel.words import _
from desk_app.screens.record_table import Column
from ui import theme

BOX_PX = 34


class FilterHeader(QHeaderView):
    """`typed(column name, text)` is told as somebody types; the boxes are made when they are first shown."""

    typed = Signal(str, str)

    def __init__(self, view: QTableView, columns: Callable[[], tuple[Column, ...]]) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._columns = columns
        self.boxes: dict[str, QWidget] = {}
        self.is_open = False
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setResizeContentsPrecision(50)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionResized.connect(self._place)
        self.sectionMoved.connect(self._place)
        view.horizontalScrollBar().valueChanged.connect(self._place)

    def open_boxes(self, is_open: bool) -> None:
        """Show the boxes, or put them away."""
        self.is_open = is_open
        self.show_columns({})
        self.updateGeometries()
        self.geometriesChanged.emit()

    def show_columns(self, texts: dict[str, str]) -> None:
        """Make the boxes fit the columns now shown, with what is typed in each."""
        wanted = {column.name: column for column in self._columns()} if self.is_open else {}
        for name in [name for name in self.boxes if name not in wanted]:
            box = self.boxes.pop(name)
            box.hide()
            box.deleteLater()
        for name, column in wanted.items():
            if name not in self.boxes:
                self.boxes[name] = self._make_box(column)
        for name, text in texts.items():
            self.show_text(name, text)
        self._place()

    def show_text(self, name: str, text: str) -> None:
        """Show what is typed above a column, without telling of it."""
        box = self.boxes.get(name)
        if box is None:
            return
        with QSignalBlocker(box):
            if isinstance(box, QComboBox):
                box.setCurrentIndex(max(box.findText(text), 0))
            elif isinstance(box, QLineEdit) and box.text() != text:
                box.setText(text)

    def show_problems(self, problems: dict[str, str]) -> None:
        """Mark the boxes whose text could not be read, with the reason."""
        for name, box in self.boxes.items():
            theme.dress(box, tone="bad" if name in problems else "")
            box.setToolTip(problems.get(name, ""))

    def sizeHint(self) -> QSize:
        """Leave room for the boxes under the names."""
        size = super().sizeHint()
        return QSize(size.width(), size.height() + (theme.px(BOX_PX) if self.is_open else 0))

    def updateGeometries(self) -> None:
        """Keep the names above the boxes."""
        self.setViewportMargins(0, 0, 0, theme.px(BOX_PX) if self.is_open else 0)
        super().updateGeometries()
        self._place()

    def _make_box(self, column: Column) -> QWidget:
        box = self._choice(column) if column.choices else self._line(column)
        box.setObjectName(f"filter-{column.name}")
        box.setAccessibleName(_("按{column}筛选").format(column=column.label))
        box.show()
        return box

    def _line(self, column: Column) -> QLineEdit:
        box = QLineEdit(self)
        box.setPlaceholderText(column.hint)
        box.setClearButtonEnabled(True)
        box.textChanged.connect(lambda text: self.typed.emit(column.name, text))
        return box

    def _choice(self, column: Column) -> QComboBox:
        box = QComboBox(self)
        box.addItem(_("全部"))
        box.addItems(list(column.choices))
        box.currentIndexChanged.connect(
            lambda place: self.typed.emit(column.name, box.itemText(place) if place > 0 else "")
        )
        return box

    def _place(self, *_moved: object) -> None:
        """Put each box under its column."""
        if not self.is_open:
            return
        top, height = super().sizeHint().height(), theme.px(BOX_PX)
        gap = theme.px(2)
        for place, column in enumerate(self._columns()):
            box = self.boxes.get(column.name)
            if box is not None:
                left = self.sectionViewportPosition(place)
                box.setGeometry(left + gap, top + gap, self.sectionSize(place) - 2 * gap, height - 2 * gap)
