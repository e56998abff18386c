"""The register of reductions (减免台账) as a page shows it: two days, one kind or all, sums below, Excel out."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from desk_app.kernel.access import Desk
from desk_app.kernel.money import show
from desk_app.kernel.periods import first_day, next_period, period_of, show_period
from desk_app.kernel.sheets_out import SheetColumn, write_sheet
from desk_app.kernel.words import _, listed, mark
from desk_app.modules.cashier.reduction_register import KINDS, LetOff, reductions_between, shares_of

HEADS = (
    (mark("日期"), 12, "day"),
    (mark("单号"), 18, "text"),
    (mark("类别"), 12, "text"),
    (mark("房号"), 12, "text"),
    (mark("收费项目"), 16, "text"),
    (mark("账期"), 9, "text"),
    (mark("减免金额"), 12, "money"),
    (mark("原因"), 30, "text"),
    (mark("申请人"), 10, "text"),
    (mark("批准人"), 10, "text"),
)
"""Heading, width in letters and format of each column."""
AMOUNT = 6
"""The place of the column of money."""
GROUPS = (
    ("kind", mark("按类别")),
    ("cause", mark("按原因")),
    ("approved_by", mark("按批准人")),
    ("room", mark("按房号")),
)


@dataclass
class ReductionList:
    """The list between two days; it begins with the month before this one, which is the one to be closed."""

    desk: Desk
    kind: str = ""
    from_on: datetime.date = field(init=False)
    until_on: datetime.date = field(init=False)
    rows: list[LetOff] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.show_month(next_period(period_of(self.desk.today), -1))

    def show_month(self, period: int) -> None:
        """Take the days of a month."""
        self.from_on = first_day(period)
        self.until_on = first_day(next_period(period)) - datetime.timedelta(days=1)

    def read(self) -> list[LetOff]:
        """Read the list; DeskError if its days are not in order."""
        self.rows = reductions_between(self.from_on, self.until_on, self.kind)
        return self.rows

    def kinds(self) -> list[tuple[str, str]]:
        """Return (kind, label) of the kinds to choose from, all of them first."""
        return [("", _("全部类别")), *((kind, _(label)) for kind, label in KINDS.items())]

    def cells(self) -> list[tuple[str, ...]]:
        """Return the rows as text."""
        return [
            (str(one.on), one.number, _(KINDS[one.kind]), one.room, one.item, _period(one), show(one.amount), one.cause, one.asked_by, one.approved_by)
            for one in self.rows
        ]  # fmt: skip

    def sums(self, what: str) -> list[tuple[str, str, str]]:
        """Return (name, how many, fen as text) by one of `GROUPS`, and their sum."""
        found = shares_of(self.rows, what)
        rows = [(share.name or _("（空）"), str(share.count), show(share.amount)) for share in found]
        total = show(sum(one.amount for one in self.rows))
        return [*rows, (_("合计"), str(len(self.rows)), total)]

    def told(self) -> str:
        """Return what was let off, in a sentence."""
        if not self.rows:
            return _("这段时间没有减免。")
        by_kind = [f"{share.name} {show(share.amount)}" for share in shares_of(self.rows, "kind")]
        return _("共 {count} 笔，减免 {total} 元：{kinds}。").format(
            count=len(self.rows), total=show(sum(one.amount for one in self.rows)), kinds=listed(by_kind)
        )

    def file_name(self) -> str:
        """Return the name wished for the Excel file."""
        return f"{_('减免台账')} {self.from_on}_{self.until_on}.xlsx"

    def export(self, path: Path) -> int:
        """Write the list with its sum to an Excel file; return how many reductions there were."""
        columns = [SheetColumn(_(name), width, form) for name, width, form in HEADS]
        return write_sheet(path, _("减免台账"), columns, self._sheet_rows()) - 1

    def _sheet_rows(self) -> Iterator[tuple[Any, ...]]:
        for one, cells in zip(self.rows, self.cells(), strict=True):
            yield (one.on, *cells[1:AMOUNT], Decimal(one.amount) / 100, *cells[AMOUNT + 1 :])
        total = sum(one.amount for one in self.rows)
        yield (_("合计"), *[None] * (AMOUNT - 1), Decimal(total) / 100)


def _period(one: LetOff) -> str:
    return show_period(one.period) if one.period else ""
