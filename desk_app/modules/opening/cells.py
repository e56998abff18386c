"""Reading the cells of an opening (读格子): sums, days and spans as offices type them; ValueError with a sentence."""

import datetime
import re

from desk_app.kernel import money
from desk_app.kernel.days import add_months, parse_day
from desk_app.kernel.sheets.grid import Cell
from desk_app.kernel.text import narrow
from desk_app.kernel.words import _
from desk_app.modules.billing.ledger import YEARS
from desk_app.modules.billing.months import ONE_DAY, first_day, last_day
from desk_app.modules.opening.heads import text_of

_MONTH = re.compile(r"(\d{4})\s*[-/.年]?\s*(0?[1-9]|1[0-2])\s*月?份?")
_MONTHS = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?\s*[-~—至到]\s*(\d{1,2})\s*月份?")
_YEAR = re.compile(r"(\d{4})\s*年(度|全年)?")
_SPAN = re.compile(r"(.+?)\s*(?:[~—至到]|--|(?<=\d)\s+-\s+(?=\d))\s*(.+)")
_PAIR = re.compile(r"(\d{4}\s*[-/.年]?\s*\d{1,2}\s*月?)份?\s*-\s*(\d{4}\s*[-/.年]?\s*\d{1,2}\s*月?)份?")
_DAYS = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})\s*-\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})")

Span = tuple[datetime.date, datetime.date]


def read_sum(cell: Cell) -> int | None:
    """Return the fen of a cell, None of an empty one."""
    text = text_of(cell)
    if not text:
        return None
    if text.startswith(("(", "（")) and text.endswith((")", "）")):
        text = "-" + text[1:-1]
    return money.parse(text)


def read_day(cell: Cell) -> datetime.date | None:
    """Return the day of a cell, None of an empty one; years outside 2000-2100 are slips."""
    if isinstance(cell, datetime.datetime):
        day = cell.date()
    elif isinstance(cell, datetime.date):
        day = cell
    else:
        text = text_of(cell)
        if not text:
            return None
        day = parse_day(re.split(r"[ T]", narrow(text))[0])
    if day.year not in YEARS:
        raise ValueError(_("年份应在 2000 到 2100 之间：{text}").format(text=day))
    return day


def read_span(period: Cell, from_cell: Cell, until_cell: Cell, cycle: str = "") -> Span | None:
    """Return the first and last day a sum is for, from its period or its two days; None where neither is given.

    A month as a beginning is its first day, as an end its last. An end that is a whole `cycle` of months after the
    beginning is the day after the last one, as programs write 2016-01-01 to 2017-01-01.
    """
    span = _months(text_of(period)) if text_of(period) else None
    if isinstance(period, datetime.date):
        span = _whole_month(period.year, period.month)
    start, end = _edge(from_cell, 0), _edge(until_cell, 1)
    if span is None and start is None and end is None:
        return None
    start = start or (span[0] if span else end.replace(day=1) if end else None)
    end = end or (span[1] if span else last_day(start.year * 100 + start.month) if start else None)
    assert start is not None
    assert end is not None
    if cycle.isdigit() and 0 < int(cycle) <= 120 and end == add_months(start, int(cycle)):
        end -= ONE_DAY
    if end < start:
        raise ValueError(_("结束日期 {end} 早于开始日期 {start}").format(start=start, end=end))
    if start.year not in YEARS or end.year not in YEARS:
        raise ValueError(_("年份应在 2000 到 2100 之间：{text}").format(text=end))
    return start, end


def _edge(cell: Cell, which: int) -> datetime.date | None:
    """Return the day of a cell; of a month its first day or its last."""
    text = narrow(text_of(cell))
    if not isinstance(cell, datetime.date) and (found := _MONTH.fullmatch(text)):
        return _whole_month(int(found[1]), int(found[2]))[which]
    return read_day(cell)


def _months(text: str) -> Span:
    plain = narrow(text)
    if found := _DAYS.fullmatch(plain):
        return parse_day(found[1]), parse_day(found[2])
    if found := _MONTHS.fullmatch(plain):
        year = int(found[1])
        return _whole_month(year, int(found[2]))[0], _whole_month(year, int(found[3]))[1]
    if found := _MONTH.fullmatch(plain):
        return _whole_month(int(found[1]), int(found[2]))
    if found := _YEAR.fullmatch(plain):
        return _whole_month(int(found[1]), 1)[0], _whole_month(int(found[1]), 12)[1]
    if found := _PAIR.fullmatch(plain) or _SPAN.fullmatch(plain):
        start, end = _edge(found[1], 0), _edge(found[2], 1)
        if start and end:
            return start, end
    raise ValueError(
        _("看不懂账期：{text}（写成 2026-01，或分开写开始日期和结束日期）").format(text=text[:30])
    )


def _whole_month(year: int, month: int) -> Span:
    if year not in YEARS:
        raise ValueError(_("年份应在 2000 到 2100 之间：{text}").format(text=year))
    if not 1 <= month <= 12:
        raise ValueError(_("没有这个月：{month} 月").format(month=month))
    return first_day(year * 100 + month), last_day(year * 100 + month)
