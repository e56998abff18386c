"""A new flat like A of domain.md 3.16 on the 18th of March 2025, charged to the developer so far; its handover."""

import datetime

import pytest

from desk_app.kernel import settings, store
from desk_app.kernel.access import Actor, Desk
from desk_app.modules.billing import ledger
from desk_app.modules.billing.kinds import FEE_BINDINGS, TARIFFS
from desk_app.modules.billing.records import FeeItem, TariffPrice
from desk_app.modules.cashier import payments
from desk_app.modules.cashier.tenders import Tender
from desk_app.modules.handover.life import HANDOVERS
from desk_app.modules.meters.kinds import METERS
from desk_app.modules.staff.kinds import FIRMS

HANDOVER_DAY = datetime.datetime(2025, 3, 18, 9, 5)
AREA = 965_800
"""96.58 ㎡."""


def day(text):
    """Return the day of '2025-03-18'."""
    return datetime.date.fromisoformat(text)


@pytest.fixture
def at(office):
    """Return a function that gives the desk of somebody, with these roles or all, days and hours after the 18th at nine."""

    def at_(days=0, hours=0.0, roles=()):
        moment = HANDOVER_DAY + datetime.timedelta(days=days, hours=hours)
        return Desk(Actor("王芳", frozenset(roles)) if roles else Actor("王芳"), lambda: moment)

    return at_


@pytest.fixture
def desk(at):
    """Return the desk of somebody who may do everything, on the day of the handover."""
    return at()


@pytest.fixture
def tariff(desk):
    """Return 2.35 yuan a month and ㎡."""
    settings.change({"bills_from": "202501"}, desk)
    draft = store.new(TARIFFS, item=FeeItem.get(FeeItem.code == "WY"), name="高层", basis="area")
    draft.rows["prices"] = [TariffPrice(from_on=day("2020-01-01"), price=23_500)]
    return store.save(draft, desk).record


@pytest.fixture
def developer(make_person):
    """Return who sold the flats."""
    return make_person("安和置业")


@pytest.fixture
def flat(make_room, make_person, hold):
    """Return 3-1-1502 of 张伟, not handed over."""
    made = make_room("3-1-1502", built_area=AREA, state="undelivered")
    hold(made, make_person("张伟", "13912345678"))
    return made


@pytest.fixture
def charged(flat, tariff, developer, desk):
    """Return the binding by which the developer pays for the flat since January."""
    values = {"room": flat, "tariff": tariff, "payer": developer, "from_on": day("2025-01-01")}
    return store.save(store.new(FEE_BINDINGS, **values), desk).record


@pytest.fixture
def meters(flat, desk):
    """Return the water and the power meter of the flat."""
    return [
        store.save(store.new(METERS, number=number, kind=kind, room=flat), desk).record
        for number, kind in (("S-1502", "water"), ("D-1502", "power"))
    ]


@pytest.fixture
def firm(desk):
    """Return the firm that made the windows."""
    return store.save(store.new(FIRMS, name="安信门窗公司", contact="周师傅"), desk).record


@pytest.fixture
def begin(desk):
    """Return a function that makes the handover of a room, as the form does."""

    def begin_(room, **values):
        draft = store.new(HANDOVERS, room=room, **values)
        for name, fill in HANDOVERS.on_enter:
            assert name == "room"
            fill(draft, desk)
        return store.save(draft, desk)

    return begin_


@pytest.fixture
def press(desk):
    """Return a function that takes a step of a handover as it now is."""

    def press_(name, draft, by=None, reason="", **entries):
        version = HANDOVERS.model.get_by_id(draft.record.id).version
        return store.apply(
            HANDOVERS, name, draft.record.id, version, by or desk, reason=reason, entries=entries
        )

    return press_


@pytest.fixture
def note(desk):
    """Return a function that writes what the inspector brought back: base readings by meter, bad items by name."""

    def note_(draft, values=(), bad=(), firm=None):
        fresh = store.load(HANDOVERS, draft.record.id)
        for row, value in zip(fresh.rows["readings"], values, strict=False):
            row.value = value
        for row in fresh.rows["items"]:
            row.result = "bad" if row.name in dict(bad) else "good"
            row.problem = dict(bad).get(row.name)
            if row.result == "bad" and firm is not None:
                row.firm, row.due_on = firm, day("2025-04-18")
        return store.save(fresh, desk)

    return note_


@pytest.fixture
def inspected(flat, begin, press, note):
    """Return a function that brings the flat's handover to the end of its inspection."""

    def make(values=(3_000, 12_000), bad=(), firm=None, **given):
        draft = begin(flat, **given)
        press("sign_in", draft)
        press("inspect", draft, identity_checked=True, inspector="李工")
        note(draft, values, bad, firm)
        return press("inspected", draft)

    return make


@pytest.fixture
def pay(desk):
    """Return a function that takes at the cash desk what a room owes: 1,000 yuan by WeChat, the rest in cash (S01)."""

    def pay_(room, by=None):
        bills = [bill for bill in ledger.open_bills(room.id) if str(bill.payer or "") == "张伟"]
        total = sum(bill.still_open for bill in bills)
        payments.take_payment(
            payments.Payment(
                room_id=room.id,
                payer_name="张伟",
                request=payments.new_request(),
                picks=tuple((bill.id, bill.still_open) for bill in bills),
                tenders=(Tender("wechat", 100_000, "420000123"), Tender("cash", total - 100_000)),
            ),
            by or desk,
        )
        return total

    return pay_
