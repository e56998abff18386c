"""What somebody at the console calls a paper (表单的叫法): its name, its number (F02) or its label, packs too."""

from collections.abc import Iterator
from dataclasses import dataclass

from desk_app.kernel.errors import NotFound
from desk_app.kernel.kind import KINDS, RecordKind
from desk_app.kernel.papers.packs import Pack
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.words import _


@dataclass(frozen=True)
class Named:
    """A paper, register or pack, and the kind it is printed of."""

    kind: RecordKind
    what: Paper | Pack
    is_register: bool = False


def every_paper() -> Iterator[Named]:
    """Yield all papers, registers and packs, kind by kind."""
    for kind in KINDS.values():
        yield from (Named(kind, paper) for paper in kind.papers)
        yield from (Named(kind, register.paper, is_register=True) for register in kind.registers)
        yield from (Named(kind, pack) for pack in kind.packs)


def find_named(typed: str) -> Named:
    """Return what is called so, the first where several kinds print it; `holdings/F16` says which. NotFound if none."""
    kind_name, _slash, name = typed.strip().rpartition("/")
    wanted = name.casefold()
    for named in every_paper():
        if kind_name in ("", named.kind.name, _(named.kind.label)) and wanted in _names_of(named.what):
            return named
    raise NotFound(_("没有名为 {name} 的表单或套装。").format(name=typed))


def _names_of(what: Paper | Pack) -> set[str]:
    form = what.form if isinstance(what, Paper) else ""
    names = (what.name, what.label, _(what.label), form)
    return {name.casefold() for name in names if name}
