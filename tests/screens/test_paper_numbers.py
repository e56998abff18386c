"""Numbers of a paper's own: shown before they are taken, taken when the paper leaves, kept when it is printed again."""

import dataclasses
import io

import docx
import pytest

from desk_app.kernel import numbering, print_runs
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import KINDS
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.papers import paper as papers
from desk_app.kernel.printed import NumberGone, PrintedPaper, PrintRunItem, give_out
from desk_app.screens import paper_desk
from desk_app.screens.paper_changes import Outdated

NOTICE = Paper(
    "keys_notice",
    "领钥匙通知",
    "F90",
    "keys_notice.docx",
    (Placeholder("number", "编号"), Placeholder("room", "房号")),
    lambda draft: {"room": draft.record.code},
    series="YS",
    roles=("clerk",),
    signatures=("业主",),
)


@pytest.fixture
def rooms(tmp_path, monkeypatch, make_room):
    """Return the ids of two rooms for which the paper can be printed."""
    document = docx.Document()
    document.add_paragraph("{{ number }} {{ room }} {{ watermark }} 第{{ print_count }}次")
    document.save(tmp_path / NOTICE.template)
    monkeypatch.setattr(papers, "TEMPLATES_FOLDER", tmp_path)
    monkeypatch.setitem(KINDS, "rooms", dataclasses.replace(KINDS["rooms"], own_papers=(NOTICE,)))
    return [make_room("3-1-501").id, make_room("3-1-502").id]


def make(room_id, desk):
    return paper_desk.make("rooms", room_id, "keys_notice", desk)


def text_of(filled):
    return docx.Document(io.BytesIO(filled.content)).paragraphs[0].text


def next_number(desk):
    return numbering.next_number("YS", desk.today)


def test_a_preview_shows_the_next_number_and_takes_none(rooms, desk):
    assert text_of(make(rooms[0], desk)) == "YS-202611-0001 3-1-501  第1次"
    assert make(rooms[1], desk).number == next_number(desk) == "YS-202611-0001"


def test_the_number_is_taken_when_the_paper_leaves(rooms, desk):
    paper_desk.print_out(make(rooms[0], desk), lambda: None, desk)
    row = PrintedPaper.get()
    assert (row.number, row.to_sign, row.run, row.place) == ("YS-202611-0001", True, None, None)
    assert next_number(desk) == "YS-202611-0002"


def test_a_printer_that_takes_nothing_gives_the_number_back(rooms, desk):
    def jam():
        raise DeskError("没有纸")

    with pytest.raises(DeskError, match="没有纸"):
        paper_desk.print_out(make(rooms[0], desk), jam, desk)
    assert PrintedPaper.select().count() == 0
    assert next_number(desk) == "YS-202611-0001"


def test_a_number_another_took_meanwhile_is_never_drawn(rooms, desk):
    first, second = make(rooms[0], desk), make(rooms[1], desk)
    paper_desk.print_out(first, lambda: None, desk)
    drawn = []
    with pytest.raises(Outdated, match="YS-202611-0002") as moved:
        paper_desk.print_out(second, lambda: drawn.append(second), desk)
    assert drawn == []
    paper_desk.print_out(moved.value.filled, lambda: drawn.append(moved.value.filled), desk)
    assert text_of(drawn[0]) == "YS-202611-0002 3-1-502  第1次"
    with pytest.raises(NumberGone):
        give_out(second, "printed", desk)


def test_a_file_is_written_with_the_right_number_whatever_was_shown(rooms, desk, tmp_path):
    first, second = make(rooms[0], desk), make(rooms[1], desk)
    paper_desk.save_as(first, tmp_path / "一.docx", desk)
    written = paper_desk.save_as(second, tmp_path / "二.docx", desk)
    assert written.number == "YS-202611-0002"
    assert (tmp_path / "二.docx").read_bytes() == written.content


def test_two_windows_with_the_same_paper_print_one_number_and_one_reprint(rooms, desk):
    first, second = make(rooms[0], desk), make(rooms[0], desk)
    paper_desk.note_given(first, "printed", desk)
    with pytest.raises(Outdated) as moved:
        paper_desk.note_given(second, "printed", desk)
    assert text_of(moved.value.filled) == "YS-202611-0001 3-1-501 补打 第2次"


def test_a_second_print_keeps_its_number(rooms, desk):
    paper_desk.note_given(make(rooms[0], desk), "printed", desk)
    again = make(rooms[0], desk)
    assert text_of(again) == "YS-202611-0001 3-1-501 补打 第2次"
    paper_desk.note_given(again, "printed", desk)
    assert next_number(desk) == "YS-202611-0002"


def test_a_kept_paper_is_printed_again_from_what_was_filled_in_then(rooms, desk):
    paper_desk.note_given(make(rooms[0], desk), "printed", desk)
    model = KINDS["rooms"].model
    model.update(code="9-9-999").where(model.id == rooms[0]).execute()
    again = paper_desk.reprint(PrintedPaper.get().id, desk)
    assert text_of(again) == "YS-202611-0001 3-1-501 补打 第2次"
    paper_desk.print_out(again, lambda: None, desk)
    assert [row.print_count for row in PrintedPaper.select().order_by(PrintedPaper.id)] == [1, 2]


def test_only_who_may_print_it_prints_it(rooms, desk, guard):
    paper_desk.note_given(make(rooms[0], desk), "printed", desk)
    for do in (
        lambda: make(rooms[1], guard),
        lambda: paper_desk.reprint(PrintedPaper.get().id, guard),
    ):
        with pytest.raises(DeskError, match="需要客户助理来打印"):
            do()
    assert make(rooms[1], Desk(Actor("王芳", frozenset({"clerk"})), desk.now)).number == "YS-202611-0002"


def test_a_paper_that_waits_in_a_run_is_not_printed_alone(rooms, desk):
    run = print_runs.prepare(KINDS["rooms"], rooms, NOTICE, desk).run
    with pytest.raises(DeskError, match=f"打印批次 {run.id} 里"):
        make(rooms[0], desk)
    print_runs.undo(run.id, desk)
    assert make(rooms[0], desk).number == "YS-202611-0001"


def test_a_renewed_paper_takes_a_number_each_time(rooms, desk, monkeypatch):
    renewed = dataclasses.replace(NOTICE, renewed=True)
    monkeypatch.setitem(KINDS, "rooms", dataclasses.replace(KINDS["rooms"], own_papers=(renewed,)))
    first, second = make(rooms[0], desk), make(rooms[0], desk)
    paper_desk.print_out(first, lambda: None, desk)
    with pytest.raises(Outdated, match="编号由 YS-202611-0001 改为 YS-202611-0002") as changed:
        paper_desk.print_out(second, lambda: None, desk)
    assert "第" not in str(changed.value)
    paper_desk.print_out(changed.value.filled, lambda: None, desk)
    paper_desk.print_out(make(rooms[0], desk), lambda: None, desk)
    rows = PrintedPaper.select().order_by(PrintedPaper.id)
    assert [row.number for row in rows] == ["YS-202611-0001", "YS-202611-0002", "YS-202611-0003"]


def test_the_number_is_not_said_to_have_changed_where_only_the_count_did(rooms, desk, tmp_path):
    saved = paper_desk.save_as(make(rooms[0], desk), tmp_path / "一.docx", desk)
    with pytest.raises(Outdated, match="这次是第 2 次打印，纸上会印“补打”") as changed:
        paper_desk.print_out(saved, lambda: None, desk)
    assert "编号" not in str(changed.value)
    assert changed.value.filled.number == "YS-202611-0001"


def test_a_number_that_another_followed_while_the_printer_failed_stays_void(rooms, desk):
    def jam():
        paper_desk.print_out(make(rooms[1], desk), lambda: None, desk)
        raise DeskError("没有纸")

    with pytest.raises(DeskError, match="没有纸"):
        paper_desk.print_out(make(rooms[0], desk), jam, desk)
    assert [row.number for row in PrintedPaper.select()] == ["YS-202611-0002"]
    (void,) = print_runs.latest_runs(9)
    assert (void.run.state, void.is_open) == ("undone", False)
    assert PrintRunItem.get().number == "YS-202611-0001"
    assert make(rooms[0], desk).number == "YS-202611-0003"
    assert make(rooms[0], desk).print_count == 1


def test_a_printer_that_takes_nothing_leaves_no_run(rooms, desk):
    def jam():
        raise DeskError("没有纸")

    with pytest.raises(DeskError, match="没有纸"):
        paper_desk.print_out(make(rooms[0], desk), jam, desk)
    assert print_runs.latest_runs(9) == []
    assert PrintRunItem.select().count() == 0
