"""Another payer from a day on (缴费人变更): one binding ends, another follows it, so that a month they share adds up (V20)."""

import datetime
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.modules.billing.kinds import FEE_BINDINGS
from desk_app.modules.billing.months import ONE_DAY
from desk_app.modules.billing.records import FeeBinding

GOES_OVER = ("tariff", "meter", "vehicle", "count", "cycle", "anchor_on", "due_days", "contract", "note")
"""What the binding of the next payer has of the one it follows."""


def hand_over(
    binding: FeeBinding, last_on: datetime.date, comes: Any, desk: Desk, *, leaves: Any = None
) -> FeeBinding | None:
    """End a binding on its payer's last day and begin that of `comes`; return the new one.

    `comes` is a person, or None where the owner pays. `leaves` is named on the old one where it names nobody. One that
    is paused ended when its pause began, and stays so. A fee for a fixed time ends when it was to end, whoever pays it:
    None where that day is over, and nobody is charged on. Inside the caller's transaction.
    """
    is_paused = binding.state == "paused"
    ends_on: Any = binding.meant_until_on if is_paused else binding.until_on
    goes_on = ends_on is None or ends_on > last_on
    old = store.load(FEE_BINDINGS, binding.id)
    if not is_paused:
        old.record.payer = leaves if leaves is not None else old.record.payer
        old.record.until_on = last_on if goes_on else ends_on
        old = store.save(old, desk)
    new = _begin(binding, last_on + ONE_DAY, ends_on, comes, desk) if goes_on else None
    ends = {"until_on": old.record.until_on}
    store.apply(FEE_BINDINGS, "stop", binding.id, old.record.version, desk, entries=ends)
    return new


def _begin(binding: FeeBinding, from_on: datetime.date, ends_on: Any, payer: Any, desk: Desk) -> FeeBinding:
    """Begin the binding that follows, to the day the old one was to end."""
    values = {name: getattr(binding, name) for name in GOES_OVER}
    new = store.new(FEE_BINDINGS, room=binding.room, payer=payer, from_on=from_on, until_on=ends_on, **values)
    new.record.follows = binding.id
    return store.save(new, desk).record  # type: ignore[no-any-return]
