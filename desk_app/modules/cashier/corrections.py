"""Corrections (票据更正): another method, payer name or reference on a receipt; its sum and what it paid stay."""

import datetime

from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.modules.cashier import journal, rights
from desk_app.modules.cashier.kinds import payer_name
from desk_app.modules.cashier.locks import is_closed, refuse_closed
from desk_app.modules.cashier.payments import used_reference
from desk_app.modules.cashier.records import NOT_MONEY, Receipt
from desk_app.modules.cashier.tenders import LABELS, LONGEST_REFERENCE, Tender, check_tenders
from desk_app.modules.cashier.typed import read_reason, read_words
from desk_app.modules.cashier.undoing import live_receipt


def correct_method(receipt_id: int, before: Tender, after: Tender, reason: str, desk: Desk) -> None:
    """Say that `after.amount` fen of the receipt came by another method than `before` says.

    The pair of rows is dated on the receipt's day if its cashier has not closed it, otherwise today.
    """
    rights.require(desk, "correct_method")
    _move(receipt_id, "method", before, after, reason, desk)


def correct_reference(receipt_id: int, method: str, before: str, after: str, reason: str, desk: Desk) -> None:
    """Give the receipt's money of one method another reference (流水号)."""
    rights.require(desk, "correct_reference")
    with transaction():
        old = _stored(live_receipt(receipt_id), Tender(method, 0, before))
        _move(receipt_id, "reference", old, Tender(method, old.amount, after), reason, desk)


def correct_payer(receipt_id: int, name: str, reason: str, desk: Desk) -> None:
    """Give the receipt another payer's name; the name first written stays readable on it."""
    rights.require(desk, "correct_payer")
    after = read_words(name, _("交款人"))
    why = read_reason(reason)
    with transaction():
        receipt = live_receipt(receipt_id)
        before = payer_name(receipt)
        if not after or after == before:
            raise DeskError(_("没有更正：请填写另一个交款人。"))
        journal.write_correction(receipt, "payer", before, after, why, desk)
        journal.put_in_search(receipt)


def _move(receipt_id: int, what: str, before: Tender, after: Tender, reason: str, desk: Desk) -> None:
    """Move an amount of the receipt from one method or reference to another."""
    why = read_reason(reason)
    _refuse_no_money(before)
    (checked,) = check_tenders([after], after.amount)
    with transaction():
        receipt = live_receipt(receipt_id)
        old = _stored(receipt, before)
        if checked.amount > old.amount:
            raise DeskError(
                _("没有更正：收据 {number} 上这种收款方式没有这么多。").format(number=receipt.number)
            )
        if (checked.method, checked.reference) == (old.method, old.reference):
            raise DeskError(_("没有更正：更正前后一样。"))
        _refuse_used_reference(receipt, checked, why)
        day = _day_of_correction(receipt, desk)
        correction = journal.write_correction(receipt, what, _told(old), _told(checked), why, desk)
        journal.write_pair(receipt, old, checked, day, correction)


def _refuse_used_reference(receipt: Receipt, tender: Tender, why: str) -> None:
    """The same payment stands on two receipts only where the reason names the other one."""
    number = used_reference(tender, besides=receipt.id)
    if number and number not in why:
        raise DeskError(
            _(
                "没有更正：{method}流水号 {reference} 已在收据 {number} 上用过，请核对。确是同一次付款的，请在原因里写上 {number}。"
            ).format(method=_(LABELS[tender.method]), reference=tender.reference, number=number)
        )


def _refuse_no_money(tender: Tender) -> None:
    """What was set off against prepaid money or a deposit never came in, so no money can be made of it."""
    if tender.method in NOT_MONEY:
        raise DeskError(
            _("没有更正：{method}不是收进来的钱，不能改成别的收款方式。办错了请冲红。").format(
                method=_(LABELS[tender.method])
            )
        )


def _stored(receipt: Receipt, wanted: Tender) -> Tender:
    """Return what the receipt has of this method and reference now; DeskError if it has none."""
    reference = read_words(wanted.reference, _("流水号"), LONGEST_REFERENCE)
    for tender in journal.methods_of(receipt):
        if (tender.method, tender.reference) == (wanted.method, reference) and tender.amount > 0:
            return tender
    raise DeskError(_("没有更正：收据 {number} 上没有这种收款方式。").format(number=receipt.number))


def _day_of_correction(receipt: Receipt, desk: Desk) -> datetime.date:
    if not is_closed(receipt.cashier, receipt.business_on):
        return receipt.business_on
    refuse_closed(receipt.cashier, desk.today)
    return desk.today


def _told(tender: Tender) -> str:
    """Return '微信 4200001' as corrections keep it, in the book's own words."""
    return " ".join(filter(None, (LABELS[tender.method], tender.reference)))


def why_not_money(receipt: Receipt, step: str, desk: Desk) -> str:
    """Return the sentence why a method or reference cannot be corrected now; empty if it can.

    `step` is correct_method or correct_reference.
    """
    try:
        rights.require(desk, step)
        live_receipt(receipt.id)
        _day_of_correction(receipt, desk)
    except DeskError as error:
        return str(error)
    return ""
