"""Papers of no module (通用): the list that lies on top of a pack of papers (套装)."""

from collections.abc import Callable

from layout import Say, form, gap, grid, note, only_when, remarks, signatures, table


def pack_cover(say: Say) -> bytes:
    """Return the cover of a pack: what was printed for whom, to be ticked off when signed and taken."""
    columns = (
        (4, "序号", "No.", "no"),
        (18, "资料名称", "Paper", "name", "left"),
        (6, "表单", "Form", "form"),
        (12, "编号", "Number", "number"),
        (5, "份数", "Copies", "copies"),
        (5, "页数", "Pages", "pages"),
        (12, "需签名", "To be signed by", "signed", "left"),
        (5, "已齐", "Done", "done"),
    )
    return form(
        say,
        ("套装清单", "List of Papers"),
        grid(
            say,
            [("套装", "Pack", "pack"), ("制作时间", "Made at", "made_at")],
            [("对象", "For", "subject")],
        ),
        only_when("number", grid(say, [("编号", "Number", "number")])),
        gap(3),
        table(say, columns, "papers", name="paper", end=True, height=9, repeat_head=True),
        only_when("left_out", remarks(say, "未列入", "Left out", "left_out", height=12)),
        note(say("收齐签字件后逐项勾选；缺少的在资料名称旁注明原因和补交日期。", "Tick each paper once all signed copies are in; beside what is missing note why and when it will come.")),
        signatures(say, ("经办人", "Handled by"), ("领取人（业主、住户）", "Received by (owner, resident)"), ("归档人", "Filed by"), room=10),
        number=None,
    )  # fmt: skip


FORMS: dict[str, Callable[[Say], bytes]] = {"general/pack_cover.docx": pack_cover}
"""The file below `templates_docx` and what makes it."""
