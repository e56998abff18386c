"""Arrears (欠费): how old debts are, what was done to collect them, and what may not be done before they are paid."""
