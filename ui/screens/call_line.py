"""The line in which a call is taken (来电快录): number, room, what was said, what it is about; Enter goes on and keeps it."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk_app.kernel.words import _, clauses
from desk_app.screens import call_entry
from desk_app.screens.call_entry import CallEntry
from desk_app.screens.record_links import Target
from ui import theme
from ui.screens.room_finder import RoomFinder
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, column, row
from ui.widgets.message_strip import MessageStrip

LOOK_UP_MS = 200
LONG_NUMBER = 11
"""So many digits are a whole mobile number, which is looked up at once."""


class CategoryKeys(QFrame):
    """The matters with their digits; it takes the cursor, and a digit chooses. `done` is told on Enter, `urgent` on 0."""

    done = Signal()
    urgent = Signal()
    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("类别，按数字键选择"))
        theme.dress(self, look="card")
        flow = FlowLayout(gap=4)
        self.buttons: dict[str, QPushButton] = {}
        for each in call_entry.categories():
            made = button(
                f"{each.digit} {each.label}",
                partial(self.picked.emit, each.digit),
                name=f"call-category-{each.digit}",
            )
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            flow.addWidget(made)
            self.buttons[each.label] = made
        self.setLayout(column(box(flow, "clear"), margins=(6, 6, 6, 6)))

    def show_chosen(self, words: str) -> None:
        """Press the button of the matter chosen."""
        for name, made in self.buttons.items():
            made.setChecked(name == words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses, 0 says that it is urgent, Enter goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
        elif event.text() == "0":
            self.urgent.emit()
        elif event.text() in {each.digit for each in call_entry.categories()}:
            self.picked.emit(event.text())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the digits mean something now."""
        super().focusInEvent(event)
        theme.dress(self, look="card", tone="accent")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they do not any more."""
        super().focusOutEvent(event)
        theme.dress(self, look="card", tone="")


class CallLine(Card):
    """Emits `kept` with the id of each call; the cursor is then back at the number."""

    kept = Signal(int)

    def __init__(self, shell: Shell) -> None:
        super().__init__(padding=12, gap=8)
        self.entry = CallEntry(shell.desk)
        self.number = _line(_("来电号码，当面来访留空"), "call-number", 170)
        self.room = RoomFinder(self.entry.suggest_rooms)
        self.room.setObjectName("call-room")
        self.room.setFixedWidth(theme.px(190))
        self.content = _line(_("客户说了什么"), "call-content")
        self.caller = ElidedLabel("", tone="accent")
        self.caller.setObjectName("call-caller")
        self.categories = CategoryKeys()
        self.urgent = QCheckBox(_("0 紧急或重大"))
        self.urgent.setObjectName("call-urgent")
        self.reported_to = _line(_("已报告哪位上级"), "call-reported-to", 200)
        self.reported_at = _line(_("现在"), "call-reported-at", 150)
        self.report = box(self._report_row())
        self.report.hide()
        self.strip = MessageStrip(closable=False)
        keep = button(
            _("登记"), self.keep, icon="check", look="main", tip=_("登记（在类别处按回车）"), name="call-keep"
        )
        drop = button(_("清空"), self.drop, look="plain", tip=_("清空（Esc）"), name="call-drop")
        typed = row(
            _named(_("号码"), self.number), _named(_("房号"), self.room), _named(_("内容"), self.content)
        )
        typed.setStretch(2, 1)
        self.body.addLayout(typed)
        self.body.addWidget(self.caller)
        about = row(self.categories, self.urgent, drop, keep, gap=12)
        about.setStretch(0, 1)
        self.body.addLayout(about)
        self.body.addWidget(self.report)
        self.body.addWidget(self.strip)
        self._looker = QTimer(self, singleShot=True, interval=LOOK_UP_MS)
        self._looker.timeout.connect(self._look_up)
        self._connect()
        self._show()

    def take_focus(self) -> None:
        """Put the cursor where a call begins."""
        self.number.setFocus()

    def keep(self) -> None:
        """Keep the call and be ready for the next; where something is missing, say what and go there."""
        self._hand_over()
        saved = self.entry.save()
        if saved is None:
            self._go_to_problem()
            return
        self._blank()
        self.kept.emit(saved)
        self.number.setFocus()

    def drop(self) -> None:
        """Start anew."""
        self.entry.clear()
        self._blank()
        self.number.setFocus()

    @property
    def is_begun(self) -> bool:
        """Say whether something typed here was not kept yet."""
        return any(each.text().strip() for each in (self.number, self.room, self.content))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Start anew with Esc."""
        if event.key() == Qt.Key.Key_Escape and self.is_begun:
            self.drop()
            return
        super().keyPressEvent(event)

    # -- from box to box -----------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.number.textEdited.connect(self._number_typed)
        self.number.returnPressed.connect(self._after_number)
        self.number.editingFinished.connect(self._look_up)
        self.room.chosen.connect(self._room_chosen)
        self.room.returnPressed.connect(self._after_room)
        self.content.returnPressed.connect(self._after_content)
        self.categories.picked.connect(self._pick_category)
        self.categories.urgent.connect(self.urgent.toggle)
        self.categories.done.connect(self.keep)
        self.urgent.toggled.connect(self._mark_urgent)
        self.reported_to.returnPressed.connect(self.keep)
        self.reported_at.returnPressed.connect(self.keep)

    def _number_typed(self, text: str) -> None:
        if sum(letter.isdigit() for letter in text) >= LONG_NUMBER:
            self._looker.start()

    def _look_up(self) -> None:
        self._looker.stop()
        before = self.entry.form.text("room")
        self.entry.enter_number(self.number.text())
        if self.entry.form.text("room") != before:
            self.room.setText(self.entry.form.text("room"))
        self._show()

    def _after_number(self) -> None:
        self._look_up()
        if self.entry.choices:
            self.room.setFocus()
            self._offer_choices()
        else:
            (self.room if self.entry.needs_room else self.content).setFocus()

    def _offer_choices(self) -> None:
        """Show the places of the number; they are told from rooms by ids below nothing."""
        targets = [
            Target("rooms", -1 - place, words) for place, words in enumerate(self.entry.choice_words())
        ]
        self.room.drop.offer(targets, _("这个号码有几处，上下键选择，回车确定"), mark_first=True)

    def _room_chosen(self, record_id: int) -> None:
        if record_id < 0:
            self.entry.pick(-1 - record_id)
        else:
            self.entry.choose_room(record_id)
        self.room.setText(self.entry.form.text("room"))
        self._show()
        self.content.setFocus()

    def _after_room(self) -> None:
        if not self.room.text().strip():
            self.content.setFocus()

    def _after_content(self) -> None:
        self.entry.enter_content(self.content.text())
        self.categories.setFocus()

    def _pick_category(self, digit: str) -> None:
        self.entry.press_digit(digit)
        self._show()

    def _mark_urgent(self, is_urgent: bool) -> None:
        """Ask at once to whom it was reported: such a call is not kept without (T11)."""
        self.entry.mark_urgent(is_urgent)
        self.report.setVisible(is_urgent)
        (self.reported_to if is_urgent else self.categories).setFocus()

    def _hand_over(self) -> None:
        """Give the entry everything that stands in the boxes."""
        self._look_up()
        self.entry.enter_content(self.content.text())
        if self.room.text().strip() != self.entry.form.text("room"):
            self.entry.enter_room(self.room.text())
        if self.urgent.isChecked():
            self.entry.report(self.reported_to.text(), self.reported_at.text())

    # -- showing -------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self.caller.setText(self.entry.caller)
        self.categories.show_chosen(self.entry.category)

    def _go_to_problem(self) -> None:
        problems = self.entry.problems
        self.strip.say(clauses(dict.fromkeys(problems.values())))
        places: dict[str, QWidget] = {
            "caller_number": self.number,
            "room": self.room,
            "content": self.content,
            "reported_to": self.reported_to,
            "reported_at": self.reported_at,
        }
        next((box for name, box in places.items() if name in problems), self.content).setFocus()

    def _blank(self) -> None:
        for each in (self.number, self.room, self.content, self.reported_to, self.reported_at):
            each.clear()
        self.urgent.blockSignals(True)
        self.urgent.setChecked(False)
        self.urgent.blockSignals(False)
        self.report.hide()
        self.strip.clear()
        self._show()

    def _report_row(self) -> QHBoxLayout:
        words = label(_("紧急、重大的事要马上报告上级："), tone="bad")
        return row(words, self.reported_to, label(_("时间"), "small", "muted"), self.reported_at, None)


def _line(hint: str, name: str, width: int = 0) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setPlaceholderText(hint)
    made.setAccessibleName(hint)
    if width:
        made.setFixedWidth(theme.px(width))
    return made


def _named(text: str, line: QLineEdit) -> QVBoxLayout:
    return column(label(text, "small", "muted"), line, gap=2)
