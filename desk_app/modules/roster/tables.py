"""Finding tables in a sheet (找表): header rows of one or two lines, tables side by side and below each other."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from desk_app.modules.roster.headers import is_group, is_period, meanings_of
from desk_app.modules.roster.places import read_sheet_building
from desk_app.modules.roster.sheet_text import SheetText

KEYS = frozenset(("room", "full_room", "parking", "owner_key", "room_code", "former_room"))
"""A table of its own needs one of these among its headings."""

_HEADERISH = re.compile(
    r"号|號|房|室|铺|舖|商|店|位|客|栋|棟|幢|座|楼|樓|单元|單元|层|層|名|业主|業主|户|戶|电话|電話|手机|手機|联系|聯|身份|证|證|面积|面積|日期|时间|時間|"
    r"备注|備註|说明|车|車|租|性别|类型|状态|狀態|用途|地址|关系|關係|编|小区|期|人$|序|比例|份额|情况|配偶|家|[a-z]{3,}",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
"""A line of nothing else tells units or how to fill in."""
_LONGEST_HEADING = 30


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table in a sheet. Rows and columns from 0; `first` to `last` are the lines below the header."""

    header_rows: tuple[int, ...]
    first: int
    last: int
    left: int
    right: int
    headings: tuple[str, ...] = ()
    """For each column from `left` to `right`, '' where there is none."""
    groups: tuple[str, ...] = ()
    """What stands above each heading, in a header of two lines."""
    titles: tuple[str, ...] = ()
    """Lines above the header that belong to it."""
    title_rows: tuple[int, ...] = ()
    repeated: frozenset[int] = frozenset()
    """Lines below that are the header once more."""

    def heading(self, column: int) -> str:
        """Return the heading of a sheet's column, '' outside the table."""
        return self.headings[column - self.left] if self.left <= column <= self.right else ""

    def group(self, column: int) -> str:
        """Return what stands above the heading."""
        return self.groups[column - self.left] if self.left <= column <= self.right else ""


def find_tables(sheet: SheetText) -> list[FoundTable]:
    """Return the tables that have a header, from top to bottom and left to right."""
    tables: list[FoundTable] = []
    row = 0
    while row < len(sheet.rows):
        if not sheet.may_be_header(row):
            row += 1
            continue
        columns = _header_columns(sheet, row, tables)
        if not columns:
            row += 1
            continue
        header = _whole_header(sheet, row, columns[0], columns[-1])
        for found in _tables_under(sheet, header, *_whole_width(sheet, header, columns)):
            _add(tables, found)
        row = header[-1] + 1
    if not tables and (header := _unusual_header(sheet)):
        columns = sheet.filled(header[0])
        for found in _tables_under(sheet, header, columns[0], columns[-1]):
            _add(tables, found)
    return [_with_titles(sheet, table, tables) for table in tables]


def _unusual_header(sheet: SheetText) -> tuple[int, ...]:
    """Return the row on top that could be a header with words we don't know: no values in it, but below it."""
    for row in range(min(12, len(sheet.rows) - 1)):
        columns = sheet.filled(row)
        texts = {sheet.rows[row][column] for column in columns}
        if len(texts) < 3 or any(
            sheet.is_data(row, column) or len(sheet.rows[row][column]) > 15 for column in columns
        ):
            continue
        below = sum(
            sheet.is_data(line, column)
            for line in range(row + 1, min(row + 4, len(sheet.rows)))
            for column in columns
        )
        known = sum(bool(meanings_of(text)) for text in texts)
        if known and below >= 2:
            return (row,)
    return ()


def _header_columns(sheet: SheetText, row: int, tables: list[FoundTable]) -> list[int]:
    """Return the columns of the row that are headings, [] if the row is none.

    Beside a table that has begun above, only a header of three headings or more begins another: lines of
    explanation look much like headers.
    """
    columns = sheet.filled(row)
    if len(columns) < 2:
        return []
    running = [table for table in tables if table.first <= row <= table.last]
    inside = [column for column in columns if any(table.left <= column <= table.right for table in running)]
    if not running or len(inside) == len(columns):
        return columns if is_header(sheet, row, columns) else []
    if inside and is_header(sheet, row, inside):
        return columns
    outside = [column for column in columns if column not in inside]
    return outside if is_header(sheet, row, outside, fewest=3) else []


def table_at(sheet: SheetText, header_row: int | None, like: FoundTable) -> FoundTable:
    """Return the table whose header the clerk points out (None: it has none), in the columns of `like`."""
    if header_row is None or header_row >= len(sheet.rows):
        first = min((*like.title_rows, *like.header_rows, like.first))
        blank = ("",) * (like.right - like.left + 1)
        return replace(
            like,
            header_rows=(),
            first=first,
            headings=blank,
            groups=blank,
            titles=(),
            title_rows=(),
            repeated=frozenset(),
        )
    header = _whole_header(sheet, header_row, like.left, sheet.width - 1)
    right = max((like.right, *sheet.filled(header[-1])))
    found = _make(sheet, header, like.left, right, like.last)
    return _with_titles(sheet, found, [])


def is_header(sheet: SheetText, row: int, columns: list[int], fewest: int = 2) -> bool:
    """Do most of the filled `columns` of the row name what stands below them, `fewest` different things at least?"""
    if len(columns) < fewest or all(_BRACKETED.fullmatch(sheet.rows[row][column]) for column in columns):
        return False
    known: list[str] = []
    texts: set[str] = set()
    data = 0
    periods = 0
    for column in columns:
        text = sheet.rows[row][column]
        if is_period(text):
            periods += 1
        elif sheet.is_data(row, column) and not _is_odd_heading(text):
            data += 1
        elif len(text) <= _LONGEST_HEADING and _HEADERISH.search(text) and (meanings := meanings_of(text)):
            known.append(meanings[0])
            texts.add(text)
    cells = len(columns) - periods
    return len(set(known)) >= fewest and len(texts) >= 2 and len(known) * 2 >= cells and data * 4 <= cells


def _is_odd_heading(text: str) -> bool:
    """A heading may hold digits in brackets or at its end: '车类型（9901 家用）', '电话2'."""
    return (
        bool(re.search(r"[（(].*\d|[\u4e00-\u9fff]\d$", text)) and bool(meanings_of(text)) and len(text) > 2
    )


def _whole_header(sheet: SheetText, row: int, left: int, right: int) -> tuple[int, ...]:
    """Return the rows of the header that begins or ends at `row`, between the columns."""
    if row + 1 < len(sheet.rows) and _is_second_line(sheet, row, left, right):
        return (row, row + 1)
    if row > 0 and _is_second_line(sheet, row - 1, left, right):
        return (row - 1, row)
    return (row,)


def _whole_width(sheet: SheetText, header: tuple[int, ...], columns: list[int]) -> tuple[int, int]:
    """Return the outer columns of a header; the second line of one may reach beyond a group named over its first cell."""
    left, right = columns[0], columns[-1]
    if len(header) == 2:
        while right + 1 < sheet.width and sheet.rows[header[1]][right + 1]:
            right += 1
    return left, right


def _is_second_line(sheet: SheetText, top: int, left: int, right: int) -> bool:
    """Does the row below `top` finish its headings: short words under blank, merged or group headings?"""
    below = top + 1
    columns = sheet.filled(below, left, right)
    upper = sheet.filled(top, left, right)
    if not columns or not upper or (len(upper) == 1 and (top, upper[0]) not in sheet.spans):
        return False
    if len(upper) == 1 and not _is_group_cell(sheet, top, upper[0]):
        return False
    if all(_BRACKETED.fullmatch(sheet.rows[below][column]) for column in columns):
        return False
    if any(sheet.is_data(below, column) or len(sheet.rows[below][column]) > 15 for column in columns):
        return False
    known = under = 0
    for column in columns:
        group = _group_above(sheet, top, column)
        if sheet.rows[top][column] and not _is_group_cell(sheet, top, column):
            return False
        under += bool(group)
        known += bool(meanings_of(sheet.rows[below][column], group))
    return under > 0 and known * 2 >= len(columns) and (len(columns) > 1 or len(upper) > 1)


def _is_group_cell(sheet: SheetText, row: int, column: int) -> bool:
    """Does the cell stand over several columns, by merging or by what it says and the blanks beside it?"""
    span = sheet.spans.get((row, column))
    if span:
        covers_all = span.left == 0 and span.right >= sheet.width - 1
        return span.right > span.left and not covers_all and span.top == span.bottom
    text = sheet.rows[row][column]
    beside = column + 1 < sheet.width and not sheet.rows[row][column + 1]
    return beside and (is_group(text) or any(read_sheet_building(text)))


def _group_above(sheet: SheetText, top: int, column: int) -> str:
    """Return the group heading over a column: merged over it, or the nearest to the left if that is a group."""
    if shown := sheet.shown(top, column):
        return shown
    for left in range(column - 1, -1, -1):
        if text := sheet.rows[top][left]:
            return text if _is_group_cell(sheet, top, left) and (top, left) not in sheet.spans else ""
    return ""


def _headings(
    sheet: SheetText, header: tuple[int, ...], left: int, right: int
) -> tuple[list[str], list[str]]:
    headings, groups = [], []
    for column in range(left, right + 1):
        if len(header) == 1:
            headings.append(sheet.shown(header[0], column))
            groups.append("")
            continue
        top, bottom = _group_above(sheet, header[0], column), sheet.rows[header[1]][column]
        own_top = sheet.shown(header[0], column)
        headings.append(bottom or own_top)
        groups.append(top if bottom and top != bottom else "")
    return headings, groups


def _make(sheet: SheetText, header: tuple[int, ...], left: int, right: int, last: int) -> FoundTable:
    headings, groups = _headings(sheet, header, left, right)
    return FoundTable(header, header[-1] + 1, last, left, right, tuple(headings), tuple(groups))


def _tables_under(sheet: SheetText, header: tuple[int, ...], left: int, right: int) -> Iterable[FoundTable]:
    """Cut the columns under one header row into tables that stand side by side."""
    filled = sorted(
        {column for row in header for column in range(left, right + 1) if sheet.shown(row, column)}
    )
    if not filled:
        return
    last = _last_row(sheet, header[-1] + 1, filled)
    left, right = _with_unnamed(sheet, header, filled[0], filled[-1], last)
    whole = _make(sheet, header, left, right, last)
    for part_left, part_right in _parts(sheet, whole):
        for piece_left, piece_right in _periods(whole, part_left, part_right):
            yield _make(sheet, header, piece_left, piece_right, last)


def _last_row(sheet: SheetText, first: int, columns: list[int]) -> int:
    """Return the row before the next header in these columns, or the sheet's last row."""
    for row in range(first, len(sheet.rows)):
        if not sheet.may_be_header(row):
            continue
        filled = sheet.filled(row, columns[0], columns[-1])
        if len(filled) >= 2 and is_header(sheet, row, filled):
            return row - 1
    return len(sheet.rows) - 1


def _with_unnamed(
    sheet: SheetText, header: tuple[int, ...], left: int, right: int, last: int
) -> tuple[int, int]:
    """Take in columns without heading beside the table as long as they hold something in many of its lines."""
    lines = [row for row in range(header[-1] + 1, last + 1) if sheet.filled(row, left, right)]
    while left > 0 and _fill(sheet, left - 1, lines) >= 0.3:
        left -= 1
    while right + 1 < sheet.width and _fill(sheet, right + 1, lines) >= 0.3:
        right += 1
    return left, right


def _fill(sheet: SheetText, column: int, lines: list[int]) -> float:
    return sum(bool(sheet.rows[row][column]) for row in lines) / len(lines) if lines else 0.0


def _parts(sheet: SheetText, whole: FoundTable) -> list[tuple[int, int]]:
    """Cut at columns that are empty from the header down, where both sides have a key of their own."""
    lines = range(whole.first, whole.last + 1)
    empty = [
        column
        for column in range(whole.left, whole.right + 1)
        if not whole.heading(column) and not any(sheet.rows[row][column] for row in lines)
    ]
    bounds: list[tuple[int, int]] = []
    start = whole.left
    for column in [*empty, whole.right + 1]:
        if column > start:
            bounds.append((start, column - 1))
        start = column + 1
    parts: list[tuple[int, int]] = []
    for left, right in bounds:
        if parts and not _has_key(whole, left, right):
            if left - parts[-1][1] <= 2 and not _explains(whole, left, right):
                parts[-1] = (parts[-1][0], right)
        else:
            parts.append((left, right))
    return parts


def _explains(table: FoundTable, left: int, right: int) -> bool:
    """Do the columns only tell how to fill in the others?"""
    words = "".join(table.heading(column) for column in range(left, right + 1))
    return bool(re.search(r"填[写表]?说明|说明$|注意|示例|样例|备选|下拉|字典", words))


def _has_key(table: FoundTable, left: int, right: int) -> bool:
    codes = {
        code
        for column in range(left, right + 1)
        for code in meanings_of(table.heading(column), table.group(column))[:1]
    }
    return bool(codes & KEYS) and len(codes) >= 2


def _periods(table: FoundTable, left: int, right: int) -> list[tuple[int, int]]:
    """Cut a header that says the same two or more times: 房号 姓名 电话 房号 姓名 电话."""
    words = [table.heading(column) for column in range(left, right + 1)]
    first = next((at for at, word in enumerate(words) if word), 0)
    starts = [at for at, word in enumerate(words) if word and word == words[first]]
    if len(starts) < 2 or not _has_key(table, left + starts[0], left + starts[1] - 1):
        return [(left, right)]
    length = starts[1] - starts[0]
    pattern = [word for word in words[starts[0] : starts[1]] if word]
    for start in starts[1:]:
        piece = [word for word in words[start : start + length] if word]
        same = sum(one == other for one, other in zip(piece, pattern, strict=False))
        if same < 2 or same * 2 < len(pattern):
            return [(left, right)]
    ends = [start - 1 for start in starts[1:]] + [len(words) - 1]
    return [(left + start, left + end) for start, end in zip(starts, ends, strict=True)]


def _add(tables: list[FoundTable], found: FoundTable) -> None:
    """Add a table; one with the headings of the table above it carries that on, its header being a repeat."""
    for at in range(len(tables) - 1, -1, -1):
        above = tables[at]
        if above.right < found.left or found.right < above.left:
            continue
        if [word for word in above.headings if word] == [
            word for word in found.headings if word
        ] and above.left == found.left:
            repeated = above.repeated | set(found.header_rows)
            tables[at] = replace(above, last=found.last, repeated=repeated)
            return
        break
    tables.append(found)


def _with_titles(sheet: SheetText, table: FoundTable, tables: list[FoundTable]) -> FoundTable:
    """Give the table the lines right above its header that are not the body of another table."""
    if not table.header_rows:
        return table
    start = 0
    for other in tables:
        if other is not table and other.header_rows and other.header_rows[-1] < table.header_rows[0]:
            start = max(start, _end_of_body(sheet, other, table.header_rows[0]))
    rows = [row for row in range(start, table.header_rows[0]) if sheet.filled(row)]
    rows = rows[-6:]
    texts = tuple(text for row in rows if (text := _title_over(sheet, table, row)))
    return replace(table, titles=texts, title_rows=tuple(rows))


def _title_over(sheet: SheetText, table: FoundTable, row: int) -> str:
    """Return what a line above says over the table's columns, or the line's only text wherever that stands."""
    over = [sheet.shown(row, column) for column in range(table.left, table.right + 1)]
    texts = list(dict.fromkeys(text for text in over if text))
    filled = sheet.filled(row)
    if not texts and len(filled) == 1:
        texts = [sheet.rows[row][filled[0]]]
    return " ".join(texts)


def _end_of_body(sheet: SheetText, above: FoundTable, before: int) -> int:
    """Return the row from which lines between two tables belong to the lower one: those with only one text."""
    row = before
    while row > above.first and len(sheet.filled(row - 1)) <= 1:
        row -= 1
    return row
