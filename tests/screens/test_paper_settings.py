"""An office's own templates: edited in Word, checked, taken into use, gone back from; what was printed stays as it was."""

import dataclasses
import io
import re
import zipfile

import docx
import pytest

from desk_app.kernel import office_templates, printed
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import KINDS
from desk_app.kernel.papers.refusals import TemplateRefused
from desk_app.kernel.store import AuditRow
from desk_app.kernel.words import use_language
from desk_app.screens import (
    old_form,
    paper_desk,
    paper_fields,
    paper_settings,
    remembered,
    template_copy,
    template_sample,
)
from desk_app.screens.record_form import RecordForm

SLIPS = "goods_release_slips"


@pytest.fixture(autouse=True)
def own_data(tmp_path, monkeypatch):
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))


@pytest.fixture
def found(office):
    return paper_settings.find_paper("goods_release_slip")


@pytest.fixture
def paper(found):
    return found.paper


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "文档" / "物业前台模板"


@pytest.fixture
def slip(desk, make_room, make_person, hold):
    room = make_room("3-1-502")
    hold(room, make_person("张伟"))
    form = RecordForm.start(KINDS[SLIPS], desk, room=room.id)
    form.enter_row("goods", 0, "name", "沙发")
    form.enter_row("goods", 0, "quantity", "1")
    assert form.press("issue")
    return form.record.id


@pytest.fixture
def clerk_only(office):
    return Desk(Actor("王芳", frozenset({"clerk"})), office.desk.now)


def add_line(path, text):
    """Write a line at the end of a Word file, as somebody does in Word."""
    document = docx.Document(path)
    document.add_paragraph(text)
    document.save(path)


def text_of(content):
    return "".join(docx.Document(io.BytesIO(content)).element.itertext())


def edited(paper, folder, text="盖章处 {{ owner_name }}"):
    path = template_copy.start(paper, folder)
    add_line(path, text)
    return path


def test_a_changed_template_prints_only_once_it_was_taken_into_use(paper, folder, desk, slip):
    edited(paper, folder)
    assert "盖章处" not in text_of(paper_desk.make(SLIPS, slip, paper.name, desk).content)
    assert template_copy.look(paper).state == template_copy.READY
    template_copy.take(paper, desk, "加了公章位置")
    assert "盖章处 张伟" in text_of(paper_desk.make(SLIPS, slip, paper.name, desk).content)
    assert template_copy.look(paper).state == template_copy.SAME
    assert not template_copy.is_waiting(paper)


def test_a_faulty_template_stays_out_and_the_old_one_in_use(paper, folder, desk):
    edited(paper, folder, "{{ ownername }}")
    found = template_copy.look(paper)
    assert found.state == template_copy.FAULTY
    assert "owner_name" in found.problems[0]
    with pytest.raises(TemplateRefused):
        template_copy.take(paper, desk)
    assert office_templates.current(paper) is None


def test_a_half_saved_file_harms_nothing(paper, folder, desk):
    path = edited(paper, folder)
    path.write_bytes(path.read_bytes()[:3000])
    assert template_copy.look(paper).state == template_copy.FAULTY
    assert office_templates.in_use(paper) == office_templates.read_shipped(paper)


def test_only_the_manager_changes_templates_and_codes(paper, folder, clerk_only):
    edited(paper, folder)
    assert not paper_settings.may_change(clerk_only)
    with pytest.raises(DeskError, match="没有更换“物品放行条”的模板：需要项目经理来做"):
        template_copy.take(paper, clerk_only)
    with pytest.raises(DeskError, match="需要项目经理"):
        paper_settings.set_up(paper, "QR-KF-17", True, clerk_only)
    assert office_templates.versions(paper) == []


def test_going_on_editing_keeps_what_was_changed(paper, folder):
    path = edited(paper, folder)
    kept = path.read_bytes()
    assert template_copy.start(paper, folder) == path
    assert path.read_bytes() == kept


def test_a_file_of_somebody_else_in_the_folder_is_never_overwritten(paper, folder):
    folder.mkdir(parents=True)
    other = folder / "物品放行条.docx"
    other.write_bytes(b"my own notes")
    assert template_copy.start(paper, folder).name == "物品放行条 (2).docx"
    assert other.read_bytes() == b"my own notes"


@pytest.mark.parametrize("mark", ["~$物品放行条.docx", "~$放行条.docx", ".~lock.物品放行条.docx#"])
def test_a_copy_open_in_word_gets_a_new_name_beside_it(paper, folder, desk, mark):
    path = edited(paper, folder)
    template_copy.take(paper, desk)
    office_templates.go_back(paper, desk)
    (folder / mark).touch()
    fresh = template_copy.start(paper, folder)
    assert fresh.name == "物品放行条 (2).docx"
    assert "盖章处" in text_of(path.read_bytes())


def test_a_copy_put_aside_leaves_its_file(paper, folder):
    path = edited(paper, folder)
    template_copy.put_aside(paper)
    assert template_copy.look(paper).state == template_copy.NONE
    assert path.exists()
    assert template_copy.start(paper, folder) != path


def test_versions_are_kept_counted_and_used_again(paper, folder, desk, slip):
    edited(paper, folder, "第一版")
    template_copy.take(paper, desk, "加了一行")
    paper_desk.note_given(paper_desk.make(SLIPS, slip, paper.name, desk), "printed", desk)
    edited(paper, folder, "第二版")
    template_copy.take(paper, desk)
    second, first, shipped = paper_settings.list_versions(paper)
    assert (second.title, second.is_in_use, first.note) == ("第 2 版", True, "加了一行")
    assert [second.printed, first.printed, shipped.printed] == [0, 1, 0]
    paper_settings.use_version(paper, first, desk)
    assert "第一版" in text_of(office_templates.in_use(paper))
    assert "第二版" not in text_of(office_templates.in_use(paper))
    paper_settings.use_version(paper, shipped, desk)
    assert office_templates.in_use(paper) == office_templates.read_shipped(paper)
    assert len(paper_settings.list_versions(paper)) == 4


def test_what_was_printed_is_made_again_from_its_own_template(paper, folder, desk, slip):
    edited(paper, folder, "第一版")
    template_copy.take(paper, desk)
    filled = paper_desk.make(SLIPS, slip, paper.name, desk)
    paper_desk.note_given(filled, "printed", desk)
    office_templates.go_back(paper, desk)
    row = printed.given_out(SLIPS, slip)[0]
    assert paper_desk.make_again(row.id).content == filled.content


def test_a_version_is_saved_as_a_file(paper, tmp_path):
    shipped = paper_settings.list_versions(paper)[-1]
    paper_settings.save_version(paper, shipped, tmp_path / "出厂.docx")
    assert (tmp_path / "出厂.docx").read_bytes() == office_templates.read_shipped(paper)
    with pytest.raises(DeskError, match="没有保存"):
        paper_settings.save_version(paper, shipped, tmp_path / "none" / "出厂.docx")


def test_a_newer_shipped_template_is_told_until_it_was_seen(found, paper, folder, desk, monkeypatch):
    edited(paper, folder)
    template_copy.take(paper, desk)
    assert not paper_settings.is_outdated(paper)
    row = office_templates.current(paper)
    office_templates.take_in(paper, office_templates.content_of(row.sha256), desk, made_from="0" * 64)
    assert paper_settings.describe(found).news == "出厂有新版"
    paper_settings.note_seen(paper, desk)
    assert paper_settings.describe(found).news == ""


def test_an_own_template_that_no_longer_fits_is_told_in_the_list(found, paper, desk, folder):
    path = edited(paper, folder, "{{ gone_since_the_update }}")
    office_templates.take_in(paper, path.read_bytes(), desk)
    assert "gone_since_the_update" in paper_settings.describe(found).trouble


def test_each_language_has_its_own_template(paper, folder, desk):
    edited(paper, folder)
    template_copy.take(paper, desk)
    use_language("en")
    try:
        assert office_templates.current(paper) is None
    finally:
        use_language("zh_CN")
    assert office_templates.current(paper) is not None


def test_the_offices_code_stands_on_the_paper(found, paper, desk, slip):
    assert "F19" in text_of(paper_desk.make(SLIPS, slip, paper.name, desk).content)
    paper_settings.set_up(paper, " QR-KF-17  A/2 ", True, desk)
    line = paper_settings.describe(found)
    assert (line.code, line.is_signed) == ("QR-KF-17 A/2", True)
    assert "QR-KF-17 A/2" in text_of(paper_desk.make(SLIPS, slip, paper.name, desk).content)
    told = AuditRow.get(AuditRow.action == "setup").changes
    assert "QR-KF-17 A/2，收回签字件" in told
    paper_settings.set_up(paper, "", bool(paper.signatures), desk)
    assert paper_settings.describe(found).code == "F19"
    with pytest.raises(DeskError, match="最多 40 个字"):
        paper_settings.set_up(paper, "Q" * 41, True, desk)


def test_papers_are_found_by_name_initials_number_and_code(paper, desk):
    paper_settings.set_up(paper, "QR-KF-17", True, desk)
    for wanted in ("放行条", "wpfxt", "F19", "f19", "qr-kf", "物品 f19"):
        assert paper.name in [line.name for line in paper_settings.list_papers(wanted)], wanted
    assert paper_settings.list_papers("没有这样的表单") == []
    assert len(paper_settings.list_papers()) == len(paper_settings.every_paper())


def test_fields_are_found_in_chinese_by_initials_and_in_english(paper):
    content = office_templates.in_use(paper)

    def find(wanted):
        return {line.paste for line in paper_fields.list_fields(paper, content, wanted)}

    assert "{{ owner_name }}" in find("业主姓名") & find("yzxm") & find("owner_name")
    assert find("没有这个") == set()


def test_fields_say_whether_the_template_has_them_and_lists_come_as_a_table(paper):
    lines = {line.name: line for line in paper_fields.list_fields(paper, office_templates.in_use(paper))}
    assert lines["owner_name"].is_used
    assert not lines["note"].is_used
    assert lines["goods.name"].paste == "{{ item.name }}"
    assert "{%tr for item in sheet.goods %}" in lines["goods"].paste
    assert lines["sheets.copy"].is_used
    assert lines["number|qr"].paste == "{{ number|qr }}"
    html = paper_fields.as_html(lines["goods"])
    assert html.count("<tr>") == 4
    assert paper_fields.as_html(lines["owner_name"]) == ""


def test_every_field_that_can_be_pasted_is_taken_by_the_check(office, folder):
    """What the list offers for a paper never makes its template faulty; columns belong into their loop."""
    for found in paper_settings.every_paper():
        path = template_copy.start(found.paper, folder)
        document = docx.Document(path)
        lines = paper_fields.list_fields(found.paper, office_templates.in_use(found.paper))
        in_text = [line for line in lines if "|" not in line.name and not line.table]
        in_loop = re.compile(r"\{\{ *\w+\.")
        loose = [line for line in in_text if "." not in line.name and not in_loop.search(line.paste)]
        for line in loose:
            document.add_paragraph(line.paste)
        document.save(path)
        assert template_copy.look(found.paper).problems == (), found.paper.name
        assert len(loose) > 8 or found.paper.together


def test_every_paper_can_be_tried_with_a_sample_that_counts_nowhere(office, desk):
    for found in paper_settings.every_paper():
        filled = template_sample.fill_sample(found, office_templates.in_use(found.paper), desk)
        assert filled.values["watermark"] == "样张", found.paper.name
        docx.Document(io.BytesIO(filled.content))
    assert printed.PrintedPaper.select().count() == 0


def test_a_template_is_tried_with_a_real_record(found, paper, desk, slip):
    target = template_sample.suggest(found, "", desk)[0]
    assert target.record_id == slip
    assert [one.record_id for one in template_sample.suggest(found, "张伟", desk)] == [slip]
    text = text_of(template_sample.fill_from(found, office_templates.in_use(paper), slip, desk).content)
    assert "沙发" in text
    assert "样张" in text
    assert printed.times_given(SLIPS, slip, paper.name) == 0


def test_a_paper_is_tried_with_a_record_that_has_no_number_yet(found, paper, desk, make_room):
    """Neither a slip not issued, nor a paper that gets its own number when printed, uses one up."""
    form = RecordForm.start(KINDS[SLIPS], desk, room=make_room("7-2-1204").id)
    form.enter("carrier", "李四")
    form.enter_row("goods", 0, "name", "沙发")
    form.enter_row("goods", 0, "quantity", "1")
    assert form.save(), form.problems
    filled = template_sample.fill_from(found, office_templates.in_use(paper), form.record.id, desk)
    assert "沙发" in text_of(filled.content)
    card = paper_settings.find_paper("owner_card")
    (target,) = template_sample.suggest(card, "1204", desk)
    filled = template_sample.fill_from(card, office_templates.in_use(card.paper), target.record_id, desk)
    assert "7-2-1204" in text_of(filled.content)
    assert printed.PrintedPaper.select().count() == 0


def test_a_register_is_tried_with_the_month_of_a_record(desk, slip):
    register = paper_settings.find_paper("goods_release_register")
    content = office_templates.in_use(register.paper)
    filled = template_sample.fill_from(register, content, slip, desk)
    assert "沙发×1" in text_of(filled.content)
    assert filled.values["month"] == "2026-11"


@pytest.fixture
def old_file(tmp_path):
    """A form as offices have it, made for mail merge with typed «fields»."""
    document = docx.Document()
    document.add_paragraph("编号：«编号»  业主：«业主姓名»  房号：«房号»")
    document.add_paragraph("物业费余额：«余额»")
    path = tmp_path / "旧放行条.docx"
    document.save(path)
    return path


def test_an_old_mail_merge_form_is_taken_in(paper, folder, desk, slip, old_file):
    form = old_form.read_form(old_file, paper)
    meant = {field.name: field.meant for field in form.fields}
    assert meant["业主姓名"] == "owner_name"
    mapping = meant | {"编号": "number", "房号": "room", "余额": ""}
    assert old_form.unfilled(form.fields, mapping) == ["余额"]
    template_copy.bring(paper, folder, old_form.convert(form, mapping, paper))
    template_copy.take(paper, desk, "旧表单")
    text = text_of(paper_desk.make(SLIPS, slip, paper.name, desk).content)
    assert "业主：张伟  房号：3-1-502" in text


def test_what_a_field_meant_is_remembered_for_the_next_form(paper, old_file):
    form = old_form.read_form(old_file, paper)
    old_form.convert(form, {"余额": "note"}, paper)
    again = old_form.read_form(old_file, paper)
    assert {field.name: field.meant for field in again.fields}["余额"] == "note"
    assert {meaning.path for meaning in old_form.meanings(paper)} >= {"note", "goods.name", "company"}


def test_a_file_that_is_no_word_file_is_refused_with_a_sentence(paper, tmp_path):
    path = tmp_path / "photo.docx"
    path.write_bytes(b"not a Word file")
    with pytest.raises(DeskError):
        old_form.read_form(path, paper)
    with pytest.raises(DeskError, match="文件打不开"):
        old_form.read_form(tmp_path / "missing.docx", paper)


def test_a_remembered_place_that_is_nonsense_is_forgotten(paper):
    remembered.put(f"template_copy/翠湖花园/{paper.name}/zh_CN", ["only one"])
    assert template_copy.look(paper).state == template_copy.NONE


def test_the_sample_of_every_paper_is_saved_as_a_word_file_that_says_so(office, desk, tmp_path):
    for found in paper_settings.every_paper():
        filled = template_sample.fill_sample(found, office_templates.in_use(found.paper), desk)
        path = tmp_path / template_sample.file_name(filled)
        template_sample.save(filled, path)
        with zipfile.ZipFile(path) as archive:
            texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
        assert any("样张" in text for text in texts), found.paper.label
    assert printed.PrintedPaper.select().count() == 0


def test_the_sample_is_saved_as_the_pdf_that_was_made_of_it(found, paper, desk, tmp_path):
    filled = template_sample.fill_sample(found, office_templates.in_use(paper), desk)
    pdf = tmp_path / "made.pdf"
    pdf.write_bytes(b"%PDF-1.7")
    template_sample.save(filled, tmp_path / "out.pdf", pdf)
    assert (tmp_path / "out.pdf").read_bytes() == b"%PDF-1.7"
    with pytest.raises(DeskError, match=r"没有保存“out\.docx”：写不进去"):
        template_sample.save(filled, tmp_path / "no such folder" / "out.docx")


def test_a_sample_that_could_pass_for_the_paper_is_not_saved(found, paper, desk, tmp_path):
    document = docx.Document()
    document.add_paragraph("{{ number }}")
    document.save(tmp_path / "plain.docx")
    filled = template_sample.fill_sample(found, (tmp_path / "plain.docx").read_bytes(), desk)
    with pytest.raises(DeskError, match="没有印“样张”的地方"):
        template_sample.save(filled, tmp_path / "out.docx")
    assert not (tmp_path / "out.docx").exists()


def test_a_paper_is_tried_on_a_real_record_only_by_who_may_print_it(found, paper, slip, guard):
    kept = dataclasses.replace(found, paper=dataclasses.replace(paper, roles=("clerk",)))
    with pytest.raises(DeskError, match="需要客户助理来打印"):
        template_sample.fill_from(kept, office_templates.in_use(paper), slip, guard)
