"""Month close (月结, F63): roll-forwards that balance, collection rates, the checklist, the lock and its opening."""

import datetime

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from desk_app.kernel import settings, store
from desk_app.kernel.errors import DeskError, TransitionRefused
from desk_app.modules.billing import ledger, reductions, single_bills
from desk_app.modules.billing.months import first_day, last_day, next_period
from desk_app.modules.billing.records import Bill, BillRun, Reduction
from desk_app.modules.cashier import deposits, month_close, prepaid, undoing
from desk_app.modules.cashier.collection import Collection, household_rate, rate_of, rates, show_rate
from desk_app.modules.cashier.day_close import TillCount, close_day
from desk_app.modules.cashier.day_figures import day_figures
from desk_app.modules.cashier.deposits import DepositTaken
from desk_app.modules.cashier.month_checks import checklist
from desk_app.modules.cashier.month_close import MONTH_CLOSES, close_month, snapshot_of
from desk_app.modules.cashier.payments import Payment, new_request, take_payment
from desk_app.modules.cashier.records import MonthClose, Receipt
from desk_app.modules.cashier.roll_forward import roll_forward, show_basis
from desk_app.modules.cashier.tenders import Tender
from desk_app.modules.meters import readings
from desk_app.modules.meters.kinds import METERS
from tests.billed_rooms import AREA, bind, make_tariff

MAY, JUNE, JULY = 202605, 202606, 202607


@pytest.fixture
def charge(room, items, sit):
    """Return a function that posts a bill of a period on a day."""

    def post(fen, period, on, code="WY", late_for=None):
        return ledger.post_bill(
            room.id,
            items[code].id,
            fen,
            first_day(period),
            last_day(period),
            last_day(period),
            sit("吴会计", "accountant", on=on),
            late_for=late_for,
        )

    return post


@pytest.fixture
def settle(room, sit):
    """Return a function that pays so many fen of a bill on a day."""

    def take(bill, fen, on, name="王芳"):
        return take_payment(
            Payment(
                room_id=room.id,
                payer_name="张伟",
                request=new_request(),
                picks=((bill.id, fen),),
                tenders=(Tender("transfer", fen, new_request()),),
            ),
            sit(name, on=on),
        )

    return take


@pytest.fixture
def reduce(room, items, sit):
    """Return a function that takes fen off a bill on a day, by an approved reduction."""

    def off(bill, fen, on):
        asked = Reduction.create(
            room=room, item=bill.item_id, kind="service", amount=fen, cause="停水", state="approved"
        )
        return reductions.set_against(asked, [Bill.get_by_id(bill.id)], sit("孙经理", "manager", on=on))

    return off


def whole(period):
    """Return the month's total, having checked that everything balances."""
    found = roll_forward(period)
    assert found.difference == 0, found
    return found.total


# -- the month of domain.md --------------------------------------------------------------------------------------


def test_v23_the_month_ends_with_217_179_50_and_its_rates(charge, settle, reduce):
    before = charge(21480000, MAY, "2026-05-05")
    june = charge(45231000, JUNE, "2026-06-05")
    reduce(june, 231000, "2026-06-10")
    settle(june, 38642050, "2026-06-15")
    settle(before, 6120000, "2026-06-20")
    total = whole(JUNE)
    assert (total.opening, total.billed, total.reduced) == (21480000, 45231000, 231000)
    assert (total.current, total.old, total.closing) == (38642050, 6120000, 21717950)
    found = rates(total.collection)
    assert [show_rate(rate.rate) for rate in found] == ["85.87%", "28.49%", "67.33%"]
    assert found[0].formula == (
        "当期收缴率 = 已收本期 386,420.50 ÷（本期应收 452,310.00 − 减免 2,310.00）= 85.87%"
    )
    assert "664,800.00" in found[2].formula
    assert whole(JULY).opening == 21717950


@pytest.mark.parametrize(
    ("part", "of", "rate"),
    [
        (0, 100, 0),
        (100, 100, 10000),
        (1, 3, 3333),
        (2, 3, 6667),
        (1, 20000, 1),
        (1, 20001, 0),
        (5, 0, None),
        (0, 0, None),
    ],
)
def test_a_rate_is_rounded_half_up_and_nothing_is_owed_has_none(part, of, rate):
    assert rate_of(part, of) == rate


def test_the_rate_of_households():
    rate = household_rate(1743, 2000)
    assert (rate.rate, rate.formula) == (8715, "户数收缴率 = 缴清 1743 户 ÷ 应缴 2000 户 = 87.15%")


def test_all_reduced_leaves_nothing_to_collect():
    assert [rate.rate for rate in rates(Collection(0, 100, 100, 0, 0))] == [None, None, None]


# -- what belongs to which month ---------------------------------------------------------------------------------


def test_half_a_year_paid_ahead_comes_due_month_by_month(charge, settle):
    for ahead in range(6):
        bill = charge(22696, next_period(JUNE, ahead), "2026-06-03")
        settle(bill, 22696, "2026-06-03")
    june, july = whole(JUNE), whole(JULY)
    assert (june.billed, june.current, june.ahead, june.closing) == (22696, 22696, 0, 0)
    assert (july.billed, july.current, july.ahead, july.closing) == (22696, 0, 22696, 0)
    assert july.collection.current == 22696


def test_a_bill_posted_late_belongs_to_the_month_it_was_posted_in(charge):
    charge(22696, MAY, "2026-06-20")
    assert whole(MAY).billed == 0
    assert (whole(JUNE).opening, whole(JUNE).billed) == (0, 22696)


def test_a_reversal_in_the_next_month_opens_the_debt_in_that_month(charge, settle, sit):
    bill = charge(22696, MAY, "2026-05-05")
    receipt = settle(bill, 22696, "2026-05-20")
    undoing.reverse_receipt(receipt.id, "票据退回", sit("王芳", on="2026-06-02"), "孙经理")
    assert whole(MAY).closing == 0
    june = whole(JUNE)
    assert (june.opening, june.reversed_old, june.closing) == (0, 22696, 22696)
    assert june.collection.old == -22696


@pytest.fixture
def round_off(room, sit):
    """Return a function that pays bills whole in cash, but for the odd fen let off."""

    def take(bills, off, on):
        owed = sum(bill.still_open for bill in bills)
        return take_payment(
            Payment(
                room_id=room.id,
                payer_name="张伟",
                request=new_request(),
                picks=tuple((bill.id, bill.still_open) for bill in bills),
                rounding=off,
                tenders=(Tender("cash", owed - off),),
            ),
            sit("王芳", on=on),
        )

    return take


def test_an_odd_end_let_off_at_the_desk_is_reduced_and_not_collected(charge, round_off, sit):
    """226.96 and 100.30 are paid with 327.00: the till, the month and the rate tell of 327.00."""
    old, own = charge(22696, MAY, "2026-05-05"), charge(10030, JUNE, "2026-06-05", "SF")
    receipt = round_off([old, own], 26, "2026-06-06")
    june = whole(JUNE)
    assert (june.old, june.current, june.reduced, june.closing) == (22696, 10004, 26, 0)
    assert june.old + june.current == day_figures("王芳", datetime.date(2026, 6, 6)).money == 32700
    assert june.collection == Collection(22696, 10030, 26, 10004, 22696)
    undoing.reverse_receipt(receipt.id, "票据退回", sit("王芳", on="2026-07-02"), "孙经理")
    july = whole(JULY)
    assert (july.reversed_old, july.reduced, july.closing) == (32700, -26, 32726)
    assert whole(JUNE) == june


def test_an_odd_end_comes_off_the_fee_and_not_off_a_late_fee_that_is_less(charge, round_off):
    """226.88 and 0.11 of late fee are paid with 226.00: no item collected less than nothing."""
    fee = charge(22688, MAY, "2026-05-05")
    late = charge(11, JUNE, "2026-06-01", "WYJ", late_for=fee.id)
    round_off([fee, late], 99, "2026-06-06")
    june = {row.name: (row.old, row.current, row.reduced) for row in roll_forward(JUNE).arrears}
    assert june == {"物业服务费": (22589, 0, 99), "违约金": (0, 11, 0)}


def test_an_odd_end_of_a_bill_paid_ahead_counts_in_its_own_month(charge, round_off):
    round_off([charge(22696, JULY, "2026-06-05")], 96, "2026-06-06")
    assert whole(JUNE).reduced == 0
    assert (whole(JULY).ahead, whole(JULY).reduced, whole(JULY).closing) == (22600, 96, 0)


def test_a_void_receipt_lets_nothing_off(charge, round_off, sit):
    bill = charge(22696, JUNE, "2026-06-05")
    undoing.void_receipt(round_off([bill], 96, "2026-06-06").id, "错", sit("王芳", on="2026-06-06"))
    assert (whole(JUNE).reduced, whole(JUNE).closing) == (0, 22696)


def test_bills_posted_after_their_month_are_told_in_it(charge):
    """The month they are posted in counts them; both months say so."""
    charge(22696, MAY, "2026-05-05")
    charge(10000, MAY, "2026-06-20")
    may, june = whole(MAY), whole(JUNE)
    assert (may.billed, may.of_period, may.later) == (22696, 32696, 10000)
    assert (june.billed, june.of_period, june.belated) == (10000, 0, 10000)
    assert "2026-05 账期的账单共 326.96 元，其中 100.00 元在以后的月份才入账" in show_basis(may, MAY)
    assert show_basis(june, JUNE).endswith("本期应收中有 100.00 元是补出以前账期的账。")


def test_a_receipt_voided_on_its_day_was_never_collected(charge, settle, sit):
    bill = charge(22696, JUNE, "2026-06-05")
    undoing.void_receipt(settle(bill, 22696, "2026-06-06").id, "重复", sit("王芳", on="2026-06-06"))
    assert (whole(JUNE).current, whole(JUNE).closing) == (0, 22696)


def test_a_bill_voided_later_was_owed_until_then(charge, sit):
    bill = charge(22696, MAY, "2026-05-05")
    ledger.void_bill(bill.id, sit("吴会计", "accountant", on="2026-06-09"), "重复出账")
    assert whole(MAY).closing == 22696
    assert (whole(JUNE).opening, whole(JUNE).voided, whole(JUNE).closing) == (22696, 22696, 0)


def test_deposits_are_not_in_the_rate_and_prepaid_money_counts_when_it_pays(charge, room, items, sit):
    june = sit("王芳", on="2026-06-08")
    deposits.take_deposit(
        DepositTaken(
            room_id=room.id,
            item_id=items["ZX3"].id,
            amount=300000,
            payer_name="张伟",
            request=new_request(),
            tenders=(Tender("cash", 300000),),
        ),
        june,
    )
    take_payment(
        Payment(
            room_id=room.id,
            payer_name="张伟",
            request=new_request(),
            to_prepaid=50000,
            tenders=(Tender("cash", 50000),),
        ),
        june,
    )
    assert (whole(JUNE).billed, whole(JUNE).current) == (0, 0)
    charge(22696, JUNE, "2026-06-09")
    prepaid.offset_room(room.id, sit("王芳", on="2026-06-10"))
    found = roll_forward(JUNE)
    assert (found.total.current, found.total.closing) == (22696, 0)
    balance = found.prepaid
    assert (balance.received, balance.offset, balance.closing) == (50000, 22696, 27304)
    assert [(row.name, row.received, row.closing) for row in found.deposits] == [("装修押金", 300000, 300000)]


events = st.lists(
    st.tuples(
        st.sampled_from(["bill", "ahead", "pay", "reduce", "reverse", "void", "prepay", "offset"]),
        st.integers(0, 3),
        st.integers(1, 28),
        st.integers(1, 30000),
    ),
    min_size=6,
    max_size=20,
)


@given(events=events)
@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_random_months_balance_and_each_opens_as_the_last_one_closed(
    events, charge, settle, reduce, room, sit
):
    with Bill._meta.database.atomic() as attempt:
        for kind, month, day, fen in sorted(events, key=lambda event: event[1:3]):
            on = f"2026-{6 + month:02d}-{day:02d}"
            try:
                happen(kind, fen, next_period(JUNE, month), on, charge, settle, reduce, room, sit)
            except DeskError:
                continue
        before = None
        for period in (next_period(JUNE, month) for month in range(-1, 5)):
            total = whole(period)
            assert before in (None, total.opening)
            before = total.closing
        attempt.rollback()


def happen(kind, fen, period, on, charge, settle, reduce, room, sit):
    """Let one thing happen in the office on a day."""
    owed = ledger.open_bills(room.id)
    if kind in ("bill", "ahead"):
        charge(fen, period if kind == "bill" else next_period(period, 2), on)
    elif kind == "pay" and owed:
        settle(owed[0], min(fen, owed[0].still_open), on)
    elif kind == "reduce" and owed:
        reduce(owed[-1], min(fen, owed[-1].still_open), on)
    elif kind == "reverse":
        last = Receipt.select().where(Receipt.kind == "payment").order_by(Receipt.id.desc()).first()
        if last:
            undoing.reverse_receipt(last.id, "试", sit("王芳", on=on), "孙经理")
    elif kind == "void" and owed:
        ledger.void_bill(owed[0].id, sit("吴会计", "accountant", on=on), "试")
    elif kind == "prepay":
        take_payment(
            Payment(
                room_id=room.id,
                payer_name="张伟",
                request=new_request(),
                to_prepaid=fen,
                tenders=(Tender("cash", fen),),
            ),
            sit("王芳", on=on),
        )
    elif kind == "offset":
        prepaid.offset_room(room.id, sit("王芳", on=on))


# -- closing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def accountant(sit):
    return sit("吴会计", "accountant", on="2026-07-01")


def points(period, day):
    return {point.name: point for point in checklist(period, day)}


def test_the_checklist_says_what_is_missing(charge, settle, accountant):
    settle(charge(22696, JUNE, "2026-06-05"), 22696, "2026-06-06")
    BillRun.create(period=JUNE, state="draft")
    found = points(JUNE, accountant.today)
    assert found["days"].sentence == "还有 1 天没有日结：王芳 2026-06-06。"
    assert found["drafts"].sentence == "还有 1 个出账批次是草稿，请出账或丢弃。"
    assert {name for name, point in found.items() if not point.ok} == {"days", "drafts"}
    with pytest.raises(DeskError, match=r"没有月结：还有 1 天没有日结.*草稿"):
        close_month(JUNE, accountant)


def test_a_month_is_closed_when_it_is_over_and_keeps_its_figures(charge, settle, accountant, sit):
    settle(charge(22696, JUNE, "2026-06-05"), 10000, "2026-06-06")
    close_day("王芳", datetime.date(2026, 6, 6), TillCount(counted=0), sit("王芳", on="2026-06-06"))
    with pytest.raises(DeskError, match="2026-07-01 起才能月结"):
        close_month(JUNE, sit("吴会计", "accountant", on="2026-06-30"))
    with pytest.raises(DeskError, match="须由财务、项目经理办理"):
        close_month(JUNE, sit("王芳", on="2026-07-01"))
    kept = snapshot_of(close_month(JUNE, accountant))
    assert kept["total"]["closing"] == 12696
    assert kept["rates"][0]["rate"] == 4406
    assert kept["checks"]
    with pytest.raises(DeskError, match="已经月结过了"):
        close_month(JUNE, accountant)


def test_nothing_is_dated_into_a_closed_month(charge, settle, accountant, sit):
    bill = charge(22696, JUNE, "2026-06-05")
    close_month(JUNE, accountant)
    with pytest.raises(DeskError, match="202606 已经月结"):
        settle(bill, 22696, "2026-06-30")
    with pytest.raises(DeskError, match="所在的月份已经月结"):
        close_day("王芳", datetime.date(2026, 6, 30), TillCount(counted=0), sit("王芳", on="2026-07-01"))
    assert month_close.is_period_closed(JUNE)


def test_months_are_closed_in_their_order(accountant, sit):
    close_month(next_period(MAY, -1), accountant)
    with pytest.raises(DeskError, match="上一个月 202605 还没有月结"):
        close_month(JUNE, accountant)
    assert month_close.open_months(accountant.today) == [MAY, JUNE]


def test_two_persons_open_a_month_again(charge, settle, accountant, sit):
    bill = charge(22696, JUNE, "2026-06-05")
    close = close_month(JUNE, accountant)
    manager = sit("孙经理", "manager", on="2026-07-02")
    with pytest.raises(TransitionRefused, match="请先申请反结"):
        month_close.agree_to_reopen(close.id, manager)
    month_close.ask_to_reopen(close.id, "漏记一笔转账", accountant)
    with pytest.raises(DeskError, match="已经月结"):
        settle(bill, 22696, "2026-06-30")
    with pytest.raises(TransitionRefused, match="申请人不能自己同意"):
        month_close.agree_to_reopen(close.id, accountant)
    opened = month_close.agree_to_reopen(close.id, manager).record
    assert (opened.state, opened.reopened_by, opened.agreed_by) == ("reopened", "吴会计", "孙经理")
    settle(bill, 22696, "2026-06-30")
    assert MonthClose.get_by_id(close.id).snapshot == close.snapshot


def test_the_last_closed_month_is_opened_first(accountant, sit):
    may = close_month(MAY, accountant)
    close_month(JUNE, accountant)
    with pytest.raises(TransitionRefused, match="从最后一个月开始"):
        month_close.ask_to_reopen(may.id, "补记", accountant)
    assert store.load(MONTH_CLOSES, may.id).record.state == "closed"


def test_a_month_is_not_closed_while_days_were_never_billed(desk, room, accountant):
    """September is billed to the 20th only, as when somebody meant to leave, and nobody thinks of August."""
    room.charged_area = AREA
    room.save()
    settings.change({"bills_from": "202607"}, desk)
    bind(desk, room, make_tariff(desk), from_on=datetime.date(2026, 8, 1))
    assert points(JULY, accountant.today)["unbilled"].ok
    october = datetime.date(2026, 10, 3)
    point = points(202609, october)["unbilled"]
    assert (point.ok, point.blocking) == (False, True)
    assert point.sentence.startswith(f"有 1 处日子从来没有出账，最早的是 2026-08-01：{room.code}。")
    single_bills.bill_to_day(room.id, datetime.date(2026, 9, 20), desk)
    assert "2026-09-21" in points(202609, october)["unbilled"].sentence
    single_bills.bill_to_day(room.id, datetime.date(2026, 9, 30), desk)
    assert points(202609, october)["unbilled"].ok


@pytest.mark.parametrize("period", [202610, 202811])
def test_a_month_is_not_closed_while_use_that_was_read_is_not_billed(desk, room, period):
    """20 m³ read after the run, or of old under a month that was typed wrong, are on no bill."""
    settings.change({"bills_from": "202610"}, desk)
    meter = store.save(store.new(METERS, number="W1", kind="water", room=room), desk).record
    readings.record_reading(meter.id, 0, datetime.date(2026, 9, 30), 202609, desk, kind="first")
    price = ((datetime.date(2026, 1, 1), 50_000),)
    tariff = make_tariff(desk, code="SFX", basis="meter", unit="m³", prices=price)
    bind(desk, room, tariff, meter=meter, from_on=datetime.date(2026, 10, 1))
    november = datetime.date(2026, 11, 3)
    assert points(202610, november)["use"].ok
    reading = readings.record_reading(meter.id, 20_000, datetime.date(2026, 10, 31), 202610, desk)
    if reading.state == "held":
        readings.confirm_reading(reading.id, desk)
    type(reading).update(period=period).where(type(reading).id == reading.id).execute()
    point = points(202610, november)["use"]
    assert (point.ok, point.blocking) == (False, True)
    assert point.sentence.startswith("还有 1 只表的用量没有出账：W1。")
    if period == 202610:
        single_bills.bill_to_day(room.id, datetime.date(2026, 10, 31), desk)
        assert points(202610, november)["use"].ok
