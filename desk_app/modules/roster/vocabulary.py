"""Words of rosters (名册用词): what offices write for none, for uses, statuses, roles and relations, and surnames."""

import re

BLANK = frozenset(
    "无 無 / ／ \\ - -- --- — —— － _ . 。 、 * 暂无 没有 空 空白 待补 待补充 待定 待核实 待确认 待登记 未知 不详 未登记 未填 未提供 "
    "未留 未录 无资料 缺 缺失 n/a na nil none".split()
)
"""Cells that say there is nothing; NULL, None and undefined are left to be names."""

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董"
    "梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉"
    "钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹"
    "束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农"
    "温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾"
    "毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖仉督岳帅缑亢况郈有琴归海晋楚闫法汝鄢涂钦商牟佘佴伯赏墨哈谯笪年爱阳佟言福代付覃辜"
    "税操苟原战仝展邸战鹿展初官揭但邝区冼植麦丘庒蓢撒银尧卿粟谌寻阳仵屈鲜由茆候隋迟郄姥相呼仓库苑母亓佀宇青扬占"
    "趙錢孫吳鄭馮陳衛蔣韓楊許呂張嚴魏謝鄒喻蘇葛範魯韋馬鳳費賀湯滕羅畢鄔樂傅齊餘顧黃蕭姚紀項藍閔賈婁顏郭駱蔡應鄧單陸榮龔葉劉龍黎賴喬譚"
    "溫莊閻連習歐鞏聶饒蓋關紅遊歸鐘盧萬倉曉騰詹懷潘塗馮譙陽潤"
)
SURNAMES = frozenset(_SURNAMES)
"""First letters of family names, simplified and traditional."""

DOUBLE_SURNAMES = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 "
    "司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 "
    "第五 左丘 西门 歐陽 司馬 東方 諸葛 鍾離".split()
)

COMPANY = re.compile(
    r"公司|集团|有限|股份|合伙|工作室|事务所|委员会|银行|支行|信用社|合作社|商行|商贸|超市|酒店|宾馆|饭店|餐厅|餐饮|药房|药店|诊所|医院|"
    r"学校|幼儿园|中学|小学|大学|学院|研究[院所]|协会|基金会|联合会|服务中心|中心$|经营部|营业部|门市部|项目部|管理处|物业|开发商|置业|地产|"
    r"政府|街道办|居委会|村委会|[市区县]局$|法院|公安|派出所|税务|工厂|[^\s]{2,}厂$|[^\s]{2,}店$|[^\s]{2,}馆$|网吧$|工坊$|会所$|驿站$|^物业$|业委会$|[^\s]{2,}部$|[^\s]{3,}行$|[^\s]{3,}社$|"
    r"\b(?:co|ltd|llc|inc|corp|company|limited|gmbh)\b\.?",
    re.IGNORECASE,
)

USES = (
    ("parking", r"车位|停车|泊位|车库|parking|garage"),
    ("storage", r"储藏|储物|仓储|仓库|地下室|杂物|warehouse|storage"),
    ("shop", r"商[铺业店住]|店[铺面]|门[面店市]|铺|底商|网点|会所|commercial|shop|retail"),
    ("office", r"办公|写字|商务|office"),
    ("villa", r"别墅|联排|叠拼|叠墅|villa"),
    ("apartment", r"公寓|loft|apartment"),
    ("public", r"公共|公建|配套|电梯厅|大堂|走廊|过道|架空|物业用房|设备|门卫|岗亭|配电|水泵"),
    ("residence", r"住宅|住房|居住|民用|高层|多层|洋房|宿舍|自住|小高层|商品房|安置|回迁|flat|residen"),
    ("other", r"其他|其它|厂房|工业|学校|幼儿园"),
)

PUBLIC_PLACE = re.compile(
    r"电梯厅?|大堂|走廊|过道|楼道|楼梯|天台|屋顶|门厅|门岗|岗亭|架空层|避难层|设备[层间房]|配电|水泵|机房|垃圾|公共|"
    r"卫生间|门卫|值班室|会所|花园|广场|大厅|外墙|物业用房|监控|消防"
)
"""Where nobody lives and nobody owns."""

STATUSES = (
    ("unsold", r"未售|待售|未出售|在售|库存"),
    ("undelivered", r"未交[付房楼]?|未收[楼房]|未接房|未领|未办"),
    ("notified", r"已通知|已发通知|待收[楼房]|待交"),
    ("refused", r"拒收|拒绝收"),
    ("renovating", r"装修中|在装|正在装修|^装修$"),
    ("let", r"出租|租[赁住户]|已租|在租"),
    ("vacant", r"空置|空关|空房|闲置|未入住|未住|无人住|没人|^空$|^否$|^未$"),
    ("occupied", r"入住|自住|常住|居住|已住|有人|自用|^是$|^住$|使用中|在住"),
    ("delivered", r"已交[付房楼]?|已收[楼房]|已接房|毛坯|未装修|已领|已交"),
)

ROLES = (
    ("emergency", r"紧急|应急"),
    ("authorised", r"授权|代理|委托"),
    ("tenant", r"租[户客赁住]?|承租|tenant|使用人|借住"),
    (
        "family",
        r"家[属庭人]|成员|亲属|配偶|子女|父母|同住|family|夫|妻|儿子|女儿|父|母|爱人|老公|老婆|媳|婿|孙|兄|弟|姐|妹|岳",
    ),
    ("owner", r"业主|業主|户主|戶主|房东|产权|产权人|本人|共有|房主|owner"),
    ("resident", r"住户|居民|常住|resident|guest|客"),
)

RELATIONS = re.compile(
    r"本人|户主|业主|业主本人|配偶|夫妻|夫|妻|妻子|丈夫|老公|老婆|爱人|爱人的?|太太|先生|儿子?|长子|次子|三子|独子|女儿?|长女|次女|三女|子|女|"
    r"子女|孩子|父亲?|母亲?|爸爸?|妈妈?|父母|父子|母子|父女|母女|公公|婆婆|岳父|岳母|儿媳妇?|媳妇|女婿|孙子?|孙女|外孙女?|爷爷|奶奶|外公|外婆|"
    r"祖父|祖母|兄弟?|哥哥?|弟弟?|姐姐?|妹妹?|姐妹|嫂子?|弟媳|姐夫|妹夫|亲戚|亲属|家属|朋友|同事|同住|保姆|代理人|司机|秘书|助理|"
    r"负责人|经办人|联系人|法人|法定代表人|财务|会计|租户|租客|承租人|共有人|监护人|叔叔?|伯父?|姑姑?|姨妈?|舅舅?|侄[子女]?|外甥女?"
)
"""A whole word for what somebody is to the owner."""

FAMILY_RELATIONS = re.compile(
    r"配偶|夫|妻|老公|老婆|爱人|太太|子|女|儿|父|母|爸|妈|公公|婆婆|岳|媳|婿|孙|爷|奶|外公|外婆|兄|弟|哥|姐|妹|嫂|亲戚|亲属|家属|同住|"
    r"叔|伯|姑|姨|舅|侄|甥"
)

GENDERS = {
    "男": "male",
    "女": "female",
    "m": "male",
    "f": "female",
    "male": "male",
    "female": "female",
    "先生": "male",
    "女士": "female",
}

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
"""First letters of number plates."""

_TRADITIONAL = str.maketrans(
    "樓號業電話證單層積產權聯係繫備註戶車庫樣狀態實測內類別數時間開結東國門稱編碼齡關屬員緊駕駛顏銷費額應納繳項說見體總計雙調區園館鋪務資訊種質記錄圖與無機過進遷轉讓買賣價環際適個幾從後齊陽臺廳衛廚處學樂確認協議簽約書頁組團傢儲營執統會級籤絡棟歷舊銀護親購驗領燈樁貼贈讀錯鎖憑據鑰",
    "楼号业电话证单层积产权联系系备注户车库样状态实测内类别数时间开结东国门称编码龄关属员紧驾驶颜销费额应纳缴项说见体总计双调区园馆铺务资讯种质记录图与无机过进迁转让买卖价环际适个几从后齐阳台厅卫厨处学乐确认协议签约书页组团家储营执统会级签络栋历旧银护亲购验领灯桩贴赠读错锁凭据钥",
)


def simplified(text: str) -> str:
    """Return header words in simplified letters; made for headers, not for names."""
    return text.translate(_TRADITIONAL)


def is_blank(text: str) -> bool:
    """Does the cell say that there is nothing?"""
    plain = text.strip().casefold()
    return not plain or plain in BLANK


def find_word(text: str, words: tuple[tuple[str, str], ...]) -> str:
    """Return the first code whose pattern is found in `text`, or ''."""
    plain = text.casefold()
    return next((code for code, pattern in words if re.search(pattern, plain)), "")
