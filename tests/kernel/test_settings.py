"""系统参数"""

import pytest

from desk_app.kernel import settings, store, words
from desk_app.kernel.fields import Choice, Day, Option
from desk_app.kernel.settings import SETTINGS, Setting


def test_what_is_not_changed_has_its_default(office):
    assert settings.value("release_frequency_days") == 7
    assert settings.value("project") == "翠湖花园"


def test_a_change_is_kept_and_logged_and_an_equal_one_is_neither(desk):
    settings.change({"release_frequency_days": "１０"}, desk)
    settings.change({"release_frequency_days": "10"}, desk)
    assert settings.value("release_frequency_days") == 10
    told = list(
        store.AuditRow.select().where(store.AuditRow.kind == "settings").order_by(store.AuditRow.id.desc())
    )
    assert told[0].changes == '{"release_frequency_days": ["7", "10"]}'
    assert "release_frequency_days" not in told[1].changes


def test_what_does_not_hold_changes_nothing_at_all(desk):
    with pytest.raises(ValueError, match="整数"):
        settings.change({"project": "另一个", "release_frequency_days": "七"}, desk)
    assert settings.value("project") == "翠湖花园"


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        (Choice("货单核对", (Option("yes", "相符"), Option("no", "不符"))), "Matches", "不符"),
        (Day("有效日期"), "2026-11-23", "2026-11-23"),
    ],
)
def test_a_value_is_the_same_in_both_languages(field, typed, shown, desk, monkeypatch):
    monkeypatch.setitem(SETTINGS, "sample", Setting("sample", field, None, "物品放行"))
    if isinstance(field, Choice):
        typed = "no"
    settings.change({"sample": typed}, desk)
    kept = settings.value("sample")
    words.use_language("en")
    try:
        assert settings.value("sample") == kept
    finally:
        words.use_language("zh_CN")
    assert settings.shown("sample") == shown
