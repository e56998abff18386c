"""The main window (主窗口): the shell every page stands in. Only what the first paint shows is made before it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QMainWindow, QStackedWidget, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _, use_language
from desk_app.screens import remembered
from ui import theme
from ui.desk_view import DeskView
from ui.front_door import LAST, FrontDoor
from ui.shell import PageSpec, ask
from ui.topbar import TopBar
from ui.widgets.layouts import column

if TYPE_CHECKING:
    import datetime

    from desk_app.kernel.access import Desk
    from desk_app.screens.progress import Progress
    from ui.arrears_counting import ArrearsCounting
    from ui.commands import Commands
    from ui.page_host import Make
    from ui.scan_desk import ScanDesk
    from ui.widgets.toast import Toast

T = TypeVar("T")
SMALLEST_SIZE = (800, 480)
USUAL_SIZE = (1280, 800)
KEEP_MS = 3000
BOOK_SUFFIX = ".book"
SHEET_SUFFIXES = (".xls", ".xlsx", ".xlsm", ".et", ".csv", ".ods")
PAGES = "pages"


class MainWindow(QMainWindow):
    """Implements `ui.shell.Shell`. Before a book is open it shows the front pages only."""

    painted = Signal()
    bug_heard = Signal(str)
    desk: "Desk"

    def __init__(self) -> None:
        super().__init__()
        self.office: Any = None
        self.door = FrontDoor(self)
        self.view = DeskView(self._build)
        self.view.moved.connect(self._show_place)
        self.band: QFrame | None = None
        self.topbar = TopBar(self.run_command)
        self.stage = QStackedWidget()
        self._working = column(self.topbar, self.view, gap=0)
        self._working.setStretch(1, 1)
        working = QWidget()
        working.setLayout(self._working)
        self.stage.addWidget(working)
        self.setCentralWidget(self.stage)
        self.place = QLabel()
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.place, 1)
        self._was_painted = False
        self._commands: Commands | None = None
        self._toast: Toast | None = None
        self._scans: ScanDesk | None = None
        self._arrears: ArrearsCounting | None = None
        self.setMinimumSize(*SMALLEST_SIZE)
        self.setAcceptDrops(True)
        kept = remembered.get("window", "")
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            self._take_usual_size()
        self._keeper = QTimer(self, interval=KEEP_MS)
        self._keeper.timeout.connect(remembered.keep)
        self._keeper.start()
        self.bug_heard.connect(self._show_bug)  # queued when it comes from another thread
        self._name_window()

    @property
    def commands(self) -> "Commands":
        """Return what the commands do, with their keys; made after the first paint."""
        if self._commands is None:
            from ui.commands import Commands

            self._commands = Commands(self)
        return self._commands

    @property
    def toast(self) -> "Toast":
        """Return the short message at the foot."""
        if self._toast is None:
            from ui.widgets.toast import Toast

            self._toast = Toast(self)
        return self._toast

    @property
    def scans(self) -> "ScanDesk":
        """Return what takes scans; made for the first book."""
        if self._scans is None:
            from ui.scan_desk import ScanDesk

            self._scans = ScanDesk(self)
        return self._scans

    @property
    def arrears(self) -> "ArrearsCounting":
        """Return what counts arrears beside the window; made for the first book."""
        if self._arrears is None:
            from ui.arrears_counting import ArrearsCounting

            self._arrears = ArrearsCounting(self)
            self._arrears.counted.connect(self.view.refresh)
            self._arrears.failed.connect(self.show_error)
        return self._arrears

    # -- what pages ask of the window ----------------------------------------------------------------------------

    def open_record(self, kind_name: str, record_id: int) -> None:
        """Show a record in a tab of its page."""
        from ui.pages import record_page

        key = (kind_name, record_id)
        self._try(
            lambda: self.view.open_tab(kind_name, key, lambda: record_page(self, kind_name, record_id, {}))
        )

    def new_record(self, kind_name: str, **values: object) -> None:
        """Open an empty form with `values` filled in."""
        from ui.pages import record_page

        self._try(
            lambda: self.view.open_tab(
                kind_name, None, lambda: record_page(self, kind_name, None, dict(values))
            )
        )

    def open_page(self, name: str, room_id: int | None = None) -> None:
        """Put a page in front, at a room where one is named."""
        self._try(lambda: self.view.open_page(name, room_id))

    def close_tab(self, page: QWidget | None = None) -> None:
        """Close the tab of `page`, or the one in front, after asking about unsaved text."""
        self.view.close_tab(page)

    def tell(self, message: str, tone: str = "good") -> None:
        """Show a short message that goes away by itself; what went well now ends an older refusal's sentence."""
        if tone == "good" and self.office is not None:
            self.view.forget_refusal()
        self.toast.say(message, tone)

    def tell_saved(self, message: str, folder: Path) -> None:
        """Say that something was saved, with a button that opens its folder."""
        from ui.file_places import folder_offer

        if self.office is None:
            self.toast.say(message)
        else:
            self.view.say(message, "good", folder_offer(self, folder))

    def tell_done(self, message: str, undo: Callable[[], object]) -> None:
        """Say that something was done, with a button that takes it back."""

        def take_back() -> None:
            self.view.strip.clear()
            self._try(undo)

        self.view.say(message, "good", (_("撤销"), take_back))

    def show_error(self, error: BaseException) -> None:
        """Show a DeskError's sentence over the page until it is closed; a bug as a card with its number."""
        from ui import tasks, trouble_log

        if isinstance(error, DeskError):
            if self.office is None:
                self.toast.say(str(error), tasks.tone_of(error))
            else:
                self.view.say(str(error), tasks.tone_of(error))
            return
        self._show_bug(trouble_log.write(error))

    def run_task(self, label: str, work: "Callable[[Progress], T]", done: Callable[[T], None]) -> None:
        """Run `work` in a thread with progress and cancel; its error is shown."""
        from ui import tasks

        tasks.run(self, label, work, done, self.show_error)

    def preview_paper(self, kind_name: str, record_id: int, paper_name: str) -> None:
        """Show a filled paper."""

        def show() -> None:
            from ui.preview import preview_paper

            preview_paper(self, kind_name, record_id, paper_name)

        self._try(show)

    def preview_register(self, kind_name: str, paper_name: str, month: "datetime.date") -> None:
        """Show the filled register of a month."""

        def show() -> None:
            from ui.preview import preview_register

            preview_register(self, kind_name, paper_name, month)

        self._try(show)

    def records_changed(self, kind_name: str) -> None:
        """Let open pages read again: cards, tables and counts show what belongs to a record of any kind."""
        self.view.refresh()

    def file_scans(self, paths: Sequence[Path] = ()) -> None:
        """Open the window in which scans are filed, with these files or those of the scanner's folder."""
        if self.office is not None:
            self._try(lambda: self.scans.open(paths))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+P that no button took: let the page in front print what is chosen, or say why nothing is printed."""
        from PySide6.QtGui import QKeySequence

        if event.matches(QKeySequence.StandardKey.Print):
            if self.office is not None:
                self.commands.print_here()
            return
        super().keyPressEvent(event)

    def run_command(self, name: str) -> None:
        """Do one of `ui.actions.COMMANDS`."""
        self._try(getattr(self.commands, name))

    # -- into a book and out of it -------------------------------------------------------------------------------

    def enter(self, office: Any) -> None:
        """Work in an opened office: show its pages, the one shown last in front."""
        from desk_app.screens import welcome
        from ui.pages import page_specs

        self.office, self.desk = office, office.desk
        welcome.note_book(office)
        remembered.put(LAST, "" if welcome.is_demo() else str(office.path))
        self.view.show_rail(page_specs())
        remembered.put(PAGES, _to_keep(self.view.specs))
        self._show_band()
        self.topbar.show_office(welcome.book_name(), office.desk.actor.name)
        self.show_working()
        names = [spec.name for spec in self.view.specs]
        last = remembered.get("page", "today")
        self.open_page(last if last in names else names[0])
        self.scans.start()
        self.arrears.start(office.desk)

    def leave(self) -> bool:
        """Close the book after asking about unsaved text; False if somebody wants to stay."""
        from ui import tasks

        if self.office is None:
            return not tasks.is_busy()
        if tasks.is_busy() or not self.view.may_leave():
            return False
        remembered.put("page", self.view.name)
        self.scans.stop()
        self.arrears.stop()
        self.view.empty()
        self.commands.forget()
        self.office.close()
        self.office = None
        self._name_window()
        return True

    def show_front(self, page: QWidget) -> None:
        """Show one of the pages before a book is open."""
        while self.stage.count() > 1:
            old = self.stage.widget(1)
            self.stage.removeWidget(old)
            old.deleteLater()
        self.stage.addWidget(page)
        self.stage.setCurrentWidget(page)
        self.statusBar().hide()
        if self._toast is not None:
            self._toast.hide()

    def show_working(self) -> None:
        """Show the rail and the pages."""
        self.stage.setCurrentIndex(0)
        self.statusBar().show()
        self.door.page = None

    def show_frame(self) -> None:
        """Show at once the pages this PC had last time, before any of them is loaded."""
        kept = [
            PageSpec(*entry[:3], make=lambda shell: QWidget(), group=entry[3], seldom=entry[4])
            for entry in _kept_pages()
        ]
        self.view.show_rail(kept)
        self.view.rail.setEnabled(False)
        self.show_working()

    def offer_import(self) -> None:
        """Lead a new office to the first thing it needs: its roster."""
        self.open_page("import")
        self.tell(_("账本已建好。先导入名册，房屋和住户就都有了。"))

    def name_book(self) -> None:
        """Show the book's name, and who works, anew after the settings changed."""
        from desk_app.screens import welcome

        welcome.renew_actor(self.office)
        self.desk = self.office.desk
        self.topbar.show_office(welcome.book_name(), self.desk.actor.name)
        welcome.note_book(self.office)
        self._name_window()

    # -- look and language ---------------------------------------------------------------------------------------

    def change_look(self, look: str | None = None, size: int | None = None) -> None:
        """Dress the program in another look or letter size, at once and for good."""
        remembered.put("look", look or remembered.get("look", "system"))
        wanted = min(max(size or theme.base_pt(), theme.SMALLEST_PT), theme.LARGEST_PT)
        remembered.put("letters", wanted)
        theme.apply(remembered.get("look", "system"), wanted)
        self.retranslate()

    def change_language(self, code: str) -> None:
        """Speak another language, at once and for good."""
        from ui.app import load_qt_words

        use_language(code)
        load_qt_words()
        remembered.put("language", code)
        self.retranslate()

    def retranslate(self) -> None:
        """Show everything in the language and look now in use."""
        self.commands.retranslate()
        fresh = TopBar(self.run_command)
        self._working.replaceWidget(self.topbar, fresh)
        self.topbar.hide()
        self.topbar.deleteLater()
        self.topbar = fresh
        if self._toast is not None:
            self._toast.hide()
            self._toast.deleteLater()
            self._toast = None
        if self.office is None:
            self.door.retranslate()
        else:
            from desk_app.screens import welcome
            from ui.pages import page_specs

            self._show_band()
            self.topbar.show_office(welcome.book_name(), self.desk.actor.name)
            self.view.retranslate(page_specs())
        self._name_window()

    # -- the window itself ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first time the window is on the screen."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self._tell_painted)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file from outside that a page can read."""
        if _file_dropped(event) is not None or (self.office is not None and _scans_dropped(event)):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a book, lead a roster to the import, or file scans."""
        path = _file_dropped(event)
        if path is None:
            scans = _scans_dropped(event)
            if scans and self.office is not None:
                event.acceptProposedAction()
                self.file_scans(scans)
            return
        event.acceptProposedAction()
        if path.suffix.casefold() == BOOK_SUFFIX:
            self.door.leave_for(path)
        elif self.office is not None:
            self.open_page("import")
            if self.view.current is not None:
                ask(self.view.current.tabs[0].widget, "open_file", path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the book, remember the window, and go; unsaved text is asked about first."""
        if not self.leave():
            event.ignore()
            return
        remembered.put("window", bytes(self.saveGeometry().toBase64().data()).decode())
        remembered.keep()
        event.accept()

    def _take_usual_size(self) -> None:
        """Be as large as usual, or as the screen has room for."""
        room = self.screen().availableGeometry().size()
        self.resize(min(USUAL_SIZE[0], room.width() * 19 // 20), min(USUAL_SIZE[1], room.height() * 9 // 10))

    def _tell_painted(self) -> None:
        self.painted.emit()
        assert self.commands  # the keys work from here on

    def _show_bug(self, number: str) -> None:
        from ui import show_errors

        show_errors.show_bug(self, number)

    def _show_band(self) -> None:
        """Mark invented data with a strip over everything."""
        from desk_app.screens import welcome

        if self.band is not None:
            self._working.removeWidget(self.band)
            self.band.hide()
            self.band.deleteLater()
            self.band = None
        if welcome.is_demo():
            from ui.demo_band import DemoBand

            self.band = DemoBand(lambda: self.run_command("new_book"))
            self._working.insertWidget(0, self.band)

    def _build(self, spec: PageSpec) -> "Make":
        return lambda: spec.make(self)

    def _try(self, do: Callable[[], object]) -> None:
        """Do something for a person; show what goes wrong instead of letting it rise into Qt."""
        try:
            do()
        except Exception as error:
            self.show_error(error)

    def _show_place(self) -> None:
        """Keep title and help in step with the page in front."""
        self._name_window()
        self.commands.follow()

    def _name_window(self) -> None:
        name = _("物业前台")
        if self.office is not None:
            name = f"{self.topbar.book.text()} — {name}"
            self.place.setText(_("账本：{path}").format(path=self.office.path))
        self.setWindowTitle(name)


def _file_dropped(event: QDropEvent) -> Path | None:
    """Return the one book or sheet that is dragged over the window."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    if len(paths) != 1 or paths[0].suffix.casefold() not in (BOOK_SUFFIX, *SHEET_SUFFIXES):
        return None
    return paths[0]


def _scans_dropped(event: QDropEvent) -> list[Path]:
    """Return the scans that are dragged over the window."""
    from ui.screens.scan_filing import dropped_scans

    return dropped_scans(event)


def _to_keep(specs: Sequence[PageSpec]) -> list[list[Any]]:
    """Return what is remembered of the pages for the next start."""
    return [[spec.name, spec.label, spec.icon, spec.group, spec.seldom] for spec in specs]


def _kept_pages() -> list[list[Any]]:
    """Return name, label, icon, group and seldom of the pages shown last time."""
    kept = remembered.get(PAGES, [])
    return [entry for entry in kept if isinstance(entry, list) and len(entry) == 5]
