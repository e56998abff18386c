"""Papers of meters and shared costs (抄表、公摊): the reading sheet F60 and the announcement F61 (domain.md 2.7)."""

from collections.abc import Callable

from layout import Say, form, gap, grid, note, only_when, remarks, sealed, signatures, table


def meter_sheet(say: Say) -> bytes:
    """Return F60: the meters in walking order; what was not read yet is left for the pen."""
    columns = (
        (5, "序号", "No.", "no"),
        (11, "表号", "Meter", "number", "left"),
        (13, "房号或位置", "Room or place", "place", "left"),
        (6, "类别", "Kind", "kind"),
        (5, "倍率", "×", "multiplier"),
        (9, "上期读数", "Last", "before"),
        (9, "平常用量", "Usual", "usual"),
        (12, "本期读数", "Reading", "value"),
        (11, "抄表日期", "Date", "read_on"),
        (8, "用量", "Used", "used"),
        (12, "异常、备注", "Odd, remarks", "odd", "left"),
    )
    rule = say(
        "读数填到表上的全部数字；倒走、零用量、比平常多或少一半以上的，当场再看一遍，在备注写明原因。估抄写“估”。"
        "换表的，备注写旧表止数、新表起数和日期。",
        "Write all figures of the counter. Where it went backwards, stands still or shows half as much again or less "
        "than half, look twice and note why. Mark estimates “est.”; for a swap note both values and the day.",
    )
    return form(
        say,
        ("抄表记录表", "Meter Reading Sheet"),
        grid(say, [("账期", "Period", "period"), ("范围", "Meters", "scope"), ("抄表人", "Read by", "read_by")]),
        gap(3),
        table(say, columns, "rows", name="line", height=7.5, repeat_head=True, end=True),
        only_when("note", remarks(say, "备注", "Remarks", "note", height=10)),
        note(rule),
        signatures(say, ("抄表人", "Read by"), ("录入人", "Entered by"), ("复核人", "Checked by"), room=8),
        number=None,
        pages=None,
    )  # fmt: skip


def shared_costs(say: Say) -> bytes:
    """Return F61: what was shared in a period, by what rule, and what it comes to for each; to be posted."""
    columns = (
        (14, "公摊项目", "Shared cost", "name", "left"),
        (10, "总表用量", "Use", "quantity"),
        (9, "单价（元）", "Price (yuan)", "price"),
        (12, "总金额（元）", "Total (yuan)", "amount"),
        (20, "分摊范围", "Shared among", "scope", "left"),
        (9, "分摊方式", "Shared by", "method"),
        (12, "总面积或户数", "Area or rooms", "base"),
        (14, "单位分摊额（元）", "Each (yuan)", "each"),
    )
    return form(
        say,
        ("公摊费用公示表", "Shared Costs"),
        grid(say, [("费用期间", "Period", "period"), ("合计（元）", "Total (yuan)", "total")]),
        gap(3),
        table(say, columns, "rows", name="line", height=10, repeat_head=True, end=True),
        only_when("note", remarks(say, "说明", "Remarks", "note", height=14)),
        note(
            say(
                "各户分摊额按上表计算到分，尾数按最大余数法分配，各户之和等于总金额。对数额有疑问的，请在公示之日起 7 日内"
                "到服务中心核对抄表记录。{% if service_phone %}服务电话 {{ service_phone }}。{% endif %}",
                "Each room’s part is worked out to the fen; what is left over goes to the largest remainders, so that all "
                "parts add up to the total. Questions: within 7 days at the service centre, where the readings can be "
                "seen. {% if service_phone %}Phone {{ service_phone }}.{% endif %}",
            )
        ),
        sealed(say),
        number=None,
        pages=None,
    )


FORMS: dict[str, Callable[[Say], bytes]] = {
    "meters/meter_sheet.docx": meter_sheet,
    "billing/shared_costs.docx": shared_costs,
}
"""The file below `templates_docx` and what makes it."""
