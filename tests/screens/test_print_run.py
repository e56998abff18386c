"""Printing many papers at once: what is said before, what is noted after, and which page belongs to which paper."""

import dataclasses

import docx
import pytest

from desk_app.kernel import office_programs
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import KINDS
from desk_app.kernel.papers import Pack, PackPaper, Paper, Placeholder
from desk_app.kernel.papers import paper as papers
from desk_app.kernel.printed import PrintedPaper, PrintRun
from desk_app.kernel.store import AuditRow
from desk_app.screens import (
    opened_files,
    paper_desk,
    print_run,
    print_run_layout,
    print_run_list,
    saved_run,
    today,
)
from desk_app.screens.progress import Cancelled, Progress

NOTICE = Paper(
    "keys_notice",
    "领钥匙通知",
    "F90",
    "keys_notice.docx",
    (Placeholder("number", "编号"), Placeholder("room", "房号")),
    lambda draft: {"room": draft.record.code},
    series="YS",
    may_print=lambda draft: "这间房还没有交付。" if draft.record.label == "999" else None,
)
SECRET = dataclasses.replace(NOTICE, name="secret", label="经理用表", roles=("manager",))
PACK = Pack("keys", "交钥匙", (PackPaper("keys_notice"),))


@pytest.fixture
def rooms(tmp_path, monkeypatch, make_room):
    """Return the ids of four rooms, of which the last is not printed for."""
    document = docx.Document()
    document.add_paragraph("{{ number }} {{ room }}{{ watermark }}")
    document.save(tmp_path / NOTICE.template)
    monkeypatch.setattr(papers, "TEMPLATES_FOLDER", tmp_path)
    monkeypatch.setattr(office_programs, "find_programs", lambda: ())
    monkeypatch.setitem(KINDS, "rooms", dataclasses.replace(KINDS["rooms"], own_papers=(NOTICE, SECRET)))
    return [make_room(f"3-1-{label}").id for label in (501, 502, 503, 999)]


def look(ids, desk, what=NOTICE):
    return print_run.look(KINDS["rooms"], ids, what, desk, Progress())


def prepare(ids, desk, what=NOTICE):
    return print_run.prepare(KINDS["rooms"], ids, what, desk, Progress())


def test_what_will_be_printed_and_what_not_is_told_before(rooms, desk):
    seen = look(rooms, desk)
    assert seen.sentence == "可以打印 3 份，新取编号 3 个，1 项不打，原因见下。"
    assert [(one.title, one.why) for one in seen.refused] == [("3-1-999", "这间房还没有交付。")]
    assert look(rooms[3:], desk).sentence == "没有可以打印的，原因见下。"
    assert print_run_list.list_runs() == []


def test_reprints_are_told_before(rooms, desk):
    run_id = prepare(rooms[:1], desk)
    print_run_layout.lay_out(run_id, Progress())
    print_run.note_out(run_id, 1, 1, desk)
    assert look(rooms[:2], desk).sentence == "可以打印 2 份，新取编号 1 个，以前打过、印“补打” 1 份。"


def test_only_papers_the_person_may_print_are_offered(rooms, desk, clerk, monkeypatch):
    monkeypatch.setattr(type(KINDS["rooms"]), "packs", (PACK,))
    labels = [print_run.choice_label(what) for what in print_run.find_choices(KINDS["rooms"], clerk)]
    assert (labels[0], labels[-1]) == ("领钥匙通知", "套装：交钥匙")
    assert "经理用表" not in labels
    assert SECRET in print_run.find_choices(KINDS["rooms"], desk)
    assert print_run.is_pack(KINDS["rooms"], "keys")


def test_a_cancelled_preparation_takes_nothing(rooms, desk):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        print_run.prepare(KINDS["rooms"], rooms, NOTICE, desk, progress)
    assert print_run_list.count_open() == 0


def test_without_an_office_program_the_word_file_is_there_all_the_same(rooms, desk):
    laid_out = print_run_layout.lay_out(prepare(rooms, desk), Progress())
    assert [len(file.places) for file in laid_out.files] == [3]
    assert laid_out.files[0].path.is_file()
    assert laid_out.pdfs == ()
    assert "没有找到 Word" in laid_out.why_not


def test_noting_says_how_far_the_run_is(rooms, desk):
    run_id = prepare(rooms, desk)
    print_run_layout.lay_out(run_id, Progress())
    assert print_run.note_out(run_id, 1, 2, desk) == "已记下 2 份。还有 1 份没打，可以从第 3 份接着打。"
    view = print_run.read_run(run_id)
    assert (view.printed, view.first_waiting, view.is_open) == (2, 3, True)
    assert "已经记为打印过" in print_run.refuse_printed(view, 2, 3)
    assert print_run.refuse_printed(view, 3, 3) == ""
    assert print_run.note_out(run_id, 3, 3, desk) == "已记下：这个批次 3 份都打完了。"
    assert not print_run.read_run(run_id).is_open


def test_runs_not_finished_are_listed_first_and_on_the_first_page(rooms, desk):
    first, second = prepare(rooms[:1], desk), prepare(rooms[1:2], desk)
    print_run_layout.lay_out(second, Progress())
    print_run.note_out(second, 1, 1, desk)
    lines = print_run_list.list_runs()
    assert [(line.run_id, line.state, line.may_undo) for line in lines] == [
        (first, "还没打印", True),
        (second, "已打完", False),
    ]
    assert [one.count for one in today.look(desk).reminders if one.command == "show_print_runs"] == [1]


def test_taking_a_run_back_tells_what_became_of_its_numbers(rooms, desk):
    first, second = prepare(rooms[:1], desk), prepare(rooms[1:2], desk)
    assert "1 个编号收不回" in print_run_list.undo(first, desk)
    assert print_run_list.undo(second, desk) == "已撤销，编号已收回。"
    assert today.look(desk).reminders == ()


def test_the_rest_of_a_run_can_be_given_up(rooms, desk):
    run_id = prepare(rooms, desk)
    print_run_layout.lay_out(run_id, Progress())
    print_run.note_out(run_id, 1, 1, desk)
    with pytest.raises(DeskError, match="已经打印了 1 份"):
        print_run_list.undo(run_id, desk)
    assert print_run_list.close(run_id, desk) == "其余 2 份不打了，编号已记为作废。"


def test_saved_files_count_as_given_out(rooms, desk, tmp_path):
    run_id = prepare(rooms, desk)
    laid_out = print_run_layout.lay_out(run_id, Progress())
    out = tmp_path / "out"
    with pytest.raises(DeskError, match="写不进文件夹“out”"):
        print_run.save_merged(run_id, laid_out, out, desk)
    assert PrintedPaper.select().count() == 0
    out.mkdir()
    assert [path.name for path in print_run.save_merged(run_id, laid_out, out, desk)] == [
        f"领钥匙通知 {run_id}.docx"
    ]
    assert {row.action for row in PrintedPaper.select()} == {"filled"}


def test_saving_the_rest_of_a_run_leaves_out_what_is_printed(rooms, desk, tmp_path):
    run_id = prepare(rooms, desk)
    laid_out = print_run_layout.lay_out(run_id, Progress())
    print_run.note_out(run_id, 1, 1, desk)
    (saved,) = print_run.save_merged(run_id, laid_out, tmp_path, desk)
    numbers = [paragraph.text.split()[0] for paragraph in docx.Document(saved).paragraphs if paragraph.text]
    assert numbers == ["YS-202611-0002", "YS-202611-0003"]
    rows = list(PrintedPaper.select().order_by(PrintedPaper.place))
    assert [row.action for row in rows] == ["printed", "filled", "filled"]
    assert [paper_desk.make_again(row.id).number[-4:] for row in rows] == ["0001", "0002", "0003"]
    assert not list(opened_files.folder().glob(f"rest-{run_id}-*"))


def test_a_run_that_is_out_is_not_saved_once_more(rooms, desk, tmp_path):
    run_id, out = prepare(rooms, desk), tmp_path / "out"
    laid_out = print_run_layout.lay_out(run_id, Progress())
    print_run.note_out(run_id, 1, 3, desk)
    out.mkdir()
    with pytest.raises(DeskError, match="没有保存：这个批次已经没有要打的了"):
        print_run.save_merged(run_id, laid_out, out, desk)
    assert list(out.iterdir()) == []


def contents(folder):
    return sorted(path.read_bytes() for path in folder.iterdir())


def book_state():
    rows = [(row.place, row.action, row.print_count, row.docx_sha256) for row in PrintedPaper.select()]
    return rows, [(run.id, run.state) for run in PrintRun.select()]


@pytest.fixture
def folders(tmp_path):
    """Return two empty folders."""
    made = (tmp_path / "first", tmp_path / "second")
    for folder in made:
        folder.mkdir()
    return made


def test_a_run_saved_in_one_file_is_saved_again_to_the_letter_and_counts_nothing(rooms, desk, folders):
    first, second = folders
    run_id = prepare(rooms, desk)
    print_run.save_merged(run_id, print_run_layout.lay_out(run_id, Progress()), first, desk)
    before = book_state()
    words = saved_run.save_again(run_id, second, desk, Progress())
    assert words == "已照原样再存 1 个文件到“second”，不算补打，不另记次数。"
    assert contents(second) == contents(first)
    assert book_state() == before
    assert AuditRow.select().where(AuditRow.action == "save_again", AuditRow.record_id == run_id).count() == 1
    assert not list(opened_files.folder().glob(f"saved-{run_id}-*"))


def test_a_run_saved_paper_by_paper_is_saved_again_paper_by_paper(rooms, desk, folders):
    first, second = folders
    run_id = prepare(rooms, desk)
    print_run.save_apart(run_id, first, desk, Progress())
    saved_run.save_again(run_id, second, desk, Progress())
    assert {path.name for path in second.iterdir()} == {path.name for path in first.iterdir()}
    assert contents(second) == contents(first)


def test_of_a_run_printed_in_part_only_what_was_saved_is_saved_again(rooms, desk, folders):
    first, second = folders
    run_id = prepare(rooms, desk)
    laid_out = print_run_layout.lay_out(run_id, Progress())
    print_run.note_out(run_id, 1, 1, desk)
    print_run.save_merged(run_id, laid_out, first, desk)
    assert print_run.read_run(run_id).saved == 2
    saved_run.save_again(run_id, second, desk, Progress())
    assert contents(second) == contents(first)


def test_a_run_that_was_only_printed_has_no_files_to_save_again(rooms, desk, folders):
    run_id = prepare(rooms, desk)
    print_run_layout.lay_out(run_id, Progress())
    print_run.note_out(run_id, 1, 3, desk)
    with pytest.raises(DeskError, match="没有存过文件"):
        saved_run.save_again(run_id, folders[0], desk, Progress())
    assert list(folders[0].iterdir()) == []


def test_files_that_would_come_out_different_are_not_saved_again(rooms, desk, folders):
    run_id = prepare(rooms, desk)
    print_run.save_apart(run_id, folders[0], desk, Progress())
    PrintedPaper.update(docx_sha256="0" * 64).where(PrintedPaper.place == 2).execute()
    with pytest.raises(DeskError, match="与当时的不一致"):
        saved_run.save_again(run_id, folders[1], desk, Progress())
    assert list(folders[1].iterdir()) == []


def test_who_may_not_print_a_paper_does_not_save_it_again(rooms, desk, clerk, folders):
    run_id = prepare(rooms, desk, SECRET)
    print_run.save_apart(run_id, folders[0], desk, Progress())
    with pytest.raises(DeskError, match="没有打印“经理用表”"):
        saved_run.save_again(run_id, folders[1], clerk, Progress())
    assert list(folders[1].iterdir()) == []


def test_files_that_cannot_all_be_saved_leave_none_behind(rooms, desk, tmp_path):
    run_id, out = prepare(rooms, desk), tmp_path / "out"
    laid_out = print_run_layout.lay_out(run_id, Progress())
    gone = dataclasses.replace(laid_out, pdfs=(tmp_path / "gone.pdf",))
    out.mkdir()
    with pytest.raises(DeskError, match="没有保存"):
        print_run.save_merged(run_id, gone, out, desk)
    assert list(out.iterdir()) == []
    assert PrintedPaper.select().count() == 0


def test_pages_made_anew_are_in_another_folder_as_those_shown_may_be_open(rooms, desk):
    run_id = prepare(rooms, desk)
    first = print_run_layout.lay_out(run_id, Progress()).files[0].path
    second = print_run_layout.lay_out(run_id, Progress()).files[0].path
    assert (second.name, second.parent) != (first.name, first.parent)
    assert second.is_file()
    assert not first.exists()


def test_a_phone_in_a_title_is_masked(rooms, desk, make_person, monkeypatch):
    paper = dataclasses.replace(NOTICE, values=lambda draft: {"room": "-"}, may_print=None)
    kind = dataclasses.replace(KINDS["people"], own_papers=(paper,))
    monkeypatch.setitem(KINDS, "people", kind)
    person = make_person("张三 13800138000")
    run_id = print_run.prepare(kind, [person.id], paper, desk, Progress())
    assert print_run.read_run(run_id).items[0].title == "张三 138****8000"
    refused = print_run.look(kind, [person.id], paper, desk, Progress()).refused
    assert refused[0].title == "张三 138****8000"
    assert print_run.tell_chosen(kind, [person.id]) == "张三 138****8000"


def test_files_one_each_are_told_also_when_stopped(rooms, desk, tmp_path):
    run_id = prepare(rooms, desk)
    progress = Progress(lambda done, total, text: progress.cancel() if done == 2 else None, every=0)
    assert print_run.save_apart(run_id, tmp_path, desk, progress).startswith("已停止：写好 3 个文件")
    again = prepare(rooms, desk)
    assert print_run.save_apart(again, tmp_path, desk, Progress()).startswith("已存 3 个文件")


def test_papers_of_one_page_each_need_no_look():
    assert print_run_layout.find_first_pages(["", "", ""], 3, lambda page: "") == [0, 1, 2]
    assert print_run_layout.find_first_pages([""], 5, lambda page: "") == [0]


def test_papers_of_several_pages_are_found_by_their_numbers():
    texts = ["编号 A-1", "A-1 续", "编号 A-2", "编号 A-3", "A-3 续"]
    firsts = print_run_layout.find_first_pages(["A-1", "A-2", "A-3"], 5, texts.__getitem__)
    assert firsts == [0, 2, 3]
    assert print_run_layout.page_ranges(firsts, 5) == [range(2), range(2, 3), range(3, 5)]


def test_slips_on_one_page_share_it():
    firsts = print_run_layout.find_first_pages(
        ["A-1", "A-2", "A-3"], 2, ["A-1 A-2", "A-3"].__getitem__, together=True
    )
    assert firsts == [0, 0, 1]
    assert print_run_layout.page_ranges(firsts, 2) == [range(1), range(1), range(1, 2)]


def test_a_paper_that_names_the_next_one_is_not_cut_there():
    texts = ["编号 A-1，另见 A-2", "A-1 续", "编号 A-2 接 A-1", "A-2 续"]
    assert print_run_layout.find_first_pages(["A-1", "A-2"], 4, texts.__getitem__) == [0, 2]


def test_a_number_quoted_further_down_begins_no_paper():
    texts = ["编号 A-1", "以后的费用见 A-2", "编号 A-2"]
    assert print_run_layout.find_first_pages(["A-1", "A-2"], 3, texts.__getitem__) == [0, 2]


def test_a_number_within_a_longer_one_begins_no_paper():
    texts = ["编号 A-1", "A-1 附 A-20、A-2-1、BA-2", "编号 A-2", "续"]
    assert print_run_layout.find_first_pages(["A-1", "A-2"], 4, texts.__getitem__) == [0, 2]


def test_papers_never_begin_on_one_page_unless_they_are_printed_together():
    texts = ["A-1 A-2", "完", "A-3"]
    assert print_run_layout.find_first_pages(["A-1", "A-2"], 3, texts.__getitem__) is None
    assert print_run_layout.find_first_pages(["A-1", "A-2"], 3, texts.__getitem__, together=True) == [0, 0]


def test_papers_without_numbers_cannot_be_divided():
    assert print_run_layout.find_first_pages(["", ""], 3, lambda page: "") is None
    assert print_run_layout.find_first_pages(["A-1", "A-9"], 3, ["A-1", "x", "y"].__getitem__) is None


def test_the_numbers_of_one_series_are_shown(rooms, desk):
    assert print_run.tell_numbers(print_run.read_run(prepare(rooms, desk))) == (
        "YS-202611-0001 至 YS-202611-0003"
    )
