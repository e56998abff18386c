"""Commands about fees (收费): quote, words, bill."""

import argparse
from collections.abc import Callable
from contextlib import closing
from typing import Any

from desk_app.commands.opening import open_book
from desk_app.kernel import money
from desk_app.kernel.days import parse_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _


def add(command: Any) -> None:
    """Add the commands; `command` is the function of `desk_app.cli` that declares one."""
    quote = command("quote", _quote, _say_quote, "work out a fee by area, month by month")
    quote.add_argument("--area", required=True, metavar="A", help="square metres")
    quote.add_argument("--rate", required=True, metavar="R", help="yuan for a square metre and month")
    quote.add_argument("--from", required=True, dest="from_on", metavar="DAY")
    quote.add_argument("--to", required=True, dest="until_on", metavar="DAY", help="last day, included")
    quote.add_argument("--basis", choices=("actual", "30", "half", "whole"), default="actual")
    quote.add_argument("--round", choices=("fen", "jiao", "yuan"), default="fen", dest="unit")
    bill = command("bill", _bill, _say_bill, "bill a period: work it out as a draft, and post it", "BOOK")
    bill.add_argument("--period", required=True, metavar="YYYY-MM")
    bill.add_argument("--dry-run", action="store_true", help="work out and show, keep nothing")
    bill.add_argument("--post", action="store_true", help="post it: bills cannot be changed afterwards")
    command("words", _words, _say_words, "write an amount in capital numerals", "AMOUNT")


def _quote(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the lines of a fee, one for each calendar month, and their total, in fen."""
    from desk_app.kernel.fields import Area, Price
    from desk_app.modules.billing.lines import month_lines, total_of
    from desk_app.modules.billing.rounding import UNITS, Rounding

    area = _typed(Area("面积").read, arguments.area, None)
    rate = _typed(Price("单价").read, arguments.rate, None)
    from_on, until_on = _typed(parse_day, arguments.from_on), _typed(parse_day, arguments.until_on)
    if until_on < from_on:
        raise DeskError(_("没有算出费用：结束日期早于开始日期。"))
    rounding = Rounding(UNITS[arguments.unit])
    lines = month_lines(area, [(from_on, rate)], from_on, until_on, arguments.basis, rounding)
    told = [{"from": line.from_on, "to": line.until_on, "amount": line.amount} for line in lines]
    return {"lines": told, "total": total_of(lines)}


def _typed(read: Callable[..., Any], *text: Any) -> Any:
    """Return what was typed, or tell what is wrong with it."""
    try:
        return read(*text)
    except ValueError as error:
        raise DeskError(str(error)) from None


def _say_quote(result: dict[str, Any]) -> None:
    for line in result["lines"]:
        print(f"{line['from']}\t{line['to']}\t{money.show(line['amount'])}")
    print(_("合计 {amount} 元").format(amount=money.show(result["total"])))


def _bill(arguments: argparse.Namespace) -> dict[str, Any]:
    """Work a period out; keep it as a draft, post it, or keep nothing."""
    if arguments.dry_run and arguments.post:
        raise DeskError(_("没有出账：--dry-run 和 --post 只能用一个。"))
    from desk_app.screens.bill_console import bill_period

    period = _typed(_read_period, arguments.period)
    with closing(open_book(arguments)) as opened:
        return bill_period(period, opened.desk, is_trial=arguments.dry_run, is_final=arguments.post)


def _read_period(text: str) -> int:
    """Return 202601 for '2026-01' and '202601'; ValueError with a sentence for what is no month."""
    try:
        return int(parse_day(f"{text}01" if len(text) == 6 else f"{text}-01").strftime("%Y%m"))
    except ValueError:
        sentence = _("没有这个账期：{text}。账期是年和月，写成 2026-01 或 202601。")
        raise ValueError(sentence.format(text=text[:20])) from None


def _say_bill(result: dict[str, Any]) -> None:
    for finding in result["before"]:
        print(finding)
    for skip in result["skipped"]:
        print(_("未出账 {room} {item}：{reason}").format(**skip))
    for change in result["changed"]:
        print("{room}\t{item}\t{before} -> {now}".format(**change))
    if result["due"]:
        print(result["due"])
    words = {
        "none": _("试算 {bills} 张账单，合计 {total} 元；没有保存。"),
        "draft": _("已生成草稿 {id}：{bills} 张账单，合计 {total} 元，还没有出账。"),
        "posted": _("已出账 {id}：{bills} 张账单，合计 {total} 元。"),
    }
    print(words[result["state"]].format(**{**result, "total": money.show(result["total"])}))


def _words(arguments: argparse.Namespace) -> dict[str, str]:
    return {"words": money.in_capitals(_typed(money.parse, arguments.amount))}


def _say_words(result: dict[str, str]) -> None:
    print(result["words"])
