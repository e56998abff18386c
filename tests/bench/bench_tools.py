"""Measuring (度量): every variant in fresh processes, taken in turns, so that both sides see the same busy minutes.

On a shared machine trust the ratios; one figure alone moves by a third between runs.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ANSWER = "@@"
TIMEOUT_SECONDS = 900

Answer = dict[str, float]


@dataclass(frozen=True)
class Figure:
    """One measured figure. `limit` is the goal it must not exceed, None where it is only noted."""

    goal: str
    what: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def is_reached(self) -> bool:
        """Say whether the goal is reached."""
        return self.limit is None or self.value <= self.limit

    def line(self) -> str:
        """Return the figure as one line."""
        goal = (
            ""
            if self.limit is None
            else f"   goal <= {self.limit:g}   {'ok' if self.is_reached else 'MISSED'}"
        )
        return f"{self.goal:4} {self.what:72} {self.value:10.3f} {self.unit:4}{goal}"

    def plain(self) -> dict[str, Any]:
        """Return the figure for JSON."""
        return asdict(self) | {"is_reached": self.is_reached}


def take_turns(script: Path, variants: Sequence[str], rounds: int, *arguments: str) -> dict[str, Answer]:
    """Run each variant `rounds` times in a fresh process; return the median of each figure it answers."""
    answers: dict[str, list[Answer]] = {variant: [] for variant in variants}
    for turn in range(rounds):
        for place in range(len(variants)):
            variant = variants[(place + turn) % len(variants)]
            answers[variant].append(_run(script, variant, arguments))
    return {variant: _medians(found) for variant, found in answers.items()}


def answer(**figures: float) -> None:
    """Tell the measuring process what this one measured."""
    print(ANSWER + json.dumps(figures), flush=True)


def ratio(mine: Mapping[str, float], other: Mapping[str, float], name: str) -> float:
    """Return mine ÷ other of one figure."""
    return mine[name] / other[name]


def median_ms(do: Callable[[], Any], times: int = 31) -> float:
    """Return the median milliseconds of one call on the wall clock, which must be quiet."""
    taken = []
    for _turn in range(times):
        start = time.perf_counter()
        do()
        taken.append((time.perf_counter() - start) * 1e3)
    return statistics.median(taken)


def memory_mb(field: str = "VmRSS") -> float:
    """Return this process's memory in MB; VmHWM is its peak. Linux only, 0 elsewhere."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:"))


def check(is_right: bool, what: str) -> None:
    """Stop the benchmark if its result is wrong: a fast wrong answer is none."""
    if not is_right:
        raise SystemExit(f"WRONG RESULT: {what}")


def _run(script: Path, variant: str, arguments: Sequence[str]) -> Answer:
    environment = (
        {"QT_QPA_PLATFORM": "offscreen", "PYTHONHASHSEED": "0"} | dict(os.environ) | {"PYTHONPATH": str(ROOT)}
    )
    command = [sys.executable, str(script), "--child", variant, *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=TIMEOUT_SECONDS, check=False
    )
    for line in done.stdout.splitlines():
        if line.startswith(ANSWER) and done.returncode == 0:
            found: Answer = json.loads(line.removeprefix(ANSWER))
            return found
    raise SystemExit(
        f"{' '.join(command)} failed ({done.returncode}):\n{done.stdout[-1000:]}\n{done.stderr[-2000:]}"
    )


def _medians(answers: Sequence[Answer]) -> Answer:
    return {name: statistics.median(found[name] for found in answers) for name in answers[0]}
