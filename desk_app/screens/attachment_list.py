"""The attachments of one record (附件清单) as a panel shows them: added from files and pictures, opened, removed."""

from dataclasses import dataclass
from pathlib import Path

from desk_app.kernel import attachments
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_moment
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import opened_files


@dataclass(frozen=True)
class AttachmentLine:
    """One attachment in a list: its name, and its size, day and person in a second line."""

    attachment_id: int
    name: str
    detail: str


class AttachmentList:
    """What is attached to one stored record."""

    def __init__(self, kind_name: str, record_id: int, desk: Desk) -> None:
        self.kind_name = kind_name
        self.record_id = record_id
        self.desk = desk

    def lines(self) -> list[AttachmentLine]:
        """Return what is attached now, the oldest first."""
        return [
            AttachmentLine(
                kept.id,
                kept.name,
                " · ".join((show_size(kept.size), show_moment(kept.added_at), kept.added_by)),
            )
            for kept in attachments.attached(self.kind_name, self.record_id)
        ]

    def add_file(self, path: Path) -> None:
        """Attach the file at `path`; DeskError with a sentence if it cannot be read or kept."""
        try:
            attachments.check_size(path.name, path.stat().st_size)
            content = path.read_bytes()
        except OSError:
            raise DeskError(
                _("没有添加“{name}”：文件打不开。请关闭正在使用它的程序，或换个位置再试。").format(
                    name=path.name
                )
            ) from None
        self.add_bytes(path.name, content)

    def add_picture(self, content: bytes) -> None:
        """Attach a pasted picture, given as the bytes of a PNG, named by the moment."""
        self.add_bytes(_("粘贴的图片 {at}").format(at=f"{self.desk.now():%Y-%m-%d %H%M%S}") + ".png", content)

    def add_bytes(self, name: str, content: bytes) -> None:
        """Attach `content` under `name`; DeskError if it cannot be kept."""
        attachments.attach(self.kind_name, self.record_id, name, content, self.desk)

    def write_out(self, attachment_id: int) -> Path:
        """Write the attachment where another program can open it, until this program ends; return where."""
        attachment, content = attachments.content_of(attachment_id)
        return opened_files.write(attachment.name, content)

    def remove(self, attachment_id: int, reason: str) -> None:
        """Remove the attachment for a reason that stays in the history."""
        attachments.detach(attachment_id, reason, self.desk)


def show_size(size: int) -> str:
    """Return '37 KB' or '1.4 MB' for a number of bytes."""
    if size < 1024**2:
        return f"{-(-size // 1024)} KB"
    tenths = size * 10 // 1024**2
    return f"{tenths // 10}.{tenths % 10} MB"
