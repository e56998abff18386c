"""Who has to sign the papers of a room that several people own: each of them, by name."""

import pytest

from desk_app.kernel import signed_copies
from desk_app.kernel.printed import PrintedPaper
from desk_app.screens import paper_desk
from desk_app.screens.signing import SigningForm


@pytest.fixture
def printed(desk, make_room, make_person, hold):
    """Return a function that prints a room's paper, for owners of these names, and gives what was noted."""

    def print_(paper, *owners):
        room = make_room("3-1-502")
        for name in owners:
            hold(room, make_person(name))
        paper_desk.note_given(paper_desk.make("rooms", room.id, paper, desk), "printed", desk)
        return PrintedPaper.get()

    return print_


def test_each_of_several_owners_is_listed_by_name_and_nobody_is_ticked(printed, desk):
    form = SigningForm(printed("covenant_undertaking", "李建国", "王秀英").id, desk)
    assert form.ticked == {"李建国": False, "王秀英": False}


def test_the_paper_is_signed_only_once_all_owners_signed(printed, desk):
    row = printed("covenant_undertaking", "李建国", "王秀英")
    signed_copies.register(row.id, ["李建国"], desk.today, desk)
    assert signed_copies.state_of(row.id).missing == ("王秀英",)
    assert signed_copies.missing_count() == 1
    signed_copies.register(row.id, ["王秀英"], desk.today, desk)
    assert signed_copies.state_of(row.id).is_complete
    assert signed_copies.missing_count() == 0


def test_a_single_owner_is_called_the_owner(printed, desk):
    assert SigningForm(printed("covenant_undertaking", "李建国").id, desk).required == ("业主",)
