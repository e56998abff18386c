"""What the first page of the day says, told by the clock of the desk."""

from datetime import timedelta

import pytest

from desk_app.kernel import store
from desk_app.modules.goods_release.slip import SLIPS
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
