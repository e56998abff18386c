"""The windows of batch printing: asked before, looked at, printed in part, noted as it came out, gone on with."""

import dataclasses

import docx
import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QLabel

from desk_app.kernel import office_programs
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import KINDS
from desk_app.kernel.papers import Pack, PackPaper, Paper, Placeholder
from desk_app.kernel.papers import paper as papers
from desk_app.kernel.printed import PrintedPaper, PrintRun
from desk_app.screens import print_run, print_run_layout
from desk_app.screens.progress import Progress
from ui import file_places, print_pages
from ui.paper_choice import print_named
from ui.print_run import RunDialog
from ui.print_run_list import RunListDialog
from ui.print_run_range import ONWARDS, SOME, OutcomeDialog
from ui.print_run_start import StartDialog
from ui.record_table import RecordTablePage

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


@pytest.fixture
def rooms(tmp_path, monkeypatch, make_room):
    """Return the ids of five rooms, of which the last is not printed for."""
    document = docx.Document()
    document.add_paragraph("{{ number }} {{ room }}{{ watermark }}")
    document.save(tmp_path / NOTICE.template)
    monkeypatch.setattr(papers, "TEMPLATES_FOLDER", tmp_path)
    monkeypatch.setattr(office_programs, "to_pdf", write_pages)
    monkeypatch.setitem(KINDS, "rooms", dataclasses.replace(KINDS["rooms"], own_papers=(NOTICE,)))
    return [make_room(f"3-1-{label}").id for label in (501, 502, 503, 504, 999)]


def write_pages(source, target, *, size=QPageSize.PageSizeId.A5, **_how):
    """Make a page of each paragraph, as an office program would."""
    texts = [paragraph.text for paragraph in docx.Document(source).paragraphs if paragraph.text]
    writer = QPdfWriter(str(target))
    writer.setPageSize(QPageSize(size))
    painter = QPainter(writer)
    for page, text in enumerate(texts):
        if page:
            writer.newPage()
        painter.drawText(QRect(0, 0, 9000, 900), text)
    painter.end()


@pytest.fixture
def run_id(rooms, shell):
    """Return a run of the four rooms."""
    return print_run.prepare(KINDS["rooms"], rooms, NOTICE, shell.desk, Progress())


@pytest.fixture
def show(shell, qtbot):
    """Return a function that shows a run whose pages are made."""

    def show_(run_id):
        dialog = RunDialog(shell, run_id, printers=["前台打印机"])
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.view is not None, timeout=10_000)
        return dialog

    return show_


def pdf_printer(path):
    def make(_name):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        return printer

    return make


def pages_of(path):
    document = QPdfDocument()
    document.load(str(path))
    return document.pageCount()


def start(shell, qtbot, ids):
    dialog = StartDialog(shell, "rooms", ids)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.outlook is not None, timeout=10_000)
    return dialog


def test_what_is_left_out_is_named_before_numbers_are_taken(shell, qtbot, rooms):
    dialog = start(shell, qtbot, rooms)
    assert dialog.sentence.text().startswith("可以打印 4 份")
    assert dialog.refused.toPlainText() == "3-1-999    这间房还没有交付。"
    assert dialog.yes.text() == "准备打印（4 份）"
    dialog.reject()
    assert PrintRun.select().count() == 0


def test_nothing_to_print_leaves_the_button_off(shell, qtbot, rooms):
    dialog = start(shell, qtbot, rooms[4:])
    assert not dialog.yes.isEnabled()
    dialog.accept()
    assert PrintRun.select().count() == 0


def test_the_run_opens_when_it_is_prepared(shell, qtbot, rooms):
    dialog = start(shell, qtbot, rooms)
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.opened is not None and dialog.opened.view is not None, timeout=10_000)
    assert dialog.opened.stage.place_text.text() == "第 1 页 / 共 4 页    第 1 份 3-1-501 YS-202611-0001"
    dialog.opened.close()


def test_a_file_for_each_paper_goes_to_the_folder_chosen(shell, qtbot, rooms, tmp_path, monkeypatch):
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(out))
    dialog = start(shell, qtbot, rooms)
    dialog.apart.setChecked(True)
    dialog.accept()
    assert len(list(out.glob("领钥匙通知 YS-202611-*.docx"))) == 4
    assert ("tell_saved", "已存 4 个文件到“out”。", out) in shell.asked


def test_only_what_came_out_is_noted_and_the_rest_goes_on(show, run_id, tmp_path):
    dialog = show(run_id)
    dialog.print_on(pdf_printer(tmp_path / "all.pdf"))
    assert pages_of(tmp_path / "all.pdf") == 4
    dialog.outcome.place.setValue(2)
    dialog.outcome.accept()
    assert [row.place for row in PrintedPaper.select()] == [1, 2]
    assert [row.pages for row in PrintedPaper.select()] == [1, 1]
    assert dialog.progress.text() == "已打印 2 / 4 份"
    dialog.print_on(pdf_printer(tmp_path / "rest.pdf"))
    assert pages_of(tmp_path / "rest.pdf") == 2
    dialog.outcome.accept()
    assert PrintedPaper.select().count() == 4
    assert dialog.close_button.text() == "关闭"
    assert not dialog.print_button.isEnabled()


def test_a_printer_that_gave_nothing_leaves_nothing_noted(show, run_id, tmp_path):
    dialog = show(run_id)
    dialog.print_on(pdf_printer(tmp_path / "all.pdf"))
    dialog.outcome.none.setChecked(True)
    dialog.outcome.accept()
    assert PrintedPaper.select().count() == 0
    assert "没有记为已打印" in dialog.strip.text.text()


def test_papers_are_printed_from_one_on_or_some(show, run_id, tmp_path):
    dialog = show(run_id)
    dialog.range.ways.setCurrentIndex(ONWARDS)
    dialog.range.first.setValue(3)
    assert dialog.range.wanted() == (3, 4)
    dialog.range.ways.setCurrentIndex(SOME)
    dialog.range.first.setValue(2)
    dialog.range.last.setValue(3)
    dialog.print_on(pdf_printer(tmp_path / "some.pdf"))
    dialog.outcome.accept()
    assert [row.place for row in PrintedPaper.select()] == [2, 3]
    dialog.range.ways.setCurrentIndex(ONWARDS)
    dialog.range.first.setValue(1)
    with pytest.raises(DeskError, match="第 2 到第 3 份已经记为打印过"):
        dialog.print_on(pdf_printer(tmp_path / "no.pdf"))


def test_printed_papers_are_printed_again_as_a_run_of_their_own(show, run_id, tmp_path, shell, monkeypatch):
    dialog = show(run_id)
    dialog.note(1, 4)
    monkeypatch.setattr("ui.print_run.ask", lambda *_asked: True)
    opened = []
    monkeypatch.setattr("ui.print_run.open_run", lambda _shell, new: opened.append(new))
    dialog.reprint()
    view = print_run.read_run(opened[0])
    assert (view.label, len(view.items), view.is_reprint) == ("领钥匙通知（补打）", 4, True)


def test_a_run_is_taken_back_from_its_window(show, run_id, shell, monkeypatch):
    monkeypatch.setattr("ui.print_run.ask", lambda *_asked: True)
    dialog = show(run_id)
    dialog.undo()
    assert ("tell", "已撤销，编号已收回。") in shell.asked
    assert not dialog.isVisible()


def test_a_layout_that_fails_keeps_the_run_and_can_be_tried_again(shell, qtbot, run_id, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(print_run_layout, "lay_out", _break)
        dialog = RunDialog(shell, run_id, printers=[])
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.stage.retry_button.isVisible(), timeout=10_000)
    assert "坏了" in dialog.strip.text.text()
    dialog.fill()
    qtbot.waitUntil(lambda: dialog.view is not None, timeout=10_000)


def _break(*_asked, **_how):
    raise DeskError("坏了")


def test_files_saved_are_saved_again_elsewhere_and_their_folder_opens(
    show, run_id, tmp_path, qtbot, monkeypatch, find
):
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    opened = []
    monkeypatch.setattr(file_places, "open_folder", lambda folder: bool(opened.append(folder)) or True)
    dialog = show(run_id)
    assert not dialog.save_again_button.isVisible()
    dialog.save_to(first)
    qtbot.waitUntil(lambda: dialog.save_again_button.isVisible(), timeout=10_000)
    qtbot.mouseClick(dialog.strip.offer_button, Qt.MouseButton.LeftButton)
    assert opened == [first]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(second))
    dialog.save_again_button.click()
    qtbot.waitUntil(lambda: "不算补打" in dialog.strip.text.text(), timeout=10_000)
    (word,) = second.glob("*.docx")
    assert word.read_bytes() == (first / word.name).read_bytes()
    assert len(list(second.glob("*.pdf"))) == 1
    assert PrintedPaper.select().count() == 4
    dialog.strip.offer_button.click()
    assert opened == [first, second]
    dialog.strip.say("别的事", "waiting")
    assert not dialog.strip.offer_button.isVisible()


def test_a_folder_this_computer_does_not_open_is_named(shell, tmp_path, monkeypatch):
    monkeypatch.setattr(file_places, "open_folder", lambda _folder: False)
    _words, do = file_places.folder_offer(shell, tmp_path)
    do()
    assert str(tmp_path) in shell.asked[-1][1]


def test_the_outcome_has_to_be_said(qtbot, shell):
    dialog = OutcomeDialog(shell, 1, 4)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    dialog.some.setChecked(True)
    assert not dialog.all.isChecked()


def test_runs_not_finished_are_gone_on_with_from_the_list(shell, qtbot, run_id, monkeypatch):
    opened = []
    monkeypatch.setattr("ui.print_run_list.open_run", lambda _shell, run: opened.append(run))
    dialog = RunListDialog(shell)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.open_button.text() == "接着打"
    dialog.open_chosen()
    assert opened == [run_id]


def test_a_list_without_runs_says_how_there_will_be_one(shell, qtbot, rooms):
    dialog = RunListDialog(shell)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.empty.isVisible()
    assert not dialog.open_button.isEnabled()


def test_a_run_is_taken_back_from_the_list(shell, qtbot, run_id, monkeypatch):
    monkeypatch.setattr("ui.print_run_list.ask", lambda *_asked: True)
    dialog = RunListDialog(shell)
    qtbot.addWidget(dialog)
    dialog.undo_chosen()
    assert not dialog.undo_button.isEnabled()
    assert print_run.read_run(run_id).items == ()


def test_the_bar_under_a_table_prints_the_rows_chosen(shell, qtbot, rooms, find, monkeypatch):
    asked = []
    monkeypatch.setattr("ui.print_run_start.start_run", lambda _shell, kind, ids: asked.append((kind, ids)))
    page = shell.show_page(RecordTablePage(shell, "rooms"))
    qtbot.waitUntil(lambda: page.table.is_complete, timeout=10_000)
    page.view.selectAll()
    qtbot.waitUntil(lambda: page.bulk.isVisible(), timeout=5_000)
    find(page, "bulk-print").click()
    assert asked == [("rooms", rooms)]
    page.let_go()


def test_a_paper_is_shown_and_a_pack_is_asked_about(shell, rooms, monkeypatch):
    print_named(shell, "rooms", rooms[0], "keys_notice")
    assert shell.asked[-1] == ("preview_paper", "rooms", rooms[0], "keys_notice")
    pack = KINDS["rooms"].packs[0].name
    asked = []
    monkeypatch.setattr("ui.print_run_start.start_run", lambda *what: asked.append(what[1:]))
    print_named(shell, "rooms", rooms[0], pack)
    assert asked == [("rooms", [rooms[0]], pack)]


def test_overlay_is_laid_out_anew_and_not_saved(show, run_id, qtbot, tmp_path):
    dialog = show(run_id)
    first = dialog.view
    dialog.card.overlay.setChecked(True)
    qtbot.waitUntil(lambda: dialog.view is not None and dialog.view is not first, timeout=10_000)
    dialog.save_to(tmp_path)
    assert "现在是套打" in dialog.strip.text.text()
    assert PrintedPaper.select().count() == 0


def test_a_pack_is_printed_in_the_copies_it_asks_for(show, rooms, shell, tmp_path, monkeypatch):
    pack = Pack("keys", "交钥匙", (PackPaper("keys_notice", times=2),))
    monkeypatch.setattr(type(KINDS["rooms"]), "packs", (pack,))
    run_id = print_run.prepare(KINDS["rooms"], rooms[:2], pack, shell.desk, Progress())
    dialog = show(run_id)
    assert dialog.windowTitle() == "批量打印"
    dialog.print_on(pdf_printer(tmp_path / "pack.pdf"))
    assert pages_of(tmp_path / "pack.pdf") == 4
    dialog.outcome.accept()
    assert [(row.place, row.copies) for row in PrintedPaper.select()] == [(1, 2), (2, 2)]


def test_copies_of_the_printer_are_noted(show, run_id, tmp_path):
    dialog = show(run_id)
    dialog.card.copies.setValue(2)
    dialog.print_on(pdf_printer(tmp_path / "all.pdf"))
    dialog.outcome.accept()
    assert {row.copies for row in PrintedPaper.select()} == {2}


def breaking_printer(folder, taken):
    """Return a printer that takes `taken` jobs and no more."""
    jobs = []

    def make(name):
        jobs.append(name)
        if len(jobs) > taken:
            raise DeskError("没有打印：打印机不接受任务。")
        return pdf_printer(folder / f"{len(jobs)}.pdf")(name)

    return make


@pytest.fixture
def two_sizes(rooms, shell, monkeypatch, tmp_path):
    """Return a run of a pack for two rooms: a notice on A5 and a certificate on A4 each, so four jobs."""
    large = dataclasses.replace(NOTICE, name="large", label="证明", template="large.docx", series="ZM")
    (tmp_path / "large.docx").write_bytes((tmp_path / NOTICE.template).read_bytes())

    def write(source, target, **how):
        name = QPageSize.PageSizeId.A4 if "证明" in source.name else QPageSize.PageSizeId.A5
        write_pages(source, target, size=name)

    monkeypatch.setattr(office_programs, "to_pdf", write)
    kind = dataclasses.replace(KINDS["rooms"], own_papers=(NOTICE, large))
    monkeypatch.setitem(KINDS, "rooms", kind)
    pack = Pack("keys", "交钥匙", (PackPaper("keys_notice"), PackPaper("large")))
    monkeypatch.setattr(type(kind), "packs", (pack,))
    return print_run.prepare(kind, rooms[:2], pack, shell.desk, Progress())


def test_when_a_later_job_fails_what_was_sent_is_asked_about(show, two_sizes, tmp_path):
    dialog = show(two_sizes)
    first = dialog.run.first_waiting
    dialog.print_on(breaking_printer(tmp_path, 2))
    assert dialog.outcome.isVisible()
    assert any("不接受任务" in part.text() for part in dialog.outcome.findChildren(QLabel))
    assert dialog.outcome.all.isChecked()
    assert dialog.outcome.last_out() == first + 1
    dialog.outcome.accept()
    assert [row.place for row in PrintedPaper.select()] == [first, first + 1]
    assert dialog.run.first_waiting == first + 2


def test_when_no_job_was_taken_nothing_is_asked(show, two_sizes, tmp_path):
    dialog = show(two_sizes)
    with pytest.raises(DeskError, match="没有打印"):
        dialog.print_on(breaking_printer(tmp_path, 0))
    assert not hasattr(dialog, "outcome")


def test_a_job_that_breaks_in_the_middle_is_asked_about_and_nothing_taken_for_granted(
    show, run_id, tmp_path, monkeypatch
):
    dialog = show(run_id)

    def jam(printer, pages, choice, wanted):
        picture = QImage(100, 100, QImage.Format.Format_RGB32)
        painter = QPainter(picture)
        for page in wanted[:2]:
            pages.draw(painter, page, QRectF(0, 0, 100, 100))
        painter.end()
        raise DeskError("没有打印完：卡纸。")

    monkeypatch.setattr(print_pages, "print_on", jam)
    dialog.print_on(pdf_printer(tmp_path / "all.pdf"))
    assert dialog.outcome.none.isChecked()
    dialog.outcome.place.setValue(1)
    assert dialog.outcome.place.maximum() == 2
    dialog.outcome.accept()
    assert [row.place for row in PrintedPaper.select()] == [1]


def test_the_rest_of_a_run_is_saved_without_what_is_out(show, run_id, tmp_path, qtbot):
    dialog = show(run_id)
    dialog.note(1, 3)
    out = tmp_path / "out"
    out.mkdir()
    dialog.save_to(out)
    qtbot.waitUntil(lambda: dialog.run.printed == 4, timeout=10_000)
    (saved,) = out.glob("*.docx")
    texts = [paragraph.text for paragraph in docx.Document(saved).paragraphs if paragraph.text]
    assert [text.split()[0] for text in texts] == ["YS-202611-0004"]
    assert "已保存没打的" in dialog.strip.text.text()


def test_a_folder_that_cannot_be_written_is_told_in_the_window(show, run_id, tmp_path, qtbot):
    dialog = show(run_id)
    dialog.save_to(tmp_path / "gone")
    qtbot.waitUntil(lambda: "写不进文件夹“gone”" in dialog.strip.text.text(), timeout=10_000)
    assert PrintedPaper.select().count() == 0
