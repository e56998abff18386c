"""Whose money a line of a bank's list is (到账认领): rooms are proposed by number, name and sum; a clerk confirms."""

import datetime
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.money import show
from desk_app.kernel.text import fold, narrow
from desk_app.kernel.words import _, listed
from desk_app.modules.billing.ledger import IS_OPEN, NOT_VOID
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier import journal, payments, rights
from desk_app.modules.cashier.payments import Payment
from desk_app.modules.cashier.records import BankLine, Receipt, ReceiptMethod, ReceiptVoid
from desk_app.modules.cashier.tenders import Tender
from desk_app.modules.cashier.typed import read_reason
from desk_app.modules.estate.records import FormerNumber, Room, spoken_address
from desk_app.modules.people.holdings import holds_on, owner_names
from desk_app.modules.people.records import Holding, Person

METHOD_OF = {"bank": "transfer", "wechat": "wechat", "alipay": "alipay", "debit": "direct_debit"}
"""Source of a list to the method on the receipt."""
POINTS = {"room": 60, "name": 30, "amount": 25}
"""How much each sign speaks for a room; a number in the remark says most."""
SURE = 80
MOST_PROPOSED = 5
_NAMESPACE = uuid.UUID("5b3a7a52-6f0e-4d0c-9a43-2f5d1f6f2c11")
_WORD = re.compile(r"[0-9A-Za-z]+(?:[-栋幢座号楼单元室#][0-9A-Za-z]*)*")


@dataclass
class Proposal:
    """A room a line may belong to, why, and how much speaks for it."""

    room_id: int
    code: str
    due: int
    points: int = 0
    signs: list[str] = field(default_factory=list)

    @property
    def is_sure(self) -> bool:
        """Say whether two signs agree, one of them the room's number or the payer's name with the sum."""
        return self.points >= SURE

    @property
    def why(self) -> str:
        """Return what speaks for the room, in words."""
        return listed(self.signs)


class Matching:
    """Proposes rooms for many lines; the book's rooms, names and debts are read once."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._codes: dict[str, int] = {}
        self._shown: dict[int, str] = {}
        for room in Room.select():
            self._shown[room.id] = str(room.code)
            for text in (str(room.code), spoken_address(room)):
                self._codes[_plain(text)] = room.id
        for row in FormerNumber.select():
            self._codes.setdefault(_plain(str(row.number)), row.room_id)
        self._names: dict[str, set[int]] = {}
        for holding in Holding.select(Holding, Person).join(Person):
            if holding.role in ("owner", "tenant", "resident", "family") and holds_on(holding, desk.today):
                self._names.setdefault(fold(str(holding.person)), set()).add(holding.room_id)
        self._due = _due_by_room(desk)
        self._by_due: dict[int, list[int]] = {}
        for room_id, due in self._due.items():
            self._by_due.setdefault(due, []).append(room_id)

    def propose(self, line: BankLine) -> list[Proposal]:
        """Return the rooms the line may belong to, the likeliest first; none where nothing speaks for any."""
        found: dict[int, Proposal] = {}
        for room_id in self._rooms_in(f"{line.remark or ''} {line.payer or ''}"):
            self._add(found, room_id, "room", _("备注里有房号"))
        for room_id in self._named_in(line):
            self._add(found, room_id, "name", _("户名是住户"))
        same = self._by_due.get(line.amount, [])
        for room_id in [room_id for room_id in same if room_id in found] or (same if len(same) == 1 else []):
            self._add(found, room_id, "amount", _("金额等于欠费"))
        order = sorted(found.values(), key=lambda each: (-each.points, each.code))
        return order[:MOST_PROPOSED]

    def _add(self, found: dict[int, Proposal], room_id: int, sign: str, words: str) -> None:
        due = self._due.get(room_id, 0)
        proposal = found.setdefault(room_id, Proposal(room_id, self._shown[room_id], due))
        proposal.points += POINTS[sign]
        proposal.signs.append(words)

    def _rooms_in(self, text: str) -> set[int]:
        """Return the rooms whose number stands in the text as a word of its own."""
        words = {_plain(word) for word in _WORD.findall(narrow(text))}
        return {self._codes[word] for word in words if word in self._codes}

    def _named_in(self, line: BankLine) -> set[int]:
        """Return the rooms of somebody the payer's name or the remark names."""
        rooms = set(self._names.get(fold(line.payer or ""), ()))
        remark = fold(line.remark or "")
        for name, held in self._names.items():
            if len(name) > 1 and name in remark:
                rooms |= held
        return rooms


def claim(line_id: int, room_id: int, desk: Desk) -> Receipt:
    """Make the receipt of a line for the room: oldest debts first, the rest is prepaid money.

    The same line claimed twice is one receipt; one claimed for another room meanwhile is refused. Money that has a
    receipt already, by its reference, gets no second one. Late fees run to the day the money came.
    """
    rights.require(desk, "pay")
    with transaction():
        line = _waiting(line_id, room_id)
        if line.receipt_id is not None and not _is_undone(line.receipt_id):
            return Receipt.get_by_id(line.receipt_id)  # type: ignore[no-any-return]
        receipt = _taken_already(line, room_id) or payments.take_payment(_payment(line, room_id, desk), desk)
        _settle(line, {"state": "claimed", "room": room_id, "receipt": receipt.id}, desk, "claim")
    return receipt


def _payment(line: BankLine, room_id: int, desk: Desk) -> Payment:
    """Return what the line pays of the room's debts, as they stood on the day the money came."""
    came_at: datetime.datetime = line.came_at
    came_on = min(came_at.date(), desk.today)
    picks, late, rest = payments.suggest(room_id, line.amount, desk, late_until=came_on)
    return Payment(
        room_id=room_id,
        payer_name=line.payer or owner_names(room_id, desk.today) or str(Room.get_by_id(room_id)),
        request=str(uuid.uuid5(_NAMESPACE, f"{line.source}|{line.reference}|{line.version}")),
        picks=picks,
        late_picks=late,
        to_prepaid=rest,
        tenders=(Tender(METHOD_OF[line.source], line.amount, line.reference),),
        late_until=came_on,
        note=(line.remark or "")[:100],
    )


def _taken_already(line: BankLine, room_id: int) -> Receipt | None:
    """Return the receipt the desk wrote for this money by its reference; DeskError if it does not fit the line."""
    method = METHOD_OF[line.source]
    query = Receipt.select().join(ReceiptMethod).distinct()
    query = query.where(ReceiptMethod.method == method, ReceiptMethod.reference == line.reference)
    for receipt in query.where(Receipt.kind != "reversal").order_by(Receipt.id):
        fen = sum(
            tender.amount
            for tender in journal.methods_of(receipt)
            if (tender.method, tender.reference) == (method, line.reference)
        )
        if fen <= 0 or _is_undone(receipt.id):
            continue
        if (receipt.room_id, fen) == (room_id, line.amount):
            return receipt  # type: ignore[no-any-return]
        raise DeskError(
            _(
                "没有认领：流水号 {reference} 已开收据 {number}（{room}，{amount} 元）。"
                "是同一笔就认领给那个房号，金额不同请先核对那张收据。"
            ).format(
                reference=line.reference, number=receipt.number, room=receipt.room or "", amount=show(fen)
            )
        )
    return None


def set_aside(line_id: int, reason: str, desk: Desk) -> None:
    """Say that a line is no fee of a room (不是收费), with the reason."""
    rights.require(desk, "pay")
    why = read_reason(reason)
    with transaction():
        values: dict[str, object] = {"state": "set_aside", "room": None, "receipt": None, "reason": why}
        _settle(_waiting(line_id), values, desk, "set_aside", why)


def wait_again(line_id: int, desk: Desk) -> None:
    """Put a line back among the unclaimed: it was set aside, or its receipt was voided or reversed."""
    rights.require(desk, "pay")
    with transaction():
        line = _find(line_id)
        if line.receipt_id is not None and not _is_undone(line.receipt_id):
            raise DeskError(
                _("没有退回：收据 {number} 还有效。请先作废或冲红它。").format(number=line.receipt)
            )
        _settle(line, {"state": "waiting", "room": None, "receipt": None, "reason": None}, desk, "wait_again")


def unclaimed() -> tuple[int, int]:
    """Return (how many lines are unclaimed, fen)."""
    query = BankLine.select(peewee.fn.COUNT(BankLine.id), peewee.fn.SUM(BankLine.amount))
    count, total = query.where(_is_in(("waiting",))).scalar(as_tuple=True)
    return int(count), int(total or 0)


def lines_of(states: Iterable[str] = ("waiting",)) -> Sequence[BankLine]:
    """Return the lines in these states, the latest first; one whose receipt was undone waits."""
    query = BankLine.select().where(_is_in(states))
    return list(query.order_by(BankLine.came_at.desc(), BankLine.id.desc()))


def _is_in(states: Iterable[str]) -> peewee.Expression:
    """Return the condition that a line is in one of the states: claimed is one whose receipt still holds."""
    wanted = list(states)
    undone = ReceiptVoid.select(ReceiptVoid.receipt).union_all(
        Receipt.select(Receipt.reverses).where(Receipt.reverses.is_null(False))
    )
    holds = BankLine.receipt.is_null() | BankLine.receipt.not_in(undone)
    found = BankLine.state.in_(wanted) & holds
    return found | BankLine.receipt.in_(undone) if "waiting" in wanted else found


def _find(line_id: int) -> BankLine:
    line = BankLine.get_or_none(BankLine.id == line_id)
    if line is None:
        raise NotFound(_("找不到这条到账记录。"))
    return line  # type: ignore[no-any-return]


def _waiting(line_id: int, room_id: int | None = None) -> BankLine:
    line = _find(line_id)
    is_same = room_id is not None and line.state == "claimed" and line.room_id == room_id
    undone = line.receipt_id is not None and _is_undone(line.receipt_id)
    if line.state != "waiting" and not is_same and not undone:
        raise DeskError(
            _("没有认领：{amount} 元这一笔已经处理过（{state}）。").format(
                amount=show(line.amount), state=BankLine.state.show(line.state)
            )
        )
    return line


def _settle(line: BankLine, values: dict[str, object], desk: Desk, action: str, reason: str = "") -> None:
    BankLine.update({**values, "version": line.version + 1}).where(BankLine.id == line.id).execute()
    store.note_event("bank_lines", line.id, desk, action, reason, {"amount": ["", show(line.amount)]})


def _is_undone(receipt_id: int) -> bool:
    """Say whether a receipt was voided or reversed."""
    receipt = Receipt.get_by_id(receipt_id)
    return bool(receipt.voids.exists() or Receipt.select().where(Receipt.reverses == receipt_id).exists())


def _due_by_room(desk: Desk) -> dict[int, int]:
    """Return {room id: fen due today or earlier} of every room that owes."""
    left = peewee.fn.SUM(Bill.amount - Bill.reduced - Bill.paid)
    query = Bill.select(Bill.room, left).where(IS_OPEN, NOT_VOID, Bill.from_on <= desk.today)
    return dict(query.group_by(Bill.room).tuples())


def _plain(text: str) -> str:
    """Return a room's number as it is compared: '3栋1单元502室' and '3-1-502' are the same."""
    return "-".join(re.findall(r"[0-9A-Za-z]+", narrow(text))).casefold()
