"""What the tests of an opening need: rooms with owners, a table written as a file, the day the old book ends."""

import datetime

import pytest

from desk_app.modules.billing.records import FeeItem
from desk_app.modules.opening import posting, sheets

BALANCE_ON = datetime.date(2026, 10, 31)
"""The old book's last day; the clock stands at 2026-11-23."""


@pytest.fixture
def rooms(make_room, make_person, hold):
    """Return 3-1-501 of 李娜, 3-1-502 of 张伟 and 3-1-503 of nobody, by code."""
    made = {code: make_room(code) for code in ("3-1-501", "3-1-502", "3-1-503")}
    hold(made["3-1-501"], make_person("李娜"))
    hold(made["3-1-502"], make_person("张伟"))
    return made


@pytest.fixture
def item():
    """Return a function that gives the id of a fee item by its code."""
    return lambda code: FeeItem.get(FeeItem.code == code).id


@pytest.fixture
def write(tmp_path):
    """Return a function that writes rows as a CSV file or, with cells that are not text, as a workbook."""

    def write_(*rows, name="期初.csv"):
        path = tmp_path / name
        if name.endswith(".csv"):
            text = "\n".join(",".join(str(cell) for cell in row) for row in rows)
            path.write_text(text, encoding="utf-8")
            return path
        from openpyxl import Workbook

        workbook = Workbook()
        sheet = workbook.active
        for row in rows:
            sheet.append(list(row))
        workbook.save(path)
        return path

    return write_


@pytest.fixture
def look(desk, rooms, write):
    """Return a function that reads rows as an opening and gives the plan."""

    def look_(*rows, name="期初.csv", on=BALANCE_ON):
        return sheets.plan_opening(write(*rows, name=name), on, desk)

    return look_


@pytest.fixture
def take_over(look, desk):
    """Return a function that reads rows and takes them into the book."""

    def take_over_(*rows, **values):
        return posting.accept(look(*rows, **values), desk)

    return take_over_
