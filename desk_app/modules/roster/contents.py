"""What the cells of a column look like (列的内容): shares of phones, names, room numbers and so on."""

import datetime
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from desk_app.kernel.sheets import Cell
from desk_app.modules.people.id_number import kind_named
from desk_app.modules.roster.cell_text import CellProblem, is_han, narrow_text, text_of, without_blanks
from desk_app.modules.roster.names import is_company, is_name, read_names
from desk_app.modules.roster.numbers_in_cells import read_plates
from desk_app.modules.roster.places import read_place
from desk_app.modules.roster.vocabulary import GENDERS, RELATIONS, ROLES, STATUSES, USES, find_word, is_blank

SAMPLE = 400
"""Cells looked at in a column; enough for any share that decides something."""

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?:\.0)?(?!\d)")
_LANDLINE = re.compile(
    r"(?<!\d)0\d{2,3}[ -]\d{7,8}(?!\d)|\(0\d{2,3}\)\d{7,8}|(?<!\d)[48]00-?\d{3}-?\d{4}(?!\d)|\+\d{9,14}"
)
_MASKED_PHONE = re.compile(r"1[3-9]\d[*xX]{3,}\d{0,4}")
_ID = re.compile(
    r"(?<![\dA-Za-z])(?:\d{17}[\dXx]|\d{6}(?:19|20)?\d{2}[01]\d[0-3]\d{4}|[1-9]\.\d+[eE]\+?1[4-8]|[0-9A-HJ-NP-RTUW-Y]{2}\d{6}[0-9A-HJ-NP-RTUW-Y]{10})(?![\dA-Za-z])"
)
_OTHER_ID = re.compile(r"[EGHMKDPS][A-Z]?\d{7,8}|[A-Z]\d{6}\([0-9A]\)|[A-Z]{3}\d{12}")
_DATE = re.compile(
    r"(?:19|20|29)\d{2}[-/.年]\d{1,2}(?:[-/.月]\d{0,2}日?)?.*|\d{2}[.年]\d{1,2}[.月]\d{1,2}日?|[一二〇零]{1,2}[〇零一二三四五六七八九]{2,3}年.*|(?:19|20)\d{2}[01]\d[0-3]\d"
)
_AREA = re.compile(r"\d{1,4}(?:\.\d{1,4})?(?:㎡|m2|m²|平方米|平米|平)?")
_LAYOUT = re.compile(
    r".*(?:[一二三四五六两\d][室房].*[一二三四五六两\d]?厅|[一二三四五六两\d][居房]室?$|[A-Z]\d?[- ]?户型|户型|复式|跃层|loft).*",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\d{1,3}(?:\.\d+)?%|\d/\d{1,2}|[二三四五六]分之[一二三四五]")
_BUILDING = re.compile(
    r"(?:.{0,6}?)(?:\d{1,3}[A-Za-z]?|[A-Za-z]\d{0,2}|[一二三四五六七八九十]+)(?:号楼|#楼?|栋|幢|座|号)"
)
_UNIT = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]|[A-Za-z东中西南北甲乙丙])单元|[东中西]")
_FLOOR = re.compile(r"-?\d{1,3}(?:层|楼|F)|[一二三四五六七八九十]+(?:层|楼)|B\d|负[一二三\d]层?")
_CODE = re.compile(r"[A-Za-z]{0,4}[-_]?\d{3,12}")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a column holds: the number of filled cells looked at, and the share of each class among them."""

    filled: int
    shares: Mapping[str, float]
    distinct: int
    counts_up: bool = False
    """1, 2, 3 … as serial numbers do."""

    def share(self, *classes: str) -> float:
        """Return the largest share among the classes."""
        return max((self.shares.get(name, 0.0) for name in classes), default=0.0)


def look_at(cells: Iterable[Cell]) -> Contents:
    """Return what the cells of a column look like; empty ones and words for none don't count."""
    classes: Counter[str] = Counter()
    seen: list[str] = []
    for cell in cells:
        text = text_of(cell)
        if is_blank(text):
            continue
        seen.append(text)
        classes.update(classes_of(cell))
        if len(seen) >= SAMPLE:
            break
    shares = {name: count / len(seen) for name, count in classes.items()} if seen else {}
    return Contents(len(seen), shares, len(set(seen)), _counts_up(seen))


def classes_of(cell: Cell) -> frozenset[str]:
    """Return the names of all classes a cell could belong to."""
    if isinstance(cell, datetime.date | datetime.datetime):
        return frozenset({"date"})
    if isinstance(cell, bool | datetime.time):
        return frozenset()
    text = text_of(cell)
    found = _classes_of_text(text)
    if isinstance(cell, int | Decimal):
        found = found | _classes_of_number(cell)
    return found


@lru_cache(maxsize=20_000)
def _classes_of_text(text: str) -> frozenset[str]:
    plain = narrow_text(text)
    bare = without_blanks(text)
    found = {name for name, pattern in _PATTERNS if pattern.fullmatch(bare)}
    if _MOBILE.search(plain) or _LANDLINE.search(plain) or _MASKED_PHONE.search(plain):
        found.add("phone")
    if _ID.search(plain) or _OTHER_ID.fullmatch(bare):
        found.add("id")
    if read_plates(plain)[0]:
        found.add("plate")
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", plain):
        found.add("email")
    return frozenset(found | _words(bare) | _people(text, plain) | _places(plain, bare))


_PATTERNS = (
    ("date", _DATE),
    ("layout", _LAYOUT),
    ("share", _SHARE),
    ("building", _BUILDING),
    ("unit", _UNIT),
    ("floor", _FLOOR),
    ("code", _CODE),
)


def _words(bare: str) -> set[str]:
    found = set()
    if bare.casefold() in GENDERS:
        found.add("gender")
    if len(bare) <= 8:
        found.update(
            name
            for name, words in (("use", USES), ("status", STATUSES), ("role", ROLES))
            if find_word(bare, words) and not is_name(bare)
        )
        if RELATIONS.fullmatch(bare):
            found.add("relation")
        if kind_named(bare):
            found.add("id_kind")
    if bare in ("是", "否", "有", "无", "Y", "N"):
        found.add("yes_no")
    return found


def _people(text: str, plain: str) -> set[str]:
    if not any(map(is_han, plain)) and not re.search(r"[A-Za-zА-я]{2,} [A-Za-zА-я]{2,}", plain):
        return set()
    try:
        people = read_names(text).people
    except CellProblem:
        return set()
    named = [is_company(person.name) or is_name(person.name) for person in people]
    if not named or not all(named):
        letters = bool(re.fullmatch(r"[A-Za-zА-я.' -]{4,60}", plain))
        return {"latin_name"} if letters and " " in plain.strip() else set()
    if (
        RELATIONS.fullmatch(plain)
        or find_word(plain, STATUSES)
        or (find_word(plain, USES) and len(plain) <= 4)
    ):
        return set()
    return {"name"} if any(is_name(person.name) for person in people) else {"company", "name"}


def _places(plain: str, bare: str) -> set[str]:
    if re.fullmatch(r"[A-Za-z]?\d{3,4}[A-Za-z]?(?:室|房|号)?|\d{2}[A-Z]", bare) or re.fullmatch(
        r"[A-Z]\d{1,2}", bare
    ):
        return {"room_label"}
    if not re.search(r"\d", bare) or len(bare) > 40 or re.fullmatch(r"[\d.]+", bare):
        return set()
    try:
        place = read_place(plain)
    except CellProblem:
        return set()
    if not place.labels or place.use == "parking":
        return {"parking"} if place.use == "parking" else set()
    if (place.building or place.first or place.unit) and not _ID.search(plain) and not _MOBILE.search(plain):
        return {"full_room"}
    return {"place"} if place.floor or place.use else set()


@lru_cache(maxsize=20_000)
def _classes_of_number(value: int | Decimal) -> frozenset[str]:
    found = set()
    if value == int(value):
        if 1 <= value <= 99:
            found.add("small_number")
        if 30_000 <= value <= 60_000:
            found.add("serial_day")
    if Decimal("8") <= value <= 3000:
        found.add("area")
    if value != int(value):
        found.add("decimal")
    return frozenset(found)


def _counts_up(texts: list[str]) -> bool:
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 7]
    if len(numbers) < max(3, len(texts) * 0.8) or numbers[0] > 3:
        return False
    steps = sum(later - earlier == 1 for earlier, later in itertools.pairwise(numbers))
    return steps >= 0.8 * (len(numbers) - 1)
