"""What somebody who leaves a room takes along (迁出结算): the account, what is still open, what is given back, or that all is paid."""

from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Pack, PackPaper
from desk_app.kernel.words import mark
from desk_app.modules.billing.ledger import IS_OPEN, NOT_VOID
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier.applications import RefundRequest
from desk_app.modules.transfers.records import Transfer

Targets = list[tuple[str, int]]

SETTLED = ("settled", "completed")
REFUNDING = ("asked", "checked", "approved", "paid")


def still_owing(draft: Draft) -> Targets:
    """Return the room itself where it is still to be paid for."""
    asked = Bill.select().where(Bill.room == draft.record.id, IS_OPEN, NOT_VOID, Bill.state == "open")
    return [("rooms", draft.record.id)] if asked.exists() else []


def last_transfer(draft: Draft) -> Targets:
    """Return the last change of owner of the room that was settled; its certificate says itself why it is not printed."""
    settled = Transfer.select(Transfer.id).where(
        Transfer.room == draft.record.id, Transfer.state.in_(SETTLED)
    )
    found = settled.order_by(Transfer.changed_on.desc(), Transfer.id.desc()).scalar()
    return [("transfers", int(found))] if found else []


def given_back(draft: Draft) -> Targets:
    """Return the refunds of this year that were asked for the room: deposits, prepaid and overpaid money."""
    asked = RefundRequest.select(RefundRequest.id, RefundRequest.asked_at).where(
        RefundRequest.room == draft.record.id, RefundRequest.state.in_(REFUNDING)
    )
    return [
        ("refund_requests", request.id)
        for request in asked.order_by(RefundRequest.id)
        if request.asked_at and request.asked_at.year == draft.day.year
    ]


EXIT_PACK = Pack(
    "exit",
    "迁出结算",
    (
        PackPaper("room_statement"),
        PackPaper(
            "payment_notice",
            of=still_owing,
            if_none=mark("“{paper}”没有放进套装：这套房屋没有要缴的账单。"),
        ),
        PackPaper(
            "refund_form",
            of=given_back,
            if_none=mark("“{paper}”没有放进套装：今年没有为这套房屋申请退款、退押金。"),
        ),
        PackPaper(
            "transfer_form",
            of=last_transfer,
            if_none=mark("“{paper}”没有放进套装：这套房屋没有已结算的过户登记。"),
        ),
        PackPaper(
            "cleared_certificate",
            of=last_transfer,
            if_none=mark("“{paper}”没有放进套装：要先登记过户并结算，才能开具。"),
        ),
        PackPaper("moving_guide"),
    ),
)
