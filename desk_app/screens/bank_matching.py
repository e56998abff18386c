"""Claiming money that came in by bank, WeChat or Alipay (到账认领): a list is taken in, each line finds its room."""

from dataclasses import dataclass, field
from pathlib import Path

from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_moment
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.cashier import bank_lines, bank_sheets
from desk_app.modules.cashier.bank_lines import Matching, Proposal
from desk_app.modules.cashier.records import BankLine, Receipt
from desk_app.screens.progress import Progress

SHOWN = {"waiting": ("waiting",), "done": ("claimed", "set_aside")}


@dataclass(frozen=True)
class Incoming:
    """One line as the page shows it, with the rooms proposed for it."""

    line_id: int
    amount: int
    at: str
    payer: str
    remark: str
    source: str
    reference: str
    state: str
    room: str
    proposals: tuple[Proposal, ...]

    @property
    def sure(self) -> Proposal | None:
        """Return the room that can be confirmed without another look, if there is one."""
        first = self.proposals[0] if self.proposals else None
        tied = len(self.proposals) > 1 and self.proposals[1].points == self.proposals[0].points
        return first if first is not None and first.is_sure and not tied else None


@dataclass
class BankMatching:
    """What the page knows; `look` reads it again."""

    desk: Desk
    shown: str = "waiting"
    lines: list[Incoming] = field(default_factory=list)

    def look(self) -> None:
        """Read the lines and propose rooms for those that wait."""
        stored = bank_lines.lines_of(SHOWN[self.shown])
        matching = Matching(self.desk) if self.shown == "waiting" and stored else None
        self.lines = [self._incoming(line, matching) for line in stored]

    @property
    def sure(self) -> list[Incoming]:
        """Return the lines whose room is beyond doubt."""
        return [line for line in self.lines if line.sure is not None]

    def summary(self) -> str:
        """Return in a sentence how much waits."""
        count, total = bank_lines.unclaimed()
        if not count:
            return _("没有未认领的到账。")
        return _("{count} 笔未认领，共 {total} 元").format(count=count, total=show(total))

    def read(self, path: Path, progress: Progress | None = None) -> bank_sheets.BankSheet:
        """Read a list; nothing is stored yet."""
        return bank_sheets.read_bank_sheet(path)

    def take_in(self, sheet: bank_sheets.BankSheet) -> int:
        """Store the new lines of a list that was read; return how many."""
        return bank_sheets.accept(sheet, self.desk)

    def claim(self, line_id: int, room_id: int) -> Receipt:
        """Make the receipt of a line for a room."""
        return bank_lines.claim(line_id, room_id, self.desk)

    def claim_sure(self, progress: Progress | None = None) -> tuple[int, list[str]]:
        """Make receipts of all lines beyond doubt; return how many, and a sentence for each that was refused."""
        done, refused = 0, []
        sure = self.sure
        for place, line in enumerate(sure, 1):
            assert line.sure
            try:
                self.claim(line.line_id, line.sure.room_id)
            except DeskError as error:
                refused.append(f"{show(line.amount)} {line.payer}：{error}")
            else:
                done += 1
            if progress:
                progress.step(place, len(sure))
        return done, refused

    def set_aside(self, line_id: int, reason: str) -> None:
        """Say that a line is no fee."""
        bank_lines.set_aside(line_id, reason, self.desk)

    def wait_again(self, line_id: int) -> None:
        """Put a line back among the unclaimed."""
        bank_lines.wait_again(line_id, self.desk)

    def _incoming(self, line: BankLine, matching: Matching | None) -> Incoming:
        return Incoming(
            line.id,
            line.amount,
            show_moment(line.came_at),
            line.payer or "",
            line.remark or "",
            str(BankLine.source.show(line.source)),
            str(line.reference),
            str(BankLine.state.show(line.state)),
            str(line.room) if line.room_id else "",
            tuple(matching.propose(line)) if matching else (),
        )


def tell_sheet(sheet: bank_sheets.BankSheet) -> str:
    """Return in a sentence what a list holds."""
    parts = [_("新到账 {count} 笔，共 {total} 元").format(count=sheet.count("new"), total=show(sheet.total))]
    for outcome, words in (
        ("known", _("{count} 笔以前导入过")),
        ("out", _("{count} 笔不是收入")),
        ("bad", _("{count} 行看不懂")),
    ):
        if sheet.count(outcome):
            parts.append(words.format(count=sheet.count(outcome)))
    return "；".join(parts)
