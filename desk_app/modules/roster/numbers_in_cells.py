"""Phones, document numbers and plates in a cell (号码格): one or several, with names or words of whose they are."""

import datetime
import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from desk_app.kernel.words import _
from desk_app.modules.people.id_number import IdNumber, read_id_number
from desk_app.modules.people.phone_number import is_mobile, read_phone_number
from desk_app.modules.roster.cell_text import CellProblem, is_han, narrow_text
from desk_app.modules.roster.vocabulary import PROVINCES, is_blank

_CUT = re.compile(r"[、,，;；。/\\|\n]+")
_RUN = re.compile(
    r"(?<!\d)(?:(?:\+|00)(?!86)\d[\d -]{6,17}\d"
    r"|(?:(?:\+|00)?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?:\.0+)?(?!\d)"
    r"|(?:(?:\+|00)86[ -]?)?\(?0?(?:10|2\d|[3-9]\d{2})\)?[ -]?[1-9]\d{2,3}[ -]?\d{4}(?:\s*(?:转|分机|内线|ext\.?|#)\s*\d{1,6}|-\d{1,5}(?!\d))?(?!\d)"
    r"|[48]00[ -]?\d{3,4}[ -]?\d{3,4}(?:(?:转|-)\d{1,5})?(?!\d)"
    r"|9[56]\d{3,6}(?!\d)"
    r"|[2-8]\d{2,3}[ -]?\d{4}(?:\s*(?:转|分机|-)\s*\d{1,6})?(?!\d))"
)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_MASKED = re.compile(r"\d{2,}[*＊xX×•●]{2,}\d*")
_LABEL_MARKS = " :：()（）[]【】-—–.·*"
_NO_LABEL = re.compile(
    r"(?:手机|电话|座机|固话|联系方式|联系电话|tel|mobile|phone)(?:号码?)?|号码|(?<![一-鿿])号(?![一-鿿])|宅电|办公|(?<![一-鿿])[办宅家](?![一-鿿])",
    re.IGNORECASE,
)
_PLATE = re.compile(rf"([{PROVINCES}])\s*([A-Z])\s*[·•.\-\s]?\s*([A-Z0-9]{{4,6}}[挂学警港澳]?)(?![A-Z0-9])")


@dataclass(frozen=True, slots=True)
class LabelledPhone:
    """A phone of a cell; `label` is the name or word beside it."""

    number: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class LabelledId:
    """A document number of a cell; `label` is the name beside it."""

    id_number: IdNumber
    label: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A part of a cell that can't be read."""

    text: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadPhones:
    """The phones of a cell, what of it was refused, and warnings (code and sentence)."""

    phones: tuple[LabelledPhone, ...] = ()
    refused: tuple[Refused, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadIds:
    """The document numbers of a cell and what of it was refused."""

    ids: tuple[LabelledId, ...] = ()
    refused: tuple[Refused, ...] = ()


@lru_cache(maxsize=50_000)
def read_phones(text: str) -> ReadPhones:
    """Return all phones of a cell; never raises."""
    if is_blank(narrow_text(text)):
        return ReadPhones()
    phones: list[LabelledPhone] = []
    refused: list[Refused] = []
    warnings: list[tuple[str, str]] = []
    label = ""
    for piece in _CUT.split(re.sub(r"[ \t]*\n[ \t]*", "\n", _narrow_lines(text))):
        if is_blank(piece):
            continue
        found = _read_piece(piece, warnings)
        if isinstance(found, Refused):
            if all(is_han(letter) for letter in re.sub(r"\W", "", piece)) and len(piece) <= 8:
                label = piece.strip(_LABEL_MARKS)
            else:
                refused.append(found)
            continue
        phones += [LabelledPhone(phone.number, phone.label or label) for phone in found]
        label = ""
    if label and not phones:
        refused.append(Refused(label, "phone_not_a_number", _("这不是电话号码")))
    unique = {phone.number: phone for phone in reversed(phones)}
    return ReadPhones(tuple(reversed(unique.values())), tuple(refused), tuple(dict(warnings).items()))


def _narrow_lines(text: str) -> str:
    return "\n".join(narrow_text(line) for line in text.split("\n"))


def _read_piece(piece: str, warnings: list[tuple[str, str]]) -> list[LabelledPhone] | Refused:
    """Return the phones of a piece without strong separators, or why it holds none."""
    if _MASKED.search(piece) or _SCIENTIFIC.fullmatch(piece.strip()):
        return _refuse(piece, _MASKED.search(piece) or re.search(".*", piece))
    runs = list(_RUN.finditer(piece))
    if not runs:
        return _refuse(piece, re.search(r"[\d+(][\d \-()+.]*", piece))
    gaps = _gaps(piece, runs)
    for gap in gaps:
        if leftover := re.search(r"\d{3,}", gap):
            return _refuse(piece, leftover)
    labels = _labels(gaps)
    phones: list[LabelledPhone] = []
    for run, label in zip(runs, labels, strict=True):
        try:
            phone = read_phone_number(run[0])
        except ValueError as wrong:
            return Refused(run[0], getattr(wrong, "code", "phone_wrong"), str(wrong))
        phones.append(LabelledPhone(phone.number, label))
        warnings += phone.warnings
    return phones


def _gaps(piece: str, runs: list[re.Match[str]]) -> list[str]:
    """Return what stands before the first number, between the numbers, and after the last."""
    ends = [0, *(run.end() for run in runs)]
    starts = [*(run.start() for run in runs), len(piece)]
    return [piece[end:start] for end, start in zip(ends, starts, strict=True)]


def _labels(gaps: list[str]) -> list[str]:
    """Return whose each number is: '李四：' before it, '（老公）' after it, or all names behind their numbers."""
    trailing = not _label(gaps[0]) and bool(_label(gaps[-1])) and all(_label(gap) for gap in gaps[1:])
    if trailing:
        return [_label(gap) for gap in gaps[1:]]
    labels: list[str] = []
    for before, after in itertools.pairwise(gaps):
        own = _label(re.sub(r"^\s*[(（][^()（）]*[)）]", "", before) if labels else before)
        bracketed = re.match(r"\s*[(（]([^()（）]*)[)）]", after)
        labels.append(own or (_label(bracketed[1]) if bracketed else ""))
    if not labels[-1]:
        labels[-1] = _label(gaps[-1])
    return labels


def _label(text: str) -> str:
    plain = _NO_LABEL.sub("", text).strip(_LABEL_MARKS)
    return plain if len(plain) <= 20 else plain[:20]


def _refuse(piece: str, found: re.Match[str] | None) -> Refused:
    text = found[0] if found else piece
    try:
        read_phone_number(text)
    except ValueError as wrong:
        return Refused(text, getattr(wrong, "code", "phone_wrong"), str(wrong))
    return Refused(text, "phone_wrong", _("看不清哪些数字是一个电话号码，请每个号码之间用顿号隔开"))


@lru_cache(maxsize=50_000)
def read_ids(text: str, kind: str = "", today: datetime.date | None = None) -> ReadIds:
    """Return all document numbers of a cell; never raises."""
    if is_blank(narrow_text(text)):
        return ReadIds()
    ids: list[LabelledId] = []
    refused: list[Refused] = []
    for piece, label in _id_pieces(text):
        if is_scientific(piece) or is_mobile(piece):
            problem = scientific() if is_scientific(piece) else _phone_among_ids()
            refused.append(Refused(piece, problem.code, problem.message))
            continue
        try:
            ids.append(LabelledId(read_id_number(piece, kind, today), label))
        except ValueError as wrong:
            refused.append(Refused(piece, getattr(wrong, "code", "id_wrong"), str(wrong)))
    return ReadIds(tuple(ids), tuple(refused))


def _id_pieces(text: str) -> list[tuple[str, str]]:
    """Cut a cell into (number, name beside it). Blanks and line breaks inside one number don't cut it."""
    lines = _narrow_lines(text)
    if _is_one_number(lines):
        return [(lines, "")]
    pieces: list[tuple[str, str]] = []
    for piece in re.split(r"[、,，;；。/\\|\n]+|(?<=[\dXx])\s+(?=[\u4e00-\u9fff]|[A-Z]?\d{8,})", lines):
        if is_blank(piece):
            continue
        named = re.match(r"^\s*([\u4e00-\u9fff·]{2,5})\s*[:：(（]?\s*(?=[A-Z]{0,3}\d{5,})", piece)
        if named and not re.search("证|照|码|字", named[1]):
            pieces.append((piece[named.end() :].strip(" )）"), named[1]))
            continue
        after = re.match(r"^(.*?[\dXx])\s*[(（]([\u4e00-\u9fff·]{1,5})[)）]\s*$", piece)
        pieces.append((after[1], after[2]) if after else (piece, ""))
    return pieces


def _is_one_number(text: str) -> bool:
    """Blanks, tabs and breaks within one number: 18 letters and digits in all, or fewer."""
    bare = re.sub(r"[\s\-]", "", text)
    return bool(re.fullmatch(r"[0-9A-Za-z]{6,18}", bare)) or (len(text) <= 18 and not _CUT.search(text))


def read_plates(text: str) -> tuple[list[str], list[str]]:
    """Return the number plates of a cell, as 皖A12345, and the pieces that are none."""
    plates: list[str] = []
    others: list[str] = []
    for piece in re.split(r"[、,，;；。/\\|\n]+", _narrow_lines(text).upper()):
        if is_blank(piece):
            continue
        found = ["".join(match) for match in _PLATE.findall(piece)]
        plates += [plate for plate in found if plate not in plates]
        if not found:
            others.append(piece.strip())
    return plates, others


def lost_digits() -> CellProblem:
    """Return why a number of 16 or more digits in a number cell is refused."""
    message = _(
        "这一格是数字格式，超过 15 位的号码末几位已经丢失，不能恢复。请把这一列设成文本格式，对照证件重新录入"
    )
    return CellProblem("id_lost_digits", message)


def scientific() -> CellProblem:
    """Return why '1.10101E+17' is refused."""
    message = _("号码成了科学计数法，末几位已经丢失。请把这一列设成文本格式，对照证件重新录入")
    return CellProblem("id_scientific", message)


def _phone_among_ids() -> CellProblem:
    return CellProblem("id_is_phone", _("证件号码栏里是电话号码"))


def is_scientific(text: str) -> bool:
    """Is this a number in scientific notation, as a spreadsheet shows long numbers?"""
    return bool(_SCIENTIFIC.fullmatch(text.strip()))
