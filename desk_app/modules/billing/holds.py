"""Holding bills (挂起，暂缓催收): disputed ones, and those of a payer who was given time (domain.md 3.9: never a late fee).

The late fee of the days before is posted when a bill is held; the days it is held, the last one included, bear none.
"""

import datetime

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.days import show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.text import one_line
from desk_app.kernel.words import _
from desk_app.modules.billing.ledger import IS_OPEN, read_bills
from desk_app.modules.billing.overdue import post_late_fees
from desk_app.modules.billing.records import Bill
from desk_app.modules.billing.run_rights import require

HOLDING = ("accountant", "supervisor", "manager")
"""Who may hold a bill and release it: it costs the office the late fee of the days between."""


def hold_bill(bill_id: int, desk: Desk, reason: str, until_on: datetime.date | None = None) -> Bill:
    """Hold a bill: it bears no late fee, is not dunned, and nothing is set against it unless the payer asks for it.

    With `until_on` it counts again by itself from the day after. DeskError without a reason, or for a bill that is
    paid, void or held already.
    """
    require(desk, HOLDING, _("挂起账单"))
    why = one_line(reason)
    if not why:
        raise DeskError(_("账单没有挂起：请写明原因。"))
    if until_on is not None and until_on < desk.today:
        raise DeskError(_("账单没有挂起：挂起到的日期已经过了。"))
    with transaction():
        bill = read_bills([bill_id])[bill_id]
        post_late_fees([bill], desk.today, desk)
        change = Bill.update(state="held", held_until=until_on, version=Bill.version + 1)
        if not change.where(Bill.id == bill_id, Bill.state == "open", IS_OPEN).execute():
            raise DeskError(_("账单没有挂起：它已经收清、挂起或作废。请重新打开这一页。"))
        told = _states("open", "held")
        if until_on is not None:
            told["held_until"] = ["", show_day(until_on)]
        store.note_event("bills", bill_id, desk, "hold", why, told)
    return read_bills([bill_id])[bill_id]


def release_bill(bill_id: int, desk: Desk, reason: str = "") -> Bill:
    """Let a held bill count again (解除挂起), from tomorrow; DeskError if it is not held."""
    require(desk, HOLDING, _("解除挂起"))
    with transaction():
        _release(bill_id, desk.today, desk, one_line(reason))
    return read_bills([bill_id])[bill_id]


def release_expired(desk: Desk) -> int:
    """Release the bills whose agreed day is over, as of that day; return how many. Running it late changes nothing."""
    query = Bill.select(Bill.id, Bill.held_until).where(Bill.state == "held", Bill.held_until < desk.today)
    over = list(query.tuples())
    if over:
        with transaction():
            for bill_id, until_on in over:
                _release(bill_id, until_on, desk, _("挂起到期"))
    return len(over)


def _release(bill_id: int, last_on: datetime.date, desk: Desk, reason: str) -> None:
    change = Bill.update(state="open", held_until=None, released_on=last_on, version=Bill.version + 1)
    if not change.where(Bill.id == bill_id, Bill.state == "held").execute():
        raise DeskError(_("账单没有解除挂起：它没有挂起，或已经作废。请重新打开这一页。"))
    store.note_event("bills", bill_id, desk, "release", reason, _states("held", "open"))


def _states(before: str, after: str) -> dict[str, list[str]]:
    return {"state": [Bill.state.show(before), Bill.state.show(after)]}
