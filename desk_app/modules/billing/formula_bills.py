"""Bills by a tariff's own formula (公式): the month's sum in yuan, exact, then cut into days like any other."""

import dataclasses
import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from desk_app.kernel.words import _
from desk_app.modules.billing import workings
from desk_app.modules.billing.bound import Asked, Bound
from desk_app.modules.billing.formulas import evaluate, names_in
from desk_app.modules.billing.lines import Line, month_lines
from desk_app.modules.billing.rounding import of_item, round_line
from desk_app.modules.billing.tariff_rules import FORMULA_NAMES
from desk_app.modules.billing.worked import NotCharged, Priced

ONE = 10_000
"""A formula's bill has the quantity 1 and the month's sum as its price, in 1/10,000 yuan; the exact sum is in workings."""
EXACT = 10**8
"""The month's sum is reckoned with in 1/100,000,000 yuan, of which no rounding to a fen can tell the rest."""


def formula_lines(
    bound: Bound,
    priced: Priced,
    spans: Sequence[tuple[datetime.date, datetime.date]],
    before: Iterable[Asked],
) -> list[tuple[Line, str | None]]:
    """Return the lines of the spans with their workings; NotCharged where the room lacks a quantity."""
    known = _quantities(bound, priced)
    found: list[tuple[Line, str | None]] = []
    asked = list(before)
    for span in spans:
        sums = _sums(priced, known, *span)
        results = {_in(EXACT, value): value for _day, value in sums}
        for exact in _lines(bound, priced, sums, span, asked):
            value = results[exact.price]
            line = dataclasses.replace(exact, quantity=ONE, price=_in(ONE, value))
            told = workings.Formula(
                str(priced.tariff.formula), {name: _shown(known[name]) for name in known}, str(value)
            )
            found.append((line, workings.to_json(told)))
            asked.append(
                Asked(bound.id, line.period, line.from_on, line.until_on, ONE, line.price, line.amount)
            )
    return found


def _lines(
    bound: Bound,
    priced: Priced,
    sums: Sequence[tuple[datetime.date, Fraction]],
    span: tuple[datetime.date, datetime.date],
    asked: Iterable[Asked],
) -> list[Line]:
    """Return the lines of a span, of the quantity 1 at the month's exact sum."""
    exact = {_in(ONE, value): _in(EXACT, value) for _day, value in sums}
    return month_lines(
        1,
        [(day, _in(EXACT, value)) for day, value in sums],
        *span,
        priced.tariff.proration,
        of_item(priced.item),
        bound.anchor_on,
        charged=[one._replace(quantity=1, price=exact.get(one.price, -1)) for one in asked],
    )


def _sums(
    priced: Priced, known: dict[str, Fraction], from_on: datetime.date, until_on: datetime.date
) -> list[tuple[datetime.date, Fraction]]:
    """Return the month's sum in yuan from each day on which the price changes."""
    text = str(priced.tariff.formula)
    prices = priced.prices(from_on, until_on)
    if not prices and "单价" not in names_in(text, FORMULA_NAMES):
        prices = [(from_on, 0)]
    sums = [(day, evaluate(text, known | {"单价": Fraction(price, ONE)})) for day, price in prices]
    if any(value < 0 for _day, value in sums):
        raise NotCharged(_("公式算出的金额小于 0。"))
    return sums


def _quantities(bound: Bound, priced: Priced) -> dict[str, Fraction]:
    """Return the quantities the formula names, but for the price."""
    all_of_them = {
        "面积": bound.area,
        "建筑面积": bound.built_area,
        "套内面积": bound.inside_area,
        "楼层系数": bound.floor_ratio,
        "电梯系数": bound.lift_ratio,
        "数量": bound.units * ONE,
    }
    used = names_in(str(priced.tariff.formula), FORMULA_NAMES)
    known = {}
    for name, value in all_of_them.items():
        if name not in used:
            continue
        if value is None:
            raise NotCharged(_("公式要用{name}，房屋没有填。").format(name=name))
        known[name] = Fraction(value, ONE)
    return known


def _in(unit: int, yuan: Fraction) -> int:
    return round_line(yuan.numerator * unit, yuan.denominator).amount


def _shown(value: Fraction) -> str:
    return f"{(Decimal(value.numerator) / Decimal(value.denominator)).normalize():f}"
