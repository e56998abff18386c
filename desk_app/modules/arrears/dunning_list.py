"""Who is to be asked today (催缴名单): every room with debts, the step it is due for, or why it is left alone.

Left alone is whom the office stopped asking, whoever promised a day that has not passed, debts too small for a letter,
and whoever has prepaid enough: what an offset would pay counts as paid. Held bills are in no sum.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import peewee

from desk_app.kernel.database import among
from desk_app.kernel.days import show_day
from desk_app.kernel.words import _
from desk_app.modules.arrears import ageing, dunning_cases, ladder
from desk_app.modules.arrears.ageing import Aged
from desk_app.modules.arrears.dunning_notices import last_notices
from desk_app.modules.arrears.ladder import Terms
from desk_app.modules.arrears.letters import overdue
from desk_app.modules.arrears.records import DunningCase, DunningNotice
from desk_app.modules.billing.ledger import IS_OPEN, NOT_VOID
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier.prepaid import cover, purses_of


@dataclass(frozen=True)
class Debtor:
    """A room that owes: its debts by age, months of its bills, the last letter, and `step`, what to do now.

    `prepaid` is the fen of them the room's prepaid money would pay; months and days overdue are of what that leaves.
    Without a step `why_not` says in words why it is left alone; both are empty while nothing is due.
    """

    aged: Aged
    prepaid: int
    months: int
    days_overdue: int
    last_step: str | None
    last_on: datetime.date | None
    step: str | None
    why_not: str
    case: DunningCase | None

    @property
    def room_id(self) -> int:
        """Return the room."""
        return int(self.aged.key or 0)

    @property
    def promise_is_broken(self) -> bool:
        """Say whether a promised day passed and the debt is still there."""
        return self.case is not None and self.case.state == "promised" and not self.why_not


@dataclass(frozen=True)
class _Owing:
    """What is left of a room's debts once its prepaid money is set against them; sums in fen.

    `covered` is what of the debts looked at that money pays, `net` what is left of all of them.
    """

    months: int
    oldest: datetime.date | None
    covered: int
    net: int


def debtors(day: datetime.date, building_id: int | None = None, item_id: int | None = None) -> list[Debtor]:
    """Return every room with debts, as one walks from door to door; the step rests on all its debts."""
    rows = ageing.by_room(day, building_id, item_id)
    rooms = [int(row.key or 0) for row in rows]
    whole = {row.key: row for row in (rows if item_id is None else ageing.by_room(day, building_id))}
    months, oldest = _spans(rooms, day)
    owing = {room: _Owing(months.get(room, 0), oldest.get(room), 0, whole[room].total) for room in rooms}
    owing |= _after_offsets(owing, day, item_id)
    letters, cases, terms = last_notices(rooms), dunning_cases.cases_of(rooms), ladder.terms()
    return [
        _debtor(row, owing[room], _last_step(letters.get(room), cases.get(room)), cases.get(room), day, terms)
        for row, room in zip(rows, rooms, strict=True)
    ]


def _after_offsets(owing: Mapping[int, _Owing], day: datetime.date, item_id: int | None) -> dict[int, _Owing]:
    """Return what rests in the rooms that have prepaid money for their debts."""
    found: dict[int, _Owing] = {}
    for room_id, money in purses_of(owing).items():
        bills = overdue(room_id, day)
        paid = cover(bills, money, day).principal
        left = [bill for bill in bills if bill.still_open > paid.get(bill.id, 0)]
        found[room_id] = _Owing(
            len({bill.period for bill in left}),
            min((bill.due_on for bill in left), default=None),
            sum(paid.get(bill.id, 0) for bill in bills if item_id in (None, bill.item_id)),
            owing[room_id].net - sum(paid.values()),
        )
    return found


def due_for(step: str, found: Iterable[Debtor]) -> list[Debtor]:
    """Return those to be asked by `step` now."""
    return [debtor for debtor in found if debtor.step == step]


def _debtor(
    row: Aged,
    owing: _Owing,
    last: tuple[str | None, datetime.date | None],
    case: DunningCase | None,
    day: datetime.date,
    terms: Terms,
) -> Debtor:
    days = (day - owing.oldest).days if owing.oldest else 0
    step = ladder.next_step(days, *last, day, terms) if owing.net else None
    why_not = _alone(case, day) if owing.net else _("预存款够抵") if owing.covered else ""
    if step not in (None, "call") and not ladder.is_enough(owing.months, owing.net, terms):
        step, why_not = None, why_not or _("金额小，不发函")
    return Debtor(row, owing.covered, owing.months, days, *last, None if why_not else step, why_not, case)


def _last_step(
    letter: DunningNotice | None, case: DunningCase | None
) -> tuple[str | None, datetime.date | None]:
    """Return the last step taken and its day: a letter, or before any the call."""
    if letter is not None:
        return letter.step, letter.made_on
    called = case is not None and case.step == "call"
    return (case.step, case.step_on) if case is not None and called else (None, None)


def _alone(case: DunningCase | None, day: datetime.date) -> str:
    """Return why nobody asks this debtor now, or nothing."""
    if case is None:
        return ""
    if case.state == "court":
        return _("诉讼中")
    if case.state == "promised" and case.promised_on and case.promised_on >= day:
        return _("承诺 {day} 前缴纳").format(day=show_day(case.promised_on))
    if case.state == "stopped" and case.stopped_until and case.stopped_until >= day:
        until = show_day(case.stopped_until)
        return _("{reason}，暂停到 {day}").format(reason=DunningCase.stop.show(case.stop), day=until)
    return ""


def _spans(rooms: list[int], day: datetime.date) -> tuple[dict[int, int], dict[int, datetime.date]]:
    """Return {room: how many months its overdue bills are of}, and {room: the earliest due day}; held bills left out."""
    months: dict[int, int] = {}
    oldest: dict[int, datetime.date] = {}
    for some in peewee.chunked(rooms, 500):
        count = peewee.fn.COUNT(peewee.fn.DISTINCT(Bill.period))
        query = Bill.select(Bill.room, count, peewee.fn.MIN(Bill.due_on))
        query = query.where(
            among(Bill.room, some), IS_OPEN, NOT_VOID, Bill.state == "open", Bill.due_on < day
        )
        for room_id, periods, first in query.group_by(Bill.room).tuples():
            months[room_id], oldest[room_id] = periods, first
    return months, oldest
