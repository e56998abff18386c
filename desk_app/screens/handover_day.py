"""The day of handovers (交房现场, S02) without a window: who is how far, the counts, and what the inspector brought back.

At the data desk only readings and defects are typed, Enter after each: an empty Enter means 合格, words are a defect,
and `@` before part of a firm's name says whose it is. Every line is stored at once.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.days import parse_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.text import fold, narrow
from desk_app.kernel.words import _, listed, mark
from desk_app.modules.handover import day_figures, fees
from desk_app.modules.handover.day_figures import STAGES, DayFigures
from desk_app.modules.handover.life import HANDOVERS
from desk_app.modules.handover.papers import STAGE_LABELS
from desk_app.modules.handover.records import BaseReading, Handover, HandoverBatch
from desk_app.modules.meters.records import METER_KINDS
from desk_app.modules.staff.records import Firm

GOOD_WORDS = (mark("合格"), "good", "ok", "1", "√")
TYPED_IN = "inspecting"
"""The state in which what was found is typed in."""
BY_ONE_KEY = ("sign_in", "inspect", "inspected", "bill", "pay")
"""Steps the page takes itself; the others ask something and open the form."""


@dataclass(frozen=True)
class HandoverRow:
    """One flat of the day as the list shows it; `stage` is what it is counted by, `tone` the colour of its state."""

    id: int
    queue: str
    appointed: str
    room: str
    owner: str
    state: str
    stage: str
    tone: str
    note: str


@dataclass(frozen=True)
class SheetLine:
    """One line to type into: a meter or an item, what stands there, and whether it is still lacking or bad."""

    name: str
    detail: str
    value: str
    tone: str
    is_reading: bool


@dataclass(frozen=True)
class StepOffered:
    """What is done next with a flat; one `asks` something and is done on its form."""

    name: str
    label: str
    asks: bool


class HandoverDay:
    """One desk's view of the day; several look at the same book, so it is read again after each entry."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.day = desk.today
        self.batch_id: int | None = None
        self.stage = "all"
        self.rows: list[HandoverRow] = []
        self.figures: DayFigures = day_figures.figures([])
        self._all: list[HandoverRow] = []

    # -- what is shown -------------------------------------------------------------------------------------------

    def batches(self) -> list[tuple[int | None, str]]:
        """Return what can be chosen: everything of the day, and each batch that is under way."""
        query = HandoverBatch.select().where(HandoverBatch.state == "open").order_by(HandoverBatch.from_on)
        return [(None, _("全部批次")), *((batch.id, str(batch)) for batch in query)]

    def choose_day(self, text: str) -> None:
        """Look at another day; ValueError with a sentence if it is none."""
        self.day = parse_day(text, self.desk.today) if text.strip() else self.desk.today

    def read(self) -> None:
        """Read the handovers of the day, and count them."""
        found = day_figures.of_day(self.day, self.batch_id)
        self.figures = day_figures.figures(found)
        missing = dict(self.figures.missing)
        self._all = [_row(one, missing.get(str(one.room.code), ())) for one in found]
        self.rows = [row for row in self._all if self.stage in ("all", row.stage)]

    def stages(self) -> list[tuple[str, str, int]]:
        """Return (stage, its words, how many are in it), all of them first."""
        counted = [(name, _(STAGE_LABELS[name]), self.figures.stages[name]) for name, _states in STAGES]
        return [("all", _("应办"), self.figures.total), *counted]

    def summary(self) -> str:
        """Return keys, money and missing papers of the day in one line."""
        told = self.figures
        parts = [
            _("钥匙结余 {count}").format(count=told.keys_left),
            _("留整改 {count}").format(count=told.keys_kept),
            _("应收 {charged}，未收 {unpaid}").format(charged=show(told.charged), unpaid=show(told.unpaid)),
            _("缺件 {count} 户").format(count=len(told.missing)),
            _("未合格整改 {count} 项").format(count=sum(one.open for one in told.defects)),
        ]
        return "　".join(parts)

    def find(self, words: str) -> int | None:
        """Return the place of the first row whose room, owner or queue number fits the words; None without one."""
        wanted = fold(words)
        for place, row in enumerate(self.rows):
            if wanted and (row.queue == words.strip() or wanted in fold(f"{row.room} {row.owner}")):
                return place
        return None

    def sheet(self, handover_id: int) -> list[SheetLine]:
        """Return the lines of a flat: its meters, then its items."""
        draft = store.load(HANDOVERS, handover_id)
        return [_reading_line(row) for row in draft.rows["readings"]] + [
            _item_line(row) for row in draft.rows["items"]
        ]

    def is_typed_in(self, handover_id: int) -> bool:
        """Say whether what was found can be typed now: while the flat is being inspected."""
        return bool(Handover.get_by_id(handover_id).state == TYPED_IN)

    def next_step(self, handover_id: int) -> StepOffered | None:
        """Return what is done next with the flat by this person."""
        record: Any = Handover.get_by_id(handover_id)
        flow = HANDOVERS.workflow
        assert flow
        for step in flow.offered(record.state, self.desk.actor):
            if step.main:
                return StepOffered(step.name, _(step.label), step.name not in BY_ONE_KEY)
        return None

    # -- what is done --------------------------------------------------------------------------------------------

    def enter(self, handover_id: int, place: int, text: str) -> None:
        """Store what was typed on a line; DeskError with a sentence, with nothing stored."""
        draft = store.load(HANDOVERS, handover_id)
        if draft.record.state != TYPED_IN:
            raise DeskError(
                _("没有记下：{room} 不在验房中，读数和项目现在不能改。").format(room=draft.record.room)
            )
        readings = draft.rows["readings"]
        if place < len(readings):
            _put_reading(readings[place], text)
        else:
            _put_item(draft.rows["items"][place - len(readings)], text)
        store.save(draft, self.desk)

    def take(self, handover_id: int, name: str) -> None:
        """Take a step that asks nothing; whoever begins the inspection has checked identity and papers."""
        version = Handover.get_by_id(handover_id).version
        entries: dict[str, Any] = {"identity_checked": True} if name == "inspect" else {}
        store.apply(HANDOVERS, name, handover_id, version, self.desk, entries=entries)

    def due(self, handover_id: int) -> str:
        """Return in words what the fees of a flat come to and what of it is open; '' before they are worked out."""
        draft = store.load(HANDOVERS, handover_id)
        record = draft.record
        if record.fees_until_on is None:
            return ""
        return _("物业费 {from_on} 至 {until_on}，未交 {unpaid} 元").format(
            from_on=record.fees_from_on, until_on=record.fees_until_on, unpaid=show(fees.unpaid(draft))
        )

    def room_of(self, handover_id: int) -> int:
        """Return the room of a handover: the cash desk is opened at it."""
        return int(Handover.get_by_id(handover_id).room_id)


def _row(one: Any, missing: tuple[str, ...]) -> HandoverRow:
    flow = HANDOVERS.workflow
    assert flow
    notes = [_("缺 {papers}").format(papers=listed(missing))] if missing else []
    if one.state in ("refused", "deferred") and one.refused_why:
        notes.append(str(one.refused_why))
    return HandoverRow(
        one.id,
        str(one.queue_number or ""),
        _time(one.appointed_at),
        str(one.room.code),
        str(one.person or ""),
        flow.label(one.state),
        next(name for name, states in STAGES if one.state in states),
        flow.tone(one.state),
        "；".join(notes),
    )


def _time(moment: datetime.datetime | None) -> str:
    return f"{moment:%H:%M}" if moment else ""


def _reading_line(row: Any) -> SheetLine:
    kind = next(_(option.label) for option in METER_KINDS if option.stored == row.meter.kind)
    value = BaseReading._meta.fields["value"].show(row.value)
    return SheetLine(kind, str(row.meter), value, "" if value else "waiting", True)


def _item_line(row: Any) -> SheetLine:
    if row.result is None:
        return SheetLine(str(row.name), "", "", "waiting", False)
    if row.result == "good":
        return SheetLine(str(row.name), "", _("合格"), "good", False)
    return SheetLine(str(row.name), str(row.firm or _("未定责任单位")), str(row.problem or ""), "bad", False)


def _put_reading(row: Any, text: str) -> None:
    try:
        row.value = BaseReading._meta.fields["value"].parse(text)
    except ValueError as error:
        raise DeskError(_("没有记下：{why}").format(why=error)) from None


def _put_item(row: Any, text: str) -> None:
    """Note an item as good, or bad with what is wrong and whose it is."""
    problem, _at, firm = text.replace("＠", "@").partition("@")
    problem = problem.strip()
    if narrow(problem) in (*GOOD_WORDS, narrow(_("合格")), ""):
        if firm.strip():
            raise DeskError(_("没有记下：请写明问题，再写 @责任单位。"))
        row.result, row.problem, row.firm = "good", None, None
        return
    row.firm = _find_firm(firm.strip()) if firm.strip() else row.firm
    row.result, row.problem = "bad", problem


def _find_firm(words: str) -> Firm:
    """Return the only firm whose name holds the words; DeskError where there is none, or several."""
    wanted = fold(words)
    found: list[Firm] = [firm for firm in Firm.select().order_by(Firm.name) if wanted in fold(str(firm.name))]
    exact = [firm for firm in found if fold(str(firm.name)) == wanted]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if found:
        raise DeskError(
            _("没有记下：{firms}都有“{words}”，请多打几个字。").format(
                firms=listed(map(str, found)), words=words
            )
        )
    raise DeskError(_("没有记下：外部单位里没有“{words}”，请先建档。").format(words=words))
