"""Matching columns to meanings (列的对应): what the heading says, checked against what the column holds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from desk_app.kernel.masking import mask_text
from desk_app.kernel.sheets import column_letters
from desk_app.kernel.words import _
from desk_app.modules.roster.column import (
    AREA_CODES,
    CHOSEN,
    GUESS,
    LIKELY,
    NAME_CLASSES,
    NAME_CODES,
    ROOM_CODES,
    SURE,
    Column,
)
from desk_app.modules.roster.contents import Contents, look_at
from desk_app.modules.roster.doubled_columns import settle_orphans, settle_twice
from desk_app.modules.roster.headers import meanings_of, narrow_heading
from desk_app.modules.roster.meanings import MEANING
from desk_app.modules.roster.plan_types import DOUBT, NOTE, ColumnMatch, Finding
from desk_app.modules.roster.settling import guess_parts, settle_ambiguous, settle_subjects
from desk_app.modules.roster.sheet_text import SheetText
from desk_app.modules.roster.tables import FoundTable

_FITS: Mapping[str, tuple[str, ...]] = {
    "room": ("room_label", "full_room", "place", "small_number", "code", "parking"),
    "full_room": ("full_room",),
    "building": ("building", "small_number", "room_label", "place"),
    "unit": ("unit", "small_number"),
    "floor": ("floor", "small_number"),
    "use": ("use",), "layout": ("layout",), "status": ("status", "yes_no"),
    "built_area": ("area",), "inside_area": ("area",), "measured_area": ("area",), "charged_area": ("area",),
    "handover_on": ("date", "serial_day"), "move_in_on": ("date", "serial_day"), "owned_on": ("date", "serial_day"),
    "owner_name": NAME_CLASSES, "tenant_name": NAME_CLASSES, "family_name": NAME_CLASSES, "resident_name": NAME_CLASSES,
    "emergency_name": NAME_CLASSES, "contact_person": NAME_CLASSES,
    "owner_phone": ("phone",), "tenant_phone": ("phone",), "family_phone": ("phone",), "resident_phone": ("phone",),
    "emergency_phone": ("phone",), "name_and_phone": ("phone",),
    "owner_id": ("id",), "tenant_id": ("id",), "family_id": ("id",), "resident_id": ("id",), "credit_code": ("id",),
    "owner_id_kind": ("id_kind",), "owner_gender": ("gender",), "owner_share": ("share", "small_number", "decimal"),
    "owner_email": ("email",), "role": ("role",), "relation": ("relation", "role"), "family_relation": ("relation",),
    "plate": ("plate",), "tenant_from": ("date", "serial_day"), "tenant_until": ("date", "serial_day"),
    "owner_born_on": ("date", "serial_day"),
}  # fmt: skip
"""The classes of contents that agree with a meaning; other meanings take anything."""

_BY_CONTENTS = (
    ("id", "owner_id"), ("phone", "owner_phone"), ("plate", "plate"), ("email", "owner_email"),
    ("full_room", "full_room"), ("gender", "owner_gender"), ("layout", "layout"), ("relation", "relation"),
    ("name", "owner_name"), ("room_label", "room"), ("building", "building"), ("unit", "unit"), ("floor", "floor"),
    ("status", "status"), ("use", "use"), ("role", "role"),
)  # fmt: skip
"""What an unnamed column is taken for if nearly all its cells are of the class."""

_STRONG_CLASSES = ("id", "phone", "plate", "name", "date", "gender", "email")
"""Classes so plain that they overrule a heading."""

_TRANSACTIONS = re.compile(
    r"收费项目|应[收缴]|实[收缴]|缴费|金额|账单|费用项?|工单|报修|投诉|表号|读数|抄表|表类型|厂家|采集|付费|出账|计算公式|单价|收银|"
    r"ticket|meter|tariff|value|details|reading|库存|售价|物品"
)
_STRONG_TRANSACTIONS = re.compile(
    r"收费项目|工单|报修|投诉|表号|抄表|缴费周期|缴费状态|ticket|meter|tariff|计算公式|库存|物品"
)
_STAFF = re.compile(r"岗位|职务|部门|工种|入职|specialization|position|员工")


@dataclass(frozen=True, slots=True)
class Matched:
    """The columns of a table with their meanings, and what is worth saying about them."""

    columns: tuple[ColumnMatch, ...]
    kind: str
    findings: tuple[Finding, ...]


def match_columns(
    sheet: SheetText, table: FoundTable, chosen: Mapping[int, str] | None = None, lists_people: bool = True
) -> Matched:
    """Return what each column of the table means, the clerk's choices first."""
    columns = [_look(sheet, table, number) for number in range(table.left, table.right + 1)]
    for column in columns:
        if chosen and column.number in chosen:
            column.meaning, column.certainty, column.because = chosen[column.number], CHOSEN, _("由您指定")
        elif column.allowed:
            _by_heading(column)
    settle_ambiguous(columns, sheet, table)
    settle_subjects(columns, table, sheet.grid.sheet)
    for column in columns:
        if not column.meaning:
            _by_contents(column, columns, headless=not table.header_rows)
    if not table.header_rows:
        guess_parts(columns, sheet, table)
    settle_twice(columns, sheet, table)
    settle_orphans(columns)
    kind = _kind(columns, table, bool(chosen and any(code in ROOM_CODES for code in chosen.values())))
    if kind != "other":
        _tell_hidden(sheet, columns)
    findings = () if kind == "other" else tuple(_findings(sheet, table, columns))
    return Matched(tuple(_match(sheet, table, column) for column in columns), kind, findings)


def _look(sheet: SheetText, table: FoundTable, number: int) -> Column:
    rows = sheet.grid.rows
    body = (
        rows[row][number]
        for row in range(table.first, table.last + 1)
        if row not in table.repeated and number < len(rows[row])
    )
    heading = table.heading(number)
    return Column(number, heading, look_at(body), meanings_of(heading, table.group(number)))


def _fit(code: str, contents: Contents) -> float | None:
    """Return the share of cells that agree with the meaning; None when any contents would do."""
    classes = _FITS.get(code)
    return None if classes is None or not contents.filled else contents.share(*classes)


def _by_heading(column: Column) -> None:
    """Take the first meaning the heading allows that the contents don't speak against."""
    scores = {code: _fit(code, column.contents) for code in column.allowed}
    for code, score in scores.items():
        if score is None or score >= 0.4:
            column.meaning = code
            column.certainty = SURE if score is None or score >= 0.6 else LIKELY
            column.because = _("表头写着“{heading}”").format(heading=narrow_heading(column.heading))
            if code != column.allowed[0] and column.allowed[0] in _FITS:
                column.certainty = LIKELY
                _doubt_heading(column)
            return
    strong = _strong_class(column.contents)
    subject = MEANING[column.allowed[0]].subject
    if strong and column.contents.filled >= 2:
        column.meaning = _of_subject(strong, subject)
        column.certainty, column.because = LIKELY, _("表头和内容不符，按内容")
        _doubt_heading(column)
        return
    column.meaning, column.certainty = column.allowed[0], LIKELY
    column.because = _("表头写着“{heading}”").format(heading=narrow_heading(column.heading))


def _doubt_heading(column: Column) -> None:
    if column.allowed[:2] in (
        ("room", "full_room"),
        ("full_room", "room"),
        ("building", "full_room"),
        ("unit", "full_room"),
    ):
        return
    if MEANING[column.allowed[0]].subject == "room" or column.allowed[0] in (
        "serial",
        "contact_person",
        "use",
        "relation",
    ):
        return
    message = _("表头写着“{heading}”，内容却像{label}，按{label}读").format(
        heading=narrow_heading(column.heading), label=_(MEANING[column.meaning].label)
    )
    column.doubts.append((DOUBT, "heading_misleads", message))


def _strong_class(contents: Contents) -> str:
    return next((name for name in _STRONG_CLASSES if contents.share(name) >= 0.6), "")


def _of_subject(name: str, subject: str) -> str:
    """Return the meaning for contents of class `name` in a column about `subject`."""
    who = subject if subject in ("tenant", "family", "resident", "emergency") else "owner"
    codes = {"phone": f"{who}_phone", "name": f"{who}_name", "id": f"{who}_id", "plate": "plate", "gender": "owner_gender", "email": "owner_email"}  # fmt: skip
    return codes.get(name, "ignore") if codes.get(name, "ignore") in MEANING else "ignore"


def _by_contents(column: Column, columns: list[Column], headless: bool) -> None:
    """Name a column whose heading is empty or says nothing; what stays unclear is left out and told."""
    taken = {other.meaning for other in columns}
    shown = narrow_heading(column.heading) or _("空白")
    if column.contents.filled == 0:
        column.meaning, column.because = "ignore", _("空列")
        return
    if column.contents.counts_up and column.number == columns[0].number and (headless or not column.heading):
        column.meaning, column.because = "serial", _("内容是连续的序号")
        return
    for name, code in _BY_CONTENTS:
        if (
            column.contents.filled < 3
            and not headless
            and (name not in ("building", "unit") or column.heading)
        ):
            continue
        if column.contents.share(name) >= (0.7 if headless or not column.heading else 0.8):
            if code in taken and not (name in ("phone", "plate") or (headless and name == "id")):
                break
            column.meaning, column.certainty, column.because = code, GUESS, _("按内容判断")
            message = _("这一列的表头是“{heading}”，按内容当作{label}").format(
                heading=shown, label=_(MEANING[code].label)
            )
            column.doubts.append((DOUBT if headless else NOTE, "column_by_contents", message))
            return
    if (
        (headless or not column.heading)
        and column.contents.share("area") >= 0.8
        and column.contents.share("decimal") >= 0.3
        and not taken & set(AREA_CODES)
    ):
        column.meaning, column.certainty, column.because = "built_area", GUESS, _("按内容判断")
        message = _("这一列的表头是“{heading}”，按内容当作{label}").format(heading=shown, label=_("建筑面积"))
        column.doubts.append((DOUBT, "column_by_contents", message))
        return
    column.meaning, column.because = "ignore", _("看不出是什么")
    message = _("这一列（表头“{heading}”）看不出是什么，没有导入").format(heading=shown)
    column.doubts.append((NOTE, "column_ignored", message))


def _kind(columns: list[Column], table: FoundTable, insisted: bool) -> str:
    codes = {column.meaning for column in columns}
    words = " ".join(table.headings).casefold()
    names = bool(codes & set(NAME_CODES))
    areas = bool(codes & set(AREA_CODES))
    if not insisted:
        transactions = sum(bool(_TRANSACTIONS.search(word.casefold())) for word in table.headings)
        if _STRONG_TRANSACTIONS.search(words) and transactions >= 2 and not (names and areas):
            return "other"
    facts = areas or bool(
        codes
        & {
            "use",
            "layout",
            "status",
            "handover_on",
            "move_in_on",
            "floor",
            "former_room",
            "owner_key",
            "plate",
            "parking",
        }
    )
    phones = bool(codes & {"owner_phone", "tenant_phone", "resident_phone", "owner_id"})
    if codes & ROOM_CODES and (names or facts or phones or insisted or "building" in codes):
        return "rooms"
    if "parking" in codes:
        return "parking"
    if (
        names
        and not _STAFF.search(words)
        and (
            codes & {"owner_key", "owner_id"}
            or re.search(r"业主|住户|租户|户主|owner|resident|tenant", words)
        )
    ):
        return "people"
    if "building" in codes and codes & {"total_floors", "has_lift", "unit"}:
        return "buildings"
    return "other"


def _tell_hidden(sheet: SheetText, columns: list[Column]) -> None:
    for column in columns:
        if column.number in sheet.grid.hidden_columns and column.meaning not in ("ignore", "serial"):
            column.doubts.append((DOUBT, "column_hidden", _("这一列是隐藏的，也读取了，请核对")))


def _findings(sheet: SheetText, table: FoundTable, columns: list[Column]) -> list[Finding]:
    row = (table.header_rows[-1] if table.header_rows else table.first) + 1
    return [
        Finding(
            sheet.grid.sheet,
            row,
            column.number,
            severity,
            message,
            narrow_heading(column.heading),
            column.meaning,
            code,
        )
        for column in columns
        for severity, code, message in column.doubts
    ]


def _match(sheet: SheetText, table: FoundTable, column: Column) -> ColumnMatch:
    samples: list[str] = []
    for row in range(table.first, min(table.last, table.first + 200) + 1):
        text = sheet.rows[row][column.number]
        if text and text not in samples and row not in table.repeated:
            samples.append(text)
        if len(samples) == 4:
            break
    shown = tuple(mask_text(narrow_heading(sample))[:30] for sample in samples)
    return ColumnMatch(
        column.number, column_letters(column.number), narrow_heading(column.heading), column.meaning,
        column.certainty, column.because, shown,
    )  # fmt: skip
