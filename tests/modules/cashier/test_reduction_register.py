"""The register of reductions: every fen let off between two days, by kind, reason, approver and room; in Excel too."""

import datetime

import pytest

from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import ledger, reductions
from desk_app.modules.billing.records import Reduction
from desk_app.modules.cashier import undoing
from desk_app.modules.cashier.reduction_register import LetOff, reductions_between, shares_of
from desk_app.modules.cashier.roll_forward import roll_forward
from desk_app.screens.reduction_list import ReductionList

NOVEMBER = (datetime.date(2026, 11, 1), datetime.date(2026, 11, 30))


@pytest.fixture
def let_off(room, manager):
    """Return a function that lets the room off so many fen by an approved reduction."""

    def do(fen, kind="service", cause="停水", number="JM-202611-0001", desk=manager):
        asked = Reduction.create(
            number=number,
            room=room,
            kind=kind,
            amount=fen,
            cause=cause,
            asked_by="王芳",
            approved_by=desk.actor.name,
            state="approved",
        )
        reductions.use(asked, ledger.open_bills(room.id), desk)
        return asked

    return do


@pytest.fixture
def november(owe, pay, let_off, cashier, manager):
    """A bill let off in part, one let off and taken back, an odd end at the desk, one more of a void receipt."""
    bill = owe(22696, "2026-11")
    let_off(2000)
    reductions.take_back(let_off(500, "hardship", "低保", "JM-202611-0002").id, manager)
    whole = {"picks": ((bill.id, 20696),), "rounding": 96, "to_prepaid": 0}
    undoing.void_receipt(pay(20600, cashier, **whole).id, "错", cashier)
    pay(20600, cashier, **whole)


def test_every_reduction_stands_there_with_its_reason_and_who_agreed(november):
    found = reductions_between(*NOVEMBER)
    assert [(one.number, one.kind, one.amount, one.cause, one.approved_by) for one in found] == [
        ("JM-202611-0001", "service", 2000, "停水", "孙经理"),
        ("JM-202611-0002", "hardship", 500, "低保", "孙经理"),
        ("JM-202611-0002", "hardship", -500, "低保", "孙经理"),
        ("SJ2026-000002", "rounding", 96, "", ""),
    ]
    assert found[0] == LetOff(
        datetime.date(2026, 11, 23), "JM-202611-0001", "service", "3-1-502", "物业服务费", 202611, 2000, "停水", "王芳", "孙经理"
    )  # fmt: skip
    assert sum(one.amount for one in found) == roll_forward(202611).total.reduced == 2096


def test_only_the_days_and_the_kind_asked_for_are_told(november):
    assert reductions_between(datetime.date(2026, 11, 1), datetime.date(2026, 11, 22)) == []
    assert [one.amount for one in reductions_between(*NOVEMBER, "rounding")] == [96]
    with pytest.raises(DeskError, match="结束日期早于开始日期"):
        reductions_between(*reversed(NOVEMBER))


def test_the_sums_by_kind_reason_approver_and_room(november):
    found = reductions_between(*NOVEMBER)
    by_kind = [(share.name, share.count, share.amount) for share in shares_of(found, "kind")]
    assert by_kind == [("服务赔偿", 1, 2000), ("抹零", 1, 96), ("低保或老旧", 2, 0)]
    assert [(share.name, share.amount) for share in shares_of(found, "approved_by")] == [("孙经理", 2000), ("", 96)]  # fmt: skip
    assert [(share.name, share.amount) for share in shares_of(found, "room")] == [("3-1-502", 2096)]


def test_the_list_goes_to_excel_with_its_sum(november, desk, tmp_path):
    from openpyxl import load_workbook

    shown = ReductionList(desk)
    assert str(shown.from_on) == "2026-10-01"  # the month that is to be closed
    shown.show_month(202611)
    shown.read()
    assert shown.told() == "共 4 笔，减免 20.96 元：服务赔偿 20.00、抹零 0.96、低保或老旧 0.00。"
    assert shown.export(tmp_path / "list.xlsx") == 4
    rows = list(load_workbook(tmp_path / "list.xlsx").active.iter_rows(values_only=True))
    assert (rows[0][0], rows[0][6]) == ("日期", "减免金额")
    assert [row[6] for row in rows[1:]] == [20, 5, -5, 0.96, 20.96]
    assert rows[-1][0] == "合计"
