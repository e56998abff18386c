"""Workflows (流程) are tables of transitions and deadlines; this file only reads them."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desk_app.kernel.access import ROLES, Actor, Desk
from desk_app.kernel.errors import TransitionRefused
from desk_app.kernel.fields import Option
from desk_app.kernel.words import _, listed


def _no_objection(draft: Any, desk: Desk) -> str | None:
    return None


def _nothing(draft: Any, desk: Desk) -> None:
    return None


def _never(record: Any) -> datetime.datetime | None:
    return None


@dataclass(frozen=True)
class Next:
    """What is opened after a step: the record it made, an empty form of a kind with `values` in it, or a page."""

    kind_name: str = ""
    record_id: int | None = None
    values: tuple[tuple[str, Any], ...] = ()
    page: str = ""


def _nothing_known(record: Any, desk: Desk) -> dict[str, Any]:
    return {}


def _nowhere(record: Any) -> Next | None:
    return None


@dataclass(frozen=True)
class Transition:
    """One button: from any of `sources` to `target`, by someone holding one of `roles`.

    `guard(draft, desk)` returns why not, or None. `effect(draft, desk)` fills stamped fields in, and makes what follows
    of the step, in the same transaction. `asks` names fields to be filled in for the step. `numbered` gives the record
    its number, for good. `leads_to(record)` is what is opened after the step. `proposes(record, desk)` is what stands in
    the fields asked for, where the record holds nothing yet.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    guard: Callable[[Any, Desk], str | None] = _no_objection
    effect: Callable[[Any, Desk], None] = _nothing
    asks: tuple[str, ...] = ()
    needs_reason: bool = False
    numbered: bool = False
    main: bool = False
    leads_to: Callable[[Any], Next | None] = _nowhere
    proposes: Callable[[Any, Desk], dict[str, Any]] = _nothing_known


@dataclass(frozen=True)
class Deadline:
    """What must happen while a record is in one of `states`, and by when (时限).

    `due(record)` returns the moment, or None when the clock does not run for this record. `since(record)` is when the
    clock began (pauses before it do not count); `not_before(record)` when the work may begin at the earliest.
    `warning` before the end it turns amber. `role` is whose work it is (else that of the state); once it is over,
    those of `tells` are told as well. Only `extended_by` may put the end off, with a reason; nobody if it is empty.
    """

    name: str
    label: str
    states: tuple[str, ...]
    due: Callable[[Any], datetime.datetime | None]
    since: Callable[[Any], datetime.datetime | None] = _never
    not_before: Callable[[Any], datetime.datetime | None] = _never
    warning: datetime.timedelta = datetime.timedelta()
    role: str = ""
    tells: str = ""
    extended_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workflow:
    """States in the order people meet them, the first being where a record starts.

    `open_states` are those that wait for somebody; `tones` colours a state: good, waiting, bad or quiet. `holder` names
    the field that holds the person a record waits for. In `pausable` states the clocks may be stopped for a reason.
    """

    states: tuple[Option, ...]
    transitions: tuple[Transition, ...]
    editable: tuple[str, ...]
    open_states: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    tones: tuple[tuple[str, str], ...] = ()
    holder: str = ""
    pausable: tuple[str, ...] = ()

    @property
    def start(self) -> str:
        """Return the state of a new record."""
        return self.states[0].stored

    def label(self, state: str) -> str:
        """Return what people call `state`."""
        return next((_(option.label) for option in self.states if option.stored == state), state)

    def tone(self, state: str) -> str:
        """Return the colour name of `state`."""
        return dict(self.tones).get(state, "quiet")

    def transition(self, name: str) -> Transition:
        """Return the transition `name`; KeyError is a bug."""
        return {step.name: step for step in self.transitions}[name]

    def waits_for(self, state: str) -> str:
        """Return the role an open record in `state` waits for: that of its main step, else of any that leads on."""
        steps = [step for step in self.transitions if state in step.sources]
        steps.sort(key=lambda step: not step.main)
        return steps[0].roles[0] if steps and state in self.open_states else ""

    def deadline(self, name: str) -> Deadline:
        """Return the deadline `name`; KeyError is a bug."""
        return {deadline.name: deadline for deadline in self.deadlines}[name]

    def ends(self, step: Transition) -> bool:
        """Say whether nothing leads on from where `step` leads, and it is no success: what is asked about first."""
        is_final = not any(step.target in other.sources for other in self.transitions)
        return is_final and self.tone(step.target) in ("quiet", "bad")

    def offered(self, state: str, actor: Actor) -> list[Transition]:
        """Return the transitions to show as buttons now."""
        return [step for step in self.transitions if state in step.sources and actor.roles & set(step.roles)]

    def check(self, name: str, draft: Any, desk: Desk, reason: str) -> Transition:
        """Return the transition `name`, or raise TransitionRefused with the reason why not."""
        step = self.transition(name)
        if draft.record.state not in step.sources:
            raise TransitionRefused(
                _("没有执行“{step}”：这张单据现在的状态是“{state}”，不能做这一步。").format(
                    step=_(step.label), state=self.label(draft.record.state)
                )
            )
        if not desk.actor.roles & set(step.roles):
            raise TransitionRefused(
                _("没有执行“{step}”：需要 {roles} 来做。").format(
                    step=_(step.label), roles=listed(_(ROLES[role]) for role in step.roles)
                )
            )
        if step.needs_reason and not reason.strip():
            raise TransitionRefused(_("没有执行“{step}”：请写明原因。").format(step=_(step.label)))
        if why_not := step.guard(draft, desk):
            raise TransitionRefused(why_not)
        return step
