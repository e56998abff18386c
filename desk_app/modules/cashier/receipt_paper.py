"""What the receipt F50 and the deposit receipt F51 hold (收款收据、押金收据), from the journal as it stood that moment."""

from dataclasses import replace
from typing import Any

import peewee

from desk_app.kernel import money
from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Placeholder
from desk_app.kernel.words import _, mark
from desk_app.modules.cashier.journal import methods_of
from desk_app.modules.cashier.kinds import payer_name
from desk_app.modules.cashier.receipt_lines import paid_lines
from desk_app.modules.cashier.records import Deposit, PrepaidMove, Receipt, ReceiptLine
from desk_app.modules.cashier.tenders import LABELS, Tender, cash_in
from desk_app.modules.people.holdings import owner_names

Values = dict[str, Any]

LINES = (
    Placeholder("no", "序号"),
    Placeholder("item", "收费项目", sample=(mark("物业服务费"), mark("水费"), mark("地下车位服务费"))),
    Placeholder("period", "计费期间", sample="2026-10-01 至 2026-12-31"),
    Placeholder("readings", "上次和本次读数", sample=("", "1234 → 1290", "")),
    Placeholder("quantity", "数量", sample=("89.35 ㎡", "56 m³", mark("1 位"))),
    Placeholder("price", "单价", sample=("2.35", "3.45", "80.00")),
    Placeholder("due", "应收", shape="money", sample=(62992, 19320, 24000)),
    Placeholder("reduced", "减免", shape="money", sample=(0, 0, 4000)),
    Placeholder("late_fee", "违约金", shape="money", sample=(1258, 0, 0)),
    Placeholder("received", "实收", shape="money", sample=(64250, 19320, 20000)),
)
METHODS = (
    Placeholder("method", "收款方式", sample=(mark("微信"), mark("现金"), mark("预存抵扣"))),
    Placeholder("amount", "金额", shape="money", sample=(80000, 20000, 3570)),
    Placeholder("reference", "流水号", sample=("4200001234202611230987654321", "", "")),
)

HEAD = (
    Placeholder("number", "收据号", needed=True, sample="SJ-2026-000123"),
    Placeholder("kind_note", "收据类别", sample=""),
    Placeholder("original", "原收据号", sample=""),
    Placeholder("business_on", "收款日期", shape="day"),
    Placeholder("room", "房号", sample="3-1-502"),
    Placeholder("owner_name", "业主姓名", sample="张三"),
    Placeholder("payer_name", "交款人", sample="李四"),
    Placeholder("total", "合计", shape="money", needed=True, sample=103570),
    Placeholder("methods", "收款方式", METHODS),
    Placeholder(
        "methods_text", "收款方式及流水号", sample=mark("微信 800.00（流水号 4200001234）；现金 200.00；预存抵扣 35.70")
    ),
    Placeholder("note", "备注", sample="水表 10 月更换，已核对"),
    Placeholder("cashier", "收款人", sample="王芳"),
    Placeholder("approved_by", "审核人", sample=""),
    Placeholder("pad_number", "票据号", sample="0012345"),
)  # fmt: skip
RECEIPT = (
    *HEAD,
    Placeholder("lines", "明细", LINES),
    Placeholder("tendered", "实收现金", shape="money", sample=20000),
    Placeholder("change", "找零", shape="money", sample=0),
    Placeholder("offset", "本次冲抵", shape="money", sample=3570),
    Placeholder("prepaid_balance", "预存余额", shape="money", sample=50000),
)
DEPOSIT_LINES = (
    Placeholder("no", "序号"),
    Placeholder("item", "押金类型", sample=(mark("装修押金"), mark("出入证押金"), mark("门禁卡押金"))),
    Placeholder("refundable_on", "可退日期", shape="day"),
    Placeholder("received", "金额", shape="money", sample=(98570, 3000, 2000)),
)
DEPOSIT_RECEIPT = (
    *(replace(one, sample="YJ-2026-000012") if one.name == "number" else one for one in HEAD),
    Placeholder("lines", "押金", DEPOSIT_LINES),
    Placeholder("terms", "退还条件", sample="装修竣工验收合格满三个月，扣除违约、损坏赔偿后无息退还"),
)

KIND_NOTES = {
    "offset": mark("（预存抵扣）"),
    "refund": mark("（退款）"),
    "deposit_refund": mark("（退押金）"),
    "reversal": mark("（红字）"),
    "transfer": mark("（结转）"),
}


def receipt_values(draft: Draft) -> Values:
    """Return the values of F50."""
    receipt = draft.record
    methods = methods_of(receipt)
    return {
        **_head(receipt, methods),
        "lines": [{"no": str(no), **line.values()} for no, line in enumerate(paid_lines(receipt), 1)],
        "tendered": _cash_given(receipt, methods),
        "change": receipt.change or None,
        "offset": sum(tender.amount for tender in methods if tender.method == "prepaid") or None,
        "prepaid_balance": _prepaid_after(receipt),
    }


def _cash_given(receipt: Receipt, methods: list[Tender]) -> int | None:
    """Return the cash handed over; paid to the fen, it is the cash of the receipt. None where none came."""
    cash = cash_in(methods)
    return (receipt.tendered or cash) if cash > 0 else None


def deposit_values(draft: Draft) -> Values:
    """Return the values of F51; its lines are the deposits themselves."""
    receipt = draft.record
    deposits = list(Deposit.select().where(Deposit.receipt == receipt.id).order_by(Deposit.id))
    terms = list(dict.fromkeys(deposit.terms for deposit in deposits if deposit.terms))
    return {
        **_head(receipt, methods_of(receipt)),
        "lines": _deposit_lines(receipt, {deposit.id: deposit for deposit in deposits}),
        "terms": "；".join(terms) or _("约定事项履行完毕、无损坏和违约的，凭此据原件无息退还。"),
    }


def _head(receipt: Receipt, methods: list[Tender]) -> Values:
    room = receipt.room
    plain = ("number", "cashier", "approved_by", "pad_number", "note")
    return {
        **{name: getattr(receipt, name) or "" for name in plain},
        "kind_note": _(KIND_NOTES.get(receipt.kind, "")) if receipt.kind in KIND_NOTES else "",
        "original": _("（冲销原收据 {number}）").format(number=receipt.reverses)
        if receipt.reverses_id
        else "",
        "business_on": receipt.business_on,
        "room": str(room or ""),
        "owner_name": owner_names(room.id, receipt.business_on) if room is not None else "",
        "payer_name": payer_name(receipt),
        "total": receipt.total,
        "methods": [
            {"method": _(LABELS[one.method]), "amount": one.amount, "reference": one.reference}
            for one in methods
        ],
        "methods_text": "；".join(_tell(tender) for tender in methods),
    }


def _tell(tender: Tender) -> str:
    told = f"{_(LABELS[tender.method])} {money.show(tender.amount)}"
    return told + (_("（流水号 {reference}）").format(reference=tender.reference) if tender.reference else "")


def _prepaid_after(receipt: Receipt) -> int | None:
    """Return the room's prepaid money when the receipt was written; None where it never had any."""
    if receipt.room_id is None:
        return None
    moves = PrepaidMove.select(peewee.fn.SUM(PrepaidMove.amount))
    found = moves.where(PrepaidMove.room == receipt.room_id, PrepaidMove.at <= receipt.at).scalar()
    return None if found is None else int(found)


def _deposit_lines(receipt: Receipt, deposits: dict[int, Deposit]) -> list[Values]:
    rows = ReceiptLine.select().where(ReceiptLine.receipt == receipt.id).order_by(ReceiptLine.place)
    lines = []
    for no, row in enumerate(rows, 1):
        deposit = deposits.get(row.deposit)
        item = row.item if row.item is not None else deposit.item if deposit is not None else None
        lines.append(
            {
                "no": str(no),
                "item": str(item or _("押金")),
                "refundable_on": deposit.refundable_on if deposit is not None else None,
                "received": int(row.amount),
            }
        )
    return lines


def why_no_receipt(draft: Draft) -> str | None:
    """Return why F50 is not printed for the receipt; a deposit has a paper of its own."""
    if draft.record.kind == "deposit":
        return _("没有打印“收款收据”：这是押金，请打印“押金收据”。")
    if draft.record.kind == "imported":
        return _("没有打印“收款收据”：这是从旧账导入的收款，收据已由旧系统开出。")
    return None


def why_no_deposit_receipt(draft: Draft) -> str | None:
    """Return why F51 is not printed: it is of deposits only."""
    if draft.record.kind != "deposit":
        return _("没有打印“押金收据”：这张收据不是押金。")
    return None
