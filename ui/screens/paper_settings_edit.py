"""Changing a paper's template (修改模板): which one is in use, the copy in Word and its check, old forms, the code."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QPushButton, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _, listed
from desk_app.screens import paper_settings, template_copy
from desk_app.screens.paper_settings import FoundPaper, PaperLine
from desk_app.screens.template_copy import BUSY, FAULTY, READY, SAME, Copy
from ui import file_places
from ui.screens.paper_settings_place import templates_folder
from ui.screens.paper_settings_sample import show_sample
from ui.shell import Shell
from ui.show_errors import ask
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.key_pass import let_keys_pass
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, clear, column, row, scrolling
from ui.widgets.message_strip import MessageStrip

if TYPE_CHECKING:
    from desk_app.kernel.papers.paper import Paper

WORD_FILES = "Word (*.docx *.dotx)"
PAGE_KEYS = ("Ctrl+E", "Ctrl+T")
"""Keys of this page's buttons, which boxes to type in would keep: Ctrl+E goes to the end of the line on Linux."""


class TemplateEdit(QWidget):
    """Shows one paper; `changed` is called whenever something about its template changed."""

    def __init__(self, shell: Shell, changed: Callable[[], object]) -> None:
        super().__init__()
        self._shell, self._changed = shell, changed
        self._found: FoundPaper | None = None
        self._shown: tuple[FoundPaper, PaperLine, Copy, bool, bool] | None = None
        self._note = ""
        self._opened: set[Path] = set()
        self._program = template_copy.program_name()
        self._body = column(gap=12, margins=(0, 0, 8, 8))
        self._area = scrolling(box(self._body))
        self.setLayout(column(self._area))

    def show_paper(self, found: FoundPaper, line: PaperLine, copy: Copy, *, may_change: bool) -> None:
        """Show a paper as it stands; what is being typed stays where nothing about the paper changed."""
        shown = (found, line, copy, may_change, copy.path in self._opened)
        if shown == self._shown:
            return
        is_as_before = self._shown is not None and self._shown[2:] == shown[2:]
        is_same = self._shown is not None and self._shown[0].paper.name == found.paper.name
        typed = self.code.text() if is_same and self.code.isModified() else ""
        self._note = self._note if is_same else ""
        self._shown = shown
        self._found, self._line, self._copy, self._may, self._is_open = shown
        self._lay_out()
        if not (is_same and is_as_before):
            QTimer.singleShot(0, self, self._show_top)
        if typed:
            self.code.setText(typed)
            self.code.setModified(True)

    def _show_top(self) -> None:
        """Show the first card whole: what stood below the old cards would keep the new ones scrolled."""
        self._area.verticalScrollBar().setValue(0)

    @property
    def copy(self) -> Copy:
        """Return how the copy of the paper shown stands."""
        return self._copy

    def _lay_out(self) -> None:
        clear(self._body)
        parts: list[QWidget] = []
        if not self._may:
            why = _("模板由项目经理修改；您可以查看和试打。")
            parts.append(MessageStrip(why, "quiet", closable=False))
        if self._line.trouble:
            text = _("在用的模板有问题：{what}").format(what=self._line.trouble)
            parts.append(MessageStrip(text, closable=False))
        if self._is_waiting:
            parts.append(self._copy_card())
        elif self._is_open and self._copy.state == SAME:
            parts.append(self._opened_card())
        for part in (*parts, self._in_use_card(), self._code_card(), self._others_card()):
            self._body.addWidget(part)
        self._body.addStretch(1)

    # -- what can be done ----------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Open the copy in Word; one already changed goes on as it is."""
        if self._found is None:
            return
        try:
            path = template_copy.start(self._found.paper, templates_folder())
            template_copy.open_in_word(path)
        except DeskError as error:
            self._changed()
            self._shell.show_error(error)
            return
        self._opened.add(path)
        self._changed()
        self._shell.tell(_("正在用 {program} 打开“{name}”").format(program=self._program, name=path.name))

    def put_aside(self) -> None:
        """Go on without the copy; its file stays where it is."""
        path = self._copy.path
        if path is not None and self._do(template_copy.put_aside):
            self._opened.discard(path)
            self._shell.tell(_("已放下改稿，文件“{name}”还留在文件夹里").format(name=path.name))

    def take(self) -> None:
        """Take the copy into use."""
        assert self._found is not None
        path = self._copy.path
        if self._do(lambda paper: template_copy.take(paper, self._shell.desk, self._note)):
            self._note = ""
            self._opened -= {path}
            self._changed()
            text = _("已启用。以后打印“{paper}”用新模板。")
            self._shell.tell(text.format(paper=_(self._found.paper.label)))

    def try_in_use(self) -> None:
        """Show the template in use filled with a sample."""
        if self._found is not None:
            version = next(v for v in paper_settings.list_versions(self._found.paper) if v.is_in_use)
            self._try(lambda paper: paper_settings.content_of(paper, version), _("在用的模板"))

    def try_copy(self) -> None:
        """Show the copy filled with a sample."""
        path = self._copy.path
        if path is not None:
            self._try(lambda _paper: template_copy.read_file(path), _("改稿“{name}”").format(name=path.name))

    def go_back(self) -> None:
        """Use the shipped template again, once that was confirmed."""
        if self._found is None:
            return
        answer = ask(
            self.window(),
            _("恢复出厂模板"),
            _("以后打印“{paper}”用出厂模板。本单位的各版模板都留着，随时可以再用。").format(
                paper=_(self._found.paper.label)
            ),
            ("stay", _("不恢复")),
            ("back", _("恢复出厂模板")),
        )
        if answer == "back":
            shipped = paper_settings.list_versions(self._found.paper)[-1]
            if self._do(lambda paper: paper_settings.use_version(paper, shipped, self._shell.desk)):
                self._shell.tell(_("已恢复出厂模板"))

    def note_seen(self) -> None:
        """Stay with the office's own template although a newer one is shipped."""
        self._do(lambda paper: paper_settings.note_seen(paper, self._shell.desk))

    def choose_old_form(self) -> None:
        """Ask for a Word file of the office and take it in."""
        start = str(file_places.start_folder("old_forms"))
        chosen, _kind = QFileDialog.getOpenFileName(self, _("选择本单位的旧表单"), start, WORD_FILES)
        if chosen:
            file_places.note_folder("old_forms", Path(chosen).parent)
            self.take_in(Path(chosen))

    def take_in(self, path: Path) -> None:
        """Take a form of the office in as the copy of this paper."""
        if self._found is not None:
            from ui.screens.paper_settings_old_form import OldFormTaker

            OldFormTaker(self._shell, self.window(), self._found, self._changed).take_in(path)

    def save_code(self) -> None:
        """Store the form's code and whether it is signed."""
        code, is_signed = self.code.text(), self.signed.isChecked()
        self.code.setModified(False)
        if self._do(lambda paper: paper_settings.set_up(paper, code, is_signed, self._shell.desk)):
            self._shell.tell(_("已保存"))

    def _do(self, change: Callable[..., object]) -> bool:
        """Change something about the paper; say why not, or let the page know."""
        assert self._found is not None
        try:
            change(self._found.paper)
        except DeskError as error:
            self._shell.show_error(error)
            return False
        self._changed()
        return True

    def _try(self, read: Callable[..., bytes], whose: str) -> None:
        assert self._found is not None
        try:
            show_sample(self._shell, self._found, read(self._found.paper), whose)
        except DeskError as error:
            self._shell.show_error(error)

    # -- putting it together -------------------------------------------------------------------------------------

    def _in_use_card(self) -> Card:
        line = self._line
        made = Card(_("在用的模板"))
        source = _("本单位的模板，{since}启用").format(since=line.since) if line.is_own else _("出厂模板")
        made.body.addWidget(label(source))
        if line.is_outdated:
            text = _("程序带来了新的出厂模板，本单位的是照旧的改的。可以到“历次版本”里看看新的。")
            seen = button(_("知道了，仍用本单位的"), self.note_seen, look="link", name="note-seen")
            seen.setEnabled(self._may)
            made.body.addWidget(label(text, "small", "waiting", wrap=True))
            made.body.addLayout(row(seen, None))
        self.try_button = button(
            _("试打"), self.try_in_use, icon="print", shortcut="Ctrl+T", name="try-in-use"
        )
        if not self._is_waiting:
            words = _("在 {program} 里修改").format(program=self._program)
            self.edit_button = self._edit_button(words, look="main")
            made.body.addWidget(_buttons(self.edit_button, self.try_button))
        else:
            made.body.addWidget(_buttons(self.try_button))
        return made

    def _edit_button(self, words: str, look: str = "") -> QPushButton:
        made = button(words, self.edit, icon="edit", look=look, shortcut="Ctrl+E", name="template-edit")
        made.setEnabled(self._may)
        return made

    @property
    def _is_waiting(self) -> bool:
        return self._copy.state in (READY, FAULTY, BUSY)

    @property
    def _paper(self) -> "Paper":
        assert self._found is not None
        return self._found.paper

    def _opened_card(self) -> Card:
        """What is open in Word and was not saved there yet."""
        folder = button(_("打开文件夹"), self._open_folder, icon="folder", name="copy-folder")
        aside = button(_("不改了"), self.put_aside, look="plain", name="copy-aside")
        text = _("正在修改：{path}，在 {program} 里保存后这里会自动检查").format(
            path=self._copy.path, program=self._program
        )
        made = Card(_("正在修改"))
        made.body.addWidget(MessageStrip(text, "waiting", closable=False))
        made.body.addWidget(_buttons(folder, aside))
        return made

    def _copy_card(self) -> Card:
        """What was changed in Word and is not in use yet."""
        copy = self._copy
        assert copy.path is not None
        folder = button(_("打开文件夹"), self._open_folder, icon="folder", look="plain")
        made = Card(_("改稿（还没有启用）"), folder)
        where = ElidedLabel(str(copy.path), "small", "muted")
        made.body.addWidget(where)
        made.body.addWidget(_state_strip(copy))
        for text in copy.problems:
            made.body.addWidget(label(f"• {text}", tone="bad", wrap=True, select=True))
        fonts = template_copy.new_fonts(self._paper, copy)
        for text in (*copy.warnings, *_missing_fonts(fonts)):
            made.body.addWidget(label(f"• {text}", "small", "waiting", wrap=True, select=True))
        self.note = QLineEdit(self._note)
        self.note.setObjectName("template-note")
        self.note.setPlaceholderText(_("改了什么（可不填），如：加了公章位置"))
        self.note.setAccessibleName(_("改了什么"))
        self.note.textChanged.connect(self._keep_note)
        let_keys_pass(self.note, *PAGE_KEYS)
        self.take_button = button(
            _("启用这份模板"), self.take, icon="check", look="main", name="template-take"
        )
        self.take_button.setEnabled(self._may and copy.state == READY)
        test = button(_("试打改稿"), self.try_copy, icon="print", name="try-copy")
        test.setEnabled(copy.state == READY)
        self.edit_button = self._edit_button(_("接着改"))
        aside = button(_("不要这份改稿"), self.put_aside, look="plain", name="copy-aside")
        if copy.state == READY:
            made.body.addWidget(self.note)
        made.body.addWidget(_buttons(self.take_button, test, self.edit_button, aside))
        return made

    def _keep_note(self, text: str) -> None:
        self._note = text

    def _code_card(self) -> Card:
        made = Card(_("印在纸上"))
        self.code = QLineEdit(self._line.code)
        self.code.setObjectName("form-code")
        self.code.setPlaceholderText(self._line.form)
        self.code.setAccessibleName(_("表单代号和版本"))
        self.code.setMaxLength(paper_settings.LONGEST_CODE)
        signers = listed(_(one) for one in self._paper.signatures)
        words = _("要收回签字件（{who}签）").format(who=signers) if signers else _("不用签字")
        self.signed = QCheckBox(words)
        self.signed.setChecked(self._line.is_signed and bool(signers))
        save = button(_("保存"), self.save_code, icon="save", name="code-save")
        for part in (self.code, self.signed, save):
            part.setEnabled(self._may and (part is not self.signed or bool(signers)))
        self.code.returnPressed.connect(self.save_code)
        let_keys_pass(self.code, *PAGE_KEYS)
        hint = _("贵单位体系文件里的代号和版本，如 QR-KF-17 A/2；空着就印 {form}。").format(
            form=self._line.form
        )
        line = row(label(_("表单代号"), tone="muted"), self.code, save)
        line.setStretch(1, 1)
        made.body.addLayout(line)
        made.body.addWidget(label(hint, "small", "muted", wrap=True))
        made.body.addWidget(self.signed)
        return made

    def _others_card(self) -> Card:
        made = Card(_("别的做法"))
        hint = _("已有在用的 Word 表单（连邮件合并的也行），可以收进来接着用。")
        old: QPushButton = button(
            _("收进本单位的旧表单…"), self.choose_old_form, icon="import", name="take-old-form"
        )
        back = button(_("恢复出厂模板"), self.go_back, icon="undo", name="template-back")
        old.setEnabled(self._may)
        back.setEnabled(self._may and self._line.is_own)
        made.body.addWidget(label(hint, "small", "muted", wrap=True))
        made.body.addWidget(_buttons(old, back))
        return made

    def _open_folder(self) -> None:
        if self._copy.path is not None:
            file_places.open_folder(self._copy.path.parent)


def _buttons(*parts: QPushButton) -> QWidget:
    """Return the buttons side by side, or below each other where the window is narrow or the letters are large."""
    line = FlowLayout(gap=8)
    for part in parts:
        line.addWidget(part)
    return box(line)


def _state_strip(copy: Copy) -> MessageStrip:
    if copy.state == READY:
        text, tone = _("检查过了，可以启用。启用前打印的还是旧模板。"), "good"
        if copy.warnings:
            text = _("可以启用，但请先看看下面的提醒。")
    elif copy.state == FAULTY:
        text, tone = _("有 {count} 处要改，改好保存后会自动再查：").format(count=len(copy.problems)), "bad"
    else:
        text, tone = _("文件正在保存或被占用，稍后会自动再查。"), "waiting"
    return MessageStrip(text, tone, closable=False)


def _missing_fonts(fonts: Sequence[str]) -> list[str]:
    """Return a sentence about Chinese fonts that this computer lacks; others are replaced without harm."""
    chinese = [name for name in fonts if not name.isascii()]
    missing = [name for name in chinese if not QFontDatabase.hasFamily(name)]
    if not missing:
        return []
    return [_("这台电脑没有字体“{names}”，打印时会换成别的字体").format(names=listed(missing))]
