"""阶梯按人口放宽：人多的一户，各档起点往上移"""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.errors import DeskError, InvalidRecord
from desk_app.modules.billing import runs
from desk_app.modules.billing.explaining import explain
from desk_app.modules.billing.households import HOUSEHOLD_SIZES
from desk_app.modules.billing.kinds import TARIFFS
from desk_app.modules.billing.records import Bill
from desk_app.modules.meters import readings
from desk_app.modules.meters.kinds import METERS
from tests.billed_rooms import bind, day, make_tariff

JANUARY = day("2026-01-01")
TIERS = ((JANUARY, 1_800_000, 50_000), (JANUARY, 2_600_000, 60_000))
"""By the year: 3.60 to 180 m³, 5.00 to 260, 6.00 above."""
MORE = {1_800_000: 300_000, 2_600_000: 360_000}
"""A person beyond the fourth adds 30 and 36 m³ a year."""


@pytest.fixture
def tariff(desk):
    """Return water by the year for four persons."""
    made = make_tariff(
        desk, ((JANUARY, 36_000),), code="SFX", tier_prices=TIERS, basis="meter", unit="m³", tiers="year"
    )
    return widen(made, desk)


def widen(tariff, desk, persons=4, more=MORE):
    """Return the tariff with tiers that grow with the household."""
    draft = store.load(TARIFFS, tariff.id)
    draft.record.tier_persons = persons
    for row in draft.rows["prices"]:
        row.more = more.get(row.above, 0)
    return store.save(draft, desk).record


@pytest.fixture
def meter(desk, room, tariff):
    """Return the room's water meter, bound, with 170 m³ read in January."""
    made = store.save(store.new(METERS, number="S-502", kind="water", room=room), desk).record
    bind(desk, room, tariff, JANUARY, meter=made)
    readings.record_reading(made.id, 0, day("2025-12-31"), 202512, desk, kind="first")
    read(made, 1, 170, desk)
    return made


@pytest.fixture
def register(desk, room):
    """Return a function that registers how many live in the room from a day on."""

    def register_(persons, from_on):
        draft = store.new(HOUSEHOLD_SIZES, room=room, persons=persons, from_on=day(from_on))
        return store.save(draft, desk).record

    return register_


def read(meter, month, units, desk):
    """Read the meter and bill the month; return the bill."""
    period = 202600 + month
    found = readings.record_reading(meter.id, units * 1000, datetime.date(2026, month, 20), period, desk)
    if found.state == "held":
        readings.confirm_reading(found.id, desk)
    runs.post_run(runs.make_run(period, desk).id, desk)
    return Bill.select().order_by(Bill.id.desc()).get()


def test_nobody_registered_has_the_tiers_as_they_stand(meter, desk):
    """10 × 3.60 + 20 × 5.00 = 136.00."""
    bill = read(meter, 2, 200, desk)
    assert bill.amount == 13_600
    assert "登记居住" not in explain(bill)


@pytest.mark.parametrize(("persons", "amount"), [(3, 13_600), (4, 13_600), (5, 10_800), (7, 10_800)])
def test_each_person_beyond_the_fourth_adds_to_the_first_tier(meter, register, desk, persons, amount):
    """Five have 210 m³ at 3.60: the whole 30 m³ are 108.00."""
    register(persons, "2025-06-01")
    assert read(meter, 2, 200, desk).amount == amount


def test_the_bill_tells_how_many_live_there_and_where_the_tiers_begin(meter, register, desk):
    """Six: 240 and 332 m³. From 170 to 250: 70 × 3.60 + 10 × 5.00 = 302.00."""
    register(6, "2025-06-01")
    bill = read(meter, 2, 250, desk)
    assert bill.amount == 30_200
    assert "登记居住 6 人，各档从 240 m³、332 m³ 起" in explain(bill)
    assert "10 m³ × 5.00 元/m³ = 50.00 元" in explain(bill)


def test_a_child_born_in_july_widens_half_the_year(meter, register, desk):
    """Five from July: 6 of 12 months, 15 m³ more, 195; 25 × 3.60 + 5 × 5.00 = 115.00."""
    register(4, "2026-01-01")
    register(5, "2026-07-10")
    assert read(meter, 7, 200, desk).amount == 11_500
    assert Bill.get(Bill.period == 202601).amount == 61_200


def test_by_the_month_the_number_at_its_end_counts(desk, room, register):
    """Power: 0.50 to 200 kWh, 0.60 above; a person beyond the fourth adds 50."""
    tariff = make_tariff(
        desk,
        ((JANUARY, 5_000),),
        code="DFX",
        tier_prices=((JANUARY, 2_000_000, 6_000),),
        basis="meter",
        unit="度",
        tiers="month",
    )
    widen(tariff, desk, more={2_000_000: 500_000})
    meter = store.save(store.new(METERS, number="D-502", kind="power", room=room), desk).record
    bind(desk, room, tariff, JANUARY, meter=meter)
    readings.record_reading(meter.id, 0, day("2025-12-31"), 202512, desk, kind="first")
    register(5, "2026-02-28")
    assert read(meter, 1, 250, desk).amount == 13_000
    assert read(meter, 2, 500, desk).amount == 12_500


@pytest.mark.parametrize(
    ("persons", "more", "field"),
    [
        (None, MORE, "prices.1.more"),
        (4, {0: 300_000}, "prices.0.more"),
        (4, {1_800_000: 360_000, 2_600_000: 300_000}, "prices.2.more"),
        (120, {}, "tier_persons"),
    ],
)
def test_tiers_that_would_cross_or_mean_nothing_are_refused(tariff, desk, persons, more, field):
    with pytest.raises(InvalidRecord) as refused:
        widen(tariff, desk, persons, more)
    assert field in refused.value.problems


def test_a_day_has_one_number_and_a_flat_fewer_than_a_hundred(register):
    register(5, "2026-01-01")
    with pytest.raises(InvalidRecord, match="已经登记过"):
        register(6, "2026-01-01")
    with pytest.raises(InvalidRecord, match="1 到 99"):
        register(0, "2026-02-01")


def test_a_draft_older_than_the_number_of_residents_is_not_posted(desk, meter, register):
    draft = runs.make_run(202601, desk)
    register(6, "2026-01-01")
    with pytest.raises(DeskError, match="改过收费标准、绑定、读数、居住人数"):
        runs.post_run(draft.id, desk)
