"""Parts of shared costs that nobody is asked for (公摊无人承担): rooms that share a pool and are not bound to its item."""

from dataclasses import dataclass

from desk_app.kernel.errors import DeskError
from desk_app.modules.billing.ledger import NOT_VOID
from desk_app.modules.billing.months import first_day, last_day
from desk_app.modules.billing.records import Bill, FeeBinding, FeeItem, SharedPool, Tariff
from desk_app.modules.billing.shared_costs import shares_of


@dataclass(frozen=True)
class Unshared:
    """Of an item's pools in a period, the fen of each room that nothing charges with it, in the order of rooms."""

    item: FeeItem
    pool_id: int
    fen: dict[int, int]

    @property
    def total(self) -> int:
        """Return what is left of the pools, in fen."""
        return sum(self.fen.values())


def unshared_in(period: int) -> list[Unshared]:
    """Return what would be left of every item's pools in a period; pools without figures are told elsewhere."""
    pools: dict[int, int] = {}
    for pool in SharedPool.select().where(SharedPool.is_used).order_by(SharedPool.id):
        pools.setdefault(pool.item_id, pool.id)
    found = []
    for item_id, pool_id in pools.items():
        try:
            shares = shares_of(item_id, period)
        except DeskError:
            continue
        asked = _asked(item_id, period) if shares else set()
        left = {room_id: fen for room_id, (fen, _told) in shares.items() if room_id not in asked}
        if left:
            found.append(Unshared(FeeItem.get_by_id(item_id), pool_id, left))
    return found


def _asked(item_id: int, period: int) -> set[int]:
    """Return the rooms that are bound to the item in the period, or have its bill."""
    bound = (
        FeeBinding.select(FeeBinding.room)
        .join(Tariff)
        .where(
            Tariff.item == item_id,
            FeeBinding.from_on <= last_day(period),
            FeeBinding.until_on.is_null() | (FeeBinding.until_on >= first_day(period)),
        )
    )
    billed = Bill.select(Bill.room).where(Bill.period == period, Bill.item == item_id, NOT_VOID)
    return {room_id for query in (bound, billed) for (room_id,) in query.tuples()}
