"""Reading the old program's bills of one period (旧账单): room, item, sum, and what it says of area, price and days."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

from desk_app.kernel.errors import DeskError
from desk_app.kernel.sheets import read_sheets
from desk_app.kernel.sheets.grid import Cell
from desk_app.kernel.text import narrow
from desk_app.kernel.words import _
from desk_app.modules.billing.months import last_day
from desk_app.modules.opening import sheet_words
from desk_app.modules.opening.heads import text_of
from desk_app.modules.opening.places import Places
from desk_app.modules.opening.tables import MoneyTable, RawRow, find_tables

CHOICE = ("charged", "amount", "arrears", "paid")
"""Which column holds what was billed, where a sheet has several."""


@dataclass(frozen=True)
class OldBill:
    """What the old book billed a room for an item: fen, exact (an old program may not have rounded).

    `area` is in cm², `price` in 1/10,000 yuan, both None where the sheet does not tell, as `days`.
    """

    row: int
    room_id: int
    room: str
    item_id: int
    item: str
    fen: Fraction
    area: int | None = None
    price: int | None = None
    days: int | None = None


@dataclass
class OldBills:
    """The old program's bills; `refused` are (row, sentence) of lines that could not be read."""

    file_name: str
    period: int
    bills: list[OldBill] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def read_old_bills(
    path: Path,
    period: int,
    item: str = "",
    *,
    stopped: Callable[[], bool] | None = None,
) -> OldBills:
    """Read the bills of a period; `item` is the fee item of a sheet that names none. DeskError where it holds no bills."""
    tables = find_tables(read_sheets(path, stopped=stopped))
    if not tables:
        raise DeskError(
            _("没有读取“{name}”：找不到“房号”和“应收金额”两列。请用旧程序导出的一个月账单。").format(
                name=path.name
            )
        )
    found = OldBills(path.name, period)
    places = Places(last_day(period))
    for table in tables:
        for raw in table.rows:
            if not raw.is_total:
                _read_row(table, raw, item, places, found)
    return found


def _read_row(table: MoneyTable, raw: RawRow, item: str, places: Places, found: OldBills) -> None:
    chosen = next(meaning for meaning in CHOICE if meaning in table.meanings or meaning == CHOICE[-1])
    for column, cell in raw.sums:
        if column.meaning != chosen or not text_of(cell):
            continue
        try:
            name = column.item or raw.text("item") or places.item_in(table.title) or item
            if not name:
                raise DeskError(_("没有收费项目"))
            fee = places.item(name)
            room = places.room(raw.text("room"), raw.text("plate"), raw.text("name"))
            found.bills.append(
                OldBill(
                    raw.row,
                    room.id,
                    str(room),
                    fee.id,
                    str(fee),
                    _number(cell) * 100,
                    _scaled(raw.cells.get("area")),
                    _scaled(raw.cells.get("price")),
                    _days(raw.cells.get("days")),
                )
            )
        except (DeskError, ValueError) as error:
            found.refused.append((raw.row, str(error)))


def _number(cell: Cell) -> Fraction:
    text = narrow(text_of(cell)).strip(sheet_words.UNITS).replace(",", "")
    try:
        value = Decimal(text)
        if not value.is_finite() or abs(value) >= 10**11:
            raise InvalidOperation
    except InvalidOperation:
        raise ValueError(_("不是数字：{text}").format(text=text[:30])) from None
    return Fraction(value)


def _scaled(cell: Cell) -> int | None:
    """Return an area or a price in 1/10,000; None where the cell holds no single number, such as '2.35/1.20'."""
    if not text_of(cell):
        return None
    try:
        value = _number(cell) * 10_000
    except ValueError:
        return None
    return int(value) if value.denominator == 1 else None


def _days(cell: Cell) -> int | None:
    try:
        value = _number(cell) if text_of(cell) else None
    except ValueError:
        return None
    return int(value) if value is not None and value.denominator == 1 else None
