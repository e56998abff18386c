"""The list of buildings beside the room picture (楼栋列表): name, number of rooms, and a bar of their states."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk_app.screens.room_grid import Place
from ui import theme
from ui.screens import room_colours

Index = QModelIndex | QPersistentModelIndex


class PlaceModel(QAbstractListModel):
    """The buildings, one a line; a line that starts a community carries its name."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[Place] = []

    def put(self, places: list[Place]) -> None:
        """Show other buildings."""
        self.beginResetModel()
        self.places = places
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the place itself, or its words."""
        place = self.places[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return place
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{place.community} {place.title} {place.count}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(f"{each.label} {each.count}" for each in place.states)
        return None

    def starts_community(self, row: int) -> bool:
        """Say whether the line is the first of its community."""
        return row == 0 or self.places[row].community != self.places[row - 1].community


class PlaceDelegate(QStyledItemDelegate):
    """Draws a building: its name, the number of rooms, and a bar of their states."""

    LINE, HEADING = 44, 28

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a line, with the community's name where it starts one."""
        first = index.model().starts_community(index.row())  # type: ignore[attr-defined]
        return QSize(theme.px(120), theme.px(self.LINE + (self.HEADING if first else 0)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        place: Place = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(option.rect)
        if index.model().starts_community(index.row()):  # type: ignore[attr-defined]
            heading = QRect(
                rect.left() + theme.px(12), rect.top(), rect.width() - theme.px(16), theme.px(self.HEADING)
            )
            painter.setFont(theme.font("small"))
            painter.setPen(theme.color("muted"))
            painter.drawText(
                heading, int(Qt.AlignmentFlag.AlignVCenter), self._cut(painter, place.community, heading)
            )
            rect.setTop(rect.top() + theme.px(self.HEADING))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or under:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(rect.adjusted(theme.px(4), 1, -theme.px(4), -1), theme.px(6), theme.px(6))
        self._paint_words(painter, rect, place)
        self._paint_bar(painter, rect, place)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, place: Place) -> None:
        inside = rect.adjusted(theme.px(14), theme.px(4), -theme.px(14), -theme.px(14))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("muted"))
        count = str(place.count)
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), count)
        inside.setRight(inside.right() - painter.fontMetrics().horizontalAdvance(count) - theme.px(8))
        painter.setFont(theme.font("body", bold=True))
        painter.setPen(theme.color("text"))
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), self._cut(painter, place.title, inside))

    @staticmethod
    def _paint_bar(painter: QPainter, rect: QRect, place: Place) -> None:
        left = float(rect.left() + theme.px(14))
        width = float(rect.width() - theme.px(28))
        top = rect.bottom() - theme.px(11)
        painter.setPen(Qt.PenStyle.NoPen)
        for each in place.states:
            share = width * each.count / max(place.count, 1)
            painter.setBrush(room_colours.ink(each.state))
            painter.drawRect(QRectF(left, top, max(share - 1, 1.0), theme.px(4)))
            left += share

    @staticmethod
    def _cut(painter: QPainter, text: str, inside: QRect) -> str:
        return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
