"""When a deposit (押金) can be given back, to whom and by which signatures (domain.md 3.11)."""

import datetime
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import days, settings
from desk_app.kernel.fields import Flag, Text, Whole
from desk_app.kernel.money import show
from desk_app.kernel.words import _, mark

settings.declare(
    "deposit_wait_items",
    Text("验收后才退的押金", required=False, hint="项目代码，用逗号隔开"),
    "ZX3",
    mark("收费"),
    mark("这些押金要等竣工验收合格并满规定月数才能退"),
)
settings.declare(
    "deposit_wait_months",
    Whole("验收后几个月退押金"),
    3,
    mark("收费"),
    mark("从竣工验收合格那天起算"),
)
settings.declare(
    "deposit_wait_is_strict",
    Flag("满月次日才退押金"),
    False,
    mark("收费"),
    mark("选“是”则满月的第二天起才退，选“否”则满月当天可退"),
)


@dataclass(frozen=True, kw_only=True)
class Signatures:
    """What was signed and shown when a deposit is given back.

    `all_signed`: payer, handler and approver signed the slip (三方签字). The deposit receipt came back, or its loss was
    declared, which only the payer in person may do. Somebody else with the receipt needs a `proxy` (委托书).
    """

    all_signed: bool
    approved_by: str
    receipt_back: bool = True
    lost_declared: bool = False
    by_payer: bool = True
    proxy: str = ""


def first_refund_day(accepted_on: datetime.date, months: int = 3, *, strict: bool = False) -> datetime.date:
    """Return the first day a deposit may be given back after acceptance (V17: 10 July leads to 10 October).

    A strict office counts the months as over only the day after.
    """
    day = days.add_months(accepted_on, months)
    return day + datetime.timedelta(days=1) if strict else day


def refundable_from(accepted_on: datetime.date) -> datetime.date:
    """Return that day by the office's settings."""
    return first_refund_day(
        accepted_on,
        int(settings.value("deposit_wait_months")),
        strict=bool(settings.value("deposit_wait_is_strict")),
    )


def waits_for_acceptance(item: Any) -> bool:
    """Say whether deposits of this item are kept until some months after acceptance."""
    codes = str(settings.value("deposit_wait_items") or "").replace("，", ",").split(",")
    return item.code in {code.strip() for code in codes}


def why_not_now(deposit: Any, day: datetime.date) -> str | None:
    """Return why this deposit cannot be given back on the day, or None."""
    if deposit.refundable_on is None and waits_for_acceptance(deposit.item):
        return _("没有退还：{item}要等竣工验收合格，请先登记验收日期。").format(item=deposit.item)
    if deposit.refundable_on is not None and day < deposit.refundable_on:
        return _("没有退还：这笔押金 {day} 起才能退。").format(day=deposit.refundable_on)
    return None


def why_not_to_them(signatures: Signatures) -> str | None:
    """Return which signature or paper is missing, or None."""
    if not signatures.all_signed:
        return _("没有退还：退押金要交款人、经办人、审核人三方签字。")
    if not signatures.receipt_back and not signatures.lost_declared:
        return _("没有退还：请收回押金收据；遗失的，请交款人写遗失声明。")
    if signatures.lost_declared and not signatures.receipt_back and not signatures.by_payer:
        return _("没有退还：收据遗失的，只能由交款人本人来办。")
    if not signatures.by_payer and not signatures.proxy.strip():
        return _("没有退还：来人不是交款人，请出示委托书和双方证件，并填写委托书。")
    return None


def why_not_so_much(deposit: Any, fen: int) -> str | None:
    """Return why so many fen cannot be taken out of the deposit, or None."""
    if not 0 < fen <= (deposit.held or 0):
        return _("没有办理：要动用 {fen} 元，这笔押金在押 {held} 元。").format(
            fen=show(fen), held=show(int(deposit.held or 0))
        )
    return None
