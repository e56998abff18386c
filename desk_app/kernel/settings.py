"""Settings of the office (系统参数), kept in the book: declared once, read by rules and papers, shown on one page."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import database, transaction
from desk_app.kernel.words import _


class StoredSetting(peewee.Model):
    """One setting that was changed; `value` is JSON of what its field stores."""

    name = peewee.CharField(primary_key=True)
    value = peewee.TextField()

    class Meta:
        database = database
        table_name = "setting"


@dataclass(frozen=True)
class Setting:
    """One parameter: its field reads, shows and checks it; `note` says in a sentence what it changes.

    `follow` carries a change on to what was worked out with it, in the same transaction.
    """

    name: str
    field: Any
    default: Any
    group: str
    note: str = ""
    follow: Callable[[], None] | None = None


SETTINGS: dict[str, Setting] = {}
"""Every declared setting by name."""


def declare(
    name: str, field: Any, default: Any, group: str, note: str = "", follow: Callable[[], None] | None = None
) -> Setting:
    """Make a setting known; `group` is the Chinese heading it stands under."""
    assert name not in SETTINGS, name
    SETTINGS[name] = Setting(name, field, default, group, note, follow)
    return SETTINGS[name]


def value(name: str) -> Any:
    """Return the value in force of the declared setting `name`."""
    return values(name)[name]


def values(*names: str) -> dict[str, Any]:
    """Return the values in force of several declared settings, read at once."""
    query = StoredSetting.select(StoredSetting.name, StoredSetting.value).where(StoredSetting.name.in_(names))
    stored = dict(query.tuples())
    return {name: _in_force(SETTINGS[name], stored.get(name)) for name in names}


def _in_force(setting: Setting, stored: str | None) -> Any:
    return setting.default if stored is None else setting.field.python_value(json.loads(stored))


def change(texts: dict[str, str], desk: Desk) -> None:
    """Store what was typed for each named setting; ValueError with a sentence if one does not hold."""
    follows: list[Callable[[], None]] = []
    with transaction():
        for name, text in texts.items():
            setting = SETTINGS[name]
            before, after = value(name), setting.field.parse(text)
            if after == before:
                continue
            kept = json.dumps(after, ensure_ascii=False, default=str)
            StoredSetting.insert(name=name, value=kept).on_conflict(
                conflict_target=[StoredSetting.name], update={StoredSetting.value: kept}
            ).execute()
            shown_change = [setting.field.show(before), setting.field.show(after)]
            store.note_event("settings", None, desk, "edit", "", {name: shown_change})
            if setting.follow and setting.follow not in follows:
                follows.append(setting.follow)
        for follow in follows:
            follow()


def shown(name: str) -> str:
    """Return the setting's value as people read it."""
    return str(SETTINGS[name].field.show(value(name)))


def groups() -> dict[str, list[Setting]]:
    """Return the settings under their translated headings."""
    headed: dict[str, list[Setting]] = {}
    for setting in SETTINGS.values():
        headed.setdefault(_(setting.group), []).append(setting)
    return headed
