"""Small files and names put in place so that a power cut leaves the old or the new one, never half of either."""

import os
import re
import shutil
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

RENAME_TRIES = 10
RENAME_PAUSE_MS = 100


def write_file(path: Path, content: bytes) -> None:
    """Put `content` at `path`, replacing what is there in one step, and read it back. OSError leaves the old file.

    A new file is for its owner only; a replaced one keeps its rights.
    """
    part = path.with_name(f".{path.name}.part-{os.getpid()}")
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    try:
        part.unlink(missing_ok=True)
        with open_new(part, mode) as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(mode)
        if part.read_bytes() != content:
            raise OSError(f"{part} was not written as given")
        move_file(part, path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def sweep_parts(path: Path) -> None:
    """Remove what programs that were killed inside `write_file` left beside `path`; what cannot be removed stays.

    Only for the holder of a lock without which nobody writes `path`: then no living program has such a file. Neither a
    process number, which is given again, nor the age of a file tells that.
    """
    left_by_a_program = re.compile(re.escape(f".{path.name}.part-") + r"\d+", re.ASCII)
    with suppress(OSError):
        for left in list(path.parent.iterdir()):
            if left_by_a_program.fullmatch(left.name):
                with suppress(OSError):
                    left.unlink()


def open_new(path: Path, mode: int = 0o600) -> BinaryIO:
    """Open a new file for writing, for its owner only unless `mode` says more; FileExistsError if there is one."""
    binary = getattr(os, "O_BINARY", 0)  # without it Windows would write every line feed as two characters
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | binary, mode), "wb")


def create_file(path: Path, content: bytes) -> None:
    """Write a new file, for its owner only; FileExistsError if there is one. Half a file does not stay."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o600)
    try:
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(handle, rest) :]
        finally:
            os.close(handle)
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise


def copy_file(source: Path, target: Path) -> None:
    """Copy a small, closed file to `target`. Never for a book: opening it would drop the database's locks."""
    write_file(target, source.read_bytes())


def sync_file(path: Path) -> None:
    """Wait until the content of a closed file is on the disk."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def move_file(source: Path, target: Path) -> None:
    """Rename, replacing `target`, and wait until the folder is on the disk. Waits a second for a virus scanner."""
    for rest in reversed(range(RENAME_TRIES)):
        try:
            source.replace(target)
            break
        except PermissionError:
            if sys.platform != "win32" or not rest:
                raise
            time.sleep(RENAME_PAUSE_MS / 1000)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk; Windows has no such call and needs none for NTFS."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def free_bytes(folder: Path) -> int:
    """Return the free space of the disk `folder` is on, in bytes."""
    return shutil.disk_usage(folder).free
