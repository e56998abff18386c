"""The card beside the meter round (抄表侧栏): the meter the cursor is on, its earlier readings, and what can be done."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QVBoxLayout

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from ui import theme
from ui.reason_dialog import ReasonDialog
from ui.screens.meter_dialogs import CorrectDialog, SwapDialog
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, column, row

if TYPE_CHECKING:
    from ui.screens.meter_round import MeterRoundPage


class MeterCard(Card):
    """Shows one row of the round; its buttons act on that meter."""

    def __init__(self, page: "MeterRoundPage") -> None:
        super().__init__(gap=8, padding=16)
        self.page = page
        self.place = -1
        self.setFixedWidth(theme.px(292))
        self.where = ElidedLabel("", "heading")
        self.what = ElidedLabel("", tone="muted")
        self.told = label("", tone="waiting", wrap=True)
        self.earlier = label("", "small", "muted", wrap=True)
        acts = self._acts()
        parts = (
            self.where,
            self.what,
            self.told,
            box(acts),
            label(_("以前的读数"), "small", "muted"),
            self.earlier,
        )
        for part in parts:
            self.body.addWidget(part)
        self.body.addStretch(1)

    def _acts(self) -> QVBoxLayout:
        """Return the buttons; `show_place` shows those that serve."""
        self.confirm = self._act(_("确认无误"), "done", "meter-confirm", self._confirm, "F8")
        self.roll = self._act(_("确认归零"), "refresh", "meter-roll", self._roll)
        self.estimate = self._act(_("估抄"), "sample", "meter-estimate", self._estimate, "F7")
        self.void = self._act(_("作废…"), "cancel", "meter-void", self._void)
        self.swap = self._act(_("换表…"), "meter", "meter-swap", self._swap)
        self.correct = self._act(_("更正已出账读数…"), "edit", "meter-correct", self._correct)
        self.open_ = self._act(_("打开仪表资料"), "forward", "meter-open", self._open)
        return column(
            row(self.confirm, self.roll),
            row(self.estimate, self.void),
            row(self.swap, self.open_),
            self.correct,
        )

    def show_place(self, place: int) -> None:
        """Show the row at `place`; nothing below zero."""
        self.place = place
        rows = self.page.meters.rows
        is_there = 0 <= place < len(rows)
        for part in (self.confirm, self.roll, self.estimate, self.void, self.swap, self.correct, self.open_):
            part.setEnabled(is_there)
        if not is_there:
            for text in (self.where, self.what, self.told, self.earlier):
                text.setText("")
            return
        shown = rows[place]
        self.where.setText(shown.place)
        dated = (
            _("上期 {value}（{day}）").format(value=shown.before, day=shown.before_on) if shown.before else ""
        )
        self.what.setText("  ".join(filter(None, (shown.kind, shown.number, dated))))
        advice = self.page.advise(place) if shown.state == "held" else ""
        self.told.setText("\n".join(filter(None, (shown.told, advice))))
        self.told.setVisible(bool(shown.told))
        theme.dress(self.told, tone="waiting" if shown.state == "held" else "muted")
        self.earlier.setText("\n".join(self.page.meters.earlier(place)))
        steps = self.page.meters.steps(place)
        for name in ("confirm", "roll", "estimate", "void", "correct"):
            getattr(self, name).setVisible(name in steps)

    def _act(self, words: str, icon: str, name: str, do: Callable[[], object], keys: str = "") -> QPushButton:
        return button(words, do, icon=icon, name=name, shortcut=keys)

    def _try(self, do: Callable[[], object]) -> None:
        """Do it and show the round anew; a refusal is said on the page."""
        try:
            do()
        except DeskError as error:
            self.page.strip.say(str(error))
            return
        self.page.strip.hide()
        self.page.changed()

    def _confirm(self) -> None:
        self._try(lambda: self.page.meters.confirm(self.place))

    def _roll(self) -> None:
        self._try(lambda: self.page.meters.confirm(self.place, rollover=True))

    def _estimate(self) -> None:
        self._try(lambda: self.page.meters.estimate(self.place))

    def _void(self) -> None:
        place = self.place

        def do(reason: str) -> None:
            self.page.meters.void(place, reason)
            self.page.changed()

        text = _("作废后可以重抄。直接在表格里重打一个读数，原来的也会作废。")
        ReasonDialog(self, _("作废读数"), text, do).open()

    def _swap(self) -> None:
        SwapDialog(self, self._meter_id(), self.page.shell.desk, self.page.changed).open()

    def _correct(self) -> None:
        def done(told: str) -> None:
            self.page.changed()
            self.page.strip.say(told, "waiting")

        CorrectDialog(self, self._meter_id(), self.page.meters.period, self.page.shell.desk, done).open()

    def _open(self) -> None:
        self.page.shell.open_record("meters", self._meter_id())

    def _meter_id(self) -> int:
        return self.page.meters.rows[self.place].meter_id
