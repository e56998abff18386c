"""Files that other systems publish for import are read, or left alone with a sentence."""

from pathlib import Path

import pytest

from desk_app.kernel.sheets import read_sheets
from desk_app.modules.roster.plan import RosterPlan, read_roster

HERE = Path(__file__).with_name("published")


def _plan(name: str) -> RosterPlan:
    return read_roster(read_sheets(HERE / name))


def test_a_list_of_rooms_with_its_explanation_beside_it_gives_the_one_room() -> None:
    plan = _plan("MicroCommunityWeb/importRoom.xlsx")
    (entry,) = plan.entries
    assert (entry.room.building, entry.room.unit, entry.room.label, entry.room.floor) == (
        "1",
        "1",
        "1001",
        "1",
    )
    assert (entry.room.built_area, entry.room.inside_area) == (945_600, 945_600)
    (owner,) = entry.people
    assert (owner.name, owner.phones[0].number, owner.gender) == ("吴学文", "19900003799", "male")
    assert [finding.address for finding in plan.findings if finding.severity == "refuse"] == ["资产信息!P2"]
    assert plan.buildings[0].total_floors == 33
    assert plan.buildings[0].has_lift is True


@pytest.mark.parametrize("name", ["hc.xlsx", "hc20200610.xlsx", "wy.xlsx"])
def test_owners_listed_on_another_sheet_come_to_their_rooms(name: str) -> None:
    plan = _plan(f"MicroCommunityWeb/{name}")
    owners = {entry.room.label: [person.name for person in entry.people] for entry in plan.entries}
    assert owners == {
        "1011": ["吴学文"], "1012": ["张三1"], "1013": ["张三2"], "1014": ["张三3"], "1021": ["张三4"], "1022": [],
        "1023": [], "1024": [], "C0001": [],
    }  # fmt: skip
    unknown = [finding.address for finding in plan.findings if finding.code == "owner_key_unknown"]
    assert unknown == ["房屋信息!G7", "房屋信息!G8", "房屋信息!G9"]
    assert plan.people == ()
    assert {building.building for building in plan.buildings} >= {"1", "2", "3"}


def test_a_user_list_with_numbers_in_the_unit_letters_is_read() -> None:
    plan = _plan("property_web/业主导入模板.xlsx")
    rooms = [(e.room.building, e.room.unit, e.room.label, e.people[0].name) for e in plan.entries]
    assert rooms == [("1", "A", "1234", "马长鑫"), ("2", "C", "1234", "柴红娜"), ("3", "B", "1234", "张浩")]
    refused = {finding.address for finding in plan.findings if finding.code == "phone_wrong"}
    assert refused == {"Sheet1!F2", "Sheet1!F3", "Sheet1!F4"}


def test_a_foreign_contact_list_is_read_with_its_roles_and_uses() -> None:
    plan = _plan("condo/contact-import-example.xlsx")
    read = [(e.room.label, e.room.use, e.people[0].role, e.people[0].phones[0].number) for e in plan.entries]
    assert read[0] == ("2", "residence", "resident", "+79221234567")
    assert [(use, role) for _label, use, role, _phone in read[1:]] == [
        ("parking", "owner"), ("apartment", "resident"), ("storage", "resident"), ("shop", "resident"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "MicroCommunityWeb/importFeeDetail.xlsx", "MicroCommunityWeb/meterMachine.xlsx", "condo/meter-import-example.xlsx",
        "condo/employee-import-example.xlsx", "property_web/缴费导入模板.xlsx",
    ],
)  # fmt: skip
def test_payments_meters_and_staff_are_no_roster(name: str) -> None:
    plan = _plan(name)
    assert plan.entries == ()
    assert [finding.code for finding in plan.findings if finding.severity == "refuse"] == ["no_table"]
