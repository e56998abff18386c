"""What must hold of a fee item and of a tariff with its prices before they are saved."""

from typing import Any

from desk_app.kernel.kind import Draft
from desk_app.kernel.words import _
from desk_app.modules.billing.households import MOST
from desk_app.modules.billing.records import Bill, Tariff

FORMULA_NAMES = ("面积", "建筑面积", "套内面积", "楼层系数", "电梯系数", "数量", "单价")
"""The quantities a tariff's formula may name; areas in ㎡, the price in yuan a month."""

UNPRICED = ("shared", "formula")
"""Ways of charging that can do without a price: the pool tells it, or the formula."""


def check_item(draft: Draft) -> dict[str, str]:
    """A code is short letters and digits: it is the item's name in files and on the console."""
    item = draft.record
    problems = {}
    if item.code and not (item.code.isascii() and item.code.isalnum() and len(item.code) <= 8):
        problems["code"] = _("代码应为 8 位以内的字母或数字，如 WY")
    if item.nature == "deposit" and item.has_late_fee:
        problems["has_late_fee"] = _("押金不计违约金")
    return problems


def check_tariff(draft: Draft) -> dict[str, str]:
    """A tariff says all its way of charging needs, and has one price for each day and tier."""
    tariff = draft.record
    rows = [row for row in draft.rows.get("prices", []) if row.from_on is not None and row.price is not None]
    problems = {**_check_basis(tariff), **_check_prices(tariff, rows), **_check_billed(tariff)}
    if tariff.until_on and any(row.from_on > tariff.until_on for row in rows):
        problems["until_on"] = _("停用日期早于单价的生效日期")
    return problems


def _check_billed(tariff: Any) -> dict[str, str]:
    """A tariff that was billed by stays one of its item and its way of charging: its bills are not asked twice."""
    if tariff.id is None:
        return {}
    before = Tariff.get_by_id(tariff.id)
    changed = [name for name in ("item_id", "basis") if getattr(before, name) != getattr(tariff, name)]
    billed = Bill.select().where(Bill.tariff == before.id, Bill.state != "void")
    if not changed or not billed.exists():
        return {}
    why = _("已按这个标准出账，不能改。请停用它，另建一个标准。")
    return {name.removesuffix("_id"): why for name in changed}


def _check_basis(tariff: Any) -> dict[str, str]:
    problems = {}
    if tariff.basis == "formula":
        if not tariff.formula:
            problems["formula"] = _("计费方式为公式，请填写公式")
        else:
            from desk_app.modules.billing.formulas import check_formula

            try:
                check_formula(tariff.formula, FORMULA_NAMES)
            except ValueError as error:
                problems["formula"] = str(error)
    elif tariff.formula:
        problems["formula"] = _("计费方式不是公式，请不要填写公式")
    if tariff.tiers not in (None, "none") and tariff.basis != "meter":
        problems["tiers"] = _("只有按用量计费的标准才能分阶梯")
    if tariff.tier_persons is not None and tariff.tiers in (None, "none"):
        problems["tier_persons"] = _("按人数放宽只用于阶梯价，请先选择阶梯")
    elif tariff.tier_persons is not None and not 0 <= tariff.tier_persons <= MOST:
        problems["tier_persons"] = _("人数应为 0 到 {most}").format(most=MOST)
    if tariff.minimum and tariff.basis != "meter":
        problems["minimum"] = _("只有按用量计费的标准才有最低用量")
    return problems


def _check_prices(tariff: Any, rows: list[Any]) -> dict[str, str]:
    problems: dict[str, str] = {}
    seen: set[tuple[Any, int]] = set()
    begins = {row.from_on for row in rows if not row.above}
    for line, row in enumerate(rows):
        step = (row.from_on, row.above or 0)
        if step in seen:
            problems[f"prices.{line}.from_on"] = _("同一天、同一用量起点只能有一个单价")
        seen.add(step)
        if row.above and tariff.tiers in (None, "none"):
            problems[f"prices.{line}.above"] = _("用量起点只用于阶梯价，请先选择阶梯")
        elif row.above and row.from_on not in begins:
            problems[f"prices.{line}.above"] = _("阶梯价每个生效日期都要有一行用量起点为 0 的单价")
    problems |= _check_more(tariff, rows)
    if not rows and tariff.basis not in UNPRICED:
        problems["prices"] = _("请至少填写一行单价")
    return problems


def _check_more(tariff: Any, rows: list[Any]) -> dict[str, str]:
    """What a person more adds needs a tier, a number of persons, and no less in the tiers above: they would cross."""
    problems: dict[str, str] = {}
    for line, row in enumerate(rows):
        lower = [other.more or 0 for other in rows if _is_below(other, row)]
        if row.more and not row.above:
            problems[f"prices.{line}.more"] = _("第一档从 0 起，不因人数改变")
        elif row.more and tariff.tier_persons is None:
            problems[f"prices.{line}.more"] = _("请先填“阶梯含人数”，如 4")
        elif row.above and lower and (row.more or 0) < max(lower):
            problems[f"prices.{line}.more"] = _("不能比下一档少，否则人多时两档会颠倒")
    return problems


def _is_below(other: Any, row: Any) -> bool:
    return bool(other.from_on == row.from_on and (other.above or 0) < (row.above or 0))
