"""How the days off and the working weekends are listed, edited and first filled in."""

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.clocks import CalendarDay, read_shipped_calendar
from desk_app.kernel.database import transaction
from desk_app.kernel.kind import RecordKind, Section, register
from desk_app.kernel.words import _

CALENDAR_DAYS = register(
    RecordKind(
        name="calendar_days",
        model=CalendarDay,
        label="办公日历",
        columns=("day", "kind", "name"),
        sections=(Section("日期", ("day", "kind", "name")),),
        title=str,
        order=("day",),
        newest_first=True,
        icon="calendar",
        attachable=False,
        noun="日期",
    )
)


def fill_calendar(desk: Desk) -> None:
    """Put the shipped calendar into a new book."""
    with transaction():
        batch = store.Batch(desk, _("随程序提供的节假日安排"))
        for day, kind, name in read_shipped_calendar():
            batch.create(store.new(CALENDAR_DAYS, day=day, kind=kind, name=name))
        batch.finish()
