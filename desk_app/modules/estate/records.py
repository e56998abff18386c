"""Communities (小区), buildings (楼栋) and rooms (房屋): what the office looks after."""

import re
from typing import Any

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record, Row
from desk_app.kernel.text import narrow

USES = (
    Option("residence", "住宅"),
    Option("apartment", "公寓"),
    Option("villa", "别墅"),
    Option("shop", "商铺"),
    Option("office", "办公"),
    Option("storage", "储藏室"),
    Option("parking", "车位"),
    Option("public", "公共用房"),
    Option("other", "其他"),
)

STATES = (
    Option("unsold", "未售"),
    Option("undelivered", "未交付"),
    Option("notified", "已通知"),
    Option("refused", "拒收"),
    Option("delivered", "已交付未装修"),
    Option("renovating", "装修中"),
    Option("occupied", "自住"),
    Option("let", "已出租"),
    Option("vacant", "空置"),
    Option("recorded", "已登记"),
    Option("unrecorded", "待登记"),
)
"""Room status, in the order of a room's life (domain.md 7.1, feature 11).

The last two are of rooms whose roster does not tell their status: with an owner on file, and without one.
"""


_FLOOR = re.compile(r"(地下|负|-|[Bb])?\s*(\d{1,3})\s*(?:层|楼|[Ff])?")


def read_floor(text: str) -> str:
    """Return '5' for '5层' and '5F', '-1' for 'B1' and '地下1层'; other names, such as 夹层, stay."""
    found = _FLOOR.fullmatch(narrow(text))
    return f"{'-' if found[1] else ''}{int(found[2])}" if found else text


class Community(Record):
    """小区"""

    name = fields.Text("小区名称", unique=True)
    short = fields.Text("房号前缀", required=False, hint="只有一个小区时不填")
    address = fields.Text("地址", required=False, width=30)
    note = fields.Note("备注", required=False)

    def __str__(self) -> str:
        return str(self.name)


class Building(Record):
    """楼栋"""

    community = fields.Link("小区", Community, backref="buildings")
    name = fields.Text("楼号", hint="如 3 或 A")
    sort_key = fields.Text("排序", stamped=True, index=True)
    note = fields.Note("备注", required=False)

    class Meta:
        indexes = ((("community", "name"), True),)

    def __str__(self) -> str:
        return name_building(str(self.name))


class Room(Record):
    """房屋: a flat, shop, office, storage room or parking space; what an owner holds and the office charges."""

    code = fields.Text("房号", stamped=True, unique=True, sort_by="sort_key")
    building = fields.Link("楼栋", Building, required=False, backref="rooms")
    unit = fields.Text("单元", required=False, hint="如 1，没有则不填", width=6)
    floor = fields.Text("楼层", required=False, hint="如 5 或 -1", width=6, reads=read_floor)
    label = fields.Text("室号", hint="如 502")
    use = fields.Choice("用途", USES, default="residence", width=8)
    layout = fields.Text("户型", required=False, hint="如 三室两厅")
    built_area = fields.Area("建筑面积", required=False)
    inside_area = fields.Area("套内面积", required=False)
    measured_area = fields.Area("实测面积", required=False)
    charged_area = fields.Area("计费面积", required=False, hint="不填按建筑面积")
    floor_ratio = fields.Ratio("楼层系数", required=False)
    lift_ratio = fields.Ratio("电梯系数", required=False)
    handed_over_on = fields.Day("交付日期", required=False)
    moved_in_on = fields.Day("入住日期", required=False)
    contract_number = fields.Text("购房合同号", required=False)
    title_number = fields.Text("产权证号", required=False)
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", STATES, default="undelivered", width=10)
    sort_key = fields.Text("排序", stamped=True, index=True)

    def __str__(self) -> str:
        return str(self.code)


class FormerNumber(Row):
    """A number the room had before, or is called by (曾用房号); every search finds it."""

    room = fields.Link("房号", Room, backref="former_numbers", on_delete="CASCADE")
    number = fields.Text("曾用房号", index=True)
    note = fields.Text("说明", required=False)


def name_building(name: str) -> str:
    """Return '3栋' for '3' and 'A'; names that already say what they are stay."""
    return f"{name}栋" if len(name) <= 3 and name.isascii() and name.isalnum() else name


def compose_code(room: Any) -> str:
    """Return the room's full number: '3-1-502', with the community's prefix where there is one."""
    parts = []
    if room.building is not None:
        parts.append(room.building.name)
    parts += [room.unit, room.label]
    code = "-".join(str(part) for part in parts if part)
    prefix = room.building.community.short if room.building is not None else ""
    return f"{prefix}-{code}" if prefix else code


def spoken_address(room: Any) -> str:
    """Return '3栋1单元502室', as people say it."""
    parts = [str(room.building) if room.building is not None else ""]
    parts.append(f"{room.unit}单元" if room.unit else "")
    parts.append(f"{room.label}室" if str(room.label).isdigit() else str(room.label))
    return "".join(parts)
