"""Document numbers (证件号码): which document a number is of, and whether it can be right.

Sources: GB 11643-1999 (身份证, ISO 7064 MOD 11-2), GB 32100-2015 (统一社会信用代码), the check digit of the Hong Kong
identity card, and the layouts of 港澳居民来往内地通行证, 台湾居民来往大陆通行证, 港澳台居民居住证 (81/82/83) and
外国人永久居留身份证 (three letters and 12 digits before 2023, 18 digits beginning with 9 since).
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from desk_app.kernel.text import narrow
from desk_app.kernel.words import _, mark

ID_KINDS = {
    "id_card": mark("居民身份证"),
    "old_id_card": mark("15位旧身份证"),
    "passport": mark("护照"),
    "hk_macao_permit": mark("港澳居民来往内地通行证"),
    "taiwan_permit": mark("台湾居民来往大陆通行证"),
    "residence_permit": mark("港澳台居民居住证"),
    "hk_macao_id": mark("港澳居民身份证"),
    "taiwan_id": mark("台湾居民身份证"),
    "foreigner_permit": mark("外国人永久居留身份证"),
    "military": mark("军官证或士兵证"),
    "household_book": mark("户口簿"),
    "credit_code": mark("统一社会信用代码"),
    "business_licence": mark("营业执照注册号"),
    "other": mark("其他证件"),
}
"""Code to the document's name."""

OLDEST = 120
"""Years; nobody in the book is older."""
MINOR = 14
"""Below this age personal data need a guardian's consent (个人信息保护法 31)."""

_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SEPARATORS = re.compile(r"[\s\-_.·'’‘`\"“”]")
_NAME_BEFORE = re.compile(
    r"^(?:居民|二代|18位|中国|外国人?|香港|澳门|台湾|港澳|企业|公司)*"
    r"(身份证|护照|营业执照|信用代码|台胞证|回乡证|通行证|军官证|士兵证|户口[簿本]|居留证|居住证|证件|军[官人]?证)"
    r"(?:号码?|编号|注册号|代码)?[:： ]*"
)


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number that can be right. `warnings` are pairs of a stable code and a sentence."""

    kind: str
    number: str
    """Half-width capitals, without blanks and hyphens."""
    born_on: datetime.date | None = None
    gender: str = ""
    """'male', 'female', or '' when the number doesn't say."""
    warnings: tuple[tuple[str, str], ...] = ()


class IdNumberWrong(ValueError):
    """The number cannot be right; the sentence says why and never repeats the number."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_id_number(text: str, kind: str = "", today: datetime.date | None = None) -> IdNumber:
    """Return the document number in `text`, of the kind given or else found from its form.

    `today` judges births. Raise `IdNumberWrong`, a ValueError, when it can be no document's number.
    """
    named, number = split_kind(text)
    kind = named or kind
    if not number:
        raise IdNumberWrong("id_empty", _("没有证件号码"))
    if kind in _READERS:
        return _READERS[kind](number, today)
    if kind in ("military", "household_book", "other"):
        return IdNumber(kind, _check_length(number, 4, 30))
    return _read_unnamed(number, today)


def split_kind(text: str) -> tuple[str, str]:
    """Return the kind named before the number ('护照 E12345678' → 'passport'), or '', and the number made plain."""
    plain = narrow(text)
    named = ""
    if found := _NAME_BEFORE.match(plain):
        named = kind_named(found[0])
        plain = plain[found.end() :]
    return named, _SEPARATORS.sub("", plain).upper()


def kind_named(words: str) -> str:
    """Return the kind of document that `words` name ('港澳通行证', 'Passport'), or ''."""
    plain = narrow(words).casefold().replace(" ", "")
    for code, pattern in _KIND_WORDS:
        if re.search(pattern, plain):
            return code
    return ""


def is_identity_number(text: str) -> bool:
    """Is this a right 18-digit or a possible 15-digit identity card number?"""
    try:
        return read_id_number(text).kind in ("id_card", "old_id_card", "residence_permit", "foreigner_permit")
    except ValueError:
        return False


def check_digit(first_17: str) -> str:
    """Return the last digit of an 18-digit identity number (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def is_credit_code(number: str) -> bool:
    """Do the letters and the check letter make a unified social credit code (GB 32100)?"""
    if not re.fullmatch(r"[1-9A-HJ-NP-RTUW-Y][0-9A-HJ-NP-RTUW-Y]\d{6}[0-9A-HJ-NP-RTUW-Y]{10}", number):
        return False
    total = sum(_CODE_LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(number[:17]))
    return _CODE_LETTERS[-total % 31] == number[17]


def _read_unnamed(number: str, today: datetime.date | None) -> IdNumber:
    """Find the kind by the form: letters and digits, length and check digit."""
    if re.fullmatch(r"\d{17}[\dX]", number):
        return _read_18(number, today)
    if len(number) == 18 and re.search("[A-Z]", number[:17] + number[17].replace("X", "")):
        return _read_credit_code(number, today)
    for pattern, kind in _FORMS:
        if re.fullmatch(pattern, number):
            return _READERS[kind](number, today) if kind in _READERS else IdNumber(kind, number)
    digits = sum(letter.isdecimal() for letter in number)
    if digits < 5 or not re.fullmatch(r"[0-9A-Z()]+", number):
        raise IdNumberWrong("id_not_a_number", _("这不是证件号码"))
    message = _("有 {count} 位，不是任何一种证件的位数，请对照证件重新录入")
    raise IdNumberWrong("id_length", message.format(count=len(number)))


def _read_18(number: str, today: datetime.date | None) -> IdNumber:
    try:
        return _read_id_card(number, today)
    except IdNumberWrong:
        if is_credit_code(number):
            return IdNumber("credit_code", number)
        raise


def _read_id_card(number: str, today: datetime.date | None) -> IdNumber:
    if re.fullmatch(r"\d{15}", number):
        return _read_old_id_card(number, today)
    if not re.fullmatch(r"\d{17}[\dX]", number):
        message = _("身份证号码应为 18 位，这里是 {count} 位，请对照证件重新录入")
        raise IdNumberWrong("id_length", message.format(count=len(number)))
    born_on = _birth_day(number[6:14], today)
    if check_digit(number[:17]) != number[17]:
        raise IdNumberWrong("id_check_digit", _("身份证号码的校验位不对，有一位录错了，请对照证件重新录入"))
    kind, warnings = "id_card", _age_warnings(born_on, today)
    if number[0] == "9" and number[:2] != "99":
        kind = "foreigner_permit"
    elif number[:2] in ("81", "82", "83"):
        kind = "residence_permit"
    elif number[:2] not in _PROVINCES:
        warnings += (("id_region", _("身份证号码的前两位不是任何省份，请核对")),)
    return IdNumber(kind, number, born_on, _gender(number[16]), warnings)


def _read_old_id_card(number: str, today: datetime.date | None) -> IdNumber:
    if not re.fullmatch(r"\d{15}", number):
        raise IdNumberWrong("id_length", _("旧身份证号码应为 15 位，请对照证件重新录入"))
    born_on = _birth_day("19" + number[6:12], today)
    old = ("id_old_card", _("这是 15 位旧身份证号码，2013 年起已经停用，请补登 18 位号码"))
    return IdNumber("old_id_card", number, born_on, _gender(number[14]), (old,))


def _read_credit_code(number: str, today: datetime.date | None) -> IdNumber:
    if re.fullmatch(r"\d{13}|\d{15}", number):
        return IdNumber("business_licence", number)
    if not is_credit_code(number):
        message = _("统一社会信用代码应为 18 位，末位是校验码，这个不对，请对照执照重新录入")
        raise IdNumberWrong("id_credit_code", message)
    return IdNumber("credit_code", number)


def _read_hk_id(number: str, today: datetime.date | None) -> IdNumber:
    plain = number.replace("(", "").replace(")", "")
    if re.fullmatch(r"[1578]\d{7}", plain):
        return IdNumber("hk_macao_id", plain)
    if not re.fullmatch(r"[A-Z]{1,2}\d{6}[0-9A]", plain):
        raise IdNumberWrong("id_form", _("港澳居民身份证号码的样子不对，应如 A123456(3)，请对照证件重新录入"))
    letters = plain[:-7].rjust(2)
    values = [36 if letter == " " else ord(letter) - 55 for letter in letters] + [
        int(digit) for digit in plain[-7:-1]
    ]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    if "0123456789A"[-total % 11] != plain[-1]:
        raise IdNumberWrong("id_check_digit", _("香港身份证号码的校验位不对，请对照证件重新录入"))
    return IdNumber("hk_macao_id", plain)


def _read_form(kind: str, pattern: str, example: str) -> Callable[[str, datetime.date | None], IdNumber]:
    """Return a reader for documents known by their form alone."""

    def read(number: str, today: datetime.date | None) -> IdNumber:
        if not re.fullmatch(pattern, number):
            message = _("{kind}号码的样子不对，应如 {example}，请对照证件重新录入")
            raise IdNumberWrong("id_form", message.format(kind=_(ID_KINDS[kind]), example=example))
        return IdNumber(kind, number)

    return read


def _read_permit(number: str, today: datetime.date | None) -> IdNumber:
    """A permit named just 通行证 may be either of the two."""
    kind = "taiwan_permit" if number[:1].isdecimal() else "hk_macao_permit"
    return _READERS[kind](number, today)


def _read_foreigner(number: str, today: datetime.date | None) -> IdNumber:
    if re.fullmatch(r"9\d{16}[\dX]", number):
        return _read_id_card(number, today)
    return _read_form("foreigner_permit", r"[A-Z]{3}\d{12}", "USA110101900307")(number, today)


_READERS: dict[str, Callable[[str, datetime.date | None], IdNumber]] = {
    "id_card": _read_id_card,
    "residence_permit": _read_id_card,
    "old_id_card": _read_old_id_card,
    "credit_code": _read_credit_code,
    "business_licence": _read_credit_code,
    "hk_macao_id": _read_hk_id,
    "taiwan_id": _read_form("taiwan_id", r"[A-Z][1289]\d{8}", "A123456789"),
    "passport": _read_form("passport", r"[A-Z]{0,3}\d{6,9}[A-Z]?", "E12345678"),
    "hk_macao_permit": _read_form("hk_macao_permit", r"[HM]\d{8}(\d{2})?", "H12345678"),
    "taiwan_permit": _read_form("taiwan_permit", r"\d{8}|\d{10}[A-Z]?", "12345678"),
    "permit": _read_permit,
    "foreigner_permit": _read_foreigner,
}

_FORMS = (
    (r"\d{15}", "old_id_card"),
    (r"[A-Z]{3}\d{12}", "foreigner_permit"),
    (r"[HM]\d{8}|[HM]\d{10}", "hk_macao_permit"),
    (r"[A-Z]{1,2}\d{6}\([0-9A]\)|[1578]\d{6}\(\d\)|[A-Z]\d{6}A", "hk_macao_id"),
    (r"[A-Z][1289]\d{8}", "taiwan_id"),
    (r"[A-Z]\d{8}|[A-Z]{2}\d{7}", "passport"),
    (r"[\u4e00-\u9fff]{1,4}字?第?\d{5,8}号?", "military"),
)

_KIND_WORDS = (
    ("credit_code", "信用代码|营业执照|统一代码|机构代码|执照"),
    ("foreigner_permit", "外国人|永久居留|永居"),
    ("residence_permit", "居住证"),
    ("taiwan_permit", "台胞证|台湾居民来往|台湾通行证|台湾.*通行证"),
    ("hk_macao_permit", "回乡证|港澳居民来往|港澳.*通行证|香港通行证|澳门通行证"),
    ("permit", "通行证"),
    ("taiwan_id", "台湾.*身份证"),
    ("hk_macao_id", "(香港|澳门|港澳).*身份证|hkid"),
    ("passport", "护照|passport"),
    ("military", "军官|士兵|军人|军证|警官"),
    ("household_book", "户口"),
    ("old_id_card", "15位|旧身份证|一代"),
    ("id_card", "身份证|身份證|idcard|identity"),
    ("other", "其[他它]|other"),
)


def _birth_day(digits: str, today: datetime.date | None) -> datetime.date:
    try:
        day = datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise IdNumberWrong("id_birth", _("身份证号码里的出生日期不存在，请对照证件重新录入")) from None
    latest = today or datetime.date(2100, 12, 31)
    if day > latest or (today and today.year - day.year > OLDEST) or day.year < 1880:
        raise IdNumberWrong("id_birth", _("身份证号码里的出生日期不可能，请对照证件重新录入"))
    return day


def _age_warnings(born_on: datetime.date, today: datetime.date | None) -> tuple[tuple[str, str], ...]:
    if (
        today
        and (today.year - born_on.year) - ((today.month, today.day) < (born_on.month, born_on.day)) < MINOR
    ):
        return (("id_minor", _("未满 14 周岁，登记个人信息须有监护人同意")),)
    return ()


def _gender(digit: str) -> str:
    return "male" if int(digit) % 2 else "female"


def _check_length(number: str, shortest: int, longest: int) -> str:
    if not shortest <= len(number) <= longest:
        raise IdNumberWrong("id_length", _("证件号码太短或太长，请对照证件重新录入"))
    return number
