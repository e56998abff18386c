"""Papers of a handover (交房): notice F01, sheet F03, defect notice F04, receipt F05, the day's summary (domain.md 2.1)."""

from collections.abc import Callable

from layout import (
    A4_ACROSS,
    A5,
    Part,
    Say,
    body,
    boxes,
    form,
    grid,
    heading,
    is_chinese,
    label,
    line,
    note,
    only_when,
    or_day,
    or_struck,
    prose,
    register,
    remarks,
    salutation,
    sealed,
    signatures,
    signed,
    table,
    tear,
    text,
    ticks,
)

_FEES = (
    (1, "序号", "No.", "no"),
    (5, "收费项目", "Fee", "item", "left"),
    (4, "自", "From", "from_on"),
    (4, "至", "Until", "until_on"),
    (3, "金额（元）", "Amount, yuan", "amount", "right"),
)
_THINGS = (
    (1, "序号", "No.", "no"),
    (7, "名称", "Item", "name", "left"),
    (2, "单位", "Unit", "unit"),
    (2, "应领", "Due", "due"),
    (2, "实领", "Given", "given"),
    (3, "其中留存整改", "Kept for defects", "kept"),
)


def handover_notice(say: Say) -> bytes:
    """Return F01: when and where, what to bring, what is due, what coming too late means, and a slip to send back."""
    size = 11 if is_chinese(say) else 10
    return form(
        say,
        ("入住（收楼）通知书", "Notice to Take Over Your Home"),
        salutation(say, "尊敬的 {{ owner_name }} 业主：", "Dear {{ owner_name }},", size=size),
        body(
            say,
            (
                "您购买的 {{ address }}（房号 {{ room }}，建筑面积 {{ built_area }} 平方米，套内 {{ inside_area }} 平方米）已具备交付条件。请您于 {{ appointed_at }} 到 {{ place }} 办理收楼手续；不能在此时间来的，请在 {{ from_on }} 至 {{ until_on }} 内另约。",
                "Your home at {{ address }} (room {{ room }}, floor area {{ built_area }} m², inside {{ inside_area }} m²) is ready. Please come on {{ appointed_at }} to {{ place }} to take it over; if that does not suit you, another time between {{ from_on }} and {{ until_on }} can be agreed.",
            ),
            size=size,
        ),
        heading(say, "一、请携带的资料", "1. Please bring", 6),
        table(
            say, ((1, "序号", "No.", "no"), (12, "资料", "Paper", "name", "left")), "papers", least=3, height=5.6, small=True
        ),
        heading(say, "二、应交费用（按预约当日计算）", "2. Fees due (reckoned from the day appointed)", 6),
        table(say, _FEES, "fees", least=1, height=5.8, small=True),
        grid(say, [("合计（元）", "Total, yuan", "{{ total }}　{% if total %}（{{ total_capital }}）{% endif %}")], height=6.5),
        heading(say, "三、办理流程", "3. How it goes", 6),
        note(
            say(
                "签到取号 → 核对身份和资料 → 验房、抄表底数 → 交费 → 签收资料、领取钥匙。",
                "Sign in, take a number → papers checked → inspection, meters read → fees → documents and keys signed for.",
            ),
            size=9.5,
        ),
        grid(
            say,
            [("逾期说明", "If you do not come", "consequence")],
            [("联系人", "Contact", "contact"), ("电话", "Phone", "{{ phone or service_phone }}")],
            height=9,
        ),
        sealed(say, day="notified_on", size=size, room=2),
        tear(say, "骑缝　编号 {{ number }}", "Tear here　No. {{ number }}"),
        line(
            label(say("回执", "Reply"), 10.5) + prose(say("　本人已收到 {{ room }} 的收楼通知，将于____年____月____日____时来办理。", "　I received the notice for {{ room }} and will come on ____ at ____."), 10.5),
            height=18,
        ),
        signed(say, ("业主签名", "Owner"), ("联系电话", "Phone")),
    )  # fmt: skip


def handover_sheet(say: Say) -> bytes:
    """Return F03: meters, items, things, defects, the key that stays, from when to when fees run, payments, signatures."""
    return form(
        say,
        ("房屋交接（验收）表", "Hand-over and Inspection Sheet"),
        grid(
            say,
            [("房号", "Room", "room"), ("业主", "Owner", "owner_name"), ("电话", "Phone", "owner_phone")],
            [("建筑面积", "Area, ㎡", "built_area"), ("交接日期", "Handed over on", or_day(say, "handed_over_on")), ("代办人", "Agent", or_struck("agent"))],
            height=7,
        ),
        *_found(say),
        remarks(say, "业主意见", "Owner’s remarks", "owner_opinion", height=28),
        *_given_and_charged(say),
        signatures(
            say, ("业主（代办人）签名", "Owner (agent)"), ("物业经办　{{ handled_by }}", "Handled by　{{ handled_by }}"),
            ("工程　{{ inspector }}", "Engineer　{{ inspector }}"), ("开发商代表", "Developer"), room=11,
        ),
        pages=2,
    )  # fmt: skip


def _found(say: Say) -> tuple[Part, ...]:
    """Return what the inspection found: meters, items, defects, and the key that stays."""
    return (
        heading(say, "一、表底数", "1. Meters", 6),
        table(
            say,
            ((3, "类别", "Meter", "kind"), (5, "表号", "Number", "number"), (5, "底数", "Reading", "value")),
            "meters", name="meter", least=3, height=7,
        ),
        heading(say, "二、验收项目", "2. Inspection", 6),
        table(
            say,
            (
                (1, "序号", "No.", "no"), (4, "项目", "Item", "name", "left"), (1.6, "合格", "Good", "good"),
                (1.8, "不合格", "Not good", "bad"), (8, "问题描述", "What is wrong", "problem", "left"),
            ),
            "items", name="item", least=12, height=7.2,
        ),
        heading(say, "三、需整改项目", "3. Defects", 6),
        table(
            say,
            (
                (1, "序号", "No.", "no"), (3, "部位", "Part", "part", "left"), (6, "问题", "Defect", "problem", "left"),
                (4, "责任单位", "Firm", "firm", "left"), (3, "整改期限", "Due", "due_on"),
            ),
            "defects", name="defect", least=5, height=7.2, small=True,
        ),
        grid(
            say,
            [("是否留钥匙", "Key kept", ticks("keeps_key", "　")), ("留匙把数", "How many", or_struck("keys_kept")), ("用途", "For", say("整改使用", "defect work"))],
            height=7,
        ),
    )  # fmt: skip


def _given_and_charged(say: Say) -> tuple[Part, ...]:
    """Return what goes with the flat, and from when to when fees are paid (R27)."""
    return (
        heading(say, "四、随房物品和领取资料", "4. Things that go with the flat", 6),
        table(say, _THINGS, "things", name="thing", least=10, height=7, small=True),
        heading(say, "五、收费起止与交费", "5. Fees: from when to when, and payment", 6),
        note(
            say(
                "物业服务费自 {{ fees_from_on }} 起由业主承担（交接当日起算），本次预收至 {{ fees_until_on }}。",
                "The owner bears the fees from {{ fees_from_on }} (the day of the hand-over); now prepaid until {{ fees_until_on }}.",
            ),
            size=10,
        ),
        table(say, _FEES, "fees", name="fee", least=3, height=7, small=True),
        grid(
            say,
            [("合计（元）", "Total, yuan", "{{ total }}{% if total %}（{{ total_capital }}）{% endif %}", 2), ("未交", "Unpaid", or_struck("unpaid"))],
            [("收据号", "Receipt", "receipts")],
            height=7,
        ),
    )  # fmt: skip


def defect_notice(say: Say) -> bytes:
    """Return F04: what the firm has to put right by when, how it gets in, and the check afterwards."""
    return form(
        say,
        ("房屋整改（返修）通知单", "Rectification Order"),
        grid(
            say,
            [("房号", "Room", "room"), ("业主", "Owner", "owner_name"), ("电话", "Phone", "owner_phone")],
            [("责任单位", "Firm", "firm", 2), ("要求完成", "Due", "due_on")],
            [("联系人", "Contact", "contact"), ("电话", "Phone", "contact_phone"), ("通知日期", "Told on", "notified_on")],
            [("钥匙", "Key", "key")],
            height=6.5, caption=17,
        ),
        table(
            say,
            (
                (1, "序号", "No.", "no"), (4.6, "单号", "Number", "number"), (4, "部位", "Part", "part", "left"),
                (7, "问题", "Defect", "problem", "left"), (3.4, "期限", "Due", "due_on"),
            ),
            "rows", least=5, height=6.2, small=True,
        ),
        remarks(say, "整改情况", "What was done", "fixed_how", height=20, caption=17),
        grid(say, [("整改人", "Done by", "fixed_by"), ("完成日期", "Done on", or_day(say, "fixed_on"))], height=7, caption=17),
        grid(say, [("复验意见", "Check", boxes(say, ("合格", "right"), ("不合格，须再整改", "not right, to be done again"), between="　"))], height=7, caption=17),
        signatures(say, ("施工单位签收", "Received by the firm"), ("物业复验人签名", "Checked by"), ("业主确认签名", "Owner"), room=10),
        size=A5,
    )  # fmt: skip


def document_receipt(say: Say) -> bytes:
    """Return F05: keys, cards and papers handed out, each counted, signed for."""
    return form(
        say,
        ("文件签收表（资料、钥匙、物品）", "Receipt of Documents, Keys and Things"),
        grid(
            say,
            [("房号", "Room", "room"), ("业主", "Owner", "owner_name"), ("日期", "Date", or_day(say, "day"))],
            [("地址", "Address", "address", 2), ("电话", "Phone", "owner_phone")],
        ),
        table(say, _THINGS, "things", name="thing", least=10, pen=2, height=8, end=True),
        only_when("keys_kept", grid(say, [("留存整改钥匙", "Kept key", say("{{ keys_kept }} 把，凭《钥匙委托（留存）书》，整改合格后由业主取回", "{{ keys_kept }}, under a key custody letter; the owner fetches it once the defects are right"))], height=8)),
        note(
            say(
                "以上资料、钥匙和物品已当面点清；工作人员已说明钥匙的使用方法、服务电话和装修须知。",
                "All items were counted in the receiver’s presence; use of the keys, the service phone and the renovation rules were explained.",
            ),
            size=10,
        ),
        grid(say, [("领取人", "Receiver", boxes(say, ("业主本人", "Owner"), ("代办人 {{ agent or '________' }}", "Agent {{ agent or '________' }}"), between="　")), ("证件后四位", "Last 4 of ID")]),
        signatures(say, ("领取人签名", "Received by"), ("发放人　{{ handled_by }}", "Issued by　{{ handled_by }}"), room=14),
    )  # fmt: skip


def handover_summary(say: Say) -> bytes:
    """Return the summary of a day: figures, the flats one by one, defects by firm."""
    return form(
        say,
        ("交付汇总表", "Summary of Handovers"),
        grid(
            say,
            [("日期", "Day", "day"), ("钥匙", "Keys", "keys", 2.4)],
            [("户数", "Flats", "counts")],
            [("收费（元）", "Fees, yuan", "money")],
        ),
        table(
            say,
            (
                (1.6, "签到", "Queue", "no"), (4.2, "编号", "Number", "number"), (3.2, "房号", "Room", "room", "left"), (3.4, "业主", "Owner", "owner", "left"),
                (2, "预约", "Time", "appointed"), (2.8, "状态", "Status", "state"), (1.8, "领匙", "Keys", "keys"),
                (6.4, "缺件或原因", "Papers missing, reason", "note", "left"),
            ),
            "rows", least=3, height=6, small=True, repeat_head=True,
        ),
        heading(say, "整改汇总（按责任单位）", "Defects by firm", 6),
        table(
            say,
            ((8, "责任单位", "Firm", "firm", "left"), (3, "项数", "Found", "found"), (3, "未合格", "Not yet right", "open")),
            "firms", name="one", least=1, height=6, small=True,
        ),
        signatures(say, ("制表　{{ printed_by }}", "Prepared by　{{ printed_by }}"), ("审核", "Checked by"), room=8),
        number=None, pages=None,
    )  # fmt: skip


def defect_register(say: Say) -> bytes:
    """Return the month's defects, a line each."""
    columns = (
        (9, "序号", "No.", "no"),
        (31, "单号", "Number", "number"),
        (22, "发现", "Found", "found_on"),
        (26, "房号", "Room", "room", "left"),
        (30, "部位", "Part", "part", "left"),
        (60, "问题", "Defect", "problem", "left"),
        (38, "责任单位", "Firm", "firm", "left"),
        (22, "期限", "Due", "due_on"),
        (22, "复验", "Checked", "checked_on"),
        (10, "次数", "Checks", "rounds"),
        (17, "状态", "Status", "state"),
    )
    figures = line(
        label(say("项数 ", "Defects ")), text("{{ count }}　　"), label(say("未合格 ", "Not yet right ")), text("{{ open }}"),
        height=14, before=8,
    )  # fmt: skip
    signed = line(
        label(say("制表", "Prepared by")), text("　{{ printed_by }}"), label("\t" + say("审核", "Checked by")),
        tabs=((90, "left"), (A4_ACROSS.inside, "right")), height=14, before=4,
    )  # fmt: skip
    return register(
        say, ("整改台账", "Register of Defects"), columns, aside=label(say("月份 ", "Month ")) + text("{{ month }}", 10.5),
        below=[figures, signed], empty=("本月没有整改", "No defects this month"),
    )  # fmt: skip


FORMS: dict[str, Callable[[Say], bytes]] = {
    "handover/handover_notice.docx": handover_notice,
    "handover/handover_sheet.docx": handover_sheet,
    "handover/defect_notice.docx": defect_notice,
    "handover/document_receipt.docx": document_receipt,
    "handover/handover_summary.docx": handover_summary,
    "handover/defect_register.docx": defect_register,
}
"""The file below `templates_docx` and what makes it."""
