"""Run the benchmarks: `python tests/bench/run.py [NAME] [--rounds N] [--json]`; NAME is a file of this folder.

A benchmark is a module here with `measure(rounds, folder)`, which gives figures; `folder` is for what it makes.
Exit code 1 says that a goal was missed.
"""

import argparse
import importlib.util
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ROUNDS = 5


def names() -> list[str]:
    """Return the names of all benchmarks."""
    return sorted(path.stem for path in HERE.glob("*.py") if "\ndef measure(" in path.read_text("utf-8"))


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks named on the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="bench", description="measure the figures the program promises")
    parser.add_argument("name", nargs="?", choices=names(), metavar="NAME", help=", ".join(names()))
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each variant is run")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON list")
    asked = parser.parse_args(arguments)
    sys.path[:0] = [str(ROOT), str(HERE)]
    found = []
    for name in [asked.name] if asked.name else names():
        for figure in _measure(name, asked.rounds):
            found.append(figure)
            if not asked.json:
                print(figure.line(), flush=True)
    if asked.json:
        print(json.dumps([figure.plain() for figure in found], ensure_ascii=False, indent=1))
    return 0 if all(figure.is_reached for figure in found) else 1


def _measure(name: str, rounds: int) -> Iterator:
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        yield from _load(name).measure(rounds, Path(folder))


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
