"""The arrears page without a window: filters, sums, the workbook, entries of the log, charts as figures."""

import pytest
from openpyxl import load_workbook

from desk_app.kernel import filling, store
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import find_kind
from desk_app.kernel.printed import give_out
from desk_app.modules.arrears import dunning_cases
from desk_app.modules.arrears.records import DunningEvent
from desk_app.modules.billing import holds, ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.screens import arrears_charts, arrears_room
from desk_app.screens.arrears import Arrears
from desk_app.screens.progress import Progress
from tests.modules.arrears.conftest import on


@pytest.fixture
def owe(desk):
    items = {}
    for code, name in (("WY", "物业服务费"), ("SF", "水费")):
        items[code] = FeeItem.get_or_none(FeeItem.code == code) or FeeItem.create(code=code, name=name)
        FeeItem.update(is_used=True).where(FeeItem.code == code).execute()

    def post(room, fen, due, item="WY"):
        day = on(due)
        return ledger.post_bill(room.id, items[item].id, fen, day.replace(day=1), day, day, desk)

    return post


@pytest.fixture
def arrears(desk, owe, room, make_room):
    """3-1-502 is due for a first reminder, 10-1-101 for a call; 10-1-102 disputes all it owes."""
    caller, disputing = make_room("10-1-101"), make_room("10-1-102")
    owe(room, 600_00, "2026-10-31")
    owe(room, 40_00, "2025-01-31", "SF")
    owe(caller, 30_00, "2026-11-10")
    held = owe(disputing, 70_00, "2026-10-31")
    holds.hold_bill(held.id, desk, "有异议")
    made = Arrears(desk)
    made.read()
    return made


def rooms(arrears):
    return [row.room for row in arrears.rows]


def test_everybody_who_owes_is_listed_in_walking_order_with_what_is_to_be_done(arrears):
    assert [(row.room, row.total, row.held, row.advice) for row in arrears.rows] == [
        ("3-1-502", 640_00, 0, "一催"),
        ("10-1-101", 30_00, 0, "电话提醒"),
        ("10-1-102", 0, 70_00, ""),
    ]
    assert arrears.rows[0].texts == (
        "3-1-502", "640.00", "", "一催", "600.00", "", "", "", "40.00", "", "", "", "2025-01-31", "",
    )  # fmt: skip
    assert arrears.counts() == {
        "all": 3, "call": 1, "first": 1, "second": 0, "final": 0, "court": 0, "alone": 0, "broken": 0,
    }  # fmt: skip


def test_filters_narrow_the_list_and_the_sums_follow(arrears, room):
    arrears.filters.bucket = 4
    arrears.show()
    assert rooms(arrears) == ["3-1-502"]
    assert arrears.total().total == 670_00
    arrears.filters.bucket = None
    arrears.ask_least("100")
    assert rooms(arrears) == ["3-1-502"]
    arrears.ask_least("")
    arrears.filters.shown = "call"
    arrears.show()
    assert rooms(arrears) == ["10-1-101"]
    arrears.filters.shown = "all"
    arrears.filters.building_id = room.building_id
    arrears.read()
    assert rooms(arrears) == ["3-1-502"]
    arrears.filters.item_id = dict((words, key) for key, words in arrears.items())["水费"]  # noqa: C402
    arrears.read()
    assert [(row.total, row.advice) for row in arrears.rows] == [(40_00, "一催")]


def test_an_amount_that_is_none_is_refused_in_words(arrears):
    with pytest.raises(ValueError, match="不是金额"):
        arrears.ask_least("很多")


def test_a_room_is_found_from_where_the_cursor_is(arrears):
    assert arrears.find("10-1", 0) == 1
    assert arrears.find("10-1", 1) == 2
    assert arrears.find("10-1", 2) == 1
    assert arrears.find("9-9", 0) is None


def test_the_workbook_holds_the_rows_and_their_sum(arrears, tmp_path):
    assert arrears.export(tmp_path / "欠费.xlsx", Progress()) == 3
    rows = list(load_workbook(tmp_path / "欠费.xlsx").active.values)
    assert rows[0][:4] == ("房号", "欠费", "预存可抵", "30 天内")
    assert rows[1][:4] == ("3-1-502", 640, 0, 600)
    assert rows[4][:4] == ("合计", 670, 0, 630)


def test_a_call_with_a_promise_is_kept_as_typed(arrears, room, desk):
    texts = {
        "way": "phone", "at": "09:00", "spoken_to": "张伟", "reason": "away", "promised_on": "2026-11-30",
        "promised": "640", "result": "月底回来缴",
    }  # fmt: skip
    assert arrears_room.record(room.id, "call", texts, desk) == "已记下：记电话、上门。"
    event = DunningEvent.get()
    assert (event.sort, event.way, event.spoken_to, event.promised) == ("call", "phone", "张伟", 640_00)
    assert dunning_cases.find_case(room.id).state == "promised"
    arrears.read()
    assert arrears.counts()["alone"] == 1
    seen = arrears_room.look(room.id, desk)
    assert (seen.total, seen.state, seen.lapses) == ("640.00", "已承诺", "2029-11-23")
    assert "张伟" not in seen.done[0] or "承诺" in seen.done[0]


@pytest.mark.parametrize(
    ("name", "text", "told"), [("promised_on", "月底", "日期"), ("promised", "一点", "不是金额")]
)
def test_what_cannot_be_read_is_not_kept(arrears, room, desk, name, text, told):
    with pytest.raises(DeskError, match=f"没有记下：.*{told}"):
        arrears_room.record(room.id, "call", {"way": "phone", name: text}, desk)
    assert DunningEvent.select().count() == 0


def test_the_side_tells_the_bills_held_ones_marked(arrears, room, desk):
    seen = arrears_room.look(room.id, desk)
    assert [(bill.text, bill.open, bill.held) for bill in seen.bills] == [
        ("水费 2025-01", "40.00", False),
        ("物业服务费 2026-10", "600.00", False),
    ]
    assert (seen.lapses, seen.lapses_soon) == ("2028-01-31", False)


def test_charts_tell_their_numbers_in_words(arrears, desk):
    months, buildings, ages = arrears_charts.all_of(desk)
    assert (months.categories[-1], months.shown[0][-2:]) == ("2026-11", ("0.00%", "0.00%"))
    assert buildings.categories == ("3栋", "10栋")
    assert ages.categories == ("3栋", "10栋")
    assert (ages.shown[0], ages.shown[4]) == (("600.00", "30.00"), ("40.00", "0.00"))
    assert next(name for name, _rate, _formula in arrears_charts.report(202611)) == "当期收缴率"


def test_a_refused_letter_needs_its_witness(arrears, room, desk):
    rooms = find_kind("rooms")
    filled = filling.fill_one(rooms, rooms.paper("first_reminder"), store.load(rooms, room.id), desk)
    give_out(filled, "printed", desk)
    ((notice, words),) = arrears_room.choices("notice", room.id)
    assert words == f"{filled.number} 一催"
    texts = {"notice": notice, "way": "in_hand", "taken": "refused"}
    with pytest.raises(DeskError, match="见证人"):
        arrears_room.record(room.id, "delivery", texts, desk)
    arrears.filters.shown = (
        "first"  # a letter printed leaves the step it was for, and still waits to be delivered
    )
    arrears.read()
    assert (arrears.rows, [letter.number for letter in arrears.undelivered()]) == ([], [filled.number])
    arrears_room.record(room.id, "delivery", texts | {"witness": "李保安"}, desk)
    event = DunningEvent.get()
    assert (event.is_refused, event.witness, event.notice.number) == (True, "李保安", filled.number)
    assert arrears.undelivered() == []


def test_a_round_is_noted_as_delivered_when_it_was(arrears, room, desk):
    rooms = find_kind("rooms")
    filled = filling.fill_one(rooms, rooms.paper("first_reminder"), store.load(rooms, room.id), desk)
    give_out(filled, "printed", desk)
    waiting = [letter.id for letter in arrears.undelivered()]
    with pytest.raises(DeskError, match="没有记下"):
        arrears_room.deliver_all(waiting, "posted", "李保安", desk, "前天下午")
    assert DunningEvent.select().count() == 0
    when = f"{desk.now():%Y-%m-%d} 00:05"
    assert arrears_room.deliver_all(waiting, "posted", "李保安", desk, when) == "已登记 1 份文书送达。"
    assert f"{DunningEvent.get().at:%Y-%m-%d %H:%M}" == when
