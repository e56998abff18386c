"""What the tests of the window share: a shell that writes down what it is asked, and hands to type and click with."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
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
