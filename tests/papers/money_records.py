"""A little of everything the money part keeps, so that each of its papers has a record: bills, receipts, requests, closes."""

import datetime
from dataclasses import dataclass

from desk_app.kernel import settings, store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.kind import find_kind
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.billing.reduction_kinds import REDUCTIONS
from desk_app.modules.cashier import day_close, deposits, month_close, payments
from desk_app.modules.cashier.day_close import TillCount
from desk_app.modules.cashier.deposits import DepositTaken
from desk_app.modules.cashier.payments import Payment
from desk_app.modules.cashier.records import Receipt
from desk_app.modules.cashier.refunds import REFUND_REQUESTS
from desk_app.modules.cashier.reversals import REVERSAL_REQUESTS
from desk_app.modules.cashier.tenders import Tender
from desk_app.modules.estate.records import Room

LONG_ITEM = "地下二层人防车位综合管理服务费（含照明）"


@dataclass(frozen=True)
class Staff:
    """Desks of the people money goes through."""

    clerk: Desk
    cashier: Desk
    accountant: Desk


def make_money(desk: Desk, room: Room) -> None:
    """Let the room owe, pay, deposit and ask for money back, and close what can be closed."""
    staff = Staff(
        *(_sit(desk, *who) for who in (("周婷", "clerk"), ("王芳", "cashier"), ("吴会计", "accountant")))
    )
    settings.change({"late_fee_rate": "0.5", "pay_code": "https://example.com/pay"}, desk)
    items = make_items()
    make_debts(desk, room, items)
    receipts = _pay(staff, room, items)
    _ask(staff, room, receipts)
    pad = {
        "kind": "收款收据",
        "prefix": "A",
        "first": 101,
        "last": 150,
        "taken_on": desk.today,
        "taken_by": "王芳",
    }
    store.save(store.new(find_kind("receipt_pads"), **pad), desk)
    till = TillCount(pieces={100_00: 30}, banked=2000_00, bank_slip="2026112300017", note="点钞待查")
    day_close.close_day("王芳", desk.today, till, staff.cashier)
    month_close.close_month(202401, staff.accountant)


def change_owner(desk: Desk) -> None:
    """Settle a room that owes nothing for its new owner."""
    room = store.save(store.new(find_kind("rooms"), label="9801", layout="三室两厅"), desk).record
    seller, buyer = (
        store.save(store.new(find_kind("people"), name=name), desk).record for name in ("张卖主", "钱新主")
    )
    store.save(store.new(find_kind("holdings"), room=room, person=seller, role="owner"), desk)
    kind = find_kind("transfers")
    draft = store.new(kind, room=room, buyer=buyer, changed_on=desk.today)
    for _name, fill in kind.on_enter:
        fill(draft, desk)
    record = store.save(draft, desk).record
    store.apply(kind, "settle", record.id, record.version, desk)


def _sit(desk: Desk, name: str, role: str) -> Desk:
    return Desk(Actor(name, frozenset({role})), desk.now)


def make_items() -> dict[str, FeeItem]:
    """Return fee items by code, made where the book has none."""
    for code, name, nature, late in (
        ("WY", "物业服务费", "income", True),
        ("SF", "水费", "agency", False),
        ("TCX", LONG_ITEM, "income", True),
        ("WYJ", "违约金", "income", False),
        ("ZX3", "装修押金", "deposit", False),
    ):
        if not FeeItem.select().where(FeeItem.code == code).exists():
            FeeItem.create(code=code, name=name, nature=nature, has_late_fee=late)
    FeeItem.update(has_late_fee=True).where(FeeItem.code == "WY").execute()
    return {item.code: item for item in FeeItem.select()}


def make_debts(desk: Desk, room: Room, items: dict[str, FeeItem]) -> None:
    """Let the room owe for months that are over and for the one to come."""
    for code, fen, months in (
        ("WY", 226_96, (7, 8, 9, 10, 12)),
        ("SF", 61_30, (10, 12)),
        ("TCX", 150_00, (9,)),
    ):
        for month in months:
            first = datetime.date(2026, month, 1)
            last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
            ledger.post_bill(room.id, items[code].id, fen, first, last, last, desk)


def _pay(staff: Staff, room: Room, items: dict[str, FeeItem]) -> dict[str, Receipt]:
    picks, late, _left = payments.suggest(room.id, 500_00, staff.cashier)
    asked = Payment(
        room_id=room.id,
        payer_name="张三",
        request="money-1",
        picks=picks,
        late_picks=late,
        to_prepaid=200_00,
        tenders=(Tender("cash", 200_00), Tender("wechat", 500_00, "WX-20261123-0987")),
    )
    taken = DepositTaken(
        room_id=room.id,
        item_id=items["ZX3"].id,
        amount=2000_00,
        payer_name="示例装修工程有限公司",
        request="money-2",
        tenders=(Tender("cash", 2000_00),),
        terms="装修竣工验收合格满三个月",
    )
    return {
        "payment": payments.take_payment(asked, staff.cashier),
        "deposit": deposits.take_deposit(taken, staff.cashier),
    }


def _ask(staff: Staff, room: Room, receipts: dict[str, Receipt]) -> None:
    """Ask for a reduction, a refund and a reversal, each under its number."""
    facts = {"room": room, "cause": "房屋空置，业主提交证明"}
    _step(REDUCTIONS, staff.clerk, {**facts, "kind": "service", "amount": 50_00})
    _step(
        REFUND_REQUESTS,
        staff.clerk,
        {**facts, "amount": 100_00, "applicant": "张三", "account": "6222000011112222"},
    )
    _step(REVERSAL_REQUESTS, staff.clerk, {"receipt": receipts["payment"], "cause": "收错房号"})


def _step(kind, desk, facts):
    record = store.save(store.new(kind, **facts), desk).record
    store.apply(kind, "ask", record.id, record.version, desk)
