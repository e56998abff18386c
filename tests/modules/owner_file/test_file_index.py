"""The index of a room's file (F71) lists what the book holds of it: papers printed and files attached."""

import datetime

import pytest

from desk_app.kernel import settings, signed_copies, store
from desk_app.kernel.attachments import attach
from desk_app.kernel.printed import Filled, find_about, give_out
from desk_app.modules.estate.kinds import ROOMS
from desk_app.modules.goods_release.slip import SLIPS
from desk_app.modules.owner_file.file_index import index_values
from desk_app.modules.people.kinds import HOLDINGS


@pytest.fixture
def index():
    """Return a function that gives the values of a room's index."""
    return lambda room: index_values(store.load(ROOMS, room.id))


@pytest.fixture
def print_paper(desk):
    """Return a function that notes a paper of a record as printed."""

    def give(kind, record, paper, number, count=1, copies=1, to_sign=False, pages=1):
        filled = Filled(
            kind.name, record.id, paper, paper, "F00", number, "zh_CN", count, {}, b"template", b"paper",
            to_sign=to_sign, about=find_about(store.load(kind, record.id)),
        )  # fmt: skip
        return give_out(filled, "printed", desk, copies, pages)

    return give


def told(values):
    return [(row["no"], row["name"], row["number"], row["copies"]) for row in values["contents"]]


def test_an_empty_file_still_lists_what_belongs_in_it(make_room, index):
    values = index(make_room())
    assert values["contents"] == []
    assert [row["no"] for row in values["expected"]] == [str(place) for place in range(1, 13)]
    assert values["expected"][0]["name"] == "入住通知书"


def test_papers_of_the_room_and_of_who_holds_it_are_listed_once_with_their_last_number(
    make_room, make_person, hold, index, print_paper
):
    room = make_room()
    holding = hold(room, make_person("李四"), "tenant")
    print_paper(ROOMS, room, "owner_card", "DJ-202611-0001")
    print_paper(ROOMS, room, "owner_card", "DJ-202611-0001", count=2, copies=2)
    print_paper(HOLDINGS, holding, "residence_proof", "ZM-202611-0001")
    print_paper(HOLDINGS, holding, "residence_proof", "ZM-202611-0002")
    assert [row["number"] for row in index(room)["contents"]] == [
        "DJ-202611-0001",
        "ZM-202611-0001",
        "ZM-202611-0002",
    ]
    assert {row["copies"] for row in index(room)["contents"]} == {"1", "2"}


def test_a_slip_of_the_room_is_listed_and_one_of_another_room_is_not(make_room, desk, index, print_paper):
    room, other = make_room("3-1-502"), make_room("3-1-503")
    for number, place in (("FX-202611-0001", room), ("FX-202611-0002", other)):
        slip = store.save(store.new(SLIPS, room=place, carrier="张三", valid_on=desk.today), desk).record
        print_paper(SLIPS, slip, "goods_release_slip", number)
    assert told(index(room)) == [("1", "物品放行条", "FX-202611-0001", "1")]


def test_the_index_tells_which_papers_are_signed_and_who_is_missing(make_room, desk, index, print_paper):
    room, day = make_room(), desk.today
    print_paper(ROOMS, room, "moving_guide", "BJ-202611-0001")
    print_paper(ROOMS, room, "covenant_undertaking", "CN-202611-0001", to_sign=True)
    half = print_paper(ROOMS, room, "owner_card", "DJ-202611-0001", to_sign=True)
    signed_copies.register(half.id, ["业主"], day, desk)
    whole = print_paper(ROOMS, room, "owner_card", "DJ-202611-0002", to_sign=True)
    signed_copies.register(whole.id, ["业主", "经办人"], day, desk)
    signed = {row["number"]: row["signed"] for row in index(room)["contents"]}
    assert signed == {
        "BJ-202611-0001": "—",
        "CN-202611-0001": "缺签字件",
        "DJ-202611-0001": "还缺经办人",
        "DJ-202611-0002": "2026-11-23",
    }


def test_the_scan_of_a_signed_paper_is_not_listed_a_second_time(make_room, desk, index, print_paper):
    room = make_room()
    card = print_paper(ROOMS, room, "owner_card", "DJ-202611-0001", to_sign=True)
    scan = attach("rooms", room.id, "登记表.pdf", b"%PDF-", desk)
    signed_copies.register(card.id, ["业主", "经办人"], desk.today, desk, attachment_id=scan.id)
    rows = [(row["name"], row["kept_as"]) for row in index(room)["contents"]]
    assert rows == [("业主资料登记表", "有扫描件")]


def test_the_pages_are_those_counted_or_else_those_the_paper_promises(make_room, index, print_paper):
    room = make_room()
    print_paper(ROOMS, room, "owner_card", "DJ-202611-0001", pages=3)
    print_paper(ROOMS, room, "owner_card", "DJ-202611-0002", pages=None)
    print_paper(ROOMS, room, "pack_cover", "", pages=None)
    print_paper(ROOMS, room, "no_longer_printed", "", pages=None)
    rows = [(row["name"], row["pages"]) for row in index(room)["contents"]]
    assert rows == [("业主资料登记表", "3"), ("业主资料登记表", "1"), ("套装清单", "1"), ("F00", "")]


def test_the_index_does_not_list_itself(make_room, index, print_paper):
    room = make_room()
    print_paper(ROOMS, room, "owner_file_index", "DA-202611-0001")
    assert index(room)["contents"] == []


def test_files_of_the_room_and_its_people_are_listed_with_whose_they_are(
    make_room, make_person, hold, desk, index
):
    room, owner = make_room(), make_person("张三")
    holding = hold(room, owner)
    attach("rooms", room.id, "平面图.pdf", b"1", desk)
    attach("people", owner.id, "身份证.jpg", b"2", desk)
    attach("holdings", holding.id, "购房合同.pdf", b"3", desk)
    rows = [(row["name"], row["number"], row["kept_as"]) for row in index(room)["contents"]]
    assert sorted(rows) == [
        ("平面图.pdf", "3-1-502", "电子件"),
        ("购房合同.pdf", "张三", "电子件"),
        ("身份证.jpg", "张三", "电子件"),
    ]
    assert {row["day"] for row in index(room)["contents"]} == {datetime.date(2026, 11, 23)}


def test_the_office_lists_its_own_papers(make_room, desk, index):
    settings.change({"file_contents": "身份证复印件、 契税发票，委托书"}, desk)
    assert [row["name"] for row in index(make_room())["expected"]] == ["身份证复印件", "契税发票", "委托书"]
