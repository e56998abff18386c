"""Small windows of the arrears page (欠费的小窗口): a call, a promise, a delivery, all letters of a round at once."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import arrears_room
from ui import theme
from ui.growing_dialog import GrowingDialog
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, row
from ui.widgets.message_strip import MessageStrip

Asked = list[tuple[str, str, str, list[tuple[str, str]]]]
"""Name, words, what stands there first, and what can be chosen, for each field."""


class EntryDialog(GrowingDialog):
    """Asks for some fields, by keyboard from one to the next; stays open with the sentence when `do` refuses."""

    def __init__(
        self, parent: QWidget, title: str, hint: str, asked: Asked, do: Callable[[dict[str, str]], object]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(420))
        self._do = do
        self.strip = MessageStrip(closable=False)
        self.fields: dict[str, QWidget] = {}
        body = column(gap=6)
        for name, words, text, choices in asked:
            body.addWidget(self._ask(name, words, text, choices))
        self.yes = button(_("记下"), self.accept, look="main", name="dialog-yes", shortcut="Ctrl+Return")
        self.no = button(_("取消"), self.reject, name="dialog-no")
        heads = (label(title, "heading", wrap=True), label(hint, tone="muted", wrap=True))
        self.setLayout(
            column(*heads, body, self.strip, row(None, self.no, self.yes), gap=10, margins=(24, 20, 24, 16))
        )
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.setFocus()

    def texts(self) -> dict[str, str]:
        """Return what stands in the fields."""
        return {
            name: str(made.currentData()) if isinstance(made, QComboBox) else made.text()
            for name, made in self.fields.items()
            if isinstance(made, QComboBox | QLineEdit)
        }

    def accept(self) -> None:
        """Do it, and close when it was done."""
        try:
            self._do(self.texts())
        except DeskError as error:
            self.strip.say(str(error))
            return
        super().accept()

    def _ask(self, name: str, words: str, text: str, choices: list[tuple[str, str]]) -> QWidget:
        made: QComboBox | QLineEdit
        if choices:
            made = _EnterCombo(self._go_on)
            for stored, shown in choices:
                made.addItem(shown, stored)
        else:
            made = QLineEdit(text)
            made.returnPressed.connect(lambda: self._go_on(made))
        made.setObjectName(f"ask-{name}")
        made.setAccessibleName(words)
        self.fields[name] = made
        return box(column(label(words, "small", "muted"), made, gap=2))

    def _go_on(self, here: QObject) -> None:
        """Enter goes to the next field; from the last one it does the thing."""
        order = list(self.fields.values())
        after = order[[id(each) for each in order].index(id(here)) + 1 :]
        if after:
            after[0].setFocus()
        else:
            self.accept()


class _EnterCombo(QComboBox):
    """A choice that Enter leaves for the next field, as it leaves a line."""

    def __init__(self, go_on: Callable[[QObject], object]) -> None:
        super().__init__()
        self._go_on = go_on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as done."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._go_on(self)
        else:
            super().keyPressEvent(event)


def ask_event(
    parent: QWidget, sort: str, room: str, room_id: int, desk: Desk, done: Callable[[str], object]
) -> EntryDialog:
    """Ask for an entry of the log of a room; `done` gets the sentence for the clerk."""
    asked: Asked = [
        (
            name,
            _(arrears_room.LABELS[name]),
            arrears_room.first_text(name, desk),
            arrears_room.choices(name, room_id),
        )
        for name in arrears_room.ASKED[sort]
    ]
    made = EntryDialog(
        parent,
        f"{_(arrears_room.TITLES[sort])}  {room}",
        _("回车到下一格，最后一格回车即记下。不知道的可以不填。"),
        asked,
        lambda texts: done(arrears_room.record(room_id, sort, texts, desk)),
    )
    if sort == "call":
        ways = made.fields["way"]
        assert isinstance(ways, QComboBox)
        ways.setCurrentIndex(ways.findData("phone"))
    return made


def ask_round(
    parent: QWidget, notice_ids: list[int], desk: Desk, done: Callable[[str], object]
) -> EntryDialog:
    """Ask how all letters of a round were delivered."""
    asked: Asked = [
        ("way", _(arrears_room.LABELS["way"]), "", [each for each in arrears_room.choices("way", 0) if each[0] != "ems"]),
        ("at", _(arrears_room.LABELS["at"]), arrears_room.first_text("at", desk), []),
        ("witness", _("送达人、见证人"), "", []),
    ]  # fmt: skip
    hint = _("还没有登记送达的 {count} 份文书，都按这一种方式送达。用 EMS 的请一份一份登记单号。")
    return EntryDialog(
        parent,
        _("整批登记送达"),
        hint.format(count=f"{len(notice_ids):,}"),
        asked,
        lambda texts: done(
            arrears_room.deliver_all(notice_ids, texts["way"], texts["witness"], desk, texts["at"])
        ),
    )
