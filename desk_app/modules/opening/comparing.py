"""Our sums beside the old program's (新旧账单对比): room by room for one period, each difference with its reason."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from desk_app.kernel.errors import DeskError
from desk_app.kernel.fields import Option
from desk_app.kernel.money import show
from desk_app.kernel.words import _, clauses
from desk_app.modules.billing.months import first_day, last_day
from desk_app.modules.billing.records import (
    BillRun,
    DraftBill,
    FeeBinding,
    FeeItem,
    SkippedRoom,
    Tariff,
    TariffPrice,
)
from desk_app.modules.billing.runs import bills_of_run
from desk_app.modules.estate.records import Room
from desk_app.modules.opening.candidates import Assumption, Piece, find_assumption, parts_assumed
from desk_app.modules.opening.old_bills import OldBill, OldBills

REASONS = (
    Option("same", "一致"),
    Option("rounding", "舍入不同"),
    Option("area", "面积不同"),
    Option("price", "单价不同"),
    Option("days", "天数不同"),
    Option("not_bound", "没有绑定"),
    Option("skipped", "没有出账"),
    Option("only_ours", "旧账没有"),
    Option("unknown", "原因不明"),
)
Key = tuple[int, int]
"""Room and fee item."""


@dataclass(frozen=True)
class Compared:
    """One room and item: fen of the old book and ours, `reason` of `REASONS`, and the sentence that tells it."""

    room: str
    item: str
    old: Fraction
    ours: int
    reason: str
    told: str = ""
    room_id: int = 0

    @property
    def difference(self) -> Fraction:
        """Return by how much ours is above the old one."""
        return self.ours - self.old


@dataclass(frozen=True)
class Comparison:
    """All rooms of a period; `refused` are lines of the old sheet that could not be read."""

    period: int
    is_draft: bool
    rows: tuple[Compared, ...]
    refused: tuple[tuple[int, str], ...]

    def counts(self) -> dict[str, tuple[int, Fraction]]:
        """Return {reason: (rooms, sum of differences)} of the reasons there are, in their order."""
        found: dict[str, tuple[int, Fraction]] = {}
        for option in REASONS:
            rows = [row for row in self.rows if row.reason == option.stored]
            if rows:
                total = sum((row.difference for row in rows), Fraction())
                found[option.stored] = (len(rows), total)
        return found


def compare(old: OldBills) -> Comparison:
    """Compare with the draft run of the period or, if there is none, its posted runs; DeskError where neither is."""
    is_draft, runs = _our_runs(old.period)
    ours: dict[Key, list[Any]] = {}
    for facts in _facts(is_draft, runs):
        ours.setdefault((facts.room_id, facts.item_id), []).append(facts)
    theirs: dict[Key, list[OldBill]] = {}
    for bill in old.bills:
        theirs.setdefault((bill.room_id, bill.item_id), []).append(bill)
    reasons = _Reasons(old.period, [run.id for run in runs])
    rows = [reasons.of_old(bills, ours.get(key, [])) for key, bills in theirs.items()]
    items = {item_id for _room, item_id in theirs}
    rows += [reasons.of_ours(facts) for key, facts in ours.items() if key not in theirs and key[1] in items]
    order = [option.stored for option in REASONS]
    rows.sort(key=lambda row: (-order.index(row.reason), -abs(row.difference), row.room))
    return Comparison(old.period, is_draft, tuple(rows), tuple(old.refused))


def _our_runs(period: int) -> tuple[bool, list[BillRun]]:
    """Return whether our bills of the period are drafts still, and the runs they are of."""
    for state in ("draft", "posted"):
        runs = list(BillRun.select().where(BillRun.period == period, BillRun.state == state))
        if runs:
            return state == "draft", runs
    raise DeskError(
        _("没有对比：{period} 还没有账单。请先在“出账”页生成这个月的草稿。").format(period=period)
    )


def _facts(is_draft: bool, runs: list[BillRun]) -> Iterator[Any]:
    for run in runs:
        yield from DraftBill.select().where(DraftBill.run == run.id) if is_draft else bills_of_run(run)


class _Reasons:
    """Finds out why two sums differ; what rooms, prices and bindings there are is read once."""

    def __init__(self, period: int, runs: list[int]) -> None:
        self._first, self._last = first_day(period), last_day(period)
        self._rooms = {room.id: room for room in Room.select()}
        skips = SkippedRoom.select(SkippedRoom.room, SkippedRoom.item, SkippedRoom.reason)
        self._skips = {
            (room_id, item_id): reason
            for room_id, item_id, reason in skips.where(SkippedRoom.run.in_(runs)).tuples()
        }
        prices = TariffPrice.select(Tariff.item, TariffPrice.price).join(Tariff).tuples()
        self._prices: dict[int, set[int]] = {}
        for item_id, price in prices:
            self._prices.setdefault(item_id, set()).add(price)

    def of_ours(self, facts: list[Any]) -> Compared:
        """Return the row of what only we bill."""
        room, item = self._rooms[facts[0].room_id], FeeItem.get_by_id(facts[0].item_id)
        amount = sum(each.amount for each in facts)
        told = _("旧账单里没有这一户这一项")
        return Compared(str(room), str(item), Fraction(), amount, "only_ours", told, room.id)

    def of_old(self, bills: list[OldBill], facts: list[Any]) -> Compared:
        """Return the row of what the old book bills."""
        first, fen = bills[0], sum((bill.fen for bill in bills), Fraction())
        amount = sum(each.amount for each in facts)
        if facts and amount == fen:
            reason, told = "same", ""
        elif not facts:
            reason, told = self._why_not_ours(first)
        else:
            reason, told = self._why(first, fen, facts)
        return Compared(first.room, first.item, fen, amount, reason, told, first.room_id)

    def _why_not_ours(self, bill: OldBill) -> tuple[str, str]:
        bound = FeeBinding.select().join(Tariff).where(
            FeeBinding.room == bill.room_id,
            Tariff.item == bill.item_id,
            FeeBinding.from_on <= self._last,
            FeeBinding.until_on.is_null() | (FeeBinding.until_on >= self._first),
        )  # fmt: skip
        if not bound.exists():
            return "not_bound", _("这一户没有绑定{item}").format(item=bill.item)
        reason = self._skips.get((bill.room_id, bill.item_id))
        return "skipped", reason or _("这一期没有出这一户的账")

    def _why(self, bill: OldBill, fen: Fraction, facts: list[Any]) -> tuple[str, str]:
        pieces = [_piece(each) for each in facts]
        unknown = _("差 {difference} 元，看不出原因").format(difference=show_fen(_amount(facts) - fen))
        if not all(piece.quantity and piece.price for piece in pieces):
            return "unknown", unknown
        found = find_assumption(pieces, fen, list(self._changes(bill, facts[0], pieces)))
        if found is None:
            return "unknown", unknown
        change, rounding = found
        words = [_tell(change, pieces[0])] if change.code else []
        words += [_(rounding)] if rounding else []
        return REASON_OF.get(change.code, "rounding"), clauses(words)

    def _changes(self, bill: OldBill, facts: Any, pieces: list[Piece]) -> Iterator[Assumption]:
        """Yield what the old program may have taken: first what its sheet says, then the book's other areas and prices."""
        piece = pieces[0]
        is_area = facts.workings is None
        if is_area and bill.area is not None and bill.area != piece.quantity:
            yield Assumption("area", quantity=bill.area, is_told=True)
        if bill.price is not None and bill.price != piece.price:
            yield Assumption("price", price=bill.price, is_told=True)
            if is_area and bill.area is not None and bill.area != piece.quantity:
                yield Assumption("area_price", quantity=bill.area, price=bill.price, is_told=True)
        yield from parts_assumed(piece, bill.days)
        if is_area:
            for area in self._areas(bill.room_id) - {piece.quantity}:
                yield Assumption("area", quantity=area)
        for price in sorted(self._prices.get(bill.item_id, set()) - {piece.price, 0}):
            yield Assumption("price", price=price)

    def _areas(self, room_id: int) -> set[int]:
        room = self._rooms[room_id]
        areas = (room.built_area, room.inside_area, room.measured_area, room.charged_area)
        return {int(area) for area in areas if area}


REASON_OF = {
    "area": "area",
    "price": "price",
    "area_price": "area",
    "days": "days",
    "whole_month": "days",
    "thirty": "days",
    "half_month": "days",
}


def show_fen(fen: Fraction) -> str:
    """Return '226.96' for 22696, with the further decimals of a sum that was never rounded."""
    if fen.denominator == 1:
        return show(int(fen))
    sign, yuan = ("-" if fen < 0 else ""), abs(fen) / 100
    whole, rest = divmod(yuan.numerator * 10**4 // yuan.denominator, 10**4)
    return f"{sign}{whole:,}.{rest:04d}".rstrip("0")


def _amount(facts: Iterable[Any]) -> int:
    return sum(each.amount for each in facts)


def _piece(facts: Any) -> Piece:
    days = calendar.monthrange(facts.from_on.year, facts.from_on.month)[1]
    return Piece(
        int(facts.quantity),
        int(facts.price),
        int(facts.parts),
        int(facts.of_parts),
        int(facts.earlier),
        days,
    )


def _tell(change: Assumption, piece: Piece) -> str:
    """Return the words of a change, old and ours."""
    area = _("面积旧账 {old} ㎡，现在 {ours} ㎡").format(
        old=_plain(change.quantity), ours=_plain(piece.quantity)
    )
    rate = _("单价旧账 {old} 元，现在 {ours} 元").format(old=_plain(change.price), ours=_plain(piece.price))
    return {
        "area": area,
        "price": rate,
        "area_price": clauses([area, rate]),
        "days": _("旧账收的天数不同"),
        "whole_month": _("旧账收了整月，现在按天数"),
        "thirty": _("旧账每月按 30 天折算"),
        "half_month": _("旧账收了半个月"),
    }[change.code]


def _plain(value: int | None) -> str:
    """Return '96.58' for 965,800: a quantity or price in 1/10,000."""
    whole, rest = divmod(value or 0, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")
