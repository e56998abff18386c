"""Where file dialogs begin: never in the folder the program was started in."""

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

from ui import file_places


@pytest.fixture
def documents(tmp_path, monkeypatch):
    """Return where this computer says the documents are; the folder is not there yet."""
    folder = tmp_path / "文档"
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _sort: str(folder))
    return folder


def test_a_dialog_begins_in_the_documents(documents):
    documents.mkdir()
    assert file_places.start_folder("papers") == documents


def test_without_documents_it_begins_in_the_users_own_folder(documents):
    assert file_places.start_folder("papers") == Path.home()


def test_the_folder_last_used_comes_first_while_it_is_there(documents, tmp_path):
    documents.mkdir()
    other = tmp_path / "收据"
    other.mkdir()
    file_places.note_folder("papers", other)
    assert file_places.start_folder("papers") == other
    other.rmdir()
    assert file_places.start_folder("papers") == documents
