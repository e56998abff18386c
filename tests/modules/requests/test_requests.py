"""需求与建议 (P6): answered at once or forwarded in ten minutes, agreed by the manager, answered the same day."""

import datetime

import pytest

from desk_app.kernel import clock_changes, store, waiting
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import InvalidRecord, TransitionRefused
from desk_app.modules.reception.calls import CALLS
from desk_app.modules.requests.life import REQUESTS
from desk_app.modules.staff.records import Department
from desk_app.screens.record_form import RecordForm

MONDAY = datetime.datetime(2026, 11, 23, 9, 5)


@pytest.fixture
def at(office):
    """Return a function that gives the desk at another moment, with somebody of other roles."""

    def at_(moment=MONDAY, name="王芳", *roles):
        actor = Actor(name, frozenset(roles)) if roles else Actor(name)
        return Desk(actor, lambda: moment)

    return at_


@pytest.fixture
def request_(room, desk):
    values = {
        "received_at": MONDAY,
        "room": room,
        "client": "张伟",
        "content": "门口加装路灯",
        "sort": "suggestion",
    }
    return store.save(store.new(REQUESTS, **values), desk)


def press(name, draft, desk, **more):
    return store.apply(REQUESTS, name, draft.record.id, draft.record.version, desk, **more)


def due(draft):
    return {
        row.deadline: row.due_at for row in waiting.of(REQUESTS, [draft.record.id]).get(draft.record.id, [])
    }


def forwarded(draft, desk):
    return press("forward", draft, desk, entries={"department": Department.get(duty="engineering")})


def test_t04_what_is_not_answered_at_once_is_forwarded_within_ten_minutes(request_, desk):
    assert due(request_) == {"forward": MONDAY + datetime.timedelta(minutes=10)}
    with pytest.raises(TransitionRefused, match="部门"):
        press("forward", request_, desk)
    assert "forward" not in due(forwarded(request_, desk))


def test_an_answer_at_once_ends_the_clock_and_says_how_it_was_given(request_, desk):
    with pytest.raises(TransitionRefused, match="方式"):
        press("answer_at_once", request_, desk, entries={"answer": "已安排"})
    done = press("answer_at_once", request_, desk, entries={"answer": "已安排", "answer_way": "phone"})
    assert (done.record.state, done.record.number, done.record.answered_by) == (
        "answered",
        "SL-202611-0001",
        "王芳",
    )
    assert press("archive", done, desk).record.state == "archived"


def test_t10_once_the_manager_agreed_the_client_is_answered_the_same_day(request_, at, desk):
    handled = press("report_back", forwarded(request_, desk), desk, entries={"result": "已装好"})
    with pytest.raises(TransitionRefused, match="项目经理"):
        press("agree", handled, at(MONDAY, "王芳", "clerk"))
    agreed = press("agree", handled, at(MONDAY.replace(hour=15, minute=10), "陈经理", "manager"))
    assert agreed.record.agreed_by == "陈经理"
    assert due(agreed) == {"reply": MONDAY.replace(hour=23, minute=59)}


def test_an_answer_handed_over_is_filed_only_when_the_client_has_signed(request_, desk):
    done = press("answer_at_once", request_, desk, entries={"answer": "好", "answer_way": "hand"})
    with pytest.raises(TransitionRefused, match="签署"):
        press("archive", done, desk)
    assert press("archive", done, desk, entries={"all_signed": True}).record.state == "archived"


def test_a_client_who_is_not_satisfied_is_dealt_with_again_and_one_who_is_is_not(request_, desk):
    answer = {"answer": "好", "answer_way": "hand", "satisfaction": "satisfied"}
    done = press("answer_at_once", request_, desk, entries=answer)
    with pytest.raises(TransitionRefused, match="不满意"):
        press("do_again", done, desk, reason="灯不亮")
    entries = {"satisfaction": "unsatisfied", "department": Department.get(duty="engineering")}
    again = press("do_again", done, desk, reason="灯不亮", entries=entries)
    assert (again.record.state, set(due(again))) == ("forwarded", {"handle"})
    assert (again.record.answer, again.rows["steps"][0].what) == (None, "客户不满意。原答复：好")


def test_a_client_who_is_not_satisfied_keeps_the_request_from_being_filed(request_, desk):
    answer = {"answer": "好", "answer_way": "phone", "satisfaction": "unsatisfied"}
    done = press("answer_at_once", request_, desk, entries=answer)
    with pytest.raises(TransitionRefused, match="不满意"):
        press("archive", done, desk)
    assert press("archive", done, desk, entries={"satisfaction": "fairly"}).record.state == "archived"


def test_t11_an_urgent_request_is_reported_first(room, desk):
    with pytest.raises(InvalidRecord, match="马上报告"):
        store.save(
            store.new(REQUESTS, received_at=MONDAY, client="张伟", content="燃气味", is_urgent=True), desk
        )


def test_waiting_for_parts_stops_the_clock_until_it_goes_on(request_, at, desk):
    sent = forwarded(request_, desk)
    before = due(sent)["handle"]
    until = MONDAY + datetime.timedelta(days=3)
    clock_changes.pause(REQUESTS, sent.record.id, "等灯具到货", desk, until)
    assert due(sent) == {"": until}
    clock_changes.resume(REQUESTS, sent.record.id, at(MONDAY + datetime.timedelta(days=2)))
    assert due(sent)["handle"] == before + datetime.timedelta(days=2)
    told = [(row.action, row.reason) for row in store.history(REQUESTS, sent.record.id)][:2]
    assert told == [("resume", ""), ("pause", "等灯具到货")]


def test_going_on_with_a_paused_request_lets_its_clocks_run_again(request_, at, desk):
    sent = forwarded(request_, desk)
    clock_changes.pause(REQUESTS, sent.record.id, "等灯具到货", desk)
    press("report_back", sent, at(MONDAY + datetime.timedelta(days=1)), entries={"result": "装好"})
    assert [change.sort for change in clock_changes.changes_of(REQUESTS, sent.record.id)] == [
        "pause",
        "resume",
    ]


def test_an_extension_needs_a_reason_a_later_day_and_a_head(request_, at, desk):
    sent = forwarded(request_, desk)
    later = MONDAY + datetime.timedelta(days=5)
    refusals = (
        (at(MONDAY, "王芳", "clerk"), later, "厂家缺货", "批准"),
        (desk, MONDAY, "厂家缺货", "晚于"),
        (desk, later, " ", "原因"),
    )
    for who, until, reason, why in refusals:
        with pytest.raises(TransitionRefused, match=why):
            clock_changes.extend(REQUESTS, sent.record.id, "handle", until, reason, who)
    clock_changes.extend(REQUESTS, sent.record.id, "handle", later, "厂家缺货", desk)
    assert due(sent)["handle"] == later


def test_a_call_becomes_a_request_with_its_words(room, desk):
    call = store.save(
        store.new(
            CALLS, at=MONDAY, way="visit", room=room, caller="张伟", category="suggestion", content="加装路灯"
        ),
        desk,
    )
    form = RecordForm.open(CALLS, desk, call.record.id)
    form.press("turn")
    made = store.load(REQUESTS, form.record.became_id).record
    assert (made.client, made.content, made.sort, made.room_id) == ("张伟", "加装路灯", "suggestion", room.id)
    assert made.received_at == MONDAY
    assert waiting.find_differences() == []
