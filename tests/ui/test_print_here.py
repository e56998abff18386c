"""Ctrl+P where no button takes it, and the ways to the print runs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from ui.print_run_list import RunListDialog
from ui.print_run_start import StartDialog

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


@pytest.fixture
def table(at_work):
    """Return a function that opens a list of the window and waits for its rows."""

    def open_(name):
        at_work.open_page(name)
        QTest.qWait(50)
        page = at_work.view.current.current
        page.view.setFocus()
        return page

    return open_


def ctrl_p(widget):
    QTest.keyClick(widget, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    QTest.qWait(30)


def test_ctrl_p_on_the_list_of_people_says_where_the_papers_are(at_work, table):
    page = table("people")
    page.view.choose_places([0], 0)
    ctrl_p(page.view)
    assert "表单在“房人关系”" in at_work.toast.text.text()


def test_ctrl_p_on_one_chosen_row_asks_what_to_print_of_it(at_work, table):
    page = table("holdings")
    page.view.choose_places([0], 0)
    ctrl_p(page.view)
    dialog = at_work.findChild(StartDialog)
    assert dialog is not None, at_work.toast.text.text()
    assert len(dialog.ids) == 1
    dialog.close()


def test_ctrl_p_on_a_page_without_papers_says_so(at_work):
    at_work.open_page("today")
    ctrl_p(at_work)
    assert "没有打印：这一页没有可以打印的表单" in at_work.toast.text.text()


def test_a_button_of_the_printed_papers_opens_the_print_runs(at_work, table):
    page = table("printed_papers")
    page.findChild(QPushButton, "show-runs").click()
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, RunListDialog))
    assert dialog.isVisible()
    dialog.close()
