"""Commands at the cash desk (收银): pay, statement, day-close, audit."""

import argparse
import datetime
from contextlib import closing
from typing import Any

from desk_app.commands.opening import open_book
from desk_app.kernel import days, money
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.words import _


def add(command: Any) -> None:
    """Add the commands; `command` is the function of `desk_app.cli` that declares one."""
    pay = command("pay", _pay, _say_paid, "take a payment, oldest debts first", "BOOK")
    pay.add_argument("--room", required=True, help="room number, such as 3-1-502")
    pay.add_argument("--amount", required=True, help="yuan; what no debt takes is prepaid")
    pay.add_argument(
        "--method",
        required=True,
        help="cash, wechat, alipay, pos, transfer, direct_debit, cheque, other; or the Chinese name",
    )
    pay.add_argument("--reference", default="", help="the bank's or payment service's own number")
    pay.add_argument(
        "--same-reference", default="", metavar="REASON", help="why a reference used before is used again"
    )
    pay.add_argument("--payer", default="", help="who pays; the owners if not given")
    pay.add_argument("--request", default="", help="the same request again is the same receipt")
    statement = command("statement", _statement, _say_statement, "a room's account between two days", "BOOK")
    statement.add_argument("--room", required=True)
    statement.add_argument("--from", dest="from_on", default="", metavar="DAY")
    statement.add_argument("--to", dest="until_on", default="", metavar="DAY")
    close = command(
        "day-close", _day_close, _say_day_close, "count the till and close a cashier's day", "BOOK"
    )
    close.add_argument("--counted", required=True, help="cash counted, in yuan")
    close.add_argument("--cashier", default="", metavar="NAME", help="whose day; one's own if not given")
    close.add_argument("--on", default="", metavar="DAY", help="the day; today if not given")
    close.add_argument(
        "--float", dest="float_before", default="", metavar="AMOUNT", help="float at the start"
    )
    close.add_argument("--bank", default="0", metavar="AMOUNT", help="cash that goes to the bank")
    close.add_argument("--slip", default="", metavar="NUMBER", help="number of the bank slip")
    close.add_argument(
        "--note", default="", metavar="TEXT", help="why the till is over or short; needed when it is"
    )
    command("audit", _audit, _say_audit, "work every balance out again from its rows", "BOOK")


def find_room(text: str) -> Any:
    """Return the room of this number, or the only one that was called so before; NotFound otherwise."""
    from desk_app.modules.estate.records import FormerNumber, Room

    room = Room.get_or_none(Room.code == text.strip())
    if room is None:
        former = Room.select().join(FormerNumber).where(FormerNumber.number == text.strip()).distinct()
        found = list(former.limit(2))
        room = found[0] if len(found) == 1 else None
    if room is None:
        raise NotFound(_("找不到房屋 {room}，请写完整的房号，如 3-1-502。").format(room=text[:30]))
    return room


def read_amount(text: str) -> int:
    """Return the fen typed; DeskError with a sentence."""
    try:
        return money.parse(text)
    except ValueError as error:
        raise DeskError(str(error)) from None


def read_day(text: str) -> datetime.date | None:
    """Return the day typed, None for none; DeskError with a sentence."""
    try:
        return days.parse_day(text) if text.strip() else None
    except ValueError as error:
        raise DeskError(str(error)) from None


def _pay(arguments: argparse.Namespace) -> dict[str, Any]:
    from desk_app.modules.cashier import payments
    from desk_app.modules.cashier.records import METHODS
    from desk_app.modules.cashier.tenders import Tender
    from desk_app.modules.people.holdings import owner_names

    amount = read_amount(arguments.amount)
    names = {name: option.stored for option in METHODS for name in (option.stored, option.label)}
    method = names.get(arguments.method, arguments.method)
    with closing(open_book(arguments)) as opened:
        room = find_room(arguments.room)
        picks, late_picks, left = payments.suggest(room.id, amount, opened.desk)
        payment = payments.Payment(
            room_id=room.id,
            payer_name=arguments.payer or owner_names(room.id, opened.desk.today),
            request=arguments.request or payments.new_request(),
            picks=picks,
            late_picks=late_picks,
            tenders=(Tender(method, amount, arguments.reference),),
            to_prepaid=left,
            same_reference=arguments.same_reference,
        )
        warnings = payments.warnings_before(payment, opened.desk)
        receipt = payments.take_payment(payment, opened.desk)
        return _told(receipt, room) | {"request": payment.request, "warnings": warnings}


def _told(receipt: Any, room: Any) -> dict[str, Any]:
    """Return the receipt as it is printed, amounts in fen."""
    from desk_app.modules.cashier import journal

    return {
        "number": receipt.number,
        "room": str(room),
        "payer": receipt.payer_name,
        "total": receipt.total,
        "lines": [
            {"purpose": line.purpose, "bill": line.bill_id, "amount": line.amount}
            for line in journal.lines_of(receipt)
        ],
    }


def _say_paid(result: dict[str, Any]) -> None:
    for warning in result["warnings"]:
        print(warning)
    print(f"{result['number']}  {result['room']}  {result['payer']}  {money.show(result['total'])}")


def _statement(arguments: argparse.Namespace) -> dict[str, Any]:
    from desk_app.modules.cashier.statement import statement

    from_on, until_on = read_day(arguments.from_on), read_day(arguments.until_on)
    with closing(open_book(arguments)):
        room = find_room(arguments.room)
        account = statement(room.id, from_on, until_on)
        return {
            "room": str(room),
            "opening": account.opening._asdict(),
            "entries": [
                {
                    "on": entry.on,
                    "sort": entry.sort,
                    "text": entry.text,
                    "number": entry.number,
                    "charged": entry.charged,
                    "reduced": entry.reduced,
                    "paid": entry.paid,
                    "prepaid": entry.prepaid,
                    "balance": entry.after.net,
                }
                for entry in account.entries
            ],
            "closing": account.closing._asdict(),
        }


def _say_statement(result: dict[str, Any]) -> None:
    print(_("{room} 期初欠 {owed} 元，预存 {prepaid} 元").format(**_shown(result, "opening")))
    for entry in result["entries"]:
        moved = entry["charged"] - entry["reduced"] - entry["paid"] - entry["prepaid"]
        cells = (
            str(entry["on"]),
            entry["text"],
            entry["number"],
            money.show(moved),
            money.show(entry["balance"]),
        )
        print("\t".join(cells))
    print(_("{room} 期末欠 {owed} 元，预存 {prepaid} 元").format(**_shown(result, "closing")))


def _shown(result: dict[str, Any], name: str) -> dict[str, str]:
    return {"room": result["room"]} | {key: money.show(fen) for key, fen in result[name].items()}


def _audit(arguments: argparse.Namespace) -> dict[str, Any]:
    """Work the balances out again; count the rows of the tables that only grow."""
    from desk_app.kernel.store import AuditRow
    from desk_app.modules.billing.records import Bill, ReducedBill
    from desk_app.modules.cashier.checking import find_faults
    from desk_app.modules.cashier.records import (
        PrepaidMove,
        Receipt,
        ReceiptCorrection,
        ReceiptLine,
        ReceiptVoid,
    )

    kept = (Bill, ReducedBill, Receipt, ReceiptLine, ReceiptVoid, ReceiptCorrection, PrepaidMove, AuditRow)
    with closing(open_book(arguments)):
        problems = find_faults()
        counts = {model._meta.table_name: model.select().count() for model in kept}
        return {"ok": not problems, "problems": problems, "rows": counts}


def _say_audit(result: dict[str, Any]) -> None:
    for problem in result["problems"]:
        print(problem)
    if result["ok"]:
        print(_("账目相符。"))
    print("\t".join(f"{table} {count}" for table, count in result["rows"].items()))


def _day_close(arguments: argparse.Namespace) -> dict[str, Any]:
    from desk_app.modules.cashier.day_close import TillCount, close_day, snapshot_of

    till = TillCount(
        counted=read_amount(arguments.counted),
        float_before=read_amount(arguments.float_before) if arguments.float_before else None,
        banked=read_amount(arguments.bank),
        bank_slip=arguments.slip,
        note=arguments.note,
    )
    day = read_day(arguments.on)
    with closing(open_book(arguments)) as opened:
        desk = opened.desk
        close = close_day(arguments.cashier or desk.actor.name, day or desk.today, till, desk)
        return {
            "cashier": close.cashier,
            "on": close.business_on,
            "float_before": close.float_before,
            "expected": close.cash_expected,
            "counted": close.cash_counted,
            "difference": close.difference,
            "banked": close.banked,
            "float_left": close.cash_counted - close.banked,
            "figures": snapshot_of(close),
        }


def _say_day_close(result: dict[str, Any]) -> None:
    for row in result["figures"]["matrix"]:
        print(f"{row['name']}\t{money.show(sum(row['by_method'].values()))}")
    text = _(
        "{cashier} {on} 已日结：应有 {expected} 元，实盘 {counted} 元，长短款 {difference} 元，留存 {left} 元。"
    )
    print(
        text.format(
            cashier=result["cashier"],
            on=result["on"],
            expected=money.show(result["expected"]),
            counted=money.show(result["counted"]),
            difference=money.show(result["difference"]),
            left=money.show(result["float_left"]),
        )
    )
