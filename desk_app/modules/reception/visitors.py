"""The register of visitors (来访登记, F69): who came in, to whom, and who is still inside."""

import datetime

from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft, Finding, RecordKind, Register, Section, register
from desk_app.kernel.words import _
from desk_app.modules.reception.papers import VISITOR_REGISTER
from desk_app.modules.reception.records import Visitor


def still_inside(day: datetime.date) -> int:
    """Return how many who came in on `day` were not seen to leave."""
    begins = datetime.datetime.combine(day, datetime.time())
    return int(
        Visitor.select()
        .where(
            Visitor.at >= begins, Visitor.at < begins + datetime.timedelta(days=1), Visitor.left_at.is_null()
        )
        .count()
    )


def _check(draft: Draft) -> dict[str, str]:
    visitor = draft.record
    if visitor.left_at and visitor.at and visitor.left_at < visitor.at:
        return {"left_at": _("离开时间早于进入时间")}
    tail = visitor.id_tail or ""
    if len(tail) > 4:
        return {"id_tail": _("只登记证件号码的后 4 位")}
    return {}


def _fill_duty(draft: Draft, desk: Desk) -> None:
    draft.record.on_duty = draft.record.on_duty or desk.actor.name
    draft.record.at = draft.record.at or desk.now().replace(second=0, microsecond=0)


VISITORS = register(
    RecordKind(
        name="visitors",
        model=Visitor,
        label="来访登记",
        columns=("at", "name", "id_tail", "room", "reason", "left_at", "on_duty"),
        sections=(
            Section("来访人", ("name", "id_tail", "phone", "plate")),
            Section("来访", ("room", "reason", "at", "left_at", "on_duty", "note")),
        ),
        title=lambda visitor: " ".join(filter(None, (visitor.name, str(visitor.room or "")))),
        own_registers=(Register(VISITOR_REGISTER, "at"),),
        checks=(_check,),
        find=lambda draft: Finding(
            draft.record.name,
            draft.record.reason or "",
            names=(draft.record.name,),
            numbers=tuple(filter(None, (draft.record.plate, draft.record.phone))),
            places=tuple(filter(None, (str(draft.record.room or ""),))),
        ),
        about=("room",),
        on_enter=(("name", _fill_duty),),
        order=("at", "id"),
        newest_first=True,
        icon="gate",
        noun="来访",
    )
)
