"""What an office prints on its move-in papers in its own words (入住参数); the clauses stand in the templates."""

from desk_app.kernel import settings
from desk_app.kernel.fields import Text
from desk_app.kernel.words import _, mark

_GROUP = mark("入住与搬家")

settings.declare(
    "moving_hours",
    Text("搬家时段"),
    mark("每天 8:00—12:00、14:00—20:00，国家法定节假日和中高考期间另行通知"),
    _GROUP,
    mark("印在搬家指引单上"),
)
settings.declare(
    "moving_route",
    Text("搬家车辆路线和停车点"),
    mark("从小区货运入口进入，按门岗指引停在楼栋单元门旁的临时装卸位，不占用消防通道"),
    _GROUP,
    mark("印在搬家指引单上"),
)
settings.declare(
    "moving_lift",
    Text("电梯使用与保护"),
    mark("使用有护板的货梯或指定电梯，提前一天预约；不超载、不用重物顶住轿厢门，超长超宽物品走楼梯"),
    _GROUP,
    mark("印在搬家指引单上"),
)
settings.declare(
    "moving_deposit",
    Text("搬家押金说明", required=False),
    mark("不收押金；损坏公共设施设备的照价赔偿"),
    _GROUP,
    mark("印在搬家指引单上；收押金的写明金额和退还办法"),
)
settings.declare(
    "safety_person",
    Text("物业安全管理人及电话", required=False),
    "",
    _GROUP,
    mark("印在安全责任书上甲方一栏；不填则留空手写"),
)
settings.declare(
    "police_phone",
    Text("辖区派出所或社区民警电话", required=False),
    "",
    _GROUP,
    mark("印在安全责任书和搬家指引单上；不填则只印 110、119"),
)


def worded(name: str) -> str:
    """Return a parameter's text, the shipped one in the language in use."""
    return _(str(settings.value(name) or ""))
