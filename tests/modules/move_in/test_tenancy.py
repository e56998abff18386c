"""Papers of a tenancy: the tenant's form, the owner's undertaking, the safety agreement, and for whom they are not."""

import datetime

import pytest

from desk_app.kernel import settings, store
from desk_app.modules.move_in import tenancy
from desk_app.modules.move_in.papers import TENANT_FORM
from desk_app.modules.people.kinds import HOLDINGS, VEHICLES

TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def told():
    """Return a function that gives a paper's values for a holding, as they are today."""

    def tell(values, holding):
        draft = store.load(HOLDINGS, holding.id)
        draft.day = TODAY
        return values(draft)

    return tell


def names(rows):
    return [row["name"] for row in rows]


def test_the_tenants_form_names_owner_tenant_and_lease(make_room, make_person, hold, told):
    room = make_room()
    hold(room, make_person("张三", "13900000000"))
    dates = {"from_on": datetime.date(2026, 1, 1), "until_on": datetime.date(2026, 12, 31)}
    values = told(tenancy.tenant_values, hold(room, make_person("李四", "13800000000"), "tenant", **dates))
    assert (values["owner_name"], values["owner_phone"]) == ("张三", "13900000000")
    assert (values["name"], values["phone"]) == ("李四", "13800000000")
    assert (values["from_on"], values["until_on"]) == tuple(dates.values())
    assert values["lease_use"] == ""


def test_who_shares_the_room_with_the_tenant_is_listed_but_not_the_owners_family(
    make_room, make_person, hold, told
):
    room = make_room()
    hold(room, make_person("张三"))
    hold(room, make_person("小张"), "family")
    hold(room, make_person("旧租客"), "tenant", until_on=datetime.date(2025, 12, 31))
    hold(room, make_person("合租"), "tenant")
    hold(room, make_person("室友"), "resident")
    holding = hold(room, make_person("李四"), "tenant")
    assert names(told(tenancy.tenant_values, holding)["co_residents"]) == ["合租", "室友"]


def test_the_tenants_own_cars_are_listed_not_the_owners(make_room, make_person, hold, told, desk):
    room, owner, tenant = make_room(), make_person("张三"), make_person("李四")
    hold(room, owner)
    for plate, person in (("京A00001", owner), ("京A00002", tenant)):
        store.save(store.new(VEHICLES, plate=plate, owner=person, room=room), desk)
    values = told(tenancy.tenant_values, hold(room, tenant, "tenant"))
    assert [row["plate"] for row in values["vehicles"]] == ["京A00002"]


@pytest.mark.parametrize(
    ("role", "until_on", "word"),
    [
        ("tenant", None, ""),
        ("tenant", TODAY, ""),
        ("tenant", datetime.date(2026, 11, 22), "迁出"),
        ("owner", None, "业主"),
        ("family", None, "家庭成员"),
    ],
)
def test_the_tenants_form_is_for_a_tenant_who_has_not_left(
    role, until_on, word, make_room, make_person, hold, told
):
    holding = hold(make_room(), make_person("李四"), role, until_on=until_on)
    refused = told(TENANT_FORM.may_print, holding)
    assert (refused is None) if not word else (refused.startswith("没有打印：") and word in refused)


def test_a_tenant_who_moves_in_next_month_already_gets_his_papers(make_room, make_person, hold, told):
    dates = {"from_on": datetime.date(2026, 12, 1), "until_on": datetime.date(2027, 11, 30)}
    holding = hold(make_room(), make_person("李四"), "tenant", **dates)
    assert told(tenancy.why_no_tenant, holding) is None


def test_all_owners_answer_for_the_tenant(make_room, make_person, hold, told):
    room = make_room()
    hold(room, make_person("张三"))
    hold(room, make_person("王五"))
    values = told(tenancy.undertaking_values, hold(room, make_person("李四"), "tenant"))
    assert names(values["owners"]) == ["张三", "王五"]
    assert values["tenant_name"] == "李四"


def test_a_tenants_safety_agreement_runs_with_the_lease_an_owners_from_today(
    make_room, make_person, hold, told
):
    room = make_room()
    dates = {"from_on": datetime.date(2026, 12, 1), "until_on": datetime.date(2027, 11, 30)}
    tenant = told(tenancy.safety_values, hold(room, make_person("李四"), "tenant", **dates))
    assert (tenant["from_on"], tenant["until_on"]) == tuple(dates.values())
    since = datetime.date(2019, 6, 1)
    owner = told(tenancy.safety_values, hold(room, make_person("张三"), from_on=since))
    assert (owner["from_on"], owner["until_on"]) == (TODAY, None)


def test_who_only_acts_for_the_owner_signs_no_safety_agreement(make_room, make_person, hold, told):
    holding = hold(make_room(), make_person("王五"), "authorised")
    assert "不使用房屋" in told(tenancy.why_no_agreement, holding)


def test_the_safety_agreement_names_the_offices_safety_person(make_room, make_person, hold, told, desk):
    holding = hold(make_room(), make_person("李四"), "tenant")
    assert told(tenancy.safety_values, holding)["safety_person"] == ""
    settings.change({"safety_person": "赵经理 0551-6000001"}, desk)
    assert told(tenancy.safety_values, holding)["safety_person"] == "赵经理 0551-6000001"
