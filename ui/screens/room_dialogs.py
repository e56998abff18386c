"""Small dialogs that start from a room's card (房屋档案的小窗口): who comes, who leaves, another number."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QDialog, QPushButton, QWidget

from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError, InvalidRecord
from desk_app.kernel.words import _, clauses
from desk_app.screens import new_holding, room_card
from desk_app.screens.new_holding import HoldingEntry
from desk_app.screens.record_links import Target
from desk_app.screens.room_people import PersonLine
from ui import field_widgets, theme
from ui.field_editors import FieldHooks, LineEditor
from ui.form_cards import FieldBlock, FieldGrid
from ui.widgets.buttons import button
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import label, picture
from ui.widgets.layouts import box, column, row
from ui.widgets.message_strip import MessageStrip
from ui.widgets.record_list import Entry, RecordList

SUGGEST_AFTER_MS = 120


class CardDialog(QDialog):
    """Base: a heading, what follows, a strip for what is refused, and the button that does it."""

    def __init__(self, parent: QWidget, title: str, action: str, *, look: str = "main") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(520))
        self.strip = MessageStrip(closable=False)
        self.yes = button(action, self.accept, look=look, shortcut="Ctrl+Return", name="dialog-yes")
        QShortcut(QKeySequence("Ctrl+Enter"), self, activated=self.yes.click)  # that of the number block
        self.no = button(_("取消"), self.reject, name="dialog-no")
        self.body = column(label(title, "heading", wrap=True), gap=12)
        self.foot = row(None, self.no, self.yes)
        self.setLayout(column(self.body, self.strip, None, self.foot, gap=16, margins=(24, 20, 24, 16)))

    def fit_soon(self) -> None:
        """Take the height that what is shown now needs, once it is laid out."""
        QTimer.singleShot(0, self, self._fit)

    def showEvent(self, event: QShowEvent) -> None:
        """Start with the height needed."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        layout.activate()
        height = layout.totalHeightForWidth(self.width())
        self.resize(self.width(), height if height > 0 else self.sizeHint().height())

    def walk(self, *widgets: QWidget) -> None:
        """Let Enter go from each of these to the next, and from the last one do what the dialog is for."""
        self._stops = list(widgets)
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on at Enter."""
        if (
            event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
            or watched not in self._stops
        ):
            return False
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or keys:
            return False
        self._go_on(watched)
        return True

    def _go_on(self, watched: QObject) -> None:
        ahead = [stop for stop in self._stops[self._stops.index(watched) + 1 :] if stop.isVisible()]  # type: ignore[arg-type]
        if ahead:
            ahead[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.accept()


def block(
    kind_name: str, name: str, desk: Desk, enter: Callable[[str], object], *, required: bool = False
) -> FieldBlock:
    """Return a labelled box for an entry of a holding, or for a name or phone."""
    field = new_holding.field_of(name)
    hooks = FieldHooks(
        enter, lambda _id: None, lambda _typed: [], lambda _reason: None, lambda: None, desk.now
    )
    plain = name in ("name", "phone")
    editor = LineEditor(field, hooks) if plain else field_widgets.make(kind_name, name, field, hooks)
    return FieldBlock(name, _("电话") if name == "phone" else field.label, editor, required=required)


class NewHoldingDialog(CardDialog):
    """Adds somebody to a room: found by name or phone, or entered new; `done` hears after each one saved."""

    def __init__(self, parent: QWidget, entry: HoldingEntry, room: str, done: Callable[[], None]) -> None:
        super().__init__(parent, _("添加人员到 {room}").format(room=room), _("保存"))
        self.entry = entry
        self._done = done
        self.again = button(
            _("保存并再添加一位"), self._save_and_stay, shortcut="Ctrl+Shift+Return", name="dialog-again"
        )
        self.foot.insertWidget(0, self.again)
        self.roles = self._role_buttons()
        self.name = block("holdings", "name", entry.desk, self._put_name, required=True)
        self.phone = block("holdings", "phone", entry.desk, lambda text: setattr(entry, "phone", text))
        self.company = QCheckBox(_("是单位（公司、机构）"))
        self.company.toggled.connect(lambda on: setattr(entry, "is_company", on))
        self.found = RecordList(_("已有的人"))
        self.found.setObjectName("found-people")
        self.found.chosen.connect(self._choose)
        self.chosen_text = label("", wrap=True)
        self.chosen = self._chosen_box()
        self.texts = {
            name: block(
                "holdings", name, entry.desk, lambda text, name=name: entry.texts.__setitem__(name, text)
            )
            for name in new_holding.ENTRIES
        }
        self.new_person = FieldGrid([self.name, self.phone])
        self.fields = FieldGrid(list(self.texts.values()))
        hint = label(_("输入姓名、拼音首字母或电话，已登记过的人会列出来。"), "small", "muted", wrap=True)
        for part in (hint, self.chosen, self.new_person, self.found, self.company, self.fields):
            self.body.addWidget(part)
        boxes = [self.name.editor.box, self.phone.editor.box]
        self.walk(*boxes, *(each.editor.box for each in self.texts.values()))
        self._wait = QTimer(self, singleShot=True, interval=SUGGEST_AFTER_MS)
        self._wait.timeout.connect(self._suggest)
        for typed in (self.name, self.phone):
            typed.editor.line.textEdited.connect(lambda *_text: self._wait.start())  # type: ignore[attr-defined]
        self.show_role(entry.role)
        self._show_person()
        self.name.editor.box.setFocus()

    def show_role(self, role: str) -> None:
        """Ask for what belongs to a role."""
        self.entry.role = role
        self.roles[role].setChecked(True)
        for name, each in self.texts.items():
            each.setVisible(name in self.entry.wanted)
        self.fit_soon()

    def accept(self) -> None:
        """Save and close."""
        if self._save():
            super().accept()

    def _save_and_stay(self) -> None:
        if self._save():
            fresh = HoldingEntry(self.entry.room_id, self.entry.desk, self.entry.role)
            self.entry.__dict__.update(fresh.__dict__)
            for each in (self.name, self.phone, *self.texts.values()):
                each.editor.is_pending = False
                each.show_field("", "", is_fixed=False)
            self.company.setChecked(False)
            self._show_person()
            self.strip.say(_("已保存。可以接着填下一位。"), "good")
            self.name.editor.box.setFocus()

    def _save(self) -> bool:
        blocks = {"name": self.name, "phone": self.phone, **self.texts}
        for each in blocks.values():
            each.editor.commit()
            each.show_field(
                each.editor.plain.text() if each.editor.is_fixed else self._text_of(each.name),
                "",
                is_fixed=False,
            )
        self.strip.clear()
        try:
            self.entry.save()
        except InvalidRecord as error:
            for name, problem in error.problems.items():
                if name in blocks:
                    blocks[name].show_field(self._text_of(name), problem, is_fixed=False)
            rest = [text for name, text in error.problems.items() if name not in blocks]
            self.strip.say(clauses(rest))
            return False
        except DeskError as error:
            self.strip.say(str(error))
            return False
        self._done()
        return True

    def _text_of(self, name: str) -> str:
        if name in ("name", "phone"):
            return str(getattr(self.entry, name))
        return self.entry.texts.get(name, "")

    def _role_buttons(self) -> dict[str, QPushButton]:
        group = QButtonGroup(self)
        made = {}
        for place, (role, text) in enumerate(new_holding.list_roles()):
            made[role] = button(
                text, lambda role=role: self.show_role(role), shortcut=f"Alt+{place + 1}", name=f"role-{role}"
            )
            made[role].setCheckable(True)
            group.addButton(made[role])
        line = FlowLayout(gap=6)
        for each in made.values():
            line.addWidget(each)
        self.body.addLayout(line)
        return made

    def _chosen_box(self) -> QWidget:
        other = button(_("换一位"), self._choose_other, look="link")
        inside = row(picture("done", "good", 20), self.chosen_text, other, gap=8)
        inside.setStretch(1, 1)
        return box(inside)

    def _put_name(self, text: str) -> None:
        self.entry.name = text

    def _suggest(self) -> None:
        typed = self.name.editor.line.text().strip() or self.phone.editor.line.text().strip()  # type: ignore[attr-defined]
        targets = self.entry.suggest(typed) if typed else []
        self._targets = {target.record_id: target for target in targets}
        self.found.put([Entry(each.record_id, "person", each.title, each.detail) for each in targets])
        self.found.setFixedHeight(min(self.found.needed_height(), theme.px(200)))
        self.found.setVisible(bool(targets))
        self.fit_soon()

    def _choose(self, person_id: object) -> None:
        assert isinstance(person_id, int)
        self.entry.person = self._targets[person_id]
        self._show_person()
        self._go_on(self.phone.editor.box)

    def _choose_other(self) -> None:
        self.entry.person = None
        self._show_person()
        self.name.editor.box.setFocus()

    def _show_person(self) -> None:
        person: Target | None = self.entry.person
        self.chosen_text.setText(f"{person.title}    {person.detail}" if person else "")
        self.chosen.setVisible(person is not None)
        for part in (self.new_person, self.company):
            part.setVisible(person is None)
        self.found.hide()
        self.fit_soon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go into the list of people found with the arrow key."""
        if event.key() == Qt.Key.Key_Down and self.found.isVisible() and not self.found.hasFocus():
            self.found.choose_first()
            self.found.setFocus()
            return
        super().keyPressEvent(event)


class EndHoldingDialog(CardDialog):
    """Ends somebody's part in a room on a last day."""

    def __init__(
        self, parent: QWidget, line: PersonLine, room: str, desk: Desk, done: Callable[[], None]
    ) -> None:
        title = _("结束 {name} 与 {room} 的关系（{role}）").format(
            name=line.name, room=room, role=line.role_label
        )
        super().__init__(parent, title, _("结束"), look="danger")
        self._line, self._desk, self._done = line, desk, done
        self._text = f"{desk.today}"
        self.day = block("holdings", "until_on", desk, self._put, required=True)
        self.day.caption.setText(_("最后一天"))
        self.meaning = label("", tone="muted", wrap=True)
        self.body.addWidget(self.day)
        self.body.addWidget(self.meaning)
        self.body.addWidget(label(_("资料不会删除，以后在“历史”里随时能查到。"), "small", "muted", wrap=True))
        self.walk(self.day.editor.box)
        self._put(self._text)
        self.day.editor.box.setFocus()

    def accept(self) -> None:
        """End it, or stay open with the sentence why not."""
        self.day.editor.commit()
        try:
            new_holding.end_holding(self._line.holding_id, self._text, self._desk)
        except DeskError as error:
            self.strip.say(str(error))
            return
        self._done()
        super().accept()

    def _put(self, text: str) -> None:
        self._text = text
        self.day.show_field(text, "", is_fixed=False)
        self.meaning.setText(new_holding.tell_end(text, self._desk.today))


class FormerNumberDialog(CardDialog):
    """Keeps another number the room had or is called by."""

    def __init__(
        self, parent: QWidget, room_id: int, room: str, desk: Desk, done: Callable[[], None]
    ) -> None:
        super().__init__(parent, _("给 {room} 添加曾用房号").format(room=room), _("保存"))
        self._room_id, self._desk, self._done = room_id, desk, done
        self.number, self.note = room_card.former_number_fields()
        self._texts = {"number": "", "note": ""}
        hooks = {
            name: FieldHooks(
                lambda text, name=name: self._texts.__setitem__(name, text), lambda _id: None, lambda _typed: [],
                lambda _reason: None, lambda: None, desk.now,
            )
            for name in self._texts
        }  # fmt: skip
        self.blocks = [
            FieldBlock(name, field.label, LineEditor(field, hooks[name]), required=name == "number")
            for name, field in (("number", self.number), ("note", self.note))
        ]
        self.body.addWidget(FieldGrid(self.blocks))
        self.body.addWidget(label(_("用旧房号、开发商编号也能搜到这套房屋。"), "small", "muted", wrap=True))
        self.walk(*(each.editor.box for each in self.blocks))
        self.blocks[0].editor.box.setFocus()

    def accept(self) -> None:
        """Save it, or stay open with the sentence why not."""
        for each in self.blocks:
            each.editor.commit()
        try:
            room_card.add_former_number(self._room_id, self._texts["number"], self._texts["note"], self._desk)
        except DeskError as error:
            self.strip.say(str(error))
            return
        self._done()
        super().accept()
