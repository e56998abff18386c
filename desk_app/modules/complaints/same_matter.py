"""Who complains of the same matter (同一事件), found by the program: same trade, same building, a day apart, same words."""

import datetime
from collections.abc import Iterable
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.fields import Whole
from desk_app.kernel.text import fold
from desk_app.kernel.words import mark
from desk_app.modules.complaints.records import Complaint, Incident
from desk_app.modules.estate.records import Room

settings.declare(
    "same_matter_hours",
    Whole("同一事件的时间范围（小时）"),
    24,
    mark("投诉"),
    mark("相隔多久以内的投诉算作可能是同一事件"),
)

SAYS_NOTHING = frozenset(
    ("我家", "家里", "我们", "你们", "物业", "业主", "楼上", "楼下", "小区", "现在", "今天", "昨天", "晚上", "早上", "一直", "已经", "没有", "怎么", "什么", "投诉", "要求", "请求", "处理", "尽快", "非常", "影响", "反映")
)  # fmt: skip
"""Pairs of letters that say nothing of the matter."""


def words_of(text: Any) -> frozenset[str]:
    """Return the pairs of neighbouring letters that may tell what a text is about."""
    plain = "".join(letter if letter.isalnum() else " " for letter in fold(str(text or "")))
    pairs = (plain[place : place + 2] for place in range(len(plain) - 1))
    return frozenset(pair for pair in pairs if " " not in pair and not pair.isdigit()) - SAYS_NOTHING


def find_similar(complaint: Any) -> list[Complaint]:
    """Return the other complaints that are likely of the same matter, the oldest first; those of its incident are."""
    span = datetime.timedelta(hours=int(settings.value("same_matter_hours")))
    others = Complaint.select().where(
        Complaint.subject == complaint.subject,
        Complaint.received_at.between(complaint.received_at - span, complaint.received_at + span),
        Complaint.state.not_in(("void", "invalid")),
    )
    mine = words_of(complaint.content)
    return [
        other
        for other in others.order_by(Complaint.received_at, Complaint.id)
        if other.id != complaint.id
        and (_is_same_incident(complaint, other) or _is_alike(complaint, other, mine))
    ]


def find_incident(complaint: Any) -> Incident | None:
    """Return the one open incident the complaint is likely part of; None where there is none, or more than one."""
    span = datetime.timedelta(hours=int(settings.value("same_matter_hours")))
    mine = words_of(complaint.content)
    open_ones = Incident.select().where(
        Incident.state == "open",
        Incident.subject == complaint.subject,
        Incident.began_at.between(complaint.received_at - span, complaint.received_at + span),
    )
    building = complaint.room.building_id if complaint.room_id else None
    fitting = [
        incident
        for incident in open_ones
        if incident.building_id in (None, building)
        and mine & (words_of(incident.name) | words_of(incident.facts) | words_of(incident.place))
    ]
    return fitting[0] if len(fitting) == 1 else None


def rooms_of(complaints: Iterable[Any]) -> int:
    """Return how many different rooms complain; those without a room count by their names (T09: distinct clients)."""
    return len({complaint.room_id or fold(str(complaint.client)) for complaint in complaints})


def _is_same_incident(one: Any, other: Complaint) -> bool:
    return one.incident_id is not None and one.incident_id == other.incident_id


def _is_alike(one: Any, other: Complaint, mine: frozenset[str]) -> bool:
    if one.incident_id and other.incident_id:
        return False
    return _building(one.room_id) == _building(other.room_id) and bool(mine & words_of(other.content))


def _building(room_id: int | None) -> int | None:
    room = Room.get_or_none(Room.id == room_id) if room_id else None
    return room.building_id if room is not None else None
