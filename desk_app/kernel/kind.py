"""A kind of record (单据、档案) described as data: what its table, form, workflow and papers are."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from desk_app.kernel.access import ROLES, Desk
from desk_app.kernel.errors import NotFound
from desk_app.kernel.papers.packs import Pack
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.words import _, inside, listed
from desk_app.kernel.workflow import Workflow


@dataclass(frozen=True)
class Section:
    """A titled group of fields on the form."""

    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class ChildRows:
    """Rows that belong to one record, such as the goods of a slip.

    `model` links to the parent by its field `parent`; `fields` are the columns; `stamped` rows are added by the
    program or by an action, and are only shown.
    """

    name: str
    label: str
    model: Any
    fields: tuple[str, ...]
    parent: str
    most: int = 200
    stamped: bool = False
    starts_with: int = 0


@dataclass(frozen=True)
class Register:
    """A printed list of a month's records (台账): `paper.values` is given their drafts, taken by the day field `day`.

    Without `day` it is no list of what happened in the month, such as of arrears: it is given the `Month` itself.
    """

    paper: Paper
    day: str = ""


@dataclass(frozen=True)
class Month:
    """A month by its first day, and the day on which it is looked at."""

    first_on: datetime.date
    day: datetime.date


@dataclass(frozen=True)
class Finding:
    """How the record is found: its title line, its second line, and the words of each sort to look in.

    Names are searched by letter and pinyin; numbers (phones, plates, document numbers) and places (rooms) as text.
    """

    title: str
    detail: str = ""
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass
class Draft:
    """A working copy of one record and its child rows; changing it changes nothing stored.

    `day` is the day it is looked at: what papers and packs call current, they call so on it.
    """

    kind: "RecordKind"
    record: Any
    rows: dict[str, list[Any]] = field(default_factory=dict)
    day: datetime.date = field(default_factory=datetime.date.today)

    @property
    def is_new(self) -> bool:
        """Say whether the record was never saved."""
        return self.record.id is None


@dataclass(frozen=True)
class RecordKind:
    """Names fields of `model`; every name is checked once, by tests/kinds.

    `name` is the plural English noun used by deskctl and the audit; `checks` return {field: sentence}; `prepare` fills
    derived fields before each save; `title` says which record it is in one short line; `find` feeds the search;
    `own_papers` and `own_registers` are those declared beside it (`offer` adds more);
    `about` names the link fields on whose records' cards this one is listed; `refresh` gives (kind name, id) of other
    records whose search entry changes with this one; `on_enter` fills further fields when one was entered, `on_enter_row` those
    of the row and the record when a cell ('lines.item') was, or when rows came or went ('lines', with no row); `follow`
    carries a saved change on to other records, in the same transaction; records of a kind `made_elsewhere` come from
    a page or rule of their own (bills, receipts): they are listed, found and shown, never typed, edited or deleted;
    with `roles` only who holds one of them may save or delete such a record; `is_void` says whether one of a kind
    without a state of its own is void. A record of a kind `numbered_at_once` has its number from its first save.
    """

    name: str
    model: Any
    label: str
    columns: tuple[str, ...]
    sections: tuple[Section, ...]
    title: Callable[[Any], str]
    workflow: Workflow | None = None
    children: tuple[ChildRows, ...] = ()
    own_papers: tuple[Paper, ...] = ()
    own_registers: tuple[Register, ...] = ()
    checks: tuple[Callable[[Draft], dict[str, str] | None], ...] = ()
    prepare: Callable[[Draft], None] | None = None
    find: Callable[[Draft], Finding] | None = None
    about: tuple[str, ...] = ()
    refresh: Callable[[Draft], Iterable[tuple[str, int]]] | None = None
    on_enter: tuple[tuple[str, Callable[[Draft, Desk], None]], ...] = ()
    on_enter_row: tuple[tuple[str, Callable[[Draft, Any, Desk], None]], ...] = ()
    follow: Callable[[Draft, Desk], None] | None = None
    prefix: str = ""
    order: tuple[str, ...] = ("id",)
    newest_first: bool = False
    icon: str = "document"
    attachable: bool = True
    noun: str = ""
    made_elsewhere: bool = False
    roles: tuple[str, ...] = ()
    is_void: Callable[[Any], bool] | None = None
    numbered_at_once: bool = False

    @property
    def one(self) -> str:
        """Return what one record is called, in Chinese: a day, where the list is the office calendar."""
        return self.noun or self.label

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Return the papers of one record: its own and those other modules offer for it."""
        offered = _OFFERED.get(self.name, _Offers())
        return (*self.own_papers, *offered.papers)

    @property
    def registers(self) -> tuple[Register, ...]:
        """Return the monthly lists of the kind: its own and those other modules offer for it."""
        return (*self.own_registers, *_OFFERED.get(self.name, _Offers()).registers)

    @property
    def all_papers(self) -> tuple[Paper, ...]:
        """Return the papers of one record and those of its registers."""
        return (*self.papers, *(register.paper for register in self.registers))

    @property
    def packs(self) -> tuple[Pack, ...]:
        """Return the packs printed for one record."""
        return tuple(_OFFERED.get(self.name, _Offers()).packs)

    def refusal(self, desk: Desk) -> str:
        """Return why nobody, or not this person, may type, change or delete such records; nothing if they may."""
        if self.made_elsewhere:
            return _("{kind}由程序按规则生成，不能手工新建、修改或删除。").format(kind=inside(_(self.label)))
        if self.roles and not desk.actor.roles & set(self.roles):
            return _("{kind}只能由 {roles} 修改。").format(
                kind=inside(_(self.label)), roles=listed(_(ROLES[role]) for role in self.roles)
            )
        return ""

    @property
    def form_fields(self) -> list[str]:
        """Return the names of the fields on the form, in order."""
        return [name for section in self.sections for name in section.fields]

    def field(self, name: str) -> Any:
        """Return the model's field `name`; KeyError is a bug."""
        return self.model._meta.fields[name]

    def child(self, name: str) -> ChildRows:
        """Return the child rows `name`; KeyError is a bug."""
        return {child.name: child for child in self.children}[name]

    def paper(self, name: str) -> Paper:
        """Return the paper `name`, or raise NotFound."""
        for paper in self.papers:
            if paper.name == name:
                return paper
        raise NotFound(_("{kind}没有名为 {name} 的表单。").format(kind=_(self.label), name=name))


@dataclass
class _Offers:
    """What modules further up print for a kind."""

    papers: list[Paper] = field(default_factory=list)
    packs: list[Pack] = field(default_factory=list)
    registers: list[Register] = field(default_factory=list)


_OFFERED: dict[str, _Offers] = {}


def offer(
    kind_name: str,
    papers: Iterable[Paper] = (),
    packs: Iterable[Pack] = (),
    registers: Iterable[Register] = (),
) -> None:
    """Let papers and packs be printed for each record of a kind, and registers of its months.

    A module offers them for kinds of modules below it.
    """
    offers = _OFFERED.setdefault(kind_name, _Offers())
    offers.papers += papers
    offers.packs += packs
    offers.registers += registers


KINDS: dict[str, RecordKind] = {}
"""Every registered kind by name, in the order of registration."""


def register(kind: RecordKind) -> RecordKind:
    """Make `kind` known to menus, tables, forms and the generic tests."""
    assert kind.name not in KINDS, kind.name
    KINDS[kind.name] = kind
    return kind


def put_in_order(modules: Iterable[str]) -> None:
    """Let the kinds stand as their packages do in `modules`, whatever was imported first."""
    places: dict[str, int] = {}
    for name in modules:
        places.setdefault(_package(name), len(places))
    for name in sorted(KINDS, key=lambda name: places.get(_package(KINDS[name].model.__module__), -1)):
        KINDS[name] = KINDS.pop(name)


def _package(module: str) -> str:
    """Return 'desk_app.modules.estate' of anything in it."""
    return ".".join(module.split(".")[:3])


def find_kind(name: str) -> RecordKind:
    """Return the kind `name`, or raise NotFound naming those there are."""
    if name in KINDS:
        return KINDS[name]
    raise NotFound(_("没有名为 {name} 的记录种类，可用：{names}").format(name=name, names=listed(KINDS)))


def find_paper(kind_name: str, paper_name: str) -> Paper | None:
    """Return the declaration of a kind's paper or register; None where this version has none of that name."""
    kind = KINDS.get(kind_name)
    papers = kind.all_papers if kind else ()
    return next((paper for paper in papers if paper.name == paper_name), None)
