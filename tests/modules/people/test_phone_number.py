"""Phone numbers as people write them, kept as one can dial them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.modules.people.phone_number import PhoneNumberWrong, read_phone_number


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("13800138000", "mobile", "13800138000"),
        ("138 0013 8000", "mobile", "13800138000"),
        ("138-0013-8000", "mobile", "13800138000"),
        ("＋８６１３８００１３８０００", "mobile", "13800138000"),
        ("0086-13800138000", "mobile", "13800138000"),
        ("8613800138000", "mobile", "13800138000"),
        ("013800138000", "mobile", "13800138000"),
        ("13800138000.0", "mobile", "13800138000"),
        ("'13800138000", "mobile", "13800138000"),
        ("17012345678", "mobile", "17012345678"),
        ("19912345678", "mobile", "19912345678"),
        ("0551-65432101", "landline", "0551-65432101"),
        ("(0551) 6543210", "landline", "0551-6543210"),
        ("010 65432101", "landline", "010-65432101"),
        ("+86 551 65432101", "landline", "0551-65432101"),
        ("0551-65432101转803", "landline", "0551-65432101-803"),
        ("0551-65432101-803", "landline", "0551-65432101-803"),
        ("400-800-1234", "service", "400-800-1234"),
        ("8001234567", "service", "800-123-4567"),
        ("95588", "service", "95588"),
        ("+852 2345 6789", "abroad", "+852 23456789"),
        ("0085223456789", "abroad", "+852 23456789"),
        ("+1 650 253 0000", "abroad", "+1 6502530000"),
    ],
)
def test_numbers_are_kept_as_one_can_dial_them(text: str, kind: str, number: str) -> None:
    phone = read_phone_number(text)
    assert (phone.kind, phone.number) == (kind, number)
    assert read_phone_number(phone.number) == phone


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("138****8000", "phone_masked"),
        ("138XXXX8000", "phone_masked"),
        ("1.38E+10", "phone_scientific"),
        ("13800000000", "phone_scientific"),
        ("1380013800", "phone_length"),
        ("138001380001", "phone_length"),
        ("12345678901", "phone_wrong"),
        ("00000000000", "phone_wrong"),
        ("13800138000/13900139000", "phone_not_a_number"),
        ("张三", "phone_not_a_number"),
        ("", "phone_empty"),
        ("123", "phone_wrong"),
    ],
)
def test_numbers_one_cannot_dial_are_refused_without_repeating_them(text: str, code: str) -> None:
    with pytest.raises(PhoneNumberWrong) as caught:
        read_phone_number(text)
    assert caught.value.code == code
    assert not text or text not in str(caught.value)


def test_a_landline_without_area_code_is_doubtful() -> None:
    phone = read_phone_number("65432101")
    assert phone.number == "65432101"
    assert [code for code, _text in phone.warnings] == ["phone_area_code"]


@given(st.text(max_size=40))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    try:
        assert read_phone_number(text).number
    except ValueError as wrong:
        assert str(wrong)
