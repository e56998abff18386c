"""Somebody saved first (编辑冲突): who and when, what they changed beside what was typed here, and the ways out."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from desk_app.kernel.words import _
from desk_app.screens.form_conflict import Conflict, Difference
from desk_app.screens.record_form import RecordForm
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, line, row, scrolling

KEEP, TAKE, LATER = 1, 2, 0
"""What the dialog answers: mine on top of theirs, theirs alone, or nothing yet."""


class ConflictDialog(QDialog):
    """Shows the conflict of `form`; the result is `KEEP`, `TAKE` or `LATER`. What was typed stays until a choice."""

    def __init__(self, parent: QWidget, form: RecordForm) -> None:
        super().__init__(parent)
        assert form.clash
        self.form = form
        clash = form.clash
        self.setWindowTitle(_title(clash.who, form.desk.actor.name))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(theme.px(720), theme.px(420))
        self.copy = button(_("复制我填的内容"), self._copy, icon="copy", look="plain")
        self.later = button(_("先不处理"), self.reject, shortcut="Esc", name="conflict-later")
        self.take = button(_("采用对方的内容"), lambda: self.done(TAKE), name="conflict-take")
        self.keep = button(_("保留我的修改"), lambda: self.done(KEEP), look="main", name="conflict-keep")
        self.keep.setToolTip(_("以对方保存的为底，只把您改过的项目放上去"))
        if clash.locked:
            self.keep.hide()
        explained = clash.locked or _("“保留我的修改”以对方保存的为底，只把您改过的项目放上去，再保存一次。")
        parts = (
            label(clash.message, "heading", wrap=True),
            label(explained, tone="bad" if clash.locked else "muted", wrap=True),
            scrolling(_table(clash)),
            row(self.copy, None, self.later, self.take, self.keep),
        )
        layout = column(*parts, gap=12, margins=(24, 20, 24, 16))
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.form.as_text())
        self.copy.setText(_("已复制"))


def _title(who: str, me: str) -> str:
    """Return who came first; the same name is the same person at another window."""
    if not who:
        return _("别人先保存了")
    return _("您在别的窗口先保存了") if who == me else _("{who} 先保存了").format(who=who)


def _table(clash: Conflict) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px(16))
    grid.setVerticalSpacing(theme.px(6))
    for place, text in enumerate((_("项目"), _("原来"), _("我填的"), _("对方保存的"))):
        grid.addWidget(label(text, "small", "muted"), 0, place)
        grid.setColumnStretch(place, 2 if place else 1)
    for place, difference in enumerate(clash.differences):
        _write_line(grid, 2 * place + 1, difference)
    grid.setRowStretch(2 * len(clash.differences) + 2, 1)
    return box(grid)


def _write_line(grid: QGridLayout, place: int, difference: Difference) -> None:
    """Write one field; the side that changed it stands out, both where they clash."""
    changed_here = difference.mine != difference.before
    changed_there = difference.theirs != difference.before
    grid.addWidget(line(), place, 0, 1, 4)
    grid.addWidget(label(difference.label, tone="bad" if difference.clash else "", wrap=True), place + 1, 0)
    grid.addWidget(label(difference.before or "—", tone="muted", wrap=True), place + 1, 1)
    mine = label(difference.mine or "—", tone="accent" if changed_here else "muted", wrap=True, select=True)
    theirs = label(
        difference.theirs or "—", tone="waiting" if changed_there else "muted", wrap=True, select=True
    )
    grid.addWidget(mine, place + 1, 2)
    grid.addWidget(theirs, place + 1, 3)
