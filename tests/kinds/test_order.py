"""Which kind comes first must not depend on who imported what first: a room stands before its meter."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = """
import desk_app.modules.{first}.kinds
from desk_app import office
from desk_app.kernel.kind import KINDS
office.load_modules()
print(*KINDS)
"""


def kinds_after(first):
    command = [sys.executable, "-c", CODE.format(first=first)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()


def test_kinds_stand_in_the_order_of_the_modules_whatever_was_imported_first():
    usual, other = kinds_after("estate"), kinds_after("cashier")
    assert [name for name in other if name in ("rooms", "people", "meters", "bills", "receipts")] == [
        "rooms", "people", "meters", "bills", "receipts",
    ]  # fmt: skip
    assert sorted(usual) == sorted(other)
