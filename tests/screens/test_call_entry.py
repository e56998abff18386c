"""Taking calls in one line: the number finds the caller, a digit names the matter, Enter is ready for the next."""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.modules.reception.calls import CALLS
from desk_app.modules.reception.records import Call
from desk_app.screens import call_entry
from desk_app.screens.call_entry import CallEntry
from tests.conftest import MONDAY


@pytest.fixture
def owned(make_room, make_person, hold):
    room = make_room("3-1-502")
    hold(room, make_person("张伟", "13912345678"))
    return room


@pytest.fixture
def entry(owned, desk):
    return CallEntry(desk)


def at(desk, minutes):
    return Desk(desk.actor, lambda: MONDAY + datetime.timedelta(minutes=minutes))


def take(desk, content="厨房水管漏水", digit="4", number="13912345678"):
    entry = CallEntry(desk)
    entry.enter_number(number)
    entry.enter_content(content)
    assert entry.press_digit(digit)
    return entry.save()


def test_s05_an_ordinary_call_takes_three_entries_and_enter(entry):
    entry.enter_number("13912345678")
    assert entry.caller == "3-1-502 张伟"
    assert not entry.needs_room
    entry.enter_content("厨房水管漏水")
    assert entry.press_digit("4")
    saved = entry.save()
    call = Call.get_by_id(saved)
    assert (str(call.room), call.caller, call.category, call.content) == (
        "3-1-502",
        "张伟",
        "repair",
        "厨房水管漏水",
    )
    assert (call.at, call.way, call.state) == (MONDAY, "call", "open")
    assert not entry.is_begun, "the line is ready for the next call"


def test_the_ten_minutes_run_from_when_the_number_was_typed(entry, desk):
    entry.enter_number("13912345678")
    entry.desk = entry.form.desk = at(desk, 5)
    entry.enter_content("咨询")
    saved = entry.save()
    assert Call.get_by_id(saved).at == MONDAY


def test_of_an_owner_of_two_rooms_one_is_picked(entry, owned, make_room, hold):
    hold(make_room("3-1-503"), owned.holdings[0].person)
    entry.enter_number("13912345678")
    assert [words.split()[0] for words in entry.choice_words()] == ["3-1-502", "3-1-503"]
    entry.pick(1)
    assert entry.caller == "3-1-503 张伟"
    assert entry.choices == []
    entry.enter_content("报修")
    assert str(Call.get_by_id(entry.save()).room) == "3-1-503"


def test_another_number_takes_the_first_caller_away(entry, make_room, make_person, hold):
    hold(make_room("4-1-101"), make_person("李娜", "13800001111"))
    entry.enter_number("13912345678")
    entry.enter_number("13800001111")
    assert entry.caller == "4-1-101 李娜"
    entry.enter_number("13700000000")
    assert entry.needs_room
    assert "不在册" in entry.caller


def test_who_comes_in_person_has_no_number(entry, owned):
    entry.choose_room(owned.id)
    entry.enter_content("问装修要什么资料")
    call = Call.get_by_id(entry.save())
    assert (call.way, call.caller) == ("visit", "张伟")


def test_a_call_without_content_is_not_kept_and_nothing_typed_is_lost(entry):
    entry.enter_number("13912345678")
    assert entry.save() is None
    assert "content" in entry.problems
    assert entry.caller == "3-1-502 张伟"
    assert Call.select().count() == 0


def test_t11_an_urgent_call_is_not_kept_before_it_was_reported(entry):
    entry.enter_number("13912345678")
    entry.enter_content("电梯困人")
    entry.mark_urgent(True)
    assert entry.save() is None
    assert "上级" in entry.problems["reported_to"]
    assert Call.select().count() == 0
    entry.report("周主管")
    call = Call.get_by_id(entry.save())
    assert (call.is_urgent, call.reported_to, call.reported_at) == (True, "周主管", MONDAY)


def test_what_turned_out_not_urgent_asks_for_no_report(entry):
    entry.enter_number("13912345678")
    entry.enter_content("电梯困人")
    entry.mark_urgent(True)
    entry.mark_urgent(False)
    assert not Call.get_by_id(entry.save()).is_urgent


def test_every_digit_means_another_matter(entry):
    digits = [each.digit for each in call_entry.categories()]
    assert digits == list("123456789")
    assert not entry.press_digit("0")
    for each in call_entry.categories():
        entry.press_digit(each.digit)
        assert entry.category == each.label


def test_open_calls_stand_first_with_what_is_left_of_their_ten_minutes(entry, desk):
    first = take(desk)
    answered = take(at(desk, 1), "咨询物业费", "1")
    store.apply(CALLS, "answer", answered, 1, desk, entries={"answer": "已说明"})
    second = take(at(desk, 6), "投诉噪音", "5")
    lines = call_entry.todays_calls(at(desk, 8))
    assert [line.record_id for line in lines] == [first, second, answered]
    assert (lines[0].clock.text, lines[0].clock.tone) == ("还有 2 分钟", "waiting")
    assert lines[1].clock.tone == "quiet"
    assert lines[2].clock is None
    over = call_entry.todays_calls(at(desk, 12))[0]
    assert (over.clock.text, over.clock.tone) == ("已超时 2 分钟", "bad")


def test_a_call_of_yesterday_is_listed_until_it_is_settled(entry, desk):
    take(at(desk, -24 * 60))
    old = take(at(desk, -24 * 60 + 1), "咨询", "1")
    store.apply(CALLS, "answer", old, 1, desk, entries={"answer": "已说明"})
    assert len(call_entry.todays_calls(desk)) == 1


def test_a_settled_call_says_why_it_takes_no_step(entry, desk):
    saved = take(desk)
    store.apply(CALLS, "answer", saved, 1, desk, entries={"answer": "已说明"})
    (line,) = call_entry.todays_calls(desk)
    assert "已答复" in call_entry.why_not(line, "turn")
    assert "请先" in call_entry.why_not(None, "turn")
