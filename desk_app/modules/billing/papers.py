"""What the reduction form F55 holds (费用减免申请审批表): what is asked for, of which fee, and who says yes."""

from typing import Any

from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.words import _, mark
from desk_app.modules.billing.figures import show_days
from desk_app.modules.billing.records import REDUCTION_KINDS, Bill, ReducedBill
from desk_app.modules.estate.records import spoken_address
from desk_app.modules.people.holdings import owner_names

Values = dict[str, Any]

BILLS = (
    Placeholder("no", "序号"),
    Placeholder("item", "收费项目", sample=(mark("物业服务费"), mark("物业服务费"), mark("电梯费"))),
    Placeholder("period", "计费期间", sample="2026-10-01 至 2026-10-31"),
    Placeholder("billed", "应收", shape="money", sample=(20997, 20997, 3000)),
    Placeholder("reduced", "减免", shape="money", sample=(6299, 6299, 900)),
    Placeholder("left", "减免后", shape="money", sample=(14698, 14698, 2100)),
)
REDUCTION = (
    Placeholder("number", "编号", needed=True, sample="JM-202611-0001"),
    Placeholder("room", "房号", needed=True, sample="3-1-502"),
    Placeholder("address", "房屋地址", sample="3栋1单元502室"),
    Placeholder("owner_name", "业主姓名", sample="张三"),
    Placeholder("kind", "类别", choices=tuple(option.label for option in REDUCTION_KINDS)),
    Placeholder("item", "收费项目", sample="物业服务费"),
    Placeholder("from_on", "开始日期", shape="day"),
    Placeholder("until_on", "结束日期", shape="day"),
    Placeholder("before", "原金额", shape="money", sample=44994),
    Placeholder("amount", "申请减免金额", shape="money", sample=13498),
    Placeholder("ratio", "按此比例收取", sample="70%"),
    Placeholder("used", "已减免", shape="money", sample=13498),
    Placeholder("cause", "原因", sample="房屋空置，已核实水表用量为零，业主提交空置证明"),
    Placeholder("evidence", "附件", sample="空置申请、水表照片"),
    Placeholder("company_approval", "公司批文", sample=""),
    Placeholder("asked_by", "申请人", sample="王芳"),
    Placeholder("approved_by", "批准人", sample="李经理"),
    Placeholder("approved_at", "批准时间", shape="moment"),
    Placeholder("bills", "生效账单", BILLS),
)


def reduction_values(draft: Draft) -> Values:
    """Return the values of F55; the bills are those it took something off."""
    reduction = draft.record
    rows = _reduced(reduction)
    texts = ("number", "cause", "evidence", "company_approval", "asked_by", "approved_by")
    raw = ("from_on", "until_on", "amount", "approved_at")
    return {
        **{name: getattr(reduction, name) or "" for name in texts},
        **{name: getattr(reduction, name) for name in raw},
        "room": str(reduction.room),
        "address": spoken_address(reduction.room),
        "owner_name": owner_names(reduction.room_id, draft.day),
        "kind": draft.kind.field("kind").show(reduction.kind),
        "item": str(reduction.item or _("不限")),
        "ratio": _percent(reduction.ratio),
        "used": reduction.used or None,
        "before": sum(row["billed"] for row in rows) or None,
        "bills": rows,
    }


def _percent(ratio: int | None) -> str:
    """Return 70% for 7,000; nothing where a sum is let off."""
    if ratio is None:
        return ""
    whole, rest = divmod(ratio, 100)
    return f"{whole}.{rest:02d}%" if rest else f"{whole}%"


def _reduced(reduction: Any) -> list[Values]:
    taken: dict[int, int] = {}
    for row in ReducedBill.select().where(ReducedBill.reduction == reduction.id).order_by(ReducedBill.id):
        taken[row.bill_id] = taken.get(row.bill_id, 0) + row.amount
    bills = {bill.id: bill for bill in Bill.select().where(Bill.id.in_(list(taken)))}
    return [
        {
            "no": str(no),
            "item": str(bills[bill_id].item),
            "period": show_days(bills[bill_id]),
            "billed": int(bills[bill_id].amount),
            "reduced": fen,
            "left": int(bills[bill_id].amount) - fen,
        }
        for no, (bill_id, fen) in enumerate(((one, fen) for one, fen in taken.items() if fen), 1)
    ]


REDUCTION_FORM = Paper(
    "reduction_form",
    "费用减免申请审批表",
    "F55",
    "billing/reduction_form.docx",
    REDUCTION,
    reduction_values,
    signatures=(mark("申请人"), mark("收费主管"), mark("项目经理")),
)
