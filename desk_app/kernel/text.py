"""Text at the door (文字入口): what typed, pasted or imported text may hold, and how it is made comparable."""

import re
import unicodedata

from desk_app.kernel.words import _

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER_PART = re.compile(r"\d+")


def clean(text: str, longest: int = 2000) -> str:
    """Return `text` composed (NFC), without invisible characters and outer blanks.

    Raise ValueError with a sentence for control characters, broken characters and more than `longest` letters.
    """
    if _SURROGATE.search(text) or _CONTROL.search(text):
        raise ValueError(_("有不能保存的控制字符，请重新输入"))
    plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).replace("\r\n", "\n").replace("\r", "\n")
    plain = plain.strip(" \t\n\u3000\xa0")
    if len(plain) > longest:
        raise ValueError(_("太长：最多 {longest} 个字").format(longest=longest))
    return plain


def narrow(text: str) -> str:
    """Return `text` cleaned, with full-width digits, letters and marks made half-width (NFKC)."""
    return unicodedata.normalize("NFKC", clean(text))


def one_line(text: str) -> str:
    """Return `text` cleaned, any run of blanks and line breaks made one blank."""
    return " ".join(clean(text).split())


def fold(name: str) -> str:
    """Return a name as it is compared: half-width, without blanks and case."""
    return "".join(narrow(name).split()).casefold()


def sort_key(text: str) -> str:
    """Return a text that sorts as people count: 2-1-502 before 10-1-101 (自然排序).

    Every run of digits is written with eight places, so plain comparison by the database is enough.
    """
    return _NUMBER_PART.sub(lambda run: run[0].zfill(8), narrow(text).casefold())
