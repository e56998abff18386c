"""Cells with some room at both sides (表格单元格), for the small tables of hand-made pages."""

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RoomyCells(QStyledItemDelegate):
    """Leaves some room at both sides of a cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """Draw the ground over the whole cell, the text inside it."""
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.highlight())
        inside = QStyleOptionViewItem(option)
        inside.rect = option.rect.adjusted(theme.px(6), 0, -theme.px(6), 0)
        inside.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, inside, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]
        """Add the room at both sides."""
        return super().sizeHint(option, index) + QSize(theme.px(12), 0)
