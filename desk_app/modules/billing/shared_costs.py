"""Shared costs (公摊): what a pool cost in a period, and each room's part of it, adding up to the fen; domain.md 3.8."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import money
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.periods import show_period
from desk_app.kernel.words import _, listed
from desk_app.modules.billing.records import (
    SHARE_METHODS,
    FeeItem,
    SharedPeriod,
    SharedPool,
    SharedPoolMember,
    SharedPoolMeter,
)
from desk_app.modules.billing.rounding import round_line
from desk_app.modules.billing.sharing import share_out
from desk_app.modules.estate.records import Room
from desk_app.modules.meters import readings
from desk_app.modules.meters.records import Meter

SHARING_USES = ("residence", "apartment", "villa", "shop", "office", "other")
"""Rooms of a building that share by themselves; parking spaces, storage and public rooms only where they are listed."""
WHOLE = 10_000
PER_FEN = 10**3 * 10**2
"""A quantity in 1/1,000 times a price in 1/10,000 yuan, divided by this, is fen."""


@dataclass(frozen=True)
class PoolCost:
    """What a pool cost in a period: `amount` fen; `quantity` 1/1,000 where it was metered, `price` 1/10,000 yuan where it made the amount."""

    pool: Any
    period: int
    amount: int
    quantity: int | None = None
    price: int | None = None


@dataclass(frozen=True)
class Sharer:
    """A room that shares, and its weight: cm², rooms, coefficient or use, times its coefficient in 1/10,000."""

    room: Any
    weight: int
    coefficient: int


def shares_of(item: FeeItem | int, period: int) -> dict[int, tuple[int, dict[str, Any]]]:
    """Return {room: (fen, workings)} of what rooms pay of an item's pools in a period, in order of rooms.

    Pools that are not used and those without figures for the period have no part in it (see `pools_without_figures`).
    `workings` goes into the bill as JSON: {"shares": [one for each pool: "pool", "method", "total" fen, "weight",
    "weights", "share" fen, "quantity", "price"]}; `explain_shares` puts it into words. DeskError names what is missing:
    a meter not read, an area, nobody to share with.
    """
    found: dict[int, tuple[int, dict[str, Any]]] = {}
    for pool in _pools(item):
        cost = cost_of(pool, period)
        if cost is None:
            continue
        for room_id, share in _share(cost).items():
            fen, workings = found.get(room_id, (0, {"shares": []}))
            told: list[dict[str, Any]] = [*workings["shares"], share]
            found[room_id] = (fen + int(share["share"]), {"shares": told})
    return found


def explain_shares(workings: Mapping[str, Any]) -> str:
    """Return the words of a shared bill: '3 栋大堂照明 652.98 元 × 96.58 ÷ 5847.32 = 10.79 元'."""
    return listed(_explain(share) for share in workings["shares"])


def cost_of(pool: SharedPool, period: int) -> PoolCost | None:
    """Return what a pool cost in a period: the amount typed, or its use times its price; None without figures."""
    stored = SharedPeriod.get_or_none(SharedPeriod.pool == pool, SharedPeriod.period == period)
    price = stored.price if stored is not None and stored.price is not None else pool.price
    amount = stored.amount if stored is not None else None
    quantity = stored.quantity if stored is not None else None
    if quantity is None and (amount is None or meters_of(pool)):
        quantity = metered(pool, period, is_needed=amount is None)
    metered_amount = (
        round_line(quantity * price, PER_FEN).amount if quantity is not None and price is not None else None
    )
    if amount is not None:
        return PoolCost(pool, period, int(amount), quantity, price if amount == metered_amount else None)
    return None if metered_amount is None else PoolCost(pool, period, metered_amount, quantity, price)


def metered(pool: SharedPool, period: int, *, is_needed: bool = True) -> int | None:
    """Return the main meters' use less that of the sub meters, in 1/1,000; None of a pool without meters.

    DeskError where one was not read (None if the use is not needed), or where the sub meters counted more.
    """
    meters = meters_of(pool)
    if not meters:
        return None
    used = readings.used_in(period, [row.meter_id for row in meters])
    unread = [str(row.meter) for row in meters if row.meter_id not in used]
    if unread and not is_needed:
        return None
    if unread:
        text = _("没有分摊“{pool}”：{meters} 在 {period} 还没有抄表，或读数待核对。")
        raise DeskError(text.format(pool=pool, meters=listed(unread), period=show_period(period)))
    total = sum(-used[row.meter_id] if row.is_taken_off else used[row.meter_id] for row in meters)
    if total < 0:
        text = _("没有分摊“{pool}”：扣减的分表用量比总表多，请核对抄表记录。")
        raise DeskError(text.format(pool=pool))
    return total


def meters_of(pool: SharedPool) -> list[Any]:
    """Return the pool's meters, main ones and those taken off."""
    return list(SharedPoolMeter.select().where(SharedPoolMeter.pool == pool).order_by(SharedPoolMeter.place))


def sharers_of(pool: SharedPool, period: int) -> list[Sharer]:
    """Return the rooms that share, in order of rooms; with a coefficient of 0 a room has no part.

    A vacant room shares unless the pool says otherwise. DeskError where an area or a reading is missing.
    """
    listed_rooms = {
        row.room_id: row for row in SharedPoolMember.select().where(SharedPoolMember.pool == pool)
    }
    rooms = [
        room for room in _rooms(pool, list(listed_rooms)) if pool.vacant_shares or room.state != "vacant"
    ]
    kept = [
        (room, _coefficient(pool, room, listed_rooms.get(room.id)))
        for room in rooms
        if room.id not in listed_rooms or listed_rooms[room.id].coefficient
    ]
    weights = _weights(pool, [room for room, _coefficient_ in kept], listed_rooms, period)
    return [
        Sharer(room, weight * coefficient, coefficient)
        for (room, coefficient), weight in zip(kept, weights, strict=True)
    ]


def pools_without_figures(period: int) -> list[tuple[Any, str]]:
    """Return the pools in use that cannot be shared for a period yet, each with the sentence why."""
    found = []
    for pool in SharedPool.select().where(SharedPool.is_used).order_by(SharedPool.id):
        try:
            cost = cost_of(pool, period)
            why = "" if cost is not None else _("没有 {period} 的金额").format(period=show_period(period))
            if cost is not None:
                _share(cost)
        except DeskError as error:
            why = str(error)
        if why:
            found.append((pool, why))
    return found


def open_period(period: int, desk: Desk) -> list[Any]:
    """Write down the figures of every metered pool for a period, so that they can be printed (F61); return all there are."""
    from desk_app.kernel import store
    from desk_app.modules.billing.pools import SHARED_PERIODS

    with transaction():
        have = {row.pool_id for row in SharedPeriod.select().where(SharedPeriod.period == period)}
        for pool in SharedPool.select().where(SharedPool.is_used):
            if pool.id not in have and cost_of(pool, period) is not None:
                store.save(store.new(SHARED_PERIODS, pool=pool, period=period), desk)
    return list(SharedPeriod.select().where(SharedPeriod.period == period).order_by(SharedPeriod.id))


def _pools(item: FeeItem | int) -> Sequence[SharedPool]:
    return list(
        SharedPool.select().where(SharedPool.item == item, SharedPool.is_used).order_by(SharedPool.id)
    )


def _share(cost: PoolCost) -> dict[int, dict[str, Any]]:
    """Return {room: its line of the workings}, those who pay nothing left out."""
    sharers = sharers_of(cost.pool, cost.period)
    parts = share_out(cost.amount, [sharer.weight for sharer in sharers])
    weights = sum(sharer.weight for sharer in sharers)
    return {
        sharer.room.id: {
            "pool": str(cost.pool.name),
            "method": str(cost.pool.method),
            "total": cost.amount,
            "weight": sharer.weight,
            "weights": weights,
            "share": part,
            "quantity": cost.quantity,
            "price": cost.price,
        }
        for sharer, part in zip(sharers, parts, strict=True)
        if part
    }


def _rooms(pool: SharedPool, listed_ids: list[int]) -> list[Any]:
    """Return the building's (or unit's) rooms and those listed, in natural order, each once."""
    wanted = Room.id.in_(listed_ids)
    if pool.building_id is not None:
        inside = (Room.building == pool.building_id) & Room.use.in_(SHARING_USES)
        wanted |= inside & (Room.unit == pool.unit) if pool.unit else inside
    return list(Room.select().where(wanted).order_by(Room.sort_key, Room.id))


def _coefficient(pool: SharedPool, room: Any, member: Any) -> int:
    """Return the coefficient listed; else, where it is shared by coefficient, the room's lift coefficient; else 1."""
    if member is not None and member.coefficient is not None:
        return int(member.coefficient)
    own = room.lift_ratio if pool.method == "coefficient" else None
    return WHOLE if own is None else int(own)


def _weights(pool: SharedPool, rooms: list[Any], listed_rooms: Mapping[int, Any], period: int) -> list[int]:
    """Return what each room's part is measured by, before its coefficient; DeskError naming rooms without it."""
    if pool.method in ("households", "coefficient"):
        return [1] * len(rooms)
    if pool.method == "area":
        found = {room.id: room.charged_area or room.built_area for room in rooms}
        why = _("没有分摊“{pool}”：{rooms} 没有面积。")
    else:
        found = _used(pool, rooms, listed_rooms, period)
        why = _("没有分摊“{pool}”：{rooms} 本期没有抄表，或读数待核对。")
    missing = [str(room) for room in rooms if found.get(room.id) is None]
    if missing:
        shown = listed(missing[:5]) + (_(" 等 {count} 户").format(count=len(missing)) if missing[5:] else "")
        raise DeskError(why.format(pool=pool, rooms=shown))
    return [int(found[room.id]) for room in rooms]


def _used(pool: SharedPool, rooms: list[Any], listed_rooms: Mapping[int, Any], period: int) -> dict[int, Any]:
    """Return {room: its own use}: of the meter named, or of its meters of the main meter's kind."""
    kinds = {str(row.meter.kind) for row in meters_of(pool)} or {"water"}
    own: dict[int, list[int]] = {}
    for meter in Meter.select().where(Meter.room.in_([room.id for room in rooms]), Meter.kind.in_(kinds)):
        own.setdefault(meter.room_id, []).append(meter.id)
    for room_id, member in listed_rooms.items():
        if member.meter_id is not None:
            own[room_id] = [member.meter_id]
    used = readings.used_in(period, [meter for meters in own.values() for meter in meters])
    return {
        room_id: sum(used[meter] for meter in meters)
        for room_id, meters in own.items()
        if all(meter in used for meter in meters)
    }


def _explain(share: Mapping[str, Any]) -> str:
    """Return one pool's part in words; areas are cm² times a coefficient, shown as ㎡."""
    places = 10**8 if share["method"] == "area" else 10**7 if share["method"] == "usage" else WHOLE
    label = next(_(option.label) for option in SHARE_METHODS if option.stored == share["method"])
    return _("{pool}（{method}）{total} 元 × {weight} ÷ {weights} = {share} 元").format(
        pool=share["pool"],
        method=label,
        total=money.show(share["total"]),
        weight=show_weight(share["weight"], places),
        weights=show_weight(share["weights"], places),
        share=money.show(share["share"]),
    )


def show_weight(weight: int, places: int) -> str:
    """Return `weight` ÷ `places` (a power of ten) exactly, without needless zeros."""
    whole, rest = divmod(weight, places)
    decimals = f"{rest:0{len(str(places)) - 1}d}".rstrip("0")
    return f"{whole}.{decimals}" if decimals else str(whole)
