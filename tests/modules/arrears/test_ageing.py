"""账龄: debts by age, and the count kept for the first page."""

import datetime

import peewee
import pytest

from desk_app.modules.arrears import ageing, summary
from desk_app.modules.billing import holds, ledger
from desk_app.modules.billing.records import Bill
from tests.modules.arrears.conftest import on

TODAY = on("2026-11-23")
AGES = [bucket.name for bucket in ageing.BUCKETS]


def ages(row):
    return {name: fen for name, fen in zip(AGES, row.ages, strict=True) if fen}


@pytest.mark.parametrize(
    ("due", "age"),
    [
        ("2026-11-22", "0-30"),
        ("2026-10-24", "0-30"),
        ("2026-10-23", "31-90"),
        ("2026-08-25", "31-90"),
        ("2026-08-24", "91-180"),
        ("2026-05-27", "91-180"),
        ("2026-05-26", "181-365"),
        ("2025-11-23", "181-365"),
        ("2025-11-22", "1-2y"),
        ("2024-11-23", "1-2y"),
        ("2024-11-22", "2-3y"),
        ("2023-11-23", "2-3y"),
        ("2023-11-22", ">3y"),
    ],
)
def test_a_debt_has_the_age_of_its_days_overdue(owe, room, due, age):
    owe(12345, due)
    assert ages(ageing.of_room(room.id, TODAY)) == {age: 12345}


def test_what_is_due_today_or_later_is_no_debt_yet(owe, room):
    owe(100, "2026-11-23")
    owe(100, "2026-12-31")
    assert ageing.by_room(TODAY) == []
    assert ageing.of_room(room.id, TODAY).total == 0


def test_held_bills_are_counted_apart_and_paid_ones_not_at_all(owe, room, desk):
    owe(1000, "2026-10-31")
    held = owe(500, "2026-09-30")
    paid = owe(700, "2026-08-31")
    holds.hold_bill(held.id, desk, "对计费面积有异议")
    ledger.settle({paid.id: 700})
    ledger.settle({held.id: 100})
    (row,) = ageing.by_room(TODAY)
    assert (ages(row), row.held, row.bills, row.total) == ({"0-30": 1000}, 400, 2, 1000)
    assert row.first_due_on == on("2026-09-30")


def test_a_deposit_is_never_arrears(owe, items, room):
    bill = owe(100, "2026-10-31")
    with pytest.raises(peewee.IntegrityError):
        Bill.update(item=items["ZX3"]).where(Bill.id == bill.id).execute()
    Bill.insert(
        period=202609, room=room, item=items["ZX3"], from_on=on("2026-09-01"), until_on=on("2026-09-30"),
        amount=3000_00, due_on=on("2026-09-30"), posted_at=datetime.datetime(2026, 9, 1),
    ).execute()  # fmt: skip
    assert ageing.of_room(room.id, TODAY).total == 100


@pytest.fixture
def two_buildings(owe, room, make_room, make_person):
    """3-1-502 and 3-1-601 owe, and 10-1-101, whose water somebody else pays."""
    upstairs, far = make_room("3-1-601"), make_room("10-1-101")
    tenant = make_person("李四")
    owe(1000, "2026-10-31")
    owe(2000, "2025-10-31", of=upstairs)
    owe(300, "2026-10-31", "SF", of=far, payer_id=tenant.id)
    owe(40, "2022-10-31", of=far)
    return room, upstairs, far


def test_the_sums_agree_however_they_are_grouped(two_buildings):
    room, upstairs, far = two_buildings
    rooms = ageing.by_room(TODAY)
    assert [(row.key, row.name, row.total) for row in rooms] == [
        (room.id, "3-1-502", 1000),
        (upstairs.id, "3-1-601", 2000),
        (far.id, "10-1-101", 340),
    ]
    buildings = ageing.by_building(TODAY)
    assert [(row.name, row.total) for row in buildings] == [("3栋", 3000), ("10栋", 340)]
    assert [(row.name, row.total) for row in ageing.by_item(TODAY)] == [("水费", 300), ("物业服务费", 3040)]
    assert [(row.name, row.total) for row in ageing.by_payer(TODAY)] == [("", 3040), ("李四", 300)]
    whole = ageing.total_of(rooms)
    for rows in (ageing.by_item(TODAY), ageing.by_payer(TODAY)):
        assert ageing.total_of(rows) == whole
    assert ageing.total_of(buildings).ages == whole.ages


def test_one_building_or_one_item_can_be_asked_for(two_buildings, items):
    _room, _upstairs, far = two_buildings
    assert [row.name for row in ageing.by_room(TODAY, building_id=far.building_id)] == ["10-1-101"]
    assert [(row.name, row.total) for row in ageing.by_room(TODAY, item_id=items["SF"].id)] == [
        ("10-1-101", 300)
    ]


def test_the_statement_runs_on_the_index_of_open_bills_and_sorts_nothing(two_buildings, office):
    found = ageing._debts(TODAY, Bill.room)
    sql, values = peewee.Select([found], [found.c.key]).sql()
    plan = [row[3] for row in office.book.database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert sum("COVERING INDEX bill_open" in line for line in plan) == 2
    assert not any("TEMP B-TREE" in line for line in plan)


# -- the count for the first page --------------------------------------------------------------------------------


def test_before_the_first_count_there_is_none(desk):
    assert summary.overview() is None


def test_the_count_says_what_the_live_ageing_says(two_buildings, desk):
    summary.rebuild(desk)
    counted = summary.overview()
    assert counted.counted_on == TODAY
    assert [(row.name, row.ages) for row in counted.buildings] == [
        (row.name, row.ages) for row in ageing.by_building(TODAY)
    ]
    assert summary.of_rooms() == ageing.by_room(TODAY)
    assert counted.total.total == 3340


def test_it_is_made_anew_when_something_was_written_or_the_day_is_another(two_buildings, desk, owe, later):
    assert summary.refresh(desk)
    assert not summary.refresh(desk)
    owe(5, "2026-11-01")
    assert summary.refresh(desk)
    assert summary.overview().total.total == 3345
    assert summary.refresh(later(1))
    assert summary.overview().counted_on == on("2026-11-24")
