"""Print runs: many papers prepared at once, printed in part, printed again, taken back; numbers and records agree."""

import dataclasses
import hashlib
import io
import json

import docx
import pytest

from desk_app.kernel import numbering, print_plan, print_runs, printed, run_files, snapshots
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.kind import KINDS
from desk_app.kernel.papers import Pack, PackPaper, Paper, Placeholder
from desk_app.kernel.papers import paper as papers
from desk_app.kernel.papers.refusals import TemplateRefused
from desk_app.kernel.printed import PrintedPaper, PrintRun, PrintRunItem
from desk_app.kernel.snapshots import Snapshots
from desk_app.kernel.store import AuditRow
from desk_app.screens import paper_desk

FIELDS = (Placeholder("number", "编号"), Placeholder("room", "房号"))
NOTICE = Paper(
    "keys_notice",
    "领钥匙通知",
    "F90",
    "keys_notice.docx",
    FIELDS,
    lambda draft: {"room": draft.record.code},
    series="YS",
    signatures=("业主",),
    may_print=lambda draft: "这间房还没有交付。" if draft.record.label == "999" else None,
)
SLIP = Paper(
    "meter_slip",
    "抄表便条",
    "F91",
    "meter_slip.docx",
    FIELDS,
    lambda draft: {"room": draft.record.code},
    together="slips",
    series="CB",
    renewed=True,
    roles=("manager",),
)
LETTER = Paper(
    "letter",
    "来函",
    "F92",
    "letter.docx",
    FIELDS,
    lambda draft: {"number": "", "room": draft.record.person.name},
)
PACK = Pack(
    "keys",
    "交钥匙套装",
    (
        PackPaper("keys_notice"),
        PackPaper("letter", 2, lambda draft: _holdings(draft.record.id)),
        PackPaper("meter_slip"),
    ),
)


def _holdings(room_id):
    model = KINDS["holdings"].model
    return [("holdings", row.id) for row in model.select().where(model.room == room_id)]


def write_template(path, *texts):
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(path)


@pytest.fixture
def templates(tmp_path, monkeypatch):
    folder = tmp_path / "templates"
    write_template(folder / NOTICE.template, "{{ number }} {{ room }} {{ watermark }} 第{{ print_count }}次")
    write_template(folder / LETTER.template, "致 {{ room }}{{ watermark }}")
    write_template(
        folder / SLIP.template, "{% for slip in slips %}{{ slip.number }}={{ slip.room }};{% endfor %}"
    )
    monkeypatch.setattr(papers, "TEMPLATES_FOLDER", folder)
    return folder


@pytest.fixture
def rooms(templates, monkeypatch):
    monkeypatch.setitem(KINDS, "rooms", dataclasses.replace(KINDS["rooms"], own_papers=(NOTICE, SLIP)))
    monkeypatch.setitem(KINDS, "holdings", dataclasses.replace(KINDS["holdings"], own_papers=(LETTER,)))
    return KINDS["rooms"]


@pytest.fixture
def four(rooms, make_room):
    """Return the ids of four rooms, made in no order."""
    return [make_room(code).id for code in ("10-1-101", "2-1-502", "2-1-501", "2-1-1001")]


def prepare(rooms, ids, desk, what=NOTICE, **rest):
    return print_runs.prepare(rooms, ids, what, desk, **rest)


def items_of(run):
    return list(PrintRunItem.select().where(PrintRunItem.run == run).order_by(PrintRunItem.place))


def fill(run, tmp_path):
    folder = tmp_path / f"run-{run.id}"
    folder.mkdir(exist_ok=True)
    return run_files.fill(run.id, folder, lambda done, total: None)


def change_kept(run, old, new):
    """Let what a run's papers held say something else, as nobody may."""
    kept = list(snapshots.read(run.id, range(1, len(items_of(run)) + 1)))
    snapshots.forget(run.id)
    snapshots.keep(run.id, 1, json.loads(json.dumps(kept, ensure_ascii=False).replace(old, new)))


def lines_of(path):
    return [line for paragraph in docx.Document(path).paragraphs if (line := paragraph.text)]


def test_a_run_takes_its_numbers_in_walking_order(rooms, four, desk):
    run = prepare(rooms, four, desk).run
    assert [(item.place, item.title, item.number) for item in items_of(run)] == [
        (1, "2-1-501", "YS-202611-0001"),
        (2, "2-1-502", "YS-202611-0002"),
        (3, "2-1-1001", "YS-202611-0003"),
        (4, "10-1-101", "YS-202611-0004"),
    ]
    assert next(snapshots.read(run.id, [1]))["number"] == "YS-202611-0001"
    assert PrintedPaper.select().count() == 0


def test_a_run_can_keep_the_order_chosen(rooms, four, desk):
    run = prepare(rooms, four, desk, order=print_plan.CHOSEN).run
    assert [item.title for item in items_of(run)] == ["10-1-101", "2-1-502", "2-1-501", "2-1-1001"]


def test_holdings_are_sorted_by_their_rooms(rooms, four, desk, make_person, hold):
    model = KINDS["rooms"].model
    made = [hold(model.get_by_id(room_id), make_person(f"业主{room_id}")).id for room_id in four]
    ordered = print_plan.in_order(KINDS["holdings"], made, print_plan.WALKING)
    assert ordered == [made[2], made[1], made[3], made[0]]


def test_who_may_not_be_printed_is_named_and_left_out_without_a_gap(rooms, four, desk, make_room):
    unready = make_room("3-1-999").id
    prepared = prepare(rooms, [unready, *four], desk)
    assert [(one.title, one.why) for one in prepared.refused] == [("3-1-999", "这间房还没有交付。")]
    assert [item.number[-4:] for item in items_of(prepared.run)] == ["0001", "0002", "0003", "0004"]
    with pytest.raises(DeskError, match=r"都不能打印。这间房还没有交付"):
        prepare(rooms, [unready], desk)
    assert PrintRun.select().count() == 1


def test_looking_what_a_run_would_hold_changes_nothing(rooms, four, desk):
    groups = list(print_plan.plan(rooms, four, NOTICE, desk))
    assert next(item.title for group in groups for item in group.items) == "2-1-501"
    assert numbering.next_number("YS", desk.today) == "YS-202611-0001"
    assert PrintRun.select().count() == 0


def test_nobody_without_the_role_prepares_a_run(rooms, four, desk):
    clerk = Desk(Actor("王芳", frozenset({"clerk"})), desk.now)
    with pytest.raises(DeskError, match="需要项目经理来打印"):
        prepare(rooms, four, clerk, SLIP)
    assert PrintRun.select().count() == 0


def test_a_template_that_is_not_in_order_stops_before_numbers_are_taken(rooms, four, desk, templates):
    write_template(templates / NOTICE.template, "{{ nummer }}")
    with pytest.raises(TemplateRefused, match="nummer"):
        prepare(rooms, four, desk)
    assert numbering.next_number("YS", desk.today) == "YS-202611-0001"


def test_a_run_stopped_while_it_is_prepared_leaves_nothing(rooms, four, desk):
    def stop(done, total):
        raise DeskError("停")

    with pytest.raises(DeskError, match="停"):
        prepare(rooms, four, desk, step=stop)
    assert PrintRun.select().count() == 0
    assert numbering.next_number("YS", desk.today) == "YS-202611-0001"


def test_all_papers_come_out_in_one_merged_file(rooms, four, desk, tmp_path):
    run = prepare(rooms, four, desk).run
    (file,) = fill(run, tmp_path)
    assert file.places == (1, 2, 3, 4)
    assert lines_of(file.path)[:2] == ["YS-202611-0001 2-1-501  第1次", "YS-202611-0002 2-1-502  第1次"]


def test_slips_stand_together_on_one_page(rooms, four, desk, tmp_path):
    (file,) = fill(prepare(rooms, four, desk, SLIP).run, tmp_path)
    assert file.together
    assert lines_of(file.path) == [
        "CB-202611-0001=2-1-501;CB-202611-0002=2-1-502;CB-202611-0003=2-1-1001;CB-202611-0004=10-1-101;"
    ]


def test_only_what_came_out_is_noted(rooms, four, desk, tmp_path):
    run = prepare(rooms, four, desk).run
    fill(run, tmp_path)
    assert print_runs.note_printed(run.id, 1, 2, desk) == 2
    rows = list(PrintedPaper.select().order_by(PrintedPaper.place))
    assert [(row.run_id, row.place, row.number, row.action, row.to_sign) for row in rows] == [
        (run.id, 1, "YS-202611-0001", "printed", True),
        (run.id, 2, "YS-202611-0002", "printed", True),
    ]
    assert print_runs.state_of(run).printed == 2
    assert [state.run.id for state in print_runs.open_runs()] == [run.id]
    last = AuditRow.select().order_by(AuditRow.id.desc()).get()
    assert (last.action, last.record_id, last.kind) == ("paper_printed", rows[1].record_id, "rooms")


def test_what_was_noted_is_noted_once_and_a_whole_run_is_done(rooms, four, desk, tmp_path):
    run = prepare(rooms, four, desk).run
    fill(run, tmp_path)
    print_runs.note_printed(run.id, 2, 3, desk)
    assert print_runs.note_printed(run.id, 1, 4, desk) == 2
    assert print_runs.note_printed(run.id, 1, 4, desk) == 0
    assert print_runs.open_runs() == []
    assert [row.place for row in PrintedPaper.select().order_by(PrintedPaper.id)] == [2, 3, 1, 4]


def test_the_papers_of_a_run_are_listed_at_everything_they_are_about(
    rooms, four, desk, tmp_path, make_person, hold
):
    holding = hold(KINDS["rooms"].model.get_by_id(four[0]), make_person("张伟"))
    run = prepare(KINDS["holdings"], [holding.id], desk, LETTER).run
    fill(run, tmp_path)
    print_runs.note_printed(run.id, 1, 1, desk)
    for kind_name, record_id in (("holdings", holding.id), ("rooms", four[0]), ("people", holding.person_id)):
        assert [row.paper for row in printed.given_out(kind_name, record_id)] == ["letter"]


def test_after_a_paper_jam_the_rest_is_printed_from_the_same_file(rooms, four, desk, tmp_path):
    run = prepare(rooms, four, desk).run
    first = fill(run, tmp_path)[0].path.read_bytes()
    print_runs.note_printed(run.id, 1, 2, desk)
    assert fill(run, tmp_path)[0].path.read_bytes() == first
    print_runs.note_printed(run.id, 3, 4, desk)
    assert fill(run, tmp_path)[0].path.read_bytes() == first, "also when all are out"
    assert run_files.is_same(PrintedPaper.get(PrintedPaper.place == 3), tmp_path)


def test_a_reprint_keeps_the_numbers_and_is_counted_and_marked(rooms, four, desk, tmp_path):
    run = prepare(rooms, four, desk).run
    fill(run, tmp_path)
    with pytest.raises(DeskError, match="还没有打印过"):
        print_runs.reprint(run.id, 2, 3, desk)
    print_runs.note_printed(run.id, 1, 4, desk)
    again = print_runs.reprint(run.id, 2, 3, desk)
    (file,) = fill(again, tmp_path)
    assert lines_of(file.path) == ["YS-202611-0002 2-1-502 补打 第2次", "YS-202611-0003 2-1-1001 补打 第2次"]
    print_runs.note_printed(again.id, 1, 2, desk)
    assert [row.print_count for row in PrintedPaper.select().order_by(PrintedPaper.id)] == [1, 1, 1, 1, 2, 2]
    assert numbering.next_number("YS", desk.today) == "YS-202611-0005"


def test_a_second_run_of_a_paper_keeps_its_numbers_unless_it_is_renewed(rooms, four, desk, tmp_path):
    for what in (NOTICE, SLIP):
        run = prepare(rooms, four[:1], desk, what).run
        fill(run, tmp_path)
        print_runs.note_printed(run.id, 1, 1, desk)
    again, slip = prepare(rooms, four[:1], desk).run, prepare(rooms, four[:1], desk, SLIP).run
    assert [(item.number, item.print_count) for item in items_of(again)] == [("YS-202611-0001", 2)]
    assert [(item.number, item.print_count) for item in items_of(slip)] == [("CB-202611-0002", 1)]
    assert print_runs.undo(again.id, desk) == []
    assert numbering.next_number("YS", desk.today) == "YS-202611-0002", (
        "a number taken before is not given back"
    )


def test_what_waits_in_a_run_is_not_prepared_a_second_time(rooms, four, desk):
    run = prepare(rooms, four[:2], desk).run
    prepared = prepare(rooms, four, desk)
    assert [one.title for one in prepared.refused] == ["2-1-502", "10-1-101"]
    assert f"打印批次 {run.id}" in prepared.refused[0].why


def test_numbers_of_a_run_taken_back_are_free_again(rooms, four, desk):
    run = prepare(rooms, four, desk).run
    assert print_runs.undo(run.id, desk) == []
    assert numbering.next_number("YS", desk.today) == "YS-202611-0001"
    assert items_of(run) == []
    with pytest.raises(DeskError, match="已经撤销"):
        print_runs.undo(run.id, desk)
    with pytest.raises(DeskError, match="已经撤销"):
        print_runs.note_printed(run.id, 1, 4, desk)


def test_numbers_that_others_came_after_stay_void_and_are_logged(rooms, four, desk):
    first, second = prepare(rooms, four[:2], desk).run, prepare(rooms, four[2:], desk).run
    assert print_runs.undo(first.id, desk) == ["YS-202611-0001", "YS-202611-0002"]
    assert numbering.next_number("YS", desk.today) == "YS-202611-0005"
    assert [item.number for item in items_of(first)] == ["YS-202611-0001", "YS-202611-0002"]
    assert "YS-202611-0001" in AuditRow.select().order_by(AuditRow.id.desc()).get().changes
    assert print_runs.undo(second.id, desk) == []


def test_nothing_is_taken_back_once_a_paper_is_out(rooms, four, desk, tmp_path):
    run = prepare(rooms, four, desk).run
    fill(run, tmp_path)
    print_runs.note_printed(run.id, 1, 1, desk)
    with pytest.raises(DeskError, match="已经打印了 1 份"):
        print_runs.undo(run.id, desk)
    assert print_runs.close(run.id, desk) == 3
    assert print_runs.open_runs() == []
    assert "YS-202611-0004" in AuditRow.select().order_by(AuditRow.id.desc()).get().changes


def test_one_file_for_each_paper_takes_the_next_free_name(rooms, four, desk, tmp_path):
    (tmp_path / "领钥匙通知 YS-202611-0001.docx").write_bytes(b"mine")
    run = prepare(rooms, four, desk).run
    assert run_files.fill_apart(run.id, tmp_path, desk, lambda done, total: None) == 4
    names = sorted(path.name for path in tmp_path.glob("*.docx"))
    assert names[:2] == ["领钥匙通知 YS-202611-0001.docx", "领钥匙通知 YS-202611-0001_2.docx"]
    assert (tmp_path / names[0]).read_bytes() == b"mine"
    assert [row.action for row in PrintedPaper.select()] == ["filled"] * 4
    assert print_runs.open_runs() == []


def test_papers_filled_with_what_is_at_hand_are_those_filled_from_the_book(
    rooms, four, desk, tmp_path, monkeypatch
):
    monkeypatch.setattr(print_runs, "MOST_AT_HAND", 3)
    prepared = prepare(rooms, four, desk)
    assert list(prepared.at_hand) == [1, 2, 3], "the fourth is read from the book"
    (merged,) = run_files.fill(prepared.run.id, tmp_path, lambda done, total: None, at_hand=prepared.at_hand)
    (again,) = fill(prepared.run, tmp_path)
    assert merged.path.read_bytes() == again.path.read_bytes()
    one_each, kept = tmp_path / "一份一个", tmp_path / "留底"
    one_each.mkdir()
    kept.mkdir()
    run_files.fill_apart(prepared.run.id, one_each, desk, lambda done, total: None, prepared.at_hand)
    files = run_files.fill_saved(prepared.run.id, kept, lambda done, total: None)
    assert [file.path.read_bytes() for file in files] == [
        path.read_bytes() for path in sorted(one_each.iterdir())
    ]


def test_files_written_before_the_work_was_stopped_are_noted_and_the_rest_follows(
    rooms, four, desk, tmp_path
):
    run = prepare(rooms, four, desk).run

    def stop_at_two(done, total):
        if done == 2:
            raise DeskError("停")

    with pytest.raises(DeskError, match="停"):
        run_files.fill_apart(run.id, tmp_path, desk, stop_at_two)
    assert print_runs.state_of(run).printed == len(list(tmp_path.glob("*.docx"))) == 2
    assert run_files.fill_apart(run.id, tmp_path, desk, lambda done, total: None) == 2
    assert len(list(tmp_path.glob("*.docx"))) == 4


def test_a_folder_that_cannot_be_written_is_told(rooms, four, desk, tmp_path):
    run = prepare(rooms, four, desk).run
    with pytest.raises(DeskError, match="写不进文件夹“没有”"):
        run_files.fill_apart(run.id, tmp_path / "没有", desk, lambda done, total: None)
    assert PrintedPaper.select().count() == 0


def test_a_pack_prints_its_papers_under_a_list_and_names_what_does_not_apply(
    rooms, four, desk, tmp_path, templates, make_person, hold
):
    write_template(
        templates / "general" / "pack_cover.docx",
        "{{ pack }} {{ subject }}",
        "{% for row in papers %}{{ row.no }}{{ row.name }}×{{ row.copies }}{{ row.signed }}{{ row.done }} {% endfor %}",
        "{{ left_out }}",
    )
    hold(KINDS["rooms"].model.get_by_id(four[1]), make_person("张伟"))
    prepared = prepare(rooms, [four[1]], desk, PACK)
    files = fill(prepared.run, tmp_path)
    assert [file.paper_name for file in files] == ["pack_cover", "keys_notice", "letter", "meter_slip"]
    assert lines_of(files[0].path) == ["交钥匙套装 2-1-502", "1领钥匙通知×1业主☐ 2来函×2— 3抄表便条×1— "]
    assert [item.copies for item in items_of(prepared.run)] == [1, 1, 2, 1]
    vacant = prepare(rooms, [four[0]], desk, PACK)
    assert [one.why for one in vacant.refused] == ["“来函”不适用，没有放进套装。"]


def test_a_pack_without_its_list_is_printed_all_the_same(rooms, four, desk, tmp_path):
    run = prepare(rooms, [four[0]], desk, PACK).run
    assert [item.paper for item in items_of(run)] == ["keys_notice", "meter_slip"]


def test_a_kept_paper_of_a_run_is_made_again(rooms, four, desk, tmp_path):
    run = prepare(rooms, four, desk).run
    fill(run, tmp_path)
    print_runs.note_printed(run.id, 1, 4, desk)
    row = PrintedPaper.get(PrintedPaper.place == 2)
    again = paper_desk.make_again(row.id)
    assert lines_of(io.BytesIO(again.content)) == ["YS-202611-0002 2-1-502  第1次"]
    change_kept(run, "2-1-502", "2-1-503")
    with pytest.raises(DeskError, match="不一致"):
        paper_desk.make_again(row.id)


def test_what_papers_held_is_kept_many_to_a_row_and_each_is_made_again_to_the_letter(
    rooms, four, desk, tmp_path, monkeypatch
):
    monkeypatch.setattr(snapshots, "TOGETHER", 3)
    run = prepare(rooms, four, desk).run
    assert [row.first for row in Snapshots.select().where(Snapshots.run == run)] == [1, 4]
    assert [values["room"] for values in snapshots.read(run.id, [4, 1, 3])] == [
        "10-1-101",
        "2-1-501",
        "2-1-1001",
    ]
    (tmp_path / "each").mkdir()
    run_files.fill_apart(run.id, tmp_path / "each", desk, lambda done, total: None)
    for row in PrintedPaper.select():
        again = paper_desk.make_again(row.id)
        assert again.sha256 == row.docx_sha256
        assert snapshots.values_of(row)["number"] == row.number


def test_papers_of_several_rows_are_printed_again_each_with_its_own(rooms, four, desk, tmp_path, monkeypatch):
    monkeypatch.setattr(snapshots, "TOGETHER", 2)
    run = prepare(rooms, four, desk).run
    print_runs.note_printed(run.id, 1, 4, desk)
    again = print_runs.reprint(run.id, 2, 4, desk)
    held = list(snapshots.read(again.id, [1, 2, 3]))
    assert [values["room"] for values in held] == ["2-1-502", "2-1-1001", "10-1-101"]
    assert {values["watermark"] for values in held} == {"补打"}
    assert [values["print_count"] for values in snapshots.read(run.id, [2, 3])] == ["1", "1"]


def test_a_run_taken_back_leaves_nothing_of_what_its_papers_held(rooms, four, desk):
    first, second = prepare(rooms, four[:2], desk).run, prepare(rooms, four[2:], desk).run
    print_runs.undo(second.id, desk)
    assert {row.run_id for row in Snapshots.select()} == {first.id}
    assert [values["number"] for values in snapshots.read(first.id, [1, 2])] == [
        "YS-202611-0001",
        "YS-202611-0002",
    ]


def test_pages_are_kept_with_the_papers(rooms, four, desk, tmp_path):
    run = prepare(rooms, four, desk).run
    fill(run, tmp_path)
    run_files.note_pages(run.id, [(1, 2), (2, 1), (3, 1), (4, 1)])
    print_runs.note_printed(run.id, 1, 4, desk)
    assert [row.pages for row in PrintedPaper.select().order_by(PrintedPaper.place)] == [2, 1, 1, 1]


def test_a_run_given_up_notes_nothing_more(rooms, four, desk, tmp_path):
    run = prepare(rooms, four, desk).run
    fill(run, tmp_path)
    print_runs.note_printed(run.id, 1, 1, desk)
    print_runs.close(run.id, desk)
    with pytest.raises(DeskError, match="其余的已经不打了"):
        print_runs.note_printed(run.id, 1, 4, desk)
    assert PrintedPaper.select().count() == 1


def test_a_run_given_up_leaves_no_files_with_void_numbers(rooms, four, desk, tmp_path):
    run = prepare(rooms, four, desk).run
    print_runs.close(run.id, desk)
    with pytest.raises(DeskError, match="其余的已经不打了"):
        run_files.fill_apart(run.id, tmp_path, desk, lambda done, total: None)
    assert list(tmp_path.glob("*.docx")) == []


def test_a_reprint_that_waits_is_not_prepared_a_second_time(rooms, four, desk, tmp_path):
    run = prepare(rooms, four, desk).run
    fill(run, tmp_path)
    print_runs.note_printed(run.id, 1, 4, desk)
    again = print_runs.reprint(run.id, 1, 2, desk)
    with pytest.raises(DeskError, match=f"打印批次 {again.id} 里"):
        print_runs.reprint(run.id, 2, 3, desk)
    assert print_runs.undo(again.id, desk) == []
    assert len(items_of(print_runs.reprint(run.id, 2, 3, desk))) == 2


def test_files_in_another_dress_leave_the_kept_hash_alone(rooms, four, desk, tmp_path, templates):
    run = prepare(rooms, four, desk).run
    (whole,) = fill(run, tmp_path)
    hashes = {item.docx_sha256 for item in items_of(run)}
    write_template(templates / "other.docx", "只有 {{ number }}")
    other = (templates / "other.docx").read_bytes()
    (bare,) = run_files.fill(run.id, tmp_path, lambda done, total: None, lambda _content: other)
    assert lines_of(bare.path)[0] == "只有 YS-202611-0001"
    assert {item.docx_sha256 for item in items_of(run)} == hashes
    assert whole.path != bare.path


def test_a_paper_with_a_file_of_its_own_is_kept_with_its_hash(rooms, four, desk, tmp_path):
    run = prepare(rooms, four, desk).run
    run_files.fill_apart(run.id, tmp_path, desk, lambda done, total: None)
    for row in PrintedPaper.select():
        content = (tmp_path / f"领钥匙通知 {row.number}.docx").read_bytes()
        assert row.docx_sha256 == hashlib.sha256(content).hexdigest()
        assert paper_desk.make_again(row.id).content == content


def test_copies_the_printer_makes_are_noted_beyond_those_of_the_pack(rooms, four, desk, make_person, hold):
    hold(KINDS["rooms"].model.get_by_id(four[1]), make_person("张伟"))
    run = prepare(rooms, [four[1]], desk, PACK).run
    count = print_runs.state_of(run).count
    print_runs.note_printed(run.id, 1, count, desk, sets=3)
    assert [row.copies for row in PrintedPaper.select().order_by(PrintedPaper.place)][-3:] == [3, 6, 3]


def test_a_run_taken_back_is_not_closed(rooms, four, desk):
    run = prepare(rooms, four, desk).run
    print_runs.undo(run.id, desk)
    with pytest.raises(DeskError, match="没有改动：这个批次已经撤销"):
        print_runs.close(run.id, desk)
    assert print_runs.find_run(run.id).state == printed.UNDONE


def test_numbers_said_to_be_void_are_not_given_back(rooms, four, desk):
    run = prepare(rooms, four, desk).run
    print_runs.close(run.id, desk)
    with pytest.raises(DeskError, match="没有撤销：这个批次已经选了“其余不打了”"):
        print_runs.undo(run.id, desk)
    with pytest.raises(DeskError, match="没有改动：这个批次已经打完"):
        print_runs.close(run.id, desk)
    assert numbering.next_number("YS", desk.today) == "YS-202611-0005"
    assert AuditRow.select().where(AuditRow.action == "close").count() == 1


def test_no_file_is_named_after_a_person(rooms, four, desk, tmp_path, make_person, hold):
    holding = hold(KINDS["rooms"].model.get_by_id(four[0]), make_person("张伟"))
    run = prepare(KINDS["holdings"], [holding.id], desk, LETTER).run
    run_files.fill_apart(run.id, tmp_path, desk, lambda done, total: None)
    assert [path.name for path in tmp_path.glob("*.docx")] == [f"来函 {run.id}-1.docx"]


def test_who_is_refused_is_not_named_in_the_error(rooms, desk, make_room, make_person, hold, monkeypatch):
    refused = dataclasses.replace(LETTER, may_print=lambda draft: "还没有收楼。")
    monkeypatch.setitem(KINDS, "holdings", dataclasses.replace(KINDS["holdings"], own_papers=(refused,)))
    holding = hold(make_room("3-1-601"), make_person("张伟"))
    with pytest.raises(DeskError, match="还没有收楼") as told:
        prepare(KINDS["holdings"], [holding.id], desk, refused)
    assert "张伟" not in str(told.value)


def test_a_run_of_a_paper_that_is_gone_is_not_filled(rooms, four, desk, tmp_path, monkeypatch):
    run = prepare(rooms, four, desk).run
    monkeypatch.setitem(KINDS, "rooms", dataclasses.replace(rooms, own_papers=()))
    with pytest.raises(NotFound, match="没有名为 keys_notice 的表单"):
        fill(run, tmp_path)


def test_papers_saved_together_when_others_are_out_are_made_again(rooms, four, desk, tmp_path):
    run = prepare(rooms, four, desk).run
    fill(run, tmp_path)
    print_runs.note_printed(run.id, 2, 2, desk)
    (file,) = run_files.fill_waiting(run.id, tmp_path, lambda done, total: None)
    assert file.places == (1, 3, 4)
    assert [line.split()[0][-4:] for line in lines_of(file.path)] == ["0001", "0003", "0004"]
    hashes = dict.fromkeys(file.places, run_files.hash_of(file.path))
    print_runs.note_printed(run.id, 1, 4, desk, "filled", hashes)
    for row in PrintedPaper.select():
        assert run_files.is_same(row, tmp_path), row.place
    change_kept(run, "1001", "1002")
    assert not run_files.is_same(PrintedPaper.get(PrintedPaper.place == 1), tmp_path)
