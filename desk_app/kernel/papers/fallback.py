"""Filling by docxtpl itself (后备填写): for pictures and rich text as values, and tables whose columns repeat."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from desk_app.kernel.papers.archive import Frame, Member, pack, read_parts
from desk_app.kernel.papers.pictures import Picture
from desk_app.kernel.papers.render import NotPlainText, Values, plain
from desk_app.kernel.papers.source import patch
from desk_app.kernel.papers.syntax import environment


def fill_by_docxtpl(content: bytes, values: Values, replaced: Iterable[Member]) -> bytes:
    """Return the filled file with the parts of `replaced` put in, packed like any other; some 60 times slower."""
    from docxtpl import DocxTemplate

    class Patched(DocxTemplate):
        def patch_xml(self, src_xml: str) -> str:
            return patch(src_xml)

    document = Patched(io.BytesIO(content))
    document.init_docx()
    document.render(_for_docxtpl(values, document), environment(), autoescape=True)
    target = io.BytesIO()
    document.save(target)
    members = {name: pack(name, part) for name, part in read_parts(target.getvalue()).items()}
    members.update((member.name.decode(), member) for member in replaced)
    return Frame(()).close(members.values())


def _for_docxtpl(value: Any, document: Any) -> Any:
    """Return a value as docxtpl takes it: None as blank, our pictures as its own; anything else is a bug."""
    from docx.shared import Mm
    from docxtpl import InlineImage

    if value is None:
        return ""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Picture):
        return InlineImage(document, io.BytesIO(value.content), width=Mm(value.width))
    if isinstance(value, Mapping):
        return {name: _for_docxtpl(inner, document) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_for_docxtpl(inner, document) for inner in value]
    if isinstance(value, bool) or type(value).__module__.startswith("docxtpl."):
        return value
    raise NotPlainText(f"a paper is filled with text, not {type(value).__name__}")
