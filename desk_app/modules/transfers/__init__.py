"""Transfers (过户): the exit bill to the day, a change of owner with everything settled, the fees-cleared certificate."""
