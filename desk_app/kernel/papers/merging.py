"""Filling many documents into one file (合并): they are taken, filled and packed one by one, so 5,000 stay small."""

import hashlib
import html
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers.archive import Archive, Frame, Member, pack
from desk_app.kernel.papers.package import TYPES_PART, Package, part_named, relations_part
from desk_app.kernel.papers.page_totals import count_in_document, name_bookmarks
from desk_app.kernel.papers.pictures import Drawings, Gallery, extend
from desk_app.kernel.papers.render import NotPlainText, Program, Values
from desk_app.kernel.papers.sections import take_apart
from desk_app.kernel.papers.source import has_placeholders, source_of
from desk_app.kernel.papers.syntax import parse
from desk_app.kernel.words import _

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_IN_MEMORY = 2**20

Write = Callable[[bytes], None]
Render = Callable[[Program, Values, Write], None]


class Merging:
    """A template ready to fill many documents into one file; made on first use, for most papers print one by one."""

    def __init__(self, package: Package, roots: Mapping[str, Any], drawings: Drawings) -> None:
        """`roots` are the XML trees of the main part, headers and footers; they are left unchanged."""
        self._package, self._drawings = package, drawings
        trees, counts = count_in_document(roots, package.main)
        self._headers = _Headers(package, trees, counts)
        sources = take_apart(trees[package.main])
        self._head = sources.head.replace("\n<w:p", "<w:p").encode()
        self._tail = sources.tail.replace("\n<w:p", "<w:p").encode()
        self._middle = Program(parse(sources.middle)[0])
        self._last = Program(parse(sources.last)[0])
        changing = {package.main, relations_part(package.main), TYPES_PART, *self._headers.programs}
        self._frame = Frame(
            pack(name, part, 6) for name, part in package.parts.items() if name not in changing
        )

    def write(
        self, target: BinaryIO, documents: Iterable[Values], render: Render, progress: Callable[[int], None]
    ) -> int:
        """Write the merged file and return the number of documents; a `DeskError` names which one was at fault."""
        archive = Archive(target, self._frame)
        with _Waiting() as waiting:
            filling = _Filling(self._package, self._headers, self._drawings, render, waiting.add)
            with archive.writing(self._package.main) as write:
                write(self._head)
                for place, (values, is_last) in enumerate(_with_end(documents)):
                    filling.fill(self._last if is_last else self._middle, values, place, write)
                    progress(place + 1)
                write(self._tail)
            waiting.move_to(archive)
        for name, lines in filling.lists():
            archive.add(pack(name, extend(self._package.parts[name], lines)))
        archive.close()
        return place + 1


def _with_end(documents: Iterable[Values]) -> Iterator[tuple[Values, bool]]:
    """Yield each document and whether it is the last."""
    coming = iter(documents)
    try:
        held = next(coming)
    except StopIteration:
        raise ValueError("no documents to fill") from None
    for values in coming:
        yield held, False
        held = values
    yield held, True


class _Waiting:
    """Members that come while another one is being written; photographs of thousands go to a temporary file."""

    def __enter__(self) -> "_Waiting":
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)
        self._members: list[tuple[bytes, int, int, int]] = []
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def add(self, member: Member) -> None:
        self._members.append((member.name, member.crc, member.size, len(member.packed)))
        self._file.write(member.packed)

    def move_to(self, archive: Archive) -> None:
        self._file.seek(0)
        for name, crc, size, packed_size in self._members:
            archive.add(Member(name, crc, size, self._file.read(packed_size)))


class _Filling:
    """One merged file being filled."""

    def __init__(
        self,
        package: Package,
        headers: "_Headers",
        drawings: Drawings,
        render: Render,
        add: Callable[[Member], None],
    ) -> None:
        self._package, self._headers, self._render = package, headers, render
        self._gallery = Gallery(drawings, add)
        self._versions = _Versions(headers, add)

    def fill(self, program: Program, values: Values, place: int, write: Write) -> None:
        """Write the body of the document at `place`, from 0, pointed at its own headers and pictures."""
        try:
            self._gallery.open(values)
            renamed = [
                (name, self._versions.suffix(name, self._rendered_header(header, values, place)))
                for name, header in self._headers.programs.items()
            ]

            def finish(piece: bytes) -> None:
                piece = self._gallery.hang(piece)
                for name, suffix in renamed:
                    piece = self._headers.rename(piece, name, suffix)
                write(self._headers.name_bookmarks(piece, place))

            self._render(program, values, finish)
        except NotPlainText as error:
            text = _("没有合并：第 {place} 份带图片或带格式的文字，请逐份打印")
            raise DeskError(text.format(place=place + 1)) from error
        except DeskError as error:
            raise DeskError(_("第 {place} 份：{error}").format(place=place + 1, error=error)) from error

    def _rendered_header(self, header: Program, values: Values, place: int) -> bytes:
        pieces: list[bytes] = []
        self._render(header, values, pieces.append)
        return self._headers.name_bookmarks(b"".join(pieces), place)

    def lists(self) -> Iterator[tuple[str, list[bytes]]]:
        """Yield the lists of the package and the lines they get."""
        yield relations_part(self._package.main), self._gallery.relations + self._versions.relations
        yield TYPES_PART, self._versions.types


class _Headers:
    """The headers and footers that are filled, and how the main part and the package name them."""

    def __init__(self, package: Package, trees: Mapping[str, Any], counts: bool) -> None:
        self._counts = counts
        sources = {name: source_of(tree) for name, tree in trees.items() if name != package.main}
        self.programs = {
            name: Program(parse(DECLARATION + source)[0])
            for name, source in sources.items()
            if has_placeholders(source) or counts
        }
        relations = relations_part(package.main)
        self._ids: dict[str, list[str]] = {name: [] for name in self.programs}
        self._relations: dict[str, list[Any]] = {name: [] for name in self.programs}
        for line in _lines(package, relations):
            part = part_named(package.main, line.get("Target", ""))
            if part in self.programs and line.get("TargetMode") != "External":
                self._ids[part].append(line.get("Id"))
                self._relations[part].append(line)
        self._types = {line.get("PartName", "").lstrip("/"): line for line in _lines(package, TYPES_PART)}
        self.own_relations = {name: package.parts.get(relations_part(name)) for name in self.programs}

    def name_bookmarks(self, content: bytes, place: int) -> bytes:
        """Return a document's XML with bookmarks of its own, if its pages are counted."""
        return name_bookmarks(content, place) if self._counts else content

    def rename(self, body: bytes, part: str, suffix: str) -> bytes:
        """Return the document's XML with the part's relation ids followed by `suffix`."""
        for identifier in self._ids[part] if suffix else ():
            body = body.replace(f'"{identifier}"'.encode(), f'"{identifier}{suffix}"'.encode())
        return body

    def lines(self, part: str, name: str, suffix: str) -> tuple[list[bytes], list[bytes]]:
        """Return the relations and content types that a version of `part` called `name` needs."""
        relations = [
            _changed(line, Id=line.get("Id") + suffix, Target="/" + name) for line in self._relations[part]
        ]
        types = [_changed(self._types[part], PartName="/" + name)] if part in self._types else []
        return relations, types


class _Versions:
    """Which documents have headers of their own; the first version keeps the part's name."""

    def __init__(self, headers: _Headers, add: Callable[[Member], None]) -> None:
        self._headers, self._add = headers, add
        self._suffixes: dict[str, dict[bytes, str]] = {name: {} for name in headers.programs}
        self.relations: list[bytes] = []
        self.types: list[bytes] = []

    def suffix(self, part: str, content: bytes) -> str:
        """Return what is added to the part's name for this content; a new version is packed and listed."""
        versions, digest = self._suffixes[part], hashlib.sha256(content).digest()
        if digest not in versions:
            versions[digest] = suffix = f"x{len(versions)}" if versions else ""
            stem, dot, ending = part.rpartition(".")
            name = stem + suffix + dot + ending
            self._add(pack(name, content))
            if suffix:
                self._list(part, name, suffix)
        return versions[digest]

    def _list(self, part: str, name: str, suffix: str) -> None:
        relations, types = self._headers.lines(part, name, suffix)
        self.relations += relations
        self.types += types
        own = self._headers.own_relations[part]
        if own is not None:
            self._add(pack(relations_part(name), own))


def _lines(package: Package, name: str) -> Any:
    from lxml import etree

    return etree.fromstring(package.parts[name])


def _changed(line: Any, **attributes: str) -> bytes:
    """Return a line of a list, as it stands there without its namespace, with other attributes."""
    changed = {**line.attrib, **attributes}
    tag = line.tag.rpartition("}")[2]
    written = "".join(f' {key}="{html.escape(value)}"' for key, value in changed.items())
    return f"<{tag}{written}/>".encode()
