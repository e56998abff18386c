"""Working a period out (试算): every binding gets its drafts, or the reason in a sentence why it is not charged."""

import dataclasses
import datetime
import itertools
from collections.abc import Callable, Iterator
from typing import Any

from desk_app.kernel.database import among, insert_rows
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.billing import plain_bills
from desk_app.modules.billing.bound import Bound, Charges, broken_drafts, read_bound
from desk_app.modules.billing.plain_bills import Terms
from desk_app.modules.billing.records import DraftBill, FeeBinding, SkippedRoom, Tariff
from desk_app.modules.billing.special_bills import SpecialBills
from desk_app.modules.billing.unshared import unshared_in
from desk_app.modules.billing.worked import Worked
from desk_app.modules.estate.records import Room

Step = Callable[[int, int], None]
"""Told how many bindings of how many are done."""
ROOMS_AT_ONCE = 500
SKIP_NAMES = ("run", "room", "item", "reason")
Skip = tuple[int | None, int, int | None, str]
"""run, room, item, reason: a row of `SkippedRoom`."""


def draft_bills(terms: Terms, now: datetime.datetime, progress: Step | None = None) -> None:
    """Write the drafts of a run and the reasons of what it leaves out; inside the caller's transaction."""
    terms = dataclasses.replace(terms, is_fresh=plain_bills.is_fresh(terms.period))
    for tariff in Tariff.select():
        price = plain_bills.plain_price(tariff, terms)
        if price is not None:
            plain_bills.insert_plain(DraftBill, tariff, price, terms, now)
    _draft_specials(terms, progress)


def _draft_specials(terms: Terms, progress: Step | None) -> None:
    """Work out every binding that has no draft yet, or note why it is not charged."""
    assert terms.run_id is not None
    drafted = DraftBill.select(DraftBill.binding).where(DraftBill.run == terms.run_id)
    conditions = [FeeBinding.id.not_in(drafted)] + ([terms.scope] if terms.scope is not None else [])
    _work_out(list(read_bound(*conditions)), terms, progress)
    insert_rows(SkippedRoom, SKIP_NAMES, [*_unbound(terms), *_unshared(terms)])


def work_out_anew(terms: Terms) -> None:
    """Work out anew what of a run's drafts was billed in part meanwhile, so that the run asks for the rest.

    With them the other payers' pieces of the same months, so that these still add up (V20).
    """
    assert terms.run_id is not None
    late = plain_bills.beside(terms.run_id, plain_bills.overtaken(terms.run_id))
    if late:
        DraftBill.delete().where(DraftBill.run == terms.run_id, among(DraftBill.binding, late)).execute()
        _work_out(list(read_bound(among(FeeBinding.id, late))), terms)


def _work_out(left: list[Bound], terms: Terms, progress: Step | None = None) -> None:
    """Write the drafts of the bindings one by one, or note why they are not charged."""
    assert terms.run_id is not None
    broken = broken_drafts(terms.run_id)
    running = _rooms_charged(terms)
    special = SpecialBills(terms.period, Charges(terms.period, ()), terms.due_on, terms.due_days)
    special.least_due_on = terms.least_due_on
    done = 0
    for some in _by_rooms(left):
        special.charges = Charges(terms.period, {bound.room_id for bound in some}, also=broken)
        _draft_some(some, special, terms, running)
        done += len(some)
        if progress:
            progress(done, len(left))


def _draft_some(
    some: list[Bound], special: SpecialBills, terms: Terms, running: set[tuple[int, int]]
) -> None:
    """Write the drafts and reasons of some rooms' bindings."""
    worked: list[Worked] = []
    skips: list[Skip] = []
    for bound in some:
        try:
            worked += special.of_run(bound)
        except DeskError as why:
            item_id = special.priced(bound.tariff_id).item.id
            if not _is_long_over(bound, item_id, terms, running):
                skips.append((terms.run_id, bound.room_id, item_id, str(why)))
    insert_rows(DraftBill, plain_bills.FACTS, [facts_of(each, terms.run_id) for each in worked])
    insert_rows(SkippedRoom, SKIP_NAMES, skips)


def _by_rooms(left: list[Bound]) -> Iterator[list[Bound]]:
    """Yield the bindings by some hundred rooms at a time, all of a room together."""
    some: list[Bound] = []
    rooms = 0
    for _room, bindings in itertools.groupby(left, key=lambda bound: bound.room_id):
        some += bindings
        rooms += 1
        if rooms == ROOMS_AT_ONCE:
            yield some
            some, rooms = [], 0
    if some:
        yield some


def facts_of(worked: Worked, run_id: int | None) -> tuple[Any, ...]:
    """Return the row of a bill worked out, in the order of `plain_bills.FACTS`."""
    line, bound = worked.line, worked.bound
    values = vars(line) | {
        "version": 1,
        "room": bound.room_id,
        "item": worked.item_id,
        "tariff": bound.tariff_id,
        "binding": bound.id,
        "run": run_id,
        "payer": bound.payer_id,
        "due_on": worked.due_on,
        "workings": worked.workings,
    }
    return tuple(values[name] for name in plain_bills.FACTS)


def _rooms_charged(terms: Terms) -> set[tuple[int, int]]:
    """Return (room, item) of every binding that still runs in the period."""
    query = FeeBinding.select(FeeBinding.room, Tariff.item).join(Tariff)
    goes_on = FeeBinding.until_on.is_null() | (FeeBinding.until_on >= terms.first)
    return set(query.where(goes_on).tuples())


def _is_long_over(bound: Bound, item_id: int, terms: Terms, running: set[tuple[int, int]]) -> bool:
    """Say whether the binding ended before and another has taken its place: nobody asks about it any more."""
    is_over = bound.until_on is not None and bound.until_on < terms.first
    return is_over and (bound.room_id, item_id) in running


def _unbound(terms: Terms) -> list[Skip]:
    """Return a reason for every room that nothing is bound to."""
    rooms = Room.select(Room.id).where(Room.id.not_in(FeeBinding.select(FeeBinding.room)))
    if terms.building_id is not None:
        rooms = rooms.where(Room.building == terms.building_id)
    return [(terms.run_id, room_id, None, _("没有收费绑定。")) for (room_id,) in rooms.tuples()]


def _unshared(terms: Terms) -> Iterator[Skip]:
    """Yield a reason for every room that has a part of shared costs and is not bound to their item."""
    rooms = None
    if terms.building_id is not None:
        inside = Room.select(Room.id).where(Room.building == terms.building_id)
        rooms = {room_id for (room_id,) in inside.tuples()}
    for left in unshared_in(terms.period):
        for room_id, fen in left.fen.items():
            if rooms is None or room_id in rooms:
                reason = _("参加公摊，应摊 {fen} 元，没有绑定这个收费项目。").format(fen=show(fen))
                yield terms.run_id, room_id, left.item.id, reason
