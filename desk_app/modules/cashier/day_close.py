"""Closing a cashier's day (日结, F58): cash counted by denomination, over and short recorded, the day locked.

A close is never changed: a wrong one is opened again by a second person (反结), and the day is closed anew.
"""

import datetime
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import Draft, RecordKind, Section, register
from desk_app.kernel.money import LARGEST, show
from desk_app.kernel.text import fold
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Transition, Workflow
from desk_app.modules.cashier import locks, rights
from desk_app.modules.cashier.day_figures import DayFigures, day_figures, days_to_close, last_close
from desk_app.modules.cashier.records import CLOSE_STATES, DayClose, Receipt
from desk_app.modules.cashier.typed import read_words

__all__ = [
    "DENOMINATIONS",
    "DayFigures",
    "TillCount",
    "close_day",
    "count_up",
    "day_figures",
    "refuse_closed",
    "tell_difference",
]

DENOMINATIONS = (100_00, 50_00, 20_00, 10_00, 5_00, 1_00, 50, 10)
"""Notes and coins in use, in fen: 100 yuan down to 1 jiao."""

refuse_closed = locks.refuse_closed


@dataclass(frozen=True, kw_only=True)
class TillCount:
    """What the cashier counted: a sum, or pieces of each denomination; `banked` goes to the bank, the rest stays.

    `loose` are the fen that no denomination fits (其他零钱: coins of 5, 2 and 1 fen). `float_before` None is what the
    last close left; a cashier's first close may say another sum. `note` tells why the till is over or short.
    """

    counted: int | None = None
    pieces: Mapping[int, int] = field(default_factory=dict)
    loose: int = 0
    float_before: int | None = None
    banked: int = 0
    bank_slip: str = ""
    note: str = ""

    @property
    def cash(self) -> int:
        """Return the fen counted."""
        return count_up(self.pieces) + self.loose if self.counted is None else self.counted


def count_up(pieces: Mapping[int, int]) -> int:
    """Return the fen of so many pieces of each denomination; DeskError for one there is not."""
    for value, count in pieces.items():
        if value not in DENOMINATIONS or count < 0:
            raise DeskError(
                _("没有日结：面额 {value} 元 {count} 张不对。").format(value=show(value), count=count)
            )
    return sum(value * count for value, count in pieces.items())


def tell_difference(fen: int) -> str:
    """Return whether the till is over, short or right, in words."""
    if not fen:
        return _("账实相符")
    words = _("长款 {amount} 元") if fen > 0 else _("短款 {amount} 元")
    return words.format(amount=show(abs(fen)))


def close_day(cashier: str, day: datetime.date, till: TillCount, desk: Desk) -> DayClose:
    """Close the day of a cashier and lock it; DeskError if it is closed, lies ahead, or an earlier one is open.

    A till that is over or short is closed only with a note that says why. What was counted and what should be there are both kept, with the difference (长短款) and all figures of the day.
    """
    rights.require(desk, "close_day")
    if fold(cashier) != fold(desk.actor.name):
        rights.require(desk, "close_others_day")
    with transaction():
        _refuse(cashier, day, desk)
        _refuse_float(cashier, day, till)
        figures = day_figures(cashier, day, till.float_before)
        _refuse_count(till, figures)
        close = _write(figures, till, desk)
        told = {
            "cash_expected": ["", show(figures.cash_expected)],
            "cash_counted": ["", show(till.cash)],
            "difference": ["", show(till.cash - figures.cash_expected)],
        }
        store.note_event(DAY_CLOSES.name, close.id, desk, "close", till.note, told)
    return close


def snapshot_of(close: DayClose) -> dict[str, Any]:
    """Return the figures of a closed day as they were when it was closed."""
    kept: dict[str, Any] = json.loads(str(close.snapshot))
    return kept


def _refuse(cashier: str, day: datetime.date, desk: Desk) -> None:
    _refuse_unknown(cashier, desk)
    if day > desk.today:
        raise DeskError(_("没有日结：{day} 还没有到。").format(day=day))
    if locks.is_day_closed(cashier, day):
        raise DeskError(_("没有日结：{cashier} {day} 已经日结过了。").format(cashier=cashier, day=day))
    last_on = locks.last_closed_on(cashier)
    if last_on is not None and day < last_on:
        raise DeskError(
            _("没有日结：{cashier} 已经日结到 {last}，请从最后一天开始反结。").format(
                cashier=cashier, last=last_on
            )
        )
    if locks.is_month_closed(day):
        raise DeskError(_("没有日结：{day} 所在的月份已经月结。").format(day=day))
    before = [open_on for _cashier, open_on in days_to_close(day, cashier) if open_on < day]
    if before:
        raise DeskError(_("没有日结：请先日结 {day}，备用金才接得上。").format(day=before[0]))


def _refuse_unknown(cashier: str, desk: Desk) -> None:
    """Somebody else's day is closed only if that person ever took money: a name mistyped locks nobody's day."""
    if fold(cashier) == fold(desk.actor.name):
        return
    if not locks.spellings(Receipt.select(Receipt.cashier), cashier):
        raise DeskError(_("没有日结：没有 {cashier} 开的收据，请核对姓名。").format(cashier=cashier))


def _refuse_float(cashier: str, day: datetime.date, till: TillCount) -> None:
    """The float goes on from the last close; money missing from it is short (短款), not a smaller float."""
    last = last_close(cashier, day)
    if last is None or till.float_before in (None, left := last.cash_counted - last.banked):
        return
    raise DeskError(
        _(
            "没有日结：{last} 日结留下备用金 {left} 元，填的是 {typed} 元。"
            "期初备用金请照留下的填，差额会记作长短款，请在备注写明原因。"
        ).format(last=last.business_on, left=show(left), typed=show(till.float_before or 0))
    )


def _refuse_count(till: TillCount, figures: DayFigures) -> None:
    if not 0 <= till.cash <= LARGEST or till.loose < 0 or figures.float_before < 0:
        raise DeskError(_("没有日结：实盘现金和备用金不能小于 0。"))
    if till.counted is not None and till.pieces and count_up(till.pieces) + till.loose != till.counted:
        raise DeskError(_("没有日结：各面额合计与实盘现金不一致，请再点一次。"))
    if not 0 <= till.banked <= till.cash:
        raise DeskError(_("没有日结：缴存银行的钱不能多于实盘现金。"))
    difference = till.cash - figures.cash_expected
    if difference and not till.note.strip():
        raise DeskError(
            _("没有日结：{verdict}，请在备注写明原因。").format(verdict=tell_difference(difference))
        )


def _write(figures: DayFigures, till: TillCount, desk: Desk) -> DayClose:
    slip = read_words(till.bank_slip, _("存款单号"), 64)
    return DayClose.create(  # type: ignore[no-any-return]
        version=1,
        cashier=figures.cashier,
        business_on=figures.business_on,
        float_before=figures.float_before,
        cash_expected=figures.cash_expected,
        cash_counted=till.cash,
        difference=till.cash - figures.cash_expected,
        banked=till.banked,
        bank_slip=slip or None,
        banked_on=desk.today if slip else None,
        counted=json.dumps(_counted(till)),
        snapshot=json.dumps(asdict(figures), ensure_ascii=False, default=str),
        closed_at=desk.now(),
        note=read_words(till.note, _("备注")) or None,
    )


def _counted(till: TillCount) -> dict[str, int]:
    """Return what lay in the till: pieces of each denomination, and under `loose` the fen beside them."""
    pieces = {str(value): count for value, count in till.pieces.items()}
    return pieces | ({"loose": till.loose} if till.loose else {})


def _may_reopen(draft: Draft, desk: Desk) -> str | None:
    """A second person opens a day again, and only the cashier's last one: the float goes on from there."""
    close = draft.record
    if fold(close.cashier) == fold(desk.actor.name):
        return _("没有反结：收费员不能打开自己的日结，请由另一人办理。")
    if locks.is_month_closed(close.business_on):
        return _("没有反结：{day} 所在的月份已经月结，请先反结那个月。").format(day=close.business_on)
    if locks.closes_of(close.cashier).where(DayClose.business_on > close.business_on).exists():
        return _("没有反结：{cashier} 后面的日子已经日结，请从最后一天开始反结。").format(
            cashier=close.cashier
        )
    return None


def _may_bank(draft: Draft, desk: Desk) -> str | None:
    close = draft.record
    if not close.bank_slip or close.banked_on is None:
        return _("没有登记：请填写存款单号和缴存日期。")
    if not close.business_on <= close.banked_on <= desk.today:
        return _("没有登记：缴存日期应在日结那天和今天之间。")
    return None


LIFE = Workflow(
    states=CLOSE_STATES,
    editable=(),
    transitions=(
        Transition(
            "bank", "登记存款单", ("closed",), "closed", ("cashier", "accountant", "manager"), _may_bank,
            asks=("bank_slip", "banked_on"), main=True,
        ),
        Transition(
            "reopen", "反结", ("closed",), "reopened", ("accountant", "manager"), _may_reopen, needs_reason=True
        ),
    ),
    tones=(("closed", "good"), ("reopened", "bad")),
)  # fmt: skip


DAY_CLOSES = register(
    RecordKind(
        name="day_closes",
        model=DayClose,
        label="日结单",
        columns=(
            "business_on", "cashier", "cash_expected", "cash_counted", "difference", "banked", "bank_slip",
            "state",
        ),
        sections=(
            Section("日结", ("cashier", "business_on", "closed_at", "note")),
            Section("现金", ("float_before", "cash_expected", "cash_counted", "difference")),
            Section("缴存银行", ("banked", "bank_slip", "banked_on")),
        ),
        title=str,
        workflow=LIFE,
        order=("business_on", "id"),
        newest_first=True,
        icon="calendar",
        made_elsewhere=True,
    )
)  # fmt: skip
