"""The list of printed papers (打印记录) without a window: every paper that left the program, the latest first.

It is no kind of record, for nobody makes or changes one by hand; its table works like any other all the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import peewee

from desk_app.kernel import printed, search, signed_copies
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_moment
from desk_app.kernel.kind import KINDS, RecordKind
from desk_app.kernel.masking import mask_title
from desk_app.kernel.pack_cover import find_printable
from desk_app.kernel.paging import RawRow, RowPages
from desk_app.kernel.printed import ACTIONS, PrintedAbout, PrintedPaper
from desk_app.kernel.signed_copies import NO_RECORD, SignedState
from desk_app.kernel.text import narrow
from desk_app.kernel.words import _, listed, several
from desk_app.screens.paged_list import PagedList
from desk_app.screens.table_filters import all_of, any_of, read_filter

MOST_NAMED = 3
"""How many records a paper is about are named in its line."""

_READ = ("kind", "record_id", "paper", "number", "action", "print_count", "copies", "at", "actor", "to_sign")


@dataclass(frozen=True)
class PrintColumn:
    """A column of the list, as a table wants it."""

    name: str
    label: str
    width: int
    align: str = "left"
    is_state: bool = False


@dataclass(frozen=True)
class Print:
    """One print as the list shows it; `about` names the records it is about, `tone` is the colour of its signatures."""

    printed_id: int
    kind_name: str
    record_id: int
    paper_name: str
    at: str
    label: str
    number: str
    about: str
    who: str
    copies: int
    action: str
    count: int
    signed: str
    tone: str


@dataclass
class PrintFilter:
    """What the list shows: one paper (kind, paper name), days as typed, words of number or record, unsigned only."""

    paper: tuple[str, str] | None = None
    days: str = ""
    words: str = ""
    is_unsigned: bool = False
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def is_on(self) -> bool:
        """Say whether anything is left out."""
        return bool(self.paper or self.days.strip() or self.words.strip() or self.is_unsigned)


class PrintedTable(PagedList[Print]):
    """The rows of the list by their place, as `record_table.RecordTable` has those of a kind: same use, same worker."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.filter = PrintFilter()
        self.pages = RowPages(PrintedPaper, self._dress)
        self.pages.choose([PrintedPaper._meta.fields[name] for name in _READ])
        self.columns: tuple[PrintColumn, ...] = ()
        self.name_columns()

    def name_columns(self) -> None:
        """Head the columns in the language in use."""
        self.columns = (
            PrintColumn("at", _("时间"), 15),
            PrintColumn("label", _("表单"), 16),
            PrintColumn("number", _("编号"), 15),
            PrintColumn("about", _("房屋或对象"), 12),
            PrintColumn("signed", _("签字件"), 13, is_state=True),  # in sight on the smallest screen
            PrintColumn("who", _("经办"), 7),
            PrintColumn("action", _("方式"), 12),
            PrintColumn("copies", _("份数"), 5, "right"),
            PrintColumn("count", _("第几次"), 6, "right"),
        )

    @property
    def is_filtered(self) -> bool:
        """Say whether anything is left out."""
        return self.filter.is_on

    def show_all(self) -> None:
        """Take every filter away."""
        self.filter = PrintFilter()

    def refresh(self) -> None:
        """Read the first page anew, as filtered now; days that cannot be read leave nothing out and say why."""
        self.pages.load(self._query())

    def cell(self, place: int, number: int) -> str:
        """Return the text of a cell."""
        row = self.pages.row(place)
        return "" if row is None else str(getattr(row, self.columns[number].name))

    def tone(self, place: int) -> str:
        """Return the colour of the row's signatures."""
        row = self.pages.row(place)
        return "" if row is None else row.tone

    def _query(self) -> Any:
        conditions = list(_conditions(self.filter, self.desk))
        query = PrintedPaper.select()
        if conditions:
            query = query.where(all_of(conditions))
        return query.order_by(PrintedPaper.id.desc())

    def _dress(self, rows: list[RawRow]) -> list[Print]:
        moment = PrintedPaper._meta.fields["at"].python_value
        drafts = [PrintedPaper(id=row[0], **dict(zip(_READ, row[1:], strict=True))) for row in rows]
        for draft in drafts:
            draft.at = moment(draft.at)
        return tell_prints(drafts)


def tell_prints(rows: Iterable[Any]) -> list[Print]:
    """Return these rows of `PrintedPaper` as the list shows them, a few questions for all of them together."""
    rows = list(rows)
    about, states = _about(rows), signed_copies.states(rows)
    actions = {option.stored: option.label for option in ACTIONS}
    shown = []
    for row in rows:
        signed, tone = tell_signed(states[signed_copies.key_of(row)])
        shown.append(
            Print(
                row.id,
                row.kind,
                row.record_id,
                row.paper,
                show_moment(row.at),
                paper_label(row.kind, row.paper),
                row.number,
                about.get(row.id, ""),
                row.actor,
                row.copies,
                _(actions.get(row.action, row.action)),
                row.print_count,
                signed,
                tone,
            )
        )
    return shown


def tell_signed(state: SignedState) -> tuple[str, str]:
    """Return how a paper stands in one or two words, and their colour; nothing where no signature is waited for."""
    if state.is_complete:
        return (_("已签") if state.attachments else _("已签，无扫描件")), "good"
    if state.signed:
        return _("还缺{names}").format(names=listed(_(name) for name in state.missing)), "waiting"
    return (_("缺签字件"), "bad") if state.is_awaited else ("", "quiet")


def signed_words(printed_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return {print: how its paper stands, and the colour} of these prints."""
    rows = list(PrintedPaper.select().where(PrintedPaper.id.in_(list(printed_ids))))
    states = signed_copies.states(rows)
    return {row.id: tell_signed(states[signed_copies.key_of(row)]) for row in rows}


def paper_label(kind_name: str, paper_name: str) -> str:
    """Return the paper's name; of a paper this version no longer has, what it was called inside."""
    paper = find_printable(kind_name, paper_name)
    return _(paper.label) if paper else paper_name


def papers_printed() -> list[tuple[str, str, str]]:
    """Return (kind, paper name, label) of every paper ever printed, by label."""
    either = PrintedPaper.to_sign.in_([True, False])  # so that an index answers, without a look at the rows
    query = PrintedPaper.select(PrintedPaper.kind, PrintedPaper.paper).where(either).distinct().tuples()
    found = [(kind, paper, paper_label(kind, paper)) for kind, paper in query]
    return sorted(found, key=lambda one: one[2])


def record_of(printed_id: int) -> tuple[str, int] | None:
    """Return (kind, id) of the record a print was made from; None for a register, or when the record is gone."""
    row = printed.kept_row(printed_id)
    kind = KINDS.get(row.kind)
    if kind is None or row.record_id == NO_RECORD:
        return None
    is_there = kind.model.select().where(kind.model.id == row.record_id).exists()
    return (row.kind, row.record_id) if is_there else None


def read_days(text: str, desk: Desk) -> Any:
    """Return the condition that a print was made on the days typed: 2026-11, 11-23, 今天, >=2026-1-1, 1-1~3-31.

    None for nothing; ValueError with a sentence if it cannot be read.
    """
    return read_filter(PrintedPaper._meta.fields["at"], text, desk.today)


def _conditions(wanted: PrintFilter, desk: Desk) -> Iterable[Any]:
    wanted.problems = {}
    if wanted.paper is not None:
        yield (PrintedPaper.kind == wanted.paper[0]) & (PrintedPaper.paper == wanted.paper[1])
    try:
        days = read_days(wanted.days, desk)
    except ValueError as error:
        wanted.problems["days"] = str(error)
        days = None
    if days is not None:
        yield days
    words = narrow(wanted.words)
    if words:
        yield _holds(words)
    if wanted.is_unsigned:
        yield signed_copies.missing_condition()


def _holds(words: str) -> Any:
    """Return the condition that a print's number holds the words, or the search finds a record it is about by them."""
    found = [
        (PrintedAbout.kind == kind.name) & PrintedAbout.record_id.in_(search.record_ids(words, kind.name))
        for kind in KINDS.values()
        if kind.find is not None
    ]
    about = PrintedAbout.select(PrintedAbout.printed).where(any_of(found))
    return any_of([PrintedPaper.number.contains(words), PrintedPaper.id.in_(about)])


def _about(rows: list[Any]) -> dict[int, str]:
    """Return {print: titles of what it is about}: its own record if that is a place, else the records it is about.

    A paper printed from a room is about that room, though the room itself is about its building. Where neither has a
    title, the register it is.
    """
    named: dict[int, list[tuple[str, int]]] = {row.id: [] for row in rows}
    for ids in peewee.chunked(named, 500):
        query = PrintedAbout.select().where(PrintedAbout.printed.in_(ids)).order_by(PrintedAbout.id)
        for entry in query:
            named[entry.printed_id].append((entry.kind, entry.record_id))
    titles = find_titles({key for keys in named.values() for key in keys})
    texts = {}
    for row in rows:
        own = (row.kind, row.record_id)
        others = [titles[key] for key in named[row.id] if key != own and key in titles]
        register = several(KINDS[row.kind].label) if row.kind in KINDS and own[1] == NO_RECORD else ""
        mine = titles.get(own, "")
        told = mine if _is_place(row.kind) else listed(others[:MOST_NAMED])
        texts[row.id] = told or mine or register
    return texts


def _is_place(kind_name: str) -> bool:
    """Say whether the records of a kind are places somebody walks to, which have their order as `sort_key`."""
    return kind_name in KINDS and "sort_key" in KINDS[kind_name].model._meta.fields


def find_titles(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return {(kind, id): title} of those records that are there, numbers of persons masked."""
    by_kind: dict[str, list[int]] = {}
    for kind_name, record_id in keys:
        by_kind.setdefault(kind_name, []).append(record_id)
    titles = {}
    for kind_name, ids in by_kind.items():
        if kind_name in KINDS:
            kind: RecordKind = KINDS[kind_name]
            for some in peewee.chunked(sorted(ids), 500):
                for record in kind.model.select().where(kind.model.id.in_(some)):
                    titles[kind_name, record.id] = mask_title(kind.title(record))
    return titles
