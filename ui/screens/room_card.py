"""The room card (房屋档案): one page that tells everything about a room, with every action that starts from it."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QMenu, QPushButton, QStackedLayout, QToolButton, QWidget

from desk_app.kernel.clocks import tell_remaining
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import room_card
from desk_app.screens.attachment_list import AttachmentList
from desk_app.screens.matters import Matter, Offer, PaperLine
from desk_app.screens.new_holding import HoldingEntry
from desk_app.screens.record_form import RecordForm, StepButton
from desk_app.screens.room_card import Fact, OtherRoom, RoomCard, VehicleLine, read_room_card
from ui import icons, theme
from ui.attachments_panel import AttachmentsPanel
from ui.history_panel import HistoryPanel
from ui.screens.room_dialogs import EndHoldingDialog, FormerNumberDialog, NewHoldingDialog
from ui.screens.room_people import PeopleBlock
from ui.shell import Shell, ask
from ui.widgets.buttons import button, tool_button
from ui.widgets.card import Card
from ui.widgets.chip import StatusChip
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, column, row, scrolling
from ui.widgets.record_list import Entry, RecordList

MOST_OFFERS = 2
"""How many kinds of new slip have a button of their own; the others are in the menu."""
MOST_LINES = 8
"""How many lines a list shows before it scrolls."""
BESIDE_FROM = 860
"""Pixels of width from which the blocks stand in two columns."""


class RoomCardPage(QWidget):
    """The card of one room; editing shows the room's form in its place."""

    kind_name = "rooms"
    help_topic = "rooms"

    def __init__(self, shell: Shell, record_id: int) -> None:
        super().__init__()
        self.shell = shell
        self.record_id = record_id
        self.card: RoomCard = read_room_card(record_id, shell.desk)
        self.form: QWidget | None = None
        self._stack = QStackedLayout(self)
        self._page: QWidget | None = None
        self._build()
        for keys, do in (("Ctrl+E", self.edit), ("Ctrl+Shift+A", lambda: self.add_person("owner"))):
            QShortcut(
                QKeySequence(keys), self, activated=do, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )

    # -- what the window asks ------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Return the text of the tab."""
        return self.card.code

    def is_changed(self) -> bool:
        """Say whether the room's form holds something that was not saved."""
        return bool(self.form is not None and ask(self.form, "is_changed", otherwise=False))

    def may_close(self) -> bool:
        """Let the form ask, if it is open."""
        return bool(self.form is None or ask(self.form, "may_close", otherwise=True))

    def refresh(self) -> None:
        """Read everything again; nothing moves where nothing changed."""
        if self.form is not None:
            ask(self.form, "refresh")
        self._read()

    def retranslate(self) -> None:
        """Show it in the language and look in use, keeping what was typed in the form."""
        self.card = read_room_card(self.record_id, self.shell.desk)
        self._build()
        if self.form is not None:
            ask(self.form, "retranslate")
            self._stack.setCurrentWidget(self._form_box)

    def take_focus(self) -> None:
        """Show what may have changed meanwhile, and put the cursor on the first action."""
        if self.form is not None:
            ask(self.form, "take_focus")
            return
        self._read()
        if not self.isAncestorOf(self.focusWidget() or self):
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- actions -------------------------------------------------------------------------------------------------

    def start(self, offer: Offer) -> None:
        """Open an empty form of a kind with this room filled in."""
        self.shell.new_record(offer.kind_name, **{offer.field: self.record_id})

    def add_person(self, role: str) -> None:
        """Ask who moves in, and as what."""
        entry = HoldingEntry(self.record_id, self.shell.desk, role)
        NewHoldingDialog(self, entry, self.card.code, self._after_people).open()

    def end_holding(self, line: Any) -> None:
        """Ask for the last day of somebody's part in the room."""
        EndHoldingDialog(self, line, self.card.code, self.shell.desk, self._after_people).open()

    def add_former_number(self) -> None:
        """Ask for another number of this room."""
        FormerNumberDialog(self, self.record_id, self.card.code, self.shell.desk, self._after_room).open()

    def edit(self) -> None:
        """Show the room's form in place of the card."""
        from ui.record_form import RecordFormPage

        if self.form is None:
            within = _ShellWithin(self.shell, self.leave_form)
            self.form = RecordFormPage(within, self.kind_name, self.record_id)  # type: ignore[arg-type]
            self.form.windowTitleChanged.connect(lambda *_title: self.setWindowModified(self.is_changed()))
            back = button(
                _("返回房屋档案"),
                self.leave_form,
                icon="back",
                look="plain",
                tip=_("返回房屋档案"),
                name="back",
            )
            self._form_box = box(column(row(back, None, margins=(16, 8, 16, 0)), self.form, gap=0))
            self._stack.addWidget(self._form_box)
        self._stack.setCurrentWidget(self._form_box)
        ask(self.form, "take_focus")

    def leave_form(self, *_page: object) -> None:
        """Go back from the form to the card, asking about what is not saved."""
        if self.form is None or not self.may_close():
            return
        self._stack.removeWidget(self._form_box)
        self._form_box.deleteLater()
        self.form = None
        self.setWindowModified(False)
        self._read()
        self._first.setFocus()

    def take_step(self, step: StepButton) -> None:
        """Take a step of the room's life, asking first for what it needs."""
        from ui.transition_dialog import TransitionDialog

        form = room_card.open_form(self.record_id, self.shell.desk)
        assert form.kind.workflow
        transition = form.kind.workflow.transition(step.name)
        if not transition.asks and not transition.needs_reason:
            self._press(form, step.name)
            return
        dialog = TransitionDialog(
            self, form, transition, lambda reason, texts: form.press(step.name, reason, texts)
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._after_room)
        dialog.open()

    def _press(self, form: RecordForm, name: str) -> None:
        try:
            form.press(name)
        except DeskError as error:
            self.shell.show_error(error)
            return
        self._after_room()
        self.shell.tell(_("{room} 的状态已改为“{state}”").format(room=self.card.code, state=self.card.state))

    def _after_room(self) -> None:
        self._read()
        self.shell.records_changed(self.kind_name)

    def _after_people(self) -> None:
        self._after_room()
        for kind_name in ("people", "holdings"):
            self.shell.records_changed(kind_name)

    # -- showing -------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        try:
            card = read_room_card(self.record_id, self.shell.desk)
        except DeskError as error:
            self.shell.show_error(error)
            return
        if card != self.card:
            self.card = card
            self._build()

    def _build(self) -> None:
        """Make the card anew, as far down the page as it was."""
        old, at = self._page, self._area.verticalScrollBar().value() if self._page else 0
        had_focus = old is not None and old.isAncestorOf(self.focusWidget() or self)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(theme.px(16))
        for blocks, share in ((self._left(), 3), (self._right(), 2)):
            side = box(column(*blocks, None, gap=16), "clear")
            side.setMinimumWidth(theme.px(240))
            self._columns.addWidget(side, share)
        self._area = scrolling(
            box(column(self._head(), self._columns, None, gap=16, margins=(24, 20, 24, 20)))
        )
        self._page = self._area
        self._stack.insertWidget(0, self._page)
        if self.form is None:
            self._stack.setCurrentWidget(self._page)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self.setWindowTitle(self.card.code)
        self._place_columns()
        self._area.verticalScrollBar().setValue(at)
        if had_focus:
            self._first.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the blocks side by side, or under each other where it is narrow."""
        super().resizeEvent(event)
        self._place_columns()

    def _place_columns(self) -> None:
        is_wide = self.width() >= theme.px(BESIDE_FROM)
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(way)

    def _head(self) -> QWidget:
        made = Card(padding=20)
        card = self.card
        code = label(card.code, "figure", select=True)
        code.setObjectName("room-code")
        former = _("曾用 {numbers}").format(numbers="、".join(card.former)) if card.former else ""
        where = " · ".join(filter(None, (card.community, card.address, former)))
        words = column(
            row(code, StatusChip(card.state, card.tone), None, gap=12),
            ElidedLabel(where, tone="muted"),
            gap=2,
        )
        actions = row(*self._actions(), gap=8)
        head = row(words, actions, gap=16)
        head.setStretch(0, 1)
        made.body.addLayout(head)
        facts = FlowLayout(gap=28)
        owner = Fact(_("业主"), card.owners or _("没有登记"))
        for fact in (owner, *(Fact(area.label, f"{area.text} ㎡") for area in card.areas), *card.facts):
            shown = label(
                fact.text, "heading" if fact is owner else "body", "" if fact.text else "muted", select=True
            )
            shown.setMaximumWidth(theme.px(420))
            facts.addWidget(box(column(label(fact.label, "small", "muted"), shown, None, gap=0)))
        made.body.addSpacing(theme.px(8))
        made.body.addWidget(box(facts, "clear"))
        return made

    def _actions(self) -> list[QWidget]:
        """Return the buttons: what is seldom needed first, the main one last."""
        slips = [offer for offer in self.card.offers if offer.is_work]
        made: list[QWidget] = [self._more(slips[MOST_OFFERS:]), self._state_button()]
        person = button(_("添加人员"), lambda: self.add_person("owner"), icon="person", name="add-person")
        person.setToolTip(_("添加业主、租户、家庭成员、授权人  Ctrl+Shift+A"))
        edit = button(_("编辑"), self.edit, icon="edit", name="edit-room")
        edit.setToolTip(_("编辑房屋资料  Ctrl+E"))
        made += [edit, person]
        self._first: QPushButton = person
        for place, offer in reversed(list(enumerate(slips[:MOST_OFFERS]))):
            text = _("开{kind}").format(kind=offer.label)
            first = place == 0
            self._first = button(
                text, lambda offer=offer: self.start(offer), icon=offer.icon, look="main" if first else "",
                shortcut="Ctrl+N" if first else "", name=f"new-{offer.kind_name}",
            )  # fmt: skip
            made.append(self._first)
        return made

    def _state_button(self) -> QPushButton:
        made = button(
            _("改状态 ▾"), icon="flag", tip=_("改变房屋状态：交付、装修、自住、出租…"), name="room-state"
        )
        menu = QMenu(made)
        for step in self.card.steps:
            text = f"{step.label}（{step.why_not}）" if step.why_not else step.label
            action = menu.addAction(text, lambda step=step: self.take_step(step))
            action.setEnabled(not step.why_not)
        made.setMenu(menu)
        return made

    def _more(self, offers: Sequence[Offer]) -> QToolButton:
        made = tool_button("more", _("更多操作"))
        menu = QMenu(made)
        for offer in offers:
            menu.addAction(
                icons.icon(offer.icon),
                _("开{kind}").format(kind=offer.label),
                lambda offer=offer: self.start(offer),
            )
        menu.addAction(icons.icon("room"), _("添加曾用房号…"), self.add_former_number)
        menu.addAction(icons.icon("attach"), _("添加附件…"), lambda: self._files.choose_files())
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made

    def _left(self) -> list[QWidget]:
        made = [self._people(), self._vehicles()]
        if self.card.other_rooms:
            made.append(
                self._list(_("这些人的其他房屋"), [self._other(other) for other in self.card.other_rooms])
            )
        made.append(self._changes())
        return made

    def _right(self) -> list[QWidget]:
        card = self.card
        waiting = [_matter_entry(matter, self.shell.desk.now()) for matter in card.open_matters]
        settled = [_matter_entry(matter, None) for matter in card.past_matters]
        papers = [_paper_entry(paper) for paper in card.papers]
        made: list[QWidget] = [
            self._list(_("未办完的事"), waiting, _("没有未办完的事。"), name="open-matters")
        ]
        if settled:
            made.append(self._list(_("办过的事"), settled, name="past-matters"))
        if papers:
            made.append(self._list(_("打印过的表单"), papers, name="papers"))
        return [*made, self._attachments()]

    def _people(self) -> QWidget:
        add = button(
            _("添加"),
            lambda: self.add_person("tenant" if self.card.people else "owner"),
            icon="add",
            look="plain",
        )
        made = Card(_("人员"), add)
        if not self.card.people and not self.card.past_people:
            made.body.addWidget(
                EmptyState("people", _("还没有登记人员"), "", _("添加业主"), lambda: self.add_person("owner"))
            )
            return made
        block = PeopleBlock(self.shell.desk)
        block.show_people(self.card.people, self.card.past_people)
        block.opened.connect(lambda person_id: self.shell.open_record("people", person_id))
        block.edited.connect(lambda holding_id: self.shell.open_record("holdings", holding_id))
        block.ended.connect(self.end_holding)
        block.failed.connect(self.shell.show_error)
        made.body.addWidget(block)
        return made

    def _vehicles(self) -> QWidget:
        files = [offer for offer in self.card.offers if not offer.is_work]
        adds = [
            button(
                _("添加{kind}").format(kind=offer.label),
                lambda offer=offer: self.start(offer),
                icon="add",
                look="plain",
            )
            for offer in files
        ]
        entries = [_vehicle_entry(line) for line in self.card.vehicles] + [
            self._other(space) for space in self.card.spaces
        ]
        return self._list(_("车辆与车位"), entries, _("没有登记车辆和车位。"), *adds, name="vehicles")

    def _other(self, other: OtherRoom) -> Entry:
        icon = "parking" if other in self.card.spaces else "room"
        return Entry(
            ("rooms", other.room_id), icon, other.code, f"{other.use} · {other.why}", other.state, other.tone
        )

    def _attachments(self) -> QWidget:
        made = Card(_("附件"))
        self._files = AttachmentsPanel(
            self.shell, AttachmentList(self.kind_name, self.record_id, self.shell.desk)
        )
        self._files.changed.connect(self._read)
        made.body.addWidget(self._files)
        return made

    def _changes(self) -> QWidget:
        panel = HistoryPanel()
        panel.show_lines(list(self.card.changes))
        panel.hide()
        count = len(self.card.changes)
        fold = button("", icon="history", look="link", name="changes")

        def name_fold() -> None:
            fold.setText(
                (_("展开（{count}）") if panel.isHidden() else _("收起（{count}）")).format(count=count)
            )

        def toggle() -> None:
            panel.setVisible(panel.isHidden())
            name_fold()

        fold.clicked.connect(lambda *_checked: toggle())
        name_fold()
        made = Card(_("资料改动记录"), fold)
        made.body.addWidget(panel)
        return made

    def _list(
        self, title: str, entries: Sequence[Entry], empty: str = "", *beside: QWidget, name: str = ""
    ) -> Card:
        """Return a card with a list of records that open on Enter or click."""
        made = Card(f"{title}  {len(entries)}" if entries else title, *beside)
        if not entries:
            made.body.addWidget(label(empty, tone="muted"))
            return made
        shown = RecordList(title)
        shown.setObjectName(name)
        shown.put(entries)
        shown.setFixedHeight(min(shown.needed_height(), MOST_LINES * shown.sizeHintForRow(0) + theme.px(4)))
        shown.chosen.connect(self._open)
        made.body.addWidget(shown)
        return made

    def _open(self, key: Any) -> None:
        self.shell.open_record(*key)


class _ShellWithin:
    """The window as the form inside the card sees it: closing the form leads back to the card."""

    def __init__(self, shell: Shell, close: Callable[..., None]) -> None:
        self._shell = shell
        self.close_tab = close

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shell, name)


def _matter_entry(matter: Matter, now: Any) -> Entry:
    """Return the line of a matter; `now` is given for those still open, whose clock runs."""
    due = tell_remaining(matter.due.at, now) if matter.due and now else ""
    tone = "bad" if matter.due and matter.due.is_over else "waiting"
    title = f"{matter.kind_label}  {matter.number}"
    key = (matter.kind_name, matter.record_id)
    return Entry(key, matter.icon, title, matter.line, matter.state, matter.tone, due, tone)


def _paper_entry(paper: PaperLine) -> Entry:
    title = " ".join(filter(None, (paper.label, paper.number)))
    detail = _("{action} · {who} · 第 {count} 次").format(
        action=paper.action, who=paper.who, count=paper.count
    )
    return Entry((paper.kind_name, paper.record_id), "print", title, detail, aside=paper.at)


def _vehicle_entry(line: VehicleLine) -> Entry:
    detail = " · ".join(filter(None, (line.detail, line.owner)))
    space = _("车位 {space}").format(space=line.space) if line.space else ""
    return Entry(("vehicles", line.vehicle_id), "car", line.plate, detail, aside=space)
