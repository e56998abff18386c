"""Where a book may lie (账本放在哪里): file names, folders and disks that would lose or damage it are refused.

SQLite's locks do not hold on network drives, and sync programs copy a book half-written; both are refused for
working in, whatever the file system says at first.
"""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from desk_app.kernel.file_trouble import LONG_NAME, NOT_CREATED, NOT_OPENED, BookProblem
from desk_app.kernel.words import _

LONGEST_NAME = 80
LONGEST_NAME_BYTES = 200
"""Of a book's file name; copies add up to 50 bytes, Linux takes 255 with three bytes a Chinese letter."""
LONGEST_PATH = 220
"""Letters in its full path: Windows takes 260, the copies made before an upgrade need 40."""

NETWORK_FILE_SYSTEMS = frozenset(
    [
        "9p",
        "afpfs",
        "afs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.rclone",
        "fuse.smbnetfs",
        "fuse.sshfs",
        "gfs2",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "prl_fs",
        "smb2",
        "smb3",
        "smbfs",
        "vboxsf",
        "vmhgfs",
        "vmhgfs-fuse",
        "webdav",
    ]
)

SYNC_FOLDERS = re.compile(
    r"onedrive( - .*)?|dropbox( \(.*\))?|google ?drive|icloud ?drive|com~apple~clouddocs|nutstore( files)?|我的坚果云|坚果云"
    r"|baidusyncdisk|baidunetdiskworkspace|百度网盘同步空间|wpsdrive|wps ?云盘|wps cloud files|阿里云盘|腾讯微云|微云同步盘"
    r"|同步文件夹-天翼云|syncthing|seafile|creative cloud files",
    re.IGNORECASE,
)
"""Folder names that sync programs give the folders they copy to other machines."""

_SYNC_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)( *\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
_MOUNT_LINE = re.compile(r"\S+ \S+ \S+ \S+ (?P<place>\S+) .* - (?P<kind>\S+) ")
_REMOTE_DRIVE = 4  # GetDriveTypeW: DRIVE_REMOTE
_CLOUD_REPARSE_TAG = 0x9000001A  # IO_REPARSE_TAG_CLOUD; bits 12-15 number the provider


@dataclass(frozen=True)
class BookFiles:
    """The names of one book: the file itself, resolved through links, and what lies beside it."""

    path: Path

    @property
    def keys(self) -> Path:
        """The key slots of an encrypted book."""
        return self._beside(".keys")

    @property
    def lock(self) -> Path:
        """The lock held while a program has the book open."""
        return self._beside(".lock")

    @property
    def part(self) -> Path:
        """A book in the making, renamed when it is whole."""
        return self.path.with_name(f".{self.path.name}.part")

    @property
    def backups(self) -> Path:
        """The folder of the copies made before upgrades."""
        return self.path.with_name("backups")

    def side_files(self, of: Path | None = None) -> list[Path]:
        """Return the names of SQLite's side files of the book, or of another file `of`."""
        path = of or self.path
        return [path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal")]

    def _beside(self, end: str) -> Path:
        return self.path.with_name(self.path.name + end)


def existing(path: Path | str, *, read_only: bool = False) -> BookFiles:
    """Return the names of the book at `path`; BookProblem if there is no file that could be one.

    For reading only, a network or sync folder is allowed.
    """
    place = _resolve(path, NOT_OPENED)
    if place.is_dir():
        raise BookProblem(
            _("“{path}”是文件夹，不是账本，{not_done}。请选择里面的 .book 文件。").format(
                path=path, not_done=_(NOT_OPENED)
            )
        )
    if not place.exists():
        raise BookProblem(
            _(
                "找不到账本“{path}”，{not_done}。请检查文件是否被移走或改名，U 盘是否插好，再重新选择。"
            ).format(path=path, not_done=_(NOT_OPENED))
        )
    if not place.is_file():
        raise BookProblem(_("“{path}”不是账本文件，{not_done}。").format(path=path, not_done=_(NOT_OPENED)))
    if not read_only:
        _refuse_shared(place.parent, NOT_OPENED)
    return BookFiles(place)


def for_new(path: Path | str) -> BookFiles:
    """Return the names for a new book at `path`; BookProblem if the name or the folder will not do."""
    _refuse_name(re.split(r"[/\\]" if sys.platform == "win32" else "/", str(path))[-1])
    place = _resolve(path, NOT_CREATED)
    if len(str(place)) > LONGEST_PATH:
        raise BookProblem(_(LONG_NAME).format(not_done=_(NOT_CREATED)))
    if not place.parent.is_dir():
        raise BookProblem(
            _("没有“{folder}”这个文件夹，{not_done}。请先建好文件夹，或换一个。").format(
                folder=place.parent, not_done=_(NOT_CREATED)
            )
        )
    _refuse_shared(place.parent, NOT_CREATED)
    files = BookFiles(place)
    refuse_taken(files.path)
    return files


def refuse_taken(*names: Path) -> None:
    """Raise BookProblem if anything of these names is there already."""
    for left in names:
        if os.path.lexists(left):
            raise BookProblem(
                _("已经有“{name}”这个文件，{not_done}，原来的文件没有动。请换一个名字或文件夹。").format(
                    name=left.name, not_done=_(NOT_CREATED)
                )
            )


def file_system_of(folder: str, mounts: str) -> str:
    """Return the file system type of the absolute `folder`, from the text of Linux's /proc/self/mountinfo."""
    kind, longest = "", -1
    for line in _MOUNT_LINE.finditer(mounts):
        place = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), line["place"])
        inside = folder == place or folder.startswith(place.rstrip("/") + "/")
        if inside and len(place) >= longest:
            kind, longest = line["kind"], len(place)
    return kind


def is_sync_folder(folder: Path) -> bool:
    """Say whether the folder is, or lies in, one that a sync program copies to other machines."""
    if any(SYNC_FOLDERS.fullmatch(part) for part in folder.parts):
        return True
    for variable in _SYNC_VARIABLES:
        root = os.environ.get(variable)
        if root and folder.is_relative_to(root):
            return True
    return any(
        (place / ".dropbox.cache").is_dir() or _is_cloud_point(place) for place in (folder, *folder.parents)
    )


def _resolve(path: Path | str, not_done: str) -> Path:
    """Return the real, absolute path: a book reached through two links has one lock."""
    text = os.fspath(path)
    try:
        text.encode()
        return Path(text).expanduser().resolve()
    except (ValueError, RuntimeError, OSError):
        raise BookProblem(
            _("文件名“{name}”不能用，{not_done}。请换一个名字。").format(
                name=ascii(text), not_done=_(not_done)
            )
        ) from None


def _refuse_name(name: str) -> None:
    """Raise BookProblem for a name that some Windows would refuse, swallow or change."""
    if len(name) > LONGEST_NAME or len(name.encode(errors="replace")) > LONGEST_NAME_BYTES:
        raise BookProblem(_(LONG_NAME).format(not_done=_(NOT_CREATED)))
    wrong = not name or name != name.strip() or name[0] == "." or name[-1] == "."
    if wrong or _FORBIDDEN.search(name) or _RESERVED.fullmatch(name):
        raise BookProblem(
            _(
                '“{name}”不能作账本的文件名，{not_done}。请换一个名字：不要用 < > : " / \\ | ? *，不要以点或空格开头结尾，'
                "也不要用 CON、NUL、COM1 一类的系统名。"
            ).format(name=name.encode(errors="replace").decode(), not_done=_(NOT_CREATED))
        )


def _refuse_shared(folder: Path, not_done: str) -> None:
    if _is_network_folder(folder):
        raise BookProblem(
            _(
                "“{folder}”在网络盘或共享文件夹里，{not_done}。账本放在那里迟早会损坏。请把它放到本机硬盘的文件夹里。"
            ).format(folder=folder, not_done=_(not_done))
        )
    if is_sync_folder(folder):
        raise BookProblem(
            _(
                "“{folder}”由网盘同步程序管理，{not_done}。账本放在那里迟早会损坏。请把它放到不同步的本机文件夹里。"
            ).format(folder=folder, not_done=_(not_done))
        )


def _is_network_folder(folder: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        drive = folder.drive
        if drive.startswith("\\\\") and not re.match(r"\\\\[?.]\\[A-Za-z]:", drive):
            return True
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive[-2:] + "\\") == _REMOTE_DRIVE)
    mounts = Path("/proc/self/mountinfo")
    if not mounts.exists():
        return False
    table = mounts.read_text(encoding="utf-8", errors="surrogateescape")
    return file_system_of(str(folder), table) in NETWORK_FILE_SYSTEMS


def _is_cloud_point(folder: Path) -> bool:
    """Say whether Windows keeps the folder for a cloud provider, files of which may not be on this disk at all."""
    if sys.platform != "win32":
        return False
    try:
        tag = folder.lstat().st_reparse_tag
    except OSError:
        return False
    return tag & 0xFFFF0FFF == _CLOUD_REPARSE_TAG
