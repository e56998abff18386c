"""Invoices (发票登记): the office issues them elsewhere; here stands which receipt has which, and which has none yet.

An invoice is never changed: a red one (红字发票) is a row with a negative amount. Amounts are whole fen.
"""

import datetime
from dataclasses import dataclass
from typing import Any

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import database, transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.cashier import rights
from desk_app.modules.cashier.records import Receipt, ReceiptLine, ReceiptMethod, ReceiptVoid
from desk_app.modules.cashier.typed import read_words
from desk_app.modules.estate.records import Room

OF_INCOME = ("payment", "offset", "transfer")
"""Receipts an invoice may be issued for; a deposit is not income and gets none."""


class ReceiptInvoice(peewee.Model):
    """发票: an invoice that was issued for a receipt, by number, day, title, tax number and amount."""

    receipt = peewee.ForeignKeyField(Receipt, backref="invoices")
    number = peewee.CharField(unique=True)
    issued_on = peewee.DateField(index=True)
    title = peewee.CharField()
    tax_id = peewee.CharField(default="")
    amount = peewee.BigIntegerField()
    at = peewee.DateTimeField()
    actor = peewee.CharField()

    class Meta:
        database = database
        legacy_table_names = False
        append_only = True


@dataclass(frozen=True)
class NotInvoiced:
    """A receipt with money that no invoice was issued for, in fen."""

    receipt_id: int
    number: str
    business_on: datetime.date
    room: str
    payer_name: str
    income: int
    invoiced: int

    @property
    def left(self) -> int:
        """Return the fen still without an invoice."""
        return self.income - self.invoiced


def note_invoice(
    receipt_id: int,
    number: str,
    issued_on: datetime.date,
    title: str,
    amount: int,
    desk: Desk,
    tax_id: str = "",
) -> ReceiptInvoice:
    """Keep an invoice that was issued for a receipt; a negative amount is a red one. DeskError if it is too much."""
    rights.require(desk, "invoice")
    plain, name = read_words(number, _("发票号"), 40), read_words(title, _("抬头"))
    if not plain or not name:
        raise DeskError(_("没有登记发票：请填写发票号和抬头。"))
    if issued_on > desk.today:
        raise DeskError(_("没有登记发票：开票日期还没有到。"))
    with transaction():
        if ReceiptInvoice.select().where(ReceiptInvoice.number == plain).exists():
            raise DeskError(_("没有登记发票：发票号 {number} 已经登记过。").format(number=plain))
        already = invoiced(receipt_id)
        most = income_of(receipt_id)
        if not amount or not 0 <= already + amount <= most:
            raise DeskError(
                _("没有登记发票：这张收据可开 {most} 元，已开 {already} 元。").format(
                    most=show(most), already=show(already)
                )
            )
        row: ReceiptInvoice = ReceiptInvoice.create(
            receipt=receipt_id,
            number=plain,
            issued_on=issued_on,
            title=name,
            tax_id=read_words(tax_id, _("税号"), 40),
            amount=amount,
            at=desk.now(),
            actor=desk.actor.name,
        )
        told = {"invoice": ["", plain], "amount": ["", show(amount)]}
        store.note_event("receipts", receipt_id, desk, "invoice", "", told)
    return row


def invoices_of(receipt_id: int) -> list[ReceiptInvoice]:
    """Return the receipt's invoices, red ones among them, in the order entered."""
    query = ReceiptInvoice.select().where(ReceiptInvoice.receipt == receipt_id)
    return list(query.order_by(ReceiptInvoice.id))


def invoiced(receipt_id: int) -> int:
    """Return the fen that invoices were issued for, red ones taken off."""
    query = ReceiptInvoice.select(peewee.fn.SUM(ReceiptInvoice.amount))
    return int(query.where(ReceiptInvoice.receipt == receipt_id).scalar() or 0)


def income_of(receipt_id: int) -> int:
    """Return the fen of the receipt that an invoice may be issued for: none once it is void or reversed."""
    return next((row.income for row in _rows(Receipt.id == receipt_id)), 0)


def not_invoiced(from_on: datetime.date, until_on: datetime.date) -> list[NotInvoiced]:
    """Return the receipts of these days whose money has no invoice, or not for all of it (已收款未开票)."""
    rows = _rows(Receipt.business_on.between(from_on, until_on))
    return [row for row in rows if row.left > 0]


def _rows(which: Any) -> list[NotInvoiced]:
    """Return the chosen receipts that brought income; prepaid money counts when it comes in, not again at its offset."""
    red = Receipt.alias()
    paid_from_purse = (
        ReceiptMethod.select(peewee.fn.COALESCE(peewee.fn.SUM(ReceiptMethod.amount), 0))
        .where(ReceiptMethod.receipt == Receipt.id, ReceiptMethod.method == "prepaid")
        .alias("from_purse")
    )
    income = (
        ReceiptLine.select(peewee.fn.COALESCE(peewee.fn.SUM(ReceiptLine.amount), 0))
        .where(ReceiptLine.receipt == Receipt.id, ReceiptLine.purpose != "deposit")
        .alias("income")
    )
    has = (
        ReceiptInvoice.select(peewee.fn.COALESCE(peewee.fn.SUM(ReceiptInvoice.amount), 0))
        .where(ReceiptInvoice.receipt == Receipt.id)
        .alias("has")
    )
    query = (
        Receipt.select(
            Receipt.id, Receipt.number, Receipt.business_on, Room.code, Receipt.payer_name, income, has,
            paid_from_purse,
        )
        .join(Room, peewee.JOIN.LEFT_OUTER)
        .switch(Receipt)
        .join(red, peewee.JOIN.LEFT_OUTER, on=(red.reverses == Receipt.id))
        .where(which, Receipt.kind.in_(OF_INCOME), red.id.is_null())
        .where(Receipt.id.not_in(ReceiptVoid.select(ReceiptVoid.receipt)))
        .order_by(Receipt.id)
    )  # fmt: skip
    return [
        NotInvoiced(receipt_id, number, day, code or "", payer, int(fen) - int(purse), int(done))
        for receipt_id, number, day, code, payer, fen, done, purse in query.tuples()
    ]
