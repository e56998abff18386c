"""A cell's contents as text (格中文字), and what went wrong with it."""

import datetime
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from desk_app.kernel.sheets import Cell

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|_x00(?:0[0-8bcef]|1[0-9a-f])_",
    re.IGNORECASE,
)
_ESCAPED_BREAK = re.compile(r"_x000[daDA]_")
_BLANKS = re.compile(r"[\s\u3000\xa0]+")
_LEADING_MARK = re.compile(r"^['’‘`](?=[\w(+])")


class CellProblem(ValueError):
    """The cell can't be read: `code` names the cause, `message` is a whole sentence without the cell's contents."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@lru_cache(maxsize=20_000)
def _clean(text: str) -> str:
    plain = _CONTROL.sub("", _ESCAPED_BREAK.sub("\n", _INVISIBLE.sub("", text)))
    plain = unicodedata.normalize("NFC", plain).replace("\r\n", "\n").replace("\r", "\n")
    return _LEADING_MARK.sub("", plain.strip(" \t\n\u3000\xa0"))


def text_of(value: Cell) -> str:
    """Return the cell as written, without invisible and outer blanks; numbers without a false '.0'."""
    if isinstance(value, str):
        return _clean(value)
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}" if abs(value) < 10**15 else f"{value:E}"
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}" if value.time() != datetime.time() else f"{value:%Y-%m-%d}"
    return str(value)


@lru_cache(maxsize=20_000)
def narrow_text(text: str) -> str:
    """Return text with half-width digits, letters and marks, runs of blanks made one."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def without_blanks(text: str) -> str:
    """Return text with half-width marks and no blanks or line breaks at all."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def is_han(letter: str) -> bool:
    """Is this a Chinese character (rare ones and 〇 included)?"""
    return (
        "\u4e00" <= letter <= "\u9fff"
        or "\u3400" <= letter <= "\u4dbf"
        or letter >= "\U00020000"
        or letter == "〇"
    )
