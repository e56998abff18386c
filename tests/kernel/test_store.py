"""The door to the database: what it writes, logs, refuses and never gives twice."""

import pytest

from desk_app.kernel import search, store
from desk_app.kernel.errors import InvalidRecord, NotFound, TransitionRefused
from desk_app.modules.estate.kinds import ROOMS
from desk_app.modules.people.kinds import HOLDINGS, PEOPLE
from desk_app.modules.people.records import PersonPhone


def test_a_number_once_given_is_never_given_again(make_person, desk):
    first = make_person()
    store.remove(store.load(PEOPLE, first.id), desk, "重复登记")
    assert make_person().id == first.id + 1


def test_reading_many_shows_what_reading_each_shows(make_room, make_person, hold):
    for number in range(3):
        hold(
            make_room(f"3-1-{number + 1}01"),
            make_person(f"业主{number}", f"1391234567{number}", "0551-6543210"),
        )
    for kind in (ROOMS, PEOPLE, HOLDINGS):
        many = store.load_many(kind, kind.model.select().order_by(kind.model.id))
        one_by_one = [store.load(kind, draft.record.id) for draft in many]
        assert [store._shown(draft) for draft in many] == [store._shown(draft) for draft in one_by_one]


def test_what_is_used_elsewhere_is_not_deleted_and_nothing_else_is_either(make_room, make_person, hold, desk):
    used, free = make_person("张三"), make_person("李四", "13700000001")
    hold(make_room(), used)
    with pytest.raises(TransitionRefused, match="在用它"):
        store.remove_many(PEOPLE, [free.id, used.id], desk, "清理")
    assert len(store.load(PEOPLE, free.id).rows["phones"]) == 1
    assert search.find("李四")


def test_a_deleted_record_is_found_no_more_and_its_last_words_stay_in_the_log(make_person, desk):
    person = make_person("单雄信")
    assert [hit.record_id for hit in search.find("单雄信")] == [person.id]
    store.remove(store.load(PEOPLE, person.id), desk, "重复登记")
    assert search.find("单雄信") == []
    last = store.history(PEOPLE, person.id)[0]
    assert (last.action, last.reason, "单雄信" in last.changes) == ("remove", "重复登记", True)
    with pytest.raises(NotFound):
        store.load(PEOPLE, person.id)


def test_a_room_is_found_by_the_people_who_hold_it_now(make_room, make_person, hold, desk):
    room, person = make_room(), make_person("仇英", "13912340001")
    holding = hold(room, person)
    for words in ("仇英", "qy", "139****"[:3], "0001", "3-1-502", "3栋1单元502"):
        assert ("rooms", room.id) in {(hit.kind_name, hit.record_id) for hit in search.find(words)}, words
    draft = store.load(HOLDINGS, holding.id)
    draft.record.until_on = desk.today
    store.save(draft, desk)
    assert "rooms" not in {hit.kind_name for hit in search.find("仇英")}


def test_empty_rows_are_dropped_and_the_order_typed_is_kept(make_person, desk):
    draft = store.load(PEOPLE, make_person().id)
    draft.rows["phones"] = [
        PersonPhone(),
        PersonPhone(number="13700000002"),
        *draft.rows["phones"],
        PersonPhone(),
        PersonPhone(number="13700000001"),
    ]
    saved = store.save(draft, desk)
    assert [row.number for row in saved.rows["phones"]] == ["13700000002", "13912345678", "13700000001"]


def test_a_half_filled_row_names_its_line_and_field(make_person, desk):
    draft = store.load(PEOPLE, make_person().id)
    draft.rows["phones"].append(PersonPhone(whose="妻子"))
    with pytest.raises(InvalidRecord) as caught:
        store.save(draft, desk)
    assert caught.value.problems == {"phones.1.number": "电话第 2 行：请填写电话号码"}


def test_a_batch_that_fails_leaves_nothing(desk):
    from desk_app.kernel.database import transaction

    batch = store.Batch(desk, "试")
    with pytest.raises(InvalidRecord), transaction():
        batch.create(store.new(PEOPLE, name="张三"))
        batch.create(store.new(PEOPLE))
    assert not PEOPLE.model.select().exists()
