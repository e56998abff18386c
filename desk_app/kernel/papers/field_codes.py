"""Word's field codes (域代码): simple ones, and complex ones whose instruction and result spread over runs."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from desk_app.kernel.papers.contents import WORD

_W = "{" + WORD + "}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass
class FieldCode:
    """A field outside any other: its instruction, those of the fields inside it, and the elements it is made of."""

    instruction: str
    elements: list[Any]
    inner: list[str] = field(default_factory=list)
    result: Any = None
    """The first run of what it shows, whose look the replacement takes over."""

    @property
    def paragraph(self) -> Any:
        """The paragraph it begins in; None in a file nobody's program wrote."""
        return next(self.elements[0].iterancestors(_W + "p"), None)


def split_runs(root: Any) -> None:
    """Give every field character, instruction and text of a run that holds several a run of its own."""
    for run in [run for run in root.iter(_W + "r") if run.find(_W + "fldChar") is not None]:
        properties = run.find(_W + "rPr")
        contents = [child for child in run if child is not properties]
        for child in reversed(contents[1:]):
            own = run.makeelement(_W + "r")
            if properties is not None:
                own.append(copy.deepcopy(properties))
            own.append(child)
            run.addnext(own)


def field_codes(root: Any) -> Iterator[FieldCode]:
    """Yield the outermost fields below `root`, in order; runs must have been split.

    Unfinished ones are left out, and those outside any paragraph.
    """
    open_fields: list[FieldCode] = []
    showing: list[bool] = []
    done: list[FieldCode] = []
    for element in root.iter(_W + "r", _W + "fldSimple"):
        if element.tag == _W + "fldSimple":
            if open_fields:
                open_fields[0].inner.append(element.get(_W + "instr") or "")
            elif next(element.iterancestors(_W + "fldSimple"), None) is None:
                run = next(element.iter(_W + "r"), None)
                done.append(FieldCode(element.get(_W + "instr") or "", [element], result=run))
            continue
        mark = element.find(_W + "fldChar")
        kind = mark.get(_W + "fldCharType") if mark is not None else ""
        if kind == "begin":
            open_fields.append(FieldCode("", []))
            showing.append(False)
        if not open_fields:
            continue
        open_fields[0].elements.append(element)
        if kind == "separate":
            showing[-1] = True
        elif not kind and showing[-1] and open_fields[-1].result is None:
            open_fields[-1].result = element
        elif not kind and not showing[-1]:
            open_fields[-1].instruction += "".join(code.text or "" for code in element.iter(_W + "instrText"))
        if kind == "end":
            closed = open_fields.pop()
            showing.pop()
            if open_fields:
                open_fields[0].inner.append(closed.instruction)
            else:
                done.append(closed)
    yield from (code for code in done if code.paragraph is not None)


def write_instead(code: FieldCode, text: str) -> None:
    """Put a run with `text` in the place of a field, looking as what the field showed; without text nothing."""
    first = code.elements[0]
    if text:
        run = first.makeelement(_W + "r")
        look = code.result if code.result is not None else first
        properties = look.find(_W + "rPr")
        if properties is not None:
            run.append(copy.deepcopy(properties))
        shown = run.makeelement(_W + "t", {_SPACE: "preserve"})
        shown.text = text
        run.append(shown)
        first.addprevious(run)
    for element in code.elements:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
