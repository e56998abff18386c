"""Collecting fees through the bank (银行托收): the file of sums it is asked for, of rooms that authorised it."""

import csv
import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import peewee

from desk_app.kernel import numbering, settings, store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.durable_files import write_file
from desk_app.kernel.errors import DeskError
from desk_app.kernel.fields import Text
from desk_app.kernel.sheets_out import SheetColumn, write_sheet
from desk_app.kernel.words import _, mark
from desk_app.modules.cashier import debit_asking, rights
from desk_app.modules.cashier.debit_asking import Asked
from desk_app.modules.cashier.debit_records import DebitLine

FIELDS = ("序号", "户名", "账号", "开户行", "金额", "流水号", "房号", "授权书编号", "摘要")
"""What a column of the file can hold; Chinese in every language, for the bank reads it."""
USUAL = "序号,户名,账号,开户行,金额,流水号,摘要"

settings.declare(
    "debit_columns",
    Text("托收文件的列"),
    USUAL,
    mark("收费"),
    mark(
        "按银行要求的次序写，用逗号隔开；银行的列名不同时写“列名=内容”，如 客户姓名=户名,卡号=账号,扣款金额=金额。"
        "内容可以是 序号、户名、账号、开户行、金额、流水号、房号、授权书编号、摘要"
    ),
)
settings.declare(
    "debit_purpose", Text("托收摘要", required=False), "物业费", mark("收费"), mark("写在托收文件“摘要”一列")
)


@dataclass(frozen=True)
class Sent:
    """A file that was written: its batch, how many sums, and their total in fen."""

    batch: str
    count: int
    total: int


@dataclass(frozen=True)
class OpenBatch:
    """A batch that awaits the bank's answer: how many sums of it do, their fen, and when it was sent."""

    batch: str
    count: int
    total: int
    sent_on: datetime.date


def columns() -> list[tuple[str, str]]:
    """Return (heading, one of FIELDS) as the office has set them; DeskError names a column nobody knows."""
    found = []
    for part in str(settings.value("debit_columns") or USUAL).replace("，", ",").split(","):
        heading, _equals, field = (text.strip() for text in part.partition("="))
        if heading:
            found.append((heading, field or heading))
    unknown = [field for _heading, field in found if field not in FIELDS]
    if unknown:
        raise DeskError(
            _("没有托收：设置里“托收文件的列”有不认识的内容“{field}”，可用的有 {known}。").format(
                field=unknown[0], known="、".join(FIELDS)
            )
        )
    held = {field for _heading, field in found}
    needed = [field for field in ("户名", "账号", "金额", "流水号") if field not in held]
    if needed:
        raise DeskError(_("没有托收：设置里“托收文件的列”缺少“{field}”。").format(field=needed[0]))
    return found


def send(path: Path, desk: Desk) -> Sent:
    """Write the file for the bank, .xlsx or .csv, and keep what was asked for; DeskError with nothing kept."""
    rights.require(desk, "pay")
    heads = columns()
    with transaction():
        asked = debit_asking.look(desk).asked
        if not asked:
            raise DeskError(_("没有托收：没有要托收的房屋。要有有效的托收授权、有欠费，并且不在等银行回盘。"))
        batch = numbering.take_number("TS", desk.today)
        lines = [_line(one, batch, number, desk) for number, one in enumerate(asked, 1)]
        total = sum(line.amount for line in lines)
        _write(path, heads, lines)
        store.note_event(
            "debit_lines", None, desk, "export", batch, {"rows": ["", str(len(lines))]}
        )  # account numbers leave the book with it
    return Sent(batch, len(lines), total)


def withdraw(batch: str, desk: Desk, reason: str) -> int:
    """Take back what of a batch has no answer: the file was never handed in; return how many sums."""
    rights.require(desk, "pay")
    if not reason.strip():
        raise DeskError(_("没有撤回：请写明原因。"))
    with transaction():
        change = DebitLine.update(
            state="withdrawn", reason=reason.strip()[:100], version=DebitLine.version + 1
        )
        count = int(change.where(DebitLine.batch == batch, DebitLine.state == "sent").execute())
        if not count:
            raise DeskError(_("没有撤回：批次 {batch} 没有等回盘的托收。").format(batch=batch))
        store.note_event("debit_lines", None, desk, "withdraw", reason, {"batch": ["", batch]})
    return count


def open_batches() -> list[OpenBatch]:
    """Return the batches with sums the bank has not answered, the latest first."""
    query = DebitLine.select(
        DebitLine.batch,
        peewee.fn.COUNT(DebitLine.id),
        peewee.fn.SUM(DebitLine.amount),
        peewee.fn.MIN(DebitLine.sent_on),
    ).where(DebitLine.state == "sent")
    found = query.group_by(DebitLine.batch).order_by(DebitLine.batch.desc()).tuples()
    return [OpenBatch(*row) for row in found]


def unpaid(batch: str) -> list[DebitLine]:
    """Return the sums of a batch the bank did not collect, or has not answered yet."""
    query = DebitLine.select().where(DebitLine.batch == batch, DebitLine.state.in_(("sent", "refused")))
    return list(query.order_by(DebitLine.reference))


def _line(asked: Asked, batch: str, number: int, desk: Desk) -> DebitLine:
    return DebitLine.create(  # type: ignore[no-any-return]
        version=1,
        batch=batch,
        reference=f"{batch.replace('-', '')}{number:04d}",
        mandate=asked.mandate,
        room=asked.mandate.room_id,
        amount=asked.amount,
        sent_on=desk.today,
    )


def _write(path: Path, heads: Sequence[tuple[str, str]], lines: Sequence[DebitLine]) -> None:
    rows = [[_cell(field, line, number) for _head, field in heads] for number, line in enumerate(lines, 1)]
    if path.suffix.lower() == ".csv":  # banks' programs read what Chinese Windows writes
        _write_csv(path, [[head for head, _field in heads], *rows])
        return
    shown = [
        SheetColumn(head, 22 if field == "账号" else 14, "money" if field == "金额" else "text")
        for head, field in heads
    ]
    write_sheet(path, _("托收"), shown, rows)


def _write_csv(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    try:
        write_file(path, text.getvalue().encode("gb18030"))
    except OSError as error:
        raise DeskError(
            _(
                "没有导出到“{name}”：{why}。请关闭正在打开它的程序，检查磁盘空间和文件夹，或换一个文件名再试。"
            ).format(name=path.name, why=error.strerror or type(error).__name__)
        ) from error


def _cell(field: str, line: DebitLine, number: int) -> Any:
    """Return a cell of the file; the account whole, as text: a number would lose its last digits."""
    mandate = line.mandate
    values = {
        "序号": number,
        "户名": mandate.holder,
        "账号": str(mandate.account),
        "开户行": mandate.bank or "",
        "金额": Decimal(line.amount).scaleb(-2),  # 355.20: banks ask for both places
        "流水号": line.reference,
        "房号": str(line.room),
        "授权书编号": mandate.agreement or "",
        "摘要": settings.value("debit_purpose") or "",
    }
    return values[field]
