"""Headings of the lists banks and payment services give out (对账单的列名), and words of lines that are no income."""

from desk_app.kernel.text import fold

MEANINGS = {
    "came_at": (
        "交易时间", "交易日期", "入账时间", "入账日期", "记账日期", "记账时间", "付款时间", "交易创建时间", "到账时间", "日期",
        "时间", "发生时间",
    ),
    "amount": (
        "收入", "收入金额", "贷方发生额", "贷方金额", "贷方", "收入（+元）", "收入金额（+元）", "转入金额", "存入金额", "金额",
        "金额（元）", "交易金额", "交易金额（元）", "发生额", "应结订单金额", "订单金额",
    ),
    "way": ("收/支", "收支", "借贷标志", "借贷", "借/贷", "收支类型", "收付标志", "资金流向"),
    "payer": (
        "对方户名", "对方账户名称", "对方名称", "交易对方", "付款人", "付款方", "付款方名称", "对方姓名", "对方单位",
        "对方账户名", "对手名称",
    ),
    "remark": (
        "备注", "摘要", "附言", "用途", "商品", "商品名称", "商品说明", "交易摘要", "留言", "交易备注", "说明",
        "商户数据包", "付款留言", "交易用途",
    ),
    "reference": (
        "流水号", "交易流水号", "交易单号", "交易号", "支付宝交易号", "微信支付单号", "微信订单号", "账务流水号", "凭证号", "业务流水号",
        "核心流水号", "订单号", "交易订单号",
    ),
    "status": ("当前状态", "交易状态", "状态"),
}  # fmt: skip

OUTGOING = ("支出", "支", "借", "付", "d", "借方")
FAILED = ("退款", "已全额退款", "交易关闭", "对方已退还", "失败", "已退款", "撤销", "refund", "revoked")


def meaning_of(heading: str) -> str:
    """Return the key of `MEANINGS` a heading stands for; nothing if it is none we know."""
    plain = fold(heading).strip(":：*")
    return next((meaning for meaning, words in MEANINGS.items() if plain in map(fold, words)), "")


def is_outgoing(text: str) -> bool:
    """Say whether the cell 收/支 names money that went out."""
    return fold(text) in OUTGOING


def is_failed(text: str) -> bool:
    """Say whether the cell of the state names a payment that did not stay."""
    plain = fold(text)
    return any(word in plain for word in FAILED)


def service_of(title: str) -> str:
    """Return which service a sheet's first words name: wechat, alipay or bank.

    A list whose title was cut off and whose file was renamed is WeChat's by its columns.
    """
    plain = fold(title)
    if "微信" in plain or ("当前状态" in plain and "交易单号" in plain and "支付宝" not in plain):
        return "wechat"
    return "alipay" if "支付宝" in plain else "bank"
