"""Making and opening books without a window: what is asked, advised, remembered."""

from pathlib import Path

import pytest

from desk_app.screens import remembered, welcome
from desk_app.screens.progress import Cancelled, Progress
from desk_app.screens.welcome import Setup


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def setup(tmp_path, **changes):
    values = {
        "path": tmp_path / "新" / "翠湖.book",
        "company": "安和物业",
        "project": "翠湖花园",
        "service_phone": "",
        "person": "王芳",
        "password": "春眠不觉晓2026",
    }
    return Setup(**(values | changes))


@pytest.mark.parametrize(
    ("password", "strength"),
    [
        ("", 0),
        ("abc1234", 0),
        ("12345678", 1),
        ("20261123", 1),
        ("aaaaaaaa", 1),
        ("password1", 1),
        ("wuye2026!", 1),
        ("qwertyui9", 1),
        ("kmlwtzqp", 2),
        ("kmlw-tzqp7", 3),
        ("correct horse battery", 3),
        ("春眠不觉晓处处闻啼鸟夜来风雨声", 3),
    ],
)
def test_a_password_is_judged_by_how_easily_it_is_guessed(password, strength):
    assert welcome.judge_password(password).strength == strength


@pytest.mark.parametrize(
    ("password", "word"), [("ａｂｃ１２３４５", "全角"), (" abcdefgh", "空格"), ("abcdefgh", "")]
)
def test_letters_typed_by_mistake_are_noticed(password, word):
    assert word in welcome.warn_of_typing(password)
    assert bool(welcome.warn_of_typing(password)) == bool(word)


def test_a_sound_set_up_has_no_problems_and_makes_the_book_in_a_new_folder(tmp_path):
    wanted = setup(tmp_path)
    assert welcome.check_setup(wanted, wanted.password) == {}
    office = welcome.create(wanted, Progress())
    try:
        assert office.path == wanted.path
        assert welcome.book_name() == "翠湖花园"
        assert not welcome.is_demo()
    finally:
        office.close()
    assert welcome.needs_password(wanted.path)


@pytest.mark.parametrize("name", ["company", "project", "person"])
def test_what_every_paper_needs_must_be_filled_in(tmp_path, name):
    assert list(welcome.check_setup(setup(tmp_path, **{name: "  "}), "春眠不觉晓2026")) == [name]


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "新").write_text("a file stands where the folder should")
    with pytest.raises(welcome.DeskError, match="没有建立账本"):
        welcome.create(setup(tmp_path))


@pytest.mark.parametrize(
    ("project", "name"),
    [
        ("翠湖花园", "翠湖花园.book"),
        ('a/b:c*"d', "abcd.book"),
        ("  ", "账本.book"),
        ("园" * 90, "园" * 40 + ".book"),
    ],
)
def test_a_book_is_named_for_its_project(tmp_path, project, name):
    assert welcome.suggest_path(tmp_path, project) == tmp_path / name


def test_a_name_that_is_taken_gets_a_number(tmp_path):
    (tmp_path / "翠湖.book").touch()
    (tmp_path / "翠湖2.book.keys").touch()
    assert welcome.suggest_path(tmp_path, "翠湖") == tmp_path / "翠湖3.book"


def test_books_do_not_go_where_a_sync_program_would_damage_them():
    assert welcome.books_folder(Path("/d/Documents")) == Path("/d/Documents/物业前台")
    assert welcome.books_folder(Path("/d/OneDrive/Documents")) == Path.home() / "物业前台"


def test_recent_books_come_latest_first_and_each_once(office, tmp_path):
    welcome.note_book(office)
    remembered.put(welcome.RECENT, [*remembered.get(welcome.RECENT), {"path": "/x/old.book", "name": "旧"}])
    welcome.note_book(office)
    assert [book.name for book in welcome.recent_books()] == ["翠湖花园", "旧"]
    assert [book.is_there for book in welcome.recent_books()] == [True, False]
    welcome.forget_book(Path("/x/old.book"))
    assert [book.name for book in welcome.recent_books()] == ["翠湖花园"]


def test_the_sample_community_is_made_once_and_opened_again(tmp_path):
    first = welcome.open_demo(folder=tmp_path / "demo")
    assert welcome.is_demo()
    first.close()
    again = welcome.open_demo(folder=tmp_path / "demo")
    assert again.path == first.path
    again.close()


def test_a_sample_that_is_open_elsewhere_or_damaged_is_left_aside(tmp_path):
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "demo.book").write_bytes(b"not a book at all" * 99)
    made = welcome.open_demo(folder=folder)
    assert made.path.name == "demo2.book"
    made.close()
    assert (folder / "demo.book").read_bytes().startswith(b"not a book")


def test_making_the_sample_can_be_cancelled(tmp_path):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        welcome.open_demo(progress, tmp_path / "demo")


def test_whoever_the_settings_name_works_on_in_a_book_without_a_password(office):
    from desk_app.kernel import settings

    settings.change({"person": "李四"}, office.desk)
    welcome.renew_actor(office)
    assert office.desk.actor.name == "李四"
