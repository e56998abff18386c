"""What one column is by what the others are (列与列): ambiguous headings, whose phone a phone is."""

import re
from collections import Counter

from desk_app.kernel.words import _
from desk_app.modules.roster.column import (
    CHOSEN,
    GUESS,
    NAME_CLASSES,
    ROOM_CODES,
    SUBJECT_OF,
    Column,
)
from desk_app.modules.roster.meanings import MEANING
from desk_app.modules.roster.places import floor_of_label
from desk_app.modules.roster.plan_types import DOUBT, NOTE
from desk_app.modules.roster.sheet_text import SheetText
from desk_app.modules.roster.tables import FoundTable


def settle_ambiguous(columns: list[Column], sheet: SheetText, table: FoundTable) -> None:
    """Decide what one column is by what the others are."""
    codes = Counter(column.meaning for column in columns)
    for column in columns:
        if column.certainty == CHOSEN:
            continue
        if column.allowed[:1] == ("serial",) and len(column.allowed) > 1:
            _settle_number(column, codes)
        elif "owner_address" in column.allowed and len(column.allowed) > 1:
            _settle_address(column, codes)
        elif (
            column.allowed[:1] == ("contact_person",)
            and column.meaning == "contact_person"
            and len(column.allowed) > 1
        ):
            if not codes["owner_name"] and not codes["tenant_name"]:
                column.meaning = "owner_name" if column.contents.share("phone") < 0.5 else "name_and_phone"
        elif column.allowed == ("total_floors", "floor"):
            column.meaning = (
                "floor"
                if not codes["floor"] and agrees_with_labels(column, columns, sheet, table)
                else "total_floors"
            )
        elif column.meaning == "room_code" and not codes["room"] and not codes["full_room"]:
            column.meaning = "room"
        elif (
            column.meaning in ("owner_name", "tenant_name", "resident_name")
            and column.contents.share("phone") >= 0.6
        ):
            column.meaning = (
                "name_and_phone" if column.contents.share(*NAME_CLASSES) >= 0.4 else column.meaning
            )
        codes = Counter(column.meaning for column in columns)
    if codes["full_room"] and not codes["room"]:
        return
    for column in columns:
        if (
            column.meaning == "room"
            and column.certainty != CHOSEN
            and not codes["building"]
            and not codes["full_room"]
        ) and column.contents.share("full_room") >= 0.5:
            column.meaning = "full_room"


def _settle_number(column: Column, codes: Counter[str]) -> None:
    """编号: a serial number, or the room number where there is no other."""
    rooms = codes["room"] + codes["full_room"]
    if not rooms and column.contents.share("room_label", "full_room") >= 0.6:
        column.meaning = "room"
    elif column.contents.counts_up or rooms:
        column.meaning = "serial"


def _settle_address(column: Column, codes: Counter[str]) -> None:
    """地址: the room's full number, the building's where another column has the room, or a postal address."""
    others = codes["room"] + codes["full_room"] - (column.meaning == "full_room")
    if not others and column.contents.share("full_room") >= 0.4:
        column.meaning = "full_room"
    elif (not others and codes["total_floors"]) or (
        others
        and not codes["building"] - (column.meaning == "building")
        and (
            column.contents.distinct * 2 <= column.contents.filled or column.contents.share("building") >= 0.6
        )
    ):
        column.meaning = "building"
    else:
        column.meaning = (
            "owner_address" if column.contents.share("full_room") < 0.8 or others else "full_room"
        )


def settle_subjects(columns: list[Column], table: FoundTable, sheet_name: str) -> None:
    """Give columns that don't say whose they are (电话, 证件号码) to the name before them; merchants beside owners rent."""
    _settle_by_title(columns, table, sheet_name)
    names = [column for column in columns if column.meaning in SUBJECT_OF]
    owners = [column for column in names if re.search(r"业主|产权|房东|房主|owner", _words(column, table))]
    for column in names:
        if column.certainty == CHOSEN or column.meaning != "owner_name" or column in owners or not owners:
            continue
        if re.search(r"商户|商铺|店|品牌|经营|使用|单位|公司|企业|tenant|shop", _words(column, table)):
            column.meaning = "tenant_name"
    _settle_merchants(names, owners, table)
    for column in columns:
        kind = column.meaning.removeprefix("owner_")
        if (
            kind not in ("phone", "id")
            or column.certainty == CHOSEN
            or not names
            or _says_whose(column, table)
        ):
            continue
        before = [name for name in names if name.number < column.number] or names[:1]
        nearest = before[-1]
        while len(before) > 1 and before[-2].number == before[-1].number - 1:
            before.pop()
            nearest = before[-1] if before[-1].meaning == "owner_name" else nearest
        code = f"{SUBJECT_OF[nearest.meaning]}_{kind}"
        column.meaning = code if code in MEANING else column.meaning


def _settle_by_title(columns: list[Column], table: FoundTable, sheet_name: str) -> None:
    """A sheet called 租户信息 whose columns say just 姓名 and 电话 lists tenants."""
    words = " ".join((sheet_name, *table.titles))
    if re.search(r"业主|户主|产权|owner", words) or not re.search(
        r"租户|租客|承租|租赁|tenant", words.casefold()
    ):
        return
    for column in columns:
        kind = column.meaning.removeprefix("owner_")
        code = f"tenant_{kind}"
        if kind not in ("name", "phone", "id") or column.certainty == CHOSEN or _says_whose(column, table):
            continue
        column.meaning = code
        if kind == "name":
            message = _("按标题或工作表名，这一列当作租户")
            column.doubts.append((NOTE, "subject_from_title", message))


def _settle_merchants(names: list[Column], owners: list[Column], table: FoundTable) -> None:
    """Where only 商户 are named, the file doesn't say whether they own or rent."""
    for column in names:
        if owners or column.meaning != "owner_name" or column.certainty == CHOSEN:
            continue
        if re.search(r"商户|商家|店名|店铺|品牌|经营|公司|单位|企业", _words(column, table)):
            column.meaning = "resident_name"
            message = _("这一列没有写是业主还是租户，按住户导入；可以改列的含义")
            column.doubts.append((DOUBT, "merchants", message))


def _words(column: Column, table: FoundTable) -> str:
    return (table.group(column.number) + column.heading).casefold()


def _says_whose(column: Column, table: FoundTable) -> bool:
    return bool(
        re.search(
            r"业主|产权|房东|房主|户主|租|住户|家|紧急|应急|owner|tenant|resident", _words(column, table)
        )
    )


def agrees_with_labels(column: Column, columns: list[Column], sheet: SheetText, table: FoundTable) -> bool:
    room = next((other for other in columns if other.meaning in ROOM_CODES), None)
    if room is None:
        return False
    rows = range(table.first, min(table.last, table.first + 100) + 1)
    pairs = [(sheet.rows[row][column.number], sheet.rows[row][room.number]) for row in rows]
    pairs = [(floor, label[-4:]) for floor, label in pairs if floor and label]
    return bool(pairs) and sum(
        floor_of_label(label.lstrip("-")) == floor for floor, label in pairs
    ) * 2 >= len(pairs)


def guess_parts(columns: list[Column], sheet: SheetText, table: FoundTable) -> None:
    """Without any header, small numbers left of the room number are building, unit and floor."""
    room = next((column for column in columns if column.meaning in ROOM_CODES), None)
    if room is None:
        return
    left = [
        column
        for column in columns
        if column.number < room.number
        and column.meaning == "ignore"
        and column.contents.share("small_number") >= 0.8
    ]
    names = ["building", "unit"]
    for column in left:
        code = (
            "floor" if agrees_with_labels(column, columns, sheet, table) else (names.pop(0) if names else "")
        )
        if code and code not in {other.meaning for other in columns}:
            column.meaning, column.certainty, column.because = code, GUESS, _("按内容判断")
            message = _("没有表头，这一列按内容当作{label}").format(label=_(MEANING[code].label))
            column.doubts = [(DOUBT, "column_by_contents", message)]
