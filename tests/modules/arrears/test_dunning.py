"""催缴: the ladder, the list of today, letters that note themselves, deliveries, promises, the limitation of actions."""

import dataclasses
import datetime

import pytest

from desk_app.kernel import filling, print_runs, settings, store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import DeskError, TransitionRefused
from desk_app.kernel.kind import find_kind
from desk_app.kernel.printed import give_out
from desk_app.modules.arrears import (
    dunning_cases,
    dunning_history,
    dunning_list,
    dunning_log,
    ladder,
    limitation,
)
from desk_app.modules.arrears.dunning_cases import CASES
from desk_app.modules.arrears.dunning_log import Event
from desk_app.modules.arrears.records import DunningEvent, DunningNotice, NamedBill
from desk_app.modules.billing import holds, ledger
from desk_app.screens import today
from tests.modules.arrears.conftest import on

TODAY = on("2026-11-23")


@pytest.mark.parametrize(
    ("days", "last", "ago", "step"),
    [
        (4, None, None, None),
        (5, None, None, "call"),
        (15, None, None, "first"),
        (400, None, None, "first"),
        (30, "call", 1, "first"),
        (59, "first", 40, None),
        (60, "first", 7, None),
        (60, "first", 8, "second"),
        (400, "first", 8, "second"),
        (90, "second", 15, None),
        (90, "second", 16, "final"),
        (179, "final", 60, None),
        (180, "final", 16, "court"),
        (900, "court", 300, None),
    ],
)
def test_the_next_step_is_one_further_once_the_last_had_its_time(office, days, last, ago, step):
    last_on = None if ago is None else TODAY - datetime.timedelta(days=ago)
    assert ladder.next_step(days, last, last_on, TODAY, ladder.terms()) == step


def listed(day=TODAY):
    return [(debtor.aged.name, debtor.step, debtor.why_not) for debtor in dunning_list.debtors(day)]


def test_a_letter_is_for_two_months_or_five_hundred_yuan(owe, room, make_room):
    owe(100, "2026-10-31")
    large, calls = make_room("3-1-601"), make_room("3-1-701")
    owe(500_00, "2026-10-31", of=large)
    owe(100, "2026-11-15", of=calls)
    assert listed() == [
        ("3-1-502", None, "金额小，不发函"),
        ("3-1-601", "first", ""),
        ("3-1-701", "call", ""),
    ]
    owe(100, "2026-09-30")
    assert listed()[0] == ("3-1-502", "first", "")


def test_a_held_bill_is_neither_asked_for_nor_does_it_make_the_debt_older(owe, desk):
    old = owe(900_00, "2026-01-31")
    holds.hold_bill(old.id, desk, "对服务不满")
    assert listed() == [("3-1-502", None, "")]
    owe(600_00, "2026-11-10")
    assert listed() == [("3-1-502", "call", "")]


def test_who_promised_is_left_alone_until_the_day_has_passed(owe, room, desk, later):
    owe(600_00, "2026-10-31")
    promised = TODAY + datetime.timedelta(days=7)
    dunning_log.note(Event(room.id, "call", "phone", spoken_to="张伟", promised_on=promised, promised=600_00, reason="away"), desk)  # fmt: skip
    assert listed() == [("3-1-502", None, "承诺 2026-11-30 前缴纳")]
    case = dunning_cases.find_case(room.id)
    assert (case.state, case.promised, case.promised_by, case.reason) == ("promised", 600_00, "张伟", "away")
    waiting = {entry.kind_name: entry for entry in today.look(desk).waiting}
    assert waiting["dunning_cases"].due.startswith("承诺缴费 · 至 11-30")
    after = later(8)
    assert listed(after.today) == [("3-1-502", "first", "")]
    (entry,) = [entry for entry in today.look(after).waiting if entry.kind_name == "dunning_cases"]
    assert entry.urgency == "overdue"


def test_a_head_stops_the_asking_for_a_while(owe, room, desk):
    owe(600_00, "2026-10-31")
    case = dunning_cases.open_case(room.id, desk)
    clerk = Desk(Actor("王芳", frozenset({"clerk"})), desk.now)
    asked = {"stop": "delay", "stopped_until": on("2026-12-23")}
    with pytest.raises(TransitionRefused):
        store.apply(CASES, "stop", case.id, case.version, clerk, reason="主任同意", entries=asked)
    stopped = store.apply(CASES, "stop", case.id, case.version, desk, reason="主任同意", entries=asked)
    assert stopped.record.stopped_by == "王芳"
    assert listed() == [("3-1-502", None, "批准延期，暂停到 2026-12-23")]
    assert listed(on("2026-12-24"))[0][1] == "first"


def test_a_case_is_not_closed_while_anything_is_overdue(owe, room, desk):
    bill = owe(600_00, "2026-10-31")
    case = dunning_cases.open_case(room.id, desk)
    with pytest.raises(TransitionRefused, match="还有逾期欠费"):
        store.apply(CASES, "close", case.id, case.version, desk)
    ledger.settle({bill.id: 600_00})
    assert store.apply(CASES, "close", case.id, case.version, desk).record.state == "closed"
    assert dunning_cases.find_case(room.id) is None


def test_a_case_closes_itself_the_day_after_everything_is_paid(owe, room, desk, later, guard):
    bill = owe(600_00, "2026-10-31")
    dunning_cases.open_case(room.id, desk)
    assert dunning_cases.close_settled(later(1)) == 0
    ledger.settle({bill.id: 600_00})
    assert dunning_cases.close_settled(desk) == 0
    assert dunning_cases.close_settled(guard) == 0
    assert dunning_cases.close_settled(later(1)) == 1
    (last, *_before) = store.history(CASES, 1)
    assert (last.action, last.reason) == ("close", "欠费已缴清")


@pytest.fixture
def printed(owe, room, make_room, desk):
    """Two rooms' first reminders, printed in a run; the second room was there before."""
    other = make_room("10-1-101")
    owe(600_00, "2026-10-31")
    owe(200_00, "2026-09-30")
    owe(700_00, "2026-10-31", of=other)
    held = owe(50_00, "2026-08-31")
    holds.hold_bill(held.id, desk, "有异议")
    rooms = find_kind("rooms")
    ids = [debtor.room_id for debtor in dunning_list.due_for("first", dunning_list.debtors(TODAY))]
    run = print_runs.prepare(rooms, [other.id, *ids], rooms.paper("first_reminder"), desk).run
    assert DunningNotice.select().count() == 0
    print_runs.note_printed(run.id, 1, 2, desk)
    return run


def test_a_letter_is_kept_when_it_is_printed_with_the_bills_it_names(printed, room, desk):
    first, second = DunningNotice.select().order_by(DunningNotice.number)
    assert (first.room_id, first.step, first.owed, first.bills, first.run) == (
        room.id,
        "first",
        800_00,
        2,
        printed.id,
    )
    assert second.owed == 700_00
    assert [row.owed for row in NamedBill.select().where(NamedBill.notice == first)] == [200_00, 600_00]
    case = dunning_cases.find_case(room.id)
    assert (case.step, case.step_on, case.opened_on) == ("first", TODAY, TODAY)
    assert listed() == [("3-1-502", None, ""), ("10-1-101", None, "")]


def test_a_letter_printed_alone_is_kept_as_well(owe, room, desk):
    owe(600_00, "2026-10-31")
    rooms = find_kind("rooms")
    filled = filling.fill_one(rooms, rooms.paper("first_reminder"), store.load(rooms, room.id), desk)
    give_out(filled, "printed", desk)
    notice = DunningNotice.get()
    assert (notice.number, notice.owed, notice.bills, notice.run) == (filled.number, 600_00, 1, None)


def test_a_suit_ends_the_letters(owe, room, desk):
    owe(600_00, "2026-01-31")
    case = dunning_cases.open_case(room.id, desk)
    sued = store.apply(CASES, "sue", case.id, case.version, desk, entries={"court_number": "(2026)民初1号"})
    assert (sued.record.step, sued.record.step_on) == ("court", TODAY)
    assert listed() == [("3-1-502", None, "诉讼中")]


def test_printed_again_it_is_the_same_letter(printed, desk):
    again = print_runs.reprint(printed.id, 1, 2, desk)
    print_runs.note_printed(again.id, 1, 2, desk)
    assert DunningNotice.select().count() == 2


def test_letters_about_debts_since_paid_do_not_count_for_new_ones(printed, owe, room, desk, later):
    ledger.settle({bill.id: bill.still_open for bill in ledger.open_bills(room.id) if bill.state == "open"})
    owe(900_00, "2027-01-31")
    assert {name: step for name, step, _why in listed(on("2027-05-01"))}["3-1-502"] == "first"


def test_letters_cannot_be_changed(printed):
    notice = DunningNotice.get()
    notice.owed = 1
    with pytest.raises(Exception, match=r"append-only|只能"):
        notice.save()


# -- deliveries --------------------------------------------------------------------------------------------------


def test_a_delivery_restarts_the_limitation_of_the_bills_the_letter_names(printed, owe, room, desk):
    bills = {bill.due_on: bill for bill in ledger.open_bills(room.id) if bill.state == "open"}
    assert limitation.first_lapse(bills.values()) == on("2029-09-30")
    notice = dunning_log.notices_of(room.id)[0]
    dunning_log.note(
        Event(room.id, "delivery", "in_hand", notice.id, spoken_to="张伟", relation="本人"), desk
    )
    other = owe(10_00, "2026-11-01")
    lapses = limitation.lapses_on([*bills.values(), other])
    assert set(lapses.values()) == {on("2029-11-23"), on("2029-11-01")}
    assert lapses[other.id] == on("2029-11-01")
    assert not limitation.is_near(on("2029-11-01"), on("2029-04-30"))
    assert limitation.is_near(on("2029-11-01"), on("2029-05-01"))


def test_a_claim_that_has_lapsed_is_not_begun_anew_by_a_letter_but_by_a_promise(owe, room, desk):
    lapsed = owe(700_00, "2023-01-31")
    rooms = find_kind("rooms")
    run = print_runs.prepare(rooms, [room.id], rooms.paper("first_reminder"), desk).run
    print_runs.note_printed(run.id, 1, 1, desk)
    notice = dunning_log.notices_of(room.id)[0]
    dunning_log.note(
        Event(room.id, "delivery", "in_hand", notice.id, spoken_to="张伟", relation="本人"), desk
    )
    assert limitation.first_lapse([lapsed]) == on("2026-01-31")
    dunning_log.note(Event(room.id, "promise", promised_on=on("2026-12-05"), promised=100_00), desk)
    assert limitation.first_lapse([lapsed]) == on("2029-11-23")


def test_a_claim_near_its_end_waits_on_the_first_page(owe, room, desk):
    owe(600_00, "2024-01-31")
    dunning_cases.open_case(room.id, desk)
    (entry,) = [entry for entry in today.look(desk).waiting if entry.kind_name == "dunning_cases"]
    assert (entry.urgency, entry.due) == ("overdue", "诉讼时效届满前半年 · 已过 07-31 23:59")


@pytest.mark.parametrize(
    ("lacking", "told"),
    [
        ({"notice_id": None}, "哪一份文书"),
        ({"way": ""}, "送达方式"),
        ({"way": "ems"}, "快递单号"),
        ({"is_refused": True}, "见证人"),
        ({"notice_id": 999}, "找不到这份催缴文书"),
        ({"at": datetime.datetime(2027, 1, 1)}, "时间还没有到"),
        ({"promised_on": on("2026-11-22")}, "不能早于今天"),
    ],
)
def test_a_delivery_without_its_proof_is_not_kept(printed, room, desk, lacking, told):
    notice = dunning_log.notices_of(room.id)[0]
    event = Event(room.id, "delivery", "posted", notice.id)
    with pytest.raises(DeskError, match=told):
        dunning_log.note(dataclasses.replace(event, **lacking), desk)
    assert DunningEvent.select().count() == 0


def test_a_round_of_letters_is_delivered_at_once(printed, desk, room):
    assert len(dunning_log.undelivered()) == 2
    ids = [notice.id for notice in dunning_log.undelivered()]
    assert dunning_log.deliver(ids, "posted", desk, witness="李保安") == 2
    assert dunning_log.undelivered() == []
    (told,) = dunning_history.told(room.id)
    assert (told["step"], told["way"], told["on"]) == ("一催", "张贴", TODAY)


def test_a_guard_notes_nothing(owe, room, guard):
    with pytest.raises(DeskError, match="催缴由"):
        dunning_log.note(Event(room.id, "call", "phone"), guard)


def test_the_lawyer_gets_one_pack_of_a_debtor(owe, room, desk):
    rooms = find_kind("rooms")
    pack = next(pack for pack in rooms.packs if pack.name == "lawyers_pack")
    owe(600_00, "2025-10-31")
    run = print_runs.prepare(rooms, [room.id], pack, desk).run
    papers = [item.paper for item in print_runs.items_of(run)]
    assert papers[-3:] == ["lawyers_file", "room_statement", "final_demand"]


def test_the_settings_of_the_ladder_are_the_offices(owe, desk):
    owe(100, "2026-10-31")
    settings.change({"dunning_least_months": "1", "dunning_first_from": "30"}, desk)
    assert listed() == [("3-1-502", "call", "")]
    assert listed(on("2026-11-30"))[0][1] == "first"
