"""The way into a book (进门): welcome, set-up, password, sample community; and out of it again."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import remembered

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desk_app.screens.welcome import Setup
    from ui.main_window import MainWindow

LAST = "last_book"


class FrontDoor:
    """Shows the pages before a book is open, and hands an opened office to the window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.page: QWidget | None = None

    def show_welcome(self, sentence: str = "") -> None:
        """Show the three ways in, and why a book did not open."""
        from ui.screens.welcome import WelcomePage

        page = WelcomePage(self)
        self._show(page)
        if sentence:
            page.strip.say(sentence)

    def open_last(self) -> bool:
        """Open the book used last, or show its password page; False if there is none any more."""
        kept = remembered.get(LAST, "")
        path = Path(kept)
        if not kept or not path.is_file():
            return False
        self.open_path(path)
        return True

    def open_demo(self) -> None:
        """Open the sample community, made on first use."""
        from desk_app.screens import welcome
        from ui import tasks

        tasks.run(
            self._window, _("正在准备演示小区"), welcome.open_demo, self._window.enter, self._fail_at_welcome
        )

    def new_book(self) -> None:
        """Show the set-up."""
        from ui.screens.setup_wizard import SetupWizard

        self._show(SetupWizard(self._make, self.show_welcome))

    def open_book(self) -> None:
        """Ask for a book file and open it."""
        from PySide6.QtCore import QStandardPaths
        from PySide6.QtWidgets import QFileDialog

        from desk_app.screens import welcome

        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = welcome.books_folder(Path(documents))
        start = folder if folder.is_dir() else Path(documents)
        chosen, _filter = QFileDialog.getOpenFileName(
            self._window, _("打开账本"), str(start), _("账本 (*.book);;所有文件 (*)")
        )
        if chosen:
            self.leave_for(Path(chosen))

    def leave_for(self, path: Path) -> None:
        """Close the book that is open, if any, and open the one at `path`."""
        if self._window.leave():
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open the book at `path`, first asking for its password if it has one."""
        from desk_app.screens import welcome

        known = welcome.find_recent(path)
        try:
            is_sealed = welcome.needs_password(path)
        except DeskError as problem:
            self.show_welcome(str(problem))
            return
        if is_sealed:
            self._show_unlock(path, known.name if known else "")
            return
        try:
            office = welcome.open_book(path, None)
        except DeskError as problem:
            self.show_welcome(str(problem))
            return
        self._window.enter(office)

    def switch_language(self) -> None:
        """Speak the other language; what was typed on these pages is lost, which is a name at most."""
        self._window.run_command("switch_language")

    def retranslate(self) -> None:
        """Show the welcome page in the language in use."""
        if self.page is not None:
            self.show_welcome()

    def _show_unlock(self, path: Path, name: str) -> None:
        from desk_app.screens import welcome
        from ui import tasks
        from ui.screens.unlock import UnlockPage

        def unlock(typed: str) -> None:
            def work(progress: Any) -> Any:
                return welcome.open_book(path, typed)

            tasks.run(self._window, _("正在打开账本"), work, self._window.enter, refuse)

        def refuse(error: BaseException) -> None:
            if isinstance(error, DeskError):
                page.refuse(str(error))
            else:
                self._window.show_error(error)

        page = UnlockPage(path, name, unlock, self.show_welcome)
        self._show(page)

    def _make(self, setup: "Setup") -> None:
        from desk_app.screens import welcome
        from ui import tasks

        def made(office: Any) -> None:
            self._window.enter(office)
            self._window.offer_import()

        def refuse(error: BaseException) -> None:
            if isinstance(error, DeskError) and hasattr(self.page, "refuse"):
                self.page.refuse(str(error))  # type: ignore[union-attr]
            else:
                self._window.show_error(error)

        tasks.run(
            self._window, _("正在建立账本"), lambda progress: welcome.create(setup, progress), made, refuse
        )

    def _fail_at_welcome(self, error: BaseException) -> None:
        self.show_welcome(str(error) if isinstance(error, DeskError) else "")
        if not isinstance(error, DeskError):
            self._window.show_error(error)

    def _show(self, page: "QWidget") -> None:
        self.page = page
        self._window.show_front(page)
        page.take_focus()  # type: ignore[attr-defined]
