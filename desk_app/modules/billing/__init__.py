"""Billing (收费): fee items, tariffs, who is charged for what, and the bills that follow; every sum in whole fen."""
