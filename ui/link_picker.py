"""Choosing a record (关联选择): type a room number, a name, a phone's tail or pinyin initials, and pick from the list."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desk_app.kernel.words import _
from desk_app.screens import record_links
from desk_app.screens.record_links import Target
from ui import theme
from ui.field_editors import FieldHooks, LineEditor
from ui.widgets.buttons import tool_button, with_keys
from ui.widgets.labels import label
from ui.widgets.layouts import column

MOST_SEEN = 7
"""How many matches are seen without scrolling."""

OPEN_KEY = "Alt+Return"
NEW = 0
"""The id of the line that stands for a record to be made."""

Index = QModelIndex | QPersistentModelIndex


class TargetList(QAbstractListModel):
    """The matches, one a line."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[Target] = []

    def show_targets(self, targets: list[Target]) -> None:
        """Show other matches."""
        self.beginResetModel()
        self.targets = targets
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.targets)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the target itself, or its words for screen readers."""
        target = self.targets[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return target
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{target.title}  {target.detail}"
        return None


class TwoLines(QStyledItemDelegate):
    """Paints a match: its title, and under it the line that tells it from others."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one match."""
        target: Target = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.color("accent_soft"))
        inside = option.rect.adjusted(theme.px(12), theme.px(4), -theme.px(12), -theme.px(4))
        half = inside.height() // 2 if target.detail else inside.height()
        painter.setFont(theme.font())
        painter.setPen(theme.color("text"))
        self._write(painter, QRect(inside.left(), inside.top(), inside.width(), half), target.title)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("muted"))
        self._write(painter, QRect(inside.left(), inside.top() + half, inside.width(), half), target.detail)
        painter.restore()

    def _write(self, painter: QPainter, place: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Leave room for one or two lines."""
        target: Target = index.data(Qt.ItemDataRole.UserRole)
        return QSize(theme.px(200), theme.px(44 if target.detail else 30))


class DropDown(QFrame):
    """The list of matches; floats over the window the line stands in, so that the line keeps the cursor."""

    chosen = Signal(object)

    def __init__(self, line: QWidget) -> None:
        super().__init__(line.window())
        self._line = line
        self.heading = label("", "small", "muted")
        self.heading.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(2))
        self.model = TargetList()
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(TwoLines(self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.clicked.connect(lambda index: self.chosen.emit(index.data(Qt.ItemDataRole.UserRole)))
        self.view.setAccessibleName(_("可选的记录"))
        self.setLayout(column(self.heading, self.view, gap=0, margins=(1, 1, 1, 1)))
        theme.dress(self, look="float")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def offer(self, targets: list[Target], heading: str, *, mark_first: bool) -> None:
        """Show the matches under the line, the first one marked if it is to be taken by Enter."""
        self.heading.setText(heading)
        self.heading.setVisible(bool(heading))
        self.model.show_targets(targets)
        self.view.setVisible(bool(targets))
        needed = len(targets) > MOST_SEEN
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if needed else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.view.setVerticalScrollBarPolicy(policy)
        if targets and mark_first:
            self.view.setCurrentIndex(self.model.index(0))
        self._place()
        self.show()
        self.raise_()

    @property
    def marked(self) -> Target | None:
        """Return the match Enter would take."""
        index = self.view.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if self.isVisible() and index.isValid() else None

    def step(self, by: int) -> None:
        """Mark the next or previous match; from the last one goes to the first, and back."""
        count = self.model.rowCount()
        if count:
            now = self.view.currentIndex().row()
            place = (now + by) % count if now >= 0 else (0 if by > 0 else count - 1)
            self.view.setCurrentIndex(self.model.index(place))

    def _place(self) -> None:
        heights = [self.view.sizeHintForRow(row) for row in range(min(self.model.rowCount(), MOST_SEEN))]
        heading = self.heading.sizeHint().height() if self.heading.isVisibleTo(self) else 0
        height = sum(heights) + heading + theme.px(8)
        width = max(self._line.width(), theme.px(320))
        window = self.parentWidget()
        below = self._line.mapTo(window, QPoint(0, self._line.height() + 2))
        above = self._line.mapTo(window, QPoint(0, -height - 2))
        place = below if below.y() + height <= window.height() or above.y() < 0 else above
        place.setX(max(0, min(place.x(), window.width() - width - theme.px(8))))
        self.setGeometry(QRect(place, QSize(width, height)))


class LinkEditor(LineEditor):
    """A line that finds records. Enter takes the marked match, or the only one; Alt+Enter opens the chosen record."""

    def __init__(self, field: Any, hooks: FieldHooks) -> None:
        super().__init__(field, hooks)
        self._drop: DropDown | None = None
        self._text = ""
        if not self.line.placeholderText():
            self.line.setPlaceholderText(record_links.hint_for(field))
        self.line.textEdited.connect(self._look)
        self.line.installEventFilter(self)
        self.line.setProperty("takes_arrows", True)

    def tools(self) -> list[QWidget]:
        """Return the button that opens the record the field points to."""
        self.open_button = tool_button(
            "outside", with_keys(_("打开"), OPEN_KEY), self.hooks.open_link, size=18
        )
        self.open_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.open_button.setVisible(False)
        return [self.open_button]

    @property
    def drop(self) -> DropDown:
        """Return the list, made on first use in the window the line stands in."""
        if self._drop is None or self._drop.parentWidget() is not self.window():
            self._drop = DropDown(self.line)
            self._drop.chosen.connect(self._take)
        return self._drop

    @property
    def is_offering(self) -> bool:
        """Say whether the list of matches is open."""
        return self._drop is not None and self._drop.isVisible()

    def show_text(self, text: str) -> None:
        """Show the chosen record, or what was typed."""
        self._text = text
        super().show_text(text)
        self.open_button.setVisible(bool(text))

    def commit(self) -> None:
        """Hand over what was typed; the form takes it if it names exactly one record."""
        self._close()
        super().commit()

    def take_enter(self) -> None:
        """Take the marked match; with none marked, what was typed."""
        if self.is_offering and self.drop.marked:
            self._take(self.drop.marked)
        else:
            self.commit()

    def offer_recent(self) -> None:
        """Show the records used lately."""
        recent = self.hooks.suggest("")
        if recent:
            self.drop.offer(recent, _("最近用过"), mark_first=False)

    def _look(self, typed: str) -> None:
        if not typed.strip():
            self._close()
            return
        found = self.hooks.suggest(typed)
        heading = "" if found else _("没有找到，换一种写法试试")
        self.drop.offer([*found, *self._new(typed)], heading, mark_first=len(found) > 0)

    def _new(self, typed: str) -> list[Target]:
        """Return the offer to make what was typed, where that may be done here; only an arrow or the mouse takes it."""
        if self.hooks.create is None or not any(letter.isalpha() for letter in typed):
            return []  # a number alone is what is sought, never what something is called
        words = record_links.words_for_new(self.field, typed)
        return [Target(record_links.kind_of(self.field).name, NEW, words)]

    def _make(self) -> None:
        """Make a record called as typed; nothing made, what was typed stays in the line."""
        assert self.hooks.create is not None
        typed = self.line.text()

        def done(record_id: int | None) -> None:
            if record_id is not None:
                self.hooks.choose(record_id)
            else:
                self.line.setText(typed)
                self.is_pending = True
            self.line.setFocus()

        self.hooks.create(typed, done)

    def _take(self, target: Target) -> None:
        self._close()
        self.is_pending = False
        if target.record_id == NEW:
            self._make()
            return
        self.hooks.choose(target.record_id)
        self.line.setFocus()

    def _close(self) -> None:
        if self._drop is not None:
            self._drop.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the list, and close it when the line is left."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        if event.type() == QEvent.Type.MouseButtonRelease and not self.line.text() and not self.is_offering:
            self.offer_recent()
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._close()
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            if self.is_offering:
                self.drop.step(1 if key == Qt.Key.Key_Down else -1)
            elif not self.line.text():
                self.offer_recent()
            else:
                self._look(self.line.text())
            return True
        if (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() == Qt.KeyboardModifier.AltModifier
        ):
            self.hooks.open_link()
            return True
        if key == Qt.Key.Key_Escape and (self.is_offering or self.is_pending):
            self._close()
            self.is_pending = False
            self.show_text(self._text)
            return True
        return False
