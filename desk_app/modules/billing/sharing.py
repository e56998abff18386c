"""Sharing a sum out so that the parts add up to it (公摊、分摊); domain.md 3.8."""

from collections.abc import Sequence

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _


def share_out(pool: int, weights: Sequence[int]) -> list[int]:
    """Return the fen of `pool` each weight gets, by largest remainder (最大余数法); V15b, V15c.

    Fen left over go to the largest remainders, of equal ones to the lower index. Weights are not negative; a negative
    pool is shared as its positive is. DeskError when there is nobody to share with.
    """
    total = sum(weights)
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is below zero")
    if not pool:
        return [0] * len(weights)
    if not total:
        raise DeskError(_("没有分摊：参加分摊的面积、户数或系数合计为 0，请核对分摊名单。"))
    sign = -1 if pool < 0 else 1
    shares = [divmod(abs(pool) * weight, total) for weight in weights]
    left = abs(pool) - sum(whole for whole, _rest in shares)
    lucky = set(sorted(range(len(shares)), key=lambda index: (-shares[index][1], index))[:left])
    return [sign * (whole + (index in lucky)) for index, (whole, _rest) in enumerate(shares)]
