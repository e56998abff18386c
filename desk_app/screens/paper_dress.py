"""A filled paper in another dress (套打、副本、样张): its values alone for pre-printed stationery, or marked."""

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from desk_app.kernel import filling
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import KINDS
from desk_app.kernel.printed import Filled
from desk_app.kernel.words import _, mark

if TYPE_CHECKING:
    from desk_app.kernel.papers.syntax import Slots

COPY, SAMPLE = mark("副本"), mark("样张")
_STRONGER = (mark("作废"), mark("红字"), SAMPLE)
"""Words across a paper that 副本 may not take the place of."""


def page_size(filled: Filled) -> str:
    """Return the paper's size as `Paper.page_size` names it; A4 for one this version no longer has."""
    kind = KINDS.get(filled.kind_name)
    if kind is None:
        return "A4"
    return next((paper.page_size for paper in kind.all_papers if paper.name == filled.paper_name), "A4")


def as_overlay(filled: Filled) -> Filled:
    """Return the paper with its values alone, each where the whole form has it; TemplateRefused if it cannot be.

    Its values and template stay: what is kept of the printing is the paper itself.
    """
    return replace(filled, content=bytes(filling.compiled(_overlay(filled.template)).fill(filled.values)))


def may_be_copy(filled: Filled) -> bool:
    """Say whether the paper may be marked 副本: a voided one, a red one and a sample stay marked as such."""
    return filled.values.get("watermark") not in [_(word) for word in _STRONGER]


def as_copy(filled: Filled) -> Filled:
    """Return the paper with 副本 across it, on each of its slips."""
    return _marked(filled, COPY)


def as_sample(filled: Filled) -> Filled:
    """Return the paper with 样张 across it, to be looked at; DeskError if its template has no place for the word."""
    sample = _marked(filled, SAMPLE)
    if missing_mark(sample):
        raise DeskError(_("没有存样张：这张表单的模板里没有印“样张”字样的位置。"))
    return sample


def _marked(filled: Filled, word: str) -> Filled:
    values = _with_mark(dict(filled.values), _(word))
    return replace(filled, values=values, content=bytes(filling.compiled(filled.template).fill(values)))


def missing_mark(filled: Filled) -> str:
    """Return the word across the paper that its template has no place for; nothing where it has one, or for no word."""
    word = str(filled.values.get("watermark") or "")
    return word if word and not _asks_for_mark(filling.compiled(filled.template).slots) else ""


def _asks_for_mark(slots: "Slots") -> bool:
    return "watermark" in slots.names or any(_asks_for_mark(row) for row in slots.rows.values())


def _with_mark(value: Any, word: str) -> Any:
    if isinstance(value, list):
        return [_with_mark(each, word) for each in value]
    if isinstance(value, dict):
        inner = {name: _with_mark(each, word) for name, each in value.items()}
        return inner | {"watermark": word} if "watermark" in value else inner
    return value


@lru_cache(maxsize=8)
def _overlay(template: bytes) -> bytes:
    from desk_app.kernel.papers.overlay import as_overlay

    return as_overlay(template)
