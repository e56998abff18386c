"""What is said about a bill run (出账的话): its title, who made it, what posting means, what a batch offset did."""

from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day, show_moment
from desk_app.kernel.money import show
from desk_app.kernel.periods import show_period
from desk_app.kernel.store import AuditRow
from desk_app.kernel.words import _, clauses
from desk_app.modules.billing import run_rights
from desk_app.modules.billing.records import BillRun, DraftBill


def tell_before_posting(view: Any) -> str:
    """Return what posting means, with its sums, as it is asked once."""
    parts = [
        _("{title}：{rooms} 户，{bills} 笔，合计 {total} 元。").format(
            title=view.title, rooms=f"{view.rooms:,}", bills=f"{view.bills:,}", total=show(view.total)
        )
    ]
    if view.before:
        parts.append(_("上期合计 {total} 元。").format(total=show(view.before)))
    if view.changes:
        parts.append(_("其中 {count} 项比上期变化超过 20%。").format(count=f"{len(view.changes):,}"))
    if view.skips:
        parts.append(_("{count} 项没有出账，原因已列出。").format(count=f"{len(view.skips):,}"))
    parts.append(view.due_told)
    parts.append(_("出账以后账单不能逐张改动；没有收过款以前可以整批撤销。"))
    return "\n".join(part for part in parts if part)


def tell_due(run: BillRun, desk: Desk) -> str:
    """Return what is to be said of a draft's due days: those put off, or the one typed that is too soon."""
    if run.state != "draft":
        return ""
    days, least = int(settings.value("bill_notice_days")), run_rights.earliest_due(desk)
    if run.due_on is None:
        count = DraftBill.select().where(DraftBill.run == run.id, DraftBill.due_on <= least).count()
        told = _("{count} 笔的缴费截止日定为 {day}：出账以后至少留 {days} 天缴费。")
        return told.format(count=f"{count:,}", day=show_day(least), days=days) if count else ""
    if run.due_on < desk.today:
        told = _("填的缴费截止日 {day} 已经过去：一出账就算逾期，会列入催缴。")
        return told.format(day=show_day(run.due_on))
    if run.due_on < least:
        told = _("填的缴费截止日 {day} 离今天只有 {count} 天，少于设置的 {days} 天。")
        return told.format(day=show_day(run.due_on), count=(run.due_on - desk.today).days, days=days)
    return ""


def title_of(run: BillRun) -> str:
    """Return '2026-11 全部楼栋'."""
    return f"{show_period(run.period)} {run.scope or _('全部楼栋')}"


def tell_undone(run: BillRun) -> str:
    """Return who took a run back, when and why; nothing of one that holds."""
    if run.state != "undone":
        return ""
    rows = AuditRow.select().where(AuditRow.kind == "bill_runs", AuditRow.record_id == run.id)
    undone = rows.where(AuditRow.action == "undo").order_by(AuditRow.id.desc()).first()
    if undone is None:
        return ""
    told = _("{who} 撤销于 {at}，原因：{why}")
    return told.format(who=undone.actor, at=show_moment(undone.at), why=undone.reason)


def tell_made(run: BillRun) -> str:
    """Return who made the run, who posted it, and when."""
    who = _("{who} 生成于 {at}").format(who=run.made_by, at=show_moment(run.made_at))
    if run.posted_at is None:
        return who
    return clauses([who, _("{who} 出账于 {at}").format(who=run.posted_by, at=show_moment(run.posted_at))])
