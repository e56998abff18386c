"""What was printed (打印记录): every paper that left the program, with the values and the template it was made from.

The same paper can be made again from its row: values and template version are kept, and the hash of the file tells
that it is the same to the letter. Rows are only added.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import database, transaction
from desk_app.kernel.errors import NotFound
from desk_app.kernel.fields import Option
from desk_app.kernel.words import _

ACTIONS = (Option("filled", "存为文件"), Option("opened", "在文字处理软件中打开"), Option("printed", "打印"))
"""How a paper left the program; one opened elsewhere or saved may have been printed there."""


class TemplateVersion(peewee.Model):
    """A Word template as it was when something was made from it (模板版本)."""

    sha256 = peewee.CharField(primary_key=True, max_length=64)
    content = peewee.BlobField()
    first_used_at = peewee.DateTimeField()

    class Meta:
        database = database
        legacy_table_names = False


class PrintedPaper(peewee.Model):
    """One paper that left the program (打印留底).

    `print_count` counts the makings of this paper for this record from 1; `filled_values` is JSON of what the
    placeholders held; `docx_sha256` is the hash of the file; `copies` is how many sheets of it were printed.
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

    class Meta:
        database = database
        legacy_table_names = False
        indexes = ((("kind", "record_id"), False),)


@dataclass(frozen=True)
class Filled:
    """A filled paper of a record; `values` is what its placeholders hold, `content` the Word file."""

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

    @property
    def sha256(self) -> str:
        """Return the hash of the Word file."""
        return hashlib.sha256(self.content).hexdigest()


def give_out(filled: Filled, action: str, desk: Desk, copies: int = 1) -> PrintedPaper:
    """Note that the paper left the program by `action`, a key of `ACTIONS`; keep its values and template."""
    template_sha256 = hashlib.sha256(filled.template).hexdigest()
    with transaction():
        TemplateVersion.insert(
            sha256=template_sha256, content=filled.template, first_used_at=desk.now()
        ).on_conflict_ignore().execute()
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
            filled_values=json.dumps(filled.values, ensure_ascii=False, sort_keys=True),
            docx_sha256=filled.sha256,
        )
        told = {filled.paper_name: ["", _("第 {count} 次").format(count=filled.print_count)]}
        store.note_event(filled.kind_name, filled.record_id, desk, f"paper_{action}", "", told)
    return row


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


def given_out(kind_name: str, record_id: int) -> list[PrintedPaper]:
    """Return the papers of the record that left the program, the latest first."""
    query = PrintedPaper.select().where(PrintedPaper.kind == kind_name, PrintedPaper.record_id == record_id)
    return list(query.order_by(PrintedPaper.id.desc()))


def kept_row(printed_id: int) -> PrintedPaper:
    """Return one row; NotFound if there is none."""
    row = PrintedPaper.get_or_none(PrintedPaper.id == printed_id)
    if row is None:
        raise NotFound(_("找不到这条打印记录。请刷新后再试。"))
    assert isinstance(row, PrintedPaper)
    return row
