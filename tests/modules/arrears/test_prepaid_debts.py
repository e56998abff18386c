"""Prepaid money and dunning: what an offset would pay is asked of nobody; what is left is."""

import uuid

import pytest

from desk_app.kernel import store
from desk_app.kernel.kind import Month, find_kind
from desk_app.modules.arrears import arrears_lists, dunning_list
from desk_app.modules.cashier import prepaid
from desk_app.modules.cashier.payments import Payment, take_payment
from desk_app.modules.cashier.tenders import Tender
from tests.modules.arrears.conftest import on

TODAY = on("2026-11-23")


@pytest.fixture
def prepay(desk, items):
    """Return a function that pays fen into a room's prepaid money, for one item if it is named."""

    def pay(room, fen, item=None):
        payment = Payment(
            room_id=room.id,
            payer_name="张伟",
            tenders=(Tender("cash", fen),),
            tendered=fen,
            to_prepaid=fen,
            prepaid_item=items[item].id if item else None,
            request=str(uuid.uuid4()),
        )
        return take_payment(payment, desk)

    return pay


def listed():
    return [(each.prepaid, each.months, each.step, each.why_not) for each in dunning_list.debtors(TODAY)]


def letter_of(room, name="first_reminder"):
    """Return (draft of the room on the day, the letter)."""
    rooms = find_kind("rooms")
    draft = store.load(rooms, room.id)
    draft.day = TODAY
    return draft, rooms.paper(name)


def test_nobody_is_asked_for_what_his_prepaid_money_pays(owe, room, prepay, desk):
    owe(421_74, "2026-09-30")
    owe(100_00, "2026-10-31")
    prepay(room, 600_00)
    assert listed() == [(521_74, 0, None, "预存款够抵")]
    for name in ("first_reminder", "second_reminder", "final_demand", "lawyers_file"):
        draft, paper = letter_of(room, name)
        assert paper.may_print(draft).endswith("的预存款够抵逾期欠费，请先冲抵。")
    prepaid.offset_room(room.id, desk)
    assert listed() == []


def test_the_months_and_the_age_of_a_debt_are_of_what_prepaid_money_leaves(owe, room, prepay):
    owe(400_00, "2026-06-30")
    owe(700_00, "2026-11-10")
    assert listed() == [(0, 2, "first", "")]
    prepay(room, 400_00)
    assert listed() == [(400_00, 1, "call", "")]


def test_money_kept_for_water_pays_no_service_fee(owe, room, prepay, items):
    owe(600_00, "2026-10-31")
    owe(20_00, "2026-10-31", "SF")
    prepay(room, 500_00, "SF")
    assert listed() == [(20_00, 1, "first", "")]
    assert [each.prepaid for each in dunning_list.debtors(TODAY, item_id=items["WY"].id)] == [0]


def test_a_letter_takes_off_what_prepaid_money_pays(owe, room, prepay):
    owe(421_74, "2026-09-30")
    owe(200_00, "2026-10-31")
    prepay(room, 300_00)
    draft, paper = letter_of(room)
    raw = paper.values(draft)
    assert paper.may_print(draft) is None
    assert (raw["owed"], raw["prepaid"], raw["total"]) == (621_74, 300_00, 321_74)


def test_the_list_of_arrears_tells_what_is_prepaid(owe, room, prepay, make_room):
    owe(421_74, "2026-09-30")
    owe(50_00, "2026-10-31", of=make_room("3-1-601"))
    prepay(room, 300_00)
    values = arrears_lists.arrears_values(Month(on("2026-11-01"), TODAY))
    assert [(row["owed"], row["prepaid"]) for row in values["rows"]] == [(421_74, 300_00), (50_00, None)]
    assert values["prepaid"] == 300_00
