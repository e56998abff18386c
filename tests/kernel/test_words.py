"""Words put together on the screen, in Chinese and in English."""

from collections.abc import Iterator

import pytest

from desk_app.kernel import words


@pytest.fixture
def english() -> Iterator[None]:
    """Speak English for the length of a test."""
    words.use_language("en")
    yield
    words.use_language("zh_CN")


def test_chinese_has_one_form_for_one_and_several() -> None:
    assert (words.several("房屋"), words.inside("房屋")) == ("房屋", "房屋")


def test_chinese_parts_are_joined_by_chinese_marks() -> None:
    assert words.listed(["张三", "", "李四"]) == "张三、李四"
    assert words.clauses(["请填写房号", "请填写携带人"]) == "请填写房号；请填写携带人"
    assert words.headed("原因", "写错房号") == "原因：写错房号"


@pytest.mark.usefixtures("english")
def test_a_list_is_named_by_the_plural() -> None:
    assert (words.several("房屋"), words.several("小区")) == ("Rooms", "Communities")
    assert words._("房屋") == "Room"


@pytest.mark.usefixtures("english")
def test_a_label_within_a_sentence_is_small_but_short_forms_stay() -> None:
    assert words.inside(words._("物品放行条")) == "release slip"
    assert words.inside("ID number") == "ID number"
    assert words.inside("") == ""


@pytest.mark.usefixtures("english")
def test_english_parts_are_joined_by_english_marks() -> None:
    assert words.listed(["A", "B"]) == "A, B"
    assert words.clauses(["one", None, "two"]) == "one; two"
    assert words.headed("Reason", "wrong room") == "Reason: wrong room"
