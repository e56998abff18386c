"""投诉 (P7): judged by the supervisor, reported at once, in time by its level, agreed, replied the same day, filed."""

import datetime

import pytest

from desk_app.kernel import clock_changes, settings, store, waiting
from desk_app.kernel.errors import TransitionRefused
from desk_app.modules.complaints.life import COMPLAINTS
from desk_app.modules.complaints.monthly import count_month
from desk_app.modules.complaints.papers import intake_values, order_values, register_values, reply_values
from desk_app.modules.complaints.records import Complaint
from desk_app.modules.reception.calls import CALLS
from tests.modules.complaints.conftest import MONDAY, after, due

SAME_DAY = MONDAY.replace(hour=23, minute=59)


@pytest.fixture
def handling(complain, judge, press, at, department):
    """Return a complaint that a department deals with, of any level."""

    def make(level="serious", **values):
        judged = judge(complain(**values), level)
        reported = {} if level == "minor" else {"reported_to": "陈经理", "reported_at": after(1)}
        return press("handle", judged, at(1), department=department, **reported)

    return make


@pytest.fixture
def replied(handling, press, at):
    """Return a complaint replied to, with the client's opinion."""

    def make(satisfaction="satisfied", way="hand", level="minor", **values):
        handled = press("report_back", handling(level, **values), at(3), result="已修好")
        agreed = press("agree", handled, at(4, "manager", name="陈经理"))
        return press("reply", agreed, at(5), reply_way=way, satisfaction=satisfaction)

    return make


def test_r21_only_the_supervisor_judges_and_by_a_rule_of_that_level(complain, press, at):
    taken = complain()
    with pytest.raises(TransitionRefused, match="项目主管"):
        press("judge", taken, at(1, "clerk", "manager"), level="minor", ground="minor_1")
    with pytest.raises(TransitionRefused, match="条款"):
        press("judge", taken, at(1, "supervisor"), level="minor")
    with pytest.raises(TransitionRefused, match="不是这个等级"):
        press("judge", taken, at(1, "supervisor"), level="minor", ground="major_2")
    judged = press("judge", taken, at(1, "supervisor", name="陈主管"), level="minor", ground="minor_1")
    assert (judged.record.judged_by, judged.record.judged_at, judged.record.number) == (
        "陈主管",
        after(1),
        "KS-202611-0001",
    )


def test_r22_an_invalid_complaint_is_explained_too(complain, press, at):
    taken = complain()
    with pytest.raises(TransitionRefused, match="解释"):
        press("dismiss", taken, at(1, "supervisor"))
    done = press("dismiss", taken, at(1, "supervisor"), explanation="供电公司计划停电，已张贴通知")
    assert (done.record.state, done.record.is_valid, due(done)) == ("invalid", "no", {})


def test_t11_a_major_or_serious_complaint_is_reported_before_it_goes_on(
    complain, judge, press, at, department
):
    for level in ("major", "serious"):
        judged = judge(complain(), level)
        with pytest.raises(TransitionRefused, match="立即向上级报告"):
            press("handle", judged, at(1), department=department)
    assert (
        press("handle", judge(complain(), "minor"), at(1), department=department).record.state == "handling"
    )


def test_t05_a_serious_complaint_is_done_within_a_day_unless_the_manager_puts_it_off(handling, at):
    serious = handling("serious")
    assert due(serious)["serious"] == after(24)
    with pytest.raises(TransitionRefused, match="项目经理"):
        clock_changes.extend(
            COMPLAINTS, serious.record.id, "serious", after(72), "等配件", at(20, "supervisor")
        )
    clock_changes.extend(
        COMPLAINTS, serious.record.id, "serious", after(72), "等配件", at(20, "manager", name="陈经理")
    )
    assert due(serious)["serious"] == after(72)
    values = intake_values(store.load(COMPLAINTS, serious.record.id))
    assert (values["extended_by"], values["extended_why"]) == ("陈经理", "等配件")


def test_t06_a_major_complaint_is_answered_clearly_within_two_days(handling, press, at):
    major = handling("major")
    assert due(major)["major_answer"] == after(48)
    answered = press("answer_first", major, at(30), first_reply="周五前更换变压器", next_reply_at=after(100))
    assert "major_answer" not in due(answered)
    assert answered.record.first_replied_at == after(30)


def test_t07_a_major_complaint_is_solved_within_fifteen_days_of_its_first_registration(
    handling, judge, press, at, desk
):
    assert due(handling("major"))["major_solve"] == datetime.datetime(2026, 12, 8, 23, 59)
    raised = handling("minor", content="楼道灯不亮")
    raised = press(
        "judge_again", raised, at(7 * 24, "supervisor"), "一周没有解决", level="major", ground="major_3"
    )
    assert raised.record.became_major_at == after(7 * 24)
    assert due(raised)["major_solve"] == datetime.datetime(2026, 12, 8, 23, 59)
    assert due(raised)["major_answer"] == after(9 * 24)
    settings.change({"major_from": "升为重大时"}, desk)
    waiting.rewrite([COMPLAINTS])
    assert due(raised)["major_solve"] == datetime.datetime(2026, 12, 15, 23, 59)


def test_t08_a_valid_complaint_of_a_week_is_to_become_major(handling):
    assert due(handling("minor"))["week"] == datetime.datetime(2026, 11, 30, 23, 59)
    assert "week" not in due(handling("major"))


def test_t10_once_the_manager_agreed_the_client_is_told_the_same_day(handling, press, at):
    handled = press("report_back", handling(), at(3), result="已修好")
    with pytest.raises(TransitionRefused, match="项目经理"):
        press("agree", handled, at(4, "clerk", "supervisor"))
    agreed = press("agree", handled, at(4, "manager", name="陈经理"))
    assert due(agreed) == {"reply": SAME_DAY}
    with pytest.raises(TransitionRefused, match="方式"):
        press("reply", agreed, at(5))
    assert press("reply", agreed, at(5), reply_way="phone").record.reply == "已修好"


def test_r23_what_is_not_solved_gets_the_time_of_the_next_reply(handling, press, at):
    for promise in (None, after(2)):
        with pytest.raises(TransitionRefused, match="下次回复"):
            press("answer_first", handling(), at(3), first_reply="正在查", next_reply_at=promise)
    promised = press("answer_first", handling(), at(3), first_reply="正在查", next_reply_at=after(6))
    assert due(promised)["next_reply"] == after(6)


def test_a_client_who_is_not_satisfied_is_dealt_with_again_and_not_filed(replied, press, at):
    unhappy = replied("unsatisfied", way="phone")
    with pytest.raises(TransitionRefused, match="不满意"):
        press("archive", unhappy, at(6))
    for entries in (
        {"next_reply_at": after(30)},
        {"opinion": "仍然停电"},
        {"opinion": "仍然停电", "next_reply_at": after(5)},
    ):
        with pytest.raises(TransitionRefused, match="没有退回"):
            press("do_again", unhappy, at(6), **entries)
    again = press("do_again", unhappy, at(6), opinion="仍然停电", next_reply_at=after(30))
    assert (again.record.state, again.record.reply, again.record.result) == ("handling", None, None)
    assert "仍然停电" in again.rows["steps"][0].what and "已修好" in again.rows["steps"][0].what
    assert due(again)["next_reply"] == after(30)


def test_a_client_who_is_not_satisfied_makes_the_program_propose_the_next_level_until_it_is_judged(
    replied, press, at
):
    unhappy = replied("unsatisfied", way="phone", level="minor")
    again = press("do_again", unhappy, at(6), opinion="仍然停电", next_reply_at=after(30))
    assert Complaint.get_by_id(again.record.id).proposed == "serious"
    press("judge_again", again, at(7, "supervisor"), "客户不满意", level="serious", ground="serious_1")
    assert Complaint.get_by_id(again.record.id).proposed is None


def test_a_reply_nobody_knows_the_clients_opinion_of_is_not_filed(replied, press, at):
    done = replied(None, way="phone")
    with pytest.raises(TransitionRefused, match="客户的意见"):
        press("archive", done, at(6))
    assert press("archive", done, at(6), satisfaction="fairly").record.state == "archived"


def test_t06_what_was_answered_before_it_rose_to_major_is_not_its_clear_answer(handling, press, at):
    minor = press("answer_first", handling("minor"), at(2), first_reply="正在查", next_reply_at=after(20))
    raised = press("judge_again", minor, at(30, "supervisor"), "大面积停电", level="major", ground="major_4")
    assert due(raised)["major_answer"] == after(78)
    passed = press("handle", raised, at(31), reported_to="陈经理", reported_at=after(31))
    answered = press("answer_first", passed, at(32), first_reply="明早恢复", next_reply_at=after(50))
    assert ("major_answer" in due(answered), answered.record.first_replied_at) == (False, after(32))


def test_a_complaint_judged_invalid_by_mistake_is_judged_again(complain, press, at):
    wrong = press("dismiss", complain(), at(1, "supervisor"), explanation="计划停电")
    judged = press("judge_again", wrong, at(2, "supervisor"), "并无停电通知", level="minor", ground="minor_1")
    assert (judged.record.state, judged.record.is_valid) == ("judged", "yes")


def test_a_consent_given_by_mistake_is_taken_back_by_the_manager(handling, press, at):
    handled = press("report_back", handling("minor"), at(3), result="已修好")
    agreed = press("agree", handled, at(4, "manager"))
    assert press("return", agreed, at(5, "manager"), "写错了").record.state == "handling"


def test_a_reply_handed_over_is_filed_when_the_client_has_signed(replied, press, at):
    done = replied(way="hand")
    with pytest.raises(TransitionRefused, match="签署"):
        press("archive", done, at(6))
    filed = press("archive", done, at(6), all_signed=True)
    assert (filed.record.state, filed.record.archived_by, due(filed)) == ("archived", "王芳", {})


def test_a_call_becomes_a_complaint_with_its_words(room, desk):
    call = store.save(
        store.new(
            CALLS,
            at=MONDAY,
            way="visit",
            room=room,
            caller="张伟",
            category="complaint",
            content="门岗态度恶劣",
        ),
        desk,
    )
    turned = store.apply(CALLS, "turn", call.record.id, call.record.version, desk).record
    made = Complaint.get_by_id(turned.became_id)
    assert (made.client, made.content, made.room_id, made.state) == (
        "张伟",
        "门岗态度恶劣",
        room.id,
        "received",
    )


def test_the_papers_tell_level_limit_and_result(replied):
    done = replied(level="serious")
    assert (intake_values(done)["level"], intake_values(done)["due_at"]) == ("重要", after(24))
    assert order_values(done)["department"] == "工程部"
    assert (reply_values(done)["answer"], reply_values(done)["answer_way"]) == ("已修好", "面交")


def test_the_month_counts_what_was_valid_in_time_and_to_the_clients_liking(replied, complain, press, at):
    done = [replied(code="2-1-301"), replied("unsatisfied", code="2-1-302", content="另一件小事")]
    invalid = press(
        "dismiss", complain("2-2-102", content="噪音"), at(1, "supervisor"), explanation="合规时段"
    )
    values = register_values([*done, invalid])
    assert (values["count"], values["valid_rate"], values["on_time_rate"]) == ("3", "66.67%", "100.00%")
    assert (values["satisfied_rate"], values["repeated"]) == ("50.00%", "0")
    assert values["by_subject"] == "工程维修 3"
    assert count_month([])["valid_rate"] == "—"
