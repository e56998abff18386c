"""Papers at the counter: filled, counted, marked as a second print, and made again as they were."""

import dataclasses
import datetime
import hashlib
import io

import docx
import pytest

from desk_app.kernel import leaving, print_runs, printed, settings, store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.database import database
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.kind import KINDS, Register
from desk_app.kernel.papers import paper as papers
from desk_app.kernel.papers.continuation import Sheets
from desk_app.kernel.papers.paper import Paper, Placeholder
from desk_app.kernel.papers.refusals import TemplateRefused
from desk_app.kernel.printed import PrintedPaper, PrintRunItem, TemplateVersion
from desk_app.kernel.store import AuditRow
from desk_app.kernel.words import use_language
from desk_app.screens import paper_contents, paper_desk, paper_dress
from desk_app.screens.paper_changes import Outdated
from desk_app.screens.record_form import RecordForm

SLIPS = "goods_release_slips"

TEXTS = (
    "{{ company }} {{ project }} {{ service_phone }} {{ form_code }}",
    "{{ watermark }} 第{{ print_count }}次 {{ printed_at }} {{ printed_by }}",
    "{{ number }} {{ carrier }}",
    "{% for sheet in sheets %}{{ sheet.copy }}：{% for row in sheet.goods %}{{ row.name }} {% endfor %}{% endfor %}",
)


def _values(draft):
    goods = [{"name": row.name} for row in draft.rows["goods"]]
    return {"number": draft.record.number or "", "carrier": draft.record.carrier, "goods": goods}


PAPER = Paper(
    "gate_note",
    "门岗便条",
    "F99",
    "gate_note.docx",
    (
        Placeholder("number", "编号"),
        Placeholder("carrier", "携带人"),
        Placeholder("goods", "物品", (Placeholder("name", "名称"),)),
    ),
    _values,
    copies=("存根联", "门岗联"),
    sheets=Sheets("goods", first=8, rest=14),
)


def write_template(path, *texts):
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(path)


@pytest.fixture
def templates(tmp_path, monkeypatch):
    folder = tmp_path / "templates"
    write_template(folder / PAPER.template, *TEXTS)
    write_template(folder / "en" / PAPER.template, "English {{ number }}")
    monkeypatch.setattr(papers, "TEMPLATES_FOLDER", folder)
    return folder


@pytest.fixture
def slip(desk, templates, make_room, make_person, hold, monkeypatch):
    kind = dataclasses.replace(KINDS[SLIPS], own_papers=(PAPER,))
    monkeypatch.setitem(KINDS, SLIPS, kind)
    room = make_room("3-1-502")
    hold(room, make_person("张伟"))
    form = RecordForm.start(kind, desk, room=room.id)
    form.enter_row("goods", 0, "name", "沙发")
    form.enter_row("goods", 0, "quantity", "1")
    assert form.press("issue")
    return form


def make(slip, desk, **rest):
    return paper_desk.make(SLIPS, slip.record.id, "gate_note", desk, **rest)


def text_of(filled):
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(filled.content)).paragraphs]


def test_a_paper_tells_the_office_the_record_and_the_printing(slip, desk):
    filled = make(slip, desk)
    assert text_of(filled) == [
        "安和物业有限公司 翠湖花园 0551-6000000 F99",
        " 第1次 2026-11-23 09:05 王芳",
        "FX-202611-0001 张伟",
        "存根联：沙发 门岗联：沙发 ",
    ]
    assert filled.sha256 == hashlib.sha256(filled.content).hexdigest()
    assert paper_desk.file_name(filled) == "门岗便条 FX-202611-0001.docx"


def test_looking_at_a_paper_counts_as_nothing(slip, desk):
    make(slip, desk)
    make(slip, desk)
    assert PrintedPaper.select().count() == 0
    assert make(slip, desk).print_count == 1


def test_the_second_time_out_is_marked_and_counted(slip, desk):
    paper_desk.note_given(make(slip, desk), "printed", desk, 2)
    again = make(slip, desk)
    assert (again.print_count, again.values["watermark"]) == (2, "补打")
    assert text_of(again)[1].startswith("补打 第2次")
    paper_desk.note_given(again, "opened", desk)
    given = paper_desk.given_papers(slip.kind, slip.record.id)
    assert [(paper.label, paper.action, paper.print_count, paper.who) for paper in given] == [
        ("门岗便条", "在文字处理软件中打开", 2, "王芳"),
        ("门岗便条", "打印", 1, "王芳"),
    ]
    assert PrintedPaper.select().order_by(PrintedPaper.id).get().copies == 2


def test_what_went_out_is_in_the_records_history(slip, desk):
    paper_desk.note_given(make(slip, desk), "printed", desk)
    row = AuditRow.select().order_by(AuditRow.id.desc()).get()
    assert (row.action, row.record_id) == ("paper_printed", slip.record.id)


def test_a_paper_written_to_a_file_is_counted(slip, desk, tmp_path):
    out = tmp_path / "放行条.docx"
    filled = make(slip, desk, out=out)
    assert out.read_bytes() == filled.content
    assert PrintedPaper.get().action == "filled"
    assert make(slip, desk).print_count == 2


def test_a_file_that_cannot_be_written_counts_as_nothing(slip, desk, tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(DeskError, match="没有保存“taken”"):
        make(slip, desk, out=tmp_path / "taken")
    assert PrintedPaper.select().count() == 0


def test_a_paper_is_made_again_to_the_byte_after_record_and_template_changed(slip, desk, templates):
    first = make(slip, desk)
    paper_desk.note_given(first, "printed", desk)
    slip.press("void", "填错")
    settings.change({"company": "改名物业"}, desk)
    write_template(templates / PAPER.template, "新版 {{ number }}")
    again = paper_desk.make_again(PrintedPaper.get().id)
    assert again.content == first.content
    assert again.sha256 == PrintedPaper.get().docx_sha256


def test_a_template_is_kept_once_for_each_version(slip, desk, templates):
    for _time in range(2):
        paper_desk.note_given(make(slip, desk), "printed", desk)
    assert TemplateVersion.select().count() == 1
    write_template(templates / PAPER.template, "新版 {{ number }}")
    paper_desk.note_given(make(slip, desk), "printed", desk)
    assert TemplateVersion.select().count() == 2


def test_a_paper_that_comes_out_different_is_refused(slip, desk):
    paper_desk.note_given(make(slip, desk), "printed", desk)
    row = PrintedPaper.get()
    row.filled_values = row.filled_values.replace("张伟", "李四")
    row.save()
    with pytest.raises(DeskError, match="不一致"):
        paper_desk.make_again(row.id)
    TemplateVersion.delete().execute()
    with pytest.raises(NotFound, match="当时的模板"):
        paper_desk.make_again(row.id)


def test_only_the_wanted_copies_are_filled(slip, desk):
    assert text_of(make(slip, desk, copies=["门岗联"]))[3] == "门岗联：沙发 "


def test_a_slip_without_a_number_is_not_printed(slip, desk):
    fresh = RecordForm.start(slip.kind, desk, room=slip.record.room_id)
    fresh.enter_row("goods", 0, "name", "箱")
    fresh.enter_row("goods", 0, "quantity", "1")
    fresh.save()
    with pytest.raises(DeskError, match="先“开条”"):
        make(fresh, desk)


def test_a_voided_slip_says_so_across_the_paper(slip, desk):
    slip.press("void", "填错")
    assert make(slip, desk).values["watermark"] == "作废"


def test_papers_of_invented_data_are_marked(slip, desk):
    settings.change({"demo": "是"}, desk)
    assert make(slip, desk).values["watermark"] == "样张"


def test_a_template_that_asks_for_the_unknown_is_refused_by_name(slip, desk, templates):
    write_template(templates / PAPER.template, "{{ number }} {{ carier }}")
    with pytest.raises(TemplateRefused, match="carier"):
        make(slip, desk)


def test_a_missing_template_and_a_missing_record_are_told(slip, desk, templates):
    with pytest.raises(NotFound):
        paper_desk.make(SLIPS, 999, "gate_note", desk)
    with pytest.raises(NotFound):
        paper_desk.make(SLIPS, slip.record.id, "没有的表单", desk)
    (templates / PAPER.template).unlink()
    with pytest.raises(NotFound, match=r"gate_note\.docx"):
        make(slip, desk)


def test_the_template_follows_the_language_and_the_language_is_kept(slip, desk):
    use_language("en")
    try:
        filled = make(slip, desk)
    finally:
        use_language("zh_CN")
    assert text_of(filled) == ["English FX-202611-0001"]
    assert filled.language == "en"


def test_the_contents_are_shown_where_no_office_program_is(slip, desk):
    html = paper_contents.as_html(make(slip, desk).content)
    assert "FX-202611-0001 张伟" in html
    assert html.count("<p") == 4


def test_tables_pictures_and_signs_come_through_in_the_contents(tmp_path):
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "<两栏>"
    table.cell(1, 1).text = "右"
    document.sections[0].header.paragraphs[0].text = "抬头"
    content = io.BytesIO()
    document.save(content)
    html = paper_contents.as_html(content.getvalue())
    assert html.index("抬头") < html.index("&lt;两栏&gt;") < html.index("右")
    assert 'colspan="2"' in html


def test_a_kept_paper_of_a_record_that_is_gone_is_still_listed(slip, desk):
    paper_desk.note_given(make(slip, desk), "printed", desk)
    assert printed.given_out(SLIPS, slip.record.id)[0].number == "FX-202611-0001"
    assert store.history(slip.kind, slip.record.id)[0].action == "paper_printed"


def counts():
    return [row.print_count for row in PrintedPaper.select().order_by(PrintedPaper.id)]


def test_two_windows_on_one_record_are_a_first_print_and_a_reprint(slip, desk):
    first, second = make(slip, desk), make(slip, desk)
    paper_desk.print_out(first, lambda: None, desk)
    drawn = []
    with pytest.raises(Outdated, match="这次是第 2 次打印，纸上会印“补打”") as changed:
        paper_desk.print_out(second, lambda: drawn.append(1), desk)
    assert "编号" not in str(changed.value)
    assert drawn == []
    paper_desk.print_out(changed.value.filled, lambda: drawn.append(1), desk)
    assert (drawn, counts()) == ([1], [1, 2])
    assert text_of(changed.value.filled)[1].startswith("补打 第2次")


def test_a_paper_saved_and_then_printed_left_twice(slip, desk, tmp_path):
    saved = paper_desk.save_as(make(slip, desk), tmp_path / "条.docx", desk)
    with pytest.raises(Outdated):
        paper_desk.print_out(saved, lambda: None, desk)
    paper_desk.print_out(paper_desk.fill_again(saved, desk), lambda: None, desk)
    assert counts() == [1, 2]
    again = paper_desk.save_as(saved, tmp_path / "又一张.docx", desk)
    assert again.values["watermark"] == "补打"
    assert (tmp_path / "又一张.docx").read_bytes() == again.content


def test_a_reprint_saved_and_then_printed_left_twice_more(slip, desk, tmp_path):
    paper_desk.note_given(make(slip, desk), "printed", desk)
    again = paper_desk.reprint(PrintedPaper.get().id, desk)
    paper_desk.save_as(again, tmp_path / "补打.docx", desk)
    with pytest.raises(Outdated, match="第 3 次") as changed:
        paper_desk.print_out(again, lambda: None, desk)
    paper_desk.print_out(changed.value.filled, lambda: None, desk)
    assert counts() == [1, 2, 3]


def test_a_slip_voided_while_it_is_looked_at_is_printed_as_void(slip, desk):
    shown = make(slip, desk)
    slip.press("void", "填错")
    drawn = []
    with pytest.raises(Outdated, match="纸上会印“作废”") as changed:
        paper_desk.print_out(shown, lambda: drawn.append(1), desk)
    assert drawn == []
    assert text_of(changed.value.filled)[1].startswith("作废 第1次")


def test_a_paper_prepared_in_a_run_while_it_is_looked_at_is_refused(slip, desk):
    shown = make(slip, desk)
    run = print_runs.prepare(slip.kind, [slip.record.id], PAPER, desk).run
    with pytest.raises(DeskError, match=f"打印批次 {run.id} 里"):
        paper_desk.print_out(shown, lambda: None, desk)
    print_runs.note_printed(run.id, 1, 1, desk)
    assert counts() == [1]


def test_who_lost_the_right_meanwhile_prints_no_more(slip, desk, monkeypatch):
    shown = make(slip, desk)
    only_clerks = dataclasses.replace(PAPER, roles=("clerk",))
    monkeypatch.setitem(KINDS, SLIPS, dataclasses.replace(KINDS[SLIPS], own_papers=(only_clerks,)))
    guard = Desk(Actor("赵六", frozenset({"guard"})), desk.now)
    with pytest.raises(DeskError, match="需要客户助理来打印"):
        paper_desk.print_out(shown, lambda: None, guard)
    assert counts() == []


def test_a_copy_stays_a_copy_when_it_is_filled_anew(slip, desk, tmp_path):
    copy = paper_dress.as_copy(make(slip, desk))
    paper_desk.save_as(copy, tmp_path / "一.docx", desk)
    second = paper_desk.save_as(copy, tmp_path / "二.docx", desk)
    assert text_of(second)[1].startswith("副本 第2次")
    paper_desk.print_out(paper_dress.as_copy(make(slip, desk)), lambda: None, desk)
    assert counts() == [1, 2, 3]


def test_while_a_paper_is_drawn_others_can_write_and_nobody_else_prints_it(slip, desk):
    shown, other = make(slip, desk), make(slip, desk)

    def draw():
        assert not database.in_transaction()
        with pytest.raises(DeskError, match="还没有打完的打印批次"):
            paper_desk.print_out(other, lambda: None, desk)

    paper_desk.print_out(shown, draw, desk)
    assert counts() == [1]
    assert print_runs.latest_runs(9) == []


def test_a_program_that_ends_at_the_printer_leaves_the_paper_among_the_open_runs(slip, desk):
    leaving.take(make(slip, desk), desk)
    (left,) = print_runs.open_runs()
    assert (left.count, left.printed) == (1, 0)
    print_runs.note_printed(left.run.id, 1, 1, desk)
    assert counts() == [1]
    assert make(slip, desk).values["watermark"] == "补打"


def test_the_book_keeps_no_whole_phone_in_the_title_of_a_paper_under_way(slip, desk, monkeypatch):
    kind = dataclasses.replace(KINDS[SLIPS], title=lambda record: f"{record.carrier} 13812345678")
    monkeypatch.setitem(KINDS, SLIPS, kind)
    leaving.take(make(slip, desk), desk)
    assert PrintRunItem.get().title == "张伟 138****5678"


def test_a_paper_that_is_out_but_cannot_be_noted_waits_in_a_run(slip, desk):
    def lose_the_right_to_write():
        database.execute_sql("PRAGMA query_only = 1")

    with pytest.raises(DeskError, match=r"已经打印或保存，但没有记下：.*它留在打印批次"):
        paper_desk.print_out(make(slip, desk), lose_the_right_to_write, desk)
    database.execute_sql("PRAGMA query_only = 0")
    (left,) = print_runs.open_runs()
    with pytest.raises(DeskError, match=f"打印批次 {left.run.id} 里"):
        make(slip, desk)
    print_runs.note_printed(left.run.id, 1, 1, desk)
    assert counts() == [1]


def test_what_was_taken_back_while_it_was_drawn_is_told(slip, desk):
    with pytest.raises(DeskError, match="请把打出来的纸作废"):
        paper_desk.print_out(
            make(slip, desk), lambda: print_runs.undo(print_runs.open_runs()[0].run.id, desk), desk
        )
    assert counts() == []


@pytest.fixture
def register(slip, templates, monkeypatch):
    paper = Paper(
        "gate_book",
        "门岗台账",
        "F98",
        "gate_book.docx",
        (Placeholder("month", "月份"), Placeholder("rows", "明细", (Placeholder("number", "编号"),))),
        lambda drafts: {"rows": [{"number": draft.record.number} for draft in drafts]},
    )
    write_template(
        templates / paper.template,
        "{{ month }}{{ watermark }} {% for row in rows %}{{ row.number }} {% endfor %}",
    )
    kind = dataclasses.replace(KINDS[SLIPS], own_registers=(Register(paper, "valid_on"),))
    monkeypatch.setitem(KINDS, SLIPS, kind)
    return paper


def test_a_register_holds_the_records_of_its_month_only(register, desk):
    november, december = datetime.date(2026, 11, 30), datetime.date(2026, 12, 1)
    filled = paper_desk.make_register(SLIPS, "gate_book", november, desk)
    assert text_of(filled) == ["2026-11 FX-202611-0001 "]
    assert text_of(paper_desk.make_register(SLIPS, "gate_book", december, desk)) == ["2026-12 "]
    assert paper_desk.file_name(filled) == "门岗台账 2026-11.docx"


def test_a_register_is_counted_by_month_and_never_called_a_reprint(register, desk):
    november, december = datetime.date(2026, 11, 1), datetime.date(2026, 12, 1)
    first = paper_desk.make_register(SLIPS, "gate_book", november, desk)
    paper_desk.note_given(first, "printed", desk)
    again = paper_desk.make_register(SLIPS, "gate_book", november, desk)
    assert (again.print_count, again.values["watermark"]) == (2, "")
    assert paper_desk.make_register(SLIPS, "gate_book", december, desk).print_count == 1
    assert paper_desk.make_again(PrintedPaper.get().id).content == first.content


def test_an_unknown_register_is_told(register, desk):
    with pytest.raises(NotFound, match="没有的台账"):
        paper_desk.make_register(SLIPS, "没有的台账", datetime.date(2026, 11, 1), desk)


def test_a_register_printed_twice_from_one_preview_is_counted_on(register, desk):
    shown = paper_desk.make_register(SLIPS, "gate_book", datetime.date(2026, 11, 1), desk)
    paper_desk.print_out(shown, lambda: None, desk)
    with pytest.raises(Outdated, match="第 2 次") as changed:
        paper_desk.print_out(shown, lambda: None, desk)
    paper_desk.print_out(changed.value.filled, lambda: None, desk)
    assert counts() == [1, 2]
