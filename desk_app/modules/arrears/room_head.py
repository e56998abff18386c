"""Whom a letter about money goes to (收件栏): the room, its owners, their first phone."""

import datetime
from typing import Any

from desk_app.kernel.papers import Placeholder
from desk_app.kernel.words import _
from desk_app.modules.estate.records import spoken_address
from desk_app.modules.people.holdings import current_holdings, first_phone, name_all

FEW = 3
"""So many owners are named; of more the first, and how many they are."""

NUMBER = Placeholder("number", "编号", needed=True, sample="JF-202611-0001")
ROOM = (
    Placeholder("room", "房号", needed=True, sample="3-1-502"),
    Placeholder("address", "房屋地址", sample="翠湖花园3栋1单元502室"),
    Placeholder("owner_name", "业主姓名", sample="张三、李四"),
    Placeholder("built_area", "建筑面积", shape="area"),
)


def room_values(room: Any, day: datetime.date) -> dict[str, Any]:
    """Return the values of `ROOM` as they are on `day`; areas in cm²."""
    community = room.building.community if room.building is not None else None
    return {
        "room": str(room.code),
        "address": f"{community or ''}{spoken_address(room)}",
        "owner_name": owners(room.id, day),
        "built_area": room.built_area,
    }


def owners(room_id: int, day: datetime.date) -> str:
    """Return the owners' names joined by 、, of more than three the first and how many they are."""
    found = current_holdings(room_id, day, ("owner",))
    if len(found) <= FEW:
        return name_all(found)
    return _("{name}等{count}人").format(name=found[0].person, count=len(found))


def owner_phone(room_id: int, day: datetime.date) -> str:
    """Return the number to call the first owner by, or ''."""
    found = current_holdings(room_id, day, ("owner",))
    return first_phone(found[0].person_id) if found else ""
