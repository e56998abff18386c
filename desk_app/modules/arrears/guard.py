"""The arrears guard (欠费把关, R15): one answer to whether something may be done for a room that owes, whatever it is.

The law gives an office that is not paid a demand and a suit (民法典 944, 物业管理条例 64) and nothing else: holding back
somebody's things, car or card is not covered (民法典 240, 267; domain.md 4.6). So the shipped policy lets a manager decide,
with a reason that is kept, logged and printed; refusing always is the office's own risk. Bills in dispute never count.
Amounts are whole fen.
"""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass

from desk_app.kernel import settings, store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.days import show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.fields import Choice, Option
from desk_app.kernel.money import show
from desk_app.kernel.text import one_line
from desk_app.kernel.words import _, listed, mark
from desk_app.modules.arrears.records import ArrearsOverride
from desk_app.modules.billing.ledger import open_bills
from desk_app.modules.billing.overdue import late_fees_on
from desk_app.modules.billing.records import Bill
from desk_app.modules.estate.records import Room

POLICIES = (
    Option("override", "须项目经理特批"),
    Option("block", "一律不办"),
    Option("warn", "仅提醒，印在单据上"),
)
WHATS = {
    "move_out": mark("搬家放行"),
    "passes": mark("交付证件"),
    "transfer": mark("办理过户"),
}
"""What is guarded, and what it is called."""
LEAVING = ("move_out", "transfer")
"""Whoever leaves settles to the day: what has begun counts, be it due or not."""

settings.declare(
    "arrears_guard",
    Choice("有欠费时", POLICIES),
    "override",
    mark("欠费"),
    mark(
        "搬家放行、交付证件、过户时房屋有欠费怎么办。以欠费为由扣留物品、车辆、门禁没有法律依据，“一律不办”请先问律师"
    ),
)


@dataclass(frozen=True)
class Objection:
    """What a room owes where it should owe nothing: fen by item, late fees among them, and the policy in force."""

    room_id: int
    room: str
    what: str
    on: datetime.date
    policy: str
    items: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """Return the fen owed."""
        return sum(fen for _item, fen in self.items)

    @property
    def refuses(self) -> bool:
        """Say whether it stands in the way; one that only warns does not."""
        return self.policy != "warn"

    @property
    def debts(self) -> str:
        """Return what is owed in a clause, item by item."""
        parts = listed(f"{item} {show(fen)}" for item, fen in self.items)
        return _("截至 {day} 欠费 {total} 元（{parts}）").format(
            day=show_day(self.on), total=show(self.total), parts=parts
        )

    @property
    def sentence(self) -> str:
        """Return why not and what to do, or what to remind of."""
        asks = {
            "override": _("没有{what}：{room} {debts}。请先缴清；确需办理的，由项目经理写明原因特批。"),
            "block": _("没有{what}：{room} {debts}。请先缴清。"),
            "warn": _("请提醒：{room} {debts}。"),
        }
        return asks[self.policy].format(what=_(WHATS[self.what]), room=self.room, debts=self.debts)

    def printed(self, reason: str = "", approved_by: str = "") -> str:
        """Return what is printed on the slip: the debts, and who let it pass and why."""
        if not approved_by:
            return _("{debts}，已提醒缴纳。").format(debts=self.debts)
        return _("{debts}，{who}特批：{reason}").format(debts=self.debts, who=approved_by, reason=reason)


def why_not(room_id: int, what: str, desk: Desk) -> Objection | None:
    """Return what stands in the way of `what`, a key of `WHATS`, or None where the room owes nothing that counts."""
    day = desk.today
    bills = [bill for bill in open_bills(room_id) if bill.state == "open" and _counts(bill, what, day)]
    owed: dict[str, int] = {}
    for bill in bills:
        owed[str(bill.item)] = owed.get(str(bill.item), 0) + bill.still_open
    if late := sum(late_fees_on(bills, day).values()):
        owed[_("违约金")] = owed.get(_("违约金"), 0) + late
    if not owed:
        return None
    room = Room.get_by_id(room_id)
    return Objection(room_id, str(room), what, day, str(settings.value("arrears_guard")), tuple(owed.items()))


def why_not_override(objection: Objection, reason: str, desk: Desk) -> str | None:
    """Return why the person at the desk may not let it pass for this reason, or None."""
    what = _(WHATS[objection.what])
    if objection.policy == "block":
        return objection.sentence
    if "manager" not in desk.actor.roles:
        return _("没有{what}：{debts}，特批须由项目经理办理。").format(what=what, debts=objection.debts)
    if not one_line(reason):
        return _("没有{what}：{debts}，请写明特批的原因。").format(what=what, debts=objection.debts)
    return None


def override(
    objection: Objection, kind_name: str, record_id: int, reason: str, desk: Desk
) -> ArrearsOverride:
    """Keep and log that a manager let it pass for the record; DeskError if that is not allowed."""
    if refusal := why_not_override(objection, reason, desk):
        raise DeskError(refusal)
    with transaction():
        kept: ArrearsOverride = ArrearsOverride.create(
            at=desk.now(),
            actor=desk.actor.name,
            room=objection.room_id,
            what=objection.what,
            kind=kind_name,
            record_id=record_id,
            total=objection.total,
            items=json.dumps(objection.items, ensure_ascii=False),
            reason=one_line(reason),
        )
        told = {"arrears": ["", show(objection.total)]}
        store.note_event("rooms", objection.room_id, desk, "arrears_override", one_line(reason), told)
    return kept


def overrides(room_id: int) -> Iterable[ArrearsOverride]:
    """Return what was let pass for a room, the latest first."""
    query = ArrearsOverride.select().where(ArrearsOverride.room == room_id)
    found: Iterable[ArrearsOverride] = query.order_by(ArrearsOverride.id.desc())
    return found


def _counts(bill: Bill, what: str, day: datetime.date) -> bool:
    due_on, from_on = bill.due_on, bill.from_on
    return bool(due_on < day or (what in LEAVING and from_on <= day))
