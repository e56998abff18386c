"""Running an office program to its end (办公软件进程): in a child process that is ended, with all it started, when it hangs."""

import atexit
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _

_POLL = 20  # milliseconds
_ENDING = 10
"""Seconds an ended process may take to be gone; nobody waits longer for one that even the system cannot end."""
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""No console flashes up on Windows."""
_running: set["subprocess.Popen[bytes]"] = set()


class Cancelled(DeskError):
    """The clerk broke the job off; nothing was written."""


def run(
    command: Sequence[str],
    label: str,
    timeout: int,
    cancelled: Callable[[], bool],
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run `command` of the program called `label`; end it and all it started when it takes too long or is cancelled.

    `timeout` in seconds. A line "started 123" of its output names a process that it started elsewhere. Raise
    `Cancelled`, or a `DeskError` that says what went wrong.
    """
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL,
                env={**os.environ, **(environment or {})}, start_new_session=True, creationflags=_NO_WINDOW,
            )  # fmt: skip
        except OSError as error:
            text = _("没有完成：{program} 启动不了，请检查它是否安装好")
            raise DeskError(text.format(program=label)) from error
        _running.add(process)
        try:
            _wait(process, label, timeout, cancelled)
        except BaseException:
            output.seek(0)
            _end(process, output.read())
            raise
        finally:
            _running.discard(process)
    if process.returncode != 0:
        text = _("没有完成：{program} 报告出错，请用它打开文件看看")
        raise DeskError(text.format(program=label))


def _wait(
    process: "subprocess.Popen[bytes]", label: str, timeout: int, cancelled: Callable[[], bool]
) -> None:
    start = time.monotonic()
    while process.poll() is None:
        if cancelled():
            raise Cancelled(_("已取消，没有完成"))
        if time.monotonic() - start > timeout:
            text = _("没有完成：{program} 超过 {timeout} 秒没有反应，已将它结束，请再试一次")
            raise DeskError(text.format(program=label, timeout=timeout))
        time.sleep(_POLL / 1000)


@atexit.register
def _end_all() -> None:
    """Leave no office program behind when this program ends while one is at work."""
    for process in list(_running):
        _end(process, b"")


def _end(process: "subprocess.Popen[bytes]", output: bytes) -> None:
    """End the process with all its children, and the office program that it says it started."""
    if sys.platform == "win32":
        lines = output.decode("ascii", "ignore").splitlines()
        started = [line.split()[1] for line in lines if line.startswith("started ")]
        for identifier in (str(process.pid), *started):
            kill = ["taskkill", "/F", "/T", "/PID", identifier]
            with suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(
                    kill, check=False, capture_output=True, timeout=_ENDING, creationflags=_NO_WINDOW
                )
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_ENDING)
