"""Names, numbers, days and areas in a cell are read in every form of the notes, and nothing ambiguous is guessed."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.kernel.sheets import Cell
from desk_app.modules.roster.areas import read_area, read_share
from desk_app.modules.roster.cell_text import CellProblem, text_of
from desk_app.modules.roster.days import read_day, read_term
from desk_app.modules.roster.names import read_names
from desk_app.modules.roster.numbers_in_cells import read_ids, read_phones, read_plates
from desk_app.modules.roster.places import read_place

DAY = datetime.date(2026, 1, 1)


@pytest.mark.parametrize(
    "value",
    [
        DAY, datetime.datetime(2026, 1, 1, 23, 59), 46023, "46023", 20260101, "20260101", "2026/1/1", "2026.1.1", "2026-01-01 00:00:00",
        "2026年1月1日", "2026年元月1日", "二〇二六年一月一日", "26.1.1", "2026-01-01T00:00:00+08:00", "２０２６-１-１", "2026/1/1 星期四",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_form(value: Cell) -> None:
    read = read_day(value)
    assert read is not None and read.day == DAY


@pytest.mark.parametrize("value", ["", "无", "／", "/", None, "待补", 0])
def test_no_day_is_no_day(value: Cell) -> None:
    assert read_day(value) is None


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1/2/26", "day_ambiguous"), ("2026-02-30", "day_impossible"), ("2026.13.01", "day_impossible"),
        (datetime.date(2990, 1, 1), "day_out_of_range"), ("9999-12-31", "day_out_of_range"), (datetime.time(8, 0), "day_is_time"),
        (-1, "day_number"), (2958466, "day_number"), (29999, "day_number"), (2014, "day_year_only"), ("10月5日", "day_yearless"),
        (Decimal("2014.1"), "day_ambiguous"), ("令和8年", "day_unreadable"), (True, "day_unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(value: Cell, code: str) -> None:
    with pytest.raises(CellProblem) as caught:
        read_day(value)
    assert caught.value.code == code


def test_a_month_alone_is_its_first_day_and_doubtful() -> None:
    for value in ("2014年10月", "2014.10", 201410):
        read = read_day(value)
        assert read is not None and read.day == datetime.date(2014, 10, 1)
        assert read.warning is not None and read.warning[0] == "day_month_only"


def test_a_lease_in_one_cell_has_two_days() -> None:
    for text in (
        "2024.1.1-2025.12.31",
        "2024年1月1日至2025年12月31日",
        "2024/1/1~2025/12/31",
        "2024-01-01—2025-12-31",
    ):
        start, end = read_term(text)
        assert start is not None and end is not None
        assert (start.day, end.day) == (datetime.date(2024, 1, 1), datetime.date(2025, 12, 31))
    start, end = read_term("2024年1月1日-长期")
    assert start is not None and end is None


@pytest.mark.parametrize("value", [Decimal("89.5"), "89.5", "89.5㎡", "89.50平方米", "８９．５", " 89.5 m2"])
def test_an_area_is_read_in_every_form(value: Cell) -> None:
    assert read_area(value) == 895_000


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (13800138000, "area_is_phone"), ("13800138000", "area_is_phone"), (0, "area_not_positive"), (-3, "area_not_positive"),
        (100_001, "area_too_large"), ("约89", "area_unreadable"), ("89.5/75", "area_unreadable"), (datetime.date(2026, 1, 1), "area_unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_area_is_refused(value: Cell, code: str) -> None:
    with pytest.raises(CellProblem) as caught:
        read_area(value)
    assert caught.value.code == code


def test_shares_are_exact() -> None:
    assert [read_share(value) for value in ("50%", "1/3", Decimal("0.5"), 50, "三分之一", 1)] == [
        Fraction(1, 2),
        Fraction(1, 3),
        Fraction(1, 2),
        Fraction(1, 2),
        Fraction(1, 3),
        Fraction(1),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张三", ["张三"]), ("张　三", ["张三"]), ("张三 李四", ["张三", "李四"]), ("张 三 李 四", ["张三", "李四"]), ("欧阳 修", ["欧阳修"]),
        ("张三、李四", ["张三", "李四"]), ("张三／李四", ["张三", "李四"]), ("张三。李四", ["张三", "李四"]), ("张三.李四", ["张三", "李四"]),
        ("张三\n李四", ["张三", "李四"]), ("张三和李四", ["张三", "李四"]), ("李和平", ["李和平"]), ("张三-李四", ["张三", "李四"]),
        ("John Smith", ["John Smith"]), ("阿依古丽·买买提", ["阿依古丽·买买提"]), ("合肥华联（中国）有限公司", ["合肥华联（中国）有限公司"]),
        ("北京和平里医药有限公司", ["北京和平里医药有限公司"]), ("上海华联有限公司、张三", ["上海华联有限公司", "张三"]), ("张记面馆", ["张记面馆"]),
        ("张三（妻子李四）", ["张三", "李四"]), ("张三 13800138000", ["张三"]), ("业主：张三", ["张三"]), ("无", []), ("／", []), ("NULL", ["NULL"]),
    ],
)  # fmt: skip
def test_the_people_of_a_cell(text: str, names: list[str]) -> None:
    assert [person.name for person in read_names(text).people] == names


def test_words_beside_a_name_say_its_part() -> None:
    (owner,) = read_names("张三(业主)").people
    assert (owner.name, owner.role) == ("张三", "owner")
    wife = read_names("张三,李四(妻)").people[1]
    assert (wife.name, wife.role, wife.relation) == ("李四", "family", "妻")
    assert read_names("张三(50%)").people[0].share == "50%"
    assert read_names("空置").status == "vacant"


def test_a_name_that_isnt_whole_is_doubtful() -> None:
    codes = {
        text: [code for code, _text in read_names(text).warnings]
        for text in ("张先生", "张三等3人", "张三夫妇", "张", "张三1")
    }
    assert codes == {
        "张先生": ["name_title"],
        "张三等3人": ["name_and_others"],
        "张三夫妇": ["name_couple"],
        "张": ["name_short"],
        "张三1": ["name_digits"],
    }


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("13800138000/13900139000", [("13800138000", ""), ("13900139000", "")]),
        ("13800138000 13900139000", [("13800138000", ""), ("13900139000", "")]),
        ("张三：13800138000、李四:13900139000", [("13800138000", "张三"), ("13900139000", "李四")]),
        ("13812345678（老公）", [("13812345678", "老公")]),
        ("老公13812345678 老婆13912345678", [("13812345678", "老公"), ("13912345678", "老婆")]),
        ("13800138000 张三 13900139000 李四", [("13800138000", "张三"), ("13900139000", "李四")]),
        ("手机：13800138000 座机：0551-65432101转8", [("13800138000", ""), ("0551-65432101-8", "")]),
        ("138 0013 8000", [("13800138000", "")]),
        ("无", []),
    ],
)
def test_the_phones_of_a_cell_and_whose_they_are(text: str, phones: list[tuple[str, str]]) -> None:
    read = read_phones(text)
    assert [(phone.number, phone.label) for phone in read.phones] == phones
    assert not read.refused


def test_one_bad_phone_does_not_spoil_the_others() -> None:
    read = read_phones("13800138000、1390013900、138****8000")
    assert [phone.number for phone in read.phones] == ["13800138000"]
    assert [part.code for part in read.refused] == ["phone_length", "phone_masked"]


def test_the_document_numbers_of_a_cell_and_whose_they_are() -> None:
    read = read_ids("张三110101199003078515\n李四：11010519491231002X")
    assert [(one.id_number.number, one.label) for one in read.ids] == [
        ("110101199003078515", "张三"),
        ("11010519491231002X", "李四"),
    ]
    assert [one.id_number.number for one in read_ids("110101 19900307 8515").ids] == ["110101199003078515"]
    assert [part.code for part in read_ids("13800138000").refused] == ["id_is_phone"]
    assert [part.code for part in read_ids("1.10101E+17").refused] == ["id_scientific"]


def test_plates_are_told_from_other_words() -> None:
    assert read_plates("皖A·12345、皖ad1234/沪B88888") == (["皖A12345", "皖AD1234", "沪B88888"], [])
    assert read_plates("临时牌") == ([], ["临时牌"])


@given(st.text(max_size=60))
def test_no_text_whatever_breaks_a_reader(text: str) -> None:
    plain = text_of(text)
    read_phones(plain), read_ids(plain), read_plates(plain)
    for read in (read_names, read_place, read_day, read_area, read_share):
        try:
            read(plain)  # type: ignore[operator]
        except CellProblem as problem:
            assert problem.message
