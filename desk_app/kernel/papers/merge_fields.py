"""Old mail-merge forms (合并域): what an office made for Word's mail merge becomes a template.

`find_merge_fields` says what is in it, `suggest` which placeholder each may mean, and `map_fields` writes the
placeholders in; a row of a table with columns of a list becomes a loop. The data source is left behind.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from desk_app.kernel.papers.archive import Frame, pack, read_parts
from desk_app.kernel.papers.contents import WORD, Text
from desk_app.kernel.papers.field_codes import FieldCode, field_codes, split_runs, write_instead
from desk_app.kernel.papers.loops import RowUse, add_loops
from desk_app.kernel.papers.package import cut_relations, parse_xml, read_package
from desk_app.kernel.papers.refusals import TemplateRefused, quote
from desk_app.kernel.papers.text_marks import find_marks, replace_marks
from desk_app.kernel.words import _

if TYPE_CHECKING:
    from desk_app.kernel.papers.paper import Paper

_W = "{" + WORD + "}"
_SOURCES = ("mailMergeSource", "mailMergeHeaderSource", "recipientData")
_NAME = re.compile(r'MERGEFIELD\s+(?:"([^"]+)"|“([^”]+)”|([^\s\\]+))', re.IGNORECASE)
_MERGING = re.compile(
    r"\s*(IF|NEXT|NEXTIF|SKIPIF|MERGEREC|MERGESEQ|COMPARE|DATABASE|GREETINGLINE|ADDRESSBLOCK|MERGEFIELD)\b",
    re.IGNORECASE,
)
_REGION = re.compile(r"(?:Table|Range)(Start|End):(.+)", re.IGNORECASE)
_LIKELY = 50
_FOR_A_SINGLE, _FOR_A_REGION = 20, 10
_LEFT_BLANK = "＿＿＿＿"
_ALSO = {"printed_at": ("打印日期", "制表日期", "填表日期")}
"""Placeholder to other names old forms call it by."""
_PHONE = ("电话", "联系电话", "联系方式", "手机", "手机号码")
ROW = "row"
"""What a loop made here calls its row."""


@dataclass(frozen=True)
class MergeField:
    """A merge field and where it stands; `region` is the mail-merge region (TableStart:X) it repeats in.

    One that is not `taken`, such as IF, is named by its instruction: it does more than show a value.
    """

    name: str
    place: str
    in_table_row: bool
    region: str = ""
    taken: bool = True


def find_merge_fields(content: bytes) -> list[MergeField]:
    """Return the merge fields of a Word file in their order, each once a place; raise `TemplateRefused`."""
    found: dict[MergeField, None] = {}
    for text in _texts(_Form(content)):
        region = ""
        for one in _uses(text):
            marker = _REGION.fullmatch(one.name)
            if marker:
                region = marker[2] if marker[1].lower() == "start" else ""
                continue
            found[MergeField(one.name, one.place, _in_row(one.paragraph), region, one.taken)] = None
    return list(found)


def in_rows(fields: Iterable[MergeField]) -> set[str]:
    """Return the names of the fields that stand in rows of tables wherever they stand: these may be a list's columns."""
    fields = list(fields)
    return {one.name for one in fields} - {one.name for one in fields if not one.in_table_row}


def suggest(fields: Sequence[MergeField], paper: "Paper") -> dict[str, str]:
    """Return the likeliest placeholder for each field by its name, such as room or goods.name; unlikely ones are left out.

    A column of a list is for fields in rows of tables, where no single placeholder is as likely.
    """
    labels, rows = list(_labels(paper)), in_rows(fields)
    scored = [
        (score, one.name, path)
        for one in fields
        if one.taken
        for score, path in _candidates(one, labels, may_repeat=one.name in rows)
    ]
    chosen: dict[str, str] = {}
    for score, name, path in sorted(scored, key=lambda one: -one[0]):
        if score >= _LIKELY and name not in chosen and path not in chosen.values():
            chosen[name] = path
    return chosen


def _candidates(
    field: MergeField, labels: Iterable[tuple[str, str]], *, may_repeat: bool
) -> list[tuple[int, str]]:
    """Return (likeness, path) of what the field may mean; nothing for a column's name where no row can be repeated."""
    more = _FOR_A_REGION if field.region else -_FOR_A_SINGLE
    found = [(_likeness(field.name, label) + more * ("." in path), path) for label, path in labels]
    singles = [one for one in found if "." not in one[1]]
    columns = [one for one in found if "." in one[1]]
    if max(singles)[0] >= max(columns, default=(0, ""))[0]:
        return singles
    return columns if may_repeat else []


def _labels(paper: "Paper") -> Iterator[tuple[str, str]]:
    """Yield each label and each name by which a placeholder may be called, with its path."""
    from desk_app.kernel.papers.paper import HEADER

    if whose := _whose_phone(paper):
        for name in _PHONE:
            yield name, whose
    for placeholder in (*paper.placeholders, *HEADER):  # of two as likely, the paper's own
        if not placeholder.rows:
            for name in {placeholder.label, _(placeholder.label), placeholder.name}:
                yield name, placeholder.name
            for name in _ALSO.get(placeholder.name, ()):
                yield name, placeholder.name
        for column in placeholder.rows:
            for name in {column.label, _(column.label), column.name, placeholder.label + column.label}:
                yield name, f"{placeholder.name}.{column.name}"


def _whose_phone(paper: "Paper") -> str:
    """Return the placeholder that a form means by a phone it does not say more of; nothing where there is none."""
    names = [one.name for one in paper.placeholders if one.shape == "phone"]
    return "phone" if "phone" in names else next(iter(names), "")


def _likeness(written: str, label: str) -> int:
    """Return from 0 to 100 how alike two names are; the blanks, signs and numbers around them do not count."""
    one, other = (re.sub(r"[\W_\d]+", "", name).casefold() for name in (written, label))
    if not one or not other:
        return 0
    ratio = int(100 * difflib.SequenceMatcher(None, one, other).ratio())
    return 50 + ratio // 2 if one in other or other in one else ratio


def map_fields(content: bytes, mapping: Mapping[str, str]) -> bytes:
    """Return a template with a placeholder for each field in `mapping` (room, goods.name) and a blank for any other.

    Raise `TemplateRefused` for a file that is no template, a row that would need two lists, or a column of a list outside
    the rows of a table: its sentence would go where the list is empty.
    """
    from lxml import etree

    form = _Form(content)
    for text in _texts(form):
        _write_placeholders(text, mapping)
        form.parts[text.name] = etree.tostring(
            text.root, encoding="UTF-8", xml_declaration=True, standalone=True
        )
    return Frame(pack(name, part, 6) for name, part in form.parts.items()).close(())


class _Form:
    """A Word file without its data source: its parts, and those that hold text."""

    def __init__(self, content: bytes) -> None:
        parts = _without_source(read_parts(content)) if content[:2] == b"PK" else {}
        package = read_package(
            Frame(pack(name, part) for name, part in parts.items()).close(()) if parts else content
        )
        self.parts, self.names = package.parts, (package.main, *package.headers)


@dataclass(frozen=True)
class _NamedText:
    """A part's text that is being changed."""

    name: str
    root: Any
    places: dict[Any, str]


def _texts(form: _Form) -> Iterator[_NamedText]:
    for name in form.names:
        text = Text(name, form.parts[name])
        places = dict(zip(text.root.iter(_W + "p"), text.places, strict=True))
        split_runs(text.root)
        yield _NamedText(name, text.root, places)


def _without_source(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts without what ties them to a data source: relations, settings and the list of recipients."""
    from lxml import etree

    for name in [name for name in parts if name.endswith(".rels")]:
        cut_relations(parts, name, lambda relation: relation.kind in _SOURCES)
    for name in [name for name in parts if re.fullmatch(r"word/settings\d*\.xml", name)]:
        root = parse_xml(name, parts[name])
        for settings in root.findall(_W + "mailMerge"):
            root.remove(settings)
            parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return {name: part for name, part in parts.items() if "recipientData" not in name}


@dataclass
class _Use:
    """One merge field where it stands: a field code, or «name» typed as text."""

    name: str
    paragraph: Any
    place: str
    taken: bool = True
    code: FieldCode | None = None


def _uses(text: _NamedText) -> list[_Use]:
    """Return the merge fields of a part in their order."""
    by_paragraph: dict[Any, list[_Use]] = {}
    for code in field_codes(text.root):
        if not any(_MERGING.match(instruction) for instruction in (code.instruction, *code.inner)):
            continue
        name = _NAME.match(code.instruction.strip())
        taken = bool(name) and not code.inner
        shown = next(filter(None, name.groups())) if name and taken else code.instruction.strip()
        paragraph = code.paragraph
        place = text.places.get(paragraph, "")
        by_paragraph.setdefault(paragraph, []).append(_Use(shown, paragraph, place, taken, code))
    uses = []
    for paragraph in text.root.iter(_W + "p"):
        here = by_paragraph.get(paragraph, [])
        uses += here
        typed = [name for name in find_marks(paragraph) if name not in {use.name for use in here}]
        uses += [_Use(name, paragraph, text.places.get(paragraph, "")) for name in typed]
    return uses


def _write_placeholders(text: _NamedText, mapping: Mapping[str, str]) -> None:
    rows: list[RowUse] = []
    misplaced: list[str] = []

    def written(name: str, paragraph: Any) -> str:
        marker = _REGION.fullmatch(name)
        if marker:
            rows.append(RowUse(paragraph, region=marker[2], starts=marker[1].lower() == "start"))
            return ""
        path = mapping.get(name, "")
        if "." not in path:
            return "{{ " + path + " }}" if path else _LEFT_BLANK
        if not _in_row(paragraph):
            misplaced.append(_tell_misplaced(name, text.places.get(paragraph, "")))
        owner, _dot, column = path.partition(".")
        rows.append(RowUse(paragraph, owner, column))
        return "{{ " + f"{ROW}.{column}" + " }}"

    for use in _uses(text):
        if use.code is not None and not use.taken:
            told = "" if use.code.instruction.strip().upper() == "NEXT" else _told(use.name)
            write_instead(use.code, told)
        elif use.code is not None:
            write_instead(use.code, written(use.name, use.paragraph))
    for paragraph in list(text.root.iter(_W + "p")):
        replace_marks(paragraph, partial(written, paragraph=paragraph))
    if misplaced:
        raise TemplateRefused(misplaced)
    add_loops(rows, ROW)


def _in_row(paragraph: Any) -> bool:
    """Say whether the paragraph stands in a row of a table."""
    return next(paragraph.iterancestors(_W + "tr"), None) is not None


def _tell_misplaced(name: str, place: str) -> str:
    text = _(
        "{place}里的“{field}”不在表格里，不能填列表中的一栏，请改选单独的一项，或先在 Word 里把它放进表格的一行"
    )
    return text.format(place=place, field=quote(name))


def _told(instruction: str) -> str:
    """Return what stands in a form for a field that was not taken, for the office to rewrite."""
    return _("【原有的域未转换：{field}】").format(
        field=re.sub(r"[{}｛｝«»]", "", " ".join(instruction.split()))[:40]
    )
