"""The program started from its source: as a window on a sample community, or as pictures where there is no screen."""

import os
import sys
from pathlib import Path

from environment import PYTHON, RUN_LOCK, TaskFailed, call, say, set_up
from system import need_qt
from words import compile_translations


def run() -> int:
    """Set up and open the window on a sample community; return its exit code."""
    set_up(RUN_LOCK)
    need_qt()
    compile_translations()
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        raise TaskFailed(
            "Everything is set up, but this machine has no display to open a window on. "
            "`python3 build/tasks.py run --shots DIR` writes pictures of every page to DIR instead."
        )
    return call([PYTHON, "-m", "ui", "--demo"])


def shots(folder: str) -> int:
    """Write a picture of every page to `folder`, without a screen; return the exit code."""
    set_up(RUN_LOCK)
    need_qt()
    compile_translations()
    target = Path(folder).resolve()
    target.mkdir(parents=True, exist_ok=True)
    code = call([PYTHON, "-m", "ui", "--shots", target], QT_QPA_PLATFORM="offscreen")
    if code == 0:
        say(f"Pictures written to {target}: {len(list(target.rglob('*.png')))}")
    return code
