"""Phone numbers (电话号码): mobiles, landlines with area code and extension, service numbers, numbers abroad."""

import re
from dataclasses import dataclass

from desk_app.kernel.text import narrow
from desk_app.kernel.words import _

MOBILE = "mobile"
LANDLINE = "landline"
SERVICE = "service"
ABROAD = "abroad"

_MASKED = re.compile(r"\d[*＊xX×#•●]{2,}\d?|[*＊×•●]{2,}")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_EXTENSION = re.compile(
    r"(?:\s*(?:转|分机号?|内线|ext\.?|#)\s*:?|(?<=\d{7})-)\s*(\d{1,6})\s*$", re.IGNORECASE
)
_ZEROS_AFTER = re.compile(r"\.0+$")
_SEPARATORS = re.compile(r"[\s\-_.·()\[\]'’‘`\"“”]")
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})([1-9]\d{6,7})")


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number that can be right, ready to be kept: '13800138000', '0551-6543210-803', '+852 23456789'."""

    kind: str
    number: str
    warnings: tuple[tuple[str, str], ...] = ()
    """Pairs of a stable code and a sentence."""


class PhoneNumberWrong(ValueError):
    """The number cannot be right; the sentence says why and never repeats the number."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_phone_number(text: str) -> PhoneNumber:
    """Return the one phone number in `text`; blanks, hyphens, '+86' and '13800138000.0' are made plain.

    Raise `PhoneNumberWrong`, a ValueError, for masked, shortened and impossible numbers.
    """
    plain = _ZEROS_AFTER.sub("", narrow(text))
    if not plain:
        raise PhoneNumberWrong("phone_empty", _("没有电话号码"))
    if _SCIENTIFIC.fullmatch(plain):
        message = _("电话成了科学计数法，末几位已经丢失，请把这一列设成文本后重新录入")
        raise PhoneNumberWrong("phone_scientific", message)
    if _MASKED.search(plain):
        raise PhoneNumberWrong("phone_masked", _("电话号码被遮住了一部分，请录入完整的号码"))
    if plain.startswith(("+", "00")) and not re.match(r"(?:\+|00)\s*\(?86", plain):
        return _read_abroad(plain)
    extension = ""
    if found := _EXTENSION.search(plain):
        extension, plain = found[1], plain[: found.start()]
    digits = _without_country(_SEPARATORS.sub("", plain))
    if not digits.isascii() or not digits.isdecimal():
        raise PhoneNumberWrong("phone_not_a_number", _("这不是电话号码"))
    return _read_digits(digits, extension)


def is_mobile(text: str) -> bool:
    """Is this a mobile number?"""
    try:
        return read_phone_number(text).kind == MOBILE
    except ValueError:
        return False


def _without_country(digits: str) -> str:
    bare = re.sub(r"^(?:\+86|0086)0*(?=1\d{10}$)|^(?:\+86|0086)", "", digits)
    if re.fullmatch(r"860?1[3-9]\d{9}", bare):
        bare = bare[-11:]
    if digits != bare and re.fullmatch(r"(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}", bare):
        bare = "0" + bare
    return bare[1:] if re.fullmatch(r"01[3-9]\d{9}", bare) else bare


def _read_digits(digits: str, extension: str) -> PhoneNumber:
    if re.fullmatch(r"1[3-9]\d{9}", digits) and not extension:
        if digits.endswith("000000"):
            message = _("电话末六位都是 0，多半是科学计数法丢了数字，请重新录入")
            raise PhoneNumberWrong("phone_scientific", message)
        return PhoneNumber(MOBILE, digits)
    if re.fullmatch(r"[48]00\d{7}", digits):
        return PhoneNumber(
            SERVICE, f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" + (f"-{extension}" if extension else "")
        )
    if re.fullmatch(r"9[56]\d{3,6}", digits):
        return PhoneNumber(SERVICE, digits)
    if found := _LANDLINE.fullmatch(digits):
        unusual = (("phone_unusual", _("座机号码很少用 {digit} 开头，请核对").format(digit=found[2][0])),)
        number = "-".join(filter(None, (found[1], found[2], extension)))
        return PhoneNumber(LANDLINE, number, unusual if found[2][0] in "19" else ())
    if re.fullmatch(r"[2-8]\d{6,7}", digits):
        warning = ("phone_area_code", _("座机没有区号，请核对"))
        return PhoneNumber(LANDLINE, digits + (f"-{extension}" if extension else ""), (warning,))
    if len(digits) in (9, 10, 12, 13) and digits[0] == "1":
        message = _("手机号码应为 11 位，这里是 {count} 位，请重新录入")
        raise PhoneNumberWrong("phone_length", message.format(count=len(digits)))
    raise PhoneNumberWrong("phone_wrong", _("这不是可以拨打的电话号码，请重新录入"))


def _read_abroad(plain: str) -> PhoneNumber:
    parts = [part for part in re.split(r"[\s\-().]+", re.sub(r"^(?:\+|00)", "", plain)) if part]
    digits = "".join(parts)
    if not digits.isascii() or not digits.isdecimal() or not 8 <= len(digits) <= 15 or digits[0] == "0":
        raise PhoneNumberWrong("phone_wrong", _("这不是可以拨打的电话号码，请重新录入"))
    country = next((code for code in ("852", "853", "886") if digits.startswith(code)), parts[0])
    rest = digits[len(country) :]
    return PhoneNumber(ABROAD, f"+{country} {rest}" if rest else f"+{digits}")
