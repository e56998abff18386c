"""Closing the day at the cash desk (日结): what came in, what should lie in the till, what was counted."""

import datetime
from dataclasses import dataclass, field

from desk_app.kernel import money
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.cashier import rights
from desk_app.modules.cashier.day_close import DENOMINATIONS, TillCount, close_day, count_up
from desk_app.modules.cashier.day_figures import DayFigures, day_figures, days_to_close
from desk_app.modules.cashier.records import METHODS, DayClose

LAST_CLOSES = 10


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
    """What the typed count comes to; `problem` says in a sentence what cannot be read."""

    cash: int = 0
    banked: int = 0
    difference: int = 0
    problem: str = ""

    @property
    def stays(self) -> int:
        """Return the fen left in the till for the next day."""
        return self.cash - self.banked

    @property
    def verdict(self) -> str:
        """Return whether the till is over, short or right, in words."""
        if not self.difference:
            return _("账实相符")
        words = _("长款 {amount} 元") if self.difference > 0 else _("短款 {amount} 元")
        return words.format(amount=show(abs(self.difference)))


@dataclass
class DayClosing:
    """The page of one open day: figures as they stand, pieces and sums as typed."""

    desk: Desk
    chosen: OpenDay | None = None
    figures: DayFigures | None = None
    pieces: dict[int, str] = field(default_factory=dict)
    float_text: str = ""
    banked_text: str = ""
    bank_slip: str = ""
    note: str = ""

    def open_days(self) -> list[OpenDay]:
        """Return the days that can be closed, the oldest first: one's own, or everybody's for who may."""
        whose = None if rights.may(self.desk, "close_others_day") else self.desk.actor.name
        found = [OpenDay(cashier, day) for cashier, day in days_to_close(self.desk.today, whose)]
        today = OpenDay(self.desk.actor.name, self.desk.today)
        return found if today in found or self._is_closed(today) else [*found, today]

    def choose(self, which: OpenDay) -> None:
        """Show a day; what was typed for another is dropped."""
        self.chosen = which
        self.pieces, self.banked_text, self.bank_slip, self.note = {}, "", "", ""
        self.figures = day_figures(which.cashier, which.day)
        self.float_text = show(self.figures.float_before)
        self.banked_text = show(max(0, self.figures.cash_expected - self.figures.float_before))

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
            pieces = self._pieces()
            before = self._money(self.float_text, _("期初备用金"))
            banked = self._money(self.banked_text, _("缴存银行"))
            cash = count_up(pieces)
        except (ValueError, DeskError) as error:
            return Counted(problem=str(error))
        expected = before + self.figures.cash_in + self.figures.cash_out
        return Counted(cash, banked, cash - expected)

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
            float_before=self._money(self.float_text, ""),
            banked=counted.banked,
            bank_slip=self.bank_slip,
            note=self.note,
        )
        return close_day(self.chosen.cashier, self.chosen.day, till, self.desk)

    def last_closes(self) -> list[DayClose]:
        """Return the last closes, the latest first."""
        query = DayClose.select().order_by(DayClose.business_on.desc(), DayClose.id.desc())
        if not rights.may(self.desk, "close_others_day"):
            query = query.where(DayClose.cashier == self.desk.actor.name)
        return list(query.limit(LAST_CLOSES))

    def _pieces(self) -> dict[int, int]:
        counts = {}
        for value in DENOMINATIONS:
            text = self.pieces.get(value, "").strip()
            if not text:
                continue
            if not (text.isascii() and text.isdigit()) or len(text) > 6:
                raise ValueError(
                    _("{value} 元的张数不是整数：{text}").format(value=show(value), text=text[:20])
                )
            counts[value] = int(text)
        return counts

    def _money(self, text: str, name: str) -> int:
        if not text.strip():
            return 0
        fen = money.parse(text)
        if fen < 0:
            raise ValueError(_("{name}不能小于 0。").format(name=name))
        return fen

    def _float_or_none(self) -> int | None:
        try:
            return self._money(self.float_text, "")
        except ValueError:
            return None

    @staticmethod
    def _is_closed(which: OpenDay) -> bool:
        query = DayClose.select().where(
            DayClose.cashier == which.cashier,
            DayClose.business_on == which.day,
            DayClose.state == "closed",
        )
        return bool(query.exists())
