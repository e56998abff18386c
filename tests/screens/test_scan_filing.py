"""Filing scans: what their barcodes lead to, what is kept, what is left alone, and how it is taken back."""

import hashlib
import shutil

import pytest

from desk_app.kernel import attachments, settings, signed_copies
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import KINDS
from desk_app.office import create_office, open_office
from desk_app.screens import scan_filing, scan_folder, welcome
from desk_app.screens.progress import Progress
from desk_app.screens.scan_filing import ReadScan, ScanFiling
from tests.given_papers import LETTER, SIGNERS, SLIPS, give


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))


@pytest.fixture
def scan(tmp_path):
    """Return a function that makes a file, and what reading it found on its pages."""

    def make(name, *pages, folder=tmp_path):
        path = folder / name
        path.write_bytes(b"%PDF-1.4 " + name.encode())
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        return ReadScan(path, sha256, ".pdf", tuple(tuple(page) for page in pages))

    return make


@pytest.fixture
def filing(desk):
    return ScanFiling(desk)


def all_signed(filing):
    """Tick that everybody signed, as somebody does who looked at the scans."""
    for line in filing.lines:
        line.ticked = dict.fromkeys(line.ticked, True)
    return filing


def kept_names(slip):
    return [kept.name for kept in attachments.attached(SLIPS, slip.id)]


def test_a_barcode_leads_to_its_paper_and_nobody_is_taken_to_have_signed(prints, scan, filing):
    filing.take([scan("a.pdf", ["FX-202611-0001"])])
    (line,) = filing.lines
    assert (line.state, line.target.name, line.target.printed_id) == (
        "ready",
        "门岗便条 FX-202611-0001",
        prints[0].id,
    )
    assert line.ticked == dict.fromkeys(SIGNERS, False)
    assert line.day == "2026-11-23"
    assert "3-1-502" in line.target.title


def test_filing_keeps_the_scan_with_the_record_and_notes_who_signed(prints, slips, scan, filing):
    filing.take([scan("a.pdf", ["FX-202611-0001"]), scan("b.pdf", ["FX-202611-0002"])])
    all_signed(filing).lines[1].ticked["经办人"] = False
    outcome = filing.file_all(Progress())
    assert (outcome.count, outcome.problems) == (2, ())
    assert kept_names(slips[0]) == ["门岗便条 FX-202611-0001 签字件.pdf"]
    assert signed_copies.state_of(prints[0].id).is_complete
    assert signed_copies.state_of(prints[1].id).missing == ("经办人",)
    assert {line.state for line in filing.lines} == {"filed"}


def test_a_scan_of_several_papers_is_filed_with_each_and_says_which_pages(prints, slips, scan, filing):
    filing.take([scan("堆.pdf", ["FX-202611-0001"], [], ["FX-202611-0002"], ["FX-202611-0002"], [])])
    assert [(line.number, line.pages) for line in filing.lines] == [
        ("FX-202611-0001", "第 1–2 页"),
        ("FX-202611-0002", "第 3–5 页"),
    ]
    all_signed(filing).file_all(Progress())
    assert [len(attachments.attached(SLIPS, slip.id)) for slip in slips] == [1, 1]
    note = signed_copies.SignedCopy.select().order_by(signed_copies.SignedCopy.id).first().note
    assert note == "堆.pdf 的第 1–2 页"


def test_pages_before_the_first_barcode_are_asked_about(prints, scan, filing):
    filing.take([scan("a.pdf", [], ["6901234567892"], ["FX-202611-0001"])])
    assert [(line.state, line.pages) for line in filing.lines] == [
        ("unknown", "第 1–2 页"),
        ("ready", "第 3 页"),
    ]
    assert "6901234567892 不是本账本打印的编号" in filing.lines[0].hint


def test_two_papers_on_one_page_are_both_filed(prints, slips, scan, filing):
    filing.take([scan("a.pdf", ["FX-202611-0001", "FX-202611-0002"])])
    assert all_signed(filing).file_all(Progress()).count == 2
    assert [len(attachments.attached(SLIPS, slip.id)) for slip in slips] == [1, 1]


def test_a_typed_number_takes_the_place_of_a_barcode(prints, scan, filing):
    filing.take([scan("a.jpg", [])])
    (line,) = filing.lines
    assert (line.state, line.hint[:8]) == ("unknown", "没有读到条码。请")
    filing.look_up(line, "fx-202611-0002")
    assert (line.state, line.target.printed_id) == ("ready", prints[1].id)
    filing.look_up(line, "FX-202611-9999")
    assert (line.state, line.target) == ("unknown", None)
    assert "没有编号为 FX-202611-9999" in line.hint


def test_a_slip_that_was_not_printed_here_takes_the_scan_as_an_attachment(
    slip_kind, slips, desk, make_room, make_person, hold, scan, filing
):
    filing.take([scan("a.pdf", [])])
    (line,) = filing.lines
    filing.look_up(line, slips[0].number)
    assert (line.target.printed_id, line.target.label) == (None, "物品放行条")
    all_signed(filing).file_all(Progress())
    assert kept_names(slips[0]) == ["a.pdf"]


def test_words_lead_to_papers_that_wait_and_to_records(prints, slips, scan, filing):
    offered = filing.suggest("502")
    assert [(target.kind_name, target.printed_id) for target in offered[:1]] == [(SLIPS, prints[0].id)]
    assert ("rooms", slips[0].room_id) in {(target.kind_name, target.record_id) for target in offered}
    assert filing.suggest("  ") == []


def test_with_nobody_ticked_nothing_is_filed(prints, slips, scan, filing):
    filing.take([scan("a.pdf", ["FX-202611-0001"])])
    assert filing.lines[0].lacks_signers
    assert filing.file_all(Progress()).count == 0
    assert kept_names(slips[0]) == []


def test_a_scan_nobody_signed_is_kept_alone_when_that_is_said(prints, slips, scan, filing):
    filing.take([scan("a.pdf", ["FX-202611-0001"])])
    filing.lines[0].is_scan_only = True
    filing.file_all(Progress())
    assert kept_names(slips[0]) == ["a.pdf"]
    assert signed_copies.state_of(prints[0].id).copies == ()


def test_of_two_papers_with_one_number_the_one_to_be_signed_is_proposed(
    slip_kind, prints, slips, desk, scan, filing
):
    give(slip_kind, slips[0], desk, LETTER)
    filing.take([scan("a.pdf", ["FX-202611-0001"])])
    (line,) = filing.lines
    assert line.target.label == "门岗便条"
    assert [choice.label for choice in line.choices] == ["门岗便条", "告知信"]


def test_the_same_scan_is_not_filed_twice(prints, slips, desk, scan, filing):
    read = scan("a.pdf", ["FX-202611-0001"])
    filing.take([read])
    all_signed(filing).file_all(Progress())
    again = ScanFiling(desk)
    again.take([read])
    assert again.lines[0].state == "known"
    assert "不会再归一次" in again.lines[0].hint
    assert all_signed(again).file_all(Progress()).count == 0
    assert len(attachments.attached(SLIPS, slips[0].id)) == 1


def test_a_file_that_changed_since_it_was_read_is_refused_and_the_others_filed(prints, slips, scan, filing):
    first, second = scan("a.pdf", ["FX-202611-0001"]), scan("b.pdf", ["FX-202611-0002"])
    filing.take([first, second])
    first.path.write_bytes(b"%PDF-1.4 other")
    outcome = all_signed(filing).file_all(Progress())
    assert outcome.count == 1
    assert "读过之后又变了" in outcome.problems[0]
    assert filing.lines[0].state == "ready"
    assert kept_names(slips[0]) == []


def test_a_wrong_day_is_told_and_nothing_of_that_scan_kept(prints, slips, scan, filing):
    filing.take([scan("a.pdf", ["FX-202611-0001"])])
    filing.lines[0].day = "2027-01-01"
    outcome = all_signed(filing).file_all(Progress())
    assert "还没有到" in outcome.problems[0]
    assert kept_names(slips[0]) == []


def test_stopping_keeps_what_was_filed_and_leaves_the_rest(prints, scan, filing):
    filing.take([scan("a.pdf", ["FX-202611-0001"]), scan("b.pdf", ["FX-202611-0002"])])
    progress = Progress(lambda done, total, text: progress.cancel(), every=0)
    outcome = all_signed(filing).file_all(progress)
    assert outcome.count == 1
    assert "还有 1 份没有归档" in outcome.problems[0]
    assert [line.state for line in filing.lines] == ["filed", "ready"]


def test_a_filing_is_taken_back(prints, slips, scan, filing):
    read = scan("a.pdf", ["FX-202611-0001"])
    filing.take([read])
    all_signed(filing).file_all(Progress())
    assert filing.can_undo
    assert filing.undo() == 1
    assert kept_names(slips[0]) == []
    assert signed_copies.missing_count() == 2
    assert read.path.exists()
    assert not filing.can_undo
    assert filing.lines[0].state == "ready"
    assert all_signed(filing).file_all(Progress()).count == 1


def test_it_is_not_taken_back_when_the_original_is_gone(prints, slips, scan, filing):
    read = scan("a.pdf", ["FX-202611-0001"])
    filing.take([read])
    all_signed(filing).file_all(Progress())
    read.path.unlink()
    with pytest.raises(DeskError, match="可能是唯一的一份"):
        filing.undo()
    assert kept_names(slips[0]) == ["门岗便条 FX-202611-0001 签字件.pdf"]


def test_a_file_that_could_not_be_read_stays_with_its_sentence(scan, filing, tmp_path):
    filing.take([ReadScan(tmp_path / "坏.pdf", problem="没有读取“坏.pdf”：有密码。")])
    assert (filing.lines[0].state, filing.ready) == ("unreadable", [])
    assert all_signed(filing).file_all(Progress()).count == 0


def test_a_file_read_again_takes_the_place_of_its_first_reading(prints, scan, filing):
    filing.take([scan("a.pdf", [])])
    filing.take([scan("a.pdf", ["FX-202611-0001"])])
    assert [line.state for line in filing.lines] == ["ready"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", b"MZ\x90 program", "不是 PDF、JPG 或 PNG"),
        ("b.pdf", b"", "文件是空的"),
        ("c.pdf", b"%PDF-" + bytes(attachments.LARGEST), "最多 20 MB"),
    ],
)
def test_a_file_that_is_no_scan_is_refused_with_a_sentence(tmp_path, name, content, why):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DeskError, match=why):
        scan_filing.open_scan(tmp_path / name)


def test_a_missing_file_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(DeskError, match="文件打不开"):
        scan_filing.open_scan(tmp_path / "无.pdf")


def test_the_type_is_told_by_the_contents(tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"\xff\xd8\xff\xe0 JFIF")
    assert scan_filing.open_scan(tmp_path / "x.pdf")[1] == ".jpg"


class TestFolder:
    @pytest.fixture
    def folder(self, desk, tmp_path):
        made = tmp_path / "扫描"
        made.mkdir()
        scan_folder.watch(made)
        return made

    def test_scans_in_the_folder_wait_and_nothing_else_does(self, folder):
        for name in ("a.pdf", "b.JPG", "c.docx", ".d.pdf"):
            (folder / name).write_bytes(b"x")
        (folder / "e.pdf").touch()
        assert {path.name for path in scan_folder.waiting()} == {"a.pdf", "b.JPG"}

    def test_a_filed_scan_is_moved_and_never_deleted(self, prints, folder, scan, filing):
        (folder / "已归档").mkdir(exist_ok=True)
        (folder / "已归档" / "a.pdf").write_bytes(b"older")
        filing.take([scan("a.pdf", ["FX-202611-0001"], folder=folder)])
        all_signed(filing).file_all(Progress())
        assert scan_folder.waiting() == []
        assert sorted(path.name for path in (folder / "已归档").iterdir()) == ["a.pdf", "a_2.pdf"]
        filing.undo()
        assert [path.name for path in scan_folder.waiting()] == ["a.pdf"]

    def test_a_scan_stays_until_all_its_papers_are_filed(self, prints, folder, scan, filing):
        filing.take([scan("a.pdf", [], ["FX-202611-0001"], folder=folder)])
        all_signed(filing).file_all(Progress())
        assert len(scan_folder.waiting()) == 1
        filing.look_up(filing.lines[0], "FX-202611-0002")
        all_signed(filing).file_all(Progress())
        assert scan_folder.waiting() == []

    def test_one_filed_before_is_put_away_too(self, prints, folder, desk, scan, filing):
        filing.take([scan("a.pdf", ["FX-202611-0001"], folder=folder)])
        all_signed(filing).file_all(Progress())
        (folder / "已归档" / "a.pdf").rename(folder / "a.pdf")
        again = ScanFiling(desk)
        again.take([scan("a.pdf", ["FX-202611-0001"], folder=folder)])
        all_signed(again).file_all(Progress())
        assert scan_folder.waiting() == []

    def test_no_folder_is_watched_when_it_is_gone(self, folder):
        (folder / "已归档").rmdir()
        folder.rmdir()
        assert scan_folder.watched() is None
        assert scan_folder.waiting() == []
        with pytest.raises(DeskError, match="不能读写"):
            scan_folder.watch(folder)

    def test_another_book_on_the_same_computer_has_a_folder_of_its_own(
        self, folder, office, empty_book, tmp_path
    ):
        office.close()
        shutil.copy(empty_book, tmp_path / "另一本.book")
        other = open_office(tmp_path / "另一本.book")
        try:
            assert scan_folder.watched() is None
        finally:
            other.close()

    def test_the_folder_follows_a_book_that_is_moved_with_its_keys(self, office, tmp_path):
        office.close()
        old, new = tmp_path / "旧" / "锁.book", tmp_path / "新" / "改名.book"
        for path in (old, new):
            path.parent.mkdir()
        made = tmp_path / "扫描件"
        made.mkdir()
        first = create_office(old, "春天在哪里2026", "王芳", {})
        scan_folder.watch(made)
        first.close()
        old.rename(new)
        old.with_name("锁.book.keys").rename(new.with_name("改名.book.keys"))
        moved = open_office(new, "春天在哪里2026")
        try:
            assert scan_folder.watched() == made
        finally:
            moved.close()

    def test_a_demo_book_has_no_folder(self, folder, desk):
        settings.StoredSetting.create(name="demo", value="true")
        assert welcome.is_demo()
        assert scan_folder.watched() is None
        with pytest.raises(DeskError, match="演示账本"):
            scan_folder.watch(folder)

    def test_watching_can_be_ended(self, folder):
        scan_folder.watch(None)
        assert scan_folder.watched() is None


def test_numbers_are_those_of_this_book_only(prints):
    assert KINDS[SLIPS]
    assert signed_copies.known_numbers(["FX-202611-0001", "X"]) == {"FX-202611-0001"}
