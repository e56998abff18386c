"""The arrears page (欠费) without a window: who owes what since when, who is to be asked today, what was done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day
from desk_app.kernel.money import parse, show
from desk_app.kernel.sheets_out import SheetColumn, write_sheet
from desk_app.kernel.text import fold
from desk_app.kernel.words import _, mark
from desk_app.modules.arrears import ageing, dunning_cases, dunning_list, dunning_log, ladder
from desk_app.modules.arrears.ageing import BUCKETS, Aged
from desk_app.modules.arrears.dunning_list import Debtor
from desk_app.modules.arrears.records import STEPS, DunningNotice
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier import rights
from desk_app.modules.estate.records import Building
from desk_app.screens import arrears_count, prepaid_offsets
from desk_app.screens.progress import Progress

LETTERS = tuple(ladder.PAPERS.items())
"""(paper, step) of the letters that can be printed for many rooms."""
SHOWN = (
    ("all", mark("全部欠费")),
    *((option.stored, option.label) for option in STEPS),
    ("alone", mark("暂不催缴")),
    ("broken", mark("承诺未兑现")),
)
"""What can be shown: everybody, who is due for a step today, who is left alone, whose promise has passed."""


@dataclass(frozen=True)
class ArrearsRow:
    """One room as the table shows it; sums are fen by age, `prepaid` is what of them an offset would pay."""

    room_id: int
    room: str
    ages: tuple[int, ...]
    total: int
    prepaid: int
    held: int
    months: int
    since: str
    last: str
    advice: str
    tone: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the cells; an age without debts is blank."""
        ages = (show(fen) if fen else "" for fen in self.ages)
        held = show(self.held) if self.held else ""
        prepaid = show(self.prepaid) if self.prepaid else ""
        return (self.room, show(self.total), prepaid, self.advice, *ages, held, self.since, self.last)


def headings() -> tuple[str, ...]:
    """Return the table's headings."""
    ages = (_(bucket.label) for bucket in BUCKETS)
    return (_("房号"), _("欠费"), _("预存可抵"), _("今日"), *ages, _("挂起"), _("最早到期"), _("末次催缴"))


@dataclass
class Filters:
    """What is asked for; `bucket` is the place of an age in which a room must owe something."""

    building_id: int | None = None
    item_id: int | None = None
    bucket: int | None = None
    least: int = 0
    shown: str = "all"


@dataclass
class Arrears:
    """One person looking at the debts of today."""

    desk: Desk
    filters: Filters = field(default_factory=Filters)
    rows: list[ArrearsRow] = field(default_factory=list)
    _found: list[Debtor] = field(default_factory=list)

    def read(self) -> None:
        """Read the debts of the building and item chosen; cases of rooms that have paid everything close themselves."""
        asked = self.filters
        dunning_cases.close_settled(self.desk)
        self._found = dunning_list.debtors(self.desk.today, asked.building_id, asked.item_id)
        self.show()

    def show(self) -> None:
        """Show what fits the other filters."""
        self.rows = [_row(debtor) for debtor in self._chosen()]

    # -- what is shown -------------------------------------------------------------------------------------------

    def total(self) -> Aged:
        """Return the sum of the rows shown, whatever their age."""
        return ageing.total_of(debtor.aged for debtor in self._chosen(any_age=True))

    def prepaid(self) -> int:
        """Return the fen of the rows shown, whatever their age, that prepaid money would pay."""
        return sum(debtor.prepaid for debtor in self._chosen(any_age=True))

    def counts(self) -> dict[str, int]:
        """Return how many rooms each way of showing has."""
        return {name: sum(1 for debtor in self._found if _fits(debtor, name)) for name, _label in SHOWN}

    def buildings(self) -> list[tuple[int, str]]:
        """Return the buildings in order."""
        return [(block.id, str(block)) for block in Building.select().order_by(Building.sort_key)]

    def items(self) -> list[tuple[int, str]]:
        """Return the fee items in use that are no deposits."""
        query = FeeItem.select().where(FeeItem.nature != "deposit", FeeItem.is_used)
        return [(item.id, str(item)) for item in query.order_by(FeeItem.pays_first, FeeItem.id)]

    def find(self, words: str, after: int) -> int | None:
        """Return the place of the next row whose room holds the words, None if there is none."""
        wanted, count = fold(words), len(self.rows)
        order = [(after + 1 + step) % count for step in range(count)] if wanted and count else []
        return next((place for place in order if wanted in fold(self.rows[place].room)), None)

    def ask_least(self, text: str) -> None:
        """Show only rooms that owe at least so many yuan; ValueError with a sentence if it is no amount."""
        self.filters.least = parse(text) if text.strip() else 0
        self.show()

    def by_building(self) -> list[Aged]:
        """Return the debts building by building."""
        return ageing.by_building(self.desk.today)

    # -- what is done --------------------------------------------------------------------------------------------

    def due_rooms(self, step: str) -> list[int]:
        """Return the rooms shown that are due for a step today."""
        return [debtor.room_id for debtor in dunning_list.due_for(step, self._chosen())]

    def may_offset(self) -> bool:
        """Say whether the person at the desk may set prepaid money against debts."""
        return rights.may(self.desk, "offset")

    def to_offset(self) -> list[int]:
        """Return the rooms shown whose prepaid money would pay some of their debts; none for who may not offset."""
        if not self.may_offset():
            return []
        return [debtor.room_id for debtor in self._chosen() if debtor.prepaid]

    def offset(self, rooms: list[int], progress: Progress) -> str:
        """Set prepaid money against the debts of the rooms; return what came of it. For a worker thread."""
        told = prepaid_offsets.offset_rooms(rooms, self.desk, progress)
        arrears_count.refresh(self.desk)
        return told

    def undelivered(self) -> list[DunningNotice]:
        """Return the letters nobody delivered yet to rooms of the building, whatever step is shown.

        A room whose letter was printed is due for that step no more, and no longer among those of it.
        """
        return dunning_log.undelivered([debtor.room_id for debtor in self._found])

    def export(self, path: Path, progress: Progress) -> int:
        """Write the rows shown as a workbook, with their sum below; return how many rooms there are."""
        ages = (_(bucket.label) for bucket in BUCKETS)
        money = [SheetColumn(label, 12, "money") for label in (_("欠费"), _("预存可抵"), *ages, _("挂起"))]
        columns = [SheetColumn(_("房号"), 16), *money]
        columns += [SheetColumn(_("欠费月数"), 9, "number"), SheetColumn(_("最早到期"), 12), SheetColumn(_("末次催缴"), 20), SheetColumn(_("今日"), 24)]  # fmt: skip
        return write_sheet(path, _("欠费"), columns, self._sheet_rows(progress)) - 1

    def _sheet_rows(self, progress: Progress) -> Iterator[list[object]]:
        for done, row in enumerate(self.rows):
            if done % 500 == 0:
                progress.step(done, len(self.rows))
            sums = [Decimal(fen) / 100 for fen in (row.total, row.prepaid, *row.ages, row.held)]
            yield [row.room, *sums, row.months, row.since, row.last, row.advice]
        chosen = list(self._chosen())
        whole = ageing.total_of(debtor.aged for debtor in chosen)
        prepaid = sum(debtor.prepaid for debtor in chosen)
        yield [
            _("合计"),
            *(Decimal(fen) / 100 for fen in (whole.total, prepaid, *whole.ages, whole.held)),
            None,
            "",
            "",
            "",
        ]

    def _chosen(self, *, any_age: bool = False) -> Iterable[Debtor]:
        asked = self.filters
        for debtor in self._found:
            aged = debtor.aged
            in_age = any_age or asked.bucket is None or aged.ages[asked.bucket] > 0
            if in_age and aged.total >= asked.least and _fits(debtor, asked.shown):
                yield debtor


def _fits(debtor: Debtor, shown: str) -> bool:
    if shown == "all":
        return True
    if shown == "alone":
        return bool(debtor.why_not)
    return debtor.promise_is_broken if shown == "broken" else debtor.step == shown


def _row(debtor: Debtor) -> ArrearsRow:
    aged = debtor.aged
    last = ""
    if debtor.last_step and debtor.last_on:
        last = f"{show_day(debtor.last_on)} {step_label(debtor.last_step)}"
    advice, tone = debtor.why_not, "muted"
    if debtor.step:
        advice, tone = step_label(debtor.step), "waiting"
    if debtor.promise_is_broken:
        advice, tone = _("承诺未兑现 {step}").format(step=advice).strip(), "bad"
    since = show_day(aged.first_due_on) if aged.first_due_on else ""
    return ArrearsRow(
        debtor.room_id,
        aged.name,
        aged.ages,
        aged.total,
        debtor.prepaid,
        aged.held,
        debtor.months,
        since,
        last,
        advice,
        tone,
    )


def step_label(step: str) -> str:
    """Return what a step is called."""
    return str(DunningNotice.step.show(step))
