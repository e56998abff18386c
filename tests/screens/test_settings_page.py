"""The settings page without a window."""

import pytest

from desk_app.kernel import settings as kernel_settings
from desk_app.screens import settings


def line(name):
    return next(each for group in settings.read_groups().values() for each in group if each.name == name)


def test_every_parameter_people_may_change_is_on_the_page_with_a_sentence(desk):
    shown = {each.name for group in settings.read_groups().values() for each in group}
    changeable = {name for name, each in kernel_settings.SETTINGS.items() if not each.field.stamped}
    assert shown == changeable
    for name in shown:
        assert line(name).label
        assert line(name).note, name


def test_what_is_saved_is_in_force_and_in_the_log(desk):
    assert settings.save({"company": "新公司", "service_phone": ""}, desk) == {}
    assert kernel_settings.value("company") == "新公司"
    assert line("company").text == "新公司"


@pytest.mark.parametrize(
    ("texts", "problem"),
    [({"company": " "}, "请填写物业公司名称"), ({"release_frequency_days": "七"}, "应为整数")],
)
def test_one_wrong_box_stores_nothing_at_all(desk, texts, problem):
    before = kernel_settings.value("project")
    problems = settings.save({"project": "碧水湾", **texts}, desk)
    assert problem in problems[next(iter(texts))]
    assert kernel_settings.value("project") == before


@pytest.mark.parametrize(
    ("old", "new", "repeated", "wrong"),
    [
        ("", "kmlw-tzqp7", "kmlw-tzqp7", {"old"}),
        ("kmlw-tzqp6", "short", "short", {"new"}),
        ("kmlw-tzqp6", "kmlw-tzqp7", "kmlw-tzqp8", {"repeated"}),
        ("kmlw-tzqp6", "kmlw-tzqp6", "kmlw-tzqp6", {"new"}),
        ("kmlw-tzqp6", "kmlw-tzqp7", "kmlw-tzqp7", set()),
    ],
)
def test_a_new_password_is_checked_before_the_book_is_touched(old, new, repeated, wrong):
    assert set(settings.check_passwords(old, new, repeated)) == wrong
