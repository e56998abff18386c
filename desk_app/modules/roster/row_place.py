"""Which room a line is about (行内房号): building, unit, floor and label from all cells that speak of them."""

import datetime
import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from desk_app.kernel.words import _, listed
from desk_app.modules.people.phone_number import is_mobile
from desk_app.modules.roster.cell_text import CellProblem, narrow_text
from desk_app.modules.roster.habits import ROOM_COLUMNS, TableHabits
from desk_app.modules.roster.headers import is_exact
from desk_app.modules.roster.line import Line
from desk_app.modules.roster.places import (
    Place,
    canonical_floor,
    canonical_unit,
    floor_of_label,
    read_building_and_unit,
    read_building_cell,
    read_place,
)
from desk_app.modules.roster.plan_types import DOUBT
from desk_app.modules.roster.vocabulary import is_blank

_SHOP_COLUMN = re.compile(r"(?:商铺|店铺|铺位|铺面|门面|铺|店)(?:编?号码?|位)?$")
_SHOP_LABEL = r"[A-Za-z]{1,3}\d{0,2}-\d{1,4}[A-Za-z]?"
_SHOP_LABELS = re.compile(rf"{_SHOP_LABEL}(?:\s*[、,;/\s]\s*{_SHOP_LABEL})*")


@dataclass(slots=True)
class Surroundings:
    """What stands above the line: building and unit of headings, titles and the sheet's name; the room before."""

    building: str = ""
    unit: str = ""
    floor: str = ""
    carried: dict[str, str] = field(default_factory=dict)
    previous: Place | None = None
    previous_row: int = 0


def read_line_place(line: Line, habits: TableHabits, around: Surroundings) -> Place | None:
    """Return the place the line names; None after telling why it names none."""
    column = _room_column(line)
    if column is None:
        return _place_without_room_number(line, habits, around)
    place = _room_cell(line, column, habits)
    if place is None:
        return None
    place = _as_run(line, column, place, habits)
    place = _complete(line, column, place, habits, around)
    place = _with_floor_before(line, column, place, habits)
    _check_floor(line, column, place, habits)
    return _within_lengths(line, column, place)


def _within_lengths(line: Line, column: int, place: Place) -> Place | None:
    """Names that no building or room has are refused with their line."""
    lengths = (
        (place.community, 60),
        (place.building, 60),
        (place.unit, 20),
        *((label, 40) for label in place.labels),
    )
    if any(len(text) > longest for text, longest in lengths):
        line.refuse(column, "room_unreadable", _("小区、楼栋、单元或房号的文字太长，这一行没有导入"))
        return None
    return place if len(place.floor) <= 20 else replace(place, floor="")


def _room_column(line: Line) -> int | None:
    """Return the first column of room numbers that holds one in this line."""
    for code in ROOM_COLUMNS:
        for column in line.columns.get(code, ()):
            if line.is_broken(column):
                return column
            value = line.cell(column)
            if value is not None and not (isinstance(value, str) and is_blank(narrow_text(value))):
                return column
    return None


def _room_cell(line: Line, column: int, habits: TableHabits) -> Place | None:
    if line.is_broken(column):
        return None
    value = line.cell(column)
    if isinstance(value, datetime.date | datetime.time):
        message = _(
            "表格程序把房号变成了日期（{shown}），原来可能是 1-1 这样的房号，请把这一列设成文本后重新录入"
        )
        shown = (
            _("{month}月{day}日").format(month=value.month, day=value.day)
            if isinstance(value, datetime.date)
            else str(value)
        )
        line.refuse(column, "room_is_date", message.format(shown=shown))
        return None
    if isinstance(value, Decimal):
        line.refuse(column, "room_decimal", _("房号成了小数，请把这一列设成文本后重新录入"))
        return None
    text = line.text_in(column)
    if text and is_exact(line.table.heading(column)):
        return Place(labels=(narrow_text(text),))
    shops = _is_shop_column(line, column)
    try:
        place = (_shop_place(text) if shops else None) or read_place(text)
    except CellProblem as problem:
        if not _is_code(line, column, text):
            line.problem(column, problem)
            return None
        place = Place(labels=(text,))
        line.count(column, DOUBT, "room_is_code", _("像是别的系统的房屋编码，原样作为房号导入，请核对"))
    for code, message in place.warnings:
        line.doubt(column, code, message)
    if habits.label_length and isinstance(value, int) and len(str(value)) < habits.label_length:
        message = _("其他房号是 {digits} 位，这里可能丢了开头的 0，按 {label} 导入，请核对")
        line.doubt(column, "room_lost_zero", message.format(digits=habits.label_length, label=value))
    if not place.use and not line.text("use") and (shops or _is_shop_sheet(line)):
        place = replace(place, use="shop")
    return place


def _is_shop_column(line: Line, column: int) -> bool:
    """Does the heading promise numbers of shops (铺号, 商铺号, 店号)?"""
    return bool(_SHOP_COLUMN.fullmatch(narrow_text(line.table.heading(column)).replace(" ", "")))


def _is_shop_sheet(line: Line) -> bool:
    name = line.sheet.grid.sheet
    return bool(re.search(r"商铺|店铺|铺位|门面", name)) and not re.search(r"住|房", name)


def _shop_place(text: str) -> Place | None:
    """'S-01' among the numbers of shops is the whole number: S is no building."""
    plain = narrow_text(text)
    if not _SHOP_LABELS.fullmatch(plain):
        return None
    labels = tuple(re.findall(_SHOP_LABEL, plain))
    if len(labels) == 1:
        return Place(labels=labels, use="shop")
    message = _("一格里有 {count} 个房号，看作 {rooms} 这几间，请核对").format(
        count=len(labels), rooms=listed(labels)
    )
    return Place(labels=labels, use="shop", warnings=(("room_several", message),))


def _is_code(line: Line, column: int, text: str) -> bool:
    """Is it a long number under a heading that promises codes (房屋编码), and no phone?"""
    heading = line.table.heading(column)
    return bool(
        re.fullmatch(r"[A-Za-z]{0,4}\d{7,14}", text) and re.search(r"编码|编号|代码", heading)
    ) and not is_mobile(text)


def _place_without_room_number(line: Line, habits: TableHabits, around: Surroundings) -> Place | None:
    """A line of people under a room: taken for that room if the table writes so, otherwise refused."""
    beside = any(line.text(code) for code in ("relation", "role", "family_relation"))
    named = any(
        line.text(code)
        for code in ("owner_name", "tenant_name", "family_name", "resident_name", "name_and_phone")
    )
    if (
        around.previous
        and named
        and (beside or habits.rooms_continue)
        and around.previous_row == line.row - 1
    ):
        column = next((columns[0] for code in ROOM_COLUMNS if (columns := line.columns.get(code))), None)
        message = _("没有房号，当作上一行 {room} 的人，请核对").format(room=show_place(around.previous))
        line.doubt(column, "room_continued", message)
        return around.previous
    line.refuse(None, "room_missing", _("没有房号，这一行没有导入"))
    return None


def _complete(line: Line, column: int, place: Place, habits: TableHabits, around: Surroundings) -> Place:
    """Add what other columns and the surroundings say of building and unit, telling contradictions."""
    told = _told_by_columns(line, habits, around)
    building = told.building or place.building or around.building
    unit = told.unit or place.unit
    if told.building and place.building and not _same_building(told.building, place.building):
        message = _("楼栋列是 {column}，房号里是 {room}，按楼栋列导入，请核对")
        line.doubt(column, "building_conflict", message.format(column=told.building, room=place.building))
    if told.unit and place.unit and told.unit != place.unit:
        message = _("单元列是 {column}，房号里是 {room}，按单元列导入，请核对")
        line.doubt(column, "unit_conflict", message.format(column=told.unit, room=place.unit))
    if place.first:
        building, unit = _settle_first(line, column, place.first, building, unit, habits)
    community = line.text("community") or told.community or place.community
    use = place.use
    return replace(
        place, community=narrow_text(community), building=building, unit=unit or around.unit, first="", use=use,
        floor=told.floor or place.floor,
    )  # fmt: skip


def _same_building(one: str, other: str) -> bool:
    """'一期3' and '3' don't contradict each other."""
    return one == other or one.endswith(other) or other.endswith(one)


def _settle_first(
    line: Line, column: int, first: str, building: str, unit: str, habits: TableHabits
) -> tuple[str, str]:
    """Decide whether the part before the dash is building or unit."""
    if not building and not (unit and canonical_unit(first) == unit):
        return first, unit
    if unit and canonical_unit(first) == unit:
        return building, unit
    if building == first and not habits.first_is_unit:
        return building, unit
    if unit or (building != first and not habits.first_is_unit):
        if unit or building:
            message = _(
                "房号里的 {first} 和楼栋 {building}、单元 {unit} 对不上，按楼栋列和单元列导入，请核对"
            )
            line.doubt(
                column,
                "building_conflict",
                message.format(first=first, building=building, unit=unit or _("空")),
            )
        return building, unit
    return building, canonical_unit(first)


def _told_by_columns(line: Line, habits: TableHabits, around: Surroundings) -> Place:
    """Return what the columns 分期, 楼栋, 单元, 楼层 say, filled down where they are written only on change."""
    named = Place()
    if text := _carried(line, "building", habits, around):
        both = "单元" in line.table.heading(line.columns["building"][0])
        named = read_building_and_unit(text) if both else read_building_cell(text)
    phase = _carried(line, "phase", habits, around)
    building = named.building
    if phase and building and not building.startswith(narrow_text(phase)):
        building = _phase_name(phase) + building
    unit_text = _carried(line, "unit", habits, around)
    beside = read_building_cell(unit_text) if re.search(r"[栋幢楼座#].*单元", unit_text) else Place()
    unit = beside.unit or canonical_unit(unit_text) if unit_text else named.unit
    floor = canonical_floor(text) if (text := _carried(line, "floor", habits, around)) else ""
    return Place(community=named.community, building=building or beside.building, unit=unit, floor=floor)


def _phase_name(phase: str) -> str:
    plain = narrow_text(phase).replace(" ", "")
    return f"{plain}期" if re.fullmatch(r"\d{1,2}|[一二三四五六]", plain) else plain


def _carried(line: Line, code: str, habits: TableHabits, around: Surroundings) -> str:
    """Return the column's text, that of the last line that had one if the column is written only on change."""
    text = line.text(code)
    if text:
        if code in ("building", "phase") and around.carried.get(code) != text:
            for below in ("unit", "floor"):
                around.carried.pop(below, None)
        around.carried[code] = text
        return text
    if code in habits.sparse and around.carried.get(code):
        column = line.columns[code][0]
        message = _("空格按上面最近的内容填，请核对")
        line.count(column, DOUBT, "filled_down", message)
        return around.carried[code]
    return ""


def _as_run(line: Line, column: int, place: Place, habits: TableHabits) -> Place:
    """'3-4' among plain numbers is no building 3 but a run of doors."""
    if not (place.first and habits.plain_labels and place.first.isdecimal() and len(place.labels) == 1):
        return place
    label = place.labels[0]
    if not label.isdecimal() or int(label) <= int(place.first) or len(label) > len(place.first) + 1:
        return place
    line.doubt(column, "room_run", _("像是连号的几间房，按一户导入，请核对"))
    return replace(place, first="", labels=(f"{place.first}-{label}",))


def _with_floor_before(line: Line, column: int, place: Place, habits: TableHabits) -> Place:
    """'1' on floor 5 is 501 where labels only count the doors of a floor."""
    if not (habits.short_labels and place.floor and place.labels[0].isdecimal()):
        return place
    label = f"{place.floor}{int(place.labels[0]):02d}"
    message = _("房号只是每层的序号，按楼层加序号合成，如 {label}，请核对").format(label=label)
    line.count(column, DOUBT, "room_from_floor", message)
    return replace(place, labels=(label,))


def _check_floor(line: Line, column: int, place: Place, habits: TableHabits) -> None:
    if place.use in ("parking", "public") or not habits.regular_labels or len(place.labels) != 1:
        return
    shown = floor_of_label(place.labels[0])
    if place.floor and shown and shown != place.floor:
        message = _("楼层是 {floor}，房号却像 {shown} 层，请核对").format(floor=place.floor, shown=shown)
        line.doubt(column, "floor_conflict", message)


def show_place(place: Place) -> str:
    """Return '2-1-502' for messages."""
    return "-".join(part for part in (place.building, place.unit, "、".join(place.labels)) if part)
