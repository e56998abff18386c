"""What an office prints on its notices and reminders in its own words (缴费与催缴参数)."""

from desk_app.kernel import settings
from desk_app.kernel.fields import Note, Text, Whole
from desk_app.kernel.words import _, mark

_GROUP = mark("缴费通知与催缴")

settings.declare(
    "pay_ways",
    Note("缴费方式", required=False),
    mark("请到物业服务中心缴纳，可用现金、刷卡、微信或支付宝。"),
    _GROUP,
    mark("印在缴费通知单和催费通知单上，如开户行、户名、账号、办公时间"),
)
settings.declare(
    "pay_code",
    Text("收款码", required=False),
    "",
    _GROUP,
    mark("印成缴费通知单上的二维码，从微信、支付宝或银行给的收款码图片读入；没有则不印"),
)
settings.declare(
    "fee_clause",
    Text("合同约定条款", required=False),
    "",
    _GROUP,
    mark("约定物业费的条款，如“第八条”，印在催费通知单上；不填则留空手写"),
)
settings.declare("first_reminder_days", Whole("一催限期（天）"), 7, _GROUP, mark("自收到之日起多少天内缴清"))
settings.declare(
    "second_reminder_days", Whole("二催限期（天）"), 15, _GROUP, mark("自收到之日起多少天内缴清")
)
settings.declare(
    "final_demand_days", Whole("最后催告限期（天）"), 15, _GROUP, mark("自收到之日起多少天内缴清")
)
settings.declare(
    "dunning_contact",
    Text("催缴联系人", required=False),
    "",
    _GROUP,
    mark("印在催费通知单和最后催告函上；不填则印经办人"),
)


def worded(*names: str) -> dict[str, str]:
    """Return these parameters as papers print them, shipped texts in the language in use."""
    return {name: _(str(value or "")) for name, value in settings.values(*names).items()}
