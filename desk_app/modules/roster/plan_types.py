"""What reading a roster comes to (导入方案): plain frozen values, nothing of the book yet.

`read_roster(grids, choices)` returns a `RosterPlan`. To accept it, walk `plan.entries`: one for each room of the
file, lines of the same room already merged. To show it, walk `plan.rows`: what becomes of every line of the file.
Nothing here is repaired silently: whatever was dropped, split, filled down or guessed is a `Finding`.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

REFUSE = "refuse"
"""The cell is left empty, or the row is not imported."""
DOUBT = "doubt"
"""Imported as read, but a person should look."""
NOTE = "note"
"""Imported with certainty after a change of form worth telling (split, filled down, skipped)."""

SEVERITIES = (REFUSE, DOUBT, NOTE)

IMPORT = "import"
REFUSED = "refused"
SKIPPED = "skipped"
PERSON_ONLY = "person_only"
JOINED = "joined"

OUTCOMES = (IMPORT, PERSON_ONLY, JOINED, REFUSED, SKIPPED)
"""import: a room was read (people and cells may have been refused). person_only: the table lists people and has
no room column; they belong to no room. joined: likewise, but rooms of another table name them by number and have
got them. refused: no readable room. skipped: not a record (title, total, hidden …)."""

OWNER = "owner"
TENANT = "tenant"
FAMILY = "family"
AUTHORISED = "authorised"
RESIDENT = "resident"
EMERGENCY = "emergency"

ROLES = (OWNER, TENANT, FAMILY, AUTHORISED, RESIDENT, EMERGENCY)
"""业主, 租户, 家庭成员, 授权人, 住户 (lives there, the file doesn't say as what), 紧急联系人."""

USES = ("residence", "apartment", "villa", "shop", "office", "parking", "storage", "public", "other", "")
"""住宅, 公寓, 别墅, 商铺, 办公, 车位, 储藏室, 公共用房, 其他, the file doesn't say."""

STATUSES = (
    "unsold", "undelivered", "notified", "delivered", "renovating", "occupied", "let", "vacant", "refused", "",
)  # fmt: skip
"""未售, 未交付, 已通知收楼, 已交付未装修, 装修中, 已入住, 已出租, 空置, 拒收, the file doesn't say."""

ID_KINDS = (
    "id_card", "old_id_card", "passport", "hk_macao_permit", "taiwan_permit", "residence_permit", "hk_macao_id",
    "foreigner_permit", "military", "household_book", "credit_code", "business_licence", "other", "",
)  # fmt: skip
"""Kinds of document, see `people.id_number`; '' when there is no number."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about a cell, a row or the file. `message` is a whole sentence.

    `row` is the sheet's own row number (from 1; 0 for the sheet or file), `column` counts from 0 (None: the row).
    `found` is what the cell holds, masked when it is or may be an ID number or phone. `field` is a meaning's code.
    """

    sheet: str
    row: int
    column: int | None
    severity: str
    message: str
    found: str = ""
    field: str = ""
    code: str = ""
    """Stable name of the cause, such as 'id_check_digit'; for tests and for grouping, never shown."""

    @property
    def address(self) -> str:
        """The place as people name it: '业主!C5', '业主!第5行', '业主'."""
        from desk_app.kernel.sheets.grid import column_letters
        from desk_app.kernel.words import _

        if self.column is not None:
            return f"{self.sheet}!{column_letters(self.column)}{self.row}"
        return f"{self.sheet}!" + _("第{row}行").format(row=self.row) if self.row else self.sheet


@dataclass(frozen=True, slots=True)
class PlannedRoom:
    """A room, shop, parking space or store as the file names it. Areas in cm² (1 ㎡ = 10 000)."""

    label: str
    """The room number as written on the door: '502', '0101', 'A12'; never '2-1-502' when the parts are known."""
    building: str = ""
    """'2' for 2栋, 2号楼, 2#; else the name, 'A座', '商业街'; '' when the estate has no buildings."""
    unit: str = ""
    floor: str = ""
    """'5', '-1', '夹层'; from its own column, or from the label where the labels of the table are regular."""
    community: str = ""
    use: str = ""
    built_area: int | None = None
    inside_area: int | None = None
    measured_area: int | None = None
    charged_area: int | None = None
    layout: str = ""
    status: str = ""
    handover_on: datetime.date | None = None
    move_in_on: datetime.date | None = None
    former: tuple[str, ...] = ()
    """Former numbers of this room, which every search should find."""
    code: str = ""
    """The number another system gave the room, if the file has one beside the room number."""
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Equal for the same room: community, building, unit, label, compared without width and case."""
        from desk_app.modules.roster.cell_text import narrow_text

        return (
            narrow_text(self.community).casefold(), narrow_text(self.building).casefold(),
            narrow_text(self.unit).casefold(), narrow_text(self.label).casefold(),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlannedPhone:
    """A number ready to be kept ('13812345678', '0551-6543210-803'), and whose it is if the cell says ('老公')."""

    number: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """A person or company in one role at one room."""

    name: str
    role: str = OWNER
    phones: tuple[PlannedPhone, ...] = ()
    """The first is the first to be called."""
    id_kind: str = ""
    id_number: str = ""
    is_company: bool = False
    contact_person: str = ""
    gender: str = ""
    """'male', 'female' or ''."""
    born_on: datetime.date | None = None
    share: Fraction | None = None
    relation: str = ""
    """To the owner, as written: 配偶, 儿子."""
    from_on: datetime.date | None = None
    until_on: datetime.date | None = None
    """The last day, included."""
    address: str = ""
    email: str = ""
    note: str = ""
    key: str = ""
    """Equal for lines that are the same person (same ID number, or same name and a phone in common). Never shown."""


@dataclass(frozen=True, slots=True)
class PlannedVehicle:
    """A car of the household. `space` is the label of its parking space."""

    plate: str
    brand: str = ""
    colour: str = ""
    space: str = ""


@dataclass(frozen=True, slots=True)
class PlannedBuilding:
    """What the file says about a building or a unit of it, from a list of buildings or from the rooms' lines."""

    building: str
    unit: str = ""
    community: str = ""
    total_floors: int | None = None
    has_lift: bool | None = None


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One line of the file, or one cell of a floor plan, or one of two rooms named in one cell."""

    sheet: str
    row: int
    """The sheet's own row number, from 1."""
    outcome: str
    reason: str = ""
    """Why it is skipped or refused, or the name of what it is ('合计行'); '' for an ordinary line."""
    column: int | None = None
    """The cell's column, from 0, where a line of the file gives several rooms."""
    table: str = ""
    """`TableMatch.key` of the table it stands in."""
    room: PlannedRoom | None = None
    people: tuple[PlannedPerson, ...] = ()
    vehicles: tuple[PlannedVehicle, ...] = ()
    spaces: tuple[str, ...] = ()
    """Labels of parking spaces that go with the room."""
    roles_told: bool = False
    """The line itself says who is owner, tenant or family, so several lines of one room are a household."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class RoomEntry:
    """Everything the file says about one room; `rows` are the lines it was put together from."""

    room: PlannedRoom
    people: tuple[PlannedPerson, ...]
    vehicles: tuple[PlannedVehicle, ...]
    spaces: tuple[str, ...]
    rows: tuple[PlannedRow, ...]


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """What a column was taken for, and why."""

    column: int
    """From 0."""
    letters: str
    header: str
    """As written, on one line; '' when the header is empty."""
    meaning: str
    certainty: str
    """'chosen' by the clerk, 'sure' by header and contents, 'likely' by one of them, 'guess'."""
    because: str = ""
    samples: tuple[str, ...] = ()
    """Up to four contents, masked where personal."""


@dataclass(frozen=True, slots=True)
class TableMatch:
    """A table found in a sheet. Row numbers from 1, columns from 0, both ends included."""

    key: str
    """Names the table in `Choices`: '名册!1', the first of the sheet."""
    sheet: str
    kind: str
    """'rooms', 'people', 'parking', 'buildings', 'floor_plan', or 'other' (not a roster, left out)."""
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    left: int
    right: int
    columns: tuple[ColumnMatch, ...]
    shape: str
    """Fingerprint of headers and columns: the clerk's matching is kept under it."""
    building: str = ""
    """The building all its rooms are in, when no column says so."""
    building_because: str = ""


@dataclass(frozen=True, slots=True)
class TableChoice:
    """What the clerk decided about one table; None keeps what was found."""

    skip: bool = False
    header_row: int | None = None
    """The header's row number, from 1; 0: there is none."""
    columns: Mapping[int, str] = field(default_factory=dict)
    """Column (from 0) to a meaning's code."""
    building: str | None = None
    """The building of all rooms of the table that name none."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The clerk's decisions about a file. `tables` by `TableMatch.key`, `shapes` by `TableMatch.shape`.

    A choice by key goes before one by shape: shapes are what is remembered from files read before.
    """

    tables: Mapping[str, TableChoice] = field(default_factory=dict)
    shapes: Mapping[str, TableChoice] = field(default_factory=dict)
    skipped_sheets: frozenset[str] = frozenset()
    hidden_rows: bool = False
    """Read rows hidden by hand too."""
    floors_from_labels: bool = True
    community: str = ""
    """The community of rooms that name none."""
    today: datetime.date | None = None
    """The day births and dates are judged by; None: no judgement by today."""


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """For the top of the dry run."""

    rooms: int
    people: int
    """Different persons and companies."""
    lines: int
    """Lines that are records: imported, person_only and refused."""
    refused_rows: int
    refused_cells: int
    doubts: int
    notes: int
    skipped: int


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """All that was read, nothing written."""

    tables: tuple[TableMatch, ...]
    rows: tuple[PlannedRow, ...]
    entries: tuple[RoomEntry, ...]
    people: tuple[PlannedPerson, ...]
    """People of lists without a room column that no room refers to (`person_only`)."""
    buildings: tuple[PlannedBuilding, ...]
    findings: tuple[Finding, ...]
    """All findings in the file's order, those of the rows included."""
    counts: PlanCounts
    hidden_sheets: Sequence[str] = ()
