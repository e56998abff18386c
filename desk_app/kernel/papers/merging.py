"""Filling many documents into one file (合并): the pieces go to the packer one by one, so 500 pages stay small."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers.archive import Frame, Member, pack
from desk_app.kernel.papers.package import Package, part_named, relations_part
from desk_app.kernel.papers.pictures import BarcodeSlot, number_drawings
from desk_app.kernel.papers.refusals import TemplateRefused
from desk_app.kernel.papers.render import NotPlainText, Program, Values
from desk_app.kernel.papers.sections import take_apart
from desk_app.kernel.papers.syntax import parse
from desk_app.kernel.words import _

_TYPES = "[Content_Types].xml"
_DRAWINGS_A_DOCUMENT = 1000
Render = Callable[[Program, Values], bytes]


class Merging:
    """A template ready to fill many documents into one file; made on first use, for most papers print one by one."""

    def __init__(
        self, package: Package, root: Any, headers: Mapping[str, Program], barcodes: Sequence[BarcodeSlot]
    ) -> None:
        sources = take_apart(root)
        self._package, self._headers, self._barcodes = package, headers, barcodes
        self._head = sources.head.replace("\n<w:p", "<w:p").encode()
        self._tail = sources.tail.replace("\n<w:p", "<w:p").encode()
        self._middle = Program(parse(sources.middle)[0])
        self._last = Program(parse(sources.last)[0])
        changing = {package.main, relations_part(package.main), _TYPES, *headers, *(b.part for b in barcodes)}
        fixed = [name for name in package.parts if name not in changing]
        self._frame = Frame(pack(name, package.parts[name], 6) for name in fixed)

    def fill(self, documents: Sequence[Values], render: Render) -> bytes:
        """Return the merged file; a `DeskError` names which document was at fault."""
        copies = _Copies(self._package)
        main = pack(self._package.main, self._pieces(documents, render, copies))
        return self._frame.close([main, *copies.members()])

    def _pieces(self, documents: Sequence[Values], render: Render, copies: "_Copies") -> Iterator[bytes]:
        yield self._head
        for place, values in enumerate(documents):
            program = self._last if place == len(documents) - 1 else self._middle
            try:
                body = number_drawings(render(program, values), place * _DRAWINGS_A_DOCUMENT + 1)
                yield self._with_own_parts(body, values, render, copies)
            except NotPlainText as error:
                text = _("没有合并：第 {place} 份带图片或带格式的文字，请逐份打印")
                raise DeskError(text.format(place=place + 1)) from error
            except DeskError as error:
                raise DeskError(_("第 {place} 份：{error}").format(place=place + 1, error=error)) from error
        yield self._tail

    def _with_own_parts(self, body: bytes, values: Values, render: Render, copies: "_Copies") -> bytes:
        """Point the document's relations at its own headers and barcodes where they differ from earlier ones."""
        for name, program in self._headers.items():
            content = render(program, values)
            suffix = copies.suffix(name, content, partial(pack, content=content))
            body = copies.rename(body, name, suffix)
        for code in self._barcodes:
            value = str(values[code.slot] or "").encode()
            suffix = copies.suffix(code.part, value, partial(code.draw, values))
            body = copies.rename(body, code.part, suffix)
        return body


class _Copies:
    """The parts of which documents have versions of their own; the first version keeps the part's name."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._versions: dict[str, dict[bytes, str]] = {}
        self._members: list[Member] = []
        self._relations, self._types = b"", b""
        self._ids: dict[str, list[str]] = {}
        for relation in package.relations.values():
            if not relation.external:
                self._ids.setdefault(part_named(package.main, relation.target), []).append(relation.id)

    def suffix(self, part: str, content: bytes, draw: Callable[[str], Member]) -> str:
        """Return what is added to the part's name for this content; a new version is drawn and listed."""
        versions = self._versions.setdefault(part, {})
        if content not in versions:
            versions[content] = suffix = f"x{len(versions)}" if versions else ""
            stem, dot, ending = part.rpartition(".")
            name = stem + suffix + dot + ending
            self._members.append(draw(name))
            if suffix:
                self._list(part, name, suffix)
        return versions[content]

    def _list(self, part: str, name: str, suffix: str) -> None:
        from lxml import etree

        own = relations_part(part)
        if own in self._package.parts:
            self._members.append(pack(relations_part(name), self._package.parts[own]))
        for line in _lines(self._package, relations_part(self._package.main)):
            if line.get("Id") in self._ids[part]:
                line.set("Id", line.get("Id") + suffix)
                line.set("Target", "/" + name)
                self._relations += etree.tostring(line)
        for line in _lines(self._package, _TYPES):
            if line.get("PartName") == "/" + part:
                line.set("PartName", "/" + name)
                self._types += etree.tostring(line)

    def rename(self, body: bytes, part: str, suffix: str) -> bytes:
        """Return the document's XML with the part's relation ids followed by `suffix`."""
        for identifier in self._ids[part] if suffix else ():
            body = body.replace(f'"{identifier}"'.encode(), f'"{identifier}{suffix}"'.encode())
        return body

    def members(self) -> Iterator[Member]:
        """Yield the versions and the two lists that name them."""
        yield from self._members
        for name, lines in ((relations_part(self._package.main), self._relations), (_TYPES, self._types)):
            content = self._package.parts[name]
            end = content.rfind(b"</")
            if end < 0:
                raise TemplateRefused([_("文件内部结构不正常，请用 Word 打开后另存一份")])
            yield pack(name, content[:end] + lines + content[end:])


def _lines(package: Package, name: str) -> Any:
    from lxml import etree

    return etree.fromstring(package.parts[name])
