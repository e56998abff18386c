"""Opening balances (期初建账): what the office's old book held, taken over once and checked against it."""
