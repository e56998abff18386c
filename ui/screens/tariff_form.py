"""The form of a tariff (收费标准): the plain one, with a button that binds rooms to it."""

from desk_app.kernel.words import _
from ui.record_form import RecordFormPage
from ui.screens.bind_rooms import BindRoomsDialog
from ui.shell import Shell
from ui.widgets.buttons import button


class TariffFormPage(RecordFormPage):
    """Binding follows what is saved, so unsaved changes are saved first."""

    def __init__(self, shell: Shell, record_id: int) -> None:
        super().__init__(shell, "tariffs", record_id)

    def _build(self) -> None:
        super()._build()
        bind = button(_("批量绑定房屋…"), self.bind_rooms, icon="link", name="bind-rooms")
        self.head.layout().addWidget(bind)

    def bind_rooms(self) -> None:
        """Ask which rooms are charged by this tariff."""
        self.commit()
        if self.form.is_dirty and not self.save():
            return
        BindRoomsDialog(self, self.shell, tariff_id=self.record_id).open()
