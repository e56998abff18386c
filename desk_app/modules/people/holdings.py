"""Who holds, lives in or may act for a room on a day (房人关系的时效)."""

import datetime
from collections.abc import Iterable

from desk_app.modules.people.records import Holding, Person, PersonPhone


def holds_on(holding: Holding, day: datetime.date) -> bool:
    """Say whether `day` lies in the holding's dates, both ends included; a missing end is open."""
    begun = holding.from_on is None or holding.from_on <= day
    return bool(begun and (holding.until_on is None or day <= holding.until_on))


def current_holdings(room_id: int, day: datetime.date, roles: Iterable[str] = ()) -> list[Holding]:
    """Return the holdings of the room in force on `day`, owners first, of `roles` if given."""
    query = Holding.select(Holding, Person).join(Person).where(Holding.room == room_id).order_by(Holding.id)
    wanted = frozenset(roles)
    found = [row for row in query if holds_on(row, day) and (not wanted or row.role in wanted)]
    order = ("owner", "tenant", "resident", "family", "authorised", "emergency")
    return sorted(found, key=lambda row: order.index(row.role))


def owner_names(room_id: int, day: datetime.date) -> str:
    """Return the owners' names on `day`, joined by 、."""
    return name_all(current_holdings(room_id, day, ("owner",)))


def name_all(holdings: Iterable[Holding]) -> str:
    """Return the names of those who hold, joined by 、, as slips keep them."""
    return "、".join(str(holding.person) for holding in holdings)


def first_phone(person_id: int) -> str:
    """Return the number to call first, or ''."""
    phones = list(
        PersonPhone.select()
        .where(PersonPhone.person == person_id)
        .order_by(PersonPhone.is_first.desc(), PersonPhone.place)
    )
    return str(phones[0].number) if phones else ""
