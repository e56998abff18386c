"""The meter round (抄表) without a window: which meters, what is typed for each, what is odd, and taking it back."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.days import parse_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.periods import next_period, period_of, show_period
from desk_app.kernel.text import fold
from desk_app.kernel.words import _
from desk_app.modules.billing import shared_costs
from desk_app.modules.estate.records import Building
from desk_app.modules.meters import readings, rounds, scale, sheets
from desk_app.modules.meters.kinds import ROUNDS
from desk_app.modules.meters.records import METER_KINDS, Meter, MeterReading
from desk_app.modules.meters.records import MeterRound as StoredRound
from desk_app.modules.meters.rounds import RoundLine
from desk_app.modules.meters.sheets import SheetPlan
from desk_app.screens.meter_rows import MeterRow, row_of, tell_reading
from desk_app.screens.progress import Progress

MONTHS_BACK = 12


@dataclass(frozen=True)
class Entered:
    """What came of a value typed: kept or held, and in a sentence what is odd about it."""

    state: str
    told: str


@dataclass(frozen=True)
class _Done:
    """One entry, to be taken back: the reading made, and the value it took the place of."""

    meter_id: int
    reading_id: int
    replaced: Any | None


class MeterRound:
    """One person at work on the round of a period; every value typed is stored at once."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.period = period_of(desk.today)
        self.read_on = desk.today
        self.building_id: int | None = None
        self.kind = ""
        self.shown = "all"
        self.rows: list[MeterRow] = []
        self._lines: list[RoundLine] = []
        self._done: list[_Done] = []

    # -- what is shown -------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the round of the period, building and kind chosen; of it, `shown` is all, missing or held."""
        self._lines = rounds.round_of(self.period, self.building_id, self.kind or None)
        self.rows = [row_of(line) for line in self._lines if self.shown in ("all", line.state)]

    def counts(self) -> dict[str, int]:
        """Return how many meters of the round there are ("all"), and how many are read, missing and held."""
        states = [line.state for line in self._lines]
        return {"all": len(states)} | {state: states.count(state) for state in ("read", "missing", "held")}

    def periods(self) -> list[tuple[int, str]]:
        """Return the periods that can be chosen with their words, the next one first."""
        newest = next_period(period_of(self.desk.today))
        found = [next_period(newest, -back) for back in range(MONTHS_BACK + 2)]
        return [(period, show_period(period)) for period in found]

    def buildings(self) -> list[tuple[int, str]]:
        """Return the buildings in order."""
        return [(block.id, str(block)) for block in Building.select().order_by(Building.sort_key)]

    def kinds(self) -> list[tuple[str, str]]:
        """Return the kinds of meter there are in the book, as they are called."""
        there = {kind for (kind,) in Meter.select(Meter.kind).distinct().tuples()}
        return [(option.stored, _(option.label)) for option in METER_KINDS if option.stored in there]

    def find(self, words: str, after: int) -> int | None:
        """Return the place of the next row after `after` whose room or number holds the words; None if there is none."""
        wanted = fold(words)
        if not wanted or not self.rows:
            return None
        order = [*range(after + 1, len(self.rows)), *range(min(after + 1, len(self.rows)))]
        return next(
            (at for at in order if wanted in fold(f"{self.rows[at].place} {self.rows[at].number}")), None
        )

    def earlier(self, place: int) -> list[str]:
        """Return the last readings of a row's meter, the latest first, in words."""
        found = MeterReading.select().where(
            MeterReading.meter == self.rows[place].meter_id, MeterReading.state != "void"
        )
        return [
            tell_reading(row)
            for row in found.order_by(MeterReading.read_on.desc(), MeterReading.id.desc()).limit(6)
        ]

    # -- what is typed -------------------------------------------------------------------------------------------

    def enter(self, place: int, text: str) -> Entered | None:
        """Write down the value typed for a row; None where nothing was typed that is not there already.

        DeskError with a sentence, with nothing written. A value typed over another voids that one.
        """
        line = self._line(place)
        if not text.strip():
            return None
        try:
            value: int = MeterReading._meta.fields["value"].read(text, None)
        except ValueError as error:
            raise DeskError(_("没有抄表：{why}").format(why=error)) from None
        self._refuse_unseen(place, line)
        if line.reading is not None and value == line.value:
            return None
        made = self._write(line, value)
        self._done.append(_Done(line.meter.id, made.id, line.reading))
        return self._entered(line.meter.id)

    def choose_day(self, text: str) -> None:
        """Take another day of reading; ValueError with a sentence if it is none."""
        self.read_on = parse_day(text, self.desk.today) if text.strip() else self.desk.today

    def undo(self) -> int | None:
        """Take back the value typed last, and put back the one it replaced; return its meter, None if there is none."""
        while self._done and _is_void(self._done[-1].reading_id):  # by hand, or with a swap
            self._done.pop()
        if not self._done:
            return None
        done, again = self._done[-1], None
        with transaction():
            readings.void_reading(done.reading_id, self.desk, _("撤销录入"))
            if old := done.replaced:
                again = readings.record_reading(
                    done.meter_id,
                    old.value,
                    old.read_on,
                    old.period,
                    self.desk,
                    old.kind,
                    read_by=old.read_by or "",
                )
        self._done.pop()
        if again is not None:  # what is taken back next is the value put back now
            self._done = [_put_back(each, done, again.id) for each in self._done]
        self._read_again(done.meter_id)
        return done.meter_id

    def confirm(self, place: int, *, rollover: bool = False) -> None:
        """Let a held reading hold; with `rollover` because the counter went over its last number."""
        line = self._line(place)
        if line.reading is None or line.reading.state != "held":
            raise DeskError(_("没有确认：这块表没有待核对的读数。"))
        readings.confirm_reading(line.reading.id, self.desk, rollover=rollover)
        self._read_again(line.meter.id)

    def steps(self, place: int) -> set[str]:
        """Return what can be done with a row's meter now: estimate, confirm, roll, void, correct."""
        line = self._line(place)
        reading = line.reading
        if reading is None:
            return {"estimate"}
        is_back = reading.before is not None and reading.value < reading.before
        if reading.state == "held" and is_back and "overestimated" not in str(reading.odd):
            plausible = scale.may_have_rolled(line.meter, int(reading.before), int(reading.value))
            return {"void", "roll"} if plausible else {"void"}
        if reading.state == "held":
            return {"void", "confirm"}
        return {"correct"} if scale.is_billed(reading) else {"void"}

    def void(self, place: int, reason: str) -> None:
        """Void a row's reading."""
        line = self._line(place)
        if line.reading is None:
            raise DeskError(_("没有作废：这块表本期还没有抄。"))
        readings.void_reading(line.reading.id, self.desk, reason)
        self._read_again(line.meter.id)

    def estimate(self, place: int) -> Entered:
        """Write down the average of a meter's last three uses (估抄)."""
        line = self._line(place)
        made = readings.record_estimate(line.meter.id, self.read_on, self.period, self.desk)
        self._done.append(_Done(line.meter.id, made.id, None))
        return self._entered(line.meter.id)

    # -- files and papers ----------------------------------------------------------------------------------------

    def export(self, path: Path) -> int:
        """Write the round shown as a workbook to fill in; return how many meters."""
        chosen = {row.meter_id for row in self.rows}
        count = sheets.write_round(
            path, self.period, [line for line in self._lines if line.meter.id in chosen]
        )
        store.note_event("meter_readings", None, self.desk, "export", "", {"rows": ["", str(count)]})
        return count

    def plan(self, path: Path, progress: Progress) -> SheetPlan:
        """Read a workbook that was filled in, and say of every line what it would bring; nothing is written."""
        return sheets.plan_readings(
            path, self.period, self.desk, progress=progress.step, stopped=lambda: progress.is_cancelled
        )

    def accept(self, plan: SheetPlan, progress: Progress) -> int:
        """Write down what the plan brings; return how many readings."""
        return sheets.accept(plan, self.desk, progress.step)

    def sheet_record(self) -> int:
        """Return the record the sheet for the pen (F60) is printed from, made where it is not there yet."""
        walked = _find_round(self.period, self.building_id, self.kind)
        if walked is None:
            draft = store.new(
                ROUNDS,
                period=self.period,
                building=self.building_id,
                kind=self.kind or None,
                read_by=self.desk.actor.name,
            )
            walked = store.save(draft, self.desk).record
        return int(walked.id)

    def shared_record(self) -> int:
        """Return the record the announcement of the period's shared costs (F61) is printed from.

        The figures of metered pools are written down first. DeskError where a main meter is not read, or where there
        are no shared costs.
        """
        stored = shared_costs.open_period(self.period, self.desk)
        if not stored:
            raise DeskError(_("没有打印公示表：这一期没有公摊。请先在“更多档案”的“公摊”里建好。"))
        return int(stored[0].id)

    # -- inside --------------------------------------------------------------------------------------------------

    def _line(self, place: int) -> RoundLine:
        """Return the line of a row as the book has it now: somebody else may have read the meter."""
        return rounds.line_of(self.rows[place].meter_id, self.period)

    def _refuse_unseen(self, place: int, line: RoundLine) -> None:
        """Raise DeskError if somebody else read the meter meanwhile: nobody's value is voided unseen."""
        was, now = self.rows[place], row_of(line)
        if line.reading is not None and now.value != was.value:
            self._read_again(line.meter.id)
            text = _("没有抄表：{who} 刚才已经录入 {value}。请看过再打。")
            raise DeskError(text.format(who=line.reading.read_by or "?", value=now.value))

    def _write(self, line: RoundLine, value: int) -> Any:
        if line.reading is not None:
            return readings.reread(line.reading.id, value, self.read_on, self.desk, _("重抄"))
        return readings.record_reading(line.meter.id, value, self.read_on, self.period, self.desk)

    def _entered(self, meter_id: int) -> Entered:
        row = self._read_again(meter_id)
        return Entered(row.state, row.told)

    def _read_again(self, meter_id: int) -> MeterRow:
        """Read one meter's line again and show it in its place."""
        fresh = rounds.line_of(meter_id, self.period)
        self._lines = [fresh if line.meter.id == meter_id else line for line in self._lines]
        row = row_of(fresh)
        self.rows = [row if each.meter_id == meter_id else each for each in self.rows]
        return row


def _is_void(reading_id: int) -> bool:
    return MeterReading.select().where(MeterReading.id == reading_id, MeterReading.state == "void").exists()  # type: ignore[no-any-return]


def _put_back(earlier: _Done, undone: _Done, reading_id: int) -> _Done:
    """Return an earlier entry; the one whose value was put back just now is taken back by its new reading."""
    was_replaced = undone.replaced is not None and earlier.reading_id == undone.replaced.id
    return replace(earlier, reading_id=reading_id) if was_replaced else earlier


def _find_round(period: int, building_id: int | None, kind: str) -> Any | None:
    """Return the stored round of a period, building and kind."""
    wanted = {"building": building_id, "kind": kind or None}
    query = StoredRound.select().where(StoredRound.period == period)
    for name, value in wanted.items():
        column = StoredRound._meta.fields[name]
        query = query.where(column.is_null() if value is None else column == value)
    return query.first()
