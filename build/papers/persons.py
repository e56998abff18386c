"""Blocks that forms of several modules share (通用栏): who a letter goes to and who signs it, lists on a page of cells."""

from collections.abc import Sequence
from typing import Any

from layout import Part, Say, Words, gap, signed, table

COMPANY = ("致：{{ company }}", "To: {{ company }}")
"""Whom a letter to the property company is addressed to."""


def undersigned(say: Say, who: Words, source: str, name: str) -> tuple[Part, ...]:
    """Return the foot of a letter: each person `name` of the list `source` with room to sign, and who received it."""
    columns = (
        (8, *who, "name"),
        (4, "证件类型", "ID type", "id_kind"),
        (7, "证件号码", "ID number", "id_number"),
        (5, "联系电话", "Phone", "phone"),
        (7, "签名（盖章）", "Signature (seal)"),
        (5, "日期", "Date"),
    )
    return (
        gap(2),
        table(say, columns, source, name=name, least=1, height=10, repeat_head=True),
        gap(3),
        signed(say, ("接收人（物业服务企业）", "Received by (property company)"), ("日期", "Date", "day")),
    )


def vehicles(colour: float) -> tuple[tuple[Any, ...], ...]:
    """Return the columns of a list of vehicles; `colour` is the share of the third, as in the list above it."""
    return (
        (4.6, "车牌号", "Vehicle plate", "plate"),
        (3, "品牌型号", "Make", "brand", "left"),
        (colour, "颜色", "Colour", "colour"),
        (2.8, "车位", "Space", "space"),
    )


def lists(say: Say, *each: tuple[Sequence[tuple[Any, ...]], str, int], height: float) -> list[Part]:
    """Return lists of (columns, source, least rows), rows `height` millimetres high.

    Each is in a frame of its own, so that its head is repeated where it runs on to a further page.
    """
    parts: list[Part] = [gap(1.5)]
    for columns, source, least in each:
        parts += [table(say, columns, source, least=least, height=height, repeat_head=True), gap(1.5)]
    return parts
