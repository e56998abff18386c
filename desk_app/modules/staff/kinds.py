"""How departments, staff and firms are listed, edited and found, and which departments a new book has."""

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.kind import ChildRows, Finding, RecordKind, Section, register
from desk_app.kernel.words import _, mark
from desk_app.modules.staff.records import Department, Firm, Skill, StaffMember

HEADS = ("supervisor", "manager")

USUAL_DEPARTMENTS = (
    (mark("客服部"), "front_desk", False),
    (mark("工程部"), "engineering", True),
    (mark("保安部"), "security", True),
    (mark("保洁部"), "cleaning", True),
    (mark("财务收银"), "cash", True),
    (mark("车场"), "parking", True),
)
"""Name, duty, and whether it is told of moves: those of form F11."""

DEPARTMENTS = register(
    RecordKind(
        name="departments",
        model=Department,
        label="部门",
        columns=("name", "duty", "head", "phone", "is_told_of_moves"),
        sections=(Section("部门", ("name", "duty", "head", "phone", "is_told_of_moves", "note")),),
        title=str,
        find=lambda draft: Finding(
            draft.record.name,
            draft.record.head or "",
            names=tuple(filter(None, (draft.record.name, draft.record.head))),
        ),
        order=("id",),
        icon="family",
        attachable=False,
        roles=HEADS,
    )
)

STAFF = register(
    RecordKind(
        name="staff",
        model=StaffMember,
        label="员工",
        columns=("name", "department", "post", "phone", "takes_repairs", "left_on"),
        sections=(
            Section("员工", ("name", "department", "post", "phone", "takes_repairs", "left_on", "note")),
        ),
        title=str,
        children=(ChildRows("skills", "技能", Skill, ("trade",), "member", most=12),),
        find=lambda draft: Finding(
            draft.record.name,
            " · ".join(filter(None, (str(draft.record.department or ""), draft.record.post))),
            names=(draft.record.name,),
            numbers=tuple(filter(None, (draft.record.phone,))),
        ),
        order=("name",),
        icon="id",
        roles=HEADS,
    )
)

FIRMS = register(
    RecordKind(
        name="firms",
        model=Firm,
        label="外部单位",
        columns=("name", "trade", "contact", "phone", "contract_until_on"),
        sections=(Section("单位", ("name", "trade", "contact", "phone", "contract_until_on", "note")),),
        title=str,
        find=lambda draft: Finding(
            draft.record.name,
            draft.record.contact or "",
            names=tuple(filter(None, (draft.record.name, draft.record.contact))),
            numbers=tuple(filter(None, (draft.record.phone,))),
        ),
        order=("name",),
        icon="company",
    )
)


def fill_departments(desk: Desk) -> None:
    """Give a new book the departments most offices have."""
    with transaction():
        batch = store.Batch(desk, _("随程序提供的部门"))
        for name, duty, is_told in USUAL_DEPARTMENTS:
            batch.create(store.new(DEPARTMENTS, name=_(name), duty=duty, is_told_of_moves=is_told))
        batch.finish()
