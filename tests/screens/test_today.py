"""What the first page of the day says, told by the clock of the desk."""

from datetime import timedelta

import pytest

from desk_app.kernel import clock_changes, store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.waiting import Waiting
from desk_app.modules.goods_release.slip import SLIPS
from desk_app.modules.requests.life import REQUESTS
from desk_app.modules.staff.records import Department
from desk_app.screens import today


@pytest.fixture
def make_slip(desk, make_room):
    """Return a function that stores a slip for 3-1-502 in a state, good on today plus `days`."""

    def make(state="draft", days=0, carrier="张三"):
        from desk_app.modules.estate.kinds import ROOMS

        room = store.find_by(ROOMS, code="3-1-502")
        draft = store.new(
            SLIPS,
            room=room.record if room else make_room("3-1-502"),
            carrier=carrier,
            carrier_relation="owner",
            nature="carry_out",
            valid_on=desk.today + timedelta(days=days),
            state=state,
        )
        return store.save(draft, desk).record

    return make


def test_a_new_book_says_where_to_begin(desk):
    seen = today.look(desk)
    assert seen.is_blank
    assert (seen.total, seen.waiting, seen.recent) == (0, (), ())
    assert seen.day == "11月23日 星期一"


def test_a_book_with_rooms_is_not_blank(desk, make_room):
    make_room()
    assert not today.look(desk).is_blank


def test_the_overdue_come_first_then_todays_then_those_without_a_deadline(desk, make_slip):
    free = make_slip("draft").id
    due_today = make_slip("issued").id
    later = make_slip("issued", days=2).id
    overdue = make_slip("issued", days=-1).id
    seen = today.look(desk)
    assert [each.record_id for each in seen.waiting] == [overdue, due_today, later, free]
    assert [each.urgency for each in seen.waiting] == ["overdue", "today", "later", "none"]
    assert seen.waiting[0].due == "当日出门有效 · 已过 11-22 23:59"
    assert seen.waiting[1].due == "当日出门有效 · 至 23:59"
    assert seen.overdue == 1


def test_settled_records_do_not_wait(desk, make_slip):
    for state in ("archived", "void", "refused"):
        make_slip(state)
    assert today.look(desk).waiting == ()


def test_every_kind_of_work_is_counted_by_state(desk, make_slip):
    for state in ("draft", "draft", "issued", "archived"):
        make_slip(state)
    load = next(load for load in today.look(desk).loads if load.kind_name == "goods_release_slips")
    assert load.count == 3
    assert [(state.label, state.count) for state in load.states] == [("受理", 2), ("已开条", 1)]


def test_only_the_first_are_listed_and_all_are_counted(desk, make_slip):
    for _one in range(today.MOST_SHOWN + 3):
        make_slip()
    seen = today.look(desk)
    assert len(seen.waiting) == today.MOST_SHOWN
    assert seen.total == today.MOST_SHOWN + 3


class TestWhose:
    """What waits for one person: by name, else by role; what is over is told to those above."""

    @pytest.fixture
    def request_of(self, desk, room):
        def make(holder=None, minutes=0):
            draft = store.new(
                REQUESTS,
                received_at=desk.now() - timedelta(minutes=minutes),
                room=room,
                client="张伟",
                content="加装路灯",
                holder=holder,
            )
            return store.save(draft, desk).record.id

        return make

    @pytest.fixture
    def at(self, desk):
        def at_(name, *roles):
            return Desk(Actor(name, frozenset(roles)), desk.now)

        return at_

    @staticmethod
    def ids(desk, whose="mine"):
        return [each.record_id for each in today.look(desk, whose).waiting if each.kind_name == "requests"]

    def test_what_nobody_holds_waits_for_everybody_of_its_role(self, request_of, at):
        free = request_of()
        assert self.ids(at("王芳", "clerk")) == [free]
        assert self.ids(at("老赵", "guard")) == []

    def test_what_a_colleague_holds_is_not_mine_and_stands_under_all(self, request_of, at):
        theirs, mine = request_of("李娜"), request_of("王芳")
        assert self.ids(at("王芳", "clerk")) == [mine]
        assert set(self.ids(at("王芳", "clerk"), "all")) == {mine, theirs}
        assert today.look(at("王芳", "clerk")).others == 1

    def test_t04_a_supervisor_is_told_of_anybodys_work_once_it_is_overdue(self, request_of, at):
        request_of("李娜", minutes=5)
        assert self.ids(at("周主管", "supervisor")) == []
        over = request_of("李娜", minutes=11)
        assert self.ids(at("周主管", "supervisor")) == [over]

    def test_t02_a_return_visit_waits_for_nobody_before_its_first_day(self, request_of, at):
        waits = request_of()
        Waiting.update(not_before=at("王芳").now() + timedelta(hours=1)).execute()
        assert self.ids(at("王芳", "clerk")) == []
        Waiting.update(not_before=at("王芳").now()).execute()
        assert self.ids(at("王芳", "clerk")) == [waits]

    def test_what_is_paused_says_so(self, request_of, desk, at):
        waits = request_of()
        draft = store.load(REQUESTS, waits)
        department = Department.get()
        store.apply(
            REQUESTS, "forward", waits, draft.record.version, desk, entries={"department": department}
        )
        clock_changes.pause(REQUESTS, waits, "等客户", desk, desk.now() + timedelta(days=2))
        (entry,) = (each for each in today.look(desk).waiting if each.kind_name == "requests")
        assert (entry.is_paused, entry.due, entry.urgency) == (True, "暂停到期 · 至 11-25", "later")

    def test_a_record_with_several_clocks_stands_there_once_with_the_nearest(self, request_of, desk):
        waits = request_of()
        draft = store.load(REQUESTS, waits)
        store.apply(
            REQUESTS, "forward", waits, draft.record.version, desk, entries={"department": Department.get()}
        )
        store.amend(REQUESTS, waits, desk, "edit", "", next_reply_at=desk.now() + timedelta(hours=2))
        (entry,) = (each for each in today.look(desk).waiting if each.kind_name == "requests")
        assert entry.due == "答应的回复 · 至 11:05"
        load = next(each for each in today.look(desk).loads if each.kind_name == "requests")
        assert load.count == 1


def test_what_i_did_last_is_listed_once_and_others_work_is_not(desk, clerk, office, make_slip):
    slip = make_slip()
    draft = store.load(SLIPS, slip.id)
    draft.record.note = "改过"
    store.save(draft, desk)
    mine = [each.record_id for each in today.look(desk).recent if each.kind_name == "goods_release_slips"]
    assert mine == [slip.id]
    stranger = type(desk)(type(desk.actor)("李四"), desk.now)
    assert today.look(stranger).recent == ()


def test_a_record_that_was_deleted_is_not_among_the_last(desk, make_person):
    from desk_app.modules.people.kinds import PEOPLE

    person = make_person("赵六")
    assert "赵六" in today.look(desk).recent[0].title
    store.remove(store.load(PEOPLE, person.id), desk, "录错")
    assert all("赵六" not in each.title for each in today.look(desk).recent)


def test_rooms_brought_by_an_import_are_not_my_latest_work(desk, make_room):
    from desk_app.modules.people.kinds import PEOPLE

    batch = store.Batch(desk, "名册导入")
    batch.create(store.new(PEOPLE, name="钱七"))
    batch.finish()
    assert all("钱七" not in each.title for each in today.look(desk).recent)
