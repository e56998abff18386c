"""The papers of moving in (入住表单): what each is called, how many copies, who signs, what it may ask for."""

from dataclasses import replace

from desk_app.kernel.kind import Register
from desk_app.kernel.papers import Pack, PackPaper, Paper, Sheets
from desk_app.kernel.words import mark
from desk_app.modules.move_in import mover, moving, tenancy

OWNER, TENANT, HANDLER = mark("业主"), mark("租户"), mark("经办人")

MOVE_IN_NOTICE = Paper(
    "move_in_notice",
    "入住知会单",
    "F11",
    "move_in/move_in_notice.docx",
    moving.NOTICE,
    moving.notice_values,
    copies=moving.COPIES,
    pages=3,
    sheets=Sheets("tasks", first=9, rest=9, widths={"task": 76}),
    series="ZH",
    may_print=moving.why_no_notice,
)

MOVE_IN_REGISTER = Paper(
    "move_in_register",
    "客户入住记录表",
    "F12",
    "move_in/move_in_register.docx",
    moving.REGISTER,
    moving.register_values,
)

TENANT_FORM = Paper(
    "tenant_form",
    "租户信息表",
    "F13",
    "move_in/tenant_form.docx",
    tenancy.TENANT,
    tenancy.tenant_values,
    pages=1,
    series="ZJ",
    signatures=(TENANT, HANDLER),
    may_print=tenancy.why_no_tenant,
)

OWNER_LETTING_UNDERTAKING = Paper(
    "owner_letting_undertaking",
    "业主承诺书（出租）",
    "F14",
    "move_in/owner_letting_undertaking.docx",
    tenancy.UNDERTAKING,
    tenancy.undertaking_values,
    pages=1,
    series="CZ",
    signatures=(OWNER,),
    each_signs="owners",
    may_print=tenancy.why_no_tenant,
)

SAFETY_AGREEMENT = Paper(
    "safety_agreement",
    "安全责任书",
    "F15",
    "move_in/safety_agreement.docx",
    tenancy.SAFETY,
    tenancy.safety_values,
    pages=2,
    series="AQ",
    signatures=(mark("甲方"), mark("乙方")),
    may_print=tenancy.why_no_agreement,
)

MOVING_GUIDE = Paper(
    "moving_guide",
    "搬家指引单",
    "F16",
    "move_in/moving_guide.docx",
    moving.GUIDE,
    moving.guide_values,
    pages=1,
    page_size="A5",
    series="BJ",
    may_print=moving.why_no_guide,
)

MOVE_INS = Register(MOVE_IN_REGISTER, "from_on")
"""The move-ins of a month, by the first day of the holding."""


TENANT_PACK = Pack(
    "tenant_move_in",
    "租户入住",
    (
        PackPaper("tenant_form"),
        PackPaper("owner_letting_undertaking", times=2),
        PackPaper("safety_agreement", times=2),
        PackPaper("privacy_consent"),
        PackPaper("moving_guide"),
        PackPaper("move_in_notice"),
    ),
    may_print=tenancy.why_no_tenant,
)

TENANT_PACK_OF_MOVE_IN = replace(
    TENANT_PACK,
    papers=(
        PackPaper("move_in_tenant_form"),
        PackPaper("move_in_undertaking", times=2),
        PackPaper("move_in_safety", times=2),
        PackPaper("move_in_consent"),
        PackPaper("move_in_guide"),
        PackPaper("department_notices"),
    ),
    may_print=mover.may_print(tenancy.why_no_tenant),
)
"""The same for a move-in: the notices are one for each department that is told of moves."""
