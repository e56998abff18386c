"""What a paper is called at the console."""

import pytest

from desk_app.kernel.errors import NotFound
from desk_app.screens import named_papers
from desk_app.screens.named_papers import find_named


@pytest.mark.parametrize("typed", ["F02", "f02", "业主资料登记表", "owner_card"])
def test_a_paper_is_called_by_number_label_or_name(office, typed):
    assert find_named(typed).what.name == "owner_card"


@pytest.mark.parametrize("typed", ["owner_file", "业主建档"])
def test_a_pack_is_called_by_its_chinese_name_too(office, typed):
    assert find_named(typed).what.name == "owner_file"


def test_of_two_kinds_that_print_one_paper_the_kind_may_be_named(office):
    assert [find_named(typed).kind.name for typed in ("F16", "holdings/F16", "房人关系/F16")] == [
        "rooms",
        "holdings",
        "holdings",
    ]


def test_what_is_called_like_nothing_is_told(office):
    with pytest.raises(NotFound, match="F99"):
        find_named("F99")
    assert len(list(named_papers.every_paper())) > 30
