"""Reading a bank's, WeChat's or Alipay's list of payments (对账单导入); nothing is written until it is accepted."""

import datetime
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desk_app.kernel import money, store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import insert_rows, transaction
from desk_app.kernel.days import parse_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.sheets import Grid, read_sheets
from desk_app.kernel.sheets.grid import Cell
from desk_app.kernel.text import clean, narrow, one_line
from desk_app.kernel.words import _
from desk_app.modules.cashier import bank_words, rights
from desk_app.modules.cashier.records import BankLine

HEADING_ROWS = 40
"""Payment services write up to thirty lines above their headings."""
LONGEST = 200


@dataclass(frozen=True)
class ReadLine:
    """One line of the list: `problem` says in a sentence why it is not taken in; `outcome` is new, known, out or bad."""

    row: int
    outcome: str
    problem: str = ""
    reference: str = ""
    came_at: datetime.datetime | None = None
    amount: int = 0
    payer: str = ""
    remark: str = ""


@dataclass
class BankSheet:
    """A file looked at."""

    file_name: str
    source: str
    lines: list[ReadLine] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """Return how many lines have the outcome."""
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def total(self) -> int:
        """Return the fen of the new lines."""
        return sum(line.amount for line in self.lines if line.outcome == "new")


def read_bank_sheet(path: Path, stopped: Callable[[], bool] | None = None) -> BankSheet:
    """Read a list of payments; SheetRefused or DeskError with a sentence where it is none."""
    for grid in read_sheets(path, stopped=stopped):
        head = None if grid.hidden else _find_head(grid)
        if head:
            row, columns = head
            above = " ".join(
                cell for cells in grid.rows[: row + 1] for cell in cells if isinstance(cell, str)
            )
            sheet = BankSheet(path.name, bank_words.service_of(f"{path.stem} {above}"))
            _judge(sheet, _lines(grid, row, columns))
            return sheet
    raise DeskError(
        _(
            "没有读取“{name}”：找不到“交易时间”“金额”两列。请用网上银行、微信或支付宝导出的明细，不要改动列名。"
        ).format(name=path.name)
    )


def accept(sheet: BankSheet, desk: Desk) -> int:
    """Write the new lines down as unclaimed money; return how many."""
    rights.require(desk, "pay")
    rows = [
        (1, sheet.source, line.reference, line.came_at, line.amount, line.payer, line.remark, "waiting")
        for line in sheet.lines
        if line.outcome == "new"
    ]
    names = ("version", "source", "reference", "came_at", "amount", "payer", "remark", "state")
    with transaction():
        insert_rows(BankLine, names, rows)
        store.note_event("bank_lines", None, desk, "import", sheet.file_name, {"rows": ["", str(len(rows))]})
    return len(rows)


def _find_head(grid: Grid) -> tuple[int, dict[str, int]] | None:
    for number, cells in enumerate(grid.rows[:HEADING_ROWS]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(cells):
            meaning = bank_words.meaning_of(cell) if isinstance(cell, str) else ""
            if meaning == "remark" and meaning in columns:
                columns[f"{meaning} {column}"] = (
                    column  # a bank's 摘要 says 转账, its 附言 what the payer wrote
                )
            elif meaning and meaning not in columns:
                columns[meaning] = column
        if {"came_at", "amount"} <= columns.keys():
            return number, columns
    return None


def _lines(grid: Grid, head: int, columns: Mapping[str, int]) -> Iterator[tuple[int, dict[str, Cell]]]:
    """Yield (row from 1, cells by meaning) of the lines that have a time; sums and notes below have none."""
    for number in range(head + 1, len(grid.rows)):
        cells = {meaning: grid.value(number, column) for meaning, column in columns.items()}
        has_day = any(letter.isdigit() for letter in _text(cells.get("came_at")))
        if has_day and len([cell for cell in cells.values() if _text(cell)]) > 1:
            yield number + 1, cells


def _judge(sheet: BankSheet, lines: Iterator[tuple[int, dict[str, Cell]]]) -> None:
    """Say of every line what it would bring; one taken in before, or twice in the file, is known."""
    known = {
        reference
        for (reference,) in BankLine.select(BankLine.reference)
        .where(BankLine.source == sheet.source)
        .tuples()
    }
    for row, cells in lines:
        try:
            line = _read(row, cells)
        except (ValueError, DeskError) as error:
            sheet.lines.append(ReadLine(row, "bad", str(error)))
            continue
        if line.outcome == "new":
            if line.reference in known:
                line = ReadLine(row, "known", _("已经导入过"), line.reference, line.came_at, line.amount)
            known.add(line.reference)
        sheet.lines.append(line)


def _read(row: int, cells: Mapping[str, Cell]) -> ReadLine:
    amount = _amount(cells.get("amount"))
    if bank_words.is_failed(_text(cells.get("status"))):
        return ReadLine(row, "out", _("没有成功的付款"))
    if amount <= 0 or bank_words.is_outgoing(_text(cells.get("way"))):
        return ReadLine(row, "out", _("不是收入"))
    came_at = _moment(cells["came_at"])
    payer, remark = _words(cells.get("payer")), _words(cells.get("remark"))
    remarks = [_words(cell) for meaning, cell in cells.items() if meaning.startswith("remark")]
    reference = _words(cells.get("reference"))[:64]
    if not reference:  # a list without numbers: the line itself tells it from others
        told = f"{came_at:%Y%m%d%H%M%S}|{amount}|{payer}|{remark}"
        reference = "#" + hashlib.sha256(told.encode()).hexdigest()[:16]
    told = " ".join(dict.fromkeys(filter(None, remarks)))[:LONGEST]
    return ReadLine(row, "new", "", reference, came_at, amount, payer, told)


def _amount(cell: Cell) -> int:
    text = _text(cell).lstrip("+")
    return money.parse(text) if text not in ("", "-", "/") else 0


def _moment(cell: Cell) -> datetime.datetime:
    if isinstance(cell, datetime.datetime):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, datetime.date):
        return datetime.datetime.combine(cell, datetime.time())
    day, _space, time = _text(cell).replace("T", " ").partition(" ")
    clock = [int(part) for part in time.split(":")[:2] if part.strip().isdigit()]
    hour, minute = [*clock, 0, 0][:2]
    at = datetime.time(hour, minute) if hour < 24 and minute < 60 else datetime.time()
    return datetime.datetime.combine(parse_day(day), at)


def _text(cell: Cell) -> str:
    """Return the cell without the backtick WeChat's lists for shops begin every cell with."""
    return "" if cell is None else narrow(str(cell)).strip("\t `")


def _words(cell: Cell) -> str:
    text = one_line(clean(str(cell), 2_000)).lstrip("`") if cell is not None else ""
    return "" if text in ("/", "-") else text.strip()[:LONGEST]
