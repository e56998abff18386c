"""The papers of a sale, filled from the book: the form with its lists, the certificate with a number of its own."""

import datetime

import pytest

from desk_app.kernel import filling, store
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.meters.records import Meter
from desk_app.modules.transfers.kinds import TRANSFERS


@pytest.fixture
def sold(room, make_person, hold, desk):
    """A settled sale of a room with a bill that is paid and a water meter."""
    hold(room, make_person("张伟", "13812345678"))
    item = FeeItem.get(FeeItem.code == "WY")
    day = datetime.date(2026, 10, 31)
    bill = ledger.post_bill(room.id, item.id, 226_96, day.replace(day=1), day, day, desk)
    ledger.settle({bill.id: 226_96})
    draft = store.new(TRANSFERS, room=room, buyer=make_person("钱新主"), changed_on=desk.today)
    for _name, fill in TRANSFERS.on_enter:
        fill(draft, desk)
    draft = store.save(draft, desk)
    return store.apply(TRANSFERS, "settle", draft.record.id, draft.record.version, desk)


def fill(sold, name, desk):
    draft = store.load(TRANSFERS, sold.record.id)
    return filling.fill_one(TRANSFERS, TRANSFERS.paper(name), draft, desk)


def test_the_form_lists_what_was_charged_and_the_meters(sold, room, desk):
    Meter.create(version=1, number="S1", kind="water", room=room, sort_key="1", state="in_use")
    filled = fill(sold, "transfer_form", desk)
    assert filled.number == sold.record.number
    assert [line["no"] for line in filled.values["debts"]] == ["1"]
    assert filled.values["debts"][0]["open"] == "0.00"
    assert [line["number"] for line in filled.values["meters"]] == ["S1"]


def test_the_certificate_has_a_number_of_its_own(sold, desk):
    assert fill(sold, "cleared_certificate", desk).number == "JQ-202611-0001"
    assert sold.record.number == "GH-202611-0001"


def test_the_settlement_keeps_what_is_prepaid_and_what_is_left_to_pay(sold):
    assert (sold.record.owed, sold.record.prepaid, sold.record.due) == (0, 0, 0)
