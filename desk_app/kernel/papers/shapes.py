"""Shapes (写法): how a raw value is written on paper; money, days, phones and document numbers are written in one place.

A paper that leaves the office tells less: the gate carries it, or it hangs on a door (domain.md section 2, room block;
7.5 Q10).
"""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from desk_app.kernel import masking, money
from desk_app.kernel.days import show_day, show_day_in_full, show_moment
from desk_app.kernel.words import mark

OFFICE, CARRIED, POSTED = "office", "carried", "posted"
"""Who sees a paper: office and the person it is about; whoever carries it out; everybody who passes by."""

CAPITAL = "_capital"
"""What follows a money placeholder's name when its sum is wanted in capital numerals (大写)."""

IN_FULL = "_in_full"
"""What follows a day placeholder's name when it is wanted as letters have it: 2026年1月31日."""


def _money(fen: int, seen_by: str) -> str:
    return money.show(fen)


def _area(square_centimetres: int, seen_by: str) -> str:
    """Return square metres (建筑面积, ㎡) as they are registered: two decimals, or more where there are; never rounded."""
    exact = f"{square_centimetres // 10_000}.{square_centimetres % 10_000:04d}"
    return exact[:-2] + exact[-2:].rstrip("0")


def _day(day: datetime.date, seen_by: str) -> str:
    return show_day(day)


def _moment(moment: datetime.datetime, seen_by: str) -> str:
    return show_moment(moment)


def _phone(number: str, seen_by: str) -> str:
    return number if seen_by == OFFICE else masking.mask_phone(number)


def _id_number(number: str, seen_by: str) -> str:
    """Return a document number masked; its last four on a paper that is carried; none on one that is posted."""
    if seen_by == OFFICE:
        return masking.mask_id(number)
    return number.strip()[-4:] if seen_by == CARRIED else ""


SHAPES: Mapping[str, Callable[[Any, str], str]] = {
    "money": _money,
    "area": _area,
    "day": _day,
    "moment": _moment,
    "phone": _phone,
    "id_number": _id_number,
}
"""Shape by name: from a raw value (fen, square centimetres, day, moment, number) to its text; None is always blank."""


FURTHER: Mapping[str, tuple[str, str, Callable[[Any], str]]] = {
    "money": (CAPITAL, mark("（大写）"), money.in_capitals),
    "day": (IN_FULL, mark("（年月日）"), show_day_in_full),
}
"""What may also be asked for of a shape: the end of its name, of its label, and how it is written."""


def shape(name: str, raw: Any, seen_by: str) -> Any:
    """Return `raw` as the shape `name` writes it; text, pictures and lists pass unchanged, as 'text' and 'picture'."""
    if raw is None:
        return ""
    return SHAPES[name](raw, seen_by) if name in SHAPES else raw
