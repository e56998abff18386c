"""What a print run would hold (打印计划): its papers in order, filled, and the records left out with the reason."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import peewee

from desk_app.kernel import filling, numbering, office_templates, paper_setup, printed, store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among
from desk_app.kernel.errors import DeskError
from desk_app.kernel.filling import NEVER, Printing, Turn
from desk_app.kernel.kind import KINDS, Draft, RecordKind, find_kind, find_paper
from desk_app.kernel.pack_cover import COVER
from desk_app.kernel.papers.packs import Pack
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.text import sort_key
from desk_app.kernel.words import _

WALKING, CHOSEN = "walking", "chosen"
"""Orders of a run: as somebody walks from door to door (走访顺序), or as the records were chosen."""

TOGETHER = 500
"""Records planned at once."""

Step = Callable[[int, int], None]


@dataclass(frozen=True)
class KeptTemplate:
    """A template as it is in use while a run is planned."""

    content: bytes
    sha256: str


@dataclass
class Planned:
    """One paper of a run, filled but for a number still to be taken; `times` is how often it is printed."""

    kind_name: str
    record_id: int
    title: str
    paper: Paper
    turn: Turn
    values: dict[str, Any]
    template: "KeptTemplate"
    to_sign: bool
    about: tuple[tuple[str, int], ...] = ()
    times: int = 1
    taken_from: str = ""


@dataclass(frozen=True)
class Refused:
    """What is left out of the run: a record, or one paper of its pack; `why` is a sentence."""

    title: str
    why: str
    record_id: int = 0


@dataclass
class Group:
    """Papers that are numbered together: of many records, or of one record's pack, which has a list on top."""

    items: list[Planned] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    pack: Pack | None = None
    subject: Draft | None = None
    made_at: str = ""

    @property
    def has_cover(self) -> bool:
        """Say whether a list of the papers lies on top of them."""
        return self.pack is not None and self.subject is not None and bool(self.items)


def plan(
    kind: RecordKind,
    record_ids: Sequence[int],
    what: Paper | Pack,
    desk: Desk,
    *,
    order: str = WALKING,
    copies: Sequence[str] | None = None,
    step: Step = lambda done, total: None,
) -> Iterator[Group]:
    """Yield what a run would print, in order, with nothing stored; `step` is told (done, total).

    DeskError for somebody who may not print the paper at all, or a template that is not in order.
    """
    ids = in_order(kind, record_ids, order)
    planner = _Planner(desk, copies)
    if isinstance(what, Paper):
        filling.refuse_person(what, desk)
        planner.template(what)
    done = 0
    for some in peewee.chunked(ids, TOGETHER):
        drafts = _load(kind, some)
        if isinstance(what, Pack):
            for draft in drafts:
                yield planner.pack(what, draft)
        else:
            yield planner.papers(kind, what, drafts)
        done += len(some)
        step(done, len(ids))


def in_order(kind: RecordKind, record_ids: Sequence[int], order: str) -> list[int]:
    """Return the ids in the order printed, each once; those of deleted records are left out."""
    ids = list(dict.fromkeys(record_ids))
    keys: dict[int, str] = {}
    for some in peewee.chunked(ids, 500):
        keys.update(_walking_keys(kind, some))
    there = [record_id for record_id in ids if record_id in keys]
    return sorted(there, key=keys.__getitem__) if order == WALKING else there


def take_numbers(group: Group, desk: Desk) -> None:
    """Take the numbers the group's papers lack and write them in; inside the caller's transaction."""
    by_series: dict[str, list[Planned]] = {}
    for item in group.items:
        if item.turn.series:
            by_series.setdefault(item.turn.series, []).append(item)
    for series, items in by_series.items():
        for item, number in zip(items, numbering.take_numbers(series, desk.today, len(items)), strict=True):
            filling.put_number(item.values, item.paper, number)
            item.taken_from = series
            item.turn = Turn(item.turn.count, number)


def with_cover(group: Group, desk: Desk) -> list[Planned]:
    """Return the group's papers in the order printed, those of a pack under a list of them."""
    if not group.has_cover or group.subject is None:
        return group.items
    try:
        template = _read_template(COVER)
    except DeskError:
        return group.items  # without the list the papers are as good
    draft = group.subject
    kind, record_id = draft.kind, draft.record.id
    count = printed.times_given(kind.name, record_id, COVER.name) + 1
    header = Printing(desk).header(COVER, count)
    group.made_at = header["printed_at"]
    values = COVER.fill_in(group, header=header)
    turn = Turn(count, filling.own_number(draft))
    title, about = kind.title(draft.record), printed.find_about(draft)
    return [Planned(kind.name, record_id, title, COVER, turn, values, template, False, about), *group.items]


def is_void_now(kind_name: str, record_id: int) -> bool:
    """Say whether the record, if it is still there, is void."""
    kind = find_kind(kind_name)
    if kind.workflow is None and kind.is_void is None:
        return False
    record = kind.model.get_or_none(kind.model.id == record_id)
    return record is not None and filling.is_void(Draft(kind, record))


class _Planner:
    """Plans the papers of one run; what they share is read once."""

    def __init__(self, desk: Desk, copies: Sequence[str] | None) -> None:
        self.desk = desk
        self.copies = copies
        self.printing = Printing(desk)
        self._papers: dict[str, tuple[KeptTemplate, bool]] = {}

    def template(self, paper: Paper) -> tuple[KeptTemplate, bool]:
        """Return the template in use, and whether the paper is signed; TemplateRefused if it is not in order."""
        if paper.name not in self._papers:
            self._papers[paper.name] = _read_template(paper), paper_setup.wants_signatures(paper)
        return self._papers[paper.name]

    def papers(self, kind: RecordKind, paper: Paper, drafts: Sequence[Draft]) -> Group:
        """Plan one paper for each of the records."""
        group = Group()
        ids = [draft.record.id for draft in drafts]
        given = printed.last_given(kind.name, ids, paper.name)
        elsewhere = printed.open_runs_of(kind.name, ids, paper.name)
        for draft in drafts:
            record_id = draft.record.id
            try:
                item = self._item(paper, draft, given.get(record_id, NEVER), elsewhere.get(record_id))
            except DeskError as error:
                group.refused.append(Refused(kind.title(draft.record), str(error), record_id))
            else:
                group.items.append(item)
        return group

    def pack(self, pack: Pack, draft: Draft) -> Group:
        """Plan the papers of the pack for one record; what does not apply is named."""
        group = Group(pack=pack, subject=draft)
        title = draft.kind.title(draft.record)
        draft.day = self.desk.today
        if pack.may_print is not None and (why_not := pack.may_print(draft)):
            group.refused.append(Refused(title, why_not, draft.record.id))
            return group
        for part in pack.papers:
            targets = list(part.of(draft))
            if not targets:
                why = _(part.if_none).format(paper=_paper_label(part.paper))
                group.refused.append(Refused(title, why, draft.record.id))
            for kind_name, record_id in targets:
                self._add_part(group, kind_name, record_id, part.paper, part.times)
        return group

    def _add_part(self, group: Group, kind_name: str, record_id: int, paper_name: str, times: int) -> None:
        kind = find_kind(kind_name)
        paper = kind.paper(paper_name)
        for draft in _load(kind, [record_id]):
            try:
                filling.refuse_person(paper, self.desk)
                part = self.papers(kind, paper, [draft])
            except DeskError as error:
                group.refused.append(Refused(kind.title(draft.record), str(error), record_id))
                continue
            for item in part.items:
                item.times = times
            group.items += part.items
            group.refused += part.refused

    def _item(self, paper: Paper, draft: Draft, given: tuple[int, str], elsewhere: int | None) -> Planned:
        filling.refuse_record(paper, draft)
        filling.refuse_prepared(paper, elsewhere)
        turn = filling.whose_turn(paper, draft, given)
        values = self.printing.fill_in(paper, draft, turn, self.copies)
        template, to_sign = self.template(paper)
        kind = draft.kind
        title, about = kind.title(draft.record), printed.find_about(draft)
        return Planned(kind.name, draft.record.id, title, paper, turn, values, template, to_sign, about)


def _read_template(paper: Paper) -> KeptTemplate:
    content = office_templates.in_use(paper)
    filling.refuse_faulty(content, paper)
    return KeptTemplate(content, office_templates.hash_of(content))


def _load(kind: RecordKind, ids: Sequence[int]) -> list[Draft]:
    """Return the records in the order of `ids`; deleted ones are left out."""
    drafts = store.load_many(kind, kind.model.select().where(among(kind.model.id, ids)))
    by_id = {draft.record.id: draft for draft in drafts}
    return [by_id[record_id] for record_id in ids if record_id in by_id]


def _walking_keys(kind: RecordKind, ids: Sequence[int]) -> list[tuple[int, str]]:
    """Return (id, key) so that the keys sort as somebody walks.

    A kind whose records stand somewhere says so by its field `sort_key`, or by a link of `about` to one that does;
    any other is sorted by its titles.
    """
    model = kind.model
    if "sort_key" in model._meta.fields:
        return list(model.select(model.id, model.sort_key).where(among(model.id, ids)).tuples())
    for name in kind.about:
        target = kind.field(name).rel_model
        if "sort_key" in target._meta.fields:
            joined = model.select(model.id, target.sort_key).join(
                target, peewee.JOIN.LEFT_OUTER, on=kind.field(name)
            )
            return [(record_id, key or "") for record_id, key in joined.where(among(model.id, ids)).tuples()]
    return [(draft.record.id, sort_key(kind.title(draft.record))) for draft in _load(kind, ids)]


def _paper_label(name: str) -> str:
    """Return the label of a pack's paper, of whatever kind it is."""
    found = (find_paper(kind_name, name) for kind_name in KINDS)
    return next((_(paper.label) for paper in found if paper), name)
