"""Pausing a fee from a day on and taking it up again: the days between are never billed."""

import pytest

from desk_app.kernel import store
from desk_app.kernel.errors import TransitionRefused
from desk_app.modules.billing import runs, single_bills
from desk_app.modules.billing.kinds import FEE_BINDINGS
from desk_app.modules.billing.records import Bill, FeeBinding, SkippedRoom
from desk_app.modules.billing.unbilled import unbilled_before
from desk_app.screens.record_form import RecordForm
from tests.billed_rooms import AREA, bind, day, make_tariff, sums


@pytest.fixture
def flat(make_room):
    """Return flat A: 96.58 ㎡."""
    return make_room("3-1-502", charged_area=AREA)


@pytest.fixture
def binding(desk, flat):
    """Return flat A bound from the first of June on."""
    return bind(desk, flat, make_tariff(desk), day("2026-06-01"))


def run(period, desk):
    """Work a period out and post it."""
    return runs.post_run(runs.make_run(period, desk).id, desk)


def step(name, binding, desk, **entries):
    """Take a step of the binding's life; return the binding."""
    version = FeeBinding.get_by_id(binding.id).version
    reason = "空置" if name == "pause" else ""
    return store.apply(FEE_BINDINGS, name, binding.id, version, desk, reason=reason, entries=entries).record


def test_paused_months_are_never_billed_and_an_exit_bill_asks_for_none_of_them(desk, flat, binding):
    run(202606, desk)
    step("pause", binding, desk, paused_on=day("2026-07-01"))
    draft = runs.make_run(202608, desk)
    assert [skip.reason for skip in SkippedRoom.select().where(SkippedRoom.run == draft.id)] == [
        "2026-07-01 起暂停收费。"
    ]
    step("resume", binding, desk, resumed_on=day("2026-10-01"))
    assert unbilled_before(202610) == []
    bills = single_bills.bill_to_day(flat.id, day("2026-10-20"), desk)
    assert [(str(bill.from_on), str(bill.until_on), bill.amount) for bill in bills] == [
        ("2026-10-01", "2026-10-20", 14643)
    ]
    run(202610, desk)
    assert [row[0] for row in sums()] == [202606, 202610, 202610]


def test_a_pause_inside_a_month_leaves_its_days_out(desk, flat, binding):
    """226.96 × 9 ÷ 30 and × 10 ÷ 30 of September."""
    step("pause", binding, desk, paused_on=day("2026-09-10"))
    step("resume", binding, desk, resumed_on=day("2026-09-21"))
    for period in (202606, 202607, 202608, 202609):
        run(period, desk)
    assert [row[1:] for row in sums()][-2:] == [
        ("2026-09-01", "2026-09-09", 6809),
        ("2026-09-21", "2026-09-30", 7565),
    ]
    assert unbilled_before(202610) == []


def test_a_fee_that_is_paused_and_then_stopped_stays_unbilled(desk, flat, binding):
    run(202606, desk)
    paused = step("pause", binding, desk, paused_on=day("2026-07-01"))
    with pytest.raises(TransitionRefused, match="2026-07-01 起已经暂停"):
        step("stop", binding, desk, until_on=day("2026-09-30"))
    step("stop", binding, desk, until_on=paused.until_on)
    assert runs.make_run(202607, desk).bills == 0
    with pytest.raises(TransitionRefused, match="请从恢复那天起另建一个绑定"):
        store.apply(FEE_BINDINGS, "reopen", binding.id, paused.version + 1, desk, reason="错了")


def test_what_follows_a_pause_is_as_it_was(desk, flat, make_person):
    payer = make_person("王小明")
    bound = bind(
        desk,
        flat,
        make_tariff(desk, basis="fixed"),
        day("2026-06-01"),
        day("2027-05-31"),
        payer=payer,
        count=2,
        cycle="3",
    )
    paused = step("pause", bound, desk, paused_on=day("2026-07-01"))
    assert (paused.state, paused.until_on, paused.meant_until_on) == (
        "paused",
        day("2026-06-30"),
        day("2027-05-31"),
    )
    old = step("resume", bound, desk, resumed_on=day("2026-09-15"))
    new = FeeBinding.get(FeeBinding.follows == bound.id)
    assert (old.state, new.state, new.from_on, new.until_on) == (
        "ended",
        "active",
        day("2026-09-15"),
        day("2027-05-31"),
    )
    assert (new.payer_id, new.count, new.cycle, new.tariff_id) == (payer.id, 2, "3", bound.tariff_id)


@pytest.mark.parametrize(
    ("on", "why"),
    [
        ("2026-06-30", "已出账到 2026-06-30。请从 2026-07-01 起暂停"),
        ("2026-06-01", "2026-06-01 才开始计费"),
        (None, "请填写从哪一天起不收费"),
    ],
)
def test_days_that_were_billed_cannot_be_paused(desk, flat, binding, on, why):
    run(202606, desk)
    with pytest.raises(TransitionRefused, match=why):
        step("pause", binding, desk, paused_on=on and day(on))
    assert FeeBinding.get().state == "active"


def test_a_fee_goes_on_no_earlier_than_it_was_paused_and_no_later_than_it_was_to_end(desk, flat):
    bound = bind(desk, flat, make_tariff(desk), day("2026-06-01"), day("2026-12-31"))
    step("pause", bound, desk, paused_on=day("2026-07-01"))
    with pytest.raises(TransitionRefused, match="2026-07-01 才开始暂停"):
        step("resume", bound, desk, resumed_on=day("2026-06-30"))
    with pytest.raises(TransitionRefused, match="原定收到 2026-12-31 为止"):
        step("resume", bound, desk, resumed_on=day("2027-01-01"))
    bind(desk, flat, bound.tariff, day("2026-09-01"))
    with pytest.raises(TransitionRefused, match="从 2026-09-01 起已另有绑定"):
        step("resume", bound, desk, resumed_on=day("2026-08-01"))


def test_the_first_day_not_billed_yet_is_proposed(desk, flat, binding):
    form = RecordForm(FEE_BINDINGS, desk, store.load(FEE_BINDINGS, binding.id))
    assert form.asked("pause") == {"paused_on": "2026-11-23"}
    run(202611, desk)
    assert form.asked("pause") == {"paused_on": "2026-12-01"}
    assert form.press("pause", "空置", form.asked("pause"))
    assert form.record.state == "paused"
    assert Bill.select().count() == 1
