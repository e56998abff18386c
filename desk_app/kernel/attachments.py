"""Attachments (附件): files kept with a record, inside the book and so under its encryption.

The list of attachments is read without the bytes: these lie once per contents in a table of their own. A removed
attachment leaves its line (who removed it, when and why); its bytes go when no other record keeps the same file.
"""

import hashlib
import re

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import database, transaction
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.text import one_line
from desk_app.kernel.words import _

LARGEST = 20 * 1024 * 1024
"""The most bytes one attachment may have."""

LONGEST_NAME = 120

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


class AttachmentContent(peewee.Model):
    """The bytes of one file, kept once however many records hold it."""

    sha256 = peewee.CharField(primary_key=True, max_length=64)
    content = peewee.BlobField()

    class Meta:
        database = database
        legacy_table_names = False


class Attachment(peewee.Model):
    """One file of one record (附件); `sha256` leads to its bytes while `removed_at` is empty."""

    kind = peewee.CharField()
    record_id = peewee.IntegerField()
    name = peewee.CharField()
    size = peewee.IntegerField()
    sha256 = peewee.CharField(max_length=64, index=True)
    added_at = peewee.DateTimeField()
    added_by = peewee.CharField()
    removed_at = peewee.DateTimeField(null=True)
    removed_by = peewee.CharField(null=True)
    removed_why = peewee.CharField(null=True)

    class Meta:
        database = database
        legacy_table_names = False
        indexes = ((("kind", "record_id"), False),)


def safe_name(name: str) -> str:
    """Return `name` without folders and without what a file name may not hold on Windows; never empty."""
    last = one_line(_FORBIDDEN.sub("_", name.replace("\\", "/").rstrip("/").rpartition("/")[2])).rstrip(". ")
    stem, point, suffix = last.rpartition(".")
    if not point:
        stem, suffix = last, ""
    if stem.split(".")[0].strip().casefold() in _DEVICES:
        stem = "_" + stem
    kept = stem[: LONGEST_NAME - len(suffix[:10]) - 1] or _("附件")
    return f"{kept}.{suffix[:10]}" if suffix else kept


def attach(kind_name: str, record_id: int, name: str, content: bytes, desk: Desk) -> Attachment:
    """Keep `content` with the record under `name`; DeskError for an empty, too large or already kept file."""
    check_size(name, len(content))
    sha256 = hashlib.sha256(content).hexdigest()
    shown = safe_name(name)
    with transaction():
        kept = next((old for old in attached(kind_name, record_id) if old.sha256 == sha256), None)
        if kept:
            raise DeskError(
                _("没有添加“{name}”：同样的文件已经在附件里了，名为“{kept}”。").format(
                    name=shown, kept=kept.name
                )
            )
        AttachmentContent.insert(sha256=sha256, content=content).on_conflict_ignore().execute()
        attachment: Attachment = Attachment.create(
            kind=kind_name,
            record_id=record_id,
            name=shown,
            size=len(content),
            sha256=sha256,
            added_at=desk.now(),
            added_by=desk.actor.name,
        )
        store.note_event(kind_name, record_id, desk, "attach", "", {"attachment": ["", shown]})
    return attachment


def check_size(name: str, size: int) -> None:
    """Refuse a file of `size` bytes that cannot be kept; DeskError with a sentence."""
    if not size:
        raise DeskError(_("没有添加“{name}”：文件是空的。").format(name=safe_name(name)))
    if size > LARGEST:
        raise DeskError(
            _("没有添加“{name}”：文件有 {size} MB，最多 {most} MB。请先压缩，或拆成几个文件。").format(
                name=safe_name(name), size=-(-size // 1024**2), most=LARGEST // 1024**2
            )
        )


def attached(kind_name: str, record_id: int) -> list[Attachment]:
    """Return what is attached to the record now, the oldest first."""
    query = Attachment.select().where(
        Attachment.kind == kind_name, Attachment.record_id == record_id, Attachment.removed_at.is_null()
    )
    return list(query.order_by(Attachment.id))


def content_of(attachment_id: int) -> tuple[Attachment, bytes]:
    """Return the attachment and its bytes; NotFound when it was removed, DeskError when the bytes are damaged."""
    attachment = Attachment.get_or_none(Attachment.id == attachment_id)
    if attachment is None or attachment.removed_at is not None:
        raise NotFound(_("找不到这个附件，可能已被移除。请刷新后再试。"))
    stored = AttachmentContent.get_or_none(AttachmentContent.sha256 == attachment.sha256)
    content = bytes(stored.content) if stored else b""
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise DeskError(_("没有打开“{name}”：保存的内容已损坏，请从备份恢复。").format(name=attachment.name))
    return attachment, content


def detach(attachment_id: int, reason: str, desk: Desk) -> None:
    """Remove the attachment for `reason`, which must be given; its bytes go unless another record keeps them."""
    if not reason.strip():
        raise DeskError(_("没有移除附件：请写明原因。"))
    with transaction():
        attachment = Attachment.get_or_none(Attachment.id == attachment_id, Attachment.removed_at.is_null())
        if attachment is None:
            raise NotFound(_("找不到这个附件，可能已被移除。请刷新后再试。"))
        attachment.removed_at = desk.now()
        attachment.removed_by = desk.actor.name
        attachment.removed_why = one_line(reason)
        attachment.save()
        still_kept = Attachment.select().where(
            Attachment.sha256 == attachment.sha256, Attachment.removed_at.is_null()
        )
        if not still_kept.exists():
            AttachmentContent.delete().where(AttachmentContent.sha256 == attachment.sha256).execute()
        store.note_event(
            attachment.kind,
            attachment.record_id,
            desk,
            "detach",
            reason,
            {"attachment": [attachment.name, ""]},
        )
