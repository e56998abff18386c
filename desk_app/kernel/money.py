"""Money (金额) is a whole number of fen (分). Floats never enter."""

import re
from decimal import ROUND_HALF_UP, Decimal

from desk_app.kernel.text import narrow
from desk_app.kernel.words import _

LARGEST = 9_999_999_999_999
"""The largest amount in fen: 99,999,999,999.99 yuan."""

_AMOUNT = re.compile(r"-?(\d{1,3}(,\d{3})+|\d{1,11})(\.\d{1,2})?")


def parse(text: str) -> int:
    """Return the fen in '1,234.50' or '￥1234.5元'; a third decimal is refused, not rounded."""
    plain = narrow(text).strip("¥￥元 ").replace("，", ",")
    if not _AMOUNT.fullmatch(plain):
        raise ValueError(_("不是金额：{text}（写成 1234.50 的样子，最多两位小数）").format(text=text[:30]))
    return int(Decimal(plain.replace(",", "")) * 100)


def show(fen: int) -> str:
    """Return '1,234.50' for 123450."""
    return f"{Decimal(fen) / 100:,.2f}"


def share(fen: int, part: int, whole: int) -> int:
    """Return fen × part ÷ whole, rounded half up to a fen (四舍五入到分)."""
    exact = Decimal(fen) * Decimal(part) / Decimal(whole)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
