"""Any kind's form (表单) without a toolkit: typed text in; problems, buttons and a saved record out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import attachments, printed, store
from desk_app.kernel.access import ROLES, Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import EditConflict, InvalidRecord, TransitionRefused
from desk_app.kernel.kind import Draft, RecordKind
from desk_app.kernel.words import _, headed, inside, listed
from desk_app.kernel.workflow import Next, Transition
from desk_app.screens import clock_steps, form_conflict, print_choices
from desk_app.screens.clock_steps import ClockStep
from desk_app.screens.form_cells import Cells
from desk_app.screens.form_conflict import Conflict, Difference
from desk_app.screens.form_rows import FormRows
from desk_app.screens.print_choices import PrintChoice
from desk_app.screens.running_clocks import RunningClock, running_clocks
from desk_app.screens.working_copy import WorkingCopy

BOOKKEEPING = ("id", "version", "state")
"""Fields of a record nobody types."""


@dataclass(frozen=True)
class StepButton:
    """A transition as a button: `why_not` is empty when it can be pressed; `unfit` when the role is missing."""

    name: str
    label: str
    main: bool
    why_not: str = ""
    unfit: bool = False


@dataclass(frozen=True)
class PathState:
    """A state on the strip over the form: `stage` is done, now or ahead."""

    label: str
    stage: str
    tone: str


class RecordForm(WorkingCopy):
    """The form of one record. `problems` maps a field, or `child.line.field`, to a sentence.

    A save that came second leaves `clash` set until `keep_mine` or `take_theirs`; nothing typed is lost by it.
    """

    clash: Conflict | None
    _refused: dict[str, str]

    @classmethod
    def start(cls, kind: RecordKind, desk: Desk, **values: Any) -> "RecordForm":
        """Return an empty form of `kind` holding `values`, with what follows from them filled in.

        TransitionRefused where nobody types such records, or not this person.
        """
        if why_not := kind.refusal(desk):
            raise TransitionRefused(_("没有新建：{why}").format(why=why_not))
        form = cls(kind, desk, store.new(kind, **values))
        for name in values:
            form._follow(name)
        form._take(form.draft())
        return form

    @classmethod
    def open(cls, kind: RecordKind, desk: Desk, record_id: int) -> "RecordForm":
        """Return the form of a stored record; NotFound if there is none."""
        return cls(kind, desk, store.load(kind, record_id))

    @property
    def title(self) -> str:
        """Return which record this is, in one line."""
        if self.is_new:
            return _("新建{kind}").format(kind=inside(_(self.kind.one)))
        return self.kind.title(self.base.record)

    @property
    def read_only(self) -> bool:
        """Say whether the record's state, its kind or the person's role forbids changes."""
        if self.kind.refusal(self.desk):
            return True
        flow = self.kind.workflow
        return flow is not None and not self.is_new and self.base.record.state not in flow.editable

    @property
    def problems(self) -> dict[str, str]:
        """Return what keeps the form from being saved, as far as known."""
        found = dict(self._refused)
        found.update(self.cells.wrong)
        for child, rows in self.rows.items():
            for line, row in enumerate(rows.rows):
                found.update({f"{child}.{line}.{name}": why for name, why in row.wrong.items()})
        return found

    @property
    def buttons(self) -> list[StepButton]:
        """Return the transitions that start from the record's state, those not to be pressed with the reason."""
        flow = self.kind.workflow
        if flow is None:
            return []
        state = self.base.record.state
        stored = None if self.is_new or self.is_dirty else store.load(self.kind, self.record.id)
        return [self._button(step, stored) for step in flow.transitions if state in step.sources]

    @property
    def path(self) -> list[PathState]:
        """Return the workflow's main path with the place the record has on it; a state beside it comes last."""
        flow = self.kind.workflow
        if flow is None:
            return []
        now, way = self.base.record.state, _main_path(self.kind)
        if len(way) == 1:
            way = [now]
        elif now not in way:
            way = [*way[: _last_before(self.kind, way, now) + 1], now]
        place = way.index(now)
        stages = ["done"] * place + ["now"] + ["ahead"] * (len(way) - place - 1)
        return [
            PathState(flow.label(state), stage, flow.tone(state))
            for state, stage in zip(way, stages, strict=True)
        ]

    @property
    def clocks(self) -> list[RunningClock]:
        """Return the clocks that run for the stored record now, the nearest first."""
        return [] if self.is_new else running_clocks(self.kind, self.record.id, self.desk)

    @property
    def clock_steps(self) -> list[ClockStep]:
        """Return what can be done to those clocks now: pause, resume, put off."""
        if self.is_new:
            return []
        return (
            clock_steps.offered(self.kind, self.record.id, str(self.base.record.state), self.desk)
            if self.kind.workflow
            else []
        )

    @property
    def is_paused(self) -> bool:
        """Say whether the clocks are stopped, be it until a moment or not."""
        return any(step.sort == clock_steps.RESUME for step in self.clock_steps)

    def change_clock(self, step: ClockStep, entries: Mapping[str, str] | None = None) -> None:
        """Pause, resume or put off; a DeskError says why not."""
        clock_steps.take(step, self.kind, self.record.id, self.desk, entries)
        self._tell()

    def what_follows(self, step: str) -> Next | None:
        """Return what is opened after `step` was taken."""
        assert self.kind.workflow
        return self.kind.workflow.transition(step).leads_to(self.base.record)

    @property
    def printable(self) -> list[PrintChoice]:
        """Return what is printed of such a record, with the reason where it is not printed of this one now.

        No papers before a record that gets a number has it.
        """
        if self.is_new or not (self.kind.papers or self.kind.packs):
            return []
        flow = self.kind.workflow
        is_numbered = flow is not None and any(step.numbered for step in flow.transitions)
        packs = {pack.name for pack in self.kind.packs}
        is_waiting = is_numbered and not self.base.record.number
        found = print_choices.list_choices(self.kind, self.base.record.id, self.desk)
        return [choice for choice in found if choice.name in packs or not is_waiting]

    def is_paper_due(self, step: str) -> bool:
        """Say whether printing comes next after `step`: it numbered the record, or nothing was printed of it yet."""
        assert self.kind.workflow
        papers = {choice.name for choice in self.printable if not choice.why_not}
        if not papers or self.kind.workflow.transition(step).numbered:
            return bool(papers)
        return not any(row.paper in papers for row in printed.given_out(self.kind.name, self.record.id))

    def is_fixed(self, name: str) -> bool:
        """Say whether field `name` is only shown."""
        return self.read_only or bool(self.kind.field(name).stamped)

    def save(self) -> bool:
        """Save; False with `problems` filled, or with `clash` set when somebody saved first."""
        for rows in self.rows.values():
            rows.drop_blank()
        draft = self.draft()
        self._refused = store.find_problems(draft)
        if self.problems:
            self._tell()
            return False
        try:
            self._take(store.save(draft, self.desk))
        except InvalidRecord as error:
            self._refused = dict(error.problems)
        except EditConflict as error:
            self._note_clash(error)
        self._tell()
        return not (self.problems or self.clash)

    def press(self, name: str, reason: str = "", entries: Mapping[str, str | int] | None = None) -> bool:
        """Save what was typed, then take the transition `name` with the entries for the fields it asks for.

        An entry is the text typed, or the id of the record chosen for a link.

        False with `problems` or `clash` set; TransitionRefused with the sentence why not.
        """
        assert self.kind.workflow
        if (self.is_dirty or self.is_new) and not self.save():
            return False
        try:
            values = self._read_entries(self.kind.workflow.transition(name), entries or {})
            fresh = store.apply(
                self.kind, name, self.record.id, self.record.version, self.desk, reason=reason, entries=values
            )
        except InvalidRecord as error:
            self._refused = dict(error.problems)
        except EditConflict as error:
            self._note_clash(error)
        else:
            self._take(fresh)
        self._tell()
        return not (self.problems or self.clash)

    def asked(self, name: str) -> dict[str, str]:
        """Return the fields the transition `name` asks for with the text each holds now, or what the step proposes."""
        assert self.kind.workflow
        step = self.kind.workflow.transition(name)
        proposed = step.proposes(self.record, self.desk)
        shown = {field: self.kind.field(field).show(value) for field, value in proposed.items()}
        return {field: self.text(field) or shown.get(field, "") for field in step.asks}

    @property
    def can_remove(self) -> bool:
        """Say whether the record may be deleted: what has a number is voided instead."""
        flow = self.kind.workflow
        numbered = getattr(self.base.record, "number", None) if flow else None
        is_fit = not self.is_new and not self.kind.refusal(self.desk)
        return is_fit and not numbered and (flow is None or self.base.record.state == flow.start)

    def remove(self, reason: str) -> None:
        """Delete the stored record and its attachments for `reason`; TransitionRefused when others use it."""
        with transaction():
            for kept in attachments.attached(self.kind.name, self.record.id):
                attachments.detach(kept.id, reason, self.desk)
            store.remove(self.base, self.desk, reason)

    def reload(self) -> None:
        """Read the stored record again, dropping what was typed."""
        self._take(store.load(self.kind, self.record.id))
        self._tell()

    def conflict(self) -> list[Difference]:
        """Return field by field what differs from the copy somebody saved first; nothing when nobody did."""
        return list(self.clash.differences) if self.clash else []

    def keep_mine(self) -> None:
        """Settle the conflict: their copy with the fields and rows I changed on top; still to be saved."""
        assert self.clash and not self.clash.locked
        mine, changed = self.cells, self.changed_fields()
        children = {name: self.rows[name] for name in self.changed_children()}
        self._take(self.clash.theirs)
        for name in changed:
            if name not in BOOKKEEPING:
                self.cells.put(name, mine.value(name))
        self.cells.unread, self.cells.wrong = mine.unread, mine.wrong
        self.cells.typed_secrets = mine.typed_secrets
        for name, rows in children.items():
            _free_deleted(rows, {row.id for row in self.base.rows[name]})
            self.rows[name] = rows
        self._tell()

    def take_theirs(self) -> None:
        """Settle the conflict: what is stored, dropping what was typed."""
        assert self.clash
        self._take(self.clash.theirs)
        self._tell()

    def as_text(self) -> str:
        """Return everything typed as lines of `label: text`, to be kept elsewhere; stored secrets stay masked."""
        lines = [headed(self.kind.field(name).label, self.text(name)) for name in self.kind.form_fields]
        for child in self.kind.children:
            lines.append(headed(_(child.label), ""))
            for row in self.rows[child.name].filled():
                lines.append("\t".join(row.text(name) for name in child.fields))
        return "\n".join(lines)

    def reveal(self, name: str, reason: str) -> str:
        """Return a secret of the book whole; who looked and why is logged. One typed just now needs no log."""
        if name in self.cells.typed_secrets:
            return str(self.cells.value(name) or "")
        return store.reveal(self.kind, self.base.record, name, self.desk, reason, row=self.record)

    def reveal_row(self, child: str, line: int, name: str, reason: str) -> str:
        """Return a secret of row `line` whole, logged as above."""
        cells = self.rows[child].rows[line]
        if name in cells.typed_secrets:
            return str(cells.value(name) or "")
        return store.reveal(self.kind, self.base.record, name, self.desk, reason, row=cells.record)

    def _take(self, draft: Draft) -> None:
        super()._take(draft)
        self.clash = None
        self._refused = {}

    def _after(self, name: str) -> None:
        """Drop the problems the edit may have cured."""
        inside = f"{name}." if name in self.rows else f"{name}|"
        self._refused = {
            key: why for key, why in self._refused.items() if key != name and not key.startswith(inside)
        }
        super()._after(name)

    def _follow(self, name: str) -> list[str]:
        changed = super()._follow(name)
        for field in changed:
            self._refused.pop(field, None)
        return changed

    def _travel(self, source: list[Any], other: list[Any]) -> bool:
        self._refused = {}
        return super()._travel(source, other)

    def _button(self, step: Transition, stored: Draft | None) -> StepButton:
        unfit = not self.desk.actor.roles & set(step.roles)
        why_not = ""
        if unfit:
            why_not = _("需要 {roles} 来做").format(roles=listed(_(ROLES[role]) for role in step.roles))
        elif stored and not step.asks:
            why_not = step.guard(stored, self.desk) or ""
        return StepButton(step.name, _(step.label), step.main, why_not, unfit)

    def _read_entries(self, step: Transition, entries: Mapping[str, str | int]) -> dict[str, Any]:
        """Return the values of the entries for a step, or raise InvalidRecord."""
        asked = Cells(store.load(self.kind, self.record.id).record)
        for name, entry in entries.items():
            if isinstance(entry, int):
                asked.put(name, entry)
            else:
                self._enter(asked, name, entry)
        if asked.wrong:
            raise InvalidRecord(asked.wrong)
        return {name: asked.value(name) for name in step.asks if name in entries}

    def _note_clash(self, error: EditConflict) -> None:
        theirs = store.load(self.kind, self.record.id)
        self.clash = form_conflict.compare(str(error), self.base, self.draft(), theirs)


def _free_deleted(rows: FormRows, stored_ids: set[int]) -> None:
    """Make rows the other person deleted new ones, so that keeping them stores them again."""
    for cells in rows.rows:
        if cells.record.id is not None and cells.record.id not in stored_ids:
            cells.record.id = None


def _main_path(kind: RecordKind) -> list[str]:
    """Return the states from the start along the main transitions."""
    assert kind.workflow
    way = [kind.workflow.start]
    while True:
        ahead = [
            step.target
            for step in kind.workflow.transitions
            if step.main and way[-1] in step.sources and step.target not in way
        ]
        if not ahead:
            return way
        way.append(ahead[0])


def _last_before(kind: RecordKind, way: list[str], state: str) -> int:
    """Return the place on `way` of the earliest state that leads straight to `state`."""
    assert kind.workflow
    sources = {
        source for step in kind.workflow.transitions if step.target == state for source in step.sources
    }
    return next((place for place, passed in enumerate(way) if passed in sources), 0)
