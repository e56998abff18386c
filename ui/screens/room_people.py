"""The people on a room's card (房屋里的人): roles, masked numbers with an eye, dates, and what can be done."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QInputDialog, QMenu, QToolButton, QWidget

from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens.print_choices import PrintChoice
from desk_app.screens.room_people import PersonLine, PhoneLine, reveal_id_number, reveal_phone
from ui import icons, theme
from ui.paper_choice import offer_papers
from ui.secret_editor import REASONS, SHOWN_SECONDS
from ui.widgets.buttons import button, tool_button
from ui.widgets.chip import StatusChip
from ui.widgets.labels import label, picture
from ui.widgets.layouts import box, clear, column, row
from ui.widgets.menus import KeyMenu

ROLE_TONES = {"owner": "accent", "tenant": "waiting", "authorised": "good"}


class SecretLine(QWidget):
    """A masked number that is shown whole for a while after somebody said why; `reveal(reason)` returns it, logged."""

    def __init__(
        self, masked: str, what: str, reveal: Callable[[str], str], failed: Callable[[Exception], None]
    ) -> None:
        super().__init__()
        self._masked, self._reveal, self._failed = masked, reveal, failed
        self.text = label(masked, select=True)
        self.eye = tool_button("show", _("显示完整{what}").format(what=what), self._press, size=16)
        self.timer = QTimer(self, singleShot=True, interval=SHOWN_SECONDS * 1000)
        self.timer.timeout.connect(self.mask)
        self.setLayout(row(self.text, self.eye, gap=2))

    def mask(self) -> None:
        """Hide the number again."""
        self.timer.stop()
        self.text.setText(self._masked)
        self.eye.setIcon(icons.icon("show", "muted", 16))

    def reveal(self, reason: str) -> None:
        """Show the number whole; what is refused is told and nothing shown."""
        try:
            whole = self._reveal(reason)
        except DeskError as error:
            self._failed(error)
            return
        self.text.setText(whole)
        self.eye.setIcon(icons.icon("hide", "accent", 16))
        self.timer.start()

    def _press(self) -> None:
        if self.timer.isActive():
            self.mask()
            return
        menu = QMenu(self)
        menu.addSection(_("为什么要看？（会记入操作日志）"))
        for reason in REASONS:
            menu.addAction(_(reason), lambda reason=reason: self.reveal(_(reason)))
        menu.addSeparator()
        menu.addAction(_("其他原因…"), self._ask)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.eye.mapToGlobal(self.eye.rect().bottomLeft()))

    def _ask(self) -> None:
        reason, is_given = QInputDialog.getText(self, _("查看完整号码"), _("为什么要看？（会记入操作日志）"))
        if is_given:
            self.reveal(reason)


class PeopleBlock(QWidget):
    """Everybody of the room, those who left folded away; emits what is asked for with the person's line."""

    opened = Signal(int)
    edited = Signal(int)
    ended = Signal(object)
    print_asked = Signal(int, str)
    failed = Signal(object)

    def __init__(self, desk: Desk, find_papers: Callable[[int], Sequence[PrintChoice]]) -> None:
        """`find_papers` returns what can be printed of a holding; asked when its menu opens."""
        super().__init__()
        self._desk = desk
        self._find_papers = find_papers
        self._now = self._grid()
        self._past = self._grid()
        self._past_box = box(self._past)
        self._past_box.hide()
        self.fold = button("", self._toggle, icon="history", look="link", name="past-people")
        self.setLayout(column(self._now, row(self.fold, None), self._past_box, gap=8))

    def show_people(self, people: tuple[PersonLine, ...], past: tuple[PersonLine, ...]) -> None:
        """Show these people; those folded away stay so."""
        for grid, lines in ((self._now, people), (self._past, past)):
            clear(grid)
            for place, line in enumerate(lines):
                self._add(grid, place, line)
        self._count_past = len(past)
        self.fold.setVisible(bool(past))
        self._name_fold()

    def _toggle(self) -> None:
        self._past_box.setVisible(self._past_box.isHidden())
        self._name_fold()

    def _name_fold(self) -> None:
        shown = _("收起历史（{count}）") if not self._past_box.isHidden() else _("历史（{count}）")
        self.fold.setText(shown.format(count=self._count_past))

    @staticmethod
    def _grid() -> QGridLayout:
        made = QGridLayout()
        made.setContentsMargins(0, 0, 0, 0)
        made.setHorizontalSpacing(theme.px(16))
        made.setVerticalSpacing(theme.px(12))
        made.setColumnStretch(1, 3)
        made.setColumnStretch(2, 4)
        return made

    def _add(self, grid: QGridLayout, place: int, line: PersonLine) -> None:
        tone = "quiet" if line.time else ROLE_TONES.get(line.role, "quiet")
        chip = StatusChip(line.role_label, tone)
        future = _("{dates}（未到）").format(dates=line.dates)
        dates = label(future if line.time == "future" else line.dates, "small", "muted")
        cells = (_lower(chip), self._who(line), self._phones(line), _lower(dates), self._tools(line))
        for at, cell in enumerate(cells):
            grid.addWidget(cell, place, at, Qt.AlignmentFlag.AlignTop)

    def _who(self, line: PersonLine) -> QWidget:
        name = button(line.name, lambda: self.opened.emit(line.person_id), look="link", tip=_("打开住户档案"))
        name.setFont(theme.font("body", bold=True))
        name.setObjectName(f"person-{line.holding_id}")
        parts = [
            row(name, picture("company", "muted", 16), None, gap=4) if line.is_company else row(name, None)
        ]
        if line.detail:
            parts.append(row(label(line.detail, "small", "muted", wrap=True), margins=(4, 0, 0, 0)))
        if line.id_number:
            number = SecretLine(
                line.id_number,
                line.id_kind or _("证件号码"),
                lambda reason: reveal_id_number(line.person_id, self._desk, reason),
                self.failed.emit,
            )
            theme.dress(number.text, scale="small", tone="muted")
            number.setToolTip(line.id_kind)
            parts.append(row(picture("id", "faint", 16), number, None, gap=4, margins=(4, 0, 0, 0)))
        return box(column(*parts, gap=0))

    def _phones(self, line: PersonLine) -> QWidget:
        parts = [self._phone(line, phone) for phone in line.phones]
        if not parts:
            parts = [_lower(label(_("没有电话"), "small", "muted"))]
        return box(column(*parts, gap=0))

    def _phone(self, line: PersonLine, phone: PhoneLine) -> QWidget:
        number = SecretLine(
            phone.text,
            _("电话"),
            lambda reason: reveal_phone(line.person_id, phone.phone_id, self._desk, reason),
            self.failed.emit,
        )
        number.setObjectName(f"phone-{phone.phone_id}")
        first = phone.is_first and len(line.phones) > 1
        marks = [StatusChip(_("首选"), "accent")] if first else []
        whose = [label(phone.whose, "small", "muted")] if phone.whose else []
        return box(
            row(
                picture("phone", "accent" if phone.is_first else "faint", 16),
                number,
                *marks,
                *whose,
                None,
                gap=6,
            )
        )

    def _tools(self, line: PersonLine) -> QWidget:
        more = tool_button("more", _("{name} 的更多操作").format(name=line.name))
        more.setObjectName(f"more-{line.holding_id}")
        menu = QMenu(more)
        menu.addAction(icons.icon("person"), _("打开住户档案"), lambda: self.opened.emit(line.person_id))
        menu.addAction(
            icons.icon("edit"), _("修改身份、份额、起止…"), lambda: self.edited.emit(line.holding_id)
        )
        if line.time != "past":
            menu.addAction(
                icons.icon("move-out"), _("结束（搬离、转让、退租）…"), lambda: self.ended.emit(line)
            )
        papers = KeyMenu(_("打印"), menu)
        papers.setIcon(icons.icon("print"))
        menu.addMenu(papers)
        menu.aboutToShow.connect(lambda: self._offer_papers(papers, line))
        more.setMenu(menu)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return more

    def _offer_papers(self, menu: QMenu, line: PersonLine) -> None:
        """Offer the papers and packs of somebody's part in the room; those not for it today are grey with the reason."""
        menu.clear()
        try:
            choices = self._find_papers(line.holding_id)
        except DeskError as error:
            self.failed.emit(error)
            choices = ()
        offer_papers(menu, choices, lambda name: self.print_asked.emit(line.holding_id, name))
        if not choices:
            menu.addAction(_("没有适用的表单")).setEnabled(False)


def _lower(widget: QWidget) -> QWidget:
    """Return the widget so low that its words stand in one line with the name beside it."""
    return box(row(widget, None, margins=(0, 5, 0, 0)))
