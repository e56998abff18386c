"""How a paper is printed is remembered on this computer, and what makes no sense is refused."""

from decimal import Decimal

import pytest

from desk_app.kernel.errors import DeskError
from desk_app.screens import printer_choice, remembered
from desk_app.screens.printer_choice import Form, PrinterChoice

NEEDLE = PrinterChoice("针式", "tractor", 2, Decimal("1.5"), Decimal(-2), True)


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))


def test_each_paper_has_a_choice_of_its_own_that_outlives_the_program(tmp_path, monkeypatch):
    printer_choice.save("receipt", NEEDLE)
    remembered.keep()
    monkeypatch.setattr(remembered, "_open", [])
    assert printer_choice.load("receipt") == NEEDLE
    assert printer_choice.load("slip") == PrinterChoice()


@pytest.mark.parametrize(
    "kept",
    [
        {"copies": "two", "tray": "roof", "right_mm": "far", "down_mm": 3, "overlay": "yes", "printer": 7},
        {"copies": 500, "tray": None, "right_mm": "0.3", "down_mm": "400", "overlay": 1},
        {"copies": 0, "right_mm": "NaN", "down_mm": "Infinity"},
        {},
    ],
)
def test_a_damaged_choice_is_as_if_nobody_had_chosen(kept):
    remembered.put("printer_choice/receipt", kept)
    assert printer_choice.load("receipt") == PrinterChoice()


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (PrinterChoice(copies=0), "份数要在 1 到 20 之间"),
        (PrinterChoice(copies=21), "份数要在 1 到 20 之间"),
        (PrinterChoice(tray="roof"), "没有这个纸盒"),
        (PrinterChoice(right_mm=Decimal("30.5")), "每步 0.5 毫米"),
        (PrinterChoice(down_mm=Decimal("0.3")), "每步 0.5 毫米"),
    ],
)
def test_a_choice_that_makes_no_sense_is_not_kept(choice, words):
    with pytest.raises(DeskError, match=words):
        printer_choice.save("receipt", choice)
    assert printer_choice.load("receipt") == PrinterChoice()


@pytest.mark.parametrize(
    ("names", "default", "found", "told"),
    [
        (["Laser", "针式"], "Laser", "针式", ""),
        (["Laser", "A3"], "A3", "A3", "找不到上次用的打印机“针式”，已换成“A3”。"),
        (["Laser"], "", "Laser", "找不到上次用的打印机“针式”，已换成“Laser”。"),
        ([], "", "", ""),
    ],
)
def test_a_printer_that_is_gone_is_replaced_aloud(names, default, found, told):
    assert printer_choice.choose_printer(NEEDLE, names, default) == (found, told)


def test_nobody_is_told_of_the_default_printer():
    assert printer_choice.choose_printer(PrinterChoice(), ["A", "B"], "B") == ("B", "")


@pytest.mark.parametrize(
    ("right", "down", "shown"),
    [
        ("0", "0", ""),
        ("1.5", "-2", "右移 1.5、上移 2 毫米"),
        ("-10", "0", "左移 10 毫米"),
        ("0", "0.5", "下移 0.5 毫米"),
    ],
)
def test_the_offset_reads_as_people_say_it(right, down, shown):
    choice = PrinterChoice(right_mm=Decimal(right), down_mm=Decimal(down))
    assert printer_choice.show_offset(choice) == shown


FORMS = [Form("A4", 210, 297), Form("Letter", 216, 279), Form("二等分", 241, 140)]


def test_a_form_two_millimetres_off_will_do():
    assert printer_choice.refuse_form("P", Form("", 241, 139), FORMS, takes_any_size=False) == ""


def test_a_printer_without_the_form_names_its_nearest():
    told = printer_choice.refuse_form("针式", Form("", 241, 93), FORMS, takes_any_size=False)
    assert told.startswith("打印机“针式”没有 241×93 毫米的纸，最接近的是“二等分”（241×140 毫米）")


def test_a_printer_that_takes_any_size_or_names_none_is_believed():
    assert printer_choice.refuse_form("P", Form("", 90, 60), FORMS, takes_any_size=True) == ""
    assert printer_choice.refuse_form("P", Form("", 90, 60), [], takes_any_size=False) == ""
