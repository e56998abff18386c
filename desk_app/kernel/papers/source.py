"""From a part's XML to what Jinja can read (模板源): docxtpl's patching, and brackets that vanish when empty."""

import re
from collections.abc import Iterable
from typing import Any

_TAGS = r"((?:<(?!/?w:p[ >])[^>]*>)*)"
_BRACKETED = re.compile(r"([（(【〔\[])" + _TAGS + r"(\{\{([^{}]+)\}\})" + _TAGS + r"([）)】〕\]])")
_COLUMN_TRICKS = re.compile(r"\{%\s*(?:tc|colspan|vm)\b")
_PARAGRAPH = re.compile(r"<w:p([ >])")


def source_of(root: Any) -> str:
    """Return the patched XML of a part, every paragraph on a line of its own so that errors have a place."""
    from lxml import etree

    patched = patch(etree.tostring(root, encoding="unicode"))
    return _PARAGRAPH.sub(r"\n<w:p\1", patched)


def patch(xml: str) -> str:
    """Return `xml` as docxtpl prepares it, with brackets around a single placeholder shown only when it has a value."""
    from docxtpl import DocxTemplate

    patched: str = DocxTemplate("").patch_xml(xml)
    return _BRACKETED.sub(_only_when_filled, patched)


def _only_when_filled(found: re.Match[str]) -> str:
    opening, before, placeholder, expression, after, closing = found.groups()
    test = "{% if " + expression.strip() + " %}"
    return f"{test}{opening}{{% endif %}}{before}{placeholder}{after}{test}{closing}{{% endif %}}"


def has_placeholders(source: str) -> bool:
    """Say whether anything in the patched source is to be filled, or is docxtpl's way to print braces."""
    return any(braces in source for braces in ("{{", "{%", "{_"))


def needs_docxtpl(paragraphs: Iterable[str]) -> bool:
    """Say whether a text uses docxtpl's column loops or merged cells, which need its repair of the table grid."""
    return any(_COLUMN_TRICKS.search(paragraph) for paragraph in paragraphs)
