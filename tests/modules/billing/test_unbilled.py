"""Days that no run asked for, told before the next run and before a month is closed."""

import pytest

from desk_app.kernel import settings
from desk_app.modules.billing import runs
from desk_app.modules.billing.ledger import post_bill
from desk_app.modules.billing.unbilled import unbilled_before
from tests.billed_rooms import AREA, RATE, bind, day, make_tariff


@pytest.fixture
def flat(make_room):
    """Return flat A: 96.58 ㎡."""
    return make_room("3-1-502", charged_area=AREA)


def run(period, desk, **values):
    """Work a period out and post it."""
    return runs.post_run(runs.make_run(period, desk, **values).id, desk)


def left(period):
    """Return (first, last, months) of what is not billed."""
    return [(str(one.first), str(one.last), one.months) for one in unbilled_before(period)]


def test_months_a_binding_began_before_the_first_run_are_told_until_they_are_billed(desk, flat):
    bound = bind(desk, flat, make_tariff(desk), day("2025-03-18"))
    (found,) = unbilled_before(202506)
    assert (found.room_id, found.item_id, found.binding_id) == (flat.id, bound.tariff.item_id, bound.id)
    assert left(202506) == [("2025-03-18", "2025-05-31", 3)]
    assert left(202503) == []
    run(202504, desk)
    assert left(202506) == [("2025-03-18", "2025-03-31", 1), ("2025-05-01", "2025-05-31", 1)]
    run(202503, desk)
    run(202505, desk)
    assert left(202506) == []


def test_part_of_a_month_that_was_left_out_is_told(desk, flat):
    bound = bind(desk, flat, make_tariff(desk), day("2025-03-01"), day("2025-04-10"))
    run(202503, desk)
    run(202504, desk)
    type(bound).update(until_on=day("2025-04-30")).where(type(bound).id == bound.id).execute()
    assert left(202505) == [("2025-04-11", "2025-04-30", 1)]


def test_what_was_billed_before_the_program_came_is_not_told(desk, flat):
    bind(desk, flat, make_tariff(desk), day("2019-06-01"))
    settings.change({"bills_from": "202504"}, desk)
    assert left(202505) == [("2025-04-01", "2025-04-30", 1)]
    run(202504, desk)
    assert left(202505) == []


def test_days_that_an_opening_bill_asks_for_are_not_told(desk, flat):
    tariff = make_tariff(desk)
    bind(desk, flat, tariff, day("2025-01-01"))
    post_bill(flat.id, tariff.item_id, 68088, day("2025-01-01"), day("2025-03-31"), day("2025-03-31"), desk)
    assert left(202505) == [("2025-04-01", "2025-04-30", 1)]


def test_a_month_whose_bill_is_void_is_told(desk, flat):
    bind(desk, flat, make_tariff(desk), day("2025-03-01"))
    made = run(202503, desk)
    assert left(202504) == []
    runs.undo_run(made.id, desk, "错了")
    assert left(202504) == [("2025-03-01", "2025-03-31", 1)]


def test_a_quarter_and_a_month_of_the_rooms_own_are_billed_as_far_as_they_are_begun(desk, flat, make_room):
    other = make_room("3-1-503", charged_area=AREA)
    bind(desk, flat, make_tariff(desk, cycle="3"), day("2025-01-01"))
    bind(desk, other, make_tariff(desk, code="TC", name="月"), day("2025-01-15"), anchor_on=day("2025-01-15"))
    run(202501, desk)
    assert left(202502) == []
    assert left(202503) == [("2025-02-15", "2025-02-28", 1)]
    run(202502, desk)
    assert left(202503) == left(202503) == []


def test_a_fee_asked_once_is_told_while_nobody_asked_for_it(desk, flat):
    bind(desk, flat, make_tariff(desk, cycle="once", basis="fixed"), day("2025-03-10"))
    assert left(202503) == []
    assert left(202506) == [("2025-03-10", "2025-03-10", 1)]
    run(202503, desk)
    assert left(202506) == []


def test_days_without_a_price_to_pay_are_not_told(desk, flat, make_room):
    free = make_tariff(desk, ((day("2025-01-01"), 0), (day("2025-03-01"), RATE)))
    bind(desk, flat, free, day("2025-01-01"))
    ground = make_room("3-1-101", charged_area=AREA, lift_ratio=0)
    bind(desk, ground, make_tariff(desk, code="DTL", basis="lift", name="电梯"), day("2025-01-01"))
    assert left(202504) == [("2025-03-01", "2025-03-31", 1)]


def test_days_a_formula_asks_nothing_for_are_not_told(desk, make_room):
    """The ground floor has no part in the lift; the room above it has."""
    lift = make_tariff(desk, code="DTF", name="电梯", basis="formula", formula="面积*楼层系数*单价")
    bind(desk, make_room("3-1-101", charged_area=AREA, floor_ratio=0), lift, day("2025-03-01"))
    above = bind(desk, make_room("3-1-201", charged_area=AREA, floor_ratio=10_000), lift, day("2025-03-01"))
    assert [one.binding_id for one in unbilled_before(202504)] == [above.id]
