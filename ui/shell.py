"""What every page may ask of the window it stands in, and what the window may ask of a page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from desk_app.kernel.access import Desk
    from desk_app.screens.progress import Progress

T = TypeVar("T")


class Shell(Protocol):
    """The window as pages see it."""

    desk: "Desk"

    def open_record(self, kind_name: str, record_id: int) -> None:
        """Show the record in a tab of its page; a room opens its card."""

    def new_record(self, kind_name: str, **values: object) -> None:
        """Open an empty form of the kind with `values` filled in."""

    def open_page(self, name: str, room_id: int | None = None) -> None:
        """Show a page: "today", "import", "settings", or a kind's name; with `room_id`, at that room."""

    def tell(self, message: str, tone: str = "good") -> None:
        """Show a short message that goes away by itself; `tone` is good, waiting or bad."""

    def tell_saved(self, message: str, folder: "Path") -> None:
        """Say that something was saved, over the page until it is closed, with a button that opens `folder`."""

    def tell_done(self, message: str, undo: Callable[[], object]) -> None:
        """Say that something was done, over the page until it is closed, with a button that takes it back."""

    def show_error(self, error: BaseException) -> None:
        """Show a DeskError's sentence; anything else as a card with a number, logged."""

    def run_task(self, label: str, work: "Callable[[Progress], T]", done: Callable[[T], None]) -> None:
        """Run `work` in a thread, with progress and cancel after half a second; `done` gets its result."""

    def preview_paper(self, kind_name: str, record_id: int, paper_name: str) -> None:
        """Show the filled paper and what can be done with it."""

    def preview_register(self, kind_name: str, paper_name: str, month: "date") -> None:
        """Show the filled register of a month and what can be done with it."""

    def records_changed(self, kind_name: str) -> None:
        """Let open pages read again after a record of this kind changed."""

    def close_tab(self, page: "QWidget | None" = None) -> None:
        """Close the tab of `page` (the one in front if none is named), after its `may_close`."""

    def run_command(self, name: str) -> None:
        """Do a command of the window, see `ui.actions`: "find_anything", "show_help", …"""


class Page(Protocol):
    """What the window calls on a page or tab where it has it; every attribute and method may be left out.

    The text of its tab is the widget's `windowTitle`, and `setWindowModified` marks the tab as holding unsaved text.
    `kind_name` and `record_id` (None while new) say which record the tab shows, so that it is not opened twice.
    `help_topic` is the help page F1 opens: a file name in resources/help without .md.
    """

    kind_name: str
    record_id: int | None
    help_topic: str
    keeps_typed: bool
    """True where `refresh` leaves what is typed as it is, so that it is called though something is unsaved."""

    def is_changed(self) -> bool:
        """Say whether something typed here was not saved; the tab then carries a mark."""

    def may_close(self) -> bool:
        """Ask about unsaved changes where there are any; False keeps the tab."""

    def refresh(self) -> None:
        """Read again what is shown (F5, or another page changed something)."""

    def retranslate(self) -> None:
        """Show all texts, colours and icons anew and keep what was typed.

        A page without this is built anew, so a page that holds unsaved text must have it.
        """

    def open_room(self, room_id: int) -> None:
        """Show this room, on a page that works on one room at a time."""

    def take_focus(self) -> None:
        """Put the cursor where work starts, when the page is shown."""

    def let_go(self) -> None:
        """Stop every thread that still reads the book; the page is going to be closed, perhaps the book too."""


@dataclass(frozen=True)
class PageSpec:
    """A page of the window: its name, label and icon at the left, and how it is made on first show.

    `group` keeps related pages together; where the window is low, pages needed more `seldom` go behind the last button
    first; `shelf` is the heading they stand under there. `kinds` are the record kinds whose tabs open here; `shortcut` shows it.
    """

    name: str
    label: str
    icon: str
    make: "Callable[[Shell], QWidget]"
    group: int = 0
    kinds: tuple[str, ...] = ()
    shortcut: str = ""
    help_topic: str = ""
    seldom: int = 0
    shelf: str = ""


def ask(page: Any, method: str, *arguments: object, otherwise: Any = None) -> Any:
    """Call a method a `Page` may have, or return `otherwise`."""
    call = getattr(page, method, None)
    return otherwise if call is None else call(*arguments)
