"""The head of a form (表头): which record it is, its state, its deadlines, and where it stands on its way."""

from PySide6.QtWidgets import QWidget

from desk_app.kernel.days import show_moment
from desk_app.kernel.words import _
from desk_app.screens.record_form import PathState, RecordForm
from ui import theme
from ui.widgets.chip import StatusChip
from ui.widgets.labels import ElidedLabel, label, picture
from ui.widgets.layouts import clear, row


class FormHead(QWidget):
    """One line: the title, the way through the workflow, and the clocks that run."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ElidedLabel("", "title")
        self.title.setMinimumWidth(theme.px(120))
        self.state = StatusChip()
        self.clocks = row(gap=6)
        self.path = row(gap=6)
        parts = row(self.title, self.path, self.state, self.clocks, gap=12, margins=(24, 12, 24, 8))
        parts.setStretch(0, 1)
        self.setLayout(parts)

    def show_form(self, form: RecordForm) -> None:
        """Show where the record stands."""
        self.title.setText(form.title)
        path = form.path
        now = next((state for state in path if state.stage == "now"), None)
        is_alone = now is not None and len(path) == 1 and not form.is_new
        self.state.show_state(now.label if now and is_alone else "", now.tone if now else "quiet")
        clear(self.clocks)
        for clock in form.clocks:
            chip = StatusChip(f"{clock.label} · {clock.text}", clock.tone)
            chip.setToolTip(_("期限：{at}").format(at=show_moment(clock.due_at)))
            self.clocks.addWidget(chip)
        if form.is_paused and not form.clocks:
            self.clocks.addWidget(StatusChip(_("已暂停"), "waiting"))
        clear(self.path)
        if len(path) > 1:
            self._show_path(path)

    def _show_path(self, path: list[PathState]) -> None:
        for place, state in enumerate(path):
            if place:
                self.path.addWidget(picture("right", "edge", 14))
            if state.stage == "now":
                self.path.addWidget(
                    StatusChip(state.label, state.tone if state.tone != "quiet" else "accent")
                )
                continue
            if state.stage == "done":
                self.path.addWidget(picture("check", "good", 14))
            self.path.addWidget(label(state.label, "small", "muted"))
