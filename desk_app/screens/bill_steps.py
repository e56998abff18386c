"""What can be done with a bill besides paying it (更正、挂起), without a window: what is told before, typed, and done."""

import datetime
import uuid
from dataclasses import dataclass, field

from desk_app.kernel.access import Desk
from desk_app.kernel.days import parse_day, show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import parse, show
from desk_app.kernel.words import _
from desk_app.modules.billing import holds
from desk_app.modules.billing.ledger import name_bill, read_bills
from desk_app.modules.billing.overdue import late_fees_on
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier import rights
from desk_app.modules.cashier.bill_corrections import ask_correction, asked_now, late_fees_told


@dataclass(frozen=True)
class BillSteps:
    """Which steps a bill takes from the person at the desk."""

    is_correctable: bool
    is_holdable: bool
    is_releasable: bool


def steps_of(bill_id: int, desk: Desk) -> BillSteps:
    """Return the steps the bill takes now."""
    bill = _read(bill_id)
    may_hold = bool(desk.actor.roles & set(holds.HOLDING))
    return BillSteps(
        rights.may(desk, "correct_bill") and bill.state != "void" and asked_now(bill) > 0,
        may_hold and bill.state == "open" and bill.still_open > 0,
        may_hold and bill.state == "held",
    )


@dataclass
class BillCorrection:
    """One correction to be asked for; every text as typed. Sent twice it is asked once."""

    bill_id: int
    desk: Desk
    new_amount: str = ""
    request: str = field(default_factory=lambda: str(uuid.uuid4()))

    def told(self) -> str:
        """Return what the bill asks now, and what the correction will and will not do."""
        bill = _read(self.bill_id)
        text = _(
            "{bill} 现在应收 {asked} 元，已收 {paid} 元。由另一人在减免单里批准后才改少：还没收的不再收，多收的转入预存款；原账单和收据不变。"
        ).format(bill=name_bill(bill), asked=show(asked_now(bill)), paid=show(bill.paid))
        return "\n".join(filter(None, (text, late_fees_told(self.bill_id))))

    def save(self, reason: str) -> tuple[int, str]:
        """Ask that the bill be corrected; return the slip's id and what to do with it, or DeskError with nothing kept."""
        less = asked_now(_read(self.bill_id)) - self._read_amount()
        slip = ask_correction(self.bill_id, less=less, reason=reason, desk=self.desk, request=self.request)
        told = _("已提交更正申请 {number}，少收 {less} 元。请另一人在减免单里批准。")
        return slip.id, told.format(number=slip.number, less=show(int(slip.amount)))

    def _read_amount(self) -> int:
        try:
            return parse(self.new_amount)
        except ValueError:
            raise DeskError(_("没有更正：新的应收金额应写成 146.42 的样子。")) from None


@dataclass
class BillHold:
    """One hold to be made; the day as typed, '' for until it is released."""

    bill_id: int
    desk: Desk
    until: str = ""

    def told(self) -> str:
        """Return what a hold does, and the late fee that is posted with it."""
        bill = _read(self.bill_id)
        text = _(
            "{bill} 还欠 {left} 元。挂起期间不催缴、不计违约金、不用预存款冲抵；业主要交仍可收款。"
        ).format(bill=name_bill(bill), left=show(bill.still_open))
        late = late_fees_on([bill], self.desk.today).get(bill.id, 0)
        fee = _("到今天的违约金 {amount} 元先记下。").format(amount=show(late)) if late else ""
        return "\n".join(filter(None, (text, fee)))

    def save(self, reason: str) -> str:
        """Hold the bill and return what was done; DeskError with nothing changed."""
        bill = holds.hold_bill(self.bill_id, self.desk, reason, self._read_day())
        if bill.held_until is None:
            return _("已挂起，解除以前不催缴、不计违约金。")
        return _("已挂起到 {day}，第二天起照常催缴、计违约金。").format(day=show_day(bill.held_until))

    def _read_day(self) -> datetime.date | None:
        if not self.until.strip():
            return None
        try:
            return parse_day(self.until, self.desk.today)
        except ValueError as error:
            raise DeskError(_("账单没有挂起：{why}").format(why=error)) from None


def release(bill_id: int, desk: Desk, reason: str) -> str:
    """Let a held bill count again and return what was done; DeskError with nothing changed."""
    holds.release_bill(bill_id, desk, reason)
    return _("已解除挂起，从明天起照常计违约金。")


def _read(bill_id: int) -> Bill:
    return read_bills([bill_id])[bill_id]
