"""The shape of a table (表形): what its columns are called, so that a clerk's matching is remembered for the next file."""

import hashlib

from desk_app.modules.roster.headers import plain_heading
from desk_app.modules.roster.tables import FoundTable


def fingerprint(table: FoundTable) -> str:
    """Return 16 hexadecimal digits, equal for tables with the same headings in the same order.

    Blanks, brackets and marks don't count, nor where in the sheet the table stands. '' for a table without header:
    its columns are known by their contents only, so nothing may be remembered.
    """
    if not any(table.headings):
        return ""
    words = [
        f"{plain_heading(table.group(column)).words}/{plain_heading(table.heading(column)).words}"
        for column in range(table.left, table.right + 1)
    ]
    return hashlib.sha256("|".join(words).encode()).hexdigest()[:16]
