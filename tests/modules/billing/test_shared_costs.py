"""公摊：总表与金额、谁分摊、按什么分、分完等于总数"""

import datetime

import pytest

from desk_app.kernel import settings, store
from desk_app.kernel.errors import DeskError, InvalidRecord, TransitionRefused
from desk_app.modules.billing import run_checks, runs, shared_costs, single_bills
from desk_app.modules.billing.kinds import FEE_ITEMS
from desk_app.modules.billing.pools import SHARED_PERIODS, SHARED_POOLS
from desk_app.modules.billing.records import (
    Bill,
    FeeBinding,
    FeeItem,
    SharedPeriod,
    SharedPoolMember,
    SharedPoolMeter,
)
from desk_app.modules.billing.shared_papers import shared_values
from desk_app.modules.estate.kinds import BUILDINGS, ROOMS
from desk_app.modules.meters import readings
from desk_app.modules.meters.kinds import METERS
from tests.billed_rooms import bind, day, make_tariff

PERIOD = 202610


@pytest.fixture
def item(desk):
    """Return the item of shared power."""
    there = FeeItem.get_or_none(FeeItem.code == "GTD")
    if there is not None:
        return there
    return store.save(store.new(FEE_ITEMS, code="GTD", name="公摊电费", nature="agency"), desk).record


@pytest.fixture
def flats(make_room):
    """Return a function that makes the flats of building 3, one for each area in 0.01 ㎡."""

    def make(*areas, **values):
        return [
            make_room(f"3-1-{floor}01", built_area=area * 100, **values)
            for floor, area in enumerate(areas, 1)
        ]

    return make


@pytest.fixture
def make_pool(desk, item):
    """Return a function that makes a pool of building 3; `members` are (room, coefficient)."""

    def make(members=(), meters=(), **values):
        block = store.find_by(BUILDINGS, name="3")
        values = {"name": "大堂照明", "building": block.record if block else None} | values
        draft = store.new(SHARED_POOLS, item=item, **values)
        draft.rows["members"] = [SharedPoolMember(room=room, coefficient=ratio) for room, ratio in members]
        draft.rows["meters"] = [SharedPoolMeter(meter=meter, is_taken_off=off) for meter, off in meters]
        return store.save(draft, desk).record

    return make


@pytest.fixture
def cost(desk):
    """Return a function that writes down what a pool cost in the period."""

    def cost_(pool, **values):
        return store.save(store.new(SHARED_PERIODS, pool=pool, period=PERIOD, **values), desk)

    return cost_


@pytest.fixture
def counted(desk):
    """Return a function that makes a power meter which counted so many units in the period."""

    def counted_(number, units, room=None, **values):
        values = {"kind": "power", "place": "电井"} | values
        meter = store.save(store.new(METERS, number=number, room=room, **values), desk).record
        days = (datetime.date(2026, 9, 25), datetime.date(2026, 10, 25))
        for read_on, value in zip(days, (1000, 1000 + units), strict=True):
            readings.record_reading(meter.id, value * 1000, read_on, read_on.year * 100 + read_on.month, desk)
        return meter

    return counted_


def fen(item):
    return [amount for amount, _workings in shared_costs.shares_of(item, PERIOD).values()]


def test_lobby_power_from_the_main_meter_to_one_flat(flats, make_pool, counted, item):
    """V15: 1236 kWh × 0.5283 = 652.98 over 5847.32 ㎡: the flat of 96.58 ㎡ pays 10.79, and all add up."""
    rooms = flats(9658, *[9744] * 58, 584732 - 9658 - 58 * 9744)
    make_pool(meters=[(counted("Z-3", 1236), False)], price=5283)
    shares = shared_costs.shares_of(item, PERIOD)
    amount, workings = shares[rooms[0].id]
    assert amount == 1079
    assert sum(fen(item)) == 65298
    assert shared_costs.explain_shares(workings) == (
        "大堂照明（按面积）652.98 元 × 96.58 ÷ 5847.32 = 10.79 元"
    )


def test_the_fen_left_over_goes_to_the_largest_remainder(flats, make_pool, cost, item):
    """V15b."""
    flats(8940, 9658, 12002)
    cost(make_pool(), amount=65298)
    assert fen(item) == [19077, 20610, 25611]


@pytest.mark.parametrize(
    ("count", "parts"), [(3, [3334, 3333, 3333]), (7, [1429, 1429, 1429, 1429, 1428, 1428, 1428])]
)
def test_equal_flats_take_the_left_over_fen_in_order_of_rooms(flats, make_pool, cost, item, count, parts):
    """V15c."""
    flats(*[9000] * count)
    cost(make_pool(method="households"), amount=10000)
    assert fen(item) == parts


def test_the_ground_floor_has_no_part_in_the_lift(flats, make_pool, cost, item):
    first, second, third = flats(9000, 9000, 9000)
    cost(make_pool(members=[(first, 0), (third, 15_000)]), amount=10000)
    shares = shared_costs.shares_of(item, PERIOD)
    assert first.id not in shares
    assert (shares[second.id][0], shares[third.id][0]) == (4000, 6000)


def test_rooms_of_other_buildings_share_where_they_are_listed(flats, make_pool, make_room, cost, item):
    flats(9000)
    other = make_room("4-1-101", built_area=9000 * 100)
    make_room("4-1-102", built_area=9000 * 100)
    cost(make_pool(members=[(other, 10_000)]), amount=10001)
    assert shared_costs.shares_of(item, PERIOD)[other.id][0] == 5000


@pytest.mark.parametrize(("shares", "parts"), [(True, [5000, 5000]), (False, [10000])])
def test_a_vacant_flat_shares_unless_the_pool_says_otherwise(make_room, make_pool, cost, item, shares, parts):
    make_room("3-1-101", built_area=900_000)
    make_room("3-1-102", built_area=900_000, state="vacant")
    cost(make_pool(vacant_shares=shares), amount=10000)
    assert fen(item) == parts


def test_parking_spaces_of_the_building_do_not_share(flats, make_room, make_pool, cost, item):
    flats(9000)
    make_room("3-B-001", use="parking", built_area=120_000)
    cost(make_pool(), amount=10000)
    assert fen(item) == [10000]


def test_sub_meters_are_taken_off_the_main_meter(flats, make_pool, counted, item):
    flats(9000)
    main, shop = counted("Z-1", 1000), counted("Z-2", 400)
    pool = make_pool(meters=[(main, False), (shop, True)], price=5000)
    found = shared_costs.cost_of(pool, PERIOD)
    assert (found.quantity, found.amount) == (600_000, 30000)


def test_sharing_by_use_takes_each_rooms_own_meter(flats, make_pool, counted, cost, item):
    first, second = flats(9000, 9000)
    main = counted("Z-1", 1000)
    counted("D-1", 30, first, place=None)
    counted("D-2", 10, second, place=None)
    make_pool(meters=[(main, False)], price=1000, method="usage")
    assert fen(item) == [7500, 2500]


def test_lift_coefficients_of_rooms_are_used_where_none_is_listed(make_room, make_pool, cost, item):
    make_room("3-1-101", lift_ratio=0)
    make_room("3-1-201", lift_ratio=10_000)
    make_room("3-1-301", lift_ratio=30_000)
    cost(make_pool(method="coefficient"), amount=10000)
    assert fen(item) == [2500, 7500]


def test_two_pools_of_an_item_add_up_in_one_room(flats, make_pool, cost, item):
    room = flats(9000)[0]
    cost(make_pool(name="大堂照明"), amount=1000)
    cost(make_pool(name="电梯用电"), amount=234)
    amount, workings = shared_costs.shares_of(item, PERIOD)[room.id]
    assert (amount, [share["share"] for share in workings["shares"]]) == (1234, [1000, 234])


def test_what_is_missing_is_named(make_room, make_pool, counted, cost, item, desk):
    make_room("3-1-101")
    pool = make_pool()
    assert shared_costs.shares_of(item, PERIOD) == {}
    assert shared_costs.pools_without_figures(PERIOD) == [(pool, "没有 2026-10 的金额")]
    cost(pool, amount=10000)
    with pytest.raises(DeskError, match="3-1-101 没有面积"):
        shared_costs.shares_of(item, PERIOD)


def test_an_unread_main_meter_is_named(flats, make_pool, desk, item):
    flats(9000)
    meter = store.save(store.new(METERS, number="Z-9", kind="power", place="电井"), desk).record
    make_pool(meters=[(meter, False)], price=5283)
    with pytest.raises(DeskError, match="Z-9 在 2026-10 还没有抄表"):
        shared_costs.shares_of(item, PERIOD)


def test_a_pool_nobody_shares_is_refused(desk, item):
    with pytest.raises(InvalidRecord, match="分摊楼栋"):
        store.save(store.new(SHARED_POOLS, item=item, name="空"), desk)


def test_a_raise_of_the_price_keeps_periods_written_down(flats, make_pool, counted, desk, item):
    flats(9000)
    pool = make_pool(meters=[(counted("Z-1", 100), False)], price=5000)
    assert [row.pool_id for row in shared_costs.open_period(PERIOD, desk)] == [pool.id]
    draft = store.load(SHARED_POOLS, pool.id)
    draft.record.price = 6000
    store.save(draft, desk)
    assert fen(item) == [5000]
    assert len(shared_costs.open_period(PERIOD, desk)) == 1


def test_a_main_meters_reading_stays_once_its_pool_was_billed(flats, make_pool, counted, item, desk):
    from desk_app.modules.billing import ledger

    room = flats(9000)[0]
    meter = counted("Z-1", 100)
    make_pool(meters=[(meter, False)], price=5000)
    last = readings.usage_of(meter.id, PERIOD)[0]
    days = (datetime.date(2026, 10, 1), datetime.date(2026, 10, 31), datetime.date(2026, 11, 30))
    ledger.post_bill(room.id, item.id, 5000, *days, desk)
    with pytest.raises(TransitionRefused, match="已经出账"):
        readings.void_reading(last.id, desk, "看错")


def test_the_announcement_tells_use_price_sum_and_what_it_is_each(flats, make_pool, counted, desk, item):
    flats(9658, 584732 - 9658)
    make_pool(meters=[(counted("Z-3", 1236), False)], price=5283, scope="3 栋全体")
    shared_costs.open_period(PERIOD, desk)
    values = shared_values(store.load(SHARED_PERIODS, SharedPeriod.get().id))
    row = values["rows"][0]
    assert (values["period"], values["total"]) == ("2026-10", 65298)
    assert (row["quantity"], row["price"], row["base"], row["each"]) == (
        "1236",
        "0.5283",
        "5847.32 ㎡",
        "0.1117",
    )


def test_a_month_of_two_payers_is_asked_for_once_of_who_is_bound_at_its_end(
    desk, flats, make_pool, cost, item, make_person
):
    (flat,) = flats(9658)
    tariff = make_tariff(desk, item=item, basis="shared", prices=())
    buyer = make_person("钱新主", "13800001111")
    old = bind(desk, flat, tariff, until_on=day("2026-10-20"))
    bind(desk, flat, tariff, day("2026-10-21"), payer=buyer, follows=old)
    cost(make_pool(), amount=10000)
    runs.post_run(runs.make_run(PERIOD, desk).id, desk)
    assert [(bill.payer_id, bill.amount) for bill in Bill.select()] == [(buyer.id, 10000)]


def test_what_an_exit_bill_asked_of_the_seller_is_not_asked_of_the_buyer(
    desk, flats, make_pool, cost, item, make_person
):
    settings.change({"bills_from": str(PERIOD)}, desk)
    (flat,) = flats(9658)
    tariff = make_tariff(desk, item=item, basis="shared", prices=())
    old = bind(desk, flat, tariff)
    cost(make_pool(), amount=10000)
    (bill,) = single_bills.bill_to_day(flat.id, day("2026-10-20"), desk)
    assert bill.amount == 10000
    FeeBinding.update(until_on=day("2026-10-20")).where(FeeBinding.id == old.id).execute()
    buyer = make_person("钱新主", "13800001111")
    bind(desk, flat, tariff, day("2026-10-21"), payer=buyer, follows=old)
    assert runs.make_run(PERIOD, desk).bills == 0


def test_rooms_that_share_and_are_not_bound_are_told_with_what_nobody_pays(
    desk, flats, make_pool, cost, item
):
    first, second, third = flats(9000, 9000, 9000)
    tariff = make_tariff(desk, (), item=item, basis="shared")
    bind(desk, first, tariff, day("2026-01-01"))
    bind(desk, second, tariff, day("2026-01-01"), day("2026-09-30"))
    bind(desk, third, make_tariff(desk), day("2026-10-01"))
    cost(make_pool(), amount=10000)
    (found,) = [one for one in run_checks.check_before(PERIOD) if one.sort == "unshared"]
    assert found.text == "公摊电费有 2 户参加分摊，没有绑定，合计 66.66 元没有人承担。"
    assert found.detail == "3-1-201、3-1-301"
    draft = runs.make_run(PERIOD, desk)
    assert ("3-1-301", "参加公摊，应摊 33.33 元，没有绑定这个收费项目。") in [
        (str(skip.room), skip.reason) for skip in run_checks.skips_of(draft)
    ]
    bind(desk, second, tariff, day("2026-10-01"))
    bind(desk, third, tariff, day("2026-10-01"))
    assert not [one for one in run_checks.check_before(PERIOD) if one.sort == "unshared"]


def test_what_was_shared_out_stays_as_it_was_while_its_bills_hold(desk, flats, make_pool, cost, item):
    (room,) = flats(9000)
    bind(desk, room, make_tariff(desk, (), item=item, basis="shared"), day("2026-10-01"))
    kept = cost(make_pool(), amount=10000).record
    run = runs.post_run(runs.make_run(PERIOD, desk).id, desk)

    def change(**values):
        draft = store.load(SHARED_PERIODS, kept.id)
        for name, value in values.items():
            setattr(draft.record, name, value)
        return store.save(draft, desk)

    with pytest.raises(InvalidRecord, match="这一期的公摊已经出账"):
        change(amount=15000)
    with pytest.raises(InvalidRecord, match="这一期的公摊已经出账"):
        cost(make_pool(name="电梯"), amount=500)
    change(note="已公示")
    runs.undo_run(run.id, desk, "金额录错")
    change(amount=15000)
    assert fen(item) == [15000]


def test_a_draft_is_stale_once_a_room_shares_no_more(desk, flats, make_pool, cost, item):
    rooms = flats(9000, 9000)
    tariff = make_tariff(desk, (), item=item, basis="shared")
    for room in rooms:
        bind(desk, room, tariff, day("2026-10-01"))
    cost(make_pool(vacant_shares=False), amount=10000)
    draft = runs.make_run(PERIOD, desk)
    leaving = store.load(ROOMS, rooms[0].id)
    leaving.record.state = "vacant"
    store.save(leaving, desk)
    with pytest.raises(DeskError, match="请重新生成草稿"):
        runs.post_run(draft.id, desk)
    again = runs.make_run(PERIOD, desk)
    settings.change({"bill_due_days": "20"}, desk)
    with pytest.raises(DeskError, match="缴费期限"):
        runs.post_run(again.id, desk)
