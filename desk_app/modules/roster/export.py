"""Rooms and people to Excel (导出名册) in a layout that reads back unchanged: one line for each person of a room.

Everything is written as text, so that no zero, hyphen or digit is lost on the way. Room numbers and names stand under
headings marked 原样, which the reader takes as they are.
"""

import datetime
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _, mark
from desk_app.modules.people.id_number import ID_KINDS
from desk_app.modules.roster.areas import SQUARE_METRE
from desk_app.modules.roster.plan_types import PlannedPerson, PlannedRoom, PlannedVehicle, RoomEntry

USE_NAMES = {
    "residence": "住宅", "apartment": "公寓", "villa": "别墅", "shop": "商铺", "office": "办公", "parking": "车位",
    "storage": "储藏室", "public": "公共用房", "other": "其他",
}  # fmt: skip
STATUS_NAMES = {
    "unsold": "未售", "undelivered": "未交付", "notified": "已通知", "delivered": "已交付未装修", "renovating": "装修中",
    "occupied": "自住", "let": "已出租", "vacant": "空置", "refused": "拒收",
}  # fmt: skip
ROLE_NAMES = {
    "owner": "业主", "tenant": "租户", "family": "家庭成员", "authorised": "授权人", "resident": "住户",
    "emergency": "紧急联系人",
}  # fmt: skip
GENDER_NAMES = {"male": "男", "female": "女"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the export: its heading (Chinese in every language, for the reader knows it) and its width."""

    heading: str
    width: int = 10


COLUMNS: Sequence[Column] = tuple(
    Column(heading, width)
    for heading, width in (
        ("小区", 14), ("楼栋", 8), ("单元", 6), ("楼层", 6), ("房号（原样）", 12), ("曾用房号", 12), ("房屋编码", 12),
        ("用途", 8), ("户型", 10), ("建筑面积", 10), ("套内面积", 10), ("实测面积", 10), ("收费面积", 10),
        ("房屋状态", 12), ("交房日期", 12), ("入住日期", 12), ("身份", 10), ("姓名（原样）", 16), ("个人或单位", 10),
        ("与业主关系", 12), ("证件类型", 16), ("证件号码", 22), ("联系电话", 26), ("性别", 6), ("出生日期", 12),
        ("产权份额", 10), ("联系人", 10), ("取得产权日期", 14), ("租期开始", 12), ("租期结束", 12), ("通讯地址", 24),
        ("电子邮箱", 20), ("人员备注", 20), ("车牌号", 12), ("车辆品牌", 10), ("车辆颜色", 8), ("车位号", 12), ("备注", 24),
    )
)  # fmt: skip
"""Headings as the reader knows them."""

NOT_READ = "核对表，不导入"
"""Stands in the first line of sheets of ours that a later import must pass over."""

SHEET_NAME = mark("房屋与人员")


def write_roster(out: Path, entries: Iterable[RoomEntry]) -> int:
    """Write the rooms with their people, cars and parking spaces to `out`; return the number of rooms.

    DeskError with a sentence if the file can't be written; the old file of that name then stays.
    """
    from xlsxwriter import Workbook

    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    workbook = Workbook(content, options)
    sheet = workbook.add_worksheet(SHEET_NAME)
    text = workbook.add_format({"num_format": "@"})
    heading = workbook.add_format({"bold": True, "bottom": 1, "num_format": "@"})
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, column.width, text)
        sheet.write_string(0, number, column.heading, heading)
    sheet.freeze_panes(1, 0)
    rooms = line = 0
    for entry in entries:
        rooms += 1
        for row in lines_of(entry):
            line += 1
            for number, cell in enumerate(row):
                if cell:
                    sheet.write_string(line, number, cell[:32_767], text)
    sheet.autofilter(0, 0, max(line, 1), len(COLUMNS) - 1)
    workbook.close()
    put_file(out, content.getvalue())
    return rooms


def put_file(out: Path, content: bytes) -> None:
    """Write a finished file; DeskError with a sentence if that fails, the old file staying as it was."""
    from desk_app.kernel.durable_files import write_file

    try:
        write_file(out, content)
    except OSError as error:
        message = _(
            "没有写出“{name}”：{why}。请关闭正在打开它的程序，检查磁盘空间和文件夹，或换一个文件名再试。"
        )
        why = error.strerror or type(error).__name__
        raise DeskError(message.format(name=out.name, why=why)) from error


def lines_of(entry: RoomEntry) -> Iterator[list[str]]:
    """Return the lines of a room: as many as it has people, or cars and parking spaces if those are more."""
    room = _room_cells(entry.room)
    taken = {vehicle.space for vehicle in entry.vehicles}
    cars = [(vehicle, vehicle.space) for vehicle in entry.vehicles]
    cars += [(PlannedVehicle(""), space) for space in entry.spaces if space not in taken]
    for person, car in itertools.zip_longest(entry.people or [None], cars):
        vehicle, space = car or (PlannedVehicle(""), "")
        cells = [
            *room,
            *_person_cells(person),
            vehicle.plate,
            vehicle.brand,
            vehicle.colour,
            space,
            entry.room.note,
        ]
        yield cells


def _room_cells(room: PlannedRoom) -> list[str]:
    return [
        room.community, room.building, room.unit, room.floor, room.label, "、".join(room.former), room.code,
        USE_NAMES.get(room.use, ""), room.layout, _area(room.built_area), _area(room.inside_area),
        _area(room.measured_area), _area(room.charged_area), STATUS_NAMES.get(room.status, ""), _day(room.handover_on),
        _day(room.move_in_on),
    ]  # fmt: skip


def _person_cells(person: PlannedPerson | None) -> list[str]:
    if person is None:
        return [""] * 17
    owner = person.role == "owner"
    phones = "、".join(
        phone.number + (f"（{phone.label}）" if phone.label else "") for phone in person.phones
    )
    return [
        ROLE_NAMES.get(person.role, ""), person.name, "单位" if person.is_company else "个人", person.relation,
        ID_KINDS.get(person.id_kind, ""), person.id_number, phones, GENDER_NAMES.get(person.gender, ""),
        _day(person.born_on), f"{person.share.numerator}/{person.share.denominator}" if person.share else "",
        person.contact_person, _day(person.from_on) if owner else "", "" if owner else _day(person.from_on),
        "" if owner else _day(person.until_on), person.address, person.email, person.note,
    ]  # fmt: skip


def _area(area: int | None) -> str:
    """Return cm² as ㎡ without needless zeros."""
    return f"{(Decimal(area) / SQUARE_METRE).normalize():f}" if area else ""


def _day(day: datetime.date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
