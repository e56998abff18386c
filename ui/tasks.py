"""Long work (后台任务) in a thread of its own, so that the window never freezes: count, time left and cancel."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QProgressBar, QWidget

from desk_app.kernel.words import _
from desk_app.screens.progress import Cancelled, Progress, work_apart
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import column, row

T = TypeVar("T")
SHOWN_AFTER_MS = 500
_BLOCKED = {
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.Shortcut,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.Wheel,
}
_running: set["Task"] = set()


class Task(QObject):
    """One piece of work under way; its signals carry what the thread says into the window's thread."""

    stepped = Signal(int, int, str)
    finished = Signal(object, object)

    def __init__(
        self,
        window: QWidget,
        label: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        super().__init__(window)
        self.progress = Progress(self.stepped.emit)
        self._work, self._done, self._failed = work, done, failed
        self._dialog = ProgressDialog(window, label, self.progress)
        self.stepped.connect(self._dialog.show_step, Qt.ConnectionType.QueuedConnection)
        self.finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._wait = QTimer(self, singleShot=True, interval=SHOWN_AFTER_MS)
        self._wait.timeout.connect(self._dialog.open)
        self._window = window

    def start(self) -> None:
        """Start the thread; the window takes no input meanwhile."""
        _running.add(self)
        QApplication.instance().installEventFilter(self)
        self._wait.start()
        threading.Thread(target=self._run, name="task", daemon=True).start()

    def _run(self) -> None:
        try:
            result = work_apart(self._work, self.progress)
        except BaseException as error:
            self.finished.emit(None, error)
        else:
            self.finished.emit(result, None)

    def _finish(self, result: object, error: BaseException | None) -> None:
        self._wait.stop()
        QApplication.instance().removeEventFilter(self)
        self._dialog.end()
        _running.discard(self)
        self.deleteLater()
        if error is None:
            self._done(result)  # type: ignore[arg-type]
        else:
            self._failed(error)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow keys and clicks that are not for the progress dialog."""
        if event.type() not in _BLOCKED:
            return False
        if isinstance(watched, QWidget):
            return watched.window() is not self._dialog
        return not self._dialog.isVisible()


class ProgressDialog(QDialog):
    """Says what is done, how far it is and how long it may take; its button stops the work."""

    def __init__(self, window: QWidget, text: str, progress: Progress) -> None:
        super().__init__(window)
        self.setWindowTitle(text)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(420))
        self._progress = progress
        self._started = time.monotonic()
        self._may_close = False
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(text)
        self.count = label("", tone="muted")
        self.text = ElidedLabel(tone="muted")
        self.cancel_button = button(_("取消"), self.cancel, shortcut="Esc", name="cancel")
        foot = row(self.count, None, self.cancel_button)
        self.setLayout(
            column(
                label(text, "heading", wrap=True), self.bar, self.text, foot, gap=12, margins=(24, 20, 24, 16)
            )
        )

    def show_step(self, done: int, total: int, text: str) -> None:
        """Show that `done` of `total` (0: not known) is done."""
        self.text.setText(text)
        if total <= 0:
            return
        self.bar.setRange(0, 1000)
        self.bar.setValue(1000 * done // total)
        self.count.setText(f"{done:,} / {total:,}    {self._time_left(done, total)}")

    def _time_left(self, done: int, total: int) -> str:
        passed = time.monotonic() - self._started
        if done <= 0 or passed < 1:
            return ""
        left = round(passed * (total - done) / done)
        if left < 60:
            return _("还需约 {seconds} 秒").format(seconds=max(left, 1))
        return _("还需约 {minutes} 分钟").format(minutes=round(left / 60))

    def cancel(self) -> None:
        """Tell the work to stop; it does so at its next step."""
        self._progress.cancel()
        self.cancel_button.setEnabled(False)
        self.text.setText(_("正在停止，已做的会撤回…"))

    def end(self) -> None:
        """Close for good."""
        self._may_close = True
        self.close()
        self.deleteLater()

    def reject(self) -> None:
        """Cancel instead of closing."""
        if not self._may_close:
            self.cancel()
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay while the work goes on."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.cancel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do nothing by accident."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()


def run(
    window: QWidget,
    label: str,
    work: Callable[[Progress], T],
    done: Callable[[T], None],
    failed: Callable[[BaseException], None],
) -> Task:
    """Run `work` in a thread; `done` or `failed` is called in the window's thread."""
    task = Task(window, label, work, done, failed)
    task.start()
    return task


def tone_of(error: BaseException) -> str:
    """Return the colour a sentence is told in: what somebody stopped himself is no mishap."""
    return "quiet" if isinstance(error, Cancelled) else "bad"


def is_busy() -> bool:
    """Say whether any work is under way."""
    return bool(_running)


__all__ = ["Cancelled", "ProgressDialog", "Task", "is_busy", "run", "tone_of"]
