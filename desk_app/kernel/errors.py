"""Errors a user can cause, as opposed to bugs."""

from desk_app.kernel.words import clauses


class DeskError(Exception):
    """What the ui and `deskctl` show as a plain message; any other exception is a bug.

    The message is a whole translated sentence: what was not done, and what to do.
    """


class InvalidRecord(DeskError):
    """Some fields do not hold: `problems` maps a field name to what is wrong with it."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(clauses(dict.fromkeys(problems.values())))
        self.problems = problems


class TransitionRefused(DeskError):
    """The workflow does not allow this step now, for this person, or for the reason given."""


class EditConflict(DeskError):
    """Somebody else saved the record since it was read; nothing was written."""


class NotFound(DeskError):
    """There is no such record, kind, paper or file."""
