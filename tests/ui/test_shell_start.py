"""Starting the program: what is loaded before the window is painted, and that it opens at all."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LATE = (
    "peewee",
    "sqlcipher3",
    "docx",
    "docxtpl",
    "lxml",
    "jinja2",
    "xlsxwriter",
    "pypinyin",
    "python_calamine",
    "cryptography",
)
BEFORE_PAINT = """
import sys
from PySide6 import QtCore
from ui import app
from desk_app.screens import remembered
remembered.put("last_book", "x.book")
remembered.put("pages", [["today", "今日", "today", 0, 0], ["rooms", "房屋", "room", 1, 0], ["settings", "设置", "settings", 9, 0]])
app.theme.note_start(is_over=False)
application = app.make_application()
window = app.MainWindow()
window.painted.connect(lambda: (print(*sys.modules, "Qt" if "Qt" in vars(QtCore) else ""), application.exit()))
app._show_frame(window, app.Start())
window.show()
application.exec()
"""
FIRST_PAGE = """
import sys
from pathlib import Path
from ui import app
application = app.make_application()
window = app.MainWindow()
window.show()
from desk_app.screens import welcome
window.enter(welcome.open_book(Path(sys.argv[1]), None))
print(*sys.modules)
window.close()
"""


def run(program, *arguments, folder):
    """Return the words a program prints in a fresh Python."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env=os.environ | {"DESK_DATA": str(folder), "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split()


def test_nothing_but_the_frame_is_loaded_before_the_first_paint(own_data_folder):
    loaded = run(BEFORE_PAINT, folder=own_data_folder)
    tops = {name.split(".")[0] for name in loaded}
    assert "ui.main_window" in loaded
    assert tops & {*LATE, "Qt"} == set()
    assert not [
        name for name in loaded if name.startswith(("desk_app.modules", "desk_app.office", "ui.screens"))
    ]


def test_the_first_page_brings_only_the_book_with_it(own_data_folder, office):
    path = office.path
    office.close()
    loaded = run(FIRST_PAGE, str(path), folder=own_data_folder)
    tops = {name.split(".")[0] for name in loaded}
    assert tops & set(LATE) == {"peewee", "sqlcipher3"}
    pages = {name for name in loaded if name.startswith("ui.screens.")}
    assert pages == {"ui.screens.today"}
    assert "ui.command_palette" not in loaded
    assert "ui.record_form" not in loaded


def test_the_program_tests_itself(own_data_folder):
    done = subprocess.run(
        [sys.executable, "-m", "ui", "--self-test"],
        cwd=ROOT,
        env=os.environ | {"DESK_DATA": str(own_data_folder), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["painted", "ready"]


def test_reading_a_sheet_needs_no_qt():
    program = "import sys, ui.__main__; print(*[n for n in sys.modules if n.startswith('PySide6')])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
