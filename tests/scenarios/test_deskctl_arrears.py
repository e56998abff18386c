"""deskctl arrears: what rooms owe by age, for a script and for people."""

import datetime
import json

from desk_app import cli
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem


def test_the_command_lists_rooms_by_age(empty_book, tmp_path, capsys, desk, room, office):
    item = FeeItem.get_or_none(FeeItem.code == "WY") or FeeItem.create(code="WY", name="物业服务费")
    for fen, day in ((100_00, "2026-10-31"), (20_00, "2024-01-31")):
        due = datetime.date.fromisoformat(day)
        ledger.post_bill(room.id, item.id, fen, due.replace(day=1), due, due, desk)
    path = str(office.path)
    office.close()
    assert cli.main(["arrears", path, "--on", "2026-11-23", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (row,) = told["rows"]
    assert (row["room"], row["total"], row["held"]) == ("3-1-502", 120_00, 0)
    assert row["buckets"] == {
        "0-30": 100_00, "31-90": 0, "91-180": 0, "181-365": 0, "1-2y": 0, "2-3y": 20_00, ">3y": 0,
    }  # fmt: skip
    assert (told["total"], told["on"]) == (120_00, "2026-11-23")
    assert cli.main(["arrears", path, "--on", "2026-11-23"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("房号\t30 天内") and lines[1].startswith("3-1-502\t100.00")
    assert cli.main(["arrears", path, "--on", "昨天"]) == 1
