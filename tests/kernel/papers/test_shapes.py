"""Shapes: how money, areas, days, phones and document numbers are written, and what a paper tells to whom."""

import dataclasses
import datetime

import pytest

from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers import Paper, Placeholder, Sum
from desk_app.kernel.papers.samples import sample_values
from desk_app.kernel.papers.shapes import CARRIED, OFFICE, POSTED, shape
from desk_app.kernel.words import use_language

LINES = (Placeholder("item", "收费项目"), Placeholder("amount", "金额", shape="money"))
BILL = (
    Placeholder("area", "建筑面积", shape="area"),
    Placeholder("paid_on", "收款日期", shape="day"),
    Placeholder("phone", "电话", shape="phone"),
    Placeholder("id_number", "证件号码", shape="id_number"),
    Placeholder("total", "合计", shape="money"),
    Placeholder("lines", "明细", LINES),
)
VALUES = {
    "area": 893456,
    "paid_on": datetime.date(2026, 3, 1),
    "phone": "13812345678",
    "id_number": "110101199001018515",
    "total": 32504,
    "lines": [{"item": "物业费", "amount": 30000}, {"item": "水费", "amount": 2504}],
}


def paper(**others):
    return Paper("bill", "账单", "F52", "billing/bill.docx", BILL, lambda bill: bill, **others)


def test_values_are_written_in_their_shapes_also_in_rows():
    values = paper().fill_in(VALUES)
    assert (values["area"], values["paid_on"]) == ("89.3456", "2026-03-01")
    assert (values["total"], values["total_capital"]) == ("325.04", "叁佰贰拾伍元零肆分")
    assert [row["amount"] for row in values["lines"]] == ["300.00", "25.04"]
    assert values["lines"][0]["amount_capital"] == "叁佰元整"


@pytest.mark.parametrize(
    ("seen_by", "phone", "id_number"),
    [
        (OFFICE, "13812345678", "1101**********8515"),
        (CARRIED, "138****5678", "8515"),
        (POSTED, "138****5678", ""),
    ],
)
def test_a_paper_that_leaves_the_office_tells_less(seen_by, phone, id_number):
    values = paper(seen_by=seen_by).fill_in(VALUES)
    assert (values["phone"], values["id_number"]) == (phone, id_number)


def test_an_area_keeps_two_decimals_and_is_never_rounded():
    shown = [shape("area", cm2, OFFICE) for cm2 in (893500, 890000, 893450, 893456, 1)]
    assert shown == ["89.35", "89.00", "89.345", "89.3456", "0.0001"]


def test_what_is_not_known_is_blank():
    values = paper().fill_in(dict.fromkeys(VALUES))
    assert {values[name] for name in ("area", "paid_on", "phone", "total", "total_capital")} == {""}
    assert values["lines"] == []
    assert shape("text", None, OFFICE) == ""


def test_a_total_that_disagrees_with_its_lines_is_not_printed():
    with pytest.raises(DeskError, match=r"合计 325\.05 与明细相加 325\.04 不一致"):
        paper(sums=(Sum("total", "lines.amount"),)).fill_in({**VALUES, "total": 32505})


def test_a_sample_shows_every_placeholder_in_its_place():
    values = sample_values(paper(), {"company": "某物业公司"})
    assert values["company"] == "某物业公司"
    assert values["total_capital"] == "壹仟贰佰叁拾肆元伍角整"
    assert values["lines"][0]["item"] == "收费项目"
    assert len(values["lines"]) == 3
    assert all(value or name == "watermark" for name, value in values.items())


def test_the_lines_of_a_sample_are_numbered_and_need_not_be_alike():
    columns = (Placeholder("no", "序号"), Placeholder("item", "项目", sample=("水费", "电费")))
    bill = dataclasses.replace(paper(), placeholders=(Placeholder("lines", "明细", columns),))
    values = sample_values(bill)
    assert [(line["no"], line["item"]) for line in values["lines"]] == [
        ("1", "水费"),
        ("2", "电费"),
        ("3", "水费"),
    ]


@pytest.fixture
def in_english():
    yield lambda: use_language("en")
    use_language("zh_CN")


def test_a_letter_writes_a_day_in_full_in_its_own_language(in_english):
    assert paper().fill_in(VALUES)["paid_on_in_full"] == "2026年3月1日"
    in_english()
    assert paper().fill_in(VALUES)["paid_on_in_full"] == "1 March 2026"
    assert {"paid_on_in_full", "total_capital"} <= {placeholder.name for placeholder in paper().known()}
