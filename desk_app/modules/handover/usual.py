"""What a handover usually consists of (常用清单): papers to bring, items to inspect, things handed out; and its settings.

The lists are those of forms F01, F03 and F05 (domain.md 2.1); an office writes its own in the settings, a line each.
"""

from dataclasses import dataclass

from desk_app.kernel import settings
from desk_app.kernel.fields import Choice, Note, Option, Whole
from desk_app.kernel.words import _, mark

GROUP = mark("交房")

PAPERS = (
    mark("业主身份证原件及复印件"),
    mark("商品房买卖合同"),
    mark("购房款付清证明或发票"),
    mark("一寸照片两张"),
)
AGENT_PAPER = mark("代办的：委托书及代办人身份证")
"""What the notice asks for besides; it is missed only where somebody comes for the owner."""
ITEMS = (
    mark("门窗及锁"),
    mark("墙面"),
    mark("地面"),
    mark("天棚"),
    mark("厨卫防水"),
    mark("给排水"),
    mark("电气开关插座"),
    mark("对讲"),
    mark("阳台"),
    mark("外立面"),
    mark("烟道"),
    mark("其他"),
)
HAND_OUTS = (
    mark("业主手册 1 本"),
    mark("装修手册 1 本"),
    mark("临时管理规约 1 份"),
    mark("住宅质量保证书 1 份"),
    mark("住宅使用说明书 1 份"),
    mark("门禁卡 2 张"),
    mark("电卡 1 张"),
    mark("水卡 1 张"),
    mark("燃气卡 1 张"),
)
"""Name, how many, unit. Keys are counted on the handover itself."""
CONSEQUENCE = mark(
    "请在上述期限内办理。无正当理由逾期不办的，按《商品房买卖合同》的约定视为交付，物业服务费自约定的交付之日起由业主承担。"
)

UNPAID = (Option("override", "须项目经理特批"), Option("refuse", "一律不发钥匙"))

settings.declare(
    "handover_months",
    Whole("交房预收物业费（月）"),
    6,
    GROUP,
    mark("从交接当日起预收几个月（T12：半年）"),
)
settings.declare(
    "handover_unpaid",
    Choice("交房时没有交费", UNPAID),
    "override",
    GROUP,
    mark("预收费用没有交清时能不能发钥匙。以欠费为由不交付房屋是否合法，请先问律师"),
)
settings.declare(
    "handover_keys", Whole("每户应领钥匙（把）"), 4, GROUP, mark("新的交房单里应领钥匙的把数，可以逐户改")
)
settings.declare(
    "handover_papers", Note("收楼应携带资料", required=False), "", GROUP, mark("一行一项；不填按常用清单")
)
settings.declare(
    "handover_items", Note("验房项目", required=False), "", GROUP, mark("一行一项；不填按常用清单")
)
settings.declare(
    "handover_hand_outs",
    Note("领取资料和物品", required=False),
    "",
    GROUP,
    mark("一行一项，如“门禁卡 2 张”；不填按常用清单"),
)
settings.declare(
    "handover_consequence",
    Note("收楼通知的逾期后果", required=False),
    "",
    GROUP,
    mark("印在收楼通知书上；不填按常用写法"),
)


@dataclass(frozen=True)
class Thing:
    """A thing handed out: how it is called, how many there are of it, in what unit."""

    name: str
    count: int
    unit: str


def lines_of(text: str | None) -> list[str]:
    """Return the lines of a note that hold anything."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def papers_to_bring() -> list[str]:
    """Return the papers every owner brings, as the office has set them."""
    return lines_of(settings.value("handover_papers")) or [_(paper) for paper in PAPERS]


def papers_to_announce() -> list[str]:
    """Return what the notice asks owners to bring, as the office has set it."""
    return lines_of(settings.value("handover_papers")) or [_(paper) for paper in (*PAPERS, AGENT_PAPER)]


def items_to_inspect() -> list[str]:
    """Return the items of an inspection, as the office has set them."""
    return lines_of(settings.value("handover_items")) or [_(item) for item in ITEMS]


def things_to_hand_out() -> list[Thing]:
    """Return what an owner is given besides the keys, as the office has set it."""
    wanted = lines_of(settings.value("handover_hand_outs")) or [_(thing) for thing in HAND_OUTS]
    return [_read_thing(line) for line in wanted]


def _read_thing(line: str) -> Thing:
    """Return the thing of '门禁卡 2 张'; what tells no number is one copy."""
    words = line.split()
    if len(words) >= 3 and words[-2].isdigit():
        return Thing(" ".join(words[:-2]), int(words[-2]), words[-1])
    return Thing(line, 1, _("份"))


def consequence() -> str:
    """Return what the notice says of coming too late, as the office has set it."""
    return str(settings.value("handover_consequence") or _(CONSEQUENCE))
