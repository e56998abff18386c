"""The clerk's column matching, remembered for files of the same shape (列对应的记忆)."""

import json
from dataclasses import asdict

from desk_app.kernel.database import transaction
from desk_app.modules.roster.plan_types import Choices, RosterPlan, TableChoice
from desk_app.modules.roster.runs import ColumnMemory


def recall() -> dict[str, TableChoice]:
    """Return the remembered choices by `TableMatch.shape`."""
    remembered = {}
    for row in ColumnMemory.select():
        stored = json.loads(row.choice)
        columns = {int(column): meaning for column, meaning in stored.pop("columns").items()}
        remembered[row.shape] = TableChoice(columns=columns, **stored)
    return remembered


def remember(plan: RosterPlan, choices: Choices) -> None:
    """Keep what the clerk chose by hand for each table of the plan, under the table's shape."""
    with transaction():
        for table in plan.tables:
            choice = choices.tables.get(table.key)
            if choice is None:
                continue
            text = json.dumps({**asdict(choice), "building": None}, ensure_ascii=False)
            ColumnMemory.insert(shape=table.shape, choice=text).on_conflict(
                conflict_target=[ColumnMemory.shape], update={ColumnMemory.choice: text}
            ).execute()
