"""Who works at the desk (岗位), with what clock and calendar."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from desk_app.kernel.words import mark

ROLES = {
    "clerk": mark("客户助理"),
    "cashier": mark("收银员"),
    "accountant": mark("财务"),
    "dispatcher": mark("维修调度"),
    "guard": mark("门岗"),
    "supervisor": mark("项目主管"),
    "manager": mark("项目经理"),
}
"""Role to its Chinese name (domain.md 7.3)."""


@dataclass(frozen=True)
class Actor:
    """A person at work and the roles that person holds."""

    name: str
    roles: frozenset[str] = frozenset(ROLES)


@dataclass(frozen=True)
class Desk:
    """Where work is done: the actor, and the clock every rule is given instead of calling one."""

    actor: Actor
    now: Callable[[], datetime.datetime] = field(default=datetime.datetime.now)

    @property
    def today(self) -> datetime.date:
        """Return the clock's day."""
        return self.now().date()
