"""Commands of the go-live (期初): opening takes a sheet of the old book in, trial prints the trial balance."""

import argparse
from contextlib import closing
from pathlib import Path
from typing import Any

from desk_app.commands.opening import open_book
from desk_app.kernel import money
from desk_app.kernel.words import _


def add(command: Any) -> None:
    """Add the commands; `command` is the function of `desk_app.cli` that declares one."""
    opening = command("opening", _opening, _say_opening, "take the old book's balances in", "BOOK")
    opening.add_argument("sheet", type=Path, metavar="SHEET")
    opening.add_argument("--on", default="", metavar="DAY", help="last day of the old book; last month's end")
    opening.add_argument("--post", action="store_true", help="take them over; without it they are only read")
    command(
        "trial-balance", _trial, _say_trial, "balances taken over, to be held against the old book", "BOOK"
    )


def _opening(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return how many lines are new, known and refused, why, and the trial balance; sums in fen."""
    from desk_app.screens.opening import OUTCOMES, Opening
    from desk_app.screens.progress import Progress

    with closing(open_book(arguments)) as opened:
        opening = Opening(opened.desk)
        if arguments.on:
            opening.set_day(arguments.on)
        plan = opening.read(arguments.sheet, Progress())
        result: dict[str, Any] = {
            "on": opening.balance_on,
            "lines": {outcome: plan.count(outcome) for outcome in OUTCOMES},
            "refused": [{"row": line.row, "why": line.told} for line in opening.lines("refused")],
            "posted": False,
        }
        if arguments.post and plan.count("new"):
            opening.accept(Progress())
            result["posted"] = True
        return result | {"trial": _rows()}


def _trial(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    """Return the trial balance; `old` is None where nobody typed the old book's figure."""
    with closing(open_book(arguments)):
        return _rows()


def _rows() -> list[dict[str, Any]]:
    from desk_app.modules.opening.trial import trial_balance

    return [
        {
            "what": row.what,
            "sort": row.sort,
            "name": row.name,
            "rooms": row.rooms,
            "ours": row.ours,
            "old": row.old,
            "difference": row.difference,
        }
        for row in trial_balance()
    ]


def _say_opening(result: dict[str, Any]) -> None:
    print("\t".join(f"{outcome} {count}" for outcome, count in result["lines"].items()))
    for line in result["refused"]:
        print(f"{line['row']}\t{line['why']}")
    _say_trial(result["trial"])


def _say_trial(rows: list[dict[str, Any]]) -> None:
    print("\t".join((_("项目"), _("户数"), _("本账本"), _("旧账本"))))
    for row in rows:
        old = "" if row["old"] is None else money.show(row["old"])
        print("\t".join((row["name"], str(row["rooms"]), money.show(row["ours"]), old)))
