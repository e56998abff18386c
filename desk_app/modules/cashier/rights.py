"""Who may do what at the cash desk (收银权限): the roles each step asks for."""

import datetime

import peewee

from desk_app.kernel.access import ROLES, Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.text import fold
from desk_app.kernel.words import _, listed, mark
from desk_app.modules.cashier.typed import read_words
from desk_app.modules.staff.records import StaffMember

RIGHTS = {
    "pay": (mark("收款"), ("cashier", "accountant", "manager")),
    "offset": (mark("预存冲抵"), ("cashier", "accountant", "manager")),
    "void": (mark("作废收据"), ("cashier", "accountant", "manager")),
    "void_others": (mark("作废别人的收据"), ("manager",)),
    "reverse": (mark("冲红"), ("cashier", "accountant", "manager")),
    "correct_bill": (mark("更正账单"), ("cashier", "accountant", "manager")),
    "refund": (mark("退款"), ("cashier", "accountant", "manager")),
    "correct_method": (mark("更正收款方式"), ("accountant", "manager")),
    "correct_payer": (mark("更正交款人"), ("cashier", "accountant", "manager")),
    "correct_reference": (mark("更正流水号"), ("cashier", "accountant", "manager")),
    "accept_works": (
        mark("登记装修验收"),
        ("clerk", "cashier", "accountant", "supervisor", "manager"),
    ),
    "deduct": (mark("押金扣款"), ("cashier", "accountant", "manager")),
    "close_day": (mark("日结"), ("cashier", "accountant", "manager")),
    "close_others_day": (mark("替别人日结"), ("accountant", "manager")),
    "close_month": (mark("月结"), ("accountant", "manager")),
    "invoice": (mark("登记发票"), ("cashier", "accountant", "manager")),
}
"""Step to what it is called and the roles that may take it (domain.md 3.12, 7.3)."""


def may(desk: Desk, step: str) -> bool:
    """Say whether the person at the desk may take the step."""
    return bool(desk.actor.roles & set(RIGHTS[step][1]))


def require(desk: Desk, step: str) -> None:
    """Raise DeskError unless the person at the desk may take the step."""
    if not may(desk, step):
        label, roles = RIGHTS[step]
        raise DeskError(
            _("没有办理：{step}须由{roles}办理。").format(
                step=_(label), roles=listed(_(ROLES[role]) for role in roles)
            )
        )


def require_second(desk: Desk, approved_by: str, step: str) -> str:
    """Return the name of the second person (经办、审核分开).

    DeskError if it is nobody or who does the work, or where the office has entered its staff none of them.
    """
    name = read_words(approved_by, _("审核人"))
    if not name or fold(name) == fold(desk.actor.name):
        raise DeskError(
            _("没有办理：{step}须由另一人审核，审核人不能是经办人自己。").format(step=_(RIGHTS[step][0]))
        )
    staff = {fold(name) for (name,) in _working_staff(desk.today).tuples()}
    if staff and fold(name) not in staff:
        raise DeskError(
            _("没有办理：在职员工里没有“{name}”，{step}的审核人应是本单位的员工。").format(
                name=name, step=_(RIGHTS[step][0])
            )
        )
    return name


def _working_staff(day: datetime.date) -> peewee.ModelSelect:
    """Return the query for the names of the staff who work here on the day."""
    stays = StaffMember.left_on.is_null() | (StaffMember.left_on > day)
    return StaffMember.select(StaffMember.name).where(stays)
