"""Word templates (Word 模板): checked and compiled once, then filled in a fraction of a millisecond.

The syntax is docxtpl's (`{{ name }}`, `{%tr for row in rows %}` … `{%tr endfor %}`), so an office can change a form in
Word. A picture whose alternative text is `{{ name }}` becomes the barcode of that value, `{{ name|qr }}` a QR code and
`{{ name|picture }}` the picture given.
"""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.papers.archive import Frame, Member, Packing, pack
from desk_app.kernel.papers.contents import Text, find_pictures_too_large, find_unfilled
from desk_app.kernel.papers.fallback import fill_by_docxtpl
from desk_app.kernel.papers.merging import DECLARATION, Merging
from desk_app.kernel.papers.package import read_package, relations_part
from desk_app.kernel.papers.pictures import Gallery, extend, mark_frames
from desk_app.kernel.papers.refusals import TemplateRefused, quote
from desk_app.kernel.papers.render import NotPlainText, Program, TooLong, Values
from desk_app.kernel.papers.source import has_placeholders, needs_docxtpl, source_of
from desk_app.kernel.papers.syntax import Slots, find_brace_problems, parse
from desk_app.kernel.words import _, listed

_HEADERS_KEPT = 64


class Template:
    """A compiled template; `sha256` names the file it came from, `warnings` are sentences for whoever chose it."""

    def __init__(self, content: bytes) -> None:
        """Check and compile `content`; raise `TemplateRefused` with every problem and its place."""
        self.sha256 = hashlib.sha256(content).hexdigest()
        self._package = package = read_package(content)
        texts = {name: Text(name, package.parts[name]) for name in (package.main, *package.headers)}
        self._check(texts)
        self.warnings = tuple(
            dict.fromkeys([*package.warnings, *(w for t in texts.values() for w in t.warnings)])
        )
        self._roots = {name: text.root for name, text in texts.items()}
        headers = [root for name, root in self._roots.items() if name != package.main]
        self._drawings = mark_frames(self._roots[package.main], package, headers)
        sources = {name: source_of(root) for name, root in self._roots.items()}
        self._by_docxtpl = any(needs_docxtpl(text.paragraphs) for text in texts.values())
        self._compile({name: source for name, source in sources.items() if has_placeholders(source)})
        self._relations = relations_part(package.main)
        changing = {*self._programs, self._relations} if self._drawings.frames else self._programs.keys()
        self._frame = Frame(
            pack(name, part, 6) for name, part in package.parts.items() if name not in changing
        )
        self._packed_headers: dict[tuple[str, bytes], Member] = {}

    @classmethod
    def load(cls, path: Path) -> "Template":
        """Read the template at `path`; raise `NotFound`, `TemplateRefused` or another `DeskError`."""
        try:
            return cls(path.read_bytes())
        except FileNotFoundError as error:
            text = _("没有打印：找不到模板“{name}”，请重新安装程序")
            raise NotFound(text.format(name=path.name)) from error
        except OSError as error:
            text = _("没有打印：模板“{name}”打不开，请关闭正在使用它的程序后再试")
            raise DeskError(text.format(name=path.name)) from error

    @classmethod
    def from_bytes(cls, content: bytes) -> "Template":
        """Compile a template that is not on disk."""
        return cls(content)

    def _check(self, texts: dict[str, Text]) -> None:
        problems = [*find_unfilled(self._package), *find_pictures_too_large(self._package)]
        for text in texts.values():
            problems += [*text.problems, *find_brace_problems(text.paragraphs)]
        if problems:
            raise TemplateRefused(problems)

    def _compile(self, sources: dict[str, str]) -> None:
        self.slots = Slots()
        self._programs: dict[str, Program] = {}
        problems: list[str] = []
        for name, source in sources.items():
            try:
                tree, slots = parse(DECLARATION + source)
            except TemplateRefused as refused:
                problems += refused.problems
                continue
            self.slots |= slots
            self._programs[name] = Program(tree)
        if problems:
            raise TemplateRefused(problems)

    def fill(self, values: Values) -> bytes:
        """Return a filled Word file, the same bytes for the same values.

        A blank may be None. Raise `DeskError` naming what is missing or too long; a value that is no text is a bug.
        """
        self._check_names(values)
        if not self._by_docxtpl:
            try:
                return self._frame.close(self._members(values))
            except NotPlainText:
                pass
        asked = {name: values[name] for name in self.slots.asked()}
        return fill_by_docxtpl(self._package, self._drawings, asked)

    def fill_many(self, documents: Iterable[Values]) -> bytes:
        """Return one Word file with all documents, each starting on a new page that is its page 1."""
        target = io.BytesIO()
        self.write_many(target, documents)
        return target.getvalue()

    def write_many(
        self,
        target: Path | BinaryIO,
        documents: Iterable[Values],
        progress: Callable[[int], None] = lambda done: None,
    ) -> int:
        """Write one Word file with all documents to a path or a binary file; return how many they were.

        `documents` are taken one by one, so a batch of thousands needs no more memory than one. `progress` is told
        how many are done after each; what it raises ends the work. A path holds the whole file or is left as it was.
        """
        if self._by_docxtpl:
            raise DeskError(_("没有合并：模板用了会增减列的表格，请逐份打印"))
        if not isinstance(target, Path):
            return self._merging.write(target, self._checked(documents), self._render_to, progress)
        partial = target.with_name(target.name + ".part")
        try:
            with partial.open("wb") as file:
                count = self._merging.write(file, self._checked(documents), self._render_to, progress)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        return count

    @cached_property
    def _merging(self) -> Merging:
        return Merging(self._package, self._roots, self._drawings)

    def _checked(self, documents: Iterable[Values]) -> Iterator[Values]:
        for place, values in enumerate(documents, 1):
            try:
                self._check_names(values)
            except DeskError as error:
                raise DeskError(_("第 {place} 份：{error}").format(place=place, error=error)) from error
            yield values

    def _check_names(self, values: Values) -> None:
        missing = self.slots.asked() - values.keys()
        if missing:
            text = _("没有打印：模板要填的“{names}”没有内容可填，请检查模板里的占位符")
            raise DeskError(text.format(names=listed(sorted(missing))))

    def _render(self, program: Program, values: Values) -> bytes:
        pieces: list[bytes] = []
        self._render_to(program, values, pieces.append)
        return b"".join(pieces)

    def _render_to(self, program: Program, values: Values, write: Callable[[bytes], None]) -> None:
        try:
            program.write(values, write)
        except KeyError as error:
            text = _("没有打印：模板的表格要填的“{name}”没有内容可填，请检查模板里的占位符")
            raise DeskError(text.format(name=error.args[0])) from error
        except TooLong as error:
            text = _("没有打印：“{text}”太长，纸上放不下，请缩短")
            raise DeskError(text.format(text=quote(error.text))) from error

    def _members(self, values: Values) -> list[Member]:
        """Return the packed parts that are this document's own."""
        members: list[Member] = []
        gallery, packing = Gallery(self._drawings, members.append), Packing()
        packed: list[bytes] = []
        gallery.open(values)

        def write(piece: bytes) -> None:
            packed.append(packing.add(gallery.hang(piece)))

        for name, program in self._programs.items():
            if name != self._package.main:
                members.append(self._header(name, self._render(program, values)))
                continue
            self._render_to(program, values, write)
            packed.append(packing.finish())
            members.append(Member(name.encode(), packing.crc, packing.size, b"".join(packed)))
        if self._drawings.frames:
            members.append(
                pack(self._relations, extend(self._package.parts[self._relations], gallery.relations))
            )
        return members

    def _header(self, name: str, content: bytes) -> Member:
        """Return a packed header, which rarely differs between the documents of a batch."""
        key = name, content
        if key not in self._packed_headers:
            if len(self._packed_headers) >= _HEADERS_KEPT:
                self._packed_headers.clear()
            self._packed_headers[key] = pack(name, content)
        return self._packed_headers[key]
