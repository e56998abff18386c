"""The page of rooms (房屋): the picture of a building or the list of all rooms; what was shown last is shown again."""

from PySide6.QtWidgets import QStackedLayout, QWidget

from desk_app.kernel.words import _
from desk_app.screens import remembered
from ui.shell import Shell, ask
from ui.widgets.view_switch import ViewSwitch

VIEW = "rooms/view"
LIST, PICTURE = "list", "picture"


class RoomsPage(QWidget):
    """Makes each view when it is first shown."""

    kind_name = "rooms"
    help_topic = "rooms"

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.views: dict[str, QWidget] = {}
        self._stack = QStackedLayout(self)
        self.show_view(str(remembered.get(VIEW, PICTURE)))

    @property
    def title(self) -> str:
        """Return the text of the tab."""
        return _("房屋")

    @property
    def current(self) -> QWidget:
        """Return the view in front."""
        return self._stack.currentWidget()

    def show_view(self, view: str) -> None:
        """Show the list or the picture."""
        view = view if view in (LIST, PICTURE) else PICTURE
        if view not in self.views:
            self.views[view] = self._make(view)
            self._stack.addWidget(self.views[view])
        self._seat_switch(view)
        self._stack.setCurrentWidget(self.views[view])
        remembered.put(VIEW, view)
        ask(self.views[view], "take_focus")

    def refresh(self) -> None:
        """Read again what is shown."""
        for view in self.views.values():
            ask(view, "refresh")

    def retranslate(self) -> None:
        """Show both views in the language and look in use."""
        for name, view in self.views.items():
            ask(view, "retranslate")
            self._seat_switch(name)

    def take_focus(self) -> None:
        """Let the view in front say where work starts."""
        ask(self.current, "take_focus")

    def _make(self, view: str) -> QWidget:
        if view == PICTURE:
            from ui.screens.room_grid import RoomGridPage

            return RoomGridPage(self.shell)
        from ui.record_table import RecordTablePage

        return RecordTablePage(self.shell, self.kind_name)

    def _seat_switch(self, name: str) -> None:
        """Put the switch at the head of a view, whose head may have been made anew."""
        views = ((LIST, _("清单"), "list"), (PICTURE, _("房屋图"), "grid"))
        view = self.views[name]
        ViewSwitch(views, name, self.show_view).seat(view.header.bar, view)  # type: ignore[attr-defined]
