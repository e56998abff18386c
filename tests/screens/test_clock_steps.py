"""Pausing, resuming and putting off clocks from a form: only where the workflow allows, always with a reason."""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import InvalidRecord, TransitionRefused
from desk_app.modules.requests.life import REQUESTS
from desk_app.modules.staff.records import Department
from desk_app.screens.record_form import RecordForm
from desk_app.screens.record_history import read_history
from tests.conftest import MONDAY


@pytest.fixture
def received(desk, room):
    draft = store.new(REQUESTS, received_at=desk.now(), room=room, client="张伟", content="路灯")
    return store.save(draft, desk).record.id


@pytest.fixture
def forwarded(desk, received):
    store.apply(REQUESTS, "forward", received, 1, desk, entries={"department": Department.get()})
    return received


def form_of(record_id, desk):
    return RecordForm.open(REQUESTS, desk, record_id)


def steps(form):
    return [step.sort for step in form.clock_steps]


def test_the_ten_minutes_are_neither_paused_nor_put_off(received, desk):
    assert steps(form_of(received, desk)) == []


def test_a_paused_clock_runs_on_after_it_was_resumed(forwarded, desk):
    form = form_of(forwarded, desk)
    assert steps(form) == ["pause", "extend"]
    form.change_clock(form.clock_steps[0], {"reason": "等配件", "until_at": "2026-11-25 10:00"})
    assert [clock.label for clock in form.clocks] == ["暂停到期"]
    assert steps(form) == ["resume"]
    form.change_clock(form.clock_steps[0])
    assert [clock.label for clock in form.clocks] == ["办理反馈"]


def test_a_pause_without_an_end_is_still_seen(forwarded, desk):
    form = form_of(forwarded, desk)
    assert not form.is_paused
    form.change_clock(form.clock_steps[0], {"reason": "等客户"})
    assert (form.is_paused, form.clocks) == (True, [])


def test_a_pause_without_a_reason_is_refused(forwarded, desk):
    form = form_of(forwarded, desk)
    with pytest.raises(TransitionRefused, match="原因"):
        form.change_clock(form.clock_steps[0], {"reason": " "})
    with pytest.raises(InvalidRecord, match="时间应为"):
        form.change_clock(form.clock_steps[0], {"reason": "等", "until_at": "下周"})


def test_a_clock_is_put_off_with_reason_and_approver_and_the_history_tells_it(forwarded, desk):
    clerk = Desk(Actor("王芳", frozenset({"clerk"})), desk.now)
    form = form_of(forwarded, clerk)
    step = form.clock_steps[1]
    assert "项目经理" in step.approvers
    entries = {"reason": "等批复", "until_at": "2026-11-26 17:00"}
    with pytest.raises(TransitionRefused, match="批准"):
        form.change_clock(step, entries)
    form.change_clock(step, entries | {"approved_by": "周经理"})
    assert form.clocks[0].due_at == datetime.datetime(2026, 11, 26, 17)
    line = read_history(REQUESTS, forwarded)[0]
    told = {change.label: change.after for change in line.changes}
    assert (line.what, line.reason) == ("延期", "等批复")
    assert told == {"时限": "办理反馈", "延到": "2026-11-26 17:00", "批准人": "周经理"}


def test_whoever_may_approve_is_asked_for_nobody(forwarded, desk):
    step = form_of(forwarded, desk).clock_steps[1]
    assert step.approvers == ""
    assert step.until_at == MONDAY + datetime.timedelta(hours=24)
    with pytest.raises(InvalidRecord, match="延到什么时候"):
        form_of(forwarded, desk).change_clock(step, {"reason": "等"})


def test_a_settled_record_offers_nothing(forwarded, desk):
    store.apply(REQUESTS, "void", forwarded, 2, desk, reason="重复")
    assert steps(form_of(forwarded, desk)) == []
