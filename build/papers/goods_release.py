"""Papers of goods release (物品放行): the slip F19 and the monthly register F20 (domain.md 2.3)."""

from collections.abc import Callable

from layout import (
    BARCODE,
    Cell,
    Row,
    Say,
    barcode,
    captioned,
    closed,
    each,
    label,
    line,
    of_month,
    office,
    or_struck,
    pictures,
    pieces,
    prepared,
    register,
    row,
    ruled,
    signature,
    small_print,
    text,
    ticks,
    unruled,
    when,
)

# The slip: two A5 halves on A4. 182 mm of form beside the strip that names the copy.
_FORM = 182
_THIRD = _FORM / 3
_CAPTION = 18
_VALUE = _THIRD - _CAPTION
_LINE = 5.5


def slip(say: Say) -> bytes:
    """Return F19: each sheet of each copy is half a page.

    The first has room for 8 lines of goods, a further one for 14; a line more elsewhere is one less here.
    """
    frame = ruled(
        [
            *when("sheet.is_first", _who(say)),
            *when("not sheet.is_first", _who_in_short(say)),
            *_goods(say),
            *when("sheet.is_first", _call(say)),
            *_signatures(say),
        ]
    )
    rule = say(
        "一单一号，当日有效，涂改无效；物品与本条不符的，门岗不予放行。{% if service_phone %}服务电话 {{ service_phone }}{% endif %}",
        "One slip, one number, valid on its day only; goods that differ are not released. {% if service_phone %}Service phone {{ service_phone }}{% endif %}",
    )
    return pieces(
        say, ("物品放行条", "Goods release slip"),
        lambda width: _heading(say) + frame + small_print(say, rule, width),
        name="sheet", source="sheets", strip="sheet.copy", pictures=pictures(),
    )  # fmt: skip


def _heading(say: Say) -> str:
    side, middle = 64, _FORM - 2 * 64
    title = say(text("物品放行条", 18, "黑体", spacing=3), text("Goods Release Slip", 14, "黑体"))
    title += text(
        say("{% if not sheet.is_first %}（续）{% endif %}", "{% if not sheet.is_first %} (cont.){% endif %}"),
        9,
    )
    code = line(barcode("number", *BARCODE), align="right", height=None)
    top = row(
        9,
        Cell(side, office(9, 12), margin=0, above=0),
        Cell(middle, line(title, align="center", height=24), margin=0, above=0),
        Cell(side, code, margin=0, above=0),
    )
    number = line(
        *(label(say("编号 ", "No. ")), text("{{ number }}", 10.5, bold=True)),
        *(label(say("\t开具 ", "\tIssued ")), text("{{ issued_at }}")),
        *(label(say("\t有效期至 ", "\tValid until ")), text("{{ valid_until }}")),
        *(label(say("\t第 ", "\tPage ")), text("{{ sheet.page }}"), label(say(" 页 共 ", " of "))),
        *(text("{{ sheet.pages }}"), label(say(" 页", ""))),
        tabs=((56, "left"), (108, "left"), (_FORM, "right")),
        height=13,
        after=2,
    )
    return unruled(top) + number


def _who(say: Say) -> list[Row]:
    return [
        *_pairs(
            (say("房号", "Room"), "{{ room }}"),
            (say("业主姓名", "Owner"), or_struck("owner_name")),
            (say("委托书编号", "Letter no."), or_struck("authorised_by")),
        ),
        *_pairs(
            (say("携带人", "Carrier"), "{{ carrier }}"),
            (say("身份", "Relation"), "{{ carrier_relation }}"),
            (say("证件后四位", "ID, last 4"), or_struck("carrier_id")),
        ),
        *_pairs(
            (say("联系电话", "Phone"), or_struck("carrier_phone")),
            (say("搬运车牌", "Plate"), or_struck("vehicle")),
            (say("公司负责人", "Head of co."), or_struck("company_head")),
        ),
        *captioned([(_CAPTION, say("出门性质", "Nature"), _FORM - _CAPTION, ticks("nature"))]),
        *captioned(
            [(_CAPTION, say("原因", "Reason"), _FORM - _CAPTION, or_struck("reason") + "{{ arrears_note }}")]
        ),
    ]


def _who_in_short(say: Say) -> list[Row]:
    """What a further sheet repeats, so that it cannot be laid to another slip."""
    return _pairs(
        (say("房号", "Room"), "{{ room }}"),
        (say("携带人", "Carrier"), "{{ carrier }}"),
        (say("搬运车牌", "Plate"), or_struck("vehicle")),
    )


def _pairs(*pairs: tuple[str, str]) -> list[Row]:
    return captioned((_CAPTION, caption, _VALUE, value) for caption, value in pairs)


def _goods(say: Say) -> list[Row]:
    columns = (
        (10, say("序号", "No."), "no", "center"),
        (64, say("物品名称", "Item"), "name", "left"),
        (70, say("规格特征", "Size, marks"), "spec", "left"),
        (17, say("单位", "Unit"), "unit", "center"),
        (21, say("数量", "Quantity"), "quantity", "center"),
    )
    captions = [
        Cell(width, line(label(caption), align="center"), shade=True) for width, caption, _, _ in columns
    ]
    values = [
        Cell(width, line(text(f"{{{{ item.{name} }}}}"), align=align)) for width, _, name, align in columns
    ]  # fmt: skip
    end = Cell(_FORM, line(text("{{ sheet.end }}", spacing=2), align="center"), edges="open below")
    struck = Cell(_FORM, line(struck=True, height=5) + line(height=5), margin=8, edges="open")
    return [
        *row(_LINE, *captions),
        *each("item", "sheet.goods", row(_LINE, *values)),
        *when("sheet.end", row(_LINE, end)),
        *each("blank", "sheet.struck", row(_LINE, struck)),
    ]


def _call(say: Say) -> list[Row]:
    """Who was called for consent: the owner, or for an office's staff the company's head (P4-5)."""
    who = "{{% if not called_at %}}／{{% elif company_head %}}{}{{% else %}}{}{{% endif %}}"
    called = say(who.format("公司负责人", "业主"), who.format("Company head", "Owner"))
    caption = Cell(
        _CAPTION,
        line(label(say("去电核实", "Call")), align="center"),
        shade=True,
        merge="restart",
        margin=0.3,
    )
    below = Cell(_CAPTION, line(), shade=True, merge="continue")

    def told(width: float, what: str, value: str) -> Cell:
        return Cell(width, line(label(what + "　"), text(value)))

    wide, narrow = 70, 2 * _THIRD - _CAPTION - 70
    first = row(
        6,
        caption,
        told(wide, say("核实对象", "Called"), called),
        told(narrow, say("电话", "Phone"), or_struck("owner_phone")),
        told(_THIRD, say("去电时间", "Called at"), or_struck("called_at")),
    )
    second = row(
        6,
        below,
        told(
            wide + narrow,
            say("核实意见", "Answer"),
            "{% if called_at %}" + ticks("owner_answer") + "{% else %}／{% endif %}",
        ),
        told(_THIRD, say("核实人", "Called by"), '{{ called_by or "／" }}'),
    )
    return closed([*first, *second])


def _signatures(say: Say) -> list[Row]:
    day = say("年　　　月　　　日　", "Date ______________")
    handled = say("经办人签名", "Handled by, signature") + "（{{ handled_by }}）"
    signed = row(
        14.5,
        signature(_THIRD, say("业主签名（或委托书编号）", "Owner’s signature (or letter no.)"), day),
        signature(_THIRD, say("携带人签名", "Carrier’s signature"), day),
        signature(_THIRD, handled, day),
    )
    time = say("　　　月　　　日　　　时　　　分", "")
    agrees = say("☐ 相符　☐ 不符", "☐ yes　☐ no")
    gate = row(
        9.5,
        Cell(_CAPTION, line(label(say("门岗核对", "Gate")), align="center"), shade=True, margin=0.3),
        Cell(65, line(label(say("放行时间", "Released at")), text(time, 8.5))),
        Cell(2 * _THIRD - _CAPTION - 65, line(label(say("数量", "Matches") + "　"), text(agrees))),
        Cell(_THIRD, line(label(say("门岗签名", "Guard’s signature")))),
    )
    return closed([*signed, *gate])


def monthly_register(say: Say) -> bytes:
    """Return F20: the slips of one month, a line for each, the head repeated on every page."""
    columns = (
        (9, "序号", "No.", "no"),
        (20, "日期", "Date", "issued_on"),
        (32, "编号", "Number", "number", "left"),
        (27, "房号", "Room", "room", "left"),
        (22, "携带人", "Carrier", "carrier", "left"),
        (18, "身份", "Relation", "relation"),
        (22, "出门性质", "Nature", "nature"),
        (57, "物品摘要", "Goods", "goods", "left"),
        (18, "核实结果", "Answer", "answer"),
        (17, "经办", "Handled by", "handled_by"),
        (17, "门岗", "Gate guard", "guard"),
        (18, "状态", "Status", "state"),
    )
    signed = prepared(say, ("条", "slips"))
    return register(
        say,
        ("物品放行登记台账", "Goods Release Register"),
        columns,
        aside=of_month(say),
        below=[signed],
        empty=("本月没有放行记录", "No releases this month"),
    )


FORMS: dict[str, Callable[[Say], bytes]] = {
    "goods_release/goods_release_slip.docx": slip,
    "goods_release/goods_release_register.docx": monthly_register,
}
"""The file below `templates_docx` and what makes it."""
