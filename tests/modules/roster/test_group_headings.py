"""两行表头: what stands under a group heading that was not merged is read too; who rents is no owner."""

from openpyxl import Workbook

from desk_app.kernel.sheets import read_sheets
from desk_app.modules.roster.plan import read_roster


def read(tmp_path, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    path = tmp_path / "名册.xlsx"
    book.save(path)
    return read_roster(list(read_sheets(path)))


def test_columns_beyond_an_unmerged_group_heading_are_read(tmp_path):
    plan = read(
        tmp_path,
        [
            ["楼栋", "房号", "业主信息", None, "租户信息"],
            [None, None, "姓名", "电话", "姓名", "电话", "租期"],
            ["1栋", "301", "周桂", "13512345678", "胡洋", "13612345678", "2025.1.1-2025.12.31"],
            ["1栋", "401", "杨敏", "13512345679", "冯杰", "13612345679", "2025.2.1-2026.1.31"],
        ],
    )
    tenant = plan.entries[0].people[1]
    assert (tenant.name, tenant.role, tenant.phones[0].number) == ("胡洋", "tenant", "13612345678")
    assert (str(tenant.from_on), str(tenant.until_on)) == ("2025-01-01", "2025-12-31")


def test_a_company_that_rents_is_a_tenant(tmp_path):
    plan = read(
        tmp_path,
        [
            ["铺号", "承租单位", "法人代表", "联系电话", "租赁面积"],
            ["S1-01", "鑫源商贸有限公司", "何平", "13512345678", 45.5],
            ["S1-02", "宏达餐饮有限公司", "罗燕", "13512345679", 46.5],
        ],
    )
    (tenant,) = plan.entries[0].people
    assert (tenant.role, tenant.is_company, tenant.contact_person) == ("tenant", True, "何平")
