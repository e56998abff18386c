"""Rosters made for the tests: invented households, written down the ways offices write them.

`estate(seed)` invents who lives where. Each layout writes those households into a file in one office's manner and
returns the path; what a reader must find is stated by the households themselves, never by the reader.
"""

import csv
import datetime
import random
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

FAMILY_NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志红梅海燕晓东雪琴文博宇轩子涵梓欣怡佳俊浩然思远雨桐一诺若曦沐宸"
COMPANY_NAMES = (
    "恒达商贸有限公司",
    "众和里物业服务有限公司",
    "瑞丰（中国）投资有限公司",
    "老街坊餐饮店",
    "益民大药房",
    "中国农业银行股份有限公司城南支行",
)


@dataclass(frozen=True)
class Human:
    """An invented person."""

    name: str
    phone: str
    id_number: str


@dataclass(frozen=True)
class Home:
    """An invented room and its people. `area` in ㎡."""

    building: str
    unit: str
    label: str
    floor: str
    area: Decimal
    owners: tuple[Human, ...]
    tenants: tuple[Human, ...] = ()
    family: tuple[tuple[Human, str], ...] = ()
    handover_on: datetime.date | None = None
    former: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Where it is."""
        return (self.building, self.unit, self.label)


@dataclass(frozen=True)
class Made:
    """A file and what is in it."""

    path: Path
    homes: Sequence[Home]
    refused: frozenset[str] = frozenset()
    """Addresses of cells or lines that must be refused."""
    doubted: frozenset[str] = frozenset()
    """Codes of findings that must be told."""
    told: dict[str, Any] = field(default_factory=dict)
    """Whatever else a test wants to look at."""
    facts: frozenset[str] = frozenset(("owners", "phones", "ids", "area"))
    """What of the households the file says at all."""


def id_number(rng: random.Random) -> str:
    """Invent an 18-digit number with the right last digit, computed here on its own."""
    area = rng.choice(("110101", "340104", "310115", "440305", "510107"))
    born = datetime.date(1945, 1, 1) + datetime.timedelta(days=rng.randrange(21_000))
    first = f"{area}{born:%Y%m%d}{rng.randrange(1000):03d}"
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(first))
    return first + "10X98765432"[total % 11]


def human(rng: random.Random) -> Human:
    """Invent a person with a two- or three-letter name."""
    name = rng.choice(FAMILY_NAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2))))
    phone = f"1{rng.choice('3456789')}{rng.randrange(10**9):09d}"
    return Human(name, phone[:10] + rng.choice("123456789"), id_number(rng))


def estate(
    seed: int,
    buildings: Sequence[str] = ("1", "2", "3"),
    units: Sequence[str] = ("1", "2"),
    floors: int = 4,
    across: int = 2,
    shared: float = 0.3,
) -> list[Home]:
    """Invent an estate; about `shared` of its homes have two owners."""
    rng = random.Random(seed)
    homes = []
    for building in buildings:
        for unit in units:
            for floor in range(1, floors + 1):
                for door in range(1, across + 1):
                    owners = tuple(human(rng) for _ in range(2 if rng.random() < shared else 1))
                    homes.append(
                        Home(
                            building,
                            unit,
                            f"{floor}{door:02d}",
                            str(floor),
                            Decimal(rng.randrange(4500, 18000)) / 100,
                            owners,
                            handover_on=datetime.date(2012, 1, 1)
                            + datetime.timedelta(days=rng.randrange(4000)),
                        )
                    )
    return homes


def names(home: Home, mark: str = "、") -> str:
    return mark.join(owner.name for owner in home.owners)


def phones(home: Home, mark: str = "、") -> str:
    return mark.join(owner.phone for owner in home.owners)


def ids(home: Home, mark: str = "、") -> str:
    return mark.join(owner.id_number for owner in home.owners)


def single(homes: Iterable[Home]) -> list[Home]:
    """Return the homes with their first owner only."""
    return [replace(home, owners=home.owners[:1]) for home in homes]


def save_xlsx(
    path: Path, sheets: dict[str, list[list[Any]]], after: Callable[[Any], None] | None = None
) -> Path:
    """Write lists of rows with openpyxl; `after(workbook)` merges, hides and formats."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([float(cell) if isinstance(cell, Decimal) else cell for cell in row])
    if after:
        after(book)
    book.save(path)
    return path


def save_xls(
    path: Path,
    rows: list[list[Any]],
    merged: Sequence[tuple[int, int, int, int]] = (),
    hidden: Sequence[int] = (),
) -> Path:
    """Write an .xls of BIFF8. `merged` are (top, bottom, left, right) from 0."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("业主名册")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    covered = {
        (row, column)
        for top, bottom, left, right in merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    for top, bottom, left, right in merged:
        sheet.write_merge(top, bottom, left, right, rows[top][left])
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is None or cell == "" or (number, column) in covered:
                continue
            if isinstance(cell, datetime.date):
                sheet.write(number, column, cell, day)
            else:
                sheet.write(number, column, float(cell) if isinstance(cell, Decimal) else cell)
    for number in hidden:
        sheet.row(number).hidden = True
    book.save(str(path))
    return path


def save_ods(path: Path, rows: list[list[Any]], hidden: Sequence[int] = ()) -> Path:
    """Write content.xml by hand: typed values, repeated cells and rows, collapsed rows."""
    lines = []
    for number, row in enumerate(rows):
        cells = []
        for cell in row:
            if cell is None or cell == "":
                cells.append("<table:table-cell/>")
            elif isinstance(cell, datetime.date):
                cells.append(
                    f'<table:table-cell office:value-type="date" office:date-value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
                )
            elif isinstance(cell, int | float | Decimal):
                cells.append(
                    f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
                )
            else:
                parts = "".join(f"<text:p>{escape(part)}</text:p>" for part in str(cell).split("\n"))
                cells.append(f'<table:table-cell office:value-type="string">{parts}</table:table-cell>')
        shown = ' table:visibility="collapse"' if number in hidden else ""
        lines.append(
            f'<table:table-row{shown}>{"".join(cells)}<table:table-cell table:number-columns-repeated="900"/></table:table-row>'
        )
    lines.append(
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    )
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="住户">{"".join(lines)}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def save_csv(path: Path, rows: list[list[Any]], encoding: str, separator: str = ",") -> Path:
    """Write a text table."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows(
            [["" if cell is None else cell for cell in row] for row in rows]
        )
    return path


# -- the layouts ------------------------------------------------------------------------------------------------


def plain_list(folder: Path, seed: int) -> Made:
    """序号 楼号 单元 房号 …, one line a room, header in row 1."""
    homes = estate(seed)
    rows: list[list[Any]] = [
        ["序号", "楼号", "单元", "房号", "建筑面积", "业主姓名", "身份证号码", "联系电话", "入住时间", "备注"]
    ]
    for number, home in enumerate(homes, 1):
        rows.append(
            [
                number,
                int(home.building),
                int(home.unit),
                int(home.label),
                home.area,
                names(home),
                ids(home),
                phones(home),
                home.handover_on,
                "",
            ]
        )
    return Made(save_xlsx(folder / "业主名册.xlsx", {"Sheet1": rows}), homes)


def printed_list(folder: Path, seed: int) -> Made:
    """Title merged over the top, a line of who made it, header in row 3 with blanks and stars, totals, signatures."""
    homes = estate(seed, ("5", "6"))
    header = [
        "序 号",
        "楼 栋\n(必填)*",
        "单 元",
        "房 号*",
        "业  主  姓  名",
        "电\u3000话",
        "面积\n（㎡）",
        "备 注",
    ]
    rows: list[list[Any]] = [
        ["阳光花园业主信息登记表"],
        ["制表单位：阳光花园物业服务中心", None, None, None, None, None, "单位：㎡"],
        header,
    ]
    for number, home in enumerate(homes, 1):
        rows.append(
            [
                number,
                f"{home.building}栋",
                f"{home.unit}单元",
                f"{home.label}室",
                names(home, " "),
                phones(home, "/"),
                f"{home.area}㎡",
                "／",
            ]
        )
        if number % 8 == 0:
            rows.append(
                [
                    "小计",
                    None,
                    None,
                    None,
                    None,
                    None,
                    float(sum(h.area for h in homes[number - 8 : number])),
                    None,
                ]
            )
    rows += [
        ["合计", None, None, f"{len(homes)}户", None, None, float(sum(h.area for h in homes)), None],
        [],
        ["制表人：王小明", None, None, "审核：", None, "日期：2024年3月1日"],
    ]

    def merge(book: Any) -> None:
        book.active.merge_cells("A1:H1")
        book.active.merge_cells("A2:F2")

    return Made(
        save_xlsx(folder / "printed.xlsx", {"业主表": rows}, merge),
        homes,
        facts=frozenset(("owners", "phones", "area")),
    )


def building_headings(folder: Path, seed: int) -> Made:
    """Rooms under lines that name their building and unit."""
    homes = single(estate(seed, ("1", "2", "11")))
    rows: list[list[Any]] = [["房号", "户主", "联系方式", "建筑面积"]]
    last = None
    for home in homes:
        if (home.building, home.unit) != last:
            last = (home.building, home.unit)
            rows.append([f"{home.building}号楼{home.unit}单元", None, None, None])
        rows.append([int(home.label), names(home), int(phones(home)), home.area])
    return Made(
        save_xlsx(folder / "headings.xlsx", {"住户表": rows}),
        homes,
        facts=frozenset(("owners", "phones", "area")),
    )


def sheet_per_building(folder: Path, seed: int) -> Made:
    """A sheet for each building, '3栋'; room numbers '1-502' are unit and room."""
    homes = estate(seed, ("3", "4", "A"))
    sheets: dict[str, list[list[Any]]] = {}
    for home in homes:
        rows = sheets.setdefault(
            f"{home.building}栋" if home.building != "A" else "A座", [["房间", "姓名", "手机", "交房日期"]]
        )
        rows.append(
            [f"{home.unit}-{home.label}", names(home), phones(home, "\n"), f"{home.handover_on:%Y年%m月%d日}"]
        )
    return Made(
        save_xlsx(folder / "sheets.xlsx", sheets), homes, facts=frozenset(("owners", "phones", "handover"))
    )


def whole_numbers(folder: Path, seed: int) -> Made:
    """房间号 '2-1-1502', owners '王五/李四', phones with whose they are."""
    homes = estate(seed, floors=12, across=2, units=("1",))
    rows: list[list[Any]] = [["房间号", "业主", "电话", "面积"]]
    for home in homes:
        said = (
            "、".join(f"{owner.name}：{owner.phone}" for owner in home.owners)
            if len(home.owners) > 1
            else f"{home.owners[0].phone}（本人）"
        )
        rows.append([f"{home.building}-{home.unit}-{home.label}", names(home, "/"), said, str(home.area)])
    return Made(
        save_xlsx(folder / "whole.xlsx", {"Sheet1": rows}),
        homes,
        facts=frozenset(("owners", "phones", "area")),
    )


def two_line_header(folder: Path, seed: int) -> Made:
    """业主信息 over 姓名, 证件号码, 电话; 租户信息 over 姓名, 电话, 租期; the rest merged downwards."""
    rng = random.Random(seed)
    homes = [
        replace(home, tenants=(human(rng),) if rng.random() < 0.4 else ()) for home in single(estate(seed))
    ]
    top = ["楼栋", "单元", "房号", "面积（㎡）", None, "业主信息", None, None, "租户信息", None, None, "备注"]
    low = [None, None, None, "建筑", "套内", "姓名", "证件号码", "电话", "姓名", "电话", "租期", None]
    rows: list[list[Any]] = [["XX小区房屋及住户一览表"], top, low]
    for home in homes:
        tenant = home.tenants[0] if home.tenants else None
        rows.append(
            [
                f"{home.building}#",
                home.unit,
                home.label,
                home.area,
                home.area - 10,
                names(home),
                ids(home),
                phones(home),
            ]
            + ([tenant.name, tenant.phone, "2024.1.1-2025.12.31", ""] if tenant else [None, None, None, ""])
        )

    def merge(book: Any) -> None:
        sheet = book.active
        for span in ("A1:L1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:H2", "I2:K2", "L2:L3"):
            sheet.merge_cells(span)

    return Made(
        save_xlsx(folder / "two_lines.xlsx", {"一览": rows}, merge),
        homes,
        facts=frozenset(("owners", "phones", "ids", "area", "tenants")),
    )


def side_by_side(folder: Path, seed: int) -> Made:
    """Two tables beside each other with an empty column between, to save paper."""
    homes = single(estate(seed, ("7", "8"), ("1",), 6))
    half = len(homes) // 2
    rows: list[list[Any]] = [["7、8栋通讯录"], ["房号", "姓名", "电话", None, "房号", "姓名", "电话"]]
    for left, right in zip(homes[:half], homes[half:], strict=True):
        rows.append(
            [
                f"{left.building}栋{left.label}",
                names(left),
                phones(left),
                None,
                f"{right.building}栋{right.label}",
                names(right),
                phones(right),
            ]
        )
    homes = [replace(home, unit="") for home in homes]
    return Made(
        save_xlsx(folder / "beside.xlsx", {"通讯录": rows}), homes, facts=frozenset(("owners", "phones"))
    )


def three_beside(folder: Path, seed: int) -> Made:
    """Three tables beside each other without any gap, the last one shorter."""
    homes = single(estate(seed, ("9",), ("1", "2"), 6, 2))[:-2]
    third = 8
    groups = [homes[:third], homes[third : 2 * third], homes[2 * third :]]
    rows: list[list[Any]] = [["楼号", "房号", "户主", "楼号", "房号", "户主", "楼号", "房号", "户主"]]
    for at in range(third):
        row: list[Any] = []
        for group in groups:
            home = group[at] if at < len(group) else None
            row += (
                [f"{home.building}#", f"{home.unit}-{home.label}", names(home)]
                if home
                else [None, None, None]
            )
        rows.append(row)
    return Made(save_xlsx(folder / "three.xlsx", {"户主": rows}), homes, facts=frozenset(("owners",)))


def floor_drawing(folder: Path, seed: int) -> Made:
    """Floors down, doors across, names in the cells; the sheet is the building."""
    homes = single(estate(seed, ("6",), ("1",), 8, 4))
    rows: list[list[Any]] = [["6号楼住户分布图"], ["楼层", "01", "02", "03", "04"]]
    for floor in range(8, 0, -1):
        rows.append([f"{floor}层", *(names(home) for home in homes if home.floor == str(floor))])
    homes = [replace(home, unit="") for home in homes]
    return Made(
        save_xlsx(folder / "drawing.xlsx", {"6号楼": rows}),
        homes,
        facts=frozenset(("owners",)),
        doubted=frozenset(("floor_plan",)),
    )


def labelled_drawing(folder: Path, seed: int) -> Made:
    """Lines of room numbers, under each the names and the phones; units beside each other."""
    homes = single(estate(seed, ("2",), ("1", "2"), 5, 2))
    rows: list[list[Any]] = [["2栋"], ["1单元", None, "2单元", None]]
    for floor in range(5, 0, -1):
        line = [home for home in homes if home.floor == str(floor)]
        rows += [
            [int(home.label) for home in line],
            [names(home) for home in line],
            [int(phones(home)) for home in line],
        ]

    def merge(book: Any) -> None:
        book.active.merge_cells("A1:D1")
        book.active.merge_cells("A2:B2")
        book.active.merge_cells("C2:D2")

    return Made(
        save_xlsx(folder / "labelled.xlsx", {"Sheet1": rows}, merge),
        homes,
        facts=frozenset(("owners", "phones")),
        doubted=frozenset(("floor_plan",)),
    )


def shopping_street(folder: Path, seed: int) -> Made:
    """Shops of a street; companies hold several; landlines with extensions."""
    rng = random.Random(seed)
    people = [
        Human(rng.choice(COMPANY_NAMES), f"0551-6{rng.randrange(10**6):06d}{rng.randrange(1, 9)}", "")
        for _ in range(4)
    ]
    homes = []
    rows: list[list[Any]] = [["商业街商户一览表"], ["铺号", "商户名称", "联系电话", "面积", "业态"]]
    for number in range(1, 13):
        owner = people[number % 4] if number % 3 else human(rng)
        home = Home("", "", f"商业街{number}号", "", Decimal(rng.randrange(2000, 30000)) / 100, (owner,))
        homes.append(home)
        rows.append([home.label, owner.name, owner.phone.replace("-", "－"), float(home.area), "商铺"])
    return Made(
        save_xlsx(folder / "street.xlsx", {"商户": rows}),
        homes,
        facts=frozenset(("residents", "phones", "area", "use")),
        doubted=frozenset(("merchants",)),
    )


def old_csv(folder: Path, seed: int) -> Made:
    """A GB18030 text file from an old system, long numbers kept by ="…"."""
    homes = single(estate(seed))
    rows: list[list[Any]] = [["小区", "楼栋", "单元", "房号", "业主姓名", "身份证号", "手机号码", "产权面积"]]
    for home in homes:
        rows.append(
            [
                "金色家园",
                f"{home.building}幢",
                home.unit,
                f'="{home.label.zfill(4)}"',
                names(home),
                f'="{ids(home)}"',
                phones(home),
                home.area,
            ]
        )
    homes = [replace(home, label=home.label.zfill(4)) for home in homes]
    return Made(save_csv(folder / "导出.csv", rows, "gb18030"), homes)


def tabbed_text(folder: Path, seed: int) -> Made:
    """What a spreadsheet calls Unicode text: UTF-16, tabs."""
    homes = single(estate(seed, ("12",)))
    rows: list[list[Any]] = [["房屋地址", "业主名称", "联系电话", "建筑面积"]]
    rows += [
        [f"锦绣华府{home.building}栋{home.unit}单元{home.label}室", names(home), phones(home), home.area]
        for home in homes
    ]
    return Made(
        save_csv(folder / "text.txt", rows, "utf-16", "\t"),
        homes,
        facts=frozenset(("owners", "phones", "area")),
    )


def old_excel(folder: Path, seed: int) -> Made:
    """.xls, building cells merged over their rooms, phones as numbers, days as serial numbers."""
    homes = single(estate(seed, ("1", "2")))
    rows: list[list[Any]] = [["幢号", "室号", "产权人", "联系电话", "收楼时间", "建筑面积"]]
    merged = []
    for home in homes:
        if not rows[1:] or rows[-1][0] != f"{home.building}幢":
            merged.append([len(rows), len(rows), 0, 0])
        merged[-1][1] = len(rows)
        serial = (home.handover_on - datetime.date(1899, 12, 30)).days if home.handover_on else None
        rows.append(
            [
                f"{home.building}幢",
                f"{home.unit}-{home.label}",
                names(home),
                int(phones(home)),
                serial,
                home.area,
            ]
        )
    path = save_xls(folder / "旧表.xls", rows, [tuple(span) for span in merged])  # type: ignore[misc]
    return Made(path, homes, facts=frozenset(("owners", "phones", "area", "handover")))


def open_document(folder: Path, seed: int) -> Made:
    """.ods with two rows hidden by hand: those aren't imported, and that is told."""
    homes = single(estate(seed, ("1",)))
    rows: list[list[Any]] = [["楼栋", "单元", "房号", "业主", "电话", "建筑面积", "交付时间"]]
    rows += [
        [home.building, home.unit, int(home.label), names(home), phones(home), home.area, home.handover_on]
        for home in homes
    ]
    path = save_ods(folder / "住户.ods", rows, hidden=(2, 5))
    left = [home for at, home in enumerate(homes, 1) if at not in (2, 5)]
    return Made(
        path,
        left,
        doubted=frozenset(("row_hidden",)),
        facts=frozenset(("owners", "phones", "area", "handover")),
    )


def web_page(folder: Path, seed: int) -> Made:
    """A web page saved as .xls, GB2312, building cells spanning rows."""
    homes = single(estate(seed, ("1", "2"), ("1",), 3))
    lines = ["<tr><th>楼栋<th>房号<th>业主姓名<th>联系电话</tr>"]
    last = ""
    for home in homes:
        cell = ""
        if home.building != last:
            last = home.building
            cell = f'<td rowspan="{sum(h.building == last for h in homes)}">{last}栋</td>'
        lines.append(
            f"<tr>{cell}<td>{home.label}</td><td>{names(home)}</td><td>{phones(home)}&nbsp;</td></tr>"
        )
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body><table>{"".join(lines)}</table></body></html>'
    path = folder / "系统导出.xls"
    path.write_bytes(page.encode("gb18030"))
    return Made(path, [replace(home, unit="") for home in homes], facts=frozenset(("owners", "phones")))


def family_lines(folder: Path, seed: int) -> Made:
    """A line for each person; the room merged over its people; relation to the owner."""
    rng = random.Random(seed)
    homes = []
    rows: list[list[Any]] = [["楼栋", "单元", "房号", "姓名", "与业主关系", "身份证号", "联系电话"]]
    merged: list[str] = []
    for home in single(estate(seed, ("1", "2"), ("1",), 4)):
        family = tuple(
            (human(rng), rng.choice(("配偶", "儿子", "女儿", "母亲"))) for _ in range(rng.randrange(0, 4))
        )
        homes.append(replace(home, family=family))
        first = len(rows) + 1
        people = [(home.owners[0], "本人"), *family]
        for at, (person, relation) in enumerate(people):
            place = [f"{home.building}栋", f"{home.unit}单元", home.label] if at == 0 else [None, None, None]
            rows.append([*place, person.name, relation, person.id_number, person.phone])
        if len(people) > 1:
            merged += [f"{column}{first}:{column}{first + len(people) - 1}" for column in "ABC"]

    def merge(book: Any) -> None:
        for span in merged:
            book.active.merge_cells(span)

    return Made(
        save_xlsx(folder / "family.xlsx", {"人口": rows}, merge),
        homes,
        facts=frozenset(("owners", "phones", "ids", "family")),
    )


def traditional_words(folder: Path, seed: int) -> Made:
    """Headings in traditional letters, full-width digits in the cells."""
    wide = str.maketrans("0123456789-X", "０１２３４５６７８９－Ｘ")
    homes = single(estate(seed, ("1", "2"), ("1",)))
    rows: list[list[Any]] = [
        ["樓棟", "單元", "房號", "業主姓名", "身份證號碼", "聯絡電話", "建築面積", "備註"]
    ]
    for home in homes:
        rows.append(
            [
                text.translate(wide)
                for text in (
                    home.building,
                    home.unit,
                    home.label,
                    names(home),
                    ids(home),
                    phones(home),
                    str(home.area),
                )
            ]
            + ["無"]
        )
    return Made(save_xlsx(folder / "traditional.xlsx", {"業主": rows}), homes)


def odd_headings(folder: Path, seed: int) -> Made:
    """A column headed just 业主 that holds phones, names under a blank heading, the same heading twice."""
    homes = estate(seed, ("1", "2"), ("1",))
    rows: list[list[Any]] = [["房号", None, "业主", "面积", "备注", "备注"]]
    for home in homes:
        rows.append(
            [
                f"{home.building}栋{home.label}",
                names(home, "。"),
                phones(home),
                float(home.area),
                "已装修",
                "",
            ]
        )
    homes = [replace(home, unit="") for home in homes]
    return Made(
        save_xlsx(folder / "odd.xlsx", {"Sheet1": rows}),
        homes,
        facts=frozenset(("owners", "phones", "area")),
        doubted=frozenset(("heading_misleads", "column_by_contents")),
    )


def old_and_new_numbers(folder: Path, seed: int) -> Made:
    """The old room number (B1-3) beside the new one (301, a number)."""
    homes = [
        replace(
            home,
            building="",
            unit="",
            former=f"B{home.unit}-{int(home.label) // 100}{chr(64 + int(home.label[-1]))}",
        )
        for home in single(estate(seed, ("1",), ("1",), 6, 4))
    ]
    rows: list[list[Any]] = [["原房号", "现房号", "业主姓名", "电话"]]
    rows += [[home.former, int(home.label), names(home), phones(home)] for home in homes]
    return Made(
        save_xlsx(folder / "renumbered.xlsx", {"房号对照": rows}),
        homes,
        facts=frozenset(("owners", "phones", "former")),
    )


def without_header(folder: Path, seed: int) -> Made:
    """No header at all: columns are known by what they hold."""
    homes = single(estate(seed))
    rows: list[list[Any]] = [
        [int(home.building), int(home.unit), int(home.label), names(home), ids(home), phones(home), home.area]
        for home in homes
    ]
    return Made(save_xlsx(folder / "bare.xlsx", {"Sheet1": rows}), homes, doubted=frozenset(("no_header",)))


def written_on_change(folder: Path, seed: int) -> Made:
    """Building and unit written only where they change, not merged."""
    homes = single(estate(seed))
    rows: list[list[Any]] = [["楼号", "单元", "房号", "业主", "手机号码"]]
    building = unit = None
    for home in homes:
        new_building, new_unit = home.building != building, (home.building, home.unit) != unit
        building, unit = home.building, (home.building, home.unit)
        rows.append(
            [
                f"{home.building}号楼" if new_building else None,
                f"{home.unit}单元" if new_unit else None,
                home.label,
                names(home),
                phones(home),
            ]
        )
    return Made(
        save_xlsx(folder / "sparse.xlsx", {"Sheet1": rows}),
        homes,
        facts=frozenset(("owners", "phones")),
        doubted=frozenset(("filled_down",)),
    )


def printed_pages(folder: Path, seed: int) -> Made:
    """The header again on each printed page, with page numbers between."""
    homes = single(estate(seed))
    header = ["门牌号", "业主", "建筑面积（平方米）", "联系电话"]
    rows: list[list[Any]] = []
    for start in range(0, len(homes), 10):
        rows += [["幸福里小区业主名册"], header]
        rows += [
            [f"{home.building}-{home.unit}-{home.label}", names(home), home.area, phones(home)]
            for home in homes[start : start + 10]
        ]
        rows += [[None, f"第{start // 10 + 1}页 共5页"]]
    return Made(
        save_xlsx(folder / "pages.xlsx", {"名册": rows}), homes, facts=frozenset(("owners", "phones", "area"))
    )


def owners_in_another_sheet(folder: Path, seed: int) -> Made:
    """Rooms name their owner by a number; another sheet lists the owners."""
    homes = single(estate(seed, ("1",)))
    owners: list[list[Any]] = [["业主编号", "业主姓名", "手机号", "证件号码"]]
    rooms: list[list[Any]] = [["楼栋", "单元", "房号", "建筑面积", "业主编号"]]
    for number, home in enumerate(homes, 1001):
        owners.append([f"Y{number}", names(home), phones(home), ids(home)])
        rooms.append([home.building, home.unit, home.label, home.area, f"Y{number}"])
    return Made(save_xlsx(folder / "joined.xlsx", {"业主": owners, "房屋": rooms}), homes)


def stacked_tables(folder: Path, seed: int) -> Made:
    """Each building's own table below the other's, every one with title, header and total."""
    homes = single(estate(seed, ("1", "2", "3"), ("1",)))
    rows: list[list[Any]] = []
    for building in ("1", "2", "3"):
        own = [home for home in homes if home.building == building]
        rows += [[f"{building}号楼业主登记表"], ["房号", "业主姓名", "面积", "电话"]]
        rows += [[int(home.label), names(home), home.area, phones(home)] for home in own]
        rows += [["合计", f"{len(own)}户", float(sum(home.area for home in own)), None], [], []]
    homes = [replace(home, unit="") for home in homes]
    return Made(
        save_xlsx(folder / "stacked.xlsx", {"登记": rows}),
        homes,
        facts=frozenset(("owners", "phones", "area")),
    )


def spoiled_numbers(folder: Path, seed: int) -> Made:
    """Document numbers and phones as number cells and worse: refused by address, the rest of the line kept."""
    homes = single(estate(seed, ("1",), ("1",), 4))
    rows: list[list[Any]] = [["楼栋", "房号", "业主", "身份证号", "电话", "面积"]]
    for home in homes:
        rows.append([home.building, home.label, names(home), ids(home), phones(home), float(home.area)])
    rows[1][3] = int(homes[0].owners[0].id_number.replace("X", "1"))
    rows[2][3] = "1.10101E+17"
    rows[3][3] = homes[2].owners[0].id_number[:-1] + ("1" if homes[2].owners[0].id_number[-1] != "1" else "2")
    rows[4][4] = "138****8000"
    rows[5][4] = 1.38e10
    rows[6][5] = int(homes[5].owners[0].phone)
    homes = [replace(home, unit="") for home in homes]
    spoiled = list(homes)
    for at in (0, 1, 2):
        spoiled[at] = replace(homes[at], owners=(replace(homes[at].owners[0], id_number=""),))
    for at in (3, 4):
        spoiled[at] = replace(homes[at], owners=(replace(homes[at].owners[0], phone=""),))
    spoiled[5] = replace(homes[5], area=Decimal(0))
    refused = frozenset(f"Sheet1!{cell}" for cell in ("D2", "D3", "D4", "E5", "E6", "F7"))
    return Made(save_xlsx(folder / "spoiled.xlsx", {"Sheet1": rows}), spoiled, refused)


def english_list(folder: Path, seed: int) -> Made:
    """An agent's list in English."""
    homes = single(estate(seed, ("A", "B"), ("",), 5))
    rows: list[list[Any]] = [["Building", "Floor", "Room No.", "Owner", "Phone", "Area (sqm)"]]
    rows += [
        [home.building, int(home.floor), home.label, names(home), phones(home), home.area] for home in homes
    ]
    return Made(
        save_xlsx(folder / "english.xlsx", {"Owners": rows}),
        homes,
        facts=frozenset(("owners", "phones", "area")),
    )


LAYOUTS: tuple[Callable[[Path, int], Made], ...] = (
    plain_list, printed_list, building_headings, sheet_per_building, whole_numbers, two_line_header, side_by_side,
    three_beside, floor_drawing, labelled_drawing, shopping_street, old_csv, tabbed_text, old_excel, open_document,
    web_page, family_lines, traditional_words, odd_headings, old_and_new_numbers, without_header, written_on_change,
    printed_pages, owners_in_another_sheet, stacked_tables, spoiled_numbers, english_list,
)  # fmt: skip
