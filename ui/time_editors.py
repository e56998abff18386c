"""Days and moments (日期与时刻): typed in any usual form, picked from a calendar, or taken from the clock."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QMenu, QPushButton, QWidget, QWidgetAction

from desk_app.kernel import days
from desk_app.kernel.words import _, language
from ui import theme
from ui.field_editors import FieldHooks, LineEditor
from ui.widgets.buttons import button, tool_button, with_keys

NOW_KEY = "Ctrl+;"
"""Writes today or the present moment, as in Excel."""


class DayEditor(LineEditor):
    """A day: Up and Down change it by one, Alt+Down opens the calendar."""

    def __init__(self, field: Any, hooks: FieldHooks) -> None:
        super().__init__(field, hooks)
        self.line.installEventFilter(self)
        self.line.setProperty("takes_arrows", True)
        if not self.line.placeholderText():
            self.line.setPlaceholderText(_("如 2026-01-31"))

    def tools(self) -> list[QWidget]:
        """Return the calendar's button and the one for today."""
        self.calendar_button = tool_button(
            "calendar", with_keys(_("选日期"), "Alt+Down"), self.open_calendar, size=18
        )
        self.today_button = _word_button(_("今天"), NOW_KEY, self.put_today)
        self.calendar_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return [self.calendar_button, self.today_button]

    def show_fixed(self, is_fixed: bool) -> None:
        """Put the buttons away too."""
        super().show_fixed(is_fixed)
        self.calendar_button.setVisible(not is_fixed)
        self.today_button.setVisible(not is_fixed)

    def put_today(self) -> None:
        """Write today's day."""
        self.put(days.show_day(self.hooks.now().date()))

    def open_calendar(self) -> None:
        """Show the month of the day typed, or this month, to pick from."""
        calendar = QCalendarWidget()
        calendar.setLocale(QLocale(language()))
        calendar.setGridVisible(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setMinimumSize(theme.px(300), theme.px(240))
        today = self.hooks.now().date()
        try:
            day = days.parse_day(self.line.text(), today)
        except ValueError:
            day = today
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        menu = QMenu(self)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        calendar.activated.connect(lambda date: self._pick(date, menu))
        calendar.clicked.connect(lambda date: self._pick(date, menu))
        menu.aboutToShow.connect(calendar.setFocus)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _pick(self, date: QDate, menu: QMenu) -> None:
        self.put(date.toString(Qt.DateFormat.ISODate))
        menu.close()
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of days."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if key == Qt.Key.Key_Semicolon and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.put_today()
        elif key == Qt.Key.Key_Down and modifiers == Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and modifiers == Qt.KeyboardModifier.NoModifier:
            return self._step(1 if key == Qt.Key.Key_Up else -1)
        else:
            return False
        return True

    def _step(self, by: int) -> bool:
        try:
            day = days.parse_day(self.line.text(), self.hooks.now().date())
        except ValueError:
            return False
        self.put(QDate(day.year, day.month, day.day).addDays(by).toString(Qt.DateFormat.ISODate))
        return True


class MomentEditor(LineEditor):
    """A moment, to the minute; a time alone means today."""

    def __init__(self, field: Any, hooks: FieldHooks) -> None:
        super().__init__(field, hooks)
        self.line.installEventFilter(self)
        if not self.line.placeholderText():
            self.line.setPlaceholderText(_("如 10:42"))

    def tools(self) -> list[QWidget]:
        """Return the button for now."""
        self.now_button = _word_button(_("现在"), NOW_KEY, self.put_now)
        return [self.now_button]

    def show_fixed(self, is_fixed: bool) -> None:
        """Put the button away too."""
        super().show_fixed(is_fixed)
        self.now_button.setVisible(not is_fixed)

    def put_now(self) -> None:
        """Write the present moment."""
        self.put(days.show_moment(self.hooks.now()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the key of now."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Semicolon
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            self.put_now()
            return True
        return False


def _word_button(text: str, keys: str, on_click: Callable[[], object]) -> QPushButton:
    """Return a small button with a word on it that takes no focus: its keys do the same."""
    made = button(text, on_click, look="link", tip=with_keys(text, keys))
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made
