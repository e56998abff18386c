"""The owners' payment code (收款码) on the settings page without a window: read out of a picture, and drawn to look at."""

from collections.abc import Iterable
from pathlib import Path

from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers import barcode
from desk_app.kernel.words import _
from desk_app.modules.arrears.payment_code import read_payment_code

SETTING = "pay_code"
"""The parameter that keeps what the code says."""
DOTS = 480
"""Dots of the drawing on each side; the longest code that is taken fits."""

Grey = tuple[bytes, int, int]
"""A picture's dots, a byte each, its width and its height."""


def read(pictures: Iterable[Grey]) -> str:
    """Return what the code says in the first of these sizes of one picture in which it is found.

    DeskError with what is wrong if it is found in none.
    """
    problem: DeskError | None = None
    for grey, width, height in pictures:
        try:
            return read_payment_code(grey, width, height)
        except DeskError as error:
            problem = error
    assert problem
    raise problem


def draw(text: str) -> bytes:
    """Return the code as a PNG; nothing for no code, or for a text of old that no code can say."""
    try:
        return barcode.qr_picture(text, DOTS, DOTS) if text.strip() else b""
    except DeskError:
        return b""


def no_picture(path: Path) -> DeskError:
    """Return what is said of a file that is no picture."""
    return DeskError(
        _("没有读入收款码：“{name}”不是能打开的图片。请选择 PNG 或 JPG 图片。").format(name=path.name)
    )
