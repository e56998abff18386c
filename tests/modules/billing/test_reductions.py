"""Reductions (减免单, F55): asked, approved by limit, set against bills once, and taken back."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.kernel import settings, store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import DeskError, InvalidRecord
from desk_app.kernel.kind import find_kind
from desk_app.modules.billing import ledger, reductions, run_rights
from desk_app.modules.billing.records import Bill, BillRun, FeeItem, ReducedBill, Reduction
from desk_app.modules.billing.reduction_kinds import REDUCTIONS
from desk_app.modules.billing.reduction_worth import worth
from desk_app.screens.record_history import read_history

JUNE = (datetime.date(2026, 6, 1), datetime.date(2026, 6, 30))


def sit(desk, name, *roles):
    return Desk(Actor(name, frozenset(roles)), desk.now)


@pytest.fixture
def clerk(desk):
    return sit(desk, "王芳", "clerk")


@pytest.fixture
def supervisor(desk):
    return sit(desk, "李主管", "supervisor")


@pytest.fixture
def manager(desk):
    return sit(desk, "孙经理", "manager")


@pytest.fixture
def fee(office):
    return FeeItem.get_or_none(FeeItem.code == "WY") or FeeItem.create(
        code="WY", name="物业服务费", has_late_fee=True
    )


@pytest.fixture
def late_item(office):
    return FeeItem.get_or_none(FeeItem.code == "WYJ") or FeeItem.create(code="WYJ", name="违约金")


@pytest.fixture
def bill(office, room, fee, desk):
    """Return a function that posts a month of 96.58 ㎡ at 2.35 (V01: 226.96), or another amount."""

    def post(month=6, amount=22696, run=None, **values):
        first = datetime.date(2026, month, 1)
        last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
        facts = {"quantity": 965800, "price": 23500} if amount == 22696 else {}
        return Bill.create(
            period=202600 + month, room=room, item=fee, from_on=first, until_on=last, amount=amount,
            due_on=last, posted_at=desk.now(), run=run, **(facts | values),
        )  # fmt: skip

    return post


@pytest.fixture
def ask(room, fee, clerk):
    """Return a function that asks for a reduction."""

    def asked(**values):
        given_ = {"room": room, "item": fee, "kind": "vacancy", "cause": "长期空置"} | values
        draft = store.save(store.new(REDUCTIONS, **given_), clerk)
        return store.apply(REDUCTIONS, "ask", draft.record.id, draft.record.version, clerk)

    return asked


def approve(draft, desk, **entries):
    record = draft.record
    return store.apply(REDUCTIONS, "approve", record.id, record.version, desk, entries=entries)


def at_70(first=JUNE[0], last=JUNE[1]):
    return {"ratio": 7000, "from_on": first, "until_on": last}


def reduced(bill):
    return Bill.get_by_id(bill.id).reduced


# -- how much ----------------------------------------------------------------------------------------------------


def test_v08_a_vacant_month_at_70_percent_lets_68_09_off(bill, ask, manager):
    june = bill()
    approve(ask(**at_70()), manager)
    assert reduced(june) == 6809
    assert Bill.get_by_id(june.id).still_open == 15887


def test_v08_vacant_from_the_16th_the_month_comes_to_192_92(bill, ask, manager):
    june = bill()
    approve(ask(**at_70(datetime.date(2026, 6, 16))), manager)
    assert Bill.get_by_id(june.id).still_open == 11348 + 7944


@given(
    amount=st.integers(1, 10**7),
    ratio=st.integers(0, 9999),
    day=st.integers(1, 30),
    length=st.integers(0, 29),
)
def test_a_reduction_is_never_more_than_its_days_and_never_negative(amount, ratio, day, length):
    first = datetime.date(2026, 6, day)
    last = min(first + datetime.timedelta(days=length), JUNE[1])
    june = Bill(
        from_on=JUNE[0], until_on=JUNE[1], amount=amount, quantity=0, price=0, parts=1, of_parts=1, earlier=0
    )
    asked = Reduction(kind="vacancy", ratio=ratio, from_on=first, until_on=last)
    off = reductions.reduction_of(june, asked)
    inside = (last - first).days + 1
    assert 0 <= off <= amount
    assert abs(off * 30 * 10_000 - amount * inside * (10_000 - ratio)) <= 2 * 30 * 10_000


def test_a_given_month_is_free_and_what_is_asked_stays_on_the_bill(bill, ask, manager):
    june = bill()
    approve(ask(kind="promotion", cause="预存一年送一月", **(at_70() | {"ratio": 0})), manager)
    row = Bill.get_by_id(june.id)
    assert (row.amount, row.reduced) == (22696, 22696)


def test_a_sum_goes_to_the_oldest_bills_first_and_the_rest_waits_for_the_next(bill, ask, manager, desk):
    may, june = bill(5), bill(6)
    asked = approve(ask(kind="service", cause="电梯停运", amount=30000), manager)
    assert (reduced(may), reduced(june), asked.record.state) == (22696, 7304, "consumed")
    more = approve(ask(kind="service", cause="电梯停运", amount=50000), manager)
    assert (more.record.used, more.record.state) == (22696 - 7304, "approved")


# -- who may -----------------------------------------------------------------------------------------------------


def test_nobody_approves_what_he_asked_for(bill, ask, clerk, desk):
    bill()
    asked = ask(**at_70())
    with pytest.raises(DeskError, match="申请人不能批准自己"):
        approve(asked, sit(desk, "王芳", "manager"))


def test_the_supervisor_approves_up_to_100_yuan_the_manager_up_to_1000(bill, ask, supervisor, manager):
    for month in range(1, 8):
        bill(month)
    little = ask(kind="service", cause="停水", amount=10000)
    more = ask(kind="service", cause="停水", amount=10001)
    most = ask(kind="service", cause="停水", amount=100001)
    assert approve(little, supervisor).record.state == "consumed"
    with pytest.raises(DeskError, match="由项目经理批准"):
        approve(more, supervisor)
    assert approve(more, manager).record.approved_by == "孙经理"
    with pytest.raises(DeskError, match="先报公司"):
        approve(most, manager)
    assert approve(most, manager, company_approval="安和〔2026〕12号").record.state == "consumed"


def test_limits_are_settings(bill, ask, supervisor, desk):
    bill()
    settings.change({"reduction_limit_supervisor": "50"}, desk)
    with pytest.raises(DeskError, match=r"权限 50\.00 元"):
        approve(ask(**at_70()), supervisor)


def test_months_not_billed_yet_count_by_the_last_whole_month(bill, ask, supervisor, manager):
    bill(5)
    asked = ask(**at_70(JUNE[0], datetime.date(2026, 8, 31)))
    assert worth(asked.record, datetime.date(2026, 6, 1)) == 3 * 6809
    with pytest.raises(DeskError, match="项目经理"):
        approve(asked, supervisor)


def test_a_ratio_nobody_can_reckon_needs_the_manager(ask, supervisor, manager):
    asked = ask(**at_70())
    with pytest.raises(DeskError, match="项目经理"):
        approve(asked, supervisor)
    assert approve(asked, manager).record.state == "approved"


# -- used by bill runs -------------------------------------------------------------------------------------------


def test_a_vacancy_approval_is_consumed_by_the_bills_of_runs_and_each_bill_once(bill, ask, manager, desk):
    run = BillRun.create(period=202606, state="posted")
    asked = approve(ask(**at_70(JUNE[0], datetime.date(2026, 7, 31))), manager)
    june = bill(6, run=run)
    assert reductions.reduce_new_bills(run.id, desk) == 6809
    assert reductions.reduce_new_bills(run.id, desk) == 0
    assert store.load(REDUCTIONS, asked.record.id).record.state == "approved"
    again = BillRun.create(period=202607, state="posted")
    july = bill(7, run=again)
    assert reductions.reduce_new_bills(again.id, desk) == 6809
    assert (reduced(june), reduced(july)) == (6809, 6809)
    stored = store.load(REDUCTIONS, asked.record.id).record
    assert (stored.used, stored.state) == (2 * 6809, "consumed")


def test_a_vacancy_approval_waits_for_the_earlier_months_that_are_billed_later(bill, ask, manager, desk):
    """August is billed first, ahead; June and July are let off as well, and then nothing is left of the approval."""
    approval = approve(
        ask(**at_70(JUNE[0], datetime.date(2026, 8, 31))), manager, company_approval="批-1"
    ).record
    states = []
    for month in (8, 6, 7):
        new = bill(month)
        reductions.use(Reduction.get_by_id(approval.id), [new], desk)
        states.append((reduced(new), Reduction.get_by_id(approval.id).state))
    assert states == [(6809, "approved"), (6809, "approved"), (6809, "consumed")]


def test_a_run_that_is_undone_gets_its_reductions_put_back_and_the_approval_serves_again(
    bill, ask, manager, desk
):
    run = BillRun.create(period=202606, state="posted")
    asked = approve(ask(**at_70()), manager)
    june = bill(6, run=run)
    reductions.reduce_new_bills(run.id, desk)
    assert reductions.take_back_from_run(run.id, desk) == 6809
    assert reduced(june) == 0
    stored = store.load(REDUCTIONS, asked.record.id).record
    assert (stored.used, stored.state) == (0, "approved")


def test_two_vacancy_approvals_for_the_same_days_are_refused(bill, ask, room, fee, clerk):
    ask(**at_70())
    with pytest.raises(InvalidRecord, match="已有空置房减免"):
        store.save(store.new(REDUCTIONS, room=room, item=fee, kind="vacancy", cause="空置", **at_70()), clerk)


def test_a_bill_that_is_paid_is_left_as_it_is(bill, ask, manager):
    june = bill()
    Bill.update(paid=20000).where(Bill.id == june.id).execute()
    approve(ask(**at_70()), manager)
    assert reduced(june) == 2696


# -- late fees ---------------------------------------------------------------------------------------------------


def test_a_waiver_posts_the_late_fee_up_to_a_day_and_lets_it_off(bill, ask, manager, desk, late_item, fee):
    FeeItem.update(has_late_fee=True).where(FeeItem.id == fee.id).execute()
    settings.change({"late_fee_rate": "0.5"}, desk)
    owed = bill(3, amount=68088)
    until = datetime.date(2026, 6, 30)
    approve(ask(kind="late_fee", cause="系统故障", item=None, until_on=until), manager)
    fee_bill = Bill.get(Bill.late_for == owed.id)
    assert (fee_bill.amount, fee_bill.reduced) == (3098, 3098)  # V09: 91 days at 0.5‰
    assert reduced(owed) == 0
    from desk_app.modules.billing.overdue import late_fees_on

    later = late_fees_on(ledger.open_bills(owed.room_id), datetime.date(2026, 7, 10))
    assert later == {owed.id: 340}  # ten days more, from the day after the waiver


# -- taken back --------------------------------------------------------------------------------------------------


def test_taking_back_adds_negative_rows_and_erases_nothing(bill, ask, manager):
    june = bill()
    asked = approve(ask(**at_70()), manager)
    back = store.apply(
        REDUCTIONS, "take_back", asked.record.id, asked.record.version, manager, reason="并未空置"
    )
    assert (reduced(june), back.record.used, back.record.state) == (0, 0, "void")
    assert [row.amount for row in ReducedBill.select().order_by(ReducedBill.id)] == [6809, -6809]


def test_what_was_taken_back_can_be_given_again(bill, ask, manager):
    june = bill()
    asked = approve(ask(**at_70()), manager)
    store.apply(REDUCTIONS, "take_back", asked.record.id, asked.record.version, manager, reason="期间填错")
    approve(ask(**at_70(datetime.date(2026, 6, 16))), manager)
    assert reduced(june) == 3404


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"amount": 100, "ratio": 7000}, "只填一个"),
        ({}, "请填写减免金额"),
        ({"amount": 0}, "大于 0"),
        ({"ratio": 10000}, "小于 1"),
        ({"ratio": 7000}, "起止日期"),
        ({"ratio": 7000, "from_on": JUNE[1], "until_on": JUNE[0]}, "早于"),
        ({"ratio": 7000, "from_on": JUNE[0], "until_on": JUNE[1], "item": None}, "收费项目"),
    ],
)
def test_what_cannot_be_a_reduction_is_told(room, fee, clerk, values, why):
    with pytest.raises(InvalidRecord, match=why):
        store.save(
            store.new(
                REDUCTIONS, **({"room": room, "item": fee, "kind": "vacancy", "cause": "空置"} | values)
            ),
            clerk,
        )


def at_noon(name, year, month, day):
    return Desk(Actor(name), lambda: datetime.datetime(year, month, day, 12))


def test_principal_owed_again_bears_the_late_fee_of_the_stages_that_left_it_out(
    bill, ask, manager, late_item, fee
):
    """V11 with 500.00 let off instead of paid: 15.32 and 4.16 were posted; taken back, 46 days of 500.00 are 11.50."""
    from desk_app.modules.billing import overdue

    FeeItem.update(has_late_fee=True).where(FeeItem.id == fee.id).execute()
    settings.change({"late_fee_rate": "0.5"}, manager)
    owed = bill(3, amount=68088)
    asked = approve(ask(kind="service", amount=50000), at_noon("孙经理", 2026, 5, 15))
    later = at_noon("孙经理", 2026, 6, 30)
    overdue.post_late_fees([Bill.get_by_id(owed.id)], later.today, later)
    undone = at_noon("孙经理", 2026, 7, 1)
    record = asked.record
    store.apply(REDUCTIONS, "take_back", record.id, record.version, undone, reason="批错")
    posted = Bill.select().where(Bill.late_for == owed.id).order_by(Bill.id)
    assert [(line.quantity, line.amount) for line in posted] == [(68088, 1532), (18088, 416), (50000, 1150)]
    assert (str(posted[2].from_on), str(posted[2].until_on)) == ("2026-05-16", "2026-06-30")
    assert overdue.late_fees_on([Bill.get_by_id(owed.id)], undone.today) == {owed.id: 34}


def test_principal_owed_again_is_charged_once_where_no_stage_left_it_out(bill, ask, manager, late_item, fee):
    from desk_app.modules.billing import overdue

    FeeItem.update(has_late_fee=True).where(FeeItem.id == fee.id).execute()
    settings.change({"late_fee_rate": "0.5"}, manager)
    owed = bill(3, amount=68088)
    record = approve(ask(kind="service", amount=50000), at_noon("孙经理", 2026, 5, 15)).record
    undone = at_noon("孙经理", 2026, 7, 1)
    store.apply(REDUCTIONS, "take_back", record.id, record.version, undone, reason="批错")
    assert [line.amount for line in Bill.select().where(Bill.late_for == owed.id)] == [1532]
    assert overdue.late_fees_on([Bill.get_by_id(owed.id)], undone.today) == {owed.id: 1600}


def test_slips_of_one_room_and_month_need_the_approver_of_their_sum(bill, ask, supervisor, manager):
    """A supervisor approves up to 100.00; a second slip of the month goes to the manager."""
    owed = bill()
    approve(ask(kind="service", amount=8000), supervisor)
    second = ask(kind="service", amount=3000)
    with pytest.raises(
        DeskError, match=r"减免 30\.00 元（这套房本月已批 80\.00 元，合计）超过了您的权限 100\.00 元"
    ):
        approve(second, supervisor)
    approve(second, manager)
    assert Bill.get_by_id(owed.id).reduced == 11000


def test_slips_of_another_month_or_room_and_the_companys_leave_the_limit_alone(
    bill, ask, supervisor, manager, make_room
):
    bill()
    approve(ask(kind="service", amount=10000), at_noon("李主管", 2026, 10, 31))
    approve(ask(kind="service", amount=100, room=make_room("3-1-503")), supervisor)
    approve(ask(kind="service", amount=500), manager, company_approval="公司〔2026〕7 号")
    approve(ask(kind="service", amount=10000), supervisor)


def test_nothing_is_billed_voided_or_reduced_on_a_day_of_a_closed_month(
    bill, ask, manager, monkeypatch, room, fee
):
    """The clock was set back into October, which is closed: its roll-forward stays as it was printed."""
    owed, slip = bill(), ask(kind="service", amount=1000)
    monkeypatch.setattr(run_rights, "MONTH_IS_CLOSED", [lambda period: period <= 202610])
    back = at_noon("孙经理", 2026, 10, 31)
    for step in (
        lambda: ledger.post_bill(room.id, fee.id, 100, *JUNE, JUNE[1], back),
        lambda: ledger.void_bill(owed.id, back, "错"),
        lambda: approve(slip, back),
    ):
        with pytest.raises(DeskError, match="202610 已经月结，不能再记账。请核对电脑的日期"):
            step()
    assert [(each.state, each.reduced) for each in Bill.select()] == [("open", 0)]


def test_the_history_of_a_reduction_and_of_its_bill_is_in_words_of_the_trade(bill, ask, manager):
    posted = bill()
    approved = approve(ask(kind="service", amount=3000), manager)
    told = read_history(REDUCTIONS, approved.record.id) + read_history(find_kind("bills"), posted.id)
    assert {"用于减免账单", "减免"} <= {line.what for line in told}
    assert not [line.what for line in told if line.what.isascii()]
