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


def in_capitals(fen: int) -> str:
    """Return the amount in capital numerals (人民币大写): '壹万零伍拾元零叁分' for 1005003.

    By the rules for filling in bank notes (支付结算办法, annex 1): zeros between digits are said once, 整 closes an amount
    that ends with yuan or jiao.
    """
    yuan, cents = divmod(abs(fen), 100)
    jiao, rest = divmod(cents, 10)
    text = _whole_in_capitals(yuan) + "元" if yuan or not cents else ""
    text += _DIGITS[jiao] + "角" if jiao else "零" if rest and yuan else ""
    text += _DIGITS[rest] + "分" if rest else "整"
    return ("负" if fen < 0 else "") + text


_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def _whole_in_capitals(number: int) -> str:
    """Return a whole number in capitals; groups of four digits are named 万 and 亿."""
    text, group_names = "", ("", "万", "亿", "万亿")
    for group_name in group_names:
        number, group = divmod(number, 10_000)
        said = "".join(
            _DIGITS[digit] + unit if digit else "零"
            for digit, unit in zip(map(int, f"{group:04d}"), ("仟", "佰", "拾", ""), strict=True)
        )
        said = re.sub("零+", "零", said).rstrip("零")
        text = (said + group_name if group else "零") + text
    return re.sub("零+", "零", text).strip("零") or "零"


def share(fen: int, part: int, whole: int) -> int:
    """Return fen × part ÷ whole, rounded half up to a fen (四舍五入到分)."""
    exact = Decimal(fen) * Decimal(part) / Decimal(whole)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
