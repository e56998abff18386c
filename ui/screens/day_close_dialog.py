"""The last look before a day is locked (日结确认): what was counted against what should be there, and why it differs."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens.day_closing import DayClosing
from ui.screens.cash_extras import ExtraDialog
from ui.widgets.labels import label


class DayCloseDialog(ExtraDialog):
    """Names the sums; a till that is over or short is closed only with a reason."""

    def __init__(self, parent: QWidget, closing: DayClosing, done: Callable[[int, str], object]) -> None:
        assert closing.chosen
        self._closing, self._done = closing, done
        self.counted = closing.counted()
        text = _("{day}：日结以后这一天不能再收款、作废；结错了要由另一人反结。")
        super().__init__(parent, _("日结"), text.format(day=closing.chosen.label), _("确认日结"))
        (self.reason if self.counted.difference else self.yes).setFocus(Qt.FocusReason.OtherFocusReason)

    def fields(self) -> list[tuple[str, QWidget]]:
        """Return the sums, and the box for the reason where one is needed."""
        tone = "bad" if self.counted.difference else "good"
        sums = _("应有 {expected} 元，实盘 {cash} 元").format(
            expected=show(self._closing.expected), cash=show(self.counted.cash)
        )
        after = _("缴存银行 {banked} 元，留存备用金 {stays} 元").format(
            banked=show(self.counted.banked), stays=show(self.counted.stays)
        )
        self.reason = QLineEdit(self._closing.note)
        self.reason.setPlaceholderText(_("如 零头找不开、待查；会印在日报上"))
        found: list[tuple[str, QWidget]] = [
            ("", label(sums)),
            ("", label(self.counted.verdict, "heading", tone)),
            ("", label(after, tone="muted")),
        ]
        if self.counted.difference:
            found.append((_("长短款原因 *"), self.reason))
        return found

    def do(self) -> None:
        """Close the day."""
        if self.counted.difference and not self.reason.text().strip():
            self.reason.setFocus()
            raise DeskError(_("没有日结：{verdict}，请写明原因。").format(verdict=self.counted.verdict))
        self._closing.note = self.reason.text().strip()
        close = self._closing.close()
        words = _("{day} 已日结，实盘 {cash} 元").format(day=close.business_on, cash=show(close.cash_counted))
        self._done(close.id, words)
