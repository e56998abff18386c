"""The room card (房屋档案): one page that tells everything about a room, with every action that starts from it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QScrollArea, QStackedLayout, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import find_kind
from desk_app.kernel.words import _, inside
from desk_app.screens import print_choices, room_card, room_file
from desk_app.screens.attachment_list import AttachmentList
from desk_app.screens.matters import Offer
from desk_app.screens.new_holding import HoldingEntry
from desk_app.screens.record_form import RecordForm, StepButton
from desk_app.screens.room_card import RoomCard, read_room_card
from ui import theme
from ui.attachments_panel import AttachmentsPanel
from ui.paper_choice import print_named
from ui.screens.room_actions import RoomActions
from ui.screens.room_blocks import (
    HeadCard,
    changes_card,
    list_card,
    matter_entry,
    room_entry,
    vehicle_entry,
)
from ui.screens.room_dialogs import EndHoldingDialog, FormerNumberDialog, NewHoldingDialog
from ui.screens.room_file import file_card
from ui.screens.room_money import MoneyCard
from ui.screens.room_people import PeopleBlock
from ui.shell import Shell, ask
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.layouts import box, column, row, scrolling

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
        self._was_shown = False
        self._stack = QStackedLayout(self)
        self.body: QScrollArea | None = None
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
            self._back.setText(_("返回房屋档案"))
            self._back.setToolTip(_("返回房屋档案"))
            self._stack.setCurrentWidget(self._form_box)

    def take_focus(self) -> None:
        """Show what may have changed meanwhile, and put the cursor on the first action."""
        if self.form is not None:
            ask(self.form, "take_focus")
            return
        self._read()
        if not self._was_shown or not self.isAncestorOf(QApplication.focusWidget()):
            self._was_shown = True
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
            self._back = button(
                _("返回房屋档案"),
                self.leave_form,
                icon="back",
                look="plain",
                tip=_("返回房屋档案"),
                name="back",
            )
            self._form_box = box(column(row(self._back, None, margins=(16, 8, 16, 0)), self.form, gap=0))
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
        old = self.body
        at = old.verticalScrollBar().value() if old is not None else 0
        had_focus = old is not None and old.isAncestorOf(self.focusWidget() or self)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(theme.px(16))
        for blocks, share in ((self._left(), 3), (self._right(), 2)):
            side = box(column(*blocks, None, gap=16), "clear")
            side.setMinimumWidth(theme.px(240))
            self._columns.addWidget(side, share)
        self.body = scrolling(
            box(
                column(
                    HeadCard(self.card, self._actions()),
                    self._columns,
                    None,
                    gap=16,
                    margins=(24, 20, 24, 20),
                )
            )
        )
        self._stack.insertWidget(0, self.body)
        if self.form is None:
            self._stack.setCurrentWidget(self.body)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self.setWindowTitle(self.card.code)
        self._place_columns()
        self.body.verticalScrollBar().setValue(at)
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

    def _actions(self) -> RoomActions:
        kind = find_kind(self.kind_name)
        made = RoomActions(self.card, print_choices.list_choices(kind, self.record_id, self.shell.desk))
        made.print_asked.connect(self._print)
        made.started.connect(self.start)
        made.person_asked.connect(lambda: self.add_person("owner"))
        made.edit_asked.connect(self.edit)
        made.step_asked.connect(self.take_step)
        made.number_asked.connect(self.add_former_number)
        made.file_asked.connect(lambda: self._files.choose_files())
        self._first = made.main
        return made

    def _left(self) -> list[QWidget]:
        made = [self._people(), self._vehicles()]
        if self.card.other_rooms:
            others = [room_entry(other, "room") for other in self.card.other_rooms]
            made.append(list_card(_("这些人的其他房屋"), others, self.shell.open_record))
        return [*made, changes_card(self.card.changes)]

    def _right(self) -> list[QWidget]:
        card, show = self.card, self.shell.open_record
        waiting = [matter_entry(matter, self.shell.desk.now()) for matter in card.open_matters]
        settled = [matter_entry(matter, None) for matter in card.past_matters]
        none = _("没有未办完的事。")
        made: list[QWidget] = [list_card(_("未办完的事"), waiting, show, empty=none, name="open-matters")]
        made.append(self._money())
        if settled:
            made.append(list_card(_("办过的事"), settled, show, name="past-matters"))
        cover = self._print_cover if room_file.cover() else None
        return [*made, file_card(card.papers, self._show_paper, cover), self._attachments()]

    def _print_cover(self) -> None:
        """Show the index of the room's file, to be printed."""
        self.shell.preview_paper(self.kind_name, self.record_id, room_file.cover())

    def _print(self, name: str) -> None:
        """Show a paper of the room, or ask about a pack."""
        print_named(self.shell, self.kind_name, self.record_id, name)

    def _show_paper(self, printed_id: int) -> None:
        """Show a paper as it was when it left the program."""
        from ui.preview import show_kept

        try:
            show_kept(self.shell, printed_id)
        except DeskError as error:
            self.shell.show_error(error)

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
        block = PeopleBlock(
            self.shell.desk,
            lambda holding_id: print_choices.list_choices(find_kind("holdings"), holding_id, self.shell.desk),
        )
        block.show_people(self.card.people, self.card.past_people)
        block.opened.connect(lambda person_id: self.shell.open_record("people", person_id))
        block.edited.connect(lambda holding_id: self.shell.open_record("holdings", holding_id))
        block.ended.connect(self.end_holding)
        block.print_asked.connect(
            lambda holding_id, name: print_named(self.shell, "holdings", holding_id, name)
        )
        block.failed.connect(self.shell.show_error)
        made.body.addWidget(block)
        return made

    def _vehicles(self) -> QWidget:
        files = [offer for offer in self.card.offers if offer.kind_name == "vehicles"]
        adds = [
            button(
                _("添加{kind}").format(kind=inside(offer.label)),
                lambda offer=offer: self.start(offer),
                icon="add",
                look="plain",
            )
            for offer in files
        ]
        entries = [vehicle_entry(line) for line in self.card.vehicles]
        entries += [room_entry(space, "parking") for space in self.card.spaces]
        none = _("没有登记车辆和车位。")
        return list_card(_("车辆与车位"), entries, self.shell.open_record, *adds, empty=none, name="vehicles")

    def _money(self) -> QWidget:
        made = MoneyCard(self.card.money)
        made.pay_asked.connect(lambda: self.shell.open_page("cash_desk", self.record_id))
        made.bind_asked.connect(lambda: self.shell.new_record("fee_bindings", room=self.record_id))
        made.opened.connect(self.shell.open_record)
        return made

    def _attachments(self) -> QWidget:
        made = Card(_("附件"))
        self._files = AttachmentsPanel(
            self.shell, AttachmentList(self.kind_name, self.record_id, self.shell.desk)
        )
        self._files.changed.connect(self._read)
        made.body.addWidget(self._files)
        return made


class _ShellWithin:
    """The window as the form inside the card sees it: closing the form leads back to the card."""

    def __init__(self, shell: Shell, close: Callable[..., None]) -> None:
        self._shell = shell
        self.close_tab = close

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shell, name)
