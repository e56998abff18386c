"""The file of a room on its card: papers by form, missing signatures in the heading, the cover by one button."""

import pytest
from PySide6.QtWidgets import QPushButton

from desk_app.kernel import signed_copies
from desk_app.screens import room_file
from tests.conftest import MONDAY
from tests.given_papers import LETTER, SIGNERS, give, make_slip
from ui import preview
from ui.screens.room_card import RoomCardPage
from ui.widgets.chip import StatusChip
from ui.widgets.record_list import RecordList


@pytest.fixture
def prints(slip_kind, room, desk):
    slips = [make_slip(slip_kind, desk, room) for _time in range(2)]
    made = [give(slip_kind, slip, desk) for slip in slips]
    give(slip_kind, slips[0], desk, LETTER)
    signed_copies.register(made[0].id, SIGNERS, MONDAY.date(), desk)
    return made


def chips(page):
    return [chip.text() for chip in page.body.findChildren(StatusChip) if "签字件" in chip.text()]


def test_papers_stand_under_their_forms_with_their_state(shell, room, prints, find):
    page = shell.show_page(RoomCardPage(shell, room.id))
    shown = find(page, "papers", RecordList).entries.entries
    assert [(entry.title, entry.chip, entry.heading) for entry in shown] == [
        ("告知信", "", True),
        ("FX-202611-0001", "", False),
        ("门岗便条", "", True),
        ("FX-202611-0002", "缺签字件", False),
        ("FX-202611-0001", "已签，无扫描件", False),
    ]
    assert chips(page) == ["缺签字件 1"]


def test_a_paper_is_shown_as_it_left(shell, room, prints, find, monkeypatch):
    asked = []
    monkeypatch.setattr(preview, "show_kept", lambda _shell, printed_id: asked.append(printed_id))
    page = shell.show_page(RoomCardPage(shell, room.id))
    shown = find(page, "papers", RecordList)
    shown.setCurrentIndex(shown.entries.index(3))
    shown.choose_current()
    assert asked == [prints[1].id]


def test_a_signed_copy_noted_elsewhere_shows_when_the_card_is_read_again(shell, room, prints, desk):
    page = shell.show_page(RoomCardPage(shell, room.id))
    signed_copies.register(prints[1].id, SIGNERS, MONDAY.date(), desk)
    page.refresh()
    assert chips(page) == []


def test_the_cover_is_previewed(shell, room, find):
    if not room_file.cover():
        pytest.skip("this version has no cover")
    page = shell.show_page(RoomCardPage(shell, room.id))
    find(page, "print-cover", QPushButton).click()
    assert ("preview_paper", "rooms", room.id, room_file.cover()) in shell.asked


def test_a_room_without_papers_says_so(shell, room):
    page = shell.show_page(RoomCardPage(shell, room.id))
    assert page.card.papers == ()
