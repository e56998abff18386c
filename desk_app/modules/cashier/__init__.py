"""The cashier (收银): receipts, prepaid money, deposits, refunds, reversals, the close of day and month."""
