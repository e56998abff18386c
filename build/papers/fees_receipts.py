"""Receipts (收据): the receipt F50 on a half roll and two to an A4 page, the deposit receipt F51 (domain.md 2.7).

All copies of a receipt are drawn alike, so that one strike writes all sheets of carbonless paper; what the office has
printed in advance can be left out (套打), for every value stands in a cell of its own.
"""

from collections.abc import Callable, Sequence

from layout import (
    A4,
    BARCODE,
    HALF_ROLL,
    Cell,
    Row,
    Say,
    Size,
    Words,
    barcode,
    closed,
    day_to_write,
    each,
    label,
    line,
    office,
    or_struck,
    pictures,
    pieces,
    row,
    ruled,
    signature,
    small_print,
    text,
    unruled,
    when,
)

_STRIP = 8
_CAPTION = 17
_LINE = 6.0
"""Millimetres of a row of captioned cells, and of a line of the list."""

_COLUMNS = (
    (29, "收费项目", "Fee item", "item", "left"),
    (41, "计费期间", "Charged for", "period", "center"),
    (23, "上次／本次读数", "Readings", "readings", "center"),
    (19, "数量", "Quantity", "quantity", "center"),
    (14, "单价", "Price", "price", "right"),
    (19, "应收", "Due", "due", "right"),
    (15, "减免", "Reduced", "reduced", "right"),
    (15, "违约金", "Late fee", "late_fee", "right"),
    (21, "实收", "Received", "received", "right"),
)
"""Share of the width, captions, value and alignment of the list's columns."""


_RETURNED = (
    "凭此据原件退款，请妥善保管；遗失须书面声明并核对身份。本押金不计息，未经交款人书面同意不抵作物业费用。",
    "Returned against this original only: please keep it. If lost, a written statement and proof of identity are needed.",
)


def receipt(say: Say) -> bytes:
    """Return F50 on continuous paper of 241×140 mm, a page for each copy and sheet."""
    return _slips(say, ("收款收据", "Receipt"), HALF_ROLL, 1, _receipt)


def receipt_two_up(say: Say) -> bytes:
    """Return F50 as halves of A4 pages, a half for each copy and sheet."""
    return _slips(say, ("收款收据", "Receipt"), A4, 2, _receipt)


def deposit_receipt(say: Say) -> bytes:
    """Return F51 on continuous paper: what was deposited, when it is given back, and the block filled in then."""
    return _slips(say, ("押金收据", "Deposit Receipt"), HALF_ROLL, 1, _deposit)


def deposit_receipt_two_up(say: Say) -> bytes:
    """Return F51 as halves of A4 pages."""
    return _slips(say, ("押金收据", "Deposit Receipt"), A4, 2, _deposit)


def _slips(
    say: Say, title: Words, size: Size, down: int, content: Callable[[Say, float], tuple[list[Row], str]]
) -> bytes:
    def make(width: float) -> str:
        rows, rule = content(say, width)
        return _heading(say, title, width) + ruled(rows) + small_print(say, rule, width)

    return pieces(
        say, title, make, name="sheet", source="sheets", down=down, size=size, strip="sheet.copy",
        pictures=pictures(),
    )  # fmt: skip


def _heading(say: Say, title: Words, width: float) -> str:
    side = 62.0
    named = say(text(title[0], 18, "黑体", spacing=3), text(title[1], 14, "黑体")) + text(
        "{{ kind_note }}", 15
    )
    top = row(
        9,
        Cell(side, office(9, 12), margin=0, above=0),
        Cell(width - 2 * side, line(named, align="center", height=24), margin=0, above=0),
        Cell(side, line(barcode("number", *BARCODE), align="right", height=None), margin=0, above=0),
    )
    paged = '\t{% if sheet.pages != "1" %}' + say("第 ", "Sheet ") + "{{ sheet.page }}"
    paged += say(" 张　共 ", " of ") + "{{ sheet.pages }}" + say(" 张", "") + "{% endif %}"
    number = line(
        *(label(say("收据号 ", "No. ")), text("{{ number }}", 11, bold=True), text("　{{ original }}")),
        label(paged),
        *(label(say("\t收款日期 ", "\tDate ")), text("{{ business_on }}", 10.5)),
        tabs=((width * 0.62, "center"), (width, "right")),
        height=14,
        after=1,
    )  # fmt: skip
    return unruled(top) + number


def _receipt(say: Say, width: float) -> tuple[list[Row], str]:
    last, further = "sheet.page == sheet.pages", "sheet.page != sheet.pages"
    rows = [
        *_who(say, width),
        *_lines(say, width),
        *when(further, _carried(say, width)),
        *when(last, closed(_total(say, width))),
        *when(last, _money(say, width)),
        *_signers(say, width),
    ]
    rule = say(
        "本收据加盖收款单位印章有效，涂改无效。{% if service_phone %}服务电话 {{ service_phone }}{% endif %}",
        "Valid with the company’s seal only. {% if service_phone %}Service phone {{ service_phone }}{% endif %}",
    )
    return rows, rule


def _captioned(width: float, cells: Sequence[tuple[float, str, str]], height: float = _LINE) -> list[Row]:
    """Return a row of (share of the width, caption, value)."""
    whole = sum(share for share, _caption, _value in cells)
    made = []
    for share, caption, value in cells:
        made += [
            Cell(_CAPTION, line(label(caption), align="center"), shade=True, margin=0.3),
            Cell(width * share / whole - _CAPTION, line(text(value))),
        ]
    return row(height, *made)


def _who(say: Say, width: float) -> list[Row]:
    return _captioned(
        width,
        [
            (1, say("房号", "Room"), or_struck("room")),
            (1.5, say("业主", "Owner"), or_struck("owner_name")),
            (1.5, say("交款人", "Paid by"), "{{ payer_name }}"),
        ],
    )


def _lines(say: Say, width: float) -> list[Row]:
    whole = sum(share for share, *_rest in _COLUMNS)
    columns = [(width * share / whole, say(zh, en), name, align) for share, zh, en, name, align in _COLUMNS]
    heads = [
        Cell(wide, line(label(caption), align="center"), shade=True, margin=0.2)
        for wide, caption, *_ in columns
    ]
    values = [
        Cell(wide, line(text(f"{{{{ line.{name} }}}}", 8.5), align=align), margin=0.8)
        for wide, _caption, name, align in columns
    ]
    end = Cell(width, line(text("{{ sheet.end }}", spacing=2), align="center"), edges="open below")
    struck = Cell(width, line(struck=True, height=5) + line(height=5), margin=8, edges="open")
    return [
        *row(_LINE, *heads),
        *each("line", "sheet.lines", row(_LINE, *values)),
        *when("sheet.end", row(_LINE, end)),
        *each("blank", "sheet.struck", row(_LINE, struck)),
    ]


def _carried(say: Say, width: float) -> list[Row]:
    """What stands where the sum would be on a sheet that another follows."""
    words = say("转下张（合计见最后一张）", "Carried on (the total is on the last sheet)")
    return row(_LINE + 1, Cell(width, line(text(words), align="right"), edges="closed"))


def _total(say: Say, width: float) -> list[Row]:
    caption, figures = 26.0, 58.0
    return row(
        7,
        Cell(caption, line(label(say("合计（大写）", "Total in words")), align="center"), shade=True, margin=0.3),
        Cell(width - caption - figures, line(text("{{ total_capital }}", 11, bold=True), height=14)),
        Cell(
            figures,
            line(label(say("（小写）", "Total ") + " ￥"), text("{{ total }}", 12, bold=True), height=15, align="right"),
        ),
    )  # fmt: skip


def _money(say: Say, width: float) -> list[Row]:
    return [
        *_captioned(width, [(1, say("收款方式", "Paid by"), "{{ methods_text }}")]),
        *_captioned(
            width,
            [
                (1, say("实收现金", "Cash given"), or_struck("tendered")),
                (1, say("找零", "Change"), or_struck("change")),
                (1, say("本次冲抵", "Offset"), or_struck("offset")),
                (1, say("预存余额", "Prepaid left"), or_struck("prepaid_balance")),
            ],
        ),
        *_captioned(width, [(1, say("备注", "Remarks"), or_struck("note"))]),
    ]


def _signers(say: Say, width: float) -> list[Row]:
    share = width / 4
    told = [
        (say("收款单位（章）", "Company (seal)"), ""),
        (say("会计", "Accountant"), "{{ approved_by }}"),
        (say("收款人", "Cashier"), "{{ cashier }}"),
        (say("交款人签名", "Payer’s signature"), ""),
    ]
    cells = [
        Cell(share, line(label(caption)) + line(text(value or " ")), "top", above=0.8)
        for caption, value in told
    ]
    return row(12, *cells)


def _deposit(say: Say, width: float) -> tuple[list[Row], str]:
    rows = [
        *_who(say, width),
        *_deposits(say, width),
        *closed(_total(say, width)),
        *_captioned(width, [(1, say("收款方式", "Paid by"), "{{ methods_text }}")]),
        *_captioned(width, [(1, say("退还条件", "Returned when"), "{{ terms }}")], 9),
        *_captioned(width, [(1, say("备注", "Remarks"), or_struck("note"))]),
        *row(_LINE, Cell(width, line(label(say(*_RETURNED), 9.5)))),
        *_signers(say, width),
        *_refund(say, width),
    ]
    rule = say("本收据加盖收款单位印章有效，涂改无效。", "Valid with the company’s seal only.")
    return rows, rule


def _deposits(say: Say, width: float) -> list[Row]:
    columns = (
        (60, say("押金类型", "Deposit for"), "item", "left"),
        (40, say("可退日期", "Returnable from"), "refundable_on", "center"),
        (40, say("金额（元）", "Amount"), "received", "right"),
    )
    whole = sum(share for share, *_rest in columns)
    heads = [
        Cell(width * share / whole, line(label(caption), align="center"), shade=True)
        for share, caption, *_ in columns
    ]
    values = [
        Cell(width * share / whole, line(text(f"{{{{ line.{name} }}}}", 10), align=align))
        for share, _caption, name, align in columns
    ]
    end = Cell(width, line(text("{{ sheet.end }}", spacing=2), align="center"), edges="open below")
    return [
        *row(_LINE, *heads),
        *each("line", "sheet.lines", row(_LINE, *values)),
        *when("sheet.end", row(_LINE, end)),
    ]


def _refund(say: Say, width: float) -> list[Row]:
    """The block filled in with a pen when the deposit is given back."""
    narrow = 10.0
    free = width - narrow
    side = line(label(say("退款", "Re-\nturn")), align="center")
    written = (
        (0.32, say("退款日期", "Returned on") + "　" + day_to_write(say).removeprefix("Date ")),
        (0.28, say("扣款及原因", "Deducted, why")),
        (0.2, say("实退 ￥", "Paid back ¥")),
    )
    cells = [Cell(free * share, line(label(caption)), "top", above=0.8) for share, caption in written]
    signed = signature(free * 0.2, say("领款人签名", "Received by"), "", room=2)
    return row(13, Cell(narrow, side, shade=True, margin=0.3), *cells, signed)


FORMS: dict[str, Callable[[Say], bytes]] = {
    "cashier/receipt.docx": receipt,
    "cashier/receipt_two_up.docx": receipt_two_up,
    "cashier/deposit_receipt.docx": deposit_receipt,
    "cashier/deposit_receipt_two_up.docx": deposit_receipt_two_up,
}
"""The file below `templates_docx` and what makes it."""
