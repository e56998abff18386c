"""Word and WPS (自动化接口), driven through PowerShell, which every Windows has: no package is needed.

Written from Microsoft's reference (learn.microsoft.com: Document.PrintOut, Document.ExportAsFixedFormat, WdPaperTray,
WdPrintOutRange, PageSetup.FirstPageTray) and WPS's statement that its objects, arguments and numbers are the same
under another program name. It could only be read, not run, where it was written, and belongs on the check list of a
Windows release.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from desk_app.kernel import office_process
from desk_app.kernel.print_job import PrintJob, find_tray

PROGRAMS = (
    ("word", "Microsoft Word", ("Word.Application",)),
    ("wps", "WPS", ("KWPS.Application", "WPS.Application")),
)
"""Kind, label and the names a program may be registered under, the most faithful program first."""

_PROCESSES = {"word": "WINWORD", "wps": "wps,wpsoffice"}

SCRIPT = r"""
$ErrorActionPreference = 'Stop'
$none = [Type]::Missing
function Running {
    @(Get-Process -Name ($env:DESK_PROCESS.Split(',')) -ErrorAction SilentlyContinue | ForEach-Object { $_.Id })
}
$before = Running
$app = New-Object -ComObject $env:DESK_COMMAND
Running | Where-Object { $before -notcontains $_ } | ForEach-Object { [Console]::WriteLine("started $_") }
if ($app.Documents.Count -eq 0) { $app.Visible = $false }
$alerts = $none; $macros = $none
try { $alerts = $app.DisplayAlerts; $macros = $app.AutomationSecurity } catch { }
try { $app.DisplayAlerts = 0; $app.AutomationSecurity = 3 } catch { }
try {
    $paper = $app.Documents.Open($env:DESK_SOURCE, $false, $true, $false)
    try {
        if ($env:DESK_TARGET) { $paper.ExportAsFixedFormat($env:DESK_TARGET, 17) }
        else {
            $usual = $app.ActivePrinter
            if ($env:DESK_PRINTER) { $app.ActivePrinter = $env:DESK_PRINTER }
            try {
                if ($env:DESK_TRAY) {
                    foreach ($section in $paper.Sections) {
                        $section.PageSetup.FirstPageTray = [int]$env:DESK_TRAY
                        $section.PageSetup.OtherPagesTray = [int]$env:DESK_TRAY
                    }
                }
                $range = 0
                $pages = $none
                if ($env:DESK_PAGES) { $range = 4; $pages = $env:DESK_PAGES }
                $paper.PrintOut($false, $false, $range, $none, $none, $none, 0, [int]$env:DESK_COPIES, $pages)
            } finally { if ($env:DESK_PRINTER) { $app.ActivePrinter = $usual } }
        }
    } finally { $paper.Close(0) }
} finally {
    if ($app.Documents.Count -eq 0) { $app.Quit(0) }
    else { try { $app.DisplayAlerts = $alerts; $app.AutomationSecurity = $macros } catch { } }
}
"""
"""Opens read-only with macros off; says which processes it started, so that only those are ended when it hangs; and
never hides or ends a Word in which the clerk has something open, and lets it ask as before.

17 is wdExportFormatPDF; AutomationSecurity 3 runs no macros; DisplayAlerts 0 asks nothing; Close 0 saves nothing. Of
PrintOut: no background, so that it returns when all is spooled; no append; range 4 is wdPrintRangeOfPages and 0 all;
file, from and to left out; item 0 is the document; copies; pages as '3-7', by the numbers the document gives its pages.
Word makes the printer it is given the default one of Windows, so the usual one is put back."""


def export_pdf(
    kind: str, command: str, label: str, docx: Path, pdf: Path, timeout: int, cancelled: Callable[[], bool]
) -> None:
    """Let Word or WPS (`kind`, registered as `command`) write `docx` as `pdf`; raise as `office_process.run` does."""
    _automate(kind, command, label, {"DESK_SOURCE": str(docx), "DESK_TARGET": str(pdf)}, timeout, cancelled)


def print_out(
    kind: str,
    command: str,
    label: str,
    docx: Path,
    job: PrintJob,
    timeout: int,
    cancelled: Callable[[], bool],
) -> None:
    """Let Word or WPS print `docx`; raise as `office_process.run` does."""
    _automate(kind, command, label, {"DESK_SOURCE": str(docx), **values_of(job)}, timeout, cancelled)


def values_of(job: PrintJob) -> dict[str, str]:
    """Return what the script is told of a job."""
    tray = find_tray(job.tray)
    return {
        "DESK_PRINTER": job.printer,
        "DESK_TRAY": str(tray.number) if tray else "",
        "DESK_COPIES": str(job.copies),
        "DESK_PAGES": job.range,
    }


def _automate(
    kind: str,
    command: str,
    label: str,
    values: Mapping[str, str],
    timeout: int,
    cancelled: Callable[[], bool],
) -> None:
    """Run the script; paths travel as environment variables, where no quoting can go wrong."""
    environment = {"DESK_COMMAND": command, "DESK_PROCESS": _PROCESSES[kind], **values}
    shell = ["powershell", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-Command", SCRIPT]
    office_process.run(shell, label, timeout, cancelled, environment)
