"""Rosters laid out as offices do are read to the household they were made from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desk_app.kernel.sheets import read_sheets
from desk_app.modules.roster.plan import RosterPlan, read_roster
from tests.modules.roster.made_rosters import LAYOUTS, Home, Made

SEEDS = (1, 2, 3)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_every_room_and_person_of_the_file_is_found(
    layout: Callable[[Path, int], Made], seed: int, tmp_path: Path
) -> None:
    made = layout(tmp_path, seed)
    plan = read_roster(read_sheets(made.path))
    assert _read(plan, made) == {home.key: _meant(home, made) for home in made.homes}
    codes = {finding.code for finding in plan.findings}
    assert made.doubted <= codes
    refused = {finding.address for finding in plan.findings if finding.severity == "refuse"}
    assert refused == made.refused


def _meant(home: Home, made: Made) -> dict[str, object]:
    people = {
        "owners": sorted(owner.name for owner in home.owners),
        "tenants": sorted(tenant.name for tenant in home.tenants),
        "family": sorted((person.name, relation) for person, relation in home.family),
        "phones": sorted({person.phone for person in _everybody(home) if person.phone}),
        "ids": sorted(
            {
                owner.id_number
                for owner in (*home.owners, *(p for p, _relation in home.family))
                if owner.id_number
            }
        ),
        "area": int(home.area * 10_000) or None,
        "handover": home.handover_on,
        "former": (home.former,) if home.former else (),
        "use": "shop",
        "residents": sorted(owner.name for owner in home.owners),
    }
    return {fact: people[fact] for fact in made.facts}


def _everybody(home: Home) -> list:  # type: ignore[type-arg]
    return [*home.owners, *home.tenants, *(person for person, _relation in home.family)]


def _read(plan: RosterPlan, made: Made) -> dict[tuple[str, str, str], dict[str, object]]:
    read = {}
    for entry in plan.entries:
        room = entry.room
        found = {
            "owners": sorted(person.name for person in entry.people if person.role == "owner"),
            "tenants": sorted(person.name for person in entry.people if person.role == "tenant"),
            "family": sorted(
                (person.name, person.relation) for person in entry.people if person.role == "family"
            ),
            "phones": sorted({phone.number for person in entry.people for phone in person.phones}),
            "ids": sorted({person.id_number for person in entry.people if person.id_number}),
            "area": room.built_area,
            "handover": room.handover_on,
            "former": room.former,
            "use": room.use,
            "residents": sorted(person.name for person in entry.people if person.role == "resident"),
        }
        read[room.building, room.unit, room.label] = {fact: found[fact] for fact in made.facts}
    return read
