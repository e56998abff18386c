"""What stands on the papers of a transfer (F64): both owners, the settlement, prepaid money, deposits, meters."""

import datetime
from typing import Any

from desk_app.kernel.kind import Draft
from desk_app.kernel.words import _
from desk_app.modules.billing.ledger import bills_of
from desk_app.modules.cashier import prepaid
from desk_app.modules.cashier.records import Deposit
from desk_app.modules.estate.records import spoken_address
from desk_app.modules.meters.records import Meter, MeterReading
from desk_app.modules.people.holdings import current_holdings, first_phone, name_all
from desk_app.modules.transfers.freeing import freed_beyond
from desk_app.modules.transfers.records import Transfer

MONTHS_BACK = 12
"""How many months before the day the settlement lists; what is older and open is listed too."""


def _person(prefix: str, person: Any) -> dict[str, Any]:
    return {
        f"{prefix}_name": str(person),
        f"{prefix}_id_number": person.id_number,
        f"{prefix}_phone": first_phone(person.id) or None,
    }


def transfer_values(draft: Draft) -> dict[str, Any]:
    """Return the values of F64."""
    record = draft.record
    debts = _debts(record.room_id, record.changed_on)
    return {
        **_room(record),
        **_person("old", record.seller),
        **_person("new", record.buyer),
        "number": record.number,
        "new_address": record.buyer.address,
        "cause": Transfer.cause.show(record.cause),
        "title_number": record.title_number,
        "contract_number": record.contract_number,
        "changed_on": record.changed_on + datetime.timedelta(days=1),
        "settled_on": record.changed_on,
        "debts": debts,
        "billed": sum(line["billed"] for line in debts),
        "paid": sum(line["paid"] for line in debts),
        "open": sum(line["open"] for line in debts),
        "prepaid": prepaid.balance(record.room_id),
        "prepaid_handling": Transfer.prepaid_handling.show(record.prepaid_handling),
        "deposits": _deposits(draft),
        "meters": _meters(record.room_id, record.changed_on),
        "unsettled": record.unsettled,
        "handled_by": record.handled_by,
    }


def certificate_values(draft: Draft) -> dict[str, Any]:
    """Return the values of the fees-cleared certificate."""
    record = draft.record
    return {
        **_room(record),
        "owner_name": str(record.seller),
        "settled_on": record.changed_on,
        "issued_on": draft.day,
        "handled_by": record.handled_by,
    }


def why_no_certificate(draft: Draft) -> str | None:
    """The certificate says that nothing is owed: it is printed only at zero, and once the transfer is settled."""
    record = draft.record
    if record.state not in ("settled", "completed"):
        return _("没有打印结清证明：还没有结算。")
    owed = sum(line["open"] for line in _debts(record.room_id, record.changed_on))
    if owed:
        return _("没有打印结清证明：截至 {day} 还有欠费 {amount} 元。").format(
            day=record.changed_on, amount=Transfer.owed.show(owed)
        )
    return None


def owners_of(room_id: int, day: datetime.date) -> str:
    """Return the owners' names on the day."""
    return name_all(current_holdings(room_id, day, ("owner",)))


def _room(record: Any) -> dict[str, Any]:
    return {
        "room": str(record.room),
        "address": spoken_address(record.room),
        "built_area": record.room.built_area,
    }


def _debts(room_id: int, until_on: datetime.date) -> list[dict[str, Any]]:
    """Return one line for each item: the days it lists, what was asked of them, what came in, what is open."""
    earliest = datetime.date(until_on.year - 1, until_on.month, 1)
    lines: dict[str, dict[str, Any]] = {}
    freed = freed_beyond(room_id, until_on)
    for bill in bills_of(room_id):
        if bill.from_on > until_on or (bill.until_on < earliest and not bill.still_open):
            continue
        name = str(bill.item)
        line = lines.setdefault(
            name,
            {
                "item": name,
                "from_on": bill.from_on,
                "until_on": None,
                "billed": 0,
                "paid": 0,
                "open": 0,
            },
        )
        line["from_on"] = min(line["from_on"], bill.from_on)
        last_on = until_on if bill.id in freed else bill.until_on
        line["until_on"] = max(line["until_on"] or last_on, last_on)
        line["billed"] += bill.amount - bill.reduced
        line["paid"] += bill.paid
        line["open"] += bill.still_open
    return [
        {
            "no": str(number),
            "item": line["item"],
            "period": _("{from_on} 至 {until_on}").format(from_on=line["from_on"], until_on=line["until_on"]),
            "billed": line["billed"],
            "paid": line["paid"],
            "open": line["open"],
        }
        for number, line in enumerate(lines.values(), 1)
    ]


def _deposits(draft: Draft) -> list[dict[str, Any]]:
    rows = {row.deposit_id: row.handling for row in draft.rows.get("deposits", [])}
    held = Deposit.select().where(Deposit.room == draft.record.room_id, Deposit.held > 0).order_by(Deposit.id)
    return [
        {
            "no": str(number),
            "item": str(deposit.item),
            "receipt": str(deposit.receipt or ""),
            "held": deposit.held,
            "handling": _("转新业主") if rows.get(deposit.id) == "buyer" else _("退原业主"),
        }
        for number, deposit in enumerate(held, 1)
    ]


def _meters(room_id: int, until_on: datetime.date) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for meter in (
        Meter.select().where(Meter.room == room_id, Meter.state == "in_use").order_by(Meter.sort_key)
    ):
        query = MeterReading.select().where(MeterReading.meter == meter.id, MeterReading.state == "kept")
        query = query.where(MeterReading.read_on <= until_on)
        reading = query.order_by(MeterReading.read_on.desc(), MeterReading.id.desc()).first()
        lines.append(
            {
                "no": str(len(lines) + 1),
                "kind": Meter.kind.show(meter.kind),
                "number": str(meter.number),
                "value": MeterReading.value.show(reading.value) if reading else "",
                "read_on": reading.read_on if reading else None,
            }
        )
    return lines
