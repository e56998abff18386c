"""2,000 dunning letters (F53) from the debts to one merged Word file in walking order, then noted as printed.

The book is encrypted; every room has an owner and owes three months of two items. The clock starts at the question who
is due for a first reminder and stops when the merged file is written; noting the letters with the bills they name, once
they are out of the printer, is timed apart. Every letter must have its number, its bills and its case.
"""

import datetime
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench_tools import Figure, answer, check, take_turns

ROOMS = 2_000
NOW = datetime.datetime(2026, 11, 23, 9, 5)
MONTHS = ("2026-08", "2026-09", "2026-10")
LIMIT_SECONDS = 10


def measure(rounds: int, folder: Path) -> Iterator[Figure]:
    """Print the letters in fresh processes."""
    found = take_turns(Path(__file__), ["letters"], min(rounds, 3), str(folder))["letters"]
    yield Figure("E5", f"{ROOMS} reminders sorted, numbered and merged", found["s"], "s", LIMIT_SECONDS)
    yield Figure("E5", "the same, processor time", found["cpu"], "s")
    yield Figure("E5", "who is due", found["list"], "s")
    yield Figure("E5", "noted as printed, with their bills and cases", found["noted"], "s")


def _make_book(path: Path) -> Any:
    from desk_app import office as office_of
    from desk_app.kernel import store
    from desk_app.kernel.database import insert_rows, transaction
    from desk_app.kernel.kind import KINDS
    from desk_app.modules.billing.records import Bill, FeeItem

    office = office_of.create_office(path, "correct horse", "王芳", now=lambda: NOW)
    batch = store.Batch(office.desk, "")
    with transaction():
        community = batch.create(store.new(KINDS["communities"], name="和谐家园"))
        for number in range(ROOMS):
            if number % 100 == 0:
                block = batch.create(
                    store.new(KINDS["buildings"], community=community, name=str(20 - number // 100))
                )
            label = str(100 * (number % 100 // 4 + 1) + number % 4 + 1)
            room = batch.create(
                store.new(KINDS["rooms"], building=block, unit="1", label=label, built_area=895_000)
            )
            person = batch.create(store.new(KINDS["people"], name=f"业主{number}"))
            batch.create(store.new(KINDS["holdings"], room=room, person=person, role="owner"))
        batch.finish()
        items = [FeeItem.create(code=f"B{code}", name=f"收费{code}").id for code in "12"]
        ids = range(1, ROOMS + 1)
        insert_rows(Bill, ("version", "period", "room", "item", "from_on", "until_on", "amount", "due_on", "posted_at", "quantity", "price", "parts", "of_parts", "earlier", "rounding", "reduced", "paid", "state"), [
            (1, int(month.replace("-", "")), room_id, item, f"{month}-01", f"{month}-28", 20_000 + room_id, f"{month}-28", f"{month}-01 09:00:00", 895_000, 23_500, 1, 1, 0, 0, 0, 0, "open")
            for room_id in ids for month in MONTHS for item in items
        ])  # fmt: skip
    return office


def _child(folder: Path) -> None:
    from desk_app.kernel import print_runs, run_files
    from desk_app.kernel.kind import find_kind
    from desk_app.modules.arrears import dunning_list
    from desk_app.modules.arrears.records import DunningCase, DunningNotice, NamedBill

    office = _make_book(folder / f"{time.time_ns()}.book")
    desk, rooms = office.desk, find_kind("rooms")
    paper = rooms.paper("first_reminder")
    start, cpu = time.perf_counter(), time.process_time()
    due = dunning_list.due_for("first", dunning_list.debtors(desk.today))
    listed = time.perf_counter() - start
    prepared = print_runs.prepare(rooms, [debtor.room_id for debtor in due], paper, desk)
    files = run_files.fill(prepared.run.id, folder, lambda done, total: None, at_hand=prepared.at_hand)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    start = time.perf_counter()
    print_runs.note_printed(prepared.run.id, 1, ROOMS, desk)
    noted = time.perf_counter() - start
    check(len(due) == ROOMS and bool(files), "letters")
    check(DunningNotice.select().count() == ROOMS == DunningCase.select().count(), "notices and cases")
    check(NamedBill.select().count() == ROOMS * len(MONTHS) * 2, "bills named")
    office.close()
    answer(s=seconds, cpu=cpu, list=listed, noted=noted)


if __name__ == "__main__":
    _child(Path(sys.argv[3]))
