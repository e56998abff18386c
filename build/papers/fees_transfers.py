"""Papers of a change of owner (过户): registration F64, fees-cleared certificate F64-2 (domain.md 2.7)."""

from collections.abc import Callable

from layout import (
    A5_ACROSS,
    Part,
    Say,
    body,
    boxes,
    form,
    gap,
    grid,
    heading,
    remarks,
    salutation,
    sealed,
    signatures,
    table,
    ticks,
)

_DEBTS = (
    (0.8, "序号", "No.", "no"),
    (4, "收费项目", "Fee item", "item", "left"),
    (5, "计费期间", "Charged for", "period"),
    (2.4, "应收", "Charged", "billed", "right"),
    (2.4, "已收", "Paid", "paid", "right"),
    (2.4, "欠费", "Owed", "open", "right"),
)
_DEPOSITS = (
    (0.8, "序号", "No.", "no"),
    (4, "押金类型", "Deposit for", "item", "left"),
    (4, "收据号", "Receipt", "receipt"),
    (2.6, "在押", "Held", "held", "right"),
    (4, "处理", "Handling", "handling"),
)
_METERS = (
    (0.8, "序号", "No.", "no"),
    (3, "类别", "Kind", "kind"),
    (4, "表号", "Meter", "number"),
    (3.6, "表底数", "Reading", "value"),
    (4, "抄表日期", "Read on", "read_on"),
)


def transfer_form(say: Say) -> bytes:
    """Return F64: old and new owner, why, what was settled, what goes over."""
    return form(
        say,
        ("产权变更（过户）登记表", "Registration of a Change of Owner"),
        *_persons(say),
        heading(say, "三、费用结算（截至 {{ settled_on }}）", "3. Settlement up to {{ settled_on }}", 6),
        table(say, _DEBTS, "debts", least=2, height=5.8, small=True, repeat_head=True),
        grid(
            say,
            [("应收合计", "Charged", "billed"), ("已收合计", "Paid", "paid"), ("欠费合计", "Owed", "open")],
            [
                ("预收余额", "Prepaid", "prepaid"),
                ("余额处理", "Handling", ticks("prepaid_handling", "　"), 2),
            ],
            height=6.5,
        ),
        heading(say, "四、押金", "4. Deposits", 6),
        table(say, _DEPOSITS, "deposits", least=1, height=5.8, small=True),
        heading(say, "五、表底数", "5. Meters", 6),
        table(say, _METERS, "meters", least=2, height=5.8, small=True),
        *_handover(say),
        pages=None,
    )


def _persons(say: Say) -> tuple[Part, ...]:
    return (
        heading(say, "一、房屋与变更", "1. Property and change", 6),
        grid(
            say,
            [("房号", "Room", "room"), ("房屋地址", "Address", "address", 2)],
            [("变更原因", "Cause", ticks("cause", "　"), 2), ("变更日期", "Changed on", "changed_on")],
            [("建筑面积", "Area, ㎡", "built_area"), ("产权证号", "Title no.", "title_number"), ("合同号", "Contract", "contract_number")],
            height=6.5,
        ),
        heading(say, "二、原业主与新业主", "2. Old and new owner", 6),
        grid(
            say,
            [("原业主", "Old owner", "old_name"), ("证件号码", "ID number", "old_id_number"), ("电话", "Phone", "old_phone")],
            [("新业主", "New owner", "new_name"), ("证件号码", "ID number", "new_id_number"), ("电话", "Phone", "new_phone")],
            [("通讯地址", "Address", "new_address")],
            height=6.5,
        ),
    )  # fmt: skip


def _handover(say: Say) -> tuple[Part, ...]:
    handed = boxes(
        say,
        ("钥匙 ____ 把", "Keys ____"),
        ("门禁卡 ____ 张", "Cards ____"),
        ("车位 ____", "Parking ____"),
        ("装修资料", "Renovation file"),
        ("业主档案", "Owner file"),
        between="　",
    )
    return (
        heading(say, "六、交接", "6. Handed over", 6),
        grid(say, [("交接清单", "List", handed)], height=6.5),
        remarks(say, "未结事项", "Unsettled", "unsettled", height=9),
        signatures(
            say,
            ("原业主签名", "Old owner"),
            ("新业主签名", "New owner"),
            ("物业经办　{{ handled_by }}", "Handled by　{{ handled_by }}"),
            ("财务审核", "Accountant"),
            room=8,
        ),
    )


def cleared_certificate(say: Say) -> bytes:
    """Return F64-2: that nothing is owed up to a day; to be shown when the property is sold."""
    size = 12
    return form(
        say,
        ("物业费结清证明", "Fees-Cleared Certificate"),
        gap(4),
        salutation(say, "致有关单位：", "To whom it may concern:", size=size),
        body(
            say,
            (
                "兹证明 {{ address }}（房号 {{ room }}，建筑面积 {{ built_area }} 平方米），业主 {{ owner_name }}，**截至 **{{ settled_on_in_full }}** 物业服务费用已结清**，无欠费。",
                "This is to certify that up to {{ settled_on_in_full }} **all property fees are paid** for {{ address }} (room {{ room }}, {{ built_area }} m²), owned by {{ owner_name }}; nothing is owed.",
            ),
            (
                "本证明仅说明上述日期前由本公司收取的费用，涂改无效；专项维修资金余额以主管部门记录为准。经办人：{{ handled_by }}",
                "It covers fees collected by this company up to that day only; void if altered. The maintenance fund’s balance is kept by the authority. Handled by {{ handled_by }}.",
            ),
            size=size,
        ),
        sealed(say, day="issued_on_in_full", size=size, room=4),
        size=A5_ACROSS,
    )


FORMS: dict[str, Callable[[Say], bytes]] = {
    "transfers/transfer_form.docx": transfer_form,
    "transfers/cleared_certificate.docx": cleared_certificate,
}
"""The file below `templates_docx` and what makes it."""
