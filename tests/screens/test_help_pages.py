"""Help: every page in both languages, links that lead somewhere, words that are found."""

import re

import pytest

from desk_app.kernel.words import LANGUAGES, use_language
from desk_app.screens import help_pages
from desk_app.screens.version import VERSION


@pytest.fixture(autouse=True)
def chinese_again():
    yield
    use_language("zh_CN")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("topic", help_pages.TOPICS)
def test_every_page_is_there_in_every_language_with_a_title_and_sound_links(code, topic):
    text = (help_pages.FOLDER / code / f"{topic}.md").read_text("utf-8")
    assert text.startswith("# ")
    assert len(text) > 200
    for target in re.findall(r"\]\((\w+)\.md\)", text):
        assert target in help_pages.TOPICS, target


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_page_lies_there_that_nothing_leads_to(code):
    assert {path.stem for path in (help_pages.FOLDER / code).glob("*.md")} == set(help_pages.TOPICS)


def test_both_languages_explain_the_same_steps():
    for topic in help_pages.TOPICS:
        counts = [
            (help_pages.FOLDER / code / f"{topic}.md").read_text("utf-8").count("\n## ") for code in LANGUAGES
        ]
        assert len(set(counts)) == 1, topic


def test_an_unknown_topic_gives_the_first_page():
    assert help_pages.page("no_such").topic == help_pages.TOPICS[0]


def test_a_word_in_the_title_comes_first():
    assert help_pages.search("设置")[0].topic == "settings"


def test_all_words_must_be_there():
    assert [hit.topic for hit in help_pages.search("补打 以下空白")] == ["papers"]
    assert help_pages.search("补打 没有这个词") == []
    assert help_pages.search("  ") == []


def test_what_is_found_is_shown_without_marks():
    (hit,) = help_pages.search("以下空白")
    assert "以下空白" in hit.excerpt
    assert not set("*`#|[]") & set(hit.excerpt)


def test_help_speaks_the_language_in_use():
    use_language("en")
    assert help_pages.page("rooms").title == "Rooms"
    assert help_pages.search("release slip")


def test_the_version_shown_is_the_projects():
    import tomllib
    from pathlib import Path

    project = tomllib.loads((Path(help_pages.__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == VERSION
