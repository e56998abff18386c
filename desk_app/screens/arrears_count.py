"""The count of arrears kept at hand (欠费汇总): made anew beside the window, when a book opens and after a bill run."""

import peewee

from desk_app.kernel.access import Desk
from desk_app.modules.arrears import summary
from desk_app.modules.billing.holds import release_expired


def refresh(desk: Desk) -> bool:
    """Count anew if the day changed or anything was written since; say whether it was done.

    Bills whose agreed hold is over count again first. Where somebody else writes just now the old count stays: it is only looked at, and is made anew the next time.
    """
    try:
        release_expired(desk)
        return summary.refresh(desk)
    except peewee.OperationalError:
        return False
