"""What the program starts with: no more imports than the first page needs, and libraries known to be sound."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LATE = {
    "docx",
    "docxtpl",
    "lxml",
    "jinja2",
    "openpyxl",
    "xlsxwriter",
    "pypinyin",
    "python_calamine",
    "cryptography",
}
"""Each of these takes longer to import than the window takes to open (performance: 20 to 270 ms)."""

VOID_CALLS = """
import sys
from PySide6.QtWidgets import QApplication, QLineEdit

application = QApplication([])
box = QLineEdit()
for _ in range(1000):
    box.setText("x")
before = sys.getrefcount(None)
for _ in range(200_000):
    box.setText("x")
print(before - sys.getrefcount(None))
"""


@pytest.mark.parametrize("module", ["ui.app", "desk_app.cli"])
def test_starting_imports_nothing_the_first_page_does_not_need(module: str, root: Path) -> None:
    said = _run(f"import sys, {module}; print(*sorted(name.split('.')[0] for name in sys.modules))", root)
    assert LATE & set(said.split()) == set()


def test_the_command_line_needs_no_screen(root: Path) -> None:
    said = _run("import sys, desk_app.cli; print(*sys.modules)", root)
    assert [name for name in said.split() if name.startswith(("PySide6", "ui"))] == []


def test_two_hundred_thousand_void_calls_lose_no_reference_to_none(root: Path) -> None:
    """A PySide6 that forgets to count None kills the program after some thousand calls (6.12.0 on Python 3.11)."""
    assert abs(int(_run(VOID_CALLS, root))) < 10


def test_qt_is_the_version_that_runs_everywhere() -> None:
    import PySide6

    assert PySide6.__version__ == "6.9.3"


def test_sqlite_is_one_without_known_damage() -> None:
    """Before 3.51.3 a checkpoint could lose committed pages; 3.52.0 was withdrawn."""
    from sqlcipher3 import dbapi2

    assert dbapi2.sqlite_version_info >= (3, 51, 3)
    assert dbapi2.sqlite_version_info != (3, 52, 0)


def _run(program: str, root: Path) -> str:
    """Return what `program` prints in a fresh Python without a screen; a crash is a failure with its last words."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
