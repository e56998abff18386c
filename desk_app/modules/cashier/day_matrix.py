"""How a receipt's lines and its ways of payment meet (项目 × 收款方式): every row and every column adds up to the fen."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key")

NO_METHOD = ""
"""Column of lines that no money or offset stands against: a transfer within one receipt."""


def spread(
    lines: Sequence[tuple[Key, int]], methods: Sequence[tuple[str, int]]
) -> list[tuple[Key | None, str, int]]:
    """Return (line, method, fen) of a receipt: the first line takes the first method's money, and so on.

    Rows add up to the lines and columns to the methods. Where methods have both signs, or none, all lines stand under
    the first, and a row of no line (None) makes the columns right; it adds up to the difference of both sums.
    """
    total = sum(fen for _line, fen in lines)
    plain = [(method, fen) for method, fen in methods if fen]
    assert total == sum(fen for _method, fen in plain)
    sign = -1 if total < 0 else 1
    if plain and all(fen * sign > 0 for _method, fen in plain):
        return [cell for cell in _walk(lines, plain, sign) if cell[2]]
    first = plain[0][0] if plain else NO_METHOD
    cells: list[tuple[Key | None, str, int]] = [(key, first, fen) for key, fen in lines]
    cells += [(None, method, fen) for method, fen in plain]
    return [*cells, (None, first, -total)] if total else cells


def _walk(
    lines: Sequence[tuple[Key, int]], methods: Sequence[tuple[str, int]], sign: int
) -> list[tuple[Key | None, str, int]]:
    """Return what each method gives to each line when they are laid out one after the other."""
    cells: list[tuple[Key | None, str, int]] = []
    reached = 0
    for key, fen in lines:
        after = reached + fen * sign
        start = 0
        for place, (method, amount) in enumerate(methods):
            least = start if place else None
            most = start + amount * sign if place < len(methods) - 1 else None
            part = _within(after, least, most) - _within(reached, least, most)
            cells.append((key, method, part * sign))
            start += amount * sign
        reached = after
    return cells


def _within(place: int, least: int | None, most: int | None) -> int:
    """Return the place, kept between the ends of a method's stretch; the first and last have one end only."""
    if least is not None:
        place = max(place, least)
    return place if most is None else min(place, most)


def add_up(cells: Sequence[tuple[Key | None, str, int]]) -> dict[Key | None, dict[str, int]]:
    """Return {line: {method: fen}} of many receipts' cells, what comes to nothing left out."""
    sums: dict[Key | None, dict[str, int]] = {}
    for key, method, fen in cells:
        row = sums.setdefault(key, {})
        row[method] = row.get(method, 0) + fen
    kept = {key: {method: fen for method, fen in row.items() if fen} for key, row in sums.items()}
    return {key: row for key, row in kept.items() if row}


def columns_of(rows: Mapping[Key, Mapping[str, int]]) -> dict[str, int]:
    """Return {method: fen} of all rows together."""
    sums: dict[str, int] = {}
    for row in rows.values():
        for method, fen in row.items():
            sums[method] = sums.get(method, 0) + fen
    return sums
