"""What the papers of a moving day hold: moving guide (F16), notice to the departments (F11), register of the month (F12)."""

import datetime
from collections.abc import Sequence
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Placeholder
from desk_app.kernel.settings import SETTINGS
from desk_app.kernel.words import _, mark
from desk_app.modules.move_in.parameters import worded
from desk_app.modules.owner_file.letters import NOT_A_HOME
from desk_app.modules.owner_file.parties import LIVES_AS, NUMBER, ROOM_BLOCK, Values, party, room_block, shown
from desk_app.modules.people.holdings import current_holdings

LIVES_THERE = ("owner", "tenant", "family", "resident")
"""Roles of those who live in a room, or may; others only act or are called for them."""

COPIES = (
    mark("① 工程联"),
    mark("② 保安联"),
    mark("③ 保洁联"),
    mark("④ 收银联"),
    mark("⑤ 车场联"),
)
"""Which department is told of a move by which copy (F11)."""


HOUSEHOLDS = (("tenant", "resident"), ("owner", "family", "resident"))
"""Roles of those who live together: in a let room the tenants, else the owners."""

TASKS = (
    (mark("工程"), mark("检查电梯护板；核对水、电、燃气表底数并与住户确认")),
    (mark("保安"), mark("登记门禁和访客；核对搬家车辆，物品出门凭放行条")),
    (mark("保洁"), mark("搬家后清扫楼层和电梯厅，清运包装垃圾")),
    (mark("收银"), mark("核对欠费和预收，确认收费对象和起收日期")),
    (mark("车场"), mark("登记车牌，办理或更换车卡，安排临时装卸位")),
)
"""What each department does when somebody moves in."""

GUIDE = (
    NUMBER,
    *ROOM_BLOCK,
    Placeholder("mover", "住户姓名", sample="李四"),
    Placeholder("mover_role", "身份", sample="租户"),
    Placeholder("moving_hours", "搬家时段", sample=SETTINGS["moving_hours"].default),
    Placeholder("moving_route", "车辆路线和停车点", sample=SETTINGS["moving_route"].default),
    Placeholder("moving_lift", "电梯使用与保护", sample=SETTINGS["moving_lift"].default),
    Placeholder("moving_deposit", "搬家押金说明", sample=SETTINGS["moving_deposit"].default),
    Placeholder("police_phone", "派出所或社区民警电话", sample="0551-6000110"),
    Placeholder("booked", "已约搬家时段", sample=mark("2026-12-01 09:00 至 11:00 电梯已预约")),
    Placeholder("van", "搬家公司和车牌", sample="顺达搬家公司 皖A12345"),
)
NOTICE = (
    NUMBER,
    *ROOM_BLOCK,
    Placeholder("notified_on", "日期", shape="day"),
    Placeholder("name", "住户姓名", needed=True, sample="李四"),
    LIVES_AS,
    Placeholder("phone", "电话", shape="phone"),
    Placeholder("moves_in_on", "入住日期", shape="day"),
    Placeholder("people_count", "登记人数", sample="3"),
    Placeholder(
        "tasks",
        "各部门注意事项",
        (
            Placeholder("department", "部门", sample=tuple(department for department, _task in TASKS[:3])),
            Placeholder("task", "注意事项", sample=tuple(task for _department, task in TASKS[:3])),
        ),
    ),
)
REGISTER = (
    Placeholder("month", "月份", sample="2026-11"),
    Placeholder(
        "rows",
        "明细",
        (
            Placeholder("no", "序号"),
            Placeholder("room", "房号", sample=("3-1-502", "3-2-1101", "5-1-301")),
            Placeholder("name", "住户", sample=(mark("李四"), mark("王五"), mark("赵六"))),
            Placeholder("role", "身份", sample=(mark("租户"), mark("业主"), mark("家庭成员"))),
            Placeholder("phone", "电话", shape="phone"),
            Placeholder("moved_in_on", "入住日期", shape="day"),
            Placeholder("until_on", "租期至", shape="day"),
            Placeholder("room_state", "房屋状态", sample="装修中"),
            Placeholder("owner_name", "业主", sample="张三"),
            Placeholder("verified", "核实业主", sample="☑"),
            Placeholder("undertaking", "承诺书", sample="☑"),
            Placeholder("lease", "租赁协议", sample="☑"),
            Placeholder("complete", "资料齐", sample="☐"),
            Placeholder("cards", "门禁卡、车卡", sample=("00123456", "", "")),
            Placeholder("handled_by", "经办人", sample=mark("王芳")),
            Placeholder("note", "备注", sample=""),
        ),
    ),
)


def guide_values(draft: Draft) -> Values:
    """Return the moving rules of the office, for a room or for the one holding of it whose person moves."""
    holding = draft.record if _is_of_person(draft) else None
    return {
        **room_block(holding.room if holding else draft.record, draft.day),
        "mover": str(holding.person.name) if holding else "",
        "mover_role": shown(holding, "role") if holding else "",
        **{name: worded(name) for name in ("moving_hours", "moving_route", "moving_lift", "moving_deposit")},
        "police_phone": str(settings.value("police_phone") or ""),
        "booked": "",
        "van": "",
    }


def box(is_done: bool) -> str:
    """Return a box that is ticked, or left to the pen."""
    return "☑" if is_done else "☐"


def _is_of_person(draft: Draft) -> bool:
    """Say whether the guide is for somebody who holds the room, not for the room, whoever moves."""
    return draft.kind.name == "holdings"


def notice_values(draft: Draft) -> Values:
    """Return who moves in and what each department has to do; the moving hours and the firm are written by hand."""
    holding = draft.record
    return {
        **room_block(holding.room, draft.day),
        "notified_on": draft.day,
        **{name: party(holding)[name] for name in ("name", "phone")},
        "role": shown(holding, "role"),
        "moves_in_on": _moves_in_on(holding),
        "people_count": str(_count_people(holding, max(draft.day, holding.from_on or draft.day))),
        "tasks": [{"department": _(department), "task": _(task)} for department, task in TASKS],
    }


def _count_people(holding: Any, day: datetime.date) -> int:
    """Return how many are known to live there with the person on `day`; the owner of a let room is not."""
    there = current_holdings(holding.room_id, day, LIVES_THERE)
    tenants = any(other.role == "tenant" for other in there)
    household = HOUSEHOLDS[0 if tenants and holding.role not in ("owner", "family") else 1]
    return len({other.person_id for other in there if other.role in household} | {holding.person_id})


def why_no_notice(draft: Draft) -> str | None:
    """Return why nobody moves in: the person only acts or is called for somebody, or has left."""
    holding = draft.record
    if holding.role not in LIVES_THERE:
        return _("没有打印：{person} 登记的是 {room} 的{role}，不入住。").format(
            person=holding.person, room=holding.room, role=shown(holding, "role")
        )
    if holding.room.use in NOT_A_HOME:
        return _("没有打印：{room} 是{use}，没有人入住。").format(
            room=holding.room, use=shown(holding.room, "use")
        )
    if holding.until_on is not None and holding.until_on < draft.day:
        return _("没有打印：{person} 已于 {day} 迁出 {room}，请核对房人关系的结束日期。").format(
            person=holding.person, day=holding.until_on, room=holding.room
        )
    return None


def why_no_guide(draft: Draft) -> str | None:
    """Return why nobody moves; a room's own guide is always printed."""
    return why_no_notice(draft) if _is_of_person(draft) else None


def register_values(drafts: Sequence[Draft]) -> Values:
    """Return the month's move-ins, one row for everybody who came to live somewhere, by day and room."""
    came = [
        draft
        for draft in drafts
        if draft.record.role in LIVES_THERE and draft.record.room.use not in NOT_A_HOME
    ]
    came.sort(key=lambda draft: (draft.record.from_on, draft.record.room.sort_key, draft.record.id))
    return {"rows": [_register_row(place, draft) for place, draft in enumerate(came, 1)]}


def _register_row(place: int, draft: Draft) -> Values:
    holding = draft.record
    block = room_block(holding.room, draft.day)
    return {
        "no": str(place),
        "room": block["room"],
        **{name: party(holding)[name] for name in ("name", "phone")},
        "role": shown(holding, "role"),
        "moved_in_on": holding.from_on,
        "until_on": holding.until_on,
        "room_state": shown(holding.room, "state"),
        "owner_name": block["owner_name"],
        **dict.fromkeys(("verified", "undertaking", "lease", "complete"), box(False)),
        **dict.fromkeys(("cards", "handled_by"), ""),
        "note": holding.note or "",
    }


def _moves_in_on(holding: Any) -> datetime.date | None:
    """Return the day of moving in; an owner's holding may begin long before."""
    day: datetime.date | None = holding.room.moved_in_on if holding.role == "owner" else holding.from_on
    return day
