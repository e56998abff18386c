"""What was printed (打印记录): every paper that left the program, with the values and the template it was made from.

The same paper can be made again from its row: values and template version are kept, and the hash of the file tells
that it is the same to the letter. Rows are only added. A number of the paper's own (`Paper.series`) is taken in the
transaction that adds the row.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import peewee

from desk_app.kernel import numbering, store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among, database, transaction
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.fields import Option
from desk_app.kernel.kind import KINDS, Draft
from desk_app.kernel.words import _

ACTIONS = (Option("filled", "存为文件"), Option("opened", "在文字处理软件中打开"), Option("printed", "打印"))
"""How a paper left the program; one opened elsewhere or saved may have been printed there."""

PREPARED, DONE, UNDONE = "prepared", "done", "undone"
"""States of a print run: its numbers are taken, nobody said yet that all of it is out; finished; taken back."""


class TemplateVersion(peewee.Model):
    """A Word template as it was when something was made from it (模板版本)."""

    sha256 = peewee.CharField(primary_key=True, max_length=64)
    content = peewee.BlobField()
    first_used_at = peewee.DateTimeField()

    class Meta:
        database = database
        legacy_table_names = False


class PrintRun(peewee.Model):
    """Papers prepared together (打印批次): their numbers are taken and their values kept before anything is printed.

    `paper` names the paper, or the pack (套装) where `is_pack`. `reprint_of` is the run whose papers it prints again.
    """

    kind = peewee.CharField()
    paper = peewee.CharField()
    is_pack = peewee.BooleanField(default=False)
    language = peewee.CharField()
    state = peewee.CharField(default=PREPARED, index=True)
    at = peewee.DateTimeField()
    actor = peewee.CharField()
    reprint_of = peewee.ForeignKeyField("self", null=True)

    class Meta:
        database = database
        legacy_table_names = False


class PrintRunItem(peewee.Model):
    """One paper of a run, in the order printed from place 1; it is out once a `PrintedPaper` has its run and place.

    `series` is the series its number was taken from for this run, empty where the number was there before; `copies` is
    how often it is printed; `about` is JSON of [[kind, id], …]; what it holds is in `snapshots`; `docx_sha256` is the hash of the file it was filled in
    last, kept at the first of the papers merged into it, `pages` how many one copy of it has, once that was counted.
    """

    run = peewee.ForeignKeyField(PrintRun, on_delete="CASCADE")
    place = peewee.IntegerField()
    kind = peewee.CharField()
    record_id = peewee.IntegerField()
    title = peewee.CharField()
    paper = peewee.CharField()
    form = peewee.CharField()
    number = peewee.CharField()
    series = peewee.CharField(default="")
    to_sign = peewee.BooleanField(default=False)
    print_count = peewee.IntegerField()
    copies = peewee.IntegerField(default=1)
    template_sha256 = peewee.CharField(max_length=64)
    about = peewee.TextField()
    docx_sha256 = peewee.CharField(max_length=64, default="")
    pages = peewee.IntegerField(null=True)

    class Meta:
        database = database
        legacy_table_names = False
        indexes = ((("run", "place"), True), (("kind", "record_id"), False))


class PrintedPaper(peewee.Model):
    """One paper that left the program (打印留底).

    `print_count` counts the makings of this paper for this record from 1; `filled_values` is JSON of what the
    placeholders held, empty where its run keeps them (`snapshots.values_of`); `docx_sha256` is the hash of the file, of
    several papers where they were filled into one; `copies` is how many sheets of it were printed; `pages` how many one copy has, None where nobody counted; `to_sign`
    says that a copy signed by pen is waited for. `run` and `place` are those of its run's item, if it has one.
    """

    kind = peewee.CharField()
    record_id = peewee.IntegerField()
    paper = peewee.CharField()
    form = peewee.CharField()
    number = peewee.CharField()
    template_sha256 = peewee.CharField(max_length=64)
    language = peewee.CharField()
    action = peewee.CharField()
    print_count = peewee.IntegerField()
    copies = peewee.IntegerField()
    at = peewee.DateTimeField()
    actor = peewee.CharField()
    filled_values = peewee.TextField()
    docx_sha256 = peewee.CharField(max_length=64)
    run = peewee.ForeignKeyField(PrintRun, null=True, index=False)
    place = peewee.IntegerField(null=True)
    pages = peewee.IntegerField(null=True)
    to_sign = peewee.BooleanField(default=False)

    class Meta:
        database = database
        legacy_table_names = False
        indexes = (
            (("kind", "record_id"), False),
            (("run", "place"), True),
            (("number",), False),
            (("to_sign", "kind", "record_id", "paper", "number"), False),
        )


class PrintedAbout(peewee.Model):
    """A record the paper is about: its own, and those that one is about: a holding's paper tells of room and person."""

    printed = peewee.ForeignKeyField(PrintedPaper, on_delete="CASCADE")
    kind = peewee.CharField()
    record_id = peewee.IntegerField()

    class Meta:
        database = database
        legacy_table_names = False
        indexes = ((("kind", "record_id", "printed"), True),)


@dataclass(frozen=True)
class Filled:
    """A filled paper of a record; `values` is what its placeholders hold, `content` the Word file.

    `series` is the prefix of the paper's own numbers while `number` is only the one that would be given next. `about`
    are the (kind, id) of further records it is about; `copies` the names of the copies filled, all of them when None.
    `again` is the printed paper it prints again from the values kept (补打), None where the record was read.
    """

    kind_name: str
    record_id: int
    paper_name: str
    label: str
    form: str
    number: str
    language: str
    print_count: int
    values: dict[str, Any]
    template: bytes
    content: bytes
    series: str = ""
    to_sign: bool = False
    about: tuple[tuple[str, int], ...] = ()
    copies: tuple[str, ...] | None = None
    again: int | None = None

    @property
    def sha256(self) -> str:
        """Return the hash of the Word file."""
        return hashlib.sha256(self.content).hexdigest()


Follow = Callable[[list[int], Desk], None]
_followers: dict[str, list[Follow]] = {}


def when_out(paper_name: str, follow: Follow) -> None:
    """Let `follow` be told, in the same transaction, the ids of rows added for a paper of that name."""
    _followers.setdefault(paper_name, []).append(follow)


def tell_out(rows: Iterable[tuple[str, int]], desk: Desk) -> None:
    """Tell whoever follows them that papers (name, row id) left the program; inside the caller's transaction."""
    by_name: dict[str, list[int]] = {}
    for name, row_id in rows:
        by_name.setdefault(name, []).append(row_id)
    for name, ids in by_name.items():
        for follow in _followers.get(name, ()):
            follow(ids, desk)


class NumberGone(DeskError):
    """The number on the paper went to another one since it was filled; nothing left the program."""


def give_out(
    filled: Filled, action: str, desk: Desk, copies: int = 1, pages: int | None = None
) -> PrintedPaper:
    """Note that the paper left the program by `action`, a key of `ACTIONS`; keep its values and template.

    A number of the paper's own is taken here; NumberGone if it is another than the paper shows.
    """
    with transaction():
        take_number(filled, desk)
        template_sha256 = keep_template(filled.template, desk)
        row: PrintedPaper = PrintedPaper.create(
            kind=filled.kind_name,
            record_id=filled.record_id,
            paper=filled.paper_name,
            form=filled.form,
            number=filled.number,
            template_sha256=template_sha256,
            language=filled.language,
            action=action,
            print_count=filled.print_count,
            copies=copies,
            at=desk.now(),
            actor=desk.actor.name,
            filled_values=pack_values(filled.values),
            docx_sha256=filled.sha256,
            pages=pages,
            to_sign=filled.to_sign,
        )
        about = dict.fromkeys([(filled.kind_name, filled.record_id), *filled.about])
        PrintedAbout.insert_many(
            [{"printed": row, "kind": kind, "record_id": record_id} for kind, record_id in about]
        ).execute()
        told = {filled.paper_name: ["", _("第 {count} 次").format(count=filled.print_count)]}
        store.note_event(filled.kind_name, filled.record_id, desk, f"paper_{action}", "", told)
        tell_out([(filled.paper_name, int(row.id))], desk)
    return row


def take_number(filled: Filled, desk: Desk) -> None:
    """Take the paper's number if it is one still to be taken; NumberGone if the next is another than it shows."""
    if filled.series and numbering.take_number(filled.series, desk.today) != filled.number:
        text = _("没有打印：编号 {number} 刚被另一张用掉了，请再打印一次。")
        raise NumberGone(text.format(number=filled.number))


_pack = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def pack_values(values: dict[str, Any]) -> str:
    """Return the values of a paper's placeholders as they are kept."""
    return _pack(values)


def find_about(draft: Draft) -> tuple[tuple[str, int], ...]:
    """Return (kind, id) of the records that papers of this one are about: itself, and what its `about` links name."""
    kind = draft.kind
    found = [(kind.name, int(draft.record.id))]
    for name in kind.about:
        record_id = draft.record.__data__.get(name)
        if record_id is not None:
            found.append((_kind_of(kind.field(name).rel_model), int(record_id)))
    return tuple(found)


def _kind_of(model: Any) -> str:
    return next(kind.name for kind in KINDS.values() if kind.model is model)


def keep_template(content: bytes, desk: Desk) -> str:
    """Keep a template version, if it is not kept yet; return its hash. Inside the caller's transaction."""
    sha256 = hashlib.sha256(content).hexdigest()
    TemplateVersion.insert(
        sha256=sha256, content=content, first_used_at=desk.now()
    ).on_conflict_ignore().execute()
    return sha256


def kept_template(sha256: str) -> bytes:
    """Return the bytes of a template version; NotFound if it was never used."""
    version = TemplateVersion.get_or_none(TemplateVersion.sha256 == sha256)
    if version is None:
        raise NotFound(_("没有找到当时的模板，不能照原样再做一份。"))
    return bytes(version.content)


def times_given(kind_name: str, record_id: int, paper_name: str, number: str | None = None) -> int:
    """Return how often the paper was made for the record (and under `number`, if given) and left the program."""
    query = PrintedPaper.select(peewee.fn.MAX(PrintedPaper.print_count)).where(
        PrintedPaper.kind == kind_name, PrintedPaper.record_id == record_id, PrintedPaper.paper == paper_name
    )
    if number is not None:
        query = query.where(PrintedPaper.number == number)
    return int(query.scalar() or 0)


def last_given(kind_name: str, record_ids: Iterable[int], paper_name: str) -> dict[int, tuple[int, str]]:
    """Return {record id: (how often the paper left for it, its number the last time)} of records it was made for."""
    row = PrintedPaper
    found: dict[int, tuple[int, str]] = {}
    for ids in peewee.chunked(record_ids, 500):
        query = (
            row.select(row.record_id, row.print_count, row.number)
            .where(row.kind == kind_name, among(row.record_id, ids), row.paper == paper_name)
            .order_by(row.id)
        )
        for record_id, count, number in query.tuples():
            found[record_id] = (max(count, found.get(record_id, (0, ""))[0]), number)
    return found


def open_runs_of(kind_name: str, record_ids: Iterable[int], paper_name: str) -> dict[int, int]:
    """Return {record id: run} of records whose paper is prepared in a run and not out yet."""
    item, found = PrintRunItem, {}
    for ids in peewee.chunked(record_ids, 500):
        is_out = PrintedPaper.select(PrintedPaper.id).where(
            PrintedPaper.run == item.run, PrintedPaper.place == item.place
        )
        query = (
            item.select(item.record_id, item.run)
            .join(PrintRun)
            .where(PrintRun.state == PREPARED, item.kind == kind_name, item.paper == paper_name)
            .where(among(item.record_id, ids), ~peewee.fn.EXISTS(is_out))
        )
        found.update(query.tuples())
    return found


def given_out(kind_name: str, record_id: int) -> list[PrintedPaper]:
    """Return the papers about the record that left the program, the latest first."""
    ids = PrintedAbout.select(PrintedAbout.printed).where(
        PrintedAbout.kind == kind_name, PrintedAbout.record_id == record_id
    )
    return list(PrintedPaper.select().where(PrintedPaper.id.in_(ids)).order_by(PrintedPaper.id.desc()))


def about_of(row: PrintedPaper) -> list[tuple[str, int]]:
    """Return (kind, id) of the records the paper is about."""
    query = PrintedAbout.select(PrintedAbout.kind, PrintedAbout.record_id)
    return list(query.where(PrintedAbout.printed == row).order_by(PrintedAbout.id).tuples())


def kept_row(printed_id: int) -> PrintedPaper:
    """Return one row; NotFound if there is none."""
    row = PrintedPaper.get_or_none(PrintedPaper.id == printed_id)
    if row is None:
        raise NotFound(_("找不到这条打印记录。请刷新后再试。"))
    assert isinstance(row, PrintedPaper)
    return row
