"""Signed copies: who signed which paper, what is still waited for, and what was noted wrongly."""

import datetime
import json

import pytest

from desk_app.kernel import attachments, signed_copies, store
from desk_app.kernel.attachments import attached
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.kind import KINDS
from desk_app.kernel.signed_copies import SignedCopy
from desk_app.kernel.store import AuditRow
from tests.conftest import MONDAY
from tests.given_papers import LETTER, SIGNERS, SLIPS, give

TODAY = MONDAY.date()


@pytest.fixture
def paper(slip_kind, slip, desk):
    return give(slip_kind, slip, desk)


def waiting():
    return [row.id for row in signed_copies.missing()]


def test_a_paper_to_be_signed_is_waited_for_once_printed(paper, slip_kind, slip, desk):
    give(slip_kind, slip, desk, LETTER)
    assert waiting() == [paper.id]
    assert signed_copies.missing_count() == 1
    state = signed_copies.state_of(paper.id)
    assert (state.required, state.signed, state.missing) == (SIGNERS, (), SIGNERS)
    assert state.is_awaited
    assert not state.is_complete


def test_a_paper_all_have_signed_is_waited_for_no_more(paper, desk):
    signed_copies.register(paper.id, SIGNERS, TODAY, desk)
    assert waiting() == []
    state = signed_copies.state_of(paper.id)
    assert (state.signed, state.missing, state.signed_on, state.is_complete) == (SIGNERS, (), TODAY, True)


def test_signatures_may_come_one_after_the_other(paper, desk):
    signed_copies.register(paper.id, ["经办人"], TODAY, desk)
    assert waiting() == [paper.id]
    assert signed_copies.state_of(paper.id).missing == ("业主", "携带人")
    signed_copies.register(paper.id, ["业主", "携带人"], TODAY, desk)
    assert waiting() == []
    assert signed_copies.state_of(paper.id).signed == SIGNERS


def test_a_reprint_of_a_signed_paper_is_signed_too(paper, slip_kind, slip, desk):
    signed_copies.register(paper.id, SIGNERS, TODAY, desk)
    again = give(slip_kind, slip, desk)
    assert waiting() == []
    assert signed_copies.state_of(again.id).is_complete


def test_of_several_prints_only_the_last_is_listed(paper, slip_kind, slip, desk):
    again = give(slip_kind, slip, desk)
    assert waiting() == [again.id]
    signed_copies.register(paper.id, SIGNERS, TODAY, desk)
    assert waiting() == []


def test_the_same_form_under_another_number_is_another_paper(paper, slip_kind, slip, desk):
    other = give(slip_kind, slip, desk, number="FX-202611-0099")
    signed_copies.register(paper.id, SIGNERS, TODAY, desk)
    assert waiting() == [other.id]


def test_a_wrong_one_is_withdrawn_by_a_further_row(paper, desk):
    copy = signed_copies.register(paper.id, SIGNERS, TODAY, desk)
    signed_copies.withdraw(copy.id, "登错单据", desk)
    assert waiting() == [paper.id]
    state = signed_copies.state_of(paper.id)
    assert (state.signed, state.copies, state.is_complete) == ((), (), False)
    assert SignedCopy.select().count() == 2
    signed_copies.register(paper.id, SIGNERS, TODAY, desk)
    assert waiting() == []


def test_withdrawing_one_of_two_leaves_what_the_other_bears(paper, desk):
    whole = signed_copies.register(paper.id, SIGNERS, TODAY, desk)
    second = signed_copies.register(paper.id, ["业主"], TODAY, desk)
    signed_copies.withdraw(second.id, "重复", desk)
    assert waiting() == []
    signed_copies.withdraw(whole.id, "签错了人", desk)
    assert waiting() == [paper.id]


def test_it_is_withdrawn_once_and_for_a_reason(paper, desk):
    copy = signed_copies.register(paper.id, SIGNERS, TODAY, desk)
    with pytest.raises(DeskError, match="写明原因"):
        signed_copies.withdraw(copy.id, "  ", desk)
    taken_back = signed_copies.withdraw(copy.id, "登错", desk)
    for copy_id in (copy.id, taken_back.id, 999):
        with pytest.raises(NotFound, match="没有撤回签字件"):
            signed_copies.withdraw(copy_id, "再撤", desk)


def test_rows_are_only_added(paper, desk):
    copy = signed_copies.register(paper.id, SIGNERS, TODAY, desk)
    copy.note = "改"
    with pytest.raises(Exception, match="signed_copy is append-only"):
        copy.save()
    assert json.loads(SignedCopy.get_by_id(copy.id).signers) == list(SIGNERS)


@pytest.mark.parametrize(
    ("signers", "day", "why"),
    [
        ((), TODAY, "勾选谁签了字"),
        (("路人",), TODAY, "不由路人签字"),
        (("业主",), TODAY + datetime.timedelta(days=1), "还没有到"),
        (("业主",), TODAY - datetime.timedelta(days=1), "早于打印日期"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(paper, desk, signers, day, why):
    with pytest.raises(DeskError, match=why):
        signed_copies.register(paper.id, signers, day, desk)
    assert SignedCopy.select().count() == 0


def test_the_history_of_the_record_tells_of_it(paper, slip, desk):
    copy = signed_copies.register(paper.id, ["业主", "携带人"], TODAY, desk)
    signed_copies.withdraw(copy.id, "登错", desk)
    rows = list(AuditRow.select().where(AuditRow.record_id == slip.id).order_by(AuditRow.id.desc()).limit(2))
    assert [(row.action, row.reason) for row in rows] == [
        ("withdraw_signed_copy", "登错"),
        ("signed_copy", ""),
    ]
    assert json.loads(rows[1].changes) == {"gate_note": ["", "业主、携带人 2026-11-23"]}


def test_nobody_signs_for_a_voided_slip_any_more(paper, slip_kind, slip, desk):
    store.apply(
        slip_kind, "void", slip.id, store.load(slip_kind, slip.id).record.version, desk, reason="填错"
    )
    assert waiting() == []
    assert not signed_copies.state_of(paper.id).is_awaited


def test_a_slip_archived_as_signed_by_all_is_not_asked_for_again(paper, slip_kind, slip, desk):
    released = store.apply(slip_kind, "release", slip.id, store.load(slip_kind, slip.id).record.version, desk)
    assert waiting() == [paper.id]
    store.apply(slip_kind, "archive", slip.id, released.record.version, desk, entries={"all_signed": True})
    assert waiting() == []
    assert not signed_copies.state_of(paper.id).is_awaited


def test_a_scan_that_was_removed_is_not_counted_as_there(paper, slip, desk):
    scan = attachments.attach(SLIPS, slip.id, "扫描.pdf", b"%PDF-1.4", desk)
    signed_copies.register(paper.id, SIGNERS, TODAY, desk, attachment_id=scan.id)
    assert signed_copies.state_of(paper.id).attachments == (scan.id,)
    attachments.detach(scan.id, "传错", desk)
    state = signed_copies.state_of(paper.id)
    assert state.attachments == ()
    assert state.is_complete
    assert attached(SLIPS, slip.id) == []


def test_a_number_leads_to_its_papers_those_to_be_signed_first(paper, slip_kind, slip, desk):
    letter = give(slip_kind, slip, desk, LETTER)
    again = give(slip_kind, slip, desk)
    assert [row.id for row in signed_copies.numbered(slip.number)] == [again.id, letter.id]
    assert signed_copies.known_numbers([slip.number, "6901234567892"]) == {slip.number}


def test_papers_about_a_room_are_those_of_its_slips(paper, slip):
    assert [row.id for row in signed_copies.printed_about("rooms", slip.room_id)] == [paper.id]


def test_a_paper_this_version_has_no_more_can_still_be_noted_as_signed(paper, desk, monkeypatch):
    monkeypatch.delitem(KINDS, SLIPS)
    signed_copies.register(paper.id, (), TODAY, desk)
    assert waiting() == []
