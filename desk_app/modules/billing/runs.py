"""Bill runs (出账): a period's bills worked out as drafts, looked at, posted together, or taken back together.

A run is worked out in one transaction and posted in one: cut off at any moment, it is there whole or not at all. What
is billed already is never billed again, however often and by however many clerks a period is run.
"""

import datetime
from typing import Any

from peewee import fn

from desk_app.kernel import settings, store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among, transaction
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.money import show
from desk_app.kernel.text import one_line
from desk_app.kernel.words import _
from desk_app.modules.billing import plain_bills, reductions, run_rights
from desk_app.modules.billing.bound import LONGEST_CYCLE
from desk_app.modules.billing.drafting import Step, draft_bills, work_out_anew
from desk_app.modules.billing.ledger import NOT_VOID, name_bill, refuse_dated
from desk_app.modules.billing.months import first_day, next_period
from desk_app.modules.billing.plain_bills import Terms
from desk_app.modules.billing.records import Bill, BillRun, DraftBill, SkippedRoom
from desk_app.modules.billing.stale_drafts import refuse_stale
from desk_app.modules.estate.records import Building


def make_run(
    period: int,
    desk: Desk,
    *,
    scope: Building | None = None,
    due_on: datetime.date | None = None,
    progress: Step | None = None,
) -> BillRun:
    """Work a period out as drafts, of all rooms or one building's; return the draft run.

    A draft of the same rooms that was not posted is replaced. DeskError for a closed month, and without the right.
    """
    run_rights.require(desk, run_rights.RUNNING, _("生成账单"))
    run_rights.refuse_closed(run_rights.read_period(period))
    if due_on is not None and due_on < first_day(period):
        raise DeskError(_("没有生成账单：缴费截止日 {day} 早于账期。").format(day=due_on))
    with transaction():
        _drop_drafts(period, scope)
        run: BillRun = BillRun.create(
            version=1,
            period=period,
            scope=str(scope) if scope else None,
            due_on=due_on,
            made_at=desk.now(),
            made_by=desk.actor.name,
        )
        draft_bills(_terms(run, desk, scope), desk.now(), progress)
        _count(run, DraftBill.select().where(DraftBill.run == run.id))
        store.note_event("bill_runs", run.id, desk, "draft", "", {"total": ["", show(run.total)]})
    return run


def post_run(run_id: int, desk: Desk) -> BillRun:
    """Make the drafts of a run bills, with the reductions approved for them; return the run.

    DeskError where it is no draft, stale, or all of it is billed.
    """
    run_rights.require(desk, run_rights.RUNNING, _("出账"))
    with transaction():
        run = find_run(run_id)
        if run.state != "draft":
            raise DeskError(
                _("没有出账：这个批次的状态是“{state}”，不是草稿。").format(
                    state=BillRun.state.show(run.state)
                )
            )
        run_rights.refuse_closed(run.period)
        refuse_dated(desk.today)
        refuse_stale(run)
        work_out_anew(_terms(run, desk))
        plain_bills.post_drafts(_terms(run, desk), desk.now())
        _count(run, bills_of_run(run), state="posted", posted_at=desk.now(), posted_by=desk.actor.name)
        if not run.bills:
            raise DeskError(_("没有出账：没有要出的账单，或者都已由别的批次出过。"))
        DraftBill.delete().where(DraftBill.run == run.id).execute()
        told = {"bills": ["", str(run.bills)], "total": ["", show(run.total)]}
        store.note_event("bill_runs", run.id, desk, "post", "", told)
        reductions.reduce_new_bills(run.id, desk)
    return run


def undo_run(run_id: int, desk: Desk, reason: str) -> BillRun:
    """Void every bill of a posted run, approved reductions put back; DeskError as soon as money hangs on one of them."""
    run_rights.require(desk, run_rights.RUNNING, _("撤销出账"))
    if not one_line(reason):
        raise DeskError(_("没有撤销出账：请写明原因。"))
    with transaction():
        run = find_run(run_id)
        if run.state != "posted":
            raise DeskError(_("没有撤销：这个批次还没有出账，或已经撤销。"))
        run_rights.refuse_closed(run.period)
        refuse_dated(desk.today)
        reductions.take_back_from_run(run.id, desk)
        _refuse_touched(run)
        state = {"state": "void", "voided_on": desk.today, "version": Bill.version + 1}
        Bill.update(state).where(*_of_run(run)).execute()
        _change(run, state="undone")
        store.note_event(
            "bill_runs", run.id, desk, "undo", one_line(reason), {"total": [show(run.total), ""]}
        )
    return run


def discard_run(run_id: int, desk: Desk) -> None:
    """Throw a draft run away, with its drafts and reasons."""
    run_rights.require(desk, run_rights.RUNNING, _("删除草稿"))
    with transaction():
        run = find_run(run_id)
        if run.state != "draft":
            raise DeskError(_("没有删除：这个批次已经出账，只能整批撤销。"))
        _drop(run)
        store.note_event("bill_runs", run_id, desk, "discard", "", {"total": [show(run.total), ""]})


def find_run(run_id: int) -> BillRun:
    """Return the run; NotFound if there is none."""
    run = BillRun.get_or_none(BillRun.id == run_id)
    if run is None:
        raise NotFound(_("找不到这个出账批次，草稿可能已经重新生成或删除。"))
    return run  # type: ignore[no-any-return]


def bills_of_run(run: BillRun) -> Any:
    """Return the query of the run's bills that hold."""
    return Bill.select().where(*_of_run(run))


def _of_run(run: BillRun) -> tuple[Any, ...]:
    """Return the conditions of a run's bills; the periods lead to them by the index, however many bills there are."""
    periods = [next_period(run.period, n) for n in range(LONGEST_CYCLE)]
    return among(Bill.period, periods), Bill.run == run.id, NOT_VOID


def _terms(run: BillRun, desk: Desk, scope: Building | None = None) -> Terms:
    """Return what the bills of a run have in common; a due day typed for it stands, however soon it is."""
    return Terms(
        run.period,
        run.id,
        run.due_on,
        settings.value("bill_due_days"),
        scope.id if scope else None,
        least_due_on=None if run.due_on else run_rights.earliest_due(desk),
    )


def _drop_drafts(period: int, scope: Building | None) -> None:
    """Throw the drafts away that the new run takes the place of."""
    same = BillRun.scope == str(scope) if scope else BillRun.scope.is_null()
    for run in BillRun.select().where(BillRun.period == period, BillRun.state == "draft", same):
        _drop(run)


def _drop(run: BillRun) -> None:
    DraftBill.delete().where(DraftBill.run == run.id).execute()
    run.delete_instance()


def _count(run: BillRun, bills: Any, **values: Any) -> None:
    """Write down how many bills the run has, their sum, and how many bindings it left out."""
    model = bills.model
    counted, total = bills.select(fn.COUNT(model.id), fn.COALESCE(fn.SUM(model.amount), 0)).scalar(
        as_tuple=True
    )
    skipped = SkippedRoom.select().where(SkippedRoom.run == run.id).count()
    _change(run, bills=counted, total=total, skipped=skipped, **values)


def _change(run: BillRun, **values: Any) -> None:
    for name, value in values.items():
        setattr(run, name, value)
    run.version += 1
    run.save()


def _refuse_touched(run: BillRun) -> None:
    """Raise DeskError if anything was paid or reduced, or a late fee was asked, on a bill of the run."""
    bills = bills_of_run(run)
    late = Bill.alias()
    asked = late.select(late.late_for).where(late.late_for.is_null(False), late.state != "void")
    touched = bills.where((Bill.paid != 0) | (Bill.reduced != 0) | Bill.id.in_(asked))
    count = touched.count()
    if count:
        raise DeskError(
            _(
                "没有撤销出账：已有 {count} 张账单收过款、减免过或计过违约金，例如 {bill}。"
                "整批不能再撤销，请对出错的房屋单独更正。"
            ).format(count=count, bill=name_bill(touched.first()))
        )
