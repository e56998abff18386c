"""Pictures of every page (截图), and the self-test that a packaged program can open its window at all.

Both work on an invented community in a folder of their own; nothing of the user's is read or changed.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.main_window import MainWindow

SIZES = ((1366, 768), (1920, 1080))
WAIT_SECONDS = 60
SELF_TEST_ROOMS = 30
SHOT_ROOMS = 240


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


def test_self() -> int:
    """Open a sample book in a temporary folder, print `painted` and `ready`; return 0, or 1 with the reason."""
    with _own_folder() as folder:
        from ui import app, trouble_log

        application = app.make_application()
        window = app.MainWindow()
        heard: list[str] = []
        trouble_log.watch(lambda number, error: heard.append(f"{number}: {error!r}"))
        window.painted.connect(lambda: print("painted", flush=True))
        window.painted.connect(lambda: _open_sample(window, folder, SELF_TEST_ROOMS))
        window.show_frame()
        window.show()
        is_ready = _spin(application, lambda: bool(heard) or window.view.name != "")
        _spin(application, lambda: True)
        if heard or not is_ready:
            print(*heard or ["the first page did not open"], sep="\n", file=sys.stderr)
            return 1
        print("ready", flush=True)
        window.close()
    return 0


def show_bare_window() -> int:
    """Show an empty window of Qt, print `painted`, and stay: what every start is compared with."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class BareWindow(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, lambda: print("painted", flush=True))

    application = QApplication(sys.argv[:1])
    window = BareWindow()
    window.resize(1280, 800)
    window.show()
    return application.exec()


def take_all(target: Path) -> int:
    """Write pictures of every page and dialog to `target`; return 0, or 1 if a page could not be shown."""
    target.mkdir(parents=True, exist_ok=True)
    with _own_folder() as folder:
        from ui import app

        application = app.make_application()
        app.load_qt_words()
        window = app.MainWindow()
        photographer = Photographer(application, window, target)
        photographer.take_front(folder)
        _open_sample(window, folder, SHOT_ROOMS)
        _spin(application, lambda: window.view.name != "")
        for style in STYLES:
            photographer.take_set(style)
        window.close()
    for name in photographer.failed:
        print(f"not shown: {name}", file=sys.stderr)
    return int(bool(photographer.failed))


class Photographer:
    """Visits pages one after the other and saves what the window shows; `failed` names those that raised."""

    def __init__(self, application: "QApplication", window: "MainWindow", target: Path) -> None:
        self._application, self._window, self._target = application, window, target
        self.failed: list[str] = []
        self._style = STYLES[0]

    def take_front(self, folder: Path) -> None:
        """Take the pages before a book is open."""
        from ui.screens.unlock import UnlockPage

        door = self._window.door
        self._try("00_welcome", door.show_welcome)
        self._try("01_setup", door.new_book)
        page = UnlockPage(folder / "book.book", "", lambda password: None, lambda: None)
        self._try("02_unlock", lambda: self._window.show_front(page))

    def take_set(self, style: Style) -> None:
        """Take every page in one look and language."""
        self._style = style
        self._window.change_look(look=style.look)
        self._window.change_language(style.language)
        for number, spec in enumerate(list(self._window.view.specs), start=10):
            self._try(f"{number}_{spec.name}", lambda name=spec.name: self._window.open_page(name))
        self._take_records()
        self._window.open_page("today")
        self._try("80_palette", self._find_something)
        self._window.commands.forget()
        self._try("81_help", self._window.commands.show_help)
        self._window.commands.hide_help()

    def _take_records(self) -> None:
        """Take a form of each kind, stored and new, and close them again."""
        from desk_app.screens.newest import newest_of_each_kind

        for number, (name, record_id) in enumerate(newest_of_each_kind(), start=40):
            if record_id:
                self._try(f"{number}_{name}_one", lambda n=name, r=record_id: self._window.open_record(n, r))
                self._window.view.close_tab(asking=False)
            self._try(f"{number}_{name}_new", lambda n=name: self._window.new_record(n))
            self._window.view.close_tab(asking=False)

    def _find_something(self) -> None:
        from PySide6.QtWidgets import QLineEdit

        self._window.commands.find_anything()
        edit = self._window.findChild(QLineEdit, "palette")
        assert isinstance(edit, QLineEdit)
        edit.setText("1-1-50")

    def _try(self, name: str, show: Callable[[], object]) -> None:
        """Show something and take it in every size of the set."""
        try:
            show()
        except Exception as error:
            self.failed.append(f"{name}: {error!r}")
            return
        for width, height in self._style.sizes:
            self._window.resize(width, height)
            self._window.show()
            _spin(self._application, lambda: False, seconds=0.25)
            folder = self._target / f"{self._style.folder}_{width}"
            folder.mkdir(exist_ok=True)
            self._window.grab().save(str(folder / f"{name}.png"))


@contextmanager
def _own_folder() -> Iterator[Path]:
    """Give the program a data folder of its own for as long as this lasts."""
    folder = Path(tempfile.mkdtemp(prefix="property-desk-shots-"))
    kept = os.environ.get("DESK_DATA")
    os.environ["DESK_DATA"] = str(folder)
    try:
        yield folder
    finally:
        if kept is None:
            del os.environ["DESK_DATA"]
        else:
            os.environ["DESK_DATA"] = kept
        shutil.rmtree(folder, ignore_errors=True)


def _open_sample(window: "MainWindow", folder: Path, rooms: int) -> None:
    """Make a sample community of `rooms` flats and open it in the window."""
    from desk_app import demo

    window.enter(demo.make_demo(folder / f"sample{rooms}.book", rooms=rooms))


def _spin(application: "QApplication", until: Callable[[], bool], seconds: float = WAIT_SECONDS) -> bool:
    """Let the window work until something holds or the time is up; say whether it holds."""
    from PySide6.QtCore import QEvent, QEventLoop

    end = time.monotonic() + seconds
    while not (done := until()) and time.monotonic() < end:
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return done
