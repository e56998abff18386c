"""The room picture in the window: walked by keys, dimmed by the legend, jumped into by the search."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desk_app.kernel import store, words
from desk_app.kernel.kind import KINDS
from ui import theme
from ui.screens import room_colours
from ui.screens.room_grid import RoomGridPage
from ui.screens.room_layout import NAMES, NUMBER, STATES, RoomLayout


@pytest.fixture
def rooms(make_room):
    """Return four rooms of one building by number, one of them let."""
    made = {code: make_room(f"3-1-{code}", state="occupied") for code in ("101", "102", "201")}
    made["202"] = make_room("3-1-202", state="let")
    return made


@pytest.fixture
def page(shell, rooms):
    return shell.show_page(RoomGridPage(shell))


def colour_at(picture, room_id):
    """Return the colour drawn in a room's cell, near its upper edge."""
    inside = QPoint(20, 3)
    placed = picture.drawn.place_of(room_id)
    image = QImage(picture.viewport().size(), QImage.Format.Format_RGB32)
    picture.viewport().render(image)
    return image.pixelColor(placed.rect.topLeft() + inside)


def test_arrows_walk_from_room_to_room_and_enter_opens_the_card(page, shell, press, rooms):
    picture = page.picture
    for key, code in (
        (Qt.Key.Key_Home, "201"), (Qt.Key.Key_Right, "202"), (Qt.Key.Key_Down, "102"), (Qt.Key.Key_Left, "101"),
        (Qt.Key.Key_Left, "101"), (Qt.Key.Key_Up, "201"),
    ):  # fmt: skip
        press(key, widget=picture)
        assert picture.current == rooms[code].id
    press(Qt.Key.Key_Return, widget=picture)
    assert shell.asked == [("open_record", "rooms", rooms["201"].id)]


def test_a_double_click_opens_the_room_under_the_mouse(page, shell, rooms):
    picture = page.picture
    centre = picture.drawn.place_of(rooms["102"].id).rect.center()
    QTest.mouseDClick(picture.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    QTest.mouseRelease(picture.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert ("open_record", "rooms", rooms["102"].id) in shell.asked


def test_the_legend_counts_the_states_and_dims_the_others(page, rooms):
    assert [button.text().strip() for button in page._legend.values()] == ["自住  3", "已出租  1"]
    picture = page.picture
    plain = colour_at(picture, rooms["101"].id)
    assert plain == room_colours.ground("occupied")
    page._legend["let"].click()
    assert colour_at(picture, rooms["202"].id) == room_colours.ground("let")
    assert colour_at(picture, rooms["101"].id) != plain
    page.show_all()
    assert colour_at(picture, rooms["101"].id) == plain


def test_the_search_jumps_to_the_building_and_on_to_the_next_found(page, make_room, press, rooms):
    other = make_room("5-2-101")
    page.refresh()
    page.find.setText("101")
    press(Qt.Key.Key_Return, widget=page.find)
    first = page.picture.current
    press(Qt.Key.Key_Return, widget=page.find)
    assert {first, page.picture.current} == {rooms["101"].id, other.id}
    assert page.find.count.text() == "2 / 2"
    page.find.setText("没有")
    press(Qt.Key.Key_Return, widget=page.find)
    assert page.find.count.text() == "没有找到"


def test_the_foot_tells_the_room_under_the_cursor(page, rooms, make_person, hold):
    hold(rooms["101"], make_person("张三"))
    page.refresh()
    page.show_room(rooms["101"].id)
    assert "3-1-101" in page.foot.text()
    assert "业主 张三" in page.foot.text()
    assert "自住" in page.foot.text()


def test_reading_again_stays_at_the_building_and_room(page, make_room, rooms):
    make_room("2-1-101")
    page.refresh()
    page.show_room(rooms["202"].id)
    page.refresh()
    assert page.place.title == "3栋"
    assert page.picture.current == rooms["202"].id


def test_a_book_without_rooms_leads_to_the_import(shell, find):
    page = shell.show_page(RoomGridPage(shell))
    find(page, "empty-action").click()
    assert shell.asked == [("open_page", "import")]


def test_a_building_without_rooms_is_drawn_empty(page, desk, rooms):
    values = {"community": rooms["101"].building.community, "name": "8"}
    building = store.save(store.new(KINDS["buildings"], **values), desk).record
    page.refresh()
    page.choose(f"building-{building.id}")
    assert page.picture.drawn.placed == []
    assert not page.picture.grab().isNull()


def test_every_state_is_drawn_in_light_and_dark(page, shell, make_room, qtbot):
    for place, option in enumerate(KINDS["rooms"].workflow.states):
        make_room(f"9-1-{place + 1}01", state=option.stored)
    for look in ("light", "dark"):
        theme.apply(look)
        page.retranslate()
        page.choose(next(place.key for place in page.model.places if place.title == "9栋"))
        assert not page.picture.grab().isNull()
    theme.apply("light")


def test_another_language_names_everything_anew_and_stays_at_the_room(page, rooms):
    page.show_room(rooms["102"].id)
    page.find.setText("102")
    words.use_language("en")
    try:
        page.retranslate()
        texts = [made.text() for made in page.findChildren(QPushButton)]
        assert "Open room card" in texts
        assert page.find.placeholderText() == "Find room, owner, phone"
        assert (page.find.text(), page.picture.current) == ("102", rooms["102"].id)
    finally:
        words.use_language("zh_CN")


def test_cells_shrink_until_a_wide_building_needs_no_scrolling_aside(page, desk, rooms):
    from desk_app.kernel.database import transaction

    building = store.save(
        store.new(KINDS["buildings"], community=rooms["101"].building.community, name="8"), desk
    ).record
    with transaction():
        batch = store.Batch(desk, "测试")
        for floor in range(1, 31):
            for door in range(1, 11):
                batch.create(
                    store.new(
                        KINDS["rooms"],
                        building=building,
                        unit="1",
                        floor=str(floor),
                        label=f"{floor}{door:02d}",
                    )
                )
        batch.finish()
    page.refresh()
    page.choose(f"building-{building.id}")
    picture = page.picture
    assert picture.horizontalScrollBar().maximum() == 0
    assert picture.zoom in (NUMBER, NAMES)
    picture.set_zoom(STATES)
    assert picture.horizontalScrollBar().maximum() > 0
    picture.mark(picture.drawn.placed[-1].cell.room_id)
    assert picture.verticalScrollBar().value() > 0


def test_no_two_rooms_are_drawn_over_each_other(page, desk):
    for index in range(7):
        store.save(store.new(KINDS["rooms"], label=f"B1-{index:03d}", floor="B1", use="parking"), desk)
    page.refresh()
    for place in page.model.places:
        page.choose(place.key)
        for width in (200, 700):
            rects = [placed.rect for placed in RoomLayout(page.picture.picture, NAMES, width).placed]
            assert len(rects) == place.count
            assert not any(one.intersects(other) for one in rects for other in rects if one is not other)
