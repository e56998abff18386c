"""Frequent exits of single things (频繁、非正常临时单件出门): rule R20, shown as a flag and never a refusal."""

import datetime
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.fields import Whole
from desk_app.kernel.words import _, mark
from desk_app.modules.goods_release.records import GoodsReleaseSlip

RELEASE_COUNT = settings.declare(
    "release_frequency_count",
    Whole("频繁放行提示：次数"),
    3,
    mark("物品放行"),
    mark("同一房号或携带人在几天内第几次放行时提示"),
)
RELEASE_DAYS = settings.declare(
    "release_frequency_days", Whole("频繁放行提示：天数"), 7, mark("物品放行"), mark("在多少天内计数")
)


def find_attention(slip: Any, day: datetime.date) -> str | None:
    """Return the flag's sentence if this is one exit too many of the room or carrier by `day`, or None."""
    count, span = settings.value("release_frequency_count"), settings.value("release_frequency_days")
    since = day - datetime.timedelta(days=span - 1)
    earlier = GoodsReleaseSlip.select().where(
        GoodsReleaseSlip.valid_on.between(since, day),
        GoodsReleaseSlip.state.in_(("issued", "released", "archived")),
        (GoodsReleaseSlip.room == slip.room_id) | (GoodsReleaseSlip.carrier == slip.carrier),
    )
    times = 1 + sum(1 for row in earlier if row.id != slip.id)
    if times < count:
        return None
    return _("{days} 天内第 {times} 次放行（同一房号或携带人），请留意").format(days=span, times=times)
