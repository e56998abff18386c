"""The newest record of every kind (最新记录), for pictures of the program and trials of every form."""

from desk_app.kernel.kind import KINDS


def newest_of_each_kind() -> list[tuple[str, int | None]]:
    """Return (kind name, id of its newest record, None if there is none yet) in the order of registration."""
    found = []
    for kind in KINDS.values():
        record = kind.model.select(kind.model.id).order_by(kind.model.id.desc()).first()
        found.append((kind.name, record.id if record else None))
    return found
