"""Fixed text and values in a paragraph's runs (固定文字与填写值): told apart, and the fixed text turned white."""

import copy
import re
from collections.abc import Collection, Iterator
from typing import Any

from desk_app.kernel.papers.contents import WORD

_W = "{" + WORD + "}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_TICKED = re.compile(r"\{\{\s*(\w+\.mark)\s*\}\}")
_BLOCK = re.compile(r"\{%-?\s*(?:r\s+)?(if|for|endif|endfor)\b")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_NAMES = re.compile(r"[^\W\d]\w*")
_GONE = (
    "color",
    "highlight",
    "shd",
    "effect",
    "glow",
    "shadow",
    "reflection",
    "textOutline",
    "textFill",
    "bdr",
)
_BEFORE_COLOR = (
    *(
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "strike",
        "dstrike",
        "outline",
        "shadow",
    ),
    *("emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden"),
)
VALUE, FIXED, TICK = "value", "fixed", "tick"


def whiten_fixed_text(root: Any, printed: Collection[str]) -> None:
    """Turn all text below `root` white but the placeholders; those named in `printed` turn white too.

    A box is ticked over the one on the stationery; one not ticked is not printed again.
    """
    for paragraph in list(root.iter(_W + "p")):
        _whiten_paragraph(paragraph, printed)
        properties = paragraph.find(f"{_W}pPr/{_W}rPr")  # the number of a list
        if properties is not None:
            _whiten(properties)
        elif paragraph.find(f"{_W}pPr/{_W}numPr") is not None:
            own = paragraph.find(_W + "pPr")
            properties = own.makeelement(_W + "rPr")
            after = [child for child in own if child.tag in (_W + "sectPr", _W + "pPrChange")]
            own.insert(len(own) - len(after), properties)
            _whiten(properties)


def _whiten_paragraph(paragraph: Any, printed: Collection[str]) -> None:
    runs = [run for run in paragraph.iter(_W + "r") if next(run.iterancestors(_W + "p")) is paragraph]
    kinds = list(_kinds("".join(_written(run) for run in runs), printed))
    at = 0
    for run in runs:
        size = len(_written(run))
        own = kinds[at : at + size]
        at += size
        if len(set(own)) > 1:
            _split(run, own)
        elif not own or own[0] == FIXED:
            _whiten_run(run)
        elif own[0] == TICK:
            _tick_only(run)


def _kinds(text: str, printed: Collection[str]) -> Iterator[str]:
    """Yield for each letter whether it belongs to a value's placeholder, a tick's, or to what is fixed.

    Text that only stands there under a condition is a value, unless the condition asks for something printed.
    """
    at = 0
    blocks: list[str] = []
    for found in _TAG.finditer(text):
        yield from [blocks[-1] if blocks else FIXED] * (found.start() - at)
        kind = VALUE
        asks_for_printed = bool(set(_names(found[0])) & set(printed))
        if _TICKED.fullmatch(found[0]):
            kind = TICK
        elif found[0].startswith("{{"):
            kind = FIXED if asks_for_printed else VALUE
        elif block := _BLOCK.match(found[0]):
            if block[1].startswith("end"):
                del blocks[-1:]
            else:
                blocks.append(VALUE if block[1] == "if" and not asks_for_printed else FIXED)
        yield from [kind] * len(found[0])
        at = found.end()
    yield from [FIXED] * (len(text) - at)


def _names(tag: str) -> list[str]:
    """Return what a tag asks for: the placeholder, and the column of a row."""
    return _NAMES.findall(_QUOTED.sub("", tag).partition("|")[0])


def _written(run: Any) -> str:
    return "".join(element.text or "" for element in run.iterchildren(_W + "t"))


def _split(run: Any, kinds: list[str]) -> None:
    """Replace a run of mixed letters by runs of one kind each; tabs, breaks and drawings keep their order."""
    properties = run.find(_W + "rPr")
    at, current, kind = 0, None, ""
    for child in [child for child in run if child is not properties]:
        text = (child.text or "") if child.tag == _W + "t" else ""
        pieces = _stretches(text, kinds[at : at + len(text)]) if text else [("", FIXED)]
        at += len(text)
        for piece, own in pieces:
            if current is None or own != kind:
                current = run.makeelement(_W + "r")
                if properties is not None:
                    current.append(copy.deepcopy(properties))
                run.addprevious(current)
                kind = own
                if own == FIXED:
                    _whiten_run(current)
            if text:
                element = current.makeelement(_W + "t", {_SPACE: "preserve"})
                element.text = piece
                current.append(element)
            else:
                current.append(child)
    for piece in list(run.itersiblings(_W + "r", preceding=True)):
        if _TICKED.fullmatch(_written(piece)):
            _tick_only(piece)
    run.getparent().remove(run)


def _stretches(text: str, kinds: list[str]) -> list[tuple[str, str]]:
    """Return a text cut where its kind changes; every tick's placeholder is a piece of its own."""
    pieces: list[tuple[str, str]] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or kinds[at] != kinds[start]:
            pieces.append((text[start:at], kinds[start]))
            start = at
    return pieces


def _tick_only(run: Any) -> None:
    """Make a tick's run print in white, so that it keeps its room, unless it is ticked."""
    white = copy.deepcopy(run)
    _whiten_run(white)
    name = _TICKED.fullmatch(_written(run))
    if name is None:
        return
    for element, condition in ((run, "=="), (white, "!=")):
        text = element.find(_W + "t")
        text.text = f'{{% if {name[1]} {condition} "☑" %}}{name[0]}{{% endif %}}'
        for other in element.findall(_W + "t")[1:]:
            element.remove(other)
    run.addnext(white)


def _whiten_run(run: Any) -> None:
    properties = run.find(_W + "rPr")
    if properties is None:
        properties = run.makeelement(_W + "rPr")
        run.insert(0, properties)
    _whiten(properties)


def _whiten(properties: Any) -> None:
    for child in list(properties):
        if child.tag.rpartition("}")[2] in _GONE:
            properties.remove(child)
        elif child.tag == _W + "u":
            child.set(_W + "color", "FFFFFF")
    before = [child for child in properties if child.tag.removeprefix(_W) in _BEFORE_COLOR]
    properties.insert(len(before), properties.makeelement(_W + "color", {_W + "val": "FFFFFF"}))
