"""The room card: everything about a room on one page, and what can be done from it."""

import datetime

import pytest

from desk_app.kernel import printed, store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import DeskError, InvalidRecord, NotFound
from desk_app.kernel.kind import KINDS
from desk_app.kernel.store import AuditRow
from desk_app.modules.goods_release.records import ConsentCall, ReleasedGoods
from desk_app.modules.people.records import Holding, Person
from desk_app.screens import new_holding
from desk_app.screens.matters import find_offers, kinds_about
from desk_app.screens.new_holding import HoldingEntry, end_holding
from desk_app.screens.record_links import Target
from desk_app.screens.room_card import add_former_number, open_form, read_room_card
from desk_app.screens.room_people import reveal_id_number, reveal_phone

TODAY = datetime.date(2026, 11, 23)
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def room(make_room):
    return make_room(
        "3-1-502", built_area=1_286_600, charged_area=1_200_000, layout="三室两厅", state="occupied"
    )


@pytest.fixture
def card(room, desk):
    """Return a function that reads the card."""
    return lambda: read_room_card(room.id, desk)


@pytest.fixture
def make_slip(desk, room):
    def make(**values):
        draft = store.new(
            KINDS["goods_release_slips"],
            **{"room": room, "carrier": "张三", "carrier_relation": "owner", "valid_on": TODAY} | values,
        )
        draft.rows["goods"] = [ReleasedGoods(name="沙发", quantity=1)]
        return store.save(draft, desk)

    return make


class TestTheHead:
    def test_a_room_is_told_by_number_spoken_address_state_and_owners(self, card, room, make_person, hold):
        hold(room, make_person("张三"))
        hold(room, make_person("李四", "13812345678"))
        shown = card()
        assert (shown.code, shown.address, shown.community) == ("3-1-502", "3栋1单元502室", "翠湖花园")
        assert (shown.state, shown.tone) == ("自住", "good")
        assert shown.owners == "张三、李四"

    def test_areas_and_facts_are_shown_where_they_are_known(self, card):
        shown = card()
        assert [(fact.label, fact.text) for fact in shown.areas] == [
            ("建筑面积", "128.66"),
            ("计费面积", "120.00"),
        ]
        assert ("户型", "三室两厅") in [(fact.label, fact.text) for fact in shown.facts]

    def test_a_room_that_is_gone_is_said_to_be(self, desk):
        with pytest.raises(NotFound):
            read_room_card(4711, desk)

    def test_nothing_differs_between_two_readings_of_an_unchanged_room(
        self, card, make_slip, make_person, hold, room
    ):
        hold(room, make_person())
        make_slip()
        assert card() == card()


class TestPeople:
    def test_owners_come_first_and_numbers_are_masked(self, card, room, make_person, hold):
        hold(room, make_person("王五", "13712345678"), "family", relation="儿子")
        hold(room, make_person("张三", "13912345678", "13812340000", id_number=ID_NUMBER), share="1/2")
        owner, son = card().people
        assert (owner.name, owner.role_label, owner.detail) == ("张三", "业主", "50%")
        assert [(phone.text, phone.is_first) for phone in owner.phones] == [
            ("139****5678", True),
            ("138****0000", False),
        ]
        assert owner.id_number == "1101**********002X"
        assert (son.role_label, son.detail) == ("家庭成员", "儿子")

    def test_who_left_is_history_from_the_day_after_the_last(self, card, room, make_person, hold):
        hold(room, make_person("前业主"), until_on=TODAY - datetime.timedelta(days=1))
        hold(room, make_person("租到今天", "13812345678"), "tenant", until_on=TODAY)
        shown = card()
        assert [line.name for line in shown.past_people] == ["前业主"]
        assert [line.name for line in shown.people] == ["租到今天"]
        assert shown.owners == ""

    def test_who_comes_later_is_shown_but_does_not_own_the_room_yet(self, card, room, make_person, hold):
        hold(room, make_person("新业主"), from_on=TODAY + datetime.timedelta(days=1))
        (line,) = card().people
        assert (line.time, line.dates) == ("future", "2026-11-24 起")
        assert card().owners == ""

    def test_a_whole_phone_is_shown_for_a_reason_that_is_logged(self, card, room, make_person, hold, desk):
        person = make_person("张三", "13912345678")
        hold(room, person)
        phone = card().people[0].phones[0]
        assert reveal_phone(person.id, phone.phone_id, desk, "联系本人") == "13912345678"
        logged = AuditRow.select().where(AuditRow.action == "reveal").get()
        assert (logged.kind, logged.record_id, logged.reason) == ("people", person.id, "联系本人")
        assert "13912345678" not in logged.changes

    def test_nothing_is_shown_without_a_reason(self, make_person, desk):
        person = make_person("张三", "13912345678", id_number=ID_NUMBER)
        with pytest.raises(DeskError, match="没有显示"):
            reveal_id_number(person.id, desk, "  ")
        assert not AuditRow.select().where(AuditRow.action == "reveal").exists()
        assert reveal_id_number(person.id, desk, "核对身份") == ID_NUMBER


class TestCarsAndOtherRooms:
    def test_cars_of_the_room_are_listed_with_their_space(self, card, room, make_person, desk):
        space = store.save(store.new(KINDS["rooms"], label="B1-013", use="parking"), desk).record
        car = store.new(
            KINDS["vehicles"], plate="皖A12345", brand="大众", room=room, owner=make_person(), space=space
        )
        store.save(car, desk)
        (line,) = card().vehicles
        assert (line.plate, line.detail, line.owner, line.space) == ("皖A12345", "大众", "张三", "B1-013")
        assert [each.plate for each in read_room_card(space.id, desk).vehicles] == ["皖A12345"]

    def test_the_owners_parking_spaces_and_other_flats_are_one_step_away(
        self, card, room, make_room, make_person, hold, desk
    ):
        owner = make_person()
        other = make_room("5-2-301")
        sold = make_room("5-2-302")
        space = store.save(store.new(KINDS["rooms"], label="B1-013", use="parking"), desk).record
        for held in (room, other, space):
            hold(held, owner)
        hold(sold, owner, until_on=TODAY - datetime.timedelta(days=1))
        assert [(each.code, each.why) for each in card().spaces] == [("B1-013", "业主 张三")]
        assert [each.code for each in card().other_rooms] == ["5-2-301"]


class TestMatters:
    def test_what_waits_is_apart_from_what_is_settled(self, card, make_slip, desk):
        make_slip(carrier="还没开的")
        void = make_slip(carrier="作废的")
        store.apply(
            KINDS["goods_release_slips"], "void", void.record.id, void.record.version, desk, reason="开错"
        )
        shown = card()
        assert [matter.line.split(" · ")[0] for matter in shown.open_matters] == ["还没开的"]
        assert [matter.state for matter in shown.past_matters] == ["已作废"]

    def test_the_most_urgent_comes_first_with_its_deadline(self, card, make_slip, desk):
        make_slip(carrier="没有时限")
        issued = make_slip(carrier="当日有效", authorisation="WT-1")
        store.apply(KINDS["goods_release_slips"], "issue", issued.record.id, issued.record.version, desk)
        first, second = card().open_matters
        assert (first.number, first.due.at) == (
            issued.kind.model.get_by_id(issued.record.id).number,
            datetime.datetime(2026, 11, 23, 23, 59),
        )
        assert not first.due.is_over
        assert second.due is None

    def test_every_kind_that_is_about_rooms_can_be_started_from_one(self, card):
        offers = {offer.kind_name: offer for offer in card().offers}
        assert (offers["goods_release_slips"].field, offers["goods_release_slips"].is_work) == ("room", True)
        assert (offers["vehicles"].field, offers["vehicles"].is_work) == ("room", False)
        assert "holdings" not in offers
        about_people = {kind.name for kind, _links in kinds_about(KINDS["people"])}
        assert about_people >= {
            "holdings",
            "vehicles",
            "transfers",
            "calls",
            "repairs",
            "complaints",
            "access_cards",
        }
        assert not about_people & {"bills", "receipts", "meters"}
        fields = {offer.kind_name: offer.field for offer in find_offers(KINDS["people"])}
        assert (fields["holdings"], fields["vehicles"], fields["transfers"]) == ("person", "owner", "seller")

    def test_secrets_do_not_reach_the_line_of_a_matter(self, card, make_slip):
        slip = make_slip(carrier_phone="13912345678")
        assert slip.record.carrier_phone == "13912345678"
        assert "13912345678" not in repr(card())

    def test_papers_given_out_for_its_slips_are_listed(self, card, make_slip):
        slip = make_slip()
        row = printed.PrintedPaper.create(
            kind="goods_release_slips", record_id=slip.record.id, paper=slip.kind.papers[0].name, form="F19",
            number="FX-1", template_sha256="0" * 64, language="zh_CN", action="printed", print_count=2, copies=1,
            at=datetime.datetime(2026, 11, 23, 9, 0), actor="王芳", filled_values="{}", docx_sha256="0" * 64,
        )  # fmt: skip
        printed.PrintedAbout.create(printed=row, kind="rooms", record_id=slip.record.room_id)
        (paper,) = card().papers
        assert (paper.label, paper.number, paper.copies, paper.day, paper.printed_id) == (
            "物品放行条",
            "FX-1",
            1,
            "2026-11-23",
            row.id,
        )

    def test_changes_tell_of_the_room_and_of_peoples_parts_in_it(self, card, room, make_person, hold):
        hold(room, make_person())
        assert [line.what for line in card().changes] == ["业主 张三：新建", "新建"]


class TestMovingIn:
    def test_somebody_new_is_stored_with_the_part_in_the_room(self, card, room, desk):
        entry = HoldingEntry(
            room.id,
            desk,
            "tenant",
            name="赵六",
            phone="13912345678",
            texts={"from_on": "11-1", "until_on": "2027-10-31"},
        )
        entry.save()
        (line,) = card().people
        assert (line.name, line.role, line.dates) == ("赵六", "tenant", "2026-11-01 至 2027-10-31")
        assert [phone.text for phone in line.phones] == ["139****5678"]

    def test_somebody_on_file_is_found_by_name_initials_or_phone_and_not_made_twice(
        self, room, make_person, desk
    ):
        person = make_person("单晓", "13912345678")
        entry = HoldingEntry(room.id, desk)
        for typed in ("单晓", "sx", "5678"):
            assert [(found.record_id, found.detail) for found in entry.suggest(typed)] == [
                (person.id, "139****5678")
            ]
        entry.person = entry.suggest("单晓")[0]
        entry.save()
        assert Person.select().count() == 1
        assert Holding.get().person == person

    def test_a_phone_that_cannot_be_one_is_refused_and_nothing_is_stored(self, room, desk):
        with pytest.raises(InvalidRecord) as refused:
            HoldingEntry(room.id, desk, name="赵六", phone="123", texts={"from_on": "哪天"}).save()
        assert set(refused.value.problems) == {"phone", "from_on"}
        assert not Person.select().exists()

    def test_a_namesake_with_the_same_phone_is_to_be_chosen_from_the_list(self, room, make_person, desk):
        make_person("张三", "13912345678")
        with pytest.raises(InvalidRecord, match="从列表中选"):
            HoldingEntry(room.id, desk, name="张 三", phone="139 1234 5678").save()

    def test_nobody_is_entered_twice_in_one_role(self, room, make_person, hold, desk):
        person = make_person()
        hold(room, person)
        chosen = Target("people", person.id, "张三")
        with pytest.raises(DeskError, match="已经是这套房屋的业主"):
            HoldingEntry(room.id, desk, person=chosen).save()
        with pytest.raises(InvalidRecord, match="同名的业主"):
            HoldingEntry(room.id, desk, name="张三", phone="13812340001").save()
        HoldingEntry(room.id, desk, "authorised", person=chosen).save()
        assert Person.select().count() == 1

    def test_shares_of_more_than_the_whole_store_neither_person_nor_part(self, room, make_person, hold, desk):
        hold(room, make_person(), share="2/3")
        with pytest.raises(InvalidRecord, match="份额"):
            HoldingEntry(room.id, desk, name="赵六", texts={"share": "1/2"}).save()
        assert Person.select().count() == 1

    def test_who_left_may_come_back(self, room, make_person, hold, desk):
        person = make_person()
        hold(room, person, "tenant", until_on=TODAY - datetime.timedelta(days=1))
        HoldingEntry(room.id, desk, "tenant", person=Target("people", person.id, "张三")).save()
        assert Holding.select().count() == 2


class TestMovingOut:
    def test_the_last_day_still_counts(self, card, room, make_person, hold, desk):
        holding = hold(room, make_person(), "tenant", from_on=datetime.date(2026, 1, 1))
        end_holding(holding.id, "今天", desk)
        assert [line.dates for line in card().people] == ["2026-01-01 至 2026-11-23"]
        end_holding(holding.id, "11-22", desk)
        assert [line.dates for line in card().past_people] == ["2026-01-01 至 2026-11-22"]

    @pytest.mark.parametrize("typed", ["", "哪天", "2025-12-31"])
    def test_a_last_day_that_does_not_hold_changes_nothing(self, room, make_person, hold, desk, typed):
        holding = hold(room, make_person(), from_on=datetime.date(2026, 1, 1))
        with pytest.raises(DeskError):
            end_holding(holding.id, typed, desk)
        assert Holding.get().until_on is None

    def test_what_a_last_day_means_is_said_before_it_is_saved(self):
        assert "历史" in new_holding.tell_end("2026-11-01", TODAY)
        assert "当天仍然有效" in new_holding.tell_end("今天", TODAY)
        assert new_holding.tell_end("", TODAY) == ""


class TestTheRoomItself:
    def test_a_former_number_is_kept_and_found(self, card, room, desk):
        from desk_app.kernel import search

        add_former_number(room.id, "B1-3", "开发商编号", desk)
        assert card().former == ("B1-3（开发商编号）",)
        assert [found.record_id for found in search.find("B1-3", kinds=["rooms"])] == [room.id]
        with pytest.raises(DeskError, match="已经记在"):
            add_former_number(room.id, "B1-3", "", desk)
        with pytest.raises(DeskError, match="请填写"):
            add_former_number(room.id, " ", "", desk)

    def test_the_steps_of_its_life_are_offered_by_state_and_role(self, card, room):
        assert {"let", "vacate", "renovate"} <= {step.name for step in card().steps if not step.why_not}
        guard = Desk(Actor("李保安", frozenset({"guard"})))
        assert all(step.unfit for step in read_room_card(room.id, guard).steps)

    def test_a_step_asks_and_is_taken(self, card, room, desk):
        assert open_form(room.id, desk).press("let")
        assert card().state == "已出租"


def test_a_call_to_the_owner_is_not_shown_with_its_number(card, make_slip, desk):
    slip = make_slip(carrier_relation="mover")
    copy = store.load(slip.kind, slip.record.id)
    copy.rows["calls"] = [ConsentCall(called_at=desk.now(), phone="13912345678", answer="agree")]
    store.save(copy, desk)
    assert "13912345678" not in repr(card())
