"""What the meter reading sheet (F60) holds: every meter of a round in walking order, with room for the pen."""

from typing import Any

from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.periods import show_period
from desk_app.kernel.words import _, listed, mark
from desk_app.modules.meters import odd, scale
from desk_app.modules.meters.records import Meter, MeterReading
from desk_app.modules.meters.rounds import RoundLine, round_of

SHEET_ROWS = (
    Placeholder("no", "序号"),
    Placeholder("number", "表号", sample=("S-30102", "D-30102", "S-30201")),
    Placeholder("place", "房号或位置", sample=("3-1-102", "3-1-102", "3-1-201")),
    Placeholder("kind", "类别", sample=(mark("水表"), mark("电表"), mark("水表"))),
    Placeholder("multiplier", "倍率", sample=("1", "40", "1")),
    Placeholder("before", "上期读数", sample=("1263", "1485", "88")),
    Placeholder("usual", "平常用量", sample=("12", "1400", "9")),
    Placeholder("value", "本期读数", sample=("1275", "", "")),
    Placeholder("read_on", "抄表日期", shape="day"),
    Placeholder("used", "用量", sample=("12", "", "")),
    Placeholder("odd", "异常", sample=("", "", "")),
)

SHEET_PLACEHOLDERS = (
    Placeholder("period", "账期", sample="2026-11"),
    Placeholder("scope", "范围", sample="3栋 水表"),
    Placeholder("read_by", "抄表人", sample="王芳"),
    Placeholder("note", "备注", sample=""),
    Placeholder("rows", "明细", SHEET_ROWS),
)


def sheet_values(draft: Draft) -> dict[str, Any]:
    """Return the sheet of a round as the book stands: read meters with their values, the others left for the pen."""
    walked = draft.record
    lines = round_of(walked.period, walked.building_id, walked.kind)
    scope = listed((walked.building, walked._meta.fields["kind"].show(walked.kind)))
    return {
        "period": show_period(walked.period),
        "scope": scope or _("全部"),
        "read_by": walked.read_by or "",
        "note": walked.note or "",
        "rows": [_sheet_row(index, line) for index, line in enumerate(lines, 1)],
    }


def _sheet_row(index: int, line: RoundLine) -> dict[str, Any]:
    show = MeterReading._meta.fields["value"].show
    reading = line.reading
    return {
        "no": str(index),
        "number": str(line.meter.number),
        "place": line.place,
        "kind": Meter._meta.fields["kind"].show(line.meter.kind),
        "multiplier": str(line.meter.multiplier),
        "before": show(line.before),
        "usual": show(scale.about(line.usual)),
        "value": show(line.value),
        "read_on": reading.read_on if reading is not None else None,
        "used": show(line.used),
        "odd": odd.words_of(reading, is_corrected=bool(line.corrections)) if reading is not None else "",
    }


ROUND_PAPER = Paper(
    "meter_sheet",
    "抄表记录表",
    "F60",
    "meters/meter_sheet.docx",
    SHEET_PLACEHOLDERS,
    sheet_values,
    reprint_mark=False,
)
