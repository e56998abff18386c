"""Papers before a lawsuit (最后催告与起诉): final demand F54, the lawyer's file F54-2 (domain.md 2.7)."""

from collections.abc import Callable

from fees_notices import DEBTS, asked_for, contact
from layout import (
    Cell,
    Part,
    Row,
    Say,
    body,
    boxes,
    form,
    gap,
    grid,
    line,
    or_struck,
    row,
    salutation,
    sealed,
    signed,
    subtitle,
    table,
    text,
)


def final_demand(say: Say) -> bytes:
    """Return F54: the last demand before a lawsuit, with the reminders that went before."""
    size = 11
    return form(
        say,
        ("最后催告函", "Final Demand"),
        salutation(say, "{{ owner_name or \"业主\" }}（房号 {{ room }}）：", "{{ owner_name or \"Owner\" }} (room {{ room }}),", size=size),
        _owed(say, size),
        gap(1),
        table(say, DEBTS, "lines", height=6.2, small=True, repeat_head=True),
        asked_for(say),
        gap(1),
        *_reminded(say, size),
        _demanded(say, size),
        contact(say, size),
        body(say, ("附件：1. 欠费明细　2. 物业服务合同复印件　3. 历次催缴记录", "Enclosed: 1. list of debts　2. copy of the contract　3. record of reminders"), size=size - 1),
        sealed(say, day="counted_on_in_full", size=size, room=4),
        pages=None,
    )  # fmt: skip


def _owed(say: Say, size: float) -> str:
    """By what, for what and since when the owner owes."""
    return body(
        say,
        (
            "您系 {{ address }}（建筑面积 {{ built_area }} 平方米）的业主。依据《中华人民共和国民法典》第九百四十四条和物业服务合同{% if fee_clause %}{{ fee_clause }}{% else %}第____条{% endif %}的约定，业主应当按照约定向物业服务人支付物业费；物业服务人已经按照约定和有关规定提供服务的，业主不得以未接受或者无需接受相关物业服务为由拒绝支付。",
            "You own {{ address }} ({{ built_area }} m²). Under Article 944 of the Civil Code and {% if fee_clause %}{{ fee_clause }}{% else %}clause ____{% endif %} of the service contract owners pay the agreed fees and may not refuse them because they did not receive or need a service.",
        ),
        (
            "截至 {{ counted_on_in_full }}，您欠缴 {{ first_on }} 至 {{ last_on }} 期间的下列费用：",
            "Up to {{ counted_on_in_full }} you owe the following charges for {{ first_on }} to {{ last_on }}:",
        ),
        size=size,
    )  # fmt: skip


def _demanded(say: Say, size: float) -> str:
    """What is to be paid by when, and what follows if it is not."""
    return body(
        say,
        (
            "现郑重催告：**请您自收到本函之日起 **{{ days }}** 日内付清上述款项**。逾期仍未付清的，我公司将委托律师依法向人民法院提起诉讼（或者按合同约定申请仲裁），届时因此产生的诉讼费、保全费及合同约定的律师费等，将一并主张由您承担；生效裁判仍不履行的，将依法申请强制执行。",
            "You are requested to **pay the above in full within **{{ days }}** days of receiving this letter**. Otherwise we will instruct a lawyer to sue (or apply for arbitration as agreed) and claim the costs of the proceedings and the lawyer’s fees agreed as well, and apply for enforcement if a judgment is not complied with.",
        ),
        (
            "缴费方式：{{ pay_ways|one_line }}",
            "How to pay: {{ pay_ways|one_line }}",
        ),
        size=size,
    )  # fmt: skip


_HISTORY = (
    (0.8, "序号", "No.", "no"),
    (2.2, "催缴日期", "Date", "on"),
    (2, "级次", "Step", "step"),
    (2, "送达方式", "Delivered", "way"),
    (3, "文书编号", "Letter no.", "number"),
    (5.2, "结果", "Result", "result", "left"),
)


def _reminded(say: Say, size: float) -> tuple[Part, ...]:
    return (
        body(
            say, ("此前我公司已多次催缴，记录如下：", "We have reminded you before, as follows:"), size=size
        ),
        gap(1),
        table(say, _HISTORY, "history", least=2, height=6.2, small=True, repeat_head=True),
        gap(1),
    )


_PARTIES = (
    (3, "姓名／名称", "Name", "name", "left"),
    (2.2, "证件类型", "ID type", "id_kind"),
    (4, "证件号码", "ID number", "id_number"),
    (2.6, "电话", "Phone", "phone"),
    (5, "通讯地址", "Address", "address", "left"),
)
_BILLS = (*DEBTS[:5], DEBTS[5], (2.2, "缴费截止日", "Due on", "due_on"), *DEBTS[6:])


def lawyers_file(say: Say) -> bytes:
    """Return F54-2: what a lawyer needs to sue: parties, contract, every bill, reminders, the list of evidence."""
    return form(
        say,
        ("律师函委托资料", "File for the Lawyer"),
        subtitle(say, "一、当事人", "1. Parties", 10.5),
        grid(say, [("委托人", "Client", "company", 2), ("联系人", "Contact", "{{ contact or printed_by }}")], height=7),
        gap(1),
        table(say, _PARTIES, "parties", least=1, height=7, small=True, repeat_head=True),
        subtitle(say, "二、房屋与合同", "2. Property and contract", 10.5),
        grid(
            say,
            [("房号", "Room", "room"), ("房屋地址", "Address", "address", 2)],
            [("建筑面积", "Area, ㎡", "built_area"), ("交付日期", "Handed over", "handed_over_on"), ("合同条款", "Clause", or_struck("fee_clause"))],
            [("最早欠费", "Owed since", "first_on"), ("时效届满", "Lapses on", "limitation_on"), ("欠费合计", "Total", "total")],
            height=7,
        ),
        subtitle(say, "三、欠费明细（逐笔）", "3. Debts, bill by bill", 10.5),
        table(say, _BILLS, "lines", height=5.8, small=True, repeat_head=True),
        asked_for(say),
        subtitle(say, "四、历次催缴", "4. Reminders", 10.5),
        table(say, _HISTORY, "history", least=3, height=6.2, small=True, repeat_head=True),
        subtitle(say, "五、证据目录", "5. Evidence", 10.5),
        *_evidence(say),
        gap(3),
        signed(say, ("整理人", "Prepared by"), ("审核人", "Checked by"), ("律师签收", "Received by lawyer"), ("日期", "Date", "day")),
        pages=None,
    )  # fmt: skip


def _evidence(say: Say) -> tuple[Part, ...]:
    kept = boxes(say, ("原件", "Original"), ("复印件", "Copy"), ("缺", "Missing"), between="　")
    asked = (
        ("物业服务合同及备案材料", "Service contract"),
        ("业主身份及产权证明", "Owner’s identity and title"),
        ("房屋交付记录", "Handover record"),
        ("收费标准公示及依据", "Published fees"),
        ("账单及缴费通知单", "Bills and notices"),
        ("催费通知单及送达凭证（签收回执、照片、EMS 回单）", "Reminders with proof of delivery"),
        ("服务记录（保洁、秩序、维修）", "Records of service"),
    )

    def make(width: float) -> list[Row]:
        wide = 62.0
        return [
            each
            for no, words in enumerate(asked, 1)
            for each in row(6.2, Cell(10, line(text(str(no)), align="center")), Cell(width - 10 - wide, line(text(say(*words)))), Cell(wide, line(text(kept), align="center")))
        ]  # fmt: skip

    return (make,)


FORMS: dict[str, Callable[[Say], bytes]] = {
    "arrears/final_demand.docx": final_demand,
    "arrears/lawyers_file.docx": lawyers_file,
}
"""The file below `templates_docx` and what makes it."""
