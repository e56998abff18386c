"""Which community a roster is of (名册的小区), where no line says so: its own title, else what the office is called."""

import re
from collections.abc import Iterable

from desk_app.kernel.sheets import Grid
from desk_app.modules.roster.cell_text import text_of
from desk_app.modules.roster.plan_types import TableMatch

_COMPANY = re.compile(r"^.*(?:公司|集团)")
_OFFICE = re.compile(
    r"(?:物业)?(?:项目)?(?:管理)?(?:客户)?(?:服务中心|客服中心|管理中心|管理处|服务处|服务站|项目部|前台)$"
    r"|物业(?:管理|服务)?(?:部|处)?$"
    r"|[\s,]*(?:property\s+)?(?:management\s+)?(?:service\s+)?(?:cent(?:re|er)|office|desk)$",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:\d{4}\s*年?度?)?\s*(?P<name>[\u4e00-\u9fff·]{2,16}?)(?:小区)?(?:全体|现有|各户)?"
    r"(?:业主|住户|居民|客户|房屋|房产|租户|产权人|人员|收楼|交房|入住|楼盘).*(?:名册|花名册|名单|台账|登记|一览|清单|信息|档案|资料|明细|汇总|统计|表)"
)
_NO_NAME = re.compile(r"本|我|该|全|各|小区|社区|物业|公司|单位|姓名|[栋幢座]$|号楼|单元|附件|在册|登记|信息")


def of_office(name: str) -> str:
    """Return the community an office is called after: 碧水云庭 of 碧水云庭物业服务中心; '' of a company's name."""
    name = _COMPANY.sub("", name.strip())
    shorter = _OFFICE.sub("", name).strip(" 　-—·（）()")
    return shorter if len(shorter) > 1 else ""


def of_titles(grids: Iterable[Grid], tables: Iterable[TableMatch]) -> str:
    """Return the community the titles above the tables name: 碧水云庭 of 碧水云庭业主信息登记名册.

    '' where there is no such title, or where titles name several.
    """
    by_sheet = {grid.sheet: grid for grid in grids}
    named: set[str] = set()
    for table in tables:
        if table.kind == "other" or table.sheet not in by_sheet:
            continue
        first = min((*table.header_rows, table.first_row))
        above = by_sheet[table.sheet].rows[max(0, first - 6) : first - 1]
        cells = (re.sub(r"\s+|[（(].*?[)）]", "", text_of(cell)) for line in above for cell in line if cell)
        named |= {name for cell in cells if (name := _named_in(cell))}
    return next(iter(named)) if len(named) == 1 else ""


def _named_in(title: str) -> str:
    found = _TITLE.match(title)
    name = found["name"] if found else ""
    return "" if _NO_NAME.search(name) else name
