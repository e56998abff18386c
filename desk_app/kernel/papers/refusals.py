"""Refusing a template (模板退回): one error that carries every problem found, each with its place."""

from collections.abc import Iterable

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _, clauses

_SHOWN = 8


class TemplateRefused(DeskError):
    """A Word template that is not taken; `problems` are clauses that each say where, what and what to do."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        listed = clauses(self.problems[:_SHOWN])
        more = len(self.problems) - _SHOWN
        if more > 0:
            listed += _("；另有 {more} 处").format(more=more)
        super().__init__(_("模板没有采用：{problems}。").format(problems=listed))


def quote(text: str, longest: int = 30) -> str:
    """Return `text` on one line, cut to `longest` letters, as it is named inside a message."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
