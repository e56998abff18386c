"""Papers of keys (钥匙): custody letter F08, loans F09, card application F17, register of keys (domain.md 2.1, 2.2)."""

from collections.abc import Callable

from layout import (
    A5,
    A5_ACROSS,
    Say,
    form,
    grid,
    heading,
    label,
    line,
    note,
    of_month,
    or_struck,
    prepared,
    register,
    signatures,
    table,
    text,
    ticks,
)

_KEYS = (
    (1, "序号", "No.", "no"),
    (5, "钥匙名称", "Key", "name", "left"),
    (2, "数量", "Count", "count"),
    (4, "编号", "Mark", "mark", "left"),
)


def custody(say: Say) -> bytes:
    """Return F08: which keys the owner leaves, what for, until when, who may use them; signed in and out."""
    return form(
        say,
        ("钥匙委托（留存）书", "Key Custody Letter"),
        grid(
            say,
            [("房号", "Room", "room"), ("业主", "Owner", "person"), ("电话", "Phone", "owner_phone")],
            [("留存目的", "Purpose", ticks("purpose", " "), 2), ("期限", "Until", or_struck("until_on"))],
            [("施工单位", "Contractors", ticks("alone", "　"))],
            height=7.5,
        ),
        table(say, _KEYS, "rows", least=2, height=7),
        note(
            *say(
                (
                    "一、以上钥匙由业主自愿留存在服务中心，仅用于上述目的；不得用于其他用途，不得复制。",
                    "二、使用时由服务中心登记时间、事由和使用人；约定须陪同的，由工作人员陪同进出。",
                    "三、业主可随时凭本书取回；因保管不当遗失的，由服务中心承担更换锁具的费用。",
                ),
                (
                    "1. The owner leaves these keys of his own will, for the purpose above only; they are not copied.",
                    "2. Each use is entered with time, reason and person; where agreed, staff go along.",
                    "3. The owner may fetch them at any time; the centre pays for new locks if it loses them.",
                ),
            ),
            size=8.5,
        ),
        signatures(say, ("业主签名", "Owner"), ("接收人　{{ kept_by }}", "Received by　{{ kept_by }}"), room=9),
        heading(say, "取回", "Fetched", 6),
        signatures(say, ("取回人签名　{{ fetched_by }}", "Fetched by　{{ fetched_by }}"), ("经办人签名", "Handed over by"), room=8),
        size=A5,
    )  # fmt: skip


def loan(say: Say) -> bytes:
    """Return F09 as a slip: who borrows which keys until when, signed, and signed again when they are back."""
    return form(
        say,
        ("钥匙借用单", "Key Loan"),
        grid(
            say,
            [("钥匙", "Key", "key_set", 2), ("把数", "Count", "count")],
            [("借用人", "Borrower", "borrower"), ("单位", "Firm", "firm"), ("电话", "Phone", "phone")],
            [("证件后四位", "Last 4 of ID", "id_tail"), ("借出时间", "Lent at", "lent_at"), ("应还时间", "Due back", "due_at")],
            [("用途", "Purpose", ticks("purpose", "　"))],
            [("事由", "About", "about"), ("陪同人", "Escort", or_struck("escort")), ("业主同意", "Owner agreed", or_struck("consent"))],
            height=8,
        ),
        signatures(say, ("借用人签名", "Borrower"), ("经办人　{{ lent_by }}", "Lent by　{{ lent_by }}"), ("归还人签名", "Returned by"), ("接收人签名", "Received by"), room=9),
        size=A5_ACROSS,
    )  # fmt: skip


def loans(say: Say) -> bytes:
    """Return F09 as the register of a month."""
    columns = (
        (30, "编号", "Number", "number"),
        (20, "借出", "Lent", "lent_at"),
        (38, "钥匙", "Key", "key_set", "left"),
        (10, "把数", "Keys", "count"),
        (20, "借用人", "Borrower", "borrower", "left"),
        (32, "单位", "Firm", "firm", "left"),
        (24, "电话", "Phone", "phone"),
        (14, "证件后四位", "ID", "id_tail"),
        (13, "用途", "For", "purpose"),
        (21, "业主同意", "Owner agreed", "consent", "left"),
        (19, "应还", "Due", "due_at"),
        (19, "归还", "Back", "returned_at"),
        (17, "接收人", "Received by", "received_by"),
    )
    return register(
        say, ("钥匙借用登记表", "Register of Key Loans"), columns,
        aside=of_month(say), below=[_signed(say)],
        empty=("本月没有借用", "No loans this month"),
    )  # fmt: skip


def key_register(say: Say) -> bytes:
    """Return every set of keys with its counts, to be checked against the hooks."""
    columns = (
        (16, "序号", "No.", "no"),
        (40, "编号", "Number", "number"),
        (34, "挂钩", "Hook", "hook"),
        (85, "房号或部位", "Room or place", "where", "left"),
        (24, "应有", "Kept", "kept"),
        (24, "借出", "Out", "out"),
        (24, "遗失", "Lost", "lost"),
        (30, "在挂", "On the hook", "left"),
    )
    total = line(
        label(say("合计在挂 ", "On the hooks ")),
        text("{{ total }}"),
        label(say(" 把", " keys")),
        height=14,
        before=8,
    )
    return register(
        say, ("钥匙台账", "Register of Keys"), columns, below=[total, _signed(say)], empty=("还没有钥匙", "No keys yet")
    )  # fmt: skip


def card(say: Say) -> bytes:
    """Return F17: what card for whom, what it costs, and what was found of arrears."""
    return form(
        say,
        ("车位（月卡）/门禁卡办理表", "Application for a Parking or Access Card"),
        grid(
            say,
            [("房号", "Room", "room"), ("申请人", "Applicant", "person")],
            [("业主", "Owner", "owner_name"), ("电话", "Phone", "owner_phone")],
            [("类型", "Kind", ticks("sort", "　"))],
            [("车牌", "Plate", or_struck("plate")), ("品牌颜色", "Make, colour", or_struck("vehicle"))],
            [("车位号", "Space", or_struck("space")), ("有效期至", "Valid until", or_struck("until_on"))],
            [("工本费", "Cost", or_struck("charge")), ("补办自", "Replaces", or_struck("replaces"))],
            [("欠费检查", "Arrears", "arrears_note")],
            [("卡号", "Card no.", "card"), ("发放日期", "Issued on", "issued_on")],
        ),
        note(
            say(
                "领卡须知：卡片仅限本户使用，遗失请立即挂失；迁出时请交回。",
                "Cards are for this household only; report a lost card at once; hand it back when moving out.",
            ),
            size=9,
        ),
        signatures(say, ("申请人签名", "Applicant"), ("发放人　{{ issued_by }}", "Issued by　{{ issued_by }}"), ("财务", "Cash desk"), room=11),
        heading(say, "挂失、补办、注销记录", "Lost, replaced, cancelled", 6),
        grid(say, [("日期", "Date"), ("事项", "What"), ("经办", "By")], [("日期", "Date"), ("事项", "What"), ("经办", "By")]),
        size=A5, number="card", code=False,
    )  # fmt: skip


def _signed(say: Say) -> str:
    return prepared(say, before=6)


FORMS: dict[str, Callable[[Say], bytes]] = {
    "keys/key_custody.docx": custody,
    "keys/key_loan.docx": loan,
    "keys/key_loans.docx": loans,
    "keys/key_register.docx": key_register,
    "keys/card_application.docx": card,
}
"""The file below `templates_docx` and what makes it."""
