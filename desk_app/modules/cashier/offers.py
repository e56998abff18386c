"""What can be printed of receipts, requests and closes (收款单据): offered here, so that the kinds need not know their papers."""

from desk_app.kernel.kind import Register, offer
from desk_app.modules.cashier import close_papers, month_paper, papers, request_papers

offer(
    "receipts",
    papers=(
        papers.RECEIPT_PAPER,
        papers.RECEIPT_TWO_UP,
        papers.DEPOSIT_RECEIPT_PAPER,
        papers.DEPOSIT_RECEIPT_TWO_UP,
    ),
)
offer("refund_requests", papers=(request_papers.REFUND_FORM,))
offer("reversal_requests", papers=(request_papers.REVERSAL_FORM,))
offer("day_closes", papers=(close_papers.DAY_REPORT,))
offer("receipt_pads", registers=(Register(close_papers.PAD_REGISTER, "taken_on"),))
offer("month_closes", papers=(month_paper.MONTH_REPORT,))
