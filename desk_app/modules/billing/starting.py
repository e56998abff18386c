"""The first fee items of a new book (domain.md 3.1), and binding many rooms to a tariff at once."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among, transaction
from desk_app.kernel.days import show_day
from desk_app.kernel.words import _, mark
from desk_app.modules.billing import run_rights
from desk_app.modules.billing.binding_rules import BINDING_ROLES, overlapping
from desk_app.modules.billing.kinds import FEE_BINDINGS, FEE_ITEMS
from desk_app.modules.billing.metered_rooms import kind_words, meter_kind, meters_to_bind
from desk_app.modules.billing.records import FeeBinding, FeeItem, Tariff
from desk_app.modules.estate.records import Room
from desk_app.modules.meters.records import Meter

INCOME, AGENCY, DEPOSIT, PUBLIC = "income", "agency", "deposit", "public"

CATALOGUE: tuple[tuple[str, str, str, str, int, bool], ...] = (
    ("WY", mark("物业服务费"), INCOME, "1", 50, True),
    ("DT", mark("电梯费"), INCOME, "1", 50, False),
    ("GTD", mark("公摊电费"), AGENCY, "1", 40, True),
    ("GTS", mark("公摊水费"), AGENCY, "1", 40, False),
    ("SF", mark("水费"), AGENCY, "1", 30, True),
    ("DF", mark("电费"), AGENCY, "1", 30, True),
    ("RQ", mark("燃气费"), AGENCY, "1", 30, False),
    ("CN", mark("采暖费"), AGENCY, "once", 30, False),
    ("LJ", mark("生活垃圾处理费"), AGENCY, "1", 40, True),
    ("TC1", mark("车位管理服务费"), INCOME, "1", 50, True),
    ("TC2", mark("车位租金"), INCOME, "1", 50, True),
    ("TC3", mark("临时停车费"), INCOME, "once", 60, False),
    ("ZX1", mark("装修管理服务费"), INCOME, "once", 60, True),
    ("ZX2", mark("装修垃圾清运费"), INCOME, "once", 60, True),
    ("ZX3", mark("装修押金"), DEPOSIT, "once", 60, True),
    ("ZX4", mark("出入证押金"), DEPOSIT, "once", 60, True),
    ("ZX5", mark("出入证工本费"), INCOME, "once", 60, True),
    ("MJ", mark("门禁卡工本费"), INCOME, "once", 60, True),
    ("MJY", mark("门禁卡押金"), DEPOSIT, "once", 60, False),
    ("WX", mark("有偿维修费"), INCOME, "once", 60, True),
    ("CD", mark("场地使用费"), PUBLIC, "1", 60, False),
    ("ZJ", mark("租金"), INCOME, "1", 60, False),
    ("ZJY", mark("租房押金"), DEPOSIT, "once", 60, False),
    ("WYJ", mark("违约金"), INCOME, "once", 90, True),
    ("PC", mark("赔偿金"), INCOME, "once", 80, True),
    ("QT", mark("其他收费"), INCOME, "once", 80, True),
)
"""Code, name, nature, cycle, place in the order debts are paid, and whether it is switched on in a new book.

What only some offices charge, or only some places allow, is there and switched off.
"""
LATE_FEES_ON = ("WY", "DT", "TC1", "TC2", "CD", "ZJ")


def fill_catalogue(desk: Desk) -> int:
    """Give a book the usual fee items that it lacks; return how many. What is there is left as it is."""
    with transaction():
        known = set(FeeItem.select(FeeItem.code, FeeItem.name).tuples())
        codes, names = {code for code, _name in known}, {name for _code, name in known}
        batch = store.Batch(desk, _("随程序提供的收费项目"))
        count = 0
        for code, label, nature, cycle, pays_first, is_used in CATALOGUE:
            name = _(label)
            if code in codes or name in names:
                continue
            values = {"code": code, "name": name, "nature": nature, "cycle": cycle, "is_used": is_used}
            late = code in LATE_FEES_ON
            batch.create(store.new(FEE_ITEMS, **values, pays_first=pays_first, has_late_fee=late))
            count += 1
        batch.finish()
    return count


@dataclass(frozen=True)
class ToBind:
    """A room and the day its fee would begin; `why_not` says why it cannot be bound.

    A tariff by use is bound to each of the `meters`; for other tariffs there are none.
    """

    room_id: int
    room: str
    from_on: datetime.date | None
    why_not: str = ""
    meters: tuple[Meter, ...] = ()


def preview_binding(
    tariff: Tariff, room_ids: Iterable[int], not_before: datetime.date | None = None
) -> list[ToBind]:
    """Return for each room when its fee would begin: its handover day, or `not_before` if that is later."""
    rooms = Room.select().where(among(Room.id, room_ids)).order_by(Room.sort_key, Room.id)
    wanted = list(rooms)
    by_meter = meters_to_bind(tariff, [room.id for room in wanted]) if tariff.basis == "meter" else None
    if by_meter is None:
        return [_look(tariff, room, not_before) for room in wanted]
    return [_look_at_meters(tariff, room, by_meter.get(room.id, []), not_before) for room in wanted]


def bind_rooms(
    tariff: Tariff,
    room_ids: Iterable[int],
    desk: Desk,
    not_before: datetime.date | None = None,
    **values: Any,
) -> list[ToBind]:
    """Bind the rooms to a tariff from each room's handover day on; return those that could not be, with the reason.

    `values` are further fields of each binding (cycle, due_days). DeskError if the tariff cannot be bound to rooms.
    """
    run_rights.require(desk, BINDING_ROLES, _("绑定"))
    with transaction():
        looked = preview_binding(tariff, room_ids, not_before)
        batch = store.Batch(desk, _("批量绑定"))
        for one in looked:
            for meter in () if one.why_not else one.meters or (None,):
                binding = {"room": one.room_id, "tariff": tariff, "from_on": one.from_on, "meter": meter}
                batch.create(store.new(FEE_BINDINGS, **binding, **values))
        batch.finish()
    return [one for one in looked if one.why_not]


def _look_at_meters(
    tariff: Tariff, room: Room, meters: list[Meter], not_before: datetime.date | None
) -> ToBind:
    """Look at a room charged by what its meters count: those that are charged already stay as they are."""
    if not meters:
        why_not = _("没有登记在用的{kind}。").format(kind=kind_words(meter_kind(tariff.item)))
        return ToBind(room.id, str(room), None, why_not)
    looked = [(meter, _look(tariff, room, not_before, meter)) for meter in meters]
    free = tuple(meter for meter, one in looked if not one.why_not)
    return replace(looked[0][1], why_not="" if free else looked[0][1].why_not, meters=free)


def _look(tariff: Tariff, room: Room, not_before: datetime.date | None, meter: Meter | None = None) -> ToBind:
    days = [day for day in (room.handed_over_on, not_before) if day is not None]
    if room.handed_over_on is None:
        return ToBind(room.id, str(room), None, _("没有交付日期，请先填写，或单独绑定给开发商。"))
    from_on = max(days)
    why_not = ""
    clash = overlapping(FeeBinding(room=room, tariff=tariff, meter=meter), from_on, None)
    if clash is not None:
        text = _("已绑定{tariff}，从 {day} 起。")
        why_not = text.format(tariff=clash.tariff, day=show_day(clash.from_on))
    elif tariff.basis == "area" and not (room.charged_area or room.built_area):
        why_not = _("没有填计费面积或建筑面积。")
    elif tariff.basis == "lift" and room.lift_ratio is None:
        why_not = _("没有填电梯系数。")
    elif tariff.until_on is not None and tariff.until_on < from_on:
        why_not = _("收费标准已于 {day} 停用。").format(day=show_day(tariff.until_on))
    return ToBind(room.id, str(room), from_on, why_not)
