"""What tariffs cost on a day (现行单价), for the table they are listed in."""

import datetime
from collections.abc import Iterable

from desk_app.kernel.days import show_day
from desk_app.kernel.words import _
from desk_app.modules.billing.prices import priced_rows, tiers_in_force
from desk_app.modules.billing.records import Tariff, TariffPrice


def price_texts(ids: Iterable[int], day: datetime.date) -> dict[int, str]:
    """Return {tariff id: '2.35 元/㎡'} for prices in force on the day, '3.45 / 4.83 / 6.90 元/m³' for tiers."""
    tariffs = Tariff.select().where(Tariff.id.in_(sorted(ids)))
    return {tariff.id: _tell(tariff, day) for tariff in tariffs}


def _tell(tariff: Tariff, day: datetime.date) -> str:
    rows = priced_rows(tariff)
    tiers = tiers_in_force(rows, day)
    if not tiers:
        begins = min((begins_on for begins_on, _above, _price in rows), default=None)
        return _("{day} 起").format(day=show_day(begins)) if begins else ""
    told = " / ".join(TariffPrice.price.show(price) for _above, price in tiers)
    if not tariff.unit:
        return _("{price} 元").format(price=told)
    return _("{price} 元/{unit}").format(price=told, unit=_(tariff.unit))
