"""Taking pictures of every page and dialog (拍照): visits them one after the other and saves what is shown."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import KINDS, find_kind
from desk_app.screens import today
from desk_app.screens.newest import newest_of_each_kind
from desk_app.screens.records import find_ids
from ui import background, tasks, theme
from ui.main_window import MainWindow
from ui.print_run import RunDialog
from ui.print_run_start import StartDialog, start_run
from ui.screens.bind_rooms import BindRoomsDialog
from ui.screens.scan_filing import ScanFilingDialog
from ui.shell import ask
from ui.show_errors import ErrorCard

SIZES = ((1366, 768), (1920, 1080))
ROOMS_OF_A_RUN = 5
SETTLE_SECONDS = 0.25
WAIT_SECONDS = 60
ROSTER = theme.RESOURCES / "starter" / "sample_roster.csv"
"""A roster with a title, a sum, two people in a cell, a wrong check digit and a letter in a number."""


@dataclass(frozen=True)
class Style:
    """One set of pictures: the look, language and sizes, and the folder they go to."""

    folder: str
    look: str = "light"
    language: str = "zh_CN"
    sizes: tuple[tuple[int, int], ...] = SIZES


STYLES = (
    Style("light"),
    Style("dark", look="dark", sizes=SIZES[:1]),
    Style("english", language="en", sizes=SIZES[:1]),
)


class Photographer:
    """Saves pictures below `target`; `failed` names what could not be shown."""

    def __init__(self, application: QApplication, window: MainWindow, target: Path, folder: Path) -> None:
        self._application, self._window, self._target, self._folder = application, window, target, folder
        self.failed: list[str] = []
        self._style = STYLES[0]
        self._shown_rooms = 0

    def take_front(self, style: Style) -> None:
        """Take the pages before a book is open."""
        from ui.screens.unlock import UnlockPage

        self.dress(style)
        door = self._window.door
        self._take("00_welcome", door.show_welcome)
        self._take("01_setup", door.new_book)
        page = UnlockPage(self._folder / "office.book", "", lambda password: None, lambda: None)
        self._take("02_unlock", lambda: self._window.show_front(page))

    def take_set(self, style: Style) -> None:
        """Take every page, record and dialog in one look and language."""
        self.dress(style)
        for number, spec in enumerate(list(self._window.view.specs), start=10):
            self._take(f"{number}_{spec.name}", lambda name=spec.name: self._window.open_page(name))
        self._take("30_import_review", self._review_roster)
        self._window.view.drop("import")
        self._take_records()
        self._window.open_page("today")
        self._take("80_palette", self._find_something)
        self._window.commands.forget()
        self._take("81_help", self._window.commands.show_help)
        self._window.commands.hide_help()
        self._take_dialogs()

    def dress(self, style: Style) -> None:
        """Take on the look and language of a set."""
        self._style = style
        self._window.change_look(look=style.look)
        self._window.change_language(style.language)

    def _take_records(self) -> None:
        """Take a form of each kind, stored and new, and close them again."""
        for number, (name, record_id) in enumerate(newest_of_each_kind(), start=40):
            if record_id:
                self._take(f"{number}_{name}_one", lambda n=name, r=record_id: self._window.open_record(n, r))
                self._window.view.close_tab(asking=False)
            if not find_kind(name).made_elsewhere:
                self._take(f"{number}_{name}_new", lambda n=name: self._window.new_record(n))
                self._window.view.close_tab(asking=False)

    def _take_dialogs(self) -> None:
        self._take("90_paper", self._preview_paper, QDialog)
        self._take("91_about", self._window.commands.show_about, QDialog)
        self._take("92_error_card", lambda: ErrorCard(self._window, "E1123-090500-4F2A").open(), ErrorCard)
        self._take("93_scans", self._window.file_scans, ScanFilingDialog)
        self._take("94_templates", self._show_template)
        self._window.view.close_tab(asking=False)
        self._take("95_bulk_print", self._choose_run, StartDialog)
        self._take("96_print_run", self._show_run, RunDialog)
        self._take("97_bind_rooms", self._bind_rooms, BindRoomsDialog)

    def _find_something(self) -> None:
        self._window.commands.find_anything()
        edit = self._window.findChild(QLineEdit, "palette")
        assert isinstance(edit, QLineEdit)
        edit.setText("1-1-50")

    def _review_roster(self) -> None:
        """Read a roster and show what it would bring."""
        self._window.open_page("import")
        host = self._window.view.current
        assert host is not None
        ask(host.current, "open_file", ROSTER)
        if not self.spin(lambda: not tasks.is_busy() and ask(host.current, "is_changed", otherwise=True)):
            raise TimeoutError("the roster was not read")

    def _preview_paper(self) -> None:
        """Show the first paper that can be filled from what waits."""
        from ui.preview import preview_paper

        for waiting in today.look(self._window.desk).waiting:
            for paper in KINDS[waiting.kind_name].papers:
                try:
                    preview_paper(self._window, waiting.kind_name, waiting.record_id, paper.name)
                except DeskError:
                    continue
                self._wait_for_work()
                return

    def _show_template(self) -> None:
        """Show the templates, the first of them open."""
        self._window.commands.open_papers()
        self._wait_for_work()

    def _choose_run(self) -> StartDialog:
        """Ask for a pack for some rooms."""
        kind = find_kind("rooms")
        rooms = find_ids(kind, ())[self._shown_rooms :][:ROOMS_OF_A_RUN]
        start = start_run(self._window, kind.name, rooms, kind.packs[0].name)
        self._wait_for_work()
        return start

    def _show_run(self) -> None:
        """Prepare it and lay it out; only the sample book is written to, and each set takes other rooms."""
        self._choose_run().accept()
        self._shown_rooms += ROOMS_OF_A_RUN
        self._wait_for_work()

    def _bind_rooms(self) -> None:
        """Ask which rooms get which fee."""
        self._window.open_page("bill_run")
        assert self._window.view.current is not None
        ask(self._window.view.current.current, "bind_rooms")

    def _wait_for_work(self) -> None:
        self.spin(lambda: False, SETTLE_SECONDS)
        self.spin(lambda: not tasks.is_busy() and not background.is_busy())

    def _take(self, name: str, show: Callable[[], object], dialog: type[QDialog] | None = None) -> None:
        """Show something, take it in every size of the set (a dialog as it is), and close the dialog."""
        try:
            show()
        except Exception as error:
            self.failed.append(f"{name}: {error!r}")
            return
        if dialog is None:
            for width, height in self._style.sizes:
                self._window.resize(width, height)
                self._window.show()
                self._save(name, self._window, width)
        else:
            self.spin(lambda: False, SETTLE_SECONDS)
            shown = next((each for each in self._window.findChildren(dialog) if each.isVisible()), None)
            if shown is None:
                self.failed.append(f"{name}: nothing was shown")
                return
            self._save(name, shown, self._style.sizes[0][0])
            shown.close()
        self._note_bugs(name)

    def _save(self, name: str, widget: QWidget, width: int) -> None:
        self.spin(lambda: False, SETTLE_SECONDS)
        folder = self._target / f"{self._style.folder}_{width}"
        folder.mkdir(exist_ok=True)
        widget.grab().save(str(folder / f"{name}.png"))

    def _note_bugs(self, name: str) -> None:
        """Note a bug that the window told of while showing something."""
        for card in self._window.findChildren(ErrorCard):
            if card.isVisible():
                self.failed.append(f"{name}: {card.number}")
                card.close()

    def spin(self, until: Callable[[], bool], seconds: float = WAIT_SECONDS) -> bool:
        """Let the window work until something holds or the time is up; say whether it holds."""
        return spin(self._application, until, seconds)


def spin(application: QApplication, until: Callable[[], bool], seconds: float = WAIT_SECONDS) -> bool:
    """Let the program work until something holds or the time is up; say whether it holds."""
    end = time.monotonic() + seconds
    while not (done := until()) and time.monotonic() < end:
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return done
