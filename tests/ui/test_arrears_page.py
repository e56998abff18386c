"""The arrears page: the list follows its filters, entries are made by keyboard, charts are drawn and copied."""

import datetime

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel

from desk_app.modules.arrears.records import DunningEvent
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier import payments
from desk_app.modules.cashier.tenders import Tender
from desk_app.screens.arrears_charts import Figures
from ui import theme
from ui.screens.arrears import ArrearsPage
from ui.screens.bill_run_ask import AskDialog
from ui.widgets.chart_card import ChartCard
from ui.widgets.charts import round_up


@pytest.fixture
def rooms(desk, room, make_room):
    """3-1-502 owes 600.00 of October and 40.00 of January 2025; 10-1-101 owes 30.00 since the 10th."""
    item = FeeItem.get_or_none(FeeItem.code == "WY") or FeeItem.create(code="WY", name="物业服务费")
    other = make_room("10-1-101")
    for owing, fen, day in (
        (room, 600_00, "2026-10-31"),
        (room, 40_00, "2025-01-31"),
        (other, 30_00, "2026-11-10"),
    ):
        due = datetime.date.fromisoformat(day)
        ledger.post_bill(owing.id, item.id, fen, due.replace(day=1), due, due, desk)
    return room, other


@pytest.fixture
def page(rooms, shell):
    return shell.show_page(ArrearsPage(shell))


def listed(page):
    model = page.table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_list_and_the_side_tell_who_owes_what(page):
    assert listed(page) == ["3-1-502", "10-1-101"]
    assert page.header.detail.text() == "2 户，欠费合计 670.00 元"
    assert page.card.where.text() == "3-1-502"
    assert page.ages.buttons[4].text() == "1–2 年\n40.00"
    assert page.step_buttons["first"].text() == "一催  1"


def test_an_age_and_a_step_filter_and_are_let_go(page, qtbot):
    page.ages.buttons[4].click()
    assert listed(page) == ["3-1-502"]
    page.ages.buttons[4].click()
    page.step_buttons["call"].click()
    assert (listed(page), page.card.where.text()) == (["10-1-101"], "10-1-101")
    page.step_buttons["court"].click()
    assert listed(page) == []
    assert page.empty.isVisible()


def test_typing_jumps_to_a_room_and_enter_opens_it(page, shell, qtbot, rooms):
    qtbot.keyClicks(page.table, "10-1")
    page.search.setText("10-1")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.table.place == 1
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert shell.asked[-1] == ("open_record", "rooms", rooms[1].id)


def test_a_call_is_noted_by_keyboard_alone(page, shell, qtbot):
    page.card.note("call")
    dialog = next(made for made in page.findChildren(object) if made.__class__.__name__ == "EntryDialog")
    dialog.fields["result"].setText("月底缴")
    for _field in dialog.fields:
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert DunningEvent.get().result == "月底缴"
    assert "记下" in page.strip.text.text()
    assert ("records_changed", "dunning_cases") in shell.asked


def test_what_is_refused_stays_in_the_window(page, qtbot):
    page.card.note("promise")
    dialog = next(made for made in page.findChildren(object) if made.__class__.__name__ == "EntryDialog")
    dialog.yes.click()
    assert dialog.isVisible()
    assert "承诺缴费的日期" in dialog.strip.text.text()
    dialog.reject()


def test_an_amount_that_is_none_is_said_and_the_list_stays(page, qtbot):
    page.least.setText("很多")
    qtbot.keyClick(page.least, Qt.Key.Key_Return)
    assert "不是金额" in page.strip.text.text()
    assert len(listed(page)) == 2


def test_letters_are_offered_for_the_step_that_is_due(page, monkeypatch):
    started = []
    monkeypatch.setattr("ui.screens.arrears_letters.start_run", lambda *what: started.append(what[1:]))
    page.print_letters()
    assert started == [("rooms", page.arrears.due_rooms("first"), "first_reminder")]


def test_prepaid_money_is_offered_before_letters_are_printed(page, rooms, shell, desk, monkeypatch, qtbot):
    room, _other = rooms
    paid = payments.Payment(
        room_id=room.id,
        payer_name="张伟",
        request="once",
        tenders=(Tender("cash", 100_00),),
        to_prepaid=100_00,
    )
    payments.take_payment(paid, desk)
    page.refresh()
    assert page.header.detail.text() == "2 户，欠费合计 670.00 元，预存可抵 100.00 元"
    assert any(
        "预存款可抵 100.00 元，抵后应缴 540.00 元" in each.text() for each in page.card.findChildren(QLabel)
    )
    started = []
    monkeypatch.setattr("ui.screens.arrears_letters.start_run", lambda *what: started.append(what[1:]))
    page.print_letters()
    asked = page.findChild(AskDialog)
    assert "1 户还有预存款" in asked.findChildren(QLabel)[1].text() and started == []
    asked.yes.click()
    qtbot.waitUntil(lambda: bool(started))
    assert page.header.detail.text() == "2 户，欠费合计 570.00 元"
    assert page.strip.text.text() == "已用预存款冲抵 1 户，合计 100.00 元"


def test_charts_have_numbers_behind_them_and_go_out_as_pictures(page, shell, tmp_path):
    page.chart_button.click()
    months, buildings, ages = page.figures.charts
    assert ages.table.item(0, 0).text() == "600.00"
    assert ages.view.accessibleDescription().startswith("3栋 30 天内 600.00")
    ages.numbers.click()
    assert ages.stage.currentWidget() is ages.table
    ages.copy()
    assert QGuiApplication.clipboard().image().size() == ages.view.picture().size()
    ages.save_to(tmp_path / "账龄.png")
    assert (tmp_path / "账龄.png").stat().st_size > 1000
    ages.save_to(tmp_path / "没有" / "账龄.png")
    assert "没有存图" in shell.asked[-1][1]
    assert (months.figures.sort, buildings.figures.sort) == ("line", "bars")


def test_a_bar_says_what_it_is_and_its_length_is_its_share(page, qtbot):
    page.chart_button.click()
    view = page.figures.charts[2].view
    view.grab()
    bars = {words: rect for rect, words in view._marks}
    young, old = bars["3栋  30 天内  600.00 元"], bars["3栋  1–2 年  40.00 元"]
    assert young.height() == pytest.approx(old.height() * 15)
    assert old.bottom() == pytest.approx(young.top())
    assert view.told_at(young.center()) == "3栋  30 天内  600.00 元"
    assert view.told_at(QPointF(1, 1)) == ""


def test_ages_are_grouped_by_item_or_payer_as_well(page, qtbot):
    page.chart_button.click()
    group = page.figures.charts[2].findChild(QComboBox, "arrears-group")
    group.setCurrentIndex(1)
    group.activated.emit(1)
    qtbot.waitUntil(lambda: page.figures.charts[2].figures.categories == ("物业服务费",))
    page.figures._group_by("payer")
    qtbot.waitUntil(lambda: page.figures.charts[2].figures.categories == ("业主",))
    assert page.figures.charts[2].figures.shown[0] == ("630.00",)


def test_pictures_are_light_whatever_the_look(page):
    page.chart_button.click()
    theme.apply("dark")
    picture = page.figures.charts[2].view.picture()
    theme.apply("light")
    assert picture.pixelColor(2, 2).lightness() > 240


def test_a_chart_is_printed_on_a_page_across(page, tmp_path):
    from PySide6.QtPrintSupport import QPrinter

    page.chart_button.click()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "图.pdf"))
    page.figures.charts[0].print_on(printer)
    assert (tmp_path / "图.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("largest", "top"), [(0, 100), (100, 100), (101, 200), (800, 800), (801, 1000), (239_900_00, 400_000_00)]
)
def test_an_axis_ends_at_a_round_number(largest, top):
    assert round_up(largest) == top


def show_card(qtbot, shell, figures):
    card = ChartCard(shell, figures, "card")
    qtbot.addWidget(card)
    card.resize(640, 360)
    card.show()
    return card


def test_many_categories_stand_in_the_table_and_the_largest_in_the_picture(qtbot, shell):
    names = tuple(f"{number}栋" for number in range(60))
    values = ((*range(60_000, 0, -1000),), (None,) * 60)
    shown = (tuple(str(value) for value in values[0]), ("",) * 60)
    figures = Figures("欠费", "stacked", names, ("新", "旧"), values, shown, unit="元")
    card = show_card(qtbot, shell, figures)
    card.view.grab()
    assert card.table.rowCount() == 60
    assert len(card.view._marks) == 24
    assert card.view._top() == 80_000


@pytest.mark.parametrize("sort", ["bars", "stacked", "line"])
def test_a_chart_of_nothing_is_drawn(qtbot, shell, sort):
    card = show_card(qtbot, shell, Figures("欠费", sort, (), ("欠费",), ((),), ((),)))
    assert not card.view.picture().isNull()


def test_what_a_low_point_is_does_not_stand_on_the_names_of_the_axis(qtbot, shell):
    names = tuple(f"2026-{month:02d}" for month in range(1, 13))

    def foot(shown):
        figures = Figures("收缴率", "line", names, ("率",), ((0,) * 12,), ((shown,) * 12,), whole=10_000)
        picture = show_card(qtbot, shell, figures).view.picture()
        return picture.copy(0, picture.height() - 26, picture.width(), 26)

    assert foot("0.00%") == foot("")
