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
    "hold": mark("挂起"),
    "release": mark("解除挂起"),
    "void": mark("作废"),
    "pay": mark("收款"),
    "offset": mark("预存冲抵"),
    "reverse": mark("冲红"),
    "refund": mark("退款"),
    "take_deposit": mark("收押金"),
    "refund_deposit": mark("退押金"),
    "transfer_deposit": mark("押金转付"),
    "received": mark("收取押金"),
    "deducted": mark("押金扣款"),
    "transferred": mark("押金转抵欠费"),
    "refunded": mark("退还押金"),
    "spoil": mark("登记作废票"),
    "accept": mark("登记验收"),
    "correct_bill": mark("更正账单"),
    "correct_payer": mark("更正交款人"),
    "correct_method": mark("更正收款方式"),
    "correct_reference": mark("更正流水号"),
    "invoice": mark("登记发票"),
    "close": mark("结账"),
    "arrears_override": mark("欠费放行"),
    "dunning": mark("催缴"),
    "pause": mark("暂停计时"),
    "resume": mark("恢复计时"),
    "extend": mark("延期"),
    "hand_over": mark("交接"),
    "propose": mark("程序建议等级"),
    "join": mark("归入事件"),
    "count": mark("钥匙增减"),
    "deliver": mark("交付"),
    "handover": mark("交房"),
    "move_in": mark("入住"),
    "move_out": mark("迁出"),
    "remind": mark("提醒"),
    "use": mark("维修领用"),
    "in": mark("入库"),
    "reduce": mark("减免"),
    "unreduce": mark("收回减免"),
    "set_against": mark("用于减免账单"),
    "claim": mark("认领"),
    "set_aside": mark("不是收费"),
    "wait_again": mark("退回未认领"),
    "withdraw": mark("撤回"),
    "transfer": mark("随房屋过户"),
    "opening": mark("期初建账"),
}
"""What the audit calls an action to what people call it; steps of a workflow bring their own label."""


OTHER_CHANGES = {
    "attachment": mark("附件"),
    "paper": mark("表单"),
    "method": mark("收款方式"),
    "reference": mark("流水号"),
    "number": mark("号码"),
    "closing": mark("期末欠费"),
    "deadline": mark("时限"),
    "until_at": mark("延到"),
    "approved_by": mark("批准人"),
}
"""What the audit calls a change that is no field of the record, to what people call it."""


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
            Change(_label(kind, name), before, _clock_label(kind, after) if name == "deadline" else after)
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


def _clock_label(kind: RecordKind, name: str) -> str:
    """Return what people call the clock `name` of the kind's workflow."""
    clocks = {deadline.name: deadline.label for deadline in kind.workflow.deadlines} if kind.workflow else {}
    return _(clocks[name]) if name in clocks else name


def _label(kind: RecordKind, name: str) -> str:
    fields = kind.model._meta.fields
    if name in fields and hasattr(fields[name], "label"):
        return str(fields[name].label)
    titles = {child.name: child.label for child in kind.children}
    titles |= {paper.name: paper.label for paper in kind.papers}
    return _(titles.get(name, OTHER_CHANGES.get(name, name)))
