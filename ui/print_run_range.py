"""Which papers of a run are printed (打印份数范围), and what of them really came out of the printer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QDialog, QRadioButton, QSpinBox, QWidget

from desk_app.kernel.words import _
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, row

REST, ONWARDS, SOME = range(3)


class RangeChoice(QWidget):
    """All that are not out, from one on after a paper jam, or some; papers are counted from 1."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count
        self._waiting = 1
        self.ways = QComboBox()
        self.ways.setAccessibleName(_("打印哪几份"))
        self.ways.addItems([_("没打的全部"), _("从某份续打（卡纸后）"), _("指定几份")])
        self.first, self.last = QSpinBox(), QSpinBox()
        for spin, name in ((self.first, _("从第几份")), (self.last, _("到第几份"))):
            spin.setRange(1, count)
            spin.setAccessibleName(name)
        self.last.setValue(count)
        self._to = label(_("到"), tone="muted")
        parts = (label(_("第"), tone="muted"), self.first, self._to, self.last, label(_("份"), tone="muted"))
        self._numbers = box(row(*parts, None))
        self.setLayout(column(self.ways, self._numbers, gap=6))
        self.ways.currentIndexChanged.connect(lambda _way: self._show_way())
        self._show_way()

    def wanted(self) -> tuple[int, int]:
        """Return the first and the last paper to print."""
        way = self.ways.currentIndex()
        if way == REST:
            return min(self._waiting, self._count), self._count
        first = self.first.value()
        return (first, self._count) if way == ONWARDS else (first, max(first, self.last.value()))

    def printed_before(self) -> tuple[int, int]:
        """Return the first and the last paper to be printed again: all of them unless some were named."""
        return (1, self._count) if self.ways.currentIndex() == REST else self.wanted()

    def continue_from(self, place: int) -> None:
        """Go on from a paper, as most will now want to."""
        self._waiting = place
        self.first.setValue(min(place, self._count))
        self.ways.setCurrentIndex(REST)

    def allow_parts(self, is_allowed: bool) -> None:
        """Offer nothing but the whole run where nobody can tell which page belongs to which paper."""
        if not is_allowed:
            self.ways.setCurrentIndex(REST)
        self.setEnabled(is_allowed)
        self.setToolTip("" if is_allowed else _("看不出哪一页属于哪一份，只能整批打印。"))

    def _show_way(self) -> None:
        way = self.ways.currentIndex()
        self._numbers.setVisible(way != REST)
        for part in (self._to, self.last):
            part.setVisible(way == SOME)


class OutcomeDialog(QDialog):
    """Asks what came out after papers `first` to `last` were sent; `last_out` is the last of them, 0 for none.

    `likely` is the last that should be out, 0 for none, where the printing broke off by `trouble`.
    """

    def __init__(
        self, parent: QWidget, first: int, last: int, likely: int | None = None, trouble: str = ""
    ) -> None:
        super().__init__(parent)
        self._first, self._last = first, last
        self.setWindowTitle(_("核对打印"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.all = QRadioButton(_("都出来了（第 {first} 到第 {last} 份）").format(first=first, last=last))
        self.some = QRadioButton(_("只出来到第"))
        self.none = QRadioButton(_("一份也没有出来"))
        ways = QButtonGroup(self)
        for way in (self.all, self.some, self.none):
            ways.addButton(way)
        self.all.setChecked(True)
        self.place = QSpinBox()
        self.place.setRange(first, last)
        self.place.setValue(last)
        self.place.setAccessibleName(_("最后出来的是第几份"))
        self.place.valueChanged.connect(lambda _value: self.some.setChecked(True))
        some = row(self.some, self.place, label(_("份")), None)
        self.yes = button(_("确定"), self.accept, look="main", shortcut="Ctrl+Return", name="outcome-yes")
        self.yes.setDefault(True)
        why = label(
            _("请看一眼打印机。只有真正出来的才记为已打印，没出来的可以接着打。"), tone="muted", wrap=True
        )
        heading = _("没有打印完，出来了哪些？") if trouble else _("打印完了，都出来了吗？")
        parts = [label(heading, "heading"), why, self.all, box(some), self.none]
        if first == last:
            parts.remove(parts[3])
        if trouble:
            parts.insert(1, label(trouble, tone="waiting", wrap=True))
        self._expect(last if likely is None else likely)
        self.setLayout(column(*parts, 4, row(None, self.yes), gap=10, margins=(24, 20, 24, 16)))
        self.setMinimumWidth(theme.px(440))
        ways.checkedButton().setFocus()

    def _expect(self, likely: int) -> None:
        """Propose what should have come out."""
        if not likely:
            self.none.setChecked(True)
        elif likely < self._last:
            self.place.setValue(likely)

    def last_out(self) -> int:
        """Return the place of the last paper that came out; 0 if none did."""
        if self.none.isChecked():
            return 0
        return self.place.value() if self.some.isChecked() else self._last

    def reject(self) -> None:
        """Stay: what came out has to be said."""
