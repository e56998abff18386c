"""Months billed in advance and exit bills through a real book: V03, V03b, V03c, V19, V20; later runs complete the month."""

import dataclasses
import datetime

import pytest

from desk_app.kernel import settings
from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import runs, single_bills
from desk_app.modules.billing.records import Bill, FeeBinding, Reduction
from desk_app.modules.cashier.records import MonthClose
from tests.billed_rooms import AREA, bind, day, make_tariff, sums


@pytest.fixture
def flat(make_room):
    """Return flat A: 96.58 ㎡."""
    return make_room("3-1-502", charged_area=AREA)


@pytest.fixture
def since_2025(desk):
    """The program bills since January 2025."""
    settings.change({"bills_from": "202501"}, desk)


def run(period, desk):
    """Work a period out and post it."""
    return runs.post_run(runs.make_run(period, desk).id, desk)


@pytest.mark.parametrize(
    ("policy", "until", "total"),
    [
        ("to_day", "2025-09-17", 136591),
        ("to_month_end", "2025-08-31", 123730),
        ("whole_months_after", "2025-09-30", 146426),
    ],
)
def test_half_a_year_in_advance_from_the_day_of_handover(desk, flat, since_2025, policy, until, total):
    """V03, V03c."""
    settings.change({"prepaid_end": policy}, desk)
    binding = bind(desk, flat, make_tariff(desk), day("2025-03-18"))
    until_on = single_bills.ahead_until(binding, 6, desk)
    assert until_on == day(until)
    bills = single_bills.bill_ahead(flat.id, binding, until_on, desk)
    assert sum(bill.amount for bill in bills) == total
    assert (bills[0].amount, bills[0].from_on) == (10250, day("2025-03-18"))


def test_half_a_year_in_whole_months_of_the_rooms_own(desk, flat, since_2025):
    """V03b: 1,361.76."""
    binding = bind(desk, flat, make_tariff(desk), day("2025-03-18"), anchor_on=day("2025-03-18"))
    bills = single_bills.bill_ahead(flat.id, binding, day("2025-09-17"), desk)
    assert [bill.amount for bill in bills] == [22696] * 6


def test_half_a_year_by_thirty_days(desk, flat, since_2025):
    """V03d: 1,369.33."""
    binding = bind(desk, flat, make_tariff(desk, proration="30"), day("2025-03-18"))
    bills = single_bills.bill_ahead(flat.id, binding, day("2025-09-17"), desk)
    assert sum(bill.amount for bill in bills) == 136933


def test_a_run_completes_the_month_that_was_paid_in_advance(desk, flat, since_2025):
    binding = bind(desk, flat, make_tariff(desk), day("2025-03-18"))
    single_bills.bill_ahead(flat.id, binding, day("2025-09-17"), desk)
    assert runs.make_run(202508, desk).bills == 0
    run(202509, desk)
    september = [row for row in sums() if row[0] == 202509]
    assert [row[1:] for row in september] == [
        ("2025-09-01", "2025-09-17", 12861),
        ("2025-09-18", "2025-09-30", 22696 - 12861),
    ]


def test_what_is_paid_in_advance_is_due_as_it_would_have_been(desk, flat, since_2025):
    binding = bind(desk, flat, make_tariff(desk), day("2025-03-01"))
    bills = single_bills.bill_ahead(flat.id, binding, day("2025-04-30"), desk)
    assert [str(bill.due_on) for bill in bills] == ["2026-11-30", "2026-11-30"]  # the months are long gone
    binding = bind(desk, flat, make_tariff(desk, code="TC"), day("2026-11-01"))
    bills = single_bills.bill_ahead(flat.id, binding, day("2027-01-31"), desk)
    assert [str(bill.due_on) for bill in bills] == ["2026-11-30", "2026-12-31", "2027-01-31"]


def test_by_the_item_all_its_bindings_are_billed(desk, flat, since_2025):
    tariff = make_tariff(desk)
    bind(desk, flat, tariff, day("2025-03-01"))
    single_bills.bill_ahead(flat.id, tariff.item, day("2025-03-31"), desk)
    with pytest.raises(DeskError, match="没有出账：这一期已经出账到 2025-03-31"):
        single_bills.bill_ahead(flat.id, tariff.item, day("2025-03-31"), desk)
    assert len(sums()) == 1


def test_ten_years_in_advance_are_a_slip_of_the_keyboard(desk, flat, since_2025):
    binding = bind(desk, flat, make_tariff(desk), day("2025-03-01"))
    with pytest.raises(DeskError, match="最多预收 36 个月"):
        single_bills.bill_ahead(flat.id, binding, day("2035-03-01"), desk)


def test_an_item_nobody_bound_cannot_be_paid_in_advance(desk, flat):
    with pytest.raises(DeskError, match="没有绑定这个收费项目"):
        single_bills.bill_ahead(flat.id, make_tariff(desk).item, day("2026-12-31"), desk)


def test_everything_to_the_day_the_room_is_left(desk, flat, since_2025):
    """S13: 146.43 to 20 October; a later run bills the rest of the month for who comes next."""
    tariff = make_tariff(desk)
    parking = make_tariff(desk, ((day("2020-01-01"), 1_500_000),), code="TC", basis="fixed")
    seller = bind(desk, flat, tariff)
    bind(desk, flat, parking)
    for period in range(202501, 202510):
        run(period, desk)
    drafts = single_bills.bill_to_day(flat.id, day("2025-10-20"), desk, draft=True)
    assert sorted(bill.amount for bill in drafts) == [9677, 14643]
    assert len(sums()) == 18
    bills = single_bills.bill_to_day(flat.id, day("2025-10-20"), desk)
    assert sorted(bill.amount for bill in bills) == [9677, 14643]
    assert single_bills.bill_to_day(flat.id, day("2025-10-20"), desk) == []
    FeeBinding.update(until_on=day("2025-10-20"), state="ended").where(FeeBinding.id == seller.id).execute()
    bind(desk, flat, tariff, day("2025-10-21"), follows=seller)
    run(202510, desk)
    october = {(row[1], row[3]) for row in sums() if row[0] == 202510}
    assert {("2025-10-21", 8053), ("2025-10-21", 15000 - 9677)} < october


def test_an_exit_bill_takes_in_the_months_no_run_has_billed(desk, flat, since_2025):
    bind(desk, flat, make_tariff(desk), day("2025-01-01"))
    run(202501, desk)
    bills = single_bills.bill_to_day(flat.id, day("2025-03-17"), desk)
    assert [bill.amount for bill in bills] == [22696, 12446]


def test_a_meter_that_was_not_read_is_told(desk, flat, since_2025):
    from desk_app.kernel import store
    from desk_app.modules.meters.kinds import METERS

    meter = store.save(store.new(METERS, number="W-1", kind="water", room=flat), desk).record
    bind(desk, flat, make_tariff(desk, code="SFX", basis="meter", unit="m³"), meter=meter)
    assert single_bills.bill_to_day(flat.id, day("2025-03-17"), desk) == []
    assert single_bills.missing_to_day(flat.id, day("2025-03-17"), desk) == ["收费SFX：本期没有抄表。"]


def test_what_was_paid_beyond_the_contracts_end_is_given_back(desk, flat, since_2025):
    """V19: ends on 20 October, prepaid to the end of the year: 80.54 + 2 × 226.96 = 534.46."""
    binding = bind(desk, flat, make_tariff(desk), day("2025-10-01"))
    single_bills.bill_ahead(flat.id, binding, day("2025-12-31"), desk)
    beyond = single_bills.beyond_day(flat.id, day("2025-10-20"))
    assert [fen for _bill, fen in beyond] == [8054, 22696, 22696]


def test_what_a_seller_was_asked_too_much_is_what_the_buyer_pays(desk, flat, since_2025):
    """V20: both sums of the month add up."""
    binding = bind(desk, flat, make_tariff(desk), day("2025-10-01"))
    single_bills.bill_ahead(flat.id, binding, day("2025-10-31"), desk)
    assert [fen for _bill, fen in single_bills.beyond_day(flat.id, day("2025-10-20"), as_rest=True)] == [8053]


def test_a_bill_made_for_one_room_is_logged(desk, flat, since_2025):
    from desk_app.kernel.store import AuditRow

    binding = bind(desk, flat, make_tariff(desk), day("2025-10-01"))
    (bill,) = single_bills.bill_ahead(flat.id, binding, day("2025-10-31"), desk)
    row = AuditRow.select().where(AuditRow.kind == "bills", AuditRow.record_id == bill.id).get()
    assert (row.action, row.actor) == ("bill_ahead", desk.actor.name)
    assert Bill.get_by_id(bill.id).amount == 22696


@pytest.fixture
def card_fee(desk):
    """Return the tariff of a fee that is asked once: 300.00."""
    return make_tariff(
        desk, code="MJK", basis="fixed", cycle="once", prices=((day("2025-01-01"), 3_000_000),)
    )


def test_a_fee_asked_once_is_not_asked_again_in_parts_by_an_exit_bill(desk, flat, since_2025, card_fee):
    bind(desk, flat, card_fee, day("2025-10-05"))
    run(202510, desk)
    assert single_bills.bill_to_day(flat.id, day("2025-11-20"), desk) == []
    assert single_bills.missing_to_day(flat.id, day("2025-11-20"), desk) == []


def test_a_fee_asked_once_stands_whole_in_an_exit_bill(desk, flat, since_2025, card_fee):
    binding = bind(desk, flat, card_fee, day("2025-10-05"))
    bills = single_bills.bill_to_day(flat.id, day("2025-10-20"), desk)
    assert [bill.amount for bill in bills] == [30000]
    with pytest.raises(DeskError, match="一次性收费"):
        single_bills.bill_ahead(flat.id, binding, day("2025-12-31"), desk)
    assert runs.make_run(202510, desk).bills == 0


def test_a_fee_asked_once_of_the_seller_is_not_asked_of_the_buyer(
    desk, flat, since_2025, card_fee, make_person
):
    old = bind(desk, flat, card_fee, day("2025-09-05"), day("2025-10-20"))
    run(202509, desk)
    buyer = make_person("钱新主", "13800001111")
    bind(desk, flat, card_fee, day("2025-10-21"), payer=buyer, follows=old)
    assert runs.make_run(202510, desk).bills == 0


def let_off(desk, flat, item, ratio=7000, **values):
    """Return an approved vacancy reduction of a flat."""
    values = {"from_on": day("2026-10-01"), "until_on": day("2026-12-31")} | values
    return Reduction.create(
        number="J1",
        room=flat,
        item=item,
        kind="vacancy",
        ratio=ratio,
        cause="空置",
        state="approved",
        **values,
    )


def test_what_a_vacant_room_is_let_off_holds_for_bills_ahead_and_exit_bills(desk, flat):
    """V08: 68.09 of 226.96."""
    settings.change({"bills_from": "202610"}, desk)
    binding = bind(desk, flat, make_tariff(desk), day("2026-10-01"))
    let_off(desk, flat, binding.tariff.item)
    (trial,) = single_bills.bill_to_day(flat.id, day("2026-10-31"), desk, draft=True)
    assert (trial.id, trial.still_open, Bill.select().count()) == (None, 15887, 0)
    (october,) = single_bills.bill_to_day(flat.id, day("2026-10-31"), desk)
    assert (october.amount, october.reduced) == (22696, 6809)
    assert single_bills.quote_ahead(binding, day("2026-12-31"), desk) == 2 * 15887
    ahead = single_bills.bill_ahead(flat.id, binding, day("2026-12-31"), desk)
    assert [bill.still_open for bill in ahead] == [15887, 15887]
    single_bills.take_back_ahead(flat.id, desk)
    assert Bill.select().where(Bill.state != "void").count() == 1
    assert Reduction.get().used == 6809


def test_what_is_beyond_a_day_is_no_more_than_is_asked_for_it(desk, flat):
    settings.change({"bills_from": "202610"}, desk)
    binding = bind(desk, flat, make_tariff(desk), day("2026-10-01"))
    let_off(desk, flat, binding.tariff.item, ratio=5000)
    run(202610, desk)
    ((bill, fen),) = single_bills.beyond_day(flat.id, day("2026-09-30"))
    assert (fen, bill.still_open) == (11348, 11348)
    ((_bill, fen),) = single_bills.beyond_day(flat.id, day("2026-10-20"))
    assert fen == 4027  # half of 80.54


def test_a_binding_registered_late_does_not_stand_in_the_way_of_an_exit_bill(desk, flat):
    settings.change({"bills_from": "202609"}, desk)
    MonthClose.create(period=202609, state="closed", closed_at=desk.now(), closed_by="孙经理", snapshot="{}")
    bind(desk, flat, make_tariff(desk), day("2026-09-15"))
    bills = single_bills.bill_to_day(flat.id, day("2026-10-20"), desk)
    assert [bill.period for bill in bills] == [202609, 202610]
    MonthClose.create(period=202611, state="closed", closed_at=desk.now(), closed_by="孙经理", snapshot="{}")
    with pytest.raises(DeskError, match="202611 已经月结"):
        single_bills.bill_to_day(flat.id, day("2026-10-31"), desk)


def test_a_draft_that_was_billed_in_part_meanwhile_asks_for_the_rest(desk, flat, make_room):
    settings.change({"bills_from": "202610"}, desk)
    tariff = make_tariff(desk)
    bind(desk, flat, tariff, day("2026-09-01"))
    other = make_room("3-1-503", charged_area=AREA)
    bind(desk, other, tariff, day("2026-09-01"))
    draft = runs.make_run(202610, desk)
    single_bills.bill_to_day(flat.id, day("2026-10-10"), desk)
    single_bills.bill_to_day(other.id, day("2026-10-31"), desk)
    posted = runs.post_run(draft.id, desk)
    assert sums(flat) == [
        (202610, "2026-10-01", "2026-10-10", 7321),
        (202610, "2026-10-11", "2026-10-31", 15375),
    ]
    assert sums(other) == [(202610, "2026-10-01", "2026-10-31", 22696)]
    assert (posted.bills, posted.total, posted.skipped) == (1, 15375, 1)


def test_a_month_that_was_billed_in_pieces_since_the_draft_adds_up_over_both_payers(desk, make_room):
    """96.8542 ㎡ cost 227.61 a month, in whatever pieces the first payer was asked for his half of it."""
    settings.change({"bills_from": "202610"}, desk)
    tariff, room = make_tariff(desk), make_room("5-1-301", charged_area=968_542)
    first = bind(desk, room, tariff, day("2026-09-01"), day("2026-10-15"))
    bind(desk, room, tariff, day("2026-10-16"), follows=first)
    draft = runs.make_run(202610, desk)
    for last_on in ("2026-10-07", "2026-10-10"):
        single_bills.bill_to_day(room.id, day(last_on), desk)
    runs.post_run(draft.id, desk)
    assert sum(row[3] for row in sums(room)) == 22761


def test_a_run_is_not_taken_back_on_a_day_of_a_closed_month(desk, flat):
    bind(desk, flat, make_tariff(desk), day("2026-10-01"))
    posted = run(202612, desk)
    MonthClose.create(period=202611, state="closed", closed_at=desk.now(), closed_by="孙经理", snapshot="{}")
    with pytest.raises(DeskError, match="202611 已经月结"):
        runs.undo_run(posted.id, desk, "错了")


def test_what_is_paid_ahead_is_quoted_first_and_taken_back_while_nothing_hangs_on_it(desk, flat, make_room):
    binding = bind(desk, flat, make_tariff(desk), day("2026-12-01"))
    until_on = single_bills.ahead_until(binding, 6, desk)
    total = single_bills.quote_ahead(binding, until_on, desk)
    assert (total, Bill.select().count()) == (136176, 0)
    bills = single_bills.bill_ahead(flat.id, binding, until_on, desk)
    assert [bill.id for bill in single_bills.unpaid_ahead(flat.id, desk)] == [bill.id for bill in bills]
    Bill.update(paid=22696).where(Bill.id == bills[0].id).execute()
    assert single_bills.unpaid_ahead(make_room("3-1-503").id, desk) == []
    taken = single_bills.take_back_ahead(flat.id, desk)
    assert [bill.id for bill in taken] == [bill.id for bill in bills[1:]]
    assert [row[0] for row in sums(flat)] == [202612]
    Bill.update(paid=0).where(Bill.id == bills[0].id).execute()
    single_bills.take_back_ahead(flat.id, desk)
    with pytest.raises(DeskError, match="没有还没收款的预缴账单"):
        single_bills.take_back_ahead(flat.id, desk)
    again = single_bills.bill_ahead(flat.id, binding, until_on, desk)
    assert sum(bill.amount for bill in again) == total


def test_a_month_that_has_begun_is_taken_back_only_on_the_day_it_was_billed(desk, flat):
    binding = bind(desk, flat, make_tariff(desk), day("2026-11-01"))
    single_bills.bill_ahead(flat.id, binding, day("2026-12-31"), desk)
    tomorrow = dataclasses.replace(desk, now=lambda: desk.now() + datetime.timedelta(days=1))
    assert [bill.period for bill in single_bills.unpaid_ahead(flat.id, desk)] == [202611, 202612]
    assert [bill.period for bill in single_bills.unpaid_ahead(flat.id, tomorrow)] == [202612]
