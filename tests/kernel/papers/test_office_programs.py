"""Office programs: a PDF is written whole or not at all, a hanging program is ended with all it started."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desk_app.kernel import word_automation
from desk_app.kernel.errors import DeskError
from desk_app.kernel.office_process import Cancelled
from desk_app.kernel.office_programs import (
    NONE,
    OfficeProgram,
    choose_program,
    find_programs,
    installed_programs,
    prefer,
    print_file,
    to_pdf,
)
from desk_app.kernel.print_job import PrintJob

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
LIBREOFFICE = next((program for program in find_programs() if program.kind == "libreoffice"), None)


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """Keep the profile of the tests out of the user's cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def stand_in(tmp_path):
    """Return a maker of programs that do what a shell script says, called as LibreOffice is."""

    def make(script: str) -> OfficeProgram:
        path = tmp_path / "soffice"
        path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        path.chmod(0o755)
        return OfficeProgram("libreoffice", "LibreOffice", str(path))

    return make


@pytest.fixture
def paper(tmp_path, word_file):
    path = tmp_path / "物品放行条 3栋.docx"
    path.write_bytes(word_file("物品放行条"))
    return path


WRITE_PDF = 'while [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done; printf "%%PDF-1.7 x" > "$out/paper.pdf"'


def test_a_pdf_is_put_in_place_and_the_profile_is_our_own(tmp_path, paper, stand_in):
    program = stand_in(f'echo "$1" > {tmp_path}/seen; {WRITE_PDF}')
    to_pdf(paper, tmp_path / "a.pdf", program=program)
    assert (tmp_path / "a.pdf").read_bytes() == b"%PDF-1.7 x"
    profile = (tmp_path / "seen").read_text("utf-8").strip()
    assert profile.startswith("-env:UserInstallation=file:///")
    assert profile.endswith("/property-desk/office/libreoffice")
    assert list(tmp_path.glob("*.part")) == []


def test_a_second_conversion_at_once_gets_a_profile_of_its_own(tmp_path, paper, stand_in):
    lock = tmp_path / "cache" / "property-desk" / "office" / "libreoffice.lock"
    lock.parent.mkdir(parents=True)
    lock.touch()
    program = stand_in(f'echo "$1" > {tmp_path}/seen; {WRITE_PDF}')
    to_pdf(paper, tmp_path / "a.pdf", program=program)
    assert f"property-desk-{os.getpid()}-paper-" in (tmp_path / "seen").read_text("utf-8")
    assert lock.exists()
    os.utime(lock, (0, 0))  # left behind by a process that died long ago
    to_pdf(paper, tmp_path / "a.pdf", program=program)
    assert "/property-desk/office/libreoffice" in (tmp_path / "seen").read_text("utf-8")
    assert not lock.exists()


def test_a_program_that_hangs_is_ended_with_its_children(tmp_path, paper, stand_in):
    program = stand_in(f"sleep 300 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(DeskError, match="超过 1 秒没有反应"):
        to_pdf(paper, tmp_path / "a.pdf", program=program, timeout=1)
    assert not (tmp_path / "a.pdf").exists()
    child = int((tmp_path / "child").read_text("ascii"))
    for _ in range(100):
        if not _runs(child):
            break
        time.sleep(0.02)
    assert not _runs(child)


def _runs(process: int) -> bool:
    """Say whether a process is alive; one that ended but was not waited for by init is not."""
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").split(")")[1].split()[0] not in "ZX"
    except OSError:
        return False


def test_cancelling_ends_the_program_and_writes_nothing(tmp_path, paper, stand_in):
    start = time.monotonic()
    with pytest.raises(Cancelled):
        to_pdf(paper, tmp_path / "a.pdf", program=stand_in("sleep 300"), cancelled=lambda: True)
    assert time.monotonic() - start < 10
    assert not (tmp_path / "a.pdf").exists()


ENDS_AT_WORK = """
import sys, threading, time
from pathlib import Path
from desk_app.kernel.office_programs import OfficeProgram, to_pdf
docx, pdf, soffice, child = map(Path, sys.argv[1:])
program = OfficeProgram("libreoffice", "LibreOffice", str(soffice))
threading.Thread(target=to_pdf, args=(docx, pdf), kwargs={"program": program}, daemon=True).start()
while not child.exists() or not child.read_text():
    time.sleep(0.02)
"""


def test_no_office_program_stays_behind_when_ours_ends(tmp_path, paper, stand_in):
    program = stand_in(f"echo $$ > {tmp_path}/child; sleep 300")
    arguments = [paper, tmp_path / "a.pdf", program.command, tmp_path / "child"]
    subprocess.run([sys.executable, "-c", ENDS_AT_WORK, *map(str, arguments)], check=True, timeout=60)
    assert not _runs(int((tmp_path / "child").read_text("ascii")))


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("exit 3", "报告出错"),
        ("exit 0", "没能转换"),
        (
            'while [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done; echo no > "$out/paper.pdf"',
            "没能转换",
        ),
    ],
)
def test_a_program_that_fails_leaves_the_old_pdf(tmp_path, paper, stand_in, script, words):
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    with pytest.raises(DeskError, match=words):
        to_pdf(paper, target, program=stand_in(script))
    assert target.read_bytes() == b"old"


def test_a_program_that_is_gone_is_named(tmp_path, paper):
    gone = OfficeProgram("libreoffice", "LibreOffice", str(tmp_path / "gone"))
    with pytest.raises(DeskError, match="LibreOffice 启动不了"):
        to_pdf(paper, tmp_path / "a.pdf", program=gone)


def test_a_folder_that_cannot_be_written_is_told(tmp_path, paper, stand_in):
    with pytest.raises(DeskError, match=r"没有写入“a\.pdf”"):
        to_pdf(paper, tmp_path / "nowhere" / "a.pdf", program=stand_in(WRITE_PDF))


def test_a_computer_without_any_program_is_told_what_to_install():
    with pytest.raises(DeskError, match=r"没有找到 Word、WPS 或 LibreOffice"):
        choose_program(())


@pytest.fixture
def cups(tmp_path, monkeypatch):
    """Return the folder of a CUPS that knows two printers and writes down what it is told to print."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    _script(folder / "lpstat", "echo Laser; echo 针式")
    _script(folder / "lp", f'echo "$@" > {tmp_path}/printed')
    return folder


def test_a_computer_without_printers_is_told_so(paper, stand_in, cups):
    _script(cups / "lpstat", "exit 1")
    with pytest.raises(DeskError, match="没有安装打印机"):
        print_file(paper, program=stand_in(WRITE_PDF))


def test_a_printer_that_is_gone_is_named(paper, stand_in, cups):
    with pytest.raises(DeskError, match="找不到打印机“旧打印机”"):
        print_file(paper, PrintJob("旧打印机"), program=stand_in(WRITE_PDF))


def test_pages_copies_and_tray_reach_the_printer(tmp_path, paper, stand_in, cups):
    job = PrintJob("针式", tray="tractor", copies=2, pages=(3, 7))
    print_file(paper, job, program=stand_in(WRITE_PDF))
    told = (tmp_path / "printed").read_text("utf-8")
    assert told.startswith("-d 针式 -n 2 -P 3-7 -o InputSlot=Tractor ")
    print_file(paper, program=stand_in(WRITE_PDF))
    assert (tmp_path / "printed").read_text("utf-8").startswith("/")


def test_word_is_told_the_same_in_its_own_numbers():
    assert word_automation.values_of(PrintJob("针式", "tractor", 2, (3, 3))) == {
        "DESK_PRINTER": "针式",
        "DESK_TRAY": "8",
        "DESK_COPIES": "2",
        "DESK_PAGES": "3",
    }


def test_the_preferred_program_comes_first_and_none_may_be_preferred(tmp_path, monkeypatch):
    _script(tmp_path / "soffice", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    try:
        prefer("libreoffice")
        assert find_programs()[0].kind == "libreoffice"
        prefer(NONE)
        assert find_programs() == ()
        assert installed_programs() != ()
        prefer("wps")  # not here: what is here is used
        assert choose_program().kind == "libreoffice"
    finally:
        prefer("")


def _script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    path.chmod(0o755)


def test_a_profile_that_may_be_broken_is_made_anew_after_a_failure(tmp_path, paper, stand_in):
    kept = tmp_path / "cache" / "property-desk" / "office" / "libreoffice"
    kept.mkdir(parents=True)
    (kept / "broken").touch()
    with pytest.raises(Cancelled):
        to_pdf(paper, tmp_path / "a.pdf", program=stand_in("sleep 300"), cancelled=lambda: True)
    assert (kept / "broken").exists()
    with pytest.raises(DeskError, match="报告出错"):
        to_pdf(paper, tmp_path / "a.pdf", program=stand_in("exit 3"))
    assert not (kept / "broken").exists()
    to_pdf(paper, tmp_path / "a.pdf", program=stand_in(WRITE_PDF))


@pytest.mark.skipif(LIBREOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_itself_makes_a_pdf(tmp_path, paper):
    to_pdf(paper, tmp_path / "a.pdf", program=LIBREOFFICE)
    assert (tmp_path / "a.pdf").read_bytes()[:5] == b"%PDF-"


@pytest.mark.skipif(LIBREOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_itself_is_ended_with_its_children_when_it_is_cancelled(tmp_path, paper):
    start = time.monotonic()
    with pytest.raises(Cancelled):
        to_pdf(
            paper, tmp_path / "a.pdf", program=LIBREOFFICE, cancelled=lambda: time.monotonic() - start > 0.8
        )
    profile = str(tmp_path / "cache").encode()
    commands = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            commands.append((place / "cmdline").read_bytes())
        except OSError:
            continue
    assert not [command for command in commands if b"soffice" in command and profile in command]
