"""Checking a template before it is used (检查模板), for screens."""

from typing import TYPE_CHECKING

from desk_app.kernel.filling import refuse_faulty
from desk_app.kernel.papers.paper import Paper

if TYPE_CHECKING:
    from desk_app.kernel.papers.check import Checked

__all__ = ["check", "check_from_outside", "refuse_faulty"]


def check(content: bytes, paper: Paper) -> "Checked":
    """Return the problems that keep a file from being the paper's template, and the warnings that do not."""
    from desk_app.kernel.papers.check import check_template

    return check_template(content, paper)


def check_from_outside(content: bytes, paper: Paper) -> "Checked":
    """Check a file of unknown origin in a process of its own, which is ended when it hangs; for a worker thread."""
    from desk_app.kernel.papers.check import remember
    from desk_app.kernel.papers.checked_apart import check_apart

    return remember(content, paper, check_apart(content, paper))
