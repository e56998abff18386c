"""What the plain statement leaves: cycles of several months, a room's own months, split prices, meters, formulas, shares.

`SpecialBills` works out one binding after the other through the rules of `lines.py`, `tiers.py` and `formulas.py`, and
says in a sentence why one is not charged.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from desk_app.kernel.days import show_day
from desk_app.kernel.words import _
from desk_app.modules.billing import months
from desk_app.modules.billing.binding_rules import BY_USE
from desk_app.modules.billing.bound import Asked, Bound, Charges
from desk_app.modules.billing.formula_bills import formula_lines
from desk_app.modules.billing.lines import Line, month_lines
from desk_app.modules.billing.metered_bills import NotChecked, metered, refuse_succeeded, shared_line
from desk_app.modules.billing.months import ONE_DAY, first_day, last_day, next_period, period_of
from desk_app.modules.billing.plain_bills import workings_of
from desk_app.modules.billing.records import Tariff
from desk_app.modules.billing.rounding import of_item
from desk_app.modules.billing.shared_costs import shares_of
from desk_app.modules.billing.worked import ChargedAlready, ComesToNothing, NotCharged, Priced, Worked


@dataclass
class SpecialBills:
    """Works out bills of one period (and further ones of longer cycles); due days as in `plain_bills.Terms`."""

    period: int
    charges: Charges
    due_on: datetime.date | None = None
    due_days: int = 0
    least_due_on: datetime.date | None = None
    _priced: dict[int, Priced] = field(default_factory=dict)
    _shares: dict[tuple[int, int], Any] = field(default_factory=dict)

    def priced(self, tariff_id: int) -> Priced:
        """Return the binding's tariff, read once a run."""
        if tariff_id not in self._priced:
            self._priced[tariff_id] = Priced.read(Tariff.get_by_id(tariff_id))
        return self._priced[tariff_id]

    def of_run(self, bound: Bound) -> list[Worked]:
        """Return the bills of a binding that a run of the period makes; NotCharged tells why there are none."""
        priced = self.priced(bound.tariff_id)
        _refuse_idle(bound, priced, first_day(self.period), last_day(self.period))
        cycle = bound.cycle or priced.item.cycle
        if cycle == "once":
            return self._once(bound, priced, first_day(self.period), last_day(self.period))
        if priced.tariff.basis in BY_USE:
            return self.between(bound, first_day(self.period), last_day(self.period))
        if bound.anchor_on is not None:
            from_on, until_on = anchored_span(bound.anchor_on, bound.from_on, self.period, int(cycle))
        else:
            from_on, until_on = first_day(self.period), last_day(block_end(self.period, int(cycle)))
        return self.between(bound, from_on, until_on)

    def between(self, bound: Bound, from_on: datetime.date, until_on: datetime.date) -> list[Worked]:
        """Return the bills for the days, both included, that nothing was asked for yet; NotCharged without any."""
        priced = self.priced(bound.tariff_id)
        _refuse_idle(bound, priced, from_on, until_on)
        if (bound.cycle or priced.item.cycle) == "once":
            return self._once(bound, priced, from_on, until_on)
        if priced.tariff.basis in BY_USE:
            worked = self._by_use(bound, priced, from_on, until_on)
        else:
            worked = self._by_days(bound, priced, *_clip(bound, priced, from_on, until_on))
        return self._keep(worked)

    def due(self, bound: Bound, from_on: datetime.date, until_on: datetime.date) -> datetime.date:
        """Return the due day of what is charged together: the run's, or so many days after it begins, or its end."""
        days = bound.due_days if bound.due_days is not None else self.due_days
        own = from_on + days * ONE_DAY if days else until_on
        return self.due_on or max(own, self.least_due_on or own)

    def _keep(self, worked: list[Worked]) -> list[Worked]:
        """Note what is asked now, so that what follows leaves the month's last piece its rest."""
        for each in worked:
            line = each.line
            asked = Asked(
                each.bound.id,
                line.period,
                line.from_on,
                line.until_on,
                line.quantity,
                line.price,
                line.amount,
                each.bound.meter_id,
            )
            self.charges.add(each.bound.room_id, each.item_id, asked)
        charged = [each for each in worked if each.line.amount > 0]
        if not charged:
            raise ComesToNothing(_("算出的金额为 0，不出账。"))
        return charged

    def _by_days(
        self, bound: Bound, priced: Priced, from_on: datetime.date, until_on: datetime.date
    ) -> list[Worked]:
        spans = self.charges.free_days(bound, priced.item.id, from_on, until_on)
        if not spans:
            raise ChargedAlready(_("这一期已经出账到 {day}。").format(day=show_day(until_on)))
        due_on = self.due(bound, spans[0][0], _due_end(bound, until_on))
        if priced.tariff.basis == "formula":
            found = formula_lines(bound, priced, spans, self._before(bound, priced))
        else:
            told = workings_of(priced.tariff)
            found = [(line, told) for line in self._lines(bound, priced, spans)]
        return [Worked(bound, priced.item.id, line, due_on, told) for line, told in found]

    def _by_use(
        self, bound: Bound, priced: Priced, from_on: datetime.date, until_on: datetime.date
    ) -> list[Worked]:
        """Charge what was used or shared in every period of the days.

        Of periods before the last, one without readings or figures is nothing that is missing: what was used then is
        in the next reading. A reading that nobody has checked yet is, and the last period has to be complete.
        """
        start, needed = max(from_on, bound.from_on), period_of(until_on)
        last = period_of(_clip(bound, priced, start, until_on)[1])
        worked: list[Worked] = []
        period = period_of(start)
        while period <= last:
            day = min(until_on, last_day(period))
            due_on = self.due(bound, first_day(period), last_day(needed))
            try:
                worked += self._of_period(bound, priced, day, due_on)
            except NotChecked:
                raise
            except NotCharged as why:
                is_done = isinstance(why, ChargedAlready) and worked
                if period == needed and not is_done:
                    raise
            period = next_period(period)
        if not worked:
            raise ChargedAlready(_("这一期已经出账到 {day}。").format(day=show_day(until_on)))
        return worked

    def _of_period(
        self, bound: Bound, priced: Priced, until_on: datetime.date, due_on: datetime.date
    ) -> list[Worked]:
        period = period_of(until_on)
        billed = self.charges.of_meter(bound, priced.item.id, period)
        if priced.tariff.basis == "meter":
            return [metered(bound, priced, until_on, billed, due_on)]
        return self._shared(bound, priced, period, billed, due_on)

    def _lines(self, bound: Bound, priced: Priced, spans: list[Any]) -> list[Line]:
        quantity = quantity_of(bound, priced.tariff)
        lines: list[Line] = []
        for from_on, until_on in spans:
            lines += month_lines(
                quantity,
                priced.prices(from_on, until_on),
                from_on,
                until_on,
                priced.tariff.proration,
                of_item(priced.item),
                bound.anchor_on,
                charged=[*self._before(bound, priced), *lines],
            )
        return lines

    def _before(self, bound: Bound, priced: Priced) -> list[Asked]:
        """Return what was asked of the room and item by bindings that may share a month with this one.

        Two meters' or two cars' fees of one item are not pieces of each other: their days overlap.
        """
        before = []
        for asked in self.charges.of(bound.room_id, priced.item.id):
            if asked.binding_id == bound.id or asked.until_on < bound.from_on:
                before.append(asked)
            elif asked.binding_id == bound.follows_id and asked.from_on < bound.from_on:
                before.append(_cut_off(asked, bound, priced))
        return before

    def _once(
        self, bound: Bound, priced: Priced, from_on: datetime.date, until_on: datetime.date
    ) -> list[Worked]:
        """Charge a fee that is asked once, whole, on the day the binding begins; never again of who takes over."""
        day = bound.from_on
        is_asked = bound.follows_id is not None or self.charges.of_binding(bound, priced.item.id)
        if is_asked or not from_on <= day <= until_on:
            text = _("一次性收费，只在 {day} 所在的账期出账。")
            raise ChargedAlready(text.format(day=show_day(day)))
        prices = priced.prices(day, day)
        lines = month_lines(
            quantity_of(bound, priced.tariff), prices, day, day, "whole", of_item(priced.item)
        )
        due_on = self.due(bound, day, last_day(period_of(until_on)))
        return self._keep(
            [Worked(bound, priced.item.id, line, due_on, workings_of(priced.tariff)) for line in lines]
        )

    def _shared(
        self, bound: Bound, priced: Priced, period: int, billed: list[Asked], due_on: datetime.date
    ) -> list[Worked]:
        """Charge the room's part of the period's pools, once: to whom it is bound at the period's end."""
        if billed:
            raise ChargedAlready(_("这一期已经出账到 {day}。").format(day=show_day(billed[-1].until_on)))
        refuse_succeeded(bound, priced, period)
        key = (priced.item.id, period)
        if key not in self._shares:
            self._shares[key] = shares_of(priced.item, period)
        share = self._shares[key].get(bound.room_id)
        if share is None:
            raise NotCharged(_("本期公摊还没有填写，或这套房不参加分摊。"))
        line, told = shared_line(period, *share)
        return [Worked(bound, priced.item.id, line, due_on, told)]


def quantity_of(bound: Bound, tariff: Tariff) -> int:
    """Return what the price is multiplied with, in 1/10,000; NotCharged where the room lacks it."""
    if tariff.basis == "fixed":
        return bound.units * 10_000
    if tariff.basis == "lift":
        if bound.lift_ratio is None:
            raise NotCharged(_("房屋没有填电梯系数。"))
        if not bound.lift_ratio:
            raise NotCharged(_("电梯系数为 0，不收。"))
        return bound.lift_ratio
    if not bound.area:
        raise NotCharged(_("房屋没有填计费面积或建筑面积。"))
    return bound.area


def block_end(period: int, cycle: int) -> int:
    """Return the last period of the cycle that `period` lies in: quarters begin in January, April and so on."""
    month = period % 100
    return next_period(period, cycle - 1 - (month - 1) % cycle)


def anchored_span(
    anchor_on: datetime.date, from_on: datetime.date, period: int, cycle: int
) -> tuple[datetime.date, datetime.date]:
    """Return the days of the room's own months from the first that begins in the period to the end of its cycle.

    A month that the binding enters in its middle begins with it (domain.md 3.4, V07).
    """
    first, last = first_day(period), last_day(period)
    pieces = months.pieces_of(max(first, from_on), last, anchor_on)
    begun = [piece for piece in pieces if piece.from_on == piece.month_from or piece.from_on == from_on]
    if not begun:
        raise NotCharged(_("这一期没有从对日开始的月份。"))
    month = begun[-1].month_from  # one entered in its middle may end in the period, and the next begin in it
    count = (month.year - anchor_on.year) * 12 + month.month - anchor_on.month
    end = months.add_months(anchor_on, count + cycle - count % cycle) - ONE_DAY
    return begun[0].from_on, end


def _cut_off(asked: Asked, bound: Bound, priced: Priced) -> Asked:
    """Return what a bill would have asked until the binding that follows began, though it asked for the whole month."""
    until_on = bound.from_on - ONE_DAY
    prices = [(asked.from_on, asked.price)]
    way, rounding, anchor_on = priced.tariff.proration, of_item(priced.item), bound.anchor_on
    lines = month_lines(asked.quantity, prices, asked.from_on, until_on, way, rounding, anchor_on)
    return asked._replace(until_on=until_on, amount=min(sum(line.amount for line in lines), asked.amount))


def _due_end(bound: Bound, until_on: datetime.date) -> datetime.date:
    """Return the day by which what runs until `until_on` is due: the end of its month, or of the room's own."""
    return until_on if bound.anchor_on is not None else last_day(period_of(until_on))


def _clip(
    bound: Bound, priced: Priced, from_on: datetime.date, until_on: datetime.date
) -> tuple[datetime.date, datetime.date]:
    """Return the days on which both the binding and its tariff run."""
    ends = [day for day in (until_on, bound.until_on, priced.tariff.until_on) if day is not None]
    return max(from_on, bound.from_on), min(ends)


def _refuse_idle(bound: Bound, priced: Priced, from_on: datetime.date, until_on: datetime.date) -> None:
    """Raise NotCharged if the binding, its tariff or its item does not run on any of the days."""
    if not priced.item.is_used:
        raise NotCharged(_("收费项目“{item}”没有启用。").format(item=priced.item))
    if bound.from_on > until_on:
        raise NotCharged(_("从 {day} 才开始计费。").format(day=show_day(bound.from_on)))
    if bound.until_on is not None and bound.until_on < from_on:
        if bound.state == "paused":
            raise NotCharged(_("{day} 起暂停收费。").format(day=show_day(bound.until_on + ONE_DAY)))
        raise NotCharged(_("计费已于 {day} 结束。").format(day=show_day(bound.until_on)))
    if priced.tariff.until_on is not None and priced.tariff.until_on < from_on:
        raise NotCharged(
            _("收费标准“{tariff}”已于 {day} 停用。").format(
                tariff=priced.tariff, day=show_day(priced.tariff.until_on)
            )
        )
