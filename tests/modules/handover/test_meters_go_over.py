"""表底数: what was used before the handover is the developer's, what comes after it the owner's (P1 step 4)."""

from desk_app.kernel import store
from desk_app.modules.billing import ledger, runs
from desk_app.modules.billing.kinds import FEE_BINDINGS, TARIFFS
from desk_app.modules.billing.records import FeeItem, TariffPrice
from desk_app.modules.meters import readings
from tests.modules.handover.conftest import day


def test_water_up_to_the_base_reading_is_the_developers_and_after_it_the_owners(
    flat, charged, developer, meters, inspected, press, desk, at
):
    draft = store.new(TARIFFS, item=FeeItem.get(FeeItem.code == "SF"), name="水", basis="meter")
    draft.rows["prices"] = [TariffPrice(from_on=day("2020-01-01"), price=30_000)]
    water = store.save(draft, desk).record
    values = {"room": flat, "tariff": water, "payer": developer, "meter": meters[0]}
    store.save(store.new(FEE_BINDINGS, from_on=day("2025-01-01"), **values), desk)
    readings.record_reading(meters[0].id, 1_000, day("2025-02-25"), 202502, at(-20))
    press("bill", inspected((3_000, 12_000)))
    later = at(13)
    readings.record_reading(meters[0].id, 8_000, day("2025-03-31"), 202503, later)
    for held in readings.MeterReading.select().where(readings.MeterReading.state == "held"):
        readings.confirm_reading(held.id, later)
    runs.post_run(runs.make_run(202503, later).id, later)
    bills = [bill for bill in ledger.bills_of(flat.id) if bill.item.code == "SF"]
    assert [(str(bill.payer), bill.amount) for bill in bills] == [("安和置业", 600), ("张伟", 1_500)]
    assert str(bills[0].until_on) == "2025-03-18"
