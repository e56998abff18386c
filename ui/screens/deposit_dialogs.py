"""Small windows of a deposit (押金的小窗口): the works accepted, money kept, debts paid out of it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from desk_app.kernel.access import Desk
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens.deposit_steps import Acceptance, DebtTransfer, Deduction
from ui import theme
from ui.screens.cash_extras import ExtraDialog, choose_from
from ui.widgets.labels import label

Done = Callable[[str], object]
Fields = list[tuple[str, QWidget]]
MOST_DEBTS = 7
"""Lines of debts shown without scrolling."""


class AcceptDialog(ExtraDialog):
    """The day the works were accepted; the months until the deposit goes back count from it."""

    def __init__(self, parent: QWidget, deposit_id: int, desk: Desk, done: Done) -> None:
        self._done = done
        self.acceptance = Acceptance(deposit_id, desk)
        text = _("竣工验收合格以后才开始计算退还押金的等待期。验收不合格的不要登记。")
        super().__init__(parent, _("登记竣工验收"), text, _("登记"))
        self._tell()
        self.day.setFocus()
        self.day.selectAll()

    def fields(self) -> Fields:
        """Return the day, its record, and the day the deposit then goes back."""
        self.day, self.document = QLineEdit(self.acceptance.day), QLineEdit()
        self.document.setPlaceholderText(_("如 竣工验收单编号，可不填"))
        self.until = label("", tone="good", wrap=True)
        self.day.textEdited.connect(lambda *_text: self._tell())
        return [(_("验收合格日期 *"), self.day), (_("验收依据"), self.document), ("", self.until)]

    def do(self) -> None:
        """Note it."""
        self.acceptance.day, self.acceptance.document = self.day.text(), self.document.text()
        self._done(self.acceptance.save())

    def _tell(self) -> None:
        self.acceptance.day = self.day.text()
        self.until.setText(self.acceptance.told())


class DeductDialog(ExtraDialog):
    """So much is kept: for what, by which paper, and as which income."""

    def __init__(self, parent: QWidget, deposit_id: int, desk: Desk, held: str, done: Done) -> None:
        self._done = done
        self.deduction = Deduction(deposit_id, desk)
        text = _("在押 {held} 元。扣下的记为收入，另开结转凭证，不动现金；办错了用冲红。")
        super().__init__(parent, _("押金扣款"), text.format(held=held), _("扣款"))
        self.amount.setFocus()

    def fields(self) -> Fields:
        """Return amount, cause, document and the item it becomes."""
        self.amount, self.cause, self.document = QLineEdit(), QLineEdit(), QLineEdit()
        self.cause.setPlaceholderText(_("如 搬运材料撞坏大堂地砖"))
        self.document.setPlaceholderText(_("如 违章处理单、损坏清单的编号"))
        self.item = choose_from(self.deduction.items())
        return [
            (_("扣款金额（元） *"), self.amount),
            (_("扣款事由 *"), self.cause),
            (_("依据单据 *"), self.document),
            (_("记作哪项收入"), self.item),
        ]

    def do(self) -> None:
        """Deduct it."""
        self.deduction.amount, self.deduction.cause = self.amount.text(), self.cause.text()
        self.deduction.document, self.deduction.item_id = self.document.text(), self.item.currentData()
        self._done(self.deduction.save())


class TransferDialog(ExtraDialog):
    """Debts ticked with Space or the mouse are paid out of the deposit, as the payer has signed for."""

    def __init__(self, parent: QWidget, deposit_id: int, desk: Desk, done: Done) -> None:
        self._done = done
        self.transfer = DebtTransfer(deposit_id, desk)
        text = _("在押 {held} 元。勾选要抵的欠费；要有交款人签字的书面同意，不动现金。")
        super().__init__(parent, _("押金转抵欠费"), text.format(held=show(self.transfer.held)), _("转抵"))
        self.setMinimumWidth(theme.px(520))
        self.debts.itemChanged.connect(lambda *_item: self._tick())
        self._tick()
        self.debts.setFocus()

    def fields(self) -> Fields:
        """Return the debts, what they come to, and the signed paper."""
        self.debts = QListWidget()
        self.debts.setObjectName("transfer-debts")
        for debt in self.transfer.debts:
            late = _("（逾期）") if debt.is_late else ""
            entry = QListWidgetItem(f"{debt.text}　{debt.span}　{show(debt.open)} {late}".rstrip())
            entry.setFlags(entry.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_ticked = debt.bill_id in self.transfer.ticked
            entry.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
            entry.setData(Qt.ItemDataRole.UserRole, debt.bill_id)
            entry.setSizeHint(QSize(0, theme.px(30)))
            self.debts.addItem(entry)
        lines = min(max(self.debts.count(), 2), MOST_DEBTS)
        self.debts.setFixedHeight(theme.px(30) * lines + theme.px(8))
        if self.debts.count():
            self.debts.setCurrentRow(0)
        self.debts.installEventFilter(self)
        self.sums = label("", wrap=True)
        self.document = QLineEdit()
        self.document.setPlaceholderText(_("如 张三 2026-11-24 签字同意书"))
        return [
            (_("欠费"), self.debts),
            ("", self.sums),
            (_("签字同意书的编号或日期 *"), self.document),
        ]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the list goes on to the paper."""
        is_enter = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if watched is self.debts and event.type() == QEvent.Type.KeyPress and is_enter:
            self.document.setFocus()
            return True
        return super().eventFilter(watched, event)

    def do(self) -> None:
        """Set it against them."""
        self.transfer.document = self.document.text()
        self._done(self.transfer.save())

    def _tick(self) -> None:
        entries = [self.debts.item(place) for place in range(self.debts.count())]
        self.transfer.ticked = {
            entry.data(Qt.ItemDataRole.UserRole)
            for entry in entries
            if entry.checkState() == Qt.CheckState.Checked
        }
        self.sums.setText(self.transfer.told())
