"""A room that owes, fee items of every nature, and desks on other days."""

import datetime

import pytest

from desk_app.kernel.access import Actor, Desk
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem


def on(text):
    """Return the day of '2026-11-23'."""
    return datetime.date.fromisoformat(text)


@pytest.fixture
def items(office):
    """Return the fee items by code: of fees, water, late fee, and a deposit."""
    for code, name, nature, late in (
        ("WY", "物业服务费", "income", True),
        ("SF", "水费", "agency", False),
        ("WYJ", "违约金", "income", False),
        ("ZX3", "装修押金", "deposit", False),
    ):
        if not FeeItem.select().where(FeeItem.code == code).exists():
            FeeItem.create(code=code, name=name)
        FeeItem.update(nature=nature, has_late_fee=late).where(FeeItem.code == code).execute()
    return {item.code: item for item in FeeItem.select()}


@pytest.fixture
def owe(items, room, desk):
    """Return a function that posts a bill of the month that ends on its due day's month: fen, due day, item, room."""

    def post(fen, due, item="WY", of=room, **more):
        due_on = on(due)
        return ledger.post_bill(
            of.id, items[item].id, fen, due_on.replace(day=1), due_on, due_on, desk, **more
        )

    return post


@pytest.fixture
def later(desk):
    """Return a function that gives the desk so many days later."""
    return lambda days: Desk(Actor(desk.actor.name), lambda: desk.now() + datetime.timedelta(days=days))
