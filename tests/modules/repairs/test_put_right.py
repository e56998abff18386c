"""What was put down wrongly on a repair is put right (维修纠错): the judgement, the quote, who was sent, the acceptance."""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.errors import DeskError, InvalidRecord, TransitionRefused
from desk_app.modules.billing.records import Bill
from desk_app.modules.repairs.life import REPAIRS
from desk_app.modules.repairs.prices import PRICE_ITEMS
from desk_app.modules.repairs.records import Repair, RepairLine
from desk_app.modules.repairs.stock import stock_of
from tests.modules.repairs.conftest import MONDAY, due

DAY = datetime.timedelta(days=1)
LABOUR = ("更换角阀", "labour", 1, 3000)
VALVE = ("角阀", "material", 1, 3800)


@pytest.fixture
def accepted(working, spend, press, valve):
    """Return a paid repair of 68 yuan, accepted by the owner; its valve came out of the stock."""
    job = spend(working(), LABOUR, ("角阀", "material", 1, None, valve))
    return press("accept", press("finish", job, 4, work_done="已更换"), 5, acceptance="yes")


@pytest.fixture
def judged(repair, worker, press):
    """Return a repair judged paid, outside of warranty."""
    return press("judge", press("dispatch", repair(), worker=worker()), judgement="paid", plan="更换角阀")


def test_an_acceptance_undone_takes_the_bill_back_and_the_next_one_is_billed_anew(
    accepted, press, spend, valve
):
    done = press("undo_acceptance", accepted, 6, "验收时没有试水")
    assert (done.record.state, done.record.bill_id, [bill.state for bill in Bill.select()]) == (
        "done",
        None,
        ["void"],
    )
    again = press("work_again", done, 6, "接头渗水")
    press("finish", spend(again, ("角阀", "material", 1, None, valve)), 7, work_done="已更换")
    billed = press("accept", again, 8, acceptance="yes")
    assert (billed.record.bill.amount, stock_of(valve.id)) == (3800, 10_000)
    assert "visit" in due(billed)


def test_only_a_head_undoes_an_acceptance_and_not_once_it_is_paid(accepted, press):
    with pytest.raises(TransitionRefused, match="需要"):
        press("undo_acceptance", accepted, 6, "弄错", roles=("clerk", "dispatcher"))
    Bill.update(paid=6800).execute()
    with pytest.raises(DeskError, match="冲红收据"):
        press("undo_acceptance", accepted, 6, "弄错")
    assert Repair.get_by_id(accepted.record.id).state == "accepted"


def test_r24_a_new_quote_is_agreed_to_anew(working, spend, press):
    job = spend(working(quoted=5000), LABOUR, VALVE)
    quoted = press("quote", job, quoted=6800)
    assert (quoted.record.agreed_by, quoted.record.agreed_charge) == (None, None)
    with pytest.raises(TransitionRefused, match="谁同意"):
        press("agree", quoted)


def test_r24_a_quote_typed_over_after_the_owner_agreed_is_not_what_was_agreed(working, spend, press, desk):
    job = spend(working(quoted=5000), LABOUR, VALVE)
    job.record.quoted = 6800
    store.save(job, desk)
    with pytest.raises(TransitionRefused, match="超过业主同意的报价 50"):
        press("finish", job, work_done="已更换")


def test_r24_work_begun_under_warranty_is_not_charged_by_changing_the_judgement(working, spend, press, desk):
    job = spend(working("warranty"), LABOUR, VALVE)
    job.record.judgement, job.record.quoted = "paid", 6800
    changed = store.save(job, desk)
    with pytest.raises(TransitionRefused, match="超过业主同意"):
        press("finish", changed, work_done="已更换")
    again = press("judge_again", changed, reason="人为损坏", judgement="paid", judged_why="人为损坏")
    with pytest.raises(TransitionRefused, match="报价"):
        press("start", again)


def test_a_paid_judgement_of_a_public_place_is_not_even_typed(repair, desk):
    public = repair(room=None, place="3 栋大堂灯")
    public.record.judgement = "paid"
    with pytest.raises(InvalidRecord, match="公共部位"):
        store.save(public, desk)


def test_what_is_past_warranty_is_repaired_for_nothing_only_with_a_ground(repair, worker, press):
    sent = press("dispatch", repair(), worker=worker())
    with pytest.raises(TransitionRefused, match="已过保修期"):
        press("judge", sent, judgement="warranty")
    assert press("judge", sent, judgement="warranty", judged_why="经理同意免费").record.state == "judged"


def test_a_job_taken_back_belongs_to_nobody_and_keeps_its_24_hours(repair, worker, press):
    sent = press("arrive", press("dispatch", repair(), worker=worker()))
    back = press("take_back", sent, 2, "赵工请假").record
    assert (back.worker, back.arrived_at, back.dispatched_at, back.state) == (None, None, None, "registered")
    assert "repair" in due(sent)


def test_labour_from_the_price_list_costs_nothing_in_a_second_repair(accepted, press, desk):
    item = store.save(
        store.new(PRICE_ITEMS, name="更换角阀", unit="次", sort="labour", price=3000), desk
    ).record
    press("repeat", accepted, 26, visited_how="phone", visit_opinion="仍滴水")
    again = store.load(REPAIRS, Repair.get(Repair.attempt == 2).id)
    again.rows["lines"] = [RepairLine(item=item, quantity=10_000)]
    assert [line.price for line in store.save(again, desk).rows["lines"]] == [0]


def test_a_price_no_longer_used_is_not_charged(judged, desk):
    item = store.save(
        store.new(PRICE_ITEMS, name="旧阀", unit="只", price=3000, stopped_on=MONDAY.date() - DAY), desk
    ).record
    judged.rows["lines"] = [RepairLine(item=item, quantity=10_000)]
    with pytest.raises(InvalidRecord, match="停用"):
        store.save(judged, desk)
