"""Checking a template (模板检查): everything wrong with it at once, in plain sentences that say where and what to do.

What is refused keeps a template from being used; a warning is for whoever decides. Needs nothing but the file and
the placeholders it may ask for, so it can run in a process of its own.
"""

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers.contents import (
    Text,
    find_pictures_too_large,
    find_strange_pictures,
    find_unfilled,
)
from desk_app.kernel.papers.fonts import fonts_of
from desk_app.kernel.papers.layout_tags import find_layout_problems, find_unclosed
from desk_app.kernel.papers.package import Package, read_package
from desk_app.kernel.papers.paper import Placeholder
from desk_app.kernel.papers.pictures import mark_frames
from desk_app.kernel.papers.places import SourceLines
from desk_app.kernel.papers.refusals import TemplateRefused
from desk_app.kernel.papers.source import has_placeholders, numbered_source_of
from desk_app.kernel.papers.syntax import LOOPED, PRINTED, Asked, find_brace_problems, read
from desk_app.kernel.words import _, language

if TYPE_CHECKING:
    from desk_app.kernel.papers.paper import Paper

_LOOPED_WITHOUT_COLUMNS = "struck"
_MARK = "watermark"
_SINGLE = re.compile(r"\{\{\s*([^\W\d_]\w*)\s*(?:\|[^{}]*)?\}\}")
"""A placeholder that stands for one value, whatever filter follows."""
_MOST_REMEMBERED = 128
_remembered: dict[tuple[str, str, str], "Checked"] = {}


@dataclass(frozen=True)
class Checked:
    """What was found: `problems` keep it from being used, `warnings` do not; `fonts` are those it asks for."""

    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()


def check_template(content: bytes, paper: "Paper") -> Checked:
    """Return what is wrong with a Word file as a template of `paper`; one seen before is not read again."""
    key = _key(content, paper)
    return (
        _remembered[key]
        if key in _remembered
        else remember(content, paper, check_placeholders(content, paper.known()))
    )


def refuse_faulty(content: bytes, paper: "Paper") -> None:
    """Raise `TemplateRefused` with every problem of a file that cannot be the paper's template."""
    if problems := check_template(content, paper).problems:
        raise TemplateRefused(problems)


def remember(content: bytes, paper: "Paper", checked: Checked) -> Checked:
    """Keep what was found, so that the file is not read again; return it."""
    if len(_remembered) >= _MOST_REMEMBERED:
        _remembered.clear()
    _remembered[_key(content, paper)] = checked
    return checked


def _key(content: bytes, paper: "Paper") -> tuple[str, str, str]:
    return hashlib.sha256(content).hexdigest(), paper.name, language()


def check_placeholders(content: bytes, known: Sequence[Placeholder]) -> Checked:
    """Return what is wrong with a Word file that may ask for the placeholders `known`."""
    try:
        package = read_package(content)
        texts = [Text(name, package.parts[name]) for name in (package.main, *package.headers)]
        mark_frames(texts[0].root, package, [text.root for text in texts[1:]])
    except TemplateRefused as refused:
        return Checked(refused.problems)
    warnings = [*package.warnings, *(warning for text in texts for warning in text.warnings)]
    warnings += find_strange_pictures(package)
    asked: list[Asked] = []
    problems = [*_find_problems(package, texts, known, asked)]
    if not problems:
        warnings += _find_unmarked(asked, known)
        problems = [*_try_out(content, known)]
    return Checked(_once(problems), _once(warnings), tuple(sorted(fonts_of(package))))


def _once(sentences: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentences))


def _find_problems(
    package: Package, texts: Sequence[Text], known: Sequence[Placeholder], asked: list[Asked]
) -> Iterator[str]:
    """Yield what is wrong; add to `asked` what the template asks for."""
    yield from find_unfilled(package)
    yield from find_pictures_too_large(package)
    whole = True
    for text in texts:
        slips = [*text.problems, *find_brace_problems(text.paragraphs, text.places)]
        slips += find_layout_problems(text)
        slips = slips or [*find_unclosed(text)]
        yield from slips
        if slips:
            whole = False
            asked += _find_printed(text)
            continue
        source = numbered_source_of(text.root)
        if not has_placeholders(source):
            continue
        try:
            asked += read(source, SourceLines(source, text.paragraphs, text.places)).asked
        except TemplateRefused as refused:
            whole = False
            asked += _find_printed(text)
            yield from refused.problems
    yield from _find_unknown(asked, known)
    if whole:
        yield from _find_left_out(asked, known)


def _find_printed(text: Text) -> Iterator[Asked]:
    """Yield the single placeholders printed in a part that cannot be read as a whole."""
    for written, place in zip(text.paragraphs, text.places, strict=True):
        for name in _SINGLE.findall(written):
            yield Asked((name,), PRINTED, place)


def _find_left_out(asked: Sequence[Asked], known: Sequence[Placeholder]) -> Iterator[str]:
    used = {name for one in asked for name in one.path}
    for placeholder in known:
        if placeholder.needed and placeholder.name not in used:
            text = _("模板里没有“{label}”，请在合适的位置写上 {example}")
            yield text.format(label=_(placeholder.label), example="{{ " + placeholder.name + " }}")


def _find_unmarked(asked: Sequence[Asked], known: Sequence[Placeholder]) -> Iterator[str]:
    """Yield what comes of a template without a place for the word across the paper: 补打, 作废 or 样张."""
    mark = next((placeholder for placeholder in known if placeholder.name == _MARK), None)
    if mark is not None and all(one.path[-1] != _MARK for one in asked):
        text = _(
            "模板里没有“{label}”：在打印预览里打印时由程序加印，存成 Word 文件和批量打印时就没有。"
            "请在合适的位置写上 {example}"
        )
        yield text.format(label=_(mark.label), example="{{ " + _MARK + " }}")


def _find_unknown(asked: Sequence[Asked], known: Sequence[Placeholder]) -> Iterator[str]:
    """Yield a sentence for each thing asked for that is not there, or not in that way."""
    for one in asked:
        names: Sequence[Placeholder] | None = known
        for name in one.path[:-1]:
            names = _rows_of(name, names)
        if names is None:
            continue  # the loop itself was complained about
        found = next((placeholder for placeholder in names if placeholder.name == one.path[-1]), None)
        what = _misused(one, found) if found else _unknown(one, names, known)
        if what:
            yield _("{place}里：{what}").format(place=one.place, what=what)


def _rows_of(name: str, known: Sequence[Placeholder] | None) -> Sequence[Placeholder] | None:
    return next((p.rows for p in known or () if p.name == name and p.rows), None)


def _misused(one: Asked, found: Placeholder) -> str:
    if one.use == LOOPED and not found.rows and found.name != _LOOPED_WITHOUT_COLUMNS:
        return _("“{name}”（{label}）不是列表，不能用来循环").format(name=found.name, label=_(found.label))
    if one.use == PRINTED and found.rows:
        text = _("“{name}”（{label}）是列表，要写成 {example}")
        example = "{%tr for 行 in " + found.name + " %} … {%tr endfor %}"
        return text.format(name=found.name, label=_(found.label), example=example)
    return ""


def _unknown(one: Asked, names: Sequence[Placeholder], known: Sequence[Placeholder]) -> str:
    """Return what is wrong with a name that is not among `names`, those that may stand where it stands."""
    name, owners = one.path[-1], one.path[:-1]
    if owners and any(placeholder.name == name for placeholder in known):
        text = _("“{written}”不是这个列表的列，请直接写 {example}")
        return text.format(written=_written(one), example="{{ " + name + " }}")
    holder = next((holder for holder in known if _column(holder, name)), None)
    if holder is not None and not (owners and holder.name == owners[-1]):
        text = _("“{name}”（{label}）是“{list}”的列，要写在 {example} 的循环里，写成 行.{name}")
        label, example = _(_column(holder, name).label), "{%tr for 行 in " + holder.name + " %}"
        return text.format(name=name, label=label, list=_(holder.label), example=example)
    near = find_nearest(name, names)
    if near is None:
        text = _("没有“{written}”这个占位符，请删去或改为表单占位符清单里的名称")
        return text.format(written=_written(one))
    text = _("没有“{written}”这个占位符，是不是想写“{near}”（{label}）？")
    return text.format(written=_written(one), near=near.name, label=_(near.label))


def _written(one: Asked) -> str:
    return f"{one.row}.{one.path[-1]}" if one.row else one.path[-1]


def _column(holder: Placeholder, name: str) -> Any:
    return next((column for column in holder.rows if column.name == name), None)


def find_nearest(name: str, known: Sequence[Placeholder]) -> Placeholder | None:
    """Return the placeholder whose name, or whose label as the clerk knows it, is most like `name`; None if far."""
    for placeholder in known:
        if name in (placeholder.label, _(placeholder.label)):
            return placeholder
    by_text = {p.name: p for p in known} | {p.label: p for p in known}
    close = difflib.get_close_matches(name, by_text, n=1)
    return by_text[close[0]] if close else None


def _try_out(content: bytes, known: Sequence[Placeholder]) -> Iterator[str]:
    """Fill once with everything blank and once with everything there, as a last check; yield what goes wrong."""
    from lxml import etree

    from desk_app.kernel.papers.archive import read_parts
    from desk_app.kernel.papers.template import Template

    try:
        template = Template.from_bytes(content)
        for values in (_sample(known, 0), _sample(known, 2)):
            for name, part in read_parts(template.fill(values)).items():
                if name.endswith(".xml"):
                    etree.fromstring(part)
    except TemplateRefused as refused:
        yield from refused.problems
    except DeskError as error:
        yield _("试填时出错：{error}").format(error=str(error).rstrip("。"))
    except etree.XMLSyntaxError:
        yield _("试填后的文件打不开：条件或循环的开头和结尾要在同一格或同一段里")


def _sample(known: Sequence[Placeholder], rows: int) -> Mapping[str, Any]:
    """Return values to try a template with: "0" or blank for a text, as many rows for a list."""
    return {placeholder.name: _sample_of(placeholder, rows) for placeholder in known}


def _sample_of(placeholder: Placeholder, rows: int) -> Any:
    if placeholder.rows or placeholder.name == _LOOPED_WITHOUT_COLUMNS:
        return [_sample(placeholder.rows, rows)] * rows
    return None if placeholder.shape == "picture" else "0" * bool(rows)
