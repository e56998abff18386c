"""Collecting fees through the bank (银行托收): the file for the bank, its answer, and a file taken back."""

from dataclasses import dataclass, field
from pathlib import Path

from desk_app.kernel.access import Desk
from desk_app.kernel.money import show
from desk_app.kernel.periods import show_period
from desk_app.kernel.words import _, clauses
from desk_app.modules.cashier import debit_asking, debit_returns, debits
from desk_app.modules.cashier.debit_asking import Asked, Asking
from desk_app.modules.cashier.debit_records import DebitMandate
from desk_app.modules.cashier.debit_returns import Accepted, Answer, DebitReturn
from desk_app.modules.cashier.debits import OpenBatch, Sent
from desk_app.screens.progress import Progress


@dataclass
class DebitFiles:
    """What the windows of bank collection know; `look` works out again who would be asked."""

    desk: Desk
    asking: Asking = field(default_factory=Asking)

    def look(self) -> None:
        """Work out who would be asked for how much today."""
        self.asking = debit_asking.look(self.desk)

    # -- the file for the bank -----------------------------------------------------------------------------------

    @property
    def has_mandates(self) -> bool:
        """Say whether any room has an authorisation that was not ended."""
        return bool(self.asking.asked or self.asking.left_out)

    def summary(self) -> str:
        """Return in a sentence what would be asked for, or what to do where there is nothing."""
        found = self.asking
        if found.asked:
            return _("托收 {count} 户，共 {total} 元：截至 {day} 已出账的欠费，减去预存款。").format(
                count=len(found.asked), total=show(found.total), day=self.desk.today
            )
        if self.has_mandates:
            return _("现在没有要托收的房屋，每户的原因见下面。")
        return _(
            "还没有托收授权。请按“登记托收授权”，填写房号、户名、账号和签署日期，业主签的授权书写编号；"
            "登记后欠费的房屋就会列在这里。"
        )

    def asked_rows(self) -> list[tuple[str, ...]]:
        """Return room, holder, masked account, the months owed for and the sum of each that is asked."""
        return [
            (
                str(one.mandate.room),
                str(one.mandate.holder),
                str(DebitMandate.account.show(one.mandate.account)),
                _months(one),
                show(one.amount),
            )
            for one in self.asking.asked
        ]

    def left_rows(self) -> list[tuple[str, ...]]:
        """Return room, holder and why, of each that has an authorisation and is not asked."""
        return [(str(one.mandate.room), str(one.mandate.holder), one.reason) for one in self.asking.left_out]

    def others(self) -> str:
        """Return in a sentence how many owe and never authorised; nothing where none do."""
        if not self.asking.others:
            return ""
        return _("另有 {count} 户欠费 {due} 元，没有托收授权，不在文件里。").format(
            count=self.asking.others, due=show(self.asking.others_due)
        )

    def file_name(self) -> str:
        """Return the name proposed for the file."""
        return _("托收 {day}").format(day=self.desk.today) + ".xlsx"

    def save(self, path: Path) -> str:
        """Write the file, and return in a sentence what is in it."""
        return tell_sent(debits.send(path, self.desk), path)

    # -- the bank's answer ---------------------------------------------------------------------------------------

    def read(self, path: Path) -> DebitReturn:
        """Read the bank's answer; nothing is stored yet."""
        return debit_returns.read_return(path)

    def accept(self, found: DebitReturn, progress: Progress | None = None) -> Accepted:
        """Write the answers down and make the receipts."""
        if progress is None:
            return debit_returns.accept(found, self.desk)
        return debit_returns.accept(found, self.desk, progress.step)

    # -- a file taken back ---------------------------------------------------------------------------------------

    def open_batches(self) -> list[OpenBatch]:
        """Return the batches that await the bank's answer."""
        return debits.open_batches()

    def withdraw(self, batch: str, reason: str) -> str:
        """Take back what of a batch has no answer, and return a sentence."""
        count = debits.withdraw(batch, self.desk, reason)
        return _("批次 {batch} 已撤回 {count} 户，下次托收会再列上。").format(batch=batch, count=count)


def tell_sent(sent: Sent, path: Path) -> str:
    """Return in a sentence what was written."""
    return _("已保存“{name}”：批次 {batch}，{count} 户，共 {total} 元。请交给银行，等回盘。").format(
        name=path.name, batch=sent.batch, count=sent.count, total=show(sent.total)
    )


def tell_batch(batch: OpenBatch) -> str:
    """Return in a sentence what of a batch awaits the bank's answer."""
    return _("{day} 送盘，{count} 户没有回盘，共 {total} 元").format(
        day=batch.sent_on, count=batch.count, total=show(batch.total)
    )


def tell_return(found: DebitReturn) -> str:
    """Return in a sentence what the bank's answer holds."""
    parts = [_("已扣款 {count} 户，共 {total} 元").format(count=found.count("paid"), total=show(found.total))]
    for outcome, words in (
        ("refused", _("{count} 户未扣成")),
        ("known", _("{count} 户已经回盘过")),
        ("unknown", _("{count} 行不是本账本送出的")),
        ("bad", _("{count} 行没有办理")),
    ):
        if found.count(outcome):
            parts.append(words.format(count=found.count(outcome)))
    return clauses(parts)


def tell_accepted(came: Accepted) -> str:
    """Return what came of the answer: a line for the whole, and one for each sum that waits to be claimed."""
    told = [_("收据已开 {count} 张").format(count=came.receipts)]
    if came.refused:
        text = _("{count} 户未扣成，原因记在托收明细里，下次托收会再列上")
        told.append(text.format(count=came.refused))
    lines = [clauses(told)]
    if came.waiting:
        lines.append(_("{count} 笔已到账但没有开收据，留在未认领里：").format(count=len(came.waiting)))
    return "\n".join([*lines, *came.waiting])


def answer_rows(found: DebitReturn) -> list[tuple[str, ...]]:
    """Return room, holder, reference, sum, outcome and reason of each line; those that need a look come first."""
    order = ("bad", "unknown", "refused", "paid", "known")
    answers = sorted(found.answers, key=lambda answer: (order.index(answer.outcome), answer.row))
    return [_answer_row(answer) for answer in answers]


def _answer_row(answer: Answer) -> tuple[str, ...]:
    shown = {
        "paid": _("已扣款"),
        "refused": _("未扣成"),
        "known": _("不重复记"),
        "unknown": _("不认识"),
        "bad": _("没有办理"),
    }
    amount = show(answer.amount) if answer.amount else ""
    return answer.room, answer.holder, answer.reference, amount, shown[answer.outcome], answer.told


def _months(one: Asked) -> str:
    first, last = show_period(one.debt.first), show_period(one.debt.last)
    return first if first == last else _("{first} 至 {last}").format(first=first, last=last)
