"""Headings and words of the sheets that opening balances come in (期初表格的列名): ours, and those offices bring."""

import re

from desk_app.kernel.text import fold

HEADINGS = (
    "房号",
    "业主",
    "类别",
    "收费项目",
    "账期",
    "开始日期",
    "结束日期",
    "金额",
    "缴费截止日",
    "交款人",
    "收取日期",
    "原收据号",
    "收款方式",
    "备注",
)
"""Of the empty sheet we hand out; Chinese in every language, for it is read back."""

MEANINGS = {
    "room": (
        "房号", "房屋", "房间", "房间号", "房屋编号", "房屋号", "房屋名称", "室号", "单元房号", "房产", "物业编号", "房号或位置", "资源编号",
        "unit", "room",
    ),
    "plate": ("车牌号", "车牌", "车牌号码"),
    "name": ("业主", "业主姓名", "姓名", "户主", "客户名称", "客户", "业主名称", "住户", "住户姓名", "户名"),
    "sort": ("类别", "类型", "款项类别", "资料类别", "期初类别"),
    "item": (
        "收费项目", "费用项目", "项目", "费项", "收费项目名称", "费用名称", "欠费项目", "缴费种类", "缴费项目", "押金类型", "押金名称",
        "款项名称", "费用种类", "科目",
    ),
    "period": (
        "账期", "费用月份", "月份", "欠费月份", "所属月份", "计费月份", "期间", "欠费期间", "费用期间", "费用所属期", "所属期", "起止时间",
        "计费期间",
    ),
    "from_on": (
        "开始时间", "开始日期", "起始日期", "起始时间", "计费开始", "计费开始日期", "费用开始日期", "起", "欠费开始", "开始", "生成时间",
    ),
    "until_on": (
        "结束时间", "结束日期", "终止日期", "终止时间", "计费结束", "计费结束日期", "费用结束日期", "止", "截止日期", "欠费结束", "结束",
    ),
    "due_on": ("缴费截止日", "缴费期限", "应缴日期", "到期日", "到期日期", "截止时间", "缴费截止日期", "最后缴费日", "应收日期"),
    "amount": ("金额", "款额", "合计金额", "期初金额", "余额"),
    "arrears": (
        "欠费", "欠费金额", "欠缴金额", "未缴金额", "欠款", "欠款金额", "未收金额", "未收", "期初欠费", "欠费余额", "欠费本金", "应收余额",
        "未缴", "尚欠金额",
    ),
    "prepaid": (
        "预存", "预存款", "预存余额", "预存款余额", "预存金额", "预收", "预收款", "预收余额", "预缴余额", "账户余额", "期初预存", "预交款",
    ),
    "deposit": ("押金", "押金金额", "押金余额", "保证金", "在押金额", "保证金金额", "期初押金", "在押"),
    "paid": ("实缴金额", "实收金额", "已收金额", "已缴金额", "收款金额", "实收", "实缴", "缴费金额", "已收", "交费金额"),
    "charged": ("应缴金额", "应收金额", "应收", "应缴", "账单金额", "应收款", "应交金额"),
    "paid_on": ("缴费时间", "缴费日期", "收款日期", "收费日期", "交费日期", "收款时间", "收费时间"),
    "status": ("缴费状态", "收费状态", "收款状态", "交费状态"),
    "cycle": ("缴费周期",),
    "payer": ("交款人", "缴费人", "付款人", "缴款人", "交款单位", "交费人"),
    "received_on": ("收取日期", "收押金日期", "交押金日期", "押金日期", "收押日期", "交纳日期"),
    "old_number": ("原收据号", "收据号", "票据号", "收据编号", "单据号", "凭证号", "原单号", "收据号码", "票据号码"),
    "method": ("收款方式", "缴费方式", "支付方式", "付款方式", "交费方式"),
    "cashier": ("收银员", "收款人", "收费员", "经办人"),
    "note": ("备注", "说明", "摘要"),
    "area": ("建筑面积", "面积", "计费面积", "收费面积", "房屋面积"),
    "price": ("单价", "收费标准", "标准", "计费单价", "收费单价"),
    "days": ("天数", "计费天数", "收费天数"),
}  # fmt: skip

MONEY = ("arrears", "prepaid", "deposit", "paid", "charged", "amount")
"""Meanings of columns that hold sums."""

SORTS = {
    "arrears": ("欠费", "欠款", "应收", "未收", "期初欠费", "未缴"),
    "prepaid": ("预存款", "预存", "预收", "预收款", "期初预存", "预缴"),
    "deposit": ("押金", "保证金", "期初押金"),
    "payment": ("历史收款", "已收", "收款", "实收", "缴费历史", "收费历史", "已缴"),
}
"""What the column 类别 may say."""

UNITS = "¥￥元㎡天 "
"""Marks beside a number in a cell."""
NOTHING = ("-", "—", "/", "／", "无")
"""What people type into a cell that holds nothing."""
ROSTER = ("楼栋号", "业主名称", "业主编号", "建筑面积", "楼栋编号", "身份证号", "房屋户型", "业主姓名")
"""Headings of a roster, which holds no money."""

PAID = ("已缴费", "已缴", "已收", "已交", "已缴清", "已付", "缴清")
UNPAID = ("未缴费", "未缴", "未收", "未交", "欠费", "未付", "部分缴")
METHODS = {
    "cash": ("现金",),
    "wechat": ("微信", "微信支付"),
    "alipay": ("支付宝",),
    "pos": ("pos", "刷卡", "pos刷卡", "银行卡"),
    "transfer": ("转账", "银行转账", "银行", "汇款"),
    "direct_debit": ("银行代扣", "代扣", "托收", "银行托收"),
    "cheque": ("支票",),
}

ITEM_NAMES = {
    "WY": ("物业费", "物业管理费", "物管费", "物业服务费", "管理费"),
    "DT": ("电梯费", "电梯运行费", "电梯使用费"),
    "GTD": ("公摊电费", "公摊电", "公共电费"),
    "GTS": ("公摊水费", "公摊水", "公共水费"),
    "SF": ("水费", "自来水费"),
    "DF": ("电费",),
    "RQ": ("燃气费", "煤气费", "天然气费"),
    "CN": ("采暖费", "供暖费", "暖气费", "取暖费"),
    "LJ": ("垃圾费", "生活垃圾处理费", "垃圾清运费", "垃圾处理费", "卫生费"),
    "TC1": ("车位管理费", "车位管理服务费", "停车管理费", "车位服务费"),
    "TC2": ("车位租金", "停车费", "车位费", "月租车费", "停车月卡"),
    "ZX3": ("装修押金", "装修保证金"),
    "ZX4": ("出入证押金",),
    "WYJ": ("违约金", "滞纳金"),
}
"""Codes of the starting catalogue to what old books call them; an item's own name and code always count."""

_TOTAL = re.compile(r"(合计|小计|总计|共计|累计|总额|汇总).*|.{0,12}(合计|小计|总计)[:：]?")
_GRAND = re.compile(r"(全部|小区|项目)?(合计|总计|共计|汇总)[:：]?")
_UNIT = re.compile(r"[(（\[【][^()（）\[\]【】]{0,12}[)）\]】]|[/／]?元$|[:：*＊]")


def meaning_of(heading: str) -> str:
    """Return the key of `MEANINGS` a heading stands for, units such as （元） left aside; nothing if we know none."""
    plain = fold(_UNIT.sub("", heading))
    return next((meaning for meaning, words in MEANINGS.items() if plain in words), "")


def money_of(heading: str) -> tuple[str, str]:
    """Return ('arrears', '物业费') for '物业费欠费' and '欠物业费', the like of prepaid money and deposits.

    A bare '物业费' is what was charged for it; ('', '') of other words.
    """
    plain = fold(_UNIT.sub("", heading))
    if plain.endswith(("押金", "保证金")):
        return "deposit", plain
    for meaning, words in (("arrears", ("欠费", "欠款", "欠")), ("prepaid", ("预存", "预收"))):
        for word in words:
            for ending in ("", "金额", "余额", "款"):
                if plain.endswith(word + ending) and len(plain) > len(word + ending):
                    return meaning, plain.removesuffix(word + ending)
            if plain.startswith(word) and len(plain) > len(word):
                return meaning, plain.removeprefix(word)
    is_item = any(plain in names for names in ITEM_NAMES.values())
    return ("charged", plain) if is_item else ("", "")


def sort_of(text: str) -> str:
    """Return what the cell 类别 names: arrears, prepaid, deposit or payment; nothing if none of them."""
    plain = fold(text)
    return next((sort for sort, words in SORTS.items() if plain in words), "")


def sort_in(title: str) -> str:
    """Return what a sheet's name or title speaks of, if it is one thing only."""
    plain = fold(title)
    found = [
        sort
        for sort, words in (
            ("arrears", ("欠费", "欠款", "欠缴", "未缴")),
            ("prepaid", ("预存", "预收", "预缴")),
            ("deposit", ("押金", "保证金")),
            ("payment", ("缴费历史", "收费历史", "收款记录", "缴费记录", "已收", "收费记录")),
        )
        if any(word in plain for word in words)
    ]
    return found[0] if len(found) == 1 else ""


def status_of(text: str) -> str:
    """Return payment or arrears by the cell 缴费状态; nothing if it says neither."""
    plain = fold(text)
    return "payment" if plain in PAID else "arrears" if plain in UNPAID else ""


def method_of(text: str) -> str:
    """Return the way of payment a cell names; 'other' for what is not known."""
    plain = fold(text)
    return next((method for method, words in METHODS.items() if plain in words), "other")


def is_total(text: str) -> bool:
    """Say whether the first cell of a row makes it a row of sums."""
    return bool(_TOTAL.fullmatch(fold(text)))


def is_grand_total(text: str) -> bool:
    """Say whether a row of sums is that of the whole table, not of a part."""
    return bool(_GRAND.fullmatch(fold(text)))
