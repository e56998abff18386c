"""Packs of papers for the owner's file and for a tenant who moves in: what is in them, how often, and for whom."""

import datetime

import pytest

from desk_app.kernel import print_plan
from desk_app.kernel.kind import KINDS


@pytest.fixture
def planned(desk):
    """Return a function that gives (paper, record id, times) of a pack for a record, and why others are left out."""

    def plan(kind_name, pack_name, record):
        kind = KINDS[kind_name]
        pack = next(pack for pack in kind.packs if pack.name == pack_name)
        (group,) = print_plan.plan(kind, [record.id], pack, desk)
        items = [(item.paper.name, item.record_id, item.times) for item in group.items]
        return items, [refused.why for refused in group.refused]

    return plan


def test_the_owners_pack_has_two_undertakings_and_a_consent_of_every_person_who_owns(
    make_room, make_person, hold, planned
):
    room = make_room()
    first, second = (hold(room, make_person(name)) for name in ("张三", "李四"))
    hold(room, make_person("示例科技有限公司", party="company"))
    hold(room, make_person("旧业主"), until_on=datetime.date(2025, 1, 1))
    items, refused = planned("rooms", "owner_file", room)
    assert items == [
        ("owner_card", room.id, 1),
        ("covenant_undertaking", room.id, 2),
        ("privacy_consent", first.id, 1),
        ("privacy_consent", second.id, 1),
    ]
    assert refused == ["没有打印：示例科技有限公司 是单位，不需要签个人信息同意书，请为经办的个人打印。"]


def test_a_room_without_a_known_owner_has_its_pack_without_a_consent(make_room, planned):
    items, refused = planned("rooms", "owner_file", make_room())
    assert [name for name, _id, _times in items] == ["owner_card", "covenant_undertaking"]
    assert refused == ["“个人信息处理告知同意书”没有放进套装：这套房屋还没有登记业主。"]


def test_the_tenants_pack_has_what_the_tenant_the_owner_and_the_departments_need(
    make_room, make_person, hold, planned
):
    room = make_room()
    hold(room, make_person("张三"))
    tenant = hold(room, make_person("李四"), "tenant")
    items, refused = planned("holdings", "tenant_move_in", tenant)
    assert items == [
        ("tenant_form", tenant.id, 1),
        ("owner_letting_undertaking", tenant.id, 2),
        ("safety_agreement", tenant.id, 2),
        ("privacy_consent", tenant.id, 1),
        ("moving_guide", tenant.id, 1),
        ("move_in_notice", tenant.id, 1),
    ]
    assert refused == []


def test_a_company_that_rents_has_everything_but_the_consent(make_room, make_person, hold, planned):
    tenant = hold(make_room(), make_person("示例科技有限公司", party="company"), "tenant")
    items, refused = planned("holdings", "tenant_move_in", tenant)
    assert "privacy_consent" not in [name for name, _id, _times in items]
    assert len(refused) == 1 and "是单位" in refused[0]


def test_an_owner_has_no_tenants_pack(make_room, make_person, hold, planned):
    owner = hold(make_room(), make_person("张三"))
    items, refused = planned("holdings", "tenant_move_in", owner)
    assert items == []
    assert len(refused) == 1 and "给租户的" in refused[0]
