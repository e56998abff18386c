"""Starting the program (启动): the window is painted first, everything else is loaded after it."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from desk_app.kernel.words import LANGUAGES, language, use_language
from desk_app.screens import remembered
from ui import icons, theme, trouble_log
from ui.main_window import MainWindow


@dataclass(frozen=True)
class Start:
    """What the command line asked for."""

    demo: bool = False
    book: Path | None = None
    shots: Path | None = None
    self_test: bool = False
    tells: bool = False


_translators: list[QTranslator] = []


def make_application() -> QApplication:
    """Return the dressed application, speaking the remembered language."""
    QCoreApplication.setApplicationName("property-desk")
    application = QApplication.instance() or QApplication([sys.argv[0], *theme.STYLE])
    assert isinstance(application, QApplication)
    code = remembered.get("language", "zh_CN")
    if code in LANGUAGES and code != language():
        use_language(code)
    theme.apply(remembered.get("look", "system"), remembered.get("letters", theme.USUAL_PT))
    application.styleHints().colorSchemeChanged.connect(_follow_system)
    return application


def load_qt_words() -> None:
    """Let Qt's own buttons and menus speak the language in use."""
    application = QApplication.instance()
    assert application is not None
    for old in _translators:
        application.removeTranslator(old)
    _translators.clear()
    fresh = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if fresh.load(f"qtbase_{language()}", folder):
        application.installTranslator(fresh)
        _translators.append(fresh)


def run(start: Start) -> int:
    """Run the program until its window closes; return the exit code."""
    if start.self_test or start.shots:
        return _run_apart(start)
    theme.note_start(is_over=False)
    application = make_application()
    window = MainWindow()
    trouble_log.watch(lambda number, error: window.bug_heard.emit(number))
    if start.tells:
        window.painted.connect(lambda: print("painted", flush=True))
    window.painted.connect(lambda: begin(window, start))
    if start.tells:
        window.painted.connect(lambda: print("ready", flush=True))
    _show_frame(window, start)
    window.show()
    return application.exec()


def begin(window: MainWindow, start: Start) -> None:
    """Open what was asked for, or the book used last, or the welcome page."""
    theme.note_start(is_over=True)
    QApplication.setWindowIcon(icons.program_icon())
    load_qt_words()
    try:
        _open(window, start)
    except Exception as error:  # a bug must not leave an empty frame behind
        window.door.show_welcome()
        window.show_error(error)


def _open(window: MainWindow, start: Start) -> None:
    if start.demo:
        window.door.open_demo()
    elif start.book:
        window.door.open_path(start.book)
    elif not window.door.open_last() and window.door.page is None:
        window.door.show_welcome()


def _show_frame(window: MainWindow, start: Start) -> None:
    """Show at once what the window will hold: the frame of the book used last, or nothing yet."""
    if start.demo or start.book or remembered.get("last_book", ""):
        window.show_frame()
    else:
        window.door.show_welcome()


def _follow_system(*_scheme: Any) -> None:
    if remembered.get("look", "system") == "system":
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow):
                window.change_look()


def _run_apart(start: Start) -> int:
    """Run the self-test or take the pictures, in a data folder of their own."""
    from ui import shots

    if start.shots:
        return shots.take_all(start.shots)
    return shots.test_self()
