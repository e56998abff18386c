"""Which pages to print (页码范围): all, one, some, or from one on after a paper jam."""

import re

from desk_app.kernel.text import narrow
from desk_app.kernel.words import _

_TO = re.compile(r"\s*[-–—~～至到]\s*")
_PART = re.compile(r"(\d{1,5})(?:(-)(\d{0,5}))?")


class BadRange(ValueError):
    """What was typed is no range of pages; its text is the sentence for the clerk."""


def read(typed: str, count: int) -> list[int]:
    """Return the pages meant by '3-7', '1,4,9-' (to the end), counted from 1, in order and each once.

    `count` is how many pages there are. Raise `BadRange` with a sentence.
    """
    pages: set[int] = set()
    parts = [part for part in re.split(r"[,;，；、\s]+", _TO.sub("-", narrow(typed))) if part]
    for part in parts:
        found = _PART.fullmatch(part)
        if found is None:
            raise BadRange(_("看不懂“{part}”：请写成 3-7 或 1,4,9 这样").format(part=part))
        first = int(found[1])
        last = int(found[3]) if found[3] else count if found[2] else first
        if not 1 <= first <= last:
            raise BadRange(_("“{part}”不对：起始页要在结束页前面，从 1 开始").format(part=part))
        if last > count:
            raise BadRange(_("没有第 {page} 页，一共 {count} 页").format(page=last, count=count))
        pages.update(range(first, last + 1))
    if not pages:
        raise BadRange(_("请填写要打印的页码，如 3-7"))
    return sorted(pages)
