"""Which community a roster is of (名册的小区), where no line says so: its own title, else what the office is called.

A title may name several, and so may the titles of several sheets. Then one of them is taken and the clerk is asked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desk_app.kernel.sheets import Grid
from desk_app.kernel.words import _, listed
from desk_app.modules.roster.cell_text import text_of
from desk_app.modules.roster.plan_types import DOUBT, Finding, TableMatch

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
_BETWEEN = re.compile(r"[、，,/／;；&＆+＋]")
"""What stands between two communities of one title."""
_LAST = "园苑庭城府湾里居郡邸邨寓场区村期"
_AND = re.compile(rf"(?<=[{_LAST}])[和与及](?=[\u4e00-\u9fff·]{{1,12}}[{_LAST}]$)")
"""The same in one word: only after and before what communities' names end in, as 祥和家园 is one name."""
_NO_NAME = re.compile(r"本|我|该|全|各|小区|社区|物业|公司|单位|姓名|[栋幢座]$|号楼|单元|附件|在册|登记|信息")


def of_office(name: str) -> str:
    """Return the community an office is called after: 碧水云庭 of 碧水云庭物业服务中心; '' of a company's name."""
    name = _COMPANY.sub("", name.strip())
    shorter = _OFFICE.sub("", name).strip(" 　-—·（）()")
    return shorter if len(shorter) > 1 else ""


@dataclass(frozen=True)
class NamedCommunities:
    """The communities that titles name, in the file's order, and where the title stands that names one too many."""

    names: tuple[str, ...] = ()
    sheet: str = ""
    row: int = 0
    """The sheet's own row number, from 1."""

    def choose(self, likely: Iterable[str]) -> str:
        """Return the one to take where no line names any: the first of `likely` that is named, else the first named."""
        return next((name for name in likely if name in self.names), self.names[0] if self.names else "")

    def ask(self, chosen: str) -> Finding | None:
        """Return the doubt that asks the clerk about `chosen`; None where titles name no more than one."""
        if len(self.names) < 2:
            return None
        text = _(
            "标题写了 {count} 个小区（{names}），没写小区的房屋归到“{chosen}”；不对请改上面的“小区”。"
        ).format(count=len(self.names), names=listed(self.names), chosen=chosen)
        return Finding(self.sheet, self.row, None, DOUBT, text, code="several_communities")


def of_titles(grids: Iterable[Grid], tables: Iterable[TableMatch]) -> NamedCommunities:
    """Return the communities the titles above the tables name: 碧水云庭 of 碧水云庭业主信息登记名册."""
    by_sheet = {grid.sheet: grid for grid in grids}
    named: dict[str, tuple[str, int]] = {}
    for table in tables:
        if table.kind == "other" or table.sheet not in by_sheet:
            continue
        first = min((*table.header_rows, table.first_row))
        begin = max(0, first - 6)
        for row, line in enumerate(by_sheet[table.sheet].rows[begin : first - 1], begin + 1):
            for text in (text_of(cell) for cell in line if cell):
                for name in _named_in(re.sub(r"\s+|[（(].*?[)）]", "", text)):
                    named.setdefault(name, (table.sheet, row))
    names = tuple(named)
    return NamedCommunities(names, *named[names[min(1, len(names) - 1)]]) if names else NamedCommunities()


def _named_in(title: str) -> list[str]:
    """Return the communities a title names: 翠湖花园 and 碧水云庭 of 翠湖花园、碧水云庭业主名册."""
    found, before = _TITLE.match(title), list[str]()
    if found is None:
        *before, last = _BETWEEN.split(title)
        found = _TITLE.match(last)
    if found is None:
        return []
    names = [re.sub(r"^\d{4}年?度?|小区$", "", name) for name in (*before, *_AND.split(found["name"]))]
    return [] if any(len(name) < 2 or _NO_NAME.search(name) for name in names) else names
