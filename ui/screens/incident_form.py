"""The form of an incident (投诉事件): the plain one, with its complaints and one batch of reply letters (F23)."""

from functools import partial

from desk_app.kernel.words import _
from desk_app.screens import same_matters
from ui.record_form import RecordFormPage
from ui.screens.complaint_form import MemberList
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.layouts import box, row


class IncidentFormPage(RecordFormPage):
    """All members stand on top; the letters are printed for those the manager agreed to."""

    def _build(self) -> None:
        super()._build()
        self.print_all_button = button(
            _("打印全部回复表…"), self.print_all, icon="print", name="incident-print-all"
        )
        self.members_card = Card("", self.print_all_button, padding=12)
        self.members = MemberList(_("这个事件的投诉"))
        self.members.setObjectName("incident-members")
        self.members.chosen.connect(partial(self.shell.open_record, same_matters.COMPLAINTS))
        self.members_card.body.addWidget(self.members)
        self.members_row = box(row(self.members_card, margins=(24, 0, 24, 8)))
        self._outer.insertWidget(2, self.members_row)
        self._show_members()

    def refresh(self) -> None:
        """Read the record and its complaints again."""
        super().refresh()
        self._show_members()

    def print_all(self) -> None:
        """Ask before the reply of every client is printed, in one batch."""
        assert self.record_id is not None
        ids = same_matters.to_be_printed(self.record_id)
        if not ids:
            self.shell.tell(_("还没有可打印的回复：请先由经理同意统一答复。"), "waiting")
            return
        from ui.print_run_start import start_run

        start_run(self.shell, same_matters.COMPLAINTS, ids, same_matters.REPLY)

    def _note_saved(self) -> None:
        super()._note_saved()
        self.shell.records_changed(same_matters.COMPLAINTS)
        self._show_members()

    def _show_members(self) -> None:
        members = same_matters.members_of(self.record_id) if self.record_id is not None else []
        self.members_row.setVisible(bool(members))
        self.members_card.heading.setText(_("这个事件的投诉：{count} 件").format(count=len(members)))
        self.members.show_members(members)
