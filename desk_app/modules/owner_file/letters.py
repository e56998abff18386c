"""What the letters of the owner file hold: covenant undertaking (F06), power of attorney (F07), proof of residence (F18)
and the privacy notice (F74). Their clauses stand in the templates, where an office may change them in Word.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Placeholder
from desk_app.kernel.words import _, inside, mark
from desk_app.modules.owner_file.parameters import worded
from desk_app.modules.owner_file.parties import (
    IDENTITY,
    LIVES_AS,
    NUMBER,
    PARTY,
    ROOM_BLOCK,
    SIGNER,
    Values,
    age_on,
    parties,
    prefixed,
    room_block,
    shown,
    told,
)
from desk_app.modules.people.holdings import current_holdings, holds_on
from desk_app.modules.people.id_number import MINOR

MATTERS = (
    mark("收楼验房"),
    mark("装修申报"),
    mark("物品放行"),
    mark("退款"),
    mark("过户"),
    mark("领取钥匙资料"),
    mark("其他"),
)
"""What an owner may leave to somebody else (F07)."""

AGENT = (*SIGNER, "relation")
"""What is told of the agent."""

MAY_BE_AGENT = ("owner", "family", "authorised")
"""Roles of a holding for which a power of attorney is printed: who gives it, or who is given it."""

NOT_HANDED_OVER = ("unsold", "undelivered", "notified", "refused")
"""States of a room nobody lives in yet."""

NOT_A_HOME = ("parking", "storage", "public")
"""Uses of rooms nobody may live in."""

COVENANT = (
    NUMBER,
    *ROOM_BLOCK,
    Placeholder("owners", "承诺人", PARTY),
    Placeholder("covenant_name", "规约名称", sample="临时管理规约"),
    Placeholder("service_contract_name", "物业服务合同名称", sample="前期物业服务合同"),
)
ATTORNEY = (
    NUMBER,
    *ROOM_BLOCK,
    Placeholder("principals", "委托人", PARTY),
    Placeholder("agent_name", "受托人姓名", sample="李四"),
    Placeholder("agent_id_kind", "受托人证件类型", sample="居民身份证"),
    Placeholder("agent_id_number", "受托人证件号码", shape="id_number"),
    Placeholder("agent_phone", "受托人电话", shape="phone"),
    Placeholder("agent_relation", "受托人与委托人关系", sample="配偶"),
    Placeholder("matters", "委托事项", choices=MATTERS),
    Placeholder("from_on", "委托开始日期", shape="day"),
    Placeholder("until_on", "委托结束日期", shape="day"),
)
RESIDENCE = (
    NUMBER,
    *ROOM_BLOCK,
    Placeholder("name", "姓名", needed=True, sample="张三"),
    *IDENTITY,
    LIVES_AS,
    Placeholder("relation", "与业主关系", sample="配偶"),
    Placeholder("moved_in_on", "入住日期", shape="day"),
    Placeholder("issued_on", "开具日期", shape="day"),
    Placeholder("valid_until", "有效期至", shape="day"),
)
PRIVACY = (
    NUMBER,
    *ROOM_BLOCK,
    Placeholder("name", "姓名", needed=True, sample="张三"),
    LIVES_AS,
    Placeholder("contact", "个人信息负责人及联系方式", sample="客户服务前台 0551-6000000"),
    Placeholder("recipients", "向谁提供个人信息", sample="建设单位、装修施工单位、公安机关及街道、社区"),
    Placeholder("kept", "个人信息保存期限", sample="物业服务期间及终止后三年"),
    Placeholder("is_minor", "未满十四周岁"),
)


def covenant_values(draft: Draft) -> Values:
    """Return the undertaking of all the room's owners."""
    room = draft.record
    return {
        **room_block(room, draft.day),
        "owners": parties(current_holdings(room.id, draft.day, ("owner",))),
        "covenant_name": worded("covenant_name"),
        "service_contract_name": worded("service_contract_name"),
    }


def attorney_values(draft: Draft) -> Values:
    """Return who authorises whom: an owner somebody still to be named, or all owners the person of the holding."""
    holding = draft.record
    owners = current_holdings(holding.room_id, draft.day, ("owner",))
    is_owner = holding.role == "owner"
    agent = dict.fromkeys(AGENT, "") if is_owner else told(holding, AGENT)
    return {
        **room_block(holding.room, draft.day),
        "principals": parties([holding] if is_owner else owners),
        **prefixed("agent", agent),
        "matters": "",
        "from_on": holding.from_on if holding.role == "authorised" else None,
        "until_on": holding.until_on if holding.role == "authorised" else None,
    }


def residence_values(draft: Draft) -> Values:
    """Return who lives where since when; the proof is good for so many days from the draft's day."""
    holding = draft.record
    days = datetime.timedelta(days=settings.value("residence_proof_days"))
    return {
        **room_block(holding.room, draft.day),
        **told(holding, ("name", "id_kind", "id_number", "relation")),
        "role": shown(holding, "role"),
        "moved_in_on": _moved_in_on(holding),
        "issued_on": draft.day,
        "valid_until": draft.day + days,
    }


def privacy_values(draft: Draft) -> Values:
    """Return who is told what becomes of his data; a guardian signs for a child (个人信息保护法第三十一条)."""
    holding = draft.record
    born_on = holding.person.born_on
    return {
        **room_block(holding.room, draft.day),
        "name": str(holding.person.name),
        "role": shown(holding, "role"),
        "contact": worded("personal_data_contact") or str(settings.value("service_phone") or ""),
        "recipients": worded("personal_data_recipients"),
        "kept": worded("personal_data_kept"),
        "is_minor": born_on is not None and age_on(born_on, draft.day) < MINOR,
    }


def why_no_attorney(draft: Draft) -> str | None:
    """Return why no owner authorises by this holding: it is over, neither his nor his agent's, or there is no owner.

    An owner's own leaves the agent to the pen; somebody else is named as the agent, so that a tenant who is to act for
    the owner is first recorded as an authorised person.
    """
    holding = draft.record
    names = {"person": holding.person, "room": holding.room, "role": inside(shown(holding, "role"))}
    if holding.role not in MAY_BE_AGENT:
        return _(
            "没有打印：{person} 登记的是 {room} 的{role}，业主委托书由业主出具。请为业主打印；"
            "由他代办的，请先把他登记为授权人。"
        ).format(**names)
    if holding.until_on is not None and holding.until_on < draft.day:
        return _("没有打印：{person} 作为 {room} 的{role}已于 {day} 结束，请核对房人关系的起止日期。").format(
            day=holding.until_on, **names
        )
    if holding.role != "owner" and not current_holdings(holding.room_id, draft.day, ("owner",)):
        return _("没有打印：{room} 还没有登记业主，没有人可以委托。请先登记业主。").format(**names)
    return None


def why_no_residence(draft: Draft) -> str | None:
    """Return why nobody may be proved to live there: not lived in, not any more, or never his to live in."""
    holding = draft.record
    names = {"person": holding.person, "room": holding.room}
    if holding.role in ("authorised", "emergency"):
        return _("没有打印：{person} 登记的是 {room} 的授权人或紧急联系人，不是住户。").format(**names)
    if not holds_on(holding, draft.day):
        return _("没有打印：{person} 现在不住在 {room}，请核对房人关系的起止日期。").format(**names)
    return _why_no_home(holding, names)


def _why_no_home(holding: Any, names: Mapping[str, Any]) -> str | None:
    """Return why the room is no home, or not that of the owner's side, by what the book says of it."""
    room = holding.room
    if room.use in NOT_A_HOME:
        return _("没有打印：{room} 是{use}，不能证明有人居住。").format(use=shown(room, "use"), **names)
    if room.state in NOT_HANDED_OVER:
        return _("没有打印：{room} 还没有交付，不能证明有人居住。").format(**names)
    if room.state == "vacant":
        return _("没有打印：{room} 登记的是空置；有人居住的，请先改正房屋状态。").format(**names)
    if room.state == "let" and holding.role in ("owner", "family"):
        return _("没有打印：{room} 登记的是已出租；{person} 住在那里的，请先改正房屋状态。").format(**names)
    return None


def why_no_consent(draft: Draft) -> str | None:
    """Return why there is nobody to sign: a company has no personal data of its own."""
    if draft.record.person.party == "company":
        return _("没有打印：{person} 是单位，不需要签个人信息同意书，请为经办的个人打印。").format(
            person=draft.record.person
        )
    return None


def _moved_in_on(holding: Any) -> datetime.date | None:
    """Return since when: an owner's ownership may begin years before he moves in."""
    day: datetime.date | None = holding.room.moved_in_on if holding.role == "owner" else holding.from_on
    return day
