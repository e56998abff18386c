"""Room numbers as rosters write them (房号的写法): '2栋3单元501室', '3#2-501', 'A座1203', '2-1-1502', 'N710 711'."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from desk_app.kernel.words import _, listed
from desk_app.modules.roster.cell_text import CellProblem, narrow_text
from desk_app.modules.roster.vocabulary import PUBLIC_PLACE, USES, find_word

_NUMERAL = "(?:[一二三四五六七八九十百][零一二三四五六七八九十百]*)"
_COMPASS = "[东南西北中甲乙丙丁]"
_AFTER = r"(?:[\s—–_,，/.]|-(?!\d+[层楼]))*(?P<rest>.*)"
_NAMED = rf"(?P<number>[A-Za-z]{{1,3}}\d{{0,3}}|\d{{1,4}}[A-Za-z]?(?:-\d{{1,2}}(?=号?楼|栋|幢|#))?|{_NUMERAL}|{_COMPASS})"
_BUILDING = re.compile(
    rf"(?P<before>.*?)(?<![\dA-Za-z]){_NAMED}\s*(?P<word>号楼|#楼|栋|幢|棟|座|#){_AFTER}", re.DOTALL
)
_PERHAPS_BUILDING = re.compile(
    rf"(?P<before>[^\d#]*?){_NAMED}\s*(?P<word>号(?=.)|楼(?!层)){_AFTER}", re.DOTALL
)
_UNIT = re.compile(
    rf"第?(?P<number>\d{{1,3}}|[A-Za-z]|{_NUMERAL}|{_COMPASS})\s*(?:单元|單元|梯(?!厅)|门(?![面市店牌厅岗卫]))[\s\-—–_,，/.]*(?P<rest>.*)",
    re.DOTALL,
)
_FLOOR = re.compile(
    rf"第?(?P<number>[负-]?\d{{1,3}}|[BbLl]\d|{_NUMERAL})\s*(?:层|樓|楼|F(?![a-zA-Z]))[\s\-—–_,，/.]*(?P<rest>.*)",
    re.DOTALL,
)
_PHASE = re.compile(rf"(.*?)((?:\d+|{_NUMERAL}|[A-Z]|{_COMPASS})(?:期|区|组团|苑)|[东南西北][区苑院]?)")
_ROOM_WORD = re.compile(r"(?<=[\dA-Za-z])(?:号?房间?|号?室|户|号)$")
_SHOP_WORD = re.compile(r"(?<=\d)(?:号?商[铺业]|号?店?铺|号?门[面市])$")
_PRODUCT = re.compile(r"(?:小?高层|多层|洋房|别墅|联排|叠拼|公寓|住宅|商业|写字楼|电梯房?|步梯)")
_ESTATE_NAME = re.compile(
    r"(?:小区|社区|花园|家园|[苑园府城居庭湾里村郡邸墅院]|公馆|广场|大厦|中心|公寓|国际|名都|世家|半岛|小镇|豪庭|天下|时代|之家|大院)$"
)
_STREET = re.compile(
    r"^.*(?:[\u4e00-\u9fff](?:路|街|大道|巷|弄|镇|乡|县)|\d号|[\u4e00-\u9fff]{2}区(?=.*[\u4e00-\u9fff]))"
)
_BRACKET = re.compile(r"(.*[\dA-Za-z](?:室|号|房)?)\s*[(（]([^()（）]{1,12})[)）]")
_DOTTED = re.compile(r"(\w{1,3})([./])(\w{1,3})\2([A-Za-z]?\d{2,4}[A-Za-z]?(?:号?室)?)")
_LABEL = re.compile(
    r"[A-Za-z]{0,3}\d{1,6}[A-Za-z]?|\d{1,4}[A-Za-z]{1,2}\d{0,2}|[A-Za-z]{1,2}\d?|[东西南北中左右][户边]?\d*"
)
_DATE_LIKE = re.compile(
    r"\d{1,2}月\d{1,3}日?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*-\d+|\d+-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|\d{4}-\d{2}-\d{2}.*|\d{4}/\d{1,2}/\d{1,2}",
    re.IGNORECASE,
)
_SHOP = re.compile(r"商[铺业]|铺|门[面市店]|店|底商|网点|会所|摊位|柜台|市场")
_SEVERAL = re.compile(r"\s*[、,，;；+&]\s*|\s*[/\\]\s*|\s*(?:和|及|与)\s*|\s+|\n")
_DIGIT_OF = {letter: number for number, letter in enumerate("一二三四五六七八九", 1)}


@dataclass(frozen=True, slots=True)
class Place:
    """What a text says of where a room is. Parts it doesn't name are ''.

    `first` is the part before the dash in '1-502': building or unit, as the rest of the table shows.
    """

    community: str = ""
    building: str = ""
    unit: str = ""
    floor: str = ""
    labels: tuple[str, ...] = ()
    first: str = ""
    use: str = ""
    former: str = ""
    warnings: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=50_000)
def read_place(text: str) -> Place:
    """Return the parts of a room number. Raise `CellProblem` when it names no room."""
    plain = re.sub(r"^(\d+)\.0$", r"\1", narrow_text(text))
    if _DATE_LIKE.fullmatch(plain):
        message = _("表格程序把房号变成了日期，原来可能是 1-1 这样的房号，请把这一列设成文本后重新录入")
        raise CellProblem("room_is_date", message)
    if len(plain) > 60:
        raise CellProblem("room_unreadable", _("看不出房号：文字太长"))
    use = find_word(plain, USES[:2])
    if use == "parking":
        return Place(labels=(plain.replace(" ", ""),), use=use)
    plain = _DOTTED.sub(r"\1-\3-\4", plain)
    if found := _BRACKET.fullmatch(plain):
        return _without_bracket(found[1], found[2])
    if found := _SHOP_WORD.search(plain):
        return replace(read_place(plain[: found.start()]), use="shop")
    place, rest = _leading_parts(plain)
    if use != "storage" and PUBLIC_PLACE.search(plain) and not re.search(r"\d{3,}", rest):
        public = ("room_public_place", _("像是公共部位，不是一户的房号，请核对"))
        return replace(place, floor=place.floor, labels=(rest or plain,), use="public", warnings=(public,))
    if use == "storage" or (_SHOP.search(rest) and re.search(r"\d|[A-Za-z]", rest)):
        return replace(place, labels=(rest.replace(" ", ""),), use=use or "shop")
    return _with_labels(place, rest)


def _without_bracket(number: str, aside: str) -> Place:
    """'101(复式)' is 101; '501(原502)' is 501, once 502; '101(商铺)' is a shop."""
    place = read_place(number)
    if former := re.fullmatch(r"(?:原|旧|曾用|老)(?:房号|室号|号)?[:：]?\s*([\w\-#]{1,12})", aside):
        return replace(place, former=former[1])
    use = find_word(aside, USES)
    if use and not place.use:
        return replace(place, use=use)
    aside_told = ("room_bracket", _("房号后面的括号“{text}”没有作为房号").format(text=aside))
    return replace(place, warnings=(*place.warnings, aside_told))


def canonical_building(text: str) -> str:
    """Return '2' for '2栋', '2号楼', '02#', '二栋'; 'A' for 'A座'; other names as they are."""
    plain = narrow_text(text).replace(" ", "")
    if len(plain) > 8 and not re.search(r"[\u4e00-\u9fff]", plain):
        return narrow_text(text)
    plain = re.sub(r"^(\d+)\.0$", r"\1", plain)
    bare = re.sub(
        r"(?<=[\dA-Za-z一二三四五六七八九十百东南西北中甲乙丙丁])(?:号?楼(?:栋)?|#楼?|栋楼?|幢|棟|座|号)$",
        "",
        plain,
    )
    return _number(bare)


def canonical_unit(text: str) -> str:
    """Return '2' for '2单元', '二单元', '02'; '' for '0', which some systems write where there are no units."""
    plain = narrow_text(text).replace(" ", "")
    bare = re.sub(r"^第|(?:号?单元|單元|梯口?|门|号)$", "", plain)
    number = _number(bare)
    return "" if number == "0" else number


def canonical_floor(text: str) -> str:
    """Return '5' for '5层', '5F', '五楼'; '-1' for 'B1', '负一层', '地下1层'; other names as they are."""
    plain = narrow_text(text).replace(" ", "")
    bare = re.sub(r"^第|(?<=[\d一二三四五六七八九十])(?:层|楼|F|f|樓)$", "", plain)
    if found := re.fullmatch(rf"(?:B|b|负|地下|-)(\d{{1,2}}|{_NUMERAL})", bare):
        return "-" + _number(found[1])
    return _number(re.sub(r"^[Ll](?=\d)", "", bare))


def read_building_cell(text: str) -> Place:
    """Return what a cell of a building or unit column names: '2栋', '一期3号楼', '1栋2单元'. Never raises."""
    plain = narrow_text(text)
    found = _BUILDING.fullmatch(plain) or _PERHAPS_BUILDING.fullmatch(plain)
    if found and not _SHOP.search(found["before"]):
        place = _place_of_building(found)
        unit = _UNIT.fullmatch(found["rest"]) if found["rest"] else None
        return replace(place, unit=canonical_unit(unit["number"])) if unit else place
    return Place(building=canonical_building(plain))


def floor_of_label(label: str) -> str:
    """Return the floor that a regular label such as '502', '0502', '1203', 'A1203', 'B101' shows, or ''."""
    found = re.fullmatch(r"([A-Za-z]?)(\d{1,2})(\d{2})[A-Za-z]?", label)
    if not found:
        return ""
    floor = int(found[2])
    if found[1] in ("B", "b") and len(found[2]) == 1:
        return f"-{floor}" if floor else ""
    return str(floor) if 0 < floor <= 70 and 0 < int(found[3]) <= 60 else ""


def read_sheet_building(text: str) -> tuple[str, str]:
    """Return (building, unit) that a heading, title or sheet name stands for ('3栋', '1号楼2单元业主名册'), or ''s."""
    plain = narrow_text(text).replace(" ", "")
    found = re.search(
        rf"((?:\d+|{_NUMERAL}|[A-Z]|{_COMPASS})(?:期|区|苑))?(?<!\d)([A-Za-z]?\d{{1,3}}[A-Za-z]?|[A-Z]|{_NUMERAL}|{_COMPASS})"
        rf"(?:号楼|#楼?|栋|幢|棟|座|号(?=[\u4e00-\u9fff]*(?:名册|业主|单元)))(?!\d{{3}})",
        plain,
    )
    unit = re.search(rf"(\d{{1,2}}|{_NUMERAL}|[A-Z]|{_COMPASS})单元", plain)
    building = (found[1] or "") + _number(found[2]) if found else ""
    return building, _number(unit[1]) if unit else ""


def is_building_heading(text: str) -> bool:
    """Is this line nothing but the name of a building or unit, as heads a group of rooms?"""
    plain = narrow_text(text).replace(" ", "")
    plain = (re.sub(r"[(（【][^()（）【】]*[)）】]", "", plain) or plain).strip("-—=:：()（）【】[]")
    building, unit = read_sheet_building(plain)
    rest = re.sub(
        r"(?:号楼|#楼?|栋|幢|棟|座|单元|号|[A-Za-z]?\d+[A-Za-z]?|业主|住户|名册|名单|房屋|信息|情况|登记|明细|一览|汇总|表|期|区|苑)",
        "",
        plain,
    )
    return bool(building or unit) and len(plain) <= 20 and len(rest) <= 2 and not re.search(r"\d{3,}", plain)


def floor_heading(text: str) -> str:
    """Return the floor a line names that says nothing else ('7F', '三层'), or ''."""
    found = _FLOOR.fullmatch(narrow_text(text).replace(" ", ""))
    return canonical_floor(found["number"]) if found and not found["rest"] else ""


def read_building_and_unit(text: str) -> Place:
    """Return what a cell under '楼栋单元' names: '1栋2单元' or '1-2'."""
    found = re.fullmatch(r"(\w{1,4})\s*[-—/]\s*(\w{1,3})", narrow_text(text))
    if found:
        return Place(building=canonical_building(found[1]), unit=canonical_unit(found[2]))
    return read_building_cell(text)


def _leading_parts(plain: str) -> tuple[Place, str]:
    """Return the building, unit and floor named by words, and what is left for the room."""
    place, rest = Place(), plain
    if found := _find_building(rest):
        place = _place_of_building(found)
        rest = found["rest"]
    if found := _UNIT.fullmatch(rest):
        place, rest = replace(place, unit=canonical_unit(found["number"])), found["rest"]
    if found := _FLOOR.fullmatch(rest):
        floor, left = canonical_floor(found["number"]), found["rest"]
        regular = floor_of_label(_ROOM_WORD.sub("", left)) == floor
        return replace(place, floor=floor), left if regular or not left else rest
    return place, rest


def _find_building(text: str) -> re.Match[str] | None:
    """Find the building a text names: by a sure word (栋, 号楼 …), or by 号 and 楼 where what follows fits."""
    found = _BUILDING.fullmatch(text)
    if found:
        return None if _SHOP.search(found["before"]) else found
    found = _PERHAPS_BUILDING.fullmatch(text)
    return found if found and _is_building(found) else None


def _is_building(found: re.Match[str]) -> bool:
    """'1楼301' names building 1, '3楼301' floor 3; '商铺12号' names no building; 'A12号' neither."""
    rest, word = found["rest"], found["word"]
    if _SHOP.search(found["before"]):
        return False
    if word == "号":
        return bool(re.match(r"\d{3,4}(?!\d)|\d+单元|[一二三四五六]单元|\d+-", rest))
    if word == "楼":
        if _UNIT.match(rest):
            return True
        label = re.match(r"[A-Za-z]?\d{3,4}(?!\d)", rest)
        return bool(label) and floor_of_label(label[0] if label else "") != _number(found["number"])
    return False


def _place_of_building(found: re.Match[str]) -> Place:
    before, building = _STREET.sub("", found["before"].strip(" -—–_,，/")), _number(found["number"])
    if _PRODUCT.fullmatch(before):
        return Place(building=before + building)
    if phase := _PHASE.fullmatch(before):
        return Place(community=phase[1].strip(" -"), building=phase[2] + building)
    if before and not _ESTATE_NAME.search(before):
        return Place(building=before + building)
    return Place(community=before, building=building)


def _with_labels(place: Place, rest: str) -> Place:
    rest = rest.strip(" _,，/" if place.floor.startswith("-") else " -—–_,，/")
    if not rest:
        raise CellProblem("room_missing", _("没有房号"))
    dashed = [part for part in re.split(r"\s*[-—–－_]\s*|(?<=\d)/(?=\d{3,4}(?!\d))(?<!\d{3}/)", rest) if part]
    if len(dashed) > 1 and all(re.fullmatch(r"[\w#]{1,8}", part) for part in dashed[:-1]):
        if run := _run_of_rooms(place, rest, dashed):
            return run
        place, rest = _dashed_parts(place, dashed)
    return _split_labels(place, rest)


def _run_of_rooms(place: Place, rest: str, dashed: list[str]) -> Place | None:
    """'101-103' beside a known building is a run of rooms, kept as one label for somebody to look at."""
    bare = [_ROOM_WORD.sub("", part) for part in dashed]
    if len(bare) != 2 or not all(re.fullmatch(r"[A-Za-z]?\d{3,4}", part) for part in bare):
        return None
    warning = ("room_run", _("像是连号的几间房，按一户导入，请核对"))
    return replace(place, labels=(rest.replace(" ", ""),), warnings=(*place.warnings, warning))


def _dashed_parts(place: Place, parts: list[str]) -> tuple[Place, str]:
    """Give the parts before the last one to building, unit and floor."""
    *before, last = parts
    if (
        len(before) >= 2
        and floor_of_label(_ROOM_WORD.sub("", last)) == canonical_floor(before[-1])
        and (len(before) > 2 or place.building)
    ):
        place = replace(place, floor=canonical_floor(before.pop()))
    if place.building and place.unit:
        return place, "-".join((*before, last))
    if place.building:
        return replace(place, unit=canonical_unit(before[-1])), last
    if place.unit or len(before) == 1:
        return replace(place, first=canonical_building(before[-1])), last
    if len(before) == 3:
        place = replace(place, building=f"{before[0]}-{canonical_building(before[1])}")
        warning = ("room_four_parts", _("房号有四段，前两段作为楼栋，请核对"))
        return replace(place, unit=canonical_unit(before[2]), warnings=(warning,)), last
    return replace(place, building=canonical_building(before[-2]), unit=canonical_unit(before[-1])), last


def _split_labels(place: Place, rest: str) -> Place:
    parts = [_ROOM_WORD.sub("", part) for part in _SEVERAL.split(rest) if part]
    whole = rest.replace(" ", "")
    if re.search(r"\d", bare := _ROOM_WORD.sub("", whole)) and not re.search(r"[\u4e00-\u9fff]", bare):
        whole = bare
    if len(parts) < 2:
        return replace(place, labels=(_checked_label(whole, place),))
    if not all(_LABEL.fullmatch(part) for part in parts):
        raise CellProblem("room_unreadable", _("看不出房号，请只写房号"))
    letters = re.match(r"[A-Za-z]*", parts[0])
    prefix = letters[0] if letters else ""
    labels = tuple(part if part[0].isalpha() else prefix + part for part in parts)
    message = _("一格里有 {count} 个房号，看作 {rooms} 这几间，请核对").format(
        count=len(labels), rooms=listed(labels)
    )
    return replace(place, labels=labels, warnings=(*place.warnings, ("room_several", message)))


def _checked_label(label: str, place: Place) -> str:
    """Return a room label that can be one. Raise `CellProblem` for phones, decimals, names and headings."""
    if re.fullmatch(r"\d+\.\d+", label):
        raise CellProblem("room_decimal", _("房号成了小数，请把这一列设成文本后重新录入"))
    if re.fullmatch(r"\d{7,}", label):
        raise CellProblem("room_unreadable", _("这个数字太长，不是房号"))
    if _LABEL.fullmatch(label):
        return label
    if place.floor and re.search(r"\d", label):
        return label
    if not re.search(r"[\dA-Za-z]", label) and not re.search(r"[户房室铺楼亭]$", label):
        raise CellProblem("room_unreadable", _("看不出房号，请写上房号"))
    if len(label) > 20:
        raise CellProblem("room_unreadable", _("看不出房号：文字太长"))
    return label


def _number(text: str) -> str:
    """Return digits without leading zeros, Chinese numerals as digits, letters as capitals; other text as it is."""
    if re.fullmatch(r"\d+", text):
        return str(int(text))
    if re.fullmatch(_NUMERAL, text):
        return str(_chinese_number(text))
    if re.fullmatch(r"[A-Za-z]{1,3}\d{0,3}|\d{1,4}[A-Za-z]", text):
        return text.upper()
    return text


def _chinese_number(text: str) -> int:
    """Return 12 for '十二', 21 for '二十一', 102 for '一百零二'."""
    total = 0
    for mark, unit in (("百", 100), ("十", 10)):
        before, found, after = text.partition(mark)
        if found:
            total += _DIGIT_OF.get(before.strip("零"), 1) * unit
            text = after
    for letter in text.strip("零"):
        total = total * 10 + _DIGIT_OF[letter] if not total else total + _DIGIT_OF[letter]
    return total
