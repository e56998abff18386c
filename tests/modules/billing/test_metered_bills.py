"""Bills by use through a real book: V13, V13b, V14, V15b; tiers of the month and of the year, minimum, final readings."""

import datetime
import json

import pytest

from desk_app.kernel import settings, store
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import runs, single_bills
from desk_app.modules.billing.records import Bill, FeeBinding, FeeItem, SkippedRoom
from desk_app.modules.meters import corrections, readings
from desk_app.modules.meters.kinds import METERS
from desk_app.modules.meters.records import MeterReading
from tests.billed_rooms import AREA, bind, day, make_tariff, sums

JANUARY = day("2026-01-01")


@pytest.fixture
def flat(make_room):
    """Return flat A: 96.58 ㎡."""
    return make_room("3-1-502", charged_area=AREA)


@pytest.fixture
def make_meter(desk, flat):
    """Return a function that makes a meter of the flat, read for the first time on 31 December 2025."""

    def make(kind="water", first=0, **values):
        meter = store.save(store.new(METERS, number=f"{kind}-1", kind=kind, room=flat, **values), desk).record
        readings.record_reading(meter.id, first, day("2025-12-31"), 202512, desk, kind="first")
        return meter

    return make


@pytest.fixture
def read(desk):
    """Return a function that reads a meter, in whole units, on the 20th of a month of 2026."""

    def read_(meter, month, units, on=20, kind="read"):
        found = readings.record_reading(
            meter.id, units * 1000, datetime.date(2026, month, on), 202600 + month, desk, kind=kind
        )
        if found.state == "held":
            readings.confirm_reading(found.id, desk)
        return found

    return read_


def run(period, desk):
    """Work a period out and post it."""
    return runs.post_run(runs.make_run(period, desk).id, desk)


def last_bill():
    """Return the last bill that was posted."""
    return Bill.select().order_by(Bill.id.desc()).get()


WATER = {
    "code": "SFX",
    "basis": "meter",
    "unit": "m³",
    "prices": ((JANUARY, 50_000),),
    "tier_prices": ((JANUARY, 1_800_000, 70_000), (JANUARY, 2_600_000, 90_000)),
}


def test_water_goes_through_the_tiers_of_the_year(desk, flat, make_meter, read):
    """V13: 168 m³ used before, 30 now: 12 × 5 + 18 × 7 = 186.00."""
    meter = make_meter()
    bind(desk, flat, make_tariff(desk, tiers="year", **WATER), meter=meter)
    read(meter, 1, 100)
    read(meter, 2, 168)
    read(meter, 3, 198)
    for month in (1, 2, 3):
        run(202600 + month, desk)
    assert [row[3] for row in sums()] == [50000, 34000, 18600]
    told = json.loads(last_bill().workings)
    assert told["tiers"] == [[120_000, 50_000, 6_000], [180_000, 70_000, 12_600]]
    assert told["readings"][0]["value"] == 198_000


def test_tiers_of_the_month_begin_anew(desk, flat, make_meter, read):
    """V14: 305 kWh through 0.52, 0.57 and 0.82 is 176.60, each month."""
    power = make_tariff(
        desk, ((JANUARY, 5_200),), code="DFX", basis="meter", unit="kWh", tiers="month",
        tier_prices=((JANUARY, 1_700_000, 5_700), (JANUARY, 2_600_000, 8_200)),
    )  # fmt: skip
    meter = make_meter("power")
    bind(desk, flat, power, meter=meter)
    read(meter, 1, 305)
    read(meter, 2, 610)
    run(202601, desk)
    run(202602, desk)
    assert [row[3] for row in sums()] == [17660, 17660]


def test_a_multiplier_multiplies(desk, flat, make_meter, read):
    """V14: 35 × 40 × 0.85 = 1,190.00."""
    meter = make_meter("power", first=1_485_000, multiplier=40)
    bind(desk, flat, make_tariff(desk, ((JANUARY, 8_500),), code="DFX", basis="meter"), meter=meter)
    read(meter, 1, 1520)
    run(202601, desk)
    assert sums() == [(202601, "2026-01-01", "2026-01-20", 119000)]


def test_a_swapped_meter_is_charged_in_one_bill(desk, flat, make_meter, read):
    """V13b: 22 + 9 = 31 m³ × 3.60 = 111.60."""
    meter = make_meter(first=1_263_000)
    bind(desk, flat, make_tariff(desk, ((JANUARY, 36_000),), code="SFX", basis="meter"), meter=meter)
    corrections.swap_meter(meter.id, 1_285_000, "water-2", 0, day("2026-01-10"), desk)
    read(meter, 1, 9)
    run(202601, desk)
    bill = last_bill()
    assert (bill.quantity, bill.amount) == (310_000, 11160)


def test_a_minimum_is_charged_where_less_was_used(desk, flat, make_meter, read):
    tariff = make_tariff(desk, ((JANUARY, 36_000),), code="SFX", basis="meter", minimum=50_000)
    meter = make_meter()
    bind(desk, flat, tariff, meter=meter)
    read(meter, 1, 2)
    run(202601, desk)
    assert (last_bill().amount, json.loads(last_bill().workings)["minimum"]) == (1800, 50_000)


def test_no_reading_no_use_and_a_held_reading_are_reasons(desk, flat, make_meter, read):
    meter = make_meter(first=10_000)
    bind(desk, flat, make_tariff(desk, ((JANUARY, 36_000),), code="SFX", basis="meter"), meter=meter)

    def why(period):
        run_ = runs.make_run(period, desk)
        return [skip.reason for skip in SkippedRoom.select().where(SkippedRoom.run == run_.id)]

    assert why(202601) == ["本期没有抄表。"]
    read(meter, 1, 10)
    assert why(202601) == ["本期用量为 0。"]
    held = readings.record_reading(meter.id, 5_000, day("2026-02-20"), 202602, desk)
    assert held.state == "held"
    assert why(202602) == ["读数有异常，还没有核对。"]


def test_a_final_reading_in_a_billed_month_is_billed_by_itself(desk, flat, make_meter, read):
    meter = make_meter()
    bind(desk, flat, make_tariff(desk, ((JANUARY, 36_000),), code="SFX", basis="meter"), meter=meter)
    read(meter, 1, 10)
    run(202601, desk)
    read(meter, 1, 13, on=28, kind="final")
    run(202601, desk)
    assert [(row[1], row[2], row[3]) for row in sums()] == [
        ("2026-01-01", "2026-01-20", 3600),
        ("2026-01-21", "2026-01-28", 1080),
    ]
    with pytest.raises(DeskError, match="没有要出的账单"):
        run(202601, desk)


def test_a_reading_after_the_draft_makes_it_stale(desk, flat, make_meter, read):
    meter = make_meter()
    bind(desk, flat, make_tariff(desk), meter=None)
    draft = runs.make_run(202601, desk)
    later = Desk(desk.actor, lambda: datetime.datetime(2026, 11, 23, 10, 0))
    readings.record_reading(meter.id, 5_000, day("2026-01-20"), 202601, later)
    with pytest.raises(DeskError, match="请重新生成草稿"):
        runs.post_run(draft.id, desk)


def test_shared_costs_are_billed_by_the_pools_parts(desk, make_room):
    """V15b: 652.98 over three flats: 190.77, 206.10, 256.11."""
    from desk_app.modules.billing.kinds import TARIFFS
    from desk_app.modules.billing.records import SharedPeriod, SharedPool, SharedPoolMember

    item = FeeItem.get(FeeItem.code == "GTD")
    tariff = store.save(store.new(TARIFFS, item=item, name="公摊", basis="shared"), desk).record
    rooms = [
        make_room(f"3-1-{n}", charged_area=area)
        for n, area in ((101, 894_000), (102, 965_800), (103, 1_200_200))
    ]
    pool = SharedPool.create(version=1, name="大堂照明", item=item, method="area")
    for room in rooms:
        SharedPoolMember.create(pool=pool, room=room)
        bind(desk, room, tariff)
    draft = runs.make_run(202601, desk)
    assert {skip.reason for skip in SkippedRoom.select()} == {"本期公摊还没有填写，或这套房不参加分摊。"}
    assert draft.bills == 0
    SharedPeriod.create(version=1, pool=pool, period=202601, amount=65298)
    run(202601, desk)
    assert [row[3] for row in sums()] == [19077, 20610, 25611]


def test_a_month_of_two_payers_is_charged_once_each_for_the_readings_of_his_days(
    desk, flat, make_meter, make_person
):
    meter = make_meter()
    tariff = make_tariff(desk, code="SF2", basis="meter", prices=((JANUARY, 50_000),))
    bind(desk, flat, tariff, JANUARY, day("2026-10-20"), meter=meter)
    bind(desk, flat, tariff, day("2026-10-21"), meter=meter, payer=make_person("钱新主", "13800001111"))
    read_at(meter, "2026-10-20", 6, desk, "final")
    read_at(meter, "2026-10-31", 10, desk)
    run(202610, desk)
    assert sums() == [
        (202610, "2026-10-01", "2026-10-20", 3000),
        (202610, "2026-10-21", "2026-10-31", 2000),
    ]


def test_use_that_the_old_payer_was_asked_for_whole_is_not_asked_of_the_new_one(
    desk, flat, make_meter, make_person
):
    meter = make_meter()
    tariff = make_tariff(desk, code="SF2", basis="meter", prices=((JANUARY, 50_000),))
    old = bind(desk, flat, tariff, JANUARY, meter=meter)
    read_at(meter, "2026-10-31", 10, desk)
    run(202610, desk)
    FeeBinding.update(until_on=day("2026-10-20")).where(FeeBinding.id == old.id).execute()
    buyer = make_person("钱新主", "13800001111")
    bind(desk, flat, tariff, day("2026-10-21"), meter=meter, payer=buyer, follows=old)
    assert runs.make_run(202610, desk).bills == 0


def test_without_a_reading_between_the_whole_month_is_asked_of_who_is_bound_at_its_end(
    desk, flat, make_meter, make_person
):
    meter = make_meter()
    tariff = make_tariff(desk, code="SF2", basis="meter", prices=((JANUARY, 50_000),))
    bind(desk, flat, tariff, JANUARY, day("2026-10-20"), meter=meter)
    buyer = make_person("钱新主", "13800001111")
    bind(desk, flat, tariff, day("2026-10-21"), meter=meter, payer=buyer)
    read_at(meter, "2026-10-31", 10, desk)
    run(202610, desk)
    assert [(bill.payer_id, bill.amount) for bill in Bill.select()] == [(buyer.id, 5000)]
    assert [row.reason for row in SkippedRoom.select()] == ["这一期由 2026-10-21 起的绑定出账。"]


def test_an_exit_bill_charges_earlier_months_that_were_not_billed_yet(desk, flat, make_meter):
    settings.change({"bills_from": "202609"}, desk)
    meter = make_meter()
    bind(desk, flat, make_tariff(desk, code="SF2", basis="meter", prices=((JANUARY, 50_000),)), meter=meter)
    read_at(meter, "2026-09-30", 10, desk)
    run(202609, desk)
    read_at(meter, "2026-10-31", 20, desk)
    read_at(meter, "2026-11-05", 21, desk, "final")
    bills = single_bills.bill_to_day(flat.id, day("2026-11-05"), desk)
    assert [(bill.period, bill.amount) for bill in bills] == [(202610, 5000), (202611, 500)]
    assert {str(bill.due_on) for bill in bills} == {"2026-11-30"}
    assert single_bills.missing_to_day(flat.id, day("2026-11-05"), desk) == []


def test_an_exit_bill_tells_of_a_reading_of_an_earlier_month_that_nobody_checked(desk, flat, make_meter):
    settings.change({"bills_from": "202610"}, desk)
    meter = make_meter()
    bind(desk, flat, make_tariff(desk, code="SF2", basis="meter", prices=((JANUARY, 50_000),)), meter=meter)
    held = readings.record_reading(meter.id, 9_000_000, day("2026-10-31"), 202610, desk)
    MeterReading.update(state="held").where(MeterReading.id == held.id).execute()
    (missing,) = single_bills.missing_to_day(flat.id, day("2026-11-05"), desk)
    assert missing == "收费SF2：读数有异常，还没有核对。"


def test_an_exit_bill_misses_nothing_where_nothing_was_used_since_the_last_bill(desk, flat, make_meter):
    settings.change({"bills_from": "202610"}, desk)
    meter = make_meter()
    bind(desk, flat, make_tariff(desk, code="SF2", basis="meter", prices=((JANUARY, 50_000),)), meter=meter)
    read_at(meter, "2026-10-31", 20, desk)
    read_at(meter, "2026-11-05", 20, desk, "final")
    bills = single_bills.bill_to_day(flat.id, day("2026-11-05"), desk)
    assert [(bill.period, bill.amount) for bill in bills] == [(202610, 10000)]


def read_at(meter, on, units, desk, kind="read"):
    """Read a meter, in whole units, on a day; an odd reading is confirmed."""
    read_on = day(on)
    period = read_on.year * 100 + read_on.month
    late = Desk(desk.actor, lambda: datetime.datetime.combine(read_on, datetime.time(17)))
    found = readings.record_reading(meter.id, units * 1000, read_on, period, late, kind=kind)
    if found.state == "held":
        readings.confirm_reading(found.id, late)
