"""What the search box finds in a book, as lines to choose from, masked."""

import pytest

from desk_app.kernel import search as index
from desk_app.kernel import store
from desk_app.kernel.kind import KINDS, Finding
from desk_app.modules.estate.records import FormerNumber
from desk_app.screens import search


def titles(text, desk, **how):
    return [hit.title for hit in search.find(text, desk, **how)]


def test_a_room_is_found_by_its_number_its_spoken_address_and_its_owners_name(
    desk, make_room, make_person, hold
):
    hold(make_room("3-1-502"), make_person("单雄信"))
    for typed in ("3-1-502", "502", "3栋1单元502", "单雄信"):
        assert ("rooms", "3-1-502") in [(hit.kind_name, hit.title) for hit in search.find(typed, desk)], typed


def test_a_room_is_found_by_a_former_number(desk, make_room):
    room = make_room("3-1-301")
    draft = store.load(KINDS["rooms"], room.id)
    draft.rows["former_numbers"].append(FormerNumber(number="B1-3C"))
    store.save(draft, desk)
    assert titles("B1-3c", desk) == ["3-1-301"]


@pytest.mark.parametrize(
    "typed", ["shan", "sxx", "dxx", "单雄信", "雄信", "13912345678", "5678", "139-1234-5678"]
)
def test_a_person_is_found_by_name_pinyin_and_phone(desk, make_person, typed):
    make_person("单雄信", "13912345678")
    assert titles(typed, desk, kinds=("people",)) == ["单雄信"]


def test_what_is_found_shows_no_whole_phone_or_document_number(desk, make_room, make_person, hold):
    hold(make_room("3-1-502"), make_person("张三", "13912345678", id_number="11010519491231002X"))
    for typed in ("13912345678", "11010519491231002X", "张三"):
        hits = search.find(typed, desk)
        assert hits
        assert not any("13912345678" in hit.title + hit.detail for hit in hits)
        assert not any("11010519491231002" in hit.title + hit.detail for hit in hits)


@pytest.mark.parametrize(
    ("shown", "masked"),
    [
        ("张三 13912345678", "张三 139****5678"),
        ("0551-1234567", "055*****4567"),
        ("11010519491231002X", "1101**********002X"),
        ("110105491231002", "1101*******1002"),
        ("FX-202611-0001 3-1-502", "FX-202611-0001 3-1-502"),
        ("12-1-1502", "12-1-1502"),
    ],
)
def test_a_line_that_shows_too_much_is_masked_and_document_numbers_are_not(office, shown, masked):
    index.put_many([("people", 999, Finding("某人", shown, ("某人",)))])
    (hit,) = search.find("某人", office.desk)
    assert len(hit.detail) == len(shown)
    assert hit.detail == masked or (
        "*" in masked and hit.detail[:3] == masked[:3] and hit.detail.count("*") >= 4
    )


def test_the_kinds_asked_for_alone_are_found_with_their_label(desk, make_room, make_person, hold):
    hold(make_room("3-1-502"), make_person("张三"))
    assert [(hit.kind_name, hit.label) for hit in search.find("502", desk, kinds=("rooms",))] == [
        ("rooms", "房屋")
    ]
    assert [hit.kind_name for hit in search.find("502", desk, kinds=("people",))] == ["people"]


def test_a_whole_number_is_marked_as_exact(desk, make_room):
    make_room("3-1-502")
    make_room("13-1-502")
    assert [(hit.title, hit.is_exact) for hit in search.find("3-1-502", desk, kinds=("rooms",))] == [
        ("3-1-502", True),
        ("13-1-502", False),
    ]


def test_a_person_who_changed_their_name_is_no_longer_found_by_the_old_one(desk, make_person):
    person = make_person("张三")
    draft = store.load(KINDS["people"], person.id)
    draft.record.name = "李四"
    store.save(draft, desk)
    assert titles("张三", desk) == []
    assert "李四" in titles("ls", desk)


def test_a_removed_person_is_no_longer_found(desk, make_person):
    person = make_person("张三")
    store.remove(store.load(KINDS["people"], person.id), desk, "录错")
    assert titles("张三", desk) == []


def test_rebuilding_the_index_finds_the_same(desk, make_room, make_person, hold):
    hold(make_room("3-1-502"), make_person("单雄信", "13912345678"))
    before = [search.find(typed, desk) for typed in ("502", "sxx", "5678", "单")]
    index.clear()
    assert search.find("502", desk) == []
    store.rewrite_search(KINDS.values())
    assert [search.find(typed, desk) for typed in ("502", "sxx", "5678", "单")] == before
