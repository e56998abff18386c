"""How fast a notice could be filled at all: the template made into straight-line Python for this one form.

No checks, no errors, no conditions, no line breaks in values; isal's deflate where it is installed, which is four
times as fast as zlib's. A limit to measure against, nothing to print with.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

try:
    from isal import isal_zlib as deflating

    DEFLATE = "isal 1"
except ImportError:
    deflating = zlib
    DEFLATE = "zlib 1"

_TAGS = re.compile(r"({{.*?}}|{%.*?%})", re.DOTALL)
_LOCAL, _CENTRAL = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L")
_HEAD = (0x800, 8, 0, 33)


class Limit:
    """A template that can be filled with texts and rows of texts, as fast as it goes."""

    def __init__(self, path: Path) -> None:
        from docxtpl import DocxTemplate

        template = DocxTemplate(path)
        template.init_docx()
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        self._programs = {}
        for name in ("word/document.xml", "word/header1.xml"):
            source = template.patch_xml(members.pop(name).decode())
            self._programs[name] = _compile(source)
        self._bodies, self._directory, self._count = b"", b"", len(members) + len(self._programs)
        for name, content in members.items():
            self._bodies, self._directory = _add(self._bodies, self._directory, name, content)
        self._header: tuple[bytes, bytes, bytes] = b"", b"", b""

    def fill(self, values: dict[str, Any]) -> bytes:
        """Return the filled file."""
        header = self._programs["word/header1.xml"](values)
        if self._header[0] != header:
            self._header = header, *_add(self._bodies, self._directory, "word/header1.xml", header)
        content = self._programs["word/document.xml"](values)
        bodies, directory = _add(*self._header[1:], "word/document.xml", content)
        sizes = (self._count, self._count, len(directory), len(bodies), 0)
        return b"".join((bodies, directory, struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, *sizes)))


def _add(bodies: bytes, directory: bytes, name: str, content: bytes) -> tuple[bytes, bytes]:
    deflate = deflating.compressobj(1, zlib.DEFLATED, -15)
    packed = deflate.compress(content) + deflate.flush()
    sizes = (deflating.crc32(content), len(packed), len(content), len(name), 0)
    local = _LOCAL.pack(b"PK\3\4", 20, *_HEAD, *sizes)
    central = _CENTRAL.pack(b"PK\1\2", 20, 20, *_HEAD, *sizes, 0, 0, 0, 0, len(bodies))
    return b"".join((bodies, local, name.encode(), packed)), directory + central + name.encode()


def _encode(value: str) -> bytes:
    if "&" in value or "<" in value or ">" in value:
        value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return value.encode()


def _compile(source: str) -> Callable[[dict[str, Any]], bytes]:
    """Return the function that joins the template's texts and the values."""
    known: dict[str, Any] = {"encode": _encode}
    lines, indent, pieces = ["def fill(v):", " o = []; x = o.extend"], 1, []

    def flush() -> None:
        lines.append(" " * indent + "x((" + "".join(f"{piece}," for piece in pieces) + "))")
        pieces.clear()

    for place, piece in enumerate(_TAGS.split(source)):
        words = piece[2:-2].split()
        if piece.startswith("{{"):
            row, _dot, column = words[0].partition(".")
            pieces.append(f"encode({row}[{column!r}])" if column else f"encode(v[{row!r}])")
        elif piece.startswith("{%"):
            flush()
            if words[0] == "for":
                lines.append(" " * indent + f"for {words[1]} in v[{words[3]!r}]:")
            indent += 1 if words[0] == "for" else -1
        else:
            known[f"t{place}"] = piece.encode()
            pieces.append(f"t{place}")
    flush()
    exec("\n".join([*lines, " return b''.join(o)"]), known)
    return known["fill"]


def packed_text(content: bytes) -> bytes:
    """Return the main part of a filled file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("word/document.xml")
