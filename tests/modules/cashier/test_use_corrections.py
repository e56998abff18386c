"""A reading corrected downwards after it was billed, and paid (冲红补差): the bill goes down, the money is freed."""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import runs
from desk_app.modules.billing.records import Bill, Reduction
from desk_app.modules.billing.reduction_kinds import REDUCTIONS
from desk_app.modules.cashier import prepaid
from desk_app.modules.cashier.use_corrections import give_back_use
from desk_app.modules.meters import corrections, readings
from desk_app.modules.meters.kinds import METERS
from tests.billed_rooms import bind, make_tariff

FIRST = datetime.date(2026, 9, 1)


@pytest.fixture
def make_meter(desk, room):
    """Return a function that binds a water meter of the room to a tariff, reads 0 → 100 → 130 m³, and bills October."""

    def make(**tariff):
        meter = store.save(store.new(METERS, number="S-502", kind="water", room=room), desk).record
        priced = {"prices": ((FIRST, 36_000),), "code": "SFX", "basis": "meter", "unit": "m³"} | tariff
        bind(desk, room, make_tariff(desk, **priced), FIRST, meter=meter)
        for month, units, kind in ((8, 0, "first"), (9, 100, "read"), (10, 130, "read")):
            on = datetime.date(2026, month, 20)
            found = readings.record_reading(meter.id, units * 1000, on, 202600 + month, desk, kind=kind)
            if found.state == "held":
                readings.confirm_reading(found.id, desk)
        runs.post_run(runs.make_run(202610, desk).id, desk)
        return meter

    return make


@pytest.fixture
def correct(desk, cashier):
    """Return a function that corrects the meter's last reading and gives back what was charged too much."""

    def do(meter, units):
        last = readings.usage_of(meter.id, 202610)[-1]
        made = corrections.correct_reading(last.id, units * 1000, desk, "看错")
        return made, give_back_use(made, reason="看错", desk=cashier, approved_by="孙经理")

    return do


def asked():
    bill = Bill.get()
    return bill.amount, bill.reduced, bill.paid


def test_what_was_paid_for_water_not_used_is_freed(make_meter, correct, pay, cashier, room):
    """30 m³ × 3.60 = 108.00 was paid; right are 24 m³, 86.40: 21.60 go into prepaid money."""
    meter = make_meter()
    pay(10800, cashier)
    made, given = correct(meter, 124)
    assert (given.less, given.freed) == (2160, 2160)
    assert asked() == (10800, 2160, 8640)
    assert prepaid.balance(room.id) == 2160
    again = give_back_use(made, reason="看错", desk=cashier, approved_by="孙经理")
    assert (again.less, again.receipt, Reduction.select().count()) == (2160, given.receipt, 1)


def test_what_is_not_paid_is_only_reduced(make_meter, correct):
    given = correct(make_meter(), 124)[1]
    assert (given.less, given.freed, given.receipt) == (2160, 0, None)
    assert asked() == (10800, 2160, 0)


def test_the_tiers_are_gone_through_anew(make_meter, correct, pay, cashier):
    """100 + 30 m³ of the year, from 120 at 5.00: 20 × 3.60 + 10 × 5.00 = 122.00; right are 24: 20 × 3.60 + 4 × 5.00."""
    meter = make_meter(tiers="year", tier_prices=((FIRST, 1_200_000, 50_000),))
    pay(12200, cashier)
    assert correct(meter, 124)[1].less == 3000
    assert asked() == (12200, 3000, 9200)


def test_a_minimum_is_charged_all_the_same(make_meter, correct):
    given = correct(make_meter(minimum=280_000), 124)[1]
    assert given.less == 10800 - 10080
    assert correct(readings.find_meter(1), 120)[1] == type(given)(0, None)


def test_corrected_twice_the_second_takes_off_the_rest(make_meter, correct, pay, cashier, room):
    meter = make_meter()
    pay(10800, cashier)
    assert [correct(meter, 124)[1].less, correct(meter, 121)[1].less] == [2160, 1080]
    assert (asked(), prepaid.balance(room.id)) == ((10800, 3240, 7560), 3240)


def test_corrected_up_again_the_reduction_is_taken_back_first(
    make_meter, correct, pay, cashier, manager, room
):
    meter = make_meter()
    pay(10800, cashier)
    correct(meter, 124)
    last = readings.usage_of(meter.id, 202610)[-1]
    made = corrections.correct_reading(last.id, 127_000, cashier, "又看错")
    ask = {"reason": "又看错", "desk": cashier, "approved_by": "孙经理"}
    with pytest.raises(DeskError, match=r"更正后少收 10\.80 元.*请先撤销那张减免单"):
        give_back_use(made, **ask)
    first = Reduction.get()
    store.apply(REDUCTIONS, "take_back", first.id, first.version, manager, reason="又看错")
    give_back_use(made, **ask)
    prepaid.offset_room(room.id, cashier)
    assert (asked(), prepaid.balance(room.id)) == ((10800, 1080, 9720), 1080)


def test_a_meter_without_bills_of_its_own_is_told(make_meter, correct, desk):
    meter = make_meter()
    Bill.update(state="void").execute()
    made = corrections.Correction(1, meter.id, 202610, 30_000, 24_000)
    with pytest.raises(DeskError, match="这块表本期没有单独的账单"):
        give_back_use(made, reason="看错", desk=desk, approved_by="孙经理")
