"""The tests, in two processes: a crash inside Qt must not hide what the tests without a screen say."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from environment import DEV_LOCK, PYTHON, ROOT, say, set_up
from system import need_paper_programs, need_qt
from words import compile_translations

_UI = PurePosixPath("tests/ui")
_COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)\b")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_CLOSING = re.compile(
    r"^=* ?(\d+ (passed|failed|error|skipped|deselected|xfailed|warning)|no tests ran).* in [\d.:]+"
)
_NO_TESTS = 5  # pytest's exit code when nothing was collected


@dataclass(frozen=True)
class Outcome:
    """What one pytest process said: its exit code and the numbers of its closing line."""

    name: str
    code: int
    counts: dict[str, int]

    @property
    def failed(self) -> int:
        """Return how many tests failed; a process that died without saying so counts as one."""
        failed = self.counts.get("failed", 0) + self.counts.get("error", 0)
        return failed or int(self.code not in (0, _NO_TESTS))

    @property
    def line(self) -> str:
        """Return the closing line of this suite for the summary."""
        numbers = ", ".join(f"{number} {word}" for word, number in self.counts.items()) or "no tests"
        died = "" if self.code in (0, 1, _NO_TESTS) else f"; pytest ended with {self.code} before its time"
        return f"{self.name:<16}{numbers}{died}"


def test(arguments: list[str]) -> int:
    """Set up, run all tests or those `arguments` (pytest's) choose, and return 0 if none failed."""
    set_up(DEV_LOCK)
    need_qt()
    need_paper_programs()
    compile_translations()
    outcomes = [_run(name, chosen) for name, chosen in split(arguments)]
    passed = sum(outcome.counts.get("passed", 0) for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    say("")
    for outcome in outcomes:
        say(outcome.line)
    if passed + failed == 0:
        say("No test was run.")
    say(f"{passed} passed, {failed} failed")
    return int(failed > 0 or passed == 0)


def split(arguments: list[str]) -> list[tuple[str, list[str]]]:
    """Return (name, pytest arguments) of each process: paths under tests/ui apart from all others."""
    paths = [a for a in arguments if not a.startswith("-") and (ROOT / a.split("::")[0]).exists()]
    options = [a for a in arguments if a not in paths]
    with_ui, without = [], []
    for path in paths or ["tests"]:
        place = PurePosixPath(path.replace("\\", "/").split("::")[0].rstrip("/"))
        if place.is_relative_to(_UI):
            with_ui.append(path)
        else:
            without.append(path)
            with_ui += [str(_UI)] if _UI.is_relative_to(place) else []
    rest = [("without Qt", [*options, *without, f"--ignore={_UI}"])] if without else []
    return rest + ([("tests/ui", [*options, *with_ui])] if with_ui else [])


def _run(name: str, arguments: list[str]) -> Outcome:
    """Run one pytest process, showing what it says as it says it."""
    say(f"\n--- tests {name}")
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    command: list[str | Path] = [PYTHON, "-X", "faulthandler", "-m", "pytest", *colour, *arguments]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    counts: dict[str, int] = {}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            counts = counted(line) or counts
    return Outcome(name, process.returncode, counts)


def counted(line: str) -> dict[str, int]:
    """Return the numbers of pytest's closing line by their word; nothing for any other line."""
    plain = _COLOUR.sub("", line)
    if not _CLOSING.match(plain):
        return {}
    return {word.replace("errors", "error"): int(number) for number, word in _COUNT.findall(plain)}
