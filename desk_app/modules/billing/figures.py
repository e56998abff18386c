"""A bill's figures as papers print them (账单数字): quantity with its unit, price, readings, days."""

from decimal import Decimal

from desk_app.kernel.days import show_day
from desk_app.kernel.words import _
from desk_app.modules.billing.records import Bill
from desk_app.modules.billing.workings import Fixed, Imported, Metered, from_json

_UNITS = 10_000
"""Quantities are 1/10,000 of a unit, prices 1/10,000 yuan."""


def show_quantity(bill: Bill) -> str:
    """Return '96.58 ㎡'; nothing where the bill was not made of a quantity."""
    if not bill.quantity or bill.late_for_id:
        return ""
    return f"{_plain(bill.quantity, 0)} {_unit(bill)}".strip()


def show_price(bill: Bill) -> str:
    """Return '2.35' with up to four decimals; nothing where there is no one price (tiers, shares)."""
    return _plain(bill.price, 2) if bill.price and not bill.late_for_id else ""


def show_days(bill: Bill) -> str:
    """Return '2026-01-01 至 2026-01-31'; '2026-10-31 以前' of what an old book owed without saying for when."""
    if is_undated(bill):
        return _("{day} 以前").format(day=show_day(bill.until_on))
    return _("{from_on} 至 {until_on}").format(
        from_on=show_day(bill.from_on), until_on=show_day(bill.until_on)
    )


def is_undated(bill: Bill) -> bool:
    """Say whether the bill was taken over without its days: it stands on the old book's last day."""
    if bill.from_on != bill.until_on or bill.posted_at is None or bill.posted_at.date() != bill.until_on:
        return False
    return isinstance(from_json(bill.workings), Imported)


def show_readings(bill: Bill) -> str:
    """Return '1234 → 1290' of a metered bill, from its first reading to its last; nothing of another."""
    used = from_json(bill.workings)
    readings = used.readings if isinstance(used, Metered) else ()
    before = next((one.before for one in readings if one.before is not None), None)
    value = next((one.value for one in reversed(readings) if one.value is not None), None)
    return "" if before is None or value is None else f"{_plain(before * 10, 0)} → {_plain(value * 10, 0)}"


def _unit(bill: Bill) -> str:
    """Return the unit of the bill's quantity: as its workings kept it, else as its tariff says."""
    kept = from_json(bill.workings)
    told = kept.unit if isinstance(kept, (Fixed, Metered)) else ""
    if told or bill.tariff is None:
        return told
    return str(bill.tariff.unit or ("㎡" if bill.tariff.basis == "area" else ""))


def _plain(ten_thousandths: int, places: int) -> str:
    """Return a quantity or price without needless zeros, but with `places` decimals at least."""
    whole, rest = f"{Decimal(ten_thousandths) / _UNITS:.4f}".split(".")
    rest = rest.rstrip("0").ljust(places, "0")
    return f"{whole}.{rest}" if rest else whole
