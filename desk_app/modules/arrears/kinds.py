"""How debts and what is done about them (欠费) are listed, edited and found."""

from desk_app.kernel.kind import Draft, Finding, RecordKind, Section, register
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.arrears import (  # noqa: F401 — importing makes all of it known
    dunning_cases,
    dunning_log,
    dunning_notices,
    guard,
    ladder,
    lawyers_pack,
    parameters,
)
from desk_app.modules.arrears.records import DunningEvent, DunningNotice


def _find_notice(draft: Draft) -> Finding:
    notice = draft.record
    step = DunningNotice.step.show(notice.step)
    return Finding(
        f"{notice.number} {notice.room}",
        " · ".join((step, show(notice.owed))),
        numbers=(notice.number,),
        places=(str(notice.room),),
    )


NOTICES = register(
    RecordKind(
        name="dunning_notices",
        model=DunningNotice,
        label="催缴文书",
        columns=("number", "room", "step", "made_on", "owed", "late_fee", "bills", "made_by"),
        sections=(
            Section("文书", ("number", "room", "step", "made_on", "made_by")),
            Section("金额", ("owed", "late_fee", "bills")),
        ),
        title=lambda notice: f"{notice.number} {notice.room or ''}",
        find=_find_notice,
        about=("room",),
        newest_first=True,
        icon="notice",
        made_elsewhere=True,
    )
)


def _find_event(draft: Draft) -> Finding:
    event = draft.record
    sort = DunningEvent.sort.show(event.sort)
    return Finding(_("{what} {room}").format(what=sort, room=event.room), places=(str(event.room),))


EVENTS = register(
    RecordKind(
        name="dunning_events",
        model=DunningEvent,
        label="催缴记录",
        columns=("at", "room", "sort", "way", "notice", "spoken_to", "promised_on", "result", "actor"),
        sections=(
            Section("催缴", ("room", "sort", "way", "notice", "at", "actor")),
            Section("对方", ("spoken_to", "relation", "is_refused", "witness", "tracking")),
            Section("结果", ("reason", "promised_on", "promised", "result")),
        ),
        title=lambda event: f"{DunningEvent.sort.show(event.sort)} {event.room or ''}",
        find=_find_event,
        about=("room",),
        order=("at", "id"),
        newest_first=True,
        icon="phone",
        made_elsewhere=True,
    )
)
