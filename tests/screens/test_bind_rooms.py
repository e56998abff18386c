"""Binding many rooms to a tariff as the page does."""

import pytest

from desk_app.kernel.errors import DeskError
from desk_app.modules.billing.records import FeeBinding
from desk_app.screens.bind_rooms import BindRooms
from tests.billed_rooms import AREA, bind, day, make_tariff


@pytest.fixture
def page(desk, make_room):
    """Return the page with a tariff chosen: three flats and a shop of building 3, one flat of building 4."""
    chosen = BindRooms(desk, make_tariff(desk).id)
    for number in range(3):
        make_room(f"3-1-10{number}", charged_area=AREA, handed_over_on=day("2025-03-18"))
    make_room("3-1-201", charged_area=AREA, use="shop", handed_over_on=day("2025-03-18"))
    make_room("4-1-101", charged_area=AREA)
    return chosen


def rooms(page):
    """Return the numbers of the rooms chosen."""
    return [one.room for one in page.plan().rooms]


def test_rooms_are_chosen_by_building_and_use(page):
    assert rooms(page) == ["3-1-100", "3-1-101", "3-1-102", "4-1-101"]
    page.use = ""
    page.building_id = 1
    assert len(rooms(page)) == 4
    assert page.bind().startswith("已绑定 4 套房屋")
    assert FeeBinding.select().count() == 4


def test_what_was_bound_is_not_offered_again_and_what_cannot_be_is_told(page):
    plan = page.plan()
    assert (plan.count, [one.room for one in plan.left_out]) == (3, ["4-1-101"])
    page.bind()
    with pytest.raises(DeskError, match="没有可以绑定的房屋"):
        page.bind()
    page.only_without = False
    assert len(rooms(page)) == 4


def test_a_first_day_typed_is_not_before_the_handover(page):
    page.from_text = "2025-01-01"
    assert {one.from_on for one in page.plan().rooms if not one.why_not} == {day("2025-03-18")}
    page.from_text = "2026-01-01"
    assert {one.from_on for one in page.plan().rooms if not one.why_not} == {day("2026-01-01")}


def test_tariffs_by_use_are_offered_and_ended_ones_are_not(page, desk):
    make_tariff(desk, code="SFX", basis="meter")
    make_tariff(desk, code="OLD", until_on=day("2025-01-31"))
    assert [name for _id, name in page.tariffs()] == ["收费XM 标准XM", "收费SFX 标准SFX"]


def test_a_room_bound_by_hand_is_left_out(page, desk):
    from desk_app.modules.billing.records import Tariff
    from desk_app.modules.estate.records import Room

    bind(desk, Room.get(Room.code == "3-1-100"), Tariff.get_by_id(page.tariff_id))
    assert "3-1-100" not in rooms(page)
