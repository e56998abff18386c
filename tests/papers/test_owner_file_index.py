"""The index of a room's file (业主档案目录) on one page, as it is pasted on the folder."""

import pytest

from desk_app.kernel.papers.samples import sample_values
from desk_app.kernel.words import _, use_language
from desk_app.modules.move_in import papers as move_in
from desk_app.modules.owner_file import papers as owner_file
from desk_app.modules.owner_file.papers import OWNER_FILE_INDEX
from desk_app.modules.owner_file.parameters import worded
from tests.papers.conftest import HEADER, needs_libreoffice, shipped

pytestmark = needs_libreoffice
LINES = 12


def papers_of_a_room():
    """Return the labels of the papers a room is handed over with, in the language set."""
    declared = [paper for module in (owner_file, move_in) for paper in vars(module).values()]
    labels = [_(paper.label) for paper in declared if getattr(paper, "series", "") and paper.form != "F71"]
    return list(dict.fromkeys(labels))


def index_of_a_full_folder():
    names = papers_of_a_room()
    rows = [
        {
            "no": str(place + 1), "name": names[place % len(names)], "number": f"DJ-202611-{place + 1:04d}",
            "copies": "2", "pages": "1", "day": "2026-11-23", "kept_as": _("打印件"),
            "signed": _("缺签字件"),
        }
        for place in range(LINES)
    ]  # fmt: skip
    wanted = [
        {"no": str(place), "name": name} for place, name in enumerate(worded("file_contents").split("、"), 1)
    ]
    values = sample_values(OWNER_FILE_INDEX, HEADER | {"form_code": "F71"})
    return values | {"contents": rows, "expected": wanted}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_index_of_a_folder_with_twelve_papers_takes_one_page(language, office, count_pages):
    use_language(language)
    try:
        template = shipped(OWNER_FILE_INDEX, "en" if language == "en" else "")
        assert count_pages(bytes(template.fill(index_of_a_full_folder()))) == 1
    finally:
        use_language("zh_CN")
