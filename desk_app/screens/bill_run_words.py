"""What is said about a bill run (出账的话): its title, who made it, what posting means, what a batch offset did."""

from typing import Any

from desk_app.kernel.days import show_moment
from desk_app.kernel.money import show
from desk_app.kernel.words import _, clauses
from desk_app.modules.billing.records import BillRun
from desk_app.modules.cashier.prepaid import Offsets
from desk_app.modules.meters.periods import show_period


def tell_stopped(done: Offsets) -> str:
    """Return what a batch offset did until somebody stopped it."""
    return _("已停止。{told}").format(told=tell_offsets(done))


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
    parts.append(_("出账以后账单不能逐张改动；没有收过款以前可以整批撤销。"))
    return "\n".join(parts)


def title_of(run: BillRun) -> str:
    """Return '2026-11 全部楼栋'."""
    return f"{show_period(run.period)} {run.scope or _('全部楼栋')}"


def tell_made(run: BillRun) -> str:
    """Return who made the run, who posted it, and when."""
    who = _("{who} 生成于 {at}").format(who=run.made_by, at=show_moment(run.made_at))
    if run.posted_at is None:
        return who
    return clauses([who, _("{who} 出账于 {at}").format(who=run.posted_by, at=show_moment(run.posted_at))])


def tell_offsets(done: Offsets) -> str:
    """Return what a batch offset did."""
    if not done.receipts and not done.refused:
        return _("没有可以冲抵的预存款。")
    parts = [
        _("已用预存款冲抵 {count} 户，合计 {total} 元").format(
            count=f"{len(done.receipts):,}", total=show(done.total)
        )
    ]
    if done.refused:
        text = _("{count} 户没有冲抵：{why}")
        parts.append(text.format(count=f"{len(done.refused):,}", why=done.refused[0][1]))
    return clauses(parts)
