"""What this PC remembers survives a start, and its loss or damage stops nobody."""

import os

import pytest

from desk_app.screens import remembered


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    return remembered.data_folder()


def read_anew(monkeypatch, folder):
    """Read the file as the next start would."""
    monkeypatch.setenv("DESK_DATA", str(folder / "elsewhere"))
    remembered.get("anything")
    monkeypatch.setenv("DESK_DATA", str(folder))


def test_what_was_put_comes_back_after_a_start(folder, monkeypatch):
    remembered.put("columns/rooms", ["code", "state"])
    remembered.put("letters", 12)
    remembered.keep()
    read_anew(monkeypatch, folder)
    assert remembered.get("columns/rooms", []) == ["code", "state"]
    assert remembered.get("letters", 10) == 12


def test_what_was_never_put_is_the_default(folder):
    assert remembered.get("letters", 10) == 10
    assert remembered.get("nothing") is None


def test_a_value_of_another_kind_is_not_taken(folder):
    remembered.put("letters", "twelve")
    assert remembered.get("letters", 10) == 10


def test_none_forgets(folder, monkeypatch):
    remembered.put("letters", 12)
    remembered.put("letters", None)
    remembered.keep()
    read_anew(monkeypatch, folder)
    assert remembered.get("letters", 10) == 10


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", "\0\0\0", "null"])
def test_a_damaged_file_is_read_as_an_empty_one_and_replaced(folder, monkeypatch, content):
    (folder / remembered.FILE).write_text(content)
    read_anew(monkeypatch, folder)
    assert remembered.get("letters", 10) == 10
    remembered.put("letters", 12)
    remembered.keep()
    read_anew(monkeypatch, folder)
    assert remembered.get("letters", 10) == 12


@pytest.mark.skipif(os.name == "nt", reason="folders are not closed to their owner there")
def test_a_folder_that_cannot_be_made_is_done_without(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "file" / "data"))
    remembered.put("letters", 12)
    remembered.keep()
    assert remembered.get("letters", 10) == 12
    assert remembered.data_folder().is_dir()


def test_nothing_is_written_while_nothing_changed(folder, monkeypatch):
    remembered.keep()
    assert not (folder / remembered.FILE).exists()
