"""The office's own templates (本单位模板): kept in the book, so that backups carry them; versions are only added.

The latest row of a paper and language is the version in use; one with an empty hash means the shipped template again.
What was printed names its template by hash, so an older version is never lost.
"""

import hashlib
from pathlib import Path

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import ROLES, Desk
from desk_app.kernel.database import database, transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.printed import PrintedPaper, keep_template, kept_template
from desk_app.kernel.words import _, language, listed

CHANGED_BY = ("manager",)
"""Roles that may change a template; everybody may look."""

SHIPPED = ""
"""The hash of a row that goes back to the shipped template."""

_KEPT_READY = 64
_contents: dict[str, bytes] = {}
_shipped: dict[tuple[Path, int, int], bytes] = {}


class OfficeTemplate(peewee.Model):
    """One version of a paper's template that was taken into use (模板启用记录).

    `sha256` names the file among the kept template versions; `made_from` is the hash of the shipped template it was made
    from, which tells when a newer program ships another.
    """

    paper = peewee.CharField()
    language = peewee.CharField()
    sha256 = peewee.CharField(max_length=64)
    made_from = peewee.CharField(max_length=64)
    note = peewee.CharField()
    taken_at = peewee.DateTimeField()
    actor = peewee.CharField()

    class Meta:
        append_only = True
        database = database
        legacy_table_names = False
        indexes = ((("paper", "language"), False),)


def in_use(paper: Paper) -> bytes:
    """Return the template the paper is printed with: the office's own of the language in use, else the shipped one.

    The file comes from memory; only which version is in use is asked of the book. DeskError if it cannot be read.
    """
    row = current(paper)
    return read_shipped(paper) if row is None else content_of(row.sha256)


def current(paper: Paper) -> OfficeTemplate | None:
    """Return the office's own version in use, or None where the shipped template is."""
    row = _latest(paper)
    return row if row is not None and row.sha256 != SHIPPED else None


def read_shipped(paper: Paper) -> bytes:
    """Return the template that came with the program; NotFound or DeskError with a sentence if it cannot be read."""
    path = paper.find_template()
    try:
        status = path.stat()
        key = path, status.st_mtime_ns, status.st_size
        if key not in _shipped:
            if len(_shipped) >= _KEPT_READY:
                _shipped.clear()
            _shipped[key] = path.read_bytes()
    except OSError:
        raise DeskError(
            _("没有打印：模板“{name}”打不开，请关闭正在使用它的程序后再试").format(name=path.name)
        ) from None
    return _shipped[key]


def content_of(sha256: str) -> bytes:
    """Return the bytes of a version by its hash; NotFound if it was never kept."""
    if sha256 not in _contents:
        if len(_contents) >= _KEPT_READY:
            _contents.clear()
        _contents[sha256] = kept_template(sha256)
    return _contents[sha256]


def versions(paper: Paper) -> list[OfficeTemplate]:
    """Return what was taken into use in the language in use, the latest first."""
    return list(_rows(paper).order_by(OfficeTemplate.id.desc()))


def times_printed(paper: Paper) -> dict[str, int]:
    """Return how many papers left the program for each template's hash."""
    query = (
        PrintedPaper.select(PrintedPaper.template_sha256, peewee.fn.COUNT(PrintedPaper.id))
        .where(PrintedPaper.paper == paper.name)
        .group_by(PrintedPaper.template_sha256)
    )
    return dict(query.tuples())


def may_change(desk: Desk) -> bool:
    """Say whether the person at the desk may change templates."""
    return bool(desk.actor.roles & set(CHANGED_BY))


def take_in(paper: Paper, content: bytes, desk: Desk, note: str = "", made_from: str = "") -> OfficeTemplate:
    """Use `content` as the paper's template from now on; the caller has checked it.

    `made_from` is the hash of the shipped template it was made from, by default the one shipped now. DeskError, with
    nothing changed, for somebody who may not.
    """
    _refuse_others(paper, desk)
    with transaction():
        sha256 = keep_template(content, desk)
        return _add(paper, sha256, made_from or hash_of(read_shipped(paper)), note, desk)


def go_back(paper: Paper, desk: Desk, note: str = "") -> None:
    """Use the shipped template again; the office's own versions stay in the list. DeskError for who may not."""
    _refuse_others(paper, desk)
    if current(paper) is not None:
        with transaction():
            _add(paper, SHIPPED, hash_of(read_shipped(paper)), note, desk)


def hash_of(content: bytes) -> str:
    """Return the name a template file is kept under."""
    return hashlib.sha256(content).hexdigest()


def _rows(paper: Paper) -> peewee.ModelSelect:
    return OfficeTemplate.select().where(
        OfficeTemplate.paper == paper.name, OfficeTemplate.language == language()
    )


def _latest(paper: Paper) -> OfficeTemplate | None:
    row = _rows(paper).order_by(OfficeTemplate.id.desc()).first()
    assert row is None or isinstance(row, OfficeTemplate)
    return row


def _add(paper: Paper, sha256: str, made_from: str, note: str, desk: Desk) -> OfficeTemplate:
    """Add a version and its audit row; inside the caller's transaction."""
    before = current(paper)
    row: OfficeTemplate = OfficeTemplate.create(
        paper=paper.name,
        language=language(),
        sha256=sha256,
        made_from=made_from,
        note=note.strip(),
        taken_at=desk.now(),
        actor=desk.actor.name,
    )
    told = {paper.name: [before.sha256 if before else SHIPPED, sha256]}
    store.note_event("papers", None, desk, "template", note.strip(), told)
    return row


def _refuse_others(paper: Paper, desk: Desk) -> None:
    if not may_change(desk):
        text = _("没有更换“{paper}”的模板：需要{roles}来做。")
        raise DeskError(
            text.format(paper=_(paper.label), roles=listed(_(ROLES[role]) for role in CHANGED_BY))
        )
