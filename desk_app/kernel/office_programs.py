"""Office programs (办公软件): find Word, WPS or LibreOffice; let one make a PDF, print a file or open it for editing.

Each job runs in a child process that is killed when it hangs or the clerk cancels.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desk_app.kernel import office_process, word_automation
from desk_app.kernel.durable_files import copy_file
from desk_app.kernel.errors import DeskError
from desk_app.kernel.libreoffice import lend_profile
from desk_app.kernel.print_job import PrintJob, find_tray
from desk_app.kernel.words import _

TIMEOUT = 60
"""Seconds a conversion or a print may take; the first start of LibreOffice takes five, a hanging one forever."""
NONE = "none"
"""The kind to prefer where no office program is to be used."""


@dataclass(frozen=True)
class OfficeProgram:
    """A program that can print Word files: `kind` is word, wps or libreoffice; `command` its automation name or path."""

    kind: str
    label: str
    command: str


_preferred: list[str] = []


def prefer(kind: str) -> None:
    """Let `find_programs` name the program of this kind first from now on; NONE leaves all out, nothing none."""
    _preferred[:] = [kind] if kind else []


def find_programs() -> tuple[OfficeProgram, ...]:
    """Return the programs to use on this computer: the preferred one first, then the most faithful."""
    if NONE in _preferred:
        return ()
    return tuple(sorted(installed_programs(), key=lambda program: program.kind not in _preferred))


def installed_programs() -> tuple[OfficeProgram, ...]:
    """Return all programs on this computer, the most faithful first."""
    found = []
    for kind, label, names in word_automation.PROGRAMS:
        name = next((name for name in names if _is_registered(name)), None)
        if name is not None:
            found.append(OfficeProgram(kind, label, name))
    path = next((path for path in _libreoffice_paths() if path.is_file()), None)
    if path is not None:
        found.append(OfficeProgram("libreoffice", "LibreOffice", str(path)))
    return tuple(found)


def choose_program(programs: Sequence[OfficeProgram] | None = None) -> OfficeProgram:
    """Return the first of `programs`, or of those found; raise `DeskError` when there is none."""
    for program in find_programs() if programs is None else programs:
        return program
    raise DeskError(
        _(
            "没有完成：这台电脑上没有找到 Word、WPS 或 LibreOffice，请安装其中一个；"
            "也可以先把单据另存为 Word 文件，到别的电脑上打印"
        )
    )


def to_pdf(
    docx: Path,
    pdf: Path,
    *,
    program: OfficeProgram | None = None,
    timeout: int = TIMEOUT,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Write `docx` as `pdf`, whole or not at all; `timeout` in seconds, `cancelled` is asked while waiting.

    Raise `Cancelled`, or a `DeskError` that says why there is no PDF.
    """
    program = program or choose_program()
    with _work_folder() as folder:
        source, target = folder / "paper.docx", folder / "paper.pdf"
        shutil.copyfile(
            docx, source
        )  # the original may be open in Word, and its name may trouble the program
        if program.kind == "libreoffice":
            with lend_profile(folder) as profile:
                arguments = ["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), str(source)]
                command = [program.command, *_quietly(profile), *arguments]
                office_process.run(command, program.label, timeout, cancelled)
        else:
            word_automation.export_pdf(
                program.kind, program.command, program.label, source, target, timeout, cancelled
            )
        if not target.is_file() or target.read_bytes()[:5] != b"%PDF-":
            text = _("没有完成：{program} 没能转换这份文件，请用它打开文件看看")
            raise DeskError(text.format(program=program.label))
        _put(target, pdf)


def print_file(
    docx: Path,
    job: PrintJob | None = None,
    *,
    program: OfficeProgram | None = None,
    timeout: int = TIMEOUT,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Print `docx`; raise as `to_pdf` does, or when there is no printer.

    Word and WPS take printer, tray, copies and pages. LibreOffice itself takes only the printer: where CUPS prints, it
    makes the PDF and CUPS gets all four; on Windows copies are printed one by one, and a tray or a range is refused.
    """
    job = job or PrintJob()
    program = program or choose_program()
    if program.kind != "libreoffice":
        word_automation.print_out(program.kind, program.command, program.label, docx, job, timeout, cancelled)
    elif sys.platform == "win32":
        _print_by_libreoffice(docx, job, program, timeout, cancelled)
    else:
        _check_printers(job.printer)
        with _work_folder() as folder:
            pdf = folder / "print.pdf"
            to_pdf(docx, pdf, program=program, timeout=timeout, cancelled=cancelled)
            office_process.run(_cups_command(pdf, job), "CUPS", timeout, cancelled)


def _print_by_libreoffice(
    docx: Path, job: PrintJob, program: OfficeProgram, timeout: int, cancelled: Callable[[], bool]
) -> None:
    if job.pages or job.tray:
        text = _("没有打印：{program} 不能只打几页，也不能选纸盒。请在打印预览里打印")
        raise DeskError(text.format(program=program.label))
    where = ["--pt", job.printer, str(docx)] if job.printer else ["-p", str(docx)]
    for _copy in range(job.copies):
        with _work_folder() as folder, lend_profile(folder) as profile:
            command = [program.command, *_quietly(profile), *where]
            office_process.run(command, program.label, timeout, cancelled)


def _cups_command(pdf: Path, job: PrintJob) -> list[str]:
    """Return how CUPS is told to print; a driver that has no such tray takes its usual one."""
    tray = find_tray(job.tray)
    return [
        "lp",
        *(["-d", job.printer] if job.printer else []),
        *(["-n", str(job.copies)] if job.copies > 1 else []),
        *(["-P", job.range] if job.pages else []),
        *(["-o", f"InputSlot={tray.slot}"] if tray else []),
        str(pdf),
    ]


def open_for_editing(path: Path) -> None:
    """Open `path` in the program the computer uses for its kind, and return at once; raise `DeskError` if none does."""
    try:
        if sys.platform == "win32":
            os.startfile(path)
        else:
            opener = "open" if sys.platform == "darwin" else "xdg-open"
            programs = [
                shutil.which("wps"),
                *(program.command for program in installed_programs()),
                shutil.which(opener),
            ]
            command = next(name for name in programs if name)
            quiet = subprocess.DEVNULL
            subprocess.Popen([command, path], start_new_session=True, stdin=quiet, stdout=quiet, stderr=quiet)
    except (OSError, StopIteration) as error:
        text = _("没有打开“{name}”：这台电脑上没有能打开它的程序，请安装 Word、WPS 或 LibreOffice")
        raise DeskError(text.format(name=path.name)) from error


def _is_registered(name: str) -> bool:
    if sys.platform != "win32":
        return False
    import winreg

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, name + r"\CLSID"))
    except OSError:
        return False
    return True


def _libreoffice_paths() -> Iterator[Path]:
    """Yield where soffice may lie: on the path, in the usual folders, as Windows has it registered."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            yield Path(found)
    if sys.platform == "win32":
        import winreg

        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            try:
                yield Path(winreg.QueryValue(root, r"SOFTWARE\LibreOffice\UNO\InstallPath"), "soffice.exe")
            except OSError:
                continue
        for variable in ("ProgramFiles", "ProgramFiles(x86)"):
            if folder := os.environ.get(variable):
                yield Path(folder, "LibreOffice", "program", "soffice.exe")
    elif sys.platform == "darwin":
        yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
    else:
        yield from (Path("/usr/lib/libreoffice/program/soffice"), Path("/snap/bin/libreoffice"))
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)


@contextmanager
def _work_folder() -> Iterator[Path]:
    """Give a folder for one job; after a crash `screens.opened_files` wipes it, which knows it by its name."""
    prefix = f"property-desk-{os.getpid()}-paper-"
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _put(source: Path, target: Path) -> None:
    """Move a finished file to its place in one step, also from another disk."""
    try:
        copy_file(source, target)
    except OSError as error:
        text = _("没有写入“{name}”：文件夹不能写，或文件正被别的程序打开")
        raise DeskError(text.format(name=target.name)) from error


def _quietly(profile: Path) -> list[str]:
    return [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"]


def _check_printers(printer: str) -> None:
    """Refuse where CUPS knows no printer: LibreOffice would end as if it had printed."""
    try:
        listed = subprocess.run(
            ["lpstat", "-e"], capture_output=True, timeout=10, check=False, text=True
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        listed = ""
    names = listed.split()
    if not names:
        raise DeskError(_("没有打印：这台电脑没有安装打印机，请先在系统设置里添加"))
    if printer and printer not in names:
        text = _("没有打印：找不到打印机“{printer}”，请在设置里重新选择")
        raise DeskError(text.format(printer=printer))
