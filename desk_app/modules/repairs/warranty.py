"""Who pays for a repair (保修): by part and by the years since the flat was handed over, with the rule shown.

建设工程质量管理条例第四十条: 防水五年, 供热供冷两个采暖供冷期, 电气管线、给排水、设备安装和装修两年. The years are settings.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.days import add_months, show_day
from desk_app.kernel.fields import Whole
from desk_app.kernel.words import _, mark

YEARS = {
    "water": ("warranty_pipes", mark("给排水管道保修（年）"), 2),
    "power": ("warranty_power", mark("电气管线保修（年）"), 2),
    "masonry": ("warranty_waterproof", mark("防水保修（年）"), 5),
    "doors": ("warranty_doors", mark("门窗、装修保修（年）"), 2),
    "low_voltage": ("warranty_low_voltage", mark("弱电设备保修（年）"), 2),
    "heating": ("warranty_heating", mark("供热供冷保修（年）"), 2),
}
"""Trade to the setting that holds its years; other trades have no warranty by rule."""

for _trade, (_name, _label, _usual) in YEARS.items():
    settings.declare(
        _name, Whole(_label), _usual, mark("维修"), mark("从房屋交付日起算（建设工程质量管理条例第四十条）")
    )


@dataclass(frozen=True)
class Hint:
    """Whether a repair falls under warranty, and in words why; `until_on` is its last day."""

    is_covered: bool
    words: str
    until_on: datetime.date | None = None


def find_warranty(room: Any, trade: str, day: datetime.date) -> Hint:
    """Return what the dates say of a repair of `trade` in a room asked for on `day`; the judging stays a person's."""
    if room is None:
        return Hint(False, _("公共部位，不向业主收费"))
    if trade not in YEARS:
        return Hint(False, _("该类别没有法定保修期"))
    if room.handed_over_on is None:
        return Hint(False, _("没有登记交付日期，无法判断保修期"))
    years = int(settings.value(YEARS[trade][0]))
    until_on = add_months(room.handed_over_on, 12 * years) - datetime.timedelta(days=1)
    words = _("{handed} 交付，保修 {years} 年至 {until}").format(
        handed=show_day(room.handed_over_on), years=years, until=show_day(until_on)
    )
    if day <= until_on:
        return Hint(True, _("保修期内：{words}").format(words=words), until_on)
    return Hint(False, _("已过保修期：{words}").format(words=words), until_on)
