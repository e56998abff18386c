"""An office with fee items, rooms that owe, and people of every role at the cash desk."""

import datetime

import pytest

from desk_app.kernel import settings
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.database import database
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier import payments
from desk_app.modules.cashier.checking import find_faults
from desk_app.modules.cashier.payments import Payment
from desk_app.modules.cashier.tenders import Tender


def at(text, hour=9):
    """Return the moment in the morning of a day such as 2025-05-15."""
    return datetime.datetime.combine(datetime.date.fromisoformat(text), datetime.time(hour, 5))


@pytest.fixture
def sit(office):
    """Return a function that gives somebody's desk on a day; today is the clock of all tests."""

    def desk_of(name="王芳", *roles, on=None):
        moment = office.desk.now() if on is None else at(on)
        return Desk(Actor(name, frozenset(roles or {"cashier"})), lambda: moment)

    return desk_of


@pytest.fixture
def cashier(sit):
    return sit("王芳", "cashier")


@pytest.fixture
def other_cashier(sit):
    return sit("赵敏", "cashier")


@pytest.fixture
def manager(sit):
    return sit("孙经理", "manager")


@pytest.fixture
def items(office):
    """Return the fee items by code: of fees, parking, water, late fee."""
    made = {item.code: item for item in FeeItem.select()}
    for code, name, first, late in (
        ("WY", "物业服务费", 50, True),
        ("TC1", "车位管理服务费", 60, False),
        ("SF", "水费", 40, False),
        ("WYJ", "违约金", 90, False),
    ):
        if code not in made:
            made[code] = FeeItem.create(code=code, name=name)
        FeeItem.update(pays_first=first, has_late_fee=late).where(FeeItem.code == code).execute()
        made[code] = FeeItem.get(FeeItem.code == code)
    return made


@pytest.fixture
def owe(items, room, desk):
    """Return a function that posts a bill of the room: fen, month such as 2025-01, and the due day."""

    def post(fen, month="2026-10", due=None, item="WY", of=room, **more):
        first = datetime.date.fromisoformat(f"{month}-01")
        last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
        due_on = last if due is None else datetime.date.fromisoformat(due)
        return ledger.post_bill(of.id, items[item].id, fen, first, last, due_on, desk, **more)

    return post


@pytest.fixture
def rate(desk):
    """Return a function that sets the late fee a day, in ‰."""
    return lambda text: settings.change({"late_fee_rate": text}, desk)


@pytest.fixture
def pay(room, items):
    """Return a function that pays a sum in cash, set against the room's debts as the setting says."""

    def take(fen, desk, request=None, method="cash", reference="", **more):
        picks, late_picks, left = payments.suggest(room.id, fen, desk)
        asked = {
            "room_id": room.id,
            "payer_name": "张伟",
            "request": request or payments.new_request(),
            "picks": picks,
            "late_picks": late_picks,
            "to_prepaid": left,
            "tenders": (Tender(method, fen, reference),),
        }
        return payments.take_payment(Payment(**(asked | more)), desk)

    return take


@pytest.fixture
def opened(room):
    """Return a function that says what is open of the room's bills now, by item code and period, late fees by day."""

    def read(of=room):
        return [(bill.item.code, bill.period, bill.still_open) for bill in ledger.open_bills(of.id)]

    return read


@pytest.fixture(autouse=True)
def sound(office):
    """Whatever a test does, the books agree in the end."""
    yield
    if database.obj is not None:  # unless the test closed the book
        assert find_faults() == []
