"""Taking a call in one line (来电快录): the number finds the caller, a digit names the matter, Enter keeps it.

Around it what the desk has heard today, each call with its ten minutes, and the steps it can take.
"""

import datetime
from dataclasses import dataclass

from desk_app.kernel import store, waiting
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among
from desk_app.kernel.kind import find_kind
from desk_app.kernel.waiting import Waiting
from desk_app.kernel.words import _
from desk_app.modules.reception.callers import Caller, find_callers
from desk_app.modules.reception.calls import first_line
from desk_app.modules.reception.records import CATEGORIES, Call
from desk_app.screens.record_form import RecordForm
from desk_app.screens.record_links import Target
from desk_app.screens.running_clocks import RunningClock, as_seen

KIND = "calls"
MOST_SHOWN = 200
STEPS = ("turn", "pass_on", "answer")
"""What is done with a call at the desk: turned into its slip, passed on to a department, answered."""


@dataclass(frozen=True)
class Category:
    """What a call is about, and the digit that says so."""

    digit: str
    stored: str
    label: str


def categories() -> list[Category]:
    """Return what calls are about, with their digits from 1."""
    return [Category(str(place), each.stored, _(each.label)) for place, each in enumerate(CATEGORIES, 1)]


class CallEntry:
    """One call being taken. `problems` maps a field to a sentence; a number that several rooms have leaves `choices`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.choices: list[Caller] = []
        self._begun_at: datetime.datetime | None = None
        self.form = self._blank()

    # -- what is typed -------------------------------------------------------------------------------------------

    def enter_number(self, text: str) -> None:
        """Take the number shown by the phone; without one somebody came in person. The caller follows from it."""
        if text.strip() == self.form.text("caller_number"):
            return
        self._begin()
        self._forget_caller()
        self.form.enter("caller_number", text)
        self.form.enter("way", self._way("call" if text.strip() else "visit"))
        number = self.form.record.caller_number
        self.choices = find_callers(number, self.desk.today) if number else []
        if len(self.choices) < 2:
            self.choices = []

    def pick(self, place: int) -> None:
        """Take one of `choices`: the person and the room."""
        caller = self.choices[place]
        self.form.choose("person", caller.person.id)
        self.form.enter("caller", str(caller.person))
        if caller.holding:
            self.form.choose("room", caller.holding.room_id)
        self.choices = []

    def suggest_rooms(self, typed: str) -> list[Target]:
        """Return the rooms that fit what is typed."""
        return self.form.suggest("room", typed)

    def choose_room(self, room_id: int) -> None:
        """Take a room; its only owner is the caller where nobody is named yet."""
        self._begin()
        self.form.choose("room", room_id)

    def enter_room(self, text: str) -> None:
        """Take a room as typed."""
        self.form.enter("room", text)

    def enter_content(self, text: str) -> None:
        """Take what was said."""
        self._begin()
        self.form.enter("content", text)

    def press_digit(self, digit: str) -> bool:
        """Say what it is about by a digit; False if the digit means nothing."""
        found = next((each for each in categories() if each.digit == digit), None)
        if found is not None:
            self.form.enter("category", found.label)
        return found is not None

    def mark_urgent(self, is_urgent: bool) -> None:
        """Say that it is urgent or grave; the report to a superior is asked for from then on (T11)."""
        self.form.enter("is_urgent", _("是") if is_urgent else "")
        if not is_urgent:
            self.form.enter("reported_to", "")
            self.form.enter("reported_at", "")

    def report(self, to: str, at: str = "") -> None:
        """Take to whom it was reported, and when; just now unless another time is given."""
        self.form.enter("reported_to", to)
        if at.strip():
            self.form.enter("reported_at", at)

    # -- what is shown -------------------------------------------------------------------------------------------

    @property
    def is_begun(self) -> bool:
        """Say whether something typed here was not kept yet."""
        return any(self.form.text(name) for name in ("caller_number", "room", "content", "reported_to"))

    @property
    def is_urgent(self) -> bool:
        """Say whether a report to a superior is asked for."""
        return bool(self.form.record.is_urgent)

    @property
    def caller(self) -> str:
        """Return who calls and from where, as far as known."""
        call = self.form.record
        if self.choices:
            return _("这个号码有 {count} 处，请用上下键选择").format(count=len(self.choices))
        if not call.caller_number:
            return ""
        found = " ".join(filter(None, (str(call.room or ""), call.caller)))
        return found or _("号码不在册，请问清房号和姓名")

    @property
    def needs_room(self) -> bool:
        """Say whether the cursor goes to the room next: the number did not tell it."""
        return self.form.record.room_id is None

    @property
    def category(self) -> str:
        """Return what it is about, in words."""
        return self.form.text("category")

    @property
    def problems(self) -> dict[str, str]:
        """Return what keeps the call from being kept, as far as known."""
        return self.form.problems

    def choice_words(self) -> list[str]:
        """Return the choices as people read them: room, name, what they are there."""
        return [_words(caller) for caller in self.choices]

    # -- keeping it ----------------------------------------------------------------------------------------------

    def save(self) -> int | None:
        """Keep the call and be ready for the next; return its id, or None with `problems` filled in."""
        self._begin()
        self.form.record.at = self._begun_at
        if not self.form.text("caller_number"):
            self.form.enter("way", self._way("visit"))
        if not self.form.save():
            return None
        saved = int(self.form.record.id)
        self.clear()
        return saved

    def clear(self) -> None:
        """Drop what was typed."""
        self.choices, self._begun_at = [], None
        self.form = self._blank()

    def _begin(self) -> None:
        """Note when the call came: the ten minutes run from then, not from when it was written down."""
        if self._begun_at is None:
            self._begun_at = self.desk.now().replace(second=0, microsecond=0)

    def _blank(self) -> RecordForm:
        return RecordForm.start(find_kind(KIND), self.desk)

    def _way(self, stored: str) -> str:
        return str(find_kind(KIND).field("way").show(stored))

    def _forget_caller(self) -> None:
        """Take away what the number before filled in."""
        form = self.form
        if form.text("caller_number"):
            for name in ("room", "person", "caller", "call_back_number"):
                form.enter(name, "")


@dataclass(frozen=True)
class CallLine:
    """A call on the list of the day: what it is, where it stands, its clock, and the steps that fit it."""

    record_id: int
    at: datetime.datetime
    title: str
    detail: str
    state: str
    tone: str
    is_open: bool
    is_urgent: bool
    clock: RunningClock | None
    steps: tuple[str, ...]


def todays_calls(desk: Desk) -> list[CallLine]:
    """Return the calls that wait, the most urgent first, then what else came in today, the latest first."""
    kind = find_kind(KIND)
    flow = kind.workflow
    assert flow
    drafts = store.load_many(kind, Call.select().where(among(Call.id, _ids_today(desk))))
    rows = waiting.of(kind, [draft.record.id for draft in drafts])
    lines = []
    for draft in drafts:
        call = draft.record
        clocks = as_seen(kind, rows.get(call.id, []), desk)
        fit = {step.name for step in flow.offered(call.state, desk.actor)}
        lines.append(
            CallLine(
                call.id,
                call.at,
                " ".join(filter(None, (str(call.room or ""), call.caller or call.caller_number or ""))),
                " · ".join(
                    filter(None, (kind.field("category").show(call.category), first_line(call.content)))
                ),
                flow.label(call.state),
                flow.tone(call.state),
                call.state in flow.open_states,
                bool(call.is_urgent),
                clocks[0] if clocks else None,
                tuple(name for name in STEPS if name in fit),
            )
        )
    lines.sort(key=lambda line: (line.at, line.record_id), reverse=True)
    return sorted(
        lines, key=lambda line: (not line.is_open, line.clock is None, line.clock and line.clock.due_at)
    )


def _ids_today(desk: Desk) -> list[int]:
    """Return the ids of the calls that wait and of those last written down today: two questions to an index."""
    midnight = datetime.datetime.combine(desk.today, datetime.time())
    waits = Waiting.select(Waiting.record_id).where(Waiting.kind == KIND).order_by(Waiting.due_at)
    latest = Call.select(Call.id, Call.at).order_by(Call.id.desc()).limit(MOST_SHOWN)
    ids = [record_id for (record_id,) in waits.limit(MOST_SHOWN).tuples()]
    return ids + [record_id for record_id, at in latest.tuples() if at >= midnight]


def why_not(line: CallLine | None, step: str) -> str:
    """Return why the chosen call does not take the step; nothing if it does."""
    if line is None:
        return _("请先在下面选一条来电。")
    if step not in line.steps:
        return _("没有执行：这条来电的状态是“{state}”。").format(state=line.state)
    return ""


def _words(caller: Caller) -> str:
    holding = caller.holding
    role = find_kind("holdings").field("role").show(holding.role) if holding else ""
    return " ".join(filter(None, (str(holding.room) if holding else _("没有房屋"), str(caller.person), role)))
