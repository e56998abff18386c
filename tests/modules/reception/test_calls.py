"""来电来访 (P5): the caller is known by the number, the call is answered, passed on in ten minutes, or turned."""

import datetime

import pytest

from desk_app.kernel import settings, store, waiting
from desk_app.kernel.errors import InvalidRecord, TransitionRefused
from desk_app.modules.reception.calls import CALLS
from desk_app.modules.reception.records import Call
from desk_app.modules.staff.records import Department
from desk_app.screens.record_form import RecordForm
from desk_app.screens.running_clocks import running_clocks

MONDAY = datetime.datetime(2026, 11, 23, 9, 5)


@pytest.fixture
def owned(make_room, make_person, hold):
    room = make_room("3-1-502")
    hold(room, make_person("张伟", "13912345678"))
    return room


@pytest.fixture
def call(owned, desk):
    def make(**values):
        values = {
            "at": MONDAY,
            "caller_number": "13912345678",
            "content": "厨房水管漏水",
            "room": owned,
        } | values
        return store.save(store.new(CALLS, **values), desk)

    return make


def press(name, draft, desk, **more):
    return store.apply(CALLS, name, draft.record.id, draft.record.version, desk, **more)


def test_the_caller_and_the_room_are_found_by_the_number(owned, desk):
    form = RecordForm.start(CALLS, desk)
    form.enter("caller_number", "139 1234 5678")
    assert (str(form.record.room), form.record.caller) == ("3-1-502", "张伟")
    assert form.record.call_back_number == "13912345678"


def test_of_an_owner_of_two_rooms_the_clerk_picks_the_room(owned, make_room, desk, hold):
    hold(make_room("3-1-503"), owned.holdings[0].person)
    form = RecordForm.start(CALLS, desk)
    form.enter("caller_number", "13912345678")
    assert (form.record.room, form.record.caller) == (None, "张伟")


def test_a_number_two_people_share_names_nobody(owned, make_person, desk, hold):
    hold(owned, make_person("李娜", "13912345678"), "family")
    form = RecordForm.start(CALLS, desk)
    form.enter("caller_number", "13912345678")
    assert (str(form.record.room), form.record.caller) == ("3-1-502", None)


def test_a_call_without_the_number_it_came_from_is_refused(call):
    with pytest.raises(InvalidRecord, match="号码"):
        call(caller_number=None)
    assert call(caller_number=None, way="visit").record.id


def test_t04_a_call_is_to_be_passed_on_within_ten_minutes(call, desk):
    (clock,) = running_clocks(CALLS, call().record.id, desk)
    assert (clock.label, clock.due_at) == ("十分钟内转办", MONDAY + datetime.timedelta(minutes=10))
    settings.change({"limit_pass_on": "20 分钟"}, desk)
    (row,) = waiting.of(CALLS, [Call.get().id])[Call.get().id]
    assert row.due_at == MONDAY + datetime.timedelta(minutes=20)
    assert row.warn_at == row.due_at - datetime.timedelta(minutes=3)


def test_t11_what_is_urgent_is_reported_before_it_can_be_saved(call, owned, desk):
    with pytest.raises(InvalidRecord, match="马上报告"):
        call(is_urgent=True)
    form = RecordForm.start(
        CALLS, desk, at=MONDAY, way="visit", room=owned, content="电梯困人", is_urgent=True
    )
    form.enter("reported_to", "陈经理")
    assert form.save()
    assert form.record.reported_at == MONDAY


def test_an_answered_call_is_closed_and_numbered(call, desk):
    with pytest.raises(TransitionRefused, match="答复"):
        press("answer", call(), desk)
    done = press("answer", call(), desk, entries={"answer": "已说明收费标准"})
    assert (done.record.state, done.record.number) == ("answered", "LD-202611-0001")
    assert waiting.of(CALLS, [done.record.id]) == {}


def test_a_call_passed_on_waits_for_the_reply_to_the_caller(call, desk):
    with pytest.raises(TransitionRefused, match="部门"):
        press("pass_on", call(), desk)
    passed = press(
        "pass_on", call(), desk, entries={"passed_to": Department.get(duty="security"), "received_by": "李队"}
    )
    (clock,) = running_clocks(CALLS, passed.record.id, desk)
    assert clock.label == "回复客户"
    with pytest.raises(TransitionRefused, match="结果"):
        press("reply", passed, desk)
    assert (
        press("reply", passed, desk, entries={"reply": "已劝阻", "is_satisfied": "yes"}).record.state
        == "answered"
    )


def test_a_question_becomes_no_slip(call, desk):
    with pytest.raises(TransitionRefused, match="咨询"):
        press("turn", call(category="question"), desk)
