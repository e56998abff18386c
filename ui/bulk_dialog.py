"""Asking before many records take a step together (批量确认), and the list of those it was refused for."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLineEdit, QPlainTextEdit, QWidget

from desk_app.kernel import fields
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import InvalidRecord
from desk_app.kernel.kind import RecordKind
from desk_app.kernel.words import _, several
from desk_app.screens import bulk_steps
from desk_app.screens.bulk_steps import BulkStep, Refused, Rehearsal, Report
from ui import field_widgets, theme
from ui.field_editors import FieldHooks, LineEditor
from ui.growing_dialog import GrowingDialog
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import Part, column, row
from ui.widgets.message_strip import MessageStrip


class BulkDialog(GrowingDialog):
    """Says for how many records the step is; `do(reason, entries)` once everything asked for holds."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        kind: RecordKind,
        step: BulkStep,
        rehearsal: Rehearsal,
        do: Callable[[str, dict[str, Any]], object],
    ) -> None:
        super().__init__(parent)
        self._desk, self._kind, self._step, self._do = desk, kind, step, do
        self.setWindowTitle(step.label)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(480))
        self.strip = MessageStrip(closable=False)
        self.boxes = {name: self._box(name) for name in step.asks}
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("原因"))
        self.reason.setPlaceholderText(_("会记入操作历史"))
        count = len(rehearsal.fitting)
        words = _("{step}（{count} 条）").format(step=step.label, count=f"{count:,}")
        self.yes = button(words, self.accept, look="main", shortcut="Ctrl+Return", name="bulk-yes")
        self.yes.setEnabled(count > 0)
        self.yes.setDefault(True)
        self.no = button(_("取消"), self.reject, name="bulk-no")
        parts: list[Part] = [
            label(step.label, "heading"),
            label(_preview(kind, rehearsal), tone="muted", wrap=True),
        ]
        if rehearsal.refused:
            self.refused = _list_refused(rehearsal.refused)
            parts.append(self.refused)
        for name, box in self.boxes.items() if count else ():
            parts += [label(kind.field(name).label, "small", "muted"), box]
        if step.needs_reason and count:
            parts += [label(_("原因 *"), "small", "muted"), self.reason]
        parts += [self.strip, 4, row(None, self.no, self.yes)]
        self.setLayout(column(*parts, gap=8, margins=(24, 20, 24, 16)))

    def accept(self) -> None:
        """Do it, unless something is missing."""
        reason = self.reason.text().strip()
        if self._step.needs_reason and not reason:
            self.strip.say(_("请先写明原因。"))
            self.reason.setFocus()
            return
        texts = {name: _text(box) for name, box in self.boxes.items()}
        try:
            entries = bulk_steps.read_entries(self._kind, self._step.name, texts, self._desk)
        except InvalidRecord as error:
            self.strip.say(str(error))
            return
        super().accept()
        self._do(reason, entries)

    def _box(self, name: str) -> QWidget:
        field = self._kind.field(name)
        box: QWidget
        if isinstance(field, (fields.Day, fields.Moment)):
            editor = field_widgets.make(self._kind.name, name, field, self._hooks())
            editor.name_box(field.label)
            editor.box.setObjectName(name)
            return editor
        if isinstance(field, fields.Flag):
            box = QCheckBox(field.label)
        elif isinstance(field, fields.Choice):
            box = QComboBox()
            box.addItems(["", *(_(option.label) for option in field.options)])
        else:
            box = QLineEdit(placeholderText=_(field.hint))
        box.setObjectName(name)
        box.setAccessibleName(field.label)
        return box

    def _hooks(self) -> FieldHooks:
        """Return the answers for editors that only need the clock: what is typed is read when all is done."""
        return FieldHooks(
            enter=lambda text: None,
            choose=lambda record_id: None,
            suggest=lambda typed: [],
            reveal=lambda reason: None,
            open_link=lambda: None,
            now=self._desk.now,
        )


class ReportDialog(QDialog):
    """What came of it, and which records it was refused for, to be copied."""

    def __init__(self, parent: QWidget, report: Report) -> None:
        super().__init__(parent)
        self.setWindowTitle(report.label)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumSize(theme.px(560), theme.px(320))
        self.list = _list_refused(report.refused)
        close = button(_("知道了"), self.accept, look="main", name="report-close")
        close.setDefault(True)
        heading = label(report.sentence, "heading", wrap=True)
        self.setLayout(column(heading, self.list, row(None, close), gap=12, margins=(24, 20, 24, 16)))
        close.setFocus()


def _preview(kind: RecordKind, rehearsal: Rehearsal) -> str:
    """Return in a sentence what will happen."""
    words = _("可以办的 {fitting} 条{kind}。")
    if rehearsal.refused:
        words = _("可以办的 {fitting} 条{kind}；下面 {refused} 条不能办，不会改动。")
    return words.format(
        fitting=f"{len(rehearsal.fitting):,}", kind=several(kind.label), refused=f"{len(rehearsal.refused):,}"
    )


def _list_refused(refused: Sequence[Refused]) -> QPlainTextEdit:
    """Return the list of records a step is refused for, with the reasons, to be copied."""
    made = QPlainTextEdit("\n".join(f"{one.title}    {one.why}" for one in refused))
    made.setReadOnly(True)
    made.setAccessibleName(_("不能办的记录和原因"))
    made.setMaximumHeight(theme.px(200))
    return made


def _text(box: QWidget) -> str:
    """Return what was filled in, as text the field reads; an unticked box says nothing."""
    if isinstance(box, QCheckBox):
        return _("是") if box.isChecked() else ""
    if isinstance(box, QComboBox):
        return box.currentText()
    line = box.line if isinstance(box, LineEditor) else box
    return line.text() if isinstance(line, QLineEdit) else ""
