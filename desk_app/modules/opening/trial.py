"""The trial balance against the old book (试算平衡): its totals as typed, ours, and the difference. Amounts are whole fen."""

from dataclasses import dataclass

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.money import LARGEST, show
from desk_app.kernel.words import _
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.opening.posting import require
from desk_app.modules.opening.records import OldFigure, OpeningEntry, OpeningRun

ORDER = ("arrears", "prepaid", "deposit", "payment")


@dataclass(frozen=True)
class TrialRow:
    """One total. `what` names it ('arrears 12': of fee item 12, 'prepaid'); `old` is None while nobody typed it."""

    what: str
    sort: str
    name: str
    rooms: int
    ours: int
    old: int | None = None

    @property
    def difference(self) -> int | None:
        """Return by how many fen ours is above the old book's figure; None while that is not known."""
        return None if self.old is None else self.ours - self.old


def trial_balance() -> list[TrialRow]:
    """Return the totals of every opening that holds, and of what the old book was said to have though we have none.

    Arrears, deposits and past payments stand item by item, prepaid money as one sum.
    """
    old = dict(OldFigure.select(OldFigure.what, OldFigure.amount).tuples())
    rows = {row.what: row for row in _ours(old)}
    for what in old.keys() - rows.keys():
        sort, _blank, item_id = what.partition(" ")
        if item_id or sort == "prepaid":
            rows[what] = TrialRow(what, sort, _name(int(item_id) if item_id else None), 0, 0, old[what])
    return sorted(rows.values(), key=lambda row: (ORDER.index(row.sort), row.name))


def note_old(what: str, fen: int | None, desk: Desk) -> None:
    """Keep the old book's figure for a total; None forgets it."""
    require(desk)
    if fen is not None and not 0 <= fen <= LARGEST:
        raise ValueError(_("旧账数应是 0 或大于 0 的金额。"))
    with transaction():
        before = OldFigure.get_or_none(OldFigure.what == what)
        OldFigure.delete().where(OldFigure.what == what).execute()
        if fen is not None:
            OldFigure.create(what=what, amount=fen, at=desk.now(), actor=desk.actor.name)
        told = [show(before.amount) if before else "", "" if fen is None else show(fen)]
        store.note_event("opening_runs", None, desk, "old_figure", what, {"amount": told})


def _ours(old: dict[str, int]) -> list[TrialRow]:
    fen, rooms = peewee.fn.SUM(OpeningEntry.amount), peewee.fn.COUNT(OpeningEntry.room.distinct())
    query = OpeningEntry.select(OpeningEntry.sort, OpeningEntry.item, fen, rooms).join(OpeningRun)
    kept = query.where(OpeningRun.state == "kept", OpeningEntry.sort.in_(("arrears", "deposit", "payment")))
    rows = []
    for sort, item_id, total, count in kept.group_by(OpeningEntry.sort, OpeningEntry.item).tuples():
        what = f"{sort} {item_id}"
        rows.append(TrialRow(what, sort, _name(item_id), count, int(total), old.get(what)))
    purses = OpeningEntry.select(fen, rooms).join(OpeningRun)
    total, count = purses.where(OpeningRun.state == "kept", OpeningEntry.sort == "prepaid").scalar(
        as_tuple=True
    )
    if count:
        rows.append(TrialRow("prepaid", "prepaid", _name(None), count, int(total), old.get("prepaid")))
    return rows


def _name(item_id: int | None) -> str:
    item = FeeItem.get_or_none(FeeItem.id == item_id) if item_id else None
    return str(item) if item is not None else _("预存款")
