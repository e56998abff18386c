"""Papers of goods release (物品放行): the slip F19 and the monthly register F20 (domain.md 2.3)."""

from collections.abc import Callable

from desk_app.kernel.papers.barcode import picture
from layout import (
    Cell,
    Row,
    barcode,
    captioned,
    closed,
    cut_line,
    each,
    label,
    line,
    page_of,
    row,
    ruled,
    section,
    signature,
    text,
    thin,
    unruled,
    watermark,
    when,
)
from wordfile import pack_file

Say = Callable[[str, str], str]
"""Chooses between the Chinese and the English of one printed text."""

A4 = (210, 297)
_HALF = 148.5

# The slip: two A5 halves on A4. 182 mm of form and an 8 mm strip that names the copy.
_FORM, _STRIP = 182, 8
_TOP, _BOTTOM, _SIDE = 5, 4.5, 10
_ABOVE = 5  # left free above each form, for the cut
_THIRD = _FORM / 3
_CAPTION = 18
_VALUE = _THIRD - _CAPTION
_LINE = 5.5


def slip(say: Say) -> bytes:
    """Return F19: each sheet of each copy is half a page.

    The first has room for 8 lines of goods, a further one for 14; a line more elsewhere is one less here.
    """
    form = _heading(say) + ruled(
        [
            *when("sheet.is_first", _who(say)),
            *when("not sheet.is_first", _who_in_short(say)),
            *_goods(say),
            *when("sheet.is_first", _call(say)),
            *_signatures(say),
        ]
    )
    strip = line(text("{{ sheet.copy }}", 9, "黑体", spacing=1), align="center", height=12)
    half = row(
        _HALF - _TOP,
        Cell(_FORM, form + _small_print(say), "top", margin=0, above=_ABOVE),
        Cell(_STRIP, strip, "center", margin=0, upright=True),
    )
    page = section(A4, (_TOP, _SIDE, _BOTTOM, _SIDE), with_header=True)
    marks = watermark("watermark", (_HALF / 2, _HALF * 3 / 2), A4[0], (90, 34))
    return pack_file(
        unruled(each("sheet", "sheets", half)) + thin() + page,
        title=say("物品放行条", "Goods release slip"),
        header=line(cut_line(_HALF, A4[0]), marks, height=1),
        pictures={"rId6": picture("SAMPLE", 480, 56)},
    )


def _heading(say: Say) -> str:
    side, middle = 64, _FORM - 2 * 64
    office = line(text("{{ company }}", 9, bold=True), height=12) + line(text("{{ project }}", 9), height=12)
    title = say(text("物品放行条", 18, "黑体", spacing=3), text("Goods Release Slip", 14, "黑体"))
    title += text(
        say("{% if not sheet.is_first %}（续）{% endif %}", "{% if not sheet.is_first %} (cont.){% endif %}"),
        9,
    )
    code = line(barcode("number", "rId6", 60, 7), align="right", height=None)
    top = row(
        9,
        Cell(side, office, margin=0, above=0),
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
    blank = ' or "／" }}'
    return [
        *_pairs(
            (say("房号", "Room"), "{{ room }}"),
            (say("业主姓名", "Owner"), "{{ owner_name" + blank),
            (say("委托书编号", "Letter no."), "{{ authorised_by" + blank),
        ),
        *_pairs(
            (say("携带人", "Carrier"), "{{ carrier }}"),
            (say("身份", "Relation"), "{{ carrier_relation }}"),
            (say("证件号码", "ID number"), "{{ carrier_id" + blank),
        ),
        *_pairs(
            (say("联系电话", "Phone"), "{{ carrier_phone" + blank),
            (say("搬运车牌", "Plate"), "{{ vehicle" + blank),
            (say("公司负责人", "Head of co."), "{{ company_head" + blank),
        ),
        *captioned([(_CAPTION, say("出门性质", "Nature"), _FORM - _CAPTION, _ticks("nature_choices"))]),
        *captioned([(_CAPTION, say("原因", "Reason"), _FORM - _CAPTION, "{{ reason" + blank)]),
    ]


def _who_in_short(say: Say) -> list[Row]:
    """What a further sheet repeats, so that it cannot be laid to another slip."""
    return _pairs(
        (say("房号", "Room"), "{{ room }}"),
        (say("携带人", "Carrier"), "{{ carrier }}"),
        (say("搬运车牌", "Plate"), '{{ vehicle or "／" }}'),
    )


def _pairs(*pairs: tuple[str, str]) -> list[Row]:
    return captioned((_CAPTION, caption, _VALUE, value) for caption, value in pairs)


def _ticks(choices: str) -> str:
    return f"{{% for choice in {choices} %}}{{{{ choice.mark }}}} {{{{ choice.label }}}}　　{{% endfor %}}"


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
        told(narrow, say("电话", "Phone"), '{{ owner_phone or "／" }}'),
        told(_THIRD, say("去电时间", "Called at"), '{{ called_at or "／" }}'),
    )
    second = row(
        6,
        below,
        told(
            wide + narrow,
            say("核实意见", "Answer"),
            "{% if called_at %}" + _ticks("owner_answer_choices") + "{% else %}／{% endif %}",
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


def _small_print(say: Say) -> str:
    rule = say(
        "一单一号，当日有效，涂改无效；物品与本条不符的，门岗不予放行。{% if service_phone %}服务电话 {{ service_phone }}{% endif %}",
        "One slip, one number, valid on its day only; goods that differ are not released. {% if service_phone %}Service phone {{ service_phone }}{% endif %}",
    )
    printed = say(
        "{{ form_code }}　{{ printed_at }} {{ printed_by }} 第 {{ print_count }} 次打印{% if watermark %} {{ watermark }}{% endif %}",
        "{{ form_code }}　Printed {{ printed_at }} {{ printed_by }} #{{ print_count }}{% if watermark %} {{ watermark }}{% endif %}",
    )
    return line(text(rule, 7.5), text("\t" + printed, 7.5), tabs=((_FORM, "right"),), height=10, before=2)


# The register: A4 landscape, one line for each slip, its head repeated on every page.
_WIDE = 277


def register(say: Say) -> bytes:
    """Return F20: the slips of one month."""
    columns = (
        (9, say("序号", "No."), "no", "center"),
        (20, say("日期", "Date"), "issued_on", "center"),
        (32, say("编号", "Number"), "number", "left"),
        (27, say("房号", "Room"), "room", "left"),
        (22, say("携带人", "Carrier"), "carrier", "left"),
        (18, say("身份", "Relation"), "relation", "center"),
        (22, say("出门性质", "Nature"), "nature", "center"),
        (57, say("物品摘要", "Goods"), "goods", "left"),
        (18, say("核实结果", "Answer"), "answer", "center"),
        (17, say("经办", "Handled by"), "handled_by", "center"),
        (17, say("门岗", "Gate guard"), "guard", "center"),
        (18, say("状态", "Status"), "state", "center"),
    )
    captions = [
        Cell(width, line(label(caption), align="center"), shade=True, margin=0.5)
        for width, caption, _, _ in columns
    ]
    values = [
        Cell(width, line(text(f"{{{{ row.{name} }}}}", 9), align=align), margin=0.8) for width, _, name, align in columns
    ]  # fmt: skip
    end = Cell(
        _WIDE,
        line(
            text(
                say(
                    "{% if rows %}以下空白{% else %}本月没有放行记录{% endif %}",
                    "{% if rows %}Nothing below this line{% else %}No releases this month{% endif %}",
                ),
                spacing=2,
            ),
            align="center",
        ),
    )
    table = ruled([*row(8, *captions, head=True), *each("row", "rows", row(7.5, *values)), *row(7.5, end)])
    signed = line(
        label(say("制表", "Prepared by")), text("　{{ printed_by }}"), label("\t" + say("审核", "Checked by")),
        label("\t" + say("共 ", "")), text("{{ rows|length }}"), label(say(" 条", " slips")),
        tabs=((90, "left"), (_WIDE, "right")), height=14, before=8,
    )  # fmt: skip
    page = section((297, 210), (26, 10, 16, 10), head=9, foot=7, with_header=True, with_footer=True)
    return pack_file(
        table + signed + page,
        title=say("物品放行登记台账", "Goods release register"),
        header=_register_heading(say),
        footer=_register_foot(say),
    )


def _register_heading(say: Say) -> str:
    office = line(text("{{ company }}", 9, bold=True), height=12) + line(text("{{ project }}", 9), height=12)
    title = line(
        text(say("物品放行登记台账", "Goods Release Register"), 16, "黑体", spacing=2),
        align="center",
        height=22,
    )
    month = line(label(say("月份 ", "Month ")), text("{{ month }}", 10.5), align="right", height=12)
    form = line(text("{{ form_code }}", 8), align="right", height=12)
    third = _WIDE / 3
    top = unruled(
        row(
            11,
            Cell(third, office, margin=0),
            Cell(third, title, margin=0),
            Cell(third, form + month, margin=0),
        )
    )
    return top + line(watermark("watermark", (110,), 297, (120, 44)), height=3)


def _register_foot(say: Say) -> str:
    printed = say("{{ printed_at }} {{ printed_by }} 打印", "Printed {{ printed_at }} {{ printed_by }}")
    pages = page_of("\t" + say("第 ", "Page "), say(" 页 共 ", " of "), say(" 页", ""))
    return line(text(printed, 8), pages, tabs=((_WIDE, "right"),), height=10)


FORMS: dict[str, Callable[[Say], bytes]] = {
    "goods_release/goods_release_slip.docx": slip,
    "goods_release/goods_release_register.docx": register,
}
"""The file below `templates_docx` and what makes it."""
