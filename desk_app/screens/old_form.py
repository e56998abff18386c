"""Taking in an office's old mail-merge form (收进旧表单): which of its fields means which of our placeholders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desk_app.kernel import pinyin
from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers.paper import HEADER, Paper
from desk_app.kernel.words import _, listed
from desk_app.screens import remembered, template_copy
from desk_app.screens.paper_settings import matches

MOST_NAMED = 4
"""Meanings named where several fit what was typed."""
LEFT_BLANK = ""
"""The choice of a field that is not filled."""


@dataclass(frozen=True)
class OldField:
    """A field of the old form: where it stands, what it likely means (a path such as room or goods.name).

    One that is not `taken` does more than show a value and is not converted; `is_guess` until somebody chose it once.
    """

    name: str
    place: str
    times: int
    meant: str
    taken: bool = True
    is_guess: bool = False


@dataclass(frozen=True)
class OldForm:
    """A Word file somebody chose, and the merge fields in it; one without any may be a template already."""

    name: str
    content: bytes
    fields: tuple[OldField, ...]


@dataclass(frozen=True)
class Meaning:
    """A placeholder a field can be given: its path, and the words it is chosen by."""

    path: str
    label: str


def read_form(path: Path, paper: Paper) -> OldForm:
    """Read the file at `path`; DeskError with a sentence if it is no Word file or cannot be read."""
    from desk_app.kernel.papers.merge_fields import find_merge_fields, in_rows, suggest

    content = template_copy.read_file(path)
    found = find_merge_fields(content)
    rows = in_rows(found)
    before = {name: path for name, path in _chosen_before(paper).items() if "." not in path or name in rows}
    meant = suggest(found, paper) | before
    names = list(dict.fromkeys(one.name for one in found))
    fields = []
    for name in names:
        same = [one for one in found if one.name == name]
        taken = all(one.taken for one in same)
        likely = meant.get(name, LEFT_BLANK)
        is_guess = bool(likely) and name not in before
        fields.append(OldField(name, same[0].place, len(same), likely, taken, is_guess))
    return OldForm(path.name, content, tuple(fields))


def meanings(paper: Paper) -> list[Meaning]:
    """Return what a field can mean: what is in the paper first, then its lists' columns and the head of the page."""
    own = [Meaning(one.name, _(one.label)) for one in paper.placeholders if not one.rows]
    columns = [
        Meaning(f"{one.name}.{column.name}", f"{_(one.label)} › {_(column.label)}")
        for one in paper.placeholders
        for column in one.rows
        if not column.rows
    ]
    taken = {meaning.path for meaning in own}
    head = [Meaning(one.name, _(one.label)) for one in HEADER if one.name not in taken]
    return [*own, *columns, *head]


def find_meaning(typed: str, known: Sequence[Meaning]) -> Meaning:
    """Return the meaning somebody typed, by its words or their pinyin initials; DeskError if none or several fit."""
    plain = typed.strip().casefold()
    exact = [one for one in known if plain in (one.label.casefold(), *pinyin.initials(one.label))]
    found = exact or [one for one in known if matches(typed, (one.label,))]
    if len(found) == 1:
        return found[0]
    if not found:
        raise DeskError(_("没有“{typed}”这一项，请从列表里选。").format(typed=typed.strip()))
    some = listed(one.label for one in found[:MOST_NAMED])
    raise DeskError(_("“{typed}”可能是{some}，请从列表里选一项。").format(typed=typed.strip(), some=some))


def convert(form: OldForm, mapping: Mapping[str, str], paper: Paper) -> bytes:
    """Return the form as a template of ours, with blanks for fields that mean nothing; remember what was chosen.

    Raise TemplateRefused where that cannot be.
    """
    from desk_app.kernel.papers.merge_fields import map_fields

    content = map_fields(form.content, {name: path for name, path in mapping.items() if path})
    remembered.put(_key(paper), {**_chosen_before(paper), **mapping})
    return content


def unfilled(fields: Sequence[OldField], mapping: Mapping[str, str]) -> list[str]:
    """Return the names of the fields that stay blank."""
    return [one.name for one in fields if one.taken and not mapping.get(one.name)]


def _chosen_before(paper: Paper) -> dict[str, str]:
    known = {meaning.path for meaning in meanings(paper)} | {LEFT_BLANK}
    kept = remembered.get(_key(paper), {})
    return {str(name): path for name, path in kept.items() if path in known}


def _key(paper: Paper) -> str:
    return f"old_form/{paper.name}"
