"""Where Enter leads after a step of a record's life: on to the paper, never to a step nobody meant."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from desk_app.kernel import store
from desk_app.kernel.kind import find_kind
from desk_app.screens import paper_desk
from ui.record_form import RecordFormPage
from ui.transition_dialog import TransitionDialog

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


@pytest.fixture
def notice(shell):
    draft = store.new(
        find_kind("notices"), category="water", title="3 号楼停水", addressed_to="各位业主", body="停水检修。"
    )
    saved = store.save(draft, shell.desk).record
    return shell.show_page(RecordFormPage(shell, "notices", saved.id))


def state(page):
    return store.load(page.kind, page.record_id).record.state


def dialog_of(page):
    return next((each for each in page.findChildren(TransitionDialog) if each.isVisible()), None)


def note_printed(page, name):
    filled = paper_desk.make(page.kind_name, page.record_id, name, page.form.desk)
    paper_desk.note_given(filled, "printed", page.form.desk)


def focus_on(page, name):
    button = page.findChild(QPushButton, name)
    assert button is not None, name
    button.setFocus()


def test_a_second_enter_after_posting_a_notice_shows_its_paper(notice, shell, press):
    focus_on(notice, "button-step-post")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert state(notice) == "posted"
    assert "preview_paper" in shell.names_asked()


def test_taking_a_notice_down_asks_and_enter_keeps_it_up(notice, press):
    notice.press("post")
    notice.press("take_down")
    dialog = dialog_of(notice)
    assert dialog.focusWidget() is dialog.no
    press(Qt.Key.Key_Return, widget=dialog.no)
    assert not dialog_of(notice)
    assert state(notice) == "posted"


def test_taking_a_notice_down_is_done_once_said_again(notice, press):
    notice.press("post")
    notice.press("take_down")
    press(Qt.Key.Key_Return, widget=dialog_of(notice).yes)
    assert state(notice) == "taken_down"


def test_a_step_that_makes_no_paper_leaves_the_cursor_on_the_page(shell, make_room, press):
    page = shell.show_page(RecordFormPage(shell, "rooms", make_room("3-1-502", state="undelivered").id))
    focus_on(page, "button-step-notify")
    note_printed(page, "owner_file_index")
    press(Qt.Key.Key_Return)
    assert state(page) == "notified"
    assert not isinstance(QApplication.focusWidget(), QPushButton)


def test_a_second_enter_after_issuing_a_slip_shows_the_slip(
    shell, make_room, make_person, hold, press, type_text
):
    room = make_room("3-1-502")
    hold(room, make_person("张伟", "13812345678"))
    page = shell.show_page(RecordFormPage(shell, "goods_release_slips", None, {"room": room.id}))
    for column, text in (("name", "沙发"), ("quantity", "1")):
        line = page.findChild(QLineEdit, f"goods.0.{column}")
        line.setFocus()
        type_text(line, text)
    page.commit()
    focus_on(page, "button-step-issue")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert state(page) == "issued"
    assert "preview_paper" in shell.names_asked()
    assert dialog_of(page) is None
