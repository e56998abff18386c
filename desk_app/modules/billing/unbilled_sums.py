"""What was never billed, month by month: of how many rooms, for which items, and about how much."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk_app.kernel.database import among
from desk_app.kernel.errors import DeskError
from desk_app.modules.billing.bound import Charges, read_bound
from desk_app.modules.billing.months import period_of
from desk_app.modules.billing.records import FeeBinding
from desk_app.modules.billing.special_bills import SpecialBills
from desk_app.modules.billing.unbilled import UnbilledMonths

MOST_RECKONED = 3000
"""Months of single bindings whose sums are worked out; beyond, it would take seconds and only the rooms are counted."""


@dataclass(frozen=True)
class UnbilledMonth:
    """A month's rooms and items (ids, in their order) with days never billed, and the fen they come to if reckoned."""

    period: int
    room_ids: tuple[int, ...]
    item_ids: tuple[int, ...]
    amount: int | None


def by_month(found: Iterable[UnbilledMonths]) -> list[UnbilledMonth]:
    """Return what was found, the earliest month first: in this order the runs that bill it should be made."""
    found = list(found)
    rooms: dict[int, dict[int, None]] = {}
    items: dict[int, dict[int, None]] = {}
    for one in found:
        for period in one.periods:
            rooms.setdefault(period, {})[one.room_id] = None
            items.setdefault(period, {})[one.item_id] = None
    is_reckoned = sum(one.months for one in found) <= MOST_RECKONED
    sums = _sums(found) if is_reckoned else {}
    return [
        UnbilledMonth(
            period,
            tuple(rooms[period]),
            tuple(items[period]),
            sums.get(period, 0) if is_reckoned else None,
        )
        for period in sorted(rooms)
    ]


def _sums(found: list[UnbilledMonths]) -> dict[int, int]:
    """Return {period: fen} by the rules themselves; what cannot be charged, as without an area, comes to nothing."""
    bounds = {
        bound.id: bound for bound in read_bound(among(FeeBinding.id, {one.binding_id for one in found}))
    }
    sums: dict[int, int] = {}
    special = SpecialBills(0, Charges(200001, ()))
    for one in found:
        special.period = period_of(one.last)
        try:
            worked = special.between(bounds[one.binding_id], one.first, one.last)
        except DeskError:
            continue
        for each in worked:
            sums[each.line.period] = sums.get(each.line.period, 0) + each.line.amount
    return sums
