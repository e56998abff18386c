"""The form of a complaint (投诉): the plain one, with those of the same matter, and what must be heeded until it is read."""

from functools import partial

from PySide6.QtWidgets import QPushButton

from desk_app.kernel.words import _
from desk_app.screens import same_matters
from ui import theme
from ui.record_form import RecordFormPage
from ui.screens.complaints import GroupDialog
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.layouts import box, row
from ui.widgets.message_strip import MessageStrip
from ui.widgets.record_list import Entry, RecordList

MOST_LINES_HIGH = 3


class MemberList(RecordList):
    """Complaints of one matter, a few lines high; Enter or a click opens one."""

    def __init__(self, name: str) -> None:
        super().__init__(name, flat=True)

    def show_members(self, members: tuple[same_matters.Member, ...] | list[same_matters.Member]) -> None:
        """Show them; no higher than a few lines, then it scrolls."""
        self.put(
            [Entry(one.record_id, "warning", one.title, one.detail, one.state, one.tone) for one in members]
        )
        if members:
            most = MOST_LINES_HIGH * self.sizeHintForRow(0) + theme.px(4)
            self.setFixedHeight(min(self.needed_height(), most))


class ComplaintFormPage(RecordFormPage):
    """Tells after every save what the program proposes; the sentence stays until it is closed (T09, T11)."""

    def _build(self) -> None:
        super()._build()
        self.heed = MessageStrip()
        self.heed.setObjectName("complaint-heed")
        self.matter_card = Card("", self._group_button(), self._incident_button(), padding=12)
        self.others = MemberList(_("可能是同一事件的投诉"))
        self.others.setObjectName("complaint-others")
        self.others.chosen.connect(partial(self.shell.open_record, same_matters.COMPLAINTS))
        self.matter_card.body.addWidget(self.others)
        self.heed_row = box(row(self.heed, margins=(24, 8, 24, 10)))
        self.matter_row = box(row(self.matter_card, margins=(24, 0, 24, 8)))
        self._outer.insertWidget(2, self.heed_row)
        self._outer.insertWidget(3, self.matter_row)
        self._show_matter()

    def _group_button(self) -> QPushButton:
        self.group_button = button(
            _("归为同一事件…"), self.group, icon="flag", shortcut="Ctrl+J", name="complaint-group"
        )
        return self.group_button

    def _incident_button(self) -> QPushButton:
        self.incident_button = button(
            _("打开事件"), self.open_incident, look="link", name="complaint-incident"
        )
        return self.incident_button

    def refresh(self) -> None:
        """Read the record and what is like it again."""
        super().refresh()
        self._show_matter()

    def group(self) -> None:
        """Make one incident of this complaint and those like it."""
        assert self.record_id is not None
        matter = same_matters.matter_of(self.record_id)
        ids = [self.record_id, *(one.record_id for one in matter.others)]
        GroupDialog(self, self.shell, ids, partial(self.shell.open_record, same_matters.INCIDENTS)).open()

    def open_incident(self) -> None:
        """Open the incident this complaint belongs to."""
        if self.form.record.incident_id is not None:
            self.shell.open_record(same_matters.INCIDENTS, self.form.record.incident_id)

    def _note_saved(self) -> None:
        super()._note_saved()
        self._show_matter()

    def _show_matter(self) -> None:
        """Show what is like the stored complaint, and what is proposed of it."""
        words, matter = "", None
        if self.record_id is not None:
            words = same_matters.notice(self.record_id, self.shell.desk)
            matter = same_matters.matter_of(self.record_id)
        self.heed_row.setVisible(bool(words))
        if words:
            self.heed.say(words, "bad")
        is_known = matter is not None and bool(matter.others or matter.incident_id)
        self.matter_row.setVisible(is_known)
        if matter is None or not is_known:
            return
        text = (
            _("同一事件“{incident}”：另有 {count} 件")
            if matter.incident_id
            else _("可能是同一事件：另有 {count} 件，共 {rooms} 户")
        )
        self.matter_card.heading.setText(
            text.format(incident=matter.incident, count=len(matter.others), rooms=matter.rooms)
        )
        self.group_button.setVisible(matter.can_be_grouped)
        self.incident_button.setVisible(matter.incident_id is not None)
        self.others.setVisible(bool(matter.others))
        self.others.show_members(matter.others)
