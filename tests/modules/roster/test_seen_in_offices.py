"""What offices write into their rosters: brackets, 同上, numbers among names, 自持, 关系 of residents, shops."""

from collections.abc import Sequence
from typing import Any

import pytest

from desk_app.kernel.sheets import Grid
from desk_app.modules.roster.names import read_names
from desk_app.modules.roster.numbers_in_cells import read_phones
from desk_app.modules.roster.plan import RosterPlan, read_roster
from desk_app.modules.roster.plan_types import DOUBT, REFUSE, PlannedPerson

GOOD_ID = "110101199003078515"
WRONG_ID = "440106194901011234"


def plan_of(rows: Sequence[Sequence[Any]], sheet: str = "表") -> RosterPlan:
    return read_roster([Grid(sheet, [list(row) for row in rows])])


def everybody(plan: RosterPlan) -> list[PlannedPerson]:
    return [person for entry in plan.entries for person in entry.people]


def codes(plan: RosterPlan, severity: str) -> set[str]:
    return {finding.code for finding in plan.findings if finding.severity == severity}


@pytest.mark.parametrize(
    ("cell", "name", "contact"),
    [
        ("深圳市锦绣贸易有限公司（法人：周强）", "深圳市锦绣贸易有限公司", "周强"),
        ("锦绣公司(联系人:欧阳小美)", "锦绣公司", "欧阳小美"),
        ("广州美味餐饮管理有限公司（湘里人家）", "广州美味餐饮管理有限公司（湘里人家）", ""),
        ("（香港）锦绣贸易有限公司", "（香港）锦绣贸易有限公司", ""),
        ("锦绣贸易有限公司）", "锦绣贸易有限公司", ""),
        ("（锦绣贸易有限公司）", "锦绣贸易有限公司", ""),
    ],
)
def test_a_company_keeps_its_brackets_and_gives_its_contact(cell: str, name: str, contact: str) -> None:
    (person,) = read_names(cell).people
    assert (person.name, person.contact, person.is_company) == (name, contact, True)


def test_the_contact_of_a_company_reaches_the_plan() -> None:
    (person,) = everybody(plan_of([["房号", "业主"], ["1-101", "锦绣贸易有限公司（法人：周强）"]]))
    assert (person.name, person.contact_person) == ("锦绣贸易有限公司", "周强")


def test_as_above_is_the_person_of_the_line_above() -> None:
    rows = [
        ["房号", "业主", "电话", "身份证号"],
        ["1-101", "孙悦", "13600136000", GOOD_ID],
        ["1-102", "同上", "同上", ""],
        ["1-103", "同上", "", ""],
    ]
    plan = plan_of(rows)
    assert [person.name for person in everybody(plan)] == ["孙悦"] * 3
    assert len({person.key for person in everybody(plan)}) == 1
    assert "name_ditto" in codes(plan, DOUBT)


def test_as_above_under_the_header_is_nobody_and_told() -> None:
    plan = plan_of([["房号", "业主", "电话"], ["1-101", "同上", ""], ["1-102", "张三", "13600136000"]])
    assert [person.name for person in everybody(plan)] == ["张三"]
    assert "name_ditto_unknown" in codes(plan, DOUBT)


@pytest.mark.parametrize(
    "cell",
    [
        f"郑秀英 身份证{GOOD_ID}",
        f"郑秀英{GOOD_ID}",
        f"郑秀英（身份证号：{GOOD_ID}）",
        "郑秀英 １１０１０１１９９００３０７８５１５",
        f"郑秀英 {GOOD_ID} 13600136002",
        f"姓名：郑秀英{GOOD_ID}",
    ],
)
def test_an_id_number_beside_a_name_is_that_persons(cell: str) -> None:
    (person,) = everybody(plan_of([["房号", "业主"], ["1-101", cell]]))
    assert (person.name, person.id_kind, person.id_number) == ("郑秀英", "id_card", GOOD_ID)


@pytest.mark.parametrize("number", [WRONG_ID, "62220212345678901", "1234567", "9144030012"])
@pytest.mark.parametrize("between", ["", " ", " 身份证", "（"])
def test_no_long_number_stays_in_a_name_or_is_shown(number: str, between: str) -> None:
    plan = plan_of([["房号", "业主", "电话"], ["1-101", f"郑秀英{between}{number}", "13600136002"]])
    assert [person.name for person in everybody(plan)] == ["郑秀英"]
    assert not [finding for finding in plan.findings if number in finding.found + finding.message]
    assert [finding for finding in plan.findings if finding.field == "owner_name"] or everybody(plan)[
        0
    ].id_number


def test_ids_of_nobody_in_particular_are_refused() -> None:
    plan = plan_of([["房号", "业主"], ["1-101", f"张三、李四、王五 {GOOD_ID}"]])
    assert [person.name for person in everybody(plan)] == ["张三", "李四", "王五"]
    assert not any(person.id_number for person in everybody(plan))
    assert "name_id_whose" in codes(plan, REFUSE)


@pytest.mark.parametrize("word", ["自持", "开发商自持", "公司自持", "未售", "空置", "空铺"])
def test_a_state_in_the_owners_cell_is_no_person(word: str) -> None:
    plan = plan_of([["房号", "业主"], ["1-101", word], ["1-102", "张三"]])
    assert [person.name for person in everybody(plan)] == ["张三"]
    assert any(finding.row == 2 and finding.field == "owner_name" for finding in plan.findings)


@pytest.mark.parametrize("heading", ["住户", "住户姓名"])
def test_the_relation_tells_what_a_resident_is(heading: str) -> None:
    told = ["业主", "配偶", "子女", "租户", "户主", "本人", "儿子", "承租人"]
    rows = [["房号", heading, "关系", "手机号码"]]
    names = ["曾祥龙", "单小燕", "曾宝宝", "解东东", "李四四", "王五五", "赵小六", "钱七七"]
    for at, (name, relation) in enumerate(zip(names, told, strict=True)):
        rows.append([f"3-10{at + 1}", name, relation, f"1320013200{at}"])
    people = everybody(plan_of(rows))
    assert [(person.role, person.relation) for person in people] == [
        ("owner", ""), ("family", "配偶"), ("family", "子女"), ("tenant", ""),
        ("owner", ""), ("owner", ""), ("family", "儿子"), ("tenant", ""),
    ]  # fmt: skip


def test_residents_without_a_relation_stay_residents() -> None:
    plan = plan_of([["房号", "住户", "关系"], ["3-101", "曾祥龙", ""], ["3-102", "银保", "看房"]])
    assert [person.role for person in everybody(plan)] == ["resident", "resident"]
    assert "role_unknown" in codes(plan, DOUBT)


def test_the_numbers_of_shops_stay_whole() -> None:
    rows = [["铺号", "业主"], ["S-01", "林国栋"], ["S-02、S-03", "林国栋"], ["S05", "马丽"], ["6号", "张三"]]
    rooms = [entry.room for entry in plan_of(rows, "台账").entries]
    assert [(room.building, room.label, room.use) for room in rooms] == [
        ("", "S-01", "shop"), ("", "S-02", "shop"), ("", "S-03", "shop"), ("", "S05", "shop"), ("", "6", "shop"),
    ]  # fmt: skip


def test_rooms_on_a_sheet_of_shops_are_shops() -> None:
    (entry,) = plan_of([["房号", "业主"], ["101", "林国栋"]], "商铺").entries
    assert entry.room.use == "shop"


def test_a_column_of_uses_wins_over_the_heading() -> None:
    (entry,) = plan_of([["铺号", "用途", "业主"], ["S05", "办公", "林国栋"]]).entries
    assert entry.room.use == "office"


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        ("13700137001（微信同号）", "微信同号"),
        ("手机号：13700137001", ""),
        ("电话号码13700137001", ""),
        ("张三号码13700137001", "张三"),
        ("13700137001（备用号）", "备用号"),
    ],
)
def test_the_word_beside_a_phone_is_kept_whole(cell: str, label: str) -> None:
    assert read_phones(cell).phones[0].label == label
