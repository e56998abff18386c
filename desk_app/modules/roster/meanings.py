"""What a column of a roster can mean (列的含义). The codes are what a clerk's choice of columns is kept as."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk_app.kernel.words import mark


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing a column can hold. `subject` is who or what it is about: 'room', 'owner', 'vehicle' …"""

    code: str
    label: str
    subject: str = ""
    personal: bool = False
    """Shown masked everywhere: ID numbers and phones."""
    many: bool = False
    """Several columns of one table may mean this."""


MEANINGS: Sequence[Meaning] = (
    Meaning("community", mark("小区"), "room"),
    Meaning("phase", mark("分期或组团"), "room"),
    Meaning("building", mark("楼栋"), "room"),
    Meaning("unit", mark("单元"), "room"),
    Meaning("floor", mark("楼层"), "room"),
    Meaning("room", mark("房号"), "room"),
    Meaning("full_room", mark("完整房号（楼栋、单元和房号在一格）"), "room"),
    Meaning("former_room", mark("曾用房号"), "room", many=True),
    Meaning("room_code", mark("房屋编号"), "room"),
    Meaning("parking", mark("车位号"), "room", many=True),
    Meaning("use", mark("用途"), "room"),
    Meaning("layout", mark("户型"), "room"),
    Meaning("built_area", mark("建筑面积"), "room"),
    Meaning("inside_area", mark("套内面积"), "room"),
    Meaning("measured_area", mark("实测面积"), "room"),
    Meaning("charged_area", mark("收费面积"), "room"),
    Meaning("status", mark("房屋状态"), "room"),
    Meaning("handover_on", mark("交房日期"), "room"),
    Meaning("move_in_on", mark("入住日期"), "room"),
    Meaning("total_floors", mark("总楼层数"), "room"),
    Meaning("has_lift", mark("是否有电梯"), "room"),
    Meaning("owner_name", mark("业主姓名"), "owner", many=True),
    Meaning("owner_phone", mark("业主电话"), "owner", personal=True, many=True),
    Meaning("owner_id", mark("业主证件号码"), "owner", personal=True, many=True),
    Meaning("owner_id_kind", mark("业主证件类型"), "owner"),
    Meaning("owner_gender", mark("业主性别"), "owner"),
    Meaning("owner_born_on", mark("业主出生日期"), "owner"),
    Meaning("owner_party", mark("个人或单位"), "owner"),
    Meaning("owner_note", mark("人员备注"), "owner"),
    Meaning("owner_share", mark("产权份额"), "owner"),
    Meaning("owner_key", mark("业主编号（与另一张表对应）"), "owner"),
    Meaning("owner_address", mark("业主通讯地址"), "owner"),
    Meaning("owner_email", mark("业主邮箱"), "owner"),
    Meaning("credit_code", mark("统一社会信用代码"), "owner"),
    Meaning("contact_person", mark("联系人"), "owner"),
    Meaning("name_and_phone", mark("姓名和电话在一格"), "owner", personal=True),
    Meaning("owned_on", mark("取得产权日期"), "owner"),
    Meaning("role", mark("身份（业主、租户、家属）"), "person"),
    Meaning("relation", mark("与业主关系"), "person"),
    Meaning("tenant_name", mark("租户姓名"), "tenant", many=True),
    Meaning("tenant_phone", mark("租户电话"), "tenant", personal=True, many=True),
    Meaning("tenant_id", mark("租户证件号码"), "tenant", personal=True),
    Meaning("tenant_from", mark("租期开始"), "tenant"),
    Meaning("tenant_until", mark("租期结束"), "tenant"),
    Meaning("tenant_term", mark("租期（起止在一格）"), "tenant"),
    Meaning("resident_name", mark("住户姓名"), "resident", many=True),
    Meaning("resident_phone", mark("住户电话"), "resident", personal=True, many=True),
    Meaning("resident_id", mark("住户证件号码"), "resident", personal=True),
    Meaning("family_name", mark("家庭成员姓名"), "family", many=True),
    Meaning("family_phone", mark("家庭成员电话"), "family", personal=True, many=True),
    Meaning("family_id", mark("家庭成员证件号码"), "family", personal=True),
    Meaning("family_relation", mark("家庭成员关系"), "family", many=True),
    Meaning("emergency_name", mark("紧急联系人"), "emergency"),
    Meaning("emergency_phone", mark("紧急联系电话"), "emergency", personal=True),
    Meaning("plate", mark("车牌号"), "vehicle", many=True),
    Meaning("car_brand", mark("车辆品牌"), "vehicle"),
    Meaning("car_colour", mark("车辆颜色"), "vehicle"),
    Meaning("note", mark("备注"), many=True),
    Meaning("serial", mark("序号（不导入）"), many=True),
    Meaning("ignore", mark("不导入"), many=True),
)

MEANING = {meaning.code: meaning for meaning in MEANINGS}
"""Code to meaning."""
