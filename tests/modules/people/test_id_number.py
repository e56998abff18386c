"""Document numbers are known by their form, checked, and never repeated in a sentence."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.modules.people.id_number import (
    IdNumberWrong,
    check_digit,
    is_credit_code,
    kind_named,
    read_id_number,
)

TODAY = datetime.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("110101199003078515", "id_card", "110101199003078515"),
        ("　１１０１０１ １９９００３０７８５１５", "id_card", "110101199003078515"),
        ("11010519491231002x", "id_card", "11010519491231002X"),
        ("身份证号：110101199003078515", "id_card", "110101199003078515"),
        ("110101900307851", "old_id_card", "110101900307851"),
        ("810000199408230021", "residence_permit", "810000199408230021"),
        ("E12345678", "passport", "E12345678"),
        ("护照 EA1234567", "passport", "EA1234567"),
        ("H12345678", "hk_macao_permit", "H12345678"),
        ("M1234567800", "hk_macao_permit", "M1234567800"),
        ("台胞证：12345678", "taiwan_permit", "12345678"),
        ("A123456(3)", "hk_macao_id", "A1234563"),
        ("G123456(A)", "hk_macao_id", "G123456A"),
        ("A123456789", "taiwan_id", "A123456789"),
        ("USA110101900307", "foreigner_permit", "USA110101900307"),
        ("军字第1234567号", "military", "军字第1234567号"),
        ("91350100M000100Y43", "credit_code", "91350100M000100Y43"),
    ],
)
def test_every_document_is_known_by_the_form_of_its_number(text: str, kind: str, number: str) -> None:
    read = read_id_number(text, today=TODAY)
    assert (read.kind, read.number) == (kind, number)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("110101199003078516", "id_check_digit"),
        ("110101199002308518", "id_birth"),  # 30 February
        ("11010119000229851" + "0", "id_birth"),  # 1900 was no leap year
        ("110101209903078519", "id_birth"),  # not born yet
        ("110101180003078511", "id_birth"),  # over 120 years
        ("11010119900307851", "id_length"),
        ("1101011990030785155", "id_length"),
        ("12345", "id_length"),
        ("abcdefg", "id_not_a_number"),
        ("待补", "id_not_a_number"),
        ("", "id_empty"),
        ("91350100M000100Y44", "id_credit_code"),
        ("A123456(4)", "id_check_digit"),
    ],
)
def test_a_number_that_cannot_be_right_is_refused_without_repeating_it(text: str, code: str) -> None:
    with pytest.raises(IdNumberWrong) as caught:
        read_id_number(text, today=TODAY)
    assert caught.value.code == code
    assert not text or text not in str(caught.value)
    assert "X" not in str(caught.value)  # the right check digit isn't given away


def test_birth_and_gender_come_from_the_number() -> None:
    read = read_id_number("11010519491231002X", today=TODAY)
    assert (read.born_on, read.gender) == (datetime.date(1949, 12, 31), "female")
    assert read_id_number("110101900307851").born_on == datetime.date(1990, 3, 7)


def test_old_numbers_unknown_regions_and_children_are_doubtful_not_wrong() -> None:
    assert [code for code, _text in read_id_number("110101900307851").warnings] == ["id_old_card"]
    assert [code for code, _text in read_id_number("99999919880821594X").warnings] == ["id_region"]
    born = "110101" + "20200101" + "001"
    assert [code for code, _text in read_id_number(born + check_digit(born), today=TODAY).warnings] == [
        "id_minor"
    ]


def test_a_company_number_of_digits_only_is_still_a_company_number() -> None:
    base = "91340100000000000"
    code = next(base + last for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_credit_code(base + last))
    assert read_id_number(code).kind == "credit_code"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("居民身份证", "id_card"), ("身份證", "id_card"), ("港澳通行证", "hk_macao_permit"), ("回乡证", "hk_macao_permit"),
        ("台胞证", "taiwan_permit"), ("港澳居民居住证", "residence_permit"), ("外国人永久居留证", "foreigner_permit"),
        ("营业执照", "credit_code"), ("Passport", "passport"), ("士兵证", "military"), ("其他证件", "other"), ("随便", ""),
    ],
)  # fmt: skip
def test_kinds_are_known_by_what_offices_call_them(words: str, kind: str) -> None:
    assert kind_named(words) == kind


@given(st.text(max_size=40))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    try:
        read = read_id_number(text, today=TODAY)
    except ValueError as wrong:
        assert str(wrong)
    else:
        assert read.number
