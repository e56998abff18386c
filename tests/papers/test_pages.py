"""Every form as it comes out of the printer: on the pages it promises, with nothing left open and nothing told too much.

All of them are filled once, in both languages, with samples, with a record of the sample community and with a room that
more people hold than a form has lines for; few runs of LibreOffice make all the pages.
"""

import datetime
import os
import re
import shutil
import subprocess
from dataclasses import dataclass

import peewee
import pytest

from desk_app import demo, office
from desk_app.kernel import store
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import KINDS
from desk_app.kernel.libreoffice import lend_profile
from desk_app.kernel.papers.samples import sample_values
from desk_app.kernel.papers.shapes import OFFICE
from desk_app.kernel.papers.template import Template
from desk_app.kernel.words import use_language
from desk_app.modules.estate.records import Room
from desk_app.screens import paper_desk
from tests.papers import handover_records, meter_records, money_records, move_in_records
from tests.papers.conftest import HEADER, LIBREOFFICE, needs_libreoffice, shipped, text_of

office.load_modules()

NOW = datetime.datetime(2026, 11, 23, 9, 5)
CROWD, CARS, FILES = 12, 10, 30
AT_ONCE = 150
"""Files given to one run of LibreOffice: of some 250 it leaves the last ones out without a word."""
LONG_NAME = "阿卜杜热合曼·买买提艾力·欧阳文静之委托代理人示例市和谐家园物业服务集团股份有限公司第三"
PAPERS = {paper.name: (kind, paper) for kind in KINDS.values() for paper in kind.all_papers}
REGISTERS = {register.paper.name for kind in KINDS.values() for register in kind.registers}
LANGUAGES = ("zh_CN", "en")
MODULES_OF_FORMS = ("owner_file", "move_in", "meters", "billing", "cashier", "arrears")
CROWDED = {
    "owner_card": 3,
    "covenant_undertaking": 2,
    "owner_file_index": 4,
    "power_of_attorney": 2,
    "tenant_form": 2,
    "owner_letting_undertaking": 2,
}
"""Paper to the pages it takes for a room that more people hold than it has lines for."""

pytestmark = [
    needs_libreoffice,
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not installed"),
]


@dataclass(frozen=True)
class Pages:
    """The pages of one paper as text."""

    pages: tuple[str, ...]

    @property
    def text(self):
        return "\n".join(self.pages)


@pytest.fixture(scope="session")
def printed(tmp_path_factory):
    """Return {(paper, language, sample, record or crowd): its pages}; a paper no record is for has none."""
    folder = tmp_path_factory.mktemp("pages")
    for name, content in _fill_all(folder).items():
        (folder / ("@".join(name) + ".docx")).write_bytes(content)
    _make_pdfs(folder)
    return {tuple(path.stem.split("@")): _read(path) for path in folder.glob("*.pdf")}


def _fill_all(folder):
    filled = {}
    made = demo.make_demo(folder / "demo.book", rooms=40, now=lambda: NOW)
    try:
        crowd = _make_crowd(made.desk)
        first_room = Room.select().order_by(Room.sort_key).first()
        money_records.make_money(made.desk, first_room)
        money_records.change_owner(made.desk)
        meter_records.make_meters(made.desk, first_room)
        move_in_records.make_move_in(made.desk, first_room)
        handover_records.make_handover(made.desk)
        for name, (kind, paper) in PAPERS.items():
            for language in LANGUAGES:
                use_language(language)
                values = sample_values(paper, HEADER | {"form_code": paper.form})
                template = Template.load(paper.find_template())
                filled[name, language, "sample"] = bytes(template.fill(values))
                for which, ids in (("record", _ids(kind)), ("crowd", crowd.get(kind.name, ()))):
                    if (content := _fill_first(kind, paper, ids, made.desk)) is not None:
                        filled[name, language, which] = content
    finally:
        use_language("zh_CN")
        made.close()
    return filled


def _ids(kind):
    return [row for (row,) in kind.model.select(kind.model.id).order_by(kind.model.id).tuples()]


def _fill_first(kind, paper, ids, desk):
    """Return the paper of the first record it is for; of a register that of its fullest month."""
    if paper.name in REGISTERS:
        register = next(one for one in kind.registers if one.paper is paper)
        month = desk.today
        if register.day:
            day = kind.field(register.day)
            count = peewee.fn.COUNT(kind.model.id)
            months = kind.model.select(day).where(day.is_null(False)).group_by(day).order_by(count.desc())
            month = (months.tuples().first() or (month,))[0]
        return paper_desk.make_register(kind.name, paper.name, month, desk).content
    for record_id in ids:
        try:
            return paper_desk.make(kind.name, record_id, paper.name, desk).content
        except DeskError:
            continue
    return None


def _make_crowd(desk):
    """Make a room with a crowd of owners, tenants, cars and files; return {kind: ids}, tenants and family first."""
    from desk_app.kernel.attachments import attach
    from desk_app.modules.estate.kinds import ROOMS
    from desk_app.modules.people.kinds import HOLDINGS, PEOPLE, VEHICLES
    from desk_app.modules.people.records import PersonPhone

    room = store.save(store.new(ROOMS, label="9901", layout="三室两厅", state="let"), desk).record
    holdings = []
    for role, first in (("tenant", 200), ("family", 300), ("owner", 100)):
        for place in range(CROWD):
            draft = store.new(PEOPLE, name=f"{LONG_NAME}{place}", id_number="11010519491231002X")
            draft.rows["phones"] = [PersonPhone(number=f"1390000{first + place:04d}")]
            person = store.save(draft, desk).record
            holding = store.new(HOLDINGS, room=room, person=person, role=role)
            holdings.append(store.save(holding, desk).record)
            if role == "tenant" and place < CARS:
                plate = f"京A{place:05d}"
                store.save(store.new(VEHICLES, plate=plate, owner=holdings[0].person, room=room), desk)
    money_records.make_debts(desk, room, money_records.make_items())
    for place in range(FILES):
        attach("rooms", room.id, f"{LONG_NAME}{place}.pdf", str(place).encode(), desk)
    return {"rooms": [room.id], "holdings": [holding.id for holding in holdings]}


def _make_pdfs(folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        with lend_profile(folder) as profile:
            command = [LIBREOFFICE.command, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
            command += ["--convert-to", "pdf", "--outdir", str(folder)]
            files = [str(path) for path in sorted(folder.glob("*.docx"))]
            for some in peewee.chunked(files, AT_ONCE):
                subprocess.run([*command, *some], check=True, capture_output=True, timeout=240)


def _read(pdf):
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout
    return Pages(tuple(text.decode().split("\f")[:-1]))


each_page = pytest.mark.parametrize("which", ["sample", "record"])
each_language = pytest.mark.parametrize("language", LANGUAGES)
each_paper = pytest.mark.parametrize("name", PAPERS)


@each_paper
@each_language
@each_page
def test_a_paper_takes_the_pages_it_promises(name, language, which, printed):
    pages = printed[name, language, which].pages
    promised = PAPERS[name][1].pages
    assert len(pages) == promised if promised else pages
    assert all(page.strip() for page in pages)


@each_paper
@each_language
@each_page
def test_nothing_is_left_open_on_a_paper(name, language, which, printed):
    text = printed[name, language, which].text
    assert not re.search(r"\bNone\b|\{\{|\}\}|\{%|%\}", text)
    assert not re.search(r"[（(【\[]\s*[）)】\]]", text)


@each_paper
@each_language
def test_a_paper_shows_whose_it_is_which_form_and_when_it_was_printed(name, language, printed):
    text = printed[name, language, "record"].text
    assert "安和物业服务有限公司" in text
    assert PAPERS[name][1].form in text
    assert "2026-11-23 09:05" in text


@each_paper
@each_language
def test_no_paper_shows_a_whole_id_number_and_none_that_leaves_the_office_a_whole_phone(
    name, language, printed
):
    text = printed[name, language, "record"].text
    assert not re.search(r"\d{17}[\dX]", text)
    if PAPERS[name][1].seen_by != OFFICE:
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", text)


@pytest.mark.parametrize(("name", "pages"), CROWDED.items())
@each_language
def test_a_list_longer_than_the_form_runs_on_under_its_number(name, pages, language, printed):
    paper = printed[name, language, "crowd"]
    number = f"{PAPERS[name][1].series}-202611-0001"
    assert len(paper.pages) == pages
    assert all(number in page for page in paper.pages)


@pytest.mark.parametrize(
    ("name", "phones"),
    [
        ("owner_card", [f"1390000{first + place:04d}" for first in (100, 300) for place in range(CROWD)]),
        ("covenant_undertaking", [f"1390000{100 + place:04d}" for place in range(CROWD)]),
        ("power_of_attorney", [f"1390000{100 + place:04d}" for place in range(CROWD)]),
        ("owner_letting_undertaking", [f"1390000{100 + place:04d}" for place in range(CROWD)]),
        ("tenant_form", [f"1390000{200 + place:04d}" for place in range(CROWD)]),
    ],
)
@each_language
def test_nobody_is_lost_from_a_long_list(name, phones, language, printed):
    text = printed[name, language, "crowd"].text
    assert [phone for phone in phones if phone not in text] == []


@pytest.mark.parametrize("name", [name for name in PAPERS if name not in (*REGISTERS, *CROWDED)])
@each_language
def test_long_names_take_no_more_pages_than_promised(name, language, printed):
    pages = printed.get((name, language, "crowd"))
    if pages is None:
        assert PAPERS[name][0].name not in ("rooms", "holdings")
    else:
        promised = PAPERS[name][1].pages
        assert len(pages.pages) == promised if promised else pages.pages


@pytest.mark.parametrize("name", [n for n, (_k, p) in PAPERS.items() if p.module in MODULES_OF_FORMS])
def test_a_form_filled_with_its_samples_says_what_it_said_before(name, pytestconfig):
    """A changed word shows in review; with DESK_GOLDEN=write the new text becomes the right one."""
    paper = PAPERS[name][1]
    golden = pytestconfig.rootpath / "tests" / "golden" / f"{name}.txt"
    text = text_of(shipped(paper).fill(sample_values(paper, HEADER | {"form_code": paper.form})))
    if os.environ.get("DESK_GOLDEN") == "write":
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


def test_every_series_of_numbers_belongs_to_one_paper_or_kind():
    """A form that is filled from two kinds, such as from a holding and a move-in, is one paper."""
    series = [*{paper.template: paper.series for _kind, paper in PAPERS.values() if paper.series}.values()]
    prefixes = [kind.prefix for kind in KINDS.values() if kind.prefix]
    assert sorted(set(series + prefixes)) == sorted(series + prefixes)
    assert all(re.fullmatch(r"[A-Z]{2,3}", one) for one in series)


def test_every_form_has_its_number_in_the_catalogue_of_forms():
    forms = [*{paper.template: paper.form for _kind, paper in PAPERS.values()}.values()]
    assert len(set(forms)) == len(forms)
    assert all(re.fullmatch(r"F\d\d(-\d)?", form) for form in forms)
