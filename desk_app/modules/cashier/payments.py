"""Taking money (收款): one receipt for any bills, ways of payment, change, rounding and prepaid money.

Amounts are whole fen. The picked bills are read again inside the posting transaction, so that of two clerks who take
the same debt one is told which receipt took it first.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import peewee

from desk_app.kernel import settings
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.fields import Choice, Money, Option
from desk_app.kernel.money import LARGEST, show
from desk_app.kernel.words import _, mark
from desk_app.modules.billing.ledger import name_bill, read_bills
from desk_app.modules.billing.overdue import post_late_fees
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier import journal, rights
from desk_app.modules.cashier.allocation import allocate, debts_of
from desk_app.modules.cashier.journal import Line, Posting, PrepaidChange
from desk_app.modules.cashier.locks import told_of_the_clock
from desk_app.modules.cashier.older_debts import older_debts
from desk_app.modules.cashier.pads import refuse_pad_number
from desk_app.modules.cashier.records import Receipt, ReceiptLine, ReceiptMethod, ReceiptVoid
from desk_app.modules.cashier.tenders import CASH, LABELS, Tender, cash_in, check_tenders
from desk_app.modules.cashier.typed import read_words
from desk_app.modules.estate.records import Room
from desk_app.modules.people.holdings import current_holdings

Picks = tuple[tuple[int, int], ...]
"""(bill id, fen) of what the payer pays."""

settings.declare(
    "rounding_off_limit",
    Money("抹零上限（元）"),
    99,
    mark("收费"),
    mark("收款时最多可以抹掉的零头；0 为不许抹零"),
)
settings.declare(
    "older_debts_first",
    Choice("预缴前先清欠费", (Option("warn", "提醒"), Option("refuse", "不清不收"), Option("allow", "不管"))),
    "warn",
    mark("收费"),
    mark("同一收费项目还有到期欠费时，能不能预存或缴以后的账单"),
)


@dataclass(frozen=True, kw_only=True)
class Payment:
    """What the cashier asks for by one press of the key; `request` is the screen's own, new for each form.

    `picks` are bills; `late_picks` are late fees that are on no bill yet, named by the overdue bill. Tenders add to
    picks + late picks + prepaid − rounding. `same_reference` tells why a reference stands on an earlier receipt too,
    and without it such a payment is refused. `tendered` is the cash handed over, from which change is given. With
    `prepaid_item` the prepaid part may pay only that item. Late fees run to `late_until`, the day the money came if
    that was before today.
    """

    room_id: int
    payer_name: str
    request: str
    payer_id: int | None = None
    picks: Picks = ()
    late_picks: Picks = ()
    tenders: tuple[Tender, ...] = ()
    tendered: int | None = None
    to_prepaid: int = 0
    prepaid_item: int | None = None
    rounding: int = 0
    note: str = ""
    pad_number: str = ""
    late_until: datetime.date | None = None
    same_reference: str = ""

    @property
    def total(self) -> int:
        """Return the fen that come in."""
        return sum(fen for _bill, fen in (*self.picks, *self.late_picks)) + self.to_prepaid - self.rounding


def take_payment(payment: Payment, desk: Desk) -> Receipt:
    """Write the receipt and settle what it pays; the same request again returns the same receipt.

    DeskError, with nothing written, if the sums do not fit, a bill has been paid meanwhile, or the day is closed.
    """
    rights.require(desk, "pay")
    with transaction():
        done = journal.done_before(payment.request, "payment", payment.room_id, payment.total)
        if done is not None:
            return done
        tenders = _check(payment)
        refuse_pad_number(payment.pad_number)
        _refuse_used_reference(payment)
        bills = read_bills([bill_id for bill_id, _fen in (*payment.picks, *payment.late_picks)])
        _refuse_unpayable(payment, bills, desk)
        ahead = payment.to_prepaid or any(bill.from_on > desk.today for bill in bills.values())
        if ahead and settings.value("older_debts_first") == "refuse":
            for sentence in older_debts(payment, list(bills.values()), desk.today):
                raise DeskError(sentence)
        late_until = min(payment.late_until or desk.today, desk.today)
        stages = post_late_fees(list(bills.values()), late_until, desk)
        if payment.rounding:
            _refuse_rounding_of_a_part(payment, bills, stages)
        lines = [*_bill_lines(payment, bills), *_late_lines(payment, stages), *_other_lines(payment)]
        return journal.post(_posting(payment, lines, tenders), desk, "pay", _told(payment))


def suggest(
    room_id: int,
    amount: int,
    desk: Desk,
    bill_ids: Sequence[int] | None = None,
    late_until: datetime.date | None = None,
) -> tuple[Picks, Picks, int]:
    """Return (picks, late picks, fen left for prepaid) for a sum: oldest first, of the payer's chosen bills if given.

    Late fees are those run up to `late_until`, today if None.
    """
    debts = debts_of(room_id, late_until or desk.today)
    if bill_ids is not None:
        debts = [debt for debt in debts if debt.bill_id in set(bill_ids)]
    portions = allocate(amount, debts)

    def pairs(late: bool) -> Picks:
        return tuple((each.bill_id, each.amount) for each in portions if each.is_late == late)

    return pairs(False), pairs(True), amount - sum(portion.amount for portion in portions)


def warnings_before(payment: Payment, desk: Desk) -> list[str]:
    """Return what the cashier should look at before this payment, as sentences; nothing if all is usual."""
    bills = read_bills([bill_id for bill_id, _fen in payment.picks])
    found = list(filter(None, [told_of_the_clock(desk.today)]))
    if settings.value("older_debts_first") == "warn":
        found += older_debts(payment, list(bills.values()), desk.today)
    return found + used_references(payment)


def used_references(payment: Payment) -> list[str]:
    """Return a sentence for each reference that stands on an earlier receipt, nothing where the payment says why."""
    found: list[str] = []
    for tender in payment.tenders if not payment.same_reference.strip() else ():
        number = used_reference(tender)
        if number:
            found.append(
                _("{method}流水号 {reference} 已在收据 {number} 上用过，请核对是否重复。").format(
                    method=_(LABELS[tender.method]), reference=tender.reference, number=number
                )
            )
    return found


def new_request() -> str:
    """Return a request number for one form of a screen."""
    return str(uuid.uuid4())


def _refuse_used_reference(payment: Payment) -> None:
    """The same money is not taken twice by a slip: a reference used before needs a reason."""
    for sentence in used_references(payment):
        raise DeskError(_("没有收款：{why}确是另一笔的，请写明原因。").format(why=sentence))


def _told(payment: Payment) -> str:
    """Return what the history keeps as the payment's reason."""
    if not payment.same_reference.strip():
        return payment.note
    why = _("流水号重复：{reason}").format(reason=payment.same_reference.strip())
    return f"{payment.note} {why}".strip()


def _check(payment: Payment) -> tuple[Tender, ...]:
    """Return the checked tenders; DeskError unless the sums fit each other."""
    parts = [fen for _bill, fen in (*payment.picks, *payment.late_picks)]
    owed = sum(parts)
    if not payment.request.strip():
        raise DeskError(_("没有收款：缺少请求号，请重新打开收银台。"))
    for picks in (payment.picks, payment.late_picks):
        if len({bill_id for bill_id, _fen in picks}) < len(picks):
            raise DeskError(_("没有收款：同一账单选了两次。"))
    if min([*parts, 1]) <= 0 or payment.to_prepaid < 0 or not 0 < payment.total <= LARGEST:
        raise DeskError(_("没有收款：金额不对，应大于 0。"))
    _check_rounding(payment, owed)
    if not Room.select().where(Room.id == payment.room_id).exists():
        raise NotFound(_("没有收款：找不到这个房号。"))
    tenders = check_tenders(payment.tenders, payment.total)
    _check_cash(payment, cash_in(tenders))
    return tenders


def _check_rounding(payment: Payment, owed: int) -> None:
    """Only the odd end of what is owed is let off: below 1 yuan, or below 10, 100 where the limit goes beyond."""
    limit = settings.value("rounding_off_limit") if payment.rounding else 0
    if not 0 <= payment.rounding <= min(limit, owed):
        raise DeskError(
            _("没有收款：抹零 {amount} 元，超过上限 {limit} 元。").format(
                amount=show(payment.rounding), limit=show(limit)
            )
        )
    unit = 100
    while unit <= limit:
        unit *= 10
    odd = (owed + payment.to_prepaid) % unit
    if payment.rounding > odd:
        raise DeskError(
            _("没有收款：抹零 {amount} 元，多于应收的零头 {odd} 元。").format(
                amount=show(payment.rounding), odd=show(odd)
            )
        )


def _refuse_rounding_of_a_part(payment: Payment, bills: dict[int, Bill], stages: Sequence[Bill]) -> None:
    """A bill's odd end is let off once, when it is paid off: parts of it have none."""
    late = {stage.late_for_id: stage.amount for stage in stages}
    parts = [bills[bill_id].still_open - fen for bill_id, fen in payment.picks]
    parts += [late.get(bill_id, fen) - fen for bill_id, fen in payment.late_picks]
    if any(parts):
        raise DeskError(_("没有收款：只缴一部分的账单不能抹零，缴清时才可以。"))


def _check_cash(payment: Payment, cash: int) -> None:
    """Change is given from cash, and only from cash."""
    if payment.tendered is None:
        return
    if not cash:
        raise DeskError(_("没有收款：没有现金，不能填实收现金，也不能找零。"))
    if not cash <= payment.tendered <= LARGEST:
        raise DeskError(
            _("没有收款：实收现金 {tendered} 元，不够 {cash} 元。").format(
                tendered=show(payment.tendered), cash=show(cash)
            )
        )


def _refuse_unpayable(payment: Payment, bills: dict[int, Bill], desk: Desk) -> None:
    """Raise DeskError for bills that are void, were paid meanwhile, or are somebody else's."""
    for bill_id, fen in payment.picks:
        if bills[bill_id].state == "void":
            raise DeskError(_("没有收款：{bill} 已作废。").format(bill=name_bill(bills[bill_id])))
        if fen > bills[bill_id].still_open:
            raise DeskError(_already_paid(bills[bill_id]))
    for bill in bills.values():
        if bill.room_id != payment.room_id and not _pays_for(payment.payer_id, bill, desk):
            raise DeskError(
                _("没有收款：{bill} 是另一房屋的账单，只有同一缴费人才能一起缴。").format(
                    bill=name_bill(bill)
                )
            )


def _already_paid(bill: Bill) -> str:
    """Return the sentence that names the receipt which took the debt."""
    query = Receipt.select().join(ReceiptLine).where(ReceiptLine.bill == bill.id)
    query = query.where(Receipt.id.not_in(ReceiptVoid.select(ReceiptVoid.receipt)))
    last = query.order_by(Receipt.id.desc()).first()
    if last is None:
        return _("没有收款：{bill} 只欠 {open} 元。").format(bill=name_bill(bill), open=show(bill.still_open))
    return _("没有收款：{bill} 只欠 {open} 元，收据 {number} 已由 {cashier} 收过。请重新打开收银台。").format(
        bill=name_bill(bill), open=show(bill.still_open), number=last.number, cashier=last.cashier
    )


def _pays_for(person_id: int | None, bill: Bill, desk: Desk) -> bool:
    """Say whether the person pays this bill: named on it, or an owner or tenant of its room."""
    if person_id is None:
        return False
    if bill.payer_id is not None:
        return bool(bill.payer_id == person_id)
    holders = current_holdings(bill.room_id, desk.today, ("owner", "tenant"))
    return any(holding.person_id == person_id for holding in holders)


def _bill_lines(payment: Payment, bills: dict[int, Bill]) -> list[Line]:
    return [
        Line("bill", fen, bill_id, bills[bill_id].item_id, bills[bill_id].room_id)
        for bill_id, fen in payment.picks
    ]


def _late_lines(payment: Payment, stages: Sequence[Bill]) -> list[Line]:
    """Return the lines that pay late fees posted by this payment."""
    posted = {stage.late_for_id: stage for stage in stages}
    lines = []
    for bill_id, fen in payment.late_picks:
        stage = posted.get(bill_id)
        if stage is None or fen > stage.amount:
            raise DeskError(_("没有收款：违约金已经变了。请重新打开收银台，按现在的违约金收。"))
        lines.append(Line("bill", fen, stage.id, stage.item_id, stage.room_id))
    return lines


def _other_lines(payment: Payment) -> list[Line]:
    lines = []
    if payment.to_prepaid:
        lines.append(
            Line("prepaid", payment.to_prepaid, item_id=payment.prepaid_item, room_id=payment.room_id)
        )
    if payment.rounding:
        lines.append(Line("rounding", -payment.rounding, room_id=payment.room_id))
    return lines


def _posting(payment: Payment, lines: list[Line], tenders: tuple[Tender, ...]) -> Posting:
    name = read_words(payment.payer_name, _("交款人"))
    if not name:
        raise DeskError(_("没有收款：请填写交款人。"))
    prepaid = PrepaidChange(payment.room_id, payment.to_prepaid, payment.prepaid_item)
    return Posting(
        kind="payment",
        room_id=payment.room_id,
        payer_id=payment.payer_id,
        payer_name=name,
        request=payment.request,
        lines=lines,
        methods=tenders,
        prepaid=(prepaid,) if payment.to_prepaid else (),
        tendered=payment.tendered,
        change=0 if payment.tendered is None else payment.tendered - cash_in(tenders),
        pad_number=read_words(payment.pad_number, _("票据号"), 40) or None,
        note=read_words(payment.note, _("备注")) or None,
    )


def used_reference(tender: Tender, besides: int | None = None) -> str | None:
    """Return the number of a receipt in force, other than `besides`, that has the same reference now, or None."""
    if tender.method == CASH or not tender.reference:
        return None
    query = Receipt.select(Receipt.number).join(ReceiptMethod)
    query = query.where(
        ReceiptMethod.method == tender.method, ReceiptMethod.reference == tender.reference, Receipt.total > 0
    )
    reversed_ids = Receipt.select(Receipt.reverses).where(Receipt.reverses.is_null(False))
    query = query.where(
        Receipt.id.not_in(ReceiptVoid.select(ReceiptVoid.receipt)), Receipt.id.not_in(reversed_ids)
    )
    if besides is not None:
        query = query.where(Receipt.id != besides)
    query = query.group_by(Receipt.id, Receipt.number).having(peewee.fn.SUM(ReceiptMethod.amount) > 0)
    return query.order_by(Receipt.id.desc()).scalar()  # type: ignore[no-any-return]
