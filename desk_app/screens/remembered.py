"""What this PC remembers for its user between starts (记住的布局): window, pages, columns, language, recent books.

A small JSON file in the data folder, never in a book: losing it loses comfort and no work, so a damaged file is
read as an empty one.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

FILE = "remembered.json"
_kept: dict[str, Any] = {}
_state = {"read_from": "", "is_dirty": ""}


def data_folder() -> Path:
    """Return the folder for logs and what is remembered, made if missing; DESK_DATA names another."""
    if named := os.environ.get("DESK_DATA"):
        folder = Path(named)
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "PropertyDesk"
    else:
        folder = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "property-desk"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def get(key: str, default: Any = None) -> Any:
    """Return what was remembered under `key`, if it is of the kind of `default`; else `default`."""
    value = _all().get(key, default)
    return value if default is None or isinstance(value, type(default)) else default


def put(key: str, value: Any) -> None:
    """Remember `value` (what JSON can hold; None forgets the key); written to the file by `keep`."""
    kept = _all()
    if kept.get(key) == value:
        return
    if value is None:
        kept.pop(key, None)
    else:
        kept[key] = value
    _state["is_dirty"] = "yes"


def keep() -> None:
    """Write what changed to the file; where the folder cannot be written, go on without."""
    if not _state["is_dirty"]:
        return
    path = data_folder() / FILE
    unfinished = path.with_suffix(".new")
    try:
        unfinished.write_text(json.dumps(_all(), ensure_ascii=False, indent=1), "utf-8")
        unfinished.replace(path)
    except OSError:
        return
    _state["is_dirty"] = ""


def _all() -> dict[str, Any]:
    """Return the values of this data folder, read on first use."""
    folder = str(data_folder())
    if _state["read_from"] != folder:
        _state["read_from"], _state["is_dirty"] = folder, ""
        _kept.clear()
        try:
            values = json.loads((Path(folder) / FILE).read_text("utf-8"))
        except (OSError, ValueError):
            values = {}
        _kept.update(values if isinstance(values, dict) else {})
    return _kept
