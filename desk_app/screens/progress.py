"""Progress (进度) of long work: counted, and cancelled where it is counted."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _

T = TypeVar("T")


class Cancelled(DeskError):
    """The person at the desk stopped the work; whatever transaction it ran in is rolled back."""

    def __init__(self) -> None:
        super().__init__(_("已取消，什么也没有改动。"))


class Progress:
    """Given to work in a worker thread; `on_step(done, total, text)` hears of it at most every `every` seconds."""

    def __init__(self, on_step: Callable[[int, int, str], None] | None = None, every: float = 0.05) -> None:
        self._on_step = on_step
        self._every = every
        self._last = 0.0
        self._cancelled = threading.Event()

    def step(self, done: int, total: int, text: str = "") -> None:
        """Say that `done` of `total` things are done (total 0: not known); raise Cancelled when told to stop."""
        if self._cancelled.is_set():
            raise Cancelled
        now = time.monotonic()
        if self._on_step and (now - self._last >= self._every or done >= total > 0):
            self._last = now
            self._on_step(done, total, text)

    def cancel(self) -> None:
        """Stop the work at its next step."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Say whether the work was told to stop."""
        return self._cancelled.is_set()


def work_apart(work: Callable[[Progress], T], progress: Progress) -> T:
    """Run `work` in a thread other than the window's, and close that thread's connection to the book after it."""
    from desk_app.kernel.database import database

    try:
        return work(progress)
    finally:
        if database.obj is not None and not database.is_closed():
            database.close()
