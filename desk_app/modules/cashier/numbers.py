"""The audit of receipt numbers (收据号审核): every number of a series and a year, what became of it, and any gap."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import peewee

from desk_app.kernel.fields import Option
from desk_app.kernel.numbering import NumberSeries
from desk_app.kernel.printed import PrintedPaper
from desk_app.modules.cashier.records import Receipt, ReceiptVoid

FATES = (
    Option("normal", "正常"),
    Option("void", "作废"),
    Option("reversed", "已冲红"),
    Option("reversal", "红字"),
    Option("gap", "缺号"),
)
"""What a number became; a gap never comes about by the program, so one is a fault of the book."""


@dataclass(frozen=True)
class NumberRow:
    """One number: what became of it, the receipt it stands on, and how often that was printed.

    `other` is the red receipt of one reversed, or the receipt a red one reverses; `reason` that of a void or reversal,
    `by` who voided it or approved its reversal. Each print after the first is a copy (补打).
    """

    number: str
    fate: str
    receipt_id: int | None = None
    total: int = 0
    cashier: str = ""
    other: str = ""
    reason: str = ""
    by: str = ""
    prints: int = 0


@dataclass(frozen=True)
class NumberAudit:
    """All numbers of one series: `rows` in order, `last` the last one given."""

    prefix: str
    year: int
    last: int
    rows: tuple[NumberRow, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Return {fate: how many numbers}."""
        sums = {option.stored: 0 for option in FATES}
        for row in self.rows:
            sums[row.fate] += 1
        return sums

    @property
    def gaps(self) -> tuple[str, ...]:
        """Return the numbers that stand on no receipt; there should be none."""
        return tuple(row.number for row in self.rows if row.fate == "gap")


def number_audit(prefix: str, year: int) -> NumberAudit:
    """Return what became of every number of a series ('SJ', 2026), in order."""
    series = f"{prefix}{year}"
    given = NumberSeries.get_or_none(NumberSeries.series == series)
    receipts: dict[str, Any] = {row.number: row for row in _receipts(series)}
    highest = max((_place(number) for number in receipts), default=0)
    last = max(int(given.last) if given else 0, highest)
    prints = _prints(receipt.id for receipt in receipts.values())
    rows = []
    for place in range(1, last + 1):
        number = f"{series}-{place:06d}"
        receipt = receipts.get(number)
        rows.append(NumberRow(number, "gap") if receipt is None else _explained(receipt, prints))
    return NumberAudit(prefix, year, last, tuple(rows))


def series_in_use() -> list[tuple[str, int]]:
    """Return (prefix, year) of every series receipts were written in, the latest year first."""
    query = Receipt.select(peewee.fn.SUBSTR(Receipt.number, 1, 6)).distinct().tuples()
    found = {text for (text,) in query if text[2:].isdigit()}
    return sorted(((text[:2], int(text[2:])) for text in found), key=lambda pair: (-pair[1], pair[0]))


def _receipts(series: str) -> Iterator[Any]:
    """Yield the series' receipts with their void and the red receipt that reverses them."""
    red = Receipt.alias()
    query = (
        Receipt.select(
            Receipt,
            ReceiptVoid.reason.alias("void_reason"),
            ReceiptVoid.actor.alias("void_by"),
            red.number.alias("red_number"),
            red.note.alias("red_note"),
            red.approved_by.alias("red_by"),
        )
        .join(ReceiptVoid, peewee.JOIN.LEFT_OUTER)
        .join(red, peewee.JOIN.LEFT_OUTER, on=(red.reverses == Receipt.id))
        .where(Receipt.number >= f"{series}-", Receipt.number < f"{series}.")
        .order_by(Receipt.number)
    )
    yield from query.objects()


def _explained(receipt: Any, prints: dict[int, int]) -> NumberRow:
    fate, other, reason, by = "normal", "", receipt.note, receipt.approved_by
    if receipt.void_reason is not None:
        fate, reason, by = "void", receipt.void_reason, receipt.void_by
    elif receipt.red_number:
        fate, other, reason, by = "reversed", receipt.red_number, receipt.red_note, receipt.red_by
    elif receipt.reverses_id is not None:
        fate, other = "reversal", str(Receipt.get_by_id(receipt.reverses_id).number)
    return NumberRow(
        receipt.number,
        fate,
        receipt.id,
        int(receipt.total),
        receipt.cashier,
        other,
        reason or "",
        by or "",
        prints.get(receipt.id, 0),
    )


def _prints(ids: Iterable[int]) -> dict[int, int]:
    """Return {receipt: how often a paper of it left the program}."""
    wanted = set(ids)
    query = PrintedPaper.select(PrintedPaper.record_id, peewee.fn.COUNT(PrintedPaper.id))
    query = query.where(PrintedPaper.kind == "receipts").group_by(PrintedPaper.record_id)
    return {record_id: count for record_id, count in query.tuples() if record_id in wanted}


def _place(number: str) -> int:
    return int(number.rpartition("-")[2])
