"""Small parts of the window: messages that cover no button, boxes whose tick stays visible, lists shown whole."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLineEdit, QPushButton, QWidget

from ui import theme
from ui.actions import COMMANDS
from ui.page_choice import PageChoice
from ui.widgets.toast import Toast


@pytest.fixture
def host(qtbot):
    theme.apply("light")
    made = QWidget()
    made.resize(1000, 600)
    qtbot.addWidget(made)
    return made


def test_a_message_stands_above_a_row_of_buttons_at_the_foot(host):
    foot = QPushButton("登记签字件…", host)
    foot.setGeometry(350, 520, 300, 36)
    toast = Toast(host)
    host.show()
    toast.say("已登记签字件：物品放行条 FX-202611-0001")
    assert toast.isVisible()
    assert not toast.geometry().intersects(foot.geometry())
    assert toast.geometry().bottom() < foot.geometry().top()
    foot.hide()
    toast.say("已登记签字件：物品放行条 FX-202611-0001")
    assert toast.geometry().intersects(foot.geometry())


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_ticked_box_that_cannot_be_changed_any_more_still_shows_its_tick(host, look):
    theme.apply(look)
    grabs = []
    for is_on in (True, False):
        made = QCheckBox("业主", host)
        made.setChecked(is_on)
        made.setEnabled(False)
        made.resize(120, 30)
        made.show()
        host.show()
        picture = made.grab(QRect(0, 0, 26, 30)).toImage()
        grabs.append([picture.pixelColor(x, y).lightness() for x in range(5, 20) for y in range(7, 23)])
    ticked, plain = grabs
    assert max(ticked) - min(ticked) > 60, "the tick has the colour of its ground"
    assert abs(sum(ticked) - sum(plain)) / len(plain) > 30
    theme.apply("light")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("size", [10, 12, 16])
def test_the_choice_of_pages_lists_its_last_entry_whole(host, qtbot, size):
    theme.apply("light", size)
    choice = PageChoice()
    choice.setParent(host)
    choice.set_count(8)
    choice.move(20, 20)
    host.show()
    choice.show()
    QTest.qWait(50)
    choice.ways.showPopup()
    rows = choice.ways.view()
    qtbot.waitUntil(rows.isVisible)
    QTest.qWait(50)
    last = rows.visualRect(rows.model().index(choice.ways.count() - 1, 0))
    assert last.height() >= rows.fontMetrics().height()
    assert last.bottom() <= rows.viewport().rect().bottom()
    assert not rows.horizontalScrollBar().isVisible()
    choice.ways.hidePopup()
    theme.apply("light")


def test_the_keys_of_the_whole_window_belong_to_no_button_of_a_page(at_work):
    taken = {command.keys for command in COMMANDS if command.keys}
    for spec in at_work.view.specs:
        at_work.open_page(spec.name)
        for made in at_work.view.current.findChildren(QPushButton):
            assert made.shortcut().toString() not in taken, (spec.name, made.text())


def test_ctrl_shift_f_files_scans_from_the_printed_papers_too(at_work, qtbot):
    at_work.open_page("printed_papers")
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(at_work.view.current.current.view, Qt.Key.Key_F, control | shift)
    qtbot.waitUntil(lambda: at_work.scans._shown() is not None)
    at_work.scans.stop()


def test_a_line_leaves_a_key_of_its_own_to_the_page(host, qtbot):
    from ui.widgets.buttons import button
    from ui.widgets.key_pass import let_keys_pass

    pressed = []
    line = QLineEdit(host)
    made = button("修改", lambda: pressed.append(1), shortcut="Ctrl+A")
    made.setParent(host)
    made.move(QPoint(0, 60))
    let_keys_pass(line, "Ctrl+A")
    host.show()
    QTest.qWaitForWindowActive(host)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: pressed == [1])


@pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
def test_a_message_said_over_a_large_dialog_stands_on_it_and_goes_home_when_that_closes(host):
    toast = Toast(host)
    host.show()
    dialog = QDialog(host)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(900, 600)
    dialog.open()
    toast.say("已在文字处理软件中打开")
    assert toast.parentWidget() is dialog
    assert toast.isVisible()
    dialog.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert toast.parentWidget() is host
    assert toast.isVisible()


def test_a_button_that_takes_other_words_keeps_its_key(qtbot):
    from ui.widgets.buttons import button

    made = button("绑定", shortcut="Ctrl+Return")
    qtbot.addWidget(made)
    made.setText("绑定 19 套")
    assert made.shortcut().toString() == "Ctrl+Return"
