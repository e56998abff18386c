"""The community of a roster that names none in its lines."""

import pytest

from desk_app.kernel.sheets import Grid
from desk_app.modules.roster.community import NamedCommunities, of_office, of_titles
from desk_app.modules.roster.plan import read_roster


@pytest.mark.parametrize(
    ("office", "community"),
    [
        ("碧水云庭物业服务中心", "碧水云庭"),
        ("翠湖花园物业管理处", "翠湖花园"),
        ("翠湖花园服务中心", "翠湖花园"),
        ("翠湖花园管理处", "翠湖花园"),
        ("翠湖花园客服中心", "翠湖花园"),
        ("翠湖花园物业客户服务中心", "翠湖花园"),
        ("翠湖花园物业", "翠湖花园"),
        ("安居物业管理有限公司翠湖花园服务中心", "翠湖花园"),
        ("安居物业管理有限公司", ""),
        ("物业服务中心", ""),
        ("世纪中心", "世纪中心"),
        ("翠湖花园", "翠湖花园"),
        ("Lakeside Property Service Centre", "Lakeside"),
        ("", ""),
    ],
)
def test_a_community_is_not_called_after_the_office(office, community):
    assert of_office(office) == community


@pytest.mark.parametrize(
    ("titles", "community"),
    [
        (["碧水云庭业主（住户）信息登记名册"], "碧水云庭"),
        (["碧水云庭业主（住户）信息登记名册", "填表单位：碧水云庭物业服务中心    2026年11月"], "碧水云庭"),
        (["2026年翠湖花园小区业主花名册"], "翠湖花园"),
        (["翠湖花园一期 住户登记表"], "翠湖花园一期"),
        (["业主花名册"], ""),
        (["本小区业主信息表"], ""),
        (["3号楼业主花名册"], ""),
        (["安居物业公司业主名册"], ""),
        (["制表：王芳"], ""),
    ],
)
def test_the_title_of_a_roster_names_its_community(titles, community):
    rows = [*([title] for title in titles), ["楼栋", "单元", "房号", "业主姓名"], ["3", "1", "101", "张三"]]
    grids = [Grid("名册", rows)]
    assert of_titles(grids, read_roster(grids).tables).choose(()) == community


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("翠湖花园、碧水云庭业主名册", ("翠湖花园", "碧水云庭")),
        ("2026年翠湖花园小区/碧水云庭小区业主花名册", ("翠湖花园", "碧水云庭")),
        ("翠湖花园和碧水云庭业主信息登记表", ("翠湖花园", "碧水云庭")),
        ("祥和家园业主名册", ("祥和家园",)),
        ("翠湖花园业主、住户登记表", ("翠湖花园",)),
        ("业主、住户登记表", ()),
        ("3号楼、5号楼业主名册", ()),
    ],
)
def test_a_title_may_name_two_communities(title, names):
    rows = [[title], ["楼栋", "单元", "房号", "业主姓名"], ["3", "1", "101", "张三"]]
    grids = [Grid("名册", rows)]
    assert of_titles(grids, read_roster(grids).tables).names == names


def test_of_several_communities_the_likely_one_is_taken_and_the_clerk_is_asked():
    named = NamedCommunities(("翠湖花园", "碧水云庭"), "名册", 1)
    assert named.choose(("碧水云庭",)) == "碧水云庭"
    assert named.choose(("别的小区",)) == "翠湖花园"
    asked = named.ask("翠湖花园")
    assert (asked.severity, asked.address) == ("doubt", "名册!第1行")
    assert "标题写了 2 个小区（翠湖花园、碧水云庭）" in asked.message
    assert NamedCommunities(("翠湖花园",)).ask("翠湖花园") is None


def test_titles_of_several_sheets_name_several_communities():
    def grid(name):
        return Grid(
            name, [[f"{name}业主名册"], ["楼栋", "单元", "房号", "业主姓名"], ["3", "1", "101", "张三"]]
        )

    grids = [grid("翠湖花园"), grid("碧水云庭")]
    named = of_titles(grids, read_roster(grids).tables)
    assert (named.names, named.sheet, named.row) == (("翠湖花园", "碧水云庭"), "碧水云庭", 1)
