"""The shipped templates are those their declarations make, in both languages."""

import importlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree


@pytest.fixture
def make(pytestconfig):
    """Return a caller of build/papers/make.py."""
    script = pytestconfig.rootpath / "build" / "papers" / "make.py"
    return lambda *arguments: subprocess.run(
        [sys.executable, str(script), *arguments], capture_output=True, text=True, check=False
    )


def test_the_shipped_templates_are_up_to_date(make):
    done = make("--check")
    assert (done.returncode, done.stderr) == (0, "")


def shape(path):
    """Return the elements of a template's text, without what they say."""
    with zipfile.ZipFile(path) as archive:
        return [
            element.tag
            for element in etree.fromstring(archive.read("word/document.xml")).iter(
                "{*}tbl", "{*}tr", "{*}tc"
            )
        ]


def test_every_form_has_an_english_twin_of_the_same_shape(pytestconfig):
    folder = pytestconfig.rootpath / "templates_docx"
    chinese = sorted(path.relative_to(folder) for path in folder.glob("*/*.docx") if path.parent.name != "en")
    english = sorted(path.relative_to(folder / "en") for path in (folder / "en").glob("*/*.docx"))
    assert chinese == english
    assert chinese
    assert all(shape(folder / path) == shape(folder / "en" / path) for path in chinese)


def test_no_chinese_is_printed_on_an_english_form(pytestconfig):
    for path in (pytestconfig.rootpath / "templates_docx" / "en").glob("*/*.docx"):
        with zipfile.ZipFile(path) as archive:
            text = "".join(etree.fromstring(archive.read("word/document.xml")).itertext())
        assert not [letter for letter in text if "一" <= letter <= "鿿"], path.name


def test_a_template_that_no_form_makes_is_told(tmp_path, monkeypatch, pytestconfig):
    monkeypatch.syspath_prepend(pytestconfig.rootpath / "build" / "papers")
    made = importlib.import_module("make")
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "left_over.docx").write_bytes(b"")
    (tmp_path / "keys" / "~$left_over.docx").write_bytes(b"")  # Word's own, while the file is open
    assert made.find_orphans(tmp_path) == [Path("keys", "left_over.docx")]
    assert made.find_orphans(pytestconfig.rootpath / "templates_docx") == []
