"""Bill runs through a real book: V02, V04-V06, V20, V24, run twice, undo, reasons."""

import datetime

import pytest

from desk_app.kernel import settings, store
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import runs
from desk_app.modules.billing.kinds import FEE_BINDINGS, FEE_ITEMS, TARIFFS
from desk_app.modules.billing.records import Bill, BillRun, DraftBill, FeeBinding, SkippedRoom, TariffPrice
from desk_app.modules.billing.rounding import of_item
from desk_app.modules.estate.records import Room
from tests.billed_rooms import AREA, RATE, bind, day, fill_rooms, make_tariff, sums


@pytest.fixture
def flat(make_room):
    """Return flat A: 96.58 ㎡."""
    return make_room("3-1-502", charged_area=AREA)


def run(period, desk, **values):
    """Work a period out and post it."""
    return runs.post_run(runs.make_run(period, desk, **values).id, desk)


def reasons(run_):
    """Return the reasons of what a run left out."""
    return [skip.reason for skip in SkippedRoom.select().where(SkippedRoom.run == run_.id)]


def test_a_month_of_flat_a_is_226_96(desk, flat):
    """V01."""
    bind(desk, flat, make_tariff(desk))
    posted = run(202501, desk)
    assert sums() == [(202501, "2025-01-01", "2025-01-31", 22696)]
    assert (posted.state, posted.bills, posted.total, posted.skipped) == ("posted", 1, 22696, 0)
    assert DraftBill.select().count() == 0


def test_a_quarter_is_three_lines_of_its_months_due_together(desk, flat):
    """V02: 680.88, never 680.89."""
    bind(desk, flat, make_tariff(desk, cycle="3"))
    run(202501, desk)
    assert [row[0] for row in sums()] == [202501, 202502, 202503]
    assert sum(row[3] for row in sums()) == 68088
    assert len({bill.due_on for bill in Bill.select()}) == 1
    with pytest.raises(DeskError, match="没有要出的账单"):
        run(202502, desk)
    run(202504, desk)
    assert len(sums()) == 6


def test_a_year_is_twelve_lines(desk, flat):
    """V02: 2,723.52."""
    bind(desk, flat, make_tariff(desk), cycle="12")
    run(202501, desk)
    assert sum(row[3] for row in sums()) == 272352
    assert len(sums()) == 12


def test_a_quarter_entered_in_its_middle_is_billed_from_that_day(desk, flat):
    bind(desk, flat, make_tariff(desk, cycle="3"), day("2025-02-15"))
    assert runs.make_run(202501, desk).bills == 0
    run(202502, desk)
    assert [row[1:3] for row in sums()] == [("2025-02-15", "2025-02-28"), ("2025-03-01", "2025-03-31")]


def test_developer_and_owner_share_the_month_of_handover(desk, flat, make_person):
    """V04: 124.46 + 102.50 = 226.96."""
    tariff = make_tariff(desk)
    first = bind(desk, flat, tariff, day("2024-01-01"), day("2025-03-17"), payer=make_person("开发公司"))
    bind(desk, flat, tariff, day("2025-03-18"), follows=first)
    run(202503, desk)
    assert [row[3] for row in sums()] == [12446, 10250]
    assert [bill.earlier for bill in Bill.select().order_by(Bill.from_on)] == [0, 12446]
    assert [bill.payer_id is None for bill in Bill.select().order_by(Bill.from_on)] == [False, True]


def test_a_start_in_leap_february(desk, flat):
    """V05: 20 of 29 days."""
    bind(desk, flat, make_tariff(desk), day("2024-02-10"))
    run(202402, desk)
    assert sums() == [(202402, "2024-02-10", "2024-02-29", 15653)]


def test_a_start_in_leap_february_by_thirty_days(desk, flat):
    """V05: 151.31."""
    bind(desk, flat, make_tariff(desk, proration="30"), day("2024-02-10"))
    run(202402, desk)
    assert [row[3] for row in sums()] == [15131]


def test_a_tariff_that_changes_within_the_month_makes_two_lines(desk, flat):
    """V06: 109.82 + 129.60 = 239.42."""
    bind(desk, flat, make_tariff(desk, ((day("2020-01-01"), RATE), (day("2025-07-16"), 26000))))
    run(202507, desk)
    assert [row[1:] for row in sums()] == [
        ("2025-07-01", "2025-07-15", 10982),
        ("2025-07-16", "2025-07-31", 12960),
    ]


def test_seller_and_buyer_share_the_month_of_the_sale(desk, flat):
    """V20: 146.43 + 80.53 = 226.96."""
    tariff = make_tariff(desk)
    seller = bind(desk, flat, tariff, until_on=day("2025-10-20"))
    bind(desk, flat, tariff, day("2025-10-21"), follows=seller)
    run(202510, desk)
    assert [row[3] for row in sums()] == [14643, 8053]


def test_a_month_billed_whole_before_the_sale_leaves_the_buyer_the_same_rest(desk, flat):
    tariff = make_tariff(desk)
    seller = bind(desk, flat, tariff)
    run(202510, desk)
    FeeBinding.update(until_on=day("2025-10-20"), state="ended").where(FeeBinding.id == seller.id).execute()
    bind(desk, flat, tariff, day("2025-10-21"), follows=seller)
    run(202510, desk)
    assert [row[3] for row in sums()] == [22696, 8053]


def test_months_from_the_rooms_own_day_keep_their_anchor(desk, flat):
    """V07: 31 August, 28 February, 31 August."""
    bind(desk, flat, make_tariff(desk), day("2025-08-31"), anchor_on=day("2025-08-31"), cycle="6")
    run(202508, desk)
    run(202602, desk)
    found = sums()
    assert (found[0][1], found[5][2], found[6][1]) == ("2025-08-31", "2026-02-27", "2026-02-28")
    assert [row[3] for row in found] == [22696] * 12
    assert found[-1][2] == "2026-08-30"


def test_a_month_of_the_rooms_own_entered_just_before_its_end_is_billed_with_the_next_one(desk, flat):
    """From the 5th on with months from the 15th: both the rest of the one and the next begin in November."""
    bind(desk, flat, make_tariff(desk), day("2025-11-05"), anchor_on=day("2025-05-15"))
    run(202511, desk)
    run(202512, desk)
    assert [row[:3] for row in sums()] == [
        (202511, "2025-11-05", "2025-11-14"),
        (202511, "2025-11-15", "2025-12-14"),
        (202512, "2025-12-15", "2026-01-14"),
    ]


def test_seller_and_buyer_share_a_month_of_the_rooms_own(desk, flat):
    """18 and 13 of its 31 days: 131.78 is left with the seller, 95.18 is asked of the buyer, 226.96 in all."""
    tariff, anchor = make_tariff(desk), day("2025-10-15")
    seller = bind(desk, flat, tariff, anchor, anchor_on=anchor)
    run(202510, desk)
    FeeBinding.update(until_on=day("2025-11-01"), state="ended").where(FeeBinding.id == seller.id).execute()
    bind(desk, flat, tariff, day("2025-11-02"), follows=seller, anchor_on=anchor)
    run(202511, desk)
    assert [row[1:] for row in sums()][1] == ("2025-11-02", "2025-11-14", 9518)


def test_two_thousand_flats(desk):
    """V24: 453,920.00."""
    fill_rooms(2000, [make_tariff(desk)])
    posted = run(202501, desk)
    assert (posted.bills, posted.total) == (2000, 45_392_000)


def test_the_statement_and_the_rules_agree_on_every_rounding(desk, make_room):
    """A plain bill is rounded in the database as the rules round it in Python."""
    from desk_app.modules.billing.lines import month_lines

    room = make_room("3-1-101", charged_area=1_547_800)
    combinations = [(unit, way) for unit in ("fen", "jiao", "yuan") for way in ("half_up", "up", "down")]
    expected = []
    for number, (unit, way) in enumerate(combinations):
        code = f"R{number}"
        tariff = make_tariff(
            desk, ((day("2020-01-01"), 8_407),), code=code, rounding_unit=unit, rounding_way=way
        )
        bind(desk, room, tariff, day("2025-01-14"))
        (line,) = month_lines(
            1_547_800,
            [(day("2020-01-01"), 8_407)],
            day("2025-01-14"),
            day("2025-01-31"),
            rounding=of_item(tariff.item),
        )
        expected.append((line.amount, line.rounding, line.parts, line.of_parts))
    run(202501, desk)
    found = Bill.select().order_by(Bill.item)
    assert [(b.amount, b.rounding, b.parts, b.of_parts) for b in found] == expected
    assert len({amount for amount, *_rest in expected}) > 4


def test_fixed_fees_and_lift_coefficients(desk, make_room):
    room = make_room("3-1-101", charged_area=AREA, lift_ratio=12_000)
    bind(
        desk,
        room,
        make_tariff(desk, ((day("2020-01-01"), 150_000),), code="TC", basis="fixed", unit="位"),
        count=2,
    )
    bind(desk, room, make_tariff(desk, ((day("2020-01-01"), 200_000),), code="DTF", basis="lift"))
    run(202501, desk)
    assert [row[3] for row in sums()] == [3000, 2400]


def test_parking_by_the_months_of_v21(desk, flat):
    """V21: 150 a month from 18 March to 17 September is 902.74."""
    tariff = make_tariff(desk, ((day("2020-01-01"), 1_500_000),), code="TC", basis="fixed")
    bind(desk, flat, tariff, day("2025-03-18"), day("2025-09-17"))
    for month in range(3, 10):
        run(202500 + month, desk)
    assert sum(row[3] for row in sums()) == 90274


def test_a_formula_is_reckoned_exactly_and_explains_itself(desk, make_room):
    room = make_room("3-1-101", charged_area=AREA, lift_ratio=10_500)
    tariff = make_tariff(desk, code="GS", basis="formula", formula="面积*单价*电梯系数+2")
    bind(desk, room, tariff, day("2025-03-18"))
    run(202503, desk)
    run(202504, desk)
    assert [row[3] for row in sums()] == [10853, 24031]  # (238.31115 + 2) × 14 ÷ 31, and whole
    assert '"面积": "96.58"' in Bill.select().first().workings


def test_a_period_run_twice_makes_one_bill(desk, flat):
    bind(desk, flat, make_tariff(desk))
    run(202501, desk)
    again = runs.make_run(202501, desk)
    assert again.bills == 0
    assert reasons(again) == ["这一期已经出账到 2025-01-31。"]
    with pytest.raises(DeskError, match="没有出账"):
        runs.post_run(again.id, desk)
    assert len(sums()) == 1


def test_a_new_draft_takes_the_place_of_the_old_one(desk, flat):
    bind(desk, flat, make_tariff(desk))
    first = runs.make_run(202501, desk)
    second = runs.make_run(202501, desk)
    assert [row.id for row in BillRun.select()] == [second.id]
    with pytest.raises(DeskError, match="找不到"):
        runs.post_run(first.id, desk)


def test_a_run_of_one_building_leaves_the_others(desk, make_room):
    tariff = make_tariff(desk)
    here, there = make_room("3-1-101", charged_area=AREA), make_room("4-1-101", charged_area=AREA)
    bind(desk, here, tariff)
    bind(desk, there, tariff)
    posted = run(202501, desk, scope=here.building)
    assert [bill.room_id for bill in Bill.select()] == [here.id]
    assert posted.scope == "3栋"
    assert run(202501, desk).bills == 1


def test_every_binding_that_is_not_charged_has_its_reason(desk, make_room):
    from desk_app.modules.billing.kinds import FEE_BINDINGS

    tariff = make_tariff(desk)
    make_room("3-1-101", charged_area=AREA)
    bind(desk, make_room("3-1-102"), tariff)
    paused = bind(desk, make_room("3-1-103", charged_area=AREA), tariff)
    store.apply(
        FEE_BINDINGS,
        "pause",
        paused.id,
        paused.version,
        desk,
        reason="空置",
        entries={"paused_on": day("2025-01-01")},
    )
    bind(desk, make_room("3-1-104", charged_area=AREA), tariff, day("2025-02-01"))
    bind(desk, make_room("3-1-105", charged_area=AREA), tariff, until_on=day("2024-12-31"))
    late = make_tariff(desk, ((day("2025-06-01"), RATE),), code="LT")
    bind(desk, make_room("3-1-106", charged_area=AREA), late)
    lift = make_tariff(desk, code="DTF", basis="lift")
    bind(desk, make_room("3-1-107", charged_area=AREA), lift)
    assert sorted(reasons(runs.make_run(202501, desk))) == sorted(
        [
            "没有收费绑定。",
            "房屋没有填计费面积或建筑面积。",
            "2025-01-01 起暂停收费。",
            "从 2025-02-01 才开始计费。",
            "计费已于 2024-12-31 结束。",
            "没有算出费用：2025-01-01 没有单价。请在收费标准里填写从这一天或更早生效的单价。",
            "房屋没有填电梯系数。",
        ]
    )


def test_a_whole_run_is_undone_and_can_be_made_again(desk, flat):
    bind(desk, flat, make_tariff(desk))
    posted = run(202501, desk)
    undone = runs.undo_run(posted.id, desk, "单价填错")
    assert undone.state == "undone" and sums() == []
    assert [bill.state for bill in Bill.select()] == ["void"]
    assert run(202501, desk).bills == 1
    with pytest.raises(DeskError, match="已经撤销"):
        runs.undo_run(posted.id, desk, "再来一次")


def test_a_run_with_money_on_it_is_not_undone(desk, flat):
    bind(desk, flat, make_tariff(desk))
    posted = run(202501, desk)
    Bill.update(paid=1).execute()
    with pytest.raises(DeskError, match="已有 1 张账单收过款"):
        runs.undo_run(posted.id, desk, "单价填错")
    Bill.update(paid=0, reduced=1).execute()
    with pytest.raises(DeskError, match="减免过"):
        runs.undo_run(posted.id, desk, "单价填错")
    assert len(sums()) == 1


def test_undoing_needs_a_reason(desk, flat):
    bind(desk, flat, make_tariff(desk))
    with pytest.raises(DeskError, match="请写明原因"):
        runs.undo_run(run(202501, desk).id, desk, " ")


def test_a_draft_is_thrown_away_and_a_posted_run_is_not(desk, flat):
    bind(desk, flat, make_tariff(desk))
    runs.discard_run(runs.make_run(202501, desk).id, desk)
    assert (BillRun.select().count(), DraftBill.select().count()) == (0, 0)
    posted = run(202501, desk)
    with pytest.raises(DeskError, match="整批撤销"):
        runs.discard_run(posted.id, desk)


def test_a_draft_older_than_its_tariff_is_not_posted(desk, flat):
    tariff = make_tariff(desk)
    bind(desk, flat, tariff)
    draft = runs.make_run(202501, desk)
    raised = store.load(TARIFFS, tariff.id)
    raised.rows["prices"].append(TariffPrice(from_on=day("2025-01-01"), price=26000))
    store.save(raised, desk)
    with pytest.raises(DeskError, match="请重新生成草稿"):
        runs.post_run(draft.id, desk)
    assert [row[3] for row in sums()] == []
    run(202501, desk)
    assert [row[3] for row in sums()] == [25111]


def test_the_cashier_neither_runs_nor_sets_prices(desk, flat):
    from desk_app.kernel.access import Actor, Desk

    tariff = make_tariff(desk)
    cashier = Desk(Actor("李收银", frozenset({"cashier"})), desk.now)
    with pytest.raises(DeskError, match="没有生成账单：需要 财务、项目主管、项目经理 来做"):
        runs.make_run(202501, cashier)
    with pytest.raises(DeskError, match="收费标准只能由 财务、项目经理 修改"):
        store.save(store.load(TARIFFS, tariff.id), cashier)
    with pytest.raises(DeskError, match="收费标准只能由"):
        store.remove(store.load(TARIFFS, tariff.id), cashier, "不要了")
    with pytest.raises(DeskError, match="收费项目只能由"):
        store.save(store.new(FEE_ITEMS, code="AA", name="甲"), cashier)
    with pytest.raises(DeskError, match="收费绑定只能由"):
        store.save(store.new(FEE_BINDINGS, room=flat, tariff=tariff, from_on=day("2025-01-01")), cashier)


def test_a_closed_month_takes_no_run(desk, flat, monkeypatch):
    from desk_app.modules.billing import run_rights

    bind(desk, flat, make_tariff(desk))
    draft = runs.make_run(202501, desk)
    monkeypatch.setattr(run_rights, "MONTH_IS_CLOSED", [lambda period: period == 202501])
    with pytest.raises(DeskError, match="202501 已经月结"):
        runs.post_run(draft.id, desk)
    with pytest.raises(DeskError, match="已经月结"):
        runs.make_run(202501, desk)


@pytest.mark.parametrize("period", [0, 202513, 202500, 199912, 210101])
def test_a_period_that_is_no_month_is_refused(desk, period):
    with pytest.raises(DeskError, match="账期应为"):
        runs.make_run(period, desk)


def test_the_statement_asks_what_the_rules_ask_of_any_days_and_sums(desk):
    """Four hundred bindings that begin and end around a month, at prices of all sizes."""
    import random

    from desk_app.modules.billing.lines import month_lines, total_of

    chance = random.Random(7)
    tariffs = [
        make_tariff(
            desk, ((day("2020-01-01"), chance.randrange(1, 10**6)),), code=f"T{number}", rounding_way=way
        )
        for number, way in enumerate(("half_up", "up", "down"))
    ]
    rooms = fill_rooms(400, [])
    first = day("2025-01-01").toordinal()
    expected = {}
    for room_id in rooms:
        area = chance.randrange(1, 2_000_000)
        Room.update(charged_area=area).where(Room.id == room_id).execute()
        from_on = day("2025-01-01").fromordinal(first + chance.randrange(-20, 40))
        until_on = None if chance.random() < 0.5 else from_on + datetime.timedelta(days=chance.randrange(60))
        tariff = chance.choice(tariffs)
        FeeBinding.create(version=1, room=room_id, tariff=tariff, from_on=from_on, until_on=until_on)
        begin, end = max(from_on, day("2025-01-01")), min(until_on or day("2025-01-31"), day("2025-01-31"))
        if begin <= end:
            price = tariff.prices.get().price
            lines = month_lines(area, [(begin, price)], begin, end, rounding=of_item(tariff.item))
            if total_of(lines):
                expected[room_id] = (begin, end, total_of(lines))
    run(202501, desk)
    assert {bill.room_id: (bill.from_on, bill.until_on, bill.amount) for bill in Bill.select()} == expected
    assert 200 < len(expected) < 400


def test_every_bill_of_a_run_explains_its_sum_in_words(desk, make_room):
    from desk_app.modules.billing.explaining import explain

    room = make_room("3-1-101", charged_area=AREA, lift_ratio=12_000)
    since = day("2025-03-18")
    bind(desk, room, make_tariff(desk, unit="㎡"), since)
    bind(
        desk,
        room,
        make_tariff(desk, ((day("2020-01-01"), 150_000),), code="TC", basis="fixed", unit="位"),
        count=2,
    )
    bind(desk, room, make_tariff(desk, ((day("2020-01-01"), 200_000),), code="DTF", basis="lift"))
    bind(desk, room, make_tariff(desk, code="GS", basis="formula", formula="面积*单价"))
    run(202503, desk)
    told = [explain(bill) for bill in Bill.select().order_by(Bill.item)]
    assert told[0] == "96.58 ㎡ × 2.35 元/㎡·月 × 14 天 ÷ 31 天 = 102.50 元"
    assert "2 位 × 15.00 元" in told[1] and "30.00 元" in told[1]
    assert "1.2" in told[2] and "24.00 元" in told[2]
    assert "面积" in told[3] and "226.96 元" in told[3]


def test_v08_an_approved_vacancy_applies_to_the_run_by_itself_and_goes_with_it(desk, flat):
    """V08: 226.96 at 70 % is 158.87; undone, the approval serves the next run again."""
    from desk_app.modules.billing.records import Reduction

    tariff = make_tariff(desk)
    bind(desk, flat, tariff)
    approval = Reduction.create(
        number="JM-202501-0001",
        room=flat,
        item=tariff.item_id,
        kind="vacancy",
        from_on=day("2025-01-01"),
        until_on=day("2025-06-30"),
        ratio=7_000,
        cause="空置",
        state="approved",
    )
    posted = run(202501, desk)
    assert [(bill.amount, bill.reduced) for bill in Bill.select()] == [(22696, 6809)]
    runs.undo_run(posted.id, desk, "面积填错")
    assert [(bill.state, bill.reduced) for bill in Bill.select()] == [("void", 0)]
    run(202501, desk)
    assert [bill.reduced for bill in Bill.select().where(Bill.state == "open")] == [6809]
    assert Reduction.get_by_id(approval.id).used == 6809


def due_days():
    return sorted({str(bill.due_on) for bill in Bill.select()})


def test_nobody_is_late_who_has_just_been_told(desk, flat, make_room):
    """The desk's clock stands at 23 November 2026; seven days are left to pay."""
    bind(desk, flat, make_tariff(desk), day("2026-09-01"))
    bind(desk, flat, make_tariff(desk, code="TC", cycle="3"), day("2026-09-01"))  # not plain: a quarter
    bind(
        desk,
        make_room("3-1-503", charged_area=AREA),
        make_tariff(desk, name="另"),
        day("2026-09-01"),
        due_days=5,
    )
    run(202609, desk)
    assert due_days() == ["2026-11-30"]
    run(202612, desk)
    assert due_days() == ["2026-11-30", "2026-12-06", "2026-12-31"]


def test_a_draft_that_waited_is_due_from_the_day_it_is_posted(desk, flat):
    bind(desk, flat, make_tariff(desk), day("2026-09-01"))
    draft = runs.make_run(202609, desk)
    later = Desk(desk.actor, lambda: desk.now() + datetime.timedelta(days=3))
    runs.post_run(draft.id, later)
    assert due_days() == ["2026-12-03"]


def test_the_office_sets_how_long_a_notice_is_and_may_type_a_due_day(desk, flat):
    bind(desk, flat, make_tariff(desk), day("2026-09-01"))
    settings.change({"bill_notice_days": "15"}, desk)
    run(202609, desk)
    assert due_days() == ["2026-12-08"]
    run(202610, desk, due_on=day("2026-10-31"))
    assert due_days() == ["2026-10-31", "2026-12-08"]
