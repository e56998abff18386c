"""Noting a signed copy (登记签字件) without a window: who signed, on which day, with the scan if there is one."""

import datetime
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from desk_app.kernel import attachments, printed, signed_copies
from desk_app.kernel.access import Desk
from desk_app.kernel.attachments import Attachment
from desk_app.kernel.database import transaction
from desk_app.kernel.days import parse_day, show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import find_kind
from desk_app.kernel.signed_copies import NO_RECORD, SignedCopy
from desk_app.kernel.words import _, clauses, listed
from desk_app.screens import opened_files
from desk_app.screens.printed_papers import find_titles, paper_label


@dataclass(frozen=True)
class CopyLine:
    """A signed copy noted before: who signed on which day, who noted it, and the scan if it is still there."""

    copy_id: int
    text: str
    detail: str
    attachment_id: int | None


class SigningForm:
    """What is ticked and typed for one printed paper until it is saved; nobody is ticked until somebody looked."""

    def __init__(self, printed_id: int, desk: Desk) -> None:
        self.printed_id = printed_id
        self.desk = desk
        self.row = printed.kept_row(printed_id)
        self.label = paper_label(self.row.kind, self.row.paper)
        self.day = show_day(desk.today)
        self.note = ""
        self.scan: Path | None = None
        self.read_again()

    @property
    def title(self) -> str:
        """Return the paper's name and number."""
        return " ".join(filter(None, (self.label, self.row.number)))

    @property
    def about(self) -> str:
        """Return which record the paper belongs to."""
        own = (self.row.kind, self.row.record_id)
        return find_titles([own]).get(own, "")

    @property
    def required(self) -> tuple[str, ...]:
        """Return who signs this paper, as its declaration calls them; `_` translates."""
        return self.state.required

    def read_again(self) -> None:
        """Look again who has signed; who signed the copy at hand is for the person at the desk to say."""
        self.state = signed_copies.state_of(self.printed_id)
        self.ticked = dict.fromkeys(self.state.required, False)

    def copies(self) -> list[CopyLine]:
        """Return the signed copies noted before that were not withdrawn, the oldest first."""
        query = SignedCopy.select().where(SignedCopy.id.in_(list(self.state.copies))).order_by(SignedCopy.id)
        return [
            CopyLine(
                copy.id,
                " ".join((listed(_(name) for name in json.loads(copy.signers)), show_day(copy.signed_on))),
                clauses((_("{who} 登记").format(who=copy.actor), copy.note)),
                copy.attachment_id if copy.attachment_id in self.state.attachments else None,
            )
            for copy in query
        ]

    def save(self) -> None:
        """Note the copy, with its scan; DeskError with a sentence and nothing kept if that cannot be."""
        day = read_signed_day(self.day, self.desk)
        content = read_file(self.scan) if self.scan else b""
        with transaction():
            kept = None
            if self.scan and content:
                name = scan_name(self.label, self.row.number, self.scan.suffix)
                kept, _is_new = attach_once(self.row.kind, self.row.record_id, name, content, self.desk)
            signers = [name for name, is_on in self.ticked.items() if is_on]
            signed_copies.register(
                self.printed_id,
                signers,
                day,
                self.desk,
                attachment_id=kept.id if kept else None,
                note=self.note,
            )

    def withdraw(self, copy_id: int, reason: str) -> None:
        """Take one noted before back, for a reason; its scan stays with the record."""
        signed_copies.withdraw(copy_id, reason, self.desk)
        self.read_again()

    def write_out(self, attachment_id: int) -> Path:
        """Write a scan where another program can open it, until this program ends; return where."""
        attachment, content = attachments.content_of(attachment_id)
        return opened_files.write(attachment.name, content)


def read_signed_day(text: str, desk: Desk) -> datetime.date:
    """Return the day typed; DeskError with a sentence if it is none."""
    if not text.strip():
        raise DeskError(_("没有登记签字件：请填写签字日期。"))
    try:
        return parse_day(text, desk.today)
    except ValueError as error:
        raise DeskError(_("没有登记签字件：{why}。").format(why=error)) from None


def read_file(path: Path) -> bytes:
    """Return the bytes of a file to be kept; DeskError if it cannot be read, is empty or too large."""
    try:
        attachments.check_size(path.name, path.stat().st_size)
        return path.read_bytes()
    except OSError:
        raise DeskError(
            _("没有读取“{name}”：文件打不开。请关闭正在使用它的程序，或换个位置再试。").format(
                name=attachments.safe_name(path.name)
            )
        ) from None


def scan_name(label: str, number: str, suffix: str) -> str:
    """Return '物品放行条 FX-202611-0001 签字件.pdf'."""
    return " ".join(filter(None, (label, number, _("签字件")))) + suffix.lower()


def attach_once(
    kind_name: str, record_id: int, name: str, content: bytes, desk: Desk
) -> tuple[Attachment, bool]:
    """Keep the scan with the record, or find it there; return it, and whether it is new."""
    if record_id != NO_RECORD and not find_kind(kind_name).attachable:
        raise DeskError(
            _("没有归档“{name}”：{kind}不能带附件。").format(name=name, kind=_(find_kind(kind_name).label))
        )
    sha256 = hashlib.sha256(content).hexdigest()
    for kept in attachments.attached(kind_name, record_id):
        if kept.sha256 == sha256:
            return kept, False
    return attachments.attach(kind_name, record_id, name, content, desk), True
