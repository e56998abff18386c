"""Words typed at the cash desk (票据上的文字): one line, no longer than a receipt can hold."""

from desk_app.kernel.errors import DeskError
from desk_app.kernel.text import clean, one_line
from desk_app.kernel.words import _

LONGEST = 200
"""Letters of a name or a remark on a receipt."""


def read_words(text: str, label: str, longest: int = LONGEST) -> str:
    """Return the text on one line; DeskError if it is too long or holds what cannot be kept. `label` is translated."""
    try:
        return one_line(clean(text, longest))
    except ValueError as error:
        raise DeskError(_("没有办理：{label}{why}。").format(label=label, why=error)) from None


def read_reason(text: str) -> str:
    """Return the reason; DeskError if there is none."""
    reason = read_words(text, _("原因"))
    if not reason:
        raise DeskError(_("没有办理：请写明原因。"))
    return reason
