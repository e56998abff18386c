"""What the program ships passes the check an office's own templates have to pass, also as an overlay."""

import pytest

from desk_app.kernel.kind import KINDS
from desk_app.kernel.papers import Paper
from desk_app.kernel.papers.check import check_template
from desk_app.kernel.papers.overlay import as_overlay
from desk_app.kernel.papers.paper import TEMPLATES_FOLDER
from desk_app.office import load_modules

load_modules()
PAPERS = {paper.name: paper for kind in KINDS.values() for paper in kind.all_papers}


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
@pytest.mark.parametrize("language", ["", "en"])
def test_a_shipped_template_has_nothing_to_complain_of(paper: Paper, language: str):
    content = (TEMPLATES_FOLDER / language / paper.template).read_bytes()
    checked = check_template(content, paper)
    assert (checked.problems, checked.warnings) == ((), ())
    assert check_template(as_overlay(content), paper).problems == ()


def test_there_are_shipped_templates():
    assert "goods_release_slip" in PAPERS
