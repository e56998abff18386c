"""How the task runner parts the tests and counts them."""

from typing import Any

import pytest

BOTH = [("without Qt", ["tests", "--ignore=tests/ui"]), ("tests/ui", ["tests/ui"])]


@pytest.mark.parametrize(
    ("arguments", "parted"),
    [
        ([], BOTH),
        (["tests"], BOTH),
        (["-k", "money"], [(name, ["-k", "money", *paths]) for name, paths in BOTH]),
        (["tests/ui"], BOTH[1:]),
        (["tests/architecture", "-x"], [("without Qt", ["-x", "tests/architecture", "--ignore=tests/ui"])]),
    ],
)
def test_qt_has_a_process_of_its_own(
    arguments: list[str], parted: list[tuple[str, list[str]]], build: Any
) -> None:
    assert build.suites.split(arguments) == parted


@pytest.mark.parametrize(
    ("line", "passed", "failed"),
    [
        ("3 passed in 0.10s", 3, 0),
        ("===== 1 failed, 20 passed, 2 skipped, 1 warning in 75.32s (0:01:15) =====", 20, 1),
        (
            "\x1b[31m\x1b[1m2 failed\x1b[0m, \x1b[32m5 passed\x1b[0m, \x1b[31m1 error\x1b[0m\x1b[31m in 1.00s\x1b[0m",
            5,
            3,
        ),
        ("2 errors in 0.5s", 0, 2),
        ("no tests ran in 0.01s", 0, 0),
        ("7 passed the gate in time", 0, 0),
    ],
)
def test_the_closing_line_of_pytest_is_counted(line: str, passed: int, failed: int, build: Any) -> None:
    counts = build.suites.counted(line)
    outcome = build.suites.Outcome("x", int(failed > 0), counts)
    assert (counts.get("passed", 0), outcome.failed) == (passed, failed)


def test_a_process_that_dies_counts_as_a_failure(build: Any) -> None:
    died = build.suites.Outcome("tests/ui", -11, {})
    assert died.failed == 1
    assert "-11" in died.line
