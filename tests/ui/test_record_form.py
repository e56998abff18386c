"""A clerk at a form, through the real widgets."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from desk_app.kernel import store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.kind import KINDS
from desk_app.kernel.words import use_language
from ui import field_widgets
from ui.conflict_dialog import ConflictDialog
from ui.field_editors import LineEditor
from ui.reason_dialog import ReasonDialog
from ui.record_form import RecordFormPage
from ui.secret_editor import SecretEditor
from ui.transition_dialog import TransitionDialog
from ui.widgets.menus import KeyMenu

SLIPS = "goods_release_slips"

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


@pytest.fixture
def room(make_room, make_person, hold):
    made = make_room("3-1-502")
    hold(made, make_person("张伟", "13812345678"))
    return made


@pytest.fixture
def new_slip(shell, room):
    return shell.show_page(RecordFormPage(shell, SLIPS, None, {"room": room.id}))


@pytest.fixture
def fill_goods(find, type_text):
    def fill(page, name="沙发", quantity="1"):
        for column, text in (("name", name), ("quantity", quantity)):
            line = find(page, f"goods.0.{column}", QLineEdit)
            line.setFocus()
            type_text(line, text)
        page.commit()

    return fill


class TestPapersOfAHolding:
    def test_a_tenants_form_shows_the_owners_power_of_attorney_grey_with_the_reason(
        self, shell, make_room, make_person, hold
    ):
        room = make_room("3-1-502")
        hold(room, make_person("张伟"))
        tenant = hold(room, make_person("李四"), "tenant")
        page = shell.show_page(RecordFormPage(shell, "holdings", tenant.id))
        menu = page.findChild(QPushButton, "button-print").findChild(KeyMenu)
        actions = {each.text(): each for each in menu.actions()}
        assert not actions["业主委托书"].isEnabled()
        assert "授权人" in actions["业主委托书"].toolTip()
        assert menu.toolTipsVisible()
        assert actions["租户信息表"].isEnabled()


def stored(page):
    return store.load(page.kind, page.record_id).record


def click(page, name):
    button = page.findChild(QPushButton, name)
    assert button is not None, name
    assert button.isEnabled(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def when_open(sort, do):
    """Call `do` with the dialog of class `sort` as soon as it is open."""

    def look():
        dialog = next(
            (top for top in QApplication.topLevelWidgets() if isinstance(top, sort) and top.isVisible()), None
        )
        if dialog is None:
            QTimer.singleShot(20, look)
        else:
            do(dialog)

    QTimer.singleShot(20, look)


def test_a_slip_is_filled_in_issued_and_offered_for_printing_by_keyboard_alone(
    new_slip, shell, press, type_text, find
):
    assert find(new_slip, "carrier", QLineEdit).text() == "张伟"
    goods = find(new_slip, "goods.0.name", QLineEdit)
    goods.setFocus()
    type_text(goods, "三人沙发")
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "goods.0.spec"
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "goods.0.quantity"
    type_text(QApplication.focusWidget(), "1")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stored(new_slip).state == "issued"
    assert new_slip.title.startswith("FX-202611-0001 3-1-502")
    press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert ("preview_paper", SLIPS, new_slip.record_id, "goods_release_slip") in shell.asked
    assert "records_changed" in shell.names_asked()


def test_the_cursor_comes_back_to_a_slip_issued_from_the_empty_last_row_of_goods(new_slip, find, fill_goods):
    fill_goods(new_slip)
    find(new_slip, "goods.1.name", QLineEdit).setFocus()
    new_slip.press("issue")
    assert new_slip.form.read_only
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QTest.qWait(20)
    if QApplication.focusWidget() is not None:
        QApplication.focusWidget().clearFocus()
    new_slip.take_focus()
    assert new_slip.bar.isAncestorOf(QApplication.focusWidget())


def test_enter_goes_from_field_to_field_and_into_the_goods(new_slip, press, find):
    find(new_slip, "room", QLineEdit).setFocus()
    seen = []
    for _step in range(11):
        press(Qt.Key.Key_Return)
        seen.append(QApplication.focusWidget().objectName())
    assert seen[:3] == ["carrier", "carrier_relation", "carrier_phone"]
    assert seen[-1] == "note"
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "goods.0.name"


def test_shift_and_enter_begin_a_new_line_in_a_note(new_slip, press, find, type_text):
    note = find(new_slip, "note", QPlainTextEdit)
    assert "Shift+Enter" in note.toolTip()
    note.setFocus()
    type_text(note, "贵重")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    type_text(note, "易碎")
    press(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert QApplication.focusWidget().objectName() == "goods.0.name"
    assert new_slip.form.text("note") == "贵重\n易碎"


def test_what_is_missing_stands_in_red_and_the_cursor_goes_there(new_slip, find, fill_goods):
    fill_goods(new_slip)
    line = find(new_slip, "carrier", QLineEdit)
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    click(new_slip, "button-save")
    block = next(block for block in new_slip.blocks if block.name == "carrier")
    assert block.problem.text() == "请填写携带人"
    assert block.problem.isVisible()
    assert line.property("tone") == "bad"
    assert line.hasFocus()
    assert "请填写携带人" in new_slip.strip.text.text()


def test_a_refused_step_is_told_and_the_form_stays(new_slip, find, fill_goods):
    fill_goods(new_slip)
    find(new_slip, "carrier_relation", QComboBox).textActivated.emit("租户")
    click(new_slip, "button-step-issue")
    assert "核实业主意见" in new_slip.strip.text.text()
    assert new_slip.strip.isVisible()
    assert stored(new_slip).state == "draft"
    assert not new_slip.is_changed()
    issue = find(new_slip, "button-step-issue", QPushButton)
    assert not issue.isEnabled()
    assert "核实业主意见" in issue.toolTip()


def test_the_tab_carries_a_mark_while_something_is_not_saved(new_slip, find, type_text, fill_goods):
    assert not new_slip.isWindowModified()
    type_text(find(new_slip, "cause", QLineEdit), "搬")
    assert new_slip.isWindowModified()
    fill_goods(new_slip)
    click(new_slip, "button-save")
    assert not new_slip.isWindowModified()


def test_closing_asks_and_can_save_drop_or_stay(new_slip, find, type_text, fill_goods, qtbot):
    fill_goods(new_slip)

    def answer(text):
        when_open(QMessageBox, lambda box: next(b for b in box.buttons() if b.text() == text).click())

    answer("取消")
    assert not new_slip.may_close()
    answer("不保存")
    assert new_slip.may_close()
    assert new_slip.record_id is None
    answer("保存")
    assert new_slip.may_close()
    assert stored(new_slip).carrier == "张伟"


def test_esc_asks_the_window_to_close_the_tab(new_slip, shell, press, find):
    find(new_slip, "carrier", QLineEdit).setFocus()
    press(Qt.Key.Key_Escape)
    assert ("close_tab", new_slip) in shell.asked


def test_ctrl_z_takes_back_the_last_field_and_ctrl_y_does_it_again(new_slip, find, type_text, press):
    cause, vehicle = find(new_slip, "cause", QLineEdit), find(new_slip, "vehicle", QLineEdit)
    for line, text in ((cause, "搬家"), (vehicle, "京A12345")):
        line.setFocus()
        type_text(line, text)
    press(Qt.Key.Key_Return)
    control = Qt.KeyboardModifier.ControlModifier
    press(Qt.Key.Key_Z, control)
    assert (cause.text(), vehicle.text()) == ("搬家", "")
    press(Qt.Key.Key_Z, control)
    assert cause.text() == ""
    press(Qt.Key.Key_Y, control)
    assert cause.text() == "搬家"


def test_letters_being_typed_are_undone_by_the_line_itself(new_slip, find, type_text, press):
    cause = find(new_slip, "cause", QLineEdit)
    cause.setFocus()
    type_text(cause, "搬家")
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert cause.text() == ""
    assert find(new_slip, "carrier", QLineEdit).text() == "张伟"


def test_ctrl_s_saves_what_is_still_being_typed(new_slip, find, type_text, fill_goods, press):
    fill_goods(new_slip)
    note = find(new_slip, "note", QPlainTextEdit)
    note.setFocus()
    type_text(note, "从东门出")
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert stored(new_slip).note == "从东门出"


class TestRows:
    def test_a_block_pasted_from_excel_fills_the_goods(self, new_slip, find, press):
        find(new_slip, "goods.0.name", QLineEdit).setFocus()
        QGuiApplication.clipboard().setText("沙发\t三人\t张\t1\n冰箱\t\t台\t1\n纸箱\t\t只\t12\n椅子\t\t把\t4")
        press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert find(new_slip, "goods.3.name", QLineEdit).text() == "椅子"
        assert find(new_slip, "goods.4.name", QLineEdit).text() == ""
        assert new_slip.save()

    def test_a_block_too_wide_is_refused_in_words(self, new_slip, find, press):
        find(new_slip, "goods.0.quantity", QLineEdit).setFocus()
        QGuiApplication.clipboard().setText("1\t2\t3")
        press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert "没有粘贴" in new_slip.strip.text.text()

    def test_one_word_is_pasted_into_the_cell_as_usual(self, new_slip, find, press):
        line = find(new_slip, "goods.0.name", QLineEdit)
        line.setFocus()
        QGuiApplication.clipboard().setText("沙发")
        press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert line.text() == "沙发"

    def test_ctrl_delete_removes_the_row_and_alt_up_moves_it(self, new_slip, find, press):
        find(new_slip, "goods.0.name", QLineEdit).setFocus()
        new_slip.form.paste("goods", 0, "name", "沙发\n冰箱\n电视")
        line = find(new_slip, "goods.2.name", QLineEdit)
        line.setFocus()
        press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        assert [row.text("name") for row in new_slip.form.rows["goods"].filled()] == ["沙发", "电视", "冰箱"]
        press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
        assert [row.text("name") for row in new_slip.form.rows["goods"].filled()] == ["沙发", "冰箱"]
        assert QApplication.focusWidget().objectName() == "goods.1.name"

    def test_a_wrong_cell_is_red_and_the_line_is_named(self, new_slip, find, type_text):
        for column, text in (("name", "沙发"), ("quantity", "两")):
            line = find(new_slip, f"goods.0.{column}", QLineEdit)
            line.setFocus()
            type_text(line, text)
        click(new_slip, "button-save")
        assert find(new_slip, "goods.0.quantity", QLineEdit).property("tone") == "bad"
        assert "两" in new_slip.child_cards[0].problem.text()

    def test_enter_in_an_empty_last_row_leaves_the_goods(self, new_slip, find, press):
        find(new_slip, "goods.0.name", QLineEdit).setFocus()
        press(Qt.Key.Key_Return)
        assert QApplication.focusWidget().objectName() == "calls.0.called_at"


class TestSteps:
    @pytest.fixture
    def issued(self, new_slip, fill_goods):
        fill_goods(new_slip)
        click(new_slip, "button-step-issue")
        return new_slip

    def test_an_issued_slip_is_only_shown(self, issued, find):
        assert not find(issued, "carrier", QLineEdit).isVisible()
        assert issued.findChild(QPushButton, "button-save") is None

    def test_a_step_asks_for_its_fields_and_keeps_open_what_is_wrong(self, issued, find, type_text):
        told = []

        def answer(dialog):
            line = find(dialog, "released_at", QLineEdit)
            line.clear()
            type_text(line, "早上")
            click(dialog, "step-yes")
            told.append(dialog.blocks[0].problem.text())
            line.clear()
            type_text(line, "09:00")
            click(dialog, "step-yes")

        when_open(TransitionDialog, answer)
        click(issued, "button-step-release")
        QTest.qWait(200)
        assert "早上" in told[0]
        assert stored(issued).state == "released"
        assert f"{stored(issued).released_at:%H:%M}" == "09:00"

    def test_voiding_asks_for_the_reason_and_keeps_it(self, issued):
        def answer(dialog):
            click(dialog, "step-yes")
            assert "原因" in dialog.strip.text.text()
            dialog.reason.setPlainText("房号填错")
            click(dialog, "step-yes")

        when_open(TransitionDialog, answer)
        click(issued, "button-step-void")
        QTest.qWait(200)
        assert stored(issued).state == "void"
        assert issued.side.history.findChild(QPushButton) is None
        assert "房号填错" in store.history(issued.kind, issued.record_id)[0].reason

    def test_cancelling_the_dialog_takes_no_step(self, issued):
        when_open(TransitionDialog, lambda dialog: click(dialog, "step-no"))
        click(issued, "button-step-release")
        QTest.qWait(200)
        assert stored(issued).state == "issued"

    def test_the_way_and_the_deadline_stand_at_the_head(self, issued):
        texts = [child.text() for child in issued.head.findChildren(QLabel)]
        assert "已开条" in texts
        (clock,) = issued.form.clocks
        assert f"当日出门有效 · {clock.text}" in texts
        assert clock.text == "还有 14 小时 54 分"


class TestTwoWindows:
    @pytest.fixture
    def other(self, new_slip, fill_goods):
        fill_goods(new_slip)
        new_slip.save()
        from desk_app.screens.record_form import RecordForm

        form = RecordForm.open(KINDS[SLIPS], Desk(Actor("小王"), new_slip.shell.desk.now), new_slip.record_id)
        form.enter("note", "贵重")
        form.save()
        return form

    @pytest.mark.parametrize(("button", "carrier"), [("conflict-keep", "李四"), ("conflict-take", "张伟")])
    def test_the_later_save_chooses_whose_words_stay(self, new_slip, other, find, type_text, button, carrier):
        line = find(new_slip, "carrier", QLineEdit)
        line.clear()
        type_text(line, "李四")
        when_open(ConflictDialog, lambda dialog: click(dialog, button))
        new_slip.save()
        assert (stored(new_slip).carrier, stored(new_slip).note) == (carrier, "贵重")
        assert line.text() == carrier

    @pytest.mark.parametrize(("me", "title"), [("张三", "小王 先保存了"), ("小王", "您在别的窗口先保存了")])
    def test_the_question_names_who_was_first(self, new_slip, other, me, title):
        form = new_slip.form
        form.desk = Desk(Actor(me), form.desk.now)
        form.enter("note", "轻放")
        assert not form.save()
        assert ConflictDialog(new_slip, form).windowTitle() == title

    def test_putting_it_off_keeps_what_was_typed(self, new_slip, other, find, type_text):
        line = find(new_slip, "carrier", QLineEdit)
        line.clear()
        type_text(line, "李四")
        when_open(ConflictDialog, lambda dialog: click(dialog, "conflict-later"))
        assert not new_slip.save()
        assert line.text() == "李四"
        assert "小王" in new_slip.strip.text.text()


class TestSecrets:
    def test_a_phone_filled_in_from_the_book_is_masked_and_one_typed_is_not(self, new_slip, find, type_text):
        editor = new_slip.findChild(QLineEdit, "carrier_phone")
        assert editor.text() == "138****5678"
        carrier = find(new_slip, "carrier", QLineEdit)
        for name, shown in (("李四", ""), ("张伟", "138****5678")):
            carrier.clear()
            type_text(carrier, name)
            new_slip.commit()
            assert editor.text() == shown
        editor.setFocus()
        editor.selectAll()
        type_text(editor, "13987654321")
        new_slip.commit()
        assert editor.text() == "13987654321"

    def test_looking_at_a_phone_filled_in_from_the_book_is_logged(self, new_slip):
        assert new_slip.form.reveal("carrier_phone", "联系本人") == "13812345678"
        row = store.AuditRow.select().order_by(store.AuditRow.id.desc()).get()
        assert (row.action, row.reason) == ("reveal", "联系本人")

    @pytest.fixture
    def person(self, shell, make_person):
        made = make_person("张伟", id_number="11010519491231002X")
        return shell.show_page(RecordFormPage(shell, "people", made.id))

    def test_a_number_is_masked_and_the_eye_shows_it_for_a_while(self, person, find):
        line = find(person, "id_number", QLineEdit)
        assert "*" in line.text()
        editor = next(block.editor for block in person.blocks if block.name == "id_number")
        assert isinstance(editor, SecretEditor)
        editor.reveal("核对身份")
        assert line.text() == "11010519491231002X"
        assert not person.is_changed()
        editor.hide_timer.timeout.emit()
        assert "*" in line.text()
        assert store.history(person.kind, person.record_id)[0].reason == "核对身份"

    def test_typing_replaces_the_whole_mask(self, person, find, type_text):
        line = find(person, "id_number", QLineEdit)
        line.setFocus()
        type_text(line, "110105194912310038")
        assert line.text() == "110105194912310038"
        assert person.save()
        assert stored(person).id_number == "110105194912310038"
        assert "*" in line.text()

    def test_a_form_opened_and_saved_keeps_the_number(self, person, find, type_text):
        type_text(find(person, "address", QLineEdit), "合肥")
        assert person.save()
        assert stored(person).id_number == "11010519491231002X"


class TestSide:
    @pytest.fixture
    def saved(self, new_slip, fill_goods):
        fill_goods(new_slip)
        new_slip.save()
        return new_slip

    def test_dropped_files_are_kept_and_shown(self, saved, tmp_path):
        scan = tmp_path / "委托书.pdf"
        scan.write_bytes(b"%PDF-1.4 scan")
        saved.side.files.add_files([scan, tmp_path / "没有.pdf"])
        assert [line.name for line in saved.side.files.files.lines()] == ["委托书.pdf"]
        assert "没有.pdf" in str(saved.shell.asked[-1][1])
        assert saved.side.tabs.tabText(1) == "附件 1"

    def test_a_pasted_picture_becomes_a_file(self, saved):
        mime = QMimeData()
        image = QImage(8, 8, QImage.Format.Format_RGB32)
        image.fill(0)
        mime.setImageData(image)
        assert saved.side.files.take(mime)
        (line,) = saved.side.files.files.lines()
        assert line.name.startswith("粘贴的图片 2026-11-23")
        assert saved.side.files.files.write_out(line.attachment_id).read_bytes().startswith(b"\x89PNG")

    def test_a_file_is_removed_with_a_reason(self, saved, tmp_path):
        scan = tmp_path / "委托书.pdf"
        scan.write_bytes(b"%PDF-1.4 scan")
        saved.side.files.add_files([scan])

        def answer(dialog):
            dialog.reason.setText("放错了")
            click(dialog, "reason-yes")

        when_open(ReasonDialog, answer)
        saved.side.files.remove(saved.side.files.files.lines()[0])
        QTest.qWait(100)
        assert saved.side.files.files.lines() == []
        assert store.history(saved.kind, saved.record_id)[0].reason == "放错了"

    def test_deleting_asks_for_a_reason_and_closes_the_tab(self, saved, shell):
        def answer(dialog):
            dialog.reason.setText("录重了")
            click(dialog, "reason-yes")

        when_open(ReasonDialog, answer)
        saved.remove()
        QTest.qWait(100)
        assert saved.kind.model.select().count() == 0
        assert ("close_tab", saved) in shell.asked
        assert saved.may_close()


def test_changing_the_language_keeps_what_was_typed(new_slip, find, type_text):
    type_text(find(new_slip, "cause", QLineEdit), "搬家")
    type_text(find(new_slip, "valid_on", QLineEdit), "?")
    try:
        use_language("en")
        new_slip.retranslate()
        assert find(new_slip, "cause", QLineEdit).text() == "搬家"
        assert "?" in find(new_slip, "valid_on", QLineEdit).text()
    finally:
        use_language("zh_CN")
        new_slip.retranslate()


def test_the_day_is_picked_stepped_and_taken_from_the_clock(new_slip, find, press):
    line = find(new_slip, "valid_on", QLineEdit)
    line.setFocus()
    press(Qt.Key.Key_Up)
    assert line.text() == "2026-11-24"
    press(Qt.Key.Key_Semicolon, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == "2026-11-23"


def test_an_option_is_chosen_by_pinyin_initials_or_its_place(new_slip, find):
    box = find(new_slip, "carrier_relation", QComboBox)
    box.setFocus()
    QTest.keyClicks(box, "zh")
    assert box.currentText() == "租户"
    assert new_slip.form.record.carrier_relation == "tenant"
    box._typed = ""
    QTest.keyClick(box, Qt.Key.Key_1)
    assert new_slip.form.record.carrier_relation == "owner"


def test_the_page_reads_again_unless_something_is_typed(new_slip, find, type_text, fill_goods):
    fill_goods(new_slip)
    new_slip.save()
    draft = store.load(new_slip.kind, new_slip.record_id)
    draft.record.note = "改过"
    store.save(draft, new_slip.shell.desk)
    new_slip.refresh()
    assert find(new_slip, "note", QPlainTextEdit).toPlainText() == "改过"


@pytest.mark.parametrize("width", [640, 800, 1160, 1700])
def test_no_field_is_cut_off_at_any_width(shell, room, width):
    shell.resize(width, 700)
    page = shell.show_page(RecordFormPage(shell, SLIPS, None, {"room": room.id}))
    QTest.qWait(20)
    right_edge = page.area.viewport().width()
    for block in page.blocks:
        if block.isVisible():
            corner = block.mapTo(page.area.viewport(), QPoint(block.width(), 0))
            assert 0 < corner.x() <= right_edge, (block.name, width)
            assert block.editor.width() >= 120, (block.name, width)


def test_opening_and_filling_in_a_form_flashes_no_window(shell, room, qapp, fill_goods):
    """A part made visible before it has a parent shows up as a window of its own and takes the cursor away."""
    flashed = []

    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                flashed.append(watched)
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    page = shell.show_page(RecordFormPage(shell, SLIPS, None, {"room": room.id}))
    fill_goods(page)
    page.save()
    page.press("issue")
    QTest.qWait(50)
    qapp.removeEventFilter(watch)
    assert flashed == [shell]


def test_one_field_of_one_kind_can_have_an_editor_made_by_hand(shell, room, monkeypatch):
    class PlateEditor(LineEditor):
        pass

    monkeypatch.setitem(field_widgets.SPECIAL, (SLIPS, "vehicle"), PlateEditor)
    page = shell.show_page(RecordFormPage(shell, SLIPS))
    made = {block.name: type(block.editor) for block in page.blocks}
    assert made["vehicle"] is PlateEditor
    assert made["cause"] is LineEditor
