"""A process of our own for work that may go wrong (子进程): this very program, bounded, talking through a pipe.

The child speaks with `marshal` on its standard output: each message is its length in four bytes, and a tuple whose
first element is its kind; "done" and "refused" are last words.
"""

import contextlib
import marshal
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import queue
    import subprocess

_ROOT = Path(__file__).resolve().parents[2]
_NOT_WINDOWED = 0x08000000
"""CREATE_NO_WINDOW: no console flashes up on Windows."""
_NO_MEMORY = (-6, -9, 137, 134, 0xC0000409 - 2**32, 0xC0000017)
"""An abort or a kill is how running out of memory ends."""


def command(argument: str, module: str, arguments: Sequence[str]) -> list[str]:
    """Return how to start this program as a child: frozen with `argument` first, else by `python -m module`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, argument, *arguments]
    return [sys.executable, "-m", module, *arguments]


def start(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start a child whose standard output is a pipe; whoever starts it kills it in the end."""
    import subprocess

    paths = [str(_ROOT), os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONIOENCODING": "utf-8"},
        creationflags=_NOT_WINDOWED if sys.platform == "win32" else 0,
    )


def messages_of(process: "subprocess.Popen[bytes]") -> "queue.SimpleQueue[tuple[Any, ...]]":
    """Return the queue of what a child says; ("died",) when it is gone without last words."""
    import queue
    import threading

    assert process.stdout is not None
    messages: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(process.stdout, messages), daemon=True).start()
    return messages


def _listen(stream: BinaryIO, messages: "queue.SimpleQueue[tuple[Any, ...]]") -> None:
    try:
        while True:
            size = int.from_bytes(stream.read(4), "big")
            message = marshal.loads(stream.read(size))
            messages.put(message)
            if message[0] in ("done", "refused"):
                return
    except (EOFError, ValueError, TypeError, OSError):
        messages.put(("died",))


def ran_out_of_memory(process: "subprocess.Popen[bytes]") -> bool:
    """Say whether a child that died most likely did so for want of memory."""
    return process.wait() in _NO_MEMORY


def limit_memory(size: int) -> None:
    """Bound this process's address space, in bytes, where the system can; elsewhere nothing is bounded."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def output() -> BinaryIO:
    """Return a child's standard output for bytes; a window program has none of its own."""
    return getattr(sys.stdout, "buffer", None) or open(1, "wb", closefd=False)


def send(out: BinaryIO, message: tuple[Any, ...]) -> None:
    """Write a message: its length in four bytes, and itself."""
    content = marshal.dumps(message)
    out.write(len(content).to_bytes(4, "big"))
    out.write(content)
