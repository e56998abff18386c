"""Files handed to other programs (临时文件): in a folder of this run's own, wiped at close and, after a crash, at start.

They hold people's data outside the book's encryption, so they live only as long as the program runs.
"""

import atexit
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from desk_app.kernel.attachments import safe_name

PREFIX = "property-desk-"
"""Start of the names of temporary folders; the process number follows."""

_folders: list[Path] = []


def folder() -> Path:
    """Return this run's folder, readable by this user only, made on first use."""
    if not _folders or not _folders[0].exists():
        wipe_left_over()
        _folders[:] = [Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))]
        atexit.register(wipe)
    return _folders[0]


def write(name: str, content: bytes) -> Path:
    """Write `content` under `name`, or a free name like it, and return where; another program may open it."""
    wished = safe_name(name)
    stem, suffix = Path(wished).stem, Path(wished).suffix
    for count in range(1, 1000):
        path = folder() / (wished if count == 1 else f"{stem}_{count}{suffix}")
        with suppress(FileExistsError), path.open("xb") as file:
            file.write(content)
            return path
    raise FileExistsError(wished)


def wipe() -> None:
    """Remove this run's folder; a file another program still holds open stays until the next start."""
    for path in _folders:
        shutil.rmtree(path, ignore_errors=True)
    _folders.clear()


def wipe_left_over() -> None:
    """Remove the folders of runs that ended without wiping theirs."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        owner = path.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdigit() and not _is_running(int(owner)):
            shutil.rmtree(path, ignore_errors=True)


def _is_running(process: int) -> bool:
    """Say whether a process of that number runs; when in doubt, yes."""
    if os.name == "nt":  # os.kill would end it there
        return process == os.getpid() or _runs_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _runs_on_windows(process: int) -> bool:
    import ctypes

    query_limited_information, still_active = 0x1000, 259
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    handle = kernel.OpenProcess(query_limited_information, False, process)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == still_active
