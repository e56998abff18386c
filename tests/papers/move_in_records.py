"""A tenant who moves into the sample community, with a co-resident, a slot and a lease, so that the papers have a record."""

import datetime

from desk_app.kernel import store
from desk_app.modules.move_in.move_ins import MOVE_INS
from desk_app.modules.move_in.records import CoResident
from desk_app.modules.people.kinds import PEOPLE
from desk_app.modules.people.records import PersonPhone


def make_move_in(desk, room):
    """Move 李租客 into the room on the day of the desk."""
    draft = store.new(PEOPLE, name="李租客", id_number="11010519491231002X")
    draft.rows["phones"] = [PersonPhone(number="13900006666")]
    person = store.save(draft, desk).record
    today = desk.today
    planned = store.new(
        MOVE_INS, room=room, person=person, planned_on=today, lease_from=today,
        lease_until=today.replace(year=today.year + 1), fee_payer="tenant", needs="有钢琴",
        slot_at=datetime.datetime.combine(today, datetime.time(9)), uses_lift=True, mover="顺达", plate="皖A12345",
    )  # fmt: skip
    planned.rows["co_residents"] = [
        CoResident(name="李小客", relation="子女", id_number="110101199003070038")
    ]
    saved = store.save(planned, desk)
    for step, entries in (
        ("verify", {"verified_how": "phone", "verified_with": "业主"}),
        ("move_in", {"undertaking_signed": True, "agreement_signed": True, "moved_in_on": today}),
    ):
        record = saved.record
        saved = store.apply(MOVE_INS, step, record.id, record.version, desk, entries=entries)
