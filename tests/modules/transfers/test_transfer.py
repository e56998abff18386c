"""A change of owner (S13, V20): settled to the day, refused while it owes, charged to the new owner from the day after."""

import datetime

import pytest

from desk_app.kernel import settings, store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import InvalidRecord, TransitionRefused
from desk_app.modules.billing import ledger, runs, single_bills
from desk_app.modules.billing.kinds import FEE_BINDINGS, TARIFFS
from desk_app.modules.billing.records import Bill, FeeBinding, FeeItem, Reduction, TariffPrice
from desk_app.modules.billing.reduction_kinds import REDUCTIONS
from desk_app.modules.cashier import payments, prepaid
from desk_app.modules.cashier.checking import find_faults
from desk_app.modules.cashier.records import Receipt
from desk_app.modules.cashier.refunds import REFUND_REQUESTS
from desk_app.modules.cashier.roll_forward import roll_forward
from desk_app.modules.cashier.tenders import Tender
from desk_app.modules.people.holdings import owner_names
from desk_app.modules.transfers.form_values import transfer_values
from desk_app.modules.transfers.kinds import TRANSFERS


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def desk(office):
    """The morning of 2025-10-20: the desk of the manager."""
    return Desk(Actor("孙经理"), lambda: datetime.datetime(2025, 10, 20, 9, 5))


@pytest.fixture
def buyer(make_person):
    return make_person("钱新主", "13800001111")


@pytest.fixture
def charged(desk, room):
    """3-1-502 of 张伟: 96.58 ㎡ at 2.35, charged since October 2025."""
    settings.change({"bills_from": "202510"}, desk)
    room.built_area = 965_800
    room.save()
    tariff = store.new(TARIFFS, item=FeeItem.get(FeeItem.code == "WY"), name="高层", basis="area")
    tariff.rows["prices"] = [TariffPrice(from_on=day("2020-01-01"), price=23_500)]
    tariff = store.save(tariff, desk).record
    binding = store.new(FEE_BINDINGS, room=room, tariff=tariff, from_on=day("2025-10-01"))
    store.save(binding, desk)
    return room


def begin(room, buyer, desk, **values):
    draft = store.new(TRANSFERS, room=room, buyer=buyer, changed_on=day("2025-10-20"), **values)
    for _name, fill in TRANSFERS.on_enter:
        fill(draft, desk)
    return store.save(draft, desk)


def step(draft, name, desk, **entries):
    return store.apply(TRANSFERS, name, draft.record.id, draft.record.version, desk, entries=entries)


def pay_all(room, desk):
    bills = ledger.open_bills(room.id)
    total = sum(bill.still_open for bill in bills)
    payments.take_payment(
        payments.Payment(
            room_id=room.id,
            payer_name="张伟",
            request=payments.new_request(),
            picks=tuple((bill.id, bill.still_open) for bill in bills),
            tenders=(Tender("cash", total),),
        ),
        desk,
    )


def amounts(room):
    return [(str(bill.from_on), bill.amount, bill.payer_id) for bill in ledger.bills_of(room.id)]


def test_v20_the_month_of_a_sale_adds_up(desk, charged, buyer):
    """Seller 146.43 through the 20th, buyer 80.53 from the 21st: 226.96 together."""
    draft = step(begin(charged, buyer, desk), "settle", desk)
    assert (draft.record.owed, draft.record.number) == (14_643, "GH-202510-0001")
    pay_all(charged, desk)
    step(draft, "complete", desk)
    runs.post_run(runs.make_run(202510, desk).id, desk)
    seller = draft.record.seller_id
    assert amounts(charged) == [("2025-10-01", 14_643, None), ("2025-10-21", 8_053, buyer.id)]
    assert seller != buyer.id
    assert find_faults() == []


def test_a_month_billed_whole_and_not_paid_is_billed_anew_to_the_day(desk, charged, buyer):
    runs.post_run(runs.make_run(202510, desk).id, desk)
    assert [line[1] for line in amounts(charged)] == [22_696]
    step(begin(charged, buyer, desk), "settle", desk)
    assert [line[1] for line in amounts(charged)] == [14_643]
    assert Bill.select().where(Bill.state == "void").count() == 1


def test_a_month_paid_whole_stays_the_sellers_and_the_buyer_begins_after_it(desk, charged, buyer):
    runs.post_run(runs.make_run(202510, desk).id, desk)
    pay_all(charged, desk)
    draft = step(begin(charged, buyer, desk), "settle", desk)
    step(draft, "complete", desk)
    new = FeeBinding.get(FeeBinding.payer == buyer.id)
    assert (new.from_on, new.follows_id) == (
        day("2025-11-01"),
        FeeBinding.get(FeeBinding.payer != buyer.id).id,
    )


def test_a_room_that_owes_is_not_handed_over(desk, charged, buyer):
    draft = step(begin(charged, buyer, desk), "settle", desk)
    with pytest.raises(TransitionRefused, match=r"没有办理过户：3-1-502 .*146\.43"):
        step(draft, "complete", desk)
    assert owner_names(charged.id, day("2025-10-21")) == "张伟"


def test_a_manager_lets_it_pass_with_a_reason_that_is_kept(desk, charged, buyer):
    draft = step(begin(charged, buyer, desk), "settle", desk)
    done = step(draft, "complete", desk, override_reason="法院裁定，欠费另诉")
    assert done.record.state == "completed"
    from desk_app.modules.arrears import guard

    assert [row.reason for row in guard.overrides(charged.id)] == ["法院裁定，欠费另诉"]


def test_the_old_owner_stays_readable_with_dates(desk, charged, buyer):
    draft = step(begin(charged, buyer, desk), "settle", desk)
    pay_all(charged, desk)
    step(draft, "complete", desk)
    assert owner_names(charged.id, day("2025-10-20")) == "张伟"
    assert owner_names(charged.id, day("2025-10-21")) == "钱新主"


def test_prepaid_money_that_goes_back_must_be_refunded_first(desk, charged, buyer):
    payments.take_payment(
        payments.Payment(
            room_id=charged.id,
            payer_name="张伟",
            request=payments.new_request(),
            to_prepaid=50_000,
            tenders=(Tender("cash", 50_000),),
        ),
        desk,
    )
    draft = step(begin(charged, buyer, desk, prepaid_handling="seller"), "settle", desk)
    pay_all(charged, desk)
    with pytest.raises(TransitionRefused, match=r"预存款 500\.00 元要退原业主"):
        step(draft, "complete", desk)


def test_the_certificate_is_printed_only_at_zero(desk, charged, buyer):
    paper = next(paper for paper in TRANSFERS.papers if paper.name == "cleared_certificate")
    draft = begin(charged, buyer, desk)
    assert "还没有结算" in paper.may_print(draft)
    draft = step(draft, "settle", desk)
    assert "146.43" in paper.may_print(draft)
    pay_all(charged, desk)
    assert paper.may_print(store.load(TRANSFERS, draft.record.id)) is None


def test_nobody_sells_to_himself_or_what_is_not_his(desk, charged, buyer, make_person):
    with pytest.raises(InvalidRecord, match="不能是同一人"):
        draft = store.new(TRANSFERS, room=charged, seller=buyer, buyer=buyer, changed_on=day("2025-10-20"))
        store.save(draft, desk)
    stranger = make_person("路人")
    with pytest.raises(InvalidRecord, match="这一天的业主是张伟"):
        draft = store.new(TRANSFERS, room=charged, seller=stranger, buyer=buyer, changed_on=day("2025-10-20"))
        store.save(draft, desk)


def test_a_void_transfer_changes_nothing(desk, charged, buyer):
    draft = begin(charged, buyer, desk)
    store.apply(TRANSFERS, "void", draft.record.id, draft.record.version, desk, reason="买方反悔")
    assert owner_names(charged.id, day("2025-10-21")) == "张伟"
    assert amounts(charged) == []


# -- paid beyond the day ----------------------------------------------------------------------------------------------


GOES_BACK = {"prepaid_handling": "seller", "approved_by": "吴会计"}


@pytest.fixture
def paid_ahead(desk, charged):
    """The room of `charged`, billed and paid to the end of the year: 3 × 226.96."""
    binding = FeeBinding.get(FeeBinding.room == charged.id)
    single_bills.bill_ahead(charged.id, binding, day("2025-12-31"), desk)
    pay_all(charged, desk)
    return charged


def refund_all(room, desk):
    """Pay the room's prepaid money out by a refund request, through the hands of four people."""
    cashier, accountant, head = (
        Desk(Actor(name, frozenset({role})), desk.now)
        for name, role in (("王芳", "cashier"), ("吴会计", "accountant"), ("周总", "manager"))
    )
    asked = store.new(
        REFUND_REQUESTS, room=room, sort="prepaid", amount=prepaid.balance(room.id), applicant="张伟",
        cause="过户", is_payer=True, method="cash", original="back",
    )  # fmt: skip
    record = store.save(asked, cashier).record
    for name, who in (("ask", cashier), ("check", accountant), ("approve", head), ("pay", cashier)):
        entries = {"all_signed": True} if name == "pay" else {}
        record = store.apply(REFUND_REQUESTS, name, record.id, record.version, who, entries=entries).record


def in_order():
    """Return what does not balance; nothing in a sound book."""
    return find_faults() + [p for p in (202510, 202511, 202512) if roll_forward(p).difference]


def test_days_paid_beyond_the_day_go_back_to_the_old_owner(desk, paid_ahead, buyer):
    """V19 and V20: he keeps 146.43 of October; 80.53 + 2 × 226.96 come back, and October adds up to 226.96."""
    room = paid_ahead
    draft = step(begin(room, buyer, desk, **GOES_BACK), "settle", desk)
    assert (draft.record.owed, prepaid.balance(room.id)) == (0, 8053 + 2 * 22696)
    assert [(bill.amount - bill.reduced, bill.paid) for bill in ledger.bills_of(room.id)] == [
        (14643, 14643),
        (0, 0),
        (0, 0),
    ]
    told = transfer_values(draft)
    assert [(line["period"], line["billed"], line["paid"]) for line in told["debts"]] == [
        ("2025-10-01 至 2025-10-20", 14643, 14643)
    ]
    assert (told["prepaid"], told["prepaid_handling"]) == (53445, "退原业主")
    with pytest.raises(TransitionRefused, match=r"预存款 534\.45 元要退原业主"):
        step(draft, "complete", desk)
    refund_all(room, desk)
    step(draft, "complete", desk)
    assert FeeBinding.get(FeeBinding.payer == buyer.id).from_on == day("2025-10-21")
    for period in (202510, 202511):
        runs.post_run(runs.make_run(period, desk).id, desk)
    new = [bill for bill in ledger.bills_of(room.id) if bill.payer_id == buyer.id]
    assert [(str(bill.from_on), bill.amount) for bill in new] == [("2025-10-21", 8053), ("2025-11-01", 22696)]
    assert in_order() == []


def test_the_days_are_given_back_only_with_a_second_person(desk, paid_ahead, buyer):
    draft = begin(paid_ahead, buyer, desk, prepaid_handling="seller")
    for name in ("", "孙经理"):
        draft.record.approved_by = name
        draft = store.save(draft, desk)
        with pytest.raises(TransitionRefused, match=r"已缴 2025-10-20 以后的费用 534\.45 元.*审核人"):
            step(draft, "settle", desk)
    assert prepaid.balance(paid_ahead.id) == 0


def test_a_transfer_of_which_nothing_is_paid_beyond_needs_no_second_person(desk, charged, buyer):
    draft = step(begin(charged, buyer, desk, prepaid_handling="seller"), "settle", desk)
    assert draft.record.owed == 14643


def test_months_paid_ahead_go_over_with_the_prepaid_money(desk, paid_ahead, buyer):
    draft = step(begin(paid_ahead, buyer, desk), "settle", desk)
    assert prepaid.balance(paid_ahead.id) == 0
    step(draft, "complete", desk)
    assert FeeBinding.get(FeeBinding.payer == buyer.id).from_on == day("2026-01-01")


def test_settled_again_to_the_same_day_nothing_is_given_back_twice(desk, paid_ahead, buyer):
    draft = step(begin(paid_ahead, buyer, desk, **GOES_BACK), "settle", desk)
    step(draft, "settle_again", desk)
    assert prepaid.balance(paid_ahead.id) == 53445
    assert Receipt.select().where(Receipt.kind == "transfer").count() == 1


def test_settled_again_to_another_day_the_first_settlement_is_put_back(desk, paid_ahead, buyer):
    """Through the 25th: 226.96 × 25/31 = 183.03 is his, 43.93 of October comes back."""
    draft = step(begin(paid_ahead, buyer, desk, **GOES_BACK), "settle", desk)
    draft.record.changed_on = day("2025-10-25")
    draft = store.save(draft, desk)
    draft = step(draft, "settle_again", desk)
    assert (draft.record.owed, prepaid.balance(paid_ahead.id)) == (0, 4393 + 2 * 22696)
    assert in_order() == []
    draft.record.prepaid_handling = "buyer"
    draft = step(store.save(draft, desk), "settle_again", desk)
    assert prepaid.balance(paid_ahead.id) == 0
    step(draft, "complete", desk)
    assert FeeBinding.get(FeeBinding.payer == buyer.id).from_on == day("2026-01-01")


def test_a_settled_transfer_that_now_goes_back_to_the_old_owner_is_settled_again(desk, paid_ahead, buyer):
    draft = step(begin(paid_ahead, buyer, desk), "settle", desk)
    draft.record.prepaid_handling = "seller"
    draft = store.save(draft, desk)
    with pytest.raises(TransitionRefused, match=r"还缴着 2025-10-20 以后的费用 534\.45 元.*请先重新结算"):
        step(draft, "complete", desk)


def test_a_void_transfer_puts_the_paid_months_back(desk, paid_ahead, buyer):
    draft = step(begin(paid_ahead, buyer, desk, **GOES_BACK), "settle", desk)
    store.apply(TRANSFERS, "void", draft.record.id, draft.record.version, desk, reason="买方反悔")
    assert [(bill.reduced, bill.paid) for bill in ledger.bills_of(paid_ahead.id)] == [(0, 22696)] * 3
    assert prepaid.balance(paid_ahead.id) == 0
    assert in_order() == []


def test_a_month_paid_in_part_is_asked_to_the_day_only(desk, charged, buyer):
    """100.00 of 226.96 are paid: 46.43 are still owed to the 20th."""
    runs.post_run(runs.make_run(202510, desk).id, desk)
    bill = ledger.open_bills(charged.id)[0]
    payment = payments.Payment(
        room_id=charged.id,
        payer_name="张伟",
        request=payments.new_request(),
        picks=((bill.id, 10_000),),
        tenders=(Tender("cash", 10_000),),
    )
    payments.take_payment(payment, desk)
    draft = step(begin(charged, buyer, desk, **GOES_BACK), "settle", desk)
    assert (draft.record.owed, prepaid.balance(charged.id)) == (4643, 0)
    assert in_order() == []


def test_what_a_tenant_has_paid_ahead_stays_his(desk, paid_ahead, buyer, make_person):
    tenant = make_person("租客")
    FeeBinding.update(payer=tenant).execute()
    step(begin(paid_ahead, buyer, desk, prepaid_handling="seller"), "settle", desk)
    assert prepaid.balance(paid_ahead.id) == 0


# -- asked beyond the day and not paid --------------------------------------------------------------------------------


def bill_month(period, desk):
    runs.post_run(runs.make_run(period, desk).id, desk)


def give_up(draft, desk):
    version = store.load(TRANSFERS, draft.record.id).record.version
    store.apply(TRANSFERS, "void", draft.record.id, version, desk, reason="买方反悔")


def test_a_tenants_month_stays_asked_when_the_owner_sells(desk, charged, buyer, make_person):
    tenant = make_person("租客")
    FeeBinding.update(payer=tenant).execute()
    bill_month(202510, desk)
    step(begin(charged, buyer, desk), "settle", desk)
    assert amounts(charged) == [("2025-10-01", 22_696, tenant.id)]


def test_a_month_is_asked_whole_again_when_the_sale_is_given_up(desk, charged, buyer):
    bill_month(202510, desk)
    draft = step(begin(charged, buyer, desk), "settle", desk)
    give_up(draft, desk)
    assert [(first, fen) for first, fen, _payer in amounts(charged)] == [
        ("2025-10-01", 14_643),
        ("2025-10-21", 8_053),
    ]
    assert in_order() == []


def test_months_asked_ahead_come_back_whole_when_the_sale_is_given_up(desk, charged, buyer):
    binding = FeeBinding.get(FeeBinding.room == charged.id)
    single_bills.bill_ahead(charged.id, binding, day("2025-12-31"), desk)
    draft = step(begin(charged, buyer, desk), "settle", desk)
    give_up(draft, desk)
    assert sum(fen for _first, fen, _payer in amounts(charged)) == 3 * 22_696
    assert in_order() == []


def test_what_was_undone_with_its_run_is_not_asked_when_the_sale_is_given_up(desk, charged, buyer):
    run = runs.post_run(runs.make_run(202510, desk).id, desk)
    runs.undo_run(run.id, desk, "单价有误")
    draft = step(begin(charged, buyer, desk), "settle", desk)
    give_up(draft, desk)
    assert [fen for _first, fen, _payer in amounts(charged)] == [14_643]


def test_a_vacant_month_that_is_not_paid_is_asked_to_the_day_at_its_ratio(desk, charged, buyer):
    """At 70 % 146.43 to the 20th come to 102.50, as the month would have come to 158.87."""
    asked = store.new(
        REDUCTIONS, room=charged, item=FeeItem.get(FeeItem.code == "WY"), kind="vacancy", ratio=7000,
        from_on=day("2025-10-01"), until_on=day("2025-12-31"), cause="空置",
    )  # fmt: skip
    record = store.save(asked, Desk(Actor("王芳"), desk.now)).record
    for name, who in (("ask", "王芳"), ("approve", "周总")):
        entries = {"company_approval": "批-1"} if name == "approve" else {}
        sitting = Desk(Actor(who), desk.now)
        record = store.apply(REDUCTIONS, name, record.id, record.version, sitting, entries=entries).record
    bill_month(202510, desk)
    assert ledger.open_bills(charged.id)[0].still_open == 15_887
    draft = step(begin(charged, buyer, desk), "settle", desk)
    assert draft.record.owed == 10_250
    assert in_order() == []


@pytest.mark.parametrize("entries", [{}, {"override_reason": "领导同意"}])
def test_days_a_run_asked_of_the_old_owner_after_the_settlement_go_to_the_new_one(
    desk, charged, buyer, entries
):
    """The run came between settling and completing: 80.53 are asked of the new owner, once."""
    draft = step(begin(charged, buyer, desk), "settle", desk)
    pay_all(charged, desk)
    bill_month(202510, desk)
    step(draft, "complete", desk, **entries)
    bill_month(202510, desk)
    assert amounts(charged) == [("2025-10-01", 14_643, None), ("2025-10-21", 8_053, buyer.id)]
    assert in_order() == []


# -- a month between is not paid --------------------------------------------------------------------------------------


@pytest.fixture
def paid_with_a_gap(desk, charged):
    """The room of `charged`, billed to the end of the year; October and December are paid, November is not."""
    binding = FeeBinding.get(FeeBinding.room == charged.id)
    single_bills.bill_ahead(charged.id, binding, day("2025-12-31"), desk)
    october, _november, december = ledger.open_bills(charged.id)
    payment = payments.Payment(
        room_id=charged.id,
        payer_name="张伟",
        request=payments.new_request(),
        picks=((october.id, 22_696), (december.id, 22_696)),
        tenders=(Tender("cash", 2 * 22_696),),
    )
    payments.take_payment(payment, desk)
    return charged


def test_the_new_owner_pays_from_the_month_that_is_not_paid(desk, paid_with_a_gap, buyer):
    """November is asked of him, and the money of December waits for him as prepaid money."""
    room = paid_with_a_gap
    draft = step(begin(room, buyer, desk, approved_by="吴会计"), "settle", desk)
    assert prepaid.balance(room.id) == 22_696
    draft = step(draft, "settle_again", desk)
    assert (draft.record.owed, prepaid.balance(room.id)) == (0, 22_696)
    step(draft, "complete", desk)
    assert FeeBinding.get(FeeBinding.payer == buyer.id).from_on == day("2025-11-01")
    for period in (202511, 202512):
        bill_month(period, desk)
    his = [(str(bill.from_on), bill.amount) for bill in ledger.bills_of(room.id) if bill.payer_id == buyer.id]
    assert his == [("2025-11-01", 22_696), ("2025-12-01", 22_696)]
    assert in_order() == []


def test_money_paid_after_a_gap_is_moved_only_with_a_second_person(desk, paid_with_a_gap, buyer):
    with pytest.raises(TransitionRefused, match=r"后面的却已缴 226\.96 元.*审核人"):
        step(begin(paid_with_a_gap, buyer, desk), "settle", desk)


def test_a_sale_given_up_leaves_the_gap_and_the_month_after_it_as_they_were(desk, paid_with_a_gap, buyer):
    draft = step(begin(paid_with_a_gap, buyer, desk, approved_by="吴会计"), "settle", desk)
    give_up(draft, desk)
    assert [(bill.period, bill.still_open) for bill in ledger.bills_of(paid_with_a_gap.id)] == [
        (202510, 0),
        (202511, 22_696),
        (202512, 0),
    ]
    assert prepaid.balance(paid_with_a_gap.id) == 0
    assert in_order() == []


def bound_for_a_time(room, until, desk):
    """Return a fee of 10.00 a month beside the service fee, that ends by itself."""
    tariff = store.new(TARIFFS, item=FeeItem.get(FeeItem.code == "ZT"), name="季节", basis="fixed", unit="户")
    tariff.rows["prices"] = [TariffPrice(from_on=day("2020-01-01"), price=100_000)]
    tariff = store.save(tariff, desk).record
    until_on = day(until)
    return store.save(
        store.new(FEE_BINDINGS, room=room, tariff=tariff, from_on=day("2025-10-01"), until_on=until_on), desk
    ).record


@pytest.fixture
def seasonal(desk):
    return FeeItem.create(code="ZT", name="季节车位费", is_used=True)


def test_a_fee_that_was_over_before_the_sale_is_charged_to_nobody_after_it(desk, charged, buyer, seasonal):
    over = bound_for_a_time(charged, "2025-10-10", desk)
    draft = step(begin(charged, buyer, desk), "settle", desk)
    pay_all(charged, desk)
    step(draft, "complete", desk)
    over = FeeBinding.get_by_id(over.id)
    assert (over.state, over.until_on, over.payer_id) == ("ended", day("2025-10-10"), draft.record.seller_id)
    assert not FeeBinding.select().where(FeeBinding.follows == over.id).exists()
    for period in (202510, 202511):
        bill_month(period, desk)
    assert [bill.until_on for bill in ledger.bills_of(charged.id) if bill.item == seasonal] == [
        day("2025-10-10")
    ]


def test_a_fee_for_a_fixed_time_ends_for_the_buyer_when_it_was_to_end(desk, charged, buyer, seasonal):
    sold = bound_for_a_time(charged, "2025-12-31", desk)
    draft = step(begin(charged, buyer, desk), "settle", desk)
    pay_all(charged, desk)
    step(draft, "complete", desk)
    new = FeeBinding.get(FeeBinding.follows == sold.id)
    assert (new.from_on, new.until_on, new.payer_id) == (day("2025-10-21"), day("2025-12-31"), buyer.id)


def test_days_given_back_to_the_seller_and_asked_of_him_again_are_found_twice(desk, paid_ahead, buyer):
    """Whoever takes the settlement's correction back after the buyer was billed is told by the audit."""
    draft = step(begin(paid_ahead, buyer, desk, **GOES_BACK), "settle", desk)
    refund_all(paid_ahead, desk)
    step(draft, "complete", desk)
    bill_month(202510, desk)
    assert in_order() == []
    freed = Reduction.get(Reduction.kind == "correction")
    store.apply(REDUCTIONS, "take_back", freed.id, freed.version, desk, reason="点错了")
    (told,) = find_faults()
    assert "2025-10-21 至 2025-10-31 的日子收了两次" in told
