"""The page of templates: a paper found, edited in Word, checked by itself when saved, tried and taken into use."""

import zipfile

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QPushButton

from desk_app.kernel import office_templates
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.printed import PrintedPaper
from desk_app.screens import paper_desk, paper_settings, remembered, template_copy
from ui import file_places
from ui.screens.paper_settings import PaperSettingsPage
from ui.screens.paper_settings_fields import FieldWindow
from ui.screens.paper_settings_mapping import MappingDialog
from ui.screens.paper_settings_place import FOLDER_KEY
from ui.screens.paper_settings_sample import SampleDialog
from ui.widgets.message_strip import MessageStrip

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SLIP = "goods_release_slip"


@pytest.fixture
def opened(monkeypatch):
    """What was opened in Word."""
    paths = []
    monkeypatch.setattr(template_copy, "open_in_word", paths.append)
    monkeypatch.setattr(paper_desk, "program_label", lambda: "")
    return paths


@pytest.fixture
def page(shell, opened, tmp_path):
    remembered.put(FOLDER_KEY, str(tmp_path / "模板"))
    made = shell.show_page(PaperSettingsPage(shell))
    yield made
    made.let_go()


@pytest.fixture
def slip(page):
    """The page with the goods release slip chosen."""
    page.typed.setText("wpfxt")
    return page


def latest(parent, name, sort=QPushButton):
    """Return the newest widget of a name: what was shown before is let go only when the window has time."""
    found = parent.findChildren(sort, name)
    if not found:
        pytest.fail(f"no {sort.__name__} called {name}")
    return found[-1]


def click(parent, name):
    button = latest(parent, name)
    assert button.isEnabled(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def save_in_word(path, text):
    document = docx.Document(path)
    document.add_paragraph(text)
    document.save(path)


def own(name=SLIP):
    return office_templates.current(paper_settings.find_paper(name).paper)


def test_papers_are_listed_and_found(page):
    assert page.list.entries.rowCount() > len(paper_settings.every_paper())
    page.typed.setText("F20")
    assert page.title.text() == "物品放行登记台账"
    page.typed.setText("没有的表单")
    assert page.left.currentIndex() == 1
    assert page.right.isHidden()


def test_the_keys_go_from_the_search_over_the_list_to_the_paper(page, press):
    page.take_focus()
    first = page.title.text()
    press(Qt.Key.Key_Down)
    assert page.title.text() != first
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.edit.edit_button


def test_a_template_saved_in_word_is_checked_by_itself_and_taken_into_use(slip, opened, qtbot):
    click(slip, "template-edit")
    save_in_word(opened[0], "盖章处 {{ owner_name }}")
    qtbot.waitUntil(lambda: slip.findChild(QPushButton, "template-take") is not None, timeout=4000)
    latest(slip, "template-note", QLineEdit).setText("加了公章位置")
    click(slip, "template-take")
    assert own().note == "加了公章位置"
    assert slip.versions.list.entries.entries[0].chip == "在用"
    assert slip.list.entries.entries[1].chip == "本单位"


def test_a_fault_is_shown_with_its_remedy_and_cannot_be_taken(slip, opened, shell, qtbot):
    click(slip, "template-edit")
    save_in_word(opened[0], "{{ ownername }}")
    qtbot.waitUntil(lambda: slip.edit.copy.state == template_copy.FAULTY, timeout=4000)
    assert "owner_name" in slip.edit.copy.problems[0]
    assert ("tell", "“物品放行条”还有 1 处要改") in shell.asked
    assert not latest(slip, "template-take").isEnabled()
    slip.edit.put_aside()
    assert opened[0].exists()
    assert slip.edit.copy.state == template_copy.NONE


def test_what_was_written_about_the_change_stays_while_the_file_is_saved_again(slip, opened, qtbot):
    click(slip, "template-edit")
    save_in_word(opened[0], "一")
    qtbot.waitUntil(lambda: slip.edit.copy.state == template_copy.READY, timeout=4000)
    latest(slip, "template-note", QLineEdit).setText("加了一行")
    slip.refresh()
    assert latest(slip, "template-note", QLineEdit).text() == "加了一行"


def test_a_clerk_looks_and_tries_but_changes_nothing(shell, opened, tmp_path):
    shell.desk = Desk(Actor("王芳", frozenset({"clerk"})), shell.desk.now)
    page = shell.show_page(PaperSettingsPage(shell))
    for name in ("template-edit", "code-save", "take-old-form", "template-back", "version-use"):
        assert not latest(page, name).isEnabled(), name
    assert latest(page, "try-in-use").isEnabled()
    page.let_go()


def test_a_field_is_copied_for_word_and_a_list_as_a_table(slip, press, shell):
    slip.tabs.setCurrentIndex(1)
    slip.fields.typed.setFocus()
    slip.fields.typed.setText("yzxm")
    press(Qt.Key.Key_Return, widget=slip.fields.typed)
    assert QGuiApplication.clipboard().text() == "{{ owner_name }}"
    assert ("tell", "已复制“业主姓名”，到 Word 里按 Ctrl+V") in shell.asked
    slip.fields.typed.setText("整个表格")
    press(Qt.Key.Key_Return, widget=slip.fields.typed)
    carried = QGuiApplication.clipboard().mimeData()
    assert "{%tr for item in sheet.goods %}" in carried.text()
    assert "<table" in carried.html()


def test_the_fields_float_above_word(slip):
    slip.tabs.setCurrentIndex(1)
    click(slip, "float-fields")
    window = slip.window().findChild(FieldWindow)
    assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    window.list.typed.setText("房号")
    assert window.list.list.entries.rowCount() >= 2
    window.close()


def test_a_template_is_tried_and_nothing_counts(slip, shell):
    click(slip, "try-in-use")
    dialog = shell.findChild(SampleDialog)
    QTest.qWait(30)
    assert dialog.paper.filled.values["watermark"] == "样张"
    dialog.close()


def test_a_sample_is_saved_as_word_and_as_the_pdf_once_it_is_laid_out(slip, shell, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(file_places, "open_folder", lambda folder: bool(opened.append(folder)) or True)
    wished = [(str(tmp_path / "样张"), "Word (*.docx)")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: wished[-1])
    click(slip, "try-in-use")
    dialog = shell.findChild(SampleDialog)
    QTest.qWait(30)
    click(dialog, "sample-save")
    assert zipfile.is_zipfile(tmp_path / "样张.docx")
    dialog.strip.offer_button.click()
    assert opened == [tmp_path]
    dialog.save_to(tmp_path / "样张.pdf")
    assert dialog.strip.text.text().startswith("没有保存：现在没有")
    dialog.paper.pdf = tmp_path / "laid out.pdf"
    dialog.paper.pdf.write_bytes(b"%PDF-1.7")
    wished.append((str(tmp_path / "样张"), "PDF (*.pdf)"))
    click(dialog, "sample-save")
    assert (tmp_path / "样张.pdf").read_bytes() == b"%PDF-1.7"
    assert PrintedPaper.select().count() == 0
    dialog.close()


def test_a_template_is_tried_with_a_room_chosen_by_its_number(page, shell, make_room):
    make_room("3-1-502")
    make_room("7-2-1204")
    page.typed.setText("业主资料登记表")
    click(page, "try-in-use")
    dialog = shell.findChild(SampleDialog)
    dialog.typed.setText("1204")
    QTest.keyClick(dialog.typed, Qt.Key.Key_Return)
    assert "7-2-1204" in dialog.paper.filled.values["room"]
    assert dialog.paper.filled.values["watermark"] == "样张"
    click(dialog, "use-sample")
    assert "7-2-1204" not in dialog.paper.filled.values["room"]
    dialog.close()


def test_going_back_to_the_shipped_one_keeps_the_versions(slip, opened, qtbot):
    click(slip, "template-edit")
    save_in_word(opened[0], "一")
    slip.refresh()
    slip.edit.take()
    slip.versions.list.setCurrentIndex(slip.versions.list.entries.index(1))
    click(slip, "version-use")
    assert own() is None
    assert slip.versions.list.entries.rowCount() == 2


def test_the_code_of_the_paper_is_stored(slip, shell):
    latest(slip, "form-code", QLineEdit).setText("QR-KF-17 A/2")
    click(slip, "code-save")
    assert "QR-KF-17 A/2" in slip.detail.text()


def test_a_new_file_put_in_the_old_ones_place_is_seen_each_time(slip, opened, qtbot):
    """So Word saves: a temporary file, the old one away, the new one to its name."""
    click(slip, "template-edit")
    path = opened[0]
    for text, state in (("{{ ownername }}", template_copy.FAULTY), ("{{ owner_name }}", template_copy.READY)):
        document = docx.Document(path)
        document.paragraphs[-1].text = text
        document.save(path.with_name("~WRD0001.tmp"))
        path.rename(path.with_name("~WRL0002.tmp"))
        path.with_name("~WRD0001.tmp").rename(path)
        path.with_name("~WRL0002.tmp").unlink()
        qtbot.waitUntil(lambda state=state: slip.edit.copy.state == state, timeout=4000)


def test_a_code_being_typed_stays_while_the_template_is_saved_in_word(slip, opened, qtbot):
    click(slip, "template-edit")
    code = latest(slip, "form-code", QLineEdit)
    code.selectAll()
    QTest.keyClicks(code, "QR-KF-17")
    slip.refresh()
    assert latest(slip, "form-code", QLineEdit) is code
    save_in_word(opened[0], "一")
    qtbot.waitUntil(lambda: slip.edit.copy.state == template_copy.READY, timeout=4000)
    assert latest(slip, "form-code", QLineEdit).text() == "QR-KF-17"


def test_an_old_form_is_taken_in_by_saying_once_what_its_fields_mean(slip, shell, tmp_path, qtbot):
    document = docx.Document()
    document.add_paragraph("编号 «编号» 业主 «业主姓名» 余额 «余额»")
    document.save(tmp_path / "旧.docx")
    slip.edit.take_in(tmp_path / "旧.docx")
    dialog = shell.findChild(MappingDialog)
    assert dialog.mapping["业主姓名"] == "owner_name"
    assert "还有 1 个域不填" in dialog.left.text()
    box = dialog.findChild(QComboBox, "means-余额")
    box.setEditText("备注")
    box.lineEdit().editingFinished.emit()
    assert dialog.mapping["余额"] == "note"
    click(dialog, "mapping-done")
    assert slip.edit.copy.state == template_copy.READY, slip.edit.copy.problems
    slip.edit.take()
    assert own() is not None


@pytest.fixture
def mapping(slip, shell, tmp_path):
    document = docx.Document()
    document.add_paragraph("业主 «业主姓名» 打印 «打印日期» 余额 «余额»")
    document.save(tmp_path / "旧.docx")
    slip.edit.take_in(tmp_path / "旧.docx")
    return shell.findChild(MappingDialog)


def type_in(dialog, field, text):
    box = dialog.findChild(QComboBox, f"means-{field}")
    box.setEditText(text)
    box.lineEdit().editingFinished.emit()
    return box


def test_the_meaning_of_a_field_is_found_by_initials(mapping):
    type_in(mapping, "余额", "bz")
    assert mapping.mapping["余额"] == "note"


def test_what_names_no_meaning_is_refused_and_nothing_chosen(mapping):
    box = type_in(mapping, "余额", "zzzz")
    assert "没有“zzzz”这一项" in mapping.left.text()
    assert (mapping.mapping["余额"], box.currentText()) == ("", "（不填，留空白）")
    type_in(mapping, "余额", "电话")
    assert "可能是" in mapping.left.text()
    assert mapping.mapping["余额"] == ""


def test_a_guess_looks_like_one_until_somebody_looked_at_it(mapping):
    assert mapping.mapping["打印日期"] == "printed_at"
    assert {name: each.text() for name, each in mapping.guesses.items()} == dict.fromkeys(
        ("业主姓名", "打印日期"), "猜的，请核对"
    )
    mapping.findChild(QComboBox, "means-业主姓名").lineEdit().returnPressed.emit()
    assert list(mapping.guesses) == ["打印日期"]
    assert "有 1 个是猜的" in mapping.left.text()


def test_a_file_that_is_already_a_template_is_simply_checked(slip, shell, tmp_path):
    document = docx.Document()
    document.add_paragraph("{{ number }} {{ owner_nam }}")
    document.save(tmp_path / "改好的.docx")
    slip.edit.take_in(tmp_path / "改好的.docx")
    assert slip.edit.copy.state == template_copy.FAULTY
    assert ("tell", "已收进来，还有 1 处要改") in shell.asked


def test_the_language_can_change_while_the_page_is_open(slip):
    slip.tabs.setCurrentIndex(2)
    slip.retranslate()
    assert slip.typed.text() == "wpfxt"
    assert slip.tabs.currentIndex() == 2
    assert slip.title.text() == "物品放行条"


def test_the_page_opens_as_a_tab_beside_the_settings_once(at_work):
    at_work.open_page("settings")
    settings = at_work.view.current.current
    click(settings, "open-papers")
    at_work.open_page("settings")
    at_work.run_command("open_papers")
    host = at_work.view.current
    assert [type(tab.widget).__name__ for tab in host.tabs] == ["SettingsPage", "PaperSettingsPage"]
    assert host.current.help_topic == "templates"


def test_a_copy_being_edited_is_named_at_once_with_its_folder_and_can_be_given_up(slip, opened, qtbot):
    def sentences():
        return [strip.text.text() for strip in slip.edit.findChildren(MessageStrip) if strip.isVisible()]

    click(slip, "template-edit")
    (path,) = opened
    qtbot.waitUntil(lambda: any(str(path) in text and "这里会自动检查" in text for text in sentences()))
    assert latest(slip.edit, "copy-folder").isVisible()
    click(slip, "copy-aside")
    assert not any(str(path) in text for text in sentences())
    assert path.is_file()


def test_the_button_names_the_program_that_is_there(shell, opened, tmp_path, monkeypatch):
    monkeypatch.setattr(template_copy, "program_name", lambda: "LibreOffice")
    remembered.put(FOLDER_KEY, str(tmp_path / "模板"))
    page = shell.show_page(PaperSettingsPage(shell))
    assert page.edit.edit_button.text() == "在 LibreOffice 里修改"
    page.let_go()


def test_ctrl_e_edits_while_the_cursor_is_in_the_search(slip, opened, press):
    slip.typed.setFocus()
    press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert len(opened) == 1


def test_what_was_taken_in_stands_at_the_top_though_its_button_stood_at_the_foot(
    slip, opened, qtbot, tmp_path
):
    slip.resize(700, 420)
    area = slip.edit._area
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    old = latest(slip.edit, "take-old-form")
    old.setFocus()
    bar.setValue(bar.maximum())
    form = docx.Document()
    form.add_paragraph("旧表 {{ owner_name }} {{ wrong_name }}")
    form.save(tmp_path / "旧表.docx")
    slip.edit.take_in(tmp_path / "旧表.docx")
    qtbot.waitUntil(lambda: slip.edit.copy.state == template_copy.FAULTY)
    QTest.qWait(50)
    assert bar.maximum() > 0
    assert bar.value() == 0


def test_using_an_old_version_again_tells_of_the_new_one_it_becomes(slip, shell, opened, qtbot):
    for text in ("一 {{ owner_name }}", "二 {{ owner_name }}"):
        click(slip, "template-edit")
        save_in_word(opened[-1], text)
        slip.refresh()
        slip.edit.take()
    slip.versions.list.setCurrentIndex(slip.versions.list.entries.index(1))
    slip.versions.use()
    assert ("tell", "已把第 1 版的内容作为第 3 版启用") in shell.asked
    assert slip.versions.list.entries.entries[0].title == "第 3 版"
