"""Exporting the roster (导出名册): all rooms and people to one Excel file that can be taken in again unchanged."""

from pathlib import Path

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.words import _
from desk_app.modules.roster.export import write_roster
from desk_app.modules.roster.stored import stored_entries


def export_roster(path: Path, desk: Desk, reason: str = "") -> int:
    """Write the workbook, numbers of persons whole, and log who took it and why; return the number of rooms."""
    rooms = write_roster(path, stored_entries())
    store.note_event(
        "rooms", None, desk, "export", reason, {"file": ["", path.name], "rooms": ["", str(rooms)]}
    )
    return rooms


def tell_exported(rooms: int, path: Path) -> str:
    """Return the sentence to show after an export."""
    return _("已导出 {rooms} 套房屋到 {name}。文件里有完整的证件号和电话，请妥善保管。").format(
        rooms=rooms, name=path.name
    )
