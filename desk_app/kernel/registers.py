"""What a register (台账) is made of: the records of a month in the order of their days, or the month as a whole."""

import datetime

from desk_app.kernel import store
from desk_app.kernel.days import add_months
from desk_app.kernel.kind import Draft, Month, RecordKind, Register


def subject_of(
    kind: RecordKind, register: Register, month: datetime.date, today: datetime.date
) -> list[Draft] | Month:
    """Return what the register's paper makes its values of, for the month `month` lies in, as it is looked at today."""
    first = month.replace(day=1)
    if not register.day:
        return Month(first, today)
    day = kind.field(register.day)
    found = kind.model.select().where((day >= first) & (day < add_months(first, 1)))
    drafts = store.load_many(kind, found.order_by(day, kind.model.id))
    for draft in drafts:
        draft.day = today
    return drafts
