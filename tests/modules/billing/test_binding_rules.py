"""A binding is not charged for days that another one asked, and what was billed stays what it was billed for."""

import pytest

from desk_app.kernel import store
from desk_app.kernel.errors import InvalidRecord
from desk_app.modules.billing import ledger, runs
from desk_app.modules.billing.kinds import FEE_BINDINGS, TARIFFS
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier.bill_corrections import correct_bills
from tests.billed_rooms import AREA, bind, day, make_tariff, sums


@pytest.fixture
def flat(make_room):
    """Return flat A: 96.58 ㎡."""
    return make_room("3-1-502", charged_area=AREA)


@pytest.fixture
def tariff(desk):
    """Return the usual tariff, 2.35 yuan."""
    return make_tariff(desk)


@pytest.fixture
def buyer(make_person):
    """Return who is to pay from now on."""
    return make_person("钱新主", "13800001111")


@pytest.fixture
def stopped(desk, flat, tariff):
    """Return a binding that was stopped on the 10th after all of October was billed."""
    binding = bind(desk, flat, tariff, day("2026-09-01"))
    runs.post_run(runs.make_run(202610, desk).id, desk)
    entries = {"until_on": day("2026-10-10")}
    return store.apply(FEE_BINDINGS, "stop", binding.id, binding.version, desk, entries=entries).record


def test_another_payer_is_not_bound_to_days_that_were_billed(desk, flat, tariff, stopped, buyer):
    with pytest.raises(InvalidRecord, match="已按原来的绑定出账到 2026-10-31"):
        bind(desk, flat, tariff, day("2026-10-11"), payer=buyer)
    assert bind(desk, flat, tariff, day("2026-11-01"), payer=buyer).id


def test_another_tariff_of_the_item_is_not_bound_to_days_that_were_billed(desk, flat, tariff, stopped):
    with pytest.raises(InvalidRecord, match="请从后一天起计费"):
        bind(desk, flat, make_tariff(desk, name="新标准", item=tariff.item), day("2026-10-11"))


def test_once_the_bill_is_void_the_two_payers_share_the_month(desk, flat, tariff, stopped, buyer):
    ledger.void_bill(Bill.get().id, desk, "换了缴费人")
    bind(desk, flat, tariff, day("2026-10-11"), payer=buyer)
    runs.post_run(runs.make_run(202610, desk).id, desk)
    assert [row[1:] for row in sums()] == [
        ("2026-10-01", "2026-10-10", 7321),
        ("2026-10-11", "2026-10-31", 15375),
    ]


def test_once_the_bill_is_corrected_the_rest_of_the_month_can_be_bound(desk, flat, tariff, stopped, buyer):
    less = {Bill.get().id: Bill.get().amount - 7321}
    correct_bills(less, reason="换了缴费人", desk=desk, approved_by="孙经理")
    bind(desk, flat, tariff, day("2026-10-11"), payer=buyer)
    runs.post_run(runs.make_run(202610, desk).id, desk)
    assert abs(sum(bill.amount - bill.reduced for bill in Bill.select()) - 22696) <= 1


@pytest.mark.parametrize("name", ["room", "tariff", "anchor_on"])
def test_a_billed_binding_keeps_its_room_its_item_and_its_months(desk, make_room, stopped, name):
    """Months of the room's own after calendar months would leave the days between them unasked."""
    room = make_room("3-1-601", charged_area=AREA)
    other = {"room": room, "tariff": make_tariff(desk, code="XX"), "anchor_on": day("2026-08-15")}
    draft = store.load(FEE_BINDINGS, stopped.id)
    setattr(draft.record, name, other[name])
    problems = store.find_problems(draft)
    assert problems[name] == "这个绑定已经出账，不能改。请停止它，另建一个绑定。"


def test_months_of_the_rooms_own_go_on_from_where_calendar_months_ended(desk, flat, tariff):
    bind(desk, flat, tariff, day("2026-09-01"), day("2026-10-14"))
    runs.post_run(runs.make_run(202610, desk).id, desk)
    start = day("2026-10-15")
    bind(desk, flat, tariff, start, anchor_on=start)
    runs.post_run(runs.make_run(202610, desk).id, desk)
    assert [row[1:3] for row in sums()] == [("2026-10-01", "2026-10-14"), ("2026-10-15", "2026-11-14")]


@pytest.mark.parametrize("name", ["item", "basis"])
def test_a_tariff_that_was_billed_by_keeps_its_item_and_its_basis(desk, tariff, stopped, name):
    draft = store.load(TARIFFS, tariff.id)
    setattr(draft.record, name, {"item": make_tariff(desk, code="XX").item, "basis": "fixed"}[name])
    assert store.find_problems(draft)[name] == "已按这个标准出账，不能改。请停用它，另建一个标准。"


def test_a_tariff_that_was_not_billed_by_may_change(desk, tariff):
    draft = store.load(TARIFFS, tariff.id)
    draft.record.basis = "fixed"
    assert store.find_problems(draft) == {}
