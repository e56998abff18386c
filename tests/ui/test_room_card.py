"""The room card in the window: actions that start from a room, numbers shown for a while, dialogs that keep their text."""

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QPushButton

from desk_app.kernel import store
from desk_app.kernel.kind import KINDS
from desk_app.modules.goods_release.records import ReleasedGoods
from desk_app.modules.people.records import Holding, Person
from desk_app.screens.new_holding import HoldingEntry
from ui.screens.room_card import RoomCardPage
from ui.screens.room_dialogs import EndHoldingDialog, FormerNumberDialog, NewHoldingDialog
from ui.screens.room_people import SecretLine
from ui.widgets.record_list import RecordList


@pytest.fixture
def room(make_room):
    return make_room("3-1-502", state="occupied", built_area=1_286_600)


@pytest.fixture
def page(shell, room, make_person, hold):
    """Return the card of a room with one owner."""
    hold(room, make_person("张三", "13912345678"))
    return shell.show_page(RoomCardPage(shell, room.id))


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_the_card_names_room_state_owner_and_masked_phone(page):
    assert page.title == "3-1-502"
    shown = texts(page)
    assert {"3-1-502", "自住", "张三", "139****5678", "128.66 ㎡"} <= set(shown)
    assert "13912345678" not in "".join(shown)


def test_enter_on_a_fresh_card_starts_a_goods_release_slip_for_the_room(page, shell, press, room):
    press(Qt.Key.Key_Return)
    assert shell.asked == [("new_record", "goods_release_slips", {"room": room.id})]


def test_ctrl_n_starts_one_from_anywhere_on_the_card(page, shell, press, find, room):
    find(page, "edit-room").setFocus()
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert ("new_record", "goods_release_slips", {"room": room.id}) in shell.asked


def test_a_slip_that_waits_is_listed_and_opens(shell, room, desk, find, press):
    draft = store.new(
        KINDS["goods_release_slips"], room=room, carrier="搬运工", valid_on=datetime.date(2026, 11, 23)
    )
    draft.rows["goods"] = [ReleasedGoods(name="沙发", quantity=1)]
    slip = store.save(draft, desk).record
    page = shell.show_page(RoomCardPage(shell, room.id))
    waiting = find(page, "open-matters", RecordList)
    waiting.setFocus()
    waiting.choose_first()
    press(Qt.Key.Key_Return)
    assert shell.asked == [("open_record", "goods_release_slips", slip.id)]


def test_a_phone_is_whole_for_a_while_and_then_masked_again(page):
    (line,) = page.findChildren(SecretLine)
    line.reveal("联系本人")
    assert line.text.text() == "13912345678"
    line.timer.timeout.emit()
    assert line.text.text() == "139****5678"


def test_a_reason_left_blank_shows_nothing(page, shell):
    (line,) = page.findChildren(SecretLine)
    line.reveal("  ")
    assert line.text.text() == "139****5678"
    assert shell.names_asked() == ["show_error"]


def test_what_changed_elsewhere_is_shown_when_the_card_is_looked_at_again(page, room, make_person, hold):
    hold(room, make_person("李四", "13812345678"), "tenant")
    assert "李四" not in "".join(button.text() for button in page.findChildren(QPushButton))
    page.take_focus()
    assert "李四" in [button.text() for button in page.findChildren(QPushButton)]


def test_nothing_is_built_anew_where_nothing_changed(page):
    before = page.body
    page.refresh()
    assert page.body is before


def test_people_who_left_are_folded_away(page, room, make_person, hold, find):
    hold(room, make_person("前业主"), until_on=datetime.date(2020, 1, 1))
    page.refresh()
    fold = find(page.body, "past-people", QPushButton)
    assert fold.text() == "历史（1）"
    gone = next(button for button in page.body.findChildren(QPushButton) if button.text() == "前业主")
    assert not gone.isVisible()
    fold.click()
    assert gone.isVisible()


class TestMovingIn:
    def test_typing_a_name_offers_those_on_file_and_choosing_one_saves_no_second(
        self, page, room, desk, qtbot, make_person, type_text, press, find
    ):
        person = make_person("单晓", "13712345678")
        page.add_person("tenant")
        dialog = page.findChild(NewHoldingDialog)
        type_text(dialog.name.editor.line, "单晓")
        dialog.name.editor.line.textEdited.emit("单晓")
        qtbot.waitUntil(lambda: dialog.found.isVisible())
        press(Qt.Key.Key_Down, widget=dialog)
        press(Qt.Key.Key_Return, widget=dialog.found)
        assert dialog.chosen.isVisible()
        dialog.accept()
        assert Holding.select().where(Holding.role == "tenant").get().person == person
        assert "单晓" in [button.text() for button in page.findChildren(QPushButton)]

    def test_what_is_wrong_stands_under_its_box_and_nothing_typed_is_lost(self, page, qtbot):
        page.add_person("owner")
        dialog = page.findChild(NewHoldingDialog)
        dialog.name.editor.put("赵六")
        dialog.phone.editor.put("123")
        dialog.accept()
        assert dialog.isVisible()
        assert dialog.phone.problem.isVisible()
        assert dialog.phone.editor.line.text() == "123"
        assert dialog.name.editor.line.text() == "赵六"
        assert Person.select().count() == 1
        dialog.phone.editor.put("13712345678")
        dialog.accept()
        assert not dialog.isVisible()
        assert Person.select().count() == 2

    def test_a_family_is_entered_one_after_the_other(self, shell, room, desk, qtbot, find):
        heard = []
        dialog = NewHoldingDialog(
            shell, HoldingEntry(room.id, desk, "family"), "3-1-502", lambda: heard.append(1)
        )
        qtbot.addWidget(dialog)
        dialog.show()
        for name in ("王大", "王二"):
            dialog.name.editor.put(name)
            find(dialog, "dialog-again", QPushButton).click()
            assert dialog.name.editor.line.text() == ""
        dialog.reject()
        assert heard == [1, 1]
        assert [(row.person.name, row.role) for row in Holding.select()] == [
            ("王大", "family"),
            ("王二", "family"),
        ]

    def test_each_role_asks_for_what_belongs_to_it(self, shell, room, desk, qtbot):
        dialog = NewHoldingDialog(shell, HoldingEntry(room.id, desk), "3-1-502", lambda: None)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.show_role("authorised")
        assert dialog.texts["authorisation"].isVisible()
        dialog.show_role("owner")
        assert dialog.texts["share"].isVisible()
        assert not dialog.texts["authorisation"].isVisible()


def test_a_holding_ends_on_the_day_typed(page, find, shell):
    page.end_holding(page.card.people[0])
    dialog = page.findChild(EndHoldingDialog)
    dialog.day.editor.put("不是日子")
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.strip.isVisible()
    dialog.day.editor.put("2026-11-01")
    dialog.accept()
    assert not dialog.isVisible()
    assert [line.name for line in page.card.past_people] == ["张三"]
    assert ("records_changed", "people") in shell.asked


def test_another_number_of_the_room_is_added_and_shown(page):
    page.add_former_number()
    dialog = page.findChild(FormerNumberDialog)
    dialog.blocks[0].editor.put("B1-3")
    dialog.accept()
    assert page.card.former == ("B1-3",)
    assert any("曾用 B1-3" in text for text in texts(page))


def test_the_state_is_changed_from_the_card(page, find, shell):
    menu = find(page, "room-state", QPushButton).menu()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "出租").trigger()
    assert page.card.state == "已出租"
    assert ("records_changed", "rooms") in shell.asked


def test_editing_shows_the_form_and_leads_back_to_the_card(page, shell, find):
    page.edit()
    assert page.form is not None
    assert not page.is_changed()
    page.form.form.enter("layout", "四室两厅")
    assert page.is_changed()
    assert page.form.save()
    find(page, "back", QPushButton).click()
    assert page.form is None
    assert ("户型", "四室两厅") in [(fact.label, fact.text) for fact in page.card.facts]


def test_the_way_back_from_the_form_speaks_the_language_in_use(page, find):
    from desk_app.kernel.words import use_language

    page.edit()
    try:
        use_language("en")
        page.retranslate()
        assert find(page, "back", QPushButton).text().isascii()
    finally:
        use_language("zh_CN")


def test_the_card_stays_the_same_in_another_look(page, shell):
    from ui import theme

    theme.apply("dark", 14)
    page.retranslate()
    assert "3-1-502" in texts(page)
    theme.apply("light")


class TestPrinting:
    @pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
    def test_ctrl_p_marks_the_first_paper_and_enter_prints_it(self, page, shell, press, find, room, qtbot):
        made = find(page, "room-print", QPushButton)
        able = [
            each for each in made.menu().actions() if each.isEnabled()
        ]  # nothing is owed: no payment notice
        first, last = able[0], able[-1]
        made.menu().popup(page.mapToGlobal(page.rect().center()))
        qtbot.waitUntil(lambda: made.menu().activeAction() is first)
        press(Qt.Key.Key_End, widget=made.menu())
        assert made.menu().activeAction() is last
        press(Qt.Key.Key_Home, widget=made.menu())
        press(Qt.Key.Key_Return, widget=made.menu())
        assert [what[:3] for what in shell.asked] == [("preview_paper", "rooms", room.id)]

    def test_the_menu_of_a_tenant_prints_what_a_tenant_signs_and_that_of_the_owner_says_why_not(
        self, page, shell, room, make_person, hold, find
    ):
        tenant = hold(room, make_person("李四", "13812345678"), "tenant")
        page.refresh()
        owner = Holding.get(Holding.room == room, Holding.role == "owner")
        offered = {}
        for holding in (owner, tenant):
            menu = find(page.body, f"more-{holding.id}").menu()
            menu.aboutToShow.emit()
            papers = next(each.menu() for each in menu.actions() if each.menu() is not None)
            offered[holding.id] = {each.text(): each for each in papers.actions()}
        assert offered[tenant.id]["套装：租户入住"].isEnabled()
        assert not offered[owner.id]["套装：租户入住"].isEnabled()
        assert offered[owner.id]["业主委托书"].isEnabled()
        refused = offered[tenant.id]["业主委托书"]
        assert not refused.isEnabled()
        assert "授权人" in refused.toolTip()
        fitting = [
            each for text, each in offered[tenant.id].items() if each.isEnabled() and "套装" not in text
        ]
        assert all(each.toolTip() == each.text() for each in fitting)  # Qt's own: none was set, none is shown
        fitting[0].trigger()
        assert shell.asked[-1][:3] == ("preview_paper", "holdings", tenant.id)
