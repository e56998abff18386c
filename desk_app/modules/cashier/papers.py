"""The papers of the cash desk (收款单据): receipt F50 and deposit receipt F51, on 241 mm paper or two to an A4 page."""

from dataclasses import replace

from desk_app.kernel.papers import Paper, Sheets, Sum
from desk_app.kernel.words import mark
from desk_app.modules.cashier import receipt_paper

COPIES = (mark("① 存根联"), mark("② 客户联"), mark("③ 记账联"))

_HEAD = ({"company": 36}, {"project": 36}, {"room": 15, "owner_name": 29, "payer_name": 29})
"""Half-width letters on a line of the cells that stand on every sheet, where it is narrower: as half an A4 page."""

RECEIPT_PAPER = Paper(
    "receipt",
    "收款收据",
    "F50",
    "cashier/receipt.docx",
    receipt_paper.RECEIPT,
    receipt_paper.receipt_values,
    copies=COPIES,
    pages=3,
    page_size="241x140",
    sheets=Sheets(
        "lines",
        first=8,
        rest=8,
        spare=1,
        widths={"item": 17, "period": 28, "readings": 16, "quantity": 13},
        above=(*_HEAD, {"methods_text": 96}, {"note": 96}),
        again=_HEAD,
    ),
    sums=(Sum("total", "lines.received"), Sum("total", "methods.amount")),
    may_print=receipt_paper.why_no_receipt,
)
"""Eight lines to a sheet; more are carried on to a next one, and only the last has the total (合计见最后一张)."""

RECEIPT_TWO_UP = replace(
    RECEIPT_PAPER,
    name="receipt_two_up",
    label=mark("收款收据（A4 一页两联）"),
    form="F50-2",
    template="cashier/receipt_two_up.docx",
    copies=COPIES[:2],
    pages=1,
    page_size="A4",
)

DEPOSIT_RECEIPT_PAPER = Paper(
    "deposit_receipt",
    "押金收据",
    "F51",
    "cashier/deposit_receipt.docx",
    receipt_paper.DEPOSIT_RECEIPT,
    receipt_paper.deposit_values,
    copies=COPIES,
    pages=3,
    page_size="241x140",
    sheets=Sheets(
        "lines",
        first=4,
        rest=4,
        spare=1,
        above=(*_HEAD, {"methods_text": 96}, {"terms": 84}, {"note": 96}),
        again=_HEAD,
    ),
    sums=(Sum("total", "lines.received"), Sum("total", "methods.amount")),
    may_print=receipt_paper.why_no_deposit_receipt,
)  # fmt: skip

DEPOSIT_RECEIPT_TWO_UP = replace(
    DEPOSIT_RECEIPT_PAPER,
    name="deposit_receipt_two_up",
    label=mark("押金收据（A4 一页两联）"),
    form="F51-2",
    template="cashier/deposit_receipt_two_up.docx",
    copies=COPIES[:2],
    pages=1,
    page_size="A4",
)
