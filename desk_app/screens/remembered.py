"""What this PC remembers for its user between starts (记住的布局): window, pages, columns, language, recent books.

A small JSON file in the data folder, never in a book: losing it loses comfort and no work, so a damaged file is
read as an empty one, and a folder that cannot be written is done without.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

FILE = "remembered.json"


def data_folder() -> Path:
    """Return the folder for logs and what is remembered, made if missing; DESK_DATA names another.

    Where it cannot be made, a temporary folder serves for this start.
    """
    if named := os.environ.get("DESK_DATA"):
        folder = Path(named)
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "PropertyDesk"
    else:
        folder = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "property-desk"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        import tempfile

        folder = Path(tempfile.mkdtemp(prefix="property-desk-"))
        os.environ["DESK_DATA"] = str(folder)
    return folder


def get(key: str, default: Any = None) -> Any:
    """Return what was remembered under `key`, if it is of the kind of `default`; else `default`."""
    value = _file().values.get(key, default)
    return value if default is None or isinstance(value, type(default)) else default


def put(key: str, value: Any) -> None:
    """Remember `value` (what JSON can hold; None forgets the key); written to the file by `keep`."""
    file = _file()
    if file.values.get(key) == value:
        return
    if value is None:
        file.values.pop(key, None)
    else:
        file.values[key] = value
    file.is_changed = True


def keep() -> None:
    """Write what changed to the file; where that fails, go on without."""
    if _file().is_changed:
        _file().write()


class _Remembered:
    """The file of one data folder, read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.is_changed = False
        try:
            read = json.loads((folder / FILE).read_text("utf-8"))
        except (OSError, ValueError):
            read = {}
        self.values: dict[str, Any] = read if isinstance(read, dict) else {}

    def write(self) -> None:
        """Put a whole new file in the old one's place."""
        unfinished = self.folder / f"{FILE}.new"
        try:
            unfinished.write_text(json.dumps(self.values, ensure_ascii=False, indent=1), "utf-8")
            unfinished.replace(self.folder / FILE)
        except OSError:
            return
        self.is_changed = False


_open: list[_Remembered] = []


def _file() -> _Remembered:
    """Return the file of the data folder in use."""
    folder = data_folder()
    if not _open or _open[0].folder != folder:
        _open[:] = [_Remembered(folder)]
    return _open[0]
