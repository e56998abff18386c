"""What one scan is taken for (归到哪里): its number, the paper or record found by it, who signed and when."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desk_app.kernel.words import _
from desk_app.screens.scan_filing import ScanFiling, ScanLine, Target
from ui import theme
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.layouts import box, clear, column
from ui.widgets.record_list import Entry, RecordList

SUGGEST_AFTER_MS = 200
MOST_LINES = 6


class TargetCard(Card):
    """`ticked` when it was said who signed; `changed` when the scan is taken for something else; `settled` when Enter says that it is right."""

    changed = Signal()
    ticked = Signal()
    settled = Signal()

    def __init__(self, filing: ScanFiling) -> None:
        super().__init__(_("归到哪里"), padding=14)
        self.filing = filing
        self.line: ScanLine | None = None
        self._offered: list[Target] = []
        self._boxes: dict[str, QCheckBox] = {}
        self.number = QLineEdit()
        self.number.setObjectName("scan-number")
        self.number.setPlaceholderText(_("编号，或房号、姓名"))
        self.number.setAccessibleName(_("编号，或房号、姓名"))
        self.number.setAcceptDrops(False)  # a scan dropped here is for the list
        self.number.installEventFilter(self)
        self.number.textEdited.connect(lambda _text: self._wait.start())
        self._wait = QTimer(self, singleShot=True, interval=SUGGEST_AFTER_MS)
        self._wait.timeout.connect(self._suggest)
        self.offers = RecordList(_("找到的表单和单据"))
        self.offers.setObjectName("scan-offers")
        self.offers.chosen.connect(lambda place: self._choose(self._offered[int(place)]))
        self.offers.installEventFilter(self)
        self.papers = QComboBox()
        self.papers.setAccessibleName(_("表单"))
        self.papers.activated.connect(self._choose_paper)
        self.name = label("", "heading", wrap=True)
        self.title = label("", tone="muted", wrap=True)
        self.hint = label("", "small", "waiting", wrap=True)
        self.parts = label("", "small", "muted", wrap=True)
        self.signers = column(gap=4)
        self.day = QLineEdit()
        self.day.setObjectName("scan-day")
        self.day.setAccessibleName(_("签字日期"))
        self.day.setAcceptDrops(False)
        self.day.installEventFilter(self)
        self.day.editingFinished.connect(self.commit)
        self.whose = label("", "small", "muted", wrap=True)
        self.signing = box(
            column(
                self.whose,
                self.signers,
                label(_("签字日期"), "small", "muted"),
                self.day,
                gap=6,
            )
        )
        number = column(label(_("纸上的编号"), "small", "muted"), self.number, self.offers, gap=2)
        self.body.addLayout(number)
        for part in (self.hint, self.papers, self.name, self.title, self.parts, self.signing):
            self.body.addWidget(part)
        self.show_line(None)

    def show_line(self, line: ScanLine | None) -> None:
        """Show another scan."""
        self.commit()
        self.line = line
        self._wait.stop()
        self._offer([])
        self.setVisible(line is not None and line.state != "unreadable")
        if line is not None:
            self.number.setText(line.number)
            self._show_target()

    def commit(self) -> None:
        """Keep the day that stands in its box."""
        if self.line is not None and self.line.target is not None:
            self.line.day = self.day.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter looks the number up, takes an offer, or goes on; Down goes from the number to the offers."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if watched is self.number and event.key() == Qt.Key.Key_Down and self._offered:
            self.offers.setFocus()
            self.offers.choose_first()
            return True
        if not is_enter:
            return False
        if watched is self.number:
            self._look_up()
        elif watched is self.offers:
            self.offers.choose_current()
        else:
            self.commit()
            self.settled.emit()
        return True

    def _look_up(self) -> None:
        """Take the scan for what bears the number; else offer what the words find."""
        if self.line is None:
            return
        self._wait.stop()
        self.filing.look_up(self.line, self.number.text())
        found = [] if self.line.target is not None else self.filing.suggest(self.number.text())
        if len(found) == 1:
            self._choose(found[0])
            return
        self._offer(found)
        self._show_target()
        if found:
            self.hint.setText(_("按 ↓ 从上面选一项，回车确定。"))
        self.changed.emit()
        if self.line.target is not None:
            self.settled.emit()

    def _suggest(self) -> None:
        self._offer(self.filing.suggest(self.number.text()))

    def _offer(self, found: list[Target]) -> None:
        """Show papers and records to choose from, or none."""
        self._offered = found
        self.offers.put(
            [
                Entry(
                    place,
                    "print" if target.printed_id is not None else "folder",
                    target.name,
                    target.title if target.title != target.name else "",
                )
                for place, target in enumerate(found)
            ]
        )
        self.offers.setVisible(bool(found))
        if found:
            height = self.offers.sizeHintForRow(0) * min(len(found), MOST_LINES) + theme.px(4)
            self.offers.setFixedHeight(height)

    def _choose(self, target: Target) -> None:
        if self.line is None:
            return
        self.filing.choose(self.line, target)
        if target.number:
            self.line.number = target.number
            self.number.setText(target.number)
        self._offer([])
        self._show_target()
        self.changed.emit()
        self.settled.emit()

    def _choose_paper(self, place: int) -> None:
        if self.line is not None:
            self.filing.choose(self.line, self.line.choices[place])
            self._show_target()
            self.changed.emit()

    def _show_target(self) -> None:
        line = self.line
        assert line is not None
        target = line.target
        is_open = line.state != "filed"
        self.number.setEnabled(is_open)
        self.hint.setText(line.hint)
        self.hint.setVisible(bool(line.hint))
        self._show_parts(line)
        several = target is not None and len(line.choices) > 1
        self.papers.clear()
        if target is not None and several:
            self.papers.addItems([choice.name for choice in line.choices])
            self.papers.setCurrentIndex(line.choices.index(target))
        self.papers.setVisible(several and is_open)
        self.name.setText(target.name if target else "")
        self.title.setText(target.title if target else "")
        for part in (self.name, self.title):
            part.setVisible(bool(part.text()))
        asked = _("看清楚谁签了字，逐个勾选（空格键）")
        self.whose.setText(asked if is_open else _("归档时登记的签字人"))
        clear(self.signers)
        self._boxes = {}
        for name, is_on in line.ticked.items():
            self.signers.addWidget(self._signer(line, name, is_on=is_on))
        if line.ticked:
            self.signers.addWidget(self._scan_only(line))
        self.day.setText(line.day)
        self.signing.setVisible(bool(line.ticked))
        self.signing.setEnabled(is_open)

    def _show_parts(self, line: ScanLine) -> None:
        """Say how a file of several papers was parted, and that each record keeps the whole of it."""
        count = sum(other.scan.path == line.scan.path for other in self.filing.lines)
        text = _("这个文件里有 {count} 份：没有条码的页归前一份。整个文件存到每份单据，备注写明{pages}。")
        self.parts.setText(text.format(count=count, pages=line.pages))
        self.parts.setVisible(count > 1)

    def _signer(self, line: ScanLine, name: str, *, is_on: bool) -> QWidget:
        made = QCheckBox(_(name))
        made.setObjectName(f"scan-signer-{name}")
        made.setChecked(is_on)
        self._boxes[name] = made
        made.toggled.connect(lambda now: self._tick(line, name, is_on=now))
        made.installEventFilter(self)
        return made

    def _scan_only(self, line: ScanLine) -> QWidget:
        made = QCheckBox(_("没人签字，只存扫描件"))
        made.setObjectName("scan-only")
        made.setChecked(line.is_scan_only)
        self._boxes[""] = made
        made.toggled.connect(lambda now: self._tick(line, "", is_on=now))
        made.installEventFilter(self)
        return made

    def _tick(self, line: ScanLine, name: str, *, is_on: bool) -> None:
        """Keep that somebody signed; the nameless one is the scan nobody signed."""
        if name:
            line.ticked[name] = is_on
        else:
            line.is_scan_only = is_on
        if is_on:
            for other in list(line.ticked) if not name else [""]:
                self._boxes[other].setChecked(False)
        self.ticked.emit()

    def focus_signers(self) -> None:
        """Put the cursor on the first who may have signed."""
        first = self.signers.itemAt(0)
        if first is not None and first.widget() is not None:
            first.widget().setFocus()
