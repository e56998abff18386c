"""Names in a cell (姓名格): one person or several, companies whole, with roles, relations and phones beside them."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from desk_app.kernel.masking import mask_text
from desk_app.kernel.words import _, listed
from desk_app.modules.people.phone_number import is_mobile
from desk_app.modules.roster.cell_text import CellProblem, is_han, narrow_text
from desk_app.modules.roster.vocabulary import (
    BLANK,
    COMPANY,
    DOUBLE_SURNAMES,
    FAMILY_RELATIONS,
    RELATIONS,
    ROLES,
    STATUSES,
    SURNAMES,
    find_word,
    is_blank,
)

LONGEST = 200
_HIDDEN = 0xFDD0
_MARKER = re.compile("[\ufdd0-\ufdef]")
"""Stands for a bracketed part while a cell is cut: no letters, and none are left in a cell's text."""
_MOST_BRACKETS = 32
_STRONG = re.compile(r"\s*[、;；，,。|｜\n\\]+\s*|\s*[/／+＋&＆]\s*")
_FOR_COMPANY = re.compile(r"\s*[、;；\n]+\s*|\s*[/／，,](?=[^/／，,]{2,})\s*")
_AND = re.compile(r"(?<=[^\s])(?:和|及|与|暨)(?=[^\s])")
_BRACKETED = re.compile(r"\s*[(（\[【]([^()（）\[\]【】]*)[)）\]】]?")
_PHONE = re.compile(r"(?<!\d)(?:\+?86)?[ -]?(1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8})(?!\d)")
_ID_INSIDE = re.compile(
    r"[\s,，;；:：]*[(（]?\s*(?:"
    r"(?:居民身份证|身份证|证件|护照)(?:号码?)?[:：\s]*(?P<told>[A-Za-z]{0,3}\d{6}[0-9A-Za-z]{0,14})"
    r"|(?<![0-9A-Za-z])(?P<card>\d{6}[ -]?(?:18|19|20)\d{6}[ -]?\d{3}[0-9Xx]|\d{15}|9[1-3]\d{6}[0-9A-Z]{10}))"
    r"(?![0-9A-Za-z])\s*[)）]?"
)
"""A document number in a name cell: behind the word for it, or known by its form."""
_LONG_NUMBER = re.compile(r"[A-Za-z]{0,3}\d(?:[ \-]?\d){6,}[Xx]?")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
_EMPTY_STATE = r"空置[房铺]?|空[房铺]?|未售|待售|未出售|在售|空关|未交[房付]|装修中"
_SELF_HELD = r"(?:开发商|公司|物业|发展商|单位)?自持(?:物业|房|铺)?"
_CONTACT = re.compile(
    r"\s*[(（]\s*(?:法人代表|法人|法定代表人|联系人|负责人|经办人)\s*[:：]?\s*([\u4e00-\u9fff·]{2,6})\s*[)）]"
)
_TITLE = re.compile(r"(?:先生|女士|小姐|太太|老师|经理|总)$")
_AND_OTHERS = re.compile(r"等(?:共?[\d一二三四五六七八九十]+人)?$")
_COUPLE = re.compile(r"(?:夫妇|夫妻|之[妻夫子女])$")
_LEADING_ROLE = re.compile(
    r"^(业主|户主|产权人|房主|共有人|租户|租客|承租人|住户|使用人|家属|配偶|联系人)[:：\s]+(?=\S)"
)


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """One name of a cell. `role` and `relation` only where the cell says so."""

    name: str
    is_company: bool = False
    role: str = ""
    relation: str = ""
    phones: tuple[str, ...] = ()
    share: str = ""
    note: str = ""
    id_text: str = ""
    """A document number written in the name cell, unread."""
    contact: str = ""
    """Whom to ask for at a company, where the cell names somebody ('（法人：周强）')."""


@dataclass(frozen=True, slots=True)
class ReadNames:
    """All names of a cell; `status` when the cell says the room's state instead ('空置', '未售')."""

    people: tuple[NamedPerson, ...] = ()
    status: str = ""
    warnings: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=50_000)
def read_names(text: str) -> ReadNames:
    """Return the people named in a cell. Raise `CellProblem` for what can be no name."""
    plain = re.sub(r"[ \t\u3000\xa0]+", " ", text).strip()
    if is_blank(narrow_text(plain)):
        return ReadNames()
    if len(plain) > LONGEST:
        raise CellProblem("name_too_long", _("姓名太长，最多 200 个字"))
    if re.fullmatch(_EMPTY_STATE, plain):
        return ReadNames(status="vacant" if plain.startswith("空") else find_word(plain, STATUSES))
    if re.fullmatch(_SELF_HELD, plain):
        message = _("姓名栏里写的是“{text}”，没有当作人名，这一户没有导入业主").format(text=plain)
        return ReadNames(warnings=(("name_self_held", message),))
    if re.fullmatch(r"[\d\s.\-+]+", narrow_text(plain)):
        if is_mobile(plain):
            raise CellProblem("name_is_phone", _("姓名栏里是电话号码"))
        raise CellProblem("name_is_number", _("姓名栏里是数字"))
    if "姓名" in plain and (written := _read_form(plain)):
        return ReadNames((written,))
    bare, numbers = _take_ids(plain)
    people = [person for piece in _pieces(bare) for person in _read_piece(piece)]
    return _with_ids(people, numbers, _has_long_number(bare))


def _with_ids(people: list[NamedPerson], numbers: list[str], long_number: bool) -> ReadNames:
    """Give the document numbers of the cell to its people, one each in order, or tell that none is given."""
    warnings = _warnings(people)
    if long_number:
        warnings += (("name_long_number", _("姓名栏里的长数字不是姓名，没有导入，请核对")),)
    if len(numbers) == len(people):
        people = [replace(person, id_text=number) for person, number in zip(people, numbers, strict=True)]
    elif numbers:
        warnings += (("name_id_whose", _("姓名栏里的证件号码分不清是谁的，没有导入")),)
    return ReadNames(tuple(people), warnings=warnings)


def _take_ids(text: str) -> tuple[str, list[str]]:
    """Take document numbers out of a name cell, so that none is ever part of a name."""
    if not re.search(r"\d{6}", text):
        return text, []
    narrow = text.translate(_WIDE_DIGITS)
    numbers: list[str] = []

    def take(found: re.Match[str]) -> str:
        number = re.sub(r"[ -]", "", found["told"] or found["card"])
        if is_mobile(number):
            return found[0]
        numbers.append(number)
        return " "

    return _ID_INSIDE.sub(take, narrow).strip(), numbers


def _has_long_number(text: str) -> bool:
    return bool(_LONG_NUMBER.search(_PHONE.sub("、", narrow_text(text))))


def _read_form(text: str) -> NamedPerson | None:
    """Read a cell filled in like a form: '姓名：张三 电话：138… 身份证：…'."""
    name = re.search(r"姓名\s*[:：]\s*([^\s:：,，;；、]+(?:公司)?)", text)
    if not name:
        return None
    phones = tuple(re.sub(r"[ -]", "", found[1]) for found in _PHONE.finditer(narrow_text(text)))
    bare, inside = _take_ids(name[1])
    called = _LONG_NUMBER.sub("", bare.translate(_WIDE_DIGITS))
    if not called:
        return None
    number = re.search(r"(?:证件?号?码?)\s*[:：]\s*([0-9A-Za-z]{8,18})", narrow_text(text))
    return NamedPerson(
        called, is_company(called), phones=phones, id_text=number[1] if number else "".join(inside[:1])
    )


def is_name(text: str) -> bool:
    """Does it look like one Chinese person's name: two to four letters, the first a family name?"""
    plain = re.sub(r"\s", "", text)
    if "·" in plain:
        return all(map(is_han, plain.replace("·", ""))) and len(plain) >= 4
    if not 2 <= len(plain) <= 4 or not all(map(is_han, plain)):
        return False
    return plain[0] in SURNAMES or plain[:2] in DOUBLE_SURNAMES


def is_company(text: str) -> bool:
    """Does it look like the name of a company, shop or office?"""
    if not COMPANY.search(text):
        return False
    return len(text) >= 4 or text == "物业" or (len(text) == 3 and not is_name(text))


def _pieces(text: str) -> list[str]:
    """Cut a cell into one piece for each person."""
    hidden, kept = _hide_brackets(text)
    if is_company(hidden):
        pieces = [piece for piece in _FOR_COMPANY.split(hidden) if piece]
        pieces = [part for piece in pieces for part in ([piece] if is_company(piece) else _cut(piece))]
    else:
        pieces = _cut(hidden)
    return [_show_brackets(piece, kept) for piece in pieces]


def _hide_brackets(text: str) -> tuple[str, list[str]]:
    """Put bracketed parts out of the way of cutting; each leaves one private letter behind."""
    kept: list[str] = []

    def hide(found: re.Match[str]) -> str:
        if len(kept) == _MOST_BRACKETS:
            return found[0]
        kept.append(found[0].strip())
        return chr(_HIDDEN + len(kept) - 1)

    return re.sub(r"[ ]*[(（【\[][^()（）【】\[\]]*[)）】\]]", hide, text), kept


def _show_brackets(piece: str, kept: list[str]) -> str:
    return _MARKER.sub(lambda found: kept[ord(found[0]) - _HIDDEN], piece)


def _cut(text: str) -> list[str]:
    pieces: list[str] = []
    for piece in _STRONG.split(text):
        if not piece.strip():
            continue
        for part in _cut_dots(piece.strip()):
            pieces += _cut_blanks(part)
    return [half for piece in pieces for half in _cut_and(piece)]


def _cut_dots(piece: str) -> list[str]:
    """'张三.李四' and '张三-李四' are two people; 'J.Smith' and '阿依古丽·买买提' one."""
    parts = re.split(r"(?<=[\u4e00-\u9fff])[.．\-—~～](?=[\u4e00-\u9fff])", piece)
    return parts if len(parts) > 1 and all(is_name(part) for part in parts) else [piece]


def _cut_blanks(piece: str) -> list[str]:
    """'张三 李四' are two people, '张 三' is one, 'John Smith' is one, '张三 138…' is one with a phone."""
    words = _join_lone_letters(piece.split(" "))
    if len(words) < 2:
        return words
    joined: list[str] = []
    for word in words:
        if joined and not is_han(_letters(word)[:1] or "x"):
            joined[-1] += " " + word
        elif joined and (RELATIONS.fullmatch(word) or find_exact_role(word)):
            joined[-1] += f"({word})"
        else:
            joined.append(word)
    han = [word for word in joined if _letters(word) and is_han(_letters(word)[0])]
    if (
        len(han) == len(joined)
        and len(joined) > 1
        and not all(2 <= len(_letters(word)) <= 5 for word in joined)
    ):
        return [piece.replace(" ", "") if len(piece) <= 5 else piece]
    return joined


def _join_lone_letters(words: list[str]) -> list[str]:
    """Put single letters together to names: '张 三' is one, '张三 李 四' and '张 三 李 四' are two."""
    joined: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        if len(_letters(word)) == 1 and is_han(_letters(word)):
            run.append(word)
            continue
        if len(run) == 1 and joined and _letters(joined[-1]) in DOUBLE_SURNAMES:
            joined[-1] += run[0]
        elif len(run) == 4 and run[2] in SURNAMES and "".join(run[:2]) not in DOUBLE_SURNAMES:
            joined += ["".join(run[:2]), "".join(run[2:])]
        elif run:
            joined.append("".join(run))
        run = []
        if word:
            joined.append(word)
    return joined


def _letters(word: str) -> str:
    return re.sub(r"\d", "", _MARKER.sub("", word))


def _cut_and(piece: str) -> list[str]:
    """'张三和李四' are two people; '李和平' and '陈与义' are one each."""
    for found in _AND.finditer(piece):
        left, right = piece[: found.start()], piece[found.end() :]
        if is_name(_letters(left)) and is_name(_letters(right)) and len(_letters(right)) >= 2:
            return [left, right]
    return [piece]


def find_exact_role(word: str) -> str:
    """Return the role a word alone stands for ('业主', '租户', '老婆' → family), or ''."""
    plain = word.strip("()（）:： ")
    if re.fullmatch(
        r"(?:本人|业主|户主|产权人|房主|房东|共有人?|业主本人|第[一二三]业主|业主[\d一二三])", plain
    ):
        return "owner"
    if re.fullmatch(r"(?:租户|租客|承租人?|租|租赁户|租住)", plain):
        return "tenant"
    if RELATIONS.fullmatch(plain) and FAMILY_RELATIONS.search(plain):
        return "family"
    return find_word(plain, ROLES) if RELATIONS.fullmatch(plain) and len(plain) >= 2 else ""


def _read_piece(piece: str) -> list[NamedPerson]:
    """Return the person of one piece, and those named in its brackets."""
    role = relation = share = note = contact = ""
    others: list[NamedPerson] = []
    phones = [re.sub(r"[ -]", "", found[1]) for found in _PHONE.finditer(narrow_text(piece))]
    bare = _PHONE.sub("", narrow_text(piece) if phones else piece)
    bare = _LONG_NUMBER.sub("", bare)
    company = is_company(_BRACKETED.sub("", bare)) or is_company(bare)
    if company and (found := _CONTACT.search(bare)) and is_name(found[1]):
        contact, bare = found[1], bare[: found.start()] + bare[found.end() :]
    if found := _LEADING_ROLE.match(bare):
        role, bare = find_exact_role(found[1]), bare[found.end() :]
    for inside in _BRACKETED.findall(bare) if not company else []:
        word = inside.strip(" :：")
        if not word:
            continue
        named = _person_in_brackets(word)
        if named:
            others.append(named)
        elif exact := find_exact_role(word):
            role, relation = exact, word if exact == "family" else ""
        elif re.fullmatch(r"\d{1,3}(?:\.\d+)?%|\d{1,2}/\d{1,2}", narrow_text(word)):
            share = narrow_text(word)
        else:
            note = word
    name = bare if company else _BRACKETED.sub("", bare)
    before = re.match(r"^([^:：]{1,4})[:：](.+)$", name.strip())
    if before and (exact := find_exact_role(before[1])):
        role, relation, name = exact, before[1] if exact == "family" else "", before[2]
    name = _without_loose_marks(name)
    if not name or narrow_text(name).casefold() in BLANK:
        return others
    person = NamedPerson(_tidy(name), company, role, relation, tuple(phones), share, note, contact=contact)
    return [person, *others]


def _without_loose_marks(name: str) -> str:
    """Take marks off both ends, and brackets that hold nothing, hold everything or have no partner."""
    plain = re.sub(r"[(（]\s*[)）]", "", name)
    while True:
        plain = plain.strip(" :：-—–*")
        opened, closed = len(re.findall("[(（]", plain)), len(re.findall("[)）]", plain))
        if re.match("[)）]", plain) or (closed < opened and re.match("[(（]", plain)):
            plain = plain[1:]
        elif re.search("[(（]$", plain) or (opened < closed and re.search("[)）]$", plain)):
            plain = plain[:-1]
        elif re.fullmatch("[(（][^()（）]*[)）]", plain):
            plain = plain[1:-1]
        else:
            return plain


def _person_in_brackets(word: str) -> NamedPerson | None:
    """'张三(妻子李四)' and '张三（李四 妻）' name somebody else too."""
    plain = re.sub(r"[:：\s]", "", word)
    for cut in range(1, len(plain) - 1):
        for relation, name in ((plain[:cut], plain[cut:]), (plain[cut:], plain[:cut])):
            if RELATIONS.fullmatch(relation) and is_name(name) and not RELATIONS.fullmatch(plain):
                return NamedPerson(name, role=find_exact_role(relation), relation=relation)
    return None


def _tidy(name: str) -> str:
    """Take blanks out of a name written wide ('张　三'); keep those between words of other scripts."""
    plain = re.sub(r"[ \u3000\xa0]+", " ", name).strip()
    if all(is_han(letter) or letter in " ·" for letter in plain) and len(plain.replace(" ", "")) <= 4:
        return plain.replace(" ", "")
    return plain


def _warnings(people: list[NamedPerson]) -> tuple[tuple[str, str], ...]:
    warnings: list[tuple[str, str]] = []
    if len(people) > 1:
        names = listed(person.name for person in people)
        warnings.append(
            ("name_split", _("一格里有 {count} 个人：{names}").format(count=len(people), names=names))
        )
    for person in people:
        if problem := _doubt(person):
            warnings.append(problem)
    return tuple(dict(warnings).items())


def _doubt(person: NamedPerson) -> tuple[str, str] | None:
    name = person.name
    if _AND_OTHERS.search(name):
        return "name_and_others", _("姓名后面有“等”，其他人没有写出来，请补全")
    if _COUPLE.search(name):
        return "name_couple", _("像是两个人合写，请补全姓名")
    if _TITLE.search(name) and not person.is_company:
        return "name_title", _("只有称呼，没有全名，请补全姓名")
    if person.note:
        return "name_note", _("姓名后面的括号里是“{note}”，记到备注里").format(note=mask_text(person.note))
    if len(name) == 1:
        return "name_short", _("姓名只有一个字，请核对")
    if re.search(r"\d", name) and not person.is_company:
        return "name_digits", _("姓名里有数字，请核对")
    if any("\U0001f300" <= letter <= "\U0001faff" for letter in name):
        return "name_emoji", _("姓名里有表情符号，请核对")
    return None
