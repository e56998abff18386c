"""The plan of an import (导入方案): what the lead codes against; filled in below."""

from collections.abc import Sequence

from desk_app.kernel.sheets.grid import Grid
from desk_app.modules.roster.plan_types import (
    Choices,
    ColumnMatch,
    Finding,
    PlanCounts,
    PlannedBuilding,
    PlannedPerson,
    PlannedPhone,
    PlannedRoom,
    PlannedRow,
    PlannedVehicle,
    RoomEntry,
    RosterPlan,
    TableChoice,
    TableMatch,
)

__all__ = [
    "Choices", "ColumnMatch", "Finding", "PlanCounts", "PlannedBuilding", "PlannedPerson", "PlannedPhone",
    "PlannedRoom", "PlannedRow", "PlannedVehicle", "RoomEntry", "RosterPlan", "TableChoice", "TableMatch",
    "read_roster",
]  # fmt: skip


def read_roster(grids: Sequence[Grid], choices: Choices | None = None) -> RosterPlan:
    """Return what the sheets say about rooms and people. Writes nothing; never raises for a cell's contents."""
    raise NotImplementedError
