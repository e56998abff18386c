"""Numbers of people are shown with their middle hidden, wherever they stand."""

import random

from desk_app.kernel.masking import mask_id, mask_phone, mask_text, mask_title


def test_document_numbers_and_phones_keep_only_their_ends() -> None:
    assert mask_id("110101199003078515") == "1101**********8515"
    assert mask_id("E12345678") == "E1*****78"
    assert mask_phone("13800138000") == "138****8000"
    assert mask_phone("95588") == "*****"


def test_text_of_unknown_contents_loses_every_number_of_a_person() -> None:
    assert (
        mask_text("张三13812345678，身份证11010119900307851X") == "张三138****5678，身份证1101**********851X"
    )
    assert "0013" not in mask_text("电话 138 0013 8000")
    assert mask_text("2-1-1502 室 89.55 ㎡") == "2-1-1502 室 89.55 ㎡"
    assert mask_text("2990-01-01") == "2990-01-01"


def test_a_title_loses_numbers_of_people_and_keeps_those_of_papers_and_rooms() -> None:
    assert mask_title("张三 13912345678") == "张三 139****5678"
    assert mask_title("0551-1234567").count("*") >= 4
    assert mask_title("11010519491231002X") == "1101**********002X"
    assert mask_title("FX-202611-0001 12-1-1502") == "FX-202611-0001 12-1-1502"
    assert mask_title(mask_title("张三 13912345678")) == "张三 139****5678"


def test_ten_thousand_numbers_in_any_surroundings_are_hidden() -> None:
    rng = random.Random(7)
    for _turn in range(10_000):
        number = (
            f"1{rng.choice('3456789')}{rng.randrange(10**9):09d}"
            if rng.random() < 0.5
            else f"{rng.randrange(10**17, 10**18)}"
        )
        text = f"{rng.choice(('张三', '', 'tel:', '（', '、'))}{number}{rng.choice(('', '转1', '（妻）', '/', ' '))}"
        assert number not in mask_text(text)
