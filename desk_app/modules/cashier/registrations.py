"""What the cash desk keeps beside receipts (押金、退款、冲红、日结、月结、票据): importing this makes all of it known."""

from desk_app.modules.cashier import (  # noqa: F401 — each registers its kind
    day_close,
    debit_kinds,
    debits,
    deposits,
    invoices,
    month_close,
    pads,
    refunds,
    reversals,
)
