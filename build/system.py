"""What the program and its tests need of the system, and how it gets there on Debian and Ubuntu."""

import ctypes
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from environment import TaskFailed, say

QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libatomic.so.1": "libatomic1",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libstdc++.so.6": "libstdc++6",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""Every library Qt's own files ask for and do not bring, to the Debian package that holds it."""

PAPER_PROGRAMS = {"soffice": "libreoffice-writer-nogui", "pdftoppm": "poppler-utils"}
"""Programs that turn a printed paper into pages and pictures, for its tests."""

ARIAL_OR_AS_WIDE = "Arial|Arimo|Liberation Sans|Nimbus Sans"


def need_qt() -> None:
    """Make sure that Qt can start and show Chinese, or raise TaskFailed with the line that installs what lacks."""
    if not sys.platform.startswith("linux"):
        return
    lacking = [package for library, package in QT_LIBRARIES.items() if not _loads(library)]
    lacking += [] if _fonts("-list", ":lang=zh-cn", ".") else ["fontconfig", "fonts-noto-cjk"]
    provide(lacking, "Qt's system libraries and a Chinese font")


def need_paper_programs() -> None:
    """Make sure that papers can be turned into pages, or raise TaskFailed with the line that installs what lacks."""
    lacking = [package for program, package in PAPER_PROGRAMS.items() if not shutil.which(program)]
    if sys.platform.startswith("linux") and not _fonts("-match", "Arial", ARIAL_OR_AS_WIDE):
        lacking.append("fonts-liberation")
    provide(lacking, "LibreOffice Writer, Poppler and a font as wide as Arial, which the tests of papers use")


def need_freezing_tools() -> None:
    """Make sure that PyInstaller finds what it reads on Linux: Python as a library, objdump and strip."""
    if not sys.platform.startswith("linux"):
        return
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    # Debian's python3 holds the interpreter itself; only the program to be frozen wants it as a library.
    lacking = [] if _python_library_found(version) else [f"libpython{version}"]
    lacking += [] if shutil.which("objdump") and shutil.which("strip") else ["binutils"]
    provide(lacking, "what a frozen program is made with")


def provide(packages: list[str], purpose: str) -> None:
    """Install Debian `packages`, or raise TaskFailed with the one line that does it."""
    if not packages:
        return
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        raise TaskFailed(
            f"Missing on this system: {purpose}. Debian calls them {names}; install them and try again."
        )
    may = _may_install()
    if may is None:
        raise TaskFailed(
            f"Missing on this system: {purpose}. Install them with:\n  sudo apt-get install -y {names}"
        )
    say(f"Installing {purpose}: {names} …")
    apt = [*may, "apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300"]
    _quietly([*apt, "update"])  # may fail offline; what is already fetched can still be installed
    if _quietly([*apt, "install", "--no-install-recommends", *packages]):
        raise TaskFailed(
            f"Not installed: {purpose}. Do it by hand, then try again:\n  apt-get install {names}"
        )


def _quietly(command: list[str]) -> int:
    """Run `command`, show what it said only if it fails, and return its exit code."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )
    if done.returncode:
        say(done.stdout[-2000:])
    return done.returncode


def _may_install() -> list[str] | None:
    """Return what to put before apt-get: nothing for root, sudo where it asks no password, or None."""
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if os.geteuid() == 0:
        return quiet
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n", *quiet]
    return None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _python_library_found(version: str) -> bool:
    name = f"libpython{version}.so.1.0"
    return (Path(sysconfig.get_config_var("LIBDIR") or "") / name).exists() or _loads(name)


def _fonts(how: str, pattern: str, family: str) -> bool:
    """Say whether fontconfig's list of, or its best match for, `pattern` names a `family` (a regular expression)."""
    if not shutil.which("fc-list"):
        return False
    answer = subprocess.run([f"fc{how}", pattern, "family"], capture_output=True, text=True, check=False)
    return re.search(family, answer.stdout) is not None
