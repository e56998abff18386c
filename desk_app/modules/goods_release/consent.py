"""Whether goods may leave: rules R16-R19 of P4, as functions of a slip's draft."""

import datetime
from typing import Any

from desk_app.kernel.kind import Draft
from desk_app.kernel.text import fold
from desk_app.kernel.words import _
from desk_app.modules.people.holdings import current_holdings

COMPANY_STAFF = ("staff",)


def is_owner(slip: Any, day: datetime.date) -> bool:
    """Say whether the carrier is named among the room's owners on file on `day`; saying so at the desk is not enough."""
    return any(
        fold(str(holding.person)) == fold(slip.carrier or "")
        for holding in current_holdings(slip.room_id, day, ("owner",))
    )


def is_authorised(slip: Any, day: datetime.date) -> bool:
    """Say whether the carrier is on file as authorised for the room on `day`, with the letter's number."""
    return any(
        holding.authorisation and fold(str(holding.person)) == fold(slip.carrier or "")
        for holding in current_holdings(slip.room_id, day, ("authorised",))
    )


def last_answer(draft: Draft) -> str | None:
    """Return the answer of the latest call, or None when nobody was called."""
    calls = [call for call in draft.rows.get("calls", []) if call.answer and call.called_at]
    return str(max(calls, key=lambda call: call.called_at).answer) if calls else None


def why_not_consented(draft: Draft, day: datetime.date) -> str | None:
    """Return why the goods may not leave yet, or None.

    An owner on file needs nobody's word. A letter of authority stands for the call. Anybody else needs the owner's (R16), an
    office's staff their head's (R17) agreement by phone, the latest answer counting; nobody reached is a hold (R18).
    """
    slip = draft.record
    claims_to_own = slip.carrier_relation == "owner"
    if (claims_to_own and is_owner(slip, day)) or slip.authorisation or is_authorised(slip, day):
        return None
    if slip.carrier_relation in COMPANY_STAFF and not slip.company_head:
        return _("没有开条：公司职员携带物品，请填写公司负责人并电话核实。")
    answer = last_answer(draft)
    if answer == "agree":
        return None
    if answer == "disagree":
        return _("没有开条：业主（或公司负责人）不同意放行。")
    if answer == "no_answer":
        return _("没有开条：联系不上业主，暂不放行。接通并同意后再开。")
    if claims_to_own:
        return _(
            "没有开条：{carrier} 不是这套房屋登记的业主。请核对姓名，先登记业主，或电话核实业主意见并记下答复。"
        ).format(carrier=slip.carrier)
    return _("没有开条：携带人不是业主本人，请先电话核实业主意见并记下时间和答复。")


def why_not_issued(draft: Draft, day: datetime.date) -> str | None:
    """Return why the slip may not be issued on `day`: consent, goods (R19) and validity; or None."""
    if not draft.rows.get("goods"):
        return _("没有开条：请至少填写一件物品。")
    if draft.record.valid_on < day:
        return _("没有开条：有效日期 {day} 已过，请改成今天。").format(day=draft.record.valid_on)
    return why_not_consented(draft, day)
