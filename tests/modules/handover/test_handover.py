"""交房: identity first, every item and meter, fees from this very day and half a year of them, keys, the file (P1, S01)."""

import pytest

from desk_app.kernel import settings, store, waiting
from desk_app.kernel.errors import DeskError, InvalidRecord, TransitionRefused
from desk_app.modules.billing import ledger, runs
from desk_app.modules.billing.kinds import FEE_BINDINGS
from desk_app.modules.billing.records import Bill, FeeBinding
from desk_app.modules.cashier import payments
from desk_app.modules.cashier.tenders import Tender
from desk_app.modules.estate.records import Room
from desk_app.modules.handover.defects import open_defects
from desk_app.modules.handover.life import HANDOVERS
from desk_app.modules.handover.papers import hand_out_values, notice_values, sheet_values
from desk_app.modules.handover.records import Defect, Handover
from desk_app.modules.keys.records import KeyCustody, KeySet
from desk_app.modules.keys.sets import on_hook
from desk_app.modules.meters import readings
from desk_app.modules.meters.records import MeterReading
from tests.modules.handover.conftest import day

HALF_YEAR = 136_591
"""1,365.91 yuan (V03)."""


def asked(room, payer):
    """Return [(first day, last day, fen)] of what somebody is asked for a room."""
    return [
        (str(bill.from_on), str(bill.until_on), bill.amount)
        for bill in ledger.bills_of(room.id)
        if str(bill.payer) == payer
    ]


# -- S01 from the first step to the file -------------------------------------------------------------------------


def test_s01_a_flat_is_handed_over_from_the_counter_to_the_file(
    flat, charged, meters, firm, begin, press, note, pay, desk, at
):
    draft = begin(flat)
    assert (draft.record.number, str(draft.record.person)) == ("FJ-202503-0001", "张伟")
    assert [str(row.meter) for row in draft.rows["readings"]] == ["S-1502", "D-1502"]
    press("sign_in", draft)
    press("inspect", draft, identity_checked=True, inspector="李工")
    note(draft, (12_000, 3_000), (("门窗及锁", "主卧窗框渗水"), ("阳台", "推拉门卡滞")), firm)
    press("inspected", draft)
    billed = press("bill", draft)
    assert (str(billed.record.fees_from_on), str(billed.record.fees_until_on)) == ("2025-03-18", "2025-09-17")
    assert pay(flat) == HALF_YEAR
    press("pay", draft)
    done = press("hand_over", draft, keys_handed=3, keys_kept=1, keeps_key=True)
    room = Room.get_by_id(flat.id)
    assert (room.state, str(room.handed_over_on)) == ("delivered", "2025-03-18")
    assert str(done.record.handed_over_on) == "2025-03-18"
    assert [row.given for row in done.rows["hand_outs"]] == [row.due for row in done.rows["hand_outs"]]
    assert [defect.firm_id for defect in open_defects(flat.id)] == [firm.id, firm.id]
    (clock,) = waiting.of(HANDOVERS, [draft.record.id])[draft.record.id]
    assert clock.deadline == "file"
    with pytest.raises(TransitionRefused, match="2 项整改没有合格"):
        press("archive", draft, all_signed=True)
    with pytest.raises(TransitionRefused, match="签字"):
        press("archive", draft, archive_note="整改由李工跟进")
    press("archive", draft, all_signed=True, archive_note="整改由李工跟进")
    assert Handover.get_by_id(draft.record.id).state == "archived"
    assert waiting.find_differences() == []


def test_s01_a_clerk_does_all_of_it_but_taking_the_money(
    flat, charged, meters, firm, begin, press, note, pay, at
):
    clerk = at(roles=("clerk",))
    draft = begin(flat)
    press("notify", draft, by=clerk, posted_by="ems")
    press("appoint", draft, by=clerk, appointed_at=at(hours=1).now())
    press("sign_in", draft, by=clerk)
    press("inspect", draft, by=clerk, identity_checked=True)
    note(draft, (3_000, 12_000), (("门窗及锁", "渗水"),), firm)
    press("inspected", draft, by=clerk)
    press("bill", draft, by=clerk)
    pay(flat, by=at(roles=("cashier",)))
    press("pay", draft, by=clerk)
    press("hand_over", draft, by=clerk, keys_handed=3, keys_kept=1, keeps_key=True)
    press("archive", draft, by=clerk, all_signed=True, archive_note="整改由李工跟进")


def test_nobody_goes_to_the_flat_before_identity_and_papers_are_checked(flat, begin, press):
    draft = begin(flat)
    press("sign_in", draft)
    with pytest.raises(TransitionRefused, match="核对业主身份"):
        press("inspect", draft)
    with pytest.raises(TransitionRefused, match="委托书"):
        press("inspect", draft, identity_checked=True, agent="李四")
    press("inspect", draft, identity_checked=True, agent="李四", authorisation="WT-202503-0001")


def test_each_item_has_a_result_a_bad_one_its_problem_and_each_meter_a_reading(
    flat, meters, begin, press, note, desk
):
    draft = begin(flat)
    press("sign_in", draft)
    press("inspect", draft, identity_checked=True)
    with pytest.raises(TransitionRefused, match=r"门窗及锁.*还没有结果"):
        press("inspected", draft)
    note(draft, (), (("墙面", ""),))
    with pytest.raises(TransitionRefused, match="墙面不合格，请写明问题"):
        press("inspected", draft)
    note(draft, (12_000,), (("墙面", "空鼓"),))
    with pytest.raises(TransitionRefused, match="D-1502 还没有底数"):
        press("inspected", draft)
    assert not MeterReading.select().exists()
    assert not Defect.select().exists()
    note(draft, (12_000, 3_000), (("墙面", "空鼓"),))
    press("inspected", draft)
    assert [(row.kind, row.value) for row in MeterReading.select().order_by(MeterReading.id)] == [
        ("first", 12_000),
        ("first", 3_000),
    ]
    assert [(defect.part, defect.problem) for defect in Defect.select()] == [("墙面", "空鼓")]


def test_the_developers_use_ends_with_the_base_reading(flat, meters, desk, at, inspected):
    readings.record_reading(meters[0].id, 1_000, day("2025-02-18"), 202502, at(-28))
    inspected((3_000, 12_000))
    last = (
        MeterReading.select().where(MeterReading.meter == meters[0]).order_by(MeterReading.id.desc()).first()
    )
    assert (last.kind, last.value, last.used, str(last.read_on)) == ("final", 3_000, 2_000, "2025-03-18")


def test_an_inspection_taken_up_again_reads_anew_and_makes_no_defect_twice(
    flat, meters, inspected, press, note
):
    draft = inspected(bad=(("墙面", "空鼓"),))
    with pytest.raises(InvalidRecord, match="重新验房"):
        note(draft, (13_000, 4_000), (("墙面", "空鼓"),))
    press("inspect_again", draft, reason="读数看错")
    note(draft, (13_000, 12_000), (("墙面", "空鼓"), ("地面", "开裂")))
    press("inspected", draft)
    kept = MeterReading.select().where(MeterReading.state == "kept").order_by(MeterReading.meter)
    assert [row.value for row in kept] == [13_000, 12_000]
    assert [defect.problem for defect in Defect.select().order_by(Defect.id)] == ["空鼓", "开裂"]


def test_a_reading_that_looks_wrong_is_confirmed_before_the_keys_go_out(
    flat, charged, meters, desk, at, inspected, press, pay
):
    readings.record_reading(meters[0].id, 9_000, day("2025-02-18"), 202502, at(-28))
    draft = inspected((3_000, 12_000))
    press("bill", draft)
    pay(flat)
    press("pay", draft)
    with pytest.raises(TransitionRefused, match="底数异常待核对"):
        press("hand_over", draft, keys_handed=4)


# -- T12, R27, V03: fees from this very day ----------------------------------------------------------------------


def test_v03_half_a_year_from_the_day_of_the_handover_is_1365_91(flat, charged, inspected, press):
    draft = inspected(())
    press("bill", draft)
    bills = asked(flat, "张伟")
    assert (bills[0], bills[-1]) == (
        ("2025-03-18", "2025-03-31", 10_250),
        ("2025-09-01", "2025-09-17", 12_861),
    )
    assert [fen for _from, _until, fen in bills[1:-1]] == [22_696] * 5
    assert sum(fen for _from, _until, fen in bills) == HALF_YEAR


def test_t12_the_owner_pays_from_this_very_day_and_the_developer_until_the_day_before(
    flat, charged, inspected, press
):
    press("bill", inspected(()))
    developers = FeeBinding.get_by_id(charged.id)
    owners = FeeBinding.get(FeeBinding.room == flat, FeeBinding.state == "active")
    assert (developers.state, str(developers.until_on)) == ("ended", "2025-03-17")
    assert (str(owners.payer), str(owners.from_on), owners.follows_id) == ("张伟", "2025-03-18", charged.id)


def test_t12_a_month_the_developer_was_asked_for_is_shared_with_the_owner(
    flat, charged, inspected, press, desk
):
    """V04: 124.46 + 102.50 = 226.96."""
    runs.post_run(runs.make_run(202503, desk).id, desk)
    assert asked(flat, "安和置业")[-1] == ("2025-03-01", "2025-03-31", 22_696)
    press("bill", inspected(()))
    assert asked(flat, "安和置业")[-1] == ("2025-03-01", "2025-03-17", 12_446)
    assert asked(flat, "张伟")[0] == ("2025-03-18", "2025-03-31", 10_250)


def test_t12_fees_worked_out_yesterday_are_worked_out_anew_before_the_keys_go_out(
    flat, charged, inspected, press, at, pay
):
    draft = inspected(())
    press("bill", draft)
    press("let_pass", draft, unpaid_reason="业主明日转账")
    with pytest.raises(TransitionRefused, match="从当日起"):
        press("hand_over", draft, by=at(1), keys_handed=4)


def test_what_was_asked_is_taken_back_and_the_developer_goes_on_paying(flat, charged, inspected, press, at):
    draft = inspected(())
    press("bill", draft)
    press("unbill", draft, reason="业主改日再办")
    assert asked(flat, "张伟") == []
    assert (FeeBinding.get_by_id(charged.id).state, FeeBinding.get_by_id(charged.id).until_on) == (
        "active",
        None,
    )
    again = press("bill", draft, by=at(2))
    assert str(again.record.fees_from_on) == "2025-03-20"
    assert asked(flat, "张伟")[0][:2] == ("2025-03-20", "2025-03-31")
    assert str(FeeBinding.get_by_id(charged.id).until_on) == "2025-03-19"


def test_what_was_paid_is_not_taken_back(flat, charged, inspected, press, pay):
    draft = inspected(())
    press("bill", draft)
    pay(flat)
    with pytest.raises(TransitionRefused, match="冲红"):
        press("unbill", draft, reason="重算")


def test_a_flat_without_a_tariff_is_not_charged_by_guess(flat, tariff, inspected, press):
    draft = inspected(())
    with pytest.raises(TransitionRefused, match="请选择物业费标准"):
        press("bill", draft)
    press("bill", draft, tariff=tariff)
    assert sum(fen for *_days, fen in asked(flat, "张伟")) == HALF_YEAR


def test_a_binding_made_for_the_owner_beforehand_begins_with_the_handover(
    flat, tariff, desk, inspected, press
):
    owner = flat.holdings[0].person
    made = store.save(
        store.new(FEE_BINDINGS, room=flat, tariff=tariff, payer=owner, from_on=day("2025-03-01")), desk
    ).record
    draft = inspected(())
    press("bill", draft)
    assert str(FeeBinding.get_by_id(made.id).from_on) == "2025-03-18"
    assert sum(fen for *_days, fen in asked(flat, "张伟")) == HALF_YEAR
    press("unbill", draft, reason="改日")
    press("bill", draft)
    assert FeeBinding.select().where(FeeBinding.room == flat).count() == 1


def test_a_month_the_developer_has_paid_is_settled_with_him_first(flat, charged, inspected, press, desk):
    runs.post_run(runs.make_run(202503, desk).id, desk)
    (bill,) = ledger.open_bills(flat.id)
    payments.take_payment(
        payments.Payment(
            room_id=flat.id,
            payer_name="安和置业",
            request=payments.new_request(),
            picks=((bill.id, bill.still_open),),
            tenders=(Tender("cash", bill.still_open),),
        ),
        desk,
    )
    draft = inspected(())
    with pytest.raises(DeskError, match="已向原缴费人收到 2025-03-31"):
        press("bill", draft)
    assert FeeBinding.get_by_id(charged.id).state == "active"


def test_r27_the_sheet_shows_from_when_to_when_fees_run_and_the_receipt(
    flat, charged, meters, inspected, press, pay
):
    draft = inspected((12_000, 3_000))
    blank = sheet_values(draft)
    assert (blank["fees_from_on"], blank["fees_until_on"]) == (None, None)
    billed = press("bill", draft)
    values = sheet_values(billed)
    assert (str(values["fees_from_on"]), str(values["fees_until_on"])) == ("2025-03-18", "2025-09-17")
    assert (values["total"], values["unpaid"], values["receipts"]) == (HALF_YEAR, "1,365.91", "")
    pay(flat)
    paid = sheet_values(store.load(HANDOVERS, draft.record.id))
    assert paid["unpaid"] == ""
    assert paid["receipts"]
    assert [row["value"] for row in paid["meters"]] == ["12", "3"]


def test_r27_no_keys_while_the_fee_period_is_not_on_the_sheet(flat, charged, inspected, press, pay, desk):
    draft = inspected(())
    press("bill", draft)
    pay(flat)
    press("pay", draft)
    store.amend(HANDOVERS, draft.record.id, desk, "edit", fees_until_on=None)
    with pytest.raises(TransitionRefused, match="R27"):
        press("hand_over", draft, keys_handed=4)


def test_it_counts_as_paid_only_when_the_cash_desk_has_taken_the_money(flat, charged, inspected, press, pay):
    draft = inspected(())
    press("bill", draft)
    with pytest.raises(TransitionRefused, match=r"还有 1,365\.91 元没有交"):
        press("pay", draft)
    pay(flat)
    assert press("pay", draft).record.state == "paid"


def test_unpaid_keys_go_out_only_with_the_managers_reason_or_not_at_all(
    flat, charged, inspected, press, at, desk
):
    draft = inspected(())
    press("bill", draft)
    with pytest.raises(TransitionRefused, match="项目经理"):
        press("let_pass", draft, by=at(roles=("clerk",)), unpaid_reason="下周交")
    with pytest.raises(TransitionRefused, match="写明"):
        press("let_pass", draft)
    settings.change({"handover_unpaid": "refuse"}, desk)
    with pytest.raises(TransitionRefused, match="一律不发"):
        press("let_pass", draft, unpaid_reason="下周交")
    settings.change({"handover_unpaid": "override"}, desk)
    assert press("let_pass", draft, unpaid_reason="下周交").record.state == "paid"


# -- R26: the kept key -------------------------------------------------------------------------------------------


@pytest.fixture
def paid(flat, charged, inspected, press, pay):
    """Return a function that brings the flat's handover to where only the keys are left."""

    def make(bad=()):
        draft = inspected((), bad)
        press("bill", draft)
        pay(flat)
        return press("pay", draft)

    return make


BAD = (("门窗及锁", "窗框渗水"),)


def test_r26_a_key_stays_only_with_the_owners_consent(flat, paid, press):
    draft = paid(BAD)
    with pytest.raises(TransitionRefused, match="业主同意并在留存书上签字（R26）"):
        press("hand_over", draft, keys_handed=3, keys_kept=1)
    assert not KeyCustody.select().exists()
    done = press("hand_over", draft, keys_handed=3, keys_kept=1, keeps_key=True)
    letter = KeyCustody.get()
    assert (done.record.custody_id, letter.state, letter.owner_signed) == (letter.id, "kept", True)
    assert on_hook(KeySet.get_by_id(letter.key_set_id)) == 1


def test_r26_one_key_stays_and_only_for_defects(flat, paid, press):
    draft = paid()
    with pytest.raises(TransitionRefused, match="没有要整改的项目"):
        press("hand_over", draft, keys_handed=3, keys_kept=1, keeps_key=True)
    with pytest.raises(TransitionRefused, match="只留一把"):
        press("hand_over", draft, keys_handed=2, keys_kept=2, keeps_key=True)


def test_every_key_is_accounted_for(flat, paid, press):
    draft = paid()
    with pytest.raises(TransitionRefused, match="请填写实领"):
        press("hand_over", draft)
    with pytest.raises(TransitionRefused, match="对不上"):
        press("hand_over", draft, keys_handed=5)
    with pytest.raises(TransitionRefused, match="还差 1 把"):
        press("hand_over", draft, keys_handed=3)
    done = press("hand_over", draft, keys_handed=4)
    assert (done.record.custody_id, done.record.handled_by) == (None, "王芳")
    values = hand_out_values(done)
    assert values["things"][0] == {
        "no": "1",
        "name": "入户门钥匙",
        "unit": "把",
        "due": "4",
        "given": "4",
        "kept": "",
    }


def test_what_was_signed_for_is_not_changed_afterwards_but_a_missing_paper_is_ticked(flat, paid, press, desk):
    done = press("hand_over", paid(), keys_handed=4)
    done.record.keys_handed = 3
    with pytest.raises(InvalidRecord, match="不能改"):
        store.save(done, desk)
    fresh = store.load(HANDOVERS, done.record.id)
    for row in fresh.rows["papers_received"]:
        row.is_received = True
    store.save(fresh, desk)
    press("archive", fresh, all_signed=True)


# -- exits -------------------------------------------------------------------------------------------------------


def test_an_owner_who_refuses_or_puts_it_off_is_noted_with_the_reason(flat, begin, press, at):
    draft = begin(flat)
    with pytest.raises(TransitionRefused, match="寄送方式"):
        press("notify", draft)
    press("notify", draft, posted_by="registered")
    assert Room.get_by_id(flat.id).state == "notified"
    with pytest.raises(TransitionRefused, match="原因"):
        press("refuse", draft)
    press("refuse", draft, refused_why="渗水没有修")
    assert Room.get_by_id(flat.id).state == "refused"
    with pytest.raises(TransitionRefused, match="约定再办"):
        press("defer", draft, refused_why="修好再来")
    press("defer", draft, refused_why="修好再来", comes_again_on=day("2025-03-28"))
    (clock,) = waiting.of(HANDOVERS, [draft.record.id])[draft.record.id]
    assert (clock.deadline, str(clock.due_at)) == ("again", "2025-03-28 23:59:00")
    assert press("sign_in", draft, by=at(10)).record.queue_number == 1


def test_a_flat_deemed_handed_over_is_charged_from_that_day_and_nothing_in_advance(
    flat, charged, begin, press, at, note
):
    draft = begin(flat)
    with pytest.raises(TransitionRefused, match="状态"):
        press("deem", draft, deemed_on=day("2025-04-01"), deemed_why="合同第十一条")
    press("notify", draft, posted_by="ems")
    with pytest.raises(TransitionRefused, match="依据"):
        press("deem", draft, by=at(14), deemed_on=day("2025-04-01"))
    with pytest.raises(TransitionRefused, match="通知之后、今天之前"):
        press("deem", draft, by=at(14), deemed_on=day("2025-03-18"), deemed_why="合同第十一条")
    press("deem", draft, by=at(14), deemed_on=day("2025-04-01"), deemed_why="合同第十一条，EMS 已签收")
    owners = FeeBinding.get(FeeBinding.room == flat, FeeBinding.state == "active")
    assert (str(owners.payer), str(owners.from_on)) == ("张伟", "2025-04-01")
    assert asked(flat, "张伟") == []
    assert str(Room.get_by_id(flat.id).handed_over_on) == "2025-04-01"
    later = at(30)
    press("sign_in", draft, by=later)
    press("inspect", draft, by=later, identity_checked=True)
    note(draft)
    press("inspected", draft, by=later)
    billed = press("bill", draft, by=later)
    assert (str(billed.record.fees_from_on), asked(flat, "张伟")[0][0]) == ("2025-04-01", "2025-04-01")


def test_a_room_has_one_handover(flat, begin):
    begin(flat)
    with pytest.raises(InvalidRecord, match="已有交房单"):
        begin(flat)


# -- papers ------------------------------------------------------------------------------------------------------


def test_the_notice_tells_what_will_be_due_and_writes_nothing(flat, charged, begin):
    draft = begin(flat)
    draft.day = day("2025-03-18")
    values = notice_values(draft)
    assert [(row["item"], row["amount"]) for row in values["fees"]] == [("物业服务费", HALF_YEAR)]
    assert values["total"] == HALF_YEAR
    assert "业主身份证原件及复印件" in [row["name"] for row in values["papers"]]
    assert not Bill.select().exists()
    assert FeeBinding.get_by_id(charged.id).state == "active"


def test_s01_the_pack_holds_every_paper_the_handover_asks_for(flat, paid, press):
    done = press("hand_over", paid(BAD), keys_handed=3, keys_kept=1, keeps_key=True)
    (pack,) = HANDOVERS.packs
    targets = {part.paper: list(part.of(done)) for part in pack.papers}
    assert list(targets) == [
        "owner_card", "handover_sheet", "document_receipt", "covenant_undertaking", "privacy_consent", "key_custody",
    ]  # fmt: skip
    assert all(targets.values())
