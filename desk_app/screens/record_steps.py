"""Steps that can be taken with a record nobody types (可办事项): a receipt, a deposit, a pad of receipts."""

from collections.abc import Callable
from dataclasses import dataclass

from desk_app.kernel.errors import DeskError


@dataclass(frozen=True)
class RecordStep:
    """A step by its name and label; `why_not` is the sentence why it cannot be taken now, empty when it can."""

    name: str
    label: str
    why_not: str = ""
    grave: bool = False


@dataclass(frozen=True)
class Related:
    """Another record that has to do with this one, which can be opened."""

    kind_name: str
    record_id: int
    text: str


def refusal(ask: Callable[[], object]) -> str:
    """Return the sentence with which `ask` refuses; empty if it does not."""
    try:
        ask()
    except DeskError as error:
        return str(error)
    return ""
