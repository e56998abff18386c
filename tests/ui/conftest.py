"""What the tests of the window share: a shell that writes down what it is asked, and hands to type and click with."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.shells import RecordingShell
from ui import theme


@pytest.fixture
def shell(desk, qtbot):
    """Return a shell at the desk of somebody who may do everything."""
    theme.apply("light")
    made = RecordingShell(desk)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def find():
    """Return a function that finds a widget by its object name, and fails with the name."""

    def find_(parent, name, sort=QWidget):
        found = parent.findChild(sort, name)
        if found is None:
            pytest.fail(f"no {sort.__name__} called {name}")
        return found

    return find_


@pytest.fixture
def type_text():
    """Return a function that types as a Chinese input method does; key clicks of Chinese abort the process."""

    def type_(widget, text):
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)

    return type_


@pytest.fixture
def press():
    """Return a function that presses a key in the widget that has the cursor, or in the one given.

    A button pressed by its shortcut stays down for a tenth of a second before it acts.
    """

    def press_(key, modifiers=Qt.KeyboardModifier.NoModifier, widget=None):
        target = widget or QApplication.focusWidget()
        if target is None:
            pytest.fail("no widget has the cursor")
        QTest.keyClick(target, key, modifiers)
        QTest.qWait(250 if modifiers else 5)

    return press_


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, monkeypatch):
    """Keep what the program remembers and logs apart from this computer's user."""
    folder = tmp_path / "data"
    monkeypatch.setenv("DESK_DATA", str(folder))
    return folder


@pytest.fixture
def window(qtbot):
    """Return the main window, shown, before a book is open."""
    from desk_app.kernel.words import use_language
    from ui.main_window import MainWindow

    theme.apply("light")
    made = MainWindow()
    made.resize(1280, 760)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.view.empty()
    made.leave()
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    use_language("zh_CN")


@pytest.fixture
def at_work(window, office, make_room, make_person, hold):
    """Return the main window at work in an office with one room, 3-1-502, that 张三 owns."""
    hold(make_room("3-1-502"), make_person("张三", "13912345678"))
    window.enter(office)
    return window


@pytest.fixture(scope="session")
def qapp_args():
    """Start the application of the tests in the style the program asks for."""
    return ["pytest", *theme.STYLE]


@pytest.fixture
def printer(tmp_path, qapp):
    """A printer that writes to a file."""
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "printed.pdf"))
    return made
