"""The program as one folder that needs no Python, made for the system this runs on, and started once."""

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from environment import DEV_LOCK, OUT, PYTHON, ROOT, TaskFailed, call, say, set_up
from system import need_freezing_tools, need_qt
from words import compile_translations

_PROGRAM = OUT / "dist" / "PropertyDesk"
_LARGEST_MB = 200
_PATIENCE_S = 120
_ROSTER = "房号,业主姓名,联系电话\n88-1-101,张三,13800000001\n88-1-102,单雄信,13800000002\n"


def freeze() -> int:
    """Make build/out/dist/PropertyDesk, start both its programs, report its size, and return 0 if all held."""
    set_up(DEV_LOCK)
    need_qt()
    need_freezing_tools()
    compile_translations()
    started = time.monotonic()
    places: list[str | Path] = ["--distpath", OUT / "dist", "--workpath", OUT / "work"]
    spec = ROOT / "build" / "desk.spec"
    if call([PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *places, spec]) != 0:
        raise TaskFailed("The program was not made: see PyInstaller's message above.")
    say(f"made {_PROGRAM.relative_to(ROOT)} in {time.monotonic() - started:.0f} s")
    _start_once()
    files = [path for path in _PROGRAM.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in files) / 1e6
    say(f"{len(files)} files, {size:.0f} MB")
    if size > _LARGEST_MB:
        raise TaskFailed(
            f"The program is larger than {_LARGEST_MB} MB: something came in that it does not need."
        )
    return 0


def _start_once() -> None:
    """Start the window off screen, and let the command line do each thing that loads a library late."""
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        said = _said(folder, "desk", "--self-test")
        if "ready" not in said.split():
            raise TaskFailed(f"The frozen window did not say that it is ready; it said:\n{said}")
        Path(folder, "名册.csv").write_text(_ROSTER, "utf-8")
        _said(folder, "deskctl", "demo", "样板.book", "--rooms", "20")
        read = _told(folder, "import-roster", "样板.book", "名册.csv", "--report", "疑点.xlsx")
        if read["rooms"] != _ROSTER.count("\n") - 1:
            raise TaskFailed(f"The frozen deskctl read the small roster wrongly: {read}")
        slips = _told(folder, "list", "样板.book", "goods_release_slips")
        number = next(slip["number"] for slip in slips if slip["number"])
        _told(folder, "paper", "样板.book", "goods_release_slip", number, "--out", "放行条.docx")
        if lacking := [name for name in ("疑点.xlsx", "放行条.docx") if not Path(folder, name).exists()]:
            raise TaskFailed(f"The frozen deskctl did not write {', '.join(lacking)}.")
    say("started: the window is ready; deskctl makes a book, imports a roster and fills a paper")


def _told(folder: str, *arguments: str) -> Any:
    """Return what the frozen deskctl answers to a command."""
    return json.loads(_said(folder, "deskctl", *arguments, "--json"))


def _said(folder: str, program: str, *arguments: str) -> str:
    """Return what a frozen program wrote; `folder` is its home, so that nothing of this user's is touched."""
    home = dict.fromkeys(("HOME", "APPDATA", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), folder)
    environment = os.environ | home | {"QT_QPA_PLATFORM": "offscreen", "DESK_PASSWORD": "self-test-1234"}
    command = [str(_PROGRAM / (program + (".exe" if os.name == "nt" else ""))), *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TaskFailed(f"The frozen {program} {arguments[0]} did not end in {_PATIENCE_S} s.") from None
    if done.returncode:
        raise TaskFailed(
            f"The frozen {program} {arguments[0]} ended with {done.returncode}:\n{done.stdout[-3000:]}"
        )
    return done.stdout
