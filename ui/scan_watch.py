"""Watching the scanner's folder (扫描文件夹): says when new scans are there and no longer being written."""

import time
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from desk_app.screens import scan_folder

LOOK_MS = 500
"""How often a folder in which something happens is looked at."""
SELDOM_MS = 20_000
"""How often it is looked at all the same: folders on a network do not tell."""
STABLE_SECONDS = 2.0
"""How long a file must stay as it is before it counts as whole."""


class ScanWatch(QObject):
    """Emits `arrived` with files that were not announced before, once each is whole."""

    arrived = Signal(list)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watcher: QFileSystemWatcher | None = None
        self._seen: dict[Path, tuple[tuple[int, int], float]] = {}
        self._announced: set[Path] = set()
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.look)
        self._seldom = QTimer(self, interval=SELDOM_MS)
        self._seldom.timeout.connect(self.wake)

    def start(self) -> None:
        """Watch the folder that is set now; none, if none is set."""
        self.stop()
        folder = scan_folder.watched()
        if folder is None:
            return
        self._watcher = QFileSystemWatcher([str(folder)], self)
        self._watcher.directoryChanged.connect(lambda _path: self.wake())
        self._seldom.start()
        self.wake()

    def stop(self) -> None:
        """Watch nothing."""
        self._look.stop()
        self._seldom.stop()
        self._seen, self._announced = {}, set()
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None

    def wake(self) -> None:
        """Look at the folder until all its files are whole."""
        if not self._look.isActive():
            self._look.start()

    def look(self) -> None:
        """Look once; announce what became whole."""
        waiting = scan_folder.waiting()
        now = time.monotonic()
        whole = []
        for path in waiting:
            with suppress(OSError):
                status = path.stat()
                shape = (status.st_size, status.st_mtime_ns)
                before = self._seen.get(path)
                if before is None or before[0] != shape:
                    self._seen[path] = (shape, now)
                elif path not in self._announced and now - before[1] >= STABLE_SECONDS:
                    whole.append(path)
        there = set(waiting)
        self._seen = {path: seen for path, seen in self._seen.items() if path in there}
        self._announced = (self._announced & there) | set(whole)
        if self._announced >= there:
            self._look.stop()
        if whole:
            self.arrived.emit(whole)
