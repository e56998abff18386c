"""3-1-502 of 张伟, handed over and charged by area since October; 李四 wants to rent it from the first of December."""

import datetime

import pytest

from desk_app.kernel import settings, store
from desk_app.kernel.access import Actor, Desk
from desk_app.modules.billing.kinds import FEE_BINDINGS, TARIFFS
from desk_app.modules.billing.records import FeeItem, TariffPrice
from desk_app.modules.move_in.move_ins import MOVE_INS
from desk_app.modules.move_in.records import CoResident

ARRIVES = datetime.date(2026, 11, 23)


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def at(office):
    """Return a function that gives the desk of somebody, with these roles or all, at nine of a day."""

    def at_(on="2026-11-23", *roles, name="王芳"):
        moment = datetime.datetime.combine(day(on), datetime.time(9, 5))
        return Desk(Actor(name, frozenset(roles)) if roles else Actor(name), lambda: moment)

    return at_


@pytest.fixture
def flat(make_room, make_person, hold):
    made = make_room("3-1-502", state="delivered", built_area=965_800)
    hold(made, make_person("张伟", "13912345678"), from_on=day("2024-05-01"))
    return made


@pytest.fixture
def charged(flat, desk):
    """The flat, charged 2.35 a ㎡ since October."""
    settings.change({"bills_from": "202610"}, desk)
    tariff = store.new(TARIFFS, item=FeeItem.get(FeeItem.code == "WY"), name="高层", basis="area")
    tariff.rows["prices"] = [TariffPrice(from_on=day("2020-01-01"), price=23_500)]
    tariff = store.save(tariff, desk).record
    store.save(store.new(FEE_BINDINGS, room=flat, tariff=tariff, from_on=day("2026-10-01")), desk)
    return flat


@pytest.fixture
def tenant(make_person):
    return make_person("李四", "13811112222", id_number="11010519491231002X")


@pytest.fixture
def plan(flat, tenant, desk):
    """Return a function that registers a tenant's move-in for the 23rd of November, a year's lease."""

    def make(*co_residents, **values):
        values = {
            "room": flat,
            "person": tenant,
            "role": "tenant",
            "planned_on": ARRIVES,
            "lease_from": ARRIVES,
            "lease_until": day("2027-11-22"),
        } | values
        draft = store.new(MOVE_INS, **values)
        draft.rows["co_residents"] = [CoResident(**row) for row in co_residents]
        return store.save(draft, desk)

    return make


@pytest.fixture
def press(desk):
    """Return a function that takes a step of a record as it now is."""

    def press_(name, draft, desk=desk, reason="", **entries):
        kind = draft.kind
        version = kind.model.get_by_id(draft.record.id).version
        return store.apply(kind, name, draft.record.id, version, desk, reason=reason, entries=entries)

    return press_


@pytest.fixture
def live(plan, press):
    """Return a function that brings a move-in to the day itself: verified by phone, everything signed."""

    def make(*co_residents, **values):
        verified = press("verify", plan(*co_residents, **values), verified_how="phone", verified_with="张伟")
        return press("move_in", verified, undertaking_signed=True, agreement_signed=True, moved_in_on=ARRIVES)

    return make
