"""What a line says of the room itself (行内房屋资料): areas, use, status, days, vehicles, parking spaces, notes."""

import datetime
import re
from collections.abc import Sequence

from desk_app.kernel.words import _
from desk_app.modules.roster.areas import read_area
from desk_app.modules.roster.cell_text import CellProblem, narrow_text, without_blanks
from desk_app.modules.roster.headers import plain_heading
from desk_app.modules.roster.line import Line
from desk_app.modules.roster.numbers_in_cells import read_plates
from desk_app.modules.roster.places import Place
from desk_app.modules.roster.plan_types import DOUBT, NOTE, PlannedBuilding, PlannedRoom, PlannedVehicle
from desk_app.modules.roster.row_days import read_day_of
from desk_app.modules.roster.vocabulary import STATUSES, USES, find_word, is_blank

AREAS = ("built_area", "inside_area", "measured_area", "charged_area")
_YES = frozenset("是 有 Y y yes √ 1 已 对".split())
_NO = frozenset("否 无 N n no × 0 未 没有".split())


def read_room(line: Line, place: Place, label: str, status: str) -> PlannedRoom:
    """Return the room of a line with everything its cells say of it."""
    areas = {code: _area(line, code) for code in AREAS}
    built, inside = areas["built_area"], areas["inside_area"]
    if built and inside and inside > built:
        line.doubt(line.columns["inside_area"][0], "inside_larger", _("套内面积比建筑面积大，请核对"))
    return PlannedRoom(
        label=label, building=place.building, unit=place.unit, floor=place.floor, community=place.community,
        use=place.use or _use(line), layout=_layout(line), status=_status(line) or status,
        handover_on=read_day_of(line, "handover_on"), move_in_on=read_day_of(line, "move_in_on"), former=_former(line, label, place.former),
        code=_code(line, label), note=_note(line), **areas,
    )  # fmt: skip


def read_vehicles(line: Line, spaces: Sequence[str]) -> tuple[PlannedVehicle, ...]:
    """Return the cars of a line; brand and colour only where there is one car."""
    plates: list[str] = []
    for column in line.columns.get("plate", ()):
        text = line.text_in(column)
        found, others = read_plates(text)
        plates += [plate for plate in found if plate not in plates]
        for other in others:
            if not is_blank(other) and other not in ("有", "否", "是"):
                line.refuse(column, "plate_unreadable", _("这不是车牌号，没有导入"), other)
    if len(plates) != 1:
        return tuple(PlannedVehicle(plate) for plate in plates)
    brand, colour = line.short("car_brand", 40), line.short("car_colour", 20)
    return (PlannedVehicle(plates[0], brand, colour, spaces[0] if len(spaces) == 1 else ""),)


def read_spaces(line: Line) -> tuple[str, ...]:
    """Return the labels of the parking spaces that go with the room."""
    spaces: list[str] = []
    for column in line.columns.get("parking", ()):
        text = narrow_text(line.text_in(column))
        for piece in re.split(r"[、,，;；/\n]+|\s{1,}(?=\S*\d)", text):
            plain = piece.strip()
            if is_blank(plain) or plain in _YES | _NO:
                continue
            if not re.search(r"\d", plain) or len(plain) > 20:
                line.refuse(column, "space_unreadable", _("看不出车位号，没有导入"), plain)
                continue
            spaces.append(space_label(plain))
    return tuple(dict.fromkeys(spaces))


def space_label(text: str) -> str:
    """Return the label of a parking space; a bare number gets 车位 before it, or it would look like a room."""
    plain = narrow_text(text).replace(" ", "")
    return f"车位{plain}" if plain.isdecimal() else plain


def read_building(line: Line, place: Place | None) -> PlannedBuilding | None:
    """Return what the line says of its building, None if nothing."""
    floors, lift = _count(line, "total_floors"), _yes_no(line, "has_lift")
    if place is None or not place.building or (floors is None and lift is None):
        return None
    return PlannedBuilding(place.building, place.unit, place.community, floors, lift)


def _area(line: Line, code: str) -> int | None:
    for column in line.columns.get(code, ()):
        if line.is_broken(column):
            continue
        span = line.sheet.spans.get((line.row, column))
        if span and span.bottom > span.top:
            message = _("面积写在合并的单元格里，只记到第一行")
            line.count(column, DOUBT, "area_merged", message)
        try:
            area = read_area(line.cell(column, fill_down=False))
        except CellProblem as problem:
            line.problem(column, problem)
            continue
        if area is not None and (area < 10_000 or area > 50_000_000):
            line.doubt(column, "area_unusual", _("面积小得或大得少见，请核对"))
        if area is not None:
            return area
    return None


def _use(line: Line) -> str:
    for column in line.columns.get("use", ()):
        text = without_blanks(line.text_in(column))
        if is_blank(text):
            continue
        if use := find_word(text, USES):
            return use
        line.count(
            column, DOUBT, "use_unknown", _("看不懂的用途“{text}”，没有导入").format(text=text[:20]), key=text
        )
    return ""


def _layout(line: Line) -> str:
    text = line.short("layout", 40)
    if not text:
        return ""
    column = line.columns["layout"][0]
    if re.fullmatch(r"\d{3,}", text):
        line.count(
            column,
            DOUBT,
            "layout_code",
            _("户型是代码“{text}”，原样导入，请核对").format(text=text),
            key=text,
        )
    return text


def _status(line: Line) -> str:
    for column in line.columns.get("status", ()):
        text = without_blanks(line.text_in(column))
        if is_blank(text) and text not in ("空", "空置"):
            continue
        status = find_word(_answered(text, plain_heading(line.table.heading(column)).words), STATUSES)
        if status:
            return status
        line.count(
            column,
            DOUBT,
            "status_unknown",
            _("看不懂的房屋状态“{text}”，没有导入").format(text=text[:20]),
            key=text,
        )
    return ""


def _answered(text: str, heading: str) -> str:
    """Turn 是 or 否 under '是否出租' into the state it stands for; other texts stay."""
    if text not in _YES | _NO:
        return text
    for word, yes, no in (
        ("出租", "已出租", "？"),
        ("空置", "空置", "入住"),
        ("装修", "？", "毛坯"),
        ("交", "已交付", "未交付"),
        ("自住", "自住", "？"),
        ("入住", "入住", "未入住"),
    ):
        if word in heading:
            return yes if text in _YES else no
    return text


def _former(line: Line, label: str, told: str) -> tuple[str, ...]:
    """Return former numbers as written; one that equals the present number says nothing."""
    former: list[str] = [told] if told else []
    for column in line.columns.get("former_room", ()):
        if line.is_broken(column):
            continue
        if isinstance(line.cell(column), datetime.date):
            line.refuse(column, "room_is_date", _("表格程序把房号变成了日期，没有导入"))
            continue
        for piece in re.split(r"[、,，;；\n]+", narrow_text(line.text_in(column))):
            plain = piece.strip()
            if not is_blank(plain) and plain != label and len(plain) <= 30:
                former.append(plain)
    return tuple(dict.fromkeys(former))


def _code(line: Line, label: str) -> str:
    code = line.short("room_code", 60)
    return code if code != label else ""


def _note(line: Line) -> str:
    notes = [line.text_in(column) for column in line.columns.get("note", ())]
    kept = [note for note in notes if not is_blank(narrow_text(note))]
    text = "；".join(dict.fromkeys(kept))
    if len(text) > 500:
        line.note(line.columns["note"][0], "note_cut", _("备注太长，只导入前 500 个字"))
    return text[:500]


def _count(line: Line, code: str) -> int | None:
    text = without_blanks(line.text(code))
    found = re.fullmatch(r"(\d{1,3})(?:层|F)?", text)
    if text and not found:
        line.count(line.columns[code][0], NOTE, "floors_unreadable", _("看不懂的楼层数，没有导入"), key=text)
    return int(found[1]) if found else None


def _yes_no(line: Line, code: str) -> bool | None:
    for column in line.columns.get(code, ()):
        text = without_blanks(line.text_in(column))
        if text in _YES:
            return True
        if text in _NO:
            return False
    return None
