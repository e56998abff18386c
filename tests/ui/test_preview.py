"""Before and at the printer: pages shown, copies chosen, and nothing counted before the printer took it."""

import dataclasses
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from desk_app.kernel import print_runs
from desk_app.kernel.kind import KINDS
from desk_app.kernel.office_programs import find_programs
from desk_app.kernel.papers import paper as papers
from desk_app.kernel.papers.continuation import Sheets
from desk_app.kernel.papers.paper import Paper, Placeholder
from desk_app.kernel.printed import PrintedPaper
from desk_app.screens import paper_desk, printer_choice
from desk_app.screens.record_form import RecordForm
from tests.given_papers import SLIPS, make_slip
from ui import background
from ui.file_places import start_folder
from ui.page_choice import ALL, SOME, THIS
from ui.page_view import PageView
from ui.preview import PreviewDialog, preview_paper, show_kept
from ui.text_pages import TextPages

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", "QPainter::begin", "Painter not active", extend=True
)

PAPER = Paper(
    "gate_note",
    "门岗便条",
    "F99",
    "gate_note.docx",
    (Placeholder("number", "编号"), Placeholder("goods", "物品", (Placeholder("name", "名称"),))),
    lambda draft: {
        "number": draft.record.number,
        "goods": [{"name": row.name} for row in draft.rows["goods"]],
    },
    copies=("存根联", "门岗联"),
    sheets=Sheets("goods", first=8, rest=14),
)


@pytest.fixture
def slip(desk, room, monkeypatch, tmp_path):
    document = docx.Document()
    document.add_paragraph(
        "{{ number }} {% for sheet in sheets %}{{ sheet.copy }} {% endfor %}{{ watermark }}"
    )
    document.save(tmp_path / "gate_note.docx")
    monkeypatch.setattr(papers, "TEMPLATES_FOLDER", tmp_path)
    kind = dataclasses.replace(KINDS[SLIPS], own_papers=(PAPER,))
    monkeypatch.setitem(KINDS, SLIPS, kind)
    return make_slip(kind, desk, room).id


@pytest.fixture
def pdf(tmp_path, qapp):
    """A PDF of two pages, A4 and A5, each with a black square of 20 mm in its corner."""
    path = tmp_path / "pages.pdf"
    writer = QPdfWriter(str(path))
    writer.setResolution(254)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(writer)
    painter.fillRect(QRect(0, 0, 200, 200), Qt.GlobalColor.black)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    writer.newPage()
    painter.fillRect(QRect(0, 0, 200, 200), Qt.GlobalColor.black)
    painter.end()
    return path


@pytest.fixture
def no_program(monkeypatch):
    monkeypatch.setattr(paper_desk, "program_label", lambda: "")


@pytest.fixture
def dialog(shell, slip, no_program):
    shell.show()
    made = preview_paper(shell, SLIPS, slip, "gate_note")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    QTest.qWait(30)
    yield made
    made.close()


def page_sizes(path):
    document = QPdfDocument()
    assert document.load(str(path)) == QPdfDocument.Error.None_
    sizes = [document.pagePointSize(page) for page in range(document.pageCount())]
    return [(round(size.width()), round(size.height())) for size in sizes]


def test_without_an_office_program_the_contents_are_shown_and_the_clerk_is_told(dialog):
    assert isinstance(dialog.paper.pages, TextPages)
    assert "FX-202611-0001 存根联 门岗联" in dialog.paper.pages.text()
    assert "版式与 Word 中可能不同" in dialog.strip.text.text()


def test_the_contents_can_be_printed_too(dialog, printer, shell):
    dialog.print_on(printer)
    assert len(page_sizes(printer.outputFileName())) == 1
    assert PrintedPaper.get().action == "printed"
    assert "records_changed" in shell.names_asked()


def test_pages_are_shown_at_the_width_and_zoomed(dialog, pdf):
    dialog.paper.show_pages(pdf)
    view = dialog.paper.view
    assert isinstance(view, PageView)
    assert dialog.paper.count.text() == "第 1 页 / 共 2 页"
    fitting = view.scale
    view.step_zoom(1)
    assert view.scale > fitting
    view.set_zoom(None)
    assert view.scale == pytest.approx(fitting)
    shown = view.grab().toImage()
    assert view.pages.count == 2
    assert shown.pixelColor(shown.width() // 2, shown.height() // 2).lightness() > 200


def test_a_printed_paper_is_counted_once_the_printer_took_it(dialog, pdf, printer, shell):
    printer.setCopyCount(2)
    dialog.print_on(printer)
    row = PrintedPaper.get()
    assert (row.action, row.print_count, row.copies) == ("printed", 1, 2)
    assert not dialog.isVisible()
    assert ("tell", "已送到打印机：门岗便条") in shell.asked


def test_after_a_paper_jam_the_rest_is_printed_and_not_counted_again(dialog, pdf, printer, tmp_path):
    dialog.paper.show_pages(pdf)
    dialog.print_on(printer)
    assert dialog.isVisible()
    assert "卡纸" in dialog.strip.text.text()
    dialog.page_choice.continue_from(1)
    printer.setOutputFileName(str(tmp_path / "rest.pdf"))
    dialog.print_on(printer)
    assert page_sizes(tmp_path / "rest.pdf") == [(420, 595)]
    assert PrintedPaper.select().count() == 1
    dialog.page_choice.ways.setCurrentIndex(ALL)
    dialog.print_on(printer)
    assert "已经打印过" in dialog.strip.text.text()
    assert PrintedPaper.select().count() == 1


def test_only_the_pages_typed_are_printed(dialog, pdf, printer):
    dialog.paper.show_pages(pdf)
    dialog.page_choice.ways.setCurrentIndex(SOME)
    dialog.page_choice.typed.setText("3")
    dialog.print_on(printer)
    assert "没有第 3 页，一共 2 页" in dialog.strip.text.text()
    assert PrintedPaper.select().count() == 0
    dialog.page_choice.typed.setText("2")
    dialog.print_on(printer)
    assert page_sizes(printer.outputFileName()) == [(420, 595)]


def test_while_pages_are_looked_at_enter_prints_them(shell, slip, no_program, pdf):
    shell.show()
    dialog = PreviewDialog(shell, paper_desk.make(SLIPS, slip, "gate_note", shell.desk), printers=("Laser",))
    asked = []
    dialog.print_button.clicked.disconnect()
    dialog.print_button.clicked.connect(lambda: asked.append("print"))
    dialog.open()
    QTest.qWaitForWindowActive(dialog)
    dialog.print_button.setFocus()
    dialog.paper.show_pages(pdf)
    assert dialog.paper.view.hasFocus()
    QTest.keyClick(dialog.paper.view, Qt.Key.Key_Return)
    assert asked == ["print"]
    dialog.card.copies.setFocus()
    dialog.paper.lay_out()
    assert dialog.card.copies.hasFocus()
    dialog.close()


def test_pages_are_turned_by_keys_and_small_pictures(dialog, pdf):
    dialog.paper.show_pages(pdf)
    view = dialog.paper.view
    QTest.keyClick(view, Qt.Key.Key_End)
    assert dialog.paper.count.text() == "第 2 页 / 共 2 页"
    strip = dialog.paper.thumbnails
    assert strip.isVisible()
    assert strip.currentIndex().row() == 1
    strip.chosen.emit(0)
    assert view.page == 0
    for _press in range(6):
        QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page == 1
    dialog.page_choice.ways.setCurrentIndex(THIS)
    assert dialog.page_choice.wanted() == [1]


def test_pages_come_out_at_their_true_size(dialog, pdf, printer):
    dialog.paper.show_pages(pdf)
    dialog.print_on(printer)
    assert page_sizes(printer.outputFileName())[0] == (595, 842)
    document = QPdfDocument()
    document.load(printer.outputFileName())
    image = document.render(0, document.pagePointSize(0).toSize())
    colours = [image.pixelColor(x, 60) for x in range(image.width())]
    black = sum(colour.alpha() > 200 and colour.lightness() < 60 for colour in colours)
    assert black == pytest.approx(20 / 25.4 * 72, abs=1.5)


def test_a_printer_that_takes_nothing_counts_as_nothing(dialog, pdf, printer, tmp_path):
    dialog.paper.show_pages(pdf)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "printed.pdf"))
    dialog.print_on(printer)
    assert "没有打印" in dialog.strip.text.text()
    assert dialog.isVisible()
    assert PrintedPaper.select().count() == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_that_has_the_cursor(dialog, key, monkeypatch, tmp_path):
    place = tmp_path / "放行条.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(place), "Word (*.docx)"))
    dialog.save_button.setFocus()
    QTest.keyClick(dialog.save_button, key)
    assert place.is_file()
    assert dialog.print_button.isDefault()


def test_looking_and_closing_counts_as_nothing(dialog):
    dialog.reject()
    assert PrintedPaper.select().count() == 0


def test_the_paper_is_saved_as_word_or_pdf_and_counted(dialog, pdf, tmp_path):
    shown = dialog.filled
    dialog.save_to(tmp_path / "条.docx")
    assert (tmp_path / "条.docx").read_bytes() == shown.content
    assert dialog.strip.text.text() == f"已保存：{tmp_path / '条.docx'}"
    dialog.paper.show_pages(pdf)
    dialog.save_to(tmp_path / "条.pdf")
    assert (tmp_path / "条.pdf").read_bytes() == pdf.read_bytes()
    assert [row.action for row in PrintedPaper.select()] == ["filled", "filled"]


def test_the_next_paper_is_saved_beside_the_last(dialog, tmp_path, monkeypatch):
    asked = []

    def answer(_parent, _title, wished, _filters):
        asked.append(Path(wished))
        return str(tmp_path / "单据" / "条"), "Word (*.docx)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    (tmp_path / "单据").mkdir()
    at_first = start_folder("papers")
    dialog.save_as()
    dialog.save_as()
    assert [path.parent for path in asked] == [at_first, tmp_path / "单据"]
    assert (tmp_path / "单据" / "条.docx").is_file()


def test_values_alone_go_on_stationery_and_the_paper_itself_is_kept(dialog, printer):
    whole = dialog.filled.content
    dialog.card.overlay.setChecked(True)
    QTest.qWait(30)
    assert dialog.paper.filled.content != whole
    assert not dialog.whole.isHidden()
    dialog.whole.setChecked(True)
    assert dialog.paper.filled.content == whole
    dialog.print_on(printer)
    assert "看整张表单" in dialog.strip.text.text()
    dialog.whole.setChecked(False)
    dialog.print_on(printer)
    assert PrintedPaper.get().docx_sha256 == dialog.filled.sha256
    assert printer_choice.load("gate_note").overlay


def test_a_further_copy_says_so_and_is_kept_so(dialog, printer):
    dialog.as_copy.setChecked(True)
    QTest.qWait(30)
    assert dialog.paper.chip.text() == "副本"
    dialog.print_on(printer)
    assert '"watermark":"副本"' in PrintedPaper.get().filled_values


def test_a_place_that_cannot_be_written_is_told(dialog, tmp_path):
    dialog.save_to(tmp_path / "no such folder" / "条.docx")
    assert "没有保存" in dialog.strip.text.text()
    assert PrintedPaper.select().count() == 0


def test_only_the_copies_ticked_are_filled_and_one_stays(dialog):
    dialog.copy_boxes["存根联"].click()
    QTest.qWait(30)
    assert dialog.paper.pages.text().strip() == "FX-202611-0001 门岗联"
    dialog.copy_boxes["门岗联"].click()
    assert dialog.copy_boxes["门岗联"].isChecked()


def test_a_second_printing_says_so(dialog, shell, slip, printer):
    dialog.print_on(printer)
    again = preview_paper(shell, SLIPS, slip, "gate_note")
    texts = [part.text() for part in again.findChildren(QLabel)]
    assert "补打" in texts
    assert "第 2 次打印" in texts
    again.close()


def test_without_a_printer_the_buttons_say_why(dialog, find):
    if dialog.card.has_printer:
        pytest.skip("this computer has a printer")
    for press in (find(dialog, "print-now", QPushButton).click, dialog.options_button.click):
        dialog.strip.clear()
        press()
        assert "没有安装打印机" in dialog.strip.text.text()
    texts = " ".join(part.text() for part in dialog.findChildren(QLabel))
    assert "没有找到打印机" in texts


def test_a_paper_is_shown_as_it_left_but_not_printed_again(dialog, shell, slip, printer):
    dialog.print_on(printer)
    kept = show_kept(shell, PrintedPaper.get().id)
    QTest.qWait(30)
    assert "FX-202611-0001" in kept.paper.pages.text()
    assert kept.findChild(QPushButton, "print-now") is None
    assert kept.paper.filled.content == dialog.filled.content
    kept.close()
    assert PrintedPaper.select().count() == 1


def test_a_reprint_has_the_copies_it_had_and_counts_on(dialog, shell, printer, no_program):
    dialog.print_on(printer)
    again = PreviewDialog(shell, paper_desk.reprint(PrintedPaper.get().id, shell.desk), is_reprint=True)
    again.open()
    QTest.qWait(30)
    assert again.copy_boxes == {}
    assert again.paper.chip.text() == "补打"
    again.print_on(printer)
    assert [row.print_count for row in PrintedPaper.select()] == [1, 2]
    again.close()


def test_a_damaged_pdf_falls_back_to_the_contents(dialog, tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"no pdf")
    dialog.paper.show_pages(tmp_path / "x.pdf")
    assert isinstance(dialog.paper.pages, TextPages)
    assert "PDF 打不开" in dialog.strip.text.text()


def test_a_paper_saved_and_then_printed_from_one_preview_left_twice(dialog, printer, tmp_path):
    dialog.save_to(tmp_path / "条.docx")
    assert dialog.strip.text.text() == f"已保存：{tmp_path / '条.docx'}"
    assert dialog.paper.chip.text() == "补打"
    texts = [part.text() for part in dialog.findChildren(QLabel) if part.isVisible()]
    assert "第 2 次打印" in texts
    assert "这张单据以前打印过，纸上会印“补打”，并记下次数。" in texts
    dialog.print_on(printer)
    assert [row.print_count for row in PrintedPaper.select().order_by(PrintedPaper.id)] == [1, 2]
    assert '"watermark":"补打"' in PrintedPaper.select().order_by(PrintedPaper.id.desc()).get().filled_values


def test_a_slip_voided_while_its_preview_is_open_is_shown_as_void_before_it_is_printed(
    dialog, shell, slip, printer
):
    form = RecordForm.open(KINDS[SLIPS], shell.desk, slip)
    assert form.press("void", "填错")
    dialog.print_on(printer)
    assert "纸上会印“作废”" in dialog.strip.text.text()
    assert dialog.paper.chip.text() == "作废"
    assert PrintedPaper.select().count() == 0
    dialog.print_on(printer)
    assert '"watermark":"作废"' in PrintedPaper.get().filled_values


def test_a_file_that_is_not_what_was_looked_at_says_so(dialog, shell, slip, printer, tmp_path):
    paper_desk.note_given(paper_desk.make(SLIPS, slip, "gate_note", shell.desk), "printed", shell.desk)
    dialog.save_to(tmp_path / "条.docx")
    assert "与刚才看到的不同：这次是第 2 次打印，纸上会印“补打”" in dialog.strip.text.text()


def test_a_choice_of_copies_that_cannot_be_made_is_put_back(dialog, shell, slip):
    paper_desk.note_given(paper_desk.make(SLIPS, slip, "gate_note", shell.desk), "printed", shell.desk)
    run = print_runs.prepare(KINDS[SLIPS], [slip], PAPER, shell.desk).run
    dialog.copy_boxes["存根联"].click()
    assert f"打印批次 {run.id}" in dialog.strip.text.text()
    assert dialog.copy_boxes["存根联"].isChecked()
    assert "存根联" in dialog.paper.pages.text()


def test_a_paper_that_is_gone_on_with_after_a_jam_is_not_saved_as_another(dialog, pdf, printer):
    dialog.paper.show_pages(pdf)
    dialog.print_on(printer)
    assert not dialog.save_button.isEnabled()
    assert not dialog.open_button.isEnabled()


def test_a_word_the_template_has_no_place_for_is_drawn_over_the_pages(
    shell, slip, no_program, pdf, printer, tmp_path
):
    document = docx.Document()
    document.add_paragraph("{{ number }}")
    document.save(tmp_path / "gate_note.docx")
    paper_desk.note_given(paper_desk.make(SLIPS, slip, "gate_note", shell.desk), "printed", shell.desk)
    shell.show()
    dialog = PreviewDialog(shell, paper_desk.make(SLIPS, slip, "gate_note", shell.desk))
    dialog.open()
    QTest.qWait(30)
    dialog.paper.show_pages(pdf)
    dialog.save_to(tmp_path / "没有字样.pdf")
    assert "没有保存" in dialog.strip.text.text()
    assert not (tmp_path / "没有字样.pdf").exists()
    dialog.print_on(printer)
    assert is_grey_in_the_middle(printer.outputFileName())
    assert not is_grey_in_the_middle(pdf)
    dialog.close()


def test_pages_without_the_word_are_not_shown_again_once_the_paper_is_a_reprint(
    shell, slip, no_program, pdf, tmp_path
):
    document = docx.Document()
    document.add_paragraph("{{ number }}")
    document.save(tmp_path / "gate_note.docx")
    shell.show()
    dialog = PreviewDialog(shell, paper_desk.make(SLIPS, slip, "gate_note", shell.desk))
    dialog.open()
    QTest.qWait(30)
    dialog.paper.show_pages(pdf)
    unmarked = dialog.paper.pages
    dialog.save_to(tmp_path / "条.docx")
    assert dialog.paper.chip.text() == "补打"
    assert dialog.paper.pages is not unmarked
    dialog.close()


def is_grey_in_the_middle(path):
    document = QPdfDocument()
    assert document.load(str(path)) == QPdfDocument.Error.None_
    size = document.pagePointSize(0).toSize()
    paper = QImage(size, QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, document.render(0, size))
    painter.end()
    middle = paper.copy(size.width() // 4, size.height() // 3, size.width() // 2, size.height() // 3)
    greys = {
        middle.pixelColor(x, y).lightness()
        for x in range(middle.width())
        for y in range(0, middle.height(), 3)
    }
    return min(greys) < 240


@pytest.mark.skipif(not find_programs(), reason="no office program here")
def test_the_office_program_lays_the_pages_out(shell, slip, qtbot):
    shell.show()
    dialog = PreviewDialog(shell, paper_desk.make(SLIPS, slip, "gate_note", shell.desk))
    dialog.open()
    qtbot.waitUntil(lambda: dialog.paper.pages is not None, timeout=60_000)
    assert dialog.paper.pages.count == 1
    dialog.close()


@pytest.mark.skipif(not find_programs(), reason="no office program here")
def test_a_newer_layout_takes_the_place_of_the_one_at_work(shell, slip, qtbot):
    shell.show()
    first = paper_desk.make(SLIPS, slip, "gate_note", shell.desk)
    second = paper_desk.make(SLIPS, slip, "gate_note", shell.desk, copies=["门岗联"])
    dialog = PreviewDialog(shell, first)
    dialog.open()
    qtbot.waitUntil(background.is_busy)
    QTest.qWait(300)
    dialog.paper.lay_out(second)
    qtbot.waitUntil(lambda: dialog.paper.pages is not None, timeout=60_000)
    assert dialog.paper.filled is second
    assert not background.is_busy()
    dialog.close()


def test_a_sample_is_saved_with_the_word_across_it_and_counts_nothing(dialog, tmp_path):
    dialog.save_sample_to(tmp_path / "样张.docx")
    saved = docx.Document(tmp_path / "样张.docx")
    assert "样张" in "".join(paragraph.text for paragraph in saved.paragraphs)
    assert "不记入打印记录" in dialog.strip.text.text()
    assert PrintedPaper.select().count() == 0
    assert dialog.filled.values["watermark"] == ""


def test_the_window_says_before_saving_that_it_counts(dialog):
    words = [each.text() for each in dialog.findChildren(QLabel)]
    assert any("存为文件也算交出一份，会记入打印记录" in each for each in words)
