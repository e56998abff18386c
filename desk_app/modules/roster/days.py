"""Days as rosters write them (名册日期): real dates, serial numbers, text in every form. Nothing ambiguous is guessed."""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal

from desk_app.kernel.sheets import Cell
from desk_app.kernel.words import _
from desk_app.modules.roster.cell_text import CellProblem, text_of, without_blanks
from desk_app.modules.roster.vocabulary import is_blank

EARLIEST = datetime.date(1900, 1, 1)
LATEST = datetime.date(2100, 12, 31)
SERIALS = range(30_000, 60_001)
"""Day numbers taken for dates: 1982-02-18 to 2064-04-08."""

_EPOCH = datetime.date(1899, 12, 30)
_DIGITS = str.maketrans("〇零○一二三四五六七八九元", "0001234567891")
_CHINESE = re.compile(r"[〇零○一二三四五六七八九]{4}年|[年月](?:[一二三四五六七八九十元]+)[月日号]")
_TIME = r"(?:[T ]?\d{1,2}[:时点]\d{1,2}.*|上午.*|下午.*)?"
_FULL = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?" + _TIME)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?(?:份|初|中旬?|底|末|上旬|下旬)?")
_PACKED_MONTH = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])")
_SHORT = re.compile(r"(\d{2})[.年](\d{1,2})[.月](\d{1,2})[日号]?")
_SHORT_UNSURE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEAR = re.compile(r"(\d{4})年?")
_YEARLESS = re.compile(r"(\d{1,2})[-/.月](\d{1,2})[日号]?")
_TERM = re.compile(
    r"(.+?\d[日号月年]?)起?\s*(?:至|到|--+|—+|~+|～+|－|–|\s-\s|(?<=[日月年\d])-(?=(?:19|20)\d{2}|长期|无|今))\s*(.+)"
)
_WEEKDAY = re.compile(r"[(（]?(?:星期|周)[一二三四五六日天][)）]?")


@dataclass(frozen=True, slots=True)
class ReadDay:
    """A day, and a warning (code and sentence) if something was assumed."""

    day: datetime.date
    warning: tuple[str, str] | None = None


def read_day(value: Cell) -> ReadDay | None:
    """Return the day in a cell of a date column, None for an empty one. Raise `CellProblem`."""
    if isinstance(value, datetime.datetime):
        return _within(value.date())
    if isinstance(value, datetime.date):
        return _within(value)
    if isinstance(value, datetime.time):
        raise CellProblem("day_is_time", _("这一格只有钟点，没有日期"))
    if isinstance(value, bool):
        raise CellProblem("day_unreadable", _("看不懂的日期，请写成 2026-01-31 的样子"))
    if isinstance(value, int | Decimal):
        return _read_number(value)
    text = text_of(value)
    return None if is_blank(text) else _read_text(text)


def read_term(value: Cell) -> tuple[ReadDay | None, ReadDay | None]:
    """Return first and last day of a lease written in one cell ('2024.1.1-2025.12.31'). Raise `CellProblem`."""
    text = without_blanks(text_of(value))
    if is_blank(text):
        return None, None
    found = _TERM.fullmatch(text)
    if not found:
        return read_day(value), None
    until = found[2]
    if re.fullmatch(r"长期|无固定期限|至今|今", until):
        return _read_text(found[1]), None
    return _read_text(found[1].removesuffix("起")), _last_of_month(_read_text(until.removesuffix("止")))


def _last_of_month(read: ReadDay) -> ReadDay:
    """A lease that ends in a month ends on its last day."""
    if read.warning and read.warning[0] == "day_month_only":
        following = (read.day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
        return ReadDay(
            following - datetime.timedelta(days=1), ("day_month_only", _("只有年月，按当月最后一天"))
        )
    return read


def _within(day: datetime.date, warning: tuple[str, str] | None = None) -> ReadDay:
    if not EARLIEST <= day <= LATEST:
        raise CellProblem("day_out_of_range", _("年份不可能，应在 1900 到 2100 之间"))
    return ReadDay(day, warning)


def _read_number(value: int | Decimal) -> ReadDay | None:
    if value == 0:
        return None
    if isinstance(value, Decimal):
        return _read_decimal(value)
    if value in SERIALS:
        return _within(_EPOCH + datetime.timedelta(days=value))
    if 1900_01_01 <= value <= 2999_12_31 and _PACKED.fullmatch(str(value)):
        return _read_text(str(value))
    if _PACKED_MONTH.fullmatch(str(value)):
        return _read_text(str(value))
    if 1900 <= value <= 2100:
        raise CellProblem("day_year_only", _("只有年份，请补上月和日"))
    raise CellProblem("day_number", _("这个数字不是日期，请写成 2026-01-31 的样子"))


def _read_decimal(value: Decimal) -> ReadDay:
    """A number such as 2014.1 may be January or October; 2014.12 and 2014.05 can be only one month."""
    if int(value) in SERIALS:
        return _within(_EPOCH + datetime.timedelta(days=int(value)))
    text = f"{value:f}"
    if re.fullmatch(r"(?:19|20)\d{2}\.(?:0[1-9]|1[12])", text):
        return _read_text(text)
    if re.fullmatch(r"(?:19|20)\d{2}\.\d", text):
        raise CellProblem(
            "day_ambiguous", _("数字格里的年月分不清是 1 月还是 10 月，请写成 2026-01-31 的样子")
        )
    raise CellProblem("day_number", _("这个数字不是日期，请写成 2026-01-31 的样子"))


def _read_text(text: str) -> ReadDay:
    plain = _WEEKDAY.sub("", without_blanks(text)).rstrip("起止前后.。")
    if _CHINESE.search(plain):
        plain = _chinese_digits(plain)
    plain = re.sub(r"(?<=[年./-])元(?=月)", "1", plain).replace("．", ".").replace("、", ".")
    if found := _FULL.fullmatch(plain) or _PACKED.fullmatch(plain):
        return _make(found[1], found[2], found[3])
    if found := _SHORT.fullmatch(plain):
        year = int(found[1])
        century = _("两位年份按 {year} 年").format(year=year + (2000 if year < 50 else 1900))
        return _make(
            str(year + (2000 if year < 50 else 1900)), found[2], found[3], ("day_short_year", century)
        )
    if found := _MONTH.fullmatch(plain) or _PACKED_MONTH.fullmatch(plain):
        return _make(found[1], found[2], "1", ("day_month_only", _("只有年月，按当月 1 日")))
    if _SHORT_UNSURE.fullmatch(plain):
        raise CellProblem("day_ambiguous", _("分不清哪个是年、月、日，请写成 2026-01-31 的样子"))
    if _YEARLESS.fullmatch(plain):
        raise CellProblem("day_yearless", _("没有年份，请写成 2026-01-31 的样子"))
    if _YEAR.fullmatch(plain):
        raise CellProblem("day_year_only", _("只有年份，请补上月和日"))
    if plain.isdecimal() and len(plain) == 5 and int(plain) in SERIALS:
        return _within(_EPOCH + datetime.timedelta(days=int(plain)))
    raise CellProblem("day_unreadable", _("看不懂的日期，请写成 2026-01-31 的样子"))


def _make(year: str, month: str, day: str, warning: tuple[str, str] | None = None) -> ReadDay:
    try:
        read = datetime.date(int(year), int(month), int(day))
    except ValueError:
        raise CellProblem("day_impossible", _("没有这一天，请核对")) from None
    return _within(read, warning)


def _chinese_digits(text: str) -> str:
    """Return '2026年1月1日' for '二〇二六年一月一日', '十' as a ten where it stands."""

    def number(run: re.Match[str]) -> str:
        digits = run[0]
        if "十" not in digits:
            return digits.translate(_DIGITS)
        tens, _ten, ones = digits.partition("十")
        return str(int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0))

    return re.sub(r"[〇零○一二三四五六七八九十元]+", number, text)
