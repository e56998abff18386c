"""The list on top of a pack (套装清单): which papers lie under it, in how many copies, and who signs which."""

from collections.abc import Mapping
from typing import Any

from desk_app.kernel import filling
from desk_app.kernel.kind import find_paper
from desk_app.kernel.papers.paper import Paper, Placeholder
from desk_app.kernel.words import _, clauses, listed, mark

_ROWS = (
    Placeholder("no", "序号", sample="1"),
    Placeholder("name", "表单名称", sample=(mark("登记表"), mark("承诺书"), mark("同意书"))),
    Placeholder("form", "表单代号", sample=("F01", "F02", "F03")),
    Placeholder("number", "编号", sample=("AA-202611-0001", "BB-202611-0001", "CC-202611-0001")),
    Placeholder("copies", "份数", sample="1"),
    Placeholder("pages", "页数", sample="1"),
    Placeholder("signed", "签字人", sample=(mark("签字人"), mark("签字人"), "")),
    Placeholder("done", "已齐", sample=("☐", "☐", "—")),
)


def _cover_values(group: Any) -> dict[str, Any]:
    """Return what the list says of a group of planned papers."""
    draft = group.subject
    return {
        "pack": _(group.pack.label),
        "subject": draft.kind.title(draft.record),
        "number": filling.own_number(draft),
        "made_at": group.made_at,
        "left_out": clauses(refused.why for refused in group.refused),
        "papers": [_row(number, item) for number, item in enumerate(group.items, 1)],
    }


def _row(number: int, item: Any) -> dict[str, str]:
    paper = item.paper
    return {
        "no": str(number),
        "name": _(paper.label),
        "form": paper.form,
        "number": item.turn.number,
        "copies": tell_copies(item.times, paper, item.values),
        "pages": str(paper.pages or ""),
        "signed": listed(_(name) for name in paper.signatures) if item.to_sign else "",
        "done": "☐" if item.to_sign else "—",
    }


def tell_copies(times: int, paper: Paper, values: Mapping[str, Any]) -> str:
    """Return '2' for a paper wanted twice, '5 联' for one of five copies (联次), '2×5 联' for that twice."""
    sheets = {sheet["copy"] for sheet in values.get("sheets", ())} if paper.sheets else paper.copies
    if len(sheets) <= 1:
        return str(times)
    parts = _("{count} 联").format(count=len(sheets))
    return f"{times}×{parts}" if times > 1 else parts


COVER = Paper(
    "pack_cover",
    "套装清单",
    "",
    "general/pack_cover.docx",
    (
        Placeholder("pack", "套装名称"),
        Placeholder("subject", "对象"),
        Placeholder("number", "编号"),
        Placeholder("made_at", "制作时间", sample="2026-11-23 09:30"),
        Placeholder("left_out", "没有放进套装的表单"),
        Placeholder("papers", "表单", _ROWS),
    ),
    _cover_values,
    pages=1,
)


def find_printable(kind_name: str, paper_name: str) -> Paper | None:
    """Return what a print of a kind's record was made of: a paper, a register, or the list on top of a pack.

    None where this version has none of that name. No kind declares the list, so `find_paper` does not know it.
    """
    return COVER if paper_name == COVER.name else find_paper(kind_name, paper_name)
