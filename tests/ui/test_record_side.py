"""Beside a form: papers given out tell whether their signed copy is back, and it is noted from there."""

from PySide6.QtWidgets import QPushButton

from desk_app.kernel import signed_copies
from desk_app.screens.record_form import RecordForm
from tests.given_papers import LETTER, give
from ui.record_side import RecordSide
from ui.screens.signing import SigningDialog
from ui.widgets.chip import StatusChip


def chips(side):
    return [chip.text() for chip in side.papers.findChildren(StatusChip) if chip.isVisibleTo(side)]


def signing_buttons(side):
    return [made for made in side.papers.findChildren(QPushButton) if made.text() == "登记签字件…"]


def test_a_signed_copy_is_noted_beside_the_form(shell, slip_kind, slip, desk, qtbot):
    row = give(slip_kind, slip, desk)
    give(slip_kind, slip, desk, LETTER)
    side = shell.show_page(_Focusable(shell, RecordForm.open(slip_kind, desk, slip.id)))
    side.tabs.setCurrentIndex(side.panels.index(side.papers))
    assert chips(side) == ["缺签字件"]
    (sign,) = signing_buttons(side)
    sign.click()
    dialog = side.findChild(SigningDialog)
    for box in dialog.signers.values():
        box.setChecked(True)
    dialog.accept()
    qtbot.wait(20)
    assert signed_copies.state_of(row.id).is_complete
    assert chips(side) == ["已签，无扫描件"]


class _Focusable(RecordSide):
    def take_focus(self):
        self.tabs.setFocus()
