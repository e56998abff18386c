"""Closing the day at the cash desk (日结): what came in, what should lie in the till, what was counted."""

import datetime
from dataclasses import dataclass, field

from desk_app.kernel import money
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.text import fold
from desk_app.kernel.words import _
from desk_app.modules.cashier import rights
from desk_app.modules.cashier.day_close import (
    DENOMINATIONS,
    TillCount,
    close_day,
    count_up,
    tell_difference,
)
from desk_app.modules.cashier.day_figures import DayFigures, day_figures, days_to_close, last_close
from desk_app.modules.cashier.locks import is_day_closed, spellings
from desk_app.modules.cashier.records import METHODS, DayClose

LAST_CLOSES = 10
LOOSE = "loose"
BANKED = "banked"
FLOAT = "float"


@dataclass(frozen=True)
class OpenDay:
    """A cashier's day that is not closed."""

    cashier: str
    day: datetime.date

    @property
    def label(self) -> str:
        """Return the day and whose it is."""
        return f"{show_day(self.day)} {self.cashier}"


@dataclass(frozen=True)
class Counted:
    """What the typed count comes to; `problem` says in a sentence what cannot be read, `where` in which box.

    `where` is a denomination in fen, or one of LOOSE, BANKED and FLOAT.
    """

    cash: int = 0
    banked: int = 0
    difference: int = 0
    problem: str = ""
    where: int | str = ""

    @property
    def stays(self) -> int:
        """Return the fen left in the till for the next day."""
        return self.cash - self.banked

    @property
    def verdict(self) -> str:
        """Return whether the till is over, short or right, in words."""
        return tell_difference(self.difference)


class UnreadCount(ValueError):
    """What is typed in a box cannot be read; `where` names the box."""

    def __init__(self, sentence: str, where: int | str) -> None:
        super().__init__(sentence)
        self.where = where


@dataclass
class DayClosing:
    """The page of one open day: figures as they stand, pieces and sums as typed.

    `banked_text` is None while nobody has typed another sum than the one proposed.
    """

    desk: Desk
    chosen: OpenDay | None = None
    figures: DayFigures | None = None
    pieces: dict[int, str] = field(default_factory=dict)
    loose_text: str = ""
    float_text: str = ""
    banked_text: str | None = None
    bank_slip: str = ""
    note: str = ""

    def open_days(self) -> list[OpenDay]:
        """Return the days that can be closed, the oldest first: one's own, or everybody's for who may."""
        whose = None if rights.may(self.desk, "close_others_day") else self.desk.actor.name
        found = [OpenDay(cashier, day) for cashier, day in days_to_close(self.desk.today, whose)]
        today = OpenDay(self.desk.actor.name, self.desk.today)
        mine = is_day_closed(today.cashier, today.day) or any(
            fold(each.cashier) == fold(today.cashier) for each in found if each.day == today.day
        )
        return found if mine else [*found, today]

    def choose(self, which: OpenDay) -> None:
        """Show a day; what was typed for another is dropped."""
        self.chosen = which
        self.pieces, self.loose_text, self.banked_text, self.bank_slip, self.note = {}, "", None, "", ""
        self.figures = day_figures(which.cashier, which.day)
        self.float_text = show(self.figures.float_before)

    @property
    def float_told(self) -> str:
        """Return where the float comes from; nothing if it is the cashier's first close, who then types it."""
        last = last_close(self.chosen.cashier, self.chosen.day) if self.chosen else None
        return _("{day} 日结留下").format(day=show_day(last.business_on)) if last is not None else ""

    def refresh(self) -> None:
        """Reckon the figures again; what is typed stays."""
        if self.chosen is not None:
            self.figures = day_figures(self.chosen.cashier, self.chosen.day, self._float_or_none())

    def columns(self) -> list[tuple[str, str]]:
        """Return (method, label) of the methods that money moved by on the day, in their usual order."""
        assert self.figures
        return [
            (option.stored, _(option.label)) for option in METHODS if option.stored in self.figures.by_method
        ]

    def counted(self) -> Counted:
        """Return what the count comes to against what should be there."""
        if self.figures is None:
            return Counted(problem=_("请先选日期。"))
        try:
            cash = count_up(self._pieces()) + self._money(self.loose_text, _("其他零钱"), LOOSE)
            before = self._money(self.float_text, _("期初备用金"), FLOAT)
            banked = self._banked(cash, before)
        except UnreadCount as error:
            return Counted(problem=str(error), where=error.where)
        expected = before + self.figures.cash_in + self.figures.cash_out
        if banked > cash:
            problem = _("缴存银行 {banked} 元，多于实盘现金 {cash} 元。")
            problem = problem.format(banked=show(banked), cash=show(cash))
            return Counted(cash, banked, cash - expected, problem, BANKED)
        return Counted(cash, banked, cash - expected)

    def _banked(self, cash: int, before: int) -> int:
        """Return the fen to the bank: as typed, or what came in, as far as the count leaves the float whole."""
        if self.banked_text is not None:
            return self._money(self.banked_text, _("缴存银行"), BANKED)
        assert self.figures
        return max(0, min(self.figures.cash_in + self.figures.cash_out, cash - before))

    @property
    def expected(self) -> int:
        """Return the fen that should lie in the till."""
        if self.figures is None:
            return 0
        before = self._float_or_none()
        return (before or 0) + self.figures.cash_in + self.figures.cash_out

    def close(self) -> DayClose:
        """Close the day; DeskError with a sentence if that cannot be."""
        counted = self.counted()
        if counted.problem or self.chosen is None:
            raise DeskError(_("没有日结：{problem}").format(problem=counted.problem))
        till = TillCount(
            pieces=self._pieces(),
            loose=self._money(self.loose_text, _("其他零钱"), LOOSE),
            float_before=self._money(self.float_text, _("期初备用金"), FLOAT),
            banked=counted.banked,
            bank_slip=self.bank_slip,
            note=self.note,
        )
        return close_day(self.chosen.cashier, self.chosen.day, till, self.desk)

    def last_closes(self) -> list[DayClose]:
        """Return the last closes, the latest first."""
        query = DayClose.select().order_by(DayClose.business_on.desc(), DayClose.id.desc())
        if not rights.may(self.desk, "close_others_day"):
            query = query.where(
                DayClose.cashier.in_(spellings(DayClose.select(DayClose.cashier), self.desk.actor.name))
            )
        return list(query.limit(LAST_CLOSES))

    def _pieces(self) -> dict[int, int]:
        counts = {}
        for value in DENOMINATIONS:
            text = self.pieces.get(value, "").strip()
            if not text:
                continue
            if not (text.isascii() and text.isdigit()) or len(text) > 6:
                words = _("{value} 元的张数不是整数：{text}")
                raise UnreadCount(words.format(value=show(value), text=text[:20]), value)
            counts[value] = int(text)
        return counts

    def _money(self, text: str, name: str, where: str) -> int:
        if not text.strip():
            return 0
        try:
            fen = money.parse(text)
        except ValueError as error:
            raise UnreadCount(_("{name}：{problem}").format(name=name, problem=error), where) from None
        if fen < 0:
            raise UnreadCount(_("{name}不能小于 0。").format(name=name), where)
        return fen

    def _float_or_none(self) -> int | None:
        try:
            return self._money(self.float_text, _("期初备用金"), FLOAT)
        except UnreadCount:
            return None
