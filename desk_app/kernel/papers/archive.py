"""Word files as zip archives (压缩包): read within limits, written so that the same parts give the same bytes.

The standard zipfile stamps the time of day on every member and packs all members again for each document.
Here the members that never change are packed once (`Frame`) and only the changing ones are added, a large one piece
by piece (`Archive`).
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers.refusals import TemplateRefused
from desk_app.kernel.words import _

MOST_FILE_BYTES = 20 * 2**20
MOST_UNPACKED_BYTES = 100 * 2**20
MOST_XML_BYTES = 6 * 2**20
MOST_PARTS = 2000

MOST_ARCHIVE_BYTES = 0xFFFF_FFFF
"""The format counts bytes in 32 bits; what lies beyond needs an extension that old office programs cannot read."""

_MOST_MEMBERS = 0xFFFF
_UTF8_NAMES, _DEFLATED, _MIDNIGHT_1980 = 0x800, 8, (0, 33)
_HEAD = (_UTF8_NAMES, _DEFLATED, *_MIDNIGHT_1980)
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_ROOM_FOR_HEADS = 0xFFFF
"""Bytes kept free for the head of the member that is being added."""


def read_parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a zip archive by name; raise `TemplateRefused` for one damaged, hostile or too large."""
    if len(content) > MOST_FILE_BYTES:
        raise TemplateRefused([_("文件超过 20 MB，请删去大图片后再试")])
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive.infolist())
            return {info.filename: _read(archive, info) for info in archive.infolist() if not info.is_dir()}
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        struct.error,
    ) as error:
        raise TemplateRefused([_("文件已损坏或不完整，请重新复制一份")]) from error


def _check_directory(infos: list[zipfile.ZipInfo]) -> None:
    names = [info.filename for info in infos]
    odd = any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names)
    if odd or len({name.casefold() for name in names}) != len(names):
        raise TemplateRefused([_("文件内部结构不正常，请用 Word 打开后另存一份")])
    if len(names) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED_BYTES:
        raise TemplateRefused([_("文件展开后太大，请删去大图片后再试")])


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Read one member; the size its header claims is never trusted."""
    limit = MOST_XML_BYTES if info.filename.endswith((".xml", ".rels")) else MOST_UNPACKED_BYTES
    with archive.open(info) as member:
        content = member.read(limit + 1)
    if len(content) > limit:
        raise TemplateRefused([_("文件里的“{part}”太大，请简化后再试").format(part=info.filename)])
    return content


@dataclass(frozen=True, slots=True)
class Member:
    """One packed file of an archive."""

    name: bytes
    crc: int
    size: int
    packed: bytes


class Packing:
    """A member being deflated piece by piece; `size` and `crc` are those of what went in."""

    def __init__(self, level: int = 1) -> None:
        self._deflate = zlib.compressobj(level, zlib.DEFLATED, -15, 9)
        self.size, self.crc = 0, 0

    def add(self, piece: bytes) -> bytes:
        """Return what is packed by now."""
        self.crc = zlib.crc32(piece, self.crc)
        self.size += len(piece)
        return self._deflate.compress(piece)

    def finish(self) -> bytes:
        """Return the rest."""
        return self._deflate.flush()


def pack(name: str, content: bytes, level: int = 1) -> Member:
    """Deflate `content` into a member."""
    packing = Packing(level)
    packed = packing.add(content) + packing.finish()
    return Member(name.encode(), packing.crc, packing.size, packed)


class Frame:
    """The members that are the same in every document, ready to be closed with those that differ."""

    def __init__(self, members: Iterable[Member]) -> None:
        target = io.BytesIO()
        archive = Archive(target)
        for member in members:
            archive.add(member)
        self.bodies, self.directory = target.getvalue(), tuple(archive.directory)

    def close(self, members: Iterable[Member]) -> bytes:
        """Return the whole archive: the frame's members and then `members`."""
        target = io.BytesIO()
        archive = Archive(target, self)
        for member in members:
            archive.add(member)
        archive.close()
        return target.getvalue()


class Archive:
    """An archive being written to a binary file that can be sought in; it begins with what `frame` holds."""

    def __init__(self, target: BinaryIO, frame: Frame | None = None) -> None:
        self._target = target
        self._size = target.write(frame.bodies) if frame else 0
        self.directory: list[bytes] = list(frame.directory) if frame else []
        """The lines of the central directory so far."""

    def add(self, member: Member) -> None:
        """Write a packed member; DeskError where the archive would be larger than the format can count."""
        self._refuse_beyond(member.size, len(member.packed))
        sizes = (member.crc, len(member.packed), member.size, len(member.name), 0)
        self._target.write(_LOCAL.pack(b"PK\3\4", 20, *_HEAD, *sizes) + member.name + member.packed)
        self._enter(member.name, sizes)

    @contextmanager
    def writing(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """Give a function that packs and writes the next piece of the member `name`.

        It raises DeskError where the archive would be larger than the format can count.
        """
        packing, encoded, packed_size = Packing(), name.encode(), 0
        start = self._target.tell()
        self._target.write(bytes(_LOCAL.size) + encoded)  # the sizes are known in the end

        def write(piece: bytes) -> None:
            nonlocal packed_size
            packed_size += self._target.write(packing.add(piece))
            self._refuse_beyond(packing.size, packed_size)

        yield write
        packed_size += self._target.write(packing.finish())
        self._refuse_beyond(packing.size, packed_size)
        sizes = (packing.crc, packed_size, packing.size, len(encoded), 0)
        end = self._target.tell()
        self._target.seek(start)
        self._target.write(_LOCAL.pack(b"PK\3\4", 20, *_HEAD, *sizes))
        self._target.seek(end)
        self._enter(encoded, sizes)

    def _refuse_beyond(self, size: int, packed_size: int) -> None:
        """Raise DeskError if a member of that size, or the archive with it, is larger than the format can count."""
        if max(size, self._size + packed_size) > MOST_ARCHIVE_BYTES - _ROOM_FOR_HEADS:
            raise DeskError(_("没有合并：合在一起的文件会超过 4 GB，请分几批打印。"))

    def _enter(self, name: bytes, sizes: tuple[int, int, int, int, int]) -> None:
        line = _CENTRAL.pack(b"PK\1\2", 20, 20, *_HEAD, *sizes, 0, 0, 0, 0, self._size) + name
        self.directory.append(line)
        self._size += _LOCAL.size + len(name) + sizes[1]

    def close(self) -> None:
        """Write the central directory; raise `DeskError` for more members than a Word file can have."""
        count = len(self.directory)
        if count > _MOST_MEMBERS:
            raise DeskError(_("没有合并：份数太多，请分几批打印"))
        directory = b"".join(self.directory)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), self._size, 0)
        self._target.write(directory + end)
