"""Swapping a meter and correcting a billed reading (换表、更正读数) without a window: what is typed, read and done."""

import datetime
from dataclasses import dataclass, field

from desk_app.kernel import money
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.days import parse_day, show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.periods import show_period
from desk_app.kernel.words import _
from desk_app.modules.cashier.use_corrections import GivenBack, give_back_use
from desk_app.modules.meters import corrections, readings, scale
from desk_app.modules.meters.corrections import NewCounter
from desk_app.modules.meters.records import Meter, MeterReading


@dataclass
class Swap:
    """A counter replaced by another; every text as typed."""

    meter_id: int
    desk: Desk
    out_value: str = ""
    number: str = ""
    in_value: str = "0"
    on: str = field(default="")

    def labels(self) -> dict[str, str]:
        """Return what is asked, in order: attribute to words."""
        return {
            "out_value": _("旧表止数"),
            "number": _("新表号"),
            "in_value": _("新表起数"),
            "on": _("换表日期"),
        }

    def save(self) -> None:
        """Write the swap down; DeskError with a sentence, with nothing changed."""
        if not self.number.strip():
            raise DeskError(_("没有换表：请填新表号。"))
        new = NewCounter(self.number, read_value(self.in_value, _("新表起数")))
        on = read_day(self.on, self.desk)
        corrections.swap_counter(self.meter_id, read_value(self.out_value, _("旧表止数")), new, on, self.desk)


def undo_swap(meter_id: int, desk: Desk, reason: str) -> None:
    """Take back a swap nothing was read from."""
    corrections.undo_swap(meter_id, desk, reason)


def title_of(meter_id: int) -> str:
    """Return what a meter is called."""
    return str(Meter.get_by_id(meter_id))


def last_value(meter_id: int) -> str:
    """Return the value the next reading counts from, as it is typed."""
    last = scale.last_reading(meter_id)
    return str(MeterReading._meta.fields["value"].show(scale.level_of(last))) if last is not None else ""


def correct(meter_id: int, period: int, text: str, desk: Desk, reason: str, approved_by: str = "") -> str:
    """Correct the reading of a period that was billed; return in a sentence what became of the bill, or has to.

    With the name of who approved it, what was charged too much is given back at once; DeskError corrects nothing.
    """
    counted = readings.usage_of(meter_id, period)
    if not counted:
        raise DeskError(_("没有更正：这块表本期没有计过用量的读数。"))
    value = read_value(text, _("正确的读数"))
    with transaction():
        made = corrections.correct_reading(counted[-1].id, value, desk, reason)
        if made.difference < 0 and approved_by.strip():
            given = give_back_use(made, reason=reason, desk=desk, approved_by=approved_by)
            return _told_given(made, given)
    if made.difference == 0:
        return _("已更正，用量没有变。")
    if made.difference > 0:
        return _told(
            made,
            _(
                "已更正：用量由 {before} 改为 {after}。少计的 {difference} 请到“出账”再试算、出账一次 {period}，会自动补收。"
            ),
        )
    return _told(
        made,
        _(
            "已更正：用量由 {before} 改为 {after}。多计的 {difference} 还在账单里：请打开那张账单，按“更正金额…”冲减。"
        ),
    )


def _told(made: corrections.Correction, text: str, **more: str) -> str:
    show = MeterReading._meta.fields["used"].show
    return text.format(
        before=show(made.used_before),
        after=show(made.used_after),
        difference=show(abs(made.difference)),
        period=show_period(made.period),
        **more,
    )


def _told_given(made: corrections.Correction, given: GivenBack) -> str:
    text = _("已更正：用量由 {before} 改为 {after}，账单少收 {less} 元，其中已收的 {freed} 元转入预存款。")
    return _told(made, text, less=money.show(given.less), freed=money.show(given.freed))


def read_value(text: str, label: str) -> int:
    """Return a counter's value in 1/1,000; DeskError naming the box if it is none."""
    try:
        value: int = MeterReading._meta.fields["value"].read(text, None)
    except ValueError:
        raise DeskError(_("{label}应为数字，最多 3 位小数").format(label=label)) from None
    return value


def read_day(text: str, desk: Desk) -> datetime.date:
    """Return the day typed, today for nothing; DeskError with a sentence if it is none."""
    try:
        return parse_day(text, desk.today) if text.strip() else desk.today
    except ValueError as error:
        raise DeskError(str(error)) from None


def today_words(desk: Desk) -> str:
    """Return today as it is typed."""
    return show_day(desk.today)
