"""The log of bugs (故障日志): in the data folder, in UTF-8, a few files in turn, never with anyone's numbers in it.

Nothing here is imported or opened before something goes wrong, except the file a crash of the interpreter writes to.
"""

import datetime
import faulthandler
import re
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from desk_app.screens.remembered import data_folder

_PERSONAL = re.compile(r"(?<!\d)(?:\d{11}|\d{15,17}[\dXx]?)(?!\d)")
"""Mobile numbers, and ID numbers of both lengths."""
LARGEST_BYTES = 1_000_000
FILES_KEPT = 3
Hear = Callable[[str, BaseException], None]


def without_numbers(text: str) -> str:
    """Return `text` with phone and ID numbers struck out."""
    return _PERSONAL.sub(lambda found: "*" * len(found[0]), text)


def log_path() -> Path:
    """Return the file the log is written to."""
    folder = data_folder() / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "desk.log"


def logger() -> Any:
    """Return the program's logger, with its file in the data folder in use opened on first need."""
    import logging

    made = logging.getLogger("desk")
    made.propagate = False
    path = str(log_path())
    if not made.handlers or getattr(made.handlers[0], "baseFilename", path) != path:
        for old in list(made.handlers):
            made.removeHandler(old)
            old.close()
        made.addHandler(_make_handler(path))
    return made


def _make_handler(path: str) -> Any:
    """Return what writes to the log at `path`, or to standard error where no file can be made."""
    import logging
    import logging.handlers

    class Formatter(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return without_numbers(super().format(record))

    try:
        made: logging.Handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=LARGEST_BYTES, backupCount=FILES_KEPT - 1, encoding="utf-8", delay=True
        )
    except OSError:
        made = logging.StreamHandler()
    made.setFormatter(Formatter("%(asctime)s %(levelname)s %(threadName)s %(message)s"))
    return made


def write(error: BaseException) -> str:
    """Log a bug with its traceback; return the number under which it is found, such as E1123-153027-4F2A."""
    lines = "".join(traceback.format_exception(error))
    now = datetime.datetime.now()
    number = f"E{now:%m%d-%H%M%S}-{_checksum(lines):04X}"
    logger().error("%s\n%s", number, lines)
    return number


def _checksum(text: str) -> int:
    """Return a number of 16 bits that is the same for the same traceback."""
    import zlib

    return zlib.crc32(text.encode("utf-8", "replace")) & 0xFFFF


_crash_file: list[IO[str]] = []


def watch(hear: Hear) -> None:
    """Log every error nobody caught, in any thread and in Qt, and tell `hear(number, error)` of it."""

    def caught(error: BaseException) -> None:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            return
        hear(write(error), error)

    def on_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        caught(error.with_traceback(trace))

    def on_thread_error(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            caught(arguments.exc_value)

    sys.excepthook = on_error
    threading.excepthook = on_thread_error
    _watch_qt()
    try:
        _crash_file[:] = [log_path().with_name("crash.log").open("a", encoding="utf-8")]
        faulthandler.enable(_crash_file[0])
    except OSError:
        return


def _watch_qt() -> None:
    """Let Qt's warnings go to the log, and still to standard error when the program runs from a console."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    quiet = {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}

    def on_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind in quiet:
            return
        logger().warning("Qt: %s", message)
        if sys.stderr is not None:
            print(without_numbers(message), file=sys.stderr)

    qInstallMessageHandler(on_message)
