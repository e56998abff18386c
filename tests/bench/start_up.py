"""C1, C2, F1: how long until the window is painted, against an empty window of Qt and against loading everything.

Each start is a fresh process that prints `painted` and `ready`; the clock runs from before it is spawned. The packaged
program is measured too where build/out/dist has one.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench_tools import ROOT, Figure, answer, check, take_turns

FROZEN = ROOT / "build" / "out" / "dist" / "PropertyDesk" / ("desk.exe" if os.name == "nt" else "desk")
HOMEBANK_MB = 103  # idle, measured with the other peers; see the project's notes on performance
IDLE_SECONDS = 2
PATIENCE_SECONDS = 60
ROOMS = 240

EAGER = """
import sys
import cryptography, docx, docxtpl, jinja2, lxml.etree, pypinyin, python_calamine, xlsxwriter
from pathlib import Path
from ui import app
from desk_app.screens import welcome

application = app.make_application()
app.load_qt_words()
window = app.MainWindow()
window.painted.connect(lambda: print("painted", flush=True))
window.enter(welcome.open_book(Path(sys.argv[1]), None))
for spec in window.view.specs:
    window.view.host(spec.name)
window.show()
application.exec()
"""
"""The same program without its late loading: every library, every page before the first paint."""


def measure(rounds: int, folder: Path) -> list[Figure]:
    """Start the window of an office with 240 rooms again and again, beside an empty window."""
    book = _make_book(folder)
    variants = ["bare", "window", "eager"] + (["frozen-bare", "frozen-window"] if FROZEN.exists() else [])
    for variant in variants:  # the first start writes the byte code and warms the disk cache
        _start(variant, folder, book)
    found = take_turns(Path(__file__), variants, max(rounds, 9), str(folder), str(book))
    bare, window, eager = (found[name] for name in variants[:3])
    figures = [
        Figure(
            "C1",
            "first paint ÷ an empty window's, from source",
            window["painted"] / bare["painted"],
            "x",
            1.6,
        ),
        Figure("C1", "   first paint, wall", window["painted"], "ms"),
        Figure(
            "C1",
            "   first page filled ÷ an empty window's first paint",
            window["ready"] / bare["painted"],
            "x",
        ),
        Figure(
            "C2",
            "first paint ÷ the same with everything loaded first",
            window["painted"] / eager["painted"],
            "x",
            0.4,
        ),
        Figure("F1", "idle memory of the main window, RSS", window["rss"], "MB", 0.95 * HOMEBANK_MB),
        Figure("F1", "   ÷ an empty window's", window["rss"] / bare["rss"], "x"),
    ]
    if FROZEN.exists():
        bare, window = found["frozen-bare"], found["frozen-window"]
        figures += [
            Figure(
                "C1",
                "first paint ÷ an empty window's, packaged",
                window["painted"] / bare["painted"],
                "x",
                1.6,
            ),
            Figure("F1", "idle memory, packaged, RSS", window["rss"], "MB", 0.95 * HOMEBANK_MB),
            Figure("F1", "   ÷ an empty window's", window["rss"] / bare["rss"], "x", 1.8),
        ]
    return figures


def _make_book(folder: Path) -> Path:
    """Make an office's book and let the program remember it, so that it starts as on any working day."""
    os.environ["DESK_DATA"] = str(_data(folder))
    from desk_app import demo
    from desk_app.kernel.words import _
    from desk_app.screens import remembered

    book = folder / "office.book"
    demo.make_demo(book, rooms=ROOMS, texts={"demo": _("否")}).close()
    remembered.put("last_book", str(book))
    remembered.keep()
    return book


def _data(folder: Path) -> Path:
    data = folder / "data"
    data.mkdir(exist_ok=True)
    return data


def _start(variant: str, folder: Path, book: Path) -> dict[str, float]:
    """Start one variant, wait until it has nothing more to do, end it; return milliseconds and MB."""
    command = {
        "bare": [sys.executable, "-m", "ui", "--bare"],
        "window": [sys.executable, "-m", "ui", "--tell-start"],
        "eager": [sys.executable, "-c", EAGER, str(book)],
        "frozen-bare": [str(FROZEN), "--bare"],
        "frozen-window": [str(FROZEN), "--tell-start"],
    }[variant]
    last = "ready" if variant.endswith("window") else "painted"
    began = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=_environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        heard = {}
        assert process.stdout is not None
        for line in process.stdout:
            heard.setdefault(line.strip(), (time.perf_counter() - began) * 1e3)
            if last in heard:
                break
        time.sleep(IDLE_SECONDS)
        heard["rss"] = _memory_mb(process.pid)
        process.kill()
    check({"painted", last} <= heard.keys(), f"{variant} was not painted: {heard}")
    return heard


def _environment(folder: Path) -> Mapping[str, str]:
    """Return an environment in which byte code is kept, as on a user's machine."""
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "DESK_DATA": str(_data(folder)),
        "PYTHONPYCACHEPREFIX": str(folder / "byte_code"),
        "PYTHONUNBUFFERED": "1",
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
    }


def _memory_mb(process: int) -> float:
    """Return the resident memory of a running process; Linux only, 0 elsewhere."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


def _child(arguments: Sequence[str]) -> None:
    variant, folder, book = arguments
    heard = _start(variant, Path(folder), Path(book))
    answer(painted=heard["painted"], ready=heard.get("ready", heard["painted"]), rss=heard["rss"])


if __name__ == "__main__":
    _child(sys.argv[2:])
