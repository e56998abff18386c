"""Packs (套装): all papers an event asks for, each in the copies it needs, printed at once with a list on top."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from desk_app.kernel.words import mark


def _itself(draft: Any) -> Iterable[tuple[str, int]]:
    return [(draft.kind.name, draft.record.id)]


@dataclass(frozen=True)
class PackPaper:
    """One paper of a pack: its name, how many times it is printed, and of which records (kind name, id).

    Without `of` it is the record the pack is printed for. Where there is none it is left out and the list says `if_none`,
    a sentence with a place for {paper}.
    """

    paper: str
    times: int = 1
    of: Callable[[Any], Iterable[tuple[str, int]]] = _itself
    if_none: str = mark("“{paper}”不适用，没有放进套装。")


@dataclass(frozen=True)
class Pack:
    """The papers of one event (交房、入住 …), declared beside the module whose event it is."""

    name: str
    label: str
    papers: tuple[PackPaper, ...]
    may_print: Callable[[Any], str | None] | None = None
