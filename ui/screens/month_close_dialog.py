"""The last look before a month is locked (月结确认): its sums, and what is left open."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk_app.kernel.money import show
from desk_app.kernel.periods import show_period_in_full
from desk_app.kernel.words import _
from desk_app.screens.month_closing import MonthClosing
from ui.screens.cash_extras import ExtraDialog
from ui.widgets.labels import label


class MonthCloseDialog(ExtraDialog):
    """Names what the month will be kept with; Enter locks it, Esc leaves it open."""

    def __init__(self, parent: QWidget, closing: MonthClosing, done: Callable[[int], object]) -> None:
        assert closing.look is not None
        self._closing, self._look, self._done = closing, closing.look, done
        title = _("月结 {period}").format(period=show_period_in_full(self._look.period))
        text = _("月结以后，这个月和以前各月不能再收款、出账、减免和作废；结错了要由两个人反结。")
        super().__init__(parent, title, text, _("确认月结"))
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def fields(self) -> list[tuple[str, QWidget]]:
        """Return the month's sums and, one under the other, what is not done."""
        found: list[tuple[str, QWidget]] = [("", label(line, wrap=True)) for line in self._sums()]
        left = self._look.left_open
        if left:
            found.append(("", label(_("还没有做完的（不妨碍月结）"), "heading")))
            found += [("", label(check.sentence, tone="waiting", wrap=True)) for check in left]
        return found

    def _sums(self) -> list[str]:
        total, found = self._look.found.total, self._look.found
        collected = total.current + total.old - total.reversed_current - total.reversed_old
        return [
            _("期初欠费 {opening} 元，本期应收 {billed} 元，减免 {reduced} 元").format(
                opening=show(total.opening), billed=show(total.billed - total.voided), reduced=show(total.reduced)
            ),
            _("本月收回 {collected} 元，以前预收冲抵 {ahead} 元，期末欠费 {closing} 元").format(
                collected=show(collected), ahead=show(total.ahead), closing=show(total.closing)
            ),
            _("期末预存款 {prepaid} 元，在押押金 {deposits} 元").format(
                prepaid=show(found.prepaid.closing), deposits=show(sum(row.closing for row in found.deposits))
            ),
        ]  # fmt: skip

    def do(self) -> None:
        """Close the month."""
        self._done(int(self._closing.close().period))
