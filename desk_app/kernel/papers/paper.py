"""A paper (纸质表单): the declaration that joins a kind of record to its Word template.

It says what the template may ask for, so that a mistyped placeholder is named before anything is printed, and where
the shipped template lies; `kernel.office_templates` knows whether the office uses one of its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk_app.kernel import money
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.papers.continuation import Sheets, lay_out
from desk_app.kernel.papers.shapes import FURTHER, OFFICE, shape
from desk_app.kernel.words import _, language

if TYPE_CHECKING:
    pass

TEMPLATES_FOLDER = Path(__file__).resolve().parents[3] / "templates_docx"
"""Where the shipped templates lie, one folder for each module; the English ones under `en`."""


@dataclass(frozen=True)
class Placeholder:
    """A value a template may ask for: `{{ name }}`; one with `rows` is a list for a loop.

    `choices` are the texts the value is one of: a template may then also loop over `name_choices`, each with a `mark`
    (☑ or ☐) and a `label`. `needed` says that a template without it makes no valid paper. `shape` is text, picture or a
    key of `SHAPES`, which writes the raw value (fen, day, phone …); money may also be asked for as `name_capital`
    (大写), a day as `name_in_full`. `sample` is what a test print shows, the label where it is left out; of a column one
    for each line, where it is a tuple.
    """

    name: str
    label: str
    rows: tuple["Placeholder", ...] = ()
    choices: tuple[str, ...] = ()
    needed: bool = False
    shape: str = "text"
    sample: Any = None


@dataclass(frozen=True)
class Sum:
    """A total that must agree with its parts before anything is printed: both in fen.

    `total` names a money placeholder, `parts` is `rows.column`.
    """

    total: str
    parts: str


HEADER = (
    Placeholder("company", "公司名称"),
    Placeholder("project", "项目名称"),
    Placeholder("service_phone", "服务电话"),
    Placeholder("form_code", "表单代号"),
    Placeholder("printed_at", "打印时间"),
    Placeholder("printed_by", "打印人"),
    Placeholder("print_count", "打印次数", sample="1"),
    Placeholder("watermark", "补打、作废或样张字样", sample="样张"),
)
"""What every paper may show of the office and the printing (domain.md section 2, header block)."""


_CHOICES = "_choices"
_CHOICE = (Placeholder("mark", "勾选"), Placeholder("label", "选项"))
_SHEET = (
    Placeholder("copy", "联次"),
    Placeholder("page", "第几页"),
    Placeholder("pages", "共几页"),
    Placeholder("is_first", "是否首页"),
    Placeholder("end", "以下空白"),
    Placeholder("struck", "划去的空行"),
)


@dataclass(frozen=True)
class Paper:
    """A form the program fills.

    `form` is its number in domain.md; `template` the file below `TEMPLATES_FOLDER`, in a folder named like the module;
    `values` makes the placeholders' values from what is printed, raw where the placeholder has a shape; `copies` are the
    names of its copies (联次); `pages` the sheets of paper it promises to need when the list fits on one sheet;
    `page_size` is A4, A5, A5 landscape, 241x140 or 241x93; `sheets` how a list is carried on to further sheets;
    `together` names the template's loop over several documents on one page (n-up slips, cards).

    `series` is the prefix of the paper's own numbers, which it has though its record is numbered; a second print keeps its number unless
    `renewed`. `signatures` names who signs by pen (业主 …), and makes the signed copy be waited for. `seen_by` is office,
    carried or posted. `roles` may print it, everybody when empty. `may_print` returns the sentence why it is not printed for
    a record, such as one whose stored sum does not agree with the book.
    `each_signs` names the list of people who each sign for themselves in the place of the first of `signatures`.
    `sums` are added up before printing. Without `reprint_mark` a second print is not marked 补打: it is posted at several doors.
    """

    name: str
    label: str
    form: str
    template: str
    placeholders: tuple[Placeholder, ...]
    values: Callable[[Any], Mapping[str, Any]]
    copies: tuple[str, ...] = ()
    pages: int | None = None
    page_size: str = "A4"
    sheets: Sheets | None = None
    together: str = ""
    series: str = ""
    renewed: bool = False
    signatures: tuple[str, ...] = ()
    seen_by: str = OFFICE
    roles: tuple[str, ...] = ()
    may_print: Callable[[Any], str | None] | None = None
    sums: tuple[Sum, ...] = ()
    reprint_mark: bool = True
    each_signs: str = ""

    @property
    def module(self) -> str:
        """Return the name of the module it belongs to, which is its template's folder."""
        return self.template.partition("/")[0]

    def languages(self) -> tuple[str, ...]:
        """Return the languages a shipped template exists in, such as zh_CN and en."""
        folders = {"zh_CN": TEMPLATES_FOLDER, "en": TEMPLATES_FOLDER / "en"}
        return tuple(name for name, folder in folders.items() if (folder / self.template).is_file())

    def known(self) -> tuple[Placeholder, ...]:
        """Return every placeholder a template of this paper may use: its own, the header's, choices and sheets."""
        own = {placeholder.name: placeholder for placeholder in (*HEADER, *self.placeholders)}
        for placeholder in self.placeholders:
            own |= {more.name: more for more in _derived(placeholder)}
        if self.sheets is not None:
            own["sheets"] = Placeholder("sheets", "每联每页", (*_SHEET, own[self.sheets.rows]))
        if self.together:
            own[self.together] = Placeholder(self.together, "每份", tuple(own.values()))
        return tuple(own.values())

    def fill_in(
        self, subject: Any, copies: Sequence[str] | None = None, header: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the values for a template: `header` and those of `subject`, its choices ticked, and its sheets.

        `copies` are the names of the copies wanted, all of the paper's when None.
        """
        raw = {**(header or {}), **self.values(subject)}
        self._add_up(raw)
        return self.lay_out(raw, copies)

    def lay_out(self, raw: Mapping[str, Any], copies: Sequence[str] | None = None) -> dict[str, Any]:
        """Return raw values as a template takes them: shaped, choices ticked, spread over sheets."""
        values = {**raw, **_shaped(self.placeholders, raw, self.seen_by)}
        for placeholder in self.placeholders:
            if placeholder.choices:
                values[placeholder.name + _CHOICES] = _tick(placeholder.choices, values.get(placeholder.name))
        if self.sheets is not None:
            names = [_(copy) for copy in (self.copies if copies is None else copies)]
            values["sheets"] = lay_out(values, self.sheets, names or [""])
        if self.together:
            values[self.together] = [dict(values)]
        return values

    def _add_up(self, raw: Mapping[str, Any]) -> None:
        for wanted in self.sums:
            rows, _dot, column = wanted.parts.partition(".")
            total, added = raw[wanted.total] or 0, sum(row[column] or 0 for row in raw[rows])
            if total != added:
                text = _(
                    "没有打印“{paper}”：合计 {total} 与明细相加 {added} 不一致。请刷新后再试；还这样，请联系维护人员。"
                )
                raise DeskError(
                    text.format(paper=_(self.label), total=money.show(total), added=money.show(added))
                )

    def signers(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Return who signs the paper filled with `values`: those of `each_signs` by name where they are several."""
        rows = values.get(self.each_signs) or ()
        names = dict.fromkeys(row["name"] for row in rows if row.get("name"))
        return (*names, *self.signatures[1:]) if len(names) > 1 else self.signatures

    def find_template(self) -> Path:
        """Return the path of the shipped template, in the language in use where there is one; or raise `NotFound`."""
        for folder in (TEMPLATES_FOLDER / language(), TEMPLATES_FOLDER):
            if (folder / self.template).is_file():
                return folder / self.template
        text = _("没有打印“{label}”：找不到模板“{name}”，请重新安装程序")
        raise NotFound(text.format(label=_(self.label), name=self.template))


def _derived(placeholder: Placeholder) -> Iterator[Placeholder]:
    """Yield what a template may also ask for because of a placeholder."""
    if placeholder.choices:
        yield Placeholder(placeholder.name + _CHOICES, placeholder.label, _CHOICE)
    if placeholder.shape in FURTHER:
        ending, label, _write = FURTHER[placeholder.shape]
        yield Placeholder(placeholder.name + ending, _(placeholder.label) + _(label))


def _shaped(placeholders: Sequence[Placeholder], raw: Mapping[str, Any], seen_by: str) -> dict[str, Any]:
    """Return the values of those placeholders that are not plain text, as they are written; rows too."""
    values: dict[str, Any] = {}
    for placeholder in placeholders:
        if placeholder.name not in raw:
            continue
        value = raw[placeholder.name]
        if placeholder.rows:
            rows = placeholder.rows
            values[placeholder.name] = [{**row, **_shaped(rows, row, seen_by)} for row in value or ()]
        else:
            values[placeholder.name] = shape(placeholder.shape, value, seen_by)
        if placeholder.shape in FURTHER:
            ending, _label, write = FURTHER[placeholder.shape]
            values[placeholder.name + ending] = "" if value is None else write(value)
    return values


def _tick(choices: Sequence[str], chosen: Any) -> list[dict[str, str]]:
    return [{"mark": "☑" if chosen in (choice, _(choice)) else "☐", "label": _(choice)} for choice in choices]
