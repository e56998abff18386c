"""待办与时钟: what waits follows the records; pauses and extensions are counted in."""

import datetime

import pytest

from desk_app.kernel import store, waiting
from desk_app.kernel.kind import KINDS
from desk_app.kernel.waiting import ClockChange, Waiting, due_of, pause_of
from desk_app.kernel.workflow import Deadline

AT = datetime.datetime.fromisoformat
BEGUN = AT("2026-11-23 09:00")


class Job:
    """Something that began at nine and is to be done in 24 hours."""

    state = "open"
    begun_at = BEGUN


REPAIR = Deadline(
    "repair",
    "24 小时内",
    ("open",),
    lambda job: job.begun_at + datetime.timedelta(hours=24),
    since=lambda job: job.begun_at,
)


def change(sort, at, until_at=None, deadline=""):
    return ClockChange(at=AT(at), sort=sort, until_at=AT(until_at) if until_at else None, deadline=deadline)


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ((), "2026-11-24 09:00"),
        ((change("pause", "2026-11-23 10:00"), change("resume", "2026-11-23 13:00")), "2026-11-24 12:00"),
        ((change("pause", "2026-11-23 07:00"), change("resume", "2026-11-23 09:30")), "2026-11-24 09:30"),
        ((change("pause", "2026-11-23 07:00"), change("resume", "2026-11-23 08:00")), "2026-11-24 09:00"),
        ((change("extend", "2026-11-23 15:00", "2026-11-26 09:00", "repair"),), "2026-11-26 09:00"),
        ((change("extend", "2026-11-23 15:00", "2026-11-26 09:00", "other"),), "2026-11-24 09:00"),
        (
            (
                change("pause", "2026-11-23 10:00"),
                change("resume", "2026-11-23 12:00"),
                change("extend", "2026-11-23 15:00", "2026-11-26 09:00", "repair"),
                change("pause", "2026-11-24 10:00"),
                change("resume", "2026-11-24 11:00"),
            ),
            "2026-11-26 10:00",
        ),
    ],
)
def test_pauses_put_the_end_off_from_the_clocks_own_beginning_and_an_extension_sets_it_anew(changes, due):
    assert due_of(REPAIR, Job(), changes) == AT(due)


def test_the_last_word_says_whether_it_is_paused():
    pause, resume = change("pause", "2026-11-23 10:00"), change("resume", "2026-11-23 11:00")
    assert pause_of([pause]) is pause
    assert pause_of([pause, resume]) is None
    assert pause_of([pause, resume, pause]) is pause


def test_a_record_waits_from_its_first_save_to_its_end_and_no_longer(slip_kind, desk, slip):
    (row,) = waiting.of(slip_kind, [slip.id])[slip.id]
    assert (row.deadline, row.due_at, row.role) == ("gate", AT("2026-11-23 23:59"), "guard")
    released = store.apply(slip_kind, "release", slip.id, slip.version, desk)
    (row,) = waiting.of(slip_kind, [slip.id])[slip.id]
    assert (row.deadline, row.due_at, row.role) == ("", None, "clerk")
    store.apply(slip_kind, "archive", slip.id, released.record.version, desk, entries={"all_signed": True})
    assert waiting.of(slip_kind, [slip.id]) == {}


def test_what_waits_can_be_worked_out_anew_and_a_row_gone_astray_is_noticed(slip_kind, desk, slip):
    assert waiting.find_differences() == []
    before = list(Waiting.select().order_by(Waiting.record_id).tuples())
    Waiting.delete().execute()
    assert waiting.find_differences() == [(slip_kind.name, slip.id)]
    waiting.rewrite(KINDS.values())
    assert waiting.find_differences() == []
    assert [row[1:] for row in Waiting.select().tuples()] == [row[1:] for row in before]


def test_a_deleted_record_waits_no_more(slip_kind, desk, room):
    draft = store.save(
        store.new(slip_kind, room=room, carrier="张伟", carrier_relation="owner", valid_on=desk.today), desk
    )
    assert waiting.of(slip_kind, [draft.record.id])
    store.remove(draft, desk, "重复")
    assert waiting.find_differences() == [] and not waiting.of(slip_kind, [draft.record.id])
