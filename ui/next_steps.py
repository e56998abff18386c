"""What is opened after a step (办完接着做): the record it made, an empty form that holds what is known, or a page."""

from desk_app.kernel.workflow import Next
from ui.shell import Shell


def open_next(shell: Shell, following: Next | None) -> bool:
    """Open what a step leads to; False if it leads nowhere."""
    if following is None:
        return False
    if following.page:
        shell.open_page(following.page, _room_id(dict(following.values).get("room")))
    elif following.record_id is not None:
        shell.open_record(following.kind_name, following.record_id)
    else:
        shell.new_record(following.kind_name, **{n: v for n, v in following.values if v is not None})
    return True


def _room_id(room: object) -> int | None:
    """Return the id of a room given as a record or by its id."""
    found = getattr(room, "id", room)
    return found if isinstance(found, int) else None
