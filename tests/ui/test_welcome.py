"""The way into a book: the welcome page, the set-up, the password, the sample community."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QRadioButton

from desk_app import office as office_of
from desk_app.kernel.office_programs import NONE
from desk_app.screens import office_choice, remembered, welcome
from ui.screens.setup_wizard import SetupWizard
from ui.screens.unlock import UnlockPage
from ui.screens.welcome import WelcomePage

PASSWORD = "春眠不觉晓2026"


@pytest.fixture
def sealed(tmp_path):
    """Return the path of a book with a password, closed."""
    path = tmp_path / "加密.book"
    office_of.create_office(path, PASSWORD, "王芳", {"project": "翠湖花园"}).close()
    return path


def front(window):
    """Return the page shown before a book is open."""
    return window.stage.currentWidget()


def click(find, parent, name):
    QTest.mouseClick(find(parent, name, QPushButton), Qt.MouseButton.LeftButton)


def fill(window, find, **texts):
    for name, text in texts.items():
        find(front(window), name, QLineEdit).setText(text)


def test_the_first_start_shows_three_ways(window, find):
    window.door.show_welcome()
    page = front(window)
    assert isinstance(page, WelcomePage)
    for name in ("welcome-demo", "welcome-new", "welcome-open"):
        assert find(page, name, QPushButton).isVisible()


def test_the_sample_community_opens_and_is_marked(window, find, qtbot):
    window.door.show_welcome()
    click(find, front(window), "welcome-demo")
    qtbot.waitUntil(lambda: window.office is not None, timeout=60_000)
    assert window.band is not None
    assert window.view.name == "today"
    assert window.topbar.book.text() == "翠湖花园服务中心"


def test_a_new_book_opens_at_the_import_of_its_roster(window, find, qtbot, tmp_path):
    window.door.show_welcome()
    click(find, front(window), "welcome-new")
    path = tmp_path / "books" / "碧水湾.book"
    fill(
        window, find, company="安和物业有限公司", project="碧水湾", service_phone="0551-6000000", person="王芳",
        password=PASSWORD, repeated=PASSWORD, path=str(path),
    )  # fmt: skip
    click(find, front(window), "setup-make")
    qtbot.waitUntil(lambda: window.office is not None, timeout=30_000)
    assert window.office.book.encrypted
    assert window.view.name == "import"
    assert window.desk.actor.name == "王芳"
    assert remembered.get("last_book") == str(path)


def test_what_is_missing_is_said_beside_each_box_and_nothing_is_made(window, find, tmp_path):
    window.door.new_book()
    fill(window, find, company="安和物业", password="abc", path=str(tmp_path / "x.book"))
    click(find, front(window), "setup-make")
    page = front(window)
    assert isinstance(page, SetupWizard)
    assert page.strip.text.text() == "还没有建立账本：请改好标红的 3 处。"
    said = {name: shown.text() for name, shown in page._problems.items() if shown.text()}
    assert said == {
        "project": "请填写项目（服务中心）名称",
        "person": "请填写您的姓名",
        "password": "密码至少 8 位",
    }
    assert find(page, "company", QLineEdit).text() == "安和物业"
    assert not (tmp_path / "x.book").exists()


def test_two_different_passwords_make_no_book(window, find, tmp_path):
    window.door.new_book()
    fill(
        window, find, company="安和", project="碧水湾", person="王芳", password=PASSWORD, repeated=PASSWORD + "x",
        path=str(tmp_path / "x.book"),
    )  # fmt: skip
    click(find, front(window), "setup-make")
    assert front(window)._problems["repeated"].text() == "两次输入的密码不一样"
    assert not (tmp_path / "x.book").exists()


def test_what_is_put_right_is_not_said_any_longer(window, find, tmp_path):
    window.door.new_book()
    fill(window, find, company="安和物业", password="abc", path=str(tmp_path / "x.book"))
    page = front(window)
    click(find, page, "setup-make")
    fill(window, find, project="碧水湾")
    assert not page._problems["project"].text()
    assert page.strip.text.text() == "还没有建立账本：请改好标红的 2 处。"
    fill(window, find, person="王芳", password=PASSWORD)
    assert not any(shown.text() for shown in page._problems.values())
    assert not page.strip.isVisible()


def test_a_file_name_typed_without_its_ending_gets_it(window, find, qtbot, tmp_path):
    window.door.new_book()
    page = front(window)
    find(page, "setup-plain", QRadioButton).setChecked(True)
    fill(window, find, company="安和", project="碧水湾", person="王芳", path=str(tmp_path / "2.0版"))
    click(find, page, "setup-make")
    qtbot.waitUntil(lambda: window.office is not None, timeout=30_000)
    assert window.office.path == tmp_path / "2.0版.book"


def test_no_encryption_is_a_choice_that_says_what_it_means(window, find, qtbot, tmp_path):
    window.door.new_book()
    page = front(window)
    assert not page.consequence.isVisible()
    find(page, "setup-plain", QRadioButton).setChecked(True)
    assert page.consequence.isVisible()
    assert not page.password.isVisible()
    fill(window, find, company="安和", project="碧水湾", person="王芳", path=str(tmp_path / "x.book"))
    click(find, page, "setup-make")
    qtbot.waitUntil(lambda: window.office is not None, timeout=30_000)
    assert not window.office.book.encrypted


def test_a_name_that_is_taken_keeps_the_other_book_and_what_was_typed(window, find, qtbot, sealed):
    before = sealed.read_bytes()
    window.door.new_book()
    fill(
        window, find, company="安和", project="碧水湾", person="王芳", password=PASSWORD, repeated=PASSWORD,
        path=str(sealed),
    )  # fmt: skip
    click(find, front(window), "setup-make")
    page = front(window)
    qtbot.waitUntil(page.strip.isVisible, timeout=30_000)
    assert "已经有“加密.book”这个文件" in page.strip.text.text()
    assert find(page, "company", QLineEdit).text() == "安和"
    assert sealed.read_bytes() == before


def test_the_place_follows_the_name_of_the_project_until_it_is_chosen(window, find):
    window.door.new_book()
    fill(window, find, project="碧水湾/二期")
    assert find(front(window), "path", QLineEdit).text().endswith("碧水湾二期.book")


def test_a_wrong_password_is_said_and_the_right_one_opens(window, find, qtbot, sealed):
    window.door.open_path(sealed)
    page = front(window)
    assert isinstance(page, UnlockPage)
    page.box.edit.setText("不是这个密码")
    click(find, page, "unlock-open")
    qtbot.waitUntil(page.strip.isVisible, timeout=30_000)
    assert page.strip.text.text() == "密码不对，账本没有打开。请检查大小写，再输一次。"
    assert page.box.edit.selectedText() != ""
    page.box.edit.setText(PASSWORD)
    QTest.keyClick(page.box.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.office is not None, timeout=30_000)
    assert window.desk.actor.name == "王芳"


def test_locking_closes_the_book_and_asks_for_the_password_again(window, find, qtbot, sealed):
    window.enter(welcome.open_book(sealed, PASSWORD))
    window.run_command("lock")
    assert window.office is None
    assert isinstance(front(window), UnlockPage)
    welcome.open_book(sealed, PASSWORD).close()


def test_a_book_without_a_password_opens_at_once(window, empty_book, tmp_path):
    path = tmp_path / "明文.book"
    shutil.copy(empty_book, path)
    window.door.open_path(path)
    assert window.office.path == path
    assert window.view.name == "today"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "找不到账本"),
        (b"", "是空文件"),
        (b"PK\x03\x04" + bytes(600), "是Excel、Word 或压缩文件"),
        (b"hello world " * 60, "是文本文件"),
    ],
    ids=["missing", "empty", "zip", "text"],
)
def test_a_file_that_is_no_book_is_said_on_the_welcome_page(window, tmp_path, content, sentence):
    path = tmp_path / "某个.book"
    if content is not None:
        path.write_bytes(content)
    window.door.open_path(path)
    page = front(window)
    assert isinstance(page, WelcomePage)
    assert sentence in page.strip.text.text()


def test_a_book_open_elsewhere_is_said_and_stays_untouched(window, office):
    window.door.open_path(office.path)
    assert "正由另一个程序使用" in front(window).strip.text.text()
    assert window.office is None


def test_recent_books_are_offered_and_can_be_taken_off_the_list(window, find, office):
    window.enter(office)
    window.leave()
    window.door.show_welcome()
    button = find(front(window), "recent-0", QPushButton)
    assert button.text() == "翠湖花园"
    welcome.forget_book(office.path)
    assert welcome.recent_books() == []
    assert office.path.exists()


def test_caps_lock_and_full_width_letters_are_noticed(window, find, sealed):
    window.door.open_path(sealed)
    box = front(window).box
    QTest.keyClick(box.edit, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    assert not box.warning.isVisible()
    QTest.sendKeyEvent(QTest.KeyAction.Click, box.edit, Qt.Key.Key_A, "A", Qt.KeyboardModifier.NoModifier)
    assert "大写锁定" in box.warning.text()
    box.edit.setText("ａｂｃ")
    assert "全角" in box.warning.text()


def test_the_password_can_be_changed_and_the_old_one_opens_no_longer(window, find, qtbot, sealed):
    from ui.screens.password_dialog import PasswordDialog

    window.enter(welcome.open_book(sealed, PASSWORD))
    window.run_command("change_password")
    dialog = window.findChild(PasswordDialog)
    for name, text in {"old": "错的密码12345", "new": PASSWORD + "新", "repeated": PASSWORD + "新"}.items():
        dialog.boxes[name].edit.setText(text)
    dialog.save()
    qtbot.waitUntil(dialog.strip.isVisible, timeout=30_000)
    assert dialog.strip.text.text() == "原密码不对，密码没有改。请再输一次。"
    dialog.boxes["old"].edit.setText(PASSWORD)
    dialog.save()
    qtbot.waitUntil(lambda: window.findChild(PasswordDialog) is None, timeout=30_000)
    window.leave()
    welcome.open_book(sealed, PASSWORD + "新").close()


def test_what_lays_papers_out_is_chosen_while_the_book_is_made_and_later(window, find, office):
    window.door.new_book()
    program = find(front(window), "setup-program", QComboBox)
    built_in = program.findData(NONE)
    if built_in < 0:
        pytest.skip("no office program here")
    program.setCurrentIndex(built_in)
    program.activated.emit(built_in)
    assert office_choice.chosen() == NONE
    window.enter(office)
    window.open_page("settings")
    later = find(window, "own-program", QComboBox)
    assert later.currentData() == NONE
    later.activated.emit(0)
    assert office_choice.chosen() == office_choice.FIRST_FOUND
