"""The file of a room: the papers about it by form, how they stand, and the files kept with it."""

from desk_app.kernel import attachments, signed_copies
from desk_app.kernel.kind import KINDS
from desk_app.screens import room_file
from tests.conftest import MONDAY
from tests.given_papers import LETTER, SIGNERS, give, make_slip


def test_papers_of_its_slips_stand_by_form_the_form_used_last_on_top(slip_kind, room, desk):
    first, second = make_slip(slip_kind, desk, room), make_slip(slip_kind, desk, room)
    give(slip_kind, first, desk)
    give(slip_kind, first, desk, LETTER)
    give(slip_kind, second, desk)
    assert [(entry.label, entry.number) for entry in room_file.entries(room.id)] == [
        ("门岗便条", "FX-202611-0002"),
        ("门岗便条", "FX-202611-0001"),
        ("告知信", "FX-202611-0001"),
    ]


def test_a_reprint_is_the_same_paper_with_more_copies(slip_kind, room, desk):
    slip = make_slip(slip_kind, desk, room)
    give(slip_kind, slip, desk)
    again = give(slip_kind, slip, desk)
    (entry,) = room_file.entries(room.id)
    assert (entry.copies, entry.printed_id, entry.day) == (2, again.id, "2026-11-23")


def test_each_says_how_its_signatures_stand(slip_kind, room, desk):
    rows = [give(slip_kind, make_slip(slip_kind, desk, room), desk) for _time in range(3)]
    scan = attachments.attach(slip_kind.name, rows[0].record_id, "a.pdf", b"%PDF-", desk)
    signed_copies.register(rows[0].id, SIGNERS, MONDAY.date(), desk, attachment_id=scan.id)
    signed_copies.register(rows[1].id, SIGNERS[:2], MONDAY.date(), desk)
    told = {entry.printed_id: (entry.signed, entry.tone) for entry in room_file.entries(room.id)}
    assert [told[row.id] for row in rows] == [
        ("已签", "good"),
        ("还缺经办人", "waiting"),
        ("缺签字件", "bad"),
    ]


def test_files_kept_with_the_room_come_last(slip_kind, room, desk):
    give(slip_kind, make_slip(slip_kind, desk, room), desk)
    kept = attachments.attach("rooms", room.id, "房产证.jpg", b"\xff\xd8\xff", desk)
    entry = room_file.entries(room.id)[-1]
    assert (entry.label, entry.source, entry.attachment_id, entry.printed_id) == (
        "房产证.jpg",
        "附件",
        kept.id,
        None,
    )


def test_papers_of_another_room_are_not_in_it(slip_kind, room, desk, make_room, make_person, hold):
    other = make_room("4-1-101")
    hold(other, make_person("李娜"))
    give(slip_kind, make_slip(slip_kind, desk, other), desk)
    assert room_file.entries(room.id) == []


def test_the_cover_is_the_form_of_that_number(office):
    name = room_file.cover()
    assert name == "" or KINDS["rooms"].paper(name).form == "F71"
