"""A change of owner (S13, V20): settled to the day, refused while it owes, charged to the new owner from the day after."""

import datetime

import pytest

from desk_app.kernel import settings, store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import InvalidRecord, TransitionRefused
from desk_app.modules.billing import ledger, runs
from desk_app.modules.billing.kinds import FEE_BINDINGS, TARIFFS
from desk_app.modules.billing.records import Bill, FeeBinding, FeeItem, TariffPrice
from desk_app.modules.cashier import payments
from desk_app.modules.cashier.checking import find_faults
from desk_app.modules.cashier.tenders import Tender
from desk_app.modules.people.holdings import owner_names
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
    assert (new.from_on, new.follows_id) == (day("2025-11-01"), FeeBinding.get(FeeBinding.payer != buyer.id).id)


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
