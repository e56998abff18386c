"""Odd readings (异常读数): what a reading says that hardly can be; such a one is held until somebody has looked at it."""

from dataclasses import dataclass

from desk_app.kernel import settings
from desk_app.kernel.words import _, clauses, listed
from desk_app.modules.meters.records import Meter, MeterReading
from desk_app.modules.meters.scale import UNIT, about

LEAP = 3
"""So many times the usual use is hardly anything but a leak or a misread digit."""
LIVED_IN = ("occupied", "let")


@dataclass(frozen=True)
class Measured:
    """What a value read means: where it counts from and what was used, in 1/1,000; `used` is None of a first reading.

    `swapped` is the part of it the counter before a swap counted.
    """

    value: int
    before: int | None = None
    used: int | None = None
    swapped: int | None = None
    is_below_estimates: bool = False


def find_oddities(meter: Meter, measured: Measured, usual: int | None, kind: str = "read") -> tuple[str, ...]:
    """Return the codes of `ODDITIES` that fit; none for a first reading. A final one may end a month that began."""
    if measured.before is None or measured.used is None:
        return ()
    if measured.used < 0:  # an old counter's estimate was higher than all that was used since
        return ("overestimated",)
    if measured.value < measured.before:
        return ("overestimated",) if measured.is_below_estimates else ("backwards",)
    if measured.used == 0 and is_lived_in(meter) and kind != "final":
        return ("zero",)
    codes = _beside_usual(meter, measured.used, usual)
    return () if kind == "final" and codes == ("low",) else codes


def is_lived_in(meter: Meter) -> bool:
    """Say whether somebody lives where the meter counts, so that no use at all is odd."""
    return meter.room is not None and meter.room.state in LIVED_IN


def _beside_usual(meter: Meter, used: int, usual: int | None) -> tuple[str, ...]:
    """Compare the use with the usual one; differences of a few units are never odd."""
    small = int(settings.value("meter_small")) * UNIT * int(meter.multiplier)
    if usual is None or abs(used - usual) <= small:
        return ()
    if used > LEAP * usual:
        return ("leap",)
    if used * 100 > usual * int(settings.value("meter_high")):
        return ("high",)
    return ("low",) if used * 100 < usual * int(settings.value("meter_low")) else ()


def tell(codes: tuple[str, ...], measured: Measured, usual: int | None) -> str:
    """Return in a sentence what is odd, for whoever has the meter in front of them; nothing if nothing is."""
    show = MeterReading._meta.fields["used"].show
    usually = _("平常约 {usual}").format(usual=show(about(usual))) if usual is not None else ""
    words = {
        "backwards": _("比上期 {before} 小：倒走、读错、归零或换表").format(before=show(measured.before)),
        "overestimated": _("以前估抄多了：本期不计，补足后再计"),
        "zero": _("有人住，用量却是 0"),
        "leap": _("用量 {used}，超过平常的 3 倍").format(used=show(measured.used)),
        "high": _("用量 {used}，比平常多").format(used=show(measured.used)),
        "low": _("用量 {used}，比平常少").format(used=show(measured.used)),
    }
    told = clauses(words[code] for code in codes)
    is_compared = usually and set(codes) & {"leap", "high", "low"}
    return _("{told}（{usually}）").format(told=told, usually=usually) if is_compared else told


def words_of(reading: MeterReading, *, is_corrected: bool = False) -> str:
    """Return what is noted on paper and screen about a reading: what is odd, estimated or swapped; nothing usually.

    Of one that `is_corrected` the wrong value stands there, for its place shows the right one.
    """
    marks = []
    if is_corrected:
        wrong = reading._meta.fields["value"].show(reading.value)
        marks.append(_("已更正，原读 {value}").format(value=wrong))
    if reading.kind in ("estimated", "first", "corrected"):
        marks.append(reading._meta.fields["kind"].show(reading.kind))
    if reading.swapped is not None:
        marks.append(_("换表"))
    if reading.state == "kept" and reading.odd == "backwards":  # nothing else lets such a reading hold
        marks.append(_("走满归零"))
    else:
        marks.append(reading._meta.fields["odd"].show(reading.odd))
    return listed(marks)
