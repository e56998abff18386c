"""What the reminders F53, the final demand F54 and the lawyer's file F54-2 hold (催费通知单、最后催告函、委托律师资料).

They ask only for what is overdue on their day, not disputed, and not to be had from prepaid money. Law: 民法典 188, 195, 944; never a word of cutting off
water or power, which the same article forbids.
"""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Placeholder
from desk_app.kernel.words import _, mark
from desk_app.modules.arrears import dunning_history
from desk_app.modules.arrears.debt_lines import Values, debt_lines
from desk_app.modules.arrears.limitation import first_lapse
from desk_app.modules.arrears.parameters import worded
from desk_app.modules.arrears.room_head import NUMBER, ROOM, owner_phone, room_values
from desk_app.modules.billing.ledger import IS_OPEN, NOT_VOID, open_bills
from desk_app.modules.billing.overdue import late_fees_on
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier.prepaid import cover, purses
from desk_app.modules.people.holdings import current_holdings, first_phone

DEBTS = (
    Placeholder("no", "序号"),
    Placeholder("item", "收费项目", sample=(mark("物业服务费"), mark("水费"), mark("地下车位服务费"))),
    Placeholder("period", "计费期间", sample="2026-01-01 至 2026-09-30"),
    Placeholder("billed", "应收", shape="money", sample=(188976, 19320, 72000)),
    Placeholder("settled", "已收及减免", shape="money", sample=(20000, 0, 0)),
    Placeholder("open", "欠费", shape="money", sample=(168976, 19320, 72000)),
    Placeholder("due_on", "缴费截止日", shape="day"),
    Placeholder("days_overdue", "逾期天数", sample=("312", "45", "312")),
    Placeholder("late_fee", "违约金", shape="money", sample=(26360, 435, 11232)),
)
HISTORY = (
    Placeholder("no", "序号"),
    Placeholder("on", "催缴日期", shape="day"),
    Placeholder("step", "催缴级次", sample=(mark("一催"), mark("二催"), mark("上门"))),
    Placeholder("way", "送达方式", sample=(mark("面交"), mark("张贴"), mark("EMS"))),
    Placeholder("number", "文书编号", sample=("CF-202609-0012", "CF-202610-0007", "")),
    Placeholder("result", "结果", sample=(mark("本人签收，承诺月底缴纳"), mark("无人在家，门上张贴并拍照"), mark("家属在场，未缴"))),
)  # fmt: skip
REMINDER = (
    replace(NUMBER, sample="CF-202611-0001"),
    *ROOM,
    Placeholder("lines", "欠费明细", DEBTS),
    Placeholder("owed", "欠费合计", shape="money", sample=260296),
    Placeholder("late_fee", "违约金合计", shape="money", sample=38027),
    Placeholder("prepaid", "预存可抵", shape="money", sample=50000),
    Placeholder("total", "应缴合计", shape="money", needed=True, sample=248323),
    Placeholder("counted_on", "计算截至", shape="day"),
    Placeholder("first_on", "最早欠费日期", shape="day"),
    Placeholder("last_on", "最晚欠费日期", shape="day"),
    Placeholder("days", "缴清限期天数", sample="15"),
    Placeholder("fee_clause", "合同条款", sample="第八条"),
    Placeholder("pay_ways", "缴费方式", sample="请到物业服务中心缴纳，可用现金、刷卡、微信或支付宝。"),
    Placeholder("contact", "联系人", sample="王芳"),
)
DEMAND = (*REMINDER, Placeholder("history", "历次催缴", HISTORY))
PARTIES = (
    Placeholder("name", "姓名", sample=(mark("张三"), mark("李四"), mark("王五"))),
    Placeholder("id_kind", "证件类型", sample="居民身份证"),
    Placeholder("id_number", "证件号码", shape="id_number"),
    Placeholder("phone", "电话", shape="phone"),
    Placeholder("address", "通讯地址", sample="翠湖花园3栋1单元502室"),
)
LAWYERS_FILE = (
    *DEMAND,
    Placeholder("owner_phone", "业主电话", shape="phone"),
    Placeholder("parties", "当事人", PARTIES),
    Placeholder("handed_over_on", "交付日期", shape="day"),
    Placeholder("limitation_on", "最早时效届满", shape="day"),
)


def overdue(room_id: int, day: datetime.date) -> list[Bill]:
    """Return the room's bills that are due before `day`, disputed ones left out."""
    return [bill for bill in open_bills(room_id) if bill.state == "open" and bill.due_on < day]


def covered(room_id: int, bills: Sequence[Bill], day: datetime.date) -> int:
    """Return the fen of the bills and their late fees that an offset would pay: no letter asks for them."""
    return cover(bills, purses(room_id), day).total


def is_all_prepaid(room_id: int, day: datetime.date) -> bool:
    """Say whether prepaid money would pay all that is overdue, late fees included: then nobody is asked for it."""
    held = purses(room_id)
    bills = overdue(room_id, day) if held else []
    late = sum(late_fees_on(bills, day).values())
    return bool(held) and cover(bills, held, day).total == sum(bill.still_open for bill in bills) + late


def letter_values(draft: Draft, days: str, join: bool = True) -> Values:
    """Return the values of a letter; `days` names the setting that says in how many days it asks for the money."""
    room, day = draft.record, draft.day
    bills = overdue(room.id, day)
    lines = debt_lines(bills, day, join=join)
    kept = worded(days, "fee_clause", "pay_ways", "dunning_contact")
    owed, late_fee = sum(line.open for line in lines), sum(line.late_fee for line in lines)
    prepaid = covered(room.id, bills, day)
    return {
        **room_values(room, day),
        "lines": [line.values(no) for no, line in enumerate(lines, 1)],
        "owed": owed,
        "late_fee": late_fee or None,
        "prepaid": prepaid or None,
        "total": owed + late_fee - prepaid,
        "counted_on": day,
        "first_on": min((bill.from_on for bill in bills), default=None),
        "last_on": max((bill.until_on for bill in bills), default=None),
        "days": kept[days],
        "fee_clause": kept["fee_clause"],
        "pay_ways": kept["pay_ways"],
        "contact": kept["dunning_contact"],
    }


first_values = partial(letter_values, days="first_reminder_days")
second_values = partial(letter_values, days="second_reminder_days")


def demand_values(draft: Draft, join: bool = True) -> Values:
    """Return the values of F54: a letter, and what was done before it."""
    history = dunning_history.told(draft.record.id)
    return {**letter_values(draft, "final_demand_days", join), "history": history}


def lawyers_values(draft: Draft) -> Values:
    """Return the values of F54-2: every bill by itself, the owners as the court wants them."""
    room, day = draft.record, draft.day
    owners = current_holdings(room.id, day, ("owner",))
    bills = overdue(room.id, day)
    return {
        **demand_values(draft, join=False),
        "owner_phone": owner_phone(room.id, day),
        "parties": [_party(holding.person) for holding in owners],
        "handed_over_on": room.handed_over_on,
        "limitation_on": first_lapse(bills),
    }


def _party(person: Any) -> Values:
    return {
        "name": str(person.name),
        "id_kind": person._meta.fields["id_kind"].show(person.id_kind),
        "id_number": person.id_number or "",
        "phone": first_phone(person.id),
        "address": person.address or "",
    }


def why_no_letter(draft: Draft, label: str) -> str | None:
    """Return why no letter of that label is printed for the room: nothing is overdue, or prepaid money pays it all."""
    room = draft.record
    asked = Bill.select().where(Bill.room == room.id, IS_OPEN, NOT_VOID, Bill.due_on < draft.day)
    if not asked.where(Bill.state == "open").exists():
        text = _("没有打印“{paper}”：{room} 没有逾期未缴的账单。")
        return text.format(paper=_(label), room=room.code)
    if is_all_prepaid(room.id, draft.day):
        text = _("没有打印“{paper}”：{room} 的预存款够抵逾期欠费，请先冲抵。")
        return text.format(paper=_(label), room=room.code)
    return None
