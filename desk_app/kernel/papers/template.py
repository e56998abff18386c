"""Word templates (Word 模板): checked and compiled once, then filled in a fraction of a millisecond.

The syntax is docxtpl's (`{{ name }}`, `{%tr for row in rows %}` … `{%tr endfor %}`), so an office can change a form in
Word. A picture whose alternative text is `{{ name }}` becomes the barcode of that value.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.papers.archive import Frame, Member, pack
from desk_app.kernel.papers.contents import Text, find_pictures_too_large, find_unfilled
from desk_app.kernel.papers.fallback import fill_by_docxtpl
from desk_app.kernel.papers.merging import Merging
from desk_app.kernel.papers.package import read_package
from desk_app.kernel.papers.pictures import find_barcodes, number_drawings
from desk_app.kernel.papers.refusals import TemplateRefused, quote
from desk_app.kernel.papers.render import NotPlainText, Program, TooLong, Values
from desk_app.kernel.papers.source import has_placeholders, needs_docxtpl, source_of
from desk_app.kernel.papers.syntax import Slots, find_brace_problems, parse
from desk_app.kernel.words import _, listed

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_HEADERS_KEPT = 64
_FONT = re.compile(rb'<w:rFonts\b[^>]*?\bw:eastAsia="([^"]+)"')


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
        self._root = texts[package.main].root
        sources = {name: source_of(text.root) for name, text in texts.items()}
        self._by_docxtpl = any(needs_docxtpl(text.paragraphs) for text in texts.values())
        self._barcodes = tuple(find_barcodes(sources[package.main], package))
        self._compile({name: source for name, source in sources.items() if has_placeholders(source)})
        changing = self._programs.keys() | {code.part for code in self._barcodes}
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

    @cached_property
    def fonts(self) -> frozenset[str]:
        """The names of the Chinese fonts asked for; one that a computer lacks is replaced by Word, at worst badly."""
        parts = [part for name, part in self._package.parts.items() if name.endswith(".xml")]
        return frozenset(name.decode() for part in parts for name in _FONT.findall(part))

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
                tree, slots = parse(_DECLARATION + source)
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
        barcodes = [code.draw(values) for code in self._barcodes]
        if not self._by_docxtpl:
            try:
                members = [self._member(name, program, values) for name, program in self._programs.items()]
                return self._frame.close([*members, *barcodes])
            except NotPlainText:
                pass
        content = Frame(pack(name, part) for name, part in self._package.parts.items()).close(())
        asked = {name: values[name] for name in self.slots.asked()}
        return fill_by_docxtpl(content, asked, barcodes)

    def fill_many(self, documents: Sequence[Values]) -> bytes:
        """Return one Word file with all documents, each starting on a new page that is its page 1."""
        if not documents:
            raise ValueError("no documents to fill")
        if self._by_docxtpl:
            raise DeskError(_("没有合并：模板用了会增减列的表格，请逐份打印"))
        for values in documents:
            self._check_names(values)
        return self._merging.fill(documents, self._render)

    @cached_property
    def _merging(self) -> Merging:
        headers = {name: program for name, program in self._programs.items() if name != self._package.main}
        return Merging(self._package, self._root, headers, self._barcodes)

    def _check_names(self, values: Values) -> None:
        missing = self.slots.asked() - values.keys()
        if missing:
            text = _("没有打印：模板要填的“{names}”没有内容可填，请检查模板里的占位符")
            raise DeskError(text.format(names=listed(sorted(missing))))

    def _render(self, program: Program, values: Values) -> bytes:
        try:
            return program.render(values)
        except KeyError as error:
            text = _("没有打印：模板的表格要填的“{name}”没有内容可填，请检查模板里的占位符")
            raise DeskError(text.format(name=error.args[0])) from error
        except TooLong as error:
            text = _("没有打印：“{text}”太长，纸上放不下，请缩短")
            raise DeskError(text.format(text=quote(error.text))) from error

    def _member(self, name: str, program: Program, values: Values) -> Member:
        content = self._render(program, values)
        if name == self._package.main:
            return pack(name, number_drawings(content))
        key = name, content  # headers rarely differ between the documents of a batch
        if key not in self._packed_headers:
            if len(self._packed_headers) >= _HEADERS_KEPT:
                self._packed_headers.clear()
            self._packed_headers[key] = pack(name, content)
        return self._packed_headers[key]
