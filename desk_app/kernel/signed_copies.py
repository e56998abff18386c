"""Signed copies (签字件): who has signed which printed paper, and which papers are still waited for.

Rows are only added; a wrong one is withdrawn by a further row. A paper here is what has the same record, form and
number, however often it was printed: whichever print was signed, the paper is signed.
"""

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.attachments import Attachment
from desk_app.kernel.database import database, transaction
from desk_app.kernel.days import show_day
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.kind import KINDS, RecordKind, find_paper
from desk_app.kernel.printed import PrintedPaper, given_out, kept_row
from desk_app.kernel.snapshots import values_of
from desk_app.kernel.text import one_line
from desk_app.kernel.words import _, listed

VOID = "void"
"""The state of records nobody signs for any more; workflows that void a record call it so."""
NO_RECORD = 0
"""Stands for the record where a paper is about many, such as a register."""
AT_ONCE = 400
"""Papers asked for in one question."""

CONFIRMED: dict[str, str] = {}
"""Kind to its flag by which the office says itself that all have signed, see `confirmed_by`."""

Key = tuple[str, int, str, str]
"""What is one paper: kind, record, paper, number."""


class SignedCopy(peewee.Model):
    """A signed copy that came back (签字件), or the withdrawal of one, which `withdraws` names.

    `signers` is JSON of those whose signature it bears, as the paper calls them. `is_complete` says whether the paper
    has all its signatures after this row, so that the last row of a paper tells how it stands.
    """

    printed = peewee.ForeignKeyField(PrintedPaper)
    signed_on = peewee.DateField()
    signers = peewee.TextField()
    attachment = peewee.ForeignKeyField(Attachment, null=True)
    note = peewee.CharField(default="")
    is_complete = peewee.BooleanField()
    withdraws = peewee.ForeignKeyField("self", null=True, unique=True)
    at = peewee.DateTimeField()
    actor = peewee.CharField()

    class Meta:
        append_only = True
        database = database
        legacy_table_names = False


@dataclass(frozen=True)
class SignedState:
    """How a paper stands: who must sign, who did, the day of the last signature, its scans, and the rows in force.

    `is_awaited` when a signed copy is waited for at all; a paper nobody must sign may have one all the same.
    """

    required: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    signed_on: datetime.date | None = None
    attachments: tuple[int, ...] = ()
    copies: tuple[int, ...] = ()
    is_awaited: bool = False
    is_complete: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Return who has still to sign."""
        return tuple(name for name in self.required if name not in self.signed)


def confirmed_by(kind_name: str, flag: str) -> None:
    """Let a flag of the record say that its papers are signed: then no signed copy is waited for, with or without one."""
    CONFIRMED[kind_name] = flag


def key_of(row: Any) -> Key:
    """Return which paper a print is of."""
    return (row.kind, row.record_id, row.paper, row.number)


def signatures(row: Any) -> tuple[str, ...]:
    """Return who signs the paper of a print by pen, as declared beside it; people who sign for themselves by name."""
    paper = find_paper(row.kind, row.paper)
    if paper is None:
        return ()
    return paper.signers(values_of(kept_row(row.id))) if paper.each_signs else paper.signatures


def state_of(printed_id: int) -> SignedState:
    """Return how the paper of one print stands; NotFound if there is no such print."""
    row = kept_row(printed_id)
    return states([row])[key_of(row)]


def states(rows: Iterable[Any]) -> dict[Key, SignedState]:
    """Return how the papers of these prints stand."""
    by_key: dict[Key, list[Any]] = {}
    prints = {key_of(row): row for row in rows}
    records = {(row.kind, row.record_id) for row in prints.values()}
    for kind_name, ids in _by_kind(records).items():
        for some in peewee.chunked(ids, AT_ONCE):
            for copy in _copies(kind_name, some):
                by_key.setdefault(key_of(copy.printed), []).append(copy)
    over = _given_up(records)
    return {
        key: _state(row, by_key.get(key, []), is_over=(row.kind, row.record_id) in over)
        for key, row in prints.items()
    }


def register(
    printed_id: int,
    signers: Iterable[str],
    signed_on: datetime.date,
    desk: Desk,
    *,
    attachment_id: int | None = None,
    note: str = "",
) -> SignedCopy:
    """Note that a copy of the print came back signed by `signers` on `signed_on`; DeskError if that cannot be."""
    named = tuple(dict.fromkeys(signers))
    with transaction():
        row = kept_row(printed_id)
        _refuse(row, named, signed_on, desk)
        before = states([row])[key_of(row)]
        required = signatures(row)
        copy = _add(
            row,
            desk,
            signed_on=signed_on,
            signers=named,
            attachment=attachment_id,
            note=one_line(note),
            is_complete=set(required) <= {*before.signed, *named},
        )
        told = " ".join((listed(_(name) for name in named), show_day(signed_on)))
        store.note_event(row.kind, row.record_id, desk, "signed_copy", "", {row.paper: ["", told.strip()]})
    return copy


def withdraw(copy_id: int, reason: str, desk: Desk) -> SignedCopy:
    """Take a wrongly noted signed copy back by a further row; DeskError without a reason or a second time."""
    if not reason.strip():
        raise DeskError(_("没有撤回签字件：请写明原因。"))
    with transaction():
        copy = SignedCopy.get_or_none(SignedCopy.id == copy_id, SignedCopy.withdraws.is_null())
        if copy is None or SignedCopy.select().where(SignedCopy.withdraws == copy_id).exists():
            raise NotFound(_("没有撤回签字件：找不到它，可能已被撤回。请刷新后再试。"))
        row = copy.printed
        left = [name for other in _in_force(row) if other.id != copy_id for name in json.loads(other.signers)]
        is_left = any(other.id != copy_id for other in _in_force(row))
        required = signatures(row)
        taken_back = _add(
            row,
            desk,
            signed_on=copy.signed_on,
            signers=(),
            note=one_line(reason),
            withdraws=copy_id,
            is_complete=is_left and set(required) <= set(left),
        )
        told = " ".join((listed(_(name) for name in json.loads(copy.signers)), show_day(copy.signed_on)))
        changes = {row.paper: [told.strip(), ""]}
        store.note_event(row.kind, row.record_id, desk, "withdraw_signed_copy", reason, changes)
    return taken_back


def missing_condition() -> Any:
    """Return the condition on `PrintedPaper` that it is the last print of a paper whose signed copy is waited for.

    Papers of records that are voided, deleted or said to be signed are waited for no more.
    """
    condition = PrintedPaper.id.in_(_incomplete())
    for kind in KINDS.values():
        if any(paper.signatures for paper in kind.papers):
            of_record = (PrintedPaper.kind == kind.name) & (PrintedPaper.record_id != NO_RECORD)
            condition &= ~(of_record & PrintedPaper.record_id.not_in(_alive(kind)))
    return condition


def missing_count() -> int:
    """Return how many papers wait for their signed copy."""
    return int(PrintedPaper.select().where(missing_condition()).count())


def missing(limit: int | None = None) -> list[PrintedPaper]:
    """Return the last prints of the papers whose signed copy is waited for, the oldest first."""
    query = PrintedPaper.select().where(missing_condition()).order_by(PrintedPaper.id)
    return list(query.limit(limit) if limit else query)


def printed_about(kind_name: str, record_id: int) -> list[PrintedPaper]:
    """Return the prints of every paper about the record, its own and others', the latest first."""
    return given_out(kind_name, record_id)


def numbered(number: str) -> list[PrintedPaper]:
    """Return the last print of each paper that bears this number, those to be signed first, then the latest."""
    found: dict[Key, PrintedPaper] = {}
    query = PrintedPaper.select().where(PrintedPaper.number == number).order_by(PrintedPaper.id)
    for row in query:
        found[key_of(row)] = row
    return sorted(found.values(), key=lambda row: (not row.to_sign, -row.id))


def known_numbers(numbers: Iterable[str]) -> set[str]:
    """Return those of the numbers that stand on a printed paper."""
    found: set[str] = set()
    for some in peewee.chunked(sorted(set(numbers)), AT_ONCE):
        query = PrintedPaper.select(PrintedPaper.number).where(PrintedPaper.number.in_(some)).distinct()
        found.update(number for (number,) in query.tuples())
    return found


def _incomplete() -> Any:
    """Return the query of the last prints of papers to be signed whose last signed-copy row does not say complete."""
    row, copy = PrintedPaper.alias(), SignedCopy.alias()
    complete = peewee.Case(None, [(copy.is_complete == True, copy.id)], 0)  # noqa: E712
    last, last_complete = peewee.fn.COALESCE(peewee.fn.MAX(copy.id), -1), peewee.fn.MAX(complete)
    return (
        row.select(peewee.fn.MAX(row.id))
        .join(copy, peewee.JOIN.LEFT_OUTER, on=(copy.printed == row.id))
        .where(row.to_sign == True)  # noqa: E712
        .group_by(row.kind, row.record_id, row.paper, row.number)
        .having(last != last_complete)
    )


def _refuse(row: Any, signers: Sequence[str], signed_on: datetime.date, desk: Desk) -> None:
    required = signatures(row)
    if required and not signers:
        raise DeskError(_("没有登记签字件：请勾选谁签了字。"))
    strange = [name for name in signers if required and name not in required]
    if strange:
        raise DeskError(_("没有登记签字件：这张表单不由{names}签字。").format(names=listed(strange)))
    if signed_on > desk.today:
        raise DeskError(
            _("没有登记签字件：签字日期 {day} 还没有到，请改正。").format(day=show_day(signed_on))
        )
    first = PrintedPaper.select(peewee.fn.MIN(PrintedPaper.at)).where(_same(row)).scalar()
    printed_on = first.date()
    if signed_on < printed_on:
        raise DeskError(
            _("没有登记签字件：签字日期 {day} 早于打印日期 {printed}，请改正。").format(
                day=show_day(signed_on), printed=show_day(printed_on)
            )
        )


def _same(row: Any) -> Any:
    """Return the condition that a print is of the same paper as `row`."""
    return (
        (PrintedPaper.kind == row.kind)
        & (PrintedPaper.record_id == row.record_id)
        & (PrintedPaper.paper == row.paper)
        & (PrintedPaper.number == row.number)
    )


def _in_force(row: Any) -> list[Any]:
    """Return the signed copies of the paper of a print that were not withdrawn, the oldest first."""
    query = SignedCopy.select().join(PrintedPaper).where(_same(row)).order_by(SignedCopy.id)
    return _not_withdrawn(list(query))


def _not_withdrawn(copies: Sequence[Any]) -> list[Any]:
    gone = {copy.withdraws_id for copy in copies}
    return [copy for copy in copies if copy.withdraws_id is None and copy.id not in gone]


def _given_up(records: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
    """Return those of the records (kind, id) for which nobody is waited: voided, deleted or said to be signed."""
    found: set[tuple[str, int]] = set()
    for kind_name, ids in _by_kind(records).items():
        if kind_name not in KINDS:
            continue
        kind = KINDS[kind_name]
        for some in peewee.chunked(ids, AT_ONCE):
            alive = {one for (one,) in _alive(kind).where(kind.model.id.in_(some)).tuples()}
            found |= {(kind_name, record_id) for record_id in {*some} - alive - {NO_RECORD}}
    return found


def _by_kind(records: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """Return {kind: ids} of the records."""
    found: dict[str, list[int]] = {}
    for kind_name, record_id in sorted(records):
        found.setdefault(kind_name, []).append(record_id)
    return found


def _copies(kind_name: str, ids: Sequence[int]) -> Any:
    """Return the query of all signed-copy rows of papers of these records, with their prints, the oldest first."""
    return (
        SignedCopy.select(SignedCopy, PrintedPaper, Attachment)
        .join(PrintedPaper)
        .switch(SignedCopy)
        .join(Attachment, peewee.JOIN.LEFT_OUTER)
        .where(PrintedPaper.kind == kind_name, PrintedPaper.record_id.in_(ids))
        .order_by(SignedCopy.id)
    )


def _alive(kind: RecordKind) -> Any:
    """Return the query of the ids of a kind's records that are not voided, nor said to be signed."""
    query = kind.model.select(kind.model.id)
    if kind.workflow:
        query = query.where(kind.field("state") != VOID)
    if kind.name in CONFIRMED:
        flag = kind.field(CONFIRMED[kind.name])
        query = query.where(flag.is_null() | (flag == False))  # noqa: E712
    return query


def _state(row: Any, copies: Sequence[Any], *, is_over: bool) -> SignedState:
    valid = _not_withdrawn(copies)
    required = signatures(row)
    named = dict.fromkeys(name for copy in valid for name in json.loads(copy.signers))
    return SignedState(
        required=required,
        signed=tuple(sorted(named, key=lambda name: required.index(name) if name in required else 99)),
        signed_on=max((copy.signed_on for copy in valid), default=None),
        attachments=tuple(copy.attachment_id for copy in valid if _has_scan(copy)),
        copies=tuple(copy.id for copy in valid),
        is_awaited=bool(row.to_sign) and not is_over,
        is_complete=bool(copies and copies[-1].is_complete),
    )


def _has_scan(copy: Any) -> bool:
    """Say whether the scan of a signed copy is still with the record."""
    return copy.attachment_id is not None and copy.attachment.removed_at is None


def _add(row: Any, desk: Desk, *, signers: Sequence[str], **values: Any) -> SignedCopy:
    made: SignedCopy = SignedCopy.create(
        printed=row,
        signers=json.dumps(list(signers), ensure_ascii=False),
        at=desk.now(),
        actor=desk.actor.name,
        **values,
    )
    return made
