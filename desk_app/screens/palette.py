"""The box that finds everything (查找一切): records, what can be started, pages, commands, settings and help."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import pinyin, settings
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import NotFound
from desk_app.kernel.kind import KINDS
from desk_app.kernel.masking import mask_title
from desk_app.kernel.words import _, inside, mark
from desk_app.screens import help_pages, remembered, search
from desk_app.screens.matters import find_offers
from desk_app.screens.today import kinds_of_work, kinds_to_start
from desk_app.screens.waiting_list import words_of

MOST_RECORDS = 20
MOST_OTHERS = 6
RECENT_KEPT = 8
RECENT = "found"

RECENT_GROUP = mark("最近打开")
RECORD_GROUP = mark("房屋、住户和单据")
START_GROUP = mark("新开")
COMMAND_GROUP = mark("命令和页面")
SETTING_GROUP = mark("设置")
HELP_GROUP = mark("帮助")
REGISTER_GROUP = mark("打印台账")


@dataclass(frozen=True)
class PlainCommand:
    """A command or page of the window; `also` are further words it is found by, and its keys are shown."""

    sort: str
    name: str
    words: str
    icon: str
    also: str = ""
    keys: str = ""


@dataclass(frozen=True)
class Offering:
    """One line of the box. `sort` says what choosing it does: record, new, register, page, command, setting or help.

    `name` is the kind, page, command, setting or topic; a record also has its id; `values` fill a new record in, or
    name a register's paper and month;
    `aside` is the kind's label or the command's keys.
    """

    group: str
    sort: str
    name: str
    icon: str
    title: str
    detail: str = ""
    record_id: int = 0
    values: tuple[tuple[str, Any], ...] = ()
    aside: str = ""


def offerings(text: str, desk: Desk, commands: Sequence[PlainCommand], book: str) -> list[Offering]:
    """Return what `text` finds; for nothing typed, what was opened last in `book` and what can be started."""
    words = text.casefold().split()
    if not words:
        return [*_recent(book), *_starts(words), *_commands(words, commands)]
    records = [
        Offering(
            RECORD_GROUP,
            "record",
            hit.kind_name,
            KINDS[hit.kind_name].icon,
            hit.title,
            hit.detail,
            hit.record_id,
            aside=hit.label,
        )
        for hit in search.find(text, desk, MOST_RECORDS)
    ]
    others = [*_registers(words, desk), *_commands(words, commands), *_settings(words), *_help(text)]
    return [*records, *_starts_from(records), *_starts(words), *others]


def note_opened(book: str, kind_name: str, record_id: int) -> None:
    """Remember that a record was opened from the box; its name stays in the book."""
    key = [kind_name, record_id]
    kept = [old for old in remembered.get(_place(book), []) if old != key]
    remembered.put(_place(book), [key, *kept][:RECENT_KEPT])


def _place(book: str) -> str:
    return f"{RECENT}/{book}"


def _recent(book: str) -> Iterable[Offering]:
    from desk_app.kernel import store

    for kind_name, record_id in remembered.get(_place(book), []):
        kind = KINDS.get(kind_name)
        if kind is None:
            continue
        try:
            title, detail = words_of(store.load(kind, record_id))
        except NotFound:
            continue
        yield Offering(
            RECENT_GROUP,
            "record",
            kind.name,
            kind.icon,
            mask_title(title),
            mask_title(detail),
            record_id,
            aside=_(kind.label),
        )


def _starts(words: Sequence[str]) -> Iterable[Offering]:
    for kind in kinds_to_start():
        title = _("新开{kind}").format(kind=inside(_(kind.one)))
        if _holds_all(words, title, kind.name):
            yield Offering(START_GROUP, "new", kind.name, "add", title)


def _starts_from(records: Sequence[Offering]) -> Iterable[Offering]:
    """Yield what can be started for the first record found, such as a slip for a room."""
    if not records:
        return
    first = records[0]
    at_work = {kind.name for kind in kinds_of_work()}
    for offer in find_offers(KINDS[first.name]):
        if offer.kind_name in at_work:
            title = _("为 {title} 新开{kind}").format(title=first.title, kind=inside(offer.label))
            values = ((offer.field, first.record_id),)
            yield Offering(START_GROUP, "new", offer.kind_name, "add", title, values=values)


def _commands(words: Sequence[str], commands: Sequence[PlainCommand]) -> Iterable[Offering]:
    for command in commands:
        typed_ways = pinyin.initials(command.words) if all(map(str.isascii, words)) else ()
        if _holds_all(words, command.words, command.name, command.also, *typed_ways):
            yield Offering(
                COMMAND_GROUP, command.sort, command.name, command.icon, command.words, aside=command.keys
            )


def _registers(words: Sequence[str], desk: Desk) -> Iterable[Offering]:
    """Yield the registers of this month and the last, to be printed."""
    this = desk.today.replace(day=1)
    last = (this - datetime.timedelta(days=1)).replace(day=1)
    for kind in KINDS.values():
        for register in kind.registers:
            for month in (this, last):
                title = _("打印{register}：{month}").format(
                    register=inside(_(register.paper.label)), month=f"{month:%Y-%m}"
                )
                if _holds_all(words, title, _(REGISTER_GROUP), register.paper.name, register.paper.form):
                    values = (("paper_name", register.paper.name), ("month", month))
                    yield Offering(REGISTER_GROUP, "register", kind.name, "print", title, values=values)


def _settings(words: Sequence[str]) -> list[Offering]:
    return [
        Offering(SETTING_GROUP, "setting", name, "settings", _(setting.field.label), _(setting.note))
        for name, setting in settings.SETTINGS.items()
        if not setting.field.stamped and _holds_all(words, _(setting.field.label), _(setting.note), name)
    ][:MOST_OTHERS]


def _help(text: str) -> list[Offering]:
    return [
        Offering(HELP_GROUP, "help", hit.topic, "help", hit.title, hit.excerpt)
        for hit in help_pages.search(text)[:MOST_OTHERS]
    ]


def _holds_all(words: Sequence[str], *texts: str) -> bool:
    """Say whether every word stands somewhere in the texts."""
    body = " ".join(texts).casefold().replace("_", " ")
    return all(word in body for word in words)
