"""钥匙: on the hook, lent with the owner's word until five, kept with a signature, cards with the arrears guard."""

import datetime

import pytest

from desk_app.kernel import clock_changes, settings, store, waiting
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import InvalidRecord, TransitionRefused
from desk_app.kernel.kind import Month
from desk_app.modules.billing.ledger import post_bill
from desk_app.modules.billing.records import Bill, FeeItem
from desk_app.modules.keys.cards import CARDS
from desk_app.modules.keys.custody import CUSTODIES
from desk_app.modules.keys.loans import KEY_LOANS
from desk_app.modules.keys.papers import card_values, custody_values, keys_values, loan_values
from desk_app.modules.keys.records import AccessCard, KeptKey, KeySet
from desk_app.modules.keys.sets import KEY_COUNTS, KEY_SETS, on_hook

MONDAY = datetime.datetime(2026, 11, 23, 9, 5)
FIVE = MONDAY.replace(hour=17, minute=0)


@pytest.fixture
def at(office):
    """Return a function that gives the desk of somebody, with these roles or all, at a moment."""

    def at_(moment=MONDAY, *roles):
        return Desk(Actor("王芳", frozenset(roles)) if roles else Actor("王芳"), lambda: moment)

    return at_


@pytest.fixture
def flat_keys(room, desk):
    """Return the set of the flat: two keys on hook A-12."""
    return store.save(store.new(KEY_SETS, number="K-0312", hook="A-12", room=room, kept=2), desk).record


@pytest.fixture
def loan(flat_keys, desk):
    def make(**values):
        values = {
            "key_set": flat_keys,
            "borrower": "周师傅",
            "phone": "13811112222",
            "purpose": "defects",
        } | values
        return store.save(store.new(KEY_LOANS, **values), desk)

    return make


@pytest.fixture
def letter(room, flat_keys, desk):
    def make(count=1, **values):
        owner = room.holdings[0].person
        draft = store.new(CUSTODIES, **({"room": room, "person": owner, "key_set": flat_keys} | values))
        draft.rows["keys"] = [KeptKey(name="入户门", count=count)]
        return store.save(draft, desk)

    return make


def press(kind, name, draft, desk, reason="", **entries):
    version = kind.model.get_by_id(draft.record.id).version
    return store.apply(kind, name, draft.record.id, version, desk, reason=reason, entries=entries)


def hanging(key_set):
    return on_hook(KeySet.get_by_id(key_set.id))


CONSENT = {"consent": "phone", "consent_at": MONDAY}


def test_s14_keys_of_a_flat_go_out_only_with_the_owners_word(loan, flat_keys, desk):
    with pytest.raises(TransitionRefused, match="业主同意"):
        press(KEY_LOANS, "lend", loan(), desk)
    with pytest.raises(TransitionRefused, match="时间"):
        press(KEY_LOANS, "lend", loan(consent="phone"), desk)
    out = press(KEY_LOANS, "lend", loan(**CONSENT), desk)
    assert (out.record.number, out.record.due_at, hanging(flat_keys)) == ("JY-202611-0001", FIVE, 1)


def test_s14_at_five_past_five_a_key_is_overdue_and_back_it_hangs_again(loan, flat_keys, desk, at):
    out = press(KEY_LOANS, "lend", loan(**CONSENT), desk)
    (row,) = waiting.of(KEY_LOANS, [out.record.id])[out.record.id]
    assert (row.deadline, row.due_at, row.tells) == ("return", FIVE, "supervisor")
    with pytest.raises(TransitionRefused, match="完好"):
        press(KEY_LOANS, "return", out, at(FIVE.replace(minute=5)))
    back = press(KEY_LOANS, "return", out, at(FIVE.replace(minute=5)), condition="good")
    assert (back.record.returned_by, back.record.received_by, hanging(flat_keys)) == ("周师傅", "王芳", 2)
    assert waiting.of(KEY_LOANS, [back.record.id]) == {}


def test_the_hour_keys_are_due_is_the_offices_own(loan, desk):
    settings.change({"keys_back_by": "16：30"}, desk)
    assert press(KEY_LOANS, "lend", loan(**CONSENT), desk).record.due_at == FIVE.replace(hour=16, minute=30)
    with pytest.raises(ValueError, match="17:00"):
        settings.change({"keys_back_by": "下班前"}, desk)


def test_no_more_keys_go_out_than_hang_there(loan, flat_keys, desk):
    press(KEY_LOANS, "lend", loan(count=2, **CONSENT), desk)
    with pytest.raises(TransitionRefused, match="只有 0 把"):
        press(KEY_LOANS, "lend", loan(**CONSENT), desk)


def test_a_borrower_who_keeps_it_longer_is_put_off_with_a_reason(loan, desk):
    out = press(KEY_LOANS, "lend", loan(**CONSENT), desk)
    later = FIVE + datetime.timedelta(days=1)
    clock_changes.extend(KEY_LOANS, out.record.id, "return", later, "漏水抢修", desk)
    assert waiting.of(KEY_LOANS, [out.record.id])[out.record.id][0].due_at == later


def test_keys_lost_by_a_borrower_are_lost_to_the_set(loan, flat_keys, desk, at):
    out = press(KEY_LOANS, "lend", loan(count=2, **CONSENT), desk)
    with pytest.raises(TransitionRefused, match="多于"):
        press(KEY_LOANS, "return", out, desk, condition="good", lost_count=3)
    press(KEY_LOANS, "return", out, desk, condition="damaged", lost_count=1)
    assert (hanging(flat_keys), KeySet.get_by_id(flat_keys.id).lost) == (1, 1)
    other = press(KEY_LOANS, "lend", loan(**CONSENT), desk)
    with pytest.raises(TransitionRefused, match="项目主管"):
        press(KEY_LOANS, "lose", other, at(MONDAY, "clerk"), "找不到")
    press(KEY_LOANS, "lose", other, desk, "找不到")
    assert (hanging(flat_keys), KeySet.get_by_id(flat_keys.id).lost) == (0, 2)


@pytest.mark.parametrize(
    ("sort", "count", "kept", "lost", "left"),
    [("made", 2, 4, 0, 4), ("lost", 1, 2, 1, 1), ("handed_over", 2, 0, 0, 0), ("destroyed", 1, 1, 0, 1)],
)
def test_every_key_that_comes_or_goes_is_booked_with_its_reason(
    sort, count, kept, lost, left, flat_keys, desk
):
    entry = store.save(store.new(KEY_COUNTS, key_set=flat_keys, sort=sort, count=count), desk)
    press(KEY_COUNTS, "book", entry, desk)
    after = KeySet.get_by_id(flat_keys.id)
    assert (after.kept, after.lost, on_hook(after)) == (kept, lost, left)


def test_keys_that_are_out_cannot_be_handed_over_nor_more_be_found_than_were_lost(loan, flat_keys, desk):
    press(KEY_LOANS, "lend", loan(**CONSENT), desk)
    for sort, why in (("handed_over", "归还"), ("found", "遗失的只有 0 把")):
        entry = store.save(store.new(KEY_COUNTS, key_set=flat_keys, sort=sort, count=2), desk)
        with pytest.raises(TransitionRefused, match=why):
            press(KEY_COUNTS, "book", entry, desk)
    assert hanging(flat_keys) == 1


def test_r26_a_key_is_kept_only_with_the_owners_signature_and_one_for_defects(letter, flat_keys, desk):
    with pytest.raises(TransitionRefused, match="签字"):
        press(CUSTODIES, "keep", letter(), desk)
    with pytest.raises(TransitionRefused, match="只留一把"):
        press(CUSTODIES, "keep", letter(count=2), desk, owner_signed=True)
    kept = press(CUSTODIES, "keep", letter(), desk, owner_signed=True)
    assert (kept.record.number, kept.record.kept_by, hanging(flat_keys)) == ("YC-202611-0001", "王芳", 3)


def test_a_kept_key_is_lent_as_the_letter_says_and_fetched_against_a_signature(letter, loan, flat_keys, desk):
    with pytest.raises(TransitionRefused, match="没有有效的留存书"):
        press(KEY_LOANS, "lend", loan(consent="custody"), desk)
    kept = press(CUSTODIES, "keep", letter(), desk, owner_signed=True)
    with pytest.raises(TransitionRefused, match="陪同人"):
        press(KEY_LOANS, "lend", loan(consent="custody"), desk)
    out = press(KEY_LOANS, "lend", loan(consent="custody", escort="李工", count=3), desk)
    with pytest.raises(TransitionRefused, match="签字"):
        press(CUSTODIES, "fetch", kept, desk)
    with pytest.raises(TransitionRefused, match="借出没有归还"):
        press(CUSTODIES, "fetch", kept, desk, fetched_by="张伟", fetched_signed=True)
    press(KEY_LOANS, "return", out, desk, condition="good")
    fetched = press(CUSTODIES, "fetch", kept, desk, fetched_by="张伟", fetched_signed=True)
    assert (fetched.record.fetched_on, hanging(flat_keys)) == (MONDAY.date(), 2)


def test_a_public_door_needs_a_place_and_nobodys_consent(desk, loan):
    with pytest.raises(InvalidRecord, match="哪里"):
        store.save(store.new(KEY_SETS, number="P-02", sort="plant", kept=1), desk)
    plant = store.save(
        store.new(KEY_SETS, number="P-02", sort="plant", place="3 栋配电间", kept=1), desk
    ).record
    assert press(KEY_LOANS, "lend", loan(key_set=plant), desk).record.state == "out"


@pytest.fixture
def card(room, desk):
    def make(number="00123456", **values):
        return store.save(store.new(CARDS, **({"number": number, "room": room} | values)), desk)

    return make


def test_a_card_costs_what_it_costs_and_a_parking_card_names_its_car(card, desk):
    issued = press(CARDS, "issue", card(charge=2000), desk, signed=True)
    assert (Bill.get().amount, Bill.get().item.code, issued.record.fee_id) == (2000, "MJ", Bill.get().id)
    with pytest.raises(TransitionRefused, match="车辆"):
        press(CARDS, "issue", card("00999", sort="parking"), desk)


def test_r15_a_room_that_owes_gets_a_card_by_the_manager_with_a_reason(card, room, desk, at):
    past = MONDAY.date() - datetime.timedelta(days=60)
    post_bill(room.id, FeeItem.get(FeeItem.code == "WY").id, 22696, past, past, past, desk)
    with pytest.raises(TransitionRefused, match="欠费"):
        press(CARDS, "issue", card(), desk)
    with pytest.raises(TransitionRefused, match="项目经理"):
        press(CARDS, "issue_despite", card("2"), at(MONDAY, "clerk"), arrears_reason="老人急用")
    done = press(CARDS, "issue_despite", card("3"), desk, arrears_reason="老人急用")
    assert "老人急用" in done.record.arrears_note


def test_a_lost_card_is_replaced_by_a_new_one_that_remembers_it(card, desk):
    lost = press(CARDS, "lose", press(CARDS, "issue", card(), desk), desk, "丢在公交车上")
    press(CARDS, "replace", lost, desk)
    new = AccessCard.get(AccessCard.replaces == lost.record.id)
    assert (new.state, new.room_id) == ("draft", lost.record.room_id)
    assert waiting.find_differences() == []


def test_the_papers_tell_who_has_which_keys(letter, loan, card, flat_keys, desk):
    out = press(KEY_LOANS, "lend", loan(**CONSENT), desk)
    assert loan_values(out)["consent"] == "电话 11-23 09:05"
    assert custody_values(letter())["rows"][0]["name"] == "入户门"
    told = keys_values(Month(MONDAY.date().replace(day=1), MONDAY.date()))
    assert (told["rows"][0]["left"], told["total"]) == ("1", "1")
    assert card_values(press(CARDS, "issue", card(), desk))["arrears_note"] == "无欠费"


def test_what_went_out_is_not_changed_on_the_slip_afterwards(loan, flat_keys, desk):
    """Otherwise more keys would come back than went out."""
    out = press(KEY_LOANS, "lend", loan(count=1, **CONSENT), desk)
    out.record.count = 2
    with pytest.raises(InvalidRecord, match="已经借出"):
        store.save(out, desk)
    assert hanging(flat_keys) == 1


def test_keys_handed_over_or_destroyed_are_not_lent(loan, flat_keys, desk):
    store.amend(KEY_SETS, flat_keys.id, desk, "edit", state="given_up")
    with pytest.raises(TransitionRefused, match="已交出"):
        press(KEY_LOANS, "lend", loan(**CONSENT), desk)


def test_r26_a_kept_key_the_builder_lost_is_written_off_once_the_owner_knows(
    letter, loan, flat_keys, desk, at
):
    kept = press(CUSTODIES, "keep", letter(), desk, owner_signed=True)
    out = press(KEY_LOANS, "lend", loan(count=3, **CONSENT), desk)
    with pytest.raises(TransitionRefused, match="登记遗失的只有 0 把"):
        press(CUSTODIES, "write_off", kept, desk, "施工单位遗失，业主已知")
    press(KEY_LOANS, "return", out, desk, condition="good", lost_count=1)
    with pytest.raises(TransitionRefused, match="项目主管"):
        press(CUSTODIES, "write_off", kept, at(MONDAY, "clerk"), "施工单位遗失，业主已知")
    gone = press(CUSTODIES, "write_off", kept, desk, "施工单位遗失，业主已知").record
    flat_now = KeySet.get_by_id(flat_keys.id)
    assert (gone.state, flat_now.kept, flat_now.lost, hanging(flat_keys)) == ("lost", 2, 0, 2)


def test_a_replacement_is_handed_out_under_a_number_of_its_own(card, desk):
    lost = press(CARDS, "lose", press(CARDS, "issue", card(), desk), desk, "掉了")
    press(CARDS, "replace", lost, desk)
    new = store.load(CARDS, AccessCard.get(AccessCard.replaces == lost.record.id).id)
    with pytest.raises(TransitionRefused, match="新卡的卡号"):
        press(CARDS, "issue", new, desk)
    new.record.number = "C-0099"
    assert press(CARDS, "issue", store.save(new, desk), desk).record.state == "issued"


def test_a_card_that_costs_something_needs_a_room_to_charge(card, room, desk):
    owner = room.holdings[0].person
    with pytest.raises(TransitionRefused, match="工本费"):
        press(CARDS, "issue", card(room=None, person=owner, charge=2000), desk)


def test_a_card_entered_by_mistake_is_cancelled(card, desk):
    assert press(CARDS, "cancel", card(), desk, "登错").record.state == "cancelled"
