"""Pictures of every page (截图), and the self-test that a packaged program can open its window at all.

Both work on an invented community in a folder of their own; nothing of the user's is read or changed.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.main_window import MainWindow

SELF_TEST_ROOMS = 30
SHOT_ROOMS = 240


def test_self() -> int:
    """Open a sample book in a temporary folder, print `painted` and `ready`; return 0, or 1 with the reason."""
    with _own_folder() as folder:
        from ui import app, trouble_log
        from ui.photographer import spin

        application = app.make_application()
        window = app.MainWindow()
        heard: list[str] = []
        trouble_log.watch(lambda number, error: heard.append(f"{number}: {error!r}"))
        window.painted.connect(lambda: print("painted", flush=True))
        window.painted.connect(lambda: _open_sample(window, folder, SELF_TEST_ROOMS))
        window.show_frame()
        window.show()
        is_ready = spin(application, lambda: bool(heard) or window.view.name != "")
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
    """Write pictures of every page and dialog to `target`; return 0, or 1 if one could not be shown."""
    target.mkdir(parents=True, exist_ok=True)
    with _own_folder() as folder:
        from ui import app
        from ui.photographer import STYLES, Photographer, spin

        application = app.make_application()
        window = app.MainWindow()
        photographer = Photographer(application, window, target, folder)
        for style in STYLES:
            photographer.take_front(style)
        photographer.dress(STYLES[0])  # the sample speaks the language it is made in
        _open_sample(window, folder, SHOT_ROOMS)
        spin(application, lambda: window.view.name != "")
        for style in STYLES:
            photographer.take_set(style)
        window.view.empty()
        window.close()
    for name in photographer.failed:
        print(f"not shown: {name}", file=sys.stderr)
    return int(bool(photographer.failed))


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
