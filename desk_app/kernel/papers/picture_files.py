"""Picture files (图片文件): kind and size read from the first bytes; nothing is decoded."""

import struct
from collections.abc import Mapping

STARTS: Mapping[bytes, str] = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"BM": "bmp",
}
"""First bytes to the kind of picture they begin."""

_JPEG_FRAMES = (*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0))


def picture_kind(content: bytes) -> str:
    """Return png, jpeg, gif or bmp; '' for anything else."""
    return next((kind for start, kind in STARTS.items() if content.startswith(start)), "")


def picture_size(content: bytes) -> tuple[int, int]:
    """Return width and height in pixels; (0, 0) for what is no such picture, damaged ones among them."""
    kind = picture_kind(content)
    try:
        if kind == "png":
            width, height = struct.unpack_from(">2L", content, 16)
        elif kind == "gif":
            width, height = struct.unpack_from("<2H", content, 6)
        elif kind == "bmp":
            width, height = (abs(side) for side in struct.unpack_from("<2l", content, 18))
        else:
            return _jpeg_size(content) if kind == "jpeg" else (0, 0)
    except struct.error:
        return 0, 0
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        if content[at + 1] in _JPEG_FRAMES:
            height, width = struct.unpack_from(">2H", content, at + 5)
            return width, height
        at += 2 + struct.unpack_from(">H", content, at + 2)[0]
    return 0, 0
