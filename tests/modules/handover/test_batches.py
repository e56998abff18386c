"""集中交付: every flat of a building gets an appointment, all or none; how the day stands is told at any moment (S02)."""

import datetime
import time

import pytest

from desk_app.kernel import store
from desk_app.kernel.errors import DeskError, InvalidRecord, TransitionRefused
from desk_app.kernel.kind import Month
from desk_app.kernel.store import AuditRow
from desk_app.modules.handover import batches, day_figures
from desk_app.modules.handover.batches import HANDOVER_BATCHES
from desk_app.modules.handover.life import HANDOVERS
from desk_app.modules.handover.papers import notice_values, summary_values
from desk_app.modules.handover.records import Handover
from tests.modules.handover.conftest import day


@pytest.fixture
def tower(make_room, make_person, hold):
    """Return five flats of building 6, one of them lived in already."""
    rooms = [make_room(f"6-1-{number}", state="undelivered") for number in (101, 102, 201, 202)]
    hold(rooms[0], make_person("赵一", "13900000001"))
    make_room("6-1-301", state="occupied")
    return rooms


@pytest.fixture
def batch(tower, desk):
    """Return a function that makes a batch of the building: two flats every half hour from nine to ten, on two days."""

    def make(**values):
        values = {"hours": "09:00-10:00", "slot_rooms": 2} | values
        draft = store.new(
            HANDOVER_BATCHES, name="6 号楼集中交付", building=tower[0].building, place="会所",
            from_on=day("2025-03-22"), until_on=day("2025-03-23"), **values,
        )  # fmt: skip
        return store.save(draft, desk)

    return make


def step(name, draft, desk):
    version = HANDOVER_BATCHES.model.get_by_id(draft.record.id).version
    return store.apply(HANDOVER_BATCHES, name, draft.record.id, version, desk)


def test_s02_each_flat_gets_its_handover_and_an_appointment_in_order(batch, desk):
    step("make", batch(), desk)
    made = list(Handover.select().order_by(Handover.id))
    assert [(str(one.room), f"{one.appointed_at:%d %H:%M}") for one in made] == [
        ("6-1-101", "22 09:00"),
        ("6-1-102", "22 09:00"),
        ("6-1-201", "22 09:30"),
        ("6-1-202", "22 09:30"),
    ]
    assert (str(made[0].person), made[0].phone, made[0].number) == ("赵一", "13900000001", "FJ-202503-0001")
    assert len(store.load(HANDOVERS, made[3].id).rows["items"]) == 12
    assert AuditRow.select().where(AuditRow.kind == "handovers", AuditRow.action == "create").count() == 4


def test_s02_rooms_that_are_in_a_handover_are_refused_and_nothing_is_made(batch, tower, begin, desk):
    begin(tower[1])
    with pytest.raises(DeskError, match="6-1-102 已有交房单"):
        batches.make_handovers(batch().record, tower, desk)
    assert Handover.select().count() == 1


def test_s02_a_building_leaves_out_those_that_have_one_and_a_later_room_is_added(
    batch, tower, begin, desk, make_room
):
    begin(tower[1])
    opened = step("make", batch(), desk)
    assert Handover.select().where(Handover.batch == opened.record.id).count() == 3
    make_room("6-1-401", state="undelivered")
    step("add", opened, desk)
    last = Handover.select().order_by(Handover.id.desc()).first()
    assert (str(last.room), f"{last.appointed_at:%d %H:%M}") == ("6-1-401", "22 09:30")
    with pytest.raises(TransitionRefused, match="没有未交付"):
        step("add", opened, desk)


def test_s02_too_few_appointments_make_no_handover_at_all(batch, desk):
    with pytest.raises(TransitionRefused, match="有 4 户，只排得下 2 户"):
        step("make", batch(hours="09:00-09:30", slot_rooms=1), desk)
    assert not Handover.select().exists()


def test_s02_a_hundred_flats_get_their_handovers_in_seconds(make_room, desk):
    rooms = [make_room(f"7-{n // 50 + 1}-{n % 50 + 101}", state="undelivered") for n in range(100)]
    draft = store.new(
        HANDOVER_BATCHES, name="7 号楼", building=rooms[0].building, place="会所", slot_rooms=8,
        from_on=day("2025-03-22"), until_on=day("2025-03-22"),
    )  # fmt: skip
    begun = time.perf_counter()
    step("make", store.save(draft, desk), desk)
    assert time.perf_counter() - begun < 10
    assert Handover.select().count() == 100
    begun = time.perf_counter()
    assert day_figures.figures(day_figures.of_day(day("2025-03-22"))).total == 100
    assert time.perf_counter() - begun < 1


def test_appointments_of_the_past_are_not_given(batch, at):
    saved = batch()
    later = at(4, 0.2)  # the 22nd, a quarter past nine
    step("make", saved, later)
    assert f"{Handover.select().order_by(Handover.id).first().appointed_at:%d %H:%M}" == "22 09:30"


@pytest.mark.parametrize("hours", ["九点到五点", "17:00-08:30", "08:30-12:00 11:00-17:00"])
def test_hours_that_cannot_be_are_refused(batch, hours):
    with pytest.raises(InvalidRecord, match="每日时段"):
        batch(hours=hours)


def test_the_queue_of_a_day_begins_with_one(batch, press, at, desk):
    step("make", batch(), desk)
    handovers = [store.load(HANDOVERS, one.id) for one in Handover.select().order_by(Handover.id)]
    numbers = [press("sign_in", one, by=at(4)).record.queue_number for one in reversed(handovers[:3])]
    assert numbers == [1, 2, 3]
    assert press("sign_in", handovers[3], by=at(5)).record.queue_number == 1
    order = [str(one.room) for one in day_figures.of_day(day("2025-03-22"))]
    assert order == ["6-1-201", "6-1-102", "6-1-101", "6-1-202"]


def test_a_batch_is_not_closed_while_somebody_is_at_it(batch, press, at, desk):
    opened = step("make", batch(), desk)
    first = store.load(HANDOVERS, Handover.select().order_by(Handover.id).first().id)
    press("sign_in", first, by=at(4))
    with pytest.raises(TransitionRefused, match="6-1-101 已签到"):
        step("close", opened, desk)


def test_the_notice_has_the_words_of_the_batch(batch, desk):
    step("make", batch(papers="身份证\n购房合同", contact="王芳", consequence="按合同视为交付。"), desk)
    values = notice_values(store.load(HANDOVERS, Handover.select().first().id))
    assert [row["name"] for row in values["papers"]] == ["身份证", "购房合同"]
    assert (values["place"], values["contact"], values["consequence"]) == ("会所", "王芳", "按合同视为交付。")
    assert (str(values["from_on"]), str(values["until_on"])) == ("2025-03-22", "2025-03-23")


def test_s02_the_summary_tells_counts_keys_money_missing_papers_and_defects_by_firm(
    flat, charged, firm, inspected, press, pay, batch, desk
):
    draft = inspected((), (("门窗及锁", "渗水"), ("阳台", "卡滞")), firm)
    fresh = store.load(HANDOVERS, draft.record.id)
    for row in fresh.rows["papers_received"][1:]:
        row.is_received = True
    store.save(fresh, desk)
    press("bill", draft)
    told = day_figures.figures(day_figures.of_day(desk.today))
    assert (told.stages["billed"], told.charged, told.unpaid) == (1, 136_591, 136_591)
    pay(flat)
    press("pay", draft)
    press("hand_over", draft, keys_handed=3, keys_kept=1, keeps_key=True)
    told = day_figures.figures(day_figures.of_day(desk.today))
    assert (told.stages["handed_over"], told.unpaid, told.keys_left, told.keys_kept) == (1, 0, 0, 1)
    assert told.missing == (("3-1-1502", ("业主身份证原件及复印件",)),)
    assert [(one.firm, one.found, one.open) for one in told.defects] == [("安信门窗公司", 2, 2)]
    values = summary_values(Month(day("2025-03-01"), desk.today))
    assert values["rows"][0] | {"appointed": ""} == {
        "no": "1", "number": "FJ-202503-0001", "room": "3-1-1502", "owner": "张伟", "appointed": "", "state": "已领匙",
        "keys": "3+1", "note": "缺 业主身份证原件及复印件",
    }  # fmt: skip
    assert day_figures.of_day(desk.today + datetime.timedelta(days=1)) == []
