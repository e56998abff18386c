"""Closing the month (月结): what still stands against it, the roll-forwards that must balance, every receipt number."""

from dataclasses import dataclass, field

from desk_app.kernel.access import Desk
from desk_app.kernel.money import show
from desk_app.kernel.words import _, mark
from desk_app.modules.billing.months import next_period, period_of
from desk_app.modules.cashier import collection
from desk_app.modules.cashier.month_checks import Check, checklist
from desk_app.modules.cashier.month_close import close_month, snapshot_of
from desk_app.modules.cashier.numbers import FATES, NumberRow, number_audit, series_in_use
from desk_app.modules.cashier.records import MonthClose
from desk_app.modules.cashier.roll_forward import RollForward, kept_roll_forward, roll_forward, show_basis
from desk_app.screens.progress import Progress

MONTHS_SHOWN = 14
ARREARS = (
    ("opening", mark("期初欠费")),
    ("billed", mark("本期应收")),
    ("of_period", mark("账期应收")),
    ("reduced", mark("减免")),
    ("current", mark("收当期")),
    ("ahead", mark("预收冲抵")),
    ("old", mark("收往期")),
    ("closing", mark("期末欠费")),
)
"""Columns of the arrears roll-forward (F63); voids and reversals stand in a column of their own where there are any.

账期应收 is in no balance: what the period's bills ask, whenever they were posted.
"""
UNDONE = ("voided", "reversed_current", "reversed_old")
MOVED = (
    ("opening", mark("期初")),
    ("received", mark("收入")),
    ("offset", mark("抵扣")),
    ("deducted", mark("扣款")),
    ("transferred", mark("转抵")),
    ("refunded", mark("退还")),
    ("undone", mark("作废冲红")),
    ("closing", mark("期末")),
)


@dataclass(frozen=True)
class Sheet:
    """A table of sums as text: headings, and rows whose first cell is a name."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class MonthLook:
    """A month as it stands: its checks, its balances, its rates with their formulas; of a closed one as it was closed."""

    period: int
    close: MonthClose | None
    checks: tuple[Check, ...]
    found: RollForward
    rates: tuple[collection.Rate, ...]

    @property
    def is_closed(self) -> bool:
        """Say whether the month is closed."""
        return self.close is not None

    @property
    def basis(self) -> str:
        """Return which bills the month's are, in a sentence."""
        return show_basis(self.found.total, self.period)

    @property
    def left_open(self) -> list[Check]:
        """Return what is not done but does not keep the month from being closed."""
        return [check for check in self.checks if not check.blocking and not check.ok]

    @property
    def against(self) -> list[Check]:
        """Return the checks that keep the month from being closed."""
        return [check for check in self.checks if check.blocking and not check.ok]

    @property
    def arrears(self) -> Sheet:
        """Return the roll-forward of arrears, one row an item and their sum."""
        has_undone = any(getattr(row, name) for row in self.found.arrears for name in UNDONE)
        heads = [_("收费项目"), *(_(label) for _name, label in ARREARS)]
        if has_undone:
            heads.insert(-1, _("作废冲红"))
        rows = []
        for row in (*self.found.arrears, self.found.total):
            cells = [row.name or _("合计"), *(show(getattr(row, name)) for name, _label in ARREARS)]
            if has_undone:
                undone = row.reversed_current + row.reversed_old - row.voided
                cells.insert(-1, show(undone))
            rows.append(tuple(cells))
        return Sheet(tuple(heads), tuple(rows))

    @property
    def purses(self) -> Sheet:
        """Return the roll-forwards of prepaid money and of each kind of deposit."""
        heads = (_("余额"), *(_(label) for _name, label in MOVED))
        rows = [_moved(_("预存款"), self.found.prepaid)]
        rows += [_moved(row.name, row) for row in self.found.deposits]
        return Sheet(heads, tuple(rows))


@dataclass
class MonthClosing:
    """The page: the month looked at, and one series of receipt numbers."""

    desk: Desk
    period: int = 0
    look: MonthLook | None = None
    numbers: list[NumberRow] = field(default_factory=list)

    def periods(self) -> list[int]:
        """Return the months to choose from, the latest first; the last one that is over stands second."""
        now = period_of(self.desk.today)
        return [next_period(now, -back) for back in range(MONTHS_SHOWN)]

    def read(self, period: int, progress: Progress | None = None) -> MonthLook:
        """Look at a month; seconds in a large book."""
        self.period = period
        close = close_of(period)
        if close is None:
            found, checks = roll_forward(period), checklist(period, self.desk.today)
        else:
            kept = snapshot_of(close)
            found, checks = kept_roll_forward(period, kept), [Check(**one) for one in kept["checks"]]
        rates = collection.rates(found.total.collection)
        self.look = MonthLook(period, close, tuple(checks), found, tuple(rates))
        return self.look

    def close(self) -> MonthClose:
        """Close the month looked at; DeskError with everything that stands against it."""
        return close_month(self.period, self.desk)

    def series(self) -> list[tuple[str, int]]:
        """Return (prefix, year) of the series there are."""
        return series_in_use()

    def read_numbers(self, prefix: str, year: int, only_odd: bool) -> str:
        """Read a series' numbers; return in a sentence what became of them."""
        audit = number_audit(prefix, year)
        self.numbers = [row for row in audit.rows if not only_odd or row.fate != "normal" or row.prints > 1]
        counts = audit.counts
        parts = [f"{_(option.label)} {counts[option.stored]}" for option in FATES if counts[option.stored]]
        told = _("共 {count} 个号：{parts}。").format(count=audit.last, parts="，".join(parts))
        return told + (_("有断号，请联系技术支持。") if audit.gaps else _("没有断号。"))


def close_of(period: int) -> MonthClose | None:
    """Return the close in force of a month."""
    found: MonthClose | None = MonthClose.get_or_none(
        MonthClose.period == period, MonthClose.state == "closed"
    )
    return found


def fate_of(row: NumberRow) -> str:
    """Return what became of a number, in words."""
    label = next(_(option.label) for option in FATES if option.stored == row.fate)
    return f"{label} {row.other}".strip()


def prints_of(row: NumberRow) -> str:
    """Return how often a number's paper was printed, and how many of these were copies."""
    if row.prints <= 1:
        return _("1 次") if row.prints else "—"
    return _("{count} 次，补打 {copies} 次").format(count=row.prints, copies=row.prints - 1)


def _moved(name: str, row: object) -> tuple[str, ...]:
    return (name, *(show(getattr(row, column, 0)) for column, _label in MOVED))
