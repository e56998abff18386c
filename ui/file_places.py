"""Where files are saved (保存位置): file dialogs start where the last one of their sort was saved, at first in Documents."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desk_app.screens import remembered


def ask_save_place(parent: QWidget, sort: str, title: str, name: str, filters: list[str]) -> tuple[str, str]:
    """Ask where to save a file of some `sort`, `name` suggested; return its path and the filter chosen, or nothing."""
    wished = str(start_folder(sort) / name)
    path, chosen = QFileDialog.getSaveFileName(parent, title, wished, ";;".join(filters))
    if path:
        note_folder(sort, Path(path).parent)
    return path, chosen


def start_folder(sort: str) -> Path:
    """Return the folder last used for files of that sort, while it is there, or the documents."""
    kept = remembered.get(f"folder/{sort}", "")
    if kept and Path(kept).is_dir():
        return Path(kept)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents)


def note_folder(sort: str, folder: Path) -> None:
    """Remember the folder for files of that sort."""
    remembered.put(f"folder/{sort}", str(folder))
