"""Work beside the window (后台进行) that the clerk need not wait for; a newer piece takes the older one's place."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from desk_app.screens.progress import Progress, work_apart

T = TypeVar("T")
_running: set["Background"] = set()


class Background(QObject):
    """One piece of work in a thread of its own; once cancelled, neither `done` nor `failed` is called."""

    _finished = Signal(object, object)

    def __init__(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        super().__init__()
        self._progress = Progress()
        self._work, self._done, self._failed = work, done, failed
        self._finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Start the thread."""
        _running.add(self)
        threading.Thread(target=self._run, name="background", daemon=True).start()

    def cancel(self) -> None:
        """Stop the work at its next step and forget it."""
        self._progress.cancel()

    def _run(self) -> None:
        result: Any = None
        error: BaseException | None = None
        try:
            result = work_apart(self._work, self._progress)
        except BaseException as raised:
            error = raised
        with suppress(RuntimeError):  # the program ended meanwhile
            self._finished.emit(result, error)

    def _finish(self, result: Any, error: BaseException | None) -> None:
        _running.discard(self)
        self.deleteLater()
        if self._progress.is_cancelled:
            return
        if error is None:
            self._done(result)
        else:
            self._failed(error)


def run(
    work: Callable[[Progress], T], done: Callable[[T], None], failed: Callable[[BaseException], None]
) -> Background:
    """Run `work` in a thread; `done` or `failed` is called in the window's thread."""
    made = Background(work, done, failed)
    made.start()
    return made


def is_busy() -> bool:
    """Say whether any such work is under way."""
    return bool(_running)
