"""住户、房人关系、车辆"""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.errors import InvalidRecord, TransitionRefused
from desk_app.modules.people.holdings import current_holdings, first_phone, owner_names
from desk_app.modules.people.id_number import check_digit
from desk_app.modules.people.kinds import HOLDINGS, PEOPLE, VEHICLES
from desk_app.modules.people.records import PersonPhone

DAY = datetime.date.fromisoformat
ID = "34010419800101001" + check_digit("34010419800101001")


def test_an_id_number_tells_birth_and_sex_and_is_shown_masked(make_person):
    person = make_person(id_number=f" {ID.lower()} ")
    assert (person.id_number, person.id_kind) == (ID, "id_card")
    assert (person.born_on, person.gender) == (DAY("1980-01-01"), "male")
    assert PEOPLE.field("id_number").show(person.id_number) == "3401" + "*" * 10 + ID[-4:]


def test_a_wrong_check_digit_is_refused_without_repeating_the_number(make_person):
    wrong = ID[:-1] + ("0" if ID[-1] != "0" else "1")
    with pytest.raises(InvalidRecord) as caught:
        make_person(id_number=wrong)
    assert list(caught.value.problems) == ["id_number"]
    assert wrong not in str(caught.value)


def test_one_phone_is_the_first(make_person, desk):
    person = make_person("张三", "13912345678", "0551-6543210")
    assert first_phone(person.id) == "13912345678"
    draft = store.load(PEOPLE, person.id)
    draft.rows["phones"][0].is_first, draft.rows["phones"][1].is_first = False, True
    store.save(draft, desk)
    assert first_phone(person.id) == "0551-6543210"
    draft = store.load(PEOPLE, person.id)
    draft.rows["phones"].append(PersonPhone(number="13700000000", is_first=True))
    with pytest.raises(InvalidRecord, match="首选"):
        store.save(draft, desk)


def test_the_same_phone_twice_is_refused(make_person):
    with pytest.raises(InvalidRecord, match="两次"):
        make_person("张三", "13912345678", "13912345678")


def test_looking_at_a_number_is_logged_without_it(make_person, desk):
    person = make_person(id_number=ID)
    assert store.reveal(PEOPLE, person, "id_number", desk, "核对身份") == ID
    told = store.history(PEOPLE, person.id)[0]
    assert (told.action, told.actor, told.reason) == ("reveal", desk.actor.name, "核对身份")
    assert ID not in told.changes


@pytest.mark.parametrize(
    ("shares", "holds"),
    [
        (["1/2", "1/2"], True),
        (["1/3", "1/3", "1/3"], True),
        (["50%", "51%"], False),
        (["100%", "0.01"], False),
        ([None, None], True),
    ],
)
def test_owners_shares_never_pass_the_whole(shares, holds, make_room, make_person, desk):
    room = make_room()
    field = HOLDINGS.field("share")

    def take_all():
        for place, share in enumerate(shares):
            person = make_person(f"业主{place}", f"1390000000{place}")
            values = {"room": room, "person": person, "share": field.parse(share) if share else None}
            store.save(store.new(HOLDINGS, **values), desk)

    if holds:
        take_all()
    else:
        with pytest.raises(InvalidRecord, match="超过"):
            take_all()


def test_who_holds_a_room_is_judged_by_the_day(make_room, make_person, hold):
    room = make_room()
    hold(room, make_person("前业主", "13900000001"), from_on=DAY("2020-01-01"), until_on=DAY("2025-10-20"))
    hold(room, make_person("现业主", "13900000002"), from_on=DAY("2025-10-21"))
    hold(room, make_person("租户甲", "13900000003"), "tenant")
    assert owner_names(room.id, DAY("2025-10-20")) == "前业主"
    assert owner_names(room.id, DAY("2025-10-21")) == "现业主"
    assert owner_names(room.id, DAY("2019-12-31")) == ""
    assert [row.role for row in current_holdings(room.id, DAY("2026-01-01"))] == ["owner", "tenant"]


def test_a_holding_does_not_end_before_it_begins(make_room, make_person, hold):
    with pytest.raises(InvalidRecord, match="早于"):
        hold(make_room(), make_person(), from_on=DAY("2026-01-02"), until_on=DAY("2026-01-01"))


def test_a_person_who_holds_a_room_is_not_deleted(make_room, make_person, hold, desk):
    person = make_person()
    hold(make_room(), person)
    with pytest.raises(TransitionRefused, match="在用它"):
        store.remove(store.load(PEOPLE, person.id), desk, "重复")
    assert store.load(PEOPLE, person.id).rows["phones"]


@pytest.mark.parametrize(
    ("typed", "plate"), [("京a·12345", "京A12345"), ("皖A D12345", "皖AD12345"), ("粤Z1234港", "粤Z1234港")]
)
def test_plates_are_kept_plain(typed, plate, desk):
    assert store.save(store.new(VEHICLES, plate=typed), desk).record.plate == plate


def test_what_is_no_plate_is_refused(desk):
    with pytest.raises(InvalidRecord, match="车牌"):
        store.save(store.new(VEHICLES, plate="红色轿车"), desk)
