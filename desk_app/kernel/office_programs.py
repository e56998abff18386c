"""Office programs (办公软件): find Word, WPS or LibreOffice; let one make a PDF, print a file or open it for editing.

Each job runs in a child process that is killed when it hangs or the clerk cancels. Word and WPS are driven by their
automation interface through PowerShell, which every Windows has, so no package is needed; that part could only be
read, not run, where it was written, and belongs on the check list of a Windows release.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desk_app.kernel.errors import DeskError
from desk_app.kernel.libreoffice import lend_profile
from desk_app.kernel.words import _

TIMEOUT = 60
"""Seconds a conversion or a print may take; the first start of LibreOffice takes five, a hanging one forever."""

_AUTOMATED = (
    ("word", "Microsoft Word", ("Word.Application",)),
    ("wps", "WPS", ("KWPS.Application", "WPS.Application")),
)
_POLL = 20  # milliseconds


class Cancelled(DeskError):
    """The clerk broke the job off; nothing was written."""


@dataclass(frozen=True)
class OfficeProgram:
    """A program that can print Word files: `kind` is word, wps or libreoffice; `command` its automation name or path."""

    kind: str
    label: str
    command: str


def find_programs() -> tuple[OfficeProgram, ...]:
    """Return the programs on this computer, the most faithful first."""
    found = []
    for kind, label, names in _AUTOMATED:
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
                _run([program.command, *_quietly(profile), *arguments], program, timeout, cancelled)
        else:
            _automate(program, {"DESK_SOURCE": str(source), "DESK_TARGET": str(target)}, timeout, cancelled)
        if not target.is_file() or target.read_bytes()[:5] != b"%PDF-":
            text = _("没有完成：{program} 没能转换这份文件，请用它打开文件看看")
            raise DeskError(text.format(program=program.label))
        _put(target, pdf)


def print_file(
    docx: Path,
    printer: str = "",
    *,
    program: OfficeProgram | None = None,
    timeout: int = TIMEOUT,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Send `docx` to `printer`, or to the default one; raise as `to_pdf` does, or when there is no printer."""
    program = program or choose_program()
    _check_printers(printer)
    if program.kind == "libreoffice":
        where = ["--pt", printer, str(docx)] if printer else ["-p", str(docx)]
        with _work_folder() as folder, lend_profile(folder) as profile:
            _run([program.command, *_quietly(profile), *where], program, timeout, cancelled)
    else:
        _automate(program, {"DESK_SOURCE": str(docx), "DESK_PRINTER": printer}, timeout, cancelled)


def open_for_editing(path: Path) -> None:
    """Open `path` in the program the computer uses for its kind, and return at once; raise `DeskError` if none does."""
    try:
        if sys.platform == "win32":
            os.startfile(path)
        else:
            opener = "open" if sys.platform == "darwin" else "xdg-open"
            programs = [
                shutil.which("wps"),
                *(program.command for program in find_programs()),
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
    with tempfile.TemporaryDirectory(prefix="desk-paper-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _put(source: Path, target: Path) -> None:
    """Move a finished file to its place in one step, also from another disk."""
    half = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(source, half)
        half.replace(target)
    except OSError as error:
        half.unlink(missing_ok=True)
        text = _("没有写入“{name}”：文件夹不能写，或文件正被别的程序打开")
        raise DeskError(text.format(name=target.name)) from error


def _quietly(profile: Path) -> list[str]:
    return [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"]


def _check_printers(printer: str) -> None:
    """Refuse where CUPS knows no printer: LibreOffice would end as if it had printed."""
    if sys.platform == "win32":
        return
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


# Word and WPS

_AUTOMATION = r"""
$ErrorActionPreference = 'Stop'
function Running { @(Get-Process -Name $env:DESK_PROCESS -ErrorAction SilentlyContinue | ForEach-Object { $_.Id }) }
$before = Running
$app = New-Object -ComObject $env:DESK_COMMAND
Running | Where-Object { $before -notcontains $_ } | ForEach-Object { [Console]::WriteLine("started $_") }
if ($app.Documents.Count -eq 0) { $app.Visible = $false }
try { $app.DisplayAlerts = 0; $app.AutomationSecurity = 3 } catch { }
try {
    $paper = $app.Documents.Open($env:DESK_SOURCE, $false, $true, $false)
    try {
        if ($env:DESK_TARGET) { $paper.ExportAsFixedFormat($env:DESK_TARGET, 17) }
        else {
            $usual = $app.ActivePrinter
            if ($env:DESK_PRINTER) { $app.ActivePrinter = $env:DESK_PRINTER }
            try { $paper.PrintOut($false) } finally { if ($env:DESK_PRINTER) { $app.ActivePrinter = $usual } }
        }
    } finally { $paper.Close(0) }
} finally { if ($app.Documents.Count -eq 0) { $app.Quit(0) } }
"""
"""Opens read-only with macros off; says which processes it started, so that only those are ended when it hangs; and
never hides or ends a Word in which the clerk has something open. 17 is PDF, 3 no macros, 0 no question, no saving."""


def _automate(
    program: OfficeProgram, values: Mapping[str, str], timeout: int, cancelled: Callable[[], bool]
) -> None:
    """Drive Word or WPS; paths travel as environment variables, where no quoting can go wrong."""
    process = {"word": "WINWORD", "wps": "wps"}[program.kind]
    environment = {"DESK_COMMAND": program.command, "DESK_PROCESS": process, **values}
    command = [
        "powershell",
        "-NoProfile",
        "-NonInteractive",
        "-ExecutionPolicy",
        "Bypass",
        "-Command",
        _AUTOMATION,
    ]
    _run(command, program, timeout, cancelled, environment)


# The child process


def _run(
    command: Sequence[str],
    program: OfficeProgram,
    timeout: int,
    cancelled: Callable[[], bool],
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run `command` to its end; end it and all it started when it takes too long or is cancelled."""
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL,
                env={**os.environ, **(environment or {})}, start_new_session=True, creationflags=flags,
            )  # fmt: skip
        except OSError as error:
            text = _("没有完成：{program} 启动不了，请检查它是否安装好")
            raise DeskError(text.format(program=program.label)) from error
        try:
            _wait(process, program, timeout, cancelled)
        except DeskError:
            output.seek(0)
            _end(process, output.read())
            raise
    if process.returncode != 0:
        text = _("没有完成：{program} 报告出错，请用它打开文件看看")
        raise DeskError(text.format(program=program.label))


def _wait(
    process: subprocess.Popen[bytes], program: OfficeProgram, timeout: int, cancelled: Callable[[], bool]
) -> None:
    start = time.monotonic()
    while process.poll() is None:
        if cancelled():
            raise Cancelled(_("已取消，没有完成"))
        if time.monotonic() - start > timeout:
            text = _("没有完成：{program} 超过 {timeout} 秒没有反应，已将它结束，请再试一次")
            raise DeskError(text.format(program=program.label, timeout=timeout))
        time.sleep(_POLL / 1000)


def _end(process: subprocess.Popen[bytes], output: bytes) -> None:
    """End the process with all its children, and the office program that it says it started."""
    if sys.platform == "win32":
        started = [
            line.split()[1] for line in output.decode("ascii", "ignore").splitlines() if "started" in line
        ]
        for identifier in (str(process.pid), *started):
            subprocess.run(["taskkill", "/F", "/T", "/PID", identifier], check=False, capture_output=True)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
