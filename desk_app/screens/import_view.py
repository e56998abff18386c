"""A roster as the import page shows it (导入预览): its sheets as read, what becomes of each line, and what to look at.

Made in a worker thread after each change; the page then only looks things up, so a sheet of 50,000 lines scrolls.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desk_app.kernel.words import _, headed, mark
from desk_app.modules.roster.decide import CREATE, ON_EXISTING, REFUSE, SKIP, UPDATE
from desk_app.modules.roster.meanings import MEANING, MEANINGS
from desk_app.modules.roster.plan_types import Finding, TableMatch
from desk_app.screens.import_lines import SheetView, put_findings, put_headers, put_lines, put_skipped
from desk_app.screens.import_sheet import ImportSheet, Step, keep_uncollected

SUBJECTS = (
    ("room", mark("房屋")),
    ("owner", mark("业主")),
    ("person", mark("人员")),
    ("tenant", mark("租户")),
    ("family", mark("家庭成员")),
    ("emergency", mark("紧急联系人")),
    ("vehicle", mark("车辆")),
    ("", mark("其他")),
)
TABLE_KINDS = {
    "rooms": mark("房屋名册"),
    "people": mark("人员名册"),
    "parking": mark("车位名册"),
    "buildings": mark("楼栋清单"),
    "floor_plan": mark("楼层平面"),
    "other": mark("不是名册"),
}
EXISTING = {SKIP: mark("跳过"), UPDATE: mark("补充更新"), REFUSE: mark("拒绝并列出")}
CERTAINTIES = {
    "chosen": mark("您选定的"),
    "sure": mark("表头和内容都符合"),
    "likely": mark("大致符合，请看一眼"),
    "guess": mark("猜测，请核对"),
}


@dataclass(frozen=True, slots=True)
class MeaningOption:
    """One thing a column can be taken for, under the heading of what it is about."""

    code: str
    label: str
    heading: str
    many: bool


@dataclass(frozen=True, slots=True)
class ColumnView:
    """What a column was taken for: `certainty` is chosen, sure, likely or guess, `why` says it in a sentence."""

    column: int
    letters: str
    header: str
    meaning: str
    label: str
    certainty: str
    why: str
    samples: tuple[str, ...]

    @property
    def is_left_out(self) -> bool:
        """Say whether nothing of the column is taken in."""
        return self.meaning in ("ignore", "serial")


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of the file and what was decided about it; `sort` is a key of `TABLE_KINDS`, `kind` what people call it.

    Rows are the sheet's own numbers, from 1.
    """

    key: str
    sheet: int
    title: str
    sort: str
    kind: str
    is_roster: bool
    is_skipped: bool
    header_row: int
    first_row: int
    last_row: int
    left: int
    right: int
    columns: tuple[ColumnView, ...]
    building: str
    building_why: str

    @property
    def lines(self) -> int:
        """Return the number of lines under the header."""
        return self.last_row - self.first_row + 1

    def column(self, column: int) -> ColumnView | None:
        """Return what the sheet's column (from 0) was taken for in this table."""
        return next((each for each in self.columns if each.column == column), None)


@dataclass(frozen=True, slots=True)
class FindingView:
    """Something to know about a cell, line (`column` None) or sheet (`row` 0), rows from 1 and columns from 0.

    Findings of one `cause` say the same of different cells.
    """

    sheet: int
    row: int
    column: int | None
    severity: str
    address: str
    message: str
    found: str
    cause: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A count for the top of the page."""

    name: str
    label: str
    count: int
    tone: str


@dataclass(frozen=True)
class ImportView:
    """Everything the review shows."""

    file_name: str
    sheets: tuple[SheetView, ...]
    tables: tuple[TableView, ...]
    findings: tuple[FindingView, ...]
    tiles: tuple[Tile, ...]
    summary: str
    same_file: str
    community: str
    communities: tuple[str, ...]
    """Those the titles of the file name, to choose from."""
    on_existing: str
    has_existing: bool
    can_accept: bool
    hidden_rows: bool
    floors_from_labels: bool

    def count(self, severity: str) -> int:
        """Return how many findings matter so much."""
        return sum(finding.severity == severity for finding in self.findings)


def list_meanings() -> list[MeaningOption]:
    """Return what a column can be taken for, by headings, with leaving it out first."""
    left_out = [
        MeaningOption(each.code, _(each.label), "", each.many) for each in MEANINGS if each.code == "ignore"
    ]
    found = [
        MeaningOption(each.code, _(each.label), _(heading), each.many)
        for subject, heading in SUBJECTS
        for each in MEANINGS
        if each.subject == subject and each.code != "ignore"
    ]
    return left_out + found


def list_existing() -> list[tuple[str, str]]:
    """Return the ways of treating rooms that are in the book already, with what they are called."""
    return [(way, _(EXISTING[way])) for way in ON_EXISTING]


def view_import(sheet: ImportSheet, step: Step = lambda done, total, text: None) -> ImportView:
    """Return what the review shows of an opened roster."""
    with keep_uncollected():
        return _view_import(sheet, step)


def _view_import(sheet: ImportSheet, step: Step) -> ImportView:
    preview = sheet.preview
    assert preview is not None and sheet.path is not None
    step(0, 0, _("正在准备预览"))
    plan = preview.plan
    numbers = {grid.sheet: number for number, grid in enumerate(sheet.grids)}
    sheets = tuple(_view_sheet(grid) for grid in sheet.grids)
    tables = tuple(_view_table(table, numbers, sheet, len(plan.tables)) for table in plan.tables)
    _sort_columns(sheets, tables)
    problems = [
        *([preview.asked] if preview.asked else []),
        *plan.findings,
        *(each for each in sheet.problems() if each.code == "room_exists"),
    ]
    put_lines(sheets, numbers, plan.rows, preview.decisions)
    for table in plan.tables:
        put_headers(sheets[numbers[table.sheet]], table.header_rows)
    for view in tables:
        if view.is_skipped:
            put_skipped(sheets[view.sheet], range(view.first_row, view.last_row + 1))
    put_findings(sheets, numbers, problems)
    choices = sheet.choices
    return ImportView(
        file_name=sheet.path.name,
        sheets=sheets,
        tables=tables,
        findings=tuple(_view_finding(each, numbers) for each in problems),
        tiles=_count(sheet),
        summary=preview.summary,
        same_file=preview.same_file,
        community=preview.community,
        communities=preview.named.names,
        on_existing=sheet.on_existing,
        has_existing=any(decision.room_id is not None for decision in preview.decisions),
        can_accept=any(decision.action in (CREATE, UPDATE) for decision in preview.decisions)
        or bool(plan.people),
        hidden_rows=choices.hidden_rows,
        floors_from_labels=choices.floors_from_labels,
    )


def _count(sheet: ImportSheet) -> tuple[Tile, ...]:
    preview = sheet.preview
    assert preview is not None
    counts = preview.plan.counts
    spaces = {
        label
        for decision in preview.decisions
        if decision.action in (CREATE, UPDATE)
        for label in decision.entry.spaces
    }
    tiles = (
        Tile("create", _("新建房屋"), preview.count(CREATE), "good"),
        Tile("update", _("更新房屋"), preview.count(UPDATE), "accent"),
        Tile("skip", _("不改动"), preview.count(SKIP), "quiet"),
        Tile("people", _("人员"), counts.people, "quiet"),
        Tile("spaces", _("随房车位"), len(spaces), "quiet"),
        Tile("refused", _("不能导入的行"), counts.refused_rows + preview.count(REFUSE), "bad"),
        Tile("emptied", _("留空的单元格"), counts.refused_cells, "bad"),
        Tile("doubts", _("请核对"), preview.doubts, "waiting"),
    )
    return tuple(tile for tile in tiles if tile.count or tile.name in ("create", "people"))


def _view_sheet(grid: Any) -> SheetView:
    return SheetView(grid.sheet, grid.hidden, grid.rows, grid.width, errors=grid.errors, padded=grid.padded)


def _view_table(table: TableMatch, numbers: dict[str, int], sheet: ImportSheet, tables: int) -> TableView:
    choice = sheet.choices.tables.get(table.key)
    where = table.key.partition("!")[2]
    alone = (
        sum(other.sheet == table.sheet for other in sheet.preview.plan.tables) == 1 if sheet.preview else True
    )
    return TableView(
        key=table.key,
        sheet=numbers[table.sheet],
        title=table.sheet
        if alone
        else _("{sheet}（第 {number} 块）").format(sheet=table.sheet, number=where),
        sort=table.kind,
        kind=_(TABLE_KINDS.get(table.kind, table.kind)),
        is_roster=table.kind != "other",
        is_skipped=bool(choice and choice.skip),
        header_row=min(table.header_rows, default=0),
        first_row=table.first_row,
        last_row=table.last_row,
        left=table.left,
        right=table.right,
        columns=tuple(_view_column(match) for match in table.columns),
        building=table.building,
        building_why=table.building_because,
    )


def _view_column(match: Any) -> ColumnView:
    meaning = MEANING.get(match.meaning)
    why = _(CERTAINTIES[match.certainty]) if match.certainty in CERTAINTIES else ""
    return ColumnView(
        column=match.column,
        letters=match.letters,
        header=match.header,
        meaning=match.meaning,
        label=_(meaning.label) if meaning else match.meaning,
        certainty=match.certainty,
        why=headed(why, match.because) if why and match.because else why or match.because,
        samples=match.samples,
    )


def _sort_columns(sheets: Sequence[SheetView], tables: Iterable[TableView]) -> None:
    """Note which columns may be shown as they are: those taken for something that is no phone or document number."""
    plain: dict[int, set[int]] = defaultdict(set)
    personal: dict[int, set[int]] = defaultdict(set)
    for table in tables:
        for column in table.columns:
            meaning = MEANING.get(column.meaning)
            is_plain = meaning is not None and not meaning.personal and meaning.code not in ("ignore", "note")
            (plain if is_plain else personal)[table.sheet].add(column.column)
    for number, sheet in enumerate(sheets):
        sheet.plain = frozenset(plain[number] - personal[number])


def _view_finding(finding: Finding, numbers: dict[str, int]) -> FindingView:
    return FindingView(
        sheet=numbers.get(finding.sheet, -1),
        row=finding.row,
        column=finding.column,
        severity=finding.severity,
        address=finding.address,
        message=finding.message,
        found=finding.found,
        cause=finding.code or finding.message,
    )
