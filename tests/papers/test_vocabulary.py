"""A sample form for every word of the layout vocabulary, on the paper it promises and with what it has to say."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from desk_app.kernel.papers.barcode import png
from desk_app.kernel.papers.pictures import Picture
from desk_app.kernel.papers.template import Template
from tests.papers.conftest import HEADER, needs_libreoffice
from tests.papers.printing import Page, print_pages

with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(Path(__file__).parents[2] / "build" / "papers")
    import layout
    from layout import Say, grid, signatures, table

PHOTO = Picture(png(50, ["10" * 25, "01" * 25] * 35))
VALUES = {
    **HEADER,
    "number": "WT-202611-0018",
    "room": "12-2-1502",
    "owner": "欧阳文静、张国强",
    "note": "家具搬离",
    "agent": "",
    "nature": "搬家",
    "nature_choices": [{"mark": "☑", "label": "搬家"}, {"mark": "☐", "label": "维修"}],
    "family": [{"name": "张小明", "relation": "子女"}],
    "cars": [{"plate": "浙A12345"}, {"plate": "浙B67890"}],
    "together": [{"number": f"ZH-{place}", "room": f"1-1-{place}01", "watermark": ""} for place in (1, 2, 3)],
    "sheets": [
        {"copy": "① 存根联", "number": "FX-1", "room": "1-1-101"},
        {"copy": "② 门岗联", "number": "FX-1", "room": "1-1-101"},
    ],
    "cards": [
        {
            "number": f"CR-{place}",
            "name": f"刘建国{place}",
            "trade": "瓦工",
            "photo": PHOTO if place % 2 else "",
        }
        for place in range(10)
    ],
    "rows": [{"what": f"放行{place}号"} for place in range(1, 61)],
}
ROOM = (("房号", "Room", "room"), ("业主", "Owner", "owner"))


def owners_card(say: Say) -> bytes:
    return layout.form(
        say,
        ("业主登记表", "Owner Card"),
        layout.heading(say, "一、房屋", "1. Room"),
        grid(say, ROOM, [("性质", "Nature", layout.ticks("nature")), ("电话", "Phone")]),
        table(say, [(1, "序号", "No.", "#"), (4, "姓名", "Name", "name")], "family", least=3, side=("家庭", "Family")),
        table(say, [(1, "车牌", "Plate", "plate"), (1, "车位", "Space")], "cars", name="car", pen=1, end=True),
        layout.only_when("agent", grid(say, [("受托人", "Agent", "agent")])),
        layout.repeated("car", "cars", grid(say, [("车辆", "Car", "car.plate")])),
        layout.remarks(say, "备注", "Remarks", "note"),
        layout.note(layout.boxes(say, ("已阅读", "Read"), ("未阅读", "Not read"))),
        signatures(say, ("业主签名", "Owner"), ("经办人", "Handled by")),
    )  # fmt: skip


def letter(say: Say) -> bytes:
    return layout.form(
        say,
        ("证明", "Certificate"),
        layout.salutation(say, "致：{{ owner }}", "To: {{ owner }}"),
        layout.body(say, ("兹证明 {{ owner }} 住在 {{ room }}，委托 {{ agent }} 办理。", "{{ owner }} lives in {{ room }}, agent {{ agent }}.")),
        layout.closing(say, "特此证明。", "So certified."),
        layout.sealed(say),
        layout.tear(say, "骑缝　编号 {{ number }}", "Tear　No. {{ number }}"),
        layout.signed(say, ("经办人", "Handled by"), ("日期", "Date", "day"), ("电话", "Phone", "room")),
    )  # fmt: skip


def agreement(say: Say) -> bytes:
    item = ("**不得**私拉乱接电线、占用通道、存放易燃物。" * 4, "You shall **not** block the passages. " * 6)
    return layout.form(
        say,
        ("安全责任书", "Safety Agreement"),
        layout.subtitle(say, "一、责任", "1. Duties"),
        layout.clauses(say, *[item] * 30, lead=True),
        signatures(say, ("甲方", "Party A"), ("乙方", "Party B"), room=20),
        pages=3,
    )


def receipt(say: Say) -> bytes:
    return layout.form(
        say, ("收款收据", "Receipt"), grid(say, ROOM), signatures(say, ("收款人", "Cashier"), ("交款人", "Payer")),
        size=layout.HALF_ROLL, stub=[grid(say, ROOM[:1], [("金额", "Amount")], caption=14)],
    )  # fmt: skip


def slip_of(size: layout.Size) -> Callable[[Say], bytes]:
    return lambda say: layout.form(
        say, ("通知单", "Notice"), grid(say, ROOM), signatures(say, ("签收", "Received"), room=3), size=size
    )


def notices(say: Say) -> bytes:
    return layout.slips(
        say,
        ("知会单", "Notice"),
        grid(say, [("房号", "Room", "slip.room")]),
        signatures(say, ("签收", "Received")),
    )


def thirds(say: Say) -> bytes:
    return layout.slips(say, ("短单", "Slip"), grid(say, [("房号", "Room", "slip.room")]), down=3)


def copies(say: Say) -> bytes:
    return layout.slips(
        say, ("放行条", "Slip"), grid(say, [("房号", "Room", "sheet.room")]),
        name="sheet", source="sheets", number="sheet.number", strip="sheet.copy",
    )  # fmt: skip


def page_for_each_copy(say: Say) -> bytes:
    return layout.slips(
        say, ("验收表", "Inspection"), grid(say, [("房号", "Room", "sheet.room")], height=200), down=1,
        name="sheet", source="sheets", number="sheet.number", strip="sheet.copy",
    )  # fmt: skip


def passes(say: Say) -> bytes:
    return layout.cards(say, ("出入证", "Pass"), [("姓名", "Name", "name"), ("工种", "Trade", "trade")])


def register(say: Say) -> bytes:
    return layout.register(
        say, ("放行台账", "Register"), [(1, "序号", "No.", "#"), (8, "事项", "Matter", "what")]
    )


SAMPLES: dict[str, tuple[Callable[[Say], bytes], int, tuple[int, int]]] = {
    "owners_card": (owners_card, 1, (210, 297)),
    "letter": (letter, 1, (210, 297)),
    "agreement": (agreement, 3, (210, 297)),
    "receipt": (receipt, 1, (241, 140)),
    "third_of_a_roll": (slip_of(layout.THIRD_ROLL), 1, (241, 93)),
    "a5": (slip_of(layout.A5), 1, (148, 210)),
    "a5_across": (slip_of(layout.A5_ACROSS), 1, (210, 148)),
    "notices": (notices, 2, (210, 297)),
    "thirds": (thirds, 1, (210, 297)),
    "copies": (copies, 1, (210, 297)),
    "page_for_each_copy": (page_for_each_copy, 2, (210, 297)),
    "passes": (passes, 2, (210, 297)),
    "register": (register, 3, (297, 210)),
}
"""Name to the form, the pages it takes and their size."""
SAY: dict[str, Say] = {"zh": lambda zh, en: zh, "en": lambda zh, en: en}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    """Return the pages of every sample in both languages, all from one start of LibreOffice."""
    files = {
        f"{name}_{language}": Template(form(say)).fill(VALUES)
        for name, (form, _pages, _size) in SAMPLES.items()
        for language, say in SAY.items()
    }
    return print_pages(files, tmp_path_factory.mktemp("vocabulary"))


@needs_libreoffice
@pytest.mark.parametrize("language", SAY)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_takes_the_paper_it_promises_and_nothing_hangs_over_its_edge(name, language, printed):
    pages = printed[f"{name}_{language}"]
    assert (len(pages), {page.size for page in pages}) == (SAMPLES[name][1], {SAMPLES[name][2]})
    assert min(page.free_right for page in pages) > 4
    assert min(page.free_below for page in pages) > 3


def once(text: str, wanted: str) -> bool:
    return text.count(wanted) == 1


@needs_libreoffice
def test_a_page_names_office_form_number_printing_and_its_place(printed):
    (page,) = printed["owners_card_zh"]
    for wanted in ("业主登记表", "编号WT-202611-0018", "第1页共1页", "第1次打印", "打印2026-11-2310:26王芳"):
        assert once(page.text, wanted), wanted
    assert page.text.startswith("示例市和谐家园物业服务有限公司")


@needs_libreoffice
def test_blank_rows_fill_up_a_list_and_what_has_no_value_is_left_out(printed):
    text = printed["owners_card_zh"][0].text
    assert once(text, "☑搬家")
    assert text.count("☐") == 3  # another nature, and two boxes for the pen
    assert once(text, "以下空白")
    assert "受托人" not in text
    assert "{" not in text
    blank = Template(owners_card(SAY["zh"]))
    rows = [
        blank.fill(VALUES | {"family": [{"name": "张小明", "relation": ""}] * count})
        for count in (0, 1, 3, 4)
    ]
    assert [row_count(content) - row_count(rows[0]) for content in rows] == [0, 0, 0, 1]


def row_count(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("word/document.xml").count(b"<w:tr>")


@needs_libreoffice
def test_every_page_of_an_agreement_names_it_and_its_number(printed):
    pages = printed["agreement_zh"]
    assert all("安全责任书" in page.text and "编号WT-202611-0018" in page.text for page in pages)
    assert [once(page.text, f"第{place}页共3页") for place, page in enumerate(pages, 1)] == [True] * 3
    assert "第三十条" in pages[2].text
    assert "甲方" in pages[2].text


@needs_libreoffice
def test_a_counterfoil_carries_the_same_number_as_the_receipt(printed):
    text = printed["receipt_zh"][0].text
    assert "收款收据存根" in text
    assert text.count("WT-202611-0018") == 2


@needs_libreoffice
def test_each_slip_is_told_by_its_own_number_and_each_copy_by_its_name(printed):
    first, second = printed["notices_zh"]
    assert "ZH-1" in first.text and "ZH-2" in first.text and "ZH-3" in second.text
    assert all(once(printed["thirds_zh"][0].text, f"1-1-{place}01") for place in (1, 2, 3))
    assert all(once(printed["copies_zh"][0].text, copy) for copy in ("①存根联", "②门岗联"))


@needs_libreoffice
def test_eight_cards_stand_on_a_page_and_one_without_a_photo_has_room_for_it(printed):
    first, second = printed["passes_zh"]
    assert [first.text.count("出入证"), second.text.count("出入证")] == [8, 2]
    assert first.text.count("照片") == 4


@needs_libreoffice
def test_a_register_repeats_its_head_and_closes_after_the_last_row(printed):
    pages = printed["register_zh"]
    assert all(once(page.text, "放行台账") and once(page.text, "序号事项") for page in pages)
    assert [("以下空白" in page.text) for page in pages] == [False, False, True]
    assert sum(page.text.count("放行") for page in pages) == 60 + len(pages)


def test_numbers_of_articles_are_written_as_chinese_numerals():
    told = {1: "一", 10: "十", 11: "十一", 20: "二十", 35: "三十五", 99: "九十九"}
    assert {number: layout.in_chinese(number) for number in told} == told


@pytest.mark.parametrize("value", [None, ""])
def test_a_blank_value_in_a_letter_leaves_room_for_the_pen(value):
    filled = Template(letter(SAY["zh"])).fill(VALUES | {"agent": value})
    paragraphs = [paragraph.text for paragraph in docx.Document(io.BytesIO(filled)).paragraphs]
    assert any("委托 \u3000\u3000\u3000\u3000\u3000\u3000 办理" in text for text in paragraphs)


def test_the_example_of_the_documentation_makes_a_form():
    told = (Path(layout.__file__).parents[1] / "README.md").read_text("utf-8")
    example: dict[str, Any] = {}
    exec(told.split("```python\n")[1].split("```")[0], example)
    for say in SAY.values():
        template = Template(example["FORMS"]["keys/key_receipt.docx"](say))
        assert {"room", "owner_name", "items", "note", "number", "company"} <= template.slots.asked()
