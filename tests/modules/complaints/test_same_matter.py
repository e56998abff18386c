"""同一事件: the program finds those who complain of one matter, proposes 重大, and answers all with one text."""

import datetime

import pytest

from desk_app.kernel import settings, store, waiting
from desk_app.kernel.errors import TransitionRefused
from desk_app.modules.complaints.incident_paper import report_values
from desk_app.modules.complaints.incidents import INCIDENTS, group, members
from desk_app.modules.complaints.life import COMPLAINTS
from desk_app.modules.complaints.proposals import propose, to_judge_again
from desk_app.modules.complaints.records import Complaint
from desk_app.modules.complaints.same_matter import find_similar, words_of
from desk_app.screens.record_form import RecordForm
from tests.modules.complaints.conftest import after, due

OUTAGE = (
    "整栋楼突然停电",
    "家里没有电了，楼里停电",
    "停电两小时没人管",
    "又停电，电梯也停了",
    "为什么停电不通知",
)


def fresh(draft):
    return Complaint.get_by_id(draft.record.id)


def take(name, kind, record, desk, **entries):
    version = kind.model.get_by_id(record.id).version
    return store.apply(kind, name, record.id, version, desk, entries=entries)


@pytest.fixture
def outage(complain):
    """Return five rooms of a building complaining of one outage in their own words."""
    return [
        complain(f"2-1-{floor}01", hours=floor / 10, content=words) for floor, words in enumerate(OUTAGE, 1)
    ]


def test_words_that_say_nothing_join_nobody():
    assert words_of("我家停电") & words_of("物业停电") == {"停电"}
    assert not words_of("我家楼上漏水") & words_of("楼上我家噪音")


def test_t09_the_fifth_room_on_one_matter_makes_it_major_by_itself(outage):
    assert [fresh(one).proposed for one in outage] == ["major"] * 5
    assert fresh(outage[0]).proposed_why == "5 户就同一事件投诉"


def test_t09_five_calls_of_four_rooms_are_four_clients(complain):
    made = [complain(f"2-1-{floor}01", content=OUTAGE[floor - 1]) for floor in (1, 2, 3, 4)]
    made.append(complain("2-1-101", hours=1, content="还在停电"))
    assert {fresh(one).proposed for one in made} == {None}


def test_t09_the_number_of_rooms_is_the_offices_own(complain, desk):
    settings.change({"major_rooms": "3"}, desk)
    made = [complain(f"2-1-{floor}01", content=OUTAGE[floor - 1]) for floor in (1, 2, 3)]
    assert {fresh(one).proposed for one in made} == {"major"}


@pytest.mark.parametrize(
    "other",
    [
        {"code": "3-1-101"},
        {"hours": 30},
        {"subject": "security"},
        {"content": "楼道垃圾没人清"},
    ],
)
def test_another_building_day_trade_or_thing_is_another_matter(complain, other):
    first = complain("2-1-101", content="整栋楼停电")
    complain(**({"code": "2-1-201", "hours": 1, "content": "楼里停电"} | other))
    assert find_similar(fresh(first)) == []


def test_t08_a_week_without_a_result_proposes_major(complain, judge, at):
    taken = complain()
    assert propose(fresh(taken), after(8 * 24)) is None  # not judged valid yet
    judged = judge(taken, "minor")
    assert propose(judged.record, after(6 * 24)) is None
    assert propose(judged.record, after(8 * 24)).ground == "major_3"
    assert [one.id for one, _proposal in to_judge_again(after(8 * 24))] == [judged.record.id]


def test_the_third_time_on_one_subject_proposes_major_and_links_the_one_before(complain):
    first, second, third = (complain("5-1-101", hours=hours, content="水压低") for hours in (0, 100, 200))
    assert fresh(second).earlier_id == first.record.id
    assert (fresh(second).proposed, fresh(third).proposed) == (None, "major")
    assert "第 3 次" in fresh(third).proposed_why
    assert fresh(complain("5-1-101", hours=300, content="保安不在岗", subject="security")).proposed is None


def test_a_level_proposed_is_only_proposed(outage):
    assert {fresh(one).level for one in outage} == {None}


def test_complaints_are_grouped_once_and_a_later_one_finds_the_incident(outage, complain, desk, make_room):
    incident = group([one.record.id for one in outage[:3]], "2 号楼停电 1123", desk)
    assert (incident.building.name, incident.began_at) == ("2", after(0.1))
    with pytest.raises(TransitionRefused, match="已经属于"):
        group([outage[0].record.id, outage[4].record.id], "又一个", desk)
    form = RecordForm.start(COMPLAINTS, desk, room=outage[3].record.room, received_at=after(1), client="李娜")
    form.enter("content", "停电到现在")
    assert form.record.incident == incident


def test_s06_one_text_answers_all_and_the_incident_closes_when_all_were_told(
    outage, desk, at, judge, department
):
    incident = group([one.record.id for one in outage], "2 号楼停电 1123", desk)
    manager = at(6, "manager", name="陈经理")
    with pytest.raises(TransitionRefused, match="没有界定"):
        take("agree", INCIDENTS, incident, manager, answer="供电公司抢修，已恢复")
    for one in outage:
        judged = judge(one, "major")
        take(
            "handle",
            COMPLAINTS,
            judged.record,
            desk,
            department=department,
            reported_to="陈经理",
            reported_at=after(1),
        )
    agreed = take("agree", INCIDENTS, incident, manager, answer="供电公司抢修，已恢复").record
    assert {member.state for member in members(agreed)} == {"agreed"}
    assert due(store.load(INCIDENTS, agreed.id))["reply_all"] == datetime.datetime(2026, 11, 23, 23, 59)
    with pytest.raises(TransitionRefused, match="没有回复客户"):
        take("close", INCIDENTS, agreed, desk)
    with pytest.raises(TransitionRefused, match="用什么方式"):
        take("reply_all", INCIDENTS, agreed, desk)
    agreed = take("reply_all", INCIDENTS, agreed, desk, reply_way="letter").record
    assert {member.state for member in members(agreed)} == {"replied"}
    assert waiting.find_differences() == []
    assert {member.reply for member in members(agreed)} == {"供电公司抢修，已恢复"}
    assert take("close", INCIDENTS, agreed, desk).record.state == "closed"
    assert waiting.find_differences() == []


def test_the_report_of_an_incident_names_every_client_and_both_limits(outage, desk):
    incident = group([one.record.id for one in outage], "2 号楼停电 1123", desk)
    values = report_values(store.load(INCIDENTS, incident.id))
    assert (values["rooms"], len(values["rows"])) == ("5", 5)
    assert values["answer_by"] == after(0.1) + datetime.timedelta(hours=48)
    assert values["solve_by"] == datetime.datetime(2026, 12, 8, 23, 59)


def test_s06_what_members_lack_they_take_from_the_incident(outage, desk, at, judge, department):
    """Members only judged: the department does such work, and the incident's report to the superior is theirs (T11)."""
    incident = group([one.record.id for one in outage[:3]], "2 号楼停电 1123", desk)
    for one in outage[:3]:
        judge(one, "major")
    manager = at(6, "manager", name="陈经理")
    with pytest.raises(TransitionRefused, match=r"KS-202611-0001.*立即向上级报告"):
        take("agree", INCIDENTS, incident, manager, answer="已恢复")
    assert {member.state for member in members(incident)} == {"judged"}
    store.amend(INCIDENTS, incident.id, desk, "edit", reported_to="陈经理", reported_at=after(1))
    agreed = take("agree", INCIDENTS, incident, manager, answer="已恢复").record
    found = members(agreed)
    assert {(one.state, one.department, one.reported_to) for one in found} == {
        ("agreed", department, "陈经理")
    }


def test_an_incident_dealt_with_again_takes_the_old_text_back(outage, desk, at, judge):
    incident = group([one.record.id for one in outage[:2]], "2 号楼停电 1123", desk)
    for one in outage[:2]:
        judge(one, "minor")
    manager = at(6, "manager", name="陈经理")
    agreed = take("agree", INCIDENTS, incident, manager, answer="今晚恢复").record
    version = INCIDENTS.model.get_by_id(agreed.id).version
    store.apply(INCIDENTS, "reopen", agreed.id, version, manager, reason="写错了")
    take("agree", INCIDENTS, agreed, manager, answer="明早恢复")
    assert {one.result for one in members(agreed)} == {"明早恢复"}
    assert waiting.find_differences() == []


def test_a_complaint_the_program_proposes_a_level_for_is_saved_again_by_whoever_took_it(outage, desk):
    """What is proposed is written after the save: it must not look as if somebody else had changed the complaint."""
    form = RecordForm.open(COMPLAINTS, desk, outage[3].record.id)
    form.enter("subject", "保安")
    assert form.save()
    form.enter("subject", "工程维修")
    assert form.save() and form.record.proposed == "major"
    form.enter("wish", "尽快恢复")
    assert form.save() and form.clash is None
