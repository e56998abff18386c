"""What somebody who leaves gets in one pack: it holds what applies to the room, and its list says why the rest is not in it."""

import datetime

import pytest

from desk_app.kernel import print_plan, print_runs, run_files, store
from desk_app.kernel.kind import KINDS
from desk_app.kernel.printed import PrintedPaper
from desk_app.kernel.snapshots import values_of
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier.applications import RefundRequest
from desk_app.modules.transfers.kinds import TRANSFERS

ROOMS = "rooms"


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def pack(desk):
    return next(pack for pack in KINDS[ROOMS].packs if pack.name == "exit")


@pytest.fixture
def planned(pack, desk):
    """Return a function that gives what is in the pack of a room as (paper, kind), and why the rest is not."""

    def plan(room):
        (group,) = print_plan.plan(KINDS[ROOMS], [room.id], pack, desk)
        return [item.paper.name for item in group.items], [refused.why for refused in group.refused]

    return plan


def owe(room, desk, fen=22_696):
    item = FeeItem.get(FeeItem.code == "WY")
    ledger.post_bill(room.id, item.id, fen, day("2026-10-01"), day("2026-10-31"), day("2026-10-31"), desk)


def settle(room, make_person, desk):
    draft = store.new(TRANSFERS, room=room, buyer=make_person("钱新主"), changed_on=desk.today)
    for _name, fill in TRANSFERS.on_enter:
        fill(draft, desk)
    draft = store.save(draft, desk)
    return store.apply(TRANSFERS, "settle", draft.record.id, draft.record.version, desk)


def test_a_tenant_who_owes_gets_the_account_and_what_is_to_pay(planned, room, desk):
    owe(room, desk)
    papers, refused = planned(room)
    assert papers == ["room_statement", "payment_notice", "moving_guide"]
    assert len(refused) == 3
    assert "“物业费结清证明”没有放进套装：要先登记过户并结算，才能开具。" in refused


def test_a_seller_who_paid_everything_gets_the_certificate(planned, room, make_person, desk):
    settle(room, make_person, desk)
    papers, refused = planned(room)
    assert papers == ["room_statement", "transfer_form", "cleared_certificate", "moving_guide"]
    assert "“缴费通知单”没有放进套装：这套房屋没有要缴的账单。" in refused


def test_a_seller_who_owes_gets_no_certificate_and_is_told_the_sum(planned, room, make_person, desk):
    owe(room, desk)
    settle(room, make_person, desk)
    papers, refused = planned(room)
    assert papers == ["room_statement", "payment_notice", "transfer_form", "moving_guide"]
    assert any("还有欠费 226.96 元" in why for why in refused)


def test_money_given_back_this_year_is_in_the_pack_and_that_of_other_years_is_not(planned, room, desk):
    common = {"version": 1, "room": room, "amount": 5_000, "cause": "搬走", "applicant": "张伟"}
    RefundRequest.create(**common, number="TF-1", state="approved", asked_at=desk.now())
    last_year = desk.now().replace(year=2025)
    RefundRequest.create(**common, number="TF-2", state="paid", asked_at=last_year)
    RefundRequest.create(**common, state="draft")
    papers, _refused = planned(room)
    assert papers == ["room_statement", "refund_form", "moving_guide"]


def test_the_list_on_top_names_the_papers_and_what_is_left_out(pack, room, desk, tmp_path):
    owe(room, desk)
    run = print_runs.prepare(KINDS[ROOMS], [room.id], pack, desk).run
    run_files.fill_apart(run.id, tmp_path, desk, lambda done, total: None)
    cover = values_of(PrintedPaper.get(PrintedPaper.paper == "pack_cover"))
    assert cover["pack"] == "迁出结算"
    assert [row["name"] for row in cover["papers"]] == ["往来对账单", "缴费通知单", "搬家指引单"]
    assert "物业费结清证明" in cover["left_out"]
