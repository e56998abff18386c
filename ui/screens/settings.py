"""The settings page (设置): this PC at once, the office's parameters when saved, and the book itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from desk_app.kernel.words import LANGUAGES, _, language
from desk_app.screens import office_choice, payment_code, remembered, settings
from desk_app.screens.settings import SettingLine
from ui import file_places, theme
from ui.screens.payment_code import PaymentCodeRow
from ui.show_errors import ask
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, column, row, scrolling
from ui.widgets.message_strip import MessageStrip
from ui.widgets.page_header import PageHeader

if TYPE_CHECKING:
    from ui.main_window import MainWindow

WIDEST = 860


class SettingsPage(QWidget):
    """What is typed for the office stays through a change of language or look until it is saved or taken back."""

    help_topic = "settings"

    def __init__(self, shell: "MainWindow") -> None:
        super().__init__()
        self._shell = shell
        self._boxes: dict[str, QLineEdit | QComboBox] = {}
        self._problems: dict[str, QLabel] = {}
        self._stored: dict[str, str] = {}
        self._body: QWidget | None = None
        self._frame = column()
        self.setLayout(self._frame)
        self._build({})

    def is_changed(self) -> bool:
        """Say whether something typed was not saved."""
        return self._typed() != self._stored

    def may_close(self) -> bool:
        """Ask what to do with what was typed."""
        if not self.is_changed():
            return True
        answer = ask(
            self.window(),
            _("设置还没有保存"),
            _("改过的参数还没有保存。"),
            ("stay", _("留在这里")),
            ("drop", _("不保存")),
            ("save", _("保存")),
        )
        if answer == "drop":
            self._build({})
        return answer == "drop" or (answer == "save" and self.save())

    def refresh(self) -> None:
        """Read the parameters again, unless something was typed."""
        if not self.is_changed():
            self._build({})

    def retranslate(self) -> None:
        """Show everything in the language and look in use; what was typed stays."""
        typed = self._typed()
        changed = [name for name, text in typed.items() if text != self._stored[name]]
        self._build({name: _content(self._boxes[name]) for name in changed})

    def show_setting(self, name: str) -> None:
        """Put the cursor in the box of a parameter."""
        if name in self._boxes:
            self._boxes[name].setFocus()

    def save(self) -> bool:
        """Store the parameters; False, with a sentence beside each box, if one does not hold."""
        problems = settings.save(self._typed(), self._shell.desk)
        for name, shown in self._problems.items():
            shown.setText(problems.get(name, ""))
            shown.setVisible(name in problems)
            theme.dress(self._boxes[name], tone="bad" if name in problems else "")
        if problems:
            self.strip.say(_("没有保存：请改好标红的 {count} 处。").format(count=len(problems)))
            self._boxes[next(iter(problems))].setFocus()
            return False
        self._build({})
        self._shell.name_book()
        self._shell.records_changed("settings")  # what other pages show was worked out with them as they were
        self._shell.tell(_("设置已保存"))
        return True

    def _typed(self) -> dict[str, str]:
        return {
            name: each.currentText() if isinstance(each, QComboBox) else each.text()
            for name, each in self._boxes.items()
        }

    def _build(self, unsaved: dict[str, str | int]) -> None:
        """Make the page anew, with what was typed or chosen and not saved in its boxes."""
        self._boxes, self._problems, self._stored = {}, {}, {}
        self.strip = MessageStrip()
        cards = [self._own_card()]
        cards += [self._office_card(heading, lines) for heading, lines in settings.read_groups().items()]
        cards.append(self._book_card())
        self.save_button = button(
            _("保存"), self.save, icon="save", look="main", shortcut="Ctrl+S", name="settings-save"
        )
        about = button(
            _("关于本程序"), lambda: self._shell.run_command("show_about"), icon="info", look="plain"
        )
        inside = box(column(self.strip, *cards, None, gap=14))
        inside.setMaximumWidth(theme.px(WIDEST))
        papers = button(
            _("表单模板"),
            lambda: self._shell.run_command("open_papers"),
            icon="document",
            name="open-papers",
        )
        page = box(row(inside, None, margins=(24, 0, 24, 20)))
        page.layout().setStretch(0, 100)
        header = PageHeader(
            _("设置"), _("语言和字号马上生效；其他参数要保存。"), about, papers, self.save_button
        )
        fresh = box(column(row(header, margins=(24, 20, 24, 4)), scrolling(page), gap=8))
        if self._body is not None:
            self._frame.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = fresh
        self._frame.addWidget(fresh)
        self._stored = self._typed()
        for name, content in unsaved.items():
            _put(self._boxes[name], content)
        self._mark()

    def _own_card(self) -> QWidget:
        card = Card(_("这台电脑"))
        grid = make_grid()
        languages = _choice(list(LANGUAGES.items()), language(), self._shell.change_language)
        looks = _choice(
            [("system", _("跟随系统")), ("light", _("浅色")), ("dark", _("深色"))],
            remembered.get("look", "system"),
            lambda look: self._shell.change_look(look=look),
        )
        sizes = [
            (str(size), _("{size} 号").format(size=size))
            for size in range(theme.SMALLEST_PT, theme.LARGEST_PT + 1)
        ]
        letters = _choice(sizes, str(theme.base_pt()), lambda size: self._shell.change_look(size=int(size)))
        programs = _choice(
            [(line.kind, line.label) for line in office_choice.read_lines()],
            office_choice.chosen(),
            office_choice.choose,
        )
        for place, (name, words, chooser) in enumerate(
            (
                ("language", _("语言 Language"), languages),
                ("look", _("外观"), looks),
                ("letters", _("字号"), letters),
                ("program", _("排版、打印单据用"), programs),
            )
        ):
            chooser.setObjectName(f"own-{name}")
            chooser.setAccessibleName(words)
            add_line(grid, place, words, chooser)
        card.body.addLayout(grid)
        return card

    def _office_card(self, heading: str, lines: list[SettingLine]) -> QWidget:
        card = Card(heading)
        grid = make_grid()
        for place, each in enumerate(lines):
            editor = self._editor(each)
            self._boxes[each.name] = editor
            problem = label("", "small", "bad", wrap=True)
            problem.hide()
            self._problems[each.name] = problem
            note = label(each.note, "small", "muted", wrap=True)
            note.setVisible(bool(each.note))
            shown = self._dressed(each.name, editor)
            words = each.label + ("" if each.required else _("（可不填）"))
            add_line(grid, place, words, box(column(shown, problem, note, gap=2)))
        card.body.addLayout(grid)
        return card

    def _dressed(self, name: str, editor: QLineEdit | QComboBox) -> QWidget:
        """Return the editor, or the row it stands in where it needs more than a box."""
        if name == payment_code.SETTING and isinstance(editor, QLineEdit):
            return PaymentCodeRow(editor)
        return editor

    def _editor(self, each: SettingLine) -> QLineEdit | QComboBox:
        made: QLineEdit | QComboBox
        if each.options:
            made = QComboBox()
            made.addItems(each.options)
            made.setCurrentText(each.text)
            made.currentTextChanged.connect(self._mark)
        else:
            made = QLineEdit(each.text)
            made.setPlaceholderText(each.hint)
            made.textChanged.connect(self._mark)
            made.returnPressed.connect(self.focusNextChild)
        made.setObjectName(each.name)
        made.setAccessibleName(each.label)
        made.setAccessibleDescription(each.note)
        return made

    def _book_card(self) -> QWidget:
        office = self._shell.office
        card = Card(_("账本"))
        grid = make_grid()
        where = ElidedLabel(str(office.path))
        folder = button(_("打开文件夹"), lambda: _open_folder(office), icon="folder", look="plain")
        held = row(where, folder, gap=8)
        held.setStretch(0, 1)
        add_line(grid, 0, _("文件"), box(held))
        if office.book.encrypted:
            change = button(
                _("修改密码…"),
                lambda: self._shell.run_command("change_password"),
                icon="password",
                name="change-password",
            )
            state = row(label(_("已加密")), 8, change, None)
        else:
            state = row(label(_("没有加密：拿到文件的人都能打开。"), tone="waiting"), None)
        add_line(grid, 1, _("密码"), box(state))
        card.body.addLayout(grid)
        return card

    def _mark(self) -> None:
        self.setWindowModified(bool(self._stored) and self.is_changed())
        self.save_button.setEnabled(self.isWindowModified())


def make_grid() -> QGridLayout:
    """Return the grid in which boxes stand beside what they are called."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setColumnMinimumWidth(0, theme.px(180))
    grid.setColumnStretch(1, 1)
    grid.setHorizontalSpacing(theme.px(12))
    grid.setVerticalSpacing(theme.px(8))
    return grid


def add_line(grid: QGridLayout, place: int, words: str, widget: QWidget) -> None:
    """Add a line: what it is called, and its box."""
    named = label(words, wrap=True)
    named.setMinimumHeight(theme.px(32))
    named.setMaximumWidth(theme.px(180))
    named.setBuddy(widget)
    grid.addWidget(named, place, 0, Qt.AlignmentFlag.AlignTop)
    if isinstance(widget, QComboBox):
        grid.addWidget(widget, place, 1, Qt.AlignmentFlag.AlignLeft)
    else:
        grid.addWidget(widget, place, 1)


def _choice(options: list[tuple[str, str]], chosen: str, on_choose: Callable[[str], object]) -> QComboBox:
    made = QComboBox()
    for stored, words in options:
        made.addItem(words, stored)
    made.setCurrentIndex(max(0, made.findData(chosen)))
    made.setMinimumWidth(theme.px(200))
    made.activated.connect(lambda place: on_choose(str(made.itemData(place))))
    return made


def _content(editor: QLineEdit | QComboBox) -> str | int:
    """Return what a box holds in a form that is the same in every language."""
    return editor.currentIndex() if isinstance(editor, QComboBox) else editor.text()


def _put(editor: QLineEdit | QComboBox, content: str | int) -> None:
    if isinstance(editor, QComboBox):
        editor.setCurrentIndex(int(content))
    else:
        editor.setText(str(content))


def _open_folder(office: Any) -> None:
    file_places.open_folder(office.path.parent)
