"""The life of a reading (读数的状态): held while it looks wrong, confirmed, voided, a swap taken back."""

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import KINDS, Draft
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Transition, Workflow
from desk_app.modules.meters import reading_periods, scale
from desk_app.modules.meters.records import READING_STATES, SWAPS, MeterReading

READERS = ("clerk", "cashier", "accountant", "dispatcher", "supervisor", "manager")
"""Who may write readings down."""
JUDGES = ("clerk", "cashier", "accountant", "supervisor", "manager")
"""Who may say that an odd reading is right, or void a wrong one."""


def _may_confirm(draft: Draft, desk: Desk) -> str | None:
    """A reading below the one before is a rollover, a wrong estimate, or wrong: it cannot simply be believed."""
    reading = draft.record
    if reading.before is not None and reading.value < reading.before and not scale.was_overestimated(reading):
        return _(
            "没有确认：读数比上期小。仪表走满归零的请按“确认归零”；换过表的先登记换表；读错的请作废后重抄。"
        )
    why = reading_periods.why_closed(int(reading.period))
    return _("没有确认：{why}").format(why=why) if why else None


def _may_roll(draft: Draft, desk: Desk) -> str | None:
    reading = draft.record
    if reading.before is None or reading.value >= reading.before:
        return _("没有确认归零：读数没有比上期小。")
    if not scale.may_have_rolled(reading.meter, reading.before, reading.value):
        return _("没有确认归零：这样算出来的用量不合理。请核对读数，换过表的先登记换表。")
    why = reading_periods.why_closed(int(reading.period))
    return _("没有确认归零：{why}").format(why=why) if why else None


def _roll(draft: Draft, desk: Desk) -> None:
    reading = draft.record
    rolled = scale.rolled(reading.meter, reading.before, reading.value)
    reading.used = (reading.swapped or 0) + rolled * reading.meter.multiplier


def _may_void(draft: Draft, desk: Desk) -> str | None:
    why = scale.why_fixed(draft.record)
    return _("没有作废：{why}").format(why=why) if why else None


def _may_hold(draft: Draft, desk: Desk) -> str | None:
    why = scale.why_fixed(draft.record)
    return _("没有改为待核对：{why}").format(why=why) if why else None


def _may_undo_swap(draft: Draft, desk: Desk) -> str | None:
    reading = draft.record
    if reading.kind not in SWAPS:
        return _("没有撤销换表：这不是换表的记录。")
    later = MeterReading.select().where(
        MeterReading.meter == reading.meter_id, MeterReading.state != "void", MeterReading.id > reading.id
    )
    if reading.id is not None and later.exists():
        return _("没有撤销换表：换表后已经抄过。请先作废后面的读数。")
    return None


def _undo_swap(draft: Draft, desk: Desk) -> None:
    """Give the meter its old number again, with the old counter's last value."""
    if draft.record.kind == "swapped_out":
        meter = store.load(KINDS["meters"], draft.record.meter_id)
        meter.record.number = str(draft.record.note).rpartition(" ")[2]
        store.save(meter, desk)


READING_LIFE = Workflow(
    states=READING_STATES,
    editable=(),
    transitions=(
        Transition("confirm", "确认无误", ("held",), "kept", JUDGES, _may_confirm, main=True),
        Transition("roll", "确认归零", ("held",), "kept", JUDGES, _may_roll, _roll),
        Transition("hold", "存疑", ("kept",), "held", JUDGES, _may_hold, needs_reason=True),
        Transition("void", "作废", ("kept", "held"), "void", JUDGES, _may_void, needs_reason=True),
        Transition(
            "undo_swap", "撤销换表", ("kept",), "void", JUDGES, _may_undo_swap, _undo_swap, needs_reason=True
        ),
    ),
    tones=(("kept", "good"), ("held", "waiting")),
)
