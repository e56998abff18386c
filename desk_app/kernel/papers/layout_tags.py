"""Tags that stand for a whole row or paragraph (整行标记): `{%tr … %}` and `{%p … %}` swallow what they stand in.

docxtpl drops the row or paragraph with everything else in it, without a word; so whatever else is there is told.
"""

import re
from collections.abc import Iterator
from typing import Any

from desk_app.kernel.papers.contents import WORD, Text
from desk_app.kernel.words import _

_W = "{" + WORD + "}"
_TAG = re.compile(r"\{[{%#](tr|p|tc)\s[^}]*?[}%#]\}")
_BLOCK = re.compile(r"\{%-?\s*(tr|tc|p|r)?\s*(for|if|endfor|endif)\b[^%]*%\}")
_HOLDERS = {"tr": "tr", "tc": "tc", "p": "p"}


def find_layout_problems(text: Text) -> Iterator[str]:
    """Yield a problem for each row, cell or paragraph tag that is not alone in its row, cell or paragraph."""
    for paragraph, written, place in zip(text.root.iter(_W + "p"), text.paragraphs, text.places, strict=True):
        for found in _TAG.finditer(written):
            holder = next(paragraph.iterancestors(_W + _HOLDERS[found[1]]), None)
            if found[1] == "p":
                holder = paragraph
            if holder is None:
                message = _("{place}里的 {tag} 只能单独写在表格的一行里")
            elif _text_of(holder).strip() == found[0].strip():
                continue
            elif found[1] == "p":
                message = _("{place}里的 {tag} 要单独成一段，同一段的其他内容打印时会消失")
            elif found[1] == "tr":
                message = _("{place}里的 {tag} 要单独占表格的一行，同一行的其他内容打印时会消失")
            else:
                message = _("{place}里的 {tag} 要单独占一格，同一格的其他内容打印时会消失")
            yield message.format(place=place, tag=found[0])


def find_unclosed(text: Text) -> Iterator[str]:
    """Yield a problem for the first condition or loop that does not end, or ends without having begun."""
    begun: list[tuple[re.Match[str], str]] = []
    for found, place in _blocks(text):
        if not found[2].startswith("end"):
            begun.append((found, place))
        elif not begun:
            message = _("{place}处的 {tag} 没有对应的开头，请删去或补上")
            yield message.format(place=place, tag=found[0])
            return
        elif begun[-1][0][2] == found[2][3:]:
            begun.pop()
        else:
            break
    if begun:
        found, place = begun[-1]
        end = "{%" + (found[1] or "") + f" end{found[2]} " + "%}"
        message = _("{place}里的 {tag} 没有结束，请补上 {end}")
        yield message.format(place=place, tag=found[0], end=end)


def _blocks(text: Text) -> Iterator[tuple[re.Match[str], str]]:
    for written, place in zip(text.paragraphs, text.places, strict=True):
        for found in _BLOCK.finditer(written):
            yield found, place


def _text_of(holder: Any) -> str:
    return "".join(element.text or "" for element in holder.iter(_W + "t"))
