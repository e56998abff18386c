"""Scans as the window takes them (扫描件入口): dropped anywhere, chosen, or new in the scanner's folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from shiboken6 import isValid

from desk_app.kernel.words import _
from ui.scan_watch import ScanWatch

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.screens.scan_filing import ScanFilingDialog


class ScanDesk(QObject):
    """Keeps the one window in which scans are filed, and watches the folder while a book is open."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._dialog: ScanFilingDialog | None = None
        self.folder = ScanWatch(self)
        self.folder.arrived.connect(self._hear)

    def open(self, paths: Sequence[Path] = ()) -> "ScanFilingDialog":
        """Show the window with these files, or with those that wait in the folder."""
        from ui.screens.scan_filing import ScanFilingDialog

        dialog = self._shown()
        if dialog is None:
            dialog = self._dialog = ScanFilingDialog(self._window, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.finished.connect(lambda _result: self.folder.start())
            dialog.open()
        if paths:
            dialog.add_files(paths)
        else:
            dialog.add_waiting()
        return dialog

    def start(self) -> None:
        """Begin to watch, for a book was opened."""
        self.folder.start()

    def stop(self) -> None:
        """Stop watching and close the window, for the book is being closed."""
        self.folder.stop()
        dialog = self._shown()
        if dialog is not None:
            dialog.close()
        self._dialog = None

    def _shown(self) -> "ScanFilingDialog | None":
        dialog = self._dialog
        return dialog if dialog is not None and isValid(dialog) and dialog.isVisible() else None

    def _hear(self, paths: list[Path]) -> None:
        """Take new scans into the window if it is open; else say that they are there."""
        dialog = self._shown()
        if dialog is not None:
            dialog.add_files([path for path in paths if not dialog.filing.has(path)])
            return
        words = _("扫描文件夹里有 {count} 份新扫描件，按 Ctrl+Shift+F 归档。")
        self._window.tell(words.format(count=len(paths)), "waiting")
        self._window.records_changed("")
