"""From a part's XML to what Jinja can read (模板源): docxtpl's patching, and brackets that vanish when empty."""

import copy
import re
from collections.abc import Iterable
from typing import Any

from desk_app.kernel.papers.patching import patch_xml

_TAGS = r"((?:<(?!/?w:p[ >])[^>]*>)*)"
_BRACKETED = re.compile(r"([（(【〔\[])" + _TAGS + r"(\{\{([^{}]+)\}\})" + _TAGS + r"([）)】〕\]])")
_COLUMN_TRICKS = re.compile(r"\{%\s*(?:tc|colspan|vm)\b")
_PARAGRAPH = re.compile(r"<w:p([ >])")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def source_of(root: Any) -> str:
    """Return the patched XML of a part, every paragraph on a line of its own so that errors have a place."""
    from lxml import etree

    patched = patch(etree.tostring(root, encoding="unicode"))
    return _PARAGRAPH.sub(r"\n<w:p\1", patched)


def numbered_source_of(root: Any) -> str:
    """Return the same with every paragraph numbered from 0, to find it again; not for printing."""
    numbered = copy.deepcopy(root)
    for number, paragraph in enumerate(numbered.iter(_W + "p")):
        paragraph.attrib.clear()
        paragraph.set("n", str(number))
    return source_of(numbered)


def patch(xml: str) -> str:
    """Return `xml` as docxtpl prepares it, with brackets around a single placeholder shown only when it has a value."""
    return _BRACKETED.sub(_only_when_filled, patch_xml(xml))


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
