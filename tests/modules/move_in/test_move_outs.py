"""迁出 (R15, T19): settled to the very day, debts cleared, cards back, the owner pays again, the room is empty."""

import datetime

import pytest

from desk_app.kernel import settings, store, waiting
from desk_app.kernel.errors import InvalidRecord, TransitionRefused
from desk_app.modules.arrears import guard
from desk_app.modules.billing import ledger, runs
from desk_app.modules.billing.records import FeeBinding
from desk_app.modules.cashier import payments
from desk_app.modules.cashier.checking import find_faults
from desk_app.modules.cashier.tenders import Tender
from desk_app.modules.estate.records import Room
from desk_app.modules.goods_release.records import ConsentCall, ReleasedGoods
from desk_app.modules.goods_release.slip import SLIPS
from desk_app.modules.keys.cards import CARDS
from desk_app.modules.keys.records import AccessCard
from desk_app.modules.move_in import move_in_papers
from desk_app.modules.move_in.move_outs import MOVE_OUTS
from desk_app.modules.move_in.records import Lease
from desk_app.modules.people.holdings import current_holdings
from desk_app.screens.record_form import RecordForm
from tests.modules.move_in.conftest import day

LAST = "2026-12-20"


@pytest.fixture
def leaving(at):
    """Return a function that takes in a move-out of the flat on the 20th of December."""

    def make(room, **values):
        form = RecordForm.start(MOVE_OUTS, at(LAST), room=room)
        for name, text in values.items():
            form.enter(name, text)
        assert form.save(), form.problems
        return store.load(MOVE_OUTS, form.record.id)

    return make


@pytest.fixture
def let(charged, live, desk):
    """The flat let to 李四 since the 23rd of November, who pays the service fee; October and November are billed and paid."""
    live({"name": "李小四", "relation": "子女"}, fee_payer="tenant")
    for period in (202610, 202611):
        runs.post_run(runs.make_run(period, desk).id, desk)
    pay_all(charged, desk)
    return charged


def pay_all(room, desk):
    bills = ledger.open_bills(room.id)
    total = sum(bill.still_open for bill in bills)
    payment = payments.Payment(
        room_id=room.id,
        payer_name="李四",
        request=payments.new_request(),
        picks=tuple((bill.id, bill.still_open) for bill in bills),
        tenders=(Tender("cash", total),),
    )
    payments.take_payment(payment, desk)


def test_t19_everything_is_billed_to_the_very_day_of_leaving(let, leaving, press, at, tenant):
    draft = press("settle", leaving(let), at(LAST))
    (bill,) = ledger.open_bills(let.id)
    assert (bill.from_on, bill.until_on, bill.amount) == (day("2026-12-01"), day(LAST), 14_643)
    assert (bill.payer_id, draft.record.owed, draft.record.due) == (tenant.id, 14_643, 14_643)


def test_t19_a_month_asked_whole_and_not_paid_is_asked_to_the_day(let, leaving, press, at):
    later = at("2026-12-05")
    runs.post_run(runs.make_run(202612, later).id, later)
    assert ledger.open_bills(let.id)[0].amount == 22_696
    press("settle", leaving(let), at(LAST))
    assert [bill.amount for bill in ledger.open_bills(let.id)] == [14_643]


def test_t19_nobody_is_settled_to_a_day_still_to_come_nor_who_does_not_live_there(let, leaving, press, at):
    with pytest.raises(TransitionRefused, match="迁出当日"):
        press("settle", leaving(let, leaves_on="2026-12-25"), at(LAST))
    stranger = leaving(let)
    press("void", stranger, reason="试")
    gone = leaving(let, leaves_on="2026-11-01")
    with pytest.raises(TransitionRefused, match="没有登记住在"):
        press("settle", gone, at(LAST))


def test_r15_who_owes_is_not_checked_out(let, leaving, press, at):
    draft = press("settle", leaving(let), at(LAST))
    with pytest.raises(TransitionRefused, match=r"没有搬家放行：3-1-502 .*146\.43"):
        press("leave", draft, at(LAST))
    pay_all(let, at(LAST))
    assert press("leave", draft, at(LAST)).record.state == "left"


def test_r15_a_manager_lets_it_pass_with_a_reason_that_is_kept(let, leaving, press, at):
    draft = press("settle", leaving(let), at(LAST))
    with pytest.raises(TransitionRefused, match="项目经理"):
        press("leave_despite", draft, at(LAST, "clerk"), override_reason="押金抵扣")
    with pytest.raises(TransitionRefused, match="原因"):
        press("leave_despite", draft, at(LAST))
    done = press("leave_despite", draft, at(LAST), override_reason="押金抵扣").record
    assert "押金抵扣" in done.arrears_note
    assert [row.reason for row in guard.overrides(let.id)] == ["押金抵扣"]


def test_r15_the_release_slip_opened_for_the_move_is_refused_while_anything_is_owed(let, leaving, press, at):
    now = at(LAST)
    draft = press("slip", press("settle", leaving(let, plate="皖A12345"), now), now)
    opened = MOVE_OUTS.workflow.transition("slip").leads_to(draft.record)
    form = RecordForm.start(SLIPS, now, **dict(opened.values))
    names = ("nature", "carrier", "carrier_relation", "vehicle", "cause", "valid_on")
    assert [form.text(name) for name in names] == ["搬家迁出", "李四", "租户", "皖A12345", "租约到期", LAST]
    assert form.save(), form.problems
    slip = store.load(SLIPS, form.record.id)
    slip.rows["goods"] = [ReleasedGoods(name="冰箱", quantity=1)]
    slip.rows["calls"] = [ConsentCall(called_at=now.now(), answer="agree", spoken_to="张伟")]
    slip = store.save(slip, now)
    with pytest.raises(TransitionRefused, match=r"146\.43"):
        press("issue", slip, now)
    pay_all(let, now)
    assert press("issue", slip, now).record.state == "issued"


def test_when_the_tenant_has_left_the_owner_pays_and_the_room_is_vacant(let, leaving, press, at):
    now = at(LAST)
    draft = press("settle", leaving(let), now)
    pay_all(let, now)
    press("leave", draft, now)
    assert [str(one.person) for one in current_holdings(let.id, day("2026-12-20"))] == [
        "张伟",
        "李四",
        "李小四",
    ]
    assert [str(one.person) for one in current_holdings(let.id, day("2026-12-21"))] == ["张伟"]
    assert Room.get_by_id(let.id).state == "vacant"
    lease = Lease.get()
    assert (lease.state, lease.ended_on) == ("ended", day(LAST))
    last = FeeBinding.select().order_by(FeeBinding.id.desc()).first()
    assert (str(last.from_on), last.payer_id) == ("2026-12-21", None)
    runs.post_run(runs.make_run(202612, now).id, now)
    december = [bill.amount for bill in ledger.bills_of(let.id) if bill.period == 202612]
    assert december == [14_643, 8_053] and sum(december) == 22_696
    assert find_faults() == []
    assert waiting.find_differences() == []


def test_months_the_tenant_has_paid_right_on_stay_the_tenants(let, leaving, press, at):
    now = at(LAST)
    runs.post_run(runs.make_run(202612, now).id, now)
    pay_all(let, now)
    press("leave", press("settle", leaving(let), now), now)
    last = FeeBinding.select().order_by(FeeBinding.id.desc()).first()
    assert (str(last.from_on), last.payer_id) == ("2027-01-01", None)


def test_cards_come_back_or_it_is_said_why_not_and_they_are_blocked(let, leaving, press, at, tenant):
    now = at(LAST)
    for number in ("001", "002"):
        card = store.save(store.new(CARDS, number=number, room=let, person=tenant), now)
        store.apply(CARDS, "issue", card.record.id, card.record.version, now)
    draft = press("settle", leaving(let), now)
    assert [row.name for row in draft.rows["things"]] == ["门禁卡 001", "门禁卡 002"]
    pay_all(let, now)
    with pytest.raises(TransitionRefused, match="门禁卡 001、门禁卡 002 没有交还"):
        press("leave", draft, now)
    draft.rows["things"][0].is_back = True
    draft.rows["things"][1].note = "遗失"
    press("leave", store.save(draft, now), now)
    states = {card.number: card.state for card in AccessCard.select()}
    assert states == {"001": "returned", "002": "lost"}


def test_who_shares_a_flat_leaves_alone_and_it_stays_let(let, leaving, press, at, make_person, hold):
    now = at(LAST)
    hold(let, make_person("赵六", "13766667777"), "tenant", from_on=day("2026-12-01"))
    draft = press("settle", leaving(let), now)
    assert str(draft.record.person) == "李四"
    pay_all(let, now)
    press("leave", draft, now)
    left = [str(one.person) for one in current_holdings(let.id, day("2026-12-21"))]
    assert left == ["张伟", "赵六", "李小四"]
    assert Room.get_by_id(let.id).state == "let"


def test_an_owner_who_moves_elsewhere_goes_on_owning_and_paying(charged, leaving, press, at, desk):
    settings.change({"arrears_guard": "warn"}, desk)
    draft = press("settle", leaving(charged, cause="搬往他处"), at(LAST))
    assert draft.record.role == "owner"
    done = press("leave", draft, at(LAST))
    assert "已提醒缴纳" in done.record.arrears_note
    assert [one.role for one in current_holdings(charged.id, day("2026-12-21"))] == ["owner"]
    assert Room.get_by_id(charged.id).state == "vacant"
    assert FeeBinding.select().count() == 1


def test_a_move_out_is_filed_with_where_the_person_can_be_reached(let, leaving, press, at):
    now = at(LAST)
    draft = press("settle", leaving(let), now)
    pay_all(let, now)
    left = press("leave", draft, now)
    with pytest.raises(TransitionRefused, match="迁往地址"):
        press("archive", left, now, new_address=None, phone=None)
    assert press("archive", left, now, new_address="示例路 8 号").record.state == "archived"


def test_f13_the_tenants_form_tells_when_the_tenant_left_and_that_all_was_paid(let, leaving, press, at):
    now = at(LAST)
    draft = press("settle", leaving(let), now)
    pay_all(let, now)
    press("leave", draft, now)
    from desk_app.modules.move_in.move_ins import MOVE_INS
    from desk_app.modules.move_in.records import MoveIn

    values = move_in_papers.tenant_values(store.load(MOVE_INS, MoveIn.get().id))
    assert (values["left_on"], values["left_settled"]) == (day(LAST), "已结清")


def test_s04_a_tenant_leaves_in_few_entries(let, at):
    """Room, settle, pay, slip, leave: the form needs no typing but the van's plate."""
    now = at(LAST)
    form = RecordForm.start(MOVE_OUTS, now, room=let)
    assert (form.text("person"), form.text("leaves_on"), form.text("role")) == ("李四", LAST, "租户")
    form.enter("plate", "皖A12345")
    assert form.press("settle")
    pay_all(let, now)
    assert form.press("slip") and form.press("leave")
    assert form.record.left_at == datetime.datetime(2026, 12, 20, 9, 5)


def test_what_was_settled_stays_settled_for_its_day_unless_it_is_settled_anew(let, leaving, press, at):
    draft = press("settle", leaving(let), at(LAST))
    draft.record.leaves_on = day("2026-12-19")
    with pytest.raises(InvalidRecord, match="重新结算"):
        store.save(draft, at(LAST))
    again = press("settle_again", draft, at(LAST), leaves_on=day("2026-12-19"))
    assert (again.record.leaves_on, again.record.owed) == (day("2026-12-19"), 13_911)


def test_a_move_out_that_comes_to_nothing_asks_again_for_the_month(let, leaving, press, at):
    later = at("2026-12-05")
    runs.post_run(runs.make_run(202612, later).id, later)
    draft = press("settle", leaving(let), at(LAST))
    press("void", draft, at(LAST), reason="续租了")
    assert sum(bill.amount for bill in ledger.open_bills(let.id)) == 22_696
