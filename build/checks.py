"""Everything a change must hold besides its tests; quick enough to run before each commit."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from environment import DEV_LOCK, PYTHON, ROOT, say, set_up

_TASKS: list[str | Path] = [sys.executable, ROOT / "build" / "tasks.py"]

STEPS: dict[str, Sequence[str | Path]] = {
    "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "lint": [PYTHON, "-m", "ruff", "check", "."],
    "types": [PYTHON, "-m", "mypy"],
    "layers": [PYTHON, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
    "words": [*_TASKS, "words", "--check"],
    "papers": [*_TASKS, "papers", "--check"],
}
"""Step to the command that must end with 0."""


def check() -> int:
    """Run every step, show what the failing ones say, and return 0 if all hold."""
    set_up(DEV_LOCK)
    failed = []
    for name, command in STEPS.items():
        started = time.monotonic()
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env=os.environ | {"PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        say(f"{name:<8}{time.monotonic() - started:6.1f} s  {'FAILED' if done.returncode else 'ok'}")
        if done.returncode:
            failed.append(name)
            say("\n".join(f"    {line}" for line in done.stdout.rstrip().splitlines()))
    say(f"check failed: {', '.join(failed)}" if failed else "check passed")
    return int(bool(failed))
