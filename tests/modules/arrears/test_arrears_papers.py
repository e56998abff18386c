"""Notices, reminders, statements and lists of arrears: what they ask for, that they add up, whom they spare."""

import datetime
import re

import pytest

from desk_app.kernel import settings, store
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import Month
from desk_app.kernel.papers import barcode
from desk_app.modules.arrears import arrears_lists, letters, notice_paper, statement_paper
from desk_app.modules.arrears.payment_code import read_payment_code
from desk_app.modules.arrears.records import DunningEvent, DunningNotice
from desk_app.modules.billing import holds, ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier import payments
from desk_app.modules.cashier.payments import Payment
from desk_app.modules.cashier.tenders import Tender
from desk_app.modules.estate.kinds import ROOMS
from desk_app.screens import paper_desk

TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def items(office):
    """Return the fee items by code: of fees, water, late fee."""
    for code, name, late in (("WY", "物业服务费", True), ("SF", "水费", False), ("WYJ", "违约金", False)):
        if not FeeItem.select().where(FeeItem.code == code).exists():
            FeeItem.create(code=code, name=name)
        FeeItem.update(has_late_fee=late).where(FeeItem.code == code).execute()
    return {item.code: item for item in FeeItem.select()}


@pytest.fixture
def home(make_room, make_person, hold):
    """Return a room with an owner."""
    room = make_room("3-1-502")
    hold(room, make_person("张三", "13800001234"))
    return room


@pytest.fixture
def owe(items, home, desk):
    """Return a function that posts a bill: fen, month such as 2026-10, due day, item, room."""

    def post(fen, month="2026-10", due="2026-10-31", item="WY", of=home):
        first = datetime.date.fromisoformat(f"{month}-01")
        last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
        due_on = datetime.date.fromisoformat(due)
        return ledger.post_bill(of.id, items[item].id, fen, first, last, due_on, desk)

    return post


@pytest.fixture
def rate(desk):
    """Return a function that sets the late fee a day, in ‰."""
    return lambda text: settings.change({"late_fee_rate": text}, desk)


@pytest.fixture
def told(home):
    """Return a function that gives a paper's values for the room as they are today, or for another."""

    def read(values, room=home, **more):
        draft = store.load(ROOMS, room.id)
        draft.day = TODAY
        return values(draft, **more)

    return read


@pytest.fixture
def prepay(home, desk):
    """Return a function that pays fen into the room's prepaid account."""

    def take(fen):
        asked = Payment(
            room_id=home.id,
            payer_name="张三",
            request=payments.new_request(),
            to_prepaid=fen,
            tenders=(Tender("cash", fen),),
        )
        return payments.take_payment(asked, desk)

    return take


def test_a_notice_adds_up_what_falls_due_and_what_is_owed_and_takes_off_what_is_prepaid(
    owe, prepay, rate, told
):
    rate("0.5")
    owe(226_96, "2026-12", "2026-12-31")
    owe(60_00, "2026-12", "2026-12-31", item="SF")
    owe(226_96, "2026-09", "2026-09-30")
    prepay(100_00)
    values = told(notice_paper.notice_values)
    assert [line["item"] for line in values["lines"]] == ["物业服务费", "水费"]
    assert (values["current"], values["arrears"], values["prepaid"]) == (286_96, 226_96, 100_00)
    assert values["late_fee"] == 6_13  # 54 days at 0.5 ‰ of 226.96
    assert values["total"] == 286_96 + 226_96 + 6_13 - 100_00
    assert values["due_on"] == datetime.date(2026, 12, 31)
    assert "226.96" in values["workings"]


def test_when_all_is_overdue_what_fell_due_last_is_this_time(owe, told):
    owe(226_96, "2026-09", "2026-09-30")
    owe(226_96, "2026-10", "2026-10-31")
    values = told(notice_paper.notice_values)
    assert (values["current"], values["arrears"]) == (226_96, 226_96)
    assert values["period"] == "2026-10-01 至 2026-10-31"


def test_more_charges_than_a_half_page_holds_are_summed_up_in_its_last_line(owe, items, told):
    for place in range(12):
        items[f"Q{place}"] = FeeItem.create(code=f"Q{place}", name=f"收费{place:02d}")
        owe(10_00 + place, "2026-12", "2026-12-31", item=f"Q{place}")
    values = told(notice_paper.notice_values)
    assert len(values["lines"]) == notice_paper.MOST - 1
    assert values["lines"][-1]["item"].startswith("其他 6 笔")
    assert "其余" in values["workings"]
    assert sum(line["open"] for line in values["lines"]) == values["current"] == values["total"]


def test_a_disputed_bill_is_asked_for_on_no_letter(owe, home, desk, told):
    held = owe(226_96, "2026-09", "2026-09-30")
    holds.hold_bill(held.id, desk, "面积有争议")
    for paper in ("payment_notice", "first_reminder", "final_demand"):
        with pytest.raises(DeskError, match="没有打印"):
            paper_desk.make("rooms", home.id, paper, desk)
    owe(100_00, "2026-10", "2026-10-31")
    assert told(letters.first_values)["owed"] == 100_00


def test_nobody_who_owes_nothing_is_sent_a_letter(home, owe, desk):
    owe(226_96, "2026-12", "2026-12-31")
    with pytest.raises(DeskError, match="没有逾期"):
        paper_desk.make("rooms", home.id, "first_reminder", desk)
    assert paper_desk.make("rooms", home.id, "payment_notice", desk).values["total"] == "226.96"


def test_a_letter_tells_days_overdue_and_late_fee_and_joins_months(owe, rate, told):
    rate("0.5")
    owe(226_96, "2026-08", "2026-09-30")
    owe(226_96, "2026-09", "2026-09-30")
    values = told(letters.second_values)
    (line,) = values["lines"]
    assert (line["period"], line["days_overdue"]) == ("2026-08-01 至 2026-09-30", "54")
    assert values["owed"] == line["open"] == 2 * 226_96
    assert values["total"] == values["owed"] + values["late_fee"] == 2 * 226_96 + 2 * 6_13
    assert values["days"] == "15"


def test_the_lawyers_file_lists_every_bill_and_when_the_claim_lapses(owe, told):
    owe(226_96, "2024-02", "2024-02-29")
    owe(226_96, "2024-03", "2024-03-31")
    values = told(letters.lawyers_values)
    assert [line["period"][:7] for line in values["lines"]] == ["2024-02", "2024-03"]
    assert values["limitation_on"] == datetime.date(2027, 2, 28)


def test_no_letter_that_is_carried_to_the_door_shows_a_phone(owe, home, desk):
    owe(226_96, "2026-09", "2026-09-30")
    for paper in ("payment_notice", "first_reminder", "second_reminder", "final_demand"):
        told = repr(paper_desk.make("rooms", home.id, paper, desk).values)
        assert "13800001234" not in told
    lawyers = paper_desk.make("rooms", home.id, "lawyers_file", desk).values
    assert lawyers["parties"][0]["phone"] == "13800001234"


def test_a_notice_of_a_room_with_many_owners_names_the_first(make_room, make_person, hold, owe, told):
    crowd = make_room("3-1-601")
    for place in range(12):
        hold(crowd, make_person(f"共有人{place:02d}"))
    owe(226_96, "2026-12", "2026-12-31", of=crowd)
    assert told(notice_paper.notice_values, crowd)["owner_name"] == "共有人00等12人"


def test_the_statement_goes_from_its_opening_to_its_closing_balance(owe, prepay, told):
    owe(226_96, "2026-10", "2026-10-31")
    prepay(100_00)
    values = told(statement_paper.statement_values)
    assert values["from_on"] == datetime.date(2026, 1, 1)
    assert (values["charged"], values["paid"]) == (226_96, 0)
    assert (values["rows"][-1]["owed"], values["rows"][-1]["prepaid_left"]) == (226_96, 100_00)
    assert values["closing"] == "欠费 226.96，预存 100.00"


def test_the_list_of_arrears_and_its_ageing_have_the_same_sum(owe, home, make_room, rate):
    other = make_room("5-1-301")
    owe(226_96, "2026-10", "2026-10-31")
    owe(226_96, "2023-01", "2023-01-31")
    owe(80_00, "2026-05", "2026-05-31", of=other)
    owe(99_00, "2026-12", "2026-12-31", of=other)
    month = Month(TODAY.replace(day=1), TODAY)
    listed, aged = arrears_lists.arrears_values(month), arrears_lists.ageing_values(month)
    assert [(row["room"], row["owed"], row["since"], row["age"]) for row in listed["rows"]] == [
        ("3-1-502", 2 * 226_96, "2023-01", "3 年以上"),
        ("5-1-301", 80_00, "2026-05", "91–180 天"),
    ]
    assert listed["owed"] == aged["rows"][-1]["total"] == 2 * 226_96 + 80_00
    assert [row["rooms"] for row in aged["rows"]] == ["1", "1", "2"]
    assert aged["rows"][0]["days_30"] == aged["rows"][0]["older"] == 226_96


def test_a_month_that_is_over_lists_what_was_due_by_its_end(owe):
    owe(226_96, "2026-09", "2026-09-30")
    owe(226_96, "2026-10", "2026-10-31")
    month = Month(datetime.date(2026, 10, 1), TODAY)
    assert arrears_lists.counted_on(month) == datetime.date(2026, 11, 1)
    assert arrears_lists.arrears_values(month)["owed"] == 2 * 226_96
    assert arrears_lists.arrears_values(Month(datetime.date(2026, 9, 1), TODAY))["owed"] == 226_96


def test_the_lists_are_printed_as_registers(owe, home, desk):
    owe(226_96, "2026-09", "2026-09-30")
    for name in ("arrears_list", "ageing"):
        made = paper_desk.make_register("rooms", name, TODAY, desk)
        assert made.number == "2026-11"
        assert re.search(r"226\.96", repr(made.values))


def test_the_payment_code_is_read_out_of_the_offices_picture_and_printed(owe, home, desk):
    text = "https://example.com/pay?shop=12"
    rows = barcode.modules(text, "QRCode")
    blank = "1" * (len(rows[0]) + 8)
    framed = [blank] * 4 + [f"1111{row}1111" for row in rows] + [blank] * 4
    scaled = [("".join(dot * 4 for dot in row)) for row in framed for _ in range(4)]
    grey = bytes(255 * int(dot) for row in scaled for dot in row)
    assert read_payment_code(grey, len(scaled[0]), len(scaled)) == text
    with pytest.raises(DeskError, match="二维码"):
        read_payment_code(bytes([255]) * len(grey), len(scaled[0]), len(scaled))
    settings.change({"pay_code": text}, desk)
    owe(226_96, "2026-12", "2026-12-31")
    made = paper_desk.make("rooms", home.id, "payment_notice", desk)
    assert made.values["pay_code"] == text


def test_a_final_demand_tells_the_letters_calls_and_promises_before_it(owe, home, told):
    owe(226_96, "2026-05", "2026-05-31")
    sent = {"version": 1, "room": home, "made_by": "王芳", "owed": 226_96, "bills": 1}
    first = DunningNotice.create(
        step="first", number="CF-202607-0001", made_on=datetime.date(2026, 7, 1), **sent
    )
    DunningNotice.create(step="second", number="CG-202609-0001", made_on=datetime.date(2026, 9, 1), **sent)
    event = {"version": 1, "room": home, "actor": "王芳"}
    DunningEvent.create(
        sort="delivery",
        way="in_hand",
        notice=first,
        at=datetime.datetime(2026, 7, 3, 10),
        spoken_to="张三",
        **event,
    )
    DunningEvent.create(
        sort="call",
        way="phone",
        at=datetime.datetime(2026, 8, 1, 10),
        promised_on=datetime.date(2026, 8, 31),
        **event,
    )
    rows = told(letters.demand_values)["history"]
    assert [(str(row["on"]), row["step"], row["way"], row["number"]) for row in rows] == [
        ("2026-07-03", "一催", "面交", "CF-202607-0001"),
        ("2026-08-01", "电话", "电话", ""),
        ("2026-09-01", "二催", "", "CG-202609-0001"),
    ]
    assert (rows[0]["result"], rows[1]["result"]) == ("张三签收", "承诺 2026-08-31 前缴纳")
    assert told(letters.lawyers_values)["limitation_on"] == datetime.date(2029, 8, 1)  # by the promise
