"""What is asked for on paper (收费申请): reduction F55, refund F56, reversal F57 (domain.md 2.7)."""

from collections.abc import Callable

from layout import (
    A5,
    Cell,
    Part,
    Row,
    Say,
    Words,
    boxes,
    day_to_write,
    form,
    gap,
    grid,
    heading,
    label,
    line,
    note,
    or_day,
    or_struck,
    remarks,
    row,
    signatures,
    table,
    text,
    ticks,
)


def _opinion(say: Say, who: Words, known: str = "", room: float = 9) -> Part:
    """Return a row in which somebody writes what he thinks and signs: agreed or not, signature, day."""
    caption = 30.0

    def make(width: float) -> list[Row]:
        agreed = line(text(boxes(say, ("同意", "Agreed"), ("不同意，原因：", "Refused, because:"))), before=2)
        sign = line(
            label(say("签名　", "Signed ")), text(f"{known}　　　　　　　　"), text(day_to_write(say)), align="right",
            before=room * 72 / 25.4,
        )  # fmt: skip
        return row(
            8,
            Cell(caption, line(label(say(*who), 9), align="center", height=12), shade=True, margin=0.4),
            Cell(width - caption, agreed + sign, "top"),
        )

    return make


_BILLS = (
    (1, "序号", "No.", "no"),
    (4, "收费项目", "Fee item", "item", "left"),
    (5, "计费期间", "Charged for", "period"),
    (2.4, "应收", "Charged", "billed", "right"),
    (2.4, "减免", "Reduced", "reduced", "right"),
    (2.4, "减免后", "Left", "left", "right"),
)


def reduction_form(say: Say) -> bytes:
    """Return F55: what is asked, three opinions, and the bills it took effect on."""
    return form(
        say,
        ("费用减免申请审批表", "Application for a Fee Reduction"),
        *_reduction_asked(say),
        heading(say, "二、审批", "2. Opinions"),
        _opinion(say, ("客户助理", "Clerk")),
        _opinion(say, ("收费主管", "Fee supervisor")),
        _opinion(say, ("项目经理", "Site manager")),
        _opinion(say, ("公司（超过权限时）", "Company (above limits)")),
        heading(say, "三、执行（生效账单）", "3. Carried out (bills reduced)"),
        table(say, _BILLS, "bills", least=3, height=6.2, small=True, repeat_head=True),
        grid(say, [("已减免合计", "Reduced so far", or_struck("used")), ("执行人", "Carried out by"), ("日期", "Date")], caption=24),
        pages=None,
    )  # fmt: skip


def _reduction_asked(say: Say) -> tuple[Part, ...]:
    """What is to be let off, and why."""
    span = say("自 ", "From ") + or_day(say, "from_on") + say(" 至 ", " to ") + or_day(say, "until_on")
    return (
        heading(say, "一、申请", "1. Application"),
        grid(
            say,
            [("房号", "Room", "room"), ("业主", "Owner", "owner_name", 2)],
            [("减免类别", "Kind", ticks("kind", "　"))],
            [("收费项目", "Fee item", "item"), ("减免期间", "Period", span, 2)],
            [
                ("原金额", "Fee", or_struck("before")),
                ("减免金额", "Reduction", or_struck("amount")),
                ("按比例收取", "Charged at", or_struck("ratio")),
            ],
            caption=24,
        ),
        remarks(say, "原因", "Reason", "cause", height=16, caption=24),
        grid(
            say,
            [("附件", "Enclosed", or_struck("evidence"), 2), ("公司批文号", "Company no.", or_struck("company_approval"))],
            [("申请人", "Asked by", "asked_by"), ("批准人", "Approved by", "approved_by"), ("批准时间", "At", "approved_at")],
            caption=24,
        ),
    )  # fmt: skip


def refund_form(say: Say) -> bytes:
    """Return F56: what is to be paid back, why and where to, opinions, and what was paid out."""
    return form(
        say,
        ("退款申请审批表", "Application for a Refund"),
        *_refund_asked(say),
        signatures(say, ("申请人签名", "Applicant’s signature"), ("经办人签名　{{ asked_by }}", "Handled by　{{ asked_by }}"), room=8),
        heading(say, "二、审批", "2. Opinions"),
        _opinion(say, ("会计复核", "Accountant"), "{{ checked_by }}", 6),
        _opinion(say, ("项目经理", "Site manager"), "{{ approved_by }}", 6),
        heading(say, "三、付款与领款", "3. Payment"),
        grid(
            say,
            [("付款日期", "Paid on", "paid_on"), ("付款流水号", "Reference", "reference"), ("退款收据", "Receipt", "refund")],
            caption=22,
        ),
        signatures(say, ("出纳签名　{{ paid_by }}", "Cashier’s signature　{{ paid_by }}"), ("领款人签名（今收到上列款项）", "Received the above sum, signature"), room=8),
    )  # fmt: skip


_ENCLOSED = (
    ("原收据", "Original receipt"),
    ("遗失声明", "Statement of loss"),
    ("委托书", "Letter of authority"),
    ("证件复印件", "Copy of ID"),
    ("验收单", "Inspection report"),
)


def _refund_asked(say: Say) -> tuple[Part, ...]:
    """What is to be paid back, worked out from what, and where to."""
    enclosed = boxes(say, *_ENCLOSED, between="　")
    return (
        heading(say, "一、申请", "1. Application"),
        grid(
            say,
            [("房号", "Room", "room"), ("业主", "Owner", "owner_name"), ("申请人", "Applicant", "applicant")],
            [("退款类别", "Kind", ticks("sort", "　"), 2), ("退款事项", "For", "subject")],
            [
                ("原收据号", "Receipt", or_struck("receipt")),
                ("收款日期", "Dated", or_struck("receipt_on")),
                ("原金额", "Its total", or_struck("receipt_total")),
            ],
            [("原收据", "Original", ticks("original", "　"))],
            caption=22,
        ),
        remarks(say, "应退计算", "Worked out", "workings", height=13, caption=22),
        _sum_in_words(say),
        remarks(say, "退款原因", "Reason", "cause", height=13, caption=22),
        grid(
            say,
            [("退款方式", "Paid by", "method"), ("收款账户", "Account", or_struck("account"), 2)],
            [("附件", "Enclosed", enclosed)],
            caption=22,
        ),
    )  # fmt: skip


def _sum_in_words(say: Say) -> Part:
    caption = 22.0

    def make(width: float) -> list[Row]:
        value = text("￥{{ amount }}", 12, bold=True) + text("　{{ amount_capital }}", 11, bold=True)
        return row(
            9,
            Cell(
                caption,
                line(label(say("退款金额", "To pay back"), 9), align="center"),
                shade=True,
                margin=0.4,
            ),
            Cell(width - caption, line(value, height=16)),
        )

    return make


def reversal_form(say: Say) -> bytes:
    """Return F57: the wrong receipt, why it is reversed, the red one and the new one."""
    return form(
        say,
        ("冲红申请单", "Request to Reverse a Receipt"),
        grid(
            say,
            [("原收据号", "Receipt", "receipt"), ("收款日期", "Dated", "receipt_on")],
            [("房号", "Room", or_struck("room")), ("交款人", "Payer", "payer_name")],
            [("金额", "Total", "￥{{ total }}"), ("收款方式", "Paid by", "methods")],
            [("大写", "In words", "total_capital")],
            [("经手人", "Cashier", "cashier"), ("各联收回", "Copies back", boxes(say, ("存根", "1"), ("客户", "2"), ("记账", "3"), between=" "))],
        ),
        remarks(say, "冲红原因", "Reason", "cause", height=20),
        grid(
            say,
            [("红字收据", "Red receipt", "red"), ("重开收据", "New receipt", "reissued")],
            [("申请人", "Asked by", "asked_by"), ("申请时间", "At", "asked_at")],
            [("审核人", "Approved by", "approved_by"), ("审核时间", "At", "approved_at")],
        ),
        gap(2),
        signatures(say, ("申请人签名", "Asked by, signature"), ("审核人签名", "Approved by, signature"), room=12),
        note(say("申请人与审核人不得为同一人；原收据各联收回后粘贴于本单背面。", "Two different people sign; all copies of the receipt are pasted on the back."), size=8.5),
        size=A5,
    )  # fmt: skip


FORMS: dict[str, Callable[[Say], bytes]] = {
    "billing/reduction_form.docx": reduction_form,
    "cashier/refund_form.docx": refund_form,
    "cashier/reversal_form.docx": reversal_form,
}
"""The file below `templates_docx` and what makes it."""
