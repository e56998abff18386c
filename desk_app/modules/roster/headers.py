"""Header words (表头用词): which meanings a column's heading allows, best first."""

import re
from dataclasses import dataclass
from functools import lru_cache

from desk_app.modules.roster.cell_text import narrow_text, without_blanks
from desk_app.modules.roster.vocabulary import simplified


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading made plain: `words` without marks, what stands in its brackets, its number ('电话2' → 2)."""

    words: str
    hint: str = ""
    ordinal: int = 0


_MARKS = re.compile(
    r"[*★:：\s_'\"“”。、，,;；!！]|[(（【\[]?(?:必填|选填|必录|可不填|非必填|必须|required)项?[)）】\]]?",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(（【\[<《]([^)）】\]>》]*)[)）】\]>》]?")

_ORDINAL = re.compile(
    r"(?<=[\u4e00-\u9fffa-z])([1-9一二三四五])(?=(?:号码?|姓名|名称|(?:联系)?电话|手机号?码?|联系方式|身份证号?码?|证件号?码?|关系)?$)"
)

_IGNORED = (
    r"物业费|管理费|应[收缴交]|实[收缴交]|已[收缴交]|欠[费缴款]|缴[费款]|收费(?!面积)|单价|金额|合计|总价|价格|租金|押金|费用|账单|余额|滞纳|"
    r"违约|水[费表]|电[费表]|燃气|气表|暖气|供暖|表[号类]|读数|年龄|民族|籍贯|学历|职业|工作单位|政治面貌|婚姻|签[名字章]|盖章|照片|头像|经办|"
    r"制表|录入|审核|门禁|卡号|钥匙|合同编?号|产权证|房产证|不动产证?|权证|网签|备案|银行|开户|帐号|账号|密码|用户名|微信|qq|宠物|人口|人数|户数|朝向|"
    r"维修[资基]金|票据|发票|公摊|分摊面积|花园面积|赠送|系数|车辆类型|车类型|时长|工单|报修|投诉|处理|厂家|采集|模式|周期|出租还是|管家|网格|片区|"
    r"^age$|tariff|value|meter|ticket|details|specialization|position|password|username|account"
)

_PATTERNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(收费|计费|计价|物业费?|缴费|结算|计租)面积", ("charged_area",)),
    (r"套内|室内面积|使用面积|内面积|户内面积|insidearea|netarea", ("inside_area",)),
    (r"实测|测绘面积|实际面积", ("measured_area",)),
    (r"(?:公摊|分摊|花园|赠送|露台|地下室|阳台)面积", ("ignore",)),
    (r"建筑面积|建面|(产权|房屋|房产|登记|合同|销售|预测|总|商铺|单元)面积|面积|^area|squaremet|^sqm", ("built_area",)),
    (r"(原|旧|曾用|老|以前|历史|曾|前|变更前).{0,3}(房号|房间|门牌|室号|编号|单元|名称|铺号)|(测绘|预售|销售|工程|图纸|暂定|施工|暂测)房?号|formerroom|oldroom", ("former_room",)),
    (r"(新|现|变更后).{0,2}(房号|房间号?|门牌号?|室号|编号|铺号)", ("room", "full_room")),
    (r"车位(编号|编码|号码?|信息)?$|停车位.{0,2}|车库号?|泊位号?|parkingspace|停车场编号.*车位", ("parking",)),
    (r"停车场编号|停车场类型|车场", ("ignore",)),
    (r"总层数?|总楼层数?|^floors$|minimalfloor", ("total_floors",)),
    (r"^层数$|楼层数", ("total_floors", "floor")),
    (r"有?无?电梯|lift|elevator", ("has_lift",)),
    (r"业主(编号|代码|编码|id)$|(客户|住户|户主)(编号|代码|编码|号|id)$|业主号$", ("owner_key",)),
    (r"(房屋|房间|资产|资源|房产)(编码|代码|id)$|资产编号|资源编号", ("room_code", "room", "full_room")),
    (r"(楼栋?|栋|幢|座)[号名]?[-—/、]?(单元)?号?[-—/、]?(房间?|室|户|门牌|房屋)号?$|(楼|栋|幢).*单元.*(房|室|户).*|房屋?(地址|坐落|座落|位置|信息|全称|详址)|房产(地址|信息|坐落|名称)|物业(地址|名称|单元|坐落)|坐落|座落|门牌地址|楼房号|完整房号", ("full_room", "room")),
    (r"(小区|项目|楼盘|园区|社区|物业项目|管理处|花园|estate|community|project)(名称?|全称)?$|(小区|项目|楼盘)编号", ("community",)),
    (r"^(期数?|分期|期区|组团|区|分区|区域|区号|苑区|苑|phase)$", ("phase",)),
    (r"^(所[在属])?(楼|栋|幢|座|楼栋|楼幢|楼宇|楼座|大楼|栋楼|building|block|tower)(号|名|名称|编号|编码|别|数|座|栋|幢|no|name|number)?$|^[几]?号楼$|^楼栋信息$", ("building", "full_room")),
    (r"^(楼|栋|幢|楼栋|楼号|栋号)[、/-]?单元号?$", ("building",)),
    (r"^(所[在属])?(单元|梯|门洞|单元门|门栋|entrance|section)(号|编号|名称|名|no)?$|^单元[/、]?门$", ("unit", "full_room")),
    (r"^(房屋|所在|所[属处]|自然|物理|实际)?(楼层|层|层号|层次|楼层号|floor)$", ("floor",)),
    (r"(房屋|房间|住户|物业|客户)?(房号|房间号|室号|户号|门牌号码?|门牌|房屋号|房间名称?|铺号|铺位号?|商铺号?|商铺编?号|店铺号?|店面号?|摊位号?|房屋编号|房间编号|门号|门店号|户室号)$|^(房屋|房间|房|室|户|号|单位|单位号|商铺|房间/商铺|房屋名称|房产|unit|unitname|unitno|room|roomno|roomnumber|apartment|flat|house|houseno)$", ("room", "full_room")),
    (r"(房屋|物业|房产|产品|资产|房源|建筑|商铺|单元)(类型|类别|性质|用途|种类)|用途|使用性质|业态|unittype|propertytype", ("use",)),
    (r"(人员|业主|住户|客户)备注", ("owner_note",)),
    (r"个人或单位|单位或个人", ("owner_party",)),
    (r"户型|房型|居室|结构|格局|layout", ("layout",)),
    (r"证件(类型|类别|种类|名称|性质)|证照类型|idtype|documenttype", ("owner_id_kind",)),
    (r"(人员|住户|客户|业主|居民|成员|户主|用户|人口)(类型|类别|性质|身份|属性|分类|标识)|^身份$|身份(类型|类别)|角色|^role$|是否业主|^称谓$", ("role",)),
    (r"^(类型|类别|性质|属性|分类|type)$", ("use", "role", "status")),
    (r"(房屋|交付|入住|居住|使用|销售|空置|出租|租售|装修|房间)(状态|状况|情况|与否)|房态|是否(入住|空置|出租|装修|交付|交房|自住)|^状态$|^status$|住房情况|自住[/或]?出租", ("status",)),
    (r"(交房|交付|收楼|收房|接房|交楼|入伙|验房|领房|交接|handover)(日期|时间|年月|日|date|on)?$", ("handover_on",)),
    (r"(入住|搬入|迁入|进住|居住|搬家|movein)(日期|时间|年月|日|date)?$", ("move_in_on",)),
    (r"(租赁|租房|租住|租|合同|承租)(期限|期间|起止|期|起止日期|起止时间)$|租期(起止)?$", ("tenant_term",)),
    (r"(起租|(租期|租赁|合同|租约)(开始|起始|起)|(^|租.*)(开始|起始|起))(日期?|时间|日)?$", ("tenant_from",)),
    (r"(止租|退租|(租期|租赁|合同|租约)?(结束|截止|终止|到期|届满|止))(日期?|时间|日)?$", ("tenant_until",)),
    (r"(购房|买房|签约|产权|产权登记|取得|过户|合同签订|成交|登记|购买|ownedsince)(日期|时间|年月)$", ("owned_on",)),
    (r"份额|占比|持有比例|产权比例?|共有比例|^比例$|share", ("owner_share",)),
    (r"信用代码|营业执照|机构代码|税号|注册号|creditcode", ("credit_code",)),
    (r"出生(日期|年月|时间)?|生日|born|birth", ("owner_born_on",)),
    (r"性别|sex|gender", ("owner_gender",)),
    (r"邮箱|电子邮件|e-?mail", ("owner_email",)),
    (r"(通讯|联系|通信|邮寄|户籍|身份证|家庭|常住|现住|送达|户口|邮政|居住|收件)(所在地|地址|住址|址|详细地址)|户口所在地|户籍$|mailingaddress", ("owner_address",)),
    (r"^(详细)?(地址|住址|住所|address)$", ("full_room", "building", "owner_address")),
    (r"车牌(号码?|号)?\d*$|车号|号牌(号码)?|车辆(号牌|牌号|号码|信息)|plate", ("plate",)),
    (r"车辆?品牌|品牌型号|车型|车辆型号|^品牌$|carbrand", ("car_brand",)),
    (r"车[身辆]?颜色|^颜色$|colou?r", ("car_colour",)),
    (r"(姓名|名字|名称)[及和与/、+&-]?(联系)?(电话|手机|联系方式)|(业主|住户|户主|人员|联系人|租户)[及和与/、+&-](联系)?(电话|手机|联系方式)", ("name_and_phone",)),
)  # fmt: skip

_NAME = (
    r"姓名|名字|全名|人名|名称$|^业主$|^户主$|产权人|房主|房东|所有权?人|权利人|购房[人者]|购买人|买受人|承购人|受让人|商户|^客户$|^租户$|^租客$|^(承租|租赁|入驻|使用|经营)(人|方|户|单位|公司|企业|商户)(名称|姓名|全称)?$|"
    r"^住户$|^使用人$|共有人|家庭成员|^家属$|^成员$|^配偶$|^子女$|同住人|^owners?$|fullname|^name$|ownername|tenantname|^tenants?$|"
    r"^(业主|租户|住户|产权)(信息|人)?$|业主\d?$|名$|^紧急联系人$|^应急联系人$|^联系人$|^residents?$|称呼$|^家庭成员$"
)
_PHONE = r"电话|手机|联系方式|联系号码|联络|座机|固话|宅电|tel|phone|mobile|contactno|cell|号码$|^联系$|呼叫"
_ID_NUMBER = r"身份证|证件号|证件编?码?$|证号|^证件$|护照|台胞证|idcard|idno|idnumber|passport|identity|^id$"
_RELATION = r"关系|relation"
_NOTE = r"备注|说明|附注|remark|note|comment|其[他它](信息|情况|说明)?$|^情况|情况$|^注$|描述|特殊|事项"
_SERIAL = r"^(序号?|序列|次序|顺序号?|行号|no|no\.|#|№|item|sn|index|自编号|档案号)$"

_SUBJECTS = (
    ("emergency", r"紧急|应急|emergency"),
    ("tenant", r"租户|租客|承租|租赁|租房|租住|出租|入驻|tenant|租"),
    ("family", r"家庭|家属|成员|配偶|子女|同住|family|亲属"),
    ("resident", r"住户|居民|使用人|入住人|居住人|resident"),
    ("owner", r"业主|产权|户主|房主|房东|权利人|购房|共有|owner|买受"),
)


def plain_heading(text: str) -> Heading:
    """Return the heading in simplified small letters without blanks, marks and brackets."""
    bare = simplified(without_blanks(text)).casefold()
    bare = _MARKS.sub("", bare)
    hint = "".join(_BRACKETS.findall(bare))
    words = _BRACKETS.sub("", bare)
    if not words and hint:
        words, hint = hint, ""
    ordinal = _ORDINAL.search(words) or re.search(r"^(?:第([二三四])|(备用|其他|第二))", words)
    number = 0
    if ordinal:
        mark = ordinal[1] or "二"
        number = int(mark) if mark.isdecimal() else "一二三四五".find(mark) + 1
        words = _ORDINAL.sub("", words)
    return Heading(words.strip(".-/"), hint, number)


@lru_cache(maxsize=4_000)
def meanings_of(text: str, group: str = "") -> tuple[str, ...]:
    """Return the codes of `Meaning` a heading allows, best first; () for one that says nothing.

    `group` is the heading above it, where a header has two lines ('业主信息' over '电话').
    """
    heading = plain_heading(text)
    if not heading.words:
        return ()
    if (
        group
        and re.fullmatch(r"建筑|套内|实测|使用|收费|计费|产权", heading.words)
        and "面积" in simplified(group)
    ):
        return meanings_of(heading.words + "面积")
    found = _room_meanings(heading)
    subject = (
        _subject(heading.words)
        or _subject(heading.hint)
        or _subject(plain_heading(group).words if group else "")
    )
    if found:
        return _for_subject(found, subject)
    return _person_meanings(heading, subject, bool(group))


def is_period(text: str) -> bool:
    """Is the heading a year, a quarter or a month, as over columns of fees?"""
    return bool(
        re.fullmatch(
            r"(?:19|20)\d{2}(?:年度?|[-./年]\d{1,2}月?|\d{2})?.{0,6}|\d{1,2}月份?.{0,4}|第?[一二三四1-4]季度?.{0,4}|[上下]半年.{0,4}",
            text,
        )
    )


def is_exact(text: str) -> bool:
    """Does the heading promise its cells to be one room number or one name, as our own exports do: '房号（原样）'?"""
    return plain_heading(text).hint == "原样"


def is_known(text: str) -> bool:
    """Does the heading say what its column holds, be it something that isn't imported?"""
    return bool(meanings_of(text))


def _room_meanings(heading: Heading) -> tuple[str, ...]:
    words = heading.words
    if re.search(_SERIAL, words):
        return ("serial",)
    if is_period(words):
        return ("ignore",)
    if words == "编号":
        return ("serial", "room_code", "owner_key", "room")
    if (
        heading.hint != "原样"
        and re.search(r"旧|原|老|曾用", heading.hint)
        and re.search(r"房|室|门牌|编?号", words)
    ):
        return ("former_room",)
    if re.search(r"楼.*(?:室|房)|栋.*(?:室|房)|\d-\d", heading.hint) and re.search(r"房|室|门牌|地址", words):
        return ("full_room", "room")
    for pattern, meanings in _PATTERNS[:10]:
        if re.search(pattern, words):
            return meanings
    if re.search(_PHONE, words) and re.search(r"姓名.*(电话|手机|方式)", words):
        return ("name_and_phone",)
    if re.search(_IGNORED, words) and not re.search(r"电话|手机", words):
        return ("ignore",)
    for pattern, meanings in _PATTERNS[10:]:
        if re.search(pattern, words):
            return meanings
    return ()


def _subject(words: str) -> str:
    return next((subject for subject, pattern in _SUBJECTS if words and re.search(pattern, words)), "")


def _for_subject(meanings: tuple[str, ...], subject: str) -> tuple[str, ...]:
    """A date under the tenant's heading is the lease's; an address under it is nobody's we keep."""
    if meanings == ("name_and_phone",) and subject in ("tenant", "family", "resident", "emergency"):
        return (f"{subject}_name",)
    if subject == "tenant":
        changed = {"move_in_on": "tenant_from", "owned_on": "tenant_from", "owner_gender": "ignore", "owner_address": "ignore", "owner_born_on": "ignore", "owner_id_kind": "ignore", "owner_email": "ignore"}  # fmt: skip
        return tuple(changed.get(code, code) for code in meanings)
    if subject in ("family", "emergency"):
        changed = dict.fromkeys(
            ("owner_gender", "owner_address", "owner_born_on", "owner_id_kind", "owner_email"), "ignore"
        )
        return tuple(changed.get(code, code) for code in meanings)
    return meanings


def _person_meanings(heading: Heading, subject: str, grouped: bool) -> tuple[str, ...]:
    words = heading.words
    who = subject or "owner"
    if re.search(r"车主|驾驶人|司机", words):
        return ("ignore",)
    if re.search(_RELATION, words):
        return ("family_relation", "relation") if who == "family" else ("relation", "role")
    if re.search(r"法人|法定代表人|负责人", words) and not re.search(_PHONE, words):
        return ("contact_person",)
    if re.search(_ID_NUMBER, words) and not re.search(r"电话|手机", words):
        return ("ignore",) if who == "emergency" else (f"{who}_id",)
    if re.search(_PHONE, words):
        return (f"{who}_phone",)
    if re.search(_NAME, words):
        if words == "联系人":
            return ("contact_person", "owner_name", "owner_phone")
        return (f"{who}_name", f"{who}_phone")
    if re.search(_NOTE, words):
        return ("note",)
    if grouped and subject and words in ("信息", "情况"):
        return (f"{who}_name",)
    return ()


def is_group(text: str) -> bool:
    """Could this stand above several headings ('业主信息', '面积（㎡）', '租户', '联系方式')?"""
    words = plain_heading(text).words
    return (
        bool(
            re.search(
                r"信息|资料|情况|面积|^业主|^租户|^住户|家庭成员|联系|车辆|车位|房屋|房产|客户|紧急", words
            )
        )
        and len(words) <= 12
    )


def narrow_heading(text: str) -> str:
    """Return the heading on one line, for showing."""
    return narrow_text(text)
