"""The months of a sum taken over (按月拆开): bills are one month each, so that ages are right and no run asks again.

A sum for several months is shared out by their days, whole months alike, to the last fen (largest remainder). A piece
carries the binding that would have asked for it, and a bill run leaves out the days a binding has asked for already.
"""

import datetime
from dataclasses import dataclass, replace

from desk_app.modules.billing.ledger import NOT_VOID
from desk_app.modules.billing.months import period_of, pieces_of
from desk_app.modules.billing.records import Bill, FeeBinding, FeeItem, Tariff
from desk_app.modules.billing.sharing import share_out
from desk_app.modules.opening.plan import PlannedLine

ALL_LENGTHS = 377_580
"""Days that months of 28, 29, 30 and 31 days all divide: a part of any month is a whole number of it."""


@dataclass(frozen=True)
class BillPiece:
    """One month's bill of a line: its days, the day it is due, fen, and the binding it stands for, if there is one."""

    from_on: datetime.date
    until_on: datetime.date
    due_on: datetime.date
    amount: int
    binding_id: int | None


class Pieces:
    """Cuts lines into months; what items and bindings there are is read once."""

    def __init__(self) -> None:
        self._once = {item_id for (item_id,) in _ids(FeeItem.cycle == "once")}
        self._bound: dict[tuple[int, int], list[FeeBinding]] = {}
        for binding in FeeBinding.select(FeeBinding, Tariff).join(Tariff):
            self._bound.setdefault((binding.room_id, binding.tariff.item_id), []).append(binding)

    def of(self, line: PlannedLine) -> list[BillPiece]:
        """Return the line's bills, month by month; one alone where its item is charged once."""
        assert line.from_on is not None
        assert line.until_on is not None
        assert line.due_on is not None
        if line.item_id in self._once:
            return [BillPiece(line.from_on, line.until_on, line.due_on, line.amount, None)]
        months = pieces_of(line.from_on, line.until_on)
        weights = [
            ((piece.until_on - piece.from_on).days + 1)
            * ALL_LENGTHS
            // ((piece.month_until - piece.month_from).days + 1)
            for piece in months
        ]
        own_due = line.due_on == line.until_on
        return [
            BillPiece(
                piece.from_on,
                piece.until_on,
                piece.until_on if own_due else line.due_on,
                fen,
                self.binding(line, piece.from_on, piece.until_on),
            )
            for piece, fen in zip(months, share_out(line.amount, weights), strict=True)
            if fen
        ]

    def take(self, line: PlannedLine) -> list[BillPiece]:
        """Return the line's bills as they are written: a month a binding asked for already goes without it.

        Where a month was paid in parts, its first bill stands for the binding; the database lets no second one.
        """
        return [
            replace(piece, binding_id=None) if _is_asked(line, piece) else piece for piece in self.of(line)
        ]

    def binding(self, line: PlannedLine, from_on: datetime.date, until_on: datetime.date) -> int | None:
        """Return the one binding of the line's room and item in force on all the days; None of none or several."""
        if line.room_id is None or line.item_id is None:
            return None
        found = [
            binding
            for binding in self._bound.get((line.room_id, line.item_id), [])
            if binding.from_on <= from_on and (binding.until_on is None or until_on <= binding.until_on)
        ]
        return int(found[0].id) if len(found) == 1 else None

    def is_covered(self, line: PlannedLine, after: datetime.date) -> bool:
        """Say whether a binding answers for every piece of the line that ends after a day."""
        return all(piece.binding_id is not None for piece in self.of(line) if piece.until_on > after)


def _is_asked(line: PlannedLine, piece: BillPiece) -> bool:
    if piece.binding_id is None:
        return False
    same = Bill.select().where(
        Bill.period == period_of(piece.from_on),
        Bill.room == line.room_id,
        Bill.item == line.item_id,
        Bill.binding == piece.binding_id,
        Bill.from_on == piece.from_on,
        NOT_VOID,
    )
    return bool(same.exists())


def _ids(condition: object) -> list[tuple[int]]:
    return list(FeeItem.select(FeeItem.id).where(condition).tuples())
