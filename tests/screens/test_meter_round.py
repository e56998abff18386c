"""抄表页：打读数、当场提示异常、撤销、确认、导出导入、打印"""

import datetime

import openpyxl
import pytest

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import run_checks, runs
from desk_app.modules.billing.records import Bill
from desk_app.modules.estate.kinds import BUILDINGS
from desk_app.modules.meters import readings, scale
from desk_app.modules.meters.kinds import METERS
from desk_app.modules.meters.records import Meter, MeterReading
from desk_app.screens import meter_changes, meter_rows
from desk_app.screens.meter_changes import Swap
from desk_app.screens.meter_round import MeterRound
from desk_app.screens.progress import Progress
from tests.billed_rooms import bind, make_tariff


@pytest.fixture
def meters(desk, make_room):
    """Return the round of November over two rooms, each with a water and a power meter read until October."""
    for code in ("3-1-101", "3-1-102"):
        room = make_room(code)
        for kind, letter, usual in (("power", "D", 100), ("water", "S", 10)):
            meter = store.save(
                store.new(METERS, number=f"{letter}-{code}", kind=kind, room=room), desk
            ).record
            for month in range(6, 11):
                day = datetime.date(2026, month, 20)
                readings.record_reading(meter.id, month * usual * 1000, day, 202600 + month, desk)
    made = MeterRound(desk)
    made.read()
    return made


def test_the_round_starts_with_this_months_meters_missing(meters):
    assert meters.period == 202611
    assert [(row.place, row.kind, row.before, row.usual) for row in meters.rows[:2]] == [
        ("3-1-101", "电表", "1000", "100"),
        ("3-1-101", "水表", "100", "10"),
    ]
    assert meters.counts() == {"all": 4, "read": 0, "missing": 4, "held": 0}


def test_a_value_typed_is_stored_at_once(meters):
    assert meters.enter(0, "1,105").state == "read"
    assert (meters.rows[0].value, meters.rows[0].used, meters.rows[0].state) == ("1105", "105", "read")
    assert readings.used_in(202611)
    assert meters.counts()["missing"] == 3


def test_an_odd_value_is_told_at_once_and_waits(meters):
    entered = meters.enter(1, "131")
    assert entered.state == "held"
    assert entered.told == "用量 31，超过平常的 3 倍（平常约 10）"
    assert meters.steps(1) == {"void", "confirm"}
    meters.confirm(1)
    assert meters.rows[1].state == "read"
    assert meters.steps(1) == {"void"}


def test_a_value_typed_over_another_voids_it(meters):
    meters.enter(1, "131")
    meters.enter(1, "112")
    assert (meters.rows[1].used, meters.rows[1].state) == ("12", "read")
    states = [row.state for row in MeterReading.select().where(MeterReading.period == 202611)]
    assert states == ["void", "kept"]


def test_the_same_value_again_changes_nothing(meters):
    meters.enter(1, "112")
    assert meters.enter(1, "112") is None
    assert meters.enter(1, "  ") is None


@pytest.mark.parametrize(
    ("text", "why"), [("一百", "应为数字"), ("1.2345", "3 位小数"), ("100000", "5 位整数")]
)
def test_what_is_no_reading_is_refused(meters, text, why):
    with pytest.raises(DeskError, match=why):
        meters.enter(0, text)
    assert meters.rows[0].state == "missing"


def test_undo_takes_back_one_value_after_the_other(meters):
    meters.enter(0, "1105")
    meters.enter(1, "131")
    meters.enter(1, "112")
    first = meters.rows[0].meter_id
    assert meters.undo() == meters.rows[1].meter_id
    assert (meters.rows[1].value, meters.rows[1].state) == ("131", "held")
    meters.undo()
    assert meters.rows[1].state == "missing"
    assert meters.undo() == first
    assert meters.undo() is None
    assert meters.counts()["missing"] == 4


def test_a_value_that_was_billed_meanwhile_is_not_taken_back(meters, monkeypatch):
    meters.enter(0, "1105")
    monkeypatch.setattr(scale, "BILLED_BY", [lambda reading: True])
    with pytest.raises(DeskError, match="已经出账"):
        meters.undo()
    assert meters.rows[0].state == "read"


def test_two_clerks_do_not_read_a_meter_twice(meters, desk):
    other = MeterRound(desk)
    other.read()
    other.enter(0, "1105")
    with pytest.raises(DeskError, match="刚才已经录入 1105"):
        meters.enter(0, "1106")
    meters.enter(0, "1106")  # now that it was seen
    kept = MeterReading.select().where(MeterReading.period == 202611, MeterReading.state == "kept")
    assert [row.value for row in kept] == [1_106_000]


def test_a_counter_may_have_gone_over_its_last_number(desk, make_room):
    room = make_room("3-1-501")
    meter = store.save(store.new(METERS, number="S-9", kind="water", room=room), desk).record
    for month, units in ((7, 99_960), (8, 99_970), (9, 99_980), (10, 99_991)):
        readings.record_reading(meter.id, units * 1000, datetime.date(2026, month, 20), 202600 + month, desk)
    made = MeterRound(desk)
    made.read()
    made.enter(0, "3")
    assert made.steps(0) == {"void", "roll"}
    made.confirm(0, rollover=True)
    assert made.rows[0].used == "12"


def test_an_estimate_fills_a_meter_nobody_reached(meters):
    assert meters.estimate(1).state == "read"
    assert (meters.rows[1].value, meters.rows[1].told) == ("110", "估抄")


def test_building_kind_and_state_narrow_the_round(meters, make_room, desk):
    meters.enter(1, "131")
    meters.kind = "water"
    meters.read()
    assert [row.number for row in meters.rows] == ["S-3-1-101", "S-3-1-102"]
    meters.shown = "held"
    meters.read()
    assert [row.number for row in meters.rows] == ["S-3-1-101"]
    make_room("4-1-101")
    meters.building_id = store.find_by(BUILDINGS, name="4").record.id
    meters.read()
    assert meters.rows == []


def test_a_jump_finds_rooms_and_numbers_round_about(meters):
    assert meters.find("102", -1) == 2
    assert meters.find("102", 2) == 3
    assert meters.find("102", 3) == 2
    assert meters.find("s-3-1-101", 3) == 1
    assert meters.find("没有", 0) is None


def test_the_day_of_reading_can_be_another(meters):
    meters.choose_day("11-20")
    meters.enter(0, "1105")
    assert MeterReading.get(MeterReading.period == 202611).read_on == datetime.date(2026, 11, 20)
    with pytest.raises(ValueError, match="日期"):
        meters.choose_day("前天")


def test_a_workbook_goes_out_and_comes_back(meters, tmp_path):
    path = tmp_path / "抄表.xlsx"
    assert meters.export(path) == 4
    book = openpyxl.load_workbook(path)
    for row, value in ((2, 1105), (3, 131), (4, "看不清")):
        book.active.cell(row, 9).value = value
    book.save(path)
    plan = meters.plan(path, Progress())
    assert meter_rows.sum_up(plan) == "共 4 行：录入 2，其中待核对 1、新建仪表 0；跳过 1，不导入 1。"
    assert meter_rows.plan_cells(plan.lines[1])[1] == "waiting"
    assert meters.accept(plan, Progress()) == 2
    meters.read()
    assert meters.counts() == {"all": 4, "read": 1, "missing": 2, "held": 1}
    again = meters.plan(path, Progress())
    assert [line.outcome for line in again.lines] == ["skip", "skip", "refuse", "skip"]


def test_the_sheet_is_printed_from_one_record_of_the_round(meters, desk):
    from desk_app.screens import paper_desk

    record = meters.sheet_record()
    assert meters.sheet_record() == record
    meters.kind = "water"
    assert meters.sheet_record() != record
    assert paper_desk.make("meter_rounds", record, "meter_sheet", desk).content


def test_a_swap_is_read_as_typed(meters, desk):
    meter_id = meters.rows[1].meter_id
    swap = Swap(meter_id, desk, out_value="122", number="S-NEW", in_value="0", on="2026-11-08")
    assert meter_changes.last_value(meter_id) == "100"
    swap.save()
    meters.read()
    place = meters.find("S-NEW", -1)
    assert meters.enter(place, "9").state == "held"  # 22 + 9 = 31, three times the usual
    assert (meters.rows[place].used, Meter.get_by_id(meter_id).number) == ("31", "S-NEW")


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"number": ""}, "新表号"), ({"out_value": "多"}, "旧表止数"), ({"on": "昨"}, "日期")],
)
def test_a_swap_that_lacks_something_is_refused(meters, desk, changes, why):
    typed = {"out_value": "122", "number": "S-NEW", "on": ""} | changes
    with pytest.raises(DeskError, match=why):
        Swap(meters.rows[1].meter_id, desk, **typed).save()


def test_a_billed_reading_is_corrected_and_the_difference_told(meters, desk, monkeypatch):
    meters.enter(1, "112")
    monkeypatch.setattr(scale, "BILLED_BY", [lambda reading: True])
    assert meters.steps(1) == {"correct"}
    told = meter_changes.correct(meters.rows[1].meter_id, 202611, "108", desk, "看错")
    assert told == "已更正：用量由 12 改为 8。多计的 4 还在账单里：请打开那张账单，按“更正金额…”冲减。"


def test_what_was_billed_too_much_is_given_back_with_a_second_person(meters, desk):
    """12 m³ × 3.60 = 43.20 were billed; right are 8: 14.40 less."""
    meter_id = meters.rows[1].meter_id
    room = Meter.get_by_id(meter_id).room
    tariff = make_tariff(desk, ((datetime.date(2026, 1, 1), 36_000),), code="SFX", basis="meter")
    bind(desk, room, tariff, datetime.date(2026, 11, 1), meter=Meter.get_by_id(meter_id))
    meters.enter(1, "112")
    runs.post_run(runs.make_run(202611, desk).id, desk)
    with pytest.raises(DeskError, match="须由另一人审核"):
        meter_changes.correct(meter_id, 202611, "108", desk, "看错", desk.actor.name)
    told = meter_changes.correct(meter_id, 202611, "108", desk, "看错", "孙经理")
    assert told == "已更正：用量由 12 改为 8，账单少收 14.40 元，其中已收的 0.00 元转入预存款。"


def test_meters_due_for_verification_are_told(meters, desk):
    draft = store.load(METERS, meters.rows[0].meter_id)
    draft.record.verified_until_on = datetime.date(2026, 12, 1)
    store.save(draft, desk)
    assert meter_rows.due_verifications(desk) == "1 块表检定到期或快到期：D-3-1-101 2026-12-01"


def test_the_earlier_readings_are_told_in_words(meters):
    assert meters.earlier(1)[0] == "2026-10-20  100  用量 10"
    assert meters.earlier(1)[-1] == "2026-06-20  60  底数"


def test_a_round_of_january_counts_from_december(desk, make_room):
    """The year ends between two periods."""
    room = make_room("3-1-601")
    new_year = Desk(desk.actor, lambda: datetime.datetime(2027, 1, 20, 9))
    meter = store.save(store.new(METERS, number="S-1", kind="water", room=room), desk).record
    readings.record_reading(meter.id, 5000, datetime.date(2026, 12, 20), 202612, new_year)
    made = MeterRound(new_year)
    made.read()
    assert (made.period, made.rows[0].before) == (202701, "5")
    assert made.periods()[0] == (202702, "2027-02")


def test_the_announcement_of_shared_costs_is_printed_from_the_main_meters_reading(meters, desk, make_room):
    from desk_app.modules.billing.pools import SHARED_POOLS
    from desk_app.modules.billing.records import FeeItem, SharedPoolMeter
    from desk_app.screens import paper_desk

    with pytest.raises(DeskError, match="没有公摊"):
        meters.shared_record()
    block = store.find_by(BUILDINGS, name="3").record
    make_room("3-1-301", built_area=900_000)
    main = store.save(store.new(METERS, number="Z-3", kind="power", building=block), desk).record
    item = FeeItem.get(FeeItem.code == "GTD")
    pool = store.new(
        SHARED_POOLS, item=item, name="大堂照明", building=block, price=5283, method="households"
    )
    pool.rows["meters"] = [SharedPoolMeter(meter=main)]
    store.save(pool, desk)
    with pytest.raises(DeskError, match="Z-3 在 2026-11 还没有抄表"):
        meters.shared_record()
    for day, value in ((datetime.date(2026, 10, 20), 0), (datetime.date(2026, 11, 20), 1_236_000)):
        readings.record_reading(main.id, value, day, day.year * 100 + day.month, desk)
    made = paper_desk.make("shared_periods", meters.shared_record(), "shared_costs", desk)
    assert made.values["total"] == "652.98"


def test_a_corrected_reading_is_shown_with_its_right_value_and_the_wrong_one_beside_it(
    meters, desk, monkeypatch, tmp_path
):
    meters.enter(1, "112")
    monkeypatch.setattr(scale, "BILLED_BY", [lambda reading: True])
    meter_id = meters.rows[1].meter_id
    for value in ("108", "109"):
        meter_changes.correct(meter_id, 202611, value, desk, "看错")
        meters.read()
    row = meters.rows[1]
    assert (row.value, row.used, row.told) == ("109", "9", "已更正，原读 112")
    assert (row.before, row.before_on) == ("100", "10-20")
    assert meters.enter(1, "109") is None
    with pytest.raises(DeskError, match="已经出账"):
        meters.enter(1, "112")
    meters.export(tmp_path / "抄表.xlsx")
    plan = meters.plan(tmp_path / "抄表.xlsx", Progress())
    assert [line.told for line in plan.lines if line.meter_id == meter_id or line.number == row.number] == [
        "本期已经录入，读数相同"
    ]


def test_what_was_charged_too_little_is_charged_by_the_next_run_of_the_period(meters, desk):
    """12 m³ × 3.60 were billed; right are 15: 10.80 more."""
    meter_id = meters.rows[1].meter_id
    meter = Meter.get_by_id(meter_id)
    tariff = make_tariff(desk, ((datetime.date(2026, 1, 1), 36_000),), code="SFX", basis="meter")
    bind(desk, meter.room, tariff, datetime.date(2026, 11, 1), meter=meter)
    meters.enter(1, "112")
    runs.post_run(runs.make_run(202611, desk).id, desk)
    told = meter_changes.correct(meter_id, 202611, "115", desk, "看错")
    assert told == ("已更正：用量由 12 改为 15。少计的 3 请到“出账”再试算、出账一次 2026-11，会自动补收。")
    runs.post_run(runs.make_run(202611, desk).id, desk)
    assert [bill.amount for bill in Bill.select().order_by(Bill.id)] == [4_320, 1_080]


def test_a_run_that_only_adds_is_compared_by_what_the_period_asks_in_all(meters, desk):
    """10 m³ in October; 11 billed in November and 1 added: no room changed by a fifth, none is missing."""
    meter = Meter.get_by_id(meters.rows[1].meter_id)
    tariff = make_tariff(desk, ((datetime.date(2026, 1, 1), 36_000),), code="SFX", basis="meter")
    bind(desk, meter.room, tariff, datetime.date(2026, 10, 1), meter=meter)
    runs.post_run(runs.make_run(202610, desk).id, desk)
    meters.enter(1, "110")
    runs.post_run(runs.make_run(202611, desk).id, desk)
    meter_changes.correct(meter.id, 202611, "111", desk, "看错")
    assert run_checks.compare(runs.make_run(202611, desk)) == []
