"""Translations (译文): collected from the source, kept in resources/locale, compiled for the program.

The compiled file is not in the repository: whatever starts the program compiles it first.
"""

import string
from collections.abc import Iterable

import catalog
from catalog import Entry
from environment import ROOT, TaskFailed, say
from messages import CHINESE, Message, NotLiteralError, collect, sources

_CATALOG = ROOT / "resources" / "locale" / "en" / "LC_MESSAGES" / "desk.po"


def words(check: bool) -> int:
    """Bring the English catalogue in line with the source and compile it; return 0.

    With `check` change nothing, but return 1 for a message without English, a doubtful (fuzzy) one, one whose
    {names} differ, or a catalogue that is behind the source.
    """
    try:
        messages = collect(sources(ROOT))
    except (NotLiteralError, SyntaxError) as problem:
        raise TaskFailed(f"Messages were not collected: {problem}") from None
    entries = _read()
    wanted = _merged(messages, entries)
    if check:
        found = _judged(wanted, entries, messages)
        say("\n".join(found) or f"{len(wanted)} messages, all in English too")
        return int(bool(found))
    kept = {entry.text for entry in wanted}
    for entry in entries:
        if entry.text not in kept and any(entry.translations):
            say(f"no longer used: {entry.text}  ({entry.translations[0]})")
    _CATALOG.parent.mkdir(parents=True, exist_ok=True)
    _CATALOG.write_text(catalog.write(wanted), "utf-8", newline="\n")
    compile_translations()
    say(f"{len(wanted)} messages, {sum(not entry.is_translated for entry in wanted)} without English")
    return 0


def _judged(wanted: list[Entry], entries: list[Entry], messages: list[Message]) -> list[str]:
    """Return what is wrong with the catalogue, each with the first place in the source it concerns."""
    places = {message.text: f"{message.path}:{message.line}" for message in reversed(messages)}
    found = [f"{places[entry.text]}: {what}: {entry.text}" for entry in wanted for what in problems(entry)]
    if [(e.text, e.plural, e.places) for e in wanted] != [(e.text, e.plural, e.places) for e in entries]:
        found.append("the catalogue is behind the source: run `python3 build/tasks.py words`")
    return found


def compile_translations() -> None:
    """Write the compiled catalogue beside the text one, unless it already says the same."""
    binary = catalog.compiled(_read())
    target = _CATALOG.with_suffix(".mo")
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.read_bytes() != binary:
        target.write_bytes(binary)


def _read() -> list[Entry]:
    return catalog.read(_CATALOG.read_text("utf-8")) if _CATALOG.exists() else []


def _merged(messages: Iterable[Message], entries: Iterable[Entry]) -> list[Entry]:
    """Return an entry for each message in the order of the source, with the translation `entries` has for it."""
    messages = list(messages)
    old = {entry.text: entry for entry in entries}
    plurals = {message.text: message.plural for message in messages if message.plural}
    merged: dict[str, Entry] = {}
    for message in messages:
        entry = merged.get(message.text)
        if entry is None:
            known = old.get(message.text, Entry(message.text))
            plural = plurals.get(message.text, "")
            translations = [*known.translations, ""][: 2 if plural else 1]
            entry = Entry(message.text, plural, translations, known.fuzzy, [], known.notes)
            merged[message.text] = entry
        if message.path not in entry.places:
            entry.places.append(message.path)
    return list(merged.values())


def problems(entry: Entry) -> list[str]:
    """Return what is wrong with the translation of `entry`; nothing when it can be shown."""
    if not all(entry.translations):
        return ["no English"]
    found = ["doubtful (fuzzy)"] if entry.fuzzy else []
    if any(_names(text) != _names(entry.text) for text in entry.translations):
        found.append("the {names} differ in English")
    if CHINESE.search(entry.text) and entry.text in entry.translations:
        found.append("the English is the Chinese")
    return found


def _names(text: str) -> set[str]:
    """Return the names in braces that `format` fills in; a text that is no format has none."""
    try:
        return {name for _literal, name, _spec, _how in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return set()
