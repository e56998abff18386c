"""V13c, V13d, V16 and V23 of domain.md 3.16 from the program's own bills: bound, read, run, paid, in one book."""

import datetime

import pytest

from desk_app.kernel import money, settings, store
from desk_app.modules.billing import reductions, runs
from desk_app.modules.billing.records import Bill, FeeBinding, FeeItem, Reduction
from desk_app.modules.cashier import deposits, payments
from desk_app.modules.cashier.collection import rates, show_rate
from desk_app.modules.cashier.deposits import DepositPart, DepositTaken
from desk_app.modules.cashier.payments import Payment, new_request
from desk_app.modules.cashier.roll_forward import roll_forward
from desk_app.modules.cashier.tenders import Tender
from desk_app.modules.meters import readings
from desk_app.modules.meters.kinds import METERS
from tests.billed_rooms import AREA, bind, day, fill_rooms, make_tariff


def run(period, desk, **values):
    """Work a period out and post it."""
    return runs.post_run(runs.make_run(period, desk, **values).id, desk)


@pytest.fixture
def flat(make_room):
    """Return flat A: 96.58 ㎡."""
    return make_room("3-1-502", charged_area=AREA)


# -- a household's statement -----------------------------------------------------------------------------------------


@pytest.fixture
def household(desk, flat):
    """Bind gas, power, water, rubbish by the water, and two fees a month; return a function that reads a meter."""
    meters = {}
    for kind, first in (("gas", 100_000), ("power", 1_000_000), ("water", 1_242_000)):
        meters[kind] = store.save(store.new(METERS, number=f"{kind}-1", kind=kind, room=flat), desk).record
        readings.record_reading(meters[kind].id, first, day("2025-12-31"), 202512, desk, kind="first")
    start = day("2026-01-01")
    for code, kind, price in (
        ("M1", "gas", 35_000),
        ("M2", "power", 6_800),
        ("M3", "water", 36_000),
        ("M4", "water", 5_900),
    ):
        bind(desk, flat, make_tariff(desk, ((start, price),), code, basis="meter"), start, meter=meters[kind])
    for code, price in (("F1", 1_836_000), ("F2", 291_000)):
        bind(desk, flat, make_tariff(desk, ((start, price),), code, basis="fixed"), start)

    def read(kind, value, month):
        found = readings.record_reading(
            meters[kind].id, value, datetime.date(2026, month, 25), 202600 + month, desk
        )
        if found.state == "held":
            readings.confirm_reading(found.id, desk)

    return read


def of_periods(*periods):
    """Return the fen of the periods' bills by the item's code."""
    found = {}
    query = Bill.select(Bill, FeeItem).join(FeeItem).where(Bill.period.in_(periods))
    for bill in query.order_by(Bill.period, FeeItem.code):
        found[bill.item.code] = found.get(bill.item.code, 0) + bill.amount
    return found


def test_v13c_a_month_of_six_fees_is_712_41(desk, household):
    """Half even would give 83.54 of gas, and 712.40."""
    for kind, value in (("gas", 123_870), ("power", 1_482_600), ("water", 1_263_000)):
        household(kind, value, 1)
    run(202601, desk)
    lines = of_periods(202601)
    assert lines == {"M1": 8355, "M2": 32817, "M3": 7560, "M4": 1239, "F1": 18360, "F2": 2910}
    assert sum(lines.values()) == 71241


def test_v13d_two_months_of_fees_and_their_use_are_1558_19(desk, household):
    """The hand-made statement wrote 114.06 and lost 30 yuan."""
    for kind, value in (("gas", 123_870), ("power", 1_482_600), ("water", 1_263_000)):
        household(kind, value, 1)
    run(202601, desk)
    run(202602, desk)  # nobody read the meters
    for kind, value in (("gas", 165_030), ("power", 2_745_600), ("water", 1_294_000)):
        household(kind, value, 3)
    run(202603, desk)
    lines = of_periods(202602, 202603)
    assert lines == {"M1": 14406, "M2": 85884, "M3": 11160, "M4": 1829, "F1": 36720, "F2": 5820}
    assert sum(lines.values()) == 155819


# -- a renovation ----------------------------------------------------------------------------------------------------


def test_v16_what_a_renovation_costs_before_it_begins_is_3826_06(desk, flat, items, sit):
    begins_on = day("2026-11-20")
    for code, basis, price, count in (
        ("ZX1", "area", 20_000, 1),
        ("ZX2", "area", 50_000, 1),
        ("ZX5", "fixed", 50_000, 6),
    ):
        tariff = make_tariff(desk, ((day("2026-01-01"), price),), item=items[code], code=code, basis=basis)
        bind(desk, flat, tariff, begins_on, count=count)
    run(202611, desk)
    bills = list(Bill.select().order_by(Bill.amount))
    assert [bill.amount for bill in bills] == [3000, 19316, 48290]
    fees = payments.take_payment(
        Payment(
            room_id=flat.id,
            payer_name="张伟",
            request=new_request(),
            picks=tuple((bill.id, bill.amount) for bill in bills),
            tenders=(Tender("cash", sum(bill.amount for bill in bills)),),
        ),
        sit(),
    )
    passes = DepositPart(items["ZX4"].id, 6 * 2000)
    held = deposits.take_deposit(
        DepositTaken(
            room_id=flat.id,
            item_id=items["ZX3"].id,
            amount=300000,
            payer_name="张伟",
            request=new_request(),
            tenders=(Tender("cash", 312000),),
            also=(passes,),
        ),
        sit(),
    )
    assert (fees.total, held.total, fees.total + held.total) == (70606, 312000, 382606)
    assert money.in_capitals(fees.total + held.total) == "叁仟捌佰贰拾陆元零陆分"


# -- a month of a hundred flats --------------------------------------------------------------------------------------


def test_v23_the_month_of_a_hundred_flats_ends_with_217_179_50(desk, sit, items):
    """September's 214,800.00 stand open; October's 452,310.00 are billed, let off, and paid for in part."""
    settings.change({"bills_from": "202609"}, desk)
    clerk = sit("赵会计", "accountant", on="2026-09-05")
    wy = items["WY"]
    old = make_tariff(desk, ((day("2026-09-01"), 21_480_000),), item=wy, code="WY", name="旧", basis="fixed")
    new = make_tariff(desk, ((day("2026-10-01"), 45_231_000),), item=wy, code="WY", name="新", basis="fixed")
    rooms = fill_rooms(100, [old], from_on=day("2026-09-01"))
    FeeBinding.update(until_on=day("2026-09-30")).execute()
    for room_id in rooms:
        bind(desk, room_id, new, day("2026-10-01"))
    run(202609, clerk)
    run(202610, sit("赵会计", "accountant", on="2026-10-05"))
    bills = {(bill.room_id, bill.period): bill for bill in Bill.select()}

    waived = Reduction.create(
        room=rooms[99], item=wy, kind="service", amount=231000, cause="停水", state="approved"
    )
    manager = sit("孙经理", "manager", on="2026-10-10")
    assert reductions.set_against(waived, [bills[rooms[99], 202610]], manager) == 231000

    def pay(room_id, period, fen):
        payments.take_payment(
            Payment(
                room_id=room_id,
                payer_name="住户",
                request=new_request(),
                picks=((bills[room_id, period].id, fen),),
                tenders=(Tender("transfer", fen, new_request()),),
            ),
            sit("王芳", on="2026-10-20"),
        )

    for number in range(85):  # 384,463.50
        pay(rooms[number], 202610, 452310)
    pay(rooms[85], 202610, 195700)
    for number in range(28):  # 60,144.00
        pay(rooms[number], 202609, 214800)
    pay(rooms[28], 202609, 105600)

    month = roll_forward(202610)
    total = month.total
    assert month.difference == 0
    assert (total.opening, total.billed, total.reduced) == (21480000, 45231000, 231000)
    assert (total.current, total.old, total.closing) == (38642050, 6120000, 21717950)
    assert [show_rate(rate.rate) for rate in rates(total.collection)] == ["85.87%", "28.49%", "67.33%"]
