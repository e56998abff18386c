"""Letters that left the office (催缴文书): noted by themselves when a reminder is printed, with the bills it named.

One row a letter and number, whether it was printed alone or in a run; printed again it is the same letter.
"""

import datetime
from collections.abc import Iterable
from functools import partial
from typing import Any

import peewee

from desk_app.kernel.access import Desk
from desk_app.kernel.database import among, insert_rows
from desk_app.kernel.money import parse
from desk_app.kernel.printed import PrintedPaper, when_out
from desk_app.kernel.snapshots import read, values_of
from desk_app.modules.arrears import dunning_cases
from desk_app.modules.arrears.ladder import PAPERS
from desk_app.modules.arrears.limitation import lapses_on
from desk_app.modules.arrears.records import DunningNotice, NamedBill
from desk_app.modules.billing.ledger import IS_OPEN, NOT_VOID
from desk_app.modules.billing.records import Bill

TOGETHER = 200


def note_letters(row_ids: list[int], desk: Desk, step: str) -> None:
    """Keep each letter of `step` that is new, with the bills it names, and let the rooms' cases know."""
    for some in peewee.chunked(row_ids, TOGETHER):
        rows = list(PrintedPaper.select().where(among(PrintedPaper.id, some), PrintedPaper.kind == "rooms"))
        known = DunningNotice.select(DunningNotice.number)
        known = known.where(DunningNotice.number.in_([row.number for row in rows]))
        old = {number for (number,) in known.tuples()}
        new = {row.record_id: row for row in rows if row.number and row.number not in old}
        if new:
            named = _named(new, desk.today)
            _keep(new, step, named, desk)
            lapses = lapses_on(bill for bills in named.values() for bill in bills)
            first = {
                room_id: min((lapses[bill.id] for bill in named.get(room_id, ())), default=None)
                for room_id in new
            }
            dunning_cases.note_steps(first, step, desk)


def _keep(rows: dict[int, PrintedPaper], step: str, bills: dict[int, list[Bill]], desk: Desk) -> None:
    """Write the letters and what they name."""
    names = ("version", "room", "step", "number", "made_on", "made_by", "owed", "late_fee", "bills", "run")
    letters = []
    kept_values = _values(rows.values())
    for room_id, row in rows.items():
        values, count = kept_values[row.id], len(bills.get(room_id, ()))
        sums = (_fen(values.get("owed")), _fen(values.get("late_fee")))
        letters.append(
            (1, room_id, step, row.number, str(desk.today), desk.actor.name, *sums, count, row.run_id)
        )
    insert_rows(DunningNotice, names, letters)
    numbers = [row.number for row in rows.values()]
    query = DunningNotice.select(DunningNotice.id, DunningNotice.room)
    kept = query.where(DunningNotice.number.in_(numbers)).tuples()
    named = [
        (notice_id, bill.id, bill.still_open)
        for notice_id, room_id in kept
        for bill in bills.get(room_id, ())
    ]
    insert_rows(NamedBill, ("notice", "bill", "owed"), named)


def _named(room_ids: Iterable[int], day: datetime.date) -> dict[int, list[Bill]]:
    """Return the bills of each room a letter names: overdue and not in dispute, as `letters.overdue` says."""
    found: dict[int, list[Bill]] = {}
    query = Bill.select().where(IS_OPEN, NOT_VOID, Bill.state == "open", Bill.due_on < day)
    for bill in query.where(among(Bill.room, room_ids)).order_by(Bill.due_on, Bill.id):
        found.setdefault(bill.room_id, []).append(bill)
    return found


def _values(rows: Iterable[PrintedPaper]) -> dict[int, dict[str, Any]]:
    """Return {row id: what the letter's placeholders held}; letters of a run are read together."""
    found: dict[int, dict[str, Any]] = {}
    of_runs: dict[int, dict[int, int]] = {}
    for row in rows:
        if row.filled_values or row.run_id is None:
            found[row.id] = values_of(row)
        else:
            of_runs.setdefault(row.run_id, {})[row.place] = row.id
    for run_id, places in of_runs.items():
        found |= zip(places.values(), read(run_id, places), strict=True)
    return found


def _fen(shown: Any) -> int:
    """Return the fen a letter shows, 0 where it shows none."""
    return parse(str(shown)) if shown else 0


def last_notices(room_ids: Iterable[int]) -> dict[int, DunningNotice]:
    """Return each room's last letter that named a bill still open: letters about debts since paid are history."""
    found: dict[int, DunningNotice] = {}
    for some in peewee.chunked(room_ids, 500):
        query = (
            DunningNotice.select()
            .join(NamedBill)
            .join(Bill, on=(NamedBill.bill == Bill.id))
            .where(among(DunningNotice.room, some), IS_OPEN, NOT_VOID)
            .order_by(DunningNotice.id)
        )
        found |= {notice.room_id: notice for notice in query}
    return found


for _paper, _step in PAPERS.items():
    when_out(_paper, partial(note_letters, step=_step))
