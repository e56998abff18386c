"""What an import will do with each room of a roster (导入预览): decided once, shown, and then done just so."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from desk_app.kernel.masking import mask_phone
from desk_app.kernel.words import _, clauses, headed, listed
from desk_app.modules.estate.kinds import ROOMS
from desk_app.modules.estate.records import Room
from desk_app.modules.people.records import ROLES
from desk_app.modules.people.registering import RECORDED, UNRECORDED
from desk_app.modules.roster.existing import Existing
from desk_app.modules.roster.plan_types import (
    PlannedPerson,
    PlannedPhone,
    PlannedRoom,
    RoomEntry,
    RosterPlan,
)

CREATE = "create"
UPDATE = "update"
SKIP = "skip"
REFUSE = "refuse"

ON_EXISTING = (SKIP, UPDATE, REFUSE)
"""What becomes of rooms that are in the book already: left alone, completed, or refused one by one."""


@dataclass(frozen=True)
class Decision:
    """What becomes of one room: `action`, a sentence, the stored room if any, and {field: value} to change."""

    entry: RoomEntry
    action: str
    code: str
    community: str
    sentence: str
    room_id: int | None = None
    changes: tuple[tuple[str, Any], ...] = ()
    newcomers: tuple[PlannedPerson, ...] = ()
    phones: tuple[tuple[int, tuple[PlannedPhone, ...]], ...] = ()
    """(person id, numbers to add) of people on file; numbers on file are never replaced."""


def decide(plan: RosterPlan, known: Existing, on_existing: str, fallback_community: str) -> list[Decision]:
    """Return one decision for each room of the plan, in the file's order; rooms named twice in two ways come last."""
    assert on_existing in ON_EXISTING
    decisions: dict[str, Decision] = {}
    twins = []
    for entry in plan.entries:
        decision = _decide_one(entry, known, on_existing, fallback_community)
        if decisions.setdefault(decision.code, decision) is not decision:
            sentence = _("{code} 与第 {row} 行是同一房号，没有导入这一行").format(
                code=decision.code, row=decisions[decision.code].entry.rows[0].row
            )
            twins.append(replace(decision, action=REFUSE, sentence=sentence, changes=(), newcomers=()))
    return [*decisions.values(), *twins]


def _decide_one(entry: RoomEntry, known: Existing, on_existing: str, fallback: str) -> Decision:
    community = known.community_name(entry.room.community, fallback)
    code = known.code(entry.room, community)
    room_id = known.rooms.get(code)
    if room_id is None:
        sentence = _("新建房屋 {code}").format(code=code) + _name_people(entry.people)
        return Decision(entry, CREATE, code, community, sentence, newcomers=entry.people)
    if on_existing == SKIP:
        return Decision(entry, SKIP, code, community, _("{code} 已有，不改动").format(code=code), room_id)
    if on_existing == REFUSE:
        sentence = _("{code} 已有，没有导入这一行").format(code=code)
        return Decision(entry, REFUSE, code, community, sentence, room_id)
    return _decide_update(entry, known, code, community, room_id)


def _decide_update(entry: RoomEntry, known: Existing, code: str, community: str, room_id: int) -> Decision:
    """Complete a stored room: values the file has and the book hasn't or has otherwise, and people not yet there."""
    room = Room.get_by_id(room_id)
    changes = [(name, value) for name, value in room_values(entry.room) if value != getattr(room, name)]
    if room.state == UNRECORDED and not entry.room.status and state_told(entry) == RECORDED:
        changes.append(("state", RECORDED))
    newcomers = [
        person
        for person in entry.people
        if (room_id, known.person(person, room_id), person.role) not in known.holdings
    ]
    phones = _new_phones(entry, known, room_id)
    if not changes and not newcomers and not phones:
        return Decision(entry, SKIP, code, community, _("{code} 已有，内容相同").format(code=code), room_id)
    told = [_tell_change(room, name, value) for name, value in changes]
    told += [
        _("补充电话 {name} {numbers}").format(
            name=name, numbers=listed(mask_phone(one.number) for one in numbers)
        )
        for name, _person_id, numbers in phones
    ]
    updated = _("更新 {code}").format(code=code)
    sentence = (headed(updated, clauses(told)) if told else updated) + _name_people(newcomers)
    sentence += _warn_of_owner(newcomers, known, room_id)
    added = tuple((person_id, numbers) for _name, person_id, numbers in phones)
    return Decision(
        entry, UPDATE, code, community, sentence, room_id, tuple(changes), tuple(newcomers), added
    )


def _new_phones(
    entry: RoomEntry, known: Existing, room_id: int
) -> list[tuple[str, int, tuple[PlannedPhone, ...]]]:
    """Return (name, person id, numbers) of people on file for whom the file has numbers the book hasn't."""
    found: dict[int, tuple[str, int, tuple[PlannedPhone, ...]]] = {}
    for person in entry.people:
        person_id = known.person(person, room_id)
        if person_id is None or person_id in found:
            continue
        fresh = tuple(one for one in person.phones if one.number not in known.phones.get(person_id, set()))
        if fresh:
            found[person_id] = (person.name, person_id, fresh)
    return list(found.values())


def _warn_of_owner(newcomers: Iterable[PlannedPerson], known: Existing, room_id: int) -> str:
    """Return a remark when the file names an owner beside the one on file: an update ends nobody's ownership."""
    owners = {person_id for room, person_id, role in known.holdings if role == "owner" and room == room_id}
    names = [name for name, person_id in known.holders.get(room_id, {}).items() if person_id in owners]
    if not names or not any(person.role == "owner" for person in newcomers):
        return ""
    return _("（账本里还有业主 {names}，若已换业主请到房屋档案结束原业主）").format(names=listed(names))


def _tell_change(room: Room, name: str, value: Any) -> str:
    field = ROOMS.field(name)
    before = field.show(getattr(room, name)) or _("空")
    return f"{field.label} {before} → {field.show(value)}"


def room_values(planned: PlannedRoom) -> Iterable[tuple[str, Any]]:
    """Return (field of Room, value) for what the roster says of a room, leaving out what it doesn't."""
    values = (
        ("floor", planned.floor),
        ("use", planned.use),
        ("layout", planned.layout),
        ("built_area", planned.built_area),
        ("inside_area", planned.inside_area),
        ("measured_area", planned.measured_area),
        ("charged_area", planned.charged_area),
        ("handed_over_on", planned.handover_on),
        ("moved_in_on", planned.move_in_on),
        ("state", planned.status),
        ("note", planned.note),
    )
    return [(name, value) for name, value in values if value not in (None, "")]


def state_told(entry: RoomEntry) -> str:
    """Return the status the file tells of a room; one that it gives an owner at present is registered at least."""
    has_owner = any(person.role == "owner" and person.until_on is None for person in entry.people)
    return entry.room.status or (RECORDED if has_owner else UNRECORDED)


def _name_people(people: Iterable[PlannedPerson]) -> str:
    """Return '，业主 张三、租户 李四', or ''."""
    labels = {option.stored: option.label for option in ROLES}
    named = listed(f"{_(labels[person.role])} {person.name}" for person in people)
    return _("，{people}").format(people=named) if named else ""
