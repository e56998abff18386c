"""The cash desk (收款): a room is found, what is due is ticked, the sum is typed, Enter makes the receipt.

One `CashDesk` is one form. What is typed stays text until it is read; a sum may be less than what is ticked (oldest
first), or more: then the rest is change of cash, or prepaid money. Amounts are whole fen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from desk_app.kernel import money, settings
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.fields import Option
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.cashier import payments
from desk_app.modules.cashier.allocation import Debt, allocate, debts_of
from desk_app.modules.cashier.payments import Payment
from desk_app.modules.cashier.prepaid import offset_room
from desk_app.modules.cashier.records import METHODS, NOT_MONEY, Receipt
from desk_app.modules.cashier.tenders import CASH, Tender
from desk_app.screens.cash_room import DUE, CashRoom, Key, Payer, read_cash_room

WAYS: tuple[Option, ...] = tuple(option for option in METHODS if option.stored not in NOT_MONEY)
"""The ways money comes in, in the order of their keys."""


Where = tuple[str, int]
"""The box a problem is about: room, payer, amount or reference, and of the last two the line it stands in."""


@dataclass
class TenderDraft:
    """One line of how the payer pays; the amount as typed."""

    method: str = CASH
    text: str = ""
    reference: str = ""

    @property
    def is_cash(self) -> bool:
        """Say whether it is cash, which needs no reference and gives change."""
        return self.method == CASH


@dataclass(frozen=True)
class Sums:
    """What the typed amounts come to; `problem` says in a sentence why it cannot be taken yet."""

    ticked: int = 0
    received: int = 0
    change: int = 0
    to_prepaid: int = 0
    unpaid: int = 0
    rounding: int = 0
    problem: str = ""
    where: Where = ("", 0)

    @property
    def kept(self) -> int:
        """Return the fen that stay at the desk: the receipt's total."""
        return self.received - self.change


@dataclass
class CashDesk:
    """The form of one payment; `open_room` begins a new one."""

    desk: Desk
    room: CashRoom | None = None
    ticked: list[Key] = field(default_factory=list)
    tenders: list[TenderDraft] = field(default_factory=lambda: [TenderDraft()])
    payer: Payer | None = None
    keep_change: bool = False
    round_off: bool = False
    note: str = ""
    pad_number: str = ""
    request: str = ""
    same_reference: str = ""

    def open_room(self, room_id: int) -> None:
        """Begin a payment of the room: all that is due is ticked, and paid in cash."""
        self.room = read_cash_room(room_id, self.desk)
        self.request = payments.new_request()
        self.ticked = [line.key for line in self.room.debts if line.when == DUE]
        self.tenders = [TenderDraft()]
        self.payer = self.room.payers[0] if self.room.payers else None
        self.keep_change, self.round_off, self.note, self.pad_number = False, False, "", ""
        self.same_reference = ""
        self.propose()

    def refresh(self) -> None:
        """Read the room again, keeping what is ticked and typed where it still is there.

        What has come back, of a receipt that was voided, or was billed meanwhile is ticked if it is due.
        """
        if self.room is None:
            return
        before, was_proposed = {line.key for line in self.room.debts}, self._is_proposed()
        self.room = read_cash_room(self.room.room_id, self.desk)
        there = {line.key for line in self.room.debts}
        back = [line.key for line in self.room.debts if line.when == DUE and line.key not in before]
        self.ticked = [key for key in self.ticked if key in there] + back
        if was_proposed:
            self.propose()

    def toggle(self, key: Key) -> None:
        """Tick a debt or take its tick away; the first amount follows."""
        if key in self.ticked:
            self.ticked.remove(key)
        else:
            self.ticked.append(key)
        self.propose()

    def tick_all(self, only_due: bool = False) -> None:
        """Tick every debt, or what is due."""
        assert self.room
        self.ticked = [line.key for line in self.room.debts if line.when == DUE or not only_due]
        self.propose()

    def propose(self) -> None:
        """Fill the amount of a single way with what is ticked, less the odd fen where they are let off."""
        if len(self.tenders) == 1:
            owed = self.owed() - self._odd()
            self.tenders[0].text = show(owed) if owed else ""

    def _is_proposed(self) -> bool:
        """Say whether the amount is still the one proposed: nobody has typed another."""
        owed = self.owed() - self._odd()
        return len(self.tenders) == 1 and self.tenders[0].text == (show(owed) if owed else "")

    def owed(self) -> int:
        """Return the fen of what is ticked."""
        if self.room is None:
            return 0
        return sum(line.amount for line in self.room.debts if line.key in self.ticked)

    def add_way(self) -> None:
        """Add another way of paying for what the others leave."""
        left = max(0, self.owed() - self._odd() - self._typed_or_zero())
        self.tenders.append(TenderDraft("wechat", show(left) if left else ""))

    def remove_way(self, place: int) -> None:
        """Take a way of paying out; one stays."""
        if len(self.tenders) > 1:
            del self.tenders[place]
            self.propose()

    def sums(self) -> Sums:
        """Return what the form comes to now, or what is wrong with it."""
        if self.room is None:
            return Sums(problem=_("请先选房号。"), where=("room", 0))
        owed, odd = self.owed(), self._odd()
        typed: list[int] = []
        for place, tender in enumerate(self.tenders):
            try:
                typed.append(self._read(tender))
            except ValueError as error:
                return Sums(ticked=owed, problem=str(error), where=("amount", place))
        received = sum(typed)
        wanted = owed - odd
        if not received:
            return Sums(ticked=owed, unpaid=owed, problem=_("请填写实收金额。"), where=("amount", 0))
        over = max(0, received - wanted)
        cash = sum(fen for fen, tender in zip(typed, self.tenders, strict=True) if tender.is_cash)
        change = min(over, cash) if not self.keep_change and wanted else 0
        short = max(0, wanted - received)
        problem, where = self._what_lacks()
        return Sums(
            ticked=owed,
            received=received,
            change=change,
            to_prepaid=over - change,
            unpaid=short,
            rounding=odd if not short else 0,
            problem=problem,
            where=where,
        )

    def warnings(self) -> list[str]:
        """Return what the cashier should look at before pressing the key."""
        return payments.warnings_before(self.payment(), self.desk) if not self.sums().problem else []

    def used_references(self) -> list[str]:
        """Return a sentence for each reference that an earlier receipt has, while nobody has said why."""
        return payments.used_references(self.payment()) if not self.sums().problem else []

    def payment(self) -> Payment:
        """Return what is asked for; DeskError with a sentence while something is missing."""
        sums = self.sums()
        if self.room is None or sums.problem:
            raise DeskError(_("没有收款：{problem}").format(problem=sums.problem))
        picks, late = self._picks(sums)
        cash_typed = sum(money.parse(each.text) for each in self.tenders if each.is_cash and each.text)
        return Payment(
            room_id=self.room.room_id,
            payer_id=self.payer.person_id if self.payer else None,
            payer_name=self.payer.name if self.payer else "",
            request=self.request,
            picks=picks,
            late_picks=late,
            tenders=self._tenders(sums.change),
            tendered=cash_typed if sums.change else None,
            to_prepaid=sums.to_prepaid,
            rounding=sums.rounding,
            note=self.note,
            pad_number=self.pad_number,
            same_reference=self.same_reference,
        )

    def take(self) -> Receipt:
        """Make the receipt; DeskError with nothing written if it cannot be."""
        receipt = payments.take_payment(self.payment(), self.desk)
        assert self.room
        self.open_room(self.room.room_id)
        return receipt

    def offset(self) -> Receipt | None:
        """Set the room's prepaid money against its bills; None if there is nothing to do."""
        assert self.room
        receipt = offset_room(self.room.room_id, self.desk, payments.new_request())
        self.open_room(self.room.room_id)
        return receipt

    def choose_payer(self, text: str) -> None:
        """Take somebody of the room by name, or a name that is nobody on file."""
        name = text.strip()
        known = self.room.payers if self.room else ()
        found = next((payer for payer in known if payer.name == name), None)
        self.payer = found or (Payer(None, name, "") if name else None)

    # -- reading what was typed ----------------------------------------------------------------------------------

    def _read(self, tender: TenderDraft) -> int:
        if not tender.text.strip():
            return 0
        fen = money.parse(tender.text)
        if fen < 0:
            raise ValueError(_("实收金额不能是负数；退款请用退款单。"))
        return fen

    def _typed_or_zero(self) -> int:
        try:
            return sum(self._read(tender) for tender in self.tenders)
        except ValueError:
            return 0

    def _odd(self) -> int:
        """Return the fen let off: what is under a yuan, as far as the office allows."""
        if not self.round_off:
            return 0
        odd = self.owed() % 100
        return odd if odd <= settings.value("rounding_off_limit") else odd % 10

    def _what_lacks(self) -> tuple[str, Where]:
        if self.payer is None or not self.payer.name:
            return _("请填写交款人。"), ("payer", 0)
        for place, tender in enumerate(self.tenders):
            if not tender.is_cash and tender.text.strip() and not tender.reference.strip():
                label = next(option.label for option in WAYS if option.stored == tender.method)
                return _("请填写{method}的流水号。").format(method=_(label)), ("reference", place)
        return "", ("", 0)

    def _picks(self, sums: Sums) -> tuple[payments.Picks, payments.Picks]:
        """Return what the money pays: all that is ticked, or the oldest of it where it is not enough."""
        assert self.room
        amounts = {line.key: line.amount for line in self.room.debts if line.key in self.ticked}
        if sums.unpaid:
            portions = allocate(sums.received, self._named_debts(amounts))
            amounts = {(portion.bill_id, portion.is_late): portion.amount for portion in portions}
        picks = tuple((bill_id, fen) for (bill_id, is_late), fen in amounts.items() if not is_late)
        return picks, tuple((bill_id, fen) for (bill_id, is_late), fen in amounts.items() if is_late)

    def _named_debts(self, amounts: Mapping[Key, int]) -> list[Debt]:
        """Return the ticked lines as debts; the payer named them, so held ones count too."""
        assert self.room
        return [
            replace(
                debt,
                amount=amounts.get((debt.bill_id, False), 0),
                late=amounts.get((debt.bill_id, True), 0),
                is_held=False,
            )
            for debt in debts_of(self.room.room_id, self.desk.today)
        ]

    def _tenders(self, change: int) -> tuple[Tender, ...]:
        """Return the ways as they are kept: cash less its change."""
        made = []
        for each in self.tenders:
            fen = self._read(each) - (change if each.is_cash else 0)
            if fen:
                made.append(Tender(each.method, fen, each.reference))
        return tuple(made)
