"""LibreOffice's profile (LibreOffice 配置): one of our own, so that no LibreOffice the clerk has open is disturbed."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from desk_app.kernel.errors import DeskError
from desk_app.kernel.office_process import Cancelled

_STALE_LOCK = 7200  # seconds; the longest job is a print run of some thousand pages
_FONT_STAND_INS = {"宋体": "Noto Serif CJK SC", "黑体": "Noto Sans CJK SC", "楷体": "Noto Serif CJK SC"}


@contextmanager
def lend_profile(spare: Path) -> Iterator[Path]:
    """Lend a LibreOffice profile of our own: without one, a LibreOffice the clerk has open would take the job over.

    The kept one starts four seconds faster than a new one, and is made anew after a failure. While another process of ours uses it, one in the folder
    `spare` is made.
    """
    kept = _cache_folder() / "libreoffice"
    lock = kept.with_name("libreoffice.lock")
    try:
        kept.mkdir(parents=True, exist_ok=True)
        if lock.exists() and time.time() - lock.stat().st_mtime > _STALE_LOCK:
            lock.unlink(missing_ok=True)
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except OSError:
        profile = spare / "profile"
        _prepare_fonts(profile)
        yield profile
        return
    try:
        _prepare_fonts(kept)
        yield kept
    except Cancelled:
        raise
    except DeskError:
        shutil.rmtree(kept, ignore_errors=True)  # the profile may be what made it fail
        raise
    finally:
        lock.unlink(missing_ok=True)


def _cache_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or tempfile.gettempdir(), "PropertyDesk", "office")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "property-desk", "office")


def _prepare_fonts(profile: Path) -> None:
    """Give a new profile stand-ins for the Chinese fonts of the forms, where Linux lacks them.

    LibreOffice would print 宋体 in whatever Chinese font it meets first, and not the same for bold.
    """
    settings = profile / "user" / "registrymodifications.xcu"
    if not sys.platform.startswith("linux") or settings.exists():
        return
    path = "/org.openoffice.Office.Common/Font/Substitution"
    items = _setting(path, {"Replacement": "true"})
    for place, (font, stand_in) in enumerate(_FONT_STAND_INS.items()):
        if not _has_font(font):
            values = {
                "ReplaceFont": font,
                "SubstituteFont": stand_in,
                "Always": "true",
                "OnScreenOnly": "false",
            }
            items += _setting(f"{path}/FontPairs", values, f"_{place}")
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        "utf-8",
    )


def _setting(path: str, values: Mapping[str, str], node: str = "") -> str:
    inner = "".join(
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
        for name, value in values.items()
    )
    if node:
        inner = f'<node oor:name="{node}" oor:op="replace">{inner}</node>'
    return f'<item oor:path="{path}">{inner}</item>'


def _has_font(name: str) -> bool:
    try:
        listed = subprocess.run(["fc-list", name], capture_output=True, timeout=10, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return False
    return bool(listed.strip())
