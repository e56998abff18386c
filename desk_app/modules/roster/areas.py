"""Areas and shares (面积与份额) as rosters write them. Areas become whole cm², shares exact fractions."""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from desk_app.kernel.sheets import Cell
from desk_app.kernel.words import _
from desk_app.modules.people.phone_number import is_mobile
from desk_app.modules.roster.cell_text import CellProblem, text_of, without_blanks
from desk_app.modules.roster.vocabulary import is_blank

SQUARE_METRE = 10_000
"""cm² in a ㎡."""
LARGEST = 100_000 * SQUARE_METRE

_UNIT = re.compile(r"(?:㎡|m2|m²|m\^2|平方米?|平米|平|方|㎡/户)$", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?|-?\.\d+")
_CHINESE_PARTS = str.maketrans("一二两三四五六七八九", "1223456789")


def read_area(value: Cell) -> int | None:
    """Return the area in cm² of a cell in ㎡, None for an empty one. Raise `CellProblem`."""
    if isinstance(value, bool | datetime.date | datetime.time):
        raise CellProblem("area_unreadable", _("这不是面积"))
    text = without_blanks(text_of(value))
    if is_blank(text):
        return None
    if len(text) >= 11 and is_mobile(text):
        raise CellProblem("area_is_phone", _("面积栏里是电话号码"))
    plain = _UNIT.sub("", text)
    if not _NUMBER.fullmatch(plain):
        raise CellProblem("area_unreadable", _("看不懂的面积，请只写一个数，如 89.55"))
    number = Decimal(re.sub("[,，]", "", plain))
    if number <= 0:
        raise CellProblem("area_not_positive", _("面积应大于 0"))
    if number * SQUARE_METRE <= LARGEST:
        area = int((number * SQUARE_METRE).quantize(Decimal(1), ROUND_HALF_UP))
        if area:
            return area
    raise CellProblem("area_too_large", _("面积不可能，应在 0 到 100000 ㎡ 之间"))


def read_share(value: Cell) -> Fraction | None:
    """Return the share of ownership: '50%', '1/2', 0.5, '二分之一'. None for an empty cell. Raise `CellProblem`."""
    text = without_blanks(text_of(value)).removeprefix("各").removeprefix("占")
    if is_blank(text):
        return None
    share: Fraction | None = None
    if found := re.fullmatch(r"(\d+)分之(\d+)", re.sub(r"[一二两三四五六七八九]", _chinese_part, text)):
        share = Fraction(int(found[2]), int(found[1])) if int(found[1]) else None
    elif found := re.fullmatch(r"(\d{1,6})/(\d{1,6})", text):
        share = Fraction(int(found[1]), int(found[2])) if int(found[2]) else None
    elif found := re.fullmatch(r"(\d{1,3}(?:\.\d{1,6})?)(%?)", text):
        number = Fraction(found[1])
        share = number / 100 if found[2] or number > 1 else number
    if share is None or not 0 < share <= 1:
        raise CellProblem("share_unreadable", _("看不懂的份额，请写成 50% 或 1/2 的样子"))
    return share


def _chinese_part(found: re.Match[str]) -> str:
    return found[0].translate(_CHINESE_PARTS)
