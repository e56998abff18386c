"""How large a spreadsheet may be (读表上限)."""

from dataclasses import dataclass

MAX_ROWS = 50_000
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is read; beyond them a file is refused with a sentence before it is parsed."""

    rows: int = MAX_ROWS
    columns: int = MAX_COLUMNS
    sheets: int = 300
    file_bytes: int = 100 * 2**20
    unpacked_bytes: int = 200 * 2**20
    """Of all parts of a zipped workbook together."""
    ratio: int = 100
    """Unpacked to packed size of one part above `ratio_from_bytes`."""
    ratio_from_bytes: int = 2**20
    parts: int = 2_000
    cell_letters: int = 32_767
    seconds: int = 60
    memory_bytes: int = 2**30
    """Address space of the child process, where the system can limit it."""


DEFAULT = Limits()
