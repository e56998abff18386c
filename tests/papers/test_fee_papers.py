"""Receipts and notices as they come out of the printer: on their paper, whole, with the total once; long names and lists."""

import dataclasses
import datetime

import pytest

from desk_app.kernel.papers.check import check_template
from desk_app.kernel.papers.paper import TEMPLATES_FOLDER
from desk_app.kernel.papers.samples import sample_values
from desk_app.kernel.papers.template import Template
from desk_app.modules.arrears import notice_paper
from desk_app.modules.arrears import papers as arrears_papers
from desk_app.modules.arrears.debt_lines import DebtLine
from desk_app.modules.cashier import papers, receipt_paper
from desk_app.modules.transfers import papers as transfers
from tests.papers.conftest import HEADER, needs_libreoffice, shipped, text_of
from tests.papers.printing import print_pages

pytestmark = needs_libreoffice

LONG = "阿卜杜热合曼·买买提艾力、欧阳文静之委托代理人示例市和谐家园商贸有限公司"
LONG_ITEM = "地下二层人防车位综合管理服务费（含照明）"
COUNTS = (0, 1, 8, 9, 30)


def line(no, **other):
    return {
        "no": str(no),
        "item": f"收费项目{no:02d}",
        "period": "2026-10-01 至 2026-12-31",
        "readings": "1234 → 1290",
        "quantity": "89.35 ㎡",
        "price": "2.35",
        "due": 62992,
        "reduced": None,
        "late_fee": None,
        "received": 62992,
        **other,
    }


def receipt(paper, count, copies=None, **other):
    """Return the filled Word file of a receipt of so many lines."""
    raw = {one.name: "" for one in receipt_paper.RECEIPT if one.shape == "text"}
    lines = [line(no, **other.pop("line", {})) for no in range(1, count + 1)]
    total = sum(each["received"] for each in lines)
    raw |= {
        "number": "SJ-2026-000123",
        "room": "12-2-1502",
        "owner_name": "张三",
        "payer_name": "李四",
        "cashier": "王芳",
        "business_on": datetime.date(2026, 11, 23),
        "lines": lines,
        "total": total,
        "methods": [{"method": "现金", "amount": total, "reference": ""}] if total else [],
        "methods_text": "现金",
        **dict.fromkeys(("tendered", "change", "offset", "prepaid_balance")),
        **other,
    }
    given = dataclasses.replace(paper, values=lambda values: values)
    header = {name: raw.pop(name, text) for name, text in HEADER.items()}
    return bytes(shipped(paper).fill(given.fill_in(raw, copies, header)))


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Return {name: pages} of every case; LibreOffice starts once."""
    one = [papers.COPIES[1]]
    files = {f"receipt{count}": receipt(papers.RECEIPT_PAPER, count, one) for count in COUNTS}
    files |= {f"half{count}": receipt(papers.RECEIPT_TWO_UP, count) for count in COUNTS}
    names = {
        "owner_name": LONG,
        "payer_name": LONG,
        "note": LONG * 2,
        "methods_text": f"微信 800.00（流水号 {'4' * 28}）；" * 3,
    }
    wide = {"line": {"item": LONG_ITEM}}
    files["long"] = receipt(papers.RECEIPT_PAPER, 8, one, **names, company=LONG)
    files["half_long"] = receipt(papers.RECEIPT_TWO_UP, 8, **names, company=LONG)
    files["red"] = receipt(
        papers.RECEIPT_PAPER, 1, one, line={"due": -62992, "received": -62992}, kind_note="（红字）",
        original="（冲销原收据 SJ-2026-000098）", watermark="补打",
    )  # fmt: skip
    files["wide"] = receipt(papers.RECEIPT_PAPER, 4, one, **wide)
    files["notices"], files["long_notices"] = notices(5, "水费"), notices(5, LONG_ITEM)
    files["reminder"] = letter(arrears_papers.FIRST_REMINDER, 12)
    files["demand"] = letter(arrears_papers.FINAL_DEMAND, 60)
    return print_pages(files, tmp_path_factory.mktemp("fees"))


def notices(count, item):
    """Return a file of so many notices, each with more charges than half a page has room for, and long words."""
    paper = arrears_papers.PAYMENT_NOTICE
    day = datetime.date(2026, 10, 1)
    why = "89.35 ㎡ × 2.35 元/㎡·月 × 14 天 ÷ 31 天 = 102.50 元"
    debts = [DebtLine(item, day, day, None, 62992, 0, 0, 0, day, why=why) for _place in range(12)]
    raw = {one.name: "" for one in notice_paper.NOTICE if one.shape == "text"} | dict.fromkeys(
        ("built_area", "arrears", "late_fee", "prepaid")
    )
    raw |= {
        "number": "JF-202611-0001",
        "room": "12-2-1502",
        "owner_name": LONG,
        "period": "2026-10-01 至 2026-12-31",
        "lines": notice_paper.listed(debts),
        "workings": notice_paper.told_workings(debts),
        "current": 12 * 62992,
        "total": 12 * 62992,
        "due_on": day,
        "pay_ways": "请到物业服务中心缴纳，或转账：" + LONG * 3,
        "pay_code": "https://example.com/pay/12-2-1502",
    }
    filled = dataclasses.replace(paper, values=lambda values: values).fill_in(raw, header=HEADER)
    filled["notices"] *= count
    return bytes(shipped(paper).fill(filled))


def letter(paper, count):
    values = sample_values(paper, HEADER | {"form_code": paper.form})
    values["lines"] = [values["lines"][0] | {"no": str(no)} for no in range(1, count + 1)]
    return bytes(Template.load(paper.find_template()).fill(values))


@pytest.mark.parametrize(("count", "sheets"), [(0, 1), (1, 1), (8, 1), (9, 2), (30, 4)])
def test_a_receipt_takes_a_form_for_every_eight_lines_and_two_halves_a_page(printed, count, sheets):
    whole, halves = printed[f"receipt{count}"], printed[f"half{count}"]
    assert len(whole) == sheets
    assert len(halves) == sheets  # two copies of each sheet, two halves a page
    assert {page.size for page in whole} == {(241, 140)}
    assert {page.size for page in halves} == {(210, 297)}


@pytest.mark.parametrize("count", COUNTS)
def test_every_line_is_printed_and_only_the_last_sheet_has_the_total(printed, count):
    pages = printed[f"receipt{count}"]
    text = "".join(page.text for page in pages)
    assert all(text.count(f"收费项目{no:02d}") == 1 for no in range(1, count + 1))
    assert [("合计（大写）" in page.text) for page in pages] == [False] * (len(pages) - 1) + [True]
    assert ["转下张" in page.text for page in pages] == [True] * (len(pages) - 1) + [False]
    assert all("SJ-2026-000123" in page.text for page in pages)


@pytest.mark.parametrize("name", ["receipt8", "receipt30", "long", "red", "wide"])
def test_nothing_is_printed_where_the_sprocket_holes_or_the_perforation_are(printed, name):
    for page in printed[name]:
        assert page.free_right > 12
        assert page.free_below > 4


def test_long_names_take_lines_of_the_list_and_no_further_paper_is_spoilt(printed):
    assert len(printed["long"]) <= 2
    assert len(printed["half_long"]) <= 2
    assert all("王芳" in page.text for page in printed["long"])


def test_a_red_receipt_says_so_beside_its_title_and_in_its_sum(printed):
    (page,) = printed["red"]
    assert "收款收据（红字）" in page.text
    assert "SJ-2026-000098" in page.text
    assert "负陆佰贰拾玖元玖角贰分" in page.text


@pytest.mark.parametrize("name", ["notices", "long_notices"])
def test_five_notices_take_three_pages_however_long_their_words(printed, name):
    pages = printed[name]
    assert len(pages) == 3
    assert [page.text.count("缴费通知单") for page in pages] == [2, 2, 1]
    assert sum(page.text.count("7,559.04") for page in pages) >= 5


def test_a_reminder_of_twelve_debts_stays_on_its_page_with_its_receipt_to_sign(printed):
    (page,) = printed["reminder"]
    assert "签收回执" in page.text
    assert page.free_below > 5


def test_a_long_demand_goes_on_under_its_title_and_loses_no_debt(printed):
    pages = printed["demand"]
    assert len(pages) > 1
    assert all("最后催告函" in page.text for page in pages)
    assert "".join(page.text for page in pages).count("物业服务费") >= 60


@pytest.mark.parametrize("language", ["", "en"])
@pytest.mark.parametrize("name", ["transfer_form", "cleared_certificate"])
def test_the_papers_of_a_change_of_owner_are_in_order_before_any_kind_offers_them(name, language):
    made = {
        "transfer_form": transfers.transfer_form(lambda draft: {}),
        "cleared_certificate": transfers.cleared_certificate(lambda draft: {}, lambda draft: None),
    }
    paper = made[name]
    checked = check_template((TEMPLATES_FOLDER / language / paper.template).read_bytes(), paper)
    assert (checked.problems, checked.warnings) == ((), ())
    text = text_of(shipped(paper, language).fill(sample_values(paper, HEADER | {"form_code": paper.form})))
    assert "翠湖花园3栋1单元502室" in text
