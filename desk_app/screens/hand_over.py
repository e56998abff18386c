"""Handing open matters to a colleague (交接): many at once, each logged, and taken back while nobody changed them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desk_app.kernel import store, waiting
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import InvalidRecord
from desk_app.kernel.kind import KINDS, RecordKind
from desk_app.kernel.text import one_line
from desk_app.kernel.words import _
from desk_app.modules.staff.records import StaffMember

ACTION = "hand_over"
LONGEST_NAME = 40

Key = tuple[str, int]
"""Kind name and id of a record."""


@dataclass(frozen=True)
class Handed:
    """One matter that changed hands: who had it before ('' for nobody)."""

    key: Key
    before: str


@dataclass(frozen=True)
class HandedOver:
    """What came of it: to whom, which matters, and the titles of those that nobody can be given."""

    to: str
    matters: tuple[Handed, ...]
    refused: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Return it in one sentence."""
        text = _("已把 {count} 件事交给{name}。").format(count=len(self.matters), name=self.to)
        if self.refused:
            text += _("{count} 件不记跟进人，没有交接：{first} 等。").format(
                count=len(self.refused), first=self.refused[0]
            )
        return text


def colleagues(desk: Desk) -> list[str]:
    """Return the names of those who work here now, in order; whoever gives stands last."""
    query = StaffMember.select(StaffMember.name).where(
        StaffMember.left_on.is_null() | (StaffMember.left_on > desk.today)
    )
    names = [name for (name,) in query.order_by(StaffMember.name).tuples()]
    return sorted(names, key=lambda name: name == desk.actor.name)


def can_be_given(kind: RecordKind) -> bool:
    """Say whether records of this kind wait for a person by name."""
    return bool(kind.workflow and kind.workflow.holder)


def open_ones(kind: RecordKind, ids: Sequence[int]) -> list[Key]:
    """Return those of the records that still wait for somebody."""
    found = waiting.of(kind, ids)
    return [(kind.name, record_id) for record_id in ids if record_id in found]


def give(keys: Iterable[Key], to: str, desk: Desk, reason: str = "") -> HandedOver:
    """Let the open matters wait for the person `to` from now on; all of them or, on an error, none."""
    name = one_line(to)
    if not name:
        raise InvalidRecord({"holder": _("没有交接：请选择或填写交给谁。")})
    if len(name) > LONGEST_NAME:
        raise InvalidRecord({"holder": _("没有交接：姓名太长了。")})
    given, refused = [], []
    with transaction():
        for key in keys:
            kind = KINDS[key[0]]
            record = store.load(kind, key[1]).record
            if not can_be_given(kind):
                refused.append(kind.title(record))
                continue
            before = _holder(kind, key[1])
            if before != name:
                _put(key, name, desk, reason)
            given.append(Handed(key, before))
    return HandedOver(name, tuple(given), tuple(refused))


def take_back(handed: HandedOver, desk: Desk) -> int:
    """Give everything back to who had it before, save what went on to somebody else meanwhile; return how many."""
    count = 0
    with transaction():
        for each in handed.matters:
            kind = KINDS[each.key[0]]
            if kind.model.get_or_none(kind.model.id == each.key[1]) is None:
                continue
            if _holder(kind, each.key[1]) == handed.to and each.before != handed.to:
                _put(each.key, each.before, desk, _("撤销交接"))
                count += 1
    return count


def _holder(kind: RecordKind, record_id: int) -> str:
    assert kind.workflow
    return str(getattr(store.load(kind, record_id).record, kind.workflow.holder) or "")


def _put(key: Key, name: str, desk: Desk, reason: str) -> None:
    kind = KINDS[key[0]]
    assert kind.workflow
    store.amend(kind, key[1], desk, ACTION, reason, **{kind.workflow.holder: name or None})
