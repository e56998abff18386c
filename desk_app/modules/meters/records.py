"""Meters (仪表), their readings (抄表) and the changes of a meter (换表); domain.md 3.7, form F60."""

from typing import Any

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record
from desk_app.kernel.text import sort_key
from desk_app.kernel.words import _, listed
from desk_app.modules.estate.records import Building, Room

METER_KINDS = (
    Option("water", "水表"),
    Option("power", "电表"),
    Option("gas", "燃气表"),
    Option("heat", "热量表"),
    Option("other", "其他表"),
)

METER_STATES = (Option("in_use", "在用"), Option("removed", "已拆"))

READING_STATES = (
    Option("kept", "正常"),
    Option("held", "待核对"),
    Option("void", "已作废"),
)
"""A held reading looks wrong and is billed only once somebody has confirmed it."""

READING_KINDS = (
    Option("first", "底数"),
    Option("read", "抄见"),
    Option("estimated", "估抄"),
    Option("swapped_out", "旧表止数"),
    Option("swapped_in", "新表起数"),
    Option("final", "结清抄表"),
    Option("corrected", "更正"),
)
SWAPS = ("swapped_out", "swapped_in")
"""The two readings of a swap, which always come together."""


ODDITIES = (
    Option("backwards", "倒走"),
    Option("overestimated", "低于估抄"),
    Option("zero", "在住零用量"),
    Option("leap", "突增 3 倍以上"),
    Option("high", "用量偏高"),
    Option("low", "用量偏低"),
)
"""What makes a reading odd (domain.md 3.7), the gravest first."""


class Oddities(fields.Text):
    """Codes of `ODDITIES` with blanks between, shown as their words."""

    def write(self, value: Any) -> str:
        codes = str(value).split()
        return listed(_(option.label) for option in ODDITIES if option.stored in codes)


class Reading(fields.Scaled):
    """A counter's reading or a used quantity in 1/1,000 (千分之一): 12.345 m³ is 12,345."""

    places = 3
    shown_places = 0
    largest = 10**13


class Meter(Record):
    """仪表: one counter of a room, or a main meter that several rooms share; a swapped meter is the same place's."""

    number = fields.Text("表号", unique=True)
    kind = fields.Choice("类别", METER_KINDS, default="water", width=7)
    room = fields.Link("房号", Room, required=False, backref="meters", index=True)
    building = fields.Link("楼栋", Building, required=False, backref="main_meters")
    place = fields.Text("安装位置", required=False, hint="公共总表填，如 1 单元电井")
    multiplier = fields.Whole("倍率", default=1)
    digits = fields.Whole("整数位数", default=5, hint="如 5 位，走满 99999 归零")
    route = fields.Text("抄表顺序", required=False, hint="不填按楼栋房号", width=8)
    verified_until_on = fields.Day("检定有效期至", required=False)
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", METER_STATES, default="in_use", width=6)
    sort_key = fields.Text("排序", stamped=True, index=True)

    def __str__(self) -> str:
        return str(self.number)


class MeterReading(Record):
    """抄表记录: what the counter showed on a day. A wrong one is voided and read again, never changed.

    `used` is the quantity since the reading charged before, times the multiplier, in 1/1,000 units; None for a first
    one and for both readings of a swap. After a swap `swapped` is the part of it the old counter counted. A correction
    (更正) of a reading that was billed holds in `used` what has to be added to it, below zero where less was used.
    """

    meter = fields.Link("表号", Meter, backref="readings", index=False)
    read_on = fields.Day("抄表日期")
    period = fields.Whole("账期", hint="如 202601")
    kind = fields.Choice("类型", READING_KINDS, default="read", width=8)
    value = Reading("本期读数")
    before = Reading("上期读数", stamped=True)
    used = Reading("用量", stamped=True)
    swapped = Reading("旧表用量", stamped=True)
    odd = Oddities("异常", stamped=True, width=20)
    read_by = fields.Text("抄表人", required=False)
    note = fields.Text("备注", required=False)
    state = fields.Choice("状态", READING_STATES, default="kept", width=7)

    class Meta:
        indexes = ((("meter", "read_on"), False), (("period", "meter"), False))

    def __str__(self) -> str:
        return f"{self.meter} {self.read_on}"


class MeterRound(Record):
    """抄表批次: somebody walks past the meters of a period, of one building or kind or of all; its sheet is F60."""

    period = fields.Whole("账期", hint="如 202601", width=8)
    building = fields.Link("楼栋", Building, required=False, backref="+", index=False)
    kind = fields.Choice("类别", METER_KINDS, required=False, width=7)
    read_by = fields.Text("抄表人", required=False)
    note = fields.Note("备注", required=False)

    class Meta:
        indexes = ((("period",), False),)

    def __str__(self) -> str:
        parts = (str(self.period), str(self.building or ""), self._meta.fields["kind"].show(self.kind))
        return " ".join(filter(None, parts))


def place_of(meter: Any) -> str:
    """Return where the meter is: its room's number, or the place of a main meter."""
    if meter.room_id is not None:
        return str(meter.room)
    return " ".join(filter(None, (str(meter.building or ""), meter.place or "")))


def walking_key(meter: Any) -> str:
    """Return a text that sorts meters as they are walked past: by route, those without one by building and room."""
    room: Room | None = meter.room
    building: Building | None = meter.building
    place = str(room.sort_key) if room is not None else str(building.sort_key if building is not None else "")
    route = sort_key(meter.route) if meter.route else "~"
    return " ".join((route, place, sort_key(meter.place or ""), sort_key(f"{meter.kind} {meter.number}")))
