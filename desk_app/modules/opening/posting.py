"""Taking a plan of opening balances into the book (期初入账): all of it in one transaction, or nothing.

Opening balances stand at the end of the plan's `balance_on`: bills are posted in its last minute, so that the first
month's roll-forward has them as what was owed before it. Amounts are whole fen.
"""

import datetime
from collections.abc import Callable
from typing import Any

from desk_app.kernel import periods, search, settings, store
from desk_app.kernel.access import ROLES, Desk
from desk_app.kernel.database import insert_rows, transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import Draft
from desk_app.kernel.money import show
from desk_app.kernel.words import _, clauses, listed
from desk_app.modules.billing.ledger import YEARS
from desk_app.modules.billing.months import period_of
from desk_app.modules.billing.records import Bill, BillRun
from desk_app.modules.billing.workings import Imported, to_json
from desk_app.modules.cashier.deposit_kinds import DEPOSITS, find_deposit
from desk_app.modules.cashier.kinds import RECEIPTS, find_receipt
from desk_app.modules.cashier.records import Deposit, DepositMove, MonthClose, PrepaidMove, Receipt
from desk_app.modules.meters import sheets as meter_sheets
from desk_app.modules.meters.records import MeterReading
from desk_app.modules.opening.past_payments import PastPayments
from desk_app.modules.opening.pieces import BillPiece, Pieces
from desk_app.modules.opening.plan import OpeningPlan, PlannedLine
from desk_app.modules.opening.records import OpeningEntry, OpeningRun

OPENERS = ("accountant", "manager")
"""Who may take balances over, and take that back."""
ENTRY = ("run", "row", "sort", "key", "room", "item", "amount", "record")
Step = Callable[[int, int], None]


def accept(plan: OpeningPlan, desk: Desk, progress: Step | None = None) -> OpeningRun:
    """Write every new line of the plan; return the run. DeskError leaves nothing behind."""
    require(desk)
    refuse_day(plan.balance_on, desk)
    wanted = plan.wanted
    has_readings = any(line.sort == "reading" and line.outcome == "new" for line in plan.lines)
    if not wanted and not has_readings:
        raise DeskError(_("没有入账：文件里没有新的一行。"))
    with transaction():
        _refuse_known(wanted)
        run = _make_run(plan, wanted, desk)
        writer = _Writer(run, desk)
        for done, line in enumerate(wanted, 1):
            writer.write(line)
            if progress:
                progress(done, len(wanted))
        if has_readings:
            assert plan.readings is not None
            writer.write_readings(plan.readings)
        if wanted:
            _bill_from_here(plan.balance_on, desk)
        return writer.finish()


def require(desk: Desk) -> None:
    """Raise DeskError unless the person at the desk may take balances over."""
    if not desk.actor.roles & set(OPENERS):
        raise DeskError(
            _("没有办理：期初建账须由{roles}办理。").format(roles=listed(_(ROLES[role]) for role in OPENERS))
        )


def refuse_day(balance_on: datetime.date, desk: Desk) -> None:
    """Raise DeskError for a day balances cannot stand at: to come, or in or before a month that is closed."""
    if balance_on.year not in YEARS or balance_on > desk.today:
        raise DeskError(_("没有办理：旧账截止日 {day} 不对，应是今天或以前。").format(day=balance_on))
    closed = MonthClose.select().where(
        MonthClose.period >= period_of(balance_on), MonthClose.state == "closed"
    )
    first = closed.order_by(MonthClose.period).first()
    if first is not None:
        raise DeskError(
            _("没有办理：{period} 已经月结，期初不能再改。需要改请先反结。").format(
                period=periods.show_period(first.period)
            )
        )


def _bill_from_here(balance_on: datetime.date, desk: Desk) -> None:
    """Let the program bill from the month after the old book's, where nobody said so and nothing was billed before.

    What the old book asked for would else stand as never billed, and be asked for a second time.
    """
    first = _month_after(balance_on)
    earlier = BillRun.select().where(BillRun.state == "posted", BillRun.period < first)
    if not settings.value("bills_from") and not earlier.exists():
        settings.change({"bills_from": str(first)}, desk)


def bill_from_anywhere(balance_on: datetime.date, desk: Desk) -> None:
    """Take `_bill_from_here` back with the last opening undone, while the program has billed nothing."""
    others = OpeningRun.select().where(OpeningRun.state == "kept").exists()
    has_billed = BillRun.select().where(BillRun.state == "posted").exists()
    if settings.value("bills_from") == _month_after(balance_on) and not others and not has_billed:
        settings.change({"bills_from": "0"}, desk)


def _month_after(balance_on: datetime.date) -> int:
    return period_of(balance_on + datetime.timedelta(days=1))


def _refuse_known(wanted: list[PlannedLine]) -> None:
    """Raise DeskError where somebody took one of the lines over since the file was looked at."""
    kept = OpeningEntry.select(OpeningEntry.key).join(OpeningRun).where(OpeningRun.state == "kept")
    known = {key for (key,) in kept.tuples()}
    again = next((line for line in wanted if line.key in known), None)
    if again is not None:
        told = _("全部没有入账：第 {row} 行（{room}）刚才已经由别人导入。请重新读取文件。")
        raise DeskError(told.format(row=again.row, room=again.room))


def _make_run(plan: OpeningPlan, wanted: list[PlannedLine], desk: Desk) -> OpeningRun:
    run: OpeningRun = OpeningRun.create(
        version=1,
        file_name=plan.file_name[:200],
        file_sha256=plan.sha256,
        balance_on=plan.balance_on,
        lines=len(wanted),
        arrears=plan.total("arrears"),
        prepaid=plan.total("prepaid"),
        deposits=plan.total("deposit"),
        payments=plan.total("payment"),
        readings=0,
        made_at=desk.now(),
        made_by=desk.actor.name,
    )
    return run


class _Writer:
    """Writes the rows of one run, and at the end what was gathered of entries, events and search."""

    def __init__(self, run: OpeningRun, desk: Desk) -> None:
        self._run, self._desk = run, desk
        self._at = datetime.datetime.combine(run.balance_on, datetime.time(23, 59))
        self._payments, self._pieces = PastPayments(run, desk), Pieces()
        self._entries: list[tuple[Any, ...]] = []
        self._events: list[tuple[str, int, dict[str, Any]]] = []
        self._found: list[tuple[str, int, Any]] = []

    def write(self, line: PlannedLine) -> None:
        """Write what one line brings."""
        if line.sort == "arrears":
            self._write_bills(line)
        elif line.sort == "prepaid":
            self._enter(line, self._write_prepaid(line), line.amount)
        elif line.sort == "deposit":
            self._enter(line, self._write_deposit(line), line.amount)
        else:
            self._enter(line, self._write_payment(line), line.amount)

    def write_readings(self, readings: meter_sheets.SheetPlan) -> None:
        """Write down the meters' readings, by their own rules."""
        last = MeterReading.select(MeterReading.id).order_by(MeterReading.id.desc()).limit(1).scalar() or 0
        count = meter_sheets.accept(readings, self._desk)
        for reading in MeterReading.select().where(MeterReading.id > last):
            key = f"reading|{reading.meter_id}|{reading.period}"
            room_id = reading.meter.room_id
            self._entries.append((self._run.id, 0, "reading", key, room_id, None, reading.value, reading.id))
        run = self._run
        changes = {"readings": count, "lines": OpeningRun.lines + count}
        OpeningRun.update(changes).where(OpeningRun.id == run.id).execute()
        self._run = OpeningRun.get_by_id(run.id)

    def finish(self) -> OpeningRun:
        """Write entries, events and search entries; return the run as it now is."""
        insert_rows(OpeningEntry, ENTRY, self._entries)
        store.note_events(self._events, self._desk, "opening")
        search.put_many(self._found)
        run = self._run
        sums = {
            name: ["", show(getattr(run, name))] for name in ("arrears", "prepaid", "deposits", "payments")
        }
        told = {"lines": ["", str(run.lines)], **sums}
        store.note_event("opening_runs", run.id, self._desk, "opening", run.file_name, told)
        return run

    def _enter(self, line: PlannedLine, record_id: int, amount: int) -> None:
        values = (self._run.id, line.row, line.sort, line.key, line.room_id, line.item_id)
        self._entries.append((*values, amount, record_id))

    def _write_bills(self, line: PlannedLine) -> None:
        for piece in self._pieces.take(line):
            facts = bill_facts(line, piece, self._run)
            bill = Bill.create(version=1, **facts, posted_at=self._at, number=line.old_number or None)
            self._events.append(("bills", bill.id, {"amount": ["", show(piece.amount)]}))
            self._enter(line, bill.id, piece.amount)

    def _write_prepaid(self, line: PlannedLine) -> int:
        move = PrepaidMove.create(
            room=line.room_id,
            item=line.item_id,
            person=line.payer_id,
            amount=line.amount,
            at=self._at,
            business_on=self._run.balance_on,
            actor=self._desk.actor.name,
            note=_("期初预存款（{file}）").format(file=self._run.file_name)[:200],
        )
        return int(move.id)

    def _write_deposit(self, line: PlannedLine) -> int:
        number = _("旧收据 {number}").format(number=line.old_number) if line.old_number else ""
        deposit = Deposit.create(
            version=1,
            room=line.room_id,
            item=line.item_id,
            payer=line.payer_id,
            payer_name=line.payer,
            amount=line.amount,
            received_on=line.on,
            note=" ".join(filter(None, (number, line.note))) or None,
            held=line.amount,
        )
        DepositMove.create(
            deposit=deposit.id,
            kind="opening",
            amount=line.amount,
            document=line.old_number,
            at=self._at,
            business_on=self._run.balance_on,
            actor=self._desk.actor.name,
        )
        self._events.append((DEPOSITS.name, deposit.id, {"amount": ["", show(line.amount)]}))
        self._found.append((DEPOSITS.name, deposit.id, find_deposit(Draft(DEPOSITS, deposit))))
        return int(deposit.id)

    def _write_payment(self, line: PlannedLine) -> int:
        receipt: Receipt = self._payments.write(
            line, [bill_facts(line, piece, self._run) for piece in self._pieces.take(line)]
        )
        told = {"number": ["", receipt.number], "total": ["", show(receipt.total)]}
        self._events.append((RECEIPTS.name, receipt.id, told))
        self._found.append((RECEIPTS.name, receipt.id, find_receipt(Draft(RECEIPTS, receipt))))
        return int(receipt.id)


def bill_facts(line: PlannedLine, piece: BillPiece, run: OpeningRun) -> dict[str, Any]:
    """Return the columns of a bill of a line; its workings say which file, row and old number it came from."""
    old = _("旧单号 {number}").format(number=line.old_number) if line.old_number else ""
    source = _("{file} 第 {row} 行").format(file=run.file_name, row=line.row)
    whole = ""
    if piece.amount != line.amount:
        whole = _("合计 {amount} 元按月拆开").format(amount=show(line.amount))
    return {
        "period": period_of(piece.from_on),
        "room": line.room_id,
        "item": line.item_id,
        "binding": piece.binding_id,
        "payer": line.payer_id,
        "from_on": piece.from_on,
        "until_on": piece.until_on,
        "due_on": piece.due_on,
        "amount": piece.amount,
        "workings": to_json(Imported(source, clauses(filter(None, (old, whole, line.note))))),
    }
