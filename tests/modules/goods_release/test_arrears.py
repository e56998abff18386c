"""搬家迁出 with arrears (R15, domain.md 4.6): refused with the sum by item, or let pass by a manager with a reason."""

import datetime

import pytest

from desk_app.kernel import settings, store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import TransitionRefused
from desk_app.kernel.store import AuditRow
from desk_app.modules.arrears import guard
from desk_app.modules.billing import holds, ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.goods_release.papers import slip_values
from desk_app.modules.goods_release.records import ReleasedGoods
from desk_app.modules.goods_release.slip import SLIPS

DAY = datetime.date(2026, 11, 23)


@pytest.fixture
def manager(office):
    return Desk(Actor("孙经理", frozenset({"manager"})), office.desk.now)


@pytest.fixture
def owing(room, desk):
    """S04: the room owes 86.40 of water and 1,080.00 of fees; the month that has begun is not due yet."""
    codes = {item.code: item for item in FeeItem.select()}
    for code, name in (("SF", "水费"), ("WY", "物业服务费")):
        codes.setdefault(code, None)
        codes[code] = codes[code] or FeeItem.create(code=code, name=name)
    first, last = datetime.date(2026, 11, 1), datetime.date(2026, 11, 30)
    due = datetime.date(2026, 10, 31)
    ledger.post_bill(room.id, codes["SF"].id, 86_40, due.replace(day=1), due, due, desk)
    ledger.post_bill(room.id, codes["WY"].id, 1080_00, first, last, last, desk)
    return room


@pytest.fixture
def slip(owing, desk):
    draft = store.new(SLIPS, room=owing, carrier="张伟", valid_on=DAY, nature="move_out", cause="搬离")
    draft.rows["goods"] = [ReleasedGoods(name="沙发", quantity=1)]
    return store.save(draft, desk)


def press(name, draft, desk, **entries):
    return store.apply(SLIPS, name, draft.record.id, draft.record.version, desk, entries=entries)


def test_whoever_moves_out_and_owes_gets_no_slip_and_is_told_what_by_item(slip, manager):
    with pytest.raises(TransitionRefused) as refused:
        press("issue", slip, manager)
    assert str(refused.value) == (
        "没有搬家放行：3-1-502 截至 2026-11-23 欠费 1,166.40 元（水费 86.40、物业服务费 1,080.00）。"
        "请先缴清；确需办理的，由项目经理写明原因特批。"
    )
    assert store.load(SLIPS, slip.record.id).record.state == "draft"


def test_a_manager_lets_it_pass_and_the_reason_is_kept_logged_and_printed(slip, manager):
    issued = press("issue_despite", slip, manager, arrears_reason="已签还款协议")
    assert (issued.record.state, issued.record.arrears_by) == ("issued", "孙经理")
    assert issued.record.number == "FX-202611-0001"
    (kept,) = guard.overrides(slip.record.room_id)
    assert (kept.actor, kept.what, kept.kind, kept.record_id, kept.total, kept.reason) == (
        "孙经理", "move_out", "goods_release_slips", slip.record.id, 1166_40, "已签还款协议",
    )  # fmt: skip
    assert kept.items == '[["水费", 8640], ["物业服务费", 108000]]'
    logged = AuditRow.get(AuditRow.action == "arrears_override")
    assert (logged.kind, logged.record_id, logged.reason) == ("rooms", slip.record.room_id, "已签还款协议")
    printed = slip_values(issued)["arrears_note"]
    assert printed == (
        "\n截至 2026-11-23 欠费 1,166.40 元（水费 86.40、物业服务费 1,080.00），孙经理特批：已签还款协议"
    )


@pytest.mark.parametrize(
    ("roles", "reason", "told"),
    [({"clerk"}, "急", "需要 项目经理 来做"), ({"manager"}, " ", "请写明特批的原因")],
)
def test_nobody_else_and_nothing_without_a_reason(slip, office, roles, reason, told):
    desk = Desk(Actor("某人", frozenset(roles)), office.desk.now)
    with pytest.raises(TransitionRefused, match=told):
        press("issue_despite", slip, desk, arrears_reason=reason)
    assert list(guard.overrides(slip.record.room_id)) == []


def test_an_office_may_always_refuse_or_only_remind(slip, manager, desk):
    settings.change({"arrears_guard": "一律不办"}, desk)
    with pytest.raises(TransitionRefused, match=r"请先缴清。$"):
        press("issue_despite", slip, manager, arrears_reason="老业主")
    settings.change({"arrears_guard": "仅提醒，印在单据上"}, desk)
    issued = press("issue", slip, desk)
    assert slip_values(issued)["arrears_note"].endswith("，已提醒缴纳。")
    assert issued.record.arrears_by is None


def test_other_goods_leave_and_a_room_that_paid_moves_out(slip, owing, desk, manager):
    ledger.settle({bill.id: bill.still_open for bill in ledger.open_bills(owing.id)})
    with pytest.raises(TransitionRefused, match="没有欠费"):
        press("issue_despite", slip, manager, arrears_reason="老业主")
    issued = press("issue", slip, desk)
    assert issued.record.arrears_note is None
    assert slip_values(issued)["arrears_note"] == ""


def test_a_single_thing_leaves_whatever_is_owed(owing, desk):
    draft = store.new(SLIPS, room=owing, carrier="张伟", valid_on=DAY, nature="carry_out")
    draft.rows["goods"] = [ReleasedGoods(name="电视", quantity=1)]
    assert press("issue", store.save(draft, desk), desk).record.state == "issued"


def test_what_is_in_dispute_or_not_begun_does_not_count(slip, owing, desk):
    for bill in ledger.open_bills(owing.id):
        holds.hold_bill(bill.id, desk, "有异议")
    item = FeeItem.get(FeeItem.code == "WY")
    ahead = datetime.date(2026, 12, 1)
    ledger.post_bill(owing.id, item.id, 100, ahead, ahead, ahead, desk)
    assert guard.why_not(owing.id, "move_out", desk) is None
    assert press("issue", slip, desk).record.state == "issued"


def test_passes_wait_only_for_what_is_overdue(owing, desk):
    assert guard.why_not(owing.id, "passes", desk).items == (("水费", 86_40),)
    assert guard.why_not(owing.id, "transfer", desk).total == 1166_40
