"""The page of printed papers and the dialog in which signatures are noted, by keyboard."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPushButton

from desk_app.kernel import attachments, signed_copies
from tests.drops import drop
from tests.given_papers import LETTER, SIGNERS, SLIPS, give
from ui import preview
from ui.screens import printed_papers as page_of
from ui.screens.printed_papers import PrintedPapersPage
from ui.screens.signing import SigningDialog


@pytest.fixture
def prints(prints, slip_kind, slips, desk):
    """Three prints: the note of each slip, and last the letter of the second."""
    return [*prints, give(slip_kind, slips[1], desk, LETTER)]


@pytest.fixture
def page(shell, prints):
    return shell.show_page(PrintedPapersPage(shell))


def shown(page):
    return [page.table.cell(place, 2) + page.table.cell(place, 4) for place in range(page.table.count)]


def test_prints_are_listed_and_counted(page):
    assert shown(page) == ["FX-202611-0002", "FX-202611-0002缺签字件", "FX-202611-0001缺签字件"]
    assert page.header.detail.text() == "共 3 份"


def test_enter_shows_the_paper_as_it_was(page, prints, press, monkeypatch):
    asked = []
    monkeypatch.setattr(preview, "show_kept", lambda _shell, printed_id: asked.append(printed_id))
    page.view.choose(2)
    press(Qt.Key.Key_Return)
    assert asked == [prints[0].id]


def test_a_paper_is_printed_again(page, prints, find, monkeypatch):
    asked = []
    monkeypatch.setattr(page_of, "preview_again", lambda _shell, printed_id: asked.append(printed_id))
    page.view.choose(1)
    find(page, "print-again", QPushButton).click()
    assert asked == [prints[1].id]


def test_the_record_is_opened(page, prints, shell, press):
    page.view.choose(2)
    press(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert ("open_record", SLIPS, prints[0].record_id) in shell.asked


def test_the_list_is_narrowed_by_words_paper_day_and_missing_signatures(page, find):
    find(page, "prints-search", QLineEdit).setText("502")
    page._follow_typing()
    assert shown(page) == ["FX-202611-0001缺签字件"]
    page.show_all()
    papers = find(page, "prints-paper", QComboBox)
    papers.setCurrentIndex(papers.findText("告知信"))
    assert shown(page) == ["FX-202611-0002"]
    page.show_all()
    find(page, "prints-days", QLineEdit).setText("2026-10")
    page._follow_typing()
    assert shown(page) == []
    assert page.empty is not None
    page.empty.button.click()
    assert page.table.count == 3
    page.show_unsigned()
    assert page.header.detail.text() == "符合条件的 2 份"


def test_a_day_that_cannot_be_read_is_told_under_the_box(page, find):
    find(page, "prints-days", QLineEdit).setText("上个月")
    page._follow_typing()
    assert "上个月" in page.problem.text()
    assert not page.problem.isHidden()
    assert page.table.count == 3


def test_without_any_print_the_page_says_what_will_stand_there(shell):
    page = shell.show_page(PrintedPapersPage(shell))
    assert page.empty is not None
    page.sign()
    assert ("tell", "请先在列表里选择一行。") in shell.asked


def test_the_page_stays_as_filtered_in_another_language(page):
    page.show_unsigned()
    page.retranslate()
    assert page.table.count == 2
    assert page.unsigned.isChecked()


class TestSigning:
    @pytest.fixture
    def dialog(self, page, shell, prints):
        made = SigningDialog(page, shell, prints[0].id)
        made.open()
        QTest.qWaitForWindowActive(made)
        yield made
        made.close()

    @pytest.fixture
    def all_signed(self, dialog, find):
        for name in SIGNERS:
            find(dialog, f"signer-{name}", QCheckBox).setChecked(True)

    def test_nobody_is_ticked_and_enter_alone_files_nothing(self, dialog, prints, find, press):
        boxes = [find(dialog, f"signer-{name}", QCheckBox) for name in SIGNERS]
        assert not any(box.isChecked() for box in boxes)
        boxes[0].setFocus()
        for _box in (*boxes, dialog.day, dialog.note):
            press(Qt.Key.Key_Return)
        assert "请勾选谁签了字" in dialog.strip.text.text()
        assert signed_copies.state_of(prints[0].id).copies == ()

    def test_ticked_by_the_space_bar_enter_goes_on_to_saving(self, dialog, prints, find, press):
        boxes = [find(dialog, f"signer-{name}", QCheckBox) for name in SIGNERS]
        boxes[0].setFocus()
        for _box in boxes:
            press(Qt.Key.Key_Space)
            press(Qt.Key.Key_Return)
        press(Qt.Key.Key_Return)
        press(Qt.Key.Key_Return)
        assert not dialog.isVisible()
        assert signed_copies.state_of(prints[0].id).is_complete

    def test_enter_of_the_number_block_saves_from_the_last_field(self, dialog, all_signed, prints, press):
        dialog.note.setFocus()
        press(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
        assert not dialog.isVisible()
        assert signed_copies.state_of(prints[0].id).is_complete

    @pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
    def test_ctrl_enter_saves_from_any_field(self, dialog, all_signed, prints, find, press, key):
        keys = Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_Enter:
            keys |= Qt.KeyboardModifier.KeypadModifier
        find(dialog, f"signer-{SIGNERS[0]}", QCheckBox).setFocus()
        press(key, keys)
        assert not dialog.isVisible()
        assert signed_copies.state_of(prints[0].id).is_complete

    def test_the_day_is_kept_to_what_can_be(self, dialog, all_signed, prints, find):
        find(dialog, "signed-on", QLineEdit).setText("2027-01-01")
        dialog.accept()
        assert dialog.isVisible()
        assert "还没有到" in dialog.strip.text.text()
        assert signed_copies.state_of(prints[0].id).copies == ()

    def test_a_scan_dropped_on_it_is_kept_with_the_record(self, dialog, all_signed, prints, tmp_path):
        scan = tmp_path / "IMG 1.jpg"
        scan.write_bytes(b"\xff\xd8\xff scan")
        assert drop(dialog, scan)
        dialog.accept()
        (kept,) = attachments.attached(SLIPS, prints[0].record_id)
        assert kept.name == "门岗便条 FX-202611-0001 签字件.jpg"

    def test_one_noted_before_is_shown_and_taken_back(self, page, shell, prints, find, desk):
        copy = signed_copies.register(prints[0].id, ["业主"], desk.today, desk)
        dialog = SigningDialog(page, shell, prints[0].id)
        dialog.open()
        assert not find(dialog, "signer-业主", QCheckBox).isChecked()
        find(dialog, f"withdraw-{copy.id}", QPushButton).click()
        asked = page.window().findChildren(QLineEdit)
        assert asked
        reason = next(line for line in dialog.findChildren(QLineEdit) if line.accessibleName() == "原因")
        reason.setText("签错了人")
        reason.returnPressed.emit()
        assert not find(dialog, "signer-业主", QCheckBox).isChecked()
        assert signed_copies.state_of(prints[0].id).copies == ()
        dialog.close()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_menu_of_a_row_offers_the_same(page):
    page._show_row_menu(page.view.visualRect(page.model.index(0, 0)).center() + QPoint(2, 2))
    QTest.qWait(20)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert [action.text().split("\t")[0] for action in menu.actions()][:2] == ["查看当时的样子", "补打…"]
    menu.close()
