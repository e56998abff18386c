"""Letters of the owner file: who promises, who acts for whom, who is proved to live where, who is told of his data."""

import datetime

import pytest

from desk_app.kernel import settings, store
from desk_app.kernel.words import _
from desk_app.modules.estate.kinds import ROOMS
from desk_app.modules.owner_file import letters
from desk_app.modules.people.kinds import HOLDINGS

TODAY = datetime.date(2026, 11, 23)


def draft_of(kind, record, day=TODAY):
    draft = store.load(kind, record.id)
    draft.day = day
    return draft


@pytest.fixture
def letter():
    """Return a function that gives a letter's values for a holding, as they are today."""
    return lambda values, holding, day=TODAY: values(draft_of(HOLDINGS, holding, day))


def names(rows):
    return [row["name"] for row in rows]


def test_every_owner_promises_to_keep_the_covenant(make_room, make_person, hold):
    room = make_room()
    hold(room, make_person("张三"))
    hold(room, make_person("李四"))
    values = letters.covenant_values(draft_of(ROOMS, room))
    assert names(values["owners"]) == ["张三", "李四"]
    assert values["covenant_name"] == "临时管理规约"


def test_the_office_names_its_own_covenant(make_room, desk):
    settings.change({"covenant_name": "翠湖花园管理规约"}, desk)
    assert letters.covenant_values(draft_of(ROOMS, make_room()))["covenant_name"] == "翠湖花园管理规约"


def test_an_owner_authorises_somebody_still_to_be_named(make_room, make_person, hold, letter):
    room = make_room()
    holding = hold(room, make_person("张三"))
    hold(room, make_person("李四"))
    values = letter(letters.attorney_values, holding)
    assert names(values["principals"]) == ["张三"]
    assert values["agent_name"] == values["agent_phone"] == values["matters"] == ""


def test_an_authorised_person_acts_for_all_owners_in_the_days_agreed(make_room, make_person, hold, letter):
    room = make_room()
    for name in ("张三", "李四"):
        hold(room, make_person(name))
    dates = {"from_on": datetime.date(2026, 11, 1), "until_on": datetime.date(2026, 12, 31)}
    holding = hold(room, make_person("王五", "13800000000"), "authorised", relation="朋友", **dates)
    values = letter(letters.attorney_values, holding)
    assert names(values["principals"]) == ["张三", "李四"]
    assert (values["agent_name"], values["agent_relation"]) == ("王五", "朋友")
    assert (values["from_on"], values["until_on"]) == (dates["from_on"], dates["until_on"])


def test_a_tenancys_dates_are_not_those_of_an_authority(make_room, make_person, hold, letter):
    holding = hold(make_room(), make_person("王五"), "tenant", from_on=datetime.date(2026, 11, 1))
    assert letter(letters.attorney_values, holding)["from_on"] is None


@pytest.mark.parametrize(
    ("role", "dates", "word"),
    [
        ("owner", {}, ""),
        ("owner", {"until_on": TODAY}, ""),
        ("owner", {"until_on": datetime.date(2026, 11, 22)}, "已于 2026-11-22 结束"),
        ("family", {}, ""),
        ("authorised", {"from_on": datetime.date(2026, 12, 1)}, ""),
        ("tenant", {}, "先把他登记为授权人"),
        ("resident", {}, "先把他登记为授权人"),
        ("emergency", {}, "先把他登记为授权人"),
    ],
)
def test_only_an_owner_gives_authority_and_nobody_becomes_his_agent_unseen(
    role, dates, word, make_room, make_person, hold, letter
):
    room = make_room()
    if role != "owner":
        hold(room, make_person("张三"))
    holding = hold(room, make_person("李四"), role, **dates)
    refused = letter(letters.why_no_attorney, holding)
    assert (refused is None) if not word else (refused.startswith("没有打印：") and word in refused)


def test_nobody_acts_for_an_owner_the_book_does_not_know(make_room, make_person, hold, letter):
    room = make_room()
    hold(room, make_person("张三"), until_on=datetime.date(2026, 11, 1))
    agent = hold(room, make_person("李四"), "authorised")
    assert "还没有登记业主" in letter(letters.why_no_attorney, agent)


@pytest.mark.parametrize(
    ("role", "dates", "state", "word"),
    [
        ("owner", {}, "occupied", ""),
        ("tenant", {"until_on": TODAY}, "let", ""),
        ("tenant", {"until_on": datetime.date(2026, 11, 22)}, "let", "现在不住在"),
        ("family", {"from_on": datetime.date(2026, 11, 24)}, "occupied", "现在不住在"),
        ("authorised", {}, "occupied", "不是住户"),
        ("emergency", {}, "occupied", "不是住户"),
        ("owner", {}, "notified", "还没有交付"),
        ("tenant", {}, "vacant", "空置"),
        ("owner", {}, "let", "已出租"),
        ("family", {}, "let", "已出租"),
        ("resident", {}, "let", ""),
    ],
)
def test_only_who_lives_there_is_proved_to_live_there(
    role, dates, state, word, make_room, make_person, hold, letter
):
    holding = hold(make_room(state=state), make_person("张三"), role, **dates)
    refused = letter(letters.why_no_residence, holding)
    assert (refused is None) if not word else (refused.startswith("没有打印：") and word in refused)


def test_nobody_is_proved_to_live_in_a_parking_space(make_room, make_person, hold, letter):
    holding = hold(make_room(use="parking", state="occupied"), make_person("张三"))
    assert letter(letters.why_no_residence, holding) == "没有打印：3-1-502 是车位，不能证明有人居住。"


def test_a_proof_of_residence_is_good_for_the_days_the_office_says(
    make_room, make_person, hold, letter, desk
):
    holding = hold(make_room(), make_person("张三"), "tenant", from_on=datetime.date(2025, 3, 1))
    values = letter(letters.residence_values, holding)
    assert (values["issued_on"], values["valid_until"]) == (TODAY, datetime.date(2026, 12, 23))
    assert values["moved_in_on"] == datetime.date(2025, 3, 1)
    settings.change({"residence_proof_days": "90"}, desk)
    assert letter(letters.residence_values, holding)["valid_until"] == datetime.date(2027, 2, 21)


@pytest.mark.parametrize("days", ["0", "-5", "367", "一个月"])
def test_a_proof_of_residence_is_not_good_for_no_days_or_for_ever(days, desk):
    with pytest.raises(ValueError, match="居住证明有效天数"):
        settings.change({"residence_proof_days": days}, desk)


def test_an_owner_lives_there_since_he_moved_in_not_since_he_bought(make_room, make_person, hold, letter):
    room = make_room(moved_in_on=datetime.date(2021, 5, 1))
    holding = hold(room, make_person("张三"), from_on=datetime.date(2019, 6, 1))
    assert letter(letters.residence_values, holding)["moved_in_on"] == datetime.date(2021, 5, 1)


@pytest.mark.parametrize(
    ("born_on", "minor"),
    [(None, False), (datetime.date(2012, 11, 23), False), (datetime.date(2012, 11, 24), True)],
    ids=["unknown", "14 today", "14 tomorrow"],
)
def test_a_guardian_signs_for_a_child_under_fourteen(born_on, minor, make_room, make_person, hold, letter):
    holding = hold(make_room(), make_person("张小明", born_on=born_on), "family")
    assert letter(letters.privacy_values, holding)["is_minor"] is minor


def test_the_privacy_notice_names_whom_to_ask(make_room, make_person, hold, letter, desk):
    holding = hold(make_room(), make_person("张三"))
    assert letter(letters.privacy_values, holding)["contact"] == "0551-6000000"
    settings.change({"personal_data_contact": "王经理 0551-6000001"}, desk)
    assert letter(letters.privacy_values, holding)["contact"] == "王经理 0551-6000001"


def test_a_company_signs_no_consent_of_its_own(make_room, make_person, hold, letter):
    holding = hold(make_room(), make_person("示例科技有限公司", party="company"), "tenant")
    assert "是单位" in letter(letters.why_no_consent, holding)
    person = hold(make_room("3-1-503"), make_person("张三"), "tenant")
    assert letter(letters.why_no_consent, person) is None


def test_the_matters_of_an_authority_are_ticked_by_hand():
    assert {_(matter) for matter in letters.MATTERS} >= {"收楼验房", "装修申报", "物品放行", "退款", "过户"}
