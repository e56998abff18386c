"""Checking a template before it is used (检查模板): a file seen before is not read again."""

from typing import TYPE_CHECKING

from desk_app.kernel import office_templates
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.papers.refusals import TemplateRefused
from desk_app.kernel.words import language

if TYPE_CHECKING:
    from desk_app.kernel.papers.check import Checked

_MOST_KEPT = 128
_found: dict[tuple[str, str, str], "Checked"] = {}


def check(content: bytes, paper: Paper) -> "Checked":
    """Return the problems that keep a file from being the paper's template, and the warnings that do not."""
    from desk_app.kernel.papers.check import check_template

    key = _key(content, paper)
    if key not in _found:
        if len(_found) >= _MOST_KEPT:
            _found.clear()
        _found[key] = check_template(content, paper)
    return _found[key]


def check_from_outside(content: bytes, paper: Paper) -> "Checked":
    """Check a file of unknown origin in a process of its own, which is ended when it hangs; for a worker thread."""
    from desk_app.kernel.papers.checked_apart import check_apart

    found = check_apart(content, paper)
    _found[_key(content, paper)] = found
    return found


def refuse_faulty(content: bytes, paper: Paper) -> None:
    """Raise TemplateRefused with every problem of a file that cannot be the paper's template."""
    if problems := check(content, paper).problems:
        raise TemplateRefused(problems)


def _key(content: bytes, paper: Paper) -> tuple[str, str, str]:
    return office_templates.hash_of(content), paper.name, language()
