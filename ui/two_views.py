"""A page with two ways to look at it (两种视图), such as a board and the plain list; what was shown last is shown again."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedLayout, QWidget

from desk_app.screens import remembered
from ui.shell import ask
from ui.widgets.view_switch import ViewSwitch


class TwoViews(QWidget):
    """Makes each view when it is first shown; a view has a `header` with a `bar`, where the switch sits.

    `views` are (name, text, icon), the first being shown at the beginning; `key` is what is remembered under.
    """

    def __init__(
        self, key: str, views: Callable[[], Sequence[tuple[str, str, str]]], make: Callable[[str], QWidget]
    ) -> None:
        super().__init__()
        self._key = key
        self._views = views
        self._make = make
        self.made: dict[str, QWidget] = {}
        self._stack = QStackedLayout(self)
        self.show_view(str(remembered.get(key, "")))

    @property
    def current(self) -> QWidget:
        """Return the view in front."""
        return self._stack.currentWidget()

    def show_view(self, name: str) -> None:
        """Put a view in front."""
        names = [view[0] for view in self._views()]
        name = name if name in names else names[0]
        if name not in self.made:
            self.made[name] = self._make(name)
            self._stack.addWidget(self.made[name])
        self._seat_switch(name)
        self._stack.setCurrentWidget(self.made[name])
        remembered.put(self._key, name)
        ask(self.made[name], "take_focus")

    def refresh(self) -> None:
        """Read again what is shown."""
        for view in self.made.values():
            ask(view, "refresh")

    def retranslate(self) -> None:
        """Show both views in the language and look in use."""
        for name, view in self.made.items():
            ask(view, "retranslate")
            self._seat_switch(name)

    def take_focus(self) -> None:
        """Let the view in front say where work starts."""
        ask(self.current, "take_focus")

    def print_here(self) -> None:
        """Print what is chosen in the view in front."""
        ask(self.current, "print_here")

    def let_go(self) -> None:
        """Stop reading."""
        for view in self.made.values():
            ask(view, "let_go")

    def _seat_switch(self, name: str) -> None:
        """Put the switch at the head of a view, whose head may have been made anew."""
        view = self.made[name]
        ViewSwitch(self._views(), name, self.show_view).seat(view.header.bar, view)  # type: ignore[attr-defined]
