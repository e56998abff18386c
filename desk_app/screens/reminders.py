"""What the first page reminds of besides records in a flow of work (提醒): papers, readings, money that came in, days.

Each is one cheap query, for the page looks every minute. Money is shown to those who handle it.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from desk_app.kernel import signed_copies
from desk_app.kernel.access import Desk
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.arrears import summary
from desk_app.modules.billing.months import next_period, period_of
from desk_app.modules.cashier.bank_lines import unclaimed
from desk_app.modules.cashier.day_figures import days_to_close
from desk_app.modules.cashier.deposit_cards import count_refundable
from desk_app.modules.cashier.locks import open_since
from desk_app.modules.complaints import proposals
from desk_app.modules.keys.loans import count_overdue
from desk_app.modules.meters.rounds import count_held
from desk_app.modules.reception.visitors import still_inside
from desk_app.modules.repairs import stock
from desk_app.screens import print_run_list, scan_folder

MONEY = frozenset({"clerk", "cashier", "accountant", "supervisor", "manager"})
"""Roles that see what rooms owe and what came in."""
DESK = frozenset({"clerk", "guard", "supervisor", "manager"})
"""Roles that look after keys and visitors."""
MONTHS_BACK = 12
"""Months whose held readings are counted; a meter is not read again while one waits."""
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Reminder:
    """What waits and is no record in a flow of work: how many, and the command or the page that shows it."""

    command: str
    icon: str
    label: str
    count: int
    tone: str
    page: str = ""


@dataclass(frozen=True)
class Owed:
    """What all rooms owe together as last counted, in words; `page` shows it room by room."""

    amount: str
    detail: str
    tone: str
    page: str = "arrears"


def remind(desk: Desk) -> Iterable[Reminder]:
    """Yield what waits, if anything does."""
    found = [*_of_papers(), *_of_the_front(desk), _of_readings(desk)]
    if desk.actor.roles & MONEY:
        found += _of_money(desk)
    return (reminder for reminder in found if reminder.count)


def owed(desk: Desk) -> Owed | None:
    """Return what is owed as last counted; None before the first count, and for those who do not handle money."""
    found = summary.overview() if desk.actor.roles & MONEY else None
    if found is None:
        return None
    total = found.total
    detail = _("{at} 统计，{count} 笔，不含挂起和押金").format(
        at=f"{found.counted_at:%m-%d %H:%M}", count=total.bills
    )
    return Owed(show(total.total), detail, "bad" if total.total else "muted")


def _of_papers() -> list[Reminder]:
    """Signed copies not yet back, print runs not finished, scans not yet filed."""
    return [
        Reminder("show_unsigned", "edit", _("份缺签字件"), signed_copies.missing_count(), "bad"),
        Reminder("show_print_runs", "print", _("个打印批次没打完"), print_run_list.count_open(), "waiting"),
        Reminder("file_scans", "import", _("份扫描件待归档"), len(scan_folder.waiting()), "waiting"),
    ]


def _of_the_front(desk: Desk) -> list[Reminder]:
    """Keys not back in time, visitors not seen to leave, complaints graver than judged, parts running low."""
    roles, found = desk.actor.roles, []
    if roles & DESK:
        found += [
            Reminder("", "key", _("份钥匙到时未还"), count_overdue(desk.now()), "bad", "key_loans"),
            Reminder("", "gate", _("位来访未登记离开"), still_inside(desk.today), "waiting", "visitors"),
        ]
    if roles & set(proposals.JUDGES):
        count = proposals.count_to_judge_again(desk.now())
        found.append(Reminder("", "warning", _("件投诉建议升为重大"), count, "bad", "complaints"))
    if roles & set(stock.KEEPERS):
        found.append(
            Reminder("", "storage", _("种备件低于最低库存"), stock.count_running_low(), "waiting", "parts")
        )
    return found


def _of_readings(desk: Desk) -> Reminder:
    count = count_held(next_period(period_of(desk.today), -MONTHS_BACK))
    return Reminder("", "meter", _("个读数待核对"), count, "waiting", "meter_round")


def _of_money(desk: Desk) -> list[Reminder]:
    """Money that came in and is nobody's yet, days before today not closed, deposits whose waiting time is over."""
    days = days_to_close(desk.today - ONE_DAY, from_on=open_since())
    return [
        Reminder("", "wallet", _("笔到账未认领"), unclaimed()[0], "waiting", "bank_matching"),
        Reminder("", "lock", _("天没有日结"), len(days), "bad", "day_closing"),
        Reminder("", "undo", _("笔押金可以退了"), count_refundable(desk.today), "waiting", "deposits"),
    ]
