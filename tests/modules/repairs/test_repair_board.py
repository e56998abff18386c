"""The dispatcher's board: what is overdue on top, who is fit and free first, one key sends, a reason sends another."""

import pytest

from desk_app.kernel import store, waiting
from desk_app.kernel.errors import TransitionRefused
from desk_app.modules.repairs.records import Repair
from desk_app.modules.staff.kinds import FIRMS
from desk_app.screens.repair_board import FIRM, RepairBoard
from tests.modules.repairs.conftest import after


def lanes(board):
    return {lane.name: [job.record_id for job in lane.jobs] for lane in board.lanes()}


def test_what_is_overdue_stands_on_top_and_the_urgent_before_the_usual(repair, at):
    old, usual, urgent = repair(0), repair(20), repair(21, urgency="urgent")
    board = RepairBoard(at(25))
    assert lanes(board) == {"overdue": [old.record.id], "to_send": [urgent.record.id, usual.record.id]}
    assert board.lanes()[0].name == "overdue"
    assert board.count_words() == "已超时 1 · 待派工 3"


def test_who_works_in_the_trade_and_has_least_to_do_has_the_first_key(repair, worker, press, at, desk):
    busy, free, other = worker("赵工", "water"), worker("钱工", "water"), worker("孙工", "power")
    store.save(store.new(FIRMS, name="通达管道公司", trade="water"), desk)
    store.save(store.new(FIRMS, name="过期公司", trade="water", contract_until_on=after(-24).date()), desk)
    press("dispatch", repair(), worker=busy)
    job = repair()
    found = RepairBoard(at(1)).choices(job.record.id)
    assert [(one.key, one.name, one.jobs) for one in found] == [
        (1, free.name, 0),
        (2, busy.name, 1),
        (3, other.name, 0),
        (4, "通达管道公司", 0),
    ]


def test_a_key_sends_and_the_job_stands_in_the_workers_day(repair, worker, at):
    zhao = worker("赵工", "water")
    job = repair()
    board = RepairBoard(at(1))
    said = board.send(job.record.id, board.choices(job.record.id)[0])
    assert (said, lanes(board)) == ("WX-202611-0001 已派给 赵工。", {"sent": [job.record.id]})
    assert [one.record_id for one in board.day_of(zhao.id)] == [job.record.id]
    assert waiting.find_differences() == []


def test_somebody_else_is_sent_only_with_a_reason_and_nothing_is_half_done(repair, worker, at, desk):
    worker("赵工", "water")
    store.save(store.new(FIRMS, name="通达管道公司", trade="water"), desk)
    job = repair()
    board = RepairBoard(at(1))
    person, firm = board.choices(job.record.id)
    board.send(job.record.id, person)
    with pytest.raises(TransitionRefused, match="原因"):
        board.send(job.record.id, firm)
    assert Repair.get_by_id(job.record.id).state == "dispatched"
    board.send(job.record.id, firm, "赵工请假")
    sent = Repair.get_by_id(job.record.id)
    assert (firm.sort, sent.worker_id, sent.firm.name, sent.state) == (
        FIRM,
        None,
        "通达管道公司",
        "dispatched",
    )


def test_a_workers_day_begins_with_what_was_promised(repair, worker, press, at):
    zhao = worker("赵工", "water")
    late, promised = repair(0), repair(0.5, appointed_at=after(3))
    for one in (late, promised):
        press("dispatch", one, worker=zhao)
    assert [one.record_id for one in RepairBoard(at(2)).day_of(zhao.id)] == [
        promised.record.id,
        late.record.id,
    ]
