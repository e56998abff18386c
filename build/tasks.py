#!/usr/bin/env python3
"""The one task runner of the project: `python3 build/tasks.py TASK`. Needs nothing but Python itself.

Each task makes the environment it needs (`.venv`, from the locked lists beside this file) before it starts.
"""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):  # before anything an older Python could not read
    sys.exit(f"Python 3.11, 3.12 or 3.13 is needed; this is {sys.version.split()[0]}. Use another python3.")

import argparse
from collections.abc import Callable

import checks
import freeze
import locks
import suites
import window
import words
from environment import DEV_LOCK, PYTHON, ROOT, TaskFailed, call, set_up
from system import need_qt

Task = Callable[[argparse.Namespace, list[str]], int]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tasks.py", description=__doc__.splitlines()[0])
    tasks = parser.add_subparsers(metavar="TASK", required=True)

    def task(name: str, run: Task, what: str) -> argparse.ArgumentParser:
        added = tasks.add_parser(name, help=what, description=what)
        added.set_defaults(task=run)
        return added

    opened = task("run", lambda a, _: _run(a.shots), "set up and open the window")
    opened.add_argument("--shots", metavar="DIR", help="no window: write pictures of every page to DIR")
    task("test", lambda _, rest: suites.test(rest), "set up and run all tests; what follows goes to pytest")
    task("check", lambda _a, _r: checks.check(), "format, lint, types, layers, translations, papers")
    bench = task("bench", lambda a, _: _bench(a.name), "run the benchmarks, or the one called NAME")
    bench.add_argument("name", metavar="NAME", nargs="?")
    worded = task("words", lambda a, _: words.words(a.check), "collect, update and compile translations")
    worded.add_argument("--check", action="store_true", help="change nothing, say what is lacking")
    papers = task("papers", lambda a, _: _papers(a.check), "make the shipped Word templates")
    papers.add_argument("--check", action="store_true", help="change nothing, say what is out of date")
    shots = task("shots", lambda a, _: window.shots(a.folder), "write pictures of every page to DIR")
    shots.add_argument("folder", metavar="DIR")
    task("freeze", lambda _a, _r: freeze.freeze(), "make the one-folder program and start it once")
    task("lock", lambda _a, _r: locks.lock(), "write the locked lists of libraries anew (needs uv)")
    return parser


def _run(shots: str | None) -> int:
    return window.shots(shots) if shots else window.run()


def _bench(name: str | None) -> int:
    set_up(DEV_LOCK)
    need_qt()
    return _call_script("tests/bench/run.py", [name] if name else [])


def _papers(check: bool) -> int:
    set_up(DEV_LOCK)
    return _call_script("build/papers/make.py", ["--check"] if check else [])


def _call_script(place: str, arguments: list[str]) -> int:
    if not (ROOT / place).exists():
        raise TaskFailed(f"Nothing was done: this checkout has no {place}.")
    return call([PYTHON, ROOT / place, *arguments])


def main() -> int:
    """Run the task named on the command line; return the exit code."""
    parser = _parser()
    arguments, rest = parser.parse_known_args()
    if rest and sys.argv[1] != "test":
        parser.error(f"unknown arguments: {' '.join(rest)}")
    try:
        return int(arguments.task(arguments, rest))
    except TaskFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
