"""Commands about debts (欠费): arrears."""

import argparse
from contextlib import closing
from typing import Any

from desk_app.commands.cashier import read_day
from desk_app.commands.opening import open_book
from desk_app.kernel import money
from desk_app.kernel.words import _


def add(command: Any) -> None:
    """Add the commands; `command` is the function of `desk_app.cli` that declares one."""
    arrears = command("arrears", _arrears, _say_arrears, "what rooms owe, by age", "BOOK")
    arrears.add_argument(
        "--on", default="", metavar="DAY", help="the day ages are counted to; today if not given"
    )
    arrears.add_argument("--building", default="", help="only this building")


def _arrears(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what is open now of each room that owes, in fen, by its age on the day; held bills apart."""
    from desk_app.modules.arrears import ageing
    from desk_app.modules.estate.records import Building

    on = read_day(arguments.on)
    with closing(open_book(arguments)) as opened:
        day = on or opened.desk.today
        rows = ageing.by_room(day)
        if arguments.building:
            block = Building.get_or_none(Building.name == arguments.building.strip())
            rows = [row for row in rows if block is not None and row.building_id == block.id]
        return {"on": day, "rows": [_told(row) for row in rows]} | _told(ageing.total_of(rows))


def _told(row: Any) -> dict[str, Any]:
    from desk_app.modules.arrears.ageing import BUCKETS

    return {
        "room": row.name,
        "buckets": {bucket.name: fen for bucket, fen in zip(BUCKETS, row.ages, strict=True)},
        "total": row.total,
        "held": row.held,
        "bills": row.bills,
        "first_due_on": row.first_due_on,
    }


def _say_arrears(result: dict[str, Any]) -> None:
    from desk_app.modules.arrears.ageing import BUCKETS

    print("\t".join((_("房号"), *(_(bucket.label) for bucket in BUCKETS), _("欠费"), _("挂起"))))
    for row in (*result["rows"], result | {"room": _("合计")}):
        sums = (*row["buckets"].values(), row["total"], row["held"])
        print("\t".join((row["room"], *map(money.show, sums))))
