"""Moving a page on its paper (校准): by half millimetres, with a test page to measure on."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QValidator
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QGridLayout, QSpinBox, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.text import narrow
from desk_app.kernel.words import _
from desk_app.screens.printer_choice import FURTHEST_MM, STEP_MM, PrinterChoice
from ui import print_pages, theme
from ui.print_pages import POINTS_PER_MM
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import column, row
from ui.widgets.message_strip import MessageStrip

CROSS_MM = 20
"""Where the cross of the test page stands: so far from the left and from the upper edge of the paper."""
ARM_MM = 15
INSET_MM = 5


class CalibrationDialog(QDialog):
    """Asks how far a page is moved; `print_test` prints the test page as chosen, None where there is no printer."""

    def __init__(
        self, parent: QWidget, choice: PrinterChoice, print_test: Callable[[PrinterChoice], None] | None
    ) -> None:
        super().__init__(parent)
        self._choice = choice
        self._print_test = print_test
        self.setWindowTitle(_("校准"))
        self.setMinimumWidth(theme.px(440))
        self.strip = MessageStrip()
        self.right = _Offset(_("向右（毫米）"), choice.right_mm)
        self.down = _Offset(_("向下（毫米）"), choice.down_mm)
        grid = QGridLayout()
        for place, spin in enumerate((self.right, self.down)):
            named = label(spin.accessibleName())
            named.setBuddy(spin)
            grid.addWidget(named, place, 0)
            grid.addWidget(spin, place, 1)
        grid.setColumnStretch(2, 1)
        how = _(
            "先打一张测试页：十字中心应离纸的左边和上边各 {distance} 毫米。偏左几毫米，“向右”就填几；偏上几毫米，“向下”就填几。向左、向上填负数。"
        )
        test = button(_("打印测试页"), self.print_test_page, icon="print", name="calibration-test")
        test.setEnabled(print_test is not None)
        keep = button(
            _("记住"), self.accept, icon="check", look="main", shortcut="Ctrl+S", name="calibration-keep"
        )
        keep.setDefault(True)
        cancel = button(_("取消"), self.reject, shortcut="Esc")
        explained = label(how.format(distance=CROSS_MM), tone="muted", wrap=True)
        foot = row(test, None, cancel, keep)
        self.setLayout(column(explained, grid, self.strip, foot, gap=14, margins=(24, 20, 24, 16)))

    def choice(self) -> PrinterChoice:
        """Return the choice with the offset as it is set now."""
        return replace(self._choice, right_mm=self.right.millimetres(), down_mm=self.down.millimetres())

    def print_test_page(self) -> None:
        """Print a ruled cross, moved as set now."""
        if self._print_test is None:
            return
        try:
            self._print_test(self.choice())
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.strip.say(_("测试页已送到打印机。量一量，改好数字再打一张看看。"), "good")


class CrossPage:
    """The test page: a cross with millimetre marks, and around it the edge of the paper 5 mm in."""

    def __init__(self, size: QSizeF) -> None:
        self._size = size

    @property
    def count(self) -> int:
        """Return 1."""
        return 1

    def size(self, page: int) -> QSizeF:
        """Return the size of the paper in points."""
        return self._size

    def draw(self, painter: QPainter, page: int, place: QRectF) -> None:
        """Draw the cross 20 mm from the corner of `place`."""
        scale = place.width() / self._size.width()
        painter.save()
        painter.translate(place.topLeft())
        painter.scale(scale * POINTS_PER_MM, scale * POINTS_PER_MM)  # from here on in millimetres
        _draw_cross(painter)
        whole = QRectF(0, 0, self._size.width() / POINTS_PER_MM, self._size.height() / POINTS_PER_MM)
        painter.drawRect(whole.adjusted(INSET_MM, INSET_MM, -INSET_MM, -INSET_MM))
        painter.restore()


def print_cross(printer: QPrinter, size: QSizeF, choice: PrinterChoice) -> None:
    """Print the test page on paper of `size` points, moved as chosen; DeskError if the printer does not take it."""
    print_pages.print_on(printer, CrossPage(size), choice)


def _draw_cross(painter: QPainter) -> None:
    """Draw both rulers through the point (20, 20), with a mark each millimetre and a longer one each five."""
    painter.setPen(QPen(Qt.GlobalColor.black, 0.2))
    centre = QPointF(CROSS_MM, CROSS_MM)
    for step in range(-ARM_MM, ARM_MM + 1):
        half = 2.0 if step % 5 == 0 else 1.0
        painter.drawLine(centre + QPointF(step, -half), centre + QPointF(step, half))
        painter.drawLine(centre + QPointF(-half, step), centre + QPointF(half, step))
    painter.drawLine(centre - QPointF(ARM_MM, 0), centre + QPointF(ARM_MM, 0))
    painter.drawLine(centre - QPointF(0, ARM_MM), centre + QPointF(0, ARM_MM))
    font = QFont(theme.FAMILIES)
    font.setPixelSize(4)
    painter.setFont(font)
    text = _("十字中心离纸的左边、上边各 {distance} 毫米").format(distance=CROSS_MM)
    painter.drawText(QPointF(CROSS_MM + ARM_MM + 4, CROSS_MM - 4), text)


class _Offset(QSpinBox):
    """Millimetres in steps of a half: its whole numbers are the steps."""

    def __init__(self, name: str, millimetres: Decimal) -> None:
        super().__init__()
        most = int(FURTHEST_MM / STEP_MM)
        self.setRange(-most, most)
        self.setValue(round(millimetres / STEP_MM))
        self.setAccessibleName(name)
        self.setMinimumWidth(theme.px(96))

    def millimetres(self) -> Decimal:
        """Return what is set."""
        return self.value() * STEP_MM

    def textFromValue(self, value: int) -> str:
        """Return '1.5'."""
        return f"{value * STEP_MM:.1f}"

    def valueFromText(self, text: str) -> int:
        """Return the nearest step to what was typed; 0 while that is no number."""
        try:
            return round(Decimal(narrow(text).strip()) / STEP_MM)
        except ArithmeticError:
            return 0

    def validate(self, text: str, position: int) -> object:
        """Let digits, a sign and a point be typed."""
        is_sound = re.fullmatch(r"-?\d{0,2}(\.\d?)?", narrow(text).strip()) is not None
        state = QValidator.State.Acceptable if is_sound else QValidator.State.Invalid
        return state, text, position
