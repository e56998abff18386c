"""How a deposit stands (押金现状): when it can be given back, and what it has been used for."""

import datetime
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.days import show_day
from desk_app.kernel.money import show
from desk_app.kernel.words import _, headed
from desk_app.modules.cashier.deposit_rules import waits_for_acceptance
from desk_app.modules.cashier.records import DEPOSIT_MOVES, DepositMove


@dataclass(frozen=True)
class Moved:
    """One move of a deposit, in fen; `receipt_id` is that of the receipt it stands on."""

    day: datetime.date
    kind: str
    amount: int
    document: str
    actor: str
    receipt_id: int | None
    number: str

    @property
    def told(self) -> str:
        """Return '扣款：违章处理单 WZ-202611-0003'."""
        return headed(self.kind, self.document) if self.document else self.kind


def moves_of(deposit_id: int) -> list[Moved]:
    """Return what the deposit took in and gave out, the first first."""
    query = DepositMove.select().where(DepositMove.deposit == deposit_id).order_by(DepositMove.id)
    labels = {option.stored: option.label for option in DEPOSIT_MOVES}
    return [
        Moved(
            row.business_on,
            _(labels[row.kind]),
            int(row.amount),
            row.document,
            row.actor,
            row.receipt_id,
            str(row.receipt) if row.receipt_id else "",
        )
        for row in query
    ]


def tell_waiting(deposit: Any, day: datetime.date) -> str:
    """Return a sentence on when the deposit can be given back, by the office's months after acceptance."""
    if not deposit.held:
        return _("这笔押金已经结清。")
    held = _("在押 {amount} 元。").format(amount=show(int(deposit.held)))
    on = deposit.refundable_on
    if on is None and waits_for_acceptance(deposit.item):
        months = settings.value("deposit_wait_months")
        return held + _("竣工验收合格满 {months} 个月才能退，还没有登记验收。").format(months=months)
    if on is not None and day < on:
        return held + _("{day} 起可以退还，还有 {days} 天。").format(day=show_day(on), days=(on - day).days)
    if on is not None:
        return held + _("{day} 起可以退还，现在可退。").format(day=show_day(on))
    return held + _("不用等，现在可以退还。")
