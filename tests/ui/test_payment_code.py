"""The payment code on the settings page: read out of a picture, drawn, saved, cleared; a picture without one changes nothing."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLineEdit, QPushButton

from desk_app.kernel import settings
from desk_app.kernel.papers import barcode
from desk_app.screens import payment_code
from ui.screens.payment_code import PaymentCodeRow, grey_sizes, open_picture

TEXT = "wxp://f2f0abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def page(at_work):
    """Return the settings page in the window."""
    at_work.open_page("settings")
    return at_work.view.current.tabs[0].widget


def row_on(page):
    """Return the row of the payment code as the page shows it now."""
    found = page.findChildren(PaymentCodeRow)
    return found[-1]


@pytest.fixture
def picture(tmp_path):
    """Return a function that saves a picture of a code, as a bank gives it."""

    def save(text=TEXT, suffix=".png", side=400):
        path = tmp_path / f"收款码{suffix}"
        image = QImage()
        image.loadFromData(barcode.qr_picture(text, side, side))
        assert image.convertToFormat(QImage.Format.Format_RGB32).save(str(path))
        return path

    return save


def text_on(page):
    return row_on(page).findChild(QLineEdit, "pay_code").text()


@pytest.mark.parametrize("suffix", [".png", ".jpg"])
def test_a_picture_of_a_code_is_read_drawn_saved_and_cleared(page, picture, suffix, find):
    assert row_on(page).picture.isHidden()
    row_on(page).take(picture(suffix=suffix))
    assert (text_on(page), page.is_changed()) == (TEXT, True)
    assert not row_on(page).picture.isHidden()
    assert row_on(page).picture.pixmap().width() > 0
    assert page.save()
    assert settings.value("pay_code") == TEXT
    find(row_on(page), "pay-code-clear", QPushButton).click()
    assert row_on(page).picture.isHidden()
    assert page.save()
    assert not settings.value("pay_code")


def test_a_picture_without_a_code_says_so_and_leaves_the_one_there_was(page, picture, tmp_path):
    row_on(page).take(picture())
    blank = QImage(300, 300, QImage.Format.Format_RGB32)
    blank.fill(QColor("white"))
    assert blank.save(str(tmp_path / "空白.png"))
    row_on(page).take(tmp_path / "空白.png")
    problem = row_on(page).problem
    assert not problem.isHidden()
    assert "没有读入收款码" in problem.text()
    assert text_on(page) == TEXT
    row_on(page).take(picture())
    assert problem.isHidden()


def test_a_file_that_is_no_picture_is_refused_by_its_name(page, tmp_path):
    (tmp_path / "名册.png").write_bytes(b"no picture")
    row_on(page).take(tmp_path / "名册.png")
    assert "“名册.png”不是能打开的图片" in row_on(page).problem.text()
    assert text_on(page) == ""


def test_the_code_drawn_is_the_one_that_was_read(picture):
    assert payment_code.read(grey_sizes(open_picture(picture(side=120)))) == TEXT
    assert payment_code.draw("") == b""
