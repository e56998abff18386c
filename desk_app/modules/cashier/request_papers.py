"""What the refund form F56 and the reversal request F57 hold (退款申请审批表、冲红申请单)."""

from typing import Any

from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.words import _, mark
from desk_app.modules.cashier.applications import ORIGINALS, REFUND_SORTS
from desk_app.modules.cashier.journal import methods_of
from desk_app.modules.cashier.kinds import payer_name
from desk_app.modules.cashier.tenders import LABELS
from desk_app.modules.people.holdings import owner_names

Values = dict[str, Any]

REFUND = (
    Placeholder("number", "编号", needed=True, sample="TS-202611-0001"),
    Placeholder("room", "房号", needed=True, sample="3-1-502"),
    Placeholder("owner_name", "业主姓名", sample="张三"),
    Placeholder("applicant", "申请人", sample="李四"),
    Placeholder("is_payer", "是原交款人", sample="是"),
    Placeholder("sort", "退款类别", choices=tuple(option.label for option in REFUND_SORTS)),
    Placeholder("subject", "退款事项", sample="装修押金"),
    Placeholder("receipt", "原收据号", sample="YJ-2026-000012"),
    Placeholder("receipt_on", "原收款日期", shape="day"),
    Placeholder("receipt_total", "原收据金额", shape="money", sample=200000),
    Placeholder("original", "原收据", choices=tuple(option.label for option in ORIGINALS)),
    Placeholder("amount", "退款金额", shape="money", needed=True, sample=185000),
    Placeholder("workings", "应退计算", sample="押金 2,000.00 元，扣墙面修补 150.00 元（见验收单 ZX-0031）"),
    Placeholder("cause", "原因", sample="装修竣工验收合格满三个月"),
    Placeholder("method", "退款方式", sample="银行转账"),
    Placeholder("account", "收款账户", sample="示例银行 6222 **** **** 1234 李四"),
    Placeholder("proxy", "委托书", sample=""),
    Placeholder("asked_by", "经办人", sample="王芳"),
    Placeholder("checked_by", "复核人", sample=""),
    Placeholder("approved_by", "批准人", sample=""),
    Placeholder("paid_by", "付款人", sample=""),
    Placeholder("paid_on", "付款日期", shape="day"),
    Placeholder("reference", "付款流水号", sample=""),
    Placeholder("refund", "退款收据号", sample=""),
)
REVERSAL = (
    Placeholder("number", "编号", needed=True, sample="CR-202611-0001"),
    Placeholder("receipt", "原收据号", needed=True, sample="SJ-2026-000123"),
    Placeholder("receipt_on", "收款日期", shape="day"),
    Placeholder("room", "房号", sample="3-1-502"),
    Placeholder("payer_name", "交款人", sample="李四"),
    Placeholder("total", "金额", shape="money", sample=103570),
    Placeholder("methods", "收款方式", sample="微信、现金"),
    Placeholder("cashier", "经手人", sample="王芳"),
    Placeholder("cause", "冲红原因", sample="收错房号，应为 3-1-503"),
    Placeholder("copies_back", "各联已收回", sample="是"),
    Placeholder("red", "红字收据号", sample="SJ-2026-000124"),
    Placeholder("reissued", "重开收据号", sample="SJ-2026-000125"),
    Placeholder("asked_by", "申请人", sample="王芳"),
    Placeholder("asked_at", "申请时间", shape="moment"),
    Placeholder("approved_by", "审核人", sample="李经理"),
    Placeholder("approved_at", "审核时间", shape="moment"),
)


def refund_values(draft: Draft) -> Values:
    """Return the values of F56."""
    asked = draft.record
    receipt = asked.receipt or (asked.deposit.receipt if asked.deposit is not None else None)
    plain = ("number", "applicant", "workings", "cause", "proxy", "reference")
    staff = ("asked_by", "checked_by", "approved_by", "paid_by")
    shown = ("sort", "original", "method", "account", "is_payer")
    return {
        **{name: getattr(asked, name) or "" for name in (*plain, *staff)},
        **{name: draft.kind.field(name).show(getattr(asked, name)) for name in shown},
        "room": str(asked.room),
        "owner_name": owner_names(asked.room_id, draft.day),
        "subject": str(asked.deposit.item if asked.deposit is not None else asked.item or _("预存款")),
        "receipt": str(receipt or ""),
        "receipt_on": receipt.business_on if receipt is not None else None,
        "receipt_total": receipt.total if receipt is not None else None,
        "amount": asked.amount,
        "paid_on": asked.paid_on,
        "refund": str(asked.refund or ""),
    }


def reversal_values(draft: Draft) -> Values:
    """Return the values of F57."""
    asked, receipt = draft.record, draft.record.receipt
    methods = dict.fromkeys(_(LABELS[tender.method]) for tender in methods_of(receipt))
    return {
        **{name: getattr(asked, name) or "" for name in ("number", "cause", "asked_by", "approved_by")},
        "receipt": str(receipt.number),
        "receipt_on": receipt.business_on,
        "room": str(receipt.room or ""),
        "payer_name": payer_name(receipt),
        "total": receipt.total,
        "methods": "、".join(methods),
        "cashier": str(receipt.cashier),
        "copies_back": draft.kind.field("copies_back").show(asked.copies_back),
        "red": str(asked.red or ""),
        "reissued": str(asked.reissued or ""),
        "asked_at": asked.asked_at,
        "approved_at": asked.approved_at,
    }


REFUND_FORM = Paper(
    "refund_form",
    "退款申请审批表",
    "F56",
    "cashier/refund_form.docx",
    REFUND,
    refund_values,
    pages=1,
    signatures=(mark("申请人"), mark("经办人"), mark("批准人")),
)

REVERSAL_FORM = Paper(
    "reversal_form",
    "冲红申请单",
    "F57",
    "cashier/reversal_form.docx",
    REVERSAL,
    reversal_values,
    pages=1,
    page_size="A5",
    signatures=(mark("申请人"), mark("审核人")),
)
