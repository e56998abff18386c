"""Headings and kinds as reading sheets name them (抄表表格的列名): ours, and those of programs offices come from."""

from desk_app.kernel.text import fold

HEADINGS = (
    "账期",
    "表号",
    "房号或位置",
    "类别",
    "倍率",
    "上期读数",
    "上次抄表",
    "平常用量",
    "本期读数",
    "抄表日期",
    "备注",
)
"""Of the sheet we write; Chinese in every language, for it is read back."""

MEANINGS = {
    "period": ("账期", "月份", "抄表月份", "period"),
    "number": ("表号", "表编号", "仪表编号", "水表号", "电表号", "表具编号", "表计编号", "meternumber", "meterno", "meter"),
    "place": ("房号或位置", "房号", "房屋", "房间号", "房屋编号", "房间", "室号", "单元房号", "unit", "room"),
    "kind": ("类别", "表类型", "仪表类型", "表种", "类型", "type", "metertype"),
    "multiplier": ("倍率", "multiplier"),
    "value": (
        "本期读数", "本次读数", "本月读数", "本期止数", "本期示数", "本期止码", "止码", "现读数", "读数", "底数", "起始读数",
        "当前读数", "value1", "reading", "currentreading",
    ),
    "further": ("value2", "value3", "value4", "峰", "谷", "平", "尖"),
    "read_on": ("抄表日期", "本次抄表", "本期抄表日期", "抄表时间", "日期", "readingsubmissiondate", "readingdate", "date"),
    "note": ("备注", "异常、备注", "说明", "note", "remarks"),
    "read_by": ("抄表人", "抄表员", "readby"),
}  # fmt: skip

KINDS = {
    "water": ("水表", "水", "冷水", "冷水表", "热水", "热水表", "自来水", "cw", "hw", "water"),
    "power": ("电表", "电", "el", "power", "electricity"),
    "gas": ("燃气表", "燃气", "天然气", "煤气", "气表", "gas"),
    "heat": ("热量表", "热量", "暖气", "采暖", "供暖", "heat", "heating"),
    "other": ("其他表", "其他", "other"),
}


def meaning_of(heading: str) -> str:
    """Return the key of `MEANINGS` a heading stands for; nothing if it is none we know."""
    plain = fold(heading).rstrip(":：*")
    return next((meaning for meaning, words in MEANINGS.items() if plain in words), "")


def kind_of(text: str) -> str:
    """Return the kind of meter a cell names; nothing if it names none."""
    plain = fold(text)
    return next((kind for kind, words in KINDS.items() if plain in words), "")


def kind_in(text: str) -> str:
    """Return the kind of meter a name such as 商铺电费 speaks of; nothing if it speaks of none."""
    plain = fold(text)
    found = (kind for kind, words in KINDS.items() for word in words if not word.isascii() and word in plain)
    return next(found, "")
