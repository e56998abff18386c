"""What a template may ask for (占位符清单), as the text to paste into Word, in the clerk's words."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers.paper import HEADER, Paper, Placeholder
from desk_app.kernel.papers.shapes import CAPITAL
from desk_app.kernel.words import _
from desk_app.screens.paper_settings import matches

if TYPE_CHECKING:
    from desk_app.kernel.papers.syntax import Slots

_TAG = re.compile(r"<[^>]*>")
_LOOP = re.compile(r"\bfor\s+(\w+)\s+in\s+(?:\w+\.)?(\w+)")
_CHOICES = "_choices"


@dataclass(frozen=True)
class FieldLine:
    """One thing to paste: what it is, the text, and whether the template in use asks for it.

    `chinese` is what it is called there whatever the language; `table` holds the rows of a table to paste instead where the office program takes one.
    """

    label: str
    name: str
    paste: str
    group: str
    is_used: bool = False
    table: tuple[tuple[str, ...], ...] = ()
    chinese: str = ""


def list_fields(paper: Paper, content: bytes, wanted: str = "") -> list[FieldLine]:
    """Return what a template of `paper` may ask for, of that only what `wanted` finds; `content` is the one in use.

    Names, pinyin initials and English names are looked in.
    """
    lines = list(_Fields(paper, content).lines())
    return [line for line in lines if matches(wanted, (line.label, line.chinese, line.name, line.group))]


class _Fields:
    """Writes the lines of one paper, with the loop names its template has."""

    def __init__(self, paper: Paper, content: bytes) -> None:
        self._paper = paper
        self._known = {placeholder.name: placeholder for placeholder in paper.known()}
        self._slots = _slots_of(content)
        self._row_names: dict[str, str] = {name: row for row, name in _LOOP.findall(_text_of(content))}

    def lines(self) -> Iterator[FieldLine]:
        own = {placeholder.name for placeholder in self._paper.placeholders}
        for placeholder in self._paper.placeholders:
            if placeholder.rows:
                yield from self._list(placeholder)
            else:
                yield from self._single(placeholder, _("本表内容"))
        for placeholder in HEADER:
            if placeholder.name not in own:
                yield from self._single(placeholder, _("抬头和打印"))
        if self._paper.sheets is not None:
            yield from self._columns("sheets", _("联次和续页"))
        yield from self._ways_of_writing()
        yield from self._frames()

    def _single(self, placeholder: Placeholder, group: str) -> Iterator[FieldLine]:
        """Yield a value, and what may be asked for because of it: its ticked choices, its sum in capitals."""
        name, label = placeholder.name, _(placeholder.label)
        words = _("{label}（图片）").format(label=label) if placeholder.shape == "picture" else label
        yield self._line(words, name, self._value(name), group, placeholder)
        if placeholder.choices:
            loop = f"choice in {self._within(name + _CHOICES)}"
            paste = f"{{% for {loop} %}}{{{{ choice.mark }}}}{{{{ choice.label }}}} {{% endfor %}}"
            ticked = _("{label}（打勾的选项）").format(label=label)
            yield self._line(ticked, name + _CHOICES, paste, group, placeholder)
        if name + CAPITAL in self._known:
            capital = self._known[name + CAPITAL]
            yield self._line(_(capital.label), capital.name, self._value(capital.name), group, placeholder)

    def _line(self, words: str, name: str, paste: str, group: str, placeholder: Placeholder) -> FieldLine:
        return FieldLine(words, name, paste, group, self._is_used(name), chinese=placeholder.label)

    def _list(self, placeholder: Placeholder) -> Iterator[FieldLine]:
        """Yield the whole table of a list, then its columns."""
        name, group = placeholder.name, _("{list}（每行一条）").format(list=_(placeholder.label))
        row = self._row_name(name)
        start = f"{{%tr for {row} in {self._path(name)} %}}"
        table = (
            tuple(_(column.label) for column in placeholder.rows),
            (start,),
            tuple(f"{{{{ {row}.{column.name} }}}}" for column in placeholder.rows),
            ("{%tr endfor %}",),
        )
        paste = "\n".join("\t".join(cells) for cells in table)
        used, chinese = self._is_used(name), placeholder.label
        yield FieldLine(_("整个表格（四行）"), name, paste, group, used, table, chinese)
        yield from self._columns(name, group)

    def _columns(self, name: str, group: str) -> Iterator[FieldLine]:
        row = self._row_name(name)
        for column in self._known[name].rows:
            if column.rows or column.name == "struck":
                continue
            used = self._is_used(column.name, name)
            paste = f"{{{{ {row}.{column.name} }}}}"
            path = f"{name}.{column.name}"
            yield FieldLine(_(column.label), path, paste, group, used, chinese=column.label)

    def _ways_of_writing(self) -> Iterator[FieldLine]:
        """Yield what is put around a placeholder, with one of the paper's own as the example."""
        single = [one.name for one in self._paper.placeholders if not one.rows and not one.needed]
        name = "note" if "note" in single else next(reversed(single), "company")
        group, value = _("常用写法"), self._within(name)
        yield FieldLine(_("空着时印“／”"), "or", f'{{{{ {value} or "／" }}}}', group)
        part = f"{{% if {value} %}}{{{{ {value} }}}}{{% endif %}}"
        yield FieldLine(_("有内容才印这一段"), "if", part, group)
        table = ((f"{{%tr if {value} %}}",), (f"{{{{ {value} }}}}",), ("{%tr endif %}",))
        paste = "\n".join(row for (row,) in table)
        yield FieldLine(_("有内容才印的表格行（三行）"), "tr if", paste, group, table=table)

    def _frames(self) -> Iterator[FieldLine]:
        """Yield what is written into a picture's alternative text, so that it is drawn anew on each paper."""
        group = _("画图（贴到图片的“替代文字”里）")
        for one in self._paper.placeholders:
            label, inside = _(one.label), self._within(one.name)
            if one.shape == "picture":
                yield FieldLine(
                    label, f"{one.name}|picture", f"{{{{ {inside}|picture }}}}", group, chinese=one.label
                )
            elif one.name == "number" or one.name.endswith("_number"):
                bars, squares = _("{label}的条形码"), _("{label}的二维码")
                yield FieldLine(bars.format(label=label), f"{one.name}|bars", f"{{{{ {inside} }}}}", group)
                yield FieldLine(
                    squares.format(label=label), f"{one.name}|qr", f"{{{{ {inside}|qr }}}}", group
                )

    def _value(self, name: str) -> str:
        return f"{{{{ {self._within(name)} }}}}"

    def _within(self, name: str) -> str:
        """Return how a value is named: where several papers are on a page, in the loop over them."""
        together = self._paper.together
        return f"{self._row_name(together)}.{name}" if together else name

    def _path(self, name: str) -> str:
        """Return how a loop over the list is written: the list that is spread over sheets is in the sheets' own loop."""
        sheets = self._paper.sheets
        if sheets is not None and sheets.rows == name:
            return f"{self._row_name('sheets')}.{name}"
        return self._within(name)

    def _row_name(self, name: str) -> str:
        """Return what a row of the list is called in the template, else a plain word for it."""
        usual = {"sheets": "sheet", "rows": "row"}.get(name, "item")
        return self._row_names.get(name, usual)

    def _is_used(self, name: str, owner: str = "") -> bool:
        return self._slots is not None and _asks(self._slots, name, owner)


def _asks(slots: "Slots", name: str, owner: str, now: str = "") -> bool:
    """Say whether `name` is asked for in the rows of `owner`, or anywhere where no owner is named."""
    if (not owner or now == owner) and name in slots.asked():
        return True
    return any(_asks(inner, name, owner, row) for row, inner in slots.rows.items())


def _slots_of(content: bytes) -> "Slots | None":
    """Return what a template asks for; None of one that cannot be read."""
    from desk_app.kernel.papers.template import Template

    try:
        return Template.from_bytes(content).slots
    except DeskError:
        return None


def _text_of(content: bytes) -> str:
    """Return the text of the file's body without its tags; nothing of a file that is no Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _TAG.sub("", archive.read("word/document.xml").decode("utf-8", "replace"))
    except (zipfile.BadZipFile, KeyError, OSError):
        return ""


def as_html(line: FieldLine) -> str:
    """Return the table of a line as HTML, which Word, WPS and Writer paste as a table; nothing for plain text."""
    if not line.table:
        return ""
    widest = max(len(cells) for cells in line.table)
    rows = "".join(
        "<tr>"
        + "".join(f'<td colspan="{widest if len(cells) == 1 else 1}">{cell}</td>' for cell in cells)
        + "</tr>"
        for cells in line.table
    )
    return f'<table border="1" cellspacing="0" cellpadding="4">{rows}</table>'


__all__: Sequence[str] = ("FieldLine", "as_html", "list_fields")
