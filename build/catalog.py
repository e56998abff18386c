"""A catalogue of translations: the text file people edit (.po) and the compiled one the program reads (.mo)."""

import ast
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

HEADER = (
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Language: en\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
)


@dataclass
class Entry:
    """One message, its translation (two of them where `plural` is set), and the modules it stands in."""

    text: str
    plural: str = ""
    translations: list[str] = field(default_factory=lambda: [""])
    fuzzy: bool = False
    places: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_translated(self) -> bool:
        """Say whether every form has a translation that somebody stands behind."""
        return all(self.translations) and not self.fuzzy


def read(po: str) -> list[Entry]:
    """Return the entries of the text file, its header and what is commented out (`#~`) left aside."""
    entries = [_read_entry(block.splitlines()) for block in po.replace("\r\n", "\n").split("\n\n")]
    return [entry for entry in entries if entry is not None and entry.text]


def write(entries: Iterable[Entry]) -> str:
    """Return the text file that holds `entries`."""
    header = 'msgid ""\nmsgstr ""\n' + "".join(
        f"{_quote(line)}\n" for line in HEADER.splitlines(keepends=True)
    )
    return "\n".join([header, *(_write_entry(entry) for entry in entries)])


def compiled(entries: Iterable[Entry]) -> bytes:
    """Return the compiled file (GNU MO, little end first) with every finished translation of `entries`."""
    pairs = {b"": HEADER.encode()}
    for entry in entries:
        if entry.is_translated:
            key = "\0".join([entry.text, entry.plural]) if entry.plural else entry.text
            pairs[key.encode()] = "\0".join(entry.translations).encode()
    keys = sorted(pairs)
    texts = [*keys, *(pairs[key] for key in keys)]
    table_at, count = 28, len(keys)
    at = table_at + 16 * count
    table = []
    for text in texts:
        table += [len(text), at]
        at += len(text) + 1
    head = struct.pack("<7I", 0x950412DE, 0, count, table_at, table_at + 8 * count, 0, 0)
    return head + struct.pack(f"<{len(table)}I", *table) + b"".join(text + b"\0" for text in texts)


def _read_entry(lines: list[str]) -> Entry | None:
    entry, found, last = Entry(""), {"msgid": "", "msgstr": ""}, ""
    for line in lines:
        if line.startswith("#~"):
            return None
        if line.startswith("#:"):
            entry.places += line[2:].split()
        elif line.startswith("#,"):
            entry.fuzzy = "fuzzy" in line
        elif line.startswith("#"):
            entry.notes.append(line[1:].strip())
        elif line.startswith('"'):
            found[last] += ast.literal_eval(line)
        elif line.strip():
            last, _blank, quoted = line.partition(" ")
            found[last] = ast.literal_eval(quoted)
    if not last:
        return None
    entry.text, entry.plural = found["msgid"], found.get("msgid_plural", "")
    entry.translations = [found[f"msgstr[{n}]"] for n in (0, 1)] if entry.plural else [found["msgstr"]]
    return entry


def _write_entry(entry: Entry) -> str:
    lines = [f"# {note}" for note in entry.notes] + [f"#: {place}" for place in entry.places]
    lines += ["#, fuzzy"] if entry.fuzzy else []
    lines.append(f"msgid {_quote(entry.text)}")
    if entry.plural:
        lines.append(f"msgid_plural {_quote(entry.plural)}")
        lines += [f"msgstr[{n}] {_quote(text)}" for n, text in enumerate(entry.translations)]
    else:
        lines.append(f"msgstr {_quote(entry.translations[0])}")
    return "\n".join(lines) + "\n"


def _quote(text: str) -> str:
    marks = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(marks.get(character, character) for character in text) + '"'
