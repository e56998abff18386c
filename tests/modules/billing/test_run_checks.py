"""Before a run and after its trial: S09 steps 1 and 3; deskctl bill."""

import json

import pytest

from desk_app import cli
from desk_app.kernel import store
from desk_app.modules.billing import run_checks, runs
from desk_app.modules.billing.records import Reduction
from desk_app.modules.meters import readings
from desk_app.modules.meters.kinds import METERS
from tests.billed_rooms import AREA, LONG_AGO, RATE, bind, day, make_tariff


def run(period, desk, **values):
    """Work a period out and post it."""
    return runs.post_run(runs.make_run(period, desk, **values).id, desk)


def texts(period, sort):
    """Return the sentences of one sort."""
    return [finding.text for finding in run_checks.check_before(period) if finding.sort == sort]


def test_what_may_be_forgotten_is_told_before_the_run(desk, make_room, make_person, hold):
    bound, unbound = make_room("3-1-101", charged_area=AREA), make_room("3-1-102", charged_area=AREA)
    bind(desk, bound, make_tariff(desk, code="OLD", until_on=day("2025-01-31")), until_on=day("2025-01-31"))
    meter = store.save(store.new(METERS, number="W-1", kind="water", room=bound), desk).record
    bind(desk, bound, make_tariff(desk, code="SFX", basis="meter"), meter=meter)
    hold(unbound, make_person("租户"), "tenant", from_on=day("2024-01-01"), until_on=day("2025-02-10"))
    Reduction.create(
        number="J1",
        room=bound,
        kind="vacancy",
        ratio=7000,
        cause="空置",
        state="approved",
        from_on=day("2025-01-01"),
        until_on=day("2025-02-28"),
    )
    assert texts(202501, "unbound") == ["3-1-102 没有绑定任何收费。"]
    assert texts(202501, "unread") == ["W-1 本期没有抄表。"]
    assert texts(202501, "tariff") == ["收费标准“收费OLD 标准OLD”到 2025-01-31 为止。"]
    assert texts(202501, "lease") == ["3-1-102 的租约到 2025-02-10 为止。"]
    assert texts(202501, "vacancy") == ["3-1-101 的空置减免到 2025-02-28 为止。"]
    assert texts(202505, "lease") == texts(202505, "vacancy") == texts(202505, "tariff") == []


def test_what_changed_by_more_than_a_fifth_is_listed(desk, make_room):
    tariff = make_tariff(desk, ((LONG_AGO, RATE), (day("2025-02-01"), RATE + 4_600)))
    steeper = make_tariff(desk, ((LONG_AGO, RATE), (day("2025-02-01"), RATE + 4_800)), code="XN")
    room = make_room("3-1-101", charged_area=AREA)
    bind(desk, room, tariff)
    bind(desk, room, steeper)
    run(202501, desk)
    (change,) = run_checks.compare(runs.make_run(202502, desk))
    assert (change.room, change.item, change.before, change.now) == ("3-1-101", "收费XN", 22696, 27332)
    assert change.percent == 20  # 20.4, above a fifth


def test_a_new_and_a_missing_fee_are_listed(desk, make_room):
    tariff = make_tariff(desk)
    leaves, comes = make_room("3-1-101", charged_area=AREA), make_room("3-1-102", charged_area=AREA)
    bind(desk, leaves, tariff, until_on=day("2025-01-31"))
    bind(desk, comes, tariff, day("2025-02-01"))
    run(202501, desk)
    posted = run(202502, desk)
    changes = run_checks.compare(posted)
    assert [(one.room, one.before, one.now, one.percent) for one in changes] == [
        ("3-1-101", 22696, None, None),
        ("3-1-102", None, 22696, None),
    ]


def test_a_run_of_one_building_is_compared_with_that_building(desk, make_room):
    tariff = make_tariff(desk)
    here, there = make_room("3-1-101", charged_area=AREA), make_room("4-1-101", charged_area=AREA)
    bind(desk, here, tariff)
    bind(desk, there, tariff)
    run(202501, desk)
    assert run_checks.compare(runs.make_run(202502, desk, scope=here.building)) == []


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(21, 100, 21), (-50, 100, -50), (1, 200, 1), (1, 201, 0)]
)
def test_percents_are_rounded_half_up(part, whole, percent):
    assert run_checks.round_percent(part, whole) == percent


# -- deskctl bill ----------------------------------------------------------------------------------------------------


@pytest.fixture
def book(office, desk, make_room):
    """Return the path of a closed book with one flat to bill."""
    bind(desk, make_room("3-1-502", charged_area=AREA), make_tariff(desk))
    office.close()
    return str(office.path)


def call(capsys, *words):
    """Run deskctl and return its JSON."""
    assert cli.main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_dry_run_keeps_nothing(book, capsys):
    told = call(capsys, "bill", book, "--period", "2025-01", "--dry-run")
    assert (told["bills"], told["total"], told["state"], told["id"]) == (1, 22696, "none", None)
    again = call(capsys, "bill", book, "--period", "202501")
    assert (again["state"], again["id"] is not None) == ("draft", True)


def test_post_makes_bills_and_a_second_time_is_refused(book, capsys):
    told = call(capsys, "bill", book, "--period", "2025-01", "--post")
    assert (told["bills"], told["total"], told["state"]) == (1, 22696, "posted")
    assert cli.main(["bill", book, "--period", "2025-01", "--post"]) == 1
    assert "没有要出的账单" in capsys.readouterr().err


def test_wrong_words_are_refused(book, capsys):
    assert cli.main(["bill", book, "--period", "2025-13"]) == 1
    assert cli.main(["bill", book, "--period", "2025-01", "--post", "--dry-run"]) == 1
    assert "只能用一个" in capsys.readouterr().err


def test_a_meter_read_but_bound_to_nothing_is_told(desk, make_room):
    charged, forgotten = make_room("3-1-101"), make_room("3-1-102")
    meters = [
        store.save(store.new(METERS, number=number, kind="water", room=room), desk).record
        for number, room in (("W-1", charged), ("W-2", forgotten), ("W-3", forgotten))
    ]
    bind(desk, charged, make_tariff(desk, code="SFX", basis="meter"), meter=meters[0])
    for meter in meters:
        readings.record_reading(meter.id, 100_000, day("2025-01-31"), 202501, desk, "first")
        used = 0 if meter.number == "W-3" else 6_000
        readings.record_reading(meter.id, 100_000 + used, day("2025-02-20"), 202502, desk)
    (found,) = [one for one in run_checks.check_before(202502) if one.sort == "unbound_meters"]
    assert found.text == "1 块水表本期有用量，没有绑定收费，不会出账。"
    assert (found.kind, found.record_id, found.detail) == ("meters", meters[1].id, "3-1-102")
    assert texts(202501, "unbound_meters") == []
