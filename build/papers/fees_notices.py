"""Papers about what a room owes (缴费与催缴): notice F52, reminders F53 (domain.md 2.7)."""

from collections.abc import Callable

from desk_app.kernel.papers.barcode import png
from layout import (
    Cell,
    Part,
    Row,
    Say,
    Size,
    Words,
    barcode,
    body,
    boxes,
    form,
    gap,
    grid,
    header_block,
    inside,
    label,
    line,
    note,
    pictures,
    pieces,
    row,
    salutation,
    sealed,
    small_print,
    table,
    tear,
    text,
    thin,
    unruled,
)

_CODE = ("rId9", 20, 20)
"""The payment code: the picture drawn anew, its sides in millimetres."""


def payment_notice(say: Say) -> bytes:
    """Return F52: two to an A4 page, what each charge is made of, what is to be paid in the end, and how."""
    title = ("缴费通知单", "Payment Notice")

    def make(width: float) -> str:
        who = grid(
            say,
            [
                ("房号", "Room", "slip.room"),
                ("业主", "Owner", "slip.owner_name", 1.4),
                ("账期", "Period", "slip.period", 1.8),
            ],
            height=6,
            caption=13,
        )
        charges = table(say, _charges(), "slip.lines", least=3, height=5, small=True)
        low = Size(width, 148, (0, 0, 0, 0))
        told = note(say("计算说明：", "How it was worked out: ") + "{{ slip.workings|one_line }}", size=8)
        listed = inside([who, charges, told, _sums(say), gap(1), _how_to_pay(say)], width)
        return header_block(say, title, low, "slip.number") + listed + small_print(say, "", width)

    shown = {**pictures(), _CODE[0]: png(5, ["10101"] * 5)}
    return pieces(say, title, make, name="slip", source="notices", pictures=shown)


def _charges() -> tuple[tuple[object, ...], ...]:
    return (
        (30, "收费项目", "Fee item", "item", "left"),
        (41, "计费期间", "Charged for", "period"),
        (25, "上期／本期读数", "Readings", "readings"),
        (20, "数量", "Quantity", "quantity"),
        (15, "单价", "Price", "price", "right"),
        (20, "应收", "Charged", "billed", "right"),
        (18, "已收减免", "Settled", "settled", "right"),
        (21, "应交", "To pay", "open", "right"),
    )


def _sums(say: Say) -> Part:
    """The way from this time's sum to what is to be paid, and the day it falls due."""
    parts = (
        (say("本期应交", "This time"), "current"),
        (say("上期结欠", "From before"), "arrears"),
        (say("违约金", "Late fee"), "late_fee"),
        (say("预存抵扣", "Prepaid used"), "prepaid"),
    )

    def make(width: float) -> list[Row]:
        share = width / len(parts)
        told = [
            Cell(share, line(label(f"{caption}　", 8), text(f'{{{{ slip.{name} or "0.00" }}}}', 10)))
            for caption, name in parts
        ]
        words, right = width * 0.5, width * 0.5
        asked = line(
            label(say("应交合计 ￥", "To pay ¥ "), 9.5), text("{{ slip.total }}", 13, bold=True), height=17
        )
        capital = line(text("{{ slip.total_capital }}", 9.5))
        until = line(
            label(say("请于 ", "Please pay by "), 9.5), text("{{ slip.due_on }}", 12, bold=True),
            label(say(" 前缴纳", ""), 9.5), height=17,
        )  # fmt: skip
        return [*row(6, *told), *row(11, Cell(words, asked + capital), Cell(right, until))]

    return make


def _how_to_pay(say: Say) -> Part:
    """How to pay, with the payment code on the right where the office gave one."""

    def make(width: float) -> str:
        side = _CODE[1] + 2.0
        ways = line(label(say("缴费方式", "How to pay"), 8.5)) + line(
            text("{{ slip.pay_ways|one_line }}", 9), height=12.5
        )
        ways += line(
            text("{% if service_phone %}" + say("服务电话 ", "Service phone ") + "{{ service_phone }}　{% endif %}", 9),
            text(say("对费用有疑问的，请在截止日前联系物业服务中心核对。", "Questions? Please call before the due day."), 9),
            before=2,
        )  # fmt: skip
        code = (
            text("{% if slip.pay_code %}", 6) + barcode("slip.pay_code|qr", *_CODE) + text("{% endif %}", 6)
        )
        cells = (
            Cell(width - side, ways, "top", margin=0.5),
            Cell(side, line(code, align="right", height=None), "top", margin=0),
        )
        return unruled(row(10, *cells)) + thin()

    return make


DEBTS = (
    (0.8, "序号", "No.", "no"),
    (3.2, "收费项目", "Fee item", "item", "left"),
    (4.4, "计费期间", "Charged for", "period"),
    (2.2, "应收", "Charged", "billed", "right"),
    (2.2, "已收减免", "Settled", "settled", "right"),
    (2.2, "欠费", "Owed", "open", "right"),
    (1.7, "逾期天数", "Days late", "days_overdue"),
    (1.8, "违约金", "Late fee", "late_fee", "right"),
)


def asked_for(say: Say) -> Part:
    """The sum asked for, in figures and in words: debts, less what prepaid money pays."""

    def make(width: float) -> list[Row]:
        owed = say(
            '截至 {{ counted_on }}：欠费 {{ owed }} 元，违约金 {{ late_fee or "0.00" }} 元{% if prepaid %}，减预存可抵 {{ prepaid }} 元{% endif %}',
            'Up to {{ counted_on }}: owed {{ owed }}, late fee {{ late_fee or "0.00" }}{% if prepaid %}, less prepaid {{ prepaid }}{% endif %}',
        )
        words = line(text(owed, 9.5), height=14)
        total = line(
            label(say("合计 ￥", "Total ¥ "), 9.5), text("{{ total }}", 13, bold=True),
            text("　{{ total_capital }}", 10.5, bold=True), height=18,
        )  # fmt: skip
        return row(13, Cell(width, words + total))

    return make


def first_reminder(say: Say) -> bytes:
    """Return F53: the first reminder, friendly, with the receipt to tear off."""
    return _reminder(
        say,
        ("催费通知单（一催）", "Reminder (First)"),
        (
            "感谢您一直以来对物业服务工作的支持。经核对，截至 {{ counted_on_in_full }}，您的房屋下列费用尚未缴纳，可能是您一时疏忽，特此提醒：",
            "Thank you for your support. Up to {{ counted_on_in_full }} the following charges of your property have not been paid, perhaps by oversight:",
        ),
        (
            "请您自收到本通知之日起 {{ days }} 日内缴清。已经缴纳的，请忽略本通知，并致谢意；对费用有疑问的，请与我们核对。",
            "Please pay within {{ days }} days of receiving this. If you have paid already, please disregard it with our thanks; if in doubt, let us check together.",
        ),
    )  # fmt: skip


def second_reminder(say: Say) -> bytes:
    """Return F53-2: the second reminder, with its basis and what follows, and the receipt to tear off."""
    return _reminder(
        say,
        ("催费通知单（二催）", "Reminder (Second)"),
        (
            "我中心此前已就欠费事宜提醒，截至 {{ counted_on_in_full }} 您的房屋仍有下列费用未缴纳：",
            "We have reminded you before. Up to {{ counted_on_in_full }} the following charges of your property are still unpaid:",
        ),
        (
            "依据《中华人民共和国民法典》第九百四十四条和物业服务合同{% if fee_clause %}{{ fee_clause }}{% else %}第____条{% endif %}的约定，业主应当按照约定支付物业费。现催告您自收到本通知之日起 {{ days }} 日内缴清上述款项；逾期仍不缴纳的，我中心将依照合同约定计收违约金，并依法通过诉讼或者仲裁等方式主张权利。",
            "Under Article 944 of the Civil Code and {% if fee_clause %}{{ fee_clause }}{% else %}clause ____{% endif %} of the service contract owners pay the fees agreed. You are requested to pay within {{ days }} days of receiving this; otherwise we will charge the late fee agreed and claim the debt by lawsuit or arbitration.",
        ),
    )  # fmt: skip


def _reminder(say: Say, title: Words, before: Words, after: Words) -> bytes:
    size = 11
    return form(
        say,
        title,
        salutation(say, "{{ room }}　{{ owner_name or \"业主\" }}：", "{{ room }}　{{ owner_name or \"Owner\" }},", size=size),
        body(say, before, size=size),
        gap(1),
        table(say, DEBTS, "lines", height=6.2, small=True, repeat_head=True),
        asked_for(say),
        gap(1),
        body(say, after, ("缴费方式：{{ pay_ways|one_line }}", "How to pay: {{ pay_ways|one_line }}"), size=size),
        contact(say, size),
        sealed(say, day="counted_on_in_full", size=size, room=3),
        tear(say, "签收回执　编号 {{ number }}（由物业服务中心留存）", "Acknowledgement　No. {{ number }} (kept by the office)"),
        *_acknowledgement(say, title),
    )  # fmt: skip


def contact(say: Say, size: float) -> str:
    return body(
        say,
        (
            '联系人：{{ contact or printed_by }}　　联系电话：{{ service_phone or "____________" }}',
            'Contact: {{ contact or printed_by }}　　Phone: {{ service_phone or "____________" }}',
        ),
        size=size,
    )


def _acknowledgement(say: Say, title: Words) -> tuple[Part, ...]:
    """What comes back: who took the letter, how it was delivered, who saw it refused."""
    return (
        grid(
            say,
            [("房号", "Room", "room"), ("业主", "Owner", "owner_name"), ("应缴合计", "Total", "total")],
            [
                (
                    "送达方式",
                    "Delivered",
                    boxes(say, ("面交", "By hand"), ("张贴", "Posted"), ("EMS 单号", "EMS no."), between="　")
                    + "____________　"
                    + boxes(say, ("微信", "WeChat"), ("其他", "Other"), between="　"),
                )
            ],
            [("签收人", "Received by"), ("与业主关系", "Relation"), ("签收日期", "On")],
            [("送达人", "Delivered by"), ("送达时间", "Time"), ("拒签见证人", "Witness")],
            height=7.5,
        ),
        note(
            say(
                f"收到《{title[0]}》一份。拒收、无人签收的，张贴于门上并拍照留存，由见证人签名。",
                f"Received one “{title[1]}”. If refused or nobody is in: posted at the door, photographed, signed by a witness.",
            ),
            size=8.5,
        ),
    )


FORMS: dict[str, Callable[[Say], bytes]] = {
    "arrears/payment_notice.docx": payment_notice,
    "arrears/first_reminder.docx": first_reminder,
    "arrears/second_reminder.docx": second_reminder,
}
"""The file below `templates_docx` and what makes it."""
