"""Lists of a room's account and of arrears (对账与欠费): statement F52-2, arrears F59, ageing F59-2 (domain.md 2.7)."""

from collections.abc import Callable

from layout import (
    A4_ACROSS,
    Part,
    Say,
    form,
    gap,
    grid,
    heading,
    label,
    line,
    note,
    register,
    signatures,
    table,
    text,
)

_ENTRIES = (
    (2.5, "日期", "Date", "on"),
    (3.6, "单据号", "Number", "number"),
    (4.2, "摘要", "What for", "text", "left"),
    (2.1, "应收", "Charged", "charged", "right"),
    (2.1, "减免", "Reduced", "reduced", "right"),
    (2.1, "已收", "Paid", "paid", "right"),
    (2.1, "预存变动", "Prepaid", "prepaid", "right"),
    (2.1, "欠费余额", "Owed", "owed", "right"),
    (2.1, "预存余额", "Prepaid left", "prepaid_left", "right"),
)


_SPAN = ("{{ from_on }} 至 {{ until_on }}", "{{ from_on }} to {{ until_on }}")


def room_statement(say: Say) -> bytes:
    """Return F52-2: every movement of a room's account, with the balance after each."""
    return form(
        say,
        ("往来对账单", "Statement of Account"),
        grid(
            say,
            [
                ("房号", "Room", "room"),
                ("业主", "Owner", "owner_name", 1.3),
                ("起止日期", "Period", say(*_SPAN), 1.7),
            ],
            [("房屋地址", "Address", "address", 2), ("期初余额", "Opening", "opening")],
            height=7,
        ),
        gap(1.5),
        table(say, _ENTRIES, "rows", end=True, height=6, small=True, repeat_head=True),
        grid(
            say,
            [
                ("应收合计", "Charged", "charged"),
                ("减免合计", "Reduced", "reduced"),
                ("已收合计", "Paid", "paid"),
            ],
            [("期末余额", "Closing", "closing")],
            height=7,
        ),
        *_agreed(say),
        number=None,
        pages=None,
    )


def _agreed(say: Say) -> tuple[Part, ...]:
    """How the balances are to be read, and who agrees to them."""
    return (
        note(
            say(
                "余额为正数表示尚欠或者尚存的金额。押金不在本单内。如有不符，请于收到之日起十五日内与物业服务中心核对。",
                "Balances are what is owed and what is prepaid. Deposits are not part of it. Please tell us within 15 days if anything differs.",
            ),
            size=8.5,
        ),
        signatures(say, ("经办人签名", "Handled by"), ("业主核对签名", "Checked by owner"), room=8),
    )


_DEBTORS = (
    (9, "序号", "No.", "no"),
    (23, "房号", "Room", "room", "left"),
    (24, "业主", "Owner", "owner_name", "left"),
    (24, "电话", "Phone", "phone"),
    (33, "欠费项目", "Fee items", "items", "left"),
    (17, "最早欠费月", "Owed since", "since"),
    (11, "月数", "Months", "months"),
    (23, "欠费", "Owed", "owed", "right"),
    (19, "违约金", "Late fee", "late_fee", "right"),
    (18, "预存可抵", "Prepaid", "prepaid", "right"),
    (18, "账龄段", "Age", "age"),
    (25, "末次催缴", "Last reminder", "last", "left"),
    (18, "欠费原因", "Reason", "reason", "left"),
    (15, "责任管家", "Steward", "steward"),
)


def arrears_list(say: Say) -> bytes:
    """Return F59: who owes what since when, in walking order, with the last reminder and the reason."""
    summed = line(
        label(say("合计　", "Total ")), text("{{ households }}"), label(say(" 户　欠费 ", " households, owed ")),
        text("{{ owed }}", bold=True), label(say("　违约金 ", ", late fee ")), text("{{ late_fee }}", bold=True),
        label(say("　预存可抵 ", ", prepaid ")), text("{{ prepaid }}", bold=True),
        label(say("\t制表 ", "\tPrepared by ")), text("{{ printed_by }}"), label(say("　　审核", "　　Checked by")),
        tabs=((170, "left"),), height=14, before=6,
    )  # fmt: skip
    return register(
        say,
        ("欠费明细表", "List of Arrears"),
        _DEBTORS,
        aside=label(say("截至 ", "Up to ")) + text("{{ counted_on }}", 10.5),
        below=[summed],
        empty=("没有欠费", "Nothing is owed"),
        height=7,
    )


_AGES = (
    (5, "楼栋", "Building", "name", "left"),
    (1.6, "户数", "Rooms", "rooms", "right"),
    (2.6, "0–30 天", "0–30 days", "days_30", "right"),
    (2.6, "31–90 天", "31–90", "days_90", "right"),
    (2.6, "91–180 天", "91–180", "days_180", "right"),
    (2.6, "181–365 天", "181–365", "days_365", "right"),
    (2.6, "1–2 年", "1–2 years", "years_2", "right"),
    (2.6, "2–3 年", "2–3 years", "years_3", "right"),
    (2.6, "3 年以上", "Over 3", "older", "right"),
    (2.8, "合计", "Total", "total", "right"),
    (2.4, "争议挂起", "Disputed", "held", "right"),
)


def ageing(say: Say) -> bytes:
    """Return F59-2: arrears by building and by how long they are overdue."""
    return form(
        say,
        ("欠费账龄分析表", "Ageing of Arrears"),
        line(
            label(say("截至 ", "Up to ")), text("{{ counted_on }}", 10.5, bold=True),
            label(say("\t单位：元", "\tin yuan")), tabs=((A4_ACROSS.inside, "right"),), height=15, after=2,
        ),
        heading(say, "按楼栋和逾期天数（从缴费截止日次日算起）", "By building and days overdue", 6.5),
        table(say, _AGES, "rows", height=6.5, small=True, repeat_head=True),
        signatures(say, ("制表", "Prepared by"), ("审核", "Checked by"), ("负责人", "Head"), room=7),
        size=A4_ACROSS.within(14, 10, 14, 10),
        number=None,
        pages=None,
    )  # fmt: skip


FORMS: dict[str, Callable[[Say], bytes]] = {
    "arrears/room_statement.docx": room_statement,
    "arrears/arrears_list.docx": arrears_list,
    "arrears/ageing.docx": ageing,
}
"""The file below `templates_docx` and what makes it."""
