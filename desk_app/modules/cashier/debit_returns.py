"""What the bank says of a collection (托收回盘): paid sums become money that came in and are claimed for their rooms.

A paid sum is a line of `bank_lines` like any other: one mechanism makes the receipt, guards it against a second one, and
lets it wait where the day is closed. A refused one keeps the bank's reason and is asked for again with the next file.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from desk_app.kernel import money, store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.sheets import Grid, read_sheets
from desk_app.kernel.sheets.grid import Cell
from desk_app.kernel.text import fold, narrow, one_line
from desk_app.kernel.words import _, headed
from desk_app.modules.cashier import bank_lines, debits, rights
from desk_app.modules.cashier.debit_records import DebitLine
from desk_app.modules.cashier.records import BankLine, Receipt

HEADING_ROWS = 40
MEANINGS = {
    "reference": ("流水号", "业务流水号", "客户流水号", "业务编号", "委托号", "明细序号", "企业流水号", "托收流水号"),
    "status": ("状态", "处理状态", "扣款状态", "处理结果", "扣款结果", "交易结果", "结果", "返回码", "成功标志"),
    "reason": ("原因", "失败原因", "返回信息", "处理信息", "说明", "备注", "附言"),
    "paid": ("实扣金额", "成功金额", "实际金额", "扣款成功金额", "实收金额"),
}  # fmt: skip
"""Headings banks use; the office's own name of the reference counts as well."""
PAID = ("成功", "已扣", "已扣款", "扣款成功", "交易成功", "处理成功", "success", "0", "00", "0000", "y", "是")
WORKING = ("处理中", "待处理", "未处理", "已提交", "已受理", "待发送", "已发送", "交易处理中")
"""The bank has not done it yet; its answer is in a later file."""
REFUSED = (
    "失败",
    "不足",
    "拒",
    "不成功",
    "未成功",
    "未扣",
    "错误",
    "异常",
    "作废",
    "撤销",
    "退",
    "fail",
    "reject",
)
"""What a status of a sum that was not collected has in it."""
NOT_DONE = ("n", "否", "1", "f")


@dataclass(frozen=True)
class Answer:
    """One line of the return: `outcome` is paid, refused, known (answered before), unknown or bad; `told` says why.

    A paid one has the fen that came in, a refused one those that were asked for.
    """

    row: int
    outcome: str
    reference: str = ""
    amount: int = 0
    told: str = ""
    room: str = ""
    holder: str = ""


@dataclass
class DebitReturn:
    """A return file looked at; nothing is written until it is accepted."""

    file_name: str
    answers: list[Answer] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """Return how many lines have the outcome."""
        return sum(answer.outcome == outcome for answer in self.answers)

    @property
    def total(self) -> int:
        """Return the fen of the paid lines."""
        return sum(answer.amount for answer in self.answers if answer.outcome == "paid")


@dataclass
class Accepted:
    """What came of a return: receipts made, sums refused, and a sentence for each that waits to be claimed."""

    receipts: int = 0
    refused: int = 0
    waiting: list[str] = field(default_factory=list)


def read_return(path: Path) -> DebitReturn:
    """Read the bank's file; SheetRefused or DeskError with a sentence where it is none."""
    for grid in read_sheets(path):
        head = None if grid.hidden else _find_head(grid)
        if head:
            found = DebitReturn(path.name)
            _judge(found, _lines(grid, *head))
            return found
    raise DeskError(
        _("没有读取“{name}”：找不到“流水号”和“状态”两列。请用银行的回盘文件，不要改动列名。").format(
            name=path.name
        )
    )


def accept(
    found: DebitReturn, desk: Desk, step: Callable[[int, int], None] = lambda _done, _total: None
) -> Accepted:
    """Write the answers down, each by itself, and make the receipts of what was paid; a second time nothing happens.

    `step` is told (done, total) after each and may raise to stop: what is done stays, the same file brings the rest.
    """
    rights.require(desk, "pay")
    came = Accepted()
    rows = {"rows": ["", str(len(found.answers))]}
    store.note_event("debit_lines", None, desk, "import", found.file_name, rows)
    for place, answer in enumerate(found.answers, 1):
        if answer.outcome == "refused":
            came.refused += _refuse(answer, desk)
        elif answer.outcome == "paid":
            _receive(answer, desk, came)
        step(place, len(found.answers))
    return came


def _receive(answer: Answer, desk: Desk, came: Accepted) -> None:
    """Take a paid sum in and make its receipt; where that is refused the money waits among what came in."""
    line = _take_in(answer, desk)
    if line is None:
        return
    try:
        _claim(line, desk)
        came.receipts += 1
    except DeskError as error:
        came.waiting.append(f"{line.room} {money.show(answer.amount)}：{error}")


_AWAITS = {
    "paid": ("sent", "withdrawn", "refused"),
    "refused": ("sent", "withdrawn"),
    "bad": ("sent", "withdrawn", "refused"),
}
"""The states in which a sum takes an answer: a file taken back may have been handed in all the same."""


def _find_head(grid: Grid) -> tuple[int, dict[str, int]] | None:
    own = [heading for heading, field in debits.columns() if field == "流水号"]
    for number, cells in enumerate(grid.rows[:HEADING_ROWS]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(cells):
            meaning = _meaning_of(cell, own) if isinstance(cell, str) else ""
            if meaning and meaning not in columns:
                columns[meaning] = column
        if {"reference", "status"} <= columns.keys():
            return number, columns
    return None


def _meaning_of(heading: str, own: list[str]) -> str:
    plain = fold(heading).strip(":：*")
    if plain in map(fold, own):
        return "reference"
    return next((meaning for meaning, words in MEANINGS.items() if plain in map(fold, words)), "")


def _lines(grid: Grid, head: int, columns: Mapping[str, int]) -> Iterator[tuple[int, dict[str, Cell]]]:
    for number in range(head + 1, len(grid.rows)):
        cells = {meaning: grid.value(number, column) for meaning, column in columns.items()}
        if _text(cells.get("reference")):
            yield number + 1, cells


def _judge(found: DebitReturn, lines: Iterator[tuple[int, dict[str, Cell]]]) -> None:
    """Say of every line what it would bring; a reference answered before, or twice in the file, is known.

    A sum refused first and collected after all has come in.
    """
    seen: set[str] = set()
    for row, cells in lines:
        reference = _text(cells.get("reference"))
        sent = DebitLine.get_or_none(DebitLine.reference == reference)
        if sent is None:
            found.answers.append(Answer(row, "unknown", reference, told=_("不是本账本送出的托收")))
            continue
        answer = _read(row, reference, sent, cells)
        if sent.state not in _AWAITS[answer.outcome] or reference in seen:
            answer = replace(answer, outcome="known", told=_("已经回盘过"))
        found.answers.append(replace(answer, room=str(sent.room), holder=str(sent.mandate.holder)))
        if answer.outcome != "bad":
            seen.add(reference)


def _read(row: int, reference: str, sent: DebitLine, cells: Mapping[str, Cell]) -> Answer:
    reason, status = _text(cells.get("reason")), _text(cells.get("status"))
    outcome = _outcome(fold(status), fold(reason))
    if outcome == "refused":
        told = headed(status, reason) if reason and reason != status else status
        return Answer(row, "refused", reference, int(sent.amount), told[:100])
    if outcome == "bad":
        told = _("银行还没有处理完，请等最后的回盘") if fold(status) in WORKING else _("没有写状态")
        unclear = _("看不懂状态“{status}”，没有办理").format(status=status[:20])
        return Answer(row, "bad", reference, told=unclear if status and fold(status) not in WORKING else told)
    text = _text(cells.get("paid"))
    try:
        amount = money.parse(text) if text else int(sent.amount)
    except ValueError as error:
        return Answer(row, "bad", reference, told=str(error))
    told = _("实扣 {paid} 元，送盘 {asked} 元，请核对").format(
        paid=money.show(amount), asked=money.show(sent.amount)
    )
    if not 0 < amount <= sent.amount:
        return Answer(row, "bad", reference, told=told)
    return Answer(row, "paid", reference, amount, "" if amount == sent.amount else told)


def _outcome(status: str, reason: str) -> str:
    """Return paid, refused or bad: a word nobody knows is neither, lest a sum that came in is asked for again."""
    if not status or status in WORKING:
        return "bad"
    if status in PAID:
        return "paid"
    if status in NOT_DONE or any(word in status for word in REFUSED):
        return "refused"
    if any(word in reason for word in REFUSED):
        return "refused"
    return "paid" if reason in PAID else "bad"


def _refuse(answer: Answer, desk: Desk) -> int:
    """Keep the bank's reason; return 1, or 0 if somebody took the answer in meanwhile."""
    with transaction():
        return _settle(answer, desk, {"state": "refused", "reason": answer.told})


def _take_in(answer: Answer, desk: Desk) -> DebitLine | None:
    """Write the money down as come in; None if somebody took the answer in meanwhile."""
    with transaction():
        if not _settle(answer, desk, {"state": "paid", "reason": answer.told or None}):
            return None
        sent: DebitLine = DebitLine.get(DebitLine.reference == answer.reference)
        came = BankLine.create(
            version=1,
            source="debit",
            reference=answer.reference,
            came_at=datetime.datetime.combine(desk.today, datetime.time()),
            amount=answer.amount,
            payer=sent.mandate.holder,
            remark=_("托收 {room}").format(room=sent.room),
            state="waiting",
        )
        DebitLine.update(line=came.id).where(DebitLine.id == sent.id).execute()
        return DebitLine.get_by_id(sent.id)  # type: ignore[no-any-return]


def _claim(line: DebitLine, desk: Desk) -> Receipt:
    return bank_lines.claim(line.line_id, line.room_id, desk)


def _settle(answer: Answer, desk: Desk, values: dict[str, object]) -> int:
    change = DebitLine.update({**values, "came_on": desk.today, "version": DebitLine.version + 1})
    waits = DebitLine.state.in_(_AWAITS[answer.outcome])
    return int(change.where(DebitLine.reference == answer.reference, waits).execute())


def _text(cell: Cell) -> str:
    """Return a cell as one line; a whole number that a spreadsheet made of digits without its '.0'."""
    return "" if cell is None else one_line(narrow(str(cell))).strip("\t '")
