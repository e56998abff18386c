"""Scans dropped on the window: read in a thread, proposed, corrected by keyboard, filed, taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton

from desk_app.kernel import attachments, signed_copies
from desk_app.kernel.papers.barcode import picture
from desk_app.screens import scan_folder
from tests.drops import drop
from tests.given_papers import SIGNERS, SLIPS, give, make_slip
from ui import scan_watch, tasks
from ui.scan_watch import ScanWatch
from ui.screens.scan_filing import ScanFilingDialog


def write_scan(path, number=""):
    """Write a picture of a page with the barcode of a number, or of none."""
    page = QImage(1000, 700, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    painter = QPainter(page)
    painter.drawRect(80, 200, 800, 400)
    if number:
        painter.drawImage(400, 40, QImage.fromData(picture(number, 420, 90)))
    painter.end()
    page.save(str(path))
    return path


@pytest.fixture
def dialog(shell, prints, qtbot):
    made = ScanFilingDialog(None, shell)
    qtbot.addWidget(made)
    made.open()
    QTest.qWaitForWindowActive(made)
    yield made
    made.close()


@pytest.fixture
def settle(qtbot):
    """Return a function that waits until no work is under way."""

    def settle_():
        qtbot.waitUntil(lambda: not tasks.is_busy(), timeout=20_000)
        QTest.qWait(20)

    return settle_


def states(dialog):
    return [line.state for line in dialog.filing.lines]


def sign_all(dialog):
    """Tick that everybody signed, paper by paper."""
    for place, line in enumerate(dialog.filing.lines):
        if line.lacks_signers:
            dialog._mark(place)
            for name in line.ticked:
                dialog.target.findChildren(QCheckBox, f"scan-signer-{name}")[-1].setChecked(True)


def kept(printed):
    return [each.name for each in attachments.attached(SLIPS, printed.record_id)]


def test_scans_dropped_are_read_and_enter_files_them_all(dialog, prints, settle, press, tmp_path):
    scans = [write_scan(tmp_path / f"{at}.png", row.number) for at, row in enumerate(prints)]
    assert drop(dialog, *scans)
    settle()
    assert states(dialog) == ["ready", "ready"]
    assert dialog.focusWidget().objectName() == f"scan-signer-{SIGNERS[0]}"
    press(Qt.Key.Key_Return, widget=dialog.list)
    settle()
    assert "请先勾选谁签了字" in dialog.strip.text.text()
    assert kept(prints[0]) == []
    sign_all(dialog)
    assert dialog.file_button.text() == "归档 2 份"
    dialog.list.setFocus()
    press(Qt.Key.Key_Return, widget=dialog.focusWidget())
    settle()
    assert states(dialog) == ["filed", "filed"]
    assert [kept(row) for row in prints] == [
        ["门岗便条 FX-202611-0001 签字件.png"],
        ["门岗便条 FX-202611-0002 签字件.png"],
    ]
    assert signed_copies.missing_count() == 0
    assert "已归档 2 份" in dialog.strip.text.text()


def test_a_scan_without_barcode_takes_a_typed_number(dialog, prints, settle, press, find, tmp_path):
    drop(dialog, write_scan(tmp_path / "a.png"), write_scan(tmp_path / "b.png", prints[1].number))
    settle()
    assert states(dialog) == ["unknown", "ready"]
    number = find(dialog, "scan-number", QLineEdit)
    assert dialog.focusWidget() is number
    assert "没有读到条码" in dialog.target.hint.text()
    QTest.keyClicks(number, "fx-202611-0001")
    press(Qt.Key.Key_Return, widget=dialog.focusWidget())
    assert states(dialog) == ["ready", "ready"]
    assert dialog.focusWidget().objectName() == f"scan-signer-{SIGNERS[0]}"
    assert dialog.isVisible()


def test_a_room_number_offers_papers_and_records_to_choose_by_keyboard(
    dialog, prints, settle, press, find, tmp_path
):
    drop(dialog, write_scan(tmp_path / "a.png"))
    settle()
    number = find(dialog, "scan-number", QLineEdit)
    QTest.keyClicks(number, "502")
    press(Qt.Key.Key_Return, widget=dialog.focusWidget())
    assert states(dialog) == ["unknown"]
    assert dialog.target.offers.isVisible()
    press(Qt.Key.Key_Down, widget=dialog.focusWidget())
    press(Qt.Key.Key_Return, widget=dialog.focusWidget())
    assert dialog.filing.lines[0].target.printed_id == prints[0].id
    assert states(dialog) == ["ready"]


def test_who_signed_and_when_can_be_corrected(dialog, prints, settle, find, tmp_path):
    drop(dialog, write_scan(tmp_path / "a.png", prints[0].number))
    settle()
    sign_all(dialog)
    find(dialog, "scan-signer-经办人", QCheckBox).click()
    dialog.file_all()
    settle()
    assert signed_copies.state_of(prints[0].id).signed == SIGNERS[:2]


def test_nobody_signed_and_somebody_signed_exclude_each_other(dialog, prints, settle, find, tmp_path):
    drop(dialog, write_scan(tmp_path / "a.png", prints[0].number))
    settle()
    (line,) = dialog.filing.lines
    signer, alone = find(dialog, "scan-signer-业主", QCheckBox), find(dialog, "scan-only", QCheckBox)
    signer.click()
    alone.click()
    assert (signer.isChecked(), line.ticked["业主"], line.is_scan_only) == (False, False, True)
    signer.click()
    assert (alone.isChecked(), line.ticked["业主"], line.is_scan_only) == (False, True, False)


def test_a_wrong_day_is_told_and_can_be_corrected(dialog, prints, settle, find, tmp_path):
    drop(dialog, write_scan(tmp_path / "a.png", prints[0].number))
    settle()
    day = find(dialog, "scan-day", QLineEdit)
    sign_all(dialog)
    day.setText("2027-01-01")
    dialog.file_all()
    settle()
    assert "还没有到" in dialog.strip.text.text()
    assert kept(prints[0]) == []
    day.setText("今天")
    dialog.file_all()
    settle()
    assert states(dialog) == ["filed"]


def test_a_filing_is_taken_back(dialog, prints, settle, find, tmp_path):
    drop(dialog, write_scan(tmp_path / "a.png", prints[0].number))
    settle()
    sign_all(dialog)
    dialog.file_all()
    settle()
    find(dialog, "undo-filing", QPushButton).click()
    assert states(dialog) == ["ready"]
    assert kept(prints[0]) == []
    assert "已撤回 1 份" in dialog.strip.text.text()


def test_a_file_that_cannot_be_read_says_why_and_the_others_go_on(dialog, prints, settle, tmp_path):
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(b"%PDF-1.4 broken")
    drop(dialog, bad, write_scan(tmp_path / "a.png", prints[0].number))
    settle()
    assert states(dialog) == ["unreadable", "ready"]
    dialog._mark(0)
    assert "已损坏" in dialog.picture.text()
    assert not dialog.target.isVisible()
    assert bad.exists()


def test_a_file_of_several_papers_says_how_it_was_parted(dialog, prints, settle, tmp_path):
    writer = QPdfWriter(str(tmp_path / "堆.pdf"))
    writer.setResolution(203)
    painter = QPainter(writer)
    for place, number in enumerate((prints[0].number, "", prints[1].number)):
        if place:
            writer.newPage()
        painter.drawRect(80, 300, 800, 400)
        if number:
            painter.drawImage(400, 40, QImage.fromData(picture(number, 420, 90)))
    painter.end()
    drop(dialog, tmp_path / "堆.pdf")
    settle()
    assert [line.pages for line in dialog.filing.lines] == ["第 1–2 页", "第 3 页"]
    assert "这个文件里有 2 份：没有条码的页归前一份" in dialog.target.parts.text()
    dialog.turn(1)
    assert dialog.page_text.text() == "第 2 页，共 3 页"


def test_delete_takes_a_scan_off_the_list_and_leaves_the_file(dialog, prints, settle, press, tmp_path):
    scan = write_scan(tmp_path / "a.png", prints[0].number)
    drop(dialog, scan)
    settle()
    press(Qt.Key.Key_Delete, widget=dialog.list)
    assert dialog.filing.lines == []
    assert scan.exists()
    assert dialog.empty.isVisible()


def test_other_files_are_not_taken(dialog, tmp_path):
    other = tmp_path / "a.docx"
    other.write_bytes(b"x")
    assert not drop(dialog, other)


class TestWindow:
    def test_scans_dropped_anywhere_on_the_window_open_the_filing(
        self, at_work, slip_kind, desk, settle, tmp_path, make_room
    ):
        from desk_app.modules.estate.kinds import ROOMS

        room = ROOMS.model.get()
        row = give(slip_kind, make_slip(slip_kind, desk, room), desk)
        assert drop(at_work, write_scan(tmp_path / "a.png", row.number))
        settle()
        dialog = at_work.findChild(ScanFilingDialog)
        assert states(dialog) == ["ready"]
        sign_all(dialog)
        dialog.file_all()
        settle()
        assert kept(row) == ["门岗便条 FX-202611-0001 签字件.png"]
        dialog.close()

    def test_without_a_book_scans_are_not_taken(self, window, tmp_path):
        assert not drop(window, write_scan(tmp_path / "a.png"))

    def test_the_command_shows_papers_whose_signed_copy_is_missing(self, at_work):
        at_work.run_command("show_unsigned")
        assert at_work.view.name == "printed_papers"
        assert at_work.view.current.current.unsigned.isChecked()

    def test_new_scans_in_the_folder_are_told_and_lie_in_the_filing(
        self, at_work, qtbot, settle, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(scan_watch, "STABLE_SECONDS", 0.2)
        folder = tmp_path / "扫描"
        folder.mkdir()
        scan_folder.watch(folder)
        at_work.scans.start()
        with qtbot.waitSignal(at_work.scans.folder.arrived, timeout=8000):
            write_scan(folder / "a.png")
        assert "1 份新扫描件" in at_work.toast.text.text()
        at_work.run_command("file_scans")
        settle()
        dialog = at_work.findChild(ScanFilingDialog)
        assert states(dialog) == ["unknown"]
        with qtbot.waitSignal(at_work.scans.folder.arrived, timeout=8000):
            write_scan(folder / "b.png")
        settle()
        assert states(dialog) == ["unknown", "unknown"]
        dialog.close()


def test_a_file_still_being_written_is_not_announced(desk, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(scan_watch, "STABLE_SECONDS", 0.3)
    monkeypatch.setattr(scan_watch, "LOOK_MS", 50)
    folder = tmp_path / "扫描"
    folder.mkdir()
    scan_folder.watch(folder)
    watch = ScanWatch(QApplication.instance())
    heard = []
    watch.arrived.connect(heard.append)
    watch.start()
    path = folder / "a.pdf"
    for part in range(6):
        with path.open("ab") as file:
            file.write(b"%PDF" + bytes(part + 1))
        QTest.qWait(120)
    assert heard == []
    qtbot.waitUntil(lambda: heard == [[path]], timeout=5000)
    watch.stop()
    watch.deleteLater()
