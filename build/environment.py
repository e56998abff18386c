"""The project's own Python environment: `.venv`, filled from the locked lists of libraries, hash by hash."""

import hashlib
import importlib.util
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build" / "out"
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
RUN_LOCK = ROOT / "build" / "requirements.txt"
DEV_LOCK = ROOT / "build" / "requirements-dev.txt"
_STAMP = VENV / "installed.json"


class TaskFailed(Exception):
    """A task cannot go on; the message says why and what to do."""


def say(text: str) -> None:
    """Tell whoever waits what is going on now."""
    print(text, flush=True)


def call(command: Sequence[str | Path], **changes: str) -> int:
    """Run `command` in the project's folder with `changes` to the environment; return its exit code."""
    return subprocess.call([str(part) for part in command], cwd=ROOT, env=os.environ | changes)


def set_up(lock: Path) -> None:
    """Make `.venv` if need be and install what `lock` lists, if that changed since the last time.

    The development list holds everything the program's own list holds, so it serves for both.
    """
    if not _is_ours():
        _make()
    _write_launcher()
    wanted = _fingerprint(lock)
    if wanted in _installed():
        return
    say(f"Installing the libraries of {lock.relative_to(ROOT)} into .venv …")
    pip = ["-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    if call([PYTHON, *pip, "--only-binary", ":all:", "--require-hashes", "--requirement", lock]) != 0:
        raise TaskFailed(
            "The libraries were not installed: see pip's message above, then run the same command again."
        )
    done = {wanted, _fingerprint(RUN_LOCK)}
    _STAMP.write_text(json.dumps(sorted(done)), "utf-8")


def _is_ours() -> bool:
    """Say whether `.venv` works and was made by the Python that runs this."""
    ask = "import json, pip, sys; print(json.dumps([sys.version, sys.base_prefix]))"
    try:
        answer = subprocess.run([PYTHON, "-I", "-c", ask], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    return bool(json.loads(answer) == [sys.version, sys.base_prefix])


def _make() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        from system import provide  # it needs this module

        provide([f"python3.{sys.version_info[1]}-venv"], "Python's venv module")
    say(f"Making .venv with Python {sys.version.split()[0]} …")
    if call([sys.executable, "-m", "venv", "--clear", VENV]) != 0:
        raise TaskFailed("The environment .venv was not made: see the message above.")


def _fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _installed() -> list[str]:
    try:
        return list(json.loads(_STAMP.read_text("utf-8")))
    except (OSError, ValueError):
        return []


def _write_launcher() -> None:
    """Put `deskctl` beside the environment's python, so that it works from any folder."""
    if os.name == "nt":
        lines = ["@echo off", f"set PYTHONPATH={ROOT}", '"%~dp0python.exe" -m desk_app %*']
        (SCRIPTS / "deskctl.cmd").write_text("\n".join(lines) + "\n", "utf-8")
        return
    launcher = SCRIPTS / "deskctl"
    start = f"PYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(str(PYTHON))} -m desk_app"
    launcher.write_text(f'#!/bin/sh\n{start} "$@"\n', "utf-8")
    launcher.chmod(0o755)
