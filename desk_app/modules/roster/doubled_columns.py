"""Columns that a table can have only once (重复的列): one is kept, the others are told."""

import re
from collections import defaultdict

from desk_app.kernel.sheets import column_letters
from desk_app.kernel.words import _
from desk_app.modules.roster.column import CHOSEN, GUESS, LIKELY, ROOM_CODES, SURE, Column, leave_out
from desk_app.modules.roster.headers import narrow_heading
from desk_app.modules.roster.meanings import MEANING
from desk_app.modules.roster.plan_types import DOUBT, NOTE
from desk_app.modules.roster.sheet_text import SheetText
from desk_app.modules.roster.tables import FoundTable


def settle_twice(columns: list[Column], sheet: SheetText, table: FoundTable) -> None:
    """Keep one column of each meaning that a table can have only once."""
    found: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        if column.meaning and not MEANING[column.meaning].many:
            found[column.meaning].append(column)
    if len(found["building"]) > 1 and not any(column.meaning == "floor" for column in columns):
        found["building"] = _settle_floor_headed_building(found["building"])
    if found["room"] and found["full_room"]:
        _settle_two_rooms(found["full_room"] + found["room"], sheet, table)
    for code, same in found.items():
        if len(same) > 1:
            if code in ROOM_CODES:
                _settle_two_rooms(same, sheet, table)
            else:
                _keep_best(same)


def _settle_floor_headed_building(same: list[Column]) -> list[Column]:
    """Beside 栋 or 幢, a column headed 楼 is the floor."""
    floors = [column for column in same if narrow_heading(column.heading) in ("楼", "楼号", "层")]
    if len(floors) == 1 and any(re.search("栋|幢|座|棟", column.heading) for column in same):
        floors[0].meaning = "floor"
        return [column for column in same if column is not floors[0]]
    return same


def _rank(column: Column) -> tuple[bool, float, int]:
    certainties = (GUESS, LIKELY, SURE, CHOSEN)
    return (column.contents.filled > 0, certainties.index(column.certainty), -column.number)


def _keep_best(same: list[Column]) -> None:
    best = max(same, key=_rank)
    for column in same:
        if column is not best:
            message = _("“{heading}”和 {letters} 列重复，只读 {letters} 列").format(
                heading=narrow_heading(column.heading), letters=column_letters(best.number)
            )
            leave_out(column, DOUBT, "column_twice", message)


def _settle_two_rooms(same: list[Column], sheet: SheetText, table: FoundTable) -> None:
    """Of two columns of room numbers, the fuller or more regular one counts; the other is a former number."""

    def regular(column: Column) -> tuple[bool, float, int]:
        contents = column.contents
        return (
            column.certainty == CHOSEN,
            round(contents.share("full_room", "room_label") * contents.filled),
            -column.number,
        )

    best = max(same, key=regular)
    for column in same:
        if column is best:
            continue
        rows = range(table.first, table.last + 1)
        equal = all(sheet.rows[row][column.number] == sheet.rows[row][best.number] for row in rows)
        if equal or column.contents.filled == 0:
            leave_out(
                column,
                NOTE,
                "column_twice",
                _("和 {letters} 列相同，只读一列").format(letters=column_letters(best.number)),
            )
        elif column.meaning == "room_code" or (best.meaning == "full_room" and column.meaning == "room"):
            column.meaning = "room_code" if column.meaning == "room_code" else "ignore"
        else:
            column.meaning, column.certainty = "former_room", GUESS
            message = _("有两列房号，{letters} 列作为现在的房号，这一列作为曾用房号，请核对").format(
                letters=column_letters(best.number)
            )
            column.doubts.append((DOUBT, "two_room_columns", message))


def settle_orphans(columns: list[Column]) -> None:
    """A lease's days without a tenant column, a floor count without rooms: nothing to hang them on."""
    codes = {column.meaning for column in columns}
    for column in columns:
        if column.meaning == "family_relation" and "family_name" not in codes and column.certainty != CHOSEN:
            column.meaning = "relation"
    tenants = {"tenant_name", "tenant_phone", "role"} & codes
    for column in columns:
        if (
            column.meaning in ("tenant_from", "tenant_until", "tenant_term")
            and not tenants
            and column.certainty != CHOSEN
        ):
            leave_out(column, NOTE, "column_ignored", _("这一列是起止日期，表里没有租户，没有导入"))
