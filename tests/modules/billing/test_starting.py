"""The fee items of a new book, binding many rooms at once, what a tariff or binding must hold, and who types them."""

import pytest

from desk_app.kernel import store
from desk_app.kernel.errors import InvalidRecord, TransitionRefused
from desk_app.modules.billing.kinds import BILLS, FEE_BINDINGS, FEE_ITEMS
from desk_app.modules.billing.metered_rooms import meter_kind
from desk_app.modules.billing.records import FeeBinding, FeeItem
from desk_app.modules.billing.starting import bind_rooms, fill_catalogue, preview_binding
from desk_app.modules.meters.kinds import METERS
from desk_app.screens.matters import find_offers
from desk_app.screens.record_form import RecordForm
from desk_app.screens.record_table import RecordTable
from tests.billed_rooms import AREA, LONG_AGO, RATE, bind, day, make_tariff


def test_a_new_book_has_the_usual_fee_items(desk):
    """domain.md 3.1."""
    codes = {item.code for item in FeeItem.select()}
    assert {
        "WY",
        "DT",
        "GTD",
        "GTS",
        "SF",
        "DF",
        "RQ",
        "LJ",
        "TC1",
        "TC2",
        "CD",
        "ZJ",
        "WYJ",
        "PC",
        "QT",
    } < codes
    assert {"ZX1", "ZX2", "ZX3", "ZX4", "MJ", "WX"} < codes
    natures = {item.code: item.nature for item in FeeItem.select()}
    assert (natures["ZX3"], natures["SF"], natures["CD"]) == ("deposit", "agency", "public")
    assert not FeeItem.get(FeeItem.code == "RQ").is_used


def test_filling_the_catalogue_again_changes_nothing(desk):
    water = store.find_by(FEE_ITEMS, code="SF")
    water.record.name = "自来水费"
    store.save(water, desk)
    store.remove(store.find_by(FEE_ITEMS, code="RQ"), desk, "本小区没有燃气")
    assert fill_catalogue(desk) == 1
    assert FeeItem.get(FeeItem.code == "SF").name == "自来水费"
    assert fill_catalogue(desk) == 0


# -- many rooms at once ------------------------------------------------------------------------------------------------


def test_rooms_are_bound_from_their_handover_day(desk, make_room):
    tariff = make_tariff(desk)
    first = make_room("3-1-101", charged_area=AREA, handed_over_on=day("2025-03-18"))
    late = make_room("3-1-102", charged_area=AREA, handed_over_on=day("2019-03-18"))
    bare = make_room("3-1-103", charged_area=AREA)
    small = make_room("3-1-104", handed_over_on=day("2025-03-18"))
    ids = [first.id, late.id, bare.id, small.id]
    looked = preview_binding(tariff, ids, day("2025-01-01"))
    assert [one.from_on for one in looked] == [day("2025-03-18"), day("2025-01-01"), None, day("2025-03-18")]
    refused = bind_rooms(tariff, ids, desk, day("2025-01-01"), cycle="3")
    assert {one.room: one.why_not for one in refused} == {
        "3-1-103": "没有交付日期，请先填写，或单独绑定给开发商。",
        "3-1-104": "没有填计费面积或建筑面积。",
    }
    made = FeeBinding.select().order_by(FeeBinding.room)
    assert [(one.room_id, one.from_on, one.cycle) for one in made] == [
        (first.id, day("2025-03-18"), "3"),
        (late.id, day("2025-01-01"), "3"),
    ]


def test_rooms_bound_already_are_not_bound_twice(desk, make_room):
    tariff = make_tariff(desk)
    room = make_room("3-1-101", charged_area=AREA, handed_over_on=day("2025-03-18"))
    assert bind_rooms(tariff, [room.id], desk) == []
    (again,) = bind_rooms(tariff, [room.id], desk)
    assert again.why_not == "已绑定收费XM 标准XM，从 2025-03-18 起。"
    assert FeeBinding.select().count() == 1


def test_a_tariff_by_use_is_bound_to_every_meter_of_its_kind(desk, make_room):
    item = FeeItem.get(FeeItem.code == "SF")
    tariff = make_tariff(desk, basis="meter", item=item)
    first, dry = (make_room(number, handed_over_on=day("2025-03-18")) for number in ("3-1-101", "3-1-102"))
    kitchen, bath, power = (
        store.save(store.new(METERS, number=number, kind=kind, room=first), desk).record
        for number, kind in (("S-1", "water"), ("S-2", "water"), ("D-1", "power"))
    )
    (refused,) = bind_rooms(tariff, [first.id, dry.id], desk)
    assert (refused.room, refused.why_not) == ("3-1-102", "没有登记在用的水表。")
    made = FeeBinding.select().order_by(FeeBinding.meter)
    assert [(one.room_id, one.meter_id) for one in made] == [(first.id, kitchen.id), (first.id, bath.id)]
    later = store.save(store.new(METERS, number="S-3", kind="water", room=first), desk).record
    assert bind_rooms(tariff, [first.id], desk) == []
    assert [one.meter_id for one in FeeBinding.select().order_by(FeeBinding.id)][2:] == [later.id]
    assert power.id not in {one.meter_id for one in FeeBinding.select()}


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("SF", "水费", "water"),
        ("X1", "热水费", "water"),
        ("X2", "商铺电费", "power"),
        ("X3", "用量费", "other"),
    ],
)
def test_the_meter_of_an_item_is_known_by_its_code_or_name(code, name, kind):
    assert meter_kind(FeeItem(code=code, name=name)) == kind


# -- what must hold ------------------------------------------------------------------------------------------------------


def problems(make):
    """Return the problems a save is refused for."""
    with pytest.raises(InvalidRecord) as refused:
        make()
    return refused.value.problems


def test_an_end_before_the_start_is_refused(desk, room):
    """F039."""
    tariff = make_tariff(desk)
    found = problems(lambda: bind(desk, room, tariff, day("2025-01-02"), day("2025-01-01")))
    assert found == {"until_on": "计费结束早于计费开始"}


@pytest.mark.parametrize(
    ("from_on", "until_on", "is_refused"),
    [
        ("2025-06-30", None, True),
        ("2025-07-01", None, False),
        ("2024-01-01", "2024-12-31", False),
        ("2024-01-01", "2025-01-01", True),
        ("2025-02-01", "2025-02-01", True),
    ],
)
def test_the_same_item_is_not_charged_twice_for_a_day(desk, room, from_on, until_on, is_refused):
    """F043."""
    bind(desk, room, make_tariff(desk), day("2025-01-01"), day("2025-06-30"))
    other = make_tariff(desk, name="另一标准")
    end = day(until_on) if until_on else None
    if is_refused:
        assert "from_on" in problems(lambda: bind(desk, room, other, day(from_on), end))
    else:
        bind(desk, room, other, day(from_on), end)


def test_two_cars_pay_the_same_item_side_by_side(desk, room):
    from desk_app.modules.people.kinds import VEHICLES

    tariff = make_tariff(desk, basis="fixed")
    for plate in ("京A12345", "京A12346"):
        car = store.save(store.new(VEHICLES, plate=plate), desk).record
        bind(desk, room, tariff, vehicle=car)
    assert FeeBinding.select().count() == 2


def test_a_tariff_says_all_its_way_of_charging_needs(desk):
    assert "formula" in problems(lambda: make_tariff(desk, basis="formula"))
    assert "formula" in problems(lambda: make_tariff(desk, basis="formula", formula="面积*不知道"))
    assert "formula" in problems(lambda: make_tariff(desk, formula="面积*单价"))
    assert "tiers" in problems(lambda: make_tariff(desk, tiers="year"))
    assert "prices" in problems(lambda: make_tariff(desk, prices=()))
    twice = ((LONG_AGO, RATE), (LONG_AGO, RATE + 1))
    assert "prices.1.from_on" in problems(lambda: make_tariff(desk, prices=twice))
    tiered = {"basis": "meter", "tiers": "year", "tier_prices": ((day("2025-01-01"), 1_800_000, 70_000),)}
    assert "prices.1.above" in problems(lambda: make_tariff(desk, **tiered))
    assert "until_on" in problems(lambda: make_tariff(desk, until_on=day("2019-01-01")))


def test_a_metered_binding_names_the_meter_of_its_room(desk, room, make_room):
    from desk_app.modules.meters.kinds import METERS

    other = make_room("4-1-101")
    meter = store.save(store.new(METERS, number="W-1", kind="water", room=other), desk).record
    metered = make_tariff(desk, code="SFX", basis="meter")
    assert problems(lambda: bind(desk, room, metered)) == {"meter": "按用量计费，请选择仪表"}
    assert "4-1-101" in problems(lambda: bind(desk, room, metered, meter=meter))["meter"]


def test_a_binding_is_stopped_on_a_day_not_before_its_first(desk, room):
    made = bind(desk, room, make_tariff(desk), day("2025-01-01"))
    with pytest.raises(TransitionRefused, match="请填写计费结束日期"):
        store.apply(FEE_BINDINGS, "stop", made.id, made.version, desk)
    with pytest.raises(TransitionRefused, match="早于计费开始"):
        store.apply(
            FEE_BINDINGS, "stop", made.id, made.version, desk, entries={"until_on": day("2024-12-31")}
        )
    stopped = store.apply(
        FEE_BINDINGS, "stop", made.id, made.version, desk, entries={"until_on": day("2025-03-31")}
    )
    assert (stopped.record.state, stopped.record.until_on) == ("ended", day("2025-03-31"))


# -- bills are typed by nobody -------------------------------------------------------------------------------------------


def test_bills_are_never_typed_edited_or_deleted(desk, room):
    from desk_app.modules.billing.ledger import post_bill
    from desk_app.modules.estate.kinds import ROOMS

    item = FeeItem.get(FeeItem.code == "QT")
    bill = post_bill(room.id, item.id, 100, day("2025-01-01"), day("2025-01-01"), day("2025-01-31"), desk)
    draft = store.load(BILLS, bill.id)
    with pytest.raises(TransitionRefused, match="账单由程序按规则生成，不能手工新建、修改或删除"):
        store.save(draft, desk)
    with pytest.raises(TransitionRefused, match="不能手工新建"):
        store.remove(draft, desk, "错了")
    with pytest.raises(TransitionRefused, match="没有新建"):
        RecordForm.start(BILLS, desk)
    form = RecordForm.open(BILLS, desk, bill.id)
    assert form.read_only and not form.can_remove
    assert not RecordTable(BILLS, desk).can_create
    assert "bills" not in {offer.kind_name for offer in find_offers(ROOMS)}
    assert "fee_bindings" in {offer.kind_name for offer in find_offers(ROOMS)}


def test_what_only_others_may_type_is_shown_and_not_offered(clerk, desk):
    table = RecordTable(FEE_ITEMS, clerk)
    assert not table.can_create
    form = RecordForm.open(FEE_ITEMS, clerk, FeeItem.get(FeeItem.code == "WY").id)
    assert form.read_only and not form.can_remove
    assert RecordTable(FEE_ITEMS, desk).can_create
