"""What to look at in a roster (核对清单): every cell or line that is left out, doubtful or worth telling, one by one."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QTextOption
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desk_app.kernel.words import _, mark
from desk_app.screens.import_view import FindingView, ImportView
from ui import theme
from ui.screens.import_model import ink
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import label
from ui.widgets.layouts import box

Index = QModelIndex | QPersistentModelIndex
NAMES = {"refuse": mark("不导入"), "doubt": mark("请核对"), "note": mark("提示")}
HEIGHT = 66
MOST_CAUSES = 40
"""How many causes can be listed alone."""


class FindingModel(QAbstractListModel):
    """The findings shown, one a line."""

    def __init__(self) -> None:
        super().__init__()
        self.findings: Sequence[FindingView] = ()

    def put(self, findings: Sequence[FindingView]) -> None:
        """Show other findings."""
        self.beginResetModel()
        self.findings = findings
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.findings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the finding itself, or its words."""
        finding = self.findings[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return finding
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{_(NAMES[finding.severity])} {finding.address} {finding.message}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (finding.address, finding.message, finding.found)))
        return None


class FindingDelegate(QStyledItemDelegate):
    """Draws a finding: where, what the cell holds, and a sentence of two lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a line."""
        return QSize(theme.px(120), theme.px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one finding."""
        finding: FindingView = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect.adjusted(theme.px(2), 1, -theme.px(2), -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(rect, theme.px(6), theme.px(6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(finding.severity))
        bar = QRect(
            rect.left() + theme.px(4), rect.top() + theme.px(8), theme.px(4), rect.height() - theme.px(16)
        )
        painter.drawRoundedRect(bar, theme.px(2), theme.px(2))
        inside = rect.adjusted(theme.px(16), theme.px(4), -theme.px(6), -theme.px(4))
        self._paint_words(painter, inside, finding)
        painter.restore()

    @staticmethod
    def _paint_words(painter: QPainter, inside: QRect, finding: FindingView) -> None:
        painter.setFont(theme.font("small", bold=True))
        painter.setPen(ink(finding.severity))
        first = painter.fontMetrics().height() + theme.px(2)
        above = QRect(inside.left(), inside.top(), inside.width(), first)
        painter.drawText(above, int(Qt.AlignmentFlag.AlignVCenter), finding.address)
        used = painter.fontMetrics().horizontalAdvance(finding.address) + theme.px(12)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("muted"))
        held = above.adjusted(used, 0, 0, 0)
        text = " ".join(finding.found.split())
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, held.width())
        painter.drawText(held, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), shown)
        painter.setPen(theme.color("text"))
        rest = inside.adjusted(0, first, 0, 0)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        painter.drawText(rest.toRectF(), finding.message, option)


class FindingsPanel(Card):
    """The findings with buttons that choose which are listed; `chosen` is the one to go to."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("核对清单"), padding=12)
        self.view: ImportView | None = None
        self._wanted: list[FindingView] = []
        self.filters: dict[str, QPushButton] = {}
        for severity, name in NAMES.items():
            made = button(_(name), self._filter, name=f"filter-{severity}")
            made.setCheckable(True)
            made.setChecked(severity != "note")
            made.setToolTip(_("列出或不列“{name}”").format(name=_(name)))
            self.filters[severity] = made
        self.model = FindingModel()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(FindingDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("核对清单"))
        self.list.setStyleSheet("QListView { border: none; background: transparent; }")
        self.list.selectionModel().currentChanged.connect(self._go)
        self.list.clicked.connect(self._go)
        self.cause = QComboBox()
        self.cause.setAccessibleName(_("只列一种原因"))
        self.cause.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.cause.setMinimumContentsLength(8)
        self.cause.currentIndexChanged.connect(lambda *_place: self._list())
        self.empty = label(_("没有要核对的，可以放心导入。"), tone="muted", wrap=True)
        filters = FlowLayout(gap=4)
        for made in self.filters.values():
            filters.addWidget(made)
        self.body.addWidget(box(filters))
        self.body.addWidget(self.cause)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.list, 1)
        self.setMinimumWidth(theme.px(200))

    def show_findings(self, view: ImportView) -> None:
        """Show the findings of a roster, those chosen to be listed."""
        self.view = view
        for severity, made in self.filters.items():
            made.setText(f"{_(NAMES[severity])} {view.count(severity)}")
            made.setEnabled(view.count(severity) > 0)
        self._filter()

    def step(self, by: int) -> None:
        """Go to the next finding listed, or the one before."""
        count = self.model.rowCount()
        if count:
            row_now = self.list.currentIndex().row()
            place = (row_now + by) % count if row_now >= 0 else 0
            self.list.setCurrentIndex(self.model.index(place))

    def _filter(self) -> None:
        """List the causes there are among the findings wanted, the commonest first, and the findings."""
        wanted = {severity for severity, made in self.filters.items() if made.isChecked()}
        findings = self.view.findings if self.view else ()
        self._wanted = [finding for finding in findings if finding.severity in wanted]
        causes = Counter(finding.cause for finding in self._wanted)
        told = {finding.cause: finding.message for finding in reversed(self._wanted)}
        kept = self.cause.currentData()
        with QSignalBlocker(self.cause):
            self.cause.clear()
            self.cause.addItem(_("所有原因（{count}）").format(count=len(self._wanted)), None)
            for cause, count in causes.most_common(MOST_CAUSES):
                self.cause.addItem(f"{count} × {told[cause]}", cause)
            self.cause.setCurrentIndex(max(self.cause.findData(kept), 0) if kept else 0)
        self.cause.setVisible(len(causes) > 1)
        self._list()

    def _list(self) -> None:
        cause = self.cause.currentData()
        self.model.put([finding for finding in self._wanted if cause in (None, finding.cause)])
        self.empty.setVisible(not self.model.findings)
        has_any = self.view is not None and bool(self.view.findings)
        self.empty.setText(_("没有列出的。") if has_any else _("没有要核对的，可以放心导入。"))

    def _go(self, index: QModelIndex, *_before: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.data(Qt.ItemDataRole.UserRole))
