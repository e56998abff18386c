"""物品放行条: P4 from the desk past the gate to the file, rules R16-R20."""

import datetime
import json

import pytest

from desk_app.kernel import settings, store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import EditConflict, InvalidRecord, TransitionRefused
from desk_app.modules.goods_release.papers import slip_values
from desk_app.modules.goods_release.records import ConsentCall, GoodsReleaseSlip, ReleasedGoods
from desk_app.modules.goods_release.slip import SLIPS

MONDAY = datetime.datetime(2026, 11, 23, 9, 5)


@pytest.fixture
def make_slip(make_room, make_person, hold):
    room = make_room()
    hold(room, make_person())

    def make(answer=None, calls=(), **values):
        draft = store.new(SLIPS, **({"room": room, "carrier": "张三", "valid_on": MONDAY.date()} | values))
        draft.rows["goods"] = [ReleasedGoods(name="沙发", spec="三人", unit="张", quantity=1)]
        answers = (answer,) if answer else calls
        draft.rows["calls"] = [
            ConsentCall(called_at=MONDAY + datetime.timedelta(minutes=n), answer=said)
            for n, said in enumerate(answers)
        ]
        return draft

    return make


def press(name, draft, desk, **more):
    return store.apply(SLIPS, name, draft.record.id, draft.record.version, desk, **more)


def test_an_owner_carries_his_own_goods_out_and_the_slip_is_filed(make_slip, clerk, guard):
    slip = press("issue", store.save(make_slip(), clerk), clerk)
    assert slip.record.number == "FX-202611-0001"
    assert (slip.record.handled_by, slip.record.owner_name, slip.record.issued_at) == ("王芳", "张三", MONDAY)
    slip = press("release", slip, guard)
    assert (slip.record.gate_guard, slip.record.released_at, slip.record.gate_match) == (
        "李保安",
        MONDAY,
        "yes",
    )
    slip = press("archive", slip, clerk, entries={"all_signed": True})
    assert slip.record.state == "archived"
    told = [(row.action, row.actor) for row in reversed(store.history(SLIPS, slip.record.id))]
    assert told == [("create", "王芳"), ("issue", "王芳"), ("release", "李保安"), ("archive", "王芳")]


@pytest.mark.parametrize(
    "relation", ["tenant", "relative", "nanny", "housekeeper", "mover", "renovator", "other"]
)
def test_nobody_but_the_owner_carries_out_without_the_owners_word(relation, make_slip, clerk):
    slip = store.save(make_slip(carrier="刘师傅", carrier_relation=relation), clerk)
    with pytest.raises(TransitionRefused, match="电话核实"):
        press("issue", slip, clerk)
    assert store.load(SLIPS, slip.record.id).record.state == "draft"


@pytest.mark.parametrize(
    ("calls", "sentence"),
    [
        (["disagree"], "不同意"),
        (["no_answer"], "联系不上"),
        (["agree", "no_answer"], "联系不上"),
        (["agree", "disagree"], "不同意"),
    ],
)
def test_the_latest_answer_counts(calls, sentence, make_slip, clerk):
    slip = store.save(make_slip(calls=calls, carrier_relation="tenant"), clerk)
    with pytest.raises(TransitionRefused, match=sentence):
        press("issue", slip, clerk)


def test_an_owner_who_agrees_at_the_second_call_lets_the_goods_go(make_slip, clerk):
    slip = store.save(make_slip(calls=["no_answer"], carrier_relation="tenant"), clerk)
    slip = press("hold", slip, clerk)
    assert slip.record.state == "held"
    slip.rows["calls"].append(ConsentCall(called_at=MONDAY + datetime.timedelta(hours=1), answer="agree"))
    slip = press("issue", store.save(slip, clerk), clerk)
    assert slip.record.state == "issued"


def test_office_staff_need_the_name_of_their_head(make_slip, clerk):
    slip = store.save(make_slip(answer="agree", carrier_relation="staff"), clerk)
    with pytest.raises(TransitionRefused, match="公司负责人"):
        press("issue", slip, clerk)
    slip.record.company_head = "周总"
    assert press("issue", store.save(slip, clerk), clerk).record.state == "issued"


def test_a_letter_of_authority_stands_for_the_call(make_slip, clerk):
    slip = store.save(make_slip(carrier="刘师傅", carrier_relation="mover", authorisation="WT-7"), clerk)
    assert press("issue", slip, clerk).record.state == "issued"


@pytest.mark.parametrize(
    ("until_on", "state"), [(None, "issued"), (MONDAY.date(), "issued"), (datetime.date(2026, 11, 22), None)]
)
def test_an_authorised_person_on_file_needs_no_call_while_the_letter_runs(
    until_on, state, make_slip, make_person, hold, clerk
):
    slip = make_slip(carrier="刘 师傅", carrier_relation="other")
    hold(
        slip.record.room,
        make_person("刘师傅", "13700000001"),
        "authorised",
        authorisation="WT-8",
        until_on=until_on,
    )
    slip = store.save(slip, clerk)
    if state:
        assert press("issue", slip, clerk).record.state == state
    else:
        with pytest.raises(TransitionRefused):
            press("issue", slip, clerk)


def test_a_hold_and_a_refusal_need_the_call_that_says_so(make_slip, clerk):
    slip = store.save(make_slip(answer="agree", carrier_relation="tenant"), clerk)
    for step in ("hold", "refuse"):
        with pytest.raises(TransitionRefused, match="请先记下"):
            press(step, slip, clerk)


def test_a_slip_without_goods_is_not_issued(make_slip, clerk):
    draft = make_slip()
    draft.rows["goods"] = [ReleasedGoods()]
    with pytest.raises(TransitionRefused, match="物品"):
        press("issue", store.save(draft, clerk), clerk)


@pytest.mark.parametrize("quantity", [0, -1])
def test_goods_are_counted_from_one(quantity, make_slip, clerk):
    draft = make_slip()
    draft.rows["goods"][0].quantity = quantity
    with pytest.raises(InvalidRecord, match="大于 0"):
        store.save(draft, clerk)


def test_a_slip_is_good_for_its_day_only(make_slip, clerk, office):
    slip = press("issue", store.save(make_slip(), clerk), clerk)
    tomorrow = Desk(Actor("李保安"), lambda: MONDAY + datetime.timedelta(days=1))
    with pytest.raises(TransitionRefused, match="当日有效"):
        press("release", slip, tomorrow)
    entered_next_morning = {"released_at": MONDAY.replace(hour=16), "gate_guard": "李保安"}
    slip = press("release", slip, tomorrow, entries=entered_next_morning)
    assert slip.record.released_at == MONDAY.replace(hour=16)


def test_a_slip_dated_yesterday_is_not_issued(make_slip, clerk):
    slip = store.save(make_slip(valid_on=datetime.date(2026, 11, 22)), clerk)
    with pytest.raises(TransitionRefused, match="已过"):
        press("issue", slip, clerk)


def test_goods_that_differ_from_the_slip_come_back_to_the_desk(make_slip, clerk, guard):
    slip = press("issue", store.save(make_slip(), clerk), clerk)
    slip = press("return", slip, guard, reason="多一台电视")
    assert (slip.record.state, slip.record.gate_match) == ("returned", "no")
    number = slip.record.number
    slip = press("issue", slip, clerk)
    assert (slip.record.state, slip.record.number) == ("issued", number)


def test_a_guard_may_not_issue_and_nothing_skips_the_gate(make_slip, clerk, guard):
    slip = store.save(make_slip(), clerk)
    with pytest.raises(TransitionRefused, match="客户助理"):
        press("issue", slip, guard)
    with pytest.raises(TransitionRefused, match="状态"):
        press("archive", slip, clerk, entries={"all_signed": True})


def test_filing_needs_three_signatures(make_slip, clerk, guard):
    slip = press("release", press("issue", store.save(make_slip(), clerk), clerk), guard)
    with pytest.raises(TransitionRefused, match="签字"):
        press("archive", slip, clerk)


def test_voiding_needs_a_reason_and_keeps_the_number(make_slip, clerk):
    slip = press("issue", store.save(make_slip(), clerk), clerk)
    with pytest.raises(TransitionRefused, match="原因"):
        press("void", slip, clerk, reason=" ")
    assert press("void", slip, clerk, reason="写错房号").record.number == "FX-202611-0001"
    assert press("issue", store.save(make_slip(), clerk), clerk).record.number == "FX-202611-0002"


def test_a_refused_issue_gives_its_number_back(make_slip, clerk):
    with pytest.raises(TransitionRefused):
        press("issue", store.save(make_slip(carrier_relation="tenant"), clerk), clerk)
    assert press("issue", store.save(make_slip(), clerk), clerk).record.number.endswith("0001")


@pytest.mark.parametrize(("earlier", "flagged"), [(0, False), (1, False), (2, True), (3, True)])
def test_the_third_exit_in_a_week_is_flagged_and_never_refused(earlier, flagged, make_slip, clerk):
    for days in range(earlier):
        day = MONDAY - datetime.timedelta(days=days * 2)
        then = Desk(clerk.actor, lambda day=day: day)
        press("issue", store.save(make_slip(valid_on=day.date()), then), then)
    slip = press("issue", store.save(make_slip(), clerk), clerk)
    assert bool(slip.record.attention) is flagged


def test_an_exit_seven_days_ago_no_longer_counts(make_slip, clerk):
    settings.change({"release_frequency_count": "2"}, clerk)
    then = Desk(clerk.actor, lambda: MONDAY - datetime.timedelta(days=7))
    press("issue", store.save(make_slip(valid_on=then.today), then), then)
    assert not press("issue", store.save(make_slip(), clerk), clerk).record.attention


def test_the_later_of_two_windows_is_told_and_nothing_is_lost(make_slip, clerk):
    mine = store.save(make_slip(), clerk)
    theirs = store.load(SLIPS, mine.record.id)
    theirs.record.cause = "送修"
    store.save(theirs, Desk(Actor("赵敏"), clerk.now))
    mine.record.cause = "搬家"
    with pytest.raises(EditConflict, match="赵敏"):
        store.save(mine, clerk)
    assert mine.record.cause == "搬家"
    assert GoodsReleaseSlip.get_by_id(mine.record.id).cause == "送修"


def test_an_issued_slip_can_no_longer_be_edited(make_slip, clerk):
    slip = press("issue", store.save(make_slip(), clerk), clerk)
    slip.record.cause = "改一下"
    with pytest.raises(TransitionRefused, match="不能修改"):
        store.save(slip, clerk)


def test_phones_are_masked_in_the_log(make_slip, clerk):
    slip = store.save(make_slip(carrier_phone="13987654321"), clerk)
    changes = json.loads(store.history(SLIPS, slip.record.id)[0].changes)
    assert changes["carrier_phone"] == ["", "139****4321"]


def test_a_step_that_cannot_be_logged_does_not_happen(make_slip, clerk, monkeypatch):
    slip = store.save(make_slip(), clerk)
    monkeypatch.setattr(store.AuditRow, "insert", lambda *_row: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        press("issue", slip, clerk)
    monkeypatch.undo()
    assert store.load(SLIPS, slip.record.id).record.state == "draft"
    assert press("issue", slip, clerk).record.number.endswith("0001")


@pytest.mark.parametrize(
    ("named", "relation", "phone"),
    [
        ("张三", "owner", "13912345678"),
        ("李 四", "tenant", "13700000001"),
        ("小张", "relative", "13700000002"),
        ("刘师傅", "other", None),
    ],
)
def test_a_carrier_the_room_knows_is_not_asked_for_again(
    named, relation, phone, make_room, make_person, hold, clerk
):
    room = make_room()
    hold(room, make_person())
    hold(room, make_person("李四", "13700000001"), "tenant")
    hold(room, make_person("小张", "13700000002"), "family")
    draft = store.new(SLIPS, room=room)
    fill = dict(SLIPS.on_enter)
    fill["room"](draft, clerk)
    slip = draft.record
    assert (slip.owner_name, slip.owner_phone, slip.carrier, slip.valid_on) == (
        "张三",
        "13912345678",
        "张三",
        clerk.today,
    )
    assert (slip.carrier_relation, slip.carrier_phone) == ("owner", "13912345678")
    if named != "张三":
        slip.carrier = named
        fill["carrier"](draft, clerk)
    assert (slip.carrier_relation, slip.carrier_phone) == (relation, phone)


@pytest.mark.parametrize("on_file", [True, False])
def test_who_only_says_he_is_the_owner_needs_the_owners_word(on_file, make_slip, make_room, clerk):
    values = {} if on_file else {"room": make_room("3-1-999")}
    slip = store.save(make_slip(carrier="路人甲", **values), clerk)
    with pytest.raises(TransitionRefused, match="不是这套房屋登记的业主"):
        press("issue", slip, clerk)
    slip.rows["calls"] = [ConsentCall(called_at=MONDAY, answer="agree")]
    assert press("issue", store.save(slip, clerk), clerk).record.state == "issued"


def test_what_was_not_noted_of_a_call_is_kept_with_the_slip_and_not_only_printed(make_slip, clerk):
    draft = make_slip(answer="agree", carrier="刘师傅", carrier_relation="mover", owner_phone="13912345678")
    slip = press("issue", store.save(draft, clerk), clerk)
    (call,) = slip.rows["calls"]
    assert (call.called_by, call.phone) == ("王芳", "13912345678")


def test_a_clerk_who_enters_the_gates_release_is_not_the_guard(make_slip, desk):
    slip = press("issue", store.save(make_slip(), desk), desk)
    assert press("release", slip, desk).record.gate_guard is None


def test_goods_are_pieces_unless_the_clerk_says_otherwise(make_slip, clerk):
    draft = make_slip()
    draft.rows["goods"] = [
        ReleasedGoods(name="纸箱", quantity=12),
        ReleasedGoods(name="沙发", unit="张", quantity=1),
    ]
    kept = store.load(SLIPS, store.save(draft, clerk).record.id)
    assert [row["unit"] for row in slip_values(kept)["goods"]] == ["件", "张"]
