"""就地新建: what a link does not find is made over the form, by keyboard, and comes back chosen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk_app.modules.people.records import Person, PersonPhone
from ui.new_record import NewRecordDialog
from ui.record_form import RecordFormPage
from ui.transition_dialog import TransitionDialog

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


@pytest.fixture
def page(shell, room, make_person, hold):
    hold(room, make_person("张伟", "13812345678"))
    return shell.show_page(RecordFormPage(shell, "transfers"))


@pytest.fixture
def buyer(page):
    editor = next(block.editor for block in page.blocks if block.name == "buyer")
    editor.line.setFocus()
    return editor


def dialog_of(page):
    return page.window().findChild(NewRecordDialog)


def test_an_unknown_buyer_is_made_in_place_by_keyboard(page, buyer, type_text, press, qtbot):
    type_text(buyer.line, "欧阳新")
    assert [target.title for target in buyer.drop.model.targets] == ["新建住户“欧阳新”…"]
    assert buyer.drop.heading.text() == "没有找到，换一种写法试试"
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    dialog = dialog_of(page)
    assert dialog.blocks[0].editor.line.text() == "欧阳新"
    assert QApplication.focusWidget() is dialog.blocks[0].editor.line
    dialog.blocks[-1].editor.line.setFocus()
    type_text(dialog.blocks[-1].editor.line, "13900001111")
    press(Qt.Key.Key_Return)
    made = Person.get(Person.name == "欧阳新")
    assert PersonPhone.get(PersonPhone.person == made).number == "13900001111"
    qtbot.waitUntil(lambda: buyer.line.text() == "欧阳新")
    assert page.form.record.buyer_id == made.id
    assert page.window().focusWidget() is buyer.line


def test_enter_alone_makes_nobody(page, buyer, type_text, press):
    type_text(buyer.line, "欧阳新")
    press(Qt.Key.Key_Return)
    assert dialog_of(page) is None
    assert "欧阳新" in page.form.problems["buyer"]


def test_given_up_what_was_typed_stays(page, buyer, type_text, press):
    type_text(buyer.line, "欧阳新")
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    dialog_of(page).reject()
    assert (buyer.line.text(), Person.select().where(Person.name == "欧阳新").count()) == ("欧阳新", 0)


def test_what_is_wrong_is_said_and_nobody_is_made(page, buyer, type_text, press):
    type_text(buyer.line, "欧阳新")
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    dialog = dialog_of(page)
    number = dialog.blocks[5].editor.line
    type_text(number, "11010119900101123X")
    dialog.yes.click()
    assert dialog.isVisible() and dialog.blocks[5].problem.text()
    assert not Person.select().where(Person.name == "欧阳新").exists()


def test_a_deposit_is_never_made_from_a_picker(page):
    card = next(card for card in page.child_cards if card.child.name == "deposits")
    assert card.cells[0][0].hooks.create is None


def test_a_long_refusal_is_shown_whole(shell, page, qtbot):
    step = page.kind.workflow.transition("complete")
    dialog = TransitionDialog(page, page.form, step, lambda _reason, _texts: True)
    dialog.show()
    before = dialog.height()
    dialog.strip.say("没有办理过户：" + "3-1-502 还有欠费 583.40 元，其中物业服务费 3 笔。" * 8)
    qtbot.waitUntil(lambda: dialog.height() > before)
    qtbot.wait(50)
    needed = dialog.strip.text.heightForWidth(dialog.strip.text.width())
    assert dialog.strip.text.height() >= needed
    assert dialog.blocks[0].editor.box.height() >= dialog.blocks[0].editor.box.sizeHint().height() - 2
