"""The bill run page without a window: what is found before, the trial, the comparison, posting and taking back."""

import pytest

from desk_app.kernel import settings
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import DeskError
from desk_app.modules.arrears import summary
from desk_app.modules.billing.records import Bill, BillRun, DraftBill, FeeBinding, TariffPrice
from desk_app.modules.cashier import payments
from desk_app.modules.cashier.tenders import Tender
from desk_app.screens.bill_run import BillRunDesk
from desk_app.screens.bill_run_words import tell_before_posting
from desk_app.screens.progress import Cancelled, Progress
from tests.billed_rooms import AREA, bind, day, make_tariff


@pytest.fixture
def tariff(desk):
    """Return the tariff of 2.35 yuan a month and ㎡."""
    return make_tariff(desk)


@pytest.fixture
def flats(desk, make_room, tariff):
    """Return three flats of 96.58 ㎡ in two buildings, bound for long."""
    made = [make_room(code, charged_area=AREA) for code in ("3-1-101", "3-1-102", "4-1-101")]
    for room in made:
        bind(desk, room, tariff)
    settings.change({"bills_from": "202610"}, desk)
    return made


@pytest.fixture
def page(desk, flats):
    """Return the page at the month of the clock, nothing billed yet."""
    made = BillRunDesk(desk)
    made.choose(202611, None)
    return made


def work_out(page):
    page.view = page.work_out(Progress())
    return page.view


def bill(page, period):
    """Bill a period."""
    page.choose(period, None)
    work_out(page)
    page.view = page.post()
    return page.view


def test_a_trial_is_a_draft_with_its_sums_and_no_bill(page):
    view = work_out(page)
    assert (view.state, view.rooms, view.bills, view.total) == ("draft", 3, 3, 68_088)
    assert [(total.item, total.bills, total.total) for total in view.totals] == [("收费XM", 3, 68_088)]
    assert Bill.select().count() == 0


def test_a_trial_stopped_leaves_the_draft_there_was(page):
    before = work_out(page).run_id
    progress = Progress()
    progress.cancel()
    FeeBinding.update(cycle="3").execute()  # worked out one by one, where the cancel is heard
    with pytest.raises(Cancelled):
        page.work_out(progress)
    assert [run.id for run in BillRun.select()] == [before]
    assert DraftBill.select().count() == 3


def test_one_building_alone_can_be_billed(page, flats):
    page.choose(202611, flats[2].building_id)
    view = work_out(page)
    assert (view.rooms, view.title) == (1, "2026-11 4栋")
    page.choose(202611, None)
    assert page.view is None
    page.open_run(view.run_id)
    assert page.building_id == flats[2].building_id


def test_a_due_day_typed_is_that_of_every_bill(page):
    page.due_text = "2026-12-10"
    work_out(page)
    assert {line.due_on for line in page.lines()[0]} == {"2026-12-10"}


def test_a_due_day_that_is_none_is_told_and_makes_nothing(page):
    page.due_text = "月底"
    with pytest.raises(DeskError, match="没有试算"):
        page.work_out(Progress())
    assert BillRun.select().count() == 0


def test_bills_are_found_by_room_and_item_and_explain_themselves(page):
    work_out(page)
    assert [line.room for line in page.lines("3-1")[0]] == ["3-1-101", "3-1-102"]
    assert page.lines(item="水费") == ([], 0)
    (line,), count = page.lines("4-1-101", "收费XM")
    assert (count, line.amount, line.span) == (1, 22_696, "2026-11-01 至 11-30")
    assert page.explain(line.facts_id) == "收费XM：96.58 ㎡ × 2.35 元/㎡·月 = 226.96 元"


def test_nothing_is_compared_with_a_month_that_was_not_billed(page):
    view = work_out(page)
    assert (view.changes, view.has_before) == ((), False)


def test_what_changed_by_over_a_fifth_tells_both_sums_and_why(page, desk, tariff, flats, make_room):
    bill(page, 202610)
    TariffPrice.create(tariff=tariff, from_on=day("2026-11-01"), price=30_000, place=2)
    FeeBinding.update(until_on=day("2026-10-31")).where(FeeBinding.room == flats[1]).execute()
    bind(desk, make_room("5-1-101", charged_area=AREA), tariff)
    page.choose(202611, None)
    told = {line.room: line for line in work_out(page).changes}
    assert (told["3-1-101"].before, told["3-1-101"].now, told["3-1-101"].percent) == (22_696, 28_974, 28)
    assert told["3-1-101"].why == "单价 2.35 → 3"
    assert (told["3-1-102"].now, told["3-1-102"].why) == (None, "计费已于 2026-10-31 结束。")
    assert (told["5-1-101"].before, told["5-1-101"].why) == (None, "上期没有这一项。")


def test_fewer_days_are_the_reason_of_a_smaller_sum(page, flats):
    bill(page, 202610)
    FeeBinding.update(until_on=day("2026-11-10")).where(FeeBinding.room == flats[0]).execute()
    page.choose(202611, None)
    (line,) = work_out(page).changes
    assert (line.room, line.why) == ("3-1-101", "计费天数 整月 → 10/30")


def test_the_comparison_goes_to_excel(page, tariff, tmp_path):
    from openpyxl import load_workbook

    bill(page, 202610)
    TariffPrice.create(tariff=tariff, from_on=day("2026-11-01"), price=30_000, place=2)
    page.choose(202611, None)
    work_out(page)
    out = tmp_path / "对比.xlsx"
    assert page.export(out) == 3
    rows = list(load_workbook(out).active.values)
    assert rows[0] == ("房号", "收费项目", "上期（元）", "本期（元）", "变化（%）", "原因")
    assert rows[1] == ("3-1-101", "收费XM", 226.96, 289.74, 28, "单价 2.35 → 3")


def test_rooms_left_out_are_listed_with_the_reason(page, make_room):
    make_room("9-1-101")
    view = work_out(page)
    assert [(line.room, line.reason) for line in view.skips] == [("9-1-101", "没有收费绑定。")]


def test_what_is_forgotten_leads_to_where_it_is_mended(page, make_room):
    empty = make_room("9-1-101")
    page.choose(202610, None)
    (group,) = page.findings()
    assert (group.sort, group.count) == ("unbound", 1)
    assert (group.found[0].kind_name, group.found[0].record_id) == ("rooms", empty.id)


def test_posting_is_asked_with_the_sums(page):
    words = tell_before_posting(work_out(page))
    assert "3 户，3 笔，合计 680.88 元" in words
    view = bill(page, 202611)
    assert (view.state, Bill.select().count(), DraftBill.select().count()) == ("posted", 3, 0)


def test_a_due_day_too_soon_is_told_with_the_trial_and_before_posting(page):
    page.choose(202610, None)
    view = work_out(page)
    assert view.due_told == "3 笔的缴费截止日定为 2026-11-30：出账以后至少留 7 天缴费。"
    page.due_text = "2026-11-25"
    view = work_out(page)
    assert view.due_told == "填的缴费截止日 2026-11-25 离今天只有 2 天，少于设置的 7 天。"
    page.due_text = "2026-10-31"
    view = work_out(page)
    assert view.due_told == "填的缴费截止日 2026-10-31 已经过去：一出账就算逾期，会列入催缴。"
    assert view.due_told in tell_before_posting(view)
    page.due_text = "2026-12-05"
    assert work_out(page).due_told == ""


def test_what_all_rooms_owe_is_counted_anew_once_a_run_is_posted(page, desk):
    assert summary.overview() is None
    page.due_text = "2026-10-31"
    bill(page, 202610)
    assert summary.overview().total.bills == 3
    assert summary.overview().counted_on == desk.today


def test_a_period_billed_is_shown_when_it_is_chosen_and_can_be_reopened_from_the_list(page):
    bill(page, 202610)
    page.choose(202611, None)
    assert page.view is None
    (past,) = page.past_runs()
    assert (past.title, past.state) == ("2026-10 全部楼栋", "已出账")
    page.open_run(past.run_id)
    assert (page.period, page.view.bills) == (202610, 3)
    page.choose(202610, None)
    assert page.view.run_id == past.run_id


def test_a_draft_can_be_given_up(page):
    work_out(page)
    page.discard()
    assert (page.view, BillRun.select().count()) == (None, 0)


def test_a_whole_run_is_taken_back_until_money_hangs_on_it(page, desk, flats):
    bill(page, 202611)
    page.undo("单价录错")
    assert page.view.state == "undone"
    bill(page, 202611)
    debt = Bill.get(Bill.room == flats[0], Bill.state == "open")
    pay(desk, flats[0], ((debt.id, 22_696),), 22_696)
    with pytest.raises(DeskError, match=r"没有撤销出账.*3-1-101"):
        page.undo("再试一次")
    assert Bill.select().where(Bill.state == "open").count() == 3


def test_prepaid_money_pays_the_bills_of_the_run_room_by_room(page, desk, flats):
    for room in flats[:2]:
        pay(desk, room, (), 30_000)
    bill(page, 202611)
    assert page.offset(Progress()) == "已用预存款冲抵 2 户，合计 453.92 元"
    assert page.offset(Progress()) == "没有可以冲抵的预存款。"
    assert sorted(one.paid for one in Bill.select()) == [0, 22_696, 22_696]


def test_a_batch_offset_stopped_tells_what_it_did(page, desk, flats):
    pay(desk, flats[0], (), 30_000)
    bill(page, 202611)
    progress = Progress()
    progress.cancel()
    assert page.offset(progress).startswith("已停止")
    assert {one.paid for one in Bill.select()} == {0}


def test_whoever_takes_the_money_bills_nobody(page, office):
    cashier = BillRunDesk(Desk(Actor("李收银", frozenset({"cashier"})), office.desk.now))
    with pytest.raises(DeskError, match="没有生成账单"):
        cashier.work_out(Progress())


def pay(desk, room, picks, total):
    payments.take_payment(
        payments.Payment(
            room_id=room.id,
            payer_name="张伟",
            request=payments.new_request(),
            picks=picks,
            to_prepaid=0 if picks else total,
            tenders=(Tender("cash", total),),
        ),
        desk,
    )
