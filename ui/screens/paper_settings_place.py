"""Where copies of templates are laid for editing (改稿文件夹)."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from desk_app.kernel.words import _
from desk_app.screens import remembered

FOLDER_KEY = "template_folder"
"""Under which another folder than the usual one is remembered."""


def templates_folder() -> Path:
    """Return a folder in the user's documents, or the one remembered."""
    if kept := remembered.get(FOLDER_KEY, ""):
        return Path(kept)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or Path.home()) / _("物业前台模板")
