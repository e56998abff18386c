"""A paper (纸质表单): the declaration that joins a kind of record to its Word template.

It says what the template may ask for, so that a mistyped placeholder is named before anything is printed, and where
the template lies: the office's own copy if it made one, else the shipped one in the language in use.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk_app.kernel.errors import NotFound
from desk_app.kernel.papers.continuation import Sheets, lay_out
from desk_app.kernel.words import _, language

if TYPE_CHECKING:
    from desk_app.kernel.papers.syntax import Slots
    from desk_app.kernel.papers.template import Template

TEMPLATES_FOLDER = Path(__file__).resolve().parents[3] / "templates_docx"
"""Where the shipped templates lie, one folder for each module; the English ones under `en`."""


@dataclass(frozen=True)
class Placeholder:
    """A value a template may ask for: `{{ name }}`; one with `rows` is a list for a loop.

    `choices` are the texts the value is one of: a template may then also loop over `name_choices`, each with a `mark`
    (☑ or ☐) and a `label`. `needed` says that a template without it makes no valid paper.
    """

    name: str
    label: str
    rows: tuple["Placeholder", ...] = ()
    choices: tuple[str, ...] = ()
    needed: bool = False


HEADER = (
    Placeholder("company", "公司名称"),
    Placeholder("project", "项目名称"),
    Placeholder("service_phone", "服务电话"),
    Placeholder("form_code", "表单代号"),
    Placeholder("printed_at", "打印时间"),
    Placeholder("printed_by", "打印人"),
    Placeholder("print_count", "打印次数"),
    Placeholder("watermark", "补打、作废或样张字样"),
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

    `form` is its number in domain.md; `template` the file below `TEMPLATES_FOLDER`; `values` makes the placeholders'
    texts from what is printed; `copies` are the names of its copies (联次); `pages` the sheets of paper it promises to
    need when the list fits on one sheet; `sheets` how a list is carried on to further sheets.
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

    def known(self) -> tuple[Placeholder, ...]:
        """Return every placeholder a template of this paper may use: its own, the header's, choices and sheets."""
        own = {placeholder.name: placeholder for placeholder in (*HEADER, *self.placeholders)}
        for placeholder in self.placeholders:
            if placeholder.choices:
                name = placeholder.name + _CHOICES
                own[name] = Placeholder(name, placeholder.label, _CHOICE)
        if self.sheets is not None:
            own["sheets"] = Placeholder("sheets", "每联每页", (*_SHEET, own[self.sheets.rows]))
        return tuple(own.values())

    def fill_in(
        self, subject: Any, copies: Sequence[str] | None = None, header: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the values for a template: `header` and those of `subject`, its choices ticked, and its sheets.

        `copies` are the names of the copies wanted, all of the paper's when None.
        """
        values = {**(header or {}), **self.values(subject)}
        for placeholder in self.placeholders:
            if placeholder.choices:
                values[placeholder.name + _CHOICES] = _tick(placeholder.choices, values.get(placeholder.name))
        if self.sheets is not None:
            names = [_(copy) for copy in (self.copies if copies is None else copies)]
            values["sheets"] = lay_out(values, self.sheets, names or [""])
        return values

    def find_template(self, own_folder: Path | None = None) -> Path:
        """Return the template's path: the office's own in `own_folder`, else the shipped one; or raise `NotFound`."""
        shipped = TEMPLATES_FOLDER if language() == "zh_CN" else TEMPLATES_FOLDER / language()
        folders = [shipped, TEMPLATES_FOLDER]
        if own_folder is not None:
            folders.insert(0, own_folder)
        for folder in folders:
            if (folder / self.template).is_file():
                return folder / self.template
        text = _("没有打印“{label}”：找不到模板“{name}”，请重新安装程序")
        raise NotFound(text.format(label=_(self.label), name=self.template))


def _tick(choices: Sequence[str], chosen: Any) -> list[dict[str, str]]:
    return [{"mark": "☑" if chosen in (choice, _(choice)) else "☐", "label": _(choice)} for choice in choices]


def load_template(path: Path) -> "Template":
    """Return the compiled template at `path`, from memory while the file stays as it is.

    Raise `NotFound`, `TemplateRefused` or another `DeskError`.
    """
    from desk_app.kernel.papers.template import Template

    try:
        status = path.stat()
    except OSError:
        return Template.load(path)  # says what is wrong
    return _load(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=32)
def _load(path: Path, changed: int, size: int) -> "Template":
    from desk_app.kernel.papers.template import Template

    return Template.load(path)


def find_problems(template: "Template", paper: Paper) -> list[str]:
    """Return a sentence for each placeholder that `paper` does not know, and for each needed one that is left out."""
    known = paper.known()
    problems = list(_unknown(template.slots, known, ""))
    used = _all_names(template.slots)
    for placeholder in known:
        if placeholder.needed and placeholder.name not in used:
            text = _("模板里没有“{label}”，请在合适的位置写上 {example}")
            example = "{{ " + placeholder.name + " }}"
            problems.append(text.format(label=_(placeholder.label), example=example))
    return problems


def _unknown(slots: "Slots", known: Sequence[Placeholder], row: str) -> Iterator[str]:
    by_name = {placeholder.name: placeholder for placeholder in known}
    for name in sorted(slots.asked() - by_name.keys()):
        written = f"{row}.{name}" if row else name
        near = _nearest(name, known)
        if near is None:
            text = _("没有“{written}”这个占位符，请删去或改为表单占位符清单里的名称")
            yield text.format(written=written)
        else:
            text = _("没有“{written}”这个占位符，是不是想写“{near}”（{label}）？")
            yield text.format(written=written, near=near.name, label=_(near.label))
    for name, inner in slots.rows.items():
        if name in by_name and by_name[name].rows:
            yield from _unknown(inner, by_name[name].rows, name)
        elif name in by_name and inner.asked():
            yield _("“{name}”不是列表，不能用来循环").format(name=name)


def _nearest(name: str, known: Sequence[Placeholder]) -> Placeholder | None:
    """Return the placeholder whose name, or whose label as the clerk knows it, is most like `name`."""
    import difflib

    for placeholder in known:
        if name in (placeholder.label, _(placeholder.label)):
            return placeholder
    by_text = {p.name: p for p in known} | {p.label: p for p in known}
    close = difflib.get_close_matches(name, by_text, n=1, cutoff=0.6)
    return by_text[close[0]] if close else None


def _all_names(slots: "Slots") -> set[str]:
    return set(slots.asked()).union(*(_all_names(inner) for inner in slots.rows.values()))
