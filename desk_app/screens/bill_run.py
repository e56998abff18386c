"""Billing a period (出账): look at what may be forgotten, work it out as a trial, compare, post, and take it back.

One `BillRunDesk` is one person at the page. Amounts are whole fen; a period is yyyymm.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.access import Desk
from desk_app.kernel.days import parse_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.periods import show_period
from desk_app.kernel.words import _, mark
from desk_app.modules.billing import run_checks, runs
from desk_app.modules.billing.months import next_period, period_of
from desk_app.modules.billing.records import BillRun, FeeBinding
from desk_app.modules.estate.records import Building, Room
from desk_app.modules.meters.records import Meter, place_of
from desk_app.screens import arrears_count, bill_run_lines, bill_run_words, prepaid_offsets
from desk_app.screens.bill_run_lines import BillLine, ChangeLine, ItemTotal, SkipLine
from desk_app.screens.progress import Progress

MONTHS_BACK = 12
MOST_RUNS = 60
MOST_FOUND = 100
"""Findings of one sort listed at once."""
NOTICE = "payment_notice"
"""The paper the rooms of a run get (F52)."""
TONES = {"draft": "waiting", "posted": "good", "undone": "quiet"}
SORTS = {
    "unbilled": mark("以前没有出过账的月份"),
    "unshared": mark("公摊有房屋没有绑定"),
    "unbound": mark("没有绑定收费的房屋"),
    "unbound_meters": mark("抄了表，没有绑定收费"),
    "unread": mark("没有抄的表"),
    "held": mark("读数待核对"),
    "shared": mark("公摊没有填写"),
    "tariff": mark("快到期的收费标准"),
    "lease": mark("快到期的租约"),
    "vacancy": mark("快到期的空置减免"),
}
"""What is looked at before, in the order of the page."""
METERED = ("unread", "held")
"""Sorts that are mended on the page of the meter round."""


@dataclass(frozen=True)
class Found:
    """One thing to look at: its sentence, what more there is to it, and where it is mended.

    That is the run of another `period`, a `page`, or the record of a kind.
    """

    text: str
    kind_name: str
    record_id: int
    page: str = ""
    where: str = ""
    period: int = 0


@dataclass(frozen=True)
class FoundGroup:
    """What was found of one sort: how many, and the first of them."""

    sort: str
    label: str
    count: int
    found: tuple[Found, ...]


@dataclass(frozen=True)
class PastRun:
    """A run in the list at the side."""

    run_id: int
    title: str
    detail: str
    state: str
    tone: str


@dataclass(frozen=True)
class RunView:
    """A run as the page shows it; sums in fen."""

    run_id: int
    period: int
    title: str
    state: str
    state_label: str
    tone: str
    bills: int
    total: int
    rooms: int
    made: str
    totals: tuple[ItemTotal, ...]
    changes: tuple[ChangeLine, ...]
    skips: tuple[SkipLine, ...]
    has_before: bool
    due_told: str = ""
    undone: str = ""

    @property
    def is_draft(self) -> bool:
        """Say whether it can still be thrown away."""
        return self.state == "draft"

    @property
    def before(self) -> int:
        """Return the sum of the period before."""
        return sum(total.before for total in self.totals)


class BillRunDesk:
    """What is chosen on the page, and the run it shows."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.period = period_of(desk.today)
        self.building_id: int | None = None
        self.due_text = ""
        self.view: RunView | None = None

    # -- choosing ------------------------------------------------------------------------------------------------

    def periods(self) -> list[tuple[int, str]]:
        """Return the periods that can be chosen with their words, the next one first."""
        newest = next_period(period_of(self.desk.today), 1)
        return [(one, show_period(one)) for one in (next_period(newest, -n) for n in range(MONTHS_BACK + 2))]

    @property
    def period_words(self) -> str:
        """Return the period chosen, as '2026-11'."""
        return show_period(self.period)

    def buildings(self) -> list[tuple[int, str]]:
        """Return the buildings in order."""
        return [(block.id, str(block)) for block in Building.select().order_by(Building.sort_key)]

    def choose(self, period: int, building_id: int | None) -> None:
        """Choose what to bill; the page then shows the draft there is of it, or nothing."""
        self.period, self.building_id = period, building_id
        scope = str(self._scope()) if building_id else None
        same = BillRun.scope == scope if scope else BillRun.scope.is_null()
        run = BillRun.select().where(BillRun.period == period, BillRun.state != "undone", same)
        latest = run.order_by(BillRun.id.desc()).first()
        self.view = self.read(latest.id) if latest is not None else None

    def findings(self) -> list[FoundGroup]:
        """Return what to look at before the period is billed, sort by sort."""
        by_sort: dict[str, list[run_checks.RunFinding]] = {}
        for finding in run_checks.check_before(self.period):
            by_sort.setdefault(finding.sort, []).append(finding)
        return [_group(sort, by_sort[sort]) for sort in SORTS if sort in by_sort]

    def has_fees(self) -> bool:
        """Say whether anything is bound to any room; without it there is nothing to bill."""
        return bool(FeeBinding.select().exists())

    def past_runs(self) -> list[PastRun]:
        """Return the latest runs, the newest first."""
        return [_past(run) for run in BillRun.select().order_by(BillRun.id.desc()).limit(MOST_RUNS)]

    def open_run(self, run_id: int) -> None:
        """Show a run, draft or past, and choose its period and building."""
        self.view = self.read(run_id)
        self.period = self.view.period
        scope = runs.find_run(run_id).scope
        self.building_id = next((block for block, words in self.buildings() if words == scope), None)

    def read(self, run_id: int) -> RunView:
        """Return the run as it stands; NotFound if it is gone."""
        run = runs.find_run(run_id)
        totals = tuple(bill_run_lines.totals_of(run))
        is_gone = run.state == "undone"
        return RunView(
            run_id=run.id,
            period=run.period,
            title=bill_run_words.title_of(run),
            state=run.state,
            state_label=str(BillRun.state.show(run.state)),
            tone=TONES[run.state],
            bills=run.bills,
            total=run.total,
            rooms=len(self.rooms(run)),
            made=bill_run_words.tell_made(run),
            totals=totals,
            changes=() if is_gone else tuple(bill_run_lines.changed_lines(run)),
            skips=tuple(bill_run_lines.skipped_lines(run)),
            has_before=any(total.before for total in totals),
            due_told=bill_run_words.tell_due(run, self.desk),
            undone=bill_run_words.tell_undone(run),
        )

    def refresh(self) -> None:
        """Read the run again; a draft that is gone is shown no more."""
        if self.view is not None:
            try:
                self.view = self.read(self.view.run_id)
            except DeskError:
                self.view = None

    # -- its lines -----------------------------------------------------------------------------------------------

    def lines(self, room: str = "", item: str = "") -> tuple[list[BillLine], int]:
        """Return the bills of the run, see `bill_run_lines.lines_of`."""
        return bill_run_lines.lines_of(self._run(), room, item)

    def explain(self, facts_id: int) -> str:
        """Return why the sum of a line is so."""
        return bill_run_lines.explain_line(self._run(), facts_id)

    def rooms(self, run: BillRun | None = None) -> list[int]:
        """Return the ids of the rooms that the run bills, in their order."""
        model, conditions = bill_run_lines.facts_of(run or self._run())
        query = model.select(model.room).join(Room).where(*conditions).group_by(model.room, Room.sort_key)
        return [room_id for (room_id,) in query.order_by(Room.sort_key).tuples()]

    # -- doing ---------------------------------------------------------------------------------------------------

    def work_out(self, progress: Progress) -> RunView:
        """Work the period out as a draft (试算); cancelled, everything is as before. For a worker thread."""
        try:
            due_on = parse_day(self.due_text, self.desk.today) if self.due_text.strip() else None
        except ValueError as error:
            raise DeskError(_("没有试算：缴费截止日：{why}。").format(why=error)) from None

        def step(done: int, total: int) -> None:
            progress.step(done, total, _("正在计算"))

        run = runs.make_run(self.period, self.desk, scope=self._scope(), due_on=due_on, progress=step)
        return self.read(run.id)

    def post(self) -> RunView:
        """Make the drafts bills (出账), and count anew what is owed. For a worker thread."""
        posted = runs.post_run(self._run().id, self.desk)
        arrears_count.refresh(self.desk)
        return self.read(posted.id)

    def discard(self) -> None:
        """Throw the draft away."""
        runs.discard_run(self._run().id, self.desk)
        self.view = None

    def undo(self, reason: str) -> None:
        """Take the whole run back; DeskError once money hangs on it."""
        runs.undo_run(self._run().id, self.desk, reason)
        arrears_count.refresh(self.desk)
        self.refresh()

    def offset(self, progress: Progress) -> str:
        """Set prepaid money against bills in the rooms of the run (批量统扣); return what came of it in a sentence.

        Stopped, the rooms done stay done. For a worker thread.
        """
        return prepaid_offsets.offset_rooms(self.rooms(), self.desk, progress)

    def export(self, path: Path) -> int:
        """Write what changed to an Excel file; return how many lines."""
        assert self.view is not None
        return bill_run_lines.export_changes(self.view.changes, self._run(), path, self.desk)

    def _run(self) -> BillRun:
        assert self.view is not None
        return runs.find_run(self.view.run_id)

    def _scope(self) -> Building | None:
        return Building.get_by_id(self.building_id) if self.building_id else None


def _group(sort: str, findings: list[run_checks.RunFinding]) -> FoundGroup:
    found = [_found(finding) for finding in findings[:MOST_FOUND]]
    if sort == "unbilled" and not settings.value("bills_from"):
        told = _("这些月份由别处收过，或已作为期初录入的，请在设置里填“从哪个账期起由本程序出账”。")
        found.insert(0, Found(told, "", 0, page="settings"))
    return FoundGroup(sort, _(SORTS[sort]), len(findings), tuple(found))


def _found(finding: run_checks.RunFinding) -> Found:
    if finding.sort not in METERED:
        detail, period = finding.detail, finding.period
        return Found(finding.text, finding.kind, finding.record_id, where=detail, period=period)
    where = place_of(Meter.get_by_id(finding.record_id))
    return Found(finding.text, finding.kind, finding.record_id, "meter_round", where)


def _past(run: Any) -> PastRun:
    detail = _("{bills} 笔 · {total} 元").format(bills=f"{run.bills:,}", total=show(run.total))
    state = str(BillRun.state.show(run.state))
    return PastRun(run.id, bill_run_words.title_of(run), detail, state, TONES[run.state])
