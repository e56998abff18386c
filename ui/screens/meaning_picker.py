"""Choosing what a column holds (选择列的含义): a list with headings under a box to type in, beside the column."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from desk_app.kernel.words import _
from desk_app.screens.import_view import ColumnView, MeaningOption
from ui import theme
from ui.widgets.labels import label
from ui.widgets.layouts import column
from ui.widgets.record_list import Entry, RecordList

WIDTH, HEIGHT = 320, 420


class MeaningPicker(QFrame):
    """Pops up at a point; `choose` gets the code of what was picked."""

    def __init__(
        self,
        parent: QWidget,
        options: Sequence[MeaningOption],
        taken: ColumnView,
        others: dict[str, str],
        choose: Callable[[str], None],
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._options, self._taken, self._others, self._choose = options, taken, others, choose
        theme.dress(self, look="float")
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(_("输入几个字来找，如 电话、面积"))
        self.typed.setAccessibleName(_("查找列的含义"))
        self.typed.textChanged.connect(lambda *_text: self._show())
        self.typed.installEventFilter(self)
        self.list = RecordList(_("列的含义"), flat=True)
        self.list.setObjectName("meanings")
        self.list.chosen.connect(self._pick)
        name = _("{letters} 列 {header} 是：").format(letters=taken.letters, header=taken.header).strip()
        self.setLayout(
            column(label(name, "small", "muted"), self.typed, self.list, gap=8, margins=(12, 12, 12, 12))
        )
        self.resize(theme.px(WIDTH), theme.px(HEIGHT))
        self._show()

    def open_at(self, point: QPoint) -> None:
        """Pop up below a point, inside the screen."""
        screen = self.screen().availableGeometry()
        left = min(point.x(), screen.right() - self.width())
        top = min(point.y(), screen.bottom() - self.height())
        self.move(max(left, screen.left()), max(top, screen.top()))
        self.show()
        self.typed.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk the list from the box."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if (key := Qt.Key(event.key())) in steps:
                self.list.step(steps[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.choose_current()
                return True
        return False

    def _show(self) -> None:
        wanted = self.typed.text().strip().casefold()
        entries, heading = [], ""
        for option in self._options:
            if wanted and wanted not in f"{option.label}{option.heading}".casefold():
                continue
            if option.heading != heading:
                heading = option.heading
                entries.append(Entry(None, "", heading, heading=True))
            entries.append(self._entry(option))
        self.list.put(entries)
        codes = [entry.key for entry in entries]
        if self._taken.meaning in codes and not wanted:
            index = self.list.entries.index(codes.index(self._taken.meaning))
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index, RecordList.ScrollHint.PositionAtCenter)
        else:
            self.list.choose_first()

    def _entry(self, option: MeaningOption) -> Entry:
        is_taken = option.code == self._taken.meaning
        icon = "check" if is_taken else "close" if option.code == "ignore" else "right"
        other = "" if option.many else self._others.get(option.code, "")
        aside = _("已用于 {letters} 列").format(letters=other) if other and not is_taken else ""
        return Entry(option.code, icon, option.label, aside=aside)

    def _pick(self, code: object) -> None:
        assert isinstance(code, str)
        self.close()
        if code != self._taken.meaning:
            self._choose(code)
