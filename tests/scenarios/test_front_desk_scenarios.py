"""Scenarios S05, S06, S07 and S14 of domain.md section 5 through the forms, counting what a clerk types and presses.

An entry or a press counts two seconds. The text names no times for these four: what is asserted is what a clerk has
while the client is on the phone or at the counter.
"""

import datetime

import pytest

from desk_app.kernel import clock_changes, store, waiting
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import TransitionRefused
from desk_app.kernel.kind import KINDS
from desk_app.modules.billing.records import Bill
from desk_app.modules.complaints.records import Complaint, Incident
from desk_app.modules.keys.records import KeySet
from desk_app.modules.reception.records import Call
from desk_app.modules.repairs.prices import PRICE_ITEMS
from desk_app.modules.repairs.records import Repair
from desk_app.modules.repairs.workers import performance
from desk_app.modules.staff.kinds import FIRMS, STAFF
from desk_app.modules.staff.records import Skill
from desk_app.screens import same_matters
from desk_app.screens.record_form import RecordForm
from desk_app.screens.repair_board import RepairBoard

SECONDS = 2
MORNING = datetime.datetime(2026, 11, 23, 9, 5)


class Counted:
    """Works on forms as one person at a moment, and counts every entry and press."""

    def __init__(self):
        self.now = MORNING
        self.count = 0

    @property
    def seconds(self):
        return self.count * SECONDS

    def desk(self, *roles):
        now = self.now
        return Desk(Actor("王芳", frozenset(roles)) if roles else Actor("王芳"), lambda: now)

    def later(self, **span):
        self.now += datetime.timedelta(**span)

    def fill(self, form, texts):
        for name, text in texts.items():
            self.count += 1
            if isinstance(text, int):
                form.choose(name, text)
            else:
                form.enter(name, text)

    def new(self, kind_name, texts, **values):
        """Return the saved form of a new record."""
        form = RecordForm.start(KINDS[kind_name], self.desk(), **values)
        self.fill(form, texts)
        self.count += 1
        assert form.save(), form.problems
        return form

    def press(self, kind_name, record_id, step, *roles, reason="", **entries):
        """Take a step of a stored record and return its form; the entries differ from what the step proposes."""
        form = RecordForm.open(KINDS[kind_name], self.desk(*roles), record_id)
        self.count += 1 + len(entries) + bool(reason)
        assert form.press(step, reason, form.asked(step) | entries), form.problems
        return form


@pytest.fixture
def clerk(office):
    return Counted()


@pytest.fixture
def flat(make_room, make_person, hold):
    """Return 3-1-502 of 张伟, whose pipes are out of warranty."""
    made = make_room("3-1-502", handed_over_on=datetime.date(2023, 5, 1))
    hold(made, make_person("张伟", "13912345678"))
    return made


@pytest.fixture
def plumber(desk):
    draft = store.new(STAFF, name="赵工", takes_repairs=True)
    draft.rows["skills"] = [Skill(trade="water")]
    return store.save(draft, desk).record


@pytest.fixture
def prices(desk):
    """Return the price list: a valve of 38 yuan and 30 yuan for fitting it."""
    return [
        store.save(store.new(PRICE_ITEMS, name=name, unit=unit, sort=sort, price=price), desk).record.id
        for name, unit, sort, price in (
            ("角阀", "只", "material", 3800),
            ("更换角阀人工", "次", "labour", 3000),
        )
    ]


def filled(kind_name, record_id, paper_name):
    """Return the values of a paper, after seeing that nothing it needs is missing."""
    paper = KINDS[kind_name].paper(paper_name)
    values = paper.values(store.load(KINDS[kind_name], record_id))
    assert not [place.name for place in paper.placeholders if place.needed and not values.get(place.name)]
    return values


def due(kind_name, record_id):
    return {row.deadline: row.due_at for row in waiting.of(KINDS[kind_name], [record_id]).get(record_id, [])}


def test_s05_a_call_becomes_a_repair_that_is_paid_not_satisfying_and_repaired_again(
    clerk, flat, plumber, prices
):
    call = clerk.new(
        "calls", {"caller_number": "13912345678", "category": "报修", "content": "角阀漏水"}, at=clerk.now
    )
    assert (call.record.room_id, due("calls", call.record.id)["pass_on"]) == (
        flat.id, clerk.now + datetime.timedelta(minutes=10),
    )  # fmt: skip
    clerk.press("calls", call.record.id, "turn")
    job = Repair.get_by_id(Call.get_by_id(call.record.id).became_id)
    assert clerk.seconds <= 20 and job.client == "张伟"
    assert filled("repairs", job.id, "repair_request")["content"] == "角阀漏水"
    board = RepairBoard(clerk.desk("dispatcher"))
    board.send(job.id, board.choices(job.id)[0])
    clerk.count += 1
    assert due("repairs", job.id)["repair"] == MORNING + datetime.timedelta(hours=24)
    assert filled("repairs", job.id, "work_order")["workers"]
    clerk.later(hours=2)
    clerk.press(
        "repairs", job.id, "judge", judgement="收费维修", judged_why="已过保修期", plan="更换角阀，过保收费"
    )
    with pytest.raises(TransitionRefused, match="经业主同意"):
        clerk.press("repairs", job.id, "start")
    clerk.press("repairs", job.id, "quote", quoted="68")
    clerk.press("repairs", job.id, "agree", agreed_by="张伟", agreed_how="现场签字")
    form = RecordForm.open(KINDS["repairs"], clerk.desk(), job.id)
    for line, item in enumerate(prices):
        form.choose_row("lines", line, "item", item)
        clerk.count += 1
    assert form.text("charge") == "68.00"
    assert form.save()
    clerk.later(hours=1)
    clerk.press("repairs", job.id, "finish", work_done="已更换角阀")
    clerk.press("repairs", job.id, "accept", acceptance="合格")
    assert [(bill.amount, bill.item.code) for bill in Bill.select()] == [(6800, "WX")]
    assert clerk.seconds <= 90, "keyed back within a minute and a half"
    clerk.later(days=1)
    form = clerk.press("repairs", job.id, "repeat", visited_how="电话", visit_opinion="仍滴水")
    again = Repair.get(Repair.attempt == 2)
    assert form.what_follows("repeat").record_id == again.id
    assert filled("repairs", job.id, "repair_visit")["second"] == again.number
    board.refresh()
    board.send(again.id, board.choices(again.id)[0])
    assert filled("repairs", again.id, "work_order")["attempt"] == "第 2 次"
    clerk.press("repairs", again.id, "judge", judgement="保修期内", judged_why="返修")
    clerk.press("repairs", again.id, "start")
    clerk.press("repairs", again.id, "finish", work_done="更换密封圈")
    clerk.press("repairs", again.id, "accept", acceptance="合格")
    clerk.later(days=1)
    clerk.press("repairs", again.id, "close", visited_how="电话", is_satisfied="满意")
    filled("repairs", again.id, "repair_completion")
    assert Bill.select().count() == 1
    (told,) = performance(MORNING.date(), clerk.now.date())
    assert (told.finished, told.reworked) == (1, 1)
    assert waiting.find_differences() == []


def test_s06_a_power_failure_of_seven_rooms_is_one_major_incident_answered_in_one_go(clerk, make_room):
    clerk.now = datetime.datetime(2026, 11, 23, 19, 5)
    rooms = [make_room(f"2-1-{floor}01") for floor in range(1, 8)]
    forms = []
    for place, room in enumerate(rooms):
        clerk.later(minutes=2)
        texts = {"client": f"业主{place}", "phone": f"1391234567{place}", "content": "整栋楼突然停电"}
        forms.append(clerk.new("complaints", {"room": room.id} | texts))
        words = same_matters.notice(forms[-1].record.id, clerk.desk())
        assert ("重大" in words and "立即报告" in words) == (place >= 4), words
    assert clerk.seconds / len(rooms) <= 15
    ids = [form.record.id for form in forms]
    incident = same_matters.group(ids, same_matters.name_of(ids), clerk.desk())
    clerk.count += 2
    report = RecordForm.open(KINDS["incidents"], clerk.desk(), incident)
    clerk.fill(report, {"reported_to": "陈经理", "reported_at": "2026-11-23 19:30", "reported_way": "电话"})
    assert report.save()
    for each in ids:
        judge = RecordForm.open(KINDS["complaints"], clerk.desk("supervisor"), each).asked("judge")
        assert judge["level"] == "重大" and judge["ground"].startswith("重大⑤")
        clerk.press("complaints", each, "judge", "supervisor")
    first = Complaint.get_by_id(ids[0])
    assert due("complaints", first.id)["major_answer"] == first.received_at + datetime.timedelta(hours=48)
    assert due("complaints", first.id)["major_solve"] == datetime.datetime(2026, 12, 8, 23, 59)
    values = filled("incidents", incident, "incident_report")
    assert (values["rooms"], len(values["rows"]), "陈经理" in values["reported"]) == ("7", 7, True)
    clerk.later(hours=3)
    before = clerk.count
    clerk.press("incidents", incident, "agree", "manager", answer="供电公司抢修，22:00 已恢复供电")
    letters = [
        filled("complaints", each, "complaint_reply")["answer"]
        for each in same_matters.to_be_printed(incident)
    ]
    assert letters == ["供电公司抢修，22:00 已恢复供电"] * 7
    clerk.press("incidents", incident, "reply_all", reply_way="书面")
    assert clerk.count - before <= 4, "seven clients are answered with two steps"
    clerk.later(days=7)
    unhappy, *others = ids
    again = (clerk.now + datetime.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    clerk.press(
        "complaints", unhappy, "do_again", satisfaction="不满意", opinion="冰箱损坏", next_reply_at=again
    )
    assert due("complaints", unhappy)["next_reply"]
    for each in others:
        clerk.press("complaints", each, "archive", satisfaction="满意", all_signed="是")
    with pytest.raises(TransitionRefused, match="没有回复客户"):
        clerk.press("incidents", incident, "close")
    clerk.press("complaints", unhappy, "report_back", result="赔偿冰箱维修费")
    clerk.press("complaints", unhappy, "agree", "manager")
    clerk.press("complaints", unhappy, "reply", reply_way="电话", satisfaction="满意")
    clerk.press("incidents", incident, "close")
    assert Incident.get_by_id(incident).state == "closed"
    register = KINDS["complaints"].registers[0]
    drafts = [store.load(KINDS["complaints"], each) for each in ids]
    assert len(register.paper.values(drafts)["rows"]) == 7
    assert waiting.find_differences() == []


def test_s07_a_serious_complaint_over_a_day_is_put_off_by_the_manager_and_replied_the_day_it_is_agreed(
    clerk, flat
):
    complaint = clerk.new(
        "complaints", {"room": flat.id, "content": "保安态度恶劣", "subject": "保安"}
    ).record.id
    clerk.press(
        "complaints",
        complaint,
        "judge",
        "supervisor",
        level="重要",
        ground="重要②：服务过失或态度恶劣，客户怨气很大",
    )
    with pytest.raises(TransitionRefused, match="立即向上级报告"):
        clerk.press("complaints", complaint, "handle", department="保安部")
    clerk.press(
        "complaints",
        complaint,
        "handle",
        department="保安部",
        reported_to="陈经理",
        reported_at="2026-11-23 09:10",
    )
    assert clerk.seconds <= 45
    filled("complaints", complaint, "complaint_order")
    clerk.later(hours=20, minutes=1)
    form = RecordForm.open(KINDS["complaints"], clerk.desk(), complaint)
    assert [clock.tone for clock in form.clocks if clock.name == "serious"] == ["waiting"]
    until = clerk.now + datetime.timedelta(days=1)
    clock_changes.extend(
        KINDS["complaints"], complaint, "serious", until, "当班人员休假", clerk.desk("manager")
    )
    assert filled("complaints", complaint, "complaint_intake")["extended_by"] == "王芳"
    clerk.later(hours=9)
    clerk.press("complaints", complaint, "report_back", result="已批评教育并登门道歉")
    clerk.now = clerk.now.replace(hour=15, minute=10)
    clerk.press("complaints", complaint, "agree", "manager")
    assert due("complaints", complaint) == {"reply": clerk.now.replace(hour=23, minute=59)}
    assert filled("complaints", complaint, "complaint_reply")["answer"] == "已批评教育并登门道歉"
    clerk.press("complaints", complaint, "reply", reply_way="面交", satisfaction="满意")
    clerk.press("complaints", complaint, "archive", all_signed="是")
    assert Complaint.get_by_id(complaint).state == "archived"


def test_s14_keys_are_lent_to_a_builder_until_five_and_the_kept_key_goes_back_to_the_owner(clerk, flat, desk):
    firm = store.save(store.new(FIRMS, name="宏达建设"), desk).record
    keys = store.save(store.new(KINDS["key_sets"], number="K-0502", room=flat, kept=0), desk).record
    owner = flat.holdings[0].person
    letter = RecordForm.start(KINDS["key_custodies"], clerk.desk(), room=flat, person=owner, key_set=keys)
    letter.enter_row("keys", 0, "name", "入户门")
    letter.enter("alone", "可单独使用")
    assert letter.save(), letter.problems
    clerk.press("key_custodies", letter.record.id, "keep", owner_signed="是")
    filled("key_custodies", letter.record.id, KINDS["key_custodies"].papers[0].name)
    clerk.count = 0
    loan = clerk.new("key_loans", {
        "key_set": keys.id, "borrower": "周师傅", "firm": firm.id, "phone": "13811112222", "id_tail": "123X",
        "about": "F04 12 号", "consent": "留存书已约定",
    }).record.id  # fmt: skip
    clerk.press("key_loans", loan, "lend")
    assert clerk.seconds <= 30
    assert due("key_loans", loan)["return"] == MORNING.replace(hour=17, minute=0)
    filled("key_loans", loan, KINDS["key_loans"].papers[0].name)
    clerk.now = MORNING.replace(hour=17, minute=5)
    form = RecordForm.open(KINDS["key_loans"], clerk.desk(), loan)
    assert [clock.tone for clock in form.clocks] == ["bad"]
    form.enter_row("chases", 0, "at", "17:06")
    form.enter_row("chases", 0, "by", "王芳")
    form.enter_row("chases", 0, "answer", "半小时内还")
    assert form.save(), form.problems
    with pytest.raises(TransitionRefused, match="借出没有归还"):
        clerk.press("key_custodies", letter.record.id, "fetch", fetched_by="张伟", fetched_signed="是")
    clerk.press("key_loans", loan, "return", condition="完好")
    clerk.later(days=3)
    clerk.press("key_custodies", letter.record.id, "fetch", fetched_by="张伟", fetched_signed="是")
    assert (KeySet.get_by_id(keys.id).kept, KeySet.get_by_id(keys.id).out) == (0, 0)
