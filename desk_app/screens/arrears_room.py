"""One room's debts beside the list (欠费侧栏): its open bills, what was done, and what somebody did just now."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk_app.kernel.access import Desk
from desk_app.kernel.days import parse_day, parse_moment, show_day, show_moment
from desk_app.kernel.errors import DeskError
from desk_app.kernel.fields import Option
from desk_app.kernel.money import parse, show
from desk_app.kernel.periods import show_period
from desk_app.kernel.words import _, mark
from desk_app.modules.arrears import dunning_cases, dunning_history, dunning_log, limitation
from desk_app.modules.arrears.letters import covered, overdue
from desk_app.modules.arrears.records import REASONS, WAYS, DunningNotice
from desk_app.modules.billing.ledger import open_bills
from desk_app.modules.billing.overdue import late_fees_on
from desk_app.modules.people.holdings import owner_names

REFUSED = "refused"
MOST_BILLS, MOST_DONE = 12, 8

ASKED = {
    "call": ("way", "at", "spoken_to", "reason", "promised_on", "promised", "result"),
    "promise": ("promised_on", "promised", "spoken_to", "result"),
    "delivery": ("notice", "way", "at", "taken", "spoken_to", "relation", "tracking", "witness", "result"),
}
"""What is asked for each sort of entry, in the order typed."""
LABELS = {
    "notice": mark("文书"),
    "way": mark("方式"),
    "at": mark("时间"),
    "taken": mark("签收情况"),
    "spoken_to": mark("对方、签收人"),
    "relation": mark("与业主关系"),
    "tracking": mark("快递单号"),
    "witness": mark("见证人（拒签时必填）"),
    "reason": mark("欠费原因"),
    "promised_on": mark("承诺缴费日"),
    "promised": mark("承诺金额"),
    "result": mark("结果、备注"),
}
TITLES = {"call": mark("记电话、上门"), "promise": mark("记承诺"), "delivery": mark("登记送达")}


@dataclass(frozen=True)
class BillLine:
    """An open bill: what it is for, its due day, what is open; `held` where it is in dispute."""

    text: str
    due: str
    open: str
    held: bool


@dataclass(frozen=True)
class RoomDebts:
    """What the side shows of a room; `prepaid` is what prepaid money would pay of it, `left` the sum after that."""

    room_id: int
    owners: str
    total: str
    late_fee: str
    prepaid: str
    left: str
    bills: tuple[BillLine, ...]
    more: int
    done: tuple[str, ...]
    state: str
    tone: str
    case_id: int | None
    lapses: str
    lapses_soon: bool


def look(room_id: int, desk: Desk) -> RoomDebts:
    """Return the room's debts as they are now."""
    bills = [bill for bill in open_bills(room_id) if bill.due_on < desk.today]
    asked = overdue(room_id, desk.today)
    late = sum(late_fees_on(asked, desk.today).values())
    owed, prepaid = sum(bill.still_open for bill in asked), covered(room_id, asked, desk.today)
    case = dunning_cases.find_case(room_id)
    flow = dunning_cases.LIFE
    lapse = limitation.first_lapse(asked)
    lines = [
        BillLine(f"{bill.item} {show_period(bill.period)}", show_day(bill.due_on), show(bill.still_open), bill.state == "held")
        for bill in bills[:MOST_BILLS]
    ]  # fmt: skip
    return RoomDebts(
        room_id=room_id,
        owners=owner_names(room_id, desk.today),
        total=show(owed),
        late_fee=show(late) if late else "",
        prepaid=show(prepaid) if prepaid else "",
        left=show(owed + late - prepaid),
        bills=tuple(lines),
        more=max(0, len(bills) - MOST_BILLS),
        done=tuple(_told(room_id)),
        state=flow.label(case.state) if case else "",
        tone=flow.tone(case.state) if case else "quiet",
        case_id=case.id if case else None,
        lapses=show_day(lapse) if lapse else "",
        lapses_soon=limitation.is_near(lapse, desk.today),
    )


def _told(room_id: int) -> list[str]:
    """Return what was done, the latest first, a line each."""
    rows = dunning_history.told(room_id)[::-1][:MOST_DONE]
    return [
        "  ".join(filter(None, (show_day(row["on"]), row["step"], row["way"], row["number"], row["result"])))
        for row in rows
    ]


def choices(name: str, room_id: int) -> list[tuple[str, str]]:
    """Return what can be chosen for a field (stored, shown); nothing for one that is typed."""
    if name == "notice":
        waiting = {notice.id for notice in dunning_log.undelivered([room_id])}
        notices = sorted(dunning_log.notices_of(room_id), key=lambda notice: notice.id not in waiting)
        return [
            (str(notice.id), f"{notice.number} {DunningNotice.step.show(notice.step)}") for notice in notices
        ]
    if name == "way":
        return _options(WAYS)
    if name == "taken":
        return [("", _("已签收或已送到")), (REFUSED, _("拒签"))]
    return [("", "—"), *_options(REASONS)] if name == "reason" else []


def first_text(name: str, desk: Desk) -> str:
    """Return what a field holds before anything is typed."""
    return show_moment(desk.now()) if name == "at" else ""


def record(room_id: int, sort: str, texts: Mapping[str, str], desk: Desk) -> str:
    """Keep what was typed as an entry of the log; return the sentence for the clerk, DeskError if it cannot be."""
    try:
        event = _event(room_id, sort, texts, desk)
    except ValueError as error:
        raise DeskError(_("没有记下：{why}").format(why=error)) from None
    dunning_log.note(event, desk)
    return _("已记下：{what}。").format(what=_(TITLES[sort]))


def deliver_all(notice_ids: list[int], way: str, witness: str, desk: Desk, at: str = "") -> str:
    """Note that all these letters were delivered the same way, at a moment as typed or now; return the sentence.

    The limitation of their claims runs from that moment, so a round of yesterday is noted as of yesterday.
    """
    try:
        moment = parse_moment(at.strip(), desk.today) if at.strip() else None
    except ValueError as error:
        raise DeskError(_("没有记下：{why}").format(why=error)) from None
    count = dunning_log.deliver(notice_ids, way, desk, witness=witness, at=moment)
    return _("已登记 {count} 份文书送达。").format(count=f"{count:,}")


def _event(room_id: int, sort: str, texts: Mapping[str, str], desk: Desk) -> dunning_log.Event:
    typed = {name: text.strip() for name, text in texts.items() if text.strip()}
    plain = ("spoken_to", "relation", "tracking", "witness", "result", "way", "reason")
    promised_on = typed.get("promised_on")
    return dunning_log.Event(
        room_id,
        "visit" if sort == "call" and typed.get("way") == "in_hand" else sort,
        notice_id=int(typed["notice"]) if "notice" in typed else None,
        at=parse_moment(typed["at"], desk.today) if "at" in typed else None,
        promised_on=parse_day(promised_on, desk.today) if promised_on else None,
        promised=parse(typed["promised"]) if "promised" in typed else None,
        is_refused=typed.get("taken") == REFUSED,
        **{name: typed.get(name, "") for name in plain},
    )  # fmt: skip


def _options(options: tuple[Option, ...]) -> list[tuple[str, str]]:
    return [(option.stored, _(option.label)) for option in options]
