"""What was done to a record (操作历史), as sentences people read."""

import datetime
import json
from dataclasses import dataclass

from desk_app.kernel import store
from desk_app.kernel.kind import RecordKind
from desk_app.kernel.words import _, mark

ACTIONS = {
    "create": mark("新建"),
    "edit": mark("修改"),
    "remove": mark("删除"),
    "reveal": mark("查看完整号码"),
    "export": mark("导出"),
    "import": mark("导入"),
    "undo_import": mark("撤销导入"),
    "attach": mark("添加附件"),
    "detach": mark("移除附件"),
    "paper_filled": mark("存为文件"),
    "paper_opened": mark("在文字处理软件中打开"),
    "paper_printed": mark("打印"),
    "signed_copy": mark("登记签字件"),
    "withdraw_signed_copy": mark("撤回签字件"),
    "draft": mark("生成草稿"),
    "post": mark("出账"),
    "undo": mark("撤销"),
    "discard": mark("放弃草稿"),
    "bill_ahead": mark("预收出账"),
    "bill_to_day": mark("结算出账"),
    "held": mark("挂起"),
    "open": mark("解除挂起"),
    "void": mark("作废"),
    "pay": mark("收款"),
    "offset": mark("预存冲抵"),
    "reverse": mark("冲红"),
    "refund": mark("退款"),
    "take_deposit": mark("收押金"),
    "refund_deposit": mark("退押金"),
    "transfer_deposit": mark("押金转付"),
    "accept": mark("登记验收"),
    "correct_bill": mark("更正账单"),
    "correct_payer": mark("更正交款人"),
    "correct_method": mark("更正收款方式"),
    "correct_reference": mark("更正流水号"),
    "invoice": mark("登记发票"),
    "close": mark("结账"),
    "arrears_override": mark("欠费放行"),
    "dunning": mark("催缴"),
}
"""What the audit calls an action to what people call it; steps of a workflow bring their own label."""


@dataclass(frozen=True)
class Change:
    """One field before and after, as people read it; both empty when only looked at."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryLine:
    """Who did what and when, why, and what it changed."""

    at: datetime.datetime
    who: str
    what: str
    reason: str
    changes: tuple[Change, ...]


def read_history(kind: RecordKind, record_id: int) -> list[HistoryLine]:
    """Return what was done to the record, the latest first."""
    lines = []
    for row in store.history(kind, record_id):
        changes = tuple(
            Change(_label(kind, name), before, after)
            for name, (before, after) in json.loads(row.changes).items()
            if _is_told(kind, name)
        )
        lines.append(HistoryLine(row.at, row.actor, action_label(kind, row.action), row.reason, changes))
    return lines


def action_label(kind: RecordKind, action: str) -> str:
    """Return what people call the audit's `action`."""
    steps = {step.name: step.label for step in kind.workflow.transitions} if kind.workflow else {}
    known = ACTIONS | steps
    return _(known[action]) if action in known else action


def _is_told(kind: RecordKind, name: str) -> bool:
    """Say whether a changed field concerns people: what only orders or counts records stands on no form or table."""
    told = {*kind.form_fields, *kind.columns, "state"}
    return name in told or name not in kind.model._meta.fields


def _label(kind: RecordKind, name: str) -> str:
    fields = kind.model._meta.fields
    if name in fields and hasattr(fields[name], "label"):
        return str(fields[name].label)
    titles = {child.name: child.label for child in kind.children}
    titles |= {paper.name: paper.label for paper in kind.papers}
    return _(titles.get(name, {"attachment": mark("附件"), "paper": mark("表单")}.get(name, name)))
