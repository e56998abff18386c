"""Why a spreadsheet is not read (拒读)."""

from desk_app.kernel.errors import DeskError


class SheetRefused(DeskError):
    """The file was not read at all; the message names the cause and what to do. Nothing was changed.

    `code` names the cause for programs and tests, such as "too_many_columns" or "password".
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
