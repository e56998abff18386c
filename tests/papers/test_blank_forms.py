"""Forms of which nothing is known yet (空白表单): they take the pages they promise and leave room for the pen, not brackets."""

from typing import Any

import pytest

from desk_app import office
from desk_app.kernel.kind import KINDS
from desk_app.kernel.pack_cover import COVER
from desk_app.kernel.papers.check import check_template
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.papers.samples import sample_values
from desk_app.kernel.papers.template import Template
from desk_app.kernel.words import use_language
from tests.papers.conftest import HEADER, needs_libreoffice
from tests.papers.printing import Page, print_pages

office.load_modules()

PAPERS: dict[str, Paper] = {paper.name: paper for kind in KINDS.values() for paper in kind.all_papers} | {
    COVER.name: COVER
}
LANGUAGES = ("zh_CN", "en")
OFFICE_WORDS = ("covenant_name", "service_contract_name", "kept", "recipients", "contact")
"""What an office words itself and may not leave empty."""
SHOWN = HEADER | {"number": "XX-202611-0001"}
OPEN = ("（）", "()", "《》", "“”", "{{", "{%", "None")

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def blanks(paper: Paper) -> dict[str, Any]:
    """Return what an empty record would fill in."""
    empty: dict[str, Any] = {
        p.name: [] if p.rows else "" if p.shape == "text" else None for p in paper.placeholders
    }
    worded = {p.name: p.sample or p.label for p in paper.placeholders if p.name in OFFICE_WORDS}
    return paper.lay_out(empty | worded | SHOWN) | SHOWN


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    """Return the pages of every paper in both languages, and of a filled list of a pack, from one start of LibreOffice."""
    files = {}
    for language in LANGUAGES:
        use_language(language)
        for name, paper in PAPERS.items():
            template = Template.load(paper.find_template())
            files[f"{name}_{language}"] = template.fill(blanks(paper))
        files[f"filled_cover_{language}"] = template.fill(sample_values(COVER, HEADER) | SHOWN)
    use_language("zh_CN")
    return print_pages(files, tmp_path_factory.mktemp("blank"))


def is_tidy(pages: list[Page]) -> bool:
    """Say whether nothing hangs over the edge of the paper or stands in it unfilled."""
    text = "".join(page.text for page in pages)
    inside = all(page.free_right > 4 and page.free_below > 3 for page in pages)
    return inside and not any(wrong in text for wrong in OPEN)


@needs_libreoffice
@in_both_languages
@pytest.mark.parametrize("name", PAPERS)
def test_a_blank_form_takes_the_pages_it_promises(name, language, printed):
    pages = printed[f"{name}_{language}"]
    assert len(pages) == (PAPERS[name].pages or 1)
    assert is_tidy(pages)


@needs_libreoffice
@in_both_languages
def test_the_list_on_top_of_a_pack_is_one_page(language, printed):
    pages = printed[f"filled_cover_{language}"]
    assert len(pages) == COVER.pages
    assert is_tidy(pages)


@in_both_languages
def test_the_list_on_top_of_a_pack_asks_for_nothing_it_is_not_told(language):
    use_language(language)
    try:
        checked = check_template(COVER.find_template().read_bytes(), COVER)
    finally:
        use_language("zh_CN")
    assert (checked.problems, checked.warnings) == ((), ())
