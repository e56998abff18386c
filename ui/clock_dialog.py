"""Stopping or putting off the clocks of a record (暂停、延期): until when, why, and who approved it."""

import datetime
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.kernel import days
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens.clock_steps import EXTEND, ClockStep
from ui import theme
from ui.asking_dialog import AskingDialog
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import Part, column, row
from ui.widgets.message_strip import MessageStrip

ONE_DAY = datetime.timedelta(days=1)


class ClockDialog(AskingDialog):
    """`do(entries)` does it with the texts of until_at, reason and approved_by; its refusal keeps the dialog open."""

    def __init__(
        self, parent: QWidget, step: ClockStep, title: str, do: Callable[[dict[str, str]], object]
    ) -> None:
        super().__init__(parent)
        self._do = do
        self.setWindowTitle(step.label)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(440))
        self.strip = MessageStrip(closable=False)
        self.boxes: dict[str, QLineEdit] = {}
        words = step.label.rstrip("…")
        self.yes = button(words, self.accept, look="main", shortcut="Ctrl+Return", name="clock-yes")
        self.no = button(_("取消"), self.leave, name="clock-no")
        parts: list[Part] = [
            label(words, "heading", wrap=True),
            label(title, tone="muted", wrap=True),
            label(step.text, wrap=True),
        ]
        parts += self._asked(step)
        parts += [self.strip, 4, row(None, self.no, self.yes)]
        self.setLayout(column(*parts, gap=8, margins=(24, 20, 24, 16)))
        next(iter(self.boxes.values())).setFocus()

    def accept(self) -> None:
        """Do it; close when it was done."""
        try:
            self._do({name: box.text().strip() for name, box in self.boxes.items()})
        except DeskError as error:
            self.strip.say(str(error))
            return
        super().accept()

    def _asked(self, step: ClockStep) -> list[Part]:
        is_extended = step.sort == EXTEND
        until = _("延到 *") if is_extended else _("暂停到（到时重新提醒，可以不填）")
        parts = self._box("until_at", until, _("如 2026-01-31 10:42；只写时间就是今天"))
        if is_extended and step.until_at:
            self.boxes["until_at"].setText(days.show_moment(step.until_at + ONE_DAY))
        parts += self._box("reason", _("原因 *"), _("会记入操作历史"))
        if step.approvers:
            who = _("批准人（须由{roles}批准）*").format(roles=step.approvers)
            parts += self._box("approved_by", who, _("批准人姓名"))
        return parts

    def _box(self, name: str, text: str, hint: str) -> list[Part]:
        box = QLineEdit()
        box.setObjectName(f"clock-{name}")
        box.setAccessibleName(text.rstrip(" *"))
        box.setPlaceholderText(hint)
        box.returnPressed.connect(lambda: self._next(name))
        self.boxes[name] = box
        return [label(text, "small", "muted", wrap=True), box]

    def _next(self, name: str) -> None:
        """Let Enter go to the next box, and from the last one do it."""
        names = list(self.boxes)
        place = names.index(name) + 1
        if place < len(names):
            self.boxes[names[place]].setFocus()
        else:
            self.accept()
