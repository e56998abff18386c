"""Lines of a table that are no records (非数据行): totals, signatures, notes, headings of buildings, page numbers."""

import re

from desk_app.kernel.words import _
from desk_app.modules.roster.cell_text import without_blanks
from desk_app.modules.roster.places import floor_heading, is_building_heading
from desk_app.modules.roster.sheet_text import SheetText
from desk_app.modules.roster.tables import FoundTable

DATA, BLANK, HEADING = "data", "blank", "heading"

_TOTAL = re.compile(
    r"(?:本页|全部|以上|总|[\w#]{0,6}(?:栋|幢|号楼|#楼?|单元|座))?(?:合计|小计|总计|共计|累计|汇总|总数|总户数|平均值?)(?:数|户数)?[:：(（]?.*"
    r"|(?:本页|总|合计)?共计?有?\d+(?:户|套|间|人|条|页|家|个|栋).*"
)
_SURE_TOTAL = re.compile(r".{0,6}(?:合计|小计|总计)")
_SIGNATURE = re.compile(
    r"(?:制表|填表|审核|复核|审批|经办|核对|批准|登记|统计|编制|录入|签字|签名|签章|盖章|主管|项目经理|部门负责|单位负责|财务|打印|物业服务中心|业主签)"
    r"(?:人|员|日期|时间|单位|部门|经理)?(?:签[字名])?\s*[:：(（_].*|.{0,20}[(（](?:盖章|签章|公章)[)）].*"
    r"|(?:制表|打印|填表|导出|统计|更新)(?:日期|时间)?[:：]?\d{4}.*|(?:日期|时间)[:：].*|(?:制表人|审核人|填表人|经办人|复核人)$|\d{4}年\d{1,2}月\d{1,2}日制.*"
)
_NOTE = re.compile(
    r"(?:备注|注|说明|填[表写]说明|提示|温馨提示|附注|注意|注意事项|特别说明)(?:[:：;；\d一二(（].*|$)",
    re.DOTALL,
)
_UNITS = re.compile(
    r"[(（]?(?:单位[:：])?(?:㎡|m2|m²|元|平方米|平米|人|个|户|年|月|日|元/月|元/㎡)[)）]?|单位[:：].*"
)
_BRACKETED = re.compile(r"[(（][^()（）]{1,12}[)）]")
_EXAMPLE = re.compile(r"(?:填写)?(?:示例|样例|范例|举例|例如|例)(?:[:：].*)?$")
_PAGE = re.compile(r"第\d+页.*|[-—]\d+[-—]|共\d+页|\d+/\d+页?|page\d+.*", re.IGNORECASE)
_TITLE = re.compile(
    r".*(?:表|册|名单|统计|明细|登记|台账|台帐|一览|汇总|清单|信息|资料)(?:[(（].*)?$|.*(?:物业|小区|花园|管理处|服务中心).{0,6}$"
)


def kind_of_line(
    sheet: SheetText, table: FoundTable, row: int, rooms: list[int], idle: set[int], notes: set[int]
) -> tuple[str, str]:
    """Return what a line is, `DATA`, `BLANK`, `HEADING` or another name, and how to call it ('合计行').

    `rooms` are the columns of room numbers, `idle` those that hold nothing to import (serial numbers), `notes`
    those of remarks.
    """
    if row in table.repeated:
        return "repeated", _("重复的表头")
    columns = sheet.filled(row, table.left, table.right)
    if not [column for column in columns if column not in idle]:
        return BLANK, ""
    texts = list(dict.fromkeys(without_blanks(sheet.rows[row][column]) for column in columns))
    has_room = any(
        re.search(r"\d", sheet.shown(row, column))
        and not _TOTAL.fullmatch(without_blanks(sheet.shown(row, column)))
        for column in rooms
    )
    if any(_TOTAL.fullmatch(text) and (_SURE_TOTAL.match(text) or not has_room) for text in texts[:3]):
        return "total", _("合计行")
    if len(texts) == 1 and is_building_heading(texts[0]) and not _is_in(columns, rooms, texts[0]):
        return HEADING, _("楼栋标题")
    if len(texts) == 1 and floor_heading(texts[0]):
        return HEADING, _("楼层标题")
    if (
        len(columns) <= 8
        and any(_SIGNATURE.fullmatch(text) for text in texts)
        and not (has_room and len(columns) > 2)
    ):
        return "signature", _("签字、制表行")
    if (_NOTE.match(texts[0]) and len(texts) <= 3 and not has_room) or not set(columns) - idle - notes:
        return "note", _("说明行")
    if all(_UNITS.fullmatch(text) or _BRACKETED.fullmatch(text) for text in texts):
        return "units", _("单位行")
    if _EXAMPLE.match(texts[0]):
        return "example", _("示例行")
    if all(_PAGE.fullmatch(text) for text in texts) and not has_room:
        return "page", _("页码行")
    if len(texts) == 1 and not has_room and _is_title(texts[0], columns, rooms):
        return "title", _("标题行")
    return DATA, ""


def _is_in(columns: list[int], rooms: list[int], text: str) -> bool:
    """A lone text in the room column is a room unless it says 楼, 栋 or 单元."""
    return bool(set(columns) & set(rooms)) and not re.search(r"[栋幢楼座]|单元|#", text)


def _is_title(text: str, columns: list[int], rooms: list[int]) -> bool:
    return (
        (bool(_TITLE.fullmatch(text)) or len(text) > 30)
        and len(text) >= 4
        and not set(columns[1:]) & set(rooms)
    )
