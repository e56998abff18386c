"""Which office program lays papers out: chosen on this computer, kept, and replaced aloud when it has gone."""

import sys

import pytest

from desk_app.kernel import office_programs
from desk_app.kernel.office_programs import NONE, find_programs, prefer
from desk_app.screens import office_choice, paper_desk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


@pytest.fixture(autouse=True)
def libreoffice(tmp_path, monkeypatch):
    """Put a LibreOffice on this computer that does nothing; forget the choice afterwards."""
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "soffice"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    yield path
    prefer("")


def test_what_was_found_is_listed_with_the_built_in_preview():
    lines = office_choice.read_lines()
    assert [line.kind for line in lines] == ["", "libreoffice", NONE]
    assert lines[0].label == "自动（LibreOffice）"


def test_without_a_program_only_the_built_in_preview_is_left(monkeypatch):
    monkeypatch.setattr(office_programs, "_libreoffice_paths", lambda: iter(()))
    assert [line.label for line in office_choice.read_lines()] == [
        "内置预览（没有找到 Word、WPS 或 LibreOffice）"
    ]


def test_the_built_in_preview_can_be_chosen_and_is_kept():
    office_choice.choose(NONE)
    assert office_choice.chosen() == NONE
    assert paper_desk.program_label() == ""
    office_choice.choose("libreoffice")
    assert paper_desk.program_label() == "LibreOffice"


def test_a_program_that_has_gone_is_replaced_with_a_sentence():
    office_choice.choose("wps")
    assert office_choice.follow() == "这台电脑上找不到选好的 WPS 了，已改用 LibreOffice。可以在设置里另选。"
    assert find_programs()[0].kind == "libreoffice"


def test_the_choice_stays_when_the_last_program_has_gone(monkeypatch):
    office_choice.choose("libreoffice")
    monkeypatch.setattr(office_programs, "_libreoffice_paths", lambda: iter(()))
    assert office_choice.follow() == "这台电脑上找不到选好的 LibreOffice 了，用的是内置预览。"
    assert office_choice.chosen() == "libreoffice"
