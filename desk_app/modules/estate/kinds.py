"""How communities, buildings and rooms are listed, edited and found."""

from collections.abc import Callable, Iterable

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import ChildRows, Draft, Finding, RecordKind, Section, register
from desk_app.kernel.text import sort_key
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Transition, Workflow
from desk_app.modules.estate.records import (
    STATES,
    Building,
    Community,
    FormerNumber,
    Room,
    compose_code,
    spoken_address,
)

_ANY_STATE = tuple(option.stored for option in STATES)

ROOM_LIFE = Workflow(
    states=STATES,
    editable=_ANY_STATE,
    transitions=(
        Transition(
            "sell", "已售出", ("unsold", "recorded", "unrecorded"), "undelivered", ("clerk", "manager")
        ),
        Transition("notify", "已发收楼通知", ("undelivered",), "notified", ("clerk", "manager")),
        Transition("refuse", "业主拒收", ("notified",), "refused", ("clerk", "manager"), needs_reason=True),
        Transition(
            "deliver",
            "交付",
            ("undelivered", "notified", "refused", "recorded", "unrecorded"),
            "delivered",
            ("clerk", "manager"),
            asks=("handed_over_on",),
        ),
        Transition(
            "renovate",
            "开始装修",
            ("delivered", "occupied", "let", "vacant", "recorded", "unrecorded"),
            "renovating",
            ("clerk", "manager"),
        ),
        Transition(
            "occupy",
            "业主自住",
            ("delivered", "renovating", "let", "vacant", "recorded", "unrecorded"),
            "occupied",
            ("clerk", "manager"),
        ),
        Transition(
            "let",
            "出租",
            ("delivered", "renovating", "occupied", "vacant", "recorded", "unrecorded"),
            "let",
            ("clerk", "manager"),
        ),
        Transition(
            "vacate",
            "空置",
            ("delivered", "renovating", "occupied", "let", "recorded", "unrecorded"),
            "vacant",
            ("clerk", "manager"),
        ),
        Transition("correct", "改回未售", _ANY_STATE[1:], "unsold", ("manager",), needs_reason=True),
    ),
    tones=(
        ("occupied", "good"),
        ("let", "good"),
        ("delivered", "quiet"),
        ("vacant", "quiet"),
        ("recorded", "quiet"),
        ("renovating", "waiting"),
        ("notified", "waiting"),
        ("refused", "bad"),
    ),
)


def _prepare_building(draft: Draft) -> None:
    draft.record.sort_key = _building_sort_key(draft.record)


def _building_sort_key(building: Building) -> str:
    return sort_key(f"{building.community.short or ''} {building.name}")


def _prepare_room(draft: Draft) -> None:
    room = draft.record
    room.code = compose_code(room)
    room.sort_key = sort_key(room.code)
    if room.floor is None:
        room.floor = guess_floor(str(room.label))


def guess_floor(label: str) -> str | None:
    """Return '5' for '502' and '12' for '1203', or None where the label does not tell."""
    if label.isdigit() and 3 <= len(label) <= 4 and label[:-2].lstrip("0"):
        return label[:-2].lstrip("0")
    return None


def _check_room(draft: Draft) -> dict[str, str]:
    """A room's full number is its own. Estates of one block, parking spaces and shops may have no building."""
    room = draft.record
    if room.label:
        code = compose_code(room)
        twins = [twin for (twin,) in Room.select(Room.id).where(Room.code == code).tuples()]
        if twins and twins != [room.id]:
            return {"label": _("房号 {code} 已经有了，不能重复。").format(code=code)}
    return {}


RoomWords = tuple[tuple[str, ...], tuple[str, ...]]
"""Names and numbers a room is found by."""

ROOM_WORDS: list[Callable[[int], RoomWords]] = []
"""Modules on higher shelves that know who lives in a room add a function here: room id to its `RoomWords`."""


def _find_room(draft: Draft) -> Finding:
    """Rooms are found by every number they have or had, and by the words of those who live there."""
    room = draft.record
    former = tuple(row.number for row in draft.rows.get("former_numbers", []))
    names: list[str] = []
    numbers: list[str] = []
    for words in ROOM_WORDS:
        more_names, more_numbers = words(room.id)
        names += more_names
        numbers += more_numbers
    detail = " · ".join(filter(None, (spoken_address(room), "、".join(dict.fromkeys(names)))))
    places = (str(room.code), spoken_address(room), *former)
    return Finding(str(room.code), detail, tuple(names), tuple(numbers), places)


def _rename_rooms(draft: Draft, desk: Desk) -> None:
    """Give the rooms of a renamed building their new full numbers; the old ones are kept as former numbers."""
    for room in rooms_of(draft.record.id):
        if compose_code(room) != room.code:
            copy = store.load(ROOMS, room.id)
            copy.rows["former_numbers"].append(FormerNumber(number=room.code))
            store.save(copy, desk)


def _rename_buildings(draft: Draft, desk: Desk) -> None:
    """Carry a community's changed prefix to its buildings and their rooms."""
    for building in Building.select().where(Building.community == draft.record.id):
        copy = store.load(BUILDINGS, building.id)
        if copy.record.sort_key != _building_sort_key(copy.record):
            store.save(copy, desk)


COMMUNITIES = register(
    RecordKind(
        name="communities",
        model=Community,
        label="小区",
        columns=("name", "short", "address"),
        sections=(Section("小区", ("name", "short", "address", "note")),),
        title=str,
        find=lambda draft: Finding(str(draft.record), draft.record.address or "", names=(draft.record.name,)),
        follow=_rename_buildings,
        order=("name",),
        icon="community",
        attachable=False,
    )
)

BUILDINGS = register(
    RecordKind(
        name="buildings",
        model=Building,
        label="楼栋",
        columns=("community", "name", "note"),
        sections=(Section("楼栋", ("community", "name", "note")),),
        title=str,
        prepare=_prepare_building,
        find=lambda draft: Finding(
            str(draft.record),
            str(draft.record.community),
            names=(str(draft.record),),
            places=(draft.record.name,),
        ),
        follow=_rename_rooms,
        order=("sort_key",),
        icon="building",
        about=("community",),
        attachable=False,
    )
)

ROOMS = register(
    RecordKind(
        name="rooms",
        model=Room,
        label="房屋",
        columns=("code", "state", "use", "layout", "built_area", "charged_area", "handed_over_on", "note"),
        sections=(
            Section("位置", ("building", "unit", "floor", "label", "use", "layout")),
            Section(
                "面积（㎡）与系数",
                ("built_area", "inside_area", "measured_area", "charged_area", "floor_ratio", "lift_ratio"),
            ),
            Section(
                "交付与产权", ("handed_over_on", "moved_in_on", "contract_number", "title_number", "note")
            ),
        ),
        title=str,
        workflow=ROOM_LIFE,
        children=(ChildRows("former_numbers", "曾用房号", FormerNumber, ("number", "note"), "room"),),
        checks=(_check_room,),
        prepare=_prepare_room,
        find=_find_room,
        order=("sort_key",),
        icon="room",
        about=("building",),
    )
)


def rooms_of(building_id: int) -> Iterable[Room]:
    """Return the building's rooms in natural order."""
    return list(Room.select().where(Room.building == building_id).order_by(Room.sort_key))
