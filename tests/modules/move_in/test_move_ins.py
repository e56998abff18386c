"""入住 (P3): verified with the owner, agreed in writing, the holdings, the lease and the payer made on the day."""

import datetime

import pytest

from desk_app.kernel import settings, store, waiting
from desk_app.kernel.errors import InvalidRecord, TransitionRefused
from desk_app.modules.billing import runs
from desk_app.modules.billing.kinds import FEE_BINDINGS, TARIFFS
from desk_app.modules.billing.ledger import bills_of
from desk_app.modules.billing.records import FeeBinding, FeeItem, TariffPrice
from desk_app.modules.cashier import payments
from desk_app.modules.cashier.checking import find_faults
from desk_app.modules.cashier.tenders import Tender
from desk_app.modules.estate.records import Room
from desk_app.modules.keys.cards import CARDS
from desk_app.modules.move_in import move_in_papers, tenancy
from desk_app.modules.move_in.leases import LEASES
from desk_app.modules.move_in.move_ins import MOVE_INS
from desk_app.modules.move_in.records import Lease
from desk_app.modules.people.holdings import current_holdings
from desk_app.modules.people.kinds import HOLDINGS
from desk_app.modules.people.records import Person
from desk_app.modules.staff.kinds import DEPARTMENTS
from desk_app.modules.staff.records import Department
from desk_app.screens.record_form import RecordForm
from desk_app.screens.room_card import read_room_card
from tests.modules.move_in.conftest import ARRIVES, day

SIGNED = {"undertaking_signed": True, "agreement_signed": True}


def roles_of(room, on=ARRIVES):
    return [(one.role, str(one.person)) for one in current_holdings(room.id, on)]


# -- the owner's word ---------------------------------------------------------------------------------------------


def test_r14_a_tenant_is_verified_with_the_owner_by_name_way_and_time(plan, press):
    planned = plan()
    with pytest.raises(TransitionRefused, match="核实方式"):
        press("verify", planned)
    with pytest.raises(TransitionRefused, match="向业主核实"):
        press("verify", planned, verified_how="phone")
    done = press("verify", planned, verified_how="phone", verified_with="张伟").record
    assert (done.state, done.verified_by) == ("verified", "王芳")
    assert done.verified_at == datetime.datetime(2026, 11, 23, 9, 5)


def test_r14_a_tenant_moves_in_only_with_lease_undertaking_and_safety_agreement(plan, press):
    verified = press("verify", plan(lease_from=None), verified_how="phone", verified_with="张伟")
    with pytest.raises(TransitionRefused, match="租赁协议"):
        press("move_in", verified, **SIGNED)
    verified = press("verify", plan(), verified_how="phone", verified_with="张伟")
    with pytest.raises(TransitionRefused, match="业主承诺书"):
        press("move_in", verified, agreement_signed=True)
    with pytest.raises(TransitionRefused, match="安全责任书"):
        press("move_in", verified, undertaking_signed=True)
    assert press("move_in", verified, **SIGNED).record.state == "moved_in"


def test_r14_nobody_moves_in_unverified(plan, press):
    with pytest.raises(TransitionRefused, match="拟入住"):
        press("move_in", plan(), **SIGNED)


def test_r14_an_office_may_let_the_undertaking_follow_but_never_the_archive(plan, press, desk):
    settings.change({"undertaking_later": "是"}, desk)
    verified = press("verify", plan(), verified_how="phone", verified_with="张伟")
    there = press("move_in", verified, agreement_signed=True)
    with pytest.raises(TransitionRefused, match="承诺书补签"):
        press("update", there)
    assert press("update", there, undertaking_signed=True).record.state == "updated"


def test_r14_a_lease_that_is_over_is_none(plan, press):
    verified = press(
        "verify",
        plan(lease_from=day("2025-11-22"), lease_until=day("2026-11-22")),
        verified_how="letter",
        verified_with="张伟",
    )
    with pytest.raises(TransitionRefused, match="2026-11-22 就结束"):
        press("move_in", verified, **SIGNED)


def test_an_owner_who_moves_in_is_one_on_file(plan, press, flat, tenant):
    values = {"role": "owner", "lease_from": None, "lease_until": None}
    with pytest.raises(TransitionRefused, match="不是 3-1-502 登记的业主"):
        press("verify", plan(**values), verified_how="in_person")
    owner = flat.holdings[0].person
    there = press("verify", plan(person=owner, **values), verified_how="in_person")
    done = press("move_in", there, agreement_signed=True)
    room = Room.get_by_id(flat.id)
    assert (room.state, room.moved_in_on, done.record.holding.person) == ("occupied", ARRIVES, owner)
    assert len(roles_of(flat)) == 1 and Lease.select().count() == 0


# -- what becomes of it -------------------------------------------------------------------------------------------


def test_on_the_day_tenant_and_co_residents_hold_the_room_and_it_is_let(live, flat):
    done = live({"name": "李小四", "relation": "子女"}, {"name": "周五", "phone": "13733334444"})
    assert roles_of(flat) == [
        ("owner", "张伟"),
        ("tenant", "李四"),
        ("resident", "李小四"),
        ("resident", "周五"),
    ]
    assert Room.get_by_id(flat.id).state == "let"
    assert done.record.holding.from_on == ARRIVES
    assert roles_of(flat, ARRIVES - datetime.timedelta(days=1)) == [("owner", "张伟")]


def test_somebody_known_by_document_or_by_name_and_phone_is_not_registered_twice(live, make_person):
    make_person("周五", "13733334444")
    make_person("周六", "13755556666", id_number="110101199003070038")
    before = Person.select().count()
    live({"name": "周五", "phone": "13733334444"}, {"name": "周六", "id_number": "110101199003070038"})
    assert Person.select().count() == before


def test_a_flat_that_was_not_handed_over_is_not_moved_into(plan, press, make_room, make_person, hold):
    bare = make_room("3-1-601", state="notified")
    hold(bare, make_person("张伟"))
    verified = press("verify", plan(room=bare), verified_how="phone", verified_with="张伟")
    with pytest.raises(TransitionRefused, match="还没有交付"):
        press("move_in", verified, **SIGNED)


def test_the_archive_is_updated_with_phone_and_document_and_the_cashier_told(live, press, make_person):
    nameless = make_person("孙七")
    with pytest.raises(TransitionRefused, match="证件号码"):
        press("update", live(person=nameless))
    paid = live(fee_payer="tenant")
    with pytest.raises(TransitionRefused, match="告知收银"):
        press("update", paid)
    done = press("update", paid, cashier_told=True).record
    assert (done.state, done.updated_on, done.updated_by) == ("updated", ARRIVES, "王芳")


def test_a_move_in_has_its_number_at_once_and_is_voided_not_deleted(plan, press, desk):
    planned = plan()
    assert planned.record.number == "RZ-202611-0001"
    with pytest.raises(TransitionRefused, match="已经编号"):
        store.remove(planned, desk, "填错")
    assert press("void", planned, reason="不租了").record.state == "void"


def test_one_lift_moves_one_household_at_a_time(plan, make_room, make_person, hold):
    nine = datetime.datetime(2026, 12, 1, 9, 0)
    plan(slot_at=nine, slot_until_at=nine.replace(hour=11), uses_lift=True)
    above, beside = make_room("3-1-601", state="delivered"), make_room("3-2-502", state="delivered")
    ten = {"slot_at": nine.replace(hour=10), "slot_until_at": nine.replace(hour=12), "uses_lift": True}
    with pytest.raises(InvalidRecord) as refused:
        plan(room=above, **ten)
    assert "3-1-502" in refused.value.problems["slot_at"]
    plan(room=beside, **ten)
    plan(room=above, **(ten | {"slot_at": nine.replace(hour=11)}))


def test_no_clock_is_left_wrong_by_a_move_in(live, plan):
    live()
    plan()
    assert waiting.find_differences() == []


# -- who pays -----------------------------------------------------------------------------------------------------


def bindings(room):
    query = FeeBinding.select().where(FeeBinding.room == room).order_by(FeeBinding.id)
    return [(str(one.from_on), str(one.until_on or ""), str(one.payer or "")) for one in query]


def test_s03_the_tenant_pays_the_service_fee_from_the_day_agreed(charged, live, tenant):
    done = live(fee_payer="tenant", pays_from=day("2026-12-01"))
    assert bindings(charged) == [("2026-10-01", "2026-11-30", ""), ("2026-12-01", "", "李四")]
    assert done.record.cashier_note == "李四 缴：物业服务费 2026-12-01 起"


def test_s03_a_month_that_owner_and_tenant_share_adds_up(charged, live, desk, tenant):
    live(fee_payer="tenant")
    runs.post_run(runs.make_run(202610, desk).id, desk)
    runs.post_run(runs.make_run(202611, desk).id, desk)
    november = [(bill.amount, bill.payer_id) for bill in bills_of(charged.id) if bill.period == 202611]
    assert november == [(16_644, None), (6_052, tenant.id)]
    assert sum(fen for fen, _payer in november) == 22_696
    assert find_faults() == []


def test_a_month_asked_of_the_owner_and_not_paid_is_asked_anew_of_both(charged, live, desk, tenant):
    runs.post_run(runs.make_run(202610, desk).id, desk)
    runs.post_run(runs.make_run(202611, desk).id, desk)
    live(fee_payer="tenant")
    assert bindings(charged) == [("2026-10-01", "2026-11-22", ""), ("2026-11-23", "", "李四")]
    asked = [(bill.amount, bill.payer_id) for bill in bills_of(charged.id) if bill.period == 202611]
    assert asked == [(16_644, None)]
    assert find_faults() == []


def test_months_the_owner_has_paid_stay_the_owners_and_the_tenant_begins_after_them(charged, live, desk):
    for period in (202610, 202611, 202612):
        runs.post_run(runs.make_run(period, desk).id, desk)
    paid, unpaid = [bill for bill in bills_of(charged.id) if bill.period > 202610]
    payment = payments.Payment(
        room_id=charged.id,
        payer_name="张伟",
        request=payments.new_request(),
        picks=((paid.id, 22_696),),
        tenders=(Tender("cash", 22_696),),
    )
    payments.take_payment(payment, desk)
    done = live(fee_payer="tenant")
    assert bindings(charged) == [("2026-10-01", "2026-11-30", ""), ("2026-12-01", "", "李四")]
    assert [bill.period for bill in bills_of(charged.id)] == [202610, 202611]
    assert "2026-12-01 起" in done.record.cashier_note and unpaid.period == 202612


def test_when_the_owner_pays_nothing_changes(charged, live):
    live()
    assert bindings(charged) == [("2026-10-01", "", "")]


def test_the_other_fees_go_over_only_where_that_was_agreed(charged, live, desk):
    tariff = store.new(TARIFFS, item=FeeItem.get(FeeItem.code == "DT"), name="电梯费", basis="area")
    tariff.rows["prices"] = [TariffPrice(from_on=day("2020-01-01"), price=1_000)]
    tariff = store.save(tariff, desk).record
    store.save(store.new(FEE_BINDINGS, room=charged, tariff=tariff, from_on=day("2026-10-01")), desk)
    live(use_payer="tenant")
    assert bindings(charged) == [
        ("2026-10-01", "", ""),
        ("2026-10-01", "2026-11-22", ""),
        ("2026-11-23", "", "李四"),
    ]


def test_only_a_tenant_can_be_the_one_who_pays(plan):
    with pytest.raises(InvalidRecord, match="不是租户"):
        plan(role="family", fee_payer="tenant")


# -- the lease ----------------------------------------------------------------------------------------------------


def lease_rows():
    lease = Lease.get()
    return waiting.of(LEASES, [lease.id]).get(lease.id, [])


def test_s03_the_end_of_a_lease_is_shown_thirty_days_before(live, desk):
    live()
    (row,) = lease_rows()
    assert (row.deadline, row.due_at) == ("lease", datetime.datetime(2027, 11, 22, 23, 59))
    assert row.not_before == datetime.datetime(2027, 10, 23)
    settings.change({"lease_reminder_days": "60"}, desk)
    assert lease_rows()[0].not_before == datetime.datetime(2027, 9, 23)
    assert waiting.find_differences() == []


def test_a_renewed_lease_runs_to_its_new_end(live, press, desk):
    live()
    lease = store.load(LEASES, Lease.get().id)
    with pytest.raises(TransitionRefused, match="2027-11-22"):
        press("renew", lease, renewed_until_on=day("2027-11-22"))
    done = press("renew", lease, renewed_until_on=day("2028-11-22")).record
    assert (done.until_on, done.renewals, done.renewed_until_on) == (day("2028-11-22"), 1, None)
    assert lease_rows()[0].due_at.date() == day("2028-11-22")


def test_a_lease_is_not_ended_over_the_head_of_a_tenant_who_lives_there(live, press):
    live()
    with pytest.raises(TransitionRefused, match="办理迁出"):
        press("end", store.load(LEASES, Lease.get().id))


# -- papers -------------------------------------------------------------------------------------------------------


def test_f11_there_is_one_notice_for_each_department_that_is_told_of_moves(live, desk):
    done = live(needs="有钢琴", fee_payer="tenant")
    told = [row["department"] for row in move_in_papers.notice_values(done)["notices"]]
    assert told == ["工程部", "保安部", "保洁部", "财务收银", "车场"]
    draft = store.load(DEPARTMENTS, Department.get(Department.name == "车场").id)
    draft.record.is_told_of_moves = False
    store.save(draft, desk)
    values = move_in_papers.notice_values(done)
    assert [row["department"] for row in values["notices"]] == told[:-1]
    assert all(row["task"] for row in values["notices"])
    assert values["needs"] == "有钢琴"


def test_f11_nobody_told_is_said_before_anything_is_printed(live, desk):
    done = live()
    Department.update(is_told_of_moves=False).execute()
    assert "没有部门" in move_in_papers.why_no_notice(done)


def test_f12_the_register_says_what_was_checked_and_which_cards_were_issued(live, press, flat, tenant, desk):
    card = store.save(store.new(CARDS, number="00123456", room=flat, person=tenant), desk)
    store.apply(CARDS, "issue", card.record.id, card.record.version, desk, entries={"signed": True})
    (row,) = move_in_papers.register_values([live()])["rows"]
    names = ("room", "name", "role", "verified", "undertaking", "lease", "complete", "cards")
    assert [row[name] for name in names] == ["3-1-502", "李四", "租户", "☑", "☑", "☑", "☐", "00123456"]


def test_f13_the_form_tells_who_pays_who_lives_there_too_and_how_the_owner_was_asked(live):
    done = live({"name": "李小四", "relation": "子女", "id_number": "110101199003070038"}, fee_payer="tenant")
    values = move_in_papers.tenant_values(done)
    names = (
        "name",
        "from_on",
        "until_on",
        "fee_payer",
        "use_payer",
        "verified_how",
        "verified_by",
        "left_on",
    )
    assert [values[name] for name in names] == [
        *("李四", ARRIVES, day("2027-11-22"), "租户", "业主", "电话", "王芳", None),
    ]
    assert [(row["name"], row["id_kind"]) for row in values["co_residents"]] == [("李小四", "居民身份证")]


def test_f13_printed_from_the_holding_knows_the_end_of_the_lease(live):
    draft = store.load(HOLDINGS, live().record.holding_id)
    assert tenancy.tenant_values(draft)["until_on"] == day("2027-11-22")


def test_f15_the_mover_answers_for_fire_safety_unless_somebody_is_named(live):
    assert move_in_papers.safety_values(live())["fire_person"] == "李四"
    assert move_in_papers.safety_values(live(fire_person="王五"))["fire_person"] == "王五"


def test_f16_the_guide_tells_the_slot_the_lift_and_the_van(plan):
    nine = datetime.datetime(2026, 12, 1, 9, 0)
    planned = plan(
        slot_at=nine, slot_until_at=nine.replace(hour=11), uses_lift=True, mover="顺达", plate="皖A12345"
    )
    values = move_in_papers.guide_values(planned)
    assert (values["booked"], values["van"]) == ("2026-12-01 09:00 至 11:00 电梯已预约", "顺达 皖A12345")


def test_f18_residence_is_proved_of_who_has_moved_in(plan, live):
    assert "还没有入住" in move_in_papers.why_no_residence(plan())
    done = live()
    done.day = ARRIVES
    assert move_in_papers.why_no_residence(done) is None
    assert move_in_papers.residence_values(done)["moved_in_on"] == ARRIVES


# -- S03 at the desk ----------------------------------------------------------------------------------------------


def test_s03_a_tenant_is_moved_in_with_few_entries(charged, tenant, desk):
    """From the room's card: person, lease, payer, one co-resident, the slot; three steps; all else follows."""
    form = RecordForm.start(MOVE_INS, desk, room=charged)
    entries = 0

    def enter(name, text):
        nonlocal entries
        entries += len(text)
        form.enter(name, text)

    assert (form.text("planned_on"), form.text("verified_with")) == ("2026-11-23", "张伟")
    form.choose("person", tenant.id)
    entries += 3  # letters typed to find the tenant, and Enter
    enter("lease_from", "20261201")
    enter("lease_until", "20271130")
    enter("fee_payer", "租户")
    form.enter_row("co_residents", 0, "name", "李小四")
    entries += 3
    enter("slot_at", "2026-12-01 09:00")
    assert form.text("pays_from") == "2026-12-01"
    assert form.press("verify", entries=form.asked("verify")), form.problems
    assert form.press(
        "move_in", entries=form.asked("move_in") | {"undertaking_signed": "是", "agreement_signed": "是"}
    ), form.problems
    assert form.press("update", entries={"undertaking_signed": "是", "cashier_told": "是"}), form.problems
    clicks = 3 + 2 + 1  # the steps, and the flags ticked in them
    assert form.record.state == "updated"
    assert entries + clicks <= 60
    assert bindings(charged)[-1] == ("2026-12-01", "", "李四")


def test_s03_the_pack_of_a_tenant_has_what_all_sides_need(plan):
    (pack,) = MOVE_INS.packs
    assert [(paper.paper, paper.times) for paper in pack.papers] == [
        ("move_in_tenant_form", 1),
        ("move_in_undertaking", 2),
        ("move_in_safety", 2),
        ("move_in_consent", 1),
        ("move_in_guide", 1),
        ("department_notices", 1),
    ]
    assert pack.label == "租户入住" and pack.may_print(plan()) is None


def test_s03_a_card_is_issued_from_the_move_in(live, press, flat, tenant):
    step = MOVE_INS.workflow.transition("cards")
    done = press("cards", live())
    opened = step.leads_to(done.record)
    assert (opened.kind_name, dict(opened.values)) == ("access_cards", {"room": flat.id, "person": tenant.id})


def test_s03_moving_in_and_out_are_started_from_the_rooms_card(flat, desk):
    offers = {offer.kind_name: offer for offer in read_room_card(flat.id, desk).offers}
    assert [(offers[name].field, offers[name].is_work) for name in ("move_ins", "move_outs")] == [
        ("room", True)
    ] * 2


def test_what_a_move_in_has_brought_about_is_not_changed_on_it_afterwards(live, desk, make_person):
    done = live()
    done.record.lease_until = day("2028-01-01")
    with pytest.raises(InvalidRecord, match="租约里办"):
        store.save(done, desk)
    done = store.load(MOVE_INS, done.record.id)
    done.record.needs = "请贴门牌"
    assert store.save(done, desk).record.needs == "请贴门牌"
