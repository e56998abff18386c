"""The office (物业服务中心): opens the book, knows who works, and is the only list of modules."""

import datetime
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desk_app.kernel import book, settings
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.book import Book
from desk_app.kernel.fields import Flag, Text
from desk_app.kernel.kind import put_in_order
from desk_app.kernel.words import _, mark

MODULES = (
    "desk_app.modules.working_days.kinds",
    "desk_app.modules.estate.kinds",
    "desk_app.modules.people.kinds",
    "desk_app.modules.staff.kinds",
    "desk_app.modules.meters.kinds",
    "desk_app.modules.billing.kinds",
    "desk_app.modules.billing.offers",
    "desk_app.modules.billing.pools",
    "desk_app.modules.cashier.kinds",
    "desk_app.modules.cashier.registrations",
    "desk_app.modules.cashier.offers",
    "desk_app.modules.arrears.kinds",
    "desk_app.modules.arrears.offers",
    "desk_app.modules.reception.calls",
    "desk_app.modules.reception.visitors",
    "desk_app.modules.requests.life",
    "desk_app.modules.keys.sets",
    "desk_app.modules.keys.loans",
    "desk_app.modules.keys.custody",
    "desk_app.modules.keys.cards",
    "desk_app.modules.complaints.life",
    "desk_app.modules.complaints.incidents",
    "desk_app.modules.repairs.life",
    "desk_app.modules.repairs.prices",
    "desk_app.modules.repairs.stock",
    "desk_app.modules.handover.defects",
    "desk_app.modules.handover.life",
    "desk_app.modules.handover.batches",
    "desk_app.modules.handover.offers",
    "desk_app.modules.goods_release.slip",
    "desk_app.modules.notices.kinds",
    "desk_app.modules.owner_file.offers",
    "desk_app.modules.move_in.leases",
    "desk_app.modules.move_in.move_ins",
    "desk_app.modules.move_in.move_outs",
    "desk_app.modules.move_in.offers",
    "desk_app.modules.transfers.kinds",
    "desk_app.modules.transfers.offers",
    "desk_app.modules.opening.kinds",
    "desk_app.modules.roster.runs",
)

settings.declare("company", Text("物业公司名称"), "", mark("本单位"), mark("印在每张表单的抬头"))
settings.declare("project", Text("项目（服务中心）名称"), "", mark("本单位"), mark("印在每张表单的抬头"))
settings.declare(
    "service_phone", Text("服务电话", required=False), "", mark("本单位"), mark("印在表单和通知上")
)


settings.declare(
    "person",
    Text("经办人", required=False),
    "",
    mark("本单位"),
    mark("账本没有设密码时，印在单据上的经办人；设了密码则是登录的人"),
)
settings.declare("demo", Flag("演示数据", stamped=True), False, "")
"""Whether the book holds invented data only; the window shows it."""


def fill_calendar(desk: Desk) -> None:
    """Give a new book the days off that are known."""
    from desk_app.modules.working_days.kinds import fill_calendar as fill

    fill(desk)


def fill_catalogue(desk: Desk) -> None:
    """Give a new book the usual fee items."""
    from desk_app.modules.billing.starting import fill_catalogue as fill

    fill(desk)


def fill_departments(desk: Desk) -> None:
    """Give a new book the usual departments."""
    from desk_app.modules.staff.kinds import fill_departments as fill

    fill(desk)


def load_modules() -> None:
    """Import every module, so that its kinds and settings are registered; kinds stand in the order of `MODULES`.

    Whoever imports a module earlier than this must not change which kind comes first in a search or a menu.
    """
    for name in MODULES:
        importlib.import_module(name)
    put_in_order(MODULES)


@dataclass
class Office:
    """An open book and the desk work is done at."""

    book: Book
    desk: Desk

    @property
    def path(self) -> Path:
        """Return where the book lies."""
        return Path(self.book.path)

    def close(self) -> None:
        """Close the book; the office is of no use afterwards."""
        self.book.close()


def open_office(
    path: Path, password: str | None = None, now: Callable[[], datetime.datetime] = datetime.datetime.now
) -> Office:
    """Open the book at `path`; BookProblem with a sentence if that cannot be done."""
    load_modules()
    opened = book.open_book(path, password)
    return Office(opened, Desk(Actor(opened.opened_by or settings.value("person") or _("前台")), now))


def create_office(
    path: Path,
    password: str | None,
    person: str,
    texts: dict[str, str] | None = None,
    now: Callable[[], datetime.datetime] = datetime.datetime.now,
) -> Office:
    """Make a new book at `path` with the settings in `texts`; a password of None leaves it unencrypted, visibly."""
    load_modules()
    created = book.create_book(path, password, person=person)
    office = Office(created, Desk(Actor(person), now))
    settings.change({"person": person} | (texts or {}), office.desk)
    fill_calendar(office.desk)
    fill_catalogue(office.desk)
    fill_departments(office.desk)
    return office
