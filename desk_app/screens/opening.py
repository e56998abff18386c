"""Opening the book (期初建账) without a window: a file of the old book read, looked at, taken over, and balanced."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from desk_app.kernel import money
from desk_app.kernel.access import Desk
from desk_app.kernel.days import parse_day, show_day, show_moment
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _, clauses, mark
from desk_app.modules.billing.months import next_period, period_of
from desk_app.modules.cashier.checking import find_faults
from desk_app.modules.estate.records import Room
from desk_app.modules.meters.records import MeterReading
from desk_app.modules.opening import comparing, posting, sheets, trial, undoing
from desk_app.modules.opening.comparing import Comparison
from desk_app.modules.opening.old_bills import read_old_bills
from desk_app.modules.opening.plan import OpeningPlan, PlannedLine
from desk_app.modules.opening.records import SORTS, OpeningRun
from desk_app.modules.people.holdings import owner_names
from desk_app.screens.progress import Progress

SORT_WORDS = {option.stored: option.label for option in SORTS}
OUTCOMES = {"new": mark("入账"), "known": mark("已有"), "refused": mark("不入账")}
MONTHS_BACK = 12


@dataclass(frozen=True)
class Line:
    """One line of the file as the page shows it."""

    row: int
    room: str
    sort: str
    item: str
    span: str
    amount: str
    outcome: str
    outcome_words: str
    told: str


@dataclass(frozen=True)
class PastRun:
    """An opening that was taken over, as the page lists it."""

    run_id: int
    file_name: str
    told: str
    is_kept: bool


@dataclass(frozen=True)
class Total:
    """What a sort of lines comes to: lines, rooms, and the amount as shown."""

    sort: str
    lines: int
    rooms: int
    amount: str


@dataclass(frozen=True)
class TrialLine:
    """One line of the trial balance as shown; `tone` is good, bad or '' while the old figure is not known."""

    what: str
    sort: str
    name: str
    rooms: int
    ours: str
    old: str
    difference: str
    tone: str


class Opening:
    """What the page knows: the old book's last day, the plan of the file in front, the comparison last made."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.balance_on = desk.today.replace(day=1) - datetime.timedelta(days=1)
        self.path: Path | None = None
        self.plan: OpeningPlan | None = None
        self.comparison: Comparison | None = None

    # -- the file ------------------------------------------------------------------------------------------------

    def set_day(self, text: str) -> None:
        """Take the old book's last day as typed; DeskError with a sentence for what cannot be one."""
        try:
            day = parse_day(text, self.desk.today)
        except ValueError as error:
            raise DeskError(str(error)) from error
        posting.refuse_day(day, self.desk)
        self.balance_on = day

    def read(self, path: Path, progress: Progress) -> OpeningPlan:
        """Read a file; nothing is stored. DeskError or SheetRefused where it cannot be."""
        posting.refuse_day(self.balance_on, self.desk)
        self.plan = sheets.plan_opening(
            path,
            self.balance_on,
            self.desk,
            progress=progress.step,
            stopped=lambda: progress.is_cancelled,
        )
        self.path = path
        return self.plan

    def lines(self, outcome: str = "") -> list[Line]:
        """Return the plan's lines, those refused first so that they are seen; of one outcome if it is given."""
        if self.plan is None:
            return []
        order = ("refused", "new", "known")
        wanted = [line for line in self.plan.lines if not outcome or line.outcome == outcome]
        return [_show_line(line) for line in sorted(wanted, key=lambda each: order.index(each.outcome))]

    def counts(self) -> dict[str, int]:
        """Return {outcome: lines}."""
        return {outcome: self.plan.count(outcome) if self.plan else 0 for outcome in OUTCOMES}

    def totals(self) -> list[Total]:
        """Return what would be taken over, sort by sort."""
        found = []
        for sort, words in SORT_WORDS.items():
            lines = [
                line
                for line in (self.plan.lines if self.plan else ())
                if line.sort == sort and line.outcome == "new"
            ]
            if lines:
                rooms = len({line.room_id or line.room for line in lines})
                amount = "" if sort == "reading" else show(sum(line.amount for line in lines))
                found.append(Total(_(words), len(lines), rooms, amount))
        return found

    def accept(self, progress: Progress) -> OpeningRun:
        """Take the plan over, all of it or nothing, and forget it."""
        assert self.plan is not None
        run = posting.accept(self.plan, self.desk, progress.step)
        self.plan = None
        return run

    def write_template(self, path: Path) -> int:
        """Write the empty sheet with every room and its owner; return how many rooms."""
        rooms = Room.select().order_by(Room.sort_key, Room.id)
        return sheets.write_template(
            path, ((str(room), owner_names(room.id, self.balance_on)) for room in rooms)
        )

    # -- what was taken over -------------------------------------------------------------------------------------

    def past(self) -> list[PastRun]:
        """Return the openings there were, latest first."""
        return [_show_run(run) for run in OpeningRun.select().order_by(OpeningRun.id.desc())]

    def undo(self, run_id: int, reason: str) -> OpeningRun:
        """Take a whole opening back; DeskError as soon as money hangs on it."""
        return undoing.undo(run_id, self.desk, reason)

    # -- balancing -----------------------------------------------------------------------------------------------

    def trial(self) -> list[TrialLine]:
        """Return the trial balance."""
        return [_show_trial(row) for row in trial.trial_balance()]

    def note_old(self, what: str, typed: str) -> None:
        """Keep the old book's figure as typed; nothing typed forgets it. DeskError for what is no amount."""
        try:
            trial.note_old(what, money.parse(typed) if typed.strip() else None, self.desk)
        except ValueError as error:
            raise DeskError(str(error)) from error

    def faults(self) -> list[str]:
        """Return what does not agree in the whole book, as sentences."""
        return find_faults()

    def periods(self) -> list[int]:
        """Return the periods bills can be compared for: this month and next, and those before."""
        this = period_of(self.desk.today)
        return [next_period(this, n) for n in range(1, -MONTHS_BACK, -1)]

    def compare(self, path: Path, period: int, progress: Progress) -> Comparison:
        """Compare the old program's bills of a period with ours."""
        old = read_old_bills(path, period, stopped=lambda: progress.is_cancelled)
        self.comparison = comparing.compare(old)
        return self.comparison


def _show_line(line: PlannedLine) -> Line:
    span = ""
    if line.from_on and line.until_on:
        span = _("{from_on} 至 {until_on}").format(
            from_on=show_day(line.from_on), until_on=show_day(line.until_on)
        )
    elif line.on:
        span = show_day(line.on)
    if line.sort == "reading":
        amount = MeterReading._meta.fields["value"].show(line.amount)
    else:
        amount = show(line.amount) if line.amount else ""
    return Line(
        line.row,
        line.room or line.shown,
        _(SORT_WORDS[line.sort]) if line.sort else "",
        line.item,
        span,
        str(amount),
        line.outcome,
        _(OUTCOMES[line.outcome]),
        line.told,
    )


def _show_run(run: OpeningRun) -> PastRun:
    sums = (
        (_("欠费 {amount}"), run.arrears),
        (_("预存款 {amount}"), run.prepaid),
        (_("押金 {amount}"), run.deposits),
        (_("历史收款 {amount}"), run.payments),
    )
    parts = [words.format(amount=show(fen)) for words, fen in sums if fen]
    if run.readings:
        parts.append(_("表底数 {count} 个").format(count=run.readings))
    head = _("截止 {day}，{at} {who} 入账").format(
        day=show_day(run.balance_on), at=show_moment(run.made_at), who=run.made_by
    )
    if run.state == "undone":
        parts = [_("已撤销：{reason}").format(reason=run.reason)]
    return PastRun(run.id, str(run.file_name), clauses([head, *parts]), run.state == "kept")


def _show_trial(row: trial.TrialRow) -> TrialLine:
    difference = row.difference
    return TrialLine(
        row.what,
        _(SORT_WORDS[row.sort]),
        row.name,
        row.rooms,
        show(row.ours),
        "" if row.old is None else show(row.old),
        "" if difference is None else show(difference),
        "" if difference is None else "bad" if difference else "good",
    )
