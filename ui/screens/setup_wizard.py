"""Making a new book (新建账本): the office, the person, the password and the place, on one page."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QLayout,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QWidget,
)

from desk_app.kernel.words import _
from desk_app.screens import welcome
from desk_app.screens.welcome import BOOK_SUFFIX, Setup
from ui import theme
from ui.screens.front import middle
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, row
from ui.widgets.message_strip import MessageStrip
from ui.widgets.page_header import PageHeader
from ui.widgets.password_box import PasswordBox

STRENGTHS = ("bad", "waiting", "waiting", "good")


class SetupWizard(QWidget):
    """Calls `make(setup)` with a sound set-up; `back()` leaves without making anything."""

    def __init__(self, make: Callable[[Setup], None], back: Callable[[], None]) -> None:
        super().__init__()
        self._make = make
        self._has_own_path = False
        self.boxes: dict[str, QLineEdit] = {}
        self._problems = {}
        self.strip = MessageStrip()
        office, secret, place = self._office(), self._secret(), self._place()
        self.back_button = button(_("返回"), back, icon="back", shortcut="Esc", name="setup-back")
        self.make_button = button(
            _("建立账本"), self.finish, icon="check", look="main", shortcut="Ctrl+S", name="setup-make"
        )
        header = PageHeader(
            _("新建账本"), _("一个项目一本账本。名称和电话印在表单抬头，以后可以在设置里改。")
        )
        foot = row(self.back_button, None, self.make_button)
        both = row(office, secret, gap=16)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        self.setLayout(column(middle(header, self.strip, both, place, box(foot), width=1060, gap=16)))
        self._suggest()

    def take_focus(self) -> None:
        """Put the cursor in the first box."""
        self.boxes["company"].setFocus()

    def _office(self) -> QWidget:
        card = Card(_("单位和您"))
        grid = _grid()
        self._line(grid, 0, "company", _("物业公司名称"), _("如：安和物业服务有限公司"))
        self._line(grid, 1, "project", _("项目（服务中心）名称"), _("如：翠湖花园服务中心"))
        self._line(grid, 2, "service_phone", _("服务电话（可不填）"), _("如：0551-6000000"))
        self._line(grid, 3, "person", _("您的姓名"), _("记在每一步操作后面"))
        self.boxes["project"].textChanged.connect(self._suggest)
        card.body.addLayout(grid)
        card.body.addStretch(1)
        return card

    def _secret(self) -> QWidget:
        card = Card(_("密码"))
        self.with_password = QRadioButton(_("加密：打开账本要输密码（推荐，账本里有证件号和电话）"))
        self.without = QRadioButton(_("不加密"))
        self.without.setObjectName("setup-plain")
        self.with_password.setChecked(True)
        self.with_password.toggled.connect(self._choose)
        self.consequence = label(
            _("不加密：谁拿到这个文件或这台电脑，谁就能看到全部住户的证件号和电话。以后要加密，须另建账本。"),
            tone="bad",
            wrap=True,
        )
        self.consequence.hide()
        self._passwords = self._make_passwords()
        for part in (self.with_password, self._passwords, self.without, self.consequence):
            card.body.addWidget(part)
        card.body.addStretch(1)
        self._judge()
        return card

    def _make_passwords(self) -> QWidget:
        """Return the two boxes for the password, with its strength and what losing it means."""
        self.password = PasswordBox(_("密码"), _("至少 8 位，可以是一句话"))
        self.repeated = PasswordBox(_("再输一次"))
        self.password.edit.setObjectName("password")
        self.repeated.edit.setObjectName("repeated")
        self.strength = QProgressBar(textVisible=False, maximum=3)
        self.strength.setFixedWidth(theme.px(90))
        self.advice = label("", "small", "muted")
        self.password.changed.connect(self._judge)
        self.repeated.changed.connect(self._forgive)
        grid = _grid()
        self._add(grid, 0, "password", _("密码"), self.password)
        grid.addLayout(row(self.strength, self.advice, None), 3, 0)
        self._add(grid, 2, "repeated", _("再输一次"), self.repeated)
        lost = label(
            _("密码忘了就打不开账本，谁也恢复不了。请把它写在纸上，锁进抽屉。"), tone="waiting", wrap=True
        )
        grid.addWidget(lost, 9, 0)
        return box(grid)

    def _place(self) -> QWidget:
        card = Card(_("账本放在哪里"))
        grid = _grid()
        self._line(grid, 0, "path", _("账本文件"), "")
        self.boxes["path"].textEdited.connect(self._note_own_path)
        change = button(_("更改…"), self._choose_path, icon="folder", name="setup-path")
        grid.addWidget(change, 1, 1)
        hint = label(
            _("放在本机硬盘上；不要放在网盘、共享文件夹或 U 盘里。旁边的同名 .keys 文件要和它一起复制。"),
            "small",
            "muted",
            wrap=True,
        )
        grid.addWidget(hint, 3, 0)
        card.body.addLayout(grid)
        card.body.addLayout(self._program())
        return card

    def _program(self) -> QLayout:
        """Return what lays papers out on this computer, as it was found; kept as soon as another is chosen."""
        from desk_app.screens import office_choice

        self.program = QComboBox()
        self.program.setObjectName("setup-program")
        self.program.setAccessibleName(_("排版、打印单据用"))
        for each in office_choice.read_lines():
            self.program.addItem(each.label, each.kind)
        self.program.setCurrentIndex(max(0, self.program.findData(office_choice.chosen())))
        self.program.activated.connect(lambda place: office_choice.choose(self.program.itemData(place)))
        named = label(_("排版、打印单据用"))
        named.setBuddy(self.program)
        hint = label(_("这台电脑上找到的。以后可以在设置里改。"), "small", "muted")
        return row(named, self.program, hint, None, gap=12)

    def _line(self, grid: QGridLayout, place: int, name: str, words: str, hint: str) -> None:
        edit = QLineEdit()
        edit.setPlaceholderText(hint)
        edit.setObjectName(name)
        edit.setAccessibleName(words)
        edit.returnPressed.connect(self.focusNextChild)
        edit.textChanged.connect(self._forgive)
        self.boxes[name] = edit
        self._add(grid, place, name, words, edit)

    def _add(self, grid: QGridLayout, place: int, name: str, words: str, widget: QWidget) -> None:
        problem = label("", "small", "bad", wrap=True)
        problem.hide()
        self._problems[name] = problem
        named = label(words)
        named.setBuddy(widget)
        grid.addWidget(named, 3 * place, 0)
        grid.addWidget(widget, 3 * place + 1, 0)
        grid.addWidget(problem, 3 * place + 2, 0)

    def setup(self) -> Setup:
        """Return what was typed."""
        texts = {name: box.text() for name, box in self.boxes.items()}
        password = self.password.text() if self.with_password.isChecked() else None
        return Setup(
            _with_suffix(texts["path"]),
            texts["company"],
            texts["project"],
            texts["service_phone"],
            texts["person"],
            password,
        )

    def finish(self) -> None:
        """Make the book, or say beside each box what is wrong with it."""
        setup = self.setup()
        problems = welcome.check_setup(setup, self.repeated.text())
        self._show_problems(problems)
        if problems:
            self._edits()[next(iter(problems))].setFocus()
            return
        if self.boxes["path"].text().strip():
            self.boxes["path"].setText(str(setup.path))
        self._make(setup)

    def refuse(self, sentence: str) -> None:
        """Say why the book could not be made; what was typed stays."""
        self.strip.say(sentence)

    def _edits(self) -> dict[str, QLineEdit]:
        return self.boxes | {"password": self.password.edit, "repeated": self.repeated.edit}

    def _show_problems(self, problems: dict[str, str]) -> None:
        """Say beside each box what is wrong with it, and over all how many there are."""
        for name, shown in self._problems.items():
            shown.setText(problems.get(name, ""))
            shown.setVisible(name in problems)
        for name, edit in self._edits().items():
            theme.dress(edit, tone="bad" if name in problems else "")
        if problems:
            self.strip.say(_("还没有建立账本：请改好标红的 {count} 处。").format(count=len(problems)))
        else:
            self.strip.clear()

    def _forgive(self) -> None:
        """Take back what was said of a box as soon as it is put right; nothing new is said while typing."""
        told = {name: shown.text() for name, shown in self._problems.items() if shown.text()}
        if not told:
            return
        still = welcome.check_setup(self.setup(), self.repeated.text())
        left = {name: still[name] for name in told if name in still}
        if left != told:
            self._show_problems(left)

    def _choose(self, is_encrypted: bool) -> None:
        self._passwords.setVisible(is_encrypted)
        self.consequence.setVisible(not is_encrypted)
        self._forgive()

    def _judge(self) -> None:
        typed = self.password.text()
        advice = welcome.judge_password(typed)
        self.strength.setValue(advice.strength if typed else 0)
        self.advice.setText(advice.sentence if typed else "")
        theme.dress(self.advice, tone=STRENGTHS[advice.strength])
        self._forgive()

    def _suggest(self) -> None:
        if self._has_own_path:
            return
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = welcome.books_folder(Path(documents))
        self.boxes["path"].setText(str(welcome.suggest_path(folder, self.boxes["project"].text())))

    def _note_own_path(self) -> None:
        self._has_own_path = True

    def _choose_path(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(
            self,
            _("账本放在哪里"),
            self.boxes["path"].text(),
            _("账本 (*.book)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if chosen:
            self._has_own_path = True
            self.boxes["path"].setText(str(_with_suffix(chosen)))


def _with_suffix(typed: str) -> Path:
    """Return the path typed, ending in .book; a folder or nothing stays as it is, to be refused."""
    path = Path(typed.strip())
    if not path.name or path.suffix == BOOK_SUFFIX or path.is_dir():
        return path
    if path.suffix.casefold() == BOOK_SUFFIX:
        return path.with_suffix(BOOK_SUFFIX)
    return path.with_name(path.name + BOOK_SUFFIX)


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setColumnStretch(0, 1)
    grid.setHorizontalSpacing(theme.px(12))
    grid.setVerticalSpacing(theme.px(4))
    return grid
