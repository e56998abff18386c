"""One row of an opening's sheet (逐行看期初表): what it would bring, or the sentence why it brings nothing."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.sheets.grid import Cell
from desk_app.kernel.words import _
from desk_app.modules.opening import sheet_words
from desk_app.modules.opening.cells import read_day, read_span, read_sum
from desk_app.modules.opening.heads import text_of
from desk_app.modules.opening.places import Places
from desk_app.modules.opening.plan import PlannedLine
from desk_app.modules.opening.tables import Column, MoneyTable, RawRow

Sum = tuple[str, str, Cell]
"""What a sum is (its sort), the item it is of as the file writes it, and its cell."""
LONGEST = 200


def read_row(table: MoneyTable, raw: RawRow, places: Places, balance_on: datetime.date) -> list[PlannedLine]:
    """Return what the row would bring, one line for each of its sums; none for a row without sums."""
    shown = raw.text("room") or raw.text("plate") or raw.text("name")
    bare = PlannedLine(row=raw.row, sheet=table.sheet, shown=shown[:40])
    lines = []
    for sort, item, cell in _sums(table, raw, places):
        line = replace(bare, sort=sort, item=item[:40])
        try:
            fen = read_sum(cell)
            if fen:
                line = replace(line, amount=fen)
                lines.append(_line(line, item, table, raw, places, balance_on))
        except (DeskError, ValueError) as error:
            lines.append(replace(line, outcome="refused", told=str(error)))
    return lines


def _sums(table: MoneyTable, raw: RawRow, places: Places) -> Iterator[Sum]:
    """Yield the row's sums that say something of the old book, what was asked and is paid left aside."""
    for column, cell in raw.sums:
        if not text_of(cell):
            continue
        item = column.item or raw.text("item")
        if column.meaning in ("arrears", "deposit", "prepaid"):
            yield column.meaning, _item_beside(table, column, raw), cell
        elif column.meaning == "paid" and "arrears" not in table.meanings:
            yield sheet_words.status_of(raw.text("status")) or "payment", item, cell
        elif column.meaning == "charged" and table.meanings == {"charged"}:
            yield sheet_words.status_of(raw.text("status")) or "arrears", item, cell
        elif column.meaning == "amount" and not table.meanings & {"arrears", "prepaid", "deposit", "paid"}:
            yield _sort_of(table, raw, places), item, cell


def _item_beside(table: MoneyTable, column: Column, raw: RawRow) -> str:
    """Return the item of a sum: its heading's; the row's only where all its sums are of one sort, or these are arrears."""
    if column.item:
        return column.item
    is_alone = table.meanings <= {column.meaning, "charged", "paid", "amount"}
    return raw.text("item") if is_alone or column.meaning == "arrears" else ""


def _sort_of(table: MoneyTable, raw: RawRow, places: Places) -> str:
    """Return what a column headed just 金额 holds, by the row's words, its item, or the sheet's title."""
    told = raw.text("sort")
    sort = sheet_words.sort_of(told) or sheet_words.status_of(raw.text("status"))
    item = raw.text("item")
    if not sort and item and places.knows_item(item) and places.item(item).nature == "deposit":
        sort = "deposit"
    if sort or told:
        return sort
    return sheet_words.sort_in(table.title) or ("payment" if raw.text("paid_on") else "")


def _line(
    line: PlannedLine,
    item: str,
    table: MoneyTable,
    raw: RawRow,
    places: Places,
    balance_on: datetime.date,
) -> PlannedLine:
    """Return the line worked out; DeskError or ValueError with a sentence for what cannot be taken over."""
    if not line.sort:
        raise DeskError(_("看不出是欠费、预存款、押金还是历史收款，请填“类别”"))
    room = places.room(raw.text("room"), raw.text("plate"), raw.text("name"))
    line = replace(line, room_id=room.id, room=str(room), note=raw.text("note")[:LONGEST])
    line = replace(line, old_number=raw.text("old_number")[:64])
    if line.amount < 0:
        raise DeskError(_negative(line.sort))
    line = _with_item(line, item, table, places)
    payer_id, payer = places.payer(room.id, raw.text("payer") or raw.text("name"))
    line = replace(line, payer_id=payer_id, payer=payer)
    return _SORTS[line.sort](line, raw, balance_on)


def _negative(sort: str) -> str:
    if sort == "arrears":
        return _("欠费是负数：多交的钱请填成预存款")
    if sort == "prepaid":
        return _("预存款是负数：少交的钱请填成欠费")
    return _("金额是负数，期初只能填大于 0 的数")


def _with_item(line: PlannedLine, text: str, table: MoneyTable, places: Places) -> PlannedLine:
    """Return the line with its fee item: prepaid money needs none, a deposit one of that nature, others one that is not."""
    if line.sort == "prepaid" and (not text or sheet_words.sort_of(text) == "prepaid"):
        return line
    text = text or places.item_in(table.title)
    if not text:
        raise DeskError(
            _("没有押金类型：请填“收费项目”，如 装修押金")
            if line.sort == "deposit"
            else _("没有收费项目：请填“收费项目”，如 物业服务费")
        )
    item: Any = places.item(text)
    if line.sort == "deposit" and item.nature != "deposit":
        raise DeskError(_("{item}不是押金项目").format(item=item))
    if line.sort != "deposit" and item.nature == "deposit":
        raise DeskError(_("{item}是押金，类别请填“押金”").format(item=item))
    return replace(line, item_id=item.id, item=str(item))


def _arrears(line: PlannedLine, raw: RawRow, balance_on: datetime.date) -> PlannedLine:
    span = _span(raw)
    due_on = read_day(raw.cells.get("due_on"))
    if span is None:
        return replace(
            line,
            from_on=balance_on,
            until_on=balance_on,
            due_on=due_on or balance_on,
            is_undated=True,
            told=_("没有写账期，记在旧账截止日"),
        )
    return replace(line, from_on=span[0], until_on=span[1], due_on=due_on or span[1])


def _prepaid(line: PlannedLine, raw: RawRow, balance_on: datetime.date) -> PlannedLine:
    return line


def _deposit(line: PlannedLine, raw: RawRow, balance_on: datetime.date) -> PlannedLine:
    given = read_day(raw.cells.get("received_on")) or read_day(raw.cells.get("paid_on"))
    if given is not None and given > balance_on:
        raise DeskError(_("收取日期晚于旧账截止日，请在押金页收取"))
    told = "" if given else _("没有写收取日期，记在旧账截止日")
    return replace(line, on=given or balance_on, told=told, is_undated=given is None)


def _payment(line: PlannedLine, raw: RawRow, balance_on: datetime.date) -> PlannedLine:
    paid_on = read_day(raw.cells.get("paid_on")) or read_day(raw.cells.get("received_on"))
    read_day(raw.cells.get("due_on"))  # a day no calendar has makes the whole row doubtful
    if paid_on is None:
        raise DeskError(_("没有收款日期"))
    if paid_on > balance_on:
        raise DeskError(_("收款日期晚于旧账截止日，请在收银台办理"))
    span = _span(raw) or (paid_on, paid_on)
    charged = next((read_sum(cell) for column, cell in raw.sums if column.meaning == "charged"), None)
    told = ""
    if charged is not None and charged != line.amount:
        told = _("应收 {charged} 元：只记收到的，没有收的请作为欠费导入").format(charged=show(charged))
    return replace(
        line,
        on=paid_on,
        from_on=span[0],
        until_on=span[1],
        due_on=span[1],
        told=told,
        method=sheet_words.method_of(raw.text("method")),
        cashier=raw.text("cashier")[:LONGEST],
    )


def _span(raw: RawRow) -> Any:
    cells = raw.cells
    return read_span(cells.get("period"), cells.get("from_on"), cells.get("until_on"), raw.text("cycle"))


_SORTS = {"arrears": _arrears, "prepaid": _prepaid, "deposit": _deposit, "payment": _payment}
