"""Correcting what a posted bill asks, paid or not (冲红补差): V19, part payments, closed days, and undoing afterwards."""

import datetime
from dataclasses import replace

import pytest

from desk_app.kernel import settings, store
from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import ledger, runs, single_bills
from desk_app.modules.billing.records import Bill, Reduction
from desk_app.modules.billing.reduction_kinds import REDUCTIONS
from desk_app.modules.cashier import journal, prepaid, undoing
from desk_app.modules.cashier.bill_corrections import ask_correction, asked_now, correct_bills, paid_beyond
from desk_app.modules.cashier.day_figures import day_figures
from desk_app.modules.cashier.records import DayClose, MonthClose, Receipt
from desk_app.modules.cashier.refunds import REFUND_REQUESTS
from desk_app.modules.cashier.roll_forward import roll_forward
from desk_app.modules.cashier.statement import statement
from desk_app.modules.cashier.tenders import Tender
from desk_app.modules.staff.records import StaffMember
from tests.billed_rooms import AREA, bind, make_tariff

TODAY = datetime.date(2026, 11, 23)


def columns(bill):
    """Return what the bill asks, what was let off, and what is paid."""
    fresh = Bill.get_by_id(bill.id)
    return fresh.amount, fresh.reduced, fresh.paid


def lines(receipt):
    return [(line.purpose, line.amount) for line in journal.lines_of(receipt)]


@pytest.fixture
def correct(cashier):
    """Return a function that lowers a bill to a new amount, or by so much less, as a rule says; the manager approved it."""

    def do(bill, new_amount=None, less=None, **more):
        asked = {"reason": "面积录错", "approved_by": "孙经理", "desk": cashier}
        if new_amount is not None:
            less = asked_now(Bill.get_by_id(bill.id)) - new_amount
        return correct_bills({bill.id: less}, **(asked | more))

    return do


@pytest.fixture
def balanced():
    """In the end the months' roll-forwards balance to 0.00."""
    yield
    assert [roll_forward(period).difference for period in (202610, 202611, 202612)] == [0, 0, 0]


pytestmark = pytest.mark.usefixtures("balanced")


def test_what_is_not_paid_is_only_reduced(owe, correct, room):
    bill = owe(22696)
    assert correct(bill, new_amount=14642) is None
    assert columns(bill) == (22696, 8054, 0)
    assert prepaid.balance(room.id) == 0


def test_what_is_paid_goes_into_prepaid_money_by_a_transfer_receipt(owe, pay, cashier, correct, room):
    bill = owe(22696)
    pay(22696, cashier)
    receipt = correct(bill, less=8054)
    assert (receipt.number, receipt.kind, receipt.total) == ("JZ2026-000001", "transfer", 0)
    assert (receipt.payer_name, receipt.approved_by, receipt.note) == ("张伟", "孙经理", "面积录错")
    assert lines(receipt) == [("bill", -8054), ("prepaid", 8054)]
    assert journal.methods_of(receipt) == []
    assert columns(bill) == (22696, 8054, 14642)
    assert prepaid.purses(room.id) == {None: 8054}
    assert statement(room.id).closing == (0, 8054)


def test_of_a_bill_paid_in_part_the_open_part_is_let_off_first(owe, pay, cashier, correct, room):
    bill = owe(22696)
    pay(20000, cashier)
    assert correct(bill, less=2000) is None
    assert columns(bill) == (22696, 2000, 20000)
    assert correct(bill, new_amount=15000).total == 0
    assert columns(bill) == (22696, 7696, 15000)
    assert prepaid.balance(room.id) == 5000


def test_a_bill_is_corrected_to_nothing(owe, pay, cashier, correct, room):
    bill = owe(22696)
    pay(22696, cashier)
    correct(bill, new_amount=0)
    assert columns(bill) == (22696, 22696, 0)
    assert prepaid.balance(room.id) == 22696


def test_the_reduction_names_both_persons_and_is_used_up(owe, correct):
    bill = owe(22696)
    correct(bill, less=8054)
    made = Reduction.get()
    assert (made.kind, made.state, made.amount, made.used) == ("correction", "consumed", 8054, 8054)
    assert (made.number, made.asked_by, made.approved_by, made.cause) == (
        "JM-202611-0001",
        "王芳",
        "孙经理",
        "面积录错",
    )
    assert [row.action for row in store.history(REDUCTIONS, made.id)] == ["set_against", "create"]


def test_the_same_request_again_does_nothing(owe, pay, cashier, correct, room):
    bill, unpaid = owe(22696), owe(9000, "2026-11")
    pay(22696, cashier)
    first = correct(bill, new_amount=14642, request="甲")
    assert correct(bill, less=8054, request="甲") == first
    assert correct(unpaid, less=1000, request="乙") is correct(unpaid, less=1000, request="乙") is None
    assert columns(unpaid) == (9000, 1000, 0)
    assert (prepaid.balance(room.id), Reduction.select().count()) == (8054, 2)


def test_v19_months_paid_beyond_the_end_of_the_contract_are_paid_back(pay, sit, cashier, manager, room, desk):
    """Ends on 20 October, paid to the end of the year: 226.963 × 11/31 = 80.54, and 2 × 226.96: 534.46."""
    room.charged_area = AREA
    room.save()
    binding = bind(desk, room, make_tariff(desk), datetime.date(2026, 10, 1))
    settings.change({"bills_from": "202610"}, desk)
    single_bills.bill_ahead(room.id, binding, datetime.date(2026, 12, 31), desk)
    pay(3 * 22696, cashier)
    cuts = paid_beyond(room.id, datetime.date(2026, 10, 20))
    beyond = {cut.bill.id: cut.less for cut in cuts}
    receipt = correct_bills(beyond, reason="合同终止", desk=cashier, approved_by="孙经理", request="终止")
    assert [fen for _purpose, fen in lines(receipt)] == [-8054, -22696, -22696, 53446]
    assert prepaid.balance(room.id) == 53446
    assert Reduction.get().item_id == cuts[0].bill.item_id

    asked = store.new(
        REFUND_REQUESTS, room=room, sort="prepaid", amount=53446, applicant="张伟", cause="合同终止",
        is_payer=True, method="cash", original="back",
    )  # fmt: skip
    asked = store.save(asked, cashier)
    accountant = sit("吴会计", "accountant")
    for name, desk, entries in (
        ("ask", cashier, {}),
        ("check", accountant, {}),
        ("approve", manager, {}),
        ("pay", cashier, {"all_signed": True}),
    ):
        record = asked.record
        asked = store.apply(REFUND_REQUESTS, name, record.id, record.version, desk, entries=entries)
    assert (asked.record.state, asked.record.refund.total) == ("paid", -53446)
    assert prepaid.balance(room.id) == 0


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"less": 0}, "现在应收 226.96 元，更正后应比它少"),
        ({"new_amount": 22696}, "要多收请另开一笔账单"),
        ({"less": 22697}, "不能少收 226.97 元"),
        ({"new_amount": -1}, "不能少收 226.97 元"),
        ({"less": 100, "approved_by": "王芳"}, "审核人不能是经办人自己"),
        ({"less": 100, "approved_by": " "}, "须由另一人审核"),
        ({"less": 100, "reason": ""}, "请写明原因"),
    ],
)
def test_what_cannot_be_corrected_is_refused_and_nothing_is_written(
    owe, pay, cashier, correct, more, sentence
):
    bill = owe(22696)
    pay(22696, cashier)
    with pytest.raises(DeskError, match=sentence):
        correct(bill, **more)
    assert columns(bill) == (22696, 0, 22696)
    assert (Reduction.select().count(), Receipt.select().count()) == (0, 1)


def test_a_void_bill_is_not_corrected(owe, correct, cashier):
    bill = owe(22696)
    ledger.take_bill_back(bill.id, cashier, "重复")
    with pytest.raises(DeskError, match=r"3-1-502 物业服务费 202610 已经作废"):
        correct(bill, less=100)


def test_a_clerk_corrects_no_bill(owe, correct, clerk):
    with pytest.raises(DeskError, match="更正账单须由收银员、"):
        correct(owe(22696), less=100, desk=clerk)


@pytest.mark.parametrize("is_paid", [False, True])
def test_nothing_is_dated_into_a_closed_day_or_month(owe, pay, cashier, correct, is_paid):
    bill = owe(22696)
    if is_paid:
        pay(22696, cashier)
    before = columns(bill)
    closed = DayClose.create(
        cashier="王芳", business_on=TODAY, cash_counted=0, closed_at=datetime.datetime.now()
    )
    with pytest.raises(DeskError, match="已经日结"):
        correct(bill, less=100)
    DayClose.update(state="reopened").where(DayClose.id == closed.id).execute()
    MonthClose.create(period=202611, closed_at=datetime.datetime.now(), closed_by="吴会计")
    with pytest.raises(DeskError, match="202611 已经月结"):
        correct(bill, less=100)
    assert columns(bill) == before


def test_a_closed_month_stays_as_it_was(items, pay, sit, correct, room):
    """The bill is October's, paid in October and closed; the correction is November's."""
    days = [datetime.date(2026, 10, 1), datetime.date(2026, 10, 31), datetime.date(2026, 10, 31)]
    bill = ledger.post_bill(room.id, items["WY"].id, 22696, *days, sit(on="2026-10-01"))
    pay(22696, sit(on="2026-10-20"))
    before, old_day = roll_forward(202610), day_figures("王芳", datetime.date(2026, 10, 20))
    MonthClose.create(period=202610, closed_at=datetime.datetime.now(), closed_by="吴会计")
    correct(bill, less=8054)
    assert roll_forward(202610) == before
    assert day_figures("王芳", datetime.date(2026, 10, 20)) == old_day
    now = roll_forward(202611)
    assert (now.total.reduced, now.total.old, now.total.closing) == (8054, -8054, 0)
    assert (now.prepaid.received, now.prepaid.undone, now.prepaid.closing) == (0, 8054, 8054)


def test_no_money_moves_on_the_day_of_a_correction(owe, pay, sit, correct):
    bill = owe(22696)
    pay(22696, sit(on="2026-11-20"))
    correct(bill, less=8054)
    today = day_figures("王芳", TODAY)
    assert (today.money, today.cash_in, today.cash_out, today.reduced) == (0, 0, 0, 8054)
    assert sorted((row.name, row.total) for row in today.matrix) == [("物业服务费", -8054), ("预存款", 8054)]


def test_the_late_fee_on_what_was_never_owed_goes_with_it(owe, rate, pay, sit, correct, room):
    """680.88 from 1 April to 15 May, and 180.88 to 30 June: 15.32 and 4.16. Of 600.00 they are 13.50 and 2.30."""
    bill = owe(68088, "2025-03")
    rate("0.5")
    pay(50000, sit(on="2025-05-15"))
    pay(18088 + 1532 + 416, sit(on="2025-06-30"))
    correct(bill, less=8088)
    late = [(each.amount, each.reduced, each.paid) for each in Bill.select().where(Bill.late_for == bill.id)]
    assert late == [(1532, 182, 1350), (416, 186, 230)]
    assert prepaid.balance(room.id) == 8088 + 182 + 186
    assert (Reduction.get().amount, Reduction.get().item_id) == (8088 + 182 + 186, bill.item_id)
    correct(bill, less=10000)
    late = [each.amount - each.reduced for each in Bill.select().where(Bill.late_for == bill.id)]
    assert late == [1125, 0]


def test_a_late_fee_let_off_already_is_not_lowered_again(owe, rate, pay, sit, correct, room, manager):
    bill = owe(68088, "2025-03")
    rate("0.5")
    pay(50000, sit(on="2025-05-15"))
    late = Bill.get(Bill.late_for == bill.id)
    correct(late, new_amount=0)
    correct(bill, less=8088)
    assert columns(late) == (1532, 1532, 0)
    assert columns(bill) == (68088, 8088, 50000)


def test_a_late_fee_is_corrected_like_any_bill(owe, rate, pay, sit, correct, room):
    bill = owe(68088, "2025-03")
    rate("0.5")
    pay(68088 + 1532, sit(on="2025-05-15"))
    late = Bill.get(Bill.late_for == bill.id)
    correct(late, new_amount=0)
    assert prepaid.balance(room.id) == 1532


# -- undoing afterwards -----------------------------------------------------------------------------------------------


def test_the_receipt_that_paid_is_reversed_partly_out_of_prepaid_money(owe, pay, cashier, correct, room):
    """The cheque bounced: the bill is open at its corrected sum, and nothing stays in the purse."""
    bill = owe(22696)
    paid = pay(22696, cashier)
    correct(bill, less=8054)
    red = undoing.reverse_receipt(paid.id, "支票退票", cashier, "孙经理")
    assert red.total == -22696
    assert lines(red) == [("prepaid", -8054), ("bill", -14642)]
    assert columns(bill) == (22696, 8054, 0)
    assert prepaid.balance(room.id) == 0
    pay(14642, cashier)
    assert columns(bill) == (22696, 8054, 14642)


def test_one_of_two_receipts_gives_back_what_the_bill_no_longer_holds(owe, pay, cashier, correct, room):
    bill = owe(22696)
    first, second = pay(10000, cashier), pay(12696, cashier)
    correct(bill, less=8054)
    undoing.reverse_receipt(first.id, "错", cashier, "孙经理")
    assert (columns(bill), prepaid.balance(room.id)) == ((22696, 8054, 4642), 8054)
    undoing.reverse_receipt(second.id, "错", cashier, "孙经理")
    assert (columns(bill), prepaid.balance(room.id)) == ((22696, 8054, 0), 0)


def test_an_offset_is_reversed_into_the_purse_once(owe, pay, cashier, correct, room):
    pay(22696, cashier)
    bill = owe(22696)
    offset = prepaid.offset_room(room.id, cashier)
    correct(bill, new_amount=0)
    undoing.reverse_receipt(offset.id, "错", cashier, "孙经理")
    assert prepaid.balance(room.id) == 22696
    assert columns(bill) == (22696, 22696, 0)


def test_a_receipt_whose_freed_money_was_paid_back_is_not_reversed(owe, pay, cashier, correct, room):
    bill = owe(22696)
    paid = pay(22696, cashier)
    correct(bill, less=8054)
    prepaid.refund_prepaid(
        room.id, 8054, [Tender("cash", 8054)], cashier, approved_by="孙经理", reason="退", payer_name="张伟",
        request="退",
    )  # fmt: skip
    with pytest.raises(DeskError, match=r"预存款不够，还差 80\.54 元"):
        undoing.reverse_receipt(paid.id, "错", cashier, "孙经理")
    assert columns(bill) == (22696, 8054, 14642)


def test_the_receipt_that_paid_is_not_voided_any_more(owe, pay, cashier, correct):
    bill = owe(22696)
    paid = pay(22696, cashier)
    correct(bill, less=8054)
    with pytest.raises(DeskError, match=r"收的账单更正过，有 80\.54 元已转入预存款。请用冲红"):
        undoing.void_receipt(paid.id, "错", cashier)


def test_a_receipt_of_a_bill_only_reduced_is_voided_as_ever(owe, pay, cashier, correct):
    bill = owe(22696)
    paid = pay(10000, cashier)
    correct(bill, less=8054)
    undoing.void_receipt(paid.id, "错", cashier)
    assert columns(bill) == (22696, 8054, 0)


def test_a_correction_is_undone_by_taking_its_reduction_back(owe, pay, cashier, manager, correct, room):
    bill = owe(22696)
    paid = pay(22696, cashier)
    receipt = correct(bill, less=8054)
    for undo in (
        lambda: undoing.void_receipt(receipt.id, "错", cashier),
        lambda: undoing.reverse_receipt(receipt.id, "错", cashier, "孙经理"),
    ):
        with pytest.raises(DeskError, match="请撤销减免单 JM-202611-0001"):
            undo()
    made = Reduction.get()
    store.apply(REDUCTIONS, "take_back", made.id, made.version, manager, reason="更正错了")
    assert columns(bill) == (22696, 0, 14642)
    prepaid.offset_room(room.id, cashier)
    assert (columns(bill), prepaid.balance(room.id)) == ((22696, 0, 22696), 0)
    undoing.reverse_receipt(paid.id, "退票", cashier, "孙经理")
    assert columns(bill) == (22696, 0, 0)


def test_a_run_with_a_bill_corrected_to_nothing_is_undone_and_its_receipt_reversed_from_the_purse(
    pay, cashier, correct, room, desk, manager
):
    room.charged_area = AREA
    room.save()
    bind(desk, room, make_tariff(desk), datetime.date(2026, 10, 1))
    run = runs.post_run(runs.make_run(202610, desk).id, desk)
    paid = pay(22696, cashier)
    correct(Bill.get(), new_amount=0)
    runs.undo_run(run.id, manager, "重复出账")
    assert Bill.get().state == "void"
    undoing.reverse_receipt(paid.id, "退票", cashier, "孙经理")
    assert prepaid.balance(room.id) == 0


# -- asked by one, approved by another ---------------------------------------------------------------------------------


@pytest.fixture
def approve():
    def take(slip, desk, **entries):
        return store.apply(
            REDUCTIONS,
            "approve",
            slip.id,
            store.load(REDUCTIONS, slip.id).record.version,
            desk,
            entries=entries,
        )

    return take


def ask(bill, desk, less=8054):
    return ask_correction(bill.id, less=less, reason="面积录错", desk=desk, request=f"{bill.id}-{less}")


def test_a_correction_waits_until_another_person_approves_it(owe, pay, cashier, manager, approve, room):
    bill = owe(22696)
    pay(22696, cashier)
    slip = ask(bill, cashier)
    assert (slip.state, slip.kind, slip.bill_id, columns(bill)) == (
        "asked",
        "correction",
        bill.id,
        (22696, 0, 22696),
    )
    assert ask(bill, cashier).id == slip.id
    with pytest.raises(DeskError, match=r"已有更正申请 JM-202611-0001 在等批准"):
        ask(bill, cashier, less=100)
    with pytest.raises(DeskError, match="申请人不能批准自己的减免"):
        approve(slip, cashier_with("manager", cashier))
    with pytest.raises(DeskError, match="批准"):
        approve(slip, cashier_with("cashier", manager))
    approve(slip, manager)
    assert columns(bill) == (22696, 8054, 14642)
    made, freed = Reduction.get(), Receipt.get(Receipt.kind == "transfer")
    assert (made.state, made.used, made.approved_by) == ("consumed", 8054, "孙经理")
    assert (freed.cashier, freed.approved_by, freed.request) == ("王芳", "孙经理", made.request)
    assert prepaid.balance(room.id) == 8054


def cashier_with(role, desk):
    return replace(desk, actor=replace(desk.actor, roles=frozenset({role})))


def test_a_correction_is_approved_by_who_may_let_off_so_much(owe, sit, cashier, approve, items):
    supervisor, bill = sit("李主管", "supervisor"), owe(22696)
    slip = ask(bill, cashier, less=15000)
    with pytest.raises(DeskError, match=r"减免 150\.00 元超过了您的权限 100\.00 元"):
        approve(slip, supervisor)
    assert columns(bill) == (22696, 0, 0)
    approve(slip, sit("孙经理", "manager"))
    assert columns(bill) == (22696, 15000, 0)


def test_an_approved_correction_lowers_the_late_fee_too(owe, rate, pay, sit, cashier, approve, manager, room):
    bill = owe(68088, "2025-03")
    rate("0.5")
    pay(68088 + 1532, sit(on="2025-05-15"))
    slip = approve(ask(bill, cashier, less=8088), manager).record
    assert (slip.amount, slip.used, prepaid.balance(room.id)) == (8270, 8270, 8270)
    store.apply(REDUCTIONS, "take_back", slip.id, slip.version, manager, reason="没有错")
    prepaid.offset_room(room.id, cashier)
    assert prepaid.balance(room.id) == 0


def test_a_bill_paid_back_meanwhile_is_not_corrected_beyond_what_it_asks(
    owe, cashier, manager, approve, correct
):
    bill = owe(22696)
    slip = ask(bill, cashier, less=20000)
    correct(bill, less=10000)
    with pytest.raises(DeskError, match=r"现在应收 126\.96 元，不能少收 200\.00 元"):
        approve(slip, manager)
    assert columns(bill) == (22696, 10000, 0)


def test_where_the_staff_is_entered_the_second_person_is_one_of_them(owe, correct):
    StaffMember.create(name="孙 经理")
    StaffMember.create(name="周会计", left_on=TODAY)
    bill = owe(22696)
    for name in ("隔壁老王", "周会计"):
        with pytest.raises(DeskError, match=f"在职员工里没有“{name}”"):
            correct(bill, less=100, approved_by=name)
    correct(bill, less=100, approved_by="孙经理")
    assert columns(bill) == (22696, 100, 0)


def test_what_lay_in_prepaid_money_bears_no_late_fee_when_a_correction_is_taken_back(
    owe, rate, pay, sit, manager, correct, cashier, room
):
    """Paid in time, corrected by mistake, taken back: paid from prepaid money on the same day, nothing is late."""
    bill = owe(22696, "2026-03")
    rate("0.5")
    pay(22696, sit(on="2026-03-20"))
    correct(bill, less=8054)
    made = Reduction.get()
    store.apply(REDUCTIONS, "take_back", made.id, made.version, manager, reason="没有错")
    prepaid.offset_room(room.id, cashier)
    assert columns(bill) == (22696, 0, 22696)
    assert not Bill.select().where(Bill.late_for == bill.id).exists()
