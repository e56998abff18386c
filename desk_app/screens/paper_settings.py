"""The papers page of the settings (表单模板) without a window: which template each paper is printed with, and its versions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk_app.kernel import office_templates, paper_setup, pinyin
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day, show_moment
from desk_app.kernel.durable_files import write_file
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.kind import KINDS, RecordKind
from desk_app.kernel.office_templates import SHIPPED
from desk_app.kernel.pack_cover import COVER
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.text import narrow
from desk_app.kernel.words import _, mark
from desk_app.screens import template_copy
from desk_app.screens.template_check import check, refuse_faulty

LONGEST_CODE = paper_setup.LONGEST_CODE
SIZES = {"A5 landscape": mark("A5 横"), "241x140": "241×140", "241x93": "241×93"}


@dataclass(frozen=True)
class FoundPaper:
    """A paper and the kind of record whose page prints it; `is_register` where it lists a month.

    `is_cover` is the list on top of packs, which is about no record.
    """

    paper: Paper
    kind: RecordKind
    is_register: bool = False
    is_cover: bool = False


@dataclass(frozen=True)
class PaperLine:
    """A paper as the list shows it.

    `is_own` when the office's own template is in use, `since` from when; `pages` is nothing where that depends. `trouble` is a sentence about a template that
    no longer fits the program, `news` a word about a newer shipped template or a copy in Word that is not in use yet;
    `is_signed` when the signed copy is waited for, `is_outdated` when the program ships a newer template.
    """

    name: str
    label: str
    place: str
    form: str
    code: str
    is_own: bool
    since: str
    pages: str
    size: str
    is_signed: bool = False
    is_outdated: bool = False
    trouble: str = ""
    news: str = ""

    @property
    def source(self) -> str:
        """Return since when the office's own template is in use."""
        return _("{since} 启用").format(since=self.since) if self.is_own else ""


@dataclass(frozen=True)
class VersionLine:
    """One version of a paper's template; `key` is its row, 0 for the shipped one."""

    key: int
    sha256: str
    title: str
    taken_at: datetime | None
    who: str
    note: str
    printed: int
    is_in_use: bool
    is_shipped: bool


def every_paper() -> list[FoundPaper]:
    """Return every paper of every kind of record once, in the order of the pages that print them."""
    found: dict[str, FoundPaper] = {}
    for kind in KINDS.values():
        for paper in kind.papers:
            found.setdefault(paper.name, FoundPaper(paper, kind))
        for register in kind.registers:
            found.setdefault(register.paper.name, FoundPaper(register.paper, kind, is_register=True))
        if kind.packs:
            found.setdefault(COVER.name, FoundPaper(COVER, kind, is_cover=True))
    return list(found.values())


def find_paper(name: str) -> FoundPaper:
    """Return one paper; NotFound if this program has none of that name."""
    for found in every_paper():
        if found.paper.name == name:
            return found
    raise NotFound(_("没有名为 {name} 的表单。").format(name=name))


def list_papers(wanted: str = "") -> list[PaperLine]:
    """Return the papers whose name, number, code or initials hold `wanted`, all when it is empty."""
    found = [(each.paper.label, describe(each)) for each in every_paper()]
    return [
        line
        for chinese, line in found
        if matches(wanted, (chinese, line.label, line.place, line.form, line.code, line.name))
    ]


def matches(wanted: str, texts: Sequence[str]) -> bool:
    """Say whether every word of `wanted` stands in one of the texts, or in how a Chinese one is typed in pinyin."""
    words = narrow(wanted).casefold().split()
    return all(any(word in text for text in _spelt(texts)) for word in words)


def _spelt(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield narrow(text).casefold()
        yield from pinyin.initials(text)
        yield from pinyin.spellings(text)


def describe(found: FoundPaper) -> PaperLine:
    """Return the line of one paper."""
    paper = found.paper
    row = office_templates.current(paper)
    return PaperLine(
        name=paper.name,
        label=_(paper.label),
        place=_("套装") if found.is_cover else _(found.kind.label),
        form=paper.form,
        code=paper_setup.form_code(paper),
        is_own=row is not None,
        since=show_day(row.taken_at.date()) if row else "",
        pages=str(paper.pages or ""),
        size=_(SIZES.get(paper.page_size, paper.page_size)),
        is_outdated=is_outdated(paper),
        is_signed=paper_setup.wants_signatures(paper),
        trouble=_find_trouble(paper),
        news=_find_news(paper),
    )


def _find_trouble(paper: Paper) -> str:
    """Return what is wrong with the office's own template, as an update of the program may cause."""
    row = office_templates.current(paper)
    if row is None:
        return ""
    checked = check(office_templates.content_of(row.sha256), paper)
    return checked.problems[0] if checked.problems else ""


def _find_news(paper: Paper) -> str:
    if template_copy.is_waiting(paper):
        return _("待启用")
    if is_outdated(paper):
        return _("出厂有新版")
    return ""


def is_outdated(paper: Paper) -> bool:
    """Say whether the program now ships another template than the one the office's own was made from."""
    row = office_templates.current(paper)
    return row is not None and row.made_from != office_templates.hash_of(office_templates.read_shipped(paper))


def note_seen(paper: Paper, desk: Desk) -> None:
    """Stay with the office's own template although a newer one is shipped, and say so no more."""
    row = office_templates.current(paper)
    if row is not None:
        content = office_templates.content_of(row.sha256)
        office_templates.take_in(paper, content, desk, _("看过新的出厂模板，仍用本单位的"))


def may_change(desk: Desk) -> bool:
    """Say whether the person at the desk may change templates; everybody may look."""
    return office_templates.may_change(desk)


def set_up(paper: Paper, code: str, is_signed: bool, desk: Desk) -> None:
    """Store the code printed on the paper and whether it is signed; DeskError with nothing stored."""
    paper_setup.set_up(paper, code, is_signed, desk)


def list_versions(paper: Paper) -> list[VersionLine]:
    """Return the versions of the office, the latest first, and the shipped template last."""
    printed = office_templates.times_printed(paper)
    rows = [row for row in office_templates.versions(paper) if row.sha256 != SHIPPED]
    now = office_templates.current(paper)
    lines = [
        VersionLine(
            key=row.id,
            sha256=row.sha256,
            title=_("第 {number} 版").format(number=len(rows) - place),
            taken_at=row.taken_at,
            who=row.actor,
            note=row.note,
            printed=printed.get(row.sha256, 0),
            is_in_use=now is not None and now.id == row.id,
            is_shipped=False,
        )
        for place, row in enumerate(rows)
    ]
    shipped = office_templates.hash_of(office_templates.read_shipped(paper))
    title, times = _("出厂模板"), printed.get(shipped, 0)
    return [*lines, VersionLine(0, shipped, title, None, "", "", times, now is None, is_shipped=True)]


def content_of(paper: Paper, version: VersionLine) -> bytes:
    """Return the file of a version."""
    if version.is_shipped:
        return office_templates.read_shipped(paper)
    return office_templates.content_of(version.sha256)


def use_version(paper: Paper, version: VersionLine, desk: Desk) -> None:
    """Use an older version again; DeskError, with nothing changed, for who may not or if it no longer fits."""
    if version.is_shipped:
        office_templates.go_back(paper, desk)
        return
    content = content_of(paper, version)
    refuse_faulty(content, paper)
    note = _("又用回{version}").format(version=version.title)
    made_from = next(row.made_from for row in office_templates.versions(paper) if row.id == version.key)
    office_templates.take_in(paper, content, desk, note, made_from)


def save_version(paper: Paper, version: VersionLine, path: Path) -> None:
    """Write a version as a Word file; DeskError if it cannot be written."""
    try:
        write_file(path, content_of(paper, version))
    except OSError:
        raise DeskError(
            _("没有保存“{name}”：写不进去。请关闭正在使用它的程序，或换一个名字、换一个文件夹。").format(
                name=path.name
            )
        ) from None


def version_detail(version: VersionLine) -> str:
    """Return when and by whom a version was taken into use, its note, and how much was printed with it."""
    taken = f"{show_moment(version.taken_at)} {version.who}" if version.taken_at else ""
    printed = _("打印过 {count} 份").format(count=version.printed) if version.printed else _("没有打印过")
    return " · ".join(filter(None, (taken, printed, version.note)))
