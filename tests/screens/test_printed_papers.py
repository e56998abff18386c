"""The list of printed papers: what it shows, how it is narrowed, and noting who signed."""

import datetime

import pytest

from desk_app.kernel import attachments, signed_copies
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import KINDS
from desk_app.kernel.pack_cover import COVER
from desk_app.screens import printed_papers, scan_folder, today
from desk_app.screens.printed_papers import PrintedTable
from desk_app.screens.signing import SigningForm
from tests.conftest import MONDAY
from tests.given_papers import LETTER, SIGNERS, SLIPS, give


@pytest.fixture
def prints(prints, slip_kind, slips, desk):
    """Three prints: the note of each slip, and last the letter of the second."""
    return [*prints, give(slip_kind, slips[1], desk, LETTER)]


def listed(desk, **wanted):
    table = PrintedTable(desk)
    for name, value in wanted.items():
        setattr(table.filter, name, value)
    table.refresh()
    return [table.row(place) for place in range(table.count)]


def test_every_print_is_listed_the_latest_first(prints, desk):
    shown = listed(desk)
    assert [(one.label, one.number, one.about, one.signed) for one in shown] == [
        ("告知信", "FX-202611-0002", "4-1-101", ""),
        ("门岗便条", "FX-202611-0002", "4-1-101", "缺签字件"),
        ("门岗便条", "FX-202611-0001", "3-1-502", "缺签字件"),
    ]
    first = shown[-1]
    assert (first.at, first.who, first.action, first.copies, first.count) == (
        "2026-11-23 09:05",
        "王芳",
        "打印",
        1,
        1,
    )


def test_a_table_shows_its_cells_by_column(prints, desk):
    table = PrintedTable(desk)
    table.refresh()
    cells = {each.name: table.cell(2, number) for number, each in enumerate(table.columns)}
    assert (cells["number"], cells["copies"], cells["signed"]) == ("FX-202611-0001", "1", "缺签字件")
    assert table.tone(2) == "bad"
    assert table.record_id(2) == prints[0].id
    assert table.take(table.further().run())
    assert table.count == 3


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"paper": (SLIPS, "letter")}, 1),
        ({"words": "0001"}, 1),
        ({"words": "502"}, 1),
        ({"words": "李娜"}, 2),
        ({"words": "没有这个"}, 0),
        ({"days": "2026-11"}, 3),
        ({"days": "今天"}, 3),
        ({"days": "2026-10-1~2026-10-31"}, 0),
        ({"is_unsigned": True}, 2),
        ({"is_unsigned": True, "words": "502"}, 1),
    ],
)
def test_the_list_is_narrowed(prints, desk, wanted, count):
    assert len(listed(desk, **wanted)) == count


def test_days_that_cannot_be_read_leave_nothing_out_and_say_why(prints, desk):
    table = PrintedTable(desk)
    table.filter.days = "上个月"
    table.refresh()
    assert table.count == 3
    assert "上个月" in table.filter.problems["days"]


def test_papers_ever_printed_can_be_chosen(prints):
    assert printed_papers.papers_printed() == [(SLIPS, "letter", "告知信"), (SLIPS, "gate_note", "门岗便条")]


def test_the_record_behind_a_print_can_be_opened(prints, slips):
    assert printed_papers.record_of(prints[0].id) == (SLIPS, slips[0].id)


def test_a_paper_of_an_older_version_is_listed_by_its_inner_name(prints, desk, monkeypatch):
    monkeypatch.delitem(KINDS, SLIPS)
    assert {one.label for one in listed(desk)} == {"gate_note", "letter"}
    assert printed_papers.record_of(prints[0].id) is None


class TestSigning:
    def test_nobody_is_ticked_before_somebody_looked(self, prints, desk):
        signed_copies.register(prints[0].id, ["业主"], MONDAY.date(), desk)
        form = SigningForm(prints[0].id, desk)
        assert form.title == "门岗便条 FX-202611-0001"
        assert form.ticked == dict.fromkeys(SIGNERS, False)
        assert [copy.text for copy in form.copies()] == ["业主 2026-11-23"]

    def test_saving_notes_who_signed_and_keeps_the_scan(self, prints, slips, desk, tmp_path):
        form = SigningForm(prints[0].id, desk)
        form.scan = tmp_path / "IMG_0001.PDF"
        form.scan.write_bytes(b"%PDF-1.4 scan")
        form.note = "门岗交回"
        form.ticked = dict.fromkeys(SIGNERS, True)
        form.save()
        (kept,) = attachments.attached(SLIPS, slips[0].id)
        assert kept.name == "门岗便条 FX-202611-0001 签字件.pdf"
        state = signed_copies.state_of(prints[0].id)
        assert (state.signed, state.attachments) == (SIGNERS, (kept.id,))
        assert [one.signed for one in listed(desk)][-1] == "已签"

    def test_a_paper_nobody_is_ticked_for_is_not_filed(self, prints, desk):
        with pytest.raises(DeskError, match="请勾选谁签了字"):
            SigningForm(prints[0].id, desk).save()

    @pytest.mark.parametrize("day", ["", "某天", "2026-11-24", "2026-11-22"])
    def test_a_day_that_cannot_be_is_refused_and_the_scan_not_kept(self, prints, slips, desk, tmp_path, day):
        form = SigningForm(prints[0].id, desk)
        form.scan = tmp_path / "扫描.pdf"
        form.scan.write_bytes(b"%PDF-1.4 scan")
        form.day = day
        with pytest.raises(DeskError, match="没有登记签字件"):
            form.save()
        assert attachments.attached(SLIPS, slips[0].id) == []

    def test_one_noted_wrongly_is_withdrawn_and_its_scan_stays(self, prints, slips, desk, tmp_path):
        form = SigningForm(prints[0].id, desk)
        form.scan = tmp_path / "扫描.pdf"
        form.scan.write_bytes(b"%PDF-1.4 scan")
        form.ticked = dict.fromkeys(SIGNERS, True)
        form.save()
        form.read_again()
        (copy,) = form.copies()
        form.withdraw(copy.copy_id, "签错了人")
        assert form.copies() == []
        assert len(attachments.attached(SLIPS, slips[0].id)) == 1
        assert [one.signed for one in listed(desk)][-1] == "缺签字件"

    def test_a_paper_partly_signed_says_who_is_missing(self, prints, desk):
        form = SigningForm(prints[0].id, desk)
        form.ticked = {"携带人": True, "经办人": True}
        form.save()
        assert [one.signed for one in listed(desk)][-1] == "还缺业主"

    def test_the_day_may_be_a_later_one_than_the_print(self, prints, desk):
        later = Desk(Actor("王芳"), lambda: MONDAY + datetime.timedelta(days=3))
        form = SigningForm(prints[0].id, later)
        form.day, form.ticked = "11-25", dict.fromkeys(SIGNERS, True)
        form.save()
        assert signed_copies.state_of(prints[0].id).signed_on == datetime.date(2026, 11, 25)


def test_today_reminds_of_signed_copies_and_of_scans_that_wait(prints, desk, tmp_path, monkeypatch):
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    folder = tmp_path / "扫描"
    folder.mkdir()
    scan_folder.watch(folder)
    told = {each.command: each.count for each in today.look(desk).reminders}
    assert told == {"show_unsigned": 2}
    (folder / "a.pdf").write_bytes(b"%PDF-")
    for row in prints[:2]:
        signed_copies.register(row.id, SIGNERS, MONDAY.date(), desk)
    told = {each.command: each.count for each in today.look(desk).reminders}
    assert told == {"file_scans": 1}


def test_a_paper_printed_from_a_room_stands_under_the_room_and_the_list_of_a_pack_under_its_name(
    desk, make_room
):
    room = make_room("3-1-502")
    rooms = KINDS["rooms"]
    card = next(paper for paper in rooms.papers if paper.name == "owner_card")
    for paper in (card, COVER):
        give(rooms, room, desk, paper, number="")
    assert [(one.label, one.about) for one in listed(desk)] == [
        ("套装清单", "3-1-502"),
        (card.label, "3-1-502"),
    ]


def test_missing_signatures_stand_among_the_first_columns(desk):
    names = [column.name for column in PrintedTable(desk).columns]
    assert names.index("signed") == 4
    assert sum(column.width for column in PrintedTable(desk).columns[:5]) <= 72
