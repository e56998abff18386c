"""Handing open matters to a colleague: many at once, whatever their state, logged, and taken back."""

import datetime

import pytest

from desk_app.kernel import store, waiting
from desk_app.kernel.errors import InvalidRecord
from desk_app.modules.goods_release.slip import SLIPS
from desk_app.modules.keys.loans import KEY_LOANS
from desk_app.modules.keys.sets import KEY_SETS
from desk_app.modules.requests.life import REQUESTS
from desk_app.modules.requests.records import Request
from desk_app.modules.staff.kinds import STAFF
from desk_app.screens import hand_over, today
from desk_app.screens.record_history import read_history


@pytest.fixture
def requests_of(desk, room):
    def make(*holders):
        return [
            (
                "requests",
                store.save(
                    store.new(
                        REQUESTS,
                        received_at=desk.now(),
                        room=room,
                        client="张伟",
                        content="路灯",
                        holder=holder,
                    ),
                    desk,
                ).record.id,
            )
            for holder in holders
        ]

    return make


def holders():
    return [request.holder for request in Request.select().order_by(Request.id)]


def test_s16_open_matters_are_handed_to_a_colleague_at_once(requests_of, desk):
    keys = requests_of("王芳", None, "李娜")
    handed = hand_over.give(keys, "赵敏", desk, "调休")
    assert holders() == ["赵敏"] * 3
    assert handed.sentence == "已把 3 件事交给赵敏。"
    colleague = type(desk)(type(desk.actor)("赵敏", frozenset({"clerk"})), desk.now)
    assert len([each for each in today.look(colleague).waiting if each.kind_name == "requests"]) == 3
    assert waiting.find_differences() == []


def test_a_matter_that_can_no_longer_be_edited_is_handed_over_too(requests_of, desk):
    (key,) = requests_of("王芳")
    Request.update(state="agreed", agreed_at=desk.now()).execute()
    waiting.rewrite([REQUESTS])
    hand_over.give([key], "赵敏", desk)
    assert holders() == ["赵敏"]


def test_handing_over_is_told_in_the_history_with_its_reason(requests_of, desk):
    (key,) = requests_of("王芳")
    hand_over.give([key], "赵敏", desk, "调休")
    line = read_history(REQUESTS, key[1])[0]
    assert (line.what, line.reason) == ("交接", "调休")
    assert [(change.before, change.after) for change in line.changes] == [("王芳", "赵敏")]


def test_it_is_taken_back_save_what_went_on_meanwhile(requests_of, desk):
    keys = requests_of("王芳", None, "李娜")
    handed = hand_over.give(keys, "赵敏", desk)
    hand_over.give(keys[:1], "孙立", desk)
    assert hand_over.take_back(handed, desk) == 2
    assert holders() == ["孙立", None, "李娜"]


def test_without_a_name_nothing_is_handed_over(requests_of, desk):
    keys = requests_of("王芳")
    with pytest.raises(InvalidRecord, match="交给谁"):
        hand_over.give(keys, "  ", desk)
    assert holders() == ["王芳"]


def test_what_nobody_holds_by_name_is_named_and_the_rest_is_handed_over(requests_of, desk, room):
    slip = store.save(
        store.new(SLIPS, room=room, carrier="张伟", nature="carry_out", valid_on=desk.today), desk
    )
    handed = hand_over.give([*requests_of("王芳"), ("goods_release_slips", slip.record.id)], "赵敏", desk)
    assert len(handed.matters) == 1
    assert "没有交接" in handed.sentence


def test_colleagues_are_those_who_work_here_now(desk):
    for name, left in (("赵敏", None), ("孙立", datetime.date(2026, 10, 1)), ("王芳", None)):
        store.save(store.new(STAFF, name=name, left_on=left), desk)
    assert hand_over.colleagues(desk) == ["赵敏", "王芳"]


def test_only_what_is_open_is_handed_over_from_a_list(requests_of, desk):
    (first, second) = requests_of("王芳", "王芳")
    store.apply(REQUESTS, "void", second[1], 1, desk, reason="重复")
    assert hand_over.open_ones(REQUESTS, [first[1], second[1]]) == [first]


def test_s16_an_overdue_key_is_handed_over_with_the_rest(desk):
    key_set = store.save(store.new(KEY_SETS, number="K-1", place="配电间", sort="public", kept=2), desk)
    draft = store.new(KEY_LOANS, key_set=key_set.record, borrower="周师傅", phone="13800000000")
    loan = store.save(draft, desk).record
    store.apply(KEY_LOANS, "lend", loan.id, loan.version, desk)
    hand_over.give([("key_loans", loan.id)], "赵敏", desk)
    assert store.load(KEY_LOANS, loan.id).record.holder == "赵敏"
    assert waiting.find_differences() == []
