"""What nobody types is listed and shown; no button offers to make, change or delete it."""

import datetime

import pytest
from PySide6.QtWidgets import QPushButton

from desk_app.kernel.access import Actor, Desk
from desk_app.modules.billing.ledger import post_bill
from desk_app.modules.billing.records import FeeItem
from tests.shells import RecordingShell
from ui import theme
from ui.record_form import RecordFormPage
from ui.record_table import RecordTablePage


@pytest.fixture
def show(qtbot):
    """Return a function that shows the list of a kind, or one record, to the person at a desk."""
    theme.apply("light")

    def show_(desk, kind, record_id=None):
        shell = RecordingShell(desk)
        qtbot.addWidget(shell)
        page = RecordFormPage(shell, kind, record_id) if record_id else RecordTablePage(shell, kind)
        return shell.show_page(page)

    return show_


def test_no_new_bill_is_offered(show, desk):
    assert show(desk, "bills").findChild(QPushButton, "new") is None
    assert show(desk, "rooms").findChild(QPushButton, "new") is not None


def test_a_bill_is_shown_without_save(show, desk, room):
    item, day = FeeItem.get(FeeItem.code == "QT"), datetime.date(2025, 1, 1)
    bill = post_bill(room.id, item.id, 100, day, day, day, desk)
    assert show(desk, "bills", bill.id).findChild(QPushButton, "button-save") is None
    assert show(desk, "fee_items", item.id).findChild(QPushButton, "button-save") is not None


def test_whoever_may_not_set_prices_is_offered_no_new_ones(show, desk):
    cashier = Desk(Actor("李收银", frozenset({"cashier"})), desk.now)
    assert show(cashier, "tariffs").findChild(QPushButton, "new") is None
    item = FeeItem.get(FeeItem.code == "WY")
    assert show(cashier, "fee_items", item.id).findChild(QPushButton, "button-save") is None
    assert show(desk, "tariffs").findChild(QPushButton, "new") is not None
