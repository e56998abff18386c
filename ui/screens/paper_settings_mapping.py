"""The fields of an old mail-merge form and what each means here (合并域对照)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QDialog, QGridLayout, QLabel, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import old_form
from desk_app.screens.old_form import LEFT_BLANK, Meaning, OldField, OldForm
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, column, row, scrolling


class MappingDialog(QDialog):
    """Field at the left, a box to choose or type its meaning at the right; `mapping` is what was chosen."""

    def __init__(self, window: QWidget, title: str, form: OldForm, meanings: list[Meaning]) -> None:
        super().__init__(window)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._form, self._meanings = form, meanings
        self.boxes: dict[str, QComboBox] = {}
        self.guesses: dict[str, QLabel] = {}
        told = _("“{name}”里有 {count} 个合并域。请看一下每个是什么意思，猜不出的请您来选。")
        heading = label(told.format(name=form.name, count=len(form.fields)), wrap=True)
        self.left = label("", "small", "waiting", wrap=True)
        self.go_button = button(_("下一步：检查"), self.accept, look="main", name="mapping-done")
        cancel = button(_("取消"), self.reject, shortcut="Esc")
        below = row(self.left, cancel, self.go_button)
        below.setStretch(0, 1)
        layout = column(heading, scrolling(self._grid()), below, gap=14, margins=(24, 20, 24, 16))
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.resize(theme.px(760), min(theme.px(220 + 44 * len(form.fields)), theme.px(620)))
        self._count()
        first = next((box for box in self.boxes.values() if not box.currentData()), None)
        (first or self.go_button).setFocus()

    @property
    def mapping(self) -> dict[str, str]:
        """Return the path chosen for each field."""
        return {name: str(chooser.currentData() or LEFT_BLANK) for name, chooser in self.boxes.items()}

    def _grid(self) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, theme.px(8), 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(2, theme.px(280))
        for place, words in enumerate((_("表单里的域"), _("在哪里"), _("这里填什么"))):
            grid.addWidget(label(words, "small", "muted"), 0, place)
        for place, field in enumerate(self._form.fields, 1):
            name = label(field.name, wrap=True)
            name.setMaximumWidth(theme.px(220))
            grid.addWidget(name, place, 0)
            times = _("，等 {count} 处").format(count=field.times) if field.times > 1 else ""
            grid.addWidget(ElidedLabel(field.place + times, "small", "muted"), place, 1)
            grid.addWidget(self._choice(field, name), place, 2)
            if field.is_guess:
                self.guesses[field.name] = label(_("猜的，请核对"), "small", "waiting")
                grid.addWidget(self.guesses[field.name], place, 3)
        grid.setColumnMinimumWidth(3, theme.px(90))
        grid.setRowStretch(len(self._form.fields) + 1, 1)
        return box(grid)

    def _choice(self, field: OldField, named: QLabel) -> QWidget:
        if not field.taken:
            return label(_("不能自动转换，请收进后在 Word 里改"), "small", "waiting", wrap=True)
        made = _Chooser()
        made.setObjectName(f"means-{field.name}")
        made.setAccessibleName(field.name)
        named.setBuddy(made)
        made.setEditable(True)
        made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        made.addItem(_("（不填，留空白）"), LEFT_BLANK)
        for meaning in self._meanings:
            made.addItem(meaning.label, meaning.path)
        found = made.completer()
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        found.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        made.setCurrentIndex(max(0, made.findData(field.meant)))
        made.lineEdit().editingFinished.connect(lambda: self._settle(made))
        made.lineEdit().returnPressed.connect(lambda: self._confirm(field.name))
        made.activated.connect(lambda _place: self._confirm(field.name))
        made.currentIndexChanged.connect(lambda *_place: self._confirm(field.name))
        self.boxes[field.name] = made
        return made

    def _confirm(self, name: str) -> None:
        """Take it that somebody looked at the guess."""
        if name in self.guesses:
            self.guesses.pop(name).setText("")
        self._count()

    def _settle(self, chooser: QComboBox) -> None:
        """Take what was typed if it names a choice; else say why not and show again what was chosen."""
        chosen, typed = chooser.itemText(chooser.currentIndex()), chooser.currentText()
        if typed == chosen:
            return
        known = [
            Meaning(chooser.itemData(place), chooser.itemText(place)) for place in range(chooser.count())
        ]
        try:
            chooser.setCurrentIndex(chooser.findData(old_form.find_meaning(typed, known).path))
        except DeskError as error:
            self.left.setText(str(error))
        chooser.setEditText(chooser.itemText(chooser.currentIndex()))

    def _count(self) -> None:
        """Say how many fields stay blank, and how many meanings are guessed."""
        blank, guessed = len(old_form.unfilled(self._form.fields, self.mapping)), len(self.guesses)
        told = (
            _("还有 {count} 个域不填，纸上留空白。").format(count=blank) if blank else "",
            _("有 {count} 个是猜的，请核对。").format(count=guessed) if guessed else "",
        )
        self.left.setText("".join(told))


class _Chooser(QComboBox):
    """A choice that the mouse wheel leaves alone, for it stands where the wheel scrolls."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()
