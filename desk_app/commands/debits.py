"""Commands of bank collection (银行托收): debits-out, debits-in."""

import argparse
from contextlib import closing
from pathlib import Path
from typing import Any

from desk_app.commands.opening import open_book
from desk_app.kernel import money
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _


def add(command: Any) -> None:
    """Add the commands; `command` is the function of `desk_app.cli` that declares one."""
    out = command("debits-out", _debits_out, _say_debits_out, "write the bank collection file", "BOOK")
    out.add_argument("file", metavar="FILE", help="where to, .xlsx or .csv")
    back = command(
        "debits-in", _debits_in, _say_debits_in, "take in the bank's answer to a collection", "BOOK"
    )
    back.add_argument("file", metavar="FILE", help="the bank's return file")


def _debits_out(arguments: argparse.Namespace) -> dict[str, Any]:
    """Ask for what every authorised room owes; the rooms left out come with the reason."""
    from desk_app.modules.cashier import debit_asking, debits

    path = Path(arguments.file)
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise DeskError(_("没有托收：文件名要以 .xlsx 或 .csv 结尾。"))
    with closing(open_book(arguments)) as opened:
        left = debit_asking.look(opened.desk).left_out
        sent = debits.send(path, opened.desk)
        return {
            "batch": sent.batch,
            "count": sent.count,
            "total": sent.total,
            "left_out": [{"room": str(one.mandate.room), "reason": one.reason} for one in left],
        }


def _say_debits_out(result: dict[str, Any]) -> None:
    print(f"{result['batch']}\t{result['count']}\t{money.show(result['total'])}")
    for one in result["left_out"]:
        print(f"{one['room']}\t{one['reason']}")


def _debits_in(arguments: argparse.Namespace) -> dict[str, Any]:
    """Take every new answer in; what was answered before is only counted."""
    from desk_app.modules.cashier import debit_returns

    with closing(open_book(arguments)) as opened:
        found = debit_returns.read_return(Path(arguments.file))
        came = debit_returns.accept(found, opened.desk)
        return {
            "receipts": came.receipts,
            "refused": came.refused,
            "waiting": came.waiting,
            "lines": [
                {"room": one.room, "reference": one.reference, "amount": one.amount}
                | {"outcome": one.outcome, "told": one.told}
                for one in found.answers
            ],
        }


def _say_debits_in(result: dict[str, Any]) -> None:
    for one in result["lines"]:
        cells = (one["room"], one["reference"], money.show(one["amount"]), one["outcome"], one["told"])
        print("\t".join(cells))
    told = _("收据已开 {receipts} 张，未扣成 {refused} 户")
    print(told.format(receipts=result["receipts"], refused=result["refused"]))
    for sentence in result["waiting"]:
        print(sentence)
