"""Word files as zip archives (压缩包): read within limits, written so that the same parts give the same bytes.

The standard zipfile stamps the time of day on every member and packs all members again for each document.
Here the members that never change are packed once (`Frame`) and only the changing ones are added.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from desk_app.kernel.papers.refusals import TemplateRefused
from desk_app.kernel.words import _

MOST_FILE_BYTES = 20 * 2**20
MOST_UNPACKED_BYTES = 100 * 2**20
MOST_XML_BYTES = 6 * 2**20
MOST_PARTS = 2000

_MIDNIGHT_1980 = (0, 33)
_UTF8_NAMES = 0x800
_DEFLATED = 8
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


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
    odd = any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in names)
    if odd or len(set(names)) != len(names):
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


def pack(name: str, content: bytes | Iterable[bytes], level: int = 1) -> Member:
    """Deflate `content`, whole or in pieces, into a member."""
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15, 9)
    packed, crc, size = [], 0, 0
    for piece in (content,) if isinstance(content, bytes) else content:
        packed.append(deflate.compress(piece))
        crc = zlib.crc32(piece, crc)
        size += len(piece)
    packed.append(deflate.flush())
    return Member(name.encode(), crc, size, b"".join(packed))


class Frame:
    """The members that are the same in every document, ready to be closed with those that differ."""

    def __init__(self, members: Iterable[Member]) -> None:
        bodies, self._central, self._count, self._size = [], b"", 0, 0
        for member in members:
            body, central = _entry(member, self._size)
            bodies.append(body)
            self._central += central
            self._count += 1
            self._size += len(body)
        self._bodies = b"".join(bodies)

    def close(self, members: Iterable[Member]) -> bytes:
        """Return the whole archive: the frame's members and then `members`."""
        bodies, directory = [self._bodies], [self._central]
        offset, count = self._size, self._count
        for member in members:
            body, central = _entry(member, offset)
            bodies.append(body)
            directory.append(central)
            offset += len(body)
            count += 1
        central = b"".join(directory)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(central), offset, 0)
        return b"".join((*bodies, central, end))


def _entry(member: Member, offset: int) -> tuple[bytes, bytes]:
    """Return a member's local header with its content, and its line of the central directory."""
    sizes = (member.crc, len(member.packed), member.size, len(member.name), 0)
    head = (_UTF8_NAMES, _DEFLATED, *_MIDNIGHT_1980)
    local = _LOCAL.pack(b"PK\3\4", 20, *head, *sizes) + member.name
    central = _CENTRAL.pack(b"PK\1\2", 20, 20, *head, *sizes, 0, 0, 0, 0, offset) + member.name
    return local + member.packed, central
