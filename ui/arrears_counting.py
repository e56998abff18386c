"""Counting what all rooms owe beside the window (欠费汇总), a moment after a book was opened."""

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

if TYPE_CHECKING:
    from desk_app.kernel.access import Desk

START_MS = 1500
"""The first page is painted first."""
STOP_SECONDS = 5


class ArrearsCounting(QObject):
    """Emits `counted` when there is a new count. Stop it before the book is closed: its thread reads the book."""

    counted = Signal()
    failed = Signal(object)
    _ended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._desk: Desk | None = None
        self._thread: threading.Thread | None = None
        self._soon = QTimer(self, interval=START_MS, singleShot=True)
        self._soon.timeout.connect(self.run)
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def start(self, desk: "Desk") -> None:
        """Count in a moment."""
        self._desk = desk
        self._soon.start()

    def run(self) -> None:
        """Count now, in a thread."""
        self._thread = threading.Thread(target=self._count, name="arrears", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Count no more, and wait until the thread has let go of the book."""
        self._soon.stop()
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)
        self._thread = self._desk = None

    def _count(self) -> None:
        from desk_app.screens import arrears_count
        from desk_app.screens.progress import Progress, work_apart

        desk = self._desk
        ended: object = False
        try:
            if desk is not None:
                ended = work_apart(lambda progress: arrears_count.refresh(desk), Progress())
        except Exception as error:
            ended = error
        with suppress(RuntimeError):  # the window is gone
            self._ended.emit(ended)

    def _tell(self, ended: object) -> None:
        if self._desk is None:
            return
        if isinstance(ended, Exception):
            self.failed.emit(ended)
        elif ended:
            self.counted.emit()
