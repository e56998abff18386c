"""What a link field can point to (关联选择): matches for typed text, and what was chosen lately."""

from dataclasses import dataclass
from typing import Any

from desk_app.kernel.access import Desk
from desk_app.kernel.kind import KINDS, RecordKind
from desk_app.kernel.text import narrow
from desk_app.kernel.words import _, inside
from desk_app.screens import search

MOST_SHOWN = 12
RECENT = 8
"""How many matches, and how many lately used records, are offered."""
LOOKED_BACK = 60
"""How many of the newest records are looked through for lately used ones."""


@dataclass(frozen=True)
class Target:
    """A record a link can point to: what it is called, and a line that tells it from others.

    `is_exact` when what was typed is a whole word or number of it.
    """

    kind_name: str
    record_id: int
    title: str
    detail: str = ""
    is_exact: bool = False


def kind_of(field: Any) -> RecordKind:
    """Return the kind of the records the link `field` points to; KeyError is a bug."""
    for kind in KINDS.values():
        if kind.model is field.rel_model:
            return kind
    raise KeyError(field.rel_model.__name__)


def hint_for(field: Any) -> str:
    """Return what may be typed to find a record the link `field` points to."""
    kind = kind_of(field)
    if kind.name in ("rooms", "people"):
        return _("房号、姓名、电话尾号或拼音首字母")
    return _("{kind}的名称、编号或拼音首字母").format(kind=inside(_(kind.label)))


def suggest(field: Any, typed: str, desk: Desk) -> list[Target]:
    """Return the records `typed` (a number, name, phone tail or initials) may mean, the likeliest first."""
    kind = kind_of(field)
    if kind.find is None:
        return _scan(kind, typed)
    return _found(kind.name, typed, desk)


def find_rooms(typed: str, desk: Desk) -> list[Target]:
    """Return the rooms a number, a name, a phone's tail or initials may mean, the likeliest first."""
    return _found("rooms", typed, desk)


def _found(kind_name: str, typed: str, desk: Desk) -> list[Target]:
    return [
        Target(hit.kind_name, hit.record_id, hit.title, hit.detail, hit.is_exact)
        for hit in search.find(typed, desk, MOST_SHOWN, [kind_name])
    ]


def words_for_new(field: Any, typed: str) -> str:
    """Return the offer to make what the link `field` points to, called as typed."""
    return _("新建{kind}“{text}”…").format(kind=inside(_(kind_of(field).one)), text=typed.strip()[:20])


def title_of(field: Any, record_id: int) -> str:
    """Return what a record the link `field` points to is called."""
    kind = kind_of(field)
    return kind.title(kind.model.get_by_id(record_id))


def only_one(found: list[Target], typed: str) -> Target | None:
    """Return the record meant when there is no doubt: the only match, the only whole one, or the one so called."""
    if len(found) == 1:
        return found[0]
    exact = [target for target in found if target.is_exact]
    if len(exact) == 1:
        return exact[0]
    same = [target for target in found if _plain(target.title) == _plain(typed)]
    return same[0] if len(same) == 1 else None


def recent(model: Any, name: str) -> list[Target]:
    """Return the records the link `name` of `model` was pointed to lately, the latest first."""
    field = model._meta.fields[name]
    kind = kind_of(field)
    query = model.select(field).where(field.is_null(False)).order_by(model.id.desc()).limit(LOOKED_BACK)
    ids = list(dict.fromkeys(row.__data__[name] for row in query))[:RECENT]
    found = {record.id: record for record in kind.model.select().where(kind.model.id.in_(ids))} if ids else {}
    return [_target(kind, found[record_id]) for record_id in ids if record_id in found]


def _scan(kind: RecordKind, typed: str) -> list[Target]:
    """Return the records whose title holds `typed`, for kinds of few records that the search does not know."""
    wanted = _plain(typed)
    matches = (record for record in kind.model.select() if wanted in _plain(kind.title(record)))
    return [_target(kind, record) for record, _count in zip(matches, range(MOST_SHOWN), strict=False)]


def _target(kind: RecordKind, record: Any) -> Target:
    return Target(kind.name, record.id, kind.title(record))


def _plain(text: str) -> str:
    return "".join(narrow(text).casefold().split())
