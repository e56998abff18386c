"""Setting prepaid money against the bills of many rooms (批量统扣), on any page that offers it."""

from collections.abc import Iterable

from desk_app.kernel.access import Desk
from desk_app.kernel.money import show
from desk_app.kernel.words import _, clauses
from desk_app.modules.cashier.prepaid import Offsets, offset_many, rooms_with_money
from desk_app.screens.progress import Cancelled, Progress

ROOMS_AT_ONCE = 10
"""Rooms between two looks at whether somebody pressed cancel."""


def offset_rooms(room_ids: Iterable[int], desk: Desk, progress: Progress) -> str:
    """Offset the rooms that have prepaid money; return what came of it in a sentence.

    Stopped, the rooms done stay done. For a worker thread.
    """
    rich = set(rooms_with_money())
    rooms = [room_id for room_id in room_ids if room_id in rich]
    done = Offsets((), ())
    try:
        for at in range(0, len(rooms), ROOMS_AT_ONCE):
            progress.step(at, len(rooms), _("正在冲抵预存款"))
            some = offset_many(rooms[at : at + ROOMS_AT_ONCE], desk)
            done = Offsets(done.receipts + some.receipts, done.refused + some.refused)
    except Cancelled:
        return tell_stopped(done)
    return tell_offsets(done)


def tell_stopped(done: Offsets) -> str:
    """Return what a batch offset did until somebody stopped it."""
    return _("已停止。{told}").format(told=tell_offsets(done))


def tell_offsets(done: Offsets) -> str:
    """Return what a batch offset did."""
    if not done.receipts and not done.refused:
        return _("没有可以冲抵的预存款。")
    parts = [
        _("已用预存款冲抵 {count} 户，合计 {total} 元").format(
            count=f"{len(done.receipts):,}", total=show(done.total)
        )
    ]
    if done.refused:
        text = _("{count} 户没有冲抵：{why}")
        parts.append(text.format(count=f"{len(done.refused):,}", why=done.refused[0][1]))
    return clauses(parts)
