"""A list of records or commands (两行列表): icon, title and second line, a state and a time at the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QCursor, QFontMetrics, QPainter, QPainterPath
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from ui import icons, theme

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 48
FLAT_HEIGHT = 36


@dataclass(frozen=True)
class Entry:
    """One line; `key` is handed back when it is chosen, `heading` lines only part the others."""

    key: object
    icon: str
    title: str
    detail: str = ""
    chip: str = ""
    tone: str = "quiet"
    aside: str = ""
    aside_tone: str = "muted"
    heading: bool = False


class EntryModel(QAbstractListModel):
    """The entries; a screen reader hears title, detail, state and time of each."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[Entry] = ()

    def put(self, entries: Sequence[Entry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the title, the entry itself, or what is read aloud."""
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.UserRole:
            return entry
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join(filter(None, (entry.title, entry.detail, entry.chip, entry.aside)))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let headings be passed over."""
        if self.entries[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class EntryDelegate(QStyledItemDelegate):
    """Draws an entry; `flat` puts the second line beside the title."""

    def __init__(self, shown_in: QListView, *, flat: bool) -> None:
        super().__init__(shown_in)
        self._list = shown_in
        self.flat = flat

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a line."""
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        if entry.heading:
            return QSize(0, theme.px(26))
        return QSize(0, theme.px(FLAT_HEIGHT if self.flat else ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the line, its ground first where it is chosen."""
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.heading:
            painter.setFont(theme.font("small", bold=True))
            painter.setPen(theme.color("muted"))
            place = option.rect.adjusted(theme.px(12), theme.px(6), 0, 0)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), entry.title)
        else:
            self._ground(painter, option, index)
            rest = self._right_side(painter, option.rect.adjusted(theme.px(12), 0, -theme.px(12), 0), entry)
            self._words(painter, rest, entry)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Colour what is chosen or under the mouse; asked of the list, since `option.state` makes all of `QStyle`."""
        is_chosen = index == self._list.currentIndex()
        at = self._list.viewport()
        is_under = at.underMouse() and option.rect.contains(at.mapFromGlobal(QCursor.pos()))
        if not (is_chosen or is_under):
            return
        path = QPainterPath()
        path.addRoundedRect(option.rect.adjusted(theme.px(4), 1, -theme.px(4), -1), theme.px(6), theme.px(6))
        painter.fillPath(path, theme.color("accent_soft" if is_chosen else "hover"))

    def _right_side(self, painter: QPainter, place: QRect, entry: Entry) -> QRect:
        """Draw the state and the time at the right; return what is left of `place`."""
        small = theme.font("small", bold=True)
        metrics = QFontMetrics(small)
        rest = QRect(place)
        if entry.chip:
            width = metrics.horizontalAdvance(entry.chip) + theme.px(16)
            height = metrics.height() + theme.px(4)
            box = QRect(rest.right() - width, rest.center().y() - height // 2, width, height)
            path = QPainterPath()
            path.addRoundedRect(box, height / 2, height / 2)
            painter.fillPath(path, theme.color(f"{entry.tone}_soft"))
            self._text(
                painter, box, entry.chip, entry.tone, "small", bold=True, where=Qt.AlignmentFlag.AlignCenter
            )
            rest.setRight(box.left() - theme.px(12))
        if entry.aside:
            width = QFontMetrics(theme.font("small")).horizontalAdvance(entry.aside) + theme.px(4)
            box = QRect(rest.right() - width, rest.top(), width, rest.height())
            self._text(
                painter, box, entry.aside, entry.aside_tone, "small", where=Qt.AlignmentFlag.AlignRight
            )
            rest.setRight(box.left() - theme.px(12))
        return rest

    def _words(self, painter: QPainter, place: QRect, entry: Entry) -> None:
        picture = icons.pixmap(entry.icon, "muted", 20)
        side = theme.px(20)
        painter.drawPixmap(place.left(), place.center().y() - side // 2, side, side, picture)
        words = place.adjusted(side + theme.px(12), 0, 0, 0)
        if not entry.detail:
            self._text(painter, words, entry.title, "text")
        elif self.flat:
            width = min(
                QFontMetrics(theme.font()).horizontalAdvance(entry.title) + theme.px(16),
                words.width() * 2 // 3,
            )
            self._text(painter, QRect(words.left(), words.top(), width, words.height()), entry.title, "text")
            self._text(painter, words.adjusted(width, 0, 0, 0), entry.detail, "muted", "small")
        else:
            half = words.height() // 2
            above = QRect(words.left(), words.top() + theme.px(3), words.width(), half - theme.px(3))
            below = QRect(words.left(), words.top() + half, words.width(), half - theme.px(5))
            self._text(painter, above, entry.title, "text")
            self._text(painter, below, entry.detail, "muted", "small")

    @staticmethod
    def _text(
        painter: QPainter,
        place: QRect,
        text: str,
        tone: str,
        scale: str = "body",
        *,
        bold: bool = False,
        where: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        painter.setFont(theme.font(scale, bold=bold))
        painter.setPen(QColor(theme.color(tone)))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(where | Qt.AlignmentFlag.AlignVCenter), shown)


class RecordList(QListView):
    """Emits `chosen` with an entry's key on Enter or click; on a double click where a click only marks."""

    chosen = Signal(object)

    def __init__(self, name: str, *, flat: bool = False, click_marks: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView { border: none; background: transparent; }")
        self.entries = EntryModel()
        self.setModel(self.entries)
        self.setItemDelegate(EntryDelegate(self, flat=flat))
        (self.doubleClicked if click_marks else self.clicked).connect(self._choose)
        self.activated.connect(self._activate)

    def put(self, entries: Sequence[Entry]) -> None:
        """Show `entries`."""
        self.entries.put(entries)

    def choose_key(self, key: object) -> bool:
        """Mark the line with this key; False if there is none."""
        for place, entry in enumerate(self.entries.entries):
            if entry.key == key and not entry.heading:
                self.setCurrentIndex(self.entries.index(place))
                return True
        return False

    @property
    def marked_key(self) -> object:
        """Return the key of the marked line; None if none is."""
        at = self.currentIndex()
        return self.entries.entries[at.row()].key if at.isValid() else None

    def needed_height(self) -> int:
        """Return the height that shows every line."""
        return sum(self.sizeHintForRow(place) for place in range(self.entries.rowCount())) + theme.px(4)

    def choose_first(self) -> None:
        """Mark the first line that can be chosen."""
        self.step(1, start=-1)

    def step(self, by: int, start: int | None = None) -> None:
        """Mark the next or previous line that can be chosen, round and round."""
        count = self.entries.rowCount()
        place = self.currentIndex().row() if start is None else start
        for _try in range(count):
            place = (place + by) % count
            if not self.entries.entries[place].heading:
                self.setCurrentIndex(self.entries.index(place))
                return

    def choose_current(self) -> None:
        """Choose the marked line."""
        if self.currentIndex().isValid():
            self._choose(self.currentIndex())

    def _choose(self, index: QModelIndex) -> None:
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        if not entry.heading:
            self.chosen.emit(entry.key)

    def _activate(self, index: QModelIndex) -> None:
        """Choose on Enter; a click was heard already."""
        from PySide6.QtGui import QGuiApplication

        if not QGuiApplication.mouseButtons() and self.hasFocus():
            self._choose(index)
