"""Why this sum (费用说明): a bill's columns and workings put into words and numbers (domain.md 3.4: show the formula).

Nothing is looked up: a bill explains itself as it was, whatever became of its tariff, meter or room since.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from desk_app.kernel import money
from desk_app.kernel.days import show_day
from desk_app.kernel.words import _, clauses, headed, listed
from desk_app.modules.billing.late_fees import CAPS
from desk_app.modules.billing.records import BillFacts
from desk_app.modules.billing.workings import (
    Area,
    Fixed,
    Formula,
    Imported,
    LateFee,
    Lift,
    Metered,
    Shared,
    Transferred,
    Typed,
    UsedReading,
    Workings,
    from_json,
)
from desk_app.modules.meters.records import READING_KINDS

SCALE = 10_000
"""Quantities are in 1/10,000 units, prices in 1/10,000 yuan."""


def explain(facts: BillFacts) -> str:
    """Return how a bill or draft came to its sum: '96.58 ㎡ × 2.35 元/㎡·月 × 14 天 ÷ 31 天 = 102.50 元'."""
    workings = from_json(facts.workings)
    return _TELLERS[type(workings)](facts, workings)


def show_exact(number: int | Fraction, scale: int = 1, places: int = 0) -> str:
    """Return number ÷ scale in full, with at least so many decimals; rounded to six where it never ends."""
    exact = Fraction(number) / scale
    sign = "-" if exact < 0 else ""
    whole, rest = divmod(int(abs(exact) * 10**6 + Fraction(1, 2)), 10**6)
    decimals = f"{rest:06d}".rstrip("0").ljust(places, "0")
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def _tell_area(facts: BillFacts, workings: Area) -> str:
    price = _("{price} 元/㎡") if workings.once else _("{price} 元/㎡·月")
    return _tell_product(
        facts, f"{show_exact(facts.quantity, SCALE, 2)} ㎡ × {price.format(price=_price(facts.price))}"
    )


def _tell_fixed(facts: BillFacts, workings: Fixed) -> str:
    """Return '2 位 × 150.00 元/位·月'; what is charged once per unit has no month."""
    price, count = _price(facts.price), show_exact(facts.quantity, SCALE)
    if workings.unit:
        text = _("{price} 元/{unit}") if workings.once else _("{price} 元/{unit}·月")
        rate = text.format(price=price, unit=_(workings.unit))
        return _tell_product(facts, f"{count} {_(workings.unit)} × {rate}")
    rate = (_("{price} 元") if workings.once else _("{price} 元/月")).format(price=price)
    return _tell_product(facts, rate if facts.quantity == SCALE else f"{count} × {rate}")


def _tell_lift(facts: BillFacts, workings: Lift) -> str:
    text = _("电梯系数 {ratio} × {price} 元/月")
    return _tell_product(
        facts, text.format(ratio=show_exact(facts.quantity, SCALE), price=_price(facts.price))
    )


def _tell_product(facts: BillFacts, product: str) -> str:
    """Return the product for the days charged, and how it came to the sum asked."""
    before = facts.amount + facts.rounding + facts.earlier
    return _tell_sum(facts, f"{product}{_days(facts)} = {_yuan(before)}")


def _tell_sum(facts: BillFacts, told: str) -> str:
    """Return what was told so far, what came off it, and the sum asked if that differs."""
    off = []
    if facts.earlier:
        off.append(_("减去本月前段已计 {amount}").format(amount=_yuan(facts.earlier)))
    if facts.rounding:
        text = _("抹零 {amount}") if facts.rounding > 0 else _("尾数进位 {amount}")
        off.append(text.format(amount=_yuan(abs(facts.rounding))))
    if off:
        off.append(_("应收 {amount}").format(amount=_yuan(facts.amount)))
    return clauses([told, *off])


def _days(facts: BillFacts) -> str:
    """Return ' × 14 天 ÷ 31 天' where not the whole month is charged."""
    parts, of_parts = facts.parts, facts.of_parts
    if parts == of_parts:
        return ""
    if of_parts == 2:  # no month has two days: half months are charged
        return " × " + _("半个月")
    return " × " + _("{parts} 天 ÷ {of_parts} 天").format(parts=parts, of_parts=of_parts)


def _tell_metered(facts: BillFacts, workings: Metered) -> str:
    """Return the readings, the least that is charged if it is more, and the use at its price or through its tiers."""
    told = [_tell_reading(reading, workings.unit) for reading in workings.readings]
    used = sum(reading.used for reading in workings.readings) * 10
    if workings.minimum and workings.minimum == facts.quantity and used < workings.minimum:
        text = _("不足最低用量，按 {minimum} 计")
        told.append(text.format(minimum=_amount_of(facts.quantity, SCALE, workings.unit)))
    elif len(workings.readings) > 1:
        told.append(_("合计用量 {used}").format(used=_amount_of(facts.quantity, SCALE, workings.unit)))
    if workings.tiers:
        return clauses([*told, _tell_tiers(facts, workings)])
    rate = _rate(facts.price, workings.unit)
    product = f"{_amount_of(facts.quantity, SCALE, workings.unit)} × {rate}"
    return clauses([*told, _tell_product(facts, product)])


def _tell_reading(reading: UsedReading, unit: str) -> str:
    """Return '水表 W-0301（2026-01-31）：1263 → 1294，用量 31 m³', with a swap, a rollover and a multiplier."""
    name = reading.meter or _("抄表")
    if reading.read_on is not None:
        name = _("{meter}（{day}）").format(meter=name, day=show_day(reading.read_on))
    steps = []
    if reading.old_used is not None:
        steps.append(_("换表，旧表用量 {used}").format(used=_amount_of(reading.old_used, 1000, unit)))
    if reading.before is not None and reading.value is not None:
        text = _("{before} → {value}")
        if reading.rolled:
            text = _("{before} → 走满归零 → {value}")
        ends = {"before": show_exact(reading.before, 1000), "value": show_exact(reading.value, 1000)}
        steps.append(text.format(**ends))
    if reading.multiplier != 1:
        steps.append(_("倍率 {multiplier}").format(multiplier=reading.multiplier))
    steps.append(_("用量 {used}").format(used=_amount_of(reading.used, 1000, unit)))
    steps += [
        _(option.label)
        for option in READING_KINDS
        if option.stored == reading.kind and option.stored in ("estimated", "final", "corrected")
    ]
    return headed(name, listed(steps))


def _tell_tiers(facts: BillFacts, workings: Metered) -> str:
    """Return each tier's product, after what the span had used before, and their sum."""
    unit = workings.unit
    told = []
    if workings.used_before:
        text = _("本年此前已用 {used}") if workings.span == "year" else _("本月此前已用 {used}")
        told.append(text.format(used=_amount_of(workings.used_before, SCALE, unit)))
    if workings.persons:
        text = _("登记居住 {count} 人，各档从 {begins} 起")
        begins = listed(_amount_of(above, SCALE, unit) for above in workings.begins)
        told.append(text.format(count=workings.persons, begins=begins))
    told += [
        f"{_amount_of(quantity, SCALE, unit)} × {_rate(price, unit)} = {_yuan(amount)}"
        for quantity, price, amount in workings.tiers
    ]
    if len(workings.tiers) > 1:
        total = facts.amount + facts.rounding + facts.earlier
        told.append(_("合计 {amount}").format(amount=_yuan(total)))
    return _tell_sum(facts, clauses(told))


def _tell_shared(facts: BillFacts, workings: Shared) -> str:
    from desk_app.modules.billing.shared_costs import explain_shares

    told = explain_shares({"shares": workings.shares})
    if len(workings.shares) > 1:
        total = facts.amount + facts.rounding + facts.earlier
        told = clauses([told, _("合计 {amount}").format(amount=_yuan(total))])
    return _tell_sum(facts, told)


def _tell_formula(facts: BillFacts, workings: Formula) -> str:
    """Return the formula, what its names stood for, and what it came to before days and rounding."""
    known = listed(f"{_(name)} {value}" for name, value in workings.quantities.items())
    result = Fraction(workings.result)
    text = _("公式 {formula}（{quantities}）") if known else _("公式 {formula}")
    told = text.format(formula=workings.text, quantities=known)
    if facts.parts != facts.of_parts:
        told += " = " + _("{amount} 元").format(amount=show_exact(result, 1, 2))
    return _tell_product(facts, told)


def _tell_late_fee(facts: BillFacts, workings: LateFee) -> str:
    """Return '违约金：本金 680.88 元 × 0.5‰ × 45 天 = 15.32 元', and the cap that held it down."""
    product = _("违约金：本金 {principal} × 每日 {rate}‰ × {days} 天").format(
        principal=_yuan(workings.principal), rate=show_exact(workings.rate, 100), days=workings.days
    )
    told = []
    if workings.due_on is not None:
        about = _("{bill}缴费截止 {day}") if workings.bill else _("缴费截止 {day}")
        told.append(about.format(bill=workings.bill and workings.bill + " ", day=show_day(workings.due_on)))
    exact = Fraction(workings.principal * workings.rate * workings.days, 100_000)
    uncapped = int(exact + Fraction(1, 2))
    told.append(f"{product} = {_yuan(uncapped)}")
    if uncapped > facts.amount + facts.rounding:
        cap = next((_(option.label) for option in CAPS if option.stored == workings.cap), "")
        told.append(_("超过上限（{cap}）").format(cap=cap))
        if workings.already:
            told.append(_("此前已计 {amount}").format(amount=_yuan(workings.already)))
        told.append(_("应收 {amount}").format(amount=_yuan(facts.amount)))
        return clauses(told)
    return _tell_sum(facts, clauses(told))


def _tell_transferred(facts: BillFacts, workings: Transferred) -> str:
    source = _("由 {source} 转来").format(source=workings.source) if workings.source else _("转来")
    return headed(clauses([source, workings.reason]), _yuan(facts.amount))


def _tell_imported(facts: BillFacts, workings: Imported) -> str:
    text = _("期初导入（{source}）") if workings.source else _("期初导入")
    return headed(clauses([text.format(source=workings.source), workings.reason]), _yuan(facts.amount))


def _tell_typed(facts: BillFacts, workings: Typed) -> str:
    document = _("单据 {document}").format(document=workings.document) if workings.document else ""
    return headed(clauses([workings.reason or _("手工录入"), document]), _yuan(facts.amount))


_TELLERS: Mapping[type[Workings], Callable[[Any, Any], str]] = {
    Area: _tell_area,
    Fixed: _tell_fixed,
    Lift: _tell_lift,
    Metered: _tell_metered,
    Shared: _tell_shared,
    Formula: _tell_formula,
    LateFee: _tell_late_fee,
    Transferred: _tell_transferred,
    Imported: _tell_imported,
    Typed: _tell_typed,
}


def _yuan(fen: int) -> str:
    return _("{amount} 元").format(amount=money.show(fen))


def _price(price: int) -> str:
    return show_exact(price, SCALE, 2)


def _amount_of(quantity: int, scale: int, unit: str) -> str:
    """Return '31 m³'."""
    return f"{show_exact(quantity, scale)} {_(unit)}".strip()


def _rate(price: int, unit: str) -> str:
    """Return '3.60 元/m³'."""
    if not unit:
        return _("{price} 元").format(price=_price(price))
    return _("{price} 元/{unit}").format(price=_price(price), unit=_(unit))
