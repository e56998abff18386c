"""综合维修 (P8): 24 hours, warranty or an agreed price, accepted, visited in one to three days, repaired again if need be."""

import datetime

import pytest

from desk_app.kernel import clock_changes, settings, store, waiting
from desk_app.kernel.errors import InvalidRecord, TransitionRefused
from desk_app.modules.billing.records import Bill
from desk_app.modules.reception.calls import CALLS
from desk_app.modules.repairs.charges import amount_of
from desk_app.modules.repairs.life import REPAIRS
from desk_app.modules.repairs.papers import completion_values, order_values, register_values, visit_values
from desk_app.modules.repairs.records import Part, Repair, StockMove
from desk_app.modules.repairs.stock import STOCK_ENTRIES, running_low, stock_of
from desk_app.modules.repairs.warranty import find_warranty
from desk_app.modules.repairs.workers import candidates, performance
from tests.modules.repairs.conftest import MONDAY, after, due

LABOUR = ("更换角阀", "labour", 1, 3000)
VALVE = ("角阀", "material", 1, 3800)


@pytest.fixture
def accepted(working, spend, press):
    """Return a repair done four hours after it was asked for, and accepted by the owner."""

    def make(*lines, hours=4.0, **values):
        at_work = working(**values)
        if lines:
            spend(at_work, *lines)
        done = press("finish", at_work, hours, work_done="已更换", finished_at=after(hours))
        return press("accept", done, hours + 0.5, acceptance="yes")

    return make


def test_t01_every_repair_is_to_be_done_within_24_hours_of_the_request(repair, working):
    assert due(repair())["repair"] == after(24)
    for judgement in ("warranty", "paid"):
        assert due(working(judgement))["repair"] == after(24)


def test_t01_waiting_for_a_part_stops_the_clock_with_its_reason(working, at):
    job = working()
    clock_changes.pause(REPAIRS, job.record.id, "等配件", at(2), after(50))
    assert due(job) == {"": after(50)}
    clock_changes.resume(REPAIRS, job.record.id, at(26))
    assert due(job)["repair"] == after(48)


def test_a_repair_has_its_number_from_the_first_save_and_is_not_deleted(repair, desk):
    first, second = repair(), repair()
    assert [first.record.number, second.record.number] == ["WX-202611-0001", "WX-202611-0002"]
    with pytest.raises(TransitionRefused, match="已经编号"):
        store.remove(first, desk, "填错")


def test_a_repair_is_sent_to_somebody_who_is_still_there(repair, worker, press):
    with pytest.raises(TransitionRefused, match="维修人员"):
        press("dispatch", repair())
    with pytest.raises(TransitionRefused, match="离职"):
        press("dispatch", repair(), worker=worker("钱工", "water", left_on=datetime.date(2026, 11, 1)))
    sent = press("dispatch", repair(), worker=worker("赵工", "water"))
    assert (sent.record.dispatched_by, sent.record.dispatched_at) == ("王芳", after(1))


def test_who_can_do_it_and_has_least_to_do_is_proposed_first(repair, worker, press):
    busy, free, other = worker("赵工", "water"), worker("钱工", "water"), worker("孙工", "power")
    press("dispatch", repair(), worker=busy)
    found = candidates("water", MONDAY.date())
    assert [(one.worker.name, one.jobs, one.is_skilled) for one in found] == [
        ("钱工", 0, True),
        ("赵工", 1, True),
        ("孙工", 0, False),
    ]
    assert {one.worker for one in found} == {busy, free, other}


@pytest.mark.parametrize(
    ("trade", "day", "is_covered"),
    [
        ("water", "2025-04-30", True),
        ("water", "2025-05-01", False),
        ("masonry", "2028-04-30", True),
        ("masonry", "2028-05-01", False),
        ("lift", "2023-06-01", False),
    ],
)
def test_warranty_runs_by_part_from_the_handover_to_its_last_day(trade, day, is_covered, flat):
    hint = find_warranty(flat, trade, datetime.date.fromisoformat(day))
    assert hint.is_covered == is_covered
    assert "2023-05-01" in hint.words or trade == "lift"


def test_the_years_of_warranty_are_the_offices_own(flat, desk):
    settings.change({"warranty_pipes": "5"}, desk)
    assert find_warranty(flat, "water", datetime.date(2026, 11, 23)).is_covered


def test_what_falls_under_warranty_is_charged_only_with_a_ground(repair, worker, press):
    sent = press("dispatch", repair(trade="masonry", content="卫生间渗水"), worker=worker())
    with pytest.raises(TransitionRefused, match="保修期内"):
        press("judge", sent, judgement="paid")
    assert press("judge", sent, judgement="paid", judged_why="自行装修打穿防水层").record.state == "judged"


def test_r24_paid_work_begins_only_when_reason_and_amount_are_accepted(repair, worker, press):
    judged = press("judge", press("dispatch", repair(), worker=worker()), judgement="paid")
    with pytest.raises(TransitionRefused, match="经业主同意"):
        press("start", judged)
    with pytest.raises(TransitionRefused, match="金额"):
        press("quote", judged, plan="更换角阀")
    with pytest.raises(TransitionRefused, match="理由"):
        press("quote", judged, quoted=6800)
    quoted = press("quote", judged, quoted=6800, plan="更换角阀")
    with pytest.raises(TransitionRefused, match="谁同意"):
        press("agree", quoted)
    agreed = press("agree", quoted, agreed_by="张伟", agreed_how="phone")
    assert (agreed.record.state, agreed.record.agreed_at) == ("working", after(1))


def test_r24_an_owner_who_does_not_accept_ends_it_without_a_charge(repair, worker, press):
    judged = press("judge", press("dispatch", repair(), worker=worker()), judgement="paid")
    quoted = press("quote", judged, quoted=6800, plan="更换角阀")
    assert press("decline", quoted, reason="嫌贵，自己修").record.state == "declined"
    assert not Bill.select().exists()


def test_r24_the_charge_never_exceeds_what_was_agreed(working, spend, press):
    job = spend(working(quoted=6700), LABOUR, VALVE)
    with pytest.raises(TransitionRefused, match="超过业主同意的报价 67"):
        press("finish", job, work_done="已更换")
    press("quote", job, quoted=6800)
    press("agree", job, agreed_by="张伟", agreed_how="phone")
    assert press("finish", job, work_done="已更换").record.state == "done"


def test_s05_the_accepted_repair_is_one_bill_of_68_yuan(accepted, flat):
    done = accepted(LABOUR, VALVE)
    (bill,) = Bill.select()
    assert (bill.room_id, bill.amount, bill.item.code, done.record.bill_id) == (flat.id, 6800, "WX", bill.id)
    assert "WX-202611-0001" in bill.workings


def test_warranty_work_costs_the_owner_nothing(accepted):
    done = accepted(VALVE, judgement="warranty")
    assert (done.record.materials, done.record.charge, done.record.bill_id) == (3800, 0, None)
    assert not Bill.select().exists()


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [(10_000, 3800, 3800), (15_000, 333, 500), (3_333, 100, 33), (5_000, 1, 1), (4_999, 1, 0)],
)
def test_a_line_is_rounded_once_half_up(quantity, price, amount):
    assert amount_of(quantity, price) == amount


def test_work_the_owner_finds_wanting_is_done_again_before_anything_is_charged(working, spend, press):
    done = press("finish", spend(working(), LABOUR, VALVE), work_done="已更换")
    with pytest.raises(TransitionRefused, match="返工"):
        press("accept", done, acceptance="no")
    assert press("work_again", done, reason="接头渗水").record.state == "working"
    assert not Bill.select().exists()


def test_t02_the_return_visit_is_one_to_three_days_after_the_work(accepted, press):
    done = accepted()
    (row,) = waiting.of(REPAIRS, [done.record.id])[done.record.id]
    assert (row.deadline, row.not_before, row.due_at) == (
        "visit",
        datetime.datetime(2026, 11, 24),
        datetime.datetime(2026, 11, 26, 23, 59),
    )
    with pytest.raises(TransitionRefused, match="最早 11-24"):
        press("close", done, 8, visited_how="phone")
    with pytest.raises(TransitionRefused, match="1 到 5"):
        press("close", done, 26, visited_how="phone", score_quality=6)
    closed = press("close", done, 26, visited_how="phone", score_quality=5)
    assert (closed.record.state, closed.record.visited_by, due(closed)) == ("closed", "王芳", {})


def test_r25_who_is_not_satisfied_gets_a_second_repair_linked_to_the_first(accepted, press, at):
    done = accepted(LABOUR, VALVE)
    with pytest.raises(TransitionRefused, match="二次维修"):
        press("close", done, 26, visited_how="phone", is_satisfied="no")
    with pytest.raises(TransitionRefused, match="不满意的地方"):
        press("repeat", done, 26, visited_how="phone")
    press("repeat", done, 26, visited_how="phone", visit_opinion="仍滴水")
    again = Repair.get(Repair.attempt == 2)
    assert (again.first_id, again.content, again.state, again.registered_at) == (
        done.record.id, "仍滴水", "registered", after(26),
    )  # fmt: skip
    assert due(store.load(REPAIRS, again.id))["repair"] == after(50)
    assert completion_values(store.load(REPAIRS, done.record.id))["second"] == again.number


def test_s05_a_second_repair_charges_no_labour(accepted, press, spend):
    press("repeat", accepted(LABOUR, VALVE), 26, visited_how="phone", visit_opinion="仍滴水")
    again = store.load(REPAIRS, Repair.get(Repair.attempt == 2).id)
    with pytest.raises(InvalidRecord, match="人工"):
        spend(again, LABOUR)
    assert spend(again, ("更换密封圈", "labour", 1, 0)).record.labour == 0


def test_parts_go_out_of_the_stock_when_the_work_is_done_and_back_when_it_is_done_again(
    working, spend, press, valve
):
    job = spend(working(), LABOUR, ("角阀", "material", 2, None, valve))
    assert (job.record.materials, job.rows["lines"][1].price) == (7600, 3800)
    press("quote", job, quoted=10600)
    press("agree", job, agreed_by="张伟", agreed_how="phone")
    done = press("finish", job, work_done="已更换")
    assert stock_of(valve.id) == 0 and Part.get_by_id(valve.id).in_stock == 0
    assert [part.name for part in running_low()] == ["角阀"]
    press("work_again", done, reason="接头渗水")
    assert stock_of(valve.id) == 20_000
    press("finish", done, 2, work_done="重新安装")
    assert stock_of(valve.id) == 0
    assert [move.quantity for move in StockMove.select()] == [20_000, -20_000, 20_000, -20_000]


def test_more_than_is_in_stock_is_not_used(working, spend, press, valve):
    job = spend(working(quoted=99_900), ("角阀", "material", 3, 100, valve))
    with pytest.raises(TransitionRefused, match="只有 2 只"):
        press("finish", job, work_done="已更换")
    assert stock_of(valve.id) == 20_000


def test_a_count_sets_the_stock_to_what_lies_there(valve, desk):
    entry = store.save(store.new(STOCK_ENTRIES, part=valve, sort="count", quantity=15_000), desk)
    store.apply(STOCK_ENTRIES, "book", entry.record.id, entry.record.version, desk)
    assert stock_of(valve.id) == 15_000


def test_a_call_becomes_a_repair_and_its_24_hours_begin_with_the_call(flat, at):
    call = store.save(
        store.new(CALLS, at=MONDAY, caller_number="13912345678", room=flat, category="repair", content="漏水", is_urgent=True,
                  reported_to="陈经理", reported_at=MONDAY),
        at(),
    )  # fmt: skip
    turned = store.apply(CALLS, "turn", call.record.id, call.record.version, at(0.1)).record
    made = store.load(REPAIRS, turned.became_id)
    assert (made.record.room_id, made.record.urgency, made.record.content) == (flat.id, "urgent", "漏水")
    assert due(made)["repair"] == after(24)
    assert waiting.find_differences() == []


def test_a_public_place_is_repaired_without_a_room_and_never_charged(repair, worker, press):
    with pytest.raises(InvalidRecord, match="公共部位"):
        repair(room=None)
    sent = press("dispatch", repair(room=None, place="3 栋大堂灯"), worker=worker())
    with pytest.raises(TransitionRefused, match="公共部位"):
        press("judge", sent, judgement="paid")


def test_the_month_counts_jobs_once_and_names_reworks(accepted, press):
    late = accepted(hours=30)
    press("repeat", accepted(LABOUR, VALVE), 29, visited_how="phone", visit_opinion="仍滴水")
    drafts = [store.load(REPAIRS, one.id) for one in Repair.select().order_by(Repair.id)]
    values = register_values(drafts)
    assert (values["count"], values["in_time"], values["reworked"], len(values["rows"])) == ("2", "1", "1", 3)
    told = {one.worker: one for one in performance(MONDAY.date(), MONDAY.date() + datetime.timedelta(days=2))}
    assert (told[str(late.record.worker)].in_time, told[str(drafts[1].record.worker)].reworked) == (0, 1)


def test_the_papers_tell_job_price_and_window(accepted):
    done = accepted(LABOUR, VALVE)
    order = order_values(done)
    assert (order["charge"], order["due_at"], order["attempt"]) == (6800, after(24), "首次")
    assert [line["amount"] for line in order["lines"]] == [3000, 3800]
    assert visit_values(done)["window"] == "11-24 至 11-26"
